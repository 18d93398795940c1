"""Readability: how hard each document is to read, by the formulas of its language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_more
from newsstudy.text.syllables import RULES, syllables
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import tokens_record

LONG_WORD = 6  # letters; LIX, RIX and the Vienna formulas count words with more
MANY = 3  # syllables of a complex word


class Formula(NamedTuple):
    """For which language a formula was made (None: any), and what it counts."""

    language: str | None
    counts: tuple[str, ...]


_SYLLABLES = ("n_words", "n_sentences", "n_syllables")
_LETTERS = ("n_letters", "n_words", "n_sentences")
_COMPLEX = ("n_words", "n_sentences", "n_complex_words")
FORMULAS = {
    "flesch_reading_ease": Formula("en", _SYLLABLES),
    "flesch_kincaid_grade": Formula("en", _SYLLABLES),
    "lix": Formula(None, ("n_words", "n_sentences", "n_long_words")),
    "rix": Formula(None, ("n_sentences", "n_long_words")),
    "gunning_fog": Formula("en", _COMPLEX),
    "smog": Formula("en", ("n_sentences", "n_complex_words")),
    "automated_readability": Formula("en", _LETTERS),
    "coleman_liau": Formula("en", _LETTERS),
    "flesch_amstad": Formula("de", _SYLLABLES),
    "wiener_sachtextformel_1": Formula("de", (*_COMPLEX, "n_long_words", "n_monosyllables")),
    "wiener_sachtextformel_2": Formula("de", (*_COMPLEX, "n_long_words")),
    "wiener_sachtextformel_3": Formula("de", _COMPLEX),
    "wiener_sachtextformel_4": Formula("de", _COMPLEX),
    "kandel_moles": Formula("fr", _SYLLABLES),
    "fernandez_huerta": Formula("es", _SYLLABLES),
    "szigriszt_pazos": Formula("es", _SYLLABLES),
    "gulpease": Formula("it", _LETTERS),
}
_IN_TABLE = tuple(name for name in FORMULAS if name in schemas.READABILITY.names)
_NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian"}


def readability(
    corpus: Corpus, *, measures: Sequence[str] | None = None, language: str | None = None, sentence_rule: str = "news-en-1"
) -> pd.DataFrame:
    """How hard is each document to read?

    Parameters
    ----------
    corpus : Corpus
        Words are cut by the rule ``unicode-1``. The column ``language`` says which formulas apply to a document.
    measures : names, optional
        The formulas to be added to the columns that every table has (docs/tables.md lists them under READABILITY). Left out,
        all formulas of the languages that occur: for German texts Flesch-Amstad and the four Vienna formulas, for French
        Kandel-Moles, for Spanish Fernández Huerta and Szigriszt-Pazos (INFLESZ), for Italian Gulpease.
    language : str, optional
        The language of documents whose language the corpus does not know: "en", "de", "fr", "es", "it" …
    sentence_rule : "news-en-1" or "unicode-1"
        Where sentences end; see `ns.sentence_boundaries`. The settings of the table name it.

    Returns
    -------
    DataFrame, schema READABILITY
        One row a document. A formula is missing where the document has another language than it was made for, and one that
        needs syllables where there are no rules for them; the settings say why. LIX and RIX need none and are always given.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.readability(ns.sample_article()).n_sentences.tolist()
    [23]
    >>> german = ns.corpus_from([{"text": "Die Kanzlerin sprach. Niemand im Saal widersprach ihr.", "language": "de"}])
    >>> ns.readability(german).flesch_amstad.round(1).tolist()
    [80.9]
    """
    if not isinstance(corpus, Corpus):
        raise InputError(f"readability needs a Corpus; got {type(corpus).__name__}")
    languages = _languages(corpus, language)
    if measures is None:
        spoken = set(languages.tolist())
        measures = [column.name for column in schemas.READABILITY_MORE if FORMULAS[column.name].language in spoken]
    more = checked_more(measures, "READABILITY", _IN_TABLE)
    tokens = corpus.tokenize("unicode-1", sentence_rule=sentence_rule)
    counts = text_counts(tokens, languages)
    names = (*_IN_TABLE, *(column.name for column in more))
    columns, missing = formula_columns(counts, languages, names)
    columns |= {"document": corpus.ids, "language": [name or None for name in languages.tolist()], "n_words": counts["n_words"]}
    columns |= {name: counts[name] for name in ("n_sentences", "mean_sentence_length", "mean_word_length", "mean_syllables")}
    settings = {**tokens_record(tokens), "sentence_rule": tokens.sentence_rule, "missing": missing}
    rules = [RULES[name] for name in sorted(set(languages.tolist())) if name in RULES]
    settings |= {"syllables": rules} if rules else {}
    return schemas.READABILITY.with_columns(more).table(columns, settings)


def _languages(corpus: Corpus, other: Any) -> np.ndarray:
    """The language of each document without its country, "" where not known."""
    if other is not None and (not isinstance(other, str) or not other.strip()):
        raise InputError(f'language must be the name of a language, such as "de", or None; got {other!r}')
    known = corpus.columns("language")["language"].to_pylist()
    return np.array([_base(name or other or "") for name in known], dtype=object)


def _base(name: str) -> str:
    return name.lower().replace("_", "-").split("-")[0].strip()


def languages_of(corpus: Corpus) -> np.ndarray:
    """The language of each document without its country, "" where not known."""
    return _languages(corpus, None)


def text_counts(tokens: Tokens, languages: np.ndarray) -> dict[str, np.ndarray]:
    """What formulas count in each document, and means; syllables are 0 where the language has no rules for them."""
    terms = list(tokens.vocabulary.terms)
    letters = np.array([len(term.replace("'", "")) for term in terms], dtype=np.int64)
    n_words = np.diff(tokens.offsets)
    counts = {
        "n_words": n_words,
        "n_sentences": _sentence_numbers(tokens),
        "n_letters": _by_document(letters[tokens.ids], tokens),
        "n_long_words": _by_document(letters[tokens.ids] > LONG_WORD, tokens),
    }
    per_token = np.zeros(len(tokens.ids), dtype=np.int64)
    in_language = np.repeat(languages, n_words)
    for language in sorted(set(languages.tolist()) & RULES.keys()):
        here = np.flatnonzero(in_language == language)
        found, place = np.unique(tokens.ids[here], return_inverse=True)
        per_token[here] = syllables([terms[number] for number in found.tolist()], language)[place]
    counts["n_syllables"] = _by_document(per_token, tokens)
    counts["n_complex_words"] = _by_document(per_token >= MANY, tokens)
    counts["n_monosyllables"] = _by_document(per_token == 1, tokens)
    ruled = np.isin(languages, list(RULES))
    counts["mean_sentence_length"] = _ratio(n_words, counts["n_sentences"])
    counts["mean_word_length"] = _ratio(counts["n_letters"], n_words)
    counts["mean_syllables"] = np.where(ruled, _ratio(counts["n_syllables"], n_words), np.nan)
    return counts


def formula_columns(
    counts: Mapping[str, np.ndarray], languages: np.ndarray, names: Sequence[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Each formula for the documents of its language; and for each that is missing somewhere, why."""
    columns: dict[str, Any] = {}
    missing: dict[str, str] = {}
    for name in names:
        formula = FORMULAS[name]
        applies = np.ones(len(languages), dtype=bool) if formula.language is None else languages == formula.language
        value = getattr(measures, name)(**{count: counts[count] for count in formula.counts})
        columns[name] = np.where(applies, value, np.nan)
        if not applies.all():
            missing[name] = _reason(str(formula.language), languages[~applies].tolist())
    return columns, missing


def _reason(language: str, others: list[str]) -> str:
    """Why a formula is missing: for which language it is, and in which the other documents are."""
    by_language = Counter(other or "a language not known" for other in others)
    told = ", ".join(f"{n} in {other}" for other, n in sorted(by_language.items()))
    hint = "; name it by language= or with corpus.with_metadata" if "" in others else ""
    return f"made for the language {_NAMES[language]}; documents left out: {told}{hint}"


def _by_document(per_token: np.ndarray, tokens: Tokens) -> np.ndarray:
    """A number per word added up over each document, int64 (n_documents,)."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(per_token, dtype=np.int64)])
    per_document: np.ndarray = running[tokens.offsets[1:]] - running[tokens.offsets[:-1]]
    return per_document


def _sentence_numbers(tokens: Tokens) -> np.ndarray:
    """Sentences of each document that hold a word, int64 (n_documents,)."""
    changes = np.ones(len(tokens.ids), dtype=np.int64)
    changes[1:] = tokens.sentences[1:] != tokens.sentences[:-1]
    filled = tokens.offsets[:-1][tokens.offsets[:-1] < tokens.offsets[1:]]
    changes[filled] = 1
    return _by_document(changes, tokens)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, missing where below is 0."""
    ratio: np.ndarray = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return ratio
