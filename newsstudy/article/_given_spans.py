"""Spans that the tables of others name: read, checked against the texts, and given a layer and a label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.given import is_whole
from newsstudy.tokens import Tokens
from newsstudy.tokens.patterns import hits

# Columns in which the tables of places say what a span stands for, and what else they say of it; the first that is there counts.
LABELS = ("label", "actor", "speaker", "term", "expression", "form", "node")
NOTES = ("how", "verb")
KINDS = {
    "direct": "quotation",
    "scare": "scare quotes",
    "reported": "reported speech",
    "place": "place",
    "attribution": "attribution",
}


class Span(NamedTuple):
    """One mark: document, layer, label, note, first byte and the byte after the last."""

    document: int
    layer: str
    label: str
    note: str
    start: int
    end: int


class Texts:
    """The texts of a corpus as bytes, one document at a time."""

    def __init__(self, corpus: Corpus) -> None:
        self._data, self._offsets = corpus.utf8()
        self.rows = {name: row for row, name in enumerate(corpus.ids)}

    def size(self, document: int) -> int:
        """Bytes of the document."""
        return int(self._offsets[document + 1] - self._offsets[document])

    def cut(self, document: int, start: int, end: int) -> bytes:
        """What stands in the document from one byte to another."""
        begin = int(self._offsets[document])
        return self._data[begin + start : begin + end].tobytes()

    def splits_letter(self, document: int, place: int) -> bool:
        """Whether a place lies inside a letter of several bytes."""
        return 0 < place < self.size(document) and int(self._data[int(self._offsets[document]) + place]) & 0xC0 == 0x80


def spans_of(given: Any, layer: str, name: str, tokens: Tokens, texts: Texts, unfound: dict[str, list[str]]) -> list[Span]:
    """The spans of one argument: a table of places, a table of terms, a list of patterns, or a dict of label and patterns."""
    if isinstance(given, pd.DataFrame):
        if {"document", "start", "length"} <= set(given.columns):
            return _of_places(given, layer, name, texts)
        if "term" in given.columns:
            return _of_terms(given, layer, name, tokens, texts, unfound)
        raise InputError(
            f"annotations: {name} is neither a table of places (document, start, length) nor one of terms (term); "
            f"its columns are {', '.join(map(str, given.columns))}"
        )
    return _of_patterns(_labelled(given, name), layer, tokens, texts, unfound)


def _of_places(table: pd.DataFrame, layer: str, name: str, texts: Texts) -> list[Span]:
    labels = next((_written(table[column]) for column in LABELS if column in table.columns), None)
    kinds = _written(table["kind"]) if "kind" in table.columns else [""] * len(table)
    notes = next((_written(table[column]) for column in NOTES if column in table.columns), None)
    if notes is None:
        notes = ["" if kind in KINDS or kind == "unknown" else kind for kind in kinds]
    printed = next((_written(table[column]) for column in ("text", "node") if column in table.columns), None)
    made = []
    columns = (table[column].tolist() for column in ("document", "start", "length"))
    for row, (document, start, length) in enumerate(zip(*columns, strict=True)):
        place = _checked(document, start, length, f"annotations: row {row} of {name}", texts)
        content = texts.cut(*place).decode("utf-8")
        if printed is not None and printed[row].split() != content.split():
            raise InputError(
                f"annotations: row {row} of {name} says {printed[row][:40]!r}, but the text of document {document} has "
                f"{content[:40]!r} there; make the table from this corpus"
            )
        label = content if labels is None else labels[row]
        made.append(Span(place[0], KINDS.get(kinds[row], layer), _line(label), _line(notes[row]), place[1], place[2]))
    return made + _verbs(table, name, texts)


def _verbs(table: pd.DataFrame, name: str, texts: Texts) -> list[Span]:
    """The reporting verbs of a table of quotations, which attribute it, where the table says where they stand."""
    if not {"verb_start", "verb_length"} <= set(table.columns):
        return []
    made = []
    columns = (table[column].tolist() for column in ("document", "verb_start", "verb_length"))
    for row, (document, start, length) in enumerate(zip(*columns, strict=True)):
        if not (pd.isna(start) or pd.isna(length)):
            place = _checked(document, start, length, f"annotations: the verb in row {row} of {name}", texts)
            made.append(Span(place[0], "attribution", _line(texts.cut(*place).decode("utf-8")), "", place[1], place[2]))
    return made


def _checked(document: Any, start: Any, length: Any, where: str, texts: Texts) -> tuple[int, int, int]:
    """Document, first byte and the byte after the last, or an error that names the row."""
    number = texts.rows.get(document) if isinstance(document, str) else None
    if number is None:
        raise InputError(f"{where} is of document {document!r}, which the corpus does not have; make the table from this corpus")
    if not is_whole(start) or not is_whole(length) or start < 0 or length < 1 or start + length > texts.size(number):
        raise InputError(
            f"{where}: start {start!r} and length {length!r} are no place in document {document}, which has "
            f"{texts.size(number)} bytes"
        )
    end = int(start + length)
    if texts.splits_letter(number, int(start)) or texts.splits_letter(number, end):
        raise InputError(
            f"{where}: start {start} or its end {end} lies inside a letter of document {document}; places are counted in bytes "
            "of UTF-8, not in characters"
        )
    return number, int(start), end


def _of_terms(
    table: pd.DataFrame, layer: str, name: str, tokens: Tokens, texts: Texts, unfound: dict[str, list[str]]
) -> list[Span]:
    """Each term wherever it stands; of a table with documents, in its own document."""
    terms = _written(table["term"])
    if "document" not in table.columns:
        return _of_patterns({term: [term] for term in terms}, layer, tokens, texts, unfound)
    made = []
    documents = _written(table["document"])
    for document in dict.fromkeys(documents):
        if document not in texts.rows:
            raise InputError(
                f"annotations: {name} has terms of document {document!r}, which the corpus does not have; "
                "make the table from this corpus, or hand over list(table.term)"
            )
        own = {term: [term] for term, of in zip(terms, documents, strict=True) if of == document}
        found = _of_patterns(own, layer, tokens, texts, unfound, only=texts.rows[document])
        made += found
    return made


def _of_patterns(
    wanted: Mapping[str, list[Any]],
    layer: str,
    tokens: Tokens,
    texts: Texts,
    unfound: dict[str, list[str]],
    *,
    only: int | None = None,
) -> list[Span]:
    """Where patterns stand, each within a sentence; of matches that overlap the earliest counts, of those the longest."""
    found: list[tuple[int, int, int]] = []  # first token, minus the number of tokens, number of the label
    for number, patterns in enumerate(wanted.values()):
        for pattern in patterns:
            matches = hits(tokens, pattern)
            lengths = np.broadcast_to(matches.length, len(matches.first))
            inside = tokens.sentences[matches.first] == tokens.sentences[matches.first + lengths - 1]
            first, length = matches.first[inside].tolist(), lengths[inside].tolist()
            found += [(a, -n, number) for a, n in zip(first, length, strict=True)]
    labels = list(wanted)
    made: list[Span] = []
    met: set[int] = set()
    end = -1
    for first_token, minus, number in sorted(set(found)):
        document = int(np.searchsorted(tokens.offsets, first_token, side="right")) - 1
        if only is not None and document != only:
            continue
        met.add(number)
        if first_token < end:
            continue
        end = first_token - minus
        start = int(tokens.starts[first_token])
        stop = int(tokens.starts[end - 1]) + int(tokens.lengths[end - 1])
        made.append(Span(document, layer, _line(labels[number]), "", start, stop))
    missing = [label for number, label in enumerate(labels) if number not in met]
    if missing:
        unfound[layer] = sorted({*unfound.get(layer, []), *missing})
    return made


def _labelled(given: Any, name: str) -> dict[str, list[Any]]:
    """A list of patterns or a dict of label and patterns as a dict of lists."""
    if isinstance(given, str):
        given = [given]
    if isinstance(given, Mapping):
        wanted = {
            label: list(patterns) if isinstance(patterns, list | tuple) else [patterns] for label, patterns in given.items()
        }
    elif isinstance(given, Iterable) and not isinstance(given, bytes | set | frozenset):
        wanted = {pattern: [pattern] for pattern in given if isinstance(pattern, str)} if _all_texts(given) else {"": [None]}
    else:
        wanted = {"": [None]}
    if not all(isinstance(label, str) and all(map(_is_pattern, patterns)) for label, patterns in wanted.items()):
        raise InputError(
            f"annotations: {name} is a table of places or of terms, a list of words, or a dict such as "
            f'{{"Putin": ["Vladimir Putin", "Putin"]}}; got {given!r}'
        )
    return wanted


def _all_texts(given: Any) -> bool:
    return isinstance(given, list | tuple | pd.Series | pd.Index | np.ndarray) and all(isinstance(one, str) for one in given)


def _is_pattern(pattern: Any) -> bool:
    return isinstance(pattern, str) or hasattr(pattern, "search")


def _written(column: pd.Series | pd.DataFrame) -> list[str]:
    """The cells as texts, "" where one is missing."""
    if isinstance(column, pd.DataFrame):
        raise InputError(f"annotations: the table has the column {column.columns[0]!r} more than once; leave one of them")
    return ["" if missing else str(cell) for cell, missing in zip(column.tolist(), column.isna(), strict=True)]


def _line(text: str) -> str:
    """A label on one line that UTF-8 can hold."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
