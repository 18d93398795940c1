"""LIWC dictionaries (.dic): a legend of numbered categories between two lines of %, then words with category numbers."""

from __future__ import annotations

import re

from newsstudy.errors import ReadError
from newsstudy.tokens.dictionary import Key

_CODES = re.compile(r"[0-9]+(?:[ \t/]+[0-9]+)*")
_CONDITION = re.compile(r"\([0-9 \t]+\)")  # "(02 134)125/464": 125 after a word of 02 or 134, else 464


def read_liwc(text: str, name: str) -> tuple[Key, list[str]]:
    """A dictionary from LIWC 2001 to 2015's layout, and notes of what was passed over.

    The legend may be nested by tabs, as LIWC 2015 has it. As in quanteda's `read_dict_liwc`, a condition in parentheses is
    passed over and all its categories apply, lines with the tag <of> are left out, and so are numbers that the legend lacks.
    """
    lines = list(enumerate(text.split("\n"), start=1))
    marks = [number for number, line in lines if line.strip() == "%"]
    if len(marks) < 2:
        raise ReadError(
            f"{name}: a LIWC dictionary has two lines with nothing but %, around the list of categories; this file has "
            f"{len(marks)}. Is it of another kind? Then say which: format='yaml', 'lexicoder' …"
        )
    root = Key()
    keys = _legend(root, lines[marks[0] : marks[1] - 1], name)
    notes: list[str] = []
    for number, line in lines[marks[1] :]:
        if line.strip():
            _entry(keys, line, f"{name}, line {number}", notes)
    return root, notes


def _legend(root: Key, lines: list[tuple[int, str]], name: str) -> dict[int, Key]:
    """Category number to key; a category with more tabs before it lies below the last one with fewer."""
    keys: dict[int, Key] = {}
    above: list[tuple[int, Key]] = [(-1, root)]
    for number, line in lines:
        if not line.strip():
            continue
        found = re.fullmatch(r"([0-9]{1,9})\s+(\S.*)", line.strip())
        if found is None:
            raise ReadError(
                f"{name}, line {number}: a category is a number and a name, such as '1<tab>war'; got {line.strip()[:60]!r}"
            )
        code = int(found[1])
        if code in keys:
            raise ReadError(f"{name}, line {number}: the category number {code} stands twice; give each its own")
        depth = len(line) - len(line.lstrip("\t"))
        while above[-1][0] >= depth:
            above.pop()
        keys[code] = above[-1][1].child(" ".join(found[2].split("\t")[-1].split()))
        above.append((depth, keys[code]))
    if not keys:
        raise ReadError(f"{name}: there is no category between the two lines with %; write one a line, such as '1<tab>war'")
    return keys


def _entry(keys: dict[int, Key], line: str, place: str, notes: list[str]) -> None:
    """One line of words and category numbers."""
    line = line.strip()
    if "<of>" in line:
        notes.append(f"{place}: {line[:60]!r} is left out, since it has the tag <of>")
        return
    if _CONDITION.search(line):
        notes.append(f"{place}: the condition in {line[:60]!r} is passed over, all its categories apply")
        line = _CONDITION.sub(" ", line).strip()
    words, codes = _parted(line)
    if not words or not codes:
        raise ReadError(f"{place}: an entry is a word and category numbers, such as 'attack*<tab>1<tab>4'; got {line[:60]!r}")
    for code in codes:
        if code not in keys:
            notes.append(f"{place}: the list of categories lacks number {code} of {words[0][:60]!r}")
            continue
        keys[code].patterns.update(dict.fromkeys(words))


def _parted(line: str) -> tuple[list[str], list[int]]:
    """The words, each with its blanks, and the numbers behind them.

    Tabs part words from numbers, so that the word "24 7" can be told from numbers; where there are none, blanks do.
    """
    fields = [field.strip() for field in line.split("\t") if field.strip()]
    behind = len(fields)
    while behind > 1 and _CODES.fullmatch(fields[behind - 1]):
        behind -= 1
    words, codes = fields[:behind], fields[behind:]
    if words and not codes:
        head = words[-1].rstrip("0123456789/ \t")
        end = re.compile(r"[ \t]").search(words[-1], len(head))  # in "b4 1 2" the 4 belongs to the word
        if end is not None:
            words[-1], codes = words[-1][: end.start()], [words[-1][end.start() :]]
    numbers = [int(code) for field in codes for code in re.findall(r"[0-9]{1,9}", field)]
    return [" ".join(word.split()) for word in words], numbers
