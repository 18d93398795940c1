"""Where the articles of a file of nexis.com begin and end: counters, cover pages, and what the counters promise."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._nexis_dates import split_date
from newsstudy.corpus.readers._nexis_old import CENTRE, CENTRED, label_of

LONGEST = 120  # characters of a line that holds a counter, its indent with it
_MAX_TRIED = 10_000  # lines that may be counters without their indents; looking at what follows them takes time
_DIGIT = re.compile(r"[0-9]")


class Cut(NamedTuple):
    """One article's lines; `line` is the number of its first line, from 1; `number` and `total` are its counter's, or 0."""

    line: int
    lines: list[str]
    number: int = 0
    total: int = 0


def counted(line: str) -> tuple[int, int] | None:
    """The numbers of a counter, "17 of 51 DOCUMENTS", which stands centred or in capitals on a line of its own."""
    pair = _numbers(line)
    if (
        pair
        and not line.startswith((" " * CENTRE, CENTRED))
        and not any(word.isupper() and len(word) > 4 for word in line.split())
    ):
        return None
    return pair


def _numbers(line: str) -> tuple[int, int] | None:
    if len(line) > LONGEST or _DIGIT.search(line) is None:
        return None
    found = nexis.shapes("counter").fullmatch(line.removeprefix(CENTRED))
    if found is None:
        return None
    number, total = nexis.numbers(found)
    return (number, total) if number <= total else None


def _counters(lines: Sequence[str]) -> list[tuple[int, tuple[int, int]]]:
    """All counters with their lines, also "Dokument 2 von 14" in a file that has lost its indents, where it is the next one."""
    found: list[tuple[int, tuple[int, int]]] = []
    tried = 0
    for index, line in enumerate(lines):
        pair = counted(line)
        if pair is None and tried < _MAX_TRIED and (loose := _numbers(line)):
            tried += 1
            following = not found or loose[0] in (1, found[-1][1][0] + 1)
            alone = not (index and words(lines[index - 1])) and not (index + 1 < len(lines) and words(lines[index + 1]))
            if following and alone and any(split_date(words(later)) for later in lines[index + 1 : index + 16]):
                pair = loose
        if pair is not None:
            found.append((index, pair))
    return found


def cuts(lines: Sequence[str]) -> tuple[list[Cut], int, int]:
    """The articles of a file, the number of cover pages, and the number of documents that these pages say were asked for."""
    starts = _counters(lines)
    covers = asked = 0
    found: list[Cut] = []
    edges = [index for index, _ in starts] + [len(lines)]
    before, seen, wanted = _without_cover(lines[: edges[0]])
    covers, asked = covers + seen, asked + wanted
    if not starts or _has_article(before):
        found += _uncounted(before)
    for (index, (number, total)), stop in zip(starts, edges[1:], strict=True):
        kept, seen, wanted = _without_cover(lines[index:stop])
        covers, asked = covers + seen, asked + wanted
        found.append(Cut(index + 1, kept, number, total))
    return found, covers, asked


def declared_by(found: Sequence[Cut], asked: int) -> int | None:
    """How many documents the counters promise.

    A run of counters that begins with 1 promises its total; one that begins later, up to its last: who fetches a long list in
    parts gets files whose counters go from 501 to 1000. Where the list was cut at a round number, that was the part.
    """
    runs: list[list[Cut]] = []
    for cut in found:
        if not cut.number:
            continue
        last = runs[-1][-1] if runs else None
        if last is None or cut.number <= last.number or (cut.number != last.number + 1 and cut.total != last.total):
            runs.append([])
        runs[-1].append(cut)
    if not runs:
        return None
    promised = len([cut for cut in found if not cut.number])
    for run in runs:
        first, last = run[0], run[-1]
        part = last.number % 100 == 0 and last.number < first.total
        stop = last.number if first.number > 1 or part else first.total
        promised += stop - first.number + 1
    if len(runs) == 1 and 0 < asked < promised:
        return asked
    return promised


def _without_cover(lines: Sequence[str]) -> tuple[list[str], int, int]:
    """The lines without the vendor's cover page ("Download Request: …"), which stands before them or behind them."""
    for index, line in enumerate(lines):
        head, colon, rest = line.partition(":")
        if not colon or len(head) > 40 or nexis.plain(head) not in nexis.marks("request"):
            continue
        return (list(lines[:index]) if _has_article(lines[:index]) else []), 1, _asked(rest)
    return list(lines), 0, 0


def _asked(written: str) -> int:
    """How many documents a request names: "1-204" or "1,4,7"."""
    asked = 0
    for first, last in re.findall(r"([0-9]{1,7})-([0-9]{1,7})", written):
        asked += max(0, int(last) - int(first) + 1)
    return asked or len(re.findall(r"[0-9]+", written))


def _has_article(lines: Sequence[str]) -> bool:
    """Whether an article's fields are among the lines: a length or a section, and one of the last fields."""
    seen = {nexis.fields()[nexis.plain(label)] for line in lines if (label := label_of(line)[0])}
    return bool(seen & {"length", "section", nexis.BODY, "author"}) and bool(seen & {"load_date", "language", "length"})


def _uncounted(lines: Sequence[str]) -> list[Cut]:
    """Articles without counters: a new one begins after the last fields of the one before, or with a form feed."""
    anchors = [index for index, line in enumerate(lines) if _field_at(lines, index) == "length"]
    begins = [0]
    leading = _begins_with_copyright(lines)
    for this, following in itertools.pairwise(anchors):
        begin = _boundary(lines, this, following, leading)
        if begin is not None:
            begins.append(begin)
    pieces = []
    for begin, stop in zip(begins, [*begins[1:], len(lines)], strict=True):
        if any(words(line) for line in lines[begin:stop]):
            pieces.append(Cut(begin + 1, [line.replace("\f", "") for line in lines[begin:stop]]))
    return pieces


def _field_at(lines: Sequence[str], index: int) -> str | None:
    """The field that begins on a line of its own paragraph."""
    if index and words(lines[index - 1]) and not label_of(lines[index - 1])[0]:
        return None
    label = label_of(lines[index])[0]
    return nexis.fields()[nexis.plain(label)] if label else None


def _begins_with_copyright(lines: Sequence[str]) -> bool:
    first = next((line for line in lines if words(line)), "")
    return nexis.is_copyright(words(first))


def _boundary(lines: Sequence[str], this: int, following: int, leading: bool) -> int | None:
    """The line between two fields of length with which the second article begins; None where the first has no last fields."""
    for index in range(following, this, -1):
        if "\f" in lines[index]:
            return index
    last = None
    for index in range(this + 1, following):
        name = _field_at(lines, index)
        line = words(lines[index])
        closing = not leading and last is not None and (nexis.is_copyright(line) or nexis.is_rights(line))
        if closing or (name in nexis.TAIL and name != "series"):
            last = index
    if last is None:
        return None
    while last + 1 < following and words(lines[last + 1]):
        last += 1
    return last + 1
