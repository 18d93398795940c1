"""Boilerplate: the passages of an article that promote the outlet or say how the page was made, each with its reason."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._passages import (
    Passages,
    between,
    paragraphs_of,
    sentences_of,
    tokens_record,
    words_in,
)
from newsstudy.article._random_order import checked_share
from newsstudy.corpus import Corpus, cleaning_step
from newsstudy.corpus.columns import BLANKS
from newsstudy.errors import InputError
from newsstudy.text.data_files import read_json
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_corpus
from newsstudy.tokens.patterns import hits

LIST = "boilerplate-1"
CALL = "call"  # the kind of a phrase that asks the reader for something, whatever it is


class Cue(NamedTuple):
    """A phrase found: language of its list, its kind (CALL for a call), whether it is enough alone, first byte, byte behind."""

    language: str
    kind: str
    alone: bool
    start: int
    end: int


@functools.cache
def _list() -> Any:
    return read_json(LIST)


def boilerplate(corpus: Corpus, *, min_share: float = 0.5, sentence_rule: str = "news-en-1") -> pd.DataFrame:
    """Which passages promote the outlet or say how the page was made, and are no part of the story?

    Nothing is taken out: the table says what was found and why. `newsstudy.without_boilerplate` takes out what is left of the
    table when you have read it.

    Parameters
    ----------
    corpus : Corpus
        Words are cut by the rule ``unicode-1``, as those of the list are. Where the language of a document is known, only the
        phrases of that language count (English, German, French, Spanish, Italian, Portuguese, Dutch, Arabic, Chinese); else
        those of all.
    min_share : float
        A paragraph is taken whole where at least this share of its sentences was found, else its sentences alone are rows. A
        text of a single paragraph is never taken whole.
    sentence_rule : "news-en-1" or "unicode-1"
        Where sentences end.

    Returns
    -------
    DataFrame, schema BOILERPLATE
        One row a passage, in order of the text. A sentence is found where it holds a phrase that is enough alone ("sign up for
        our newsletter"), or a call to the reader together with what is promoted ("stay updated … app"). The list is
        ``newsstudy/data/boilerplate-1.json``; it knows no irony and no grammar, so read what it found.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.boilerplate(ns.sample_article())
    >>> table[["sentence", "unit", "kind"]].values.tolist()
    [[21, 'paragraph', 'app']]
    >>> table.cues[0].split(" | ")
    ['Readers are encouraged', 'stay updated', 'continuing coverage', 'real-time alerts', 'App', 'social media channels']
    """
    checked_corpus(corpus, "boilerplate")
    share = checked_share(min_share, "boilerplate: min_share, a share of a paragraph's sentences,")
    tokens = corpus.tokenize("unicode-1", sentence_rule=sentence_rule)
    sentences, paragraphs = sentences_of(corpus, tokens.sentence_rule), paragraphs_of(corpus)
    found = _found(_cues(tokens, corpus), sentences, tokens)
    rows = _rows(found, sentences, paragraphs, share)
    places = np.array([row[:4] for row in rows], np.int64).reshape(-1, 4)
    passages = Passages(places[:, 0], places[:, 1], places[:, 2], places[:, 3], [row[4] for row in rows])
    first, after = words_in(passages, tokens)
    n_words = np.diff(tokens.offsets)[passages.document]
    reasons = _list()["reasons"]
    kinds = [_kind([cue for sentence in row[6] for cue in found.get(sentence, ())]) for row in rows]
    return schemas.BOILERPLATE.table(
        {
            "document": [corpus._ids[row] for row in passages.document.tolist()],
            "sentence": sentences.number[[row[6][0] for row in rows]] if rows else np.zeros(0, np.int64),
            "start": passages.start,
            "length": passages.length,
            "text": passages.text,
            "position": (first - tokens.offsets[passages.document]) / np.maximum(n_words, 1),
            "unit": [row[5] for row in rows],
            "kind": kinds,
            "reason": [reasons[kind] for kind in kinds],
            "cues": [_printed([cue for sentence in row[6] for cue in found.get(sentence, ())], row) for row in rows],
            "n_sentences": [len(row[6]) for row in rows],
            "n_cue_sentences": [len([sentence for sentence in row[6] if sentence in found]) for row in rows],
            "n_words": after - first,
            "word_share": (after - first) / np.maximum(n_words, 1),
        },
        {**tokens_record(tokens), "list": LIST, "min_share": share},
    )


def without_boilerplate(corpus: Corpus, table: pd.DataFrame | None = None) -> Corpus:
    """The same articles without the passages of a BOILERPLATE table, as a step of cleaning that can be taken back.

    Parameters
    ----------
    corpus : Corpus
        The one that the table was made from.
    table : DataFrame, schema BOILERPLATE, optional
        What to take out: the rows that you left in it. None means all that `newsstudy.boilerplate` finds.

    Returns
    -------
    Corpus
        `.edits` lists what was taken out, `.uncleaned()` brings it back; a document of which nothing is left is dropped, with
        the reason in the ledger. Two documents with the very same text lose the same passages.

    Raises
    ------
    InputError
        The table speaks of a document that the corpus does not have, or of a place where another text stands.

    Examples
    --------
    >>> import newsstudy as ns
    >>> article = ns.sample_article()
    >>> len(article.split("paragraph")), len(ns.without_boilerplate(article).split("paragraph"))
    (9, 8)
    """
    checked_corpus(corpus, "without_boilerplate")
    table = boilerplate(corpus) if table is None else table
    schemas.BOILERPLATE.check(table)
    if not len(table):
        return corpus
    texts = dict(zip(corpus._ids, corpus.texts, strict=True))
    spans: dict[str, set[tuple[int, int]]] = {}
    places = table[["document", "start", "length", "text"]].itertuples(index=False)
    for name, start, length, words in places:
        data = texts.get(name, "").encode("utf-8")
        if name not in texts or data[start : start + length] != str(words).encode("utf-8", "replace"):
            raise InputError(
                f"without_boilerplate: document {name!r} of the corpus has no {str(words)[:40]!r} at byte {start}; hand over the "
                "corpus that the table was made from"
            )
        before = len(data[:start].decode("utf-8"))
        spans.setdefault(texts[name], set()).add((before, before + len(words)))
    step = cleaning_step(
        lambda text: _edits(text, sorted(spans.get(text, ()))),
        name="without_boilerplate",
        explanation=f"takes out the passages of a BOILERPLATE table of {len(table)} rows (list {LIST})",
    )
    return corpus.clean([step])


def _edits(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Edits that take out the spans, with the blanks before each, or behind it at the head of the text."""
    edits: list[tuple[int, int, str]] = []
    for start, end in spans:
        begin = max(len(text[:start].rstrip(BLANKS)), edits[-1][1] if edits else 0)
        if begin == 0:
            end += len(text[end:]) - len(text[end:].lstrip(BLANKS))
        edits.append((begin, end, ""))
    return edits


def _cues(tokens: Tokens, corpus: Corpus) -> list[tuple[int, Cue]]:
    """Every phrase of the list in the texts of its language, as (first token, cue)."""
    names = corpus.columns("language")["language"].to_pylist()
    languages = [str(name or "").lower().replace("_", "-").split("-")[0] for name in names]
    known = _list()["languages"]
    document = np.repeat(np.arange(len(tokens.offsets) - 1), np.diff(tokens.offsets))
    found: list[tuple[int, Cue]] = []
    for language, phrases in known.items():
        # A document whose language is known and has a list is asked by that list only.
        asked = np.array([name == language or name not in known for name in languages], bool)
        if not asked.any():
            continue
        groups = [(kind, True, words) for kind, words in phrases["alone"].items()]
        groups += [(CALL, False, phrases["calls"]), *((kind, False, words) for kind, words in phrases["things"].items())]
        for kind, alone, words in groups:
            for phrase in words:
                match = hits(tokens, phrase)
                last = match.first + np.broadcast_to(match.length, len(match.first)) - 1
                for one, two in zip(match.first.tolist(), last.tolist(), strict=True):
                    if asked[document[one]]:
                        start, end = int(tokens.starts[one]), int(tokens.starts[two]) + int(tokens.lengths[two])
                        found.append((one, Cue(language, kind, alone, start, end)))
    return found


def _found(cues: list[tuple[int, Cue]], sentences: Passages, tokens: Tokens) -> dict[int, list[Cue]]:
    """The sentences (as rows of `sentences`) that are boilerplate, with their cues in order of the text."""
    first, after = words_in(sentences, tokens)
    by_sentence: dict[int, list[Cue]] = {}
    for token, cue in cues:
        place = int(np.searchsorted(after, token, side="right"))
        if place < len(first) and first[place] <= token:
            by_sentence.setdefault(place, []).append(cue)
    found: dict[int, list[Cue]] = {}
    for place, here in sorted(by_sentence.items()):
        kept = [cue for language in sorted({cue.language for cue in here}) for cue in _enough(here, language)]
        if kept:
            found[place] = sorted(kept, key=lambda cue: (cue.start, -cue.end, cue))
    return found


def _enough(cues: list[Cue], language: str) -> list[Cue]:
    """The cues of one language where they suffice: a phrase that is enough alone, or a call and a thing apart from each other."""
    own = [cue for cue in cues if cue.language == language]
    calls, things = [cue for cue in own if cue.kind == CALL], [cue for cue in own if not cue.alone and cue.kind != CALL]
    both = any(call.end <= thing.start or thing.end <= call.start for call in calls for thing in things)
    return [cue for cue in own if cue.alone or both]


def _rows(found: dict[int, list[Cue]], sentences: Passages, paragraphs: Passages, min_share: float) -> list[tuple[Any, ...]]:
    """Passages: document, number, start, length, text, unit, and the rows of their sentences."""
    rows: list[tuple[Any, ...]] = []
    alone = np.bincount(paragraphs.document, minlength=1) == 1
    first, after = between(paragraphs, sentences.document, sentences.start)
    for place, document in enumerate(paragraphs.document.tolist()):
        start, end = int(paragraphs.start[place]), int(paragraphs.start[place] + paragraphs.length[place])
        inside = range(int(first[place]), int(after[place]))
        marked = [sentence for sentence in inside if sentence in found]
        if marked and not alone[document] and len(marked) >= min_share * len(inside):
            rows.append((document, place, start, end - start, paragraphs.text[place], "paragraph", list(inside)))
            continue
        for one in marked:
            span = int(sentences.start[one]), int(sentences.length[one])
            rows.append((document, one, *span, sentences.text[one], "sentence", [one]))
    return rows


def _kind(cues: list[Cue]) -> str:
    """The first kind in the list's order."""
    named = {cue.kind for cue in cues}
    return next(str(kind) for kind in _list()["reasons"] if kind in named)


def _printed(cues: list[Cue], row: tuple[Any, ...]) -> str:
    """The cues as they stand in the text, without those that lie within another."""
    kept: list[Cue] = []
    for cue in cues:
        if not kept or cue.end > kept[-1].end:
            kept.append(cue)
    data = row[4].encode("utf-8")
    spans = [(cue.start - row[2], cue.end - row[2]) for cue in kept]
    return " | ".join(" ".join(data[max(start, 0) : end].decode("utf-8", "ignore").split()) for start, end in spans)
