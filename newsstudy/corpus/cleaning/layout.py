"""Steps against the layout of a page: lines broken to fit a width, words broken at the ends of lines, blanks of many kinds."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.cleaning.edit_map import Edit
from newsstudy.errors import InputError
from newsstudy.given import whole

_HYPHENS = "-\u2010\u00ad\u00ac"
_FEWEST = 3  # breaks that must look like wrapping before a text is taken to be wrapped
_NARROWEST, _WIDEST = 35, 140
_SENTENCE_ENDS = '.!?…:;"”’»)'
_LINE_ENDS = "\n\v\f\r\x85\u2028\u2029"
_ODD = "\t\v\f\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # all blanks but the plain one and the line feed
_BLANKS = re.compile(f"[ \n{_ODD}]{{2,}}|[{_ODD}]")
_LINE_END = re.compile(f"\r\n|[{_LINE_ENDS}]")


def unwrap_lines(text: str, *, width: int | None = None, min_share: float = 0.6) -> Iterator[Edit]:
    """Edits that join lines which were broken only because the next word did not fit."""
    if text.count("\n") < _FEWEST:
        return
    lines = text.split("\n")
    sizes = [len(line.rstrip()) for line in lines]
    right = width or _right_edge(lines, sizes)
    if right is None:
        return
    broken = [row for row in range(len(lines) - 1) if _is_wrapped(lines[row], sizes[row], lines[row + 1], right)]
    inner = len([row for row in range(len(lines) - 1) if sizes[row] and sizes[row + 1]])
    if len(broken) < _FEWEST or len(broken) < min_share * inner:
        return
    # Lines that all end with a sentence are short paragraphs, however well they fill the width.
    if len([row for row in broken if lines[row][sizes[row] - 1] in _SENTENCE_ENDS]) * 2 > len(broken):
        return
    rows = iter(broken)
    wanted = next(rows, None)
    at = 0
    for row, line in enumerate(lines):
        if row == wanted:
            start = at + sizes[row]
            fresh = lines[row + 1]
            stop = at + len(line) + 1 + len(fresh) - len(fresh.lstrip(" \t"))
            # A compound that was broken behind its own hyphen is put together without a blank.
            joint = "" if sizes[row] > 1 and line[sizes[row] - 1] == "-" and line[sizes[row] - 2] not in " -–—(" else " "
            yield start, stop, joint
            wanted = next(rows, None)
        at += len(line) + 1


def _right_edge(lines: list[str], sizes: list[int]) -> int | None:
    """The width that the lines were broken to, None where they were not broken to any."""
    full = [size for line, size in zip(lines, sizes, strict=True) if size > _WIDEST and " " in line]
    filled = [size for size in sizes if size]
    if len(full) * 5 > len(filled):
        return None
    fitting = [size for size in filled if size <= _WIDEST]
    right = max(fitting, default=0)
    return right if right >= _NARROWEST else None


def _is_wrapped(line: str, size: int, following: str, right: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    if not size or size > _WIDEST or following[:2] in ("  ", "- ", "* ", "• ") or following[:1] in ("\t", "•", "–", "—"):
        return False
    first = following.split(None, 1)
    return bool(first) and (size + 1 + len(first[0]) > right) and size * 2 > right


def check_unwrap(*, width: Any, min_share: Any) -> None:
    """Refuse options that mean nothing."""
    if width is not None:
        whole(width, "unwrap_lines: width", 20, ", or None to find it")
    if isinstance(min_share, bool) or not isinstance(min_share, int | float) or not 0 < min_share <= 1:
        raise InputError(f"unwrap_lines: min_share must lie between 0 and 1; got {min_share!r}")


@functools.cache
def _broken_word() -> Any:
    import regex  # its letters are those of one Unicode version on every Python

    return regex.compile(rf"(?<=\p{{L}}{{2}})(?P<hyphen>[{_HYPHENS}])[ \t]*\n[ \t]*(?P<rest>\p{{Ll}}[^\s]*)(?P<blank>[ \t]*)")


@functools.cache
def _letters() -> Any:
    import regex

    return regex.compile(r"\p{L}*")


def hyphenation(text: str) -> list[Edit]:
    """Edits that join words broken at the end of a line, and take out soft hyphens; the line ends after the word instead."""
    edits: list[Edit] = []
    if "\u00ad" in text:
        edits += [(found.start(), found.end(), "") for found in re.finditer("\u00ad(?![ \t]*\n)", text)]
    if "\n" in text and any(hyphen in text for hyphen in _HYPHENS):
        for found in _broken_word().finditer(text):
            edits += _joined(text, found)
    return sorted(edits)


def _joined(text: str, found: Any) -> list[Edit]:
    start, rest, blank = found.start("hyphen"), found.start("rest"), found.span("blank")
    keeps = found["hyphen"] in "-\u2010" and _is_compound(text, start, found["rest"])
    joint = (start + 1, rest, "") if keeps else (start, rest, "")
    # The break moves behind the word, so that there are as many lines as before.
    moved = [(*blank, "\n")] if blank[1] > blank[0] and text[blank[1] : blank[1] + 1] not in ("", "\n") else []
    return [joint, *moved]


def _is_compound(text: str, hyphen: int, rest: str) -> bool:
    """Whether the text itself writes the word with its hyphen elsewhere, within a line, and never without."""
    head = re.search(r"[^\s]*$", text[max(hyphen - 60, 0) : hyphen])
    tail = _letters().match(rest).group()
    return head is not None and f"{head.group()}-{tail}" in text and f"{head.group()}{tail}" not in text


def blanks(text: str) -> Iterator[Edit]:
    """Edits that leave one blank between words, one line feed or two between lines, and none at the ends."""
    last = len(text)
    if text[:1] in (" ", "\n") and (last == 1 or text[1] not in columns.BLANKS):
        yield 0, 1, ""
    for found in _BLANKS.finditer(text):
        start, stop = found.span()
        n_lines = len(_LINE_END.findall(found.group()))
        put = "" if start == 0 or stop == last else " " if n_lines == 0 else "\n" if n_lines == 1 else "\n\n"
        if found.group() != put:
            yield start, stop, put
    if last > 1 and text[-1] in (" ", "\n") and text[-2] not in columns.BLANKS:
        yield last - 1, last, ""
