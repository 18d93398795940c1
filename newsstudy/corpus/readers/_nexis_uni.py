"""The layout of Nexis Uni and Lexis+: title, source, date, copyright, "Length: 937 words", Body, Classification, End of Document.

Word, RTF, PDF and text files have it alike. The vendor sets bookmarks where an article and its parts begin, in every language
of the interface; where a format has lost them, the words do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._nexis_dates import split_date

START, HEADING = "start", "heading"
# A label in this layout: "Load-Date:" and a blank that does not break, or another blank where a format has lost that.
_LABEL = re.compile(r"\s*([^\W\d_][^:\n\u00a0]{0,38}?):(\u00a0|[ \t\n]|$)[ \u00a0]*")
_HEADINGS = frozenset(("caption", "classification", "correction", "notes"))
_SECTIONS = frozenset(("classification",))
_LOOK_BACK = 12  # how many paragraphs a caption or a correction may have
_HEAD_LINES = 40  # how far a head may reach


class Line(NamedTuple):
    r"""A paragraph (in wrapped formats a line) with "\n" for its breaks; `mark` is what a bookmark says: start, heading or ""."""

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


def field_of(label: str) -> str:
    return nexis.fields().get(nexis.plain(label), "other")


def heading_of(line: Line) -> str | None:
    """The field that a heading of its own line names: "Body", "Graphic", "Classification"."""
    return nexis.fields().get(nexis.plain(line.text)) if len(line.text) < 40 else None


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
        if line.mark == HEADING and heading_of(line) not in _HEADINGS:
            return index, 1
    fields_seen = False
    last = 0
    for index, line in enumerate(lines[:_HEAD_LINES]):
        label, _, _ = label_of(line.text)
        name = field_of(label) if label else None
        if (
            name
            and name not in ("load_date", "language")
            and (fields_seen or name in ("length", "section", "author", "dateline"))
        ):
            fields_seen, last = True, index + 1
        elif fields_seen and heading_of(line) == nexis.BODY:
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
            if own and (in_fields or certain or field_of(own) in ("length", "section", "author", "dateline")):
                in_fields, name, label = True, field_of(own), own
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
    hinted = any(line.mark or line.text.startswith("\n") for line in lines)
    end = len(lines)
    for index in range(body + 1, len(lines)):
        line = lines[index]
        label, _, certain = label_of(line.text)
        broken = line.text.startswith("\n") or line.mark == HEADING
        # A label of a language that is not in the table is one all the same, after a break and before the unbreakable blank.
        if label and certain and (field_of(label) in nexis.TAIL or broken):
            end = index
            break
        if broken and (heading_of(line) in _HEADINGS or (line.mark == HEADING and _heads_fields(lines[index + 1 : index + 5]))):
            return index
    return _tail_from_the_end(lines, body, end, hinted)


def _heads_fields(lines: Sequence[Line]) -> bool:
    """Whether a heading of a language that is not in the table is that of the last fields: one of them follows it."""
    first = next((line for line in lines if words(line.text)), None)
    return first is not None and label_of(first.text)[2]


def _tail_from_the_end(lines: Sequence[Line], body: int, end: int, hinted: bool) -> int:
    """The same by words alone, where a format has lost what marks a field: the run of headings and fields before `end`."""
    index = end
    while index > body + 1:
        index -= 1
        line = lines[index]
        label, _, _ = label_of(line.text)
        if not words(line.text):
            continue
        if (label and field_of(label) in nexis.TAIL) or heading_of(line) in (_SECTIONS if hinted else _HEADINGS):
            end = index
            continue
        last = max(index - _LOOK_BACK, body)
        head = None if hinted else next((above for above in range(index - 1, last, -1) if _continues(lines, above, end)), None)
        if head is None:
            break
        end = index = head
    return end


def _continues(lines: Sequence[Line], above: int, end: int) -> bool:
    """Whether a line is a heading or a field among the last ones, so that what follows it belongs to it."""
    if heading_of(lines[above]) in _HEADINGS:
        return end < len(lines)
    label, _, _ = label_of(lines[above].text)
    return bool(label) and field_of(label) in nexis.TAIL and (end < len(lines) or field_of(label) in ("subjects", "load_date"))


def _tail_fields(lines: Sequence[Line], found: nexis.Found) -> None:
    name: str | None = None
    label = ""
    for line in lines:
        text = line.text
        if nexis.is_end(text):
            continue
        if heading_of(line) in _HEADINGS or line.mark == HEADING:
            name, label = heading_of(line) or "other", words(text)
            continue
        own, value, certain = label_of(text)
        if own and (
            certain or (field_of(own) in nexis.TAIL and not (name in nexis.MANY and field_of(own) in (name, "other", "caption")))
        ):
            name, label, text = field_of(own), own, value
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
