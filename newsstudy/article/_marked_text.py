"""Sentences as HTML with their marks: pieces where marks cross, and what a screen reader says where a mark begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsstudy.article._page_style import look
from newsstudy.text.markup import escaped
from newsstudy.text.runs import runs

LONG = 4  # words; a mark of so many has its end announced, too


class Mark(NamedTuple):
    """A row of the table as the page needs it; `name` is the id of its first piece."""

    name: str
    layer: str
    label: str
    note: str
    text: str
    start: int
    end: int

    @property
    def spoken(self) -> str:
        """ "actor: Putin"; the label is left out where it is what stands in the text."""
        same = " ".join(self.text.split()).casefold() == self.label.casefold()
        return self.layer if same or not self.label else f"{self.layer}: {self.label}"

    @property
    def about(self) -> str:
        """ "actor: Putin (pronoun)": what is spoken, and the note."""
        return f"{self.spoken} ({self.note})" if self.note else self.spoken

    @property
    def is_long(self) -> bool:
        return len(self.text.split()) >= LONG


class Sentence(NamedTuple):
    """A row of the layer "sentence"."""

    label: str
    paragraph: int
    text: str
    start: int
    end: int


class Writer:
    """Writes the sentences of one document; it remembers which marks have begun and where each has its last piece."""

    def __init__(self, sentences: Sequence[Sentence], marks: Sequence[Mark], layers: list[str], *, announce: bool) -> None:
        self.marks, self.layers, self.announce = marks, layers, announce
        self.begun: set[str] = set()
        self.last: dict[str, int] = {}  # the byte at which the last piece that is shown ends
        for sentence in sentences:
            for mark in self._within(sentence):
                self.last[mark.name] = min(mark.end, sentence.end)

    def _within(self, sentence: Sentence) -> list[Mark]:
        return [mark for mark in self.marks if mark.start < sentence.end and mark.end > sentence.start]

    def words(self, sentence: Sentence) -> str:
        """The sentence's text with marks as nested elements; where two marks cross, the inner one is cut in two."""
        here = self._within(sentence)
        cut = runs(sentence.text.encode("utf-8", "replace"), [(mark.start, mark.end) for mark in here], begin=sentence.start)
        out: list[str] = []
        stack: list[tuple[Mark, int]] = []  # open marks and where their tags stand in `out`
        place = sentence.start
        for run in cut:
            wanted = [here[number] for number in run.spans]
            same = 0
            while same < min(len(stack), len(wanted)) and stack[same][0] is wanted[same]:
                same += 1
            self._close(out, stack, same, place)
            for mark in wanted[same:]:
                stack.append((mark, len(out)))
                out.append("")
            out.append(escaped(run.text))
            place = run.start + len(run.text.encode("utf-8"))
        self._close(out, stack, 0, place)
        return "".join(out)

    def _close(self, out: list[str], stack: list[tuple[Mark, int]], keep: int, place: int) -> None:
        """Close the innermost marks until `keep` are open, and write the tags that opened them, now that their ends are known."""
        opened: list[tuple[Mark, int, bool]] = []
        while len(stack) > keep:
            mark, tag = stack.pop()
            ends = place == self.last[mark.name]
            out.append((self._spoken_end(mark) if ends else "") + "</mark>")
            opened.append((mark, tag, ends))
        for mark, tag, ends in reversed(opened):
            out[tag] = self._tag(mark, ends)

    def _tag(self, mark: Mark, ends: bool) -> str:
        begins = mark.name not in self.begun
        self.begun.add(mark.name)
        names = [look(mark.layer, self.layers)[0], *(["first"] if begins else []), *(["last"] if ends else [])]
        identity = f' id="{mark.name}"' if begins else ""
        opening = f'<mark class="{" ".join(names)}"{identity} title="{escaped(mark.about)}">'
        return opening + (_spoken(f"{mark.spoken}, begins: ") if begins and mark.is_long and self.announce else "")

    def _spoken_end(self, mark: Mark) -> str:
        if not self.announce:
            return ""
        return _spoken(f" (end of {mark.layer})" if mark.is_long else f" ({mark.spoken})")


def _spoken(text: str) -> str:
    """Words that are read out and not shown; they are English within a text of any language and direction."""
    return f'<bdi class="spoken" lang="en">{escaped(text)}</bdi>'
