"""Which lines of a text go: the one place that takes lines out so that what is left stands as it stood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newsstudy.corpus import columns
from newsstudy.corpus.cleaning.edit_map import Edit

_OPENERS = columns.BLANKS + "([{<*•·–—-►▶»>|#_\"'“”„"
_AFTER = ":.,;!?…)]}>*–—-►▶»|/\"'”“’"
_FIRST_WORD = re.compile(f"[^{re.escape(columns.BLANKS + _AFTER)}]+")
_OPENED_WORD = re.compile(f"[{re.escape(_OPENERS)}]{{0,20}}([^{re.escape(columns.BLANKS + _AFTER)}]+)")
KEPT_OF_HEAD = 160  # what a beginning may be long
SHORTEST_SENTENCE = 40  # shorter lines are headings, and nothing goes on behind them
_SENTENCE_ENDS = ".!?…:;)]\"'”’»"


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line with the code point where it begins."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def without_lines(
    text: str, unwanted: Callable[[str], bool], *, last: int | None = None, also_within: bool = False
) -> list[Edit]:
    """Edits that take out every line that is unwanted (asked of lines that are not blank), or only those among the `last` ones.

    Of the line feeds before and after, the greater number is left, so that paragraphs that stood apart still do. A line in the
    middle of a sentence, as in texts that are broken to a width, is spared unless `also_within`.
    """
    if not any(line and unwanted(line) for line in text.split("\n")):
        return []
    filled = [(at, line) for at, line in lines_of(text) if line.strip(columns.BLANKS)]
    first = 0 if last is None else max(len(filled) - last, 0)
    hits = [row for row in range(first, len(filled)) if unwanted(filled[row][1]) and (also_within or not _goes_on(filled, row))]
    edits: list[Edit] = []
    for run in _runs(hits):
        before = filled[run[0] - 1] if run[0] else None
        after = filled[run[-1] + 1] if run[-1] + 1 < len(filled) else None
        edits.append(_taken(text, filled[run[0]][0], filled[run[-1]], before, after))
    return edits


def _goes_on(filled: list[tuple[int, str]], row: int) -> bool:
    """Whether a line goes on with the sentence of the line before: "… rose by 3 dlrs a / share on sales of 14 mln dlrs"."""
    at, line = filled[row]
    begin, before = filled[row - 1] if row else (0, "")
    ended = before.rstrip(columns.BLANKS)
    return (
        begin + len(before) + 1 == at
        and len(ended) >= SHORTEST_SENTENCE
        and ended[-1] not in _SENTENCE_ENDS
        and line.lstrip(columns.BLANKS)[:1].islower()
    )


def _runs(rows: list[int]) -> Iterator[list[int]]:
    """Rows that follow one another, together."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place] != rows[place - 1] + 1:
            yield rows[start:place]
            start = place


def _taken(text: str, start: int, last: tuple[int, str], before: tuple[int, str] | None, after: tuple[int, str] | None) -> Edit:
    stop = last[0] + len(last[1])
    left = before[0] + len(before[1]) if before else start
    right = after[0] if after else stop
    if before is None:
        return start, right, ""
    if after is None:
        return left, stop, ""
    return (left, stop, "") if text.count("\n", stop, right) > text.count("\n", left, start) else (start, right, "")


def first_lines(text: str, n: int) -> Iterator[tuple[int, str]]:
    """The first `n` lines that are not blank, each with the code point where it begins."""
    at = 0
    while n and at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip(columns.BLANKS):
            yield at, text[at:end]
            n -= 1
        at = end + 1


class Beginnings:
    """A list of phrases with which a line may begin or which it may be, found by its first word. Calling it asks for a line."""

    def __init__(self, starts: list[str], wholes: list[str]) -> None:
        self._starts: dict[str, list[str]] = {}
        for phrase in sorted({*starts}):
            self._starts.setdefault(first_word(phrase), []).append(phrase)
        self._wholes = frozenset(_bare(phrase) for phrase in wholes)
        self._whole_words = frozenset(first_word(phrase) for phrase in wholes)
        self._words = self._whole_words | frozenset(self._starts)

    def __call__(self, line: str) -> bool:
        """Whether the line begins with one of the phrases, or is one."""
        found = _OPENED_WORD.match(line)
        if found is None or found[1].lower() not in self._words:
            return False
        head = line[:KEPT_OF_HEAD].lstrip(_OPENERS).lower()
        word = first_word(head)
        for phrase in self._starts.get(word, ()):
            if head.startswith(phrase) and _ends_there(head, len(phrase)):
                return True
        return word in self._whole_words and _bare(line.lower()) in self._wholes


def first_word(text: str) -> str:
    """What stands before the first blank or sign."""
    found = _FIRST_WORD.match(text)
    return found.group() if found else ""


def _bare(text: str) -> str:
    return text.strip(_OPENERS + _AFTER)


def _ends_there(head: str, end: int) -> bool:
    """Whether a word ends where the phrase does: "photo" is no beginning of "photographers"."""
    return end >= len(head) or head[end - 1] in _AFTER or not (head[end].isalnum() or head[end] == "_")
