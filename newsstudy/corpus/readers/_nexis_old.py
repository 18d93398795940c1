"""The layout of the old nexis.com: "1 of 204 DOCUMENTS", a centred head, fields in capitals, the text, more fields, a copyright.

Text, HTML and RTF files have it alike. Each is brought to blocks (what stands between blank lines), and read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from newsstudy.corpus.readers import _nexis as nexis
from newsstudy.corpus.readers._markup import words
from newsstudy.corpus.readers._nexis_dates import split_date

CENTRED = "\ue000"  # set before a line that the vendor centred; no text holds this private character
_LABEL = re.compile(r"[ \u00a0]{0,3}([^\W\d_][^\W_]*(?:[ '’/.-][^\W_]+){0,4}) ?:(?:[\s\u00a0]+|$)")
_LOOK_BACK = 12  # how many paragraphs a caption or a correction may have
CENTRE = 5  # blanks before a line of a text file that make it centred


class Block(NamedTuple):
    """Lines between blank lines; `label` is the field's name as written where the block begins with one."""

    lines: tuple[str, ...]
    centred: bool = False
    label: str = ""

    @property
    def field(self) -> str | None:
        """The field that the label heads; None without a label, "other" for a label that is not in the table."""
        return nexis.fields().get(nexis.plain(self.label), "other") if self.label else None

    @property
    def text(self) -> str:
        """All lines as one."""
        return words(" ".join(self.lines))


def label_of(line: str) -> tuple[str, str]:
    """The label in capitals that a line begins with, and the rest of the line; ("", line) where it begins with none."""
    found = _LABEL.match(line)
    if found is None or found[1] != found[1].upper() or nexis.plain(found[1]) not in nexis.fields():
        return "", line
    return found[1], line[found.end() :]


def blocks_of(lines: Iterable[str]) -> list[Block]:
    """Lines of text as blocks."""
    blocks: list[Block] = []
    held: list[str] = []
    for line in [*lines, ""]:
        if words(line):
            held.append(line)
        elif held:
            blocks.append(_block(held))
            held = []
    return blocks


def _block(held: list[str]) -> Block:
    first = held[0]
    if first.startswith(CENTRED) or len(first) - len(first.lstrip(" ")) >= CENTRE:
        return Block(tuple(words(line.removeprefix(CENTRED)) for line in held), centred=True)
    held = [line.removeprefix(CENTRED) for line in held]
    label, rest = label_of(first)
    return Block((rest, *held[1:]) if label else tuple(held), label=label)


def article(blocks: Sequence[Block], *, wrapped: bool) -> dict[str, Any]:
    """One article from its blocks. `wrapped`: a line's end within a block is none of the author's."""
    found = nexis.Found()
    blocks = [block for block in blocks if not nexis.shapes("counter").fullmatch(block.text)]
    begin = _head(blocks, found)
    begin = _fields(blocks, begin, found)
    end = _tail(blocks, begin)
    for block in blocks[begin:end]:
        found.paragraphs += _paragraphs(block, wrapped)
    _tail_fields(blocks[end:], found)
    return nexis.record(found)


# --------------------------------------------------------------------------------------------------- source, date and title


def _head(blocks: Sequence[Block], found: nexis.Found) -> int:
    """Read what stands before the first field: copyright, source, date, title, in whatever order; where it ends."""
    index = 0
    rights: Block | None = None
    while index < len(blocks) and not blocks[index].label:
        block = blocks[index]
        first = block.lines[0]
        dated = _dated(block)
        if nexis.is_copyright(first) or (rights and nexis.is_rights(first)):
            rights = rights or block
            found.add("rights", "", block.text)
        elif dated is not None and not found.dates:
            if not found.source and dated:
                found.source = words(block.lines[0])
                dated -= 1
                block = Block(block.lines[1:])
            found.other += map(words, block.lines[:dated])
            found.dates = [*block.lines[dated:]]
        elif nexis.is_correction_mark(block.text):
            found.corrected = True
        elif dated == 0 and not split_date(block.text)[1]:  # type: ignore[index]  # the same date again, in English
            found.other.append(block.text)
        elif not found.source and not found.dates:
            found.source = block.text
        elif block.centred:
            found.other.append(block.text)
        elif not found.title and not _is_body(blocks, index):
            found.title = block.text
        elif found.title and _is_byline(blocks, index):
            found.values.setdefault("author", []).append(block.text)
        else:
            break
        index += 1
    if not found.source and rights is not None and len(rights.lines) > 1 and not nexis.is_rights(rights.lines[-1]):
        found.source = words(rights.lines[-1])  # the source follows the copyright without a blank line
        found.values["rights"] = [words(" ".join(rights.lines[:-1]))]
    return index


def _dated(block: Block) -> int | None:
    """Which of a head's lines begins with the date; None where none does."""
    if len(block.lines) > 6:
        return None
    for number, line in enumerate(block.lines):
        if split_date(words(line)) is not None:
            return number
    return None


def _is_body(blocks: Sequence[Block], index: int) -> bool:
    """Whether an unlabelled block after the date is no title but the text: nothing else follows it that could be the text."""
    text = blocks[index].text
    return len(text) > 400 and text[-1:] in ".?!\"”'"


def _is_byline(blocks: Sequence[Block], index: int) -> bool:
    """Whether a short line after the title is the author's name: a field of the head follows it at once."""
    if index + 1 >= len(blocks) or len(blocks[index].text) > 80:
        return False
    return blocks[index + 1].field in ("dateline", "length", "section", nexis.BODY)


def _fields(blocks: Sequence[Block], index: int, found: nexis.Found) -> int:
    """Read the fields before the text; where the text begins."""
    while index < len(blocks) and blocks[index].label:
        block, name = blocks[index], blocks[index].field
        if name in ("load_date", "language") and not any(block.label or block.centred for block in blocks[index + 1 :]):
            break
        index += 1
        if name == nexis.BODY:
            return index if not block.text else index - 1
        if name == "date":
            found.dates = found.dates or [*block.lines]
            continue
        values = [block.text]
        if not block.text:  # the value is what follows up to the next field: "CHAPEAU:", a blank line, a paragraph
            stop = index
            while stop < len(blocks) and not blocks[stop].label and stop - index < _LOOK_BACK:
                stop += 1
            # Where no field follows, there is no telling value from text, and it is text.
            if stop < len(blocks) and blocks[stop].label and _is_head_field(blocks, stop):
                values = [later.text for later in blocks[index:stop]]
                index = stop
        for value in values:
            found.add(name, block.label, value)
        if found.title and name == "title":
            found.values.setdefault("title", [])
    _unlabelled_title(blocks, index, found)
    return index


def _is_head_field(blocks: Sequence[Block], index: int) -> bool:
    return blocks[index].field not in nexis.TAIL


def _unlabelled_title(blocks: Sequence[Block], index: int, found: nexis.Found) -> None:
    """A title from its field wins over a line of the head that was taken for it."""
    labelled = found.values.get("title")
    if labelled:
        if found.title and found.title not in labelled:
            found.other.append(found.title)
        found.title = " ".join(labelled)


# ------------------------------------------------------------------------------------------------------- text and last fields


def _paragraphs(block: Block, wrapped: bool) -> list[str]:
    """The paragraphs of a block: its lines, or where lines are wrapped, what begins with an indented line."""
    lines = (
        [f"{block.label}: {block.lines[0]}", *block.lines[1:]] if block.label and block.field != nexis.BODY else [*block.lines]
    )
    if not wrapped:
        return lines
    parts: list[list[str]] = []
    for line in lines:
        if not parts or (line.startswith(("  ", "\t")) and not block.centred):
            parts.append([])
        parts[-1].append(line)
    return [" ".join(part) for part in parts]


def _tail(blocks: Sequence[Block], begin: int) -> int:
    """Where the text ends: from there on there are only fields, their continuations and the copyright."""
    end = index = len(blocks)
    while index > begin:
        index -= 1
        block = blocks[index]
        if nexis.is_copyright(block.lines[0]) or nexis.is_rights(block.text) or (block.label and block.field != nexis.BODY):
            end = index
            continue
        head = _continued(blocks, begin, index)
        if head is None:
            # A company's name may stand alone on the last line, after the notice of copyright: still no text.
            if block.centred and index > begin and nexis.is_copyright(blocks[index - 1].lines[0]):
                continue
            break
        end = index = head
    return end


def _continued(blocks: Sequence[Block], begin: int, index: int) -> int | None:
    """The field whose second, third … paragraph this block is: a caption or a correction among the last fields."""
    last = index
    while index > begin and last - index < _LOOK_BACK:
        index -= 1
        block = blocks[index]
        if not block.label:
            continue
        after = last + 1 < len(blocks)
        if block.field in nexis.MANY and (not block.text or (index > begin and blocks[index - 1].label and after)):
            return index
        return None
    return None


def _tail_fields(blocks: Sequence[Block], found: nexis.Found) -> None:
    name: str | None = None
    label = ""
    for block in blocks:
        if nexis.is_copyright(block.lines[0]) or nexis.is_rights(block.text):
            name, label = "rights", ""
        elif block.label:
            name, label = block.field, block.label
        found.add(name, label, block.text)
