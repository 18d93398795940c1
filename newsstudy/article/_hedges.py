"""Hedges: where a text leaves open whether something is so, or says that it has it from others, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._frames import Written
from newsstudy.article._written import POSSESSIVE, Document, checked_language, documents, record_of, tokens_of
from newsstudy.corpus import Corpus
from newsstudy.given import whole
from newsstudy.kernels import special
from newsstudy.text.data_files import read_json
from newsstudy.text.kinds import category
from newsstudy.tokens._inputs import checked_corpus

LIST = "hedges-en-1"
CONF = 0.95
_SHOWN = 3  # expressions named in a row of rates


def hedges(
    corpus: Corpus,
    *,
    language: str | None = None,
    segmenter: Callable[[str], Iterable[str]] | None = None,
    sentence_rule: str = "news-en-1",
) -> pd.DataFrame:
    """Where does a text hedge, or say that it has something from others?

    Parameters
    ----------
    corpus : Corpus
        One article or several. The list is English: texts in other languages give no rows, and the settings say so.
    language : str, optional
        The language of documents whose language the corpus does not know, as in `ns.quotations`.
    segmenter, sentence_rule
        As in `Corpus.tokenize`.

    Returns
    -------
    DataFrame, schema HEDGES
        One row an expression, in order of the text; expressions do not overlap, the longest one counts.

    Notes
    -----
    `newsstudy/data/hedges-en-1.json`, five classes: *attribution* ("reports indicate"), *possibility* ("could", "potentially"),
    *appearance* ("seems"), *provisional* ("as of now"), *approximation* ("nearly", "about 40"), compiled after Hyland 1998,
    doi:10.1075/pbns.54, and others whom the list names. A list finds words, not meanings: "could" is also ability in the past.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.hedges(ns.sample_article()).query("kind == 'provisional'").text.tolist()
    ['As of now', 'continues to evolve', 'remains fluid']
    """
    corpus = checked_corpus(corpus, "hedges")
    tokens = tokens_of(corpus, segmenter, sentence_rule)
    rows: list[dict[str, Any]] = []
    other, n_words, read = 0, 0, 0
    for document in documents(corpus, tokens, checked_language(language)):
        if document.language != "en":
            other += 1
            continue
        read += 1
        n_words += len([term for term in document.written.terms if term != POSSESSIVE])
        rows += _rows(document)
    settings: dict[str, Any] = {**record_of(tokens, corpus), "list": LIST, "n_words": n_words, "documents_read": read}
    settings["document_starts"] = corpus.utf8()[1].tolist()
    if other:
        settings["missing"] = {"expression": f"the list is English; {other} documents are not, or too short to tell"}
    columns = {name: [row[name] for row in rows] for name in schemas.HEDGES.names}
    return schemas.HEDGES.table(columns, settings)


def hedge_rates(table: pd.DataFrame) -> pd.DataFrame:
    """How often does a text hedge, in all and by class?

    Parameters
    ----------
    table : DataFrame, schema HEDGES
        As `ns.hedges` gives it, whole or with rows left out (``table[~table.quoted]``: the reporter's own).

    Returns
    -------
    DataFrame, schema HEDGE_RATES
        One row a class in the list's order, the last row all of them; rates per 1,000 words of the documents read.

    Notes
    -----
    The interval is the exact one of a Poisson count (Garwood 1936, doi:10.1093/biomet/28.3-4.437): it takes expressions for
    independent of one another. They come in company ("reports indicate that it may"), so that it is rather too narrow.

    Examples
    --------
    >>> import newsstudy as ns
    >>> rates = ns.hedge_rates(ns.hedges(ns.sample_article())).set_index("kind")
    >>> int(rates.loc["all", "count"]), bool(rates.loc["all", "per_thousand_low"] > 5)
    (16, True)
    """
    record = schemas.HEDGES.check(table)
    n_words = whole(record["settings"].get("n_words", 0), "hedge_rates: n_words of the settings", 0)
    kinds = [*_classes(), "all"]
    groups = [table[table["kind"] == kind] if kind != "all" else table for kind in kinds]
    counts = np.array([len(group) for group in groups], np.int64)
    low, high = _poisson(counts)
    per = 1000.0 / n_words if n_words else float("nan")
    columns = {
        "kind": kinds,
        "count": counts,
        "n_sentences": [len(group[["document", "sentence"]].drop_duplicates()) for group in groups],
        "per_thousand": counts * per,
        "per_thousand_low": low * per,
        "per_thousand_high": high * per,
        "most_frequent": [_most_frequent(group["expression"].tolist()) for group in groups],
    }
    settings = {**record["settings"], "conf": CONF} | ({"edited": "rows were left out or changed"} if record["edited"] else {})
    if not n_words:
        settings["missing"] = {"per_thousand": "no words were read"} | settings.get("missing", {})
    return schemas.HEDGE_RATES.table(columns, settings)


def _poisson(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Garwood's interval of each count."""
    tail = (1.0 - CONF) / 2.0
    low = [float(special.gammainc_inverse(float(count), tail)) if count else 0.0 for count in counts.tolist()]
    high = [float(special.gammaincc_inverse(float(count + 1), tail)) for count in counts.tolist()]
    return np.array(low), np.array(high)


def _most_frequent(expressions: list[str]) -> str | None:
    counted = sorted(Counter(expressions).items(), key=lambda one: (-one[1], one[0]))[:_SHOWN]
    return ", ".join(f"{name} {count}" for name, count in counted) or None


def _classes() -> list[str]:
    return list(read_json(LIST)["classes"])


@cache
def _expressions() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By first word, the expressions as terms with their class, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, listed in read_json(LIST)["classes"].items():
        for expression in listed:
            terms = tuple(expression.split())
            found.setdefault(terms[0], []).append((terms, kind))
    return {first: sorted(entries, key=lambda one: (-len(one[0]), one)) for first, entries in sorted(found.items())}


def _rows(document: Document) -> list[dict[str, Any]]:
    written = document.written
    inside = _inside(document)
    rows = []
    for first, last, terms, kind in _found(written, document.token_sentences):
        start, length = document.span(written.starts[first], written.ends[last])
        rows.append(
            {
                "document": document.name,
                "document_number": document.number,
                "kind": kind,
                "expression": " ".join(terms),
                "sentence": document.sentence(start),
                "start": start,
                "length": length,
                "text": written.text[written.starts[first] : written.ends[last]],
                "quoted": bool(inside[first]),
            }
        )
    return rows


def _inside(document: Document) -> np.ndarray:
    """Which words stand in quotation marks."""
    inside = np.zeros(len(document.written.terms), dtype=bool)
    for pair in document.written.pairs:
        if pair.level == 1:
            low, high = np.searchsorted(document.written.starts, [pair.start, pair.end])
            inside[low:high] = True
    return inside


def _found(written: Written, sentences: np.ndarray) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """First and last word of each expression, with its terms and class."""
    terms, expressions = written.terms, _expressions()
    numbers = frozenset(read_json(LIST)["number_words"])
    at = 0
    while at < len(terms):
        hit = None
        for wanted, kind in expressions.get(terms[at], ()):
            here = terms[at : at + len(wanted)]
            fits = len(here) == len(wanted) and all(_is(one, other, numbers) for one, other in zip(here, wanted, strict=True))
            if fits and sentences[at] == sentences[at + len(wanted) - 1] and not _is_month(written, at, sentences):
                hit = at, at + len(wanted) - 1 - (wanted[-1] == "#"), wanted, kind
                break
        if hit is not None:
            yield hit
            at = hit[1]
        at += 1


def _is(term: str, wanted: str, numbers: frozenset[str]) -> bool:
    return term == wanted or (wanted == "#" and (term in numbers or any(sign in "0123456789" for sign in term)))


def _is_month(written: Written, at: int, sentences: np.ndarray) -> bool:
    """ "May" with a capital that does not begin a sentence."""
    begins = at == 0 or sentences[at] != sentences[at - 1]
    return written.terms[at] == "may" and not begins and category(written.text[written.starts[at]]) == "Lu"
