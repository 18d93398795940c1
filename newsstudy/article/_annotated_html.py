"""The annotated article as a page: the text with its marks, for every reader, without a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from newsstudy.article._marked_text import Mark, Sentence, Writer
from newsstudy.article._page_style import ROOT, look, style_sheet
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.schemas import ANNOTATIONS
from newsstudy.schemas.annotations import LAYERS, SENTENCE, layers_of
from newsstudy.text.direction import is_right_to_left
from newsstudy.text.markup import escaped

_READING = (
    "Numbers in the margin count sentences. A mark says that something was found at this place by the rule or the list that the "
    "table names; it does not say that it matters, or that it is true."
)


class _Document(NamedTuple):
    """One document of the table: its id, the beginning of the ids of its elements, its sentences and its marks."""

    name: str
    prefix: str
    sentences: list[Sentence]
    marks: list[Mark]
    of_marks: list[int]  # the sentence in which each mark begins


def annotated_html(
    table: pd.DataFrame,
    corpus: Corpus | None = None,
    *,
    title: str | None = None,
    announce: bool = True,
    list_marks: bool = True,
    level: int = 2,
    page: bool = False,
) -> str:
    """The article as HTML with its marks, a legend, and the numbers of its sentences in the margin.

    Layers are told apart by the kind of line, weight or frame, so that neither colour nor sight is needed: each mark carries
    its layer and label as a title and, unless `announce` is False, as words that a screen reader says. Marks may overlap and
    reach over paragraphs. Text that is written from right to left runs from right to left. All text is escaped; there is no
    script, nothing is fetched, and the styles concern this piece only.

    Parameters
    ----------
    table : DataFrame, schema ANNOTATIONS
        As `ns.annotations` gives it. Leave rows out to show fewer marks: ``table[table.layer != "keyword"]``.
    corpus : Corpus, optional
        The texts that the table was made of, for their titles, sources, dates and languages.
    title : str, optional
        The heading; by default the title of the article where there is one.
    announce : bool
        Whether a screen reader says where marks begin and end. Without, the text is read undisturbed; the list stays.
    list_marks : bool
        Whether all marks follow as a table, with links to their places.
    level : int, 1 to 5
        The level of the heading, for pages that this is a part of.
    page : bool
        A whole page instead of a piece of one.

    Returns
    -------
    str

    Raises
    ------
    SchemaError
        `table` is no ANNOTATIONS table.
    InputError
        `corpus` is another one than the table was made of.

    Examples
    --------
    >>> import newsstudy as ns
    >>> article = ns.corpus_from(["Snow fell on Oslo."])
    >>> html = ns.annotated_html(ns.annotations(article, places=["Oslo"]))
    >>> '<mark class="place first last"' in html
    True
    """
    record = ANNOTATIONS.check(table)
    level = whole(level, "annotated_html: level", 1)
    if level > 5:
        raise InputError(f"annotated_html: level is 1 to 5, because headings within the page go one further; got {level}")
    if title is not None and not isinstance(title, str):
        raise InputError(f"annotated_html: title is a text, or None for the article's own; got {title!r}")
    about = _about(corpus, record["settings"])
    layers = layers_of(table, record["settings"])
    known = [entry.get("title") or "" for entry in about.values()]
    heading = title if title is not None else (known[0] if len(known) == 1 and known[0] else "Annotated article")
    prefix = f"ns-{record['digest'][:8]}"
    made = _documents(table, prefix)
    body = [
        f'<h{level} id="{prefix}">{escaped(heading)}</h{level}>\n' if heading else "",
        _legend(table, layers, level + 1),
        *(_article(one, about, layers, level + 1 if len(made) > 1 else None, announce) for one in made),
        "" if made else "<p>There is no text to show: the table holds no sentence.</p>\n",
        _list(made) if list_marks and any(one.marks for one in made) else "",
    ]
    labelled = f'aria-labelledby="{prefix}"' if heading else 'aria-label="Annotated article"'
    style = f"<style>{style_sheet(layers)}</style>\n"
    section = f'<section class="{ROOT}" {labelled}>\n{"" if page else style}{"".join(body)}</section>\n'
    return _page(section, heading, style) if page else section


def _about(corpus: Any, settings: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each document what the corpus says of it."""
    if corpus is None:
        return {}
    if not isinstance(corpus, Corpus):
        raise InputError(f"annotated_html: corpus is the Corpus that the table was made of, or None; got {type(corpus).__name__}")
    if settings.get("corpus", corpus.digest) != corpus.digest:
        raise InputError(
            "annotated_html: the table was made of another corpus than this one; hand over that one, or leave it out"
        )
    wanted = [name for name in ("title", "source", "date", "language") if name in corpus.column_names]
    rows = corpus.columns("id", *wanted).to_pylist()
    return {row["id"]: row for row in rows}


def _documents(table: pd.DataFrame, prefix: str) -> list[_Document]:
    """The documents of the table that have a sentence, in its order."""
    made: dict[str, _Document] = {}
    columns = ("document", "layer", "label", "note", "text", "start", "length", "sentence", "paragraph")
    rows = zip(*(table[name].tolist() for name in columns), strict=True)
    for document, layer, label, note, text, start, length, sentence, paragraph in rows:
        if not all(isinstance(cell, str) for cell in (document, layer, text)):
            raise InputError(
                "annotated_html: document, layer and text must stand in every row; drop the rows where one is missing"
            )
        one = made.setdefault(document, _Document(document, f"{prefix}-{len(made) + 1}", [], [], []))
        label, note = (cell if isinstance(cell, str) else "" for cell in (label, note))
        if layer == SENTENCE:
            one.sentences.append(Sentence(label, paragraph, text, start, start + len(text.encode("utf-8", "replace"))))
        else:
            one.marks.append(Mark(f"{one.prefix}-m{len(one.marks) + 1}", layer, label, note, text, start, start + length))
            one.of_marks.append(sentence + 1)
    return [one for one in made.values() if one.sentences]


def _legend(table: pd.DataFrame, layers: list[str], level: int) -> str:
    """What each sign means and how often it stands in the text, with the sign itself as the example."""
    counted = Counter(table["layer"].tolist())
    if not layers:
        return "<p>Nothing is marked: no layer was given.</p>\n"
    entries = []
    for layer in layers:
        meaning = f" {LAYERS[layer]}:" if layer in LAYERS else ""
        number = f"{counted[layer]:,} mark{'' if counted[layer] == 1 else 's'}"
        sign = f'<mark class="{look(layer, layers)[0]} first last"><bdi>{escaped(layer)}</bdi></mark>'
        entries.append(f"<li>{sign}:{meaning} {number}</li>\n")
    return f'<h{level}>Legend</h{level}>\n<ul class="legend">\n{"".join(entries)}</ul>\n<p>{_READING}</p>\n'


def _article(one: _Document, about: Mapping[str, Mapping[str, Any]], layers: list[str], level: int | None, announce: bool) -> str:
    """The sentences of one document in paragraphs; with a heading where there are several documents."""
    known = about.get(one.name, {})
    language = known.get("language")
    written = f' lang="{escaped(language)}"' if language else ""
    direction = "rtl" if is_right_to_left(*(sentence.text for sentence in one.sentences)) else "ltr"
    name = known.get("title") or f"Document {one.name}"
    line = ", ".join(str(known[field]) for field in ("source", "date") if known.get(field))
    head = f"<h{level}><bdi>{escaped(name)}</bdi></h{level}>\n" if level else ""
    head += f"<p><bdi>{escaped(line)}</bdi></p>\n" if line else ""
    writer = Writer(one.sentences, one.marks, layers, announce=announce)
    paragraphs = []
    for _, group in groupby(one.sentences, key=lambda sentence: sentence.paragraph):
        sentences = list(group)
        side = "rtl" if is_right_to_left(*(sentence.text for sentence in sentences)) else "ltr"
        inner = "".join(_sentence(sentence, one.prefix, writer, side) for sentence in sentences)
        paragraphs.append(f'<p dir="{side}">\n{inner}</p>\n')
    text = f'<div class="text"{written} dir="{direction}">\n{"".join(paragraphs)}</div>\n'
    return f'<article aria-label="{escaped(name)}">\n{head}{text}</article>\n'


def _sentence(sentence: Sentence, prefix: str, writer: Writer, side: str) -> str:
    label = escaped(sentence.label)
    name = f"{prefix}-s{sentence.start}"
    number = f'<span class="number"><span class="spoken" lang="en">Sentence </span>{label}</span>'
    return f'<span class="sentence" id="{name}">{number} <bdi class="words" dir="{side}">{writer.words(sentence)}</bdi></span>\n'


def _list(documents: Sequence[_Document]) -> str:
    """All marks as a table, each with a link to its place."""
    several = len(documents) > 1
    heads = ("layer", "label", "note", "text", "sentence", "first byte", "bytes", *(("document",) if several else ()))
    rows = []
    for one in documents:
        for mark, sentence in zip(one.marks, one.of_marks, strict=True):
            cells = (mark.label, mark.note, mark.text, "", str(mark.start), str(mark.end - mark.start), one.name)
            written = [f"<td><bdi>{escaped(cell)}</bdi></td>" for cell in cells[: 7 if several else 6]]
            written[3] = f'<td><a href="#{mark.name}">{sentence}</a></td>'
            rows.append(f'<tr><th scope="row">{escaped(mark.layer)}</th>{"".join(written)}</tr>\n')
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    many = f"{len(rows):,} mark{'' if len(rows) == 1 else 's'}"
    return (
        f"<details>\n<summary>All marks as a table: {many}</summary>\n<table>\n"
        f"<caption>{many}, in the order of the text; places in bytes of UTF-8</caption>\n"
        f"<thead><tr>{columns}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n</details>\n"
    )


def _page(section: str, heading: str, style: str) -> str:
    """The piece as a page of its own."""
    named = escaped(heading or "Annotated article")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{named}</title>\n{style}</head>\n<body>\n<main>\n{section}</main>\n</body>\n</html>\n"
    )
