"""Where the articles of a file of Nexis Uni begin and end: bookmarks, "End of Document", and the cover page with its list."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._nexis_dates import split_date
from newsstudy.corpus.readers._nexis_uni import HEADING, START, Line, field_of, heading_of, label_of
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

_LISTED = re.compile(r"\s*[0-9]{1,4}[.)][\s\u00a0]+(\S.*)")
_HEAD = 60  # lines between the cover page's last and the first head's fields in which its title is looked for
_COUNT = re.compile(r"\s*[^\W\d_]+ ?\(([0-9]{1,5})\)\s*")


def pieces(lines: Sequence[Line], source: Source, *, wrapped: bool = False) -> Iterator[Piece]:
    """The articles of a file; its cover page is passed over, and what it declares is noted."""
    found, cover = _articles(lines)
    if not cover and not any(line.mark or nexis.is_end(line.text) for line in lines) and not _has_head(lines):
        raise ReadError("no article of Nexis in it: neither its fields nor its marks; check the format")
    source.notes["layout"] = "Nexis Uni"
    if cover:
        source.notes["passed over"] = "1 cover page"
        count = next((int(counted[1]) for line in cover if (counted := _COUNT.fullmatch(line.text))), 0)
        listed = len([line for line in cover if _LISTED.match(line.text)])
        if count or listed:
            source.notes["declared"] = str(count or listed)
    if not found and cover:
        raise ReadError("the list of a download, with no article in it; read the files that it lists")
    for position, (begin, end) in enumerate(found, 1):
        yield Piece(position, f"paragraph {begin + 1}" if not wrapped else f"line {begin + 1}", ("uni", list(lines[begin:end])))


def _articles(lines: Sequence[Line]) -> tuple[list[tuple[int, int]], list[Line]]:
    """The range of each article, and the lines of the cover page."""
    starts = [index for index, line in enumerate(lines) if line.mark == START]
    edges = [0, *starts, len(lines)]
    found: list[tuple[int, int]] = []
    cover: list[Line] = []
    for number, (begin, end) in enumerate(itertools.pairwise(edges)):
        ranges = _by_end_marks(lines, begin, end)
        if number == 0 and ranges and any(words(line.text) for line in lines[begin:end]):
            first, last = ranges[0]
            past = _after_cover(lines[first:last])
            cover = list(lines[first : first + past])
            ranges = ([(first + past, last)] if past < last - first else []) + ranges[1:]
        found += [(first, last) for first, last in ranges if any(words(line.text) for line in lines[first:last])]
    return found, cover


def _by_end_marks(lines: Sequence[Line], begin: int, end: int) -> list[tuple[int, int]]:
    """Cut after each "End of Document" that an article, or nothing, follows: a text may quote these words too."""
    filled = [index for index in range(begin, end) if words(lines[index].text)]
    marks = [index for index in filled if nexis.is_end(lines[index].text)]
    ranges: list[tuple[int, int]] = []
    first = begin
    for mark, following in zip(marks, [*marks[1:], end], strict=False):
        rest = lines[mark + 1 : following + 1]
        if mark == filled[-1] or _has_head(rest):
            ranges.append((first, mark + 1))
            first = mark + 1
    if filled and filled[-1] >= first:
        ranges.append((first, end))
    return ranges


def _has_head(lines: Sequence[Line]) -> bool:
    """Whether a head is among the lines: a length, or the heading of the body after a copyright or a line with the date."""
    seen = False
    for number, line in enumerate(lines):
        label, _, _ = label_of(line.text)
        if label and field_of(label) == "length":
            return True
        seen = seen or nexis.is_copyright(line.text.strip()) or (number < _HEAD and split_date(words(line.text)) is not None)
        if seen and heading_of(line) == nexis.BODY:
            return True
    return False


def _after_cover(lines: Sequence[Line]) -> int:
    """How many lines at the beginning are the cover page with its list; 0 without one, all where nothing follows it."""
    last = -1
    titles: set[str] = set()
    limit = _head_end(lines)
    for index, line in enumerate(lines[:limit]):
        label = line.text.partition(":")[0]
        if (":" in line.text and nexis.plain(label) in nexis.marks("cover")) or _COUNT.fullmatch(line.text):
            last = index
        if listed := _LISTED.match(line.text):
            titles.add(_letters(listed[1]))
    if last < 0:
        return 0
    if limit == len(lines) and not _has_head(lines):
        return len(lines)
    filled = [index for index in range(last + 1, limit) if words(lines[index].text)]
    head = [index for index in filled if not nexis.is_copyright(lines[index].text.strip())][-_HEAD:]
    for index in head:
        own = _letters(lines[index].text)
        if own and any(own == title or own.startswith(title) for title in titles if len(title) > 3):
            return index
    for number, index in enumerate(head):
        if number >= 2 and split_date(words(lines[index].text)):
            above = head[number - 1]
            return head[number - 3] if number >= 3 and words(lines[above].text).startswith("(") else head[number - 2]
    return head[-3] if len(head) >= 3 else (head[0] if head else last + 1)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _head_end(lines: Sequence[Line]) -> int:
    """Where the fields of the first head begin, or its copyright notice just above them; all lines where there are none."""
    for index, line in enumerate(lines):
        label, _, _ = label_of(line.text)
        if (label and field_of(label) in ("length", "section", "author", "distribution", "dateline")) or line.mark == HEADING:
            for above in range(index - 1, max(index - 8, -1), -1):
                if nexis.is_copyright(lines[above].text.strip()):
                    return above
            return index
    return len(lines)
