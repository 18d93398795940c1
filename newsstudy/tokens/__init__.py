"""Text to ids: the vocabulary, the tokens of each document, their selection, and the document-term matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsstudy.tokens._counts_from import counts_from
from newsstudy.tokens._tokenize import tokenize
from newsstudy.tokens.counts import Counts
from newsstudy.tokens.derived import Derived, open_derived
from newsstudy.tokens.dictionary import Dictionary
from newsstudy.tokens.dictionary_files import read_dictionary
from newsstudy.tokens.patterns import find
from newsstudy.tokens.phrases import find_phrases
from newsstudy.tokens.store import open_counts
from newsstudy.tokens.token_store import open_tokens
from newsstudy.tokens.tokens import Tokens
from newsstudy.tokens.vocabulary import Vocabulary
from newsstudy.tokens.weights import Weights

if TYPE_CHECKING:
    from newsstudy.tokens._term_counter import TermCounter

__all__ = [
    "Counts",
    "Derived",
    "Dictionary",
    "TermCounter",
    "Tokens",
    "Vocabulary",
    "Weights",
    "counts_from",
    "find",
    "find_phrases",
    "open_counts",
    "open_derived",
    "open_tokens",
    "read_dictionary",
    "tokenize",
]


def __getattr__(name: str) -> Any:
    """TermCounter on first use only: it brings scikit-learn, which takes a second to import."""
    if name == "TermCounter":
        from newsstudy.tokens._term_counter import TermCounter

        return TermCounter
    raise AttributeError(f"module 'newsstudy.tokens' has no name {name!r}")
