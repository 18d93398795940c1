"""The annotated article: its sentences and every mark in them, in one table of spans."""

# No "from __future__ import annotations" in this file: it would bind the name of its function.
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._given_spans import Span, Texts, spans_of
from newsstudy.article._passages import sentences_of
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.schemas.annotations import LAYERS, MOST_OWN_LAYERS, SENTENCE
from newsstudy.text.paragraphs import paragraph_starts


def annotations(
    corpus: Corpus,
    *,
    keywords: Any = None,
    actors: Any = None,
    places: Any = None,
    quotations: Any = None,
    hedges: Any = None,
    others: Mapping[str, Any] | None = None,
    rule: Any = "news-en-1",
    segmenter: Callable[[str], Iterable[str]] | None = None,
    sentence_rule: str | None = None,
) -> pd.DataFrame:
    """What is marked in the article, and where?

    Every argument but `corpus` is a layer of marks. Each is one of: a table of places in the texts, with the columns
    `document`, `start` and `length` (bytes of UTF-8), as `ns.occurrences`, `ns.kwic` and the tables of actors, quotations and
    hedges have them; a table of terms (`term`, and `document` where terms belong to documents), as `ns.extract_keywords` and
    `ns.keyness` give it; a list of words and phrases; or a dict of label and patterns as `ns.occurrences` takes it.

    Parameters
    ----------
    corpus : Corpus
        One article or several.
    keywords : table, list or dict, optional
        Hand over the rows that you want to see marked: ``ns.extract_keywords(tokens, method="yake", n=20)``.
    actors, places : table, list or dict, optional
        Rows whose column `kind` says "place" are places, whichever of the two they come by.
    quotations : table, optional
        The column `kind` tells "direct" from "scare" (scare quotes) and "reported"; reporting verbs are marked as
        attributions where the table says where they stand (`verb_start`, `verb_length`).
    hedges : table, list or dict, optional
        Rows whose column `kind` says "attribution" are attributions, all others hedges.
    others : dict, optional
        Up to four layers of your own: ``{"war words": ["strike", "attack*"]}``.
    rule, segmenter, sentence_rule
        How words and sentences are found, as in `Corpus.tokenize`. Chinese, Japanese or Thai words need a segmenter if words
        are to be looked for; places from tables need none.

    Returns
    -------
    DataFrame, schema ANNOTATIONS
        One row a sentence (layer "sentence") and one row a mark, in order of the text, longer spans first. Marks may overlap,
        nest, and reach over sentences and paragraphs. A mark that is named twice stands once. The setting `not_found` lists
        the words of each layer that do not occur.

    Raises
    ------
    InputError
        For a place that the corpus does not have, a table that says another text stands there, or more than four own layers.

    See Also
    --------
    newsstudy.annotated_html : the table as an accessible page.
    newsstudy.figures.annotations : the table as a figure for print.

    Examples
    --------
    >>> import newsstudy as ns
    >>> article = ns.corpus_from(["Snow fell on Oslo. “Stay home,” said the mayor."])
    >>> table = ns.annotations(article, keywords=["snow"], actors={"mayor": "the mayor"}, places=["Oslo"])
    >>> table[table.layer != "sentence"][["layer", "label", "sentence", "start", "length", "text"]].values.tolist()
    [['keyword', 'snow', 0, 0, 4, 'Snow'], ['place', 'Oslo', 0, 13, 4, 'Oslo'], ['actor', 'mayor', 1, 41, 9, 'the mayor']]
    """
    if not isinstance(corpus, Corpus):
        raise InputError(f"annotations needs a Corpus, as ns.read_corpus gives; got {type(corpus).__name__}")
    tokens = corpus.tokenize(rule, segmenter=segmenter, sentence_rule=sentence_rule)
    texts = Texts(corpus)
    named = {"keywords": keywords, "actors": actors, "places": places, "quotations": quotations, "hedges": hedges}
    layers = dict(zip(named, ("keyword", "actor", "place", "quotation", "hedge"), strict=True))
    own = _own(others)
    unfound: dict[str, list[str]] = {}
    marks: list[Span] = []
    for name, given in (*named.items(), *own.items()):
        if given is not None:
            marks += spans_of(given, layers.get(name, name), name, tokens, texts, unfound)
    marks = _outermost(marks, "attribution")  # "reports indicate" and its verb "indicate" are one
    units = _units(corpus, tokens.sentence_rule)
    order = [*LAYERS, *own]
    rows = _rows(units, sorted(set(marks), key=lambda mark: (order.index(mark.layer), mark)), texts, order)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(schemas.ANNOTATIONS.names)}
    counted = Counter(row[2] for row in rows)
    settings = {
        "rule": tokens.rule,
        "steps": list(tokens.steps),
        "sentence_rule": tokens.sentence_rule,
        "n_documents": len(corpus),
        "n_tokens": len(tokens.ids),
        "n_sentences": counted[SENTENCE],
        "corpus": corpus.digest,
        "layers": [layer for layer in order if counted[layer] or layer in own],
        "made_from": _made_from({**named, **own}),
        "not_found": unfound,
    }
    return schemas.ANNOTATIONS.table(columns, settings)


def _own(others: Any) -> dict[str, Any]:
    """The caller's own layers, or an error that says which names are taken and how many there may be."""
    if others is None:
        return {}
    if not isinstance(others, Mapping) or not all(isinstance(name, str) and _is_name(name) for name in others):
        raise InputError(
            f'annotations: others is a dict of layer and what is in it, such as {{"war words": ["strike"]}}; got {others!r}'
        )
    taken = [name for name in others if name in LAYERS or name == SENTENCE]
    if taken:
        raise InputError(f"annotations: a layer is called {taken[0]!r} already; give yours another name")
    if len(others) > MOST_OWN_LAYERS:
        raise InputError(
            f"annotations: {len(others)} layers of your own; more than {MOST_OWN_LAYERS} cannot be told apart. Make two tables"
        )
    return dict(others)


def _is_name(name: str) -> bool:
    return bool(name.strip()) and not any("\ud800" <= sign <= "\udfff" or ord(sign) < 32 for sign in name)


def _outermost(marks: list[Span], layer: str) -> list[Span]:
    """The marks without those of one layer that lie within a longer one of it."""
    kept: list[Span] = []
    last: Span | None = None
    for mark in sorted((mark for mark in marks if mark.layer == layer), key=lambda m: (m.document, m.start, -m.end)):
        inside = last is not None and last.document == mark.document and mark.end <= last.end
        if last is None or not inside or (mark.start, mark.end) == (last.start, last.end):
            kept.append(mark)
            last = mark
    return [*(mark for mark in marks if mark.layer != layer), *kept]


class _Units(NamedTuple):
    """Of each document the first bytes of its sentences, their ends without blanks, and the first bytes of its paragraphs."""

    sentences: list[np.ndarray]
    ends: list[list[int]]
    paragraphs: list[np.ndarray]


def _units(corpus: Corpus, sentence_rule: str) -> _Units:
    sentences = sentences_of(corpus, sentence_rule)
    edges = np.searchsorted(sentences.document, np.arange(len(corpus) + 1)).tolist()
    lines, line_places = paragraph_starts(*corpus.utf8())
    units = _Units([], [], [])
    for document, (first, last) in enumerate(itertools.pairwise(edges)):
        begins = sentences.start[first:last]
        units.sentences.append(begins)
        units.ends.append((begins + sentences.length[first:last]).tolist())
        units.paragraphs.append(lines[line_places[document] : line_places[document + 1]])
    return units


def _rows(units: _Units, marks: list[Span], texts: Texts, order: list[str]) -> list[tuple[Any, ...]]:
    """All rows in the order of the text: longer spans first, the sentence before a mark that is all of it."""
    spans = [
        Span(document, SENTENCE, str(number + 1), "", int(start), end)
        for document, starts in enumerate(units.sentences)
        for number, (start, end) in enumerate(zip(starts, units.ends[document], strict=True))
    ]
    ids = list(texts.rows)
    rank = {layer: place for place, layer in enumerate([SENTENCE, *order])}
    ordered = sorted([*spans, *marks], key=lambda s: (s.document, s.start, -s.end, rank[s.layer], s.label, s.note))
    rows = []
    open_marks: dict[str, list[Span]] = {}
    for span in ordered:
        same = open_marks.setdefault(span.layer, [])
        same[:] = [other for other in same if other.document == span.document and other.end > span.start]
        depth = len({(o.start, o.end) for o in same if o.end >= span.end and (o.start, o.end) != (span.start, span.end)})
        same.append(span)
        rows.append(
            (
                ids[span.document],
                span.document,
                span.layer,
                span.label,
                span.note,
                _unit(units.sentences[span.document], span.start),
                _unit(units.sentences[span.document], span.end - 1),
                _unit(units.paragraphs[span.document], span.start),
                span.start,
                span.end - span.start,
                texts.cut(span.document, span.start, span.end).decode("utf-8"),
                depth,
            )
        )
    return rows


def _unit(starts: np.ndarray, place: int) -> int:
    """The number of the unit that a byte is in; blanks before the first one belong to it."""
    return max(int(np.searchsorted(starts, place, side="right")) - 1, 0)


def _made_from(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of each table that marks come from: schema and digest."""
    records = {name: schemas.record(table) for name, table in given.items() if isinstance(table, pd.DataFrame)}
    return {name: {"schema": record["schema"], "digest": record["digest"]} for name, record in records.items()}
