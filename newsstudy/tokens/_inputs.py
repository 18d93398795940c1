"""What a question may be asked of, corpus or tokens, and what of them goes into a table's record."""

from __future__ import annotations

from typing import Any

from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.tokens.tokens import Tokens


def checked_corpus(corpus: Any, caller: str) -> Corpus:
    """The corpus, or an error that says what to hand over instead."""
    if isinstance(corpus, Tokens):
        raise InputError(f"{caller} needs the Corpus itself, before .tokenize(); got Tokens. Hand over tokens.corpus")
    if not isinstance(corpus, Corpus):
        raise InputError(f"{caller} needs a Corpus, as ns.read_corpus or ns.corpus_from gives; got {type(corpus).__name__}")
    return corpus


def checked_tokens(tokens: Any, caller: str) -> Corpus:
    """The corpus that the tokens point into, or an error that says what to hand over instead."""
    if not isinstance(tokens, Tokens):
        raise InputError(f"{caller} needs the Tokens of a corpus, as corpus.tokenize() gives; got {type(tokens).__name__}")
    if tokens.corpus is None:
        raise InputError(f"{caller} shows texts, and these tokens have none: make them with corpus.tokenize()")
    return tokens.corpus


def tokens_record(tokens: Tokens) -> dict[str, Any]:
    """The input as settings: rule, steps since, sizes, digests of the vocabulary and of the corpus."""
    assert tokens.corpus is not None
    return {
        "rule": tokens.rule,
        "steps": list(tokens.steps),
        "n_documents": len(tokens.offsets) - 1,
        "n_tokens": len(tokens.ids),
        "vocabulary": tokens.vocabulary.digest,
        "corpus": tokens.corpus.digest,
    }
