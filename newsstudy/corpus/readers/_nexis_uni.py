"""The layout of Nexis Uni and Lexis+: title, source, date, copyright, "Length: 937 words", Body, Classification, End of Document.

Word, RTF, PDF and text files have it alike. The vendor sets bookmarks where an article and its parts begin, in every language
of the interface; where a format has lost them, the words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._nexis_dates import split_date
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

START, HEADING = "start", "heading"
# A label in this layout: "Load-Date:" and a blank that does not break, or another blank where a format has lost that.
_LABEL = re.compile(r"\s*([^\W\d_][^:\n\u00a0]{0,38}?):(\u00a0|[ \t\n]|$)[ \u00a0]*")
_LISTED = re.compile(r"\s*[0-9]{1,4}[.)][\s\u00a0]+(\S.*)")
_COUNT = re.compile(r"\s*[^\W\d_]+ ?\(([0-9]{1,5})\)\s*")
_HEADINGS = frozenset(("caption", "classification", "correction", "notes"))
_LOOK_BACK = 12  # how many paragraphs a caption or a correction may have
_HEAD_LINES = 40  # how far a head may reach


class Line(NamedTuple):
    r"""A paragraph (in wrapped formats a line); its breaks are "\n"; `mark` is what a bookmark says: start, heading or nothing."""

    text: str
    mark: str = ""


def label_of(text: str) -> tuple[str, str, bool]:
    """The label that a paragraph begins with, its value, and whether the unbreakable blank makes it certain; "" for none."""
    found = _LABEL.match(text)
    if found is None:
        return "", text, False
    certain = found[2] == "\u00a0"
    if not certain and nexis.plain(found[1]) not in nexis.fields():
        return "", text, False
    return found[1], text[found.end() :], certain


def _field(label: str) -> str:
    return nexis.fields().get(nexis.plain(label), "other")


def _heading(line: Line) -> str | None:
    """The field that a heading of its own line names: "Body", "Graphic", "Classification"."""
    return nexis.fields().get(nexis.plain(line.text)) if len(line.text) < 40 else None


# ------------------------------------------------------------------------------------------------------------ files into pieces


def pieces(lines: Sequence[Line], source: Source, *, wrapped: bool = False) -> Iterator[Piece]:
    """The articles of a file; its cover page is passed over, and what it declares is noted."""
    found, cover = _articles(lines)
    source.notes["layout"] = "Nexis Uni"
    if cover:
        source.notes["passed over"] = "1 cover page"
        count = next((int(counted[1]) for line in cover if (counted := _COUNT.fullmatch(line.text))), 0)
        listed = sum(1 for line in cover if _LISTED.match(line.text))
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
    for number, (begin, end) in enumerate(zip(edges, edges[1:], strict=False)):
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
    marks = [index for index in range(begin, end) if nexis.is_end(lines[index].text)]
    ranges: list[tuple[int, int]] = []
    first = begin
    for mark, following in zip(marks, [*marks[1:], end], strict=False):
        rest = lines[mark + 1 : following + 1]
        if _has_head(rest) or not any(words(line.text) for line in lines[mark + 1 : end]):
            ranges.append((first, mark + 1))
            first = mark + 1
    if any(words(line.text) for line in lines[first:end]):
        ranges.append((first, end))
    return ranges


def _has_head(lines: Sequence[Line]) -> bool:
    """Whether a head with its fields is among the lines: a length, or the heading of the body after a copyright."""
    copyright_seen = False
    for line in lines:
        label, _, _ = label_of(line.text)
        if label and _field(label) == "length":
            return True
        copyright_seen = copyright_seen or nexis.is_copyright(line.text.strip())
        if copyright_seen and _heading(line) == nexis.BODY:
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
    head = [index for index in filled if not nexis.is_copyright(lines[index].text.strip())]
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
        if (label and _field(label) in ("length", "section", "author", "distribution", "dateline")) or line.mark == HEADING:
            for above in range(index - 1, max(index - 8, -1), -1):
                if nexis.is_copyright(lines[above].text.strip()):
                    return above
            return index
    return len(lines)


# ------------------------------------------------------------------------------------------------------------- one article


def article(lines: Sequence[Line], *, wrapped: bool = False) -> dict[str, Any]:
    """One article from its lines. `wrapped`: a paragraph goes on over several lines, up to a blank one."""
    found = nexis.Found()
    lines = _trimmed(lines)
    body, heading = _body(lines)
    _head(lines[:body], found, wrapped)
    end = _tail(lines, body)
    texts = [words(text) for text in _paragraphs(lines[body + heading : end], wrapped)]
    _tail_fields(lines[end:], found)
    texts = [text for text in texts if text]
    while texts and nexis.is_url(texts[-1]):
        found.add("url", "", texts.pop())
    found.paragraphs = _without_abstract(texts, found)
    return nexis.record(found)


def _trimmed(lines: Sequence[Line]) -> list[Line]:
    """The lines up to the last "End of Document", without blank lines at both ends."""
    first, last = 0, len(lines)
    while last > first and not words(lines[last - 1].text):
        last -= 1
    if last > first and nexis.is_end(lines[last - 1].text):
        last -= 1
    while first < last and not words(lines[first].text):
        first += 1
    return list(lines[first:last])


def _body(lines: Sequence[Line]) -> tuple[int, int]:
    """Where the body begins, and 1 where a heading says so (which is no part of it)."""
    for index, line in enumerate(lines):
        if line.mark == HEADING and _heading(line) not in _HEADINGS:
            return index, 1
    fields_seen = False
    last = 0
    for index, line in enumerate(lines[:_HEAD_LINES]):
        label, _, _ = label_of(line.text)
        name = _field(label) if label else None
        if name and name not in ("load_date", "language") and (fields_seen or name in ("length", "section", "author", "dateline")):
            fields_seen, last = True, index + 1
        elif fields_seen and _heading(line) == nexis.BODY:
            return index, 1
    return (last, 0) if fields_seen else (_after_date(lines), 0)


def _after_date(lines: Sequence[Line]) -> int:
    """Without any field or heading: the text begins after the date or the copyright."""
    last = 0
    for index, line in enumerate(lines[:8]):
        if split_date(words(line.text)) or nexis.is_copyright(line.text.strip()):
            last = index + 1
    return last


def _head(lines: Sequence[Line], found: nexis.Found, wrapped: bool) -> None:
    """Read title, source, date, copyright and fields."""
    above: list[list[str]] = [[]]
    name: str | None = None
    label = ""
    in_fields = False
    for line in lines:
        if not words(line.text):
            above.append([])
            continue
        for part in line.text.split("\n"):
            if not words(part):
                continue
            own, value, certain = label_of(part)
            if own and (in_fields or certain or _field(own) in ("length", "section", "author", "dateline")):
                in_fields, name, label = True, _field(own), own
                found.add(name, label, value)
            elif nexis.is_copyright(part.strip()):
                in_fields, name, label = True, "rights", ""
                found.add(name, label, part)
            elif nexis.is_correction_mark(part):
                found.corrected = True
            elif not in_fields:
                above[-1].append(words(part))
            elif name == "rights" or not wrapped:
                found.add(name, label, part)
            elif name is not None and name != "other" and found.values.get(name):
                found.values[name][-1] += f" {words(part)}"
    _title_source_date([lines for lines in above if lines], found, len(lines))


def _title_source_date(groups: list[list[str]], found: nexis.Found, _: int) -> None:
    """The lines above the copyright: the date ends them, the source stands above it, all the rest is the title."""
    flat = [line for group in groups for line in group]
    if not flat:
        return
    dated = next((index for index in range(len(flat) - 1, 0, -1) if split_date(flat[index])), None)
    if dated is None:
        found.title, found.source = (" ".join(flat[:-1]), flat[-1]) if len(flat) > 1 else (flat[0], "")
        return
    found.dates = flat[dated:]
    above = flat[:dated]
    if len(above) > 2 and above[-1].startswith("(") and above[-1].endswith(")"):  # the blog within a newspaper
        found.add("series", "", above.pop()[1:-1])
    if len(above) > 1:
        found.source = above.pop()
    found.title = " ".join(above)


def _tail(lines: Sequence[Line], body: int) -> int:
    """Where the last fields begin: Graphic, Classification, Load-Date …"""
    for index in range(body + 1, len(lines)):
        line = lines[index]
        label, _, certain = label_of(line.text)
        broken = line.text.startswith("\n") or line.mark == HEADING
        if (certain and _field(label) in nexis.TAIL and label) or (broken and _heading(line) in _HEADINGS):
            return index
        if certain and line.text.startswith("\n") and label:  # a label of a language that is not in the table
            return index
    return _tail_from_the_end(lines, body)


def _tail_from_the_end(lines: Sequence[Line], body: int) -> int:
    """The same by words alone, where a format has lost what marks a field: the run of fields that ends the article."""
    end = index = len(lines)
    while index > body + 1:
        index -= 1
        line = lines[index]
        label, _, _ = label_of(line.text)
        if not words(line.text):
            continue
        if (label and _field(label) in nexis.TAIL) or _heading(line) in _HEADINGS:
            end = index
            continue
        head = next((above for above in range(index - 1, max(index - _LOOK_BACK, body), -1) if _continues(lines, above, end)), None)
        if head is None:
            break
        end = index = head
    return end


def _continues(lines: Sequence[Line], above: int, end: int) -> bool:
    """Whether a line is a heading or a field among the last ones, so that what follows it belongs to it."""
    if _heading(lines[above]) in _HEADINGS:
        return end < len(lines)
    label, _, _ = label_of(lines[above].text)
    return bool(label) and _field(label) in nexis.TAIL and (end < len(lines) or _field(label) in ("subjects", "load_date"))


def _tail_fields(lines: Sequence[Line], found: nexis.Found) -> None:
    name: str | None = None
    label = ""
    for line in lines:
        text = line.text
        if nexis.is_end(text):
            continue
        if _heading(line) in _HEADINGS or line.mark == HEADING:
            name, label = _heading(line) or "other", words(text)
            continue
        own, value, _ = label_of(text)
        if own and (_field(own) in nexis.TAIL or "\u00a0" in text[: len(own) + 4]):
            name, label, text = _field(own), own, value
        elif name not in (*nexis.MANY, None) and found.values.get(str(name)) and words(text):
            found.values[str(name)][-1] += f" {words(text)}"  # a wrapped value
            continue
        if name not in (None, "classification"):
            found.add(name, label, text)


def _paragraphs(lines: Sequence[Line], wrapped: bool) -> list[str]:
    if not wrapped:
        return [line.text for line in lines]
    parts: list[list[str]] = [[]]
    for line in lines:
        if not words(line.text):
            parts.append([])
        else:
            parts[-1].append(line.text)
    return [" ".join(part) for part in parts if part]


def _without_abstract(texts: list[str], found: nexis.Found) -> list[str]:
    """The text after "FULL TEXT"; what stands between "ABSTRACT" and it is the summary."""
    if not texts or nexis.fields().get(nexis.plain(texts[0])) != nexis.SUMMARY or texts[0] != texts[0].upper():
        return texts
    full = labels_of_full_text()
    for index, text in enumerate(texts[1:20], 1):
        if nexis.plain(text) in full and index + 1 < len(texts):
            for paragraph in texts[1:index]:
                found.add(nexis.SUMMARY, "", paragraph)
            return texts[index + 1 :]
    return texts


def labels_of_full_text() -> frozenset[str]:
    """What the vendor writes above the text after an abstract."""
    return frozenset(nexis.plain(form) for forms in nexis.labels()["fields"]["full_text"].values() for form in forms)
