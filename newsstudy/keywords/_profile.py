"""Profile, diversity and readability: how each document is built."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_tokens, checked_whole, tokens_record
from newsstudy.text.syllables import syllables
from newsstudy.tokens import Tokens

LONG_WORD = 6  # LIX counts words with more letters than this
WINDOW = 50  # of the moving type-token ratio


def diversity(tokens: Tokens, *, window: int = WINDOW) -> pd.DataFrame:
    """How varied is the vocabulary of each document?

    Parameters
    ----------
    tokens : Tokens
        The words, in order.
    window : int
        Length in tokens of the moving window of MATTR.

    Returns
    -------
    DataFrame, schema DIVERSITY
        One row a document. The type-token ratio falls with length, so texts of unequal length are compared by MATTR,
        MTLD or HD-D (McCarthy & Jarvis 2010, doi:10.3758/BRM.42.2.381), which are missing where a text is too short.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.diversity(ns.sample_article().tokenize()).n_types.tolist()
    [324]
    """
    corpus = checked_tokens(tokens, "diversity")
    columns = {"document": corpus.ids, **_diversity(tokens, window)}
    return schemas.DIVERSITY.table(columns, {**tokens_record(tokens), "window": window})


def readability(corpus: Corpus, *, sentence_rule: str = "news-en-1") -> pd.DataFrame:
    """How hard is each document to read?

    Parameters
    ----------
    corpus : Corpus
        Words are cut by the rule ``unicode-1``.
    sentence_rule : "news-en-1" or "unicode-1"
        Where sentences end; see `ns.sentence_boundaries`. The settings of the table name it.

    Returns
    -------
    DataFrame, schema READABILITY
        One row a document. Flesch and Flesch-Kincaid need syllables and are given where the document's language is English;
        elsewhere they are missing and the settings say why. LIX needs none.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.readability(ns.sample_article()).n_sentences.tolist()
    [23]
    """
    if not isinstance(corpus, Corpus):
        raise InputError(f"readability needs a Corpus; got {type(corpus).__name__}")
    tokens = corpus.tokenize("unicode-1", sentence_rule=sentence_rule)
    columns, missing = _readability(corpus, tokens)
    n_words = np.diff(tokens.offsets)
    return schemas.READABILITY.table(
        {"document": corpus.ids, "n_words": n_words, **columns},
        {**tokens_record(tokens), "sentence_rule": tokens.sentence_rule, "missing": missing},
    )


def profile(tokens: Tokens, *, window: int = WINDOW) -> pd.DataFrame:
    """How is each document built: length, sentences, variety, reading level?

    The columns of `diversity` (on these tokens) and of `readability` (on their corpus) in one row a document.

    Parameters
    ----------
    tokens : Tokens
        The words, in order; usually of paragraphs: ``corpus.split("paragraph").tokenize()``. Sentences are those of the rule
        that the tokens name.
    window : int
        Length in tokens of the moving window of MATTR.

    Returns
    -------
    DataFrame, schema PROFILE

    Examples
    --------
    >>> import newsstudy as ns
    >>> paragraphs = ns.sample_article().split("paragraph")
    >>> ns.profile(paragraphs.tokenize()).n_sentences.tolist()
    [2, 3, 3, 3, 2, 3, 2, 3, 2]
    """
    corpus = checked_tokens(tokens, "profile")
    columns, missing = _readability(corpus, corpus.tokenize("unicode-1", sentence_rule=tokens.sentence_rule))
    columns |= {"document": corpus.ids, **_diversity(tokens, window)}
    settings = {**tokens_record(tokens), "sentence_rule": tokens.sentence_rule, "window": window, "missing": missing}
    return schemas.PROFILE.table(columns, settings)


def _diversity(tokens: Tokens, window: int) -> dict[str, Any]:
    checked_whole(window, "window", 2)
    window = min(window, len(tokens.ids) + 2)  # a window longer than every text says the same as any longer one
    table: dict[str, Any] = measures.diversity_table(tokens.ids, tokens.offsets, window=window)
    return table


def _readability(corpus: Corpus, tokens: Tokens) -> tuple[dict[str, Any], dict[str, str]]:
    terms = list(tokens.vocabulary.terms)
    letters = np.array([len(term.replace("'", "")) for term in terms], dtype=np.int64)
    n_words = np.diff(tokens.offsets)
    n_sentences = _sentence_numbers(tokens)
    n_letters = _by_document(letters, tokens)
    n_long = _by_document((letters > LONG_WORD).astype(np.int64), tokens)
    columns: dict[str, Any] = {
        "n_sentences": n_sentences,
        "mean_sentence_length": _ratio(n_words, n_sentences),
        "mean_word_length": _ratio(n_letters, n_words),
        "lix": measures.lix(n_words, n_sentences, n_long),
    }
    languages = corpus.columns("language")["language"].to_pylist()
    english = np.array([str(language or "").lower().split("-")[0] == "en" for language in languages], dtype=bool)
    n_syllables = _by_document(syllables(terms), tokens) if english.any() else np.zeros(len(n_words), dtype=np.int64)
    for name in ("flesch_reading_ease", "flesch_kincaid_grade"):
        columns[name] = np.where(english, getattr(measures, name)(n_words, n_sentences, n_syllables), np.nan)
    if english.all():
        return columns, {}
    reason = "the language is not English or not known; set it with corpus.with_metadata"
    return columns, dict.fromkeys(("flesch_reading_ease", "flesch_kincaid_grade"), reason)


def _by_document(per_term: np.ndarray, tokens: Tokens) -> np.ndarray:
    """A number per term added up over the words of each document, int64 (n_documents,)."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_term[tokens.ids] if len(per_term) else [], dtype=np.int64)])
    per_document: np.ndarray = running[tokens.offsets[1:]] - running[tokens.offsets[:-1]]
    return per_document


def _sentence_numbers(tokens: Tokens) -> np.ndarray:
    """Sentences of each document that hold a word, int64 (n_documents,)."""
    changes = np.ones(len(tokens.ids), dtype=np.int64)
    changes[1:] = tokens.sentences[1:] != tokens.sentences[:-1]
    filled = tokens.offsets[:-1][tokens.offsets[:-1] < tokens.offsets[1:]]
    changes[filled] = 1
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(changes)])
    per_document: np.ndarray = running[tokens.offsets[1:]] - running[tokens.offsets[:-1]]
    return per_document


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, missing where below is 0."""
    ratio: np.ndarray = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return ratio
