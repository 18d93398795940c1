"""Sentences and paragraphs of texts with their places, and what of the tokens goes into a table's record."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.corpus import Corpus, columns
from newsstudy.kernels.reduce import total_int
from newsstudy.text.paragraphs import paragraph_starts
from newsstudy.text.sentences import sentence_starts
from newsstudy.tokens import Tokens, _inputs

Array = np.ndarray[Any, Any]
_UNSPACED = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"))


class Passages(NamedTuple):
    """Passages of texts in order: number of the document, number in the document, first byte, bytes, and the words as printed."""

    document: Array
    number: Array
    start: Array
    length: Array
    text: list[str]


def tokens_record(tokens: Tokens) -> dict[str, Any]:
    """The input as settings: rules, steps since, sizes, digests of the vocabulary and of the corpus."""
    record = {**_inputs.tokens_record(tokens), "sentence_rule": tokens.sentence_rule}
    return {**record, **({"words": CHARACTERS} if unsegmented(tokens) else {})}


CHARACTERS = "single characters, as the text sets no blanks between words; corpus.tokenize(segmenter=…) cuts words"


def unsegmented(tokens: Tokens) -> bool:
    """Whether most words are single characters of a script that sets no blanks, so that a segmenter is missing."""
    if any(step.startswith("segmenter:") for step in tokens.steps) or not len(tokens.ids):
        return False
    terms = tokens.vocabulary.terms
    single = np.array([len(term) == 1 and any(low <= term <= high for low, high in _UNSPACED) for term in terms])
    return bool(len(single)) and 2 * total_int(single[tokens.ids[tokens.ids >= 0]]) > len(tokens.ids)


def sentences_of(corpus: Corpus, rule: str) -> Passages:
    """The sentences of each document, numbered as `Tokens.sentences` numbers them, without the blanks around them."""
    data, offsets = corpus.utf8()
    return _passages(data, offsets, *sentence_starts(data, offsets, rule=rule))


def paragraphs_of(corpus: Corpus) -> Passages:
    """The paragraphs of each document: its lines that are not blank."""
    data, offsets = corpus.utf8()
    return _passages(data, offsets, *paragraph_starts(data, offsets))


def _passages(data: Array, offsets: Array, starts: Array, places: Array) -> Passages:
    found: list[tuple[int, int, int, int]] = []
    texts: list[str] = []
    for row in range(len(places) - 1):
        begin, stop = int(offsets[row]), int(offsets[row + 1])
        own = starts[places[row] : places[row + 1]].tolist()
        for number, (start, end) in enumerate(zip(own, [*own[1:], stop - begin][: len(own)], strict=True)):
            piece = data[begin + start : begin + end].tobytes().decode("utf-8")
            text = piece.strip(columns.BLANKS)
            left = len(piece) - len(piece.lstrip(columns.BLANKS))
            first = start + len(piece[:left].encode("utf-8"))
            found.append((row, number, first, len(text.encode("utf-8"))))
            texts.append(text)
    table = np.array(found, np.int64).reshape(-1, 4)
    return Passages(table[:, 0], table[:, 1], table[:, 2], table[:, 3], texts)


def words_in(passages: Passages, tokens: Tokens) -> tuple[Array, Array]:
    """The first token of each passage and the one after its last, among all tokens."""
    document = np.repeat(np.arange(len(tokens.offsets) - 1), np.diff(tokens.offsets))
    return between(passages, document, tokens.starts)


def between(passages: Passages, document: Array, starts: Array) -> tuple[Array, Array]:
    """Which of some things, in order of document and first byte, begin in each passage: the first and the one after the last."""
    ends = passages.start + passages.length
    wide = int(max(starts.max(initial=0), ends.max(initial=0))) + 1
    place = document.astype(np.int64) * wide + starts.astype(np.int64)
    first: Array = np.searchsorted(place, passages.document * wide + passages.start, side="left")
    after: Array = np.searchsorted(place, passages.document * wide + ends, side="left")
    return first, after
