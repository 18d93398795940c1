"""What cleaning did to one text: every edit with its place, so that any place leads back and the raw text can be restored."""

from __future__ import annotations

import bisect
import functools
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from newsstudy.corpus.columns import EDIT_MAP
from newsstudy.errors import InputError

Edit = tuple[int, int, str]  # first code point, the one after the last, and what stands there afterwards
DIGEST_DIGITS = 16
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Layer:
    """What one step did: edits in order, none touching what another one took.

    Each edit is the byte where it begins in the text that the step was given, what was taken out, and what was put there.
    """

    step: str
    edits: tuple[tuple[int, str, str], ...]

    @functools.cached_property
    def places(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """First byte and byte after the last of each edit: in the text before the step (two lists), then in the one after."""
        in_first, in_last, out_first, out_last = [], [], [], []
        shift = 0
        for begin, removed, put in self.edits:
            end, fresh = begin + _size(removed), begin + shift
            in_first.append(begin)
            in_last.append(end)
            out_first.append(fresh)
            out_last.append(fresh + _size(put))
            shift = out_last[-1] - end
        return in_first, in_last, out_first, out_last

    def start(self, place: int) -> int:
        """Where a span that begins at this byte of the later text begins in the earlier one, behind what was cut before it."""
        in_first, in_last, out_first, out_last = self.places
        edit = bisect.bisect_right(out_first, place) - 1
        if edit < 0:
            return place
        return in_first[edit] if place < out_last[edit] else in_last[edit] + place - out_last[edit]

    def end(self, place: int) -> int:
        """Where a span that ends before this byte of the later text ends in the earlier one."""
        in_first, in_last, out_first, out_last = self.places
        edit = bisect.bisect_left(out_last, place)
        if edit == len(out_last):
            return in_last[-1] + place - out_last[-1] if out_last else place
        return in_last[edit] if place > out_first[edit] else in_first[edit] - out_first[edit] + place

    def undone(self, text: bytes) -> bytes:
        """The text that the step was given."""
        pieces: list[bytes] = []
        at = 0
        _, _, out_first, out_last = self.places
        for (_, removed, _), first, last in zip(self.edits, out_first, out_last, strict=True):
            pieces += (text[at:first], removed.encode())
            at = last
        return b"".join([*pieces, text[at:]])

    def within(self, start: int, end: int) -> Layer:
        """The edits inside these bytes of the later text; one that hangs over their edge keeps all that it took."""
        _, _, firsts, lasts = self.places
        base = self.start(start)
        kept = []
        for edit in range(bisect.bisect_left(lasts, start), bisect.bisect_right(firsts, end)):
            first, last = firsts[edit], lasts[edit]
            if (first < end and last > start) if first < last else start < first < end:
                begin, removed, put = self.edits[edit]
                shown = put if start <= first and last <= end else put.encode()[max(start - first, 0) : end - first].decode()
                kept.append((begin - base, removed, shown))
        return Layer(self.step, tuple(kept))


@dataclass(frozen=True)
class EditMap:
    """The steps that made a text from its raw text, oldest first.

    Attributes
    ----------
    layers : tuple of Layer
        A step that changed nothing here has none.
    raw : str
        The first digits of the raw text's sha256, by which a map that does not belong to its text is found out.
    cut : bool
        Whether the text was cut from a longer one that had been cleaned: then its `start` and `end` are places in the
        cleaned text, and `raw_parent` and `raw_start` those in the raw one.
    """

    layers: tuple[Layer, ...]
    raw: str
    cut: bool = False

    @classmethod
    def parse(cls, written: str, name: str) -> EditMap:
        """The map that `to_json` wrote; an error names the document where it is none."""
        return _parsed(written, name)

    def to_json(self) -> str:
        """The map as one line of JSON."""
        steps = [[layer.step, *layer.edits] for layer in self.layers]
        page: dict[str, Any] = {"raw": self.raw, "steps": steps}
        return _ENCODER.encode({"cut": True, **page} if self.cut else page)

    def with_layers(self, layers: Iterable[Layer]) -> EditMap:
        """The map with later steps."""
        return replace(self, layers=(*self.layers, *layers))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of the raw text from which these bytes of the text were made."""
        for layer in reversed(self.layers):
            start, end = layer.start(start), layer.end(end)
        return min(start, end), max(start, end)  # at one point where something was cut, the end stands before the start

    def restored(self, text: bytes, name: str) -> bytes:
        """The raw text; an error where the text is not the one that the map was made for."""
        for layer in reversed(self.layers):
            text = layer.undone(text)
        if digest_of(text) != self.raw:
            raise InputError(
                f"document {name!r}: its text was changed since it was cleaned, so the raw text cannot be restored; "
                "clean the raw corpus again, and change texts before that"
            )
        return text

    def part(self, start: int, end: int, text: bytes) -> EditMap:
        """The map of a part that was cut out of the text: these bytes of it, which hold `text`."""
        layers: list[Layer] = []
        for layer in reversed(self.layers):
            layers.append(layer.within(start, end))
            start, end = layer.start(start), layer.end(end)
        kept = tuple(layer for layer in reversed(layers) if layer.edits)
        for layer in reversed(kept):
            text = layer.undone(text)
        return EditMap(kept, digest_of(text), cut=True)

    def listed(self) -> list[tuple[str, int, int, str, str]]:
        """Every edit as (step, first byte in the raw text, byte after the last, what was taken, what was put there)."""
        rows = []
        for number, layer in enumerate(self.layers):
            below = EditMap(self.layers[:number], "")
            in_first, in_last, _, _ = layer.places
            for first, last, (_, removed, put) in zip(in_first, in_last, layer.edits, strict=True):
                rows.append((layer.step, *below.span(first, last), removed, put))
        return rows


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def digest_of(raw: bytes) -> str:
    """The digits by which a raw text is known again."""
    return hashlib.sha256(raw).hexdigest()[:DIGEST_DIGITS]


def applied(text: str, edits: Iterable[Edit], who: str) -> tuple[str, tuple[tuple[int, str, str], ...]]:
    """The text after edits in code points, and in bytes those that changed something; `who` is named where they do not fit."""
    pieces: list[str] = []
    made: list[tuple[int, str, str]] = []
    at = byte = 0
    plain = text.isascii()
    for start, stop, put in edits:
        if not at <= start <= stop <= len(text):
            raise InputError(
                f"{who}: the edit ({start}, {stop}, {put!r}) does not fit; edits must ascend, not overlap, and lie within "
                f"the {len(text):,} characters of the text"
            )
        removed = text[start:stop]
        if removed == put:
            continue
        gap = text[at:start]
        byte += len(gap) if plain else len(gap.encode())
        made.append((byte, removed, put))
        byte += len(removed) if plain else len(removed.encode())
        pieces += (gap, put)
        at = stop
    if not made:
        return text, ()
    pieces.append(text[at:])
    return "".join(pieces), tuple(made)


def map_of(document: dict[str, Any]) -> EditMap | None:
    """The edit map of one document, given as a dict of its columns."""
    written = document.get(EDIT_MAP)
    return None if written is None else EditMap.parse(written, document["id"])


def raw_place(document: dict[str, Any]) -> tuple[str, int]:
    """The raw document that a document or part belongs to, and the byte of it where its own raw text begins."""
    if document.get("raw_parent") is not None:
        return document["raw_parent"], document["raw_start"]
    if document.get("parent") is not None and document.get("start") is not None:
        return document["parent"], document["start"]
    return document["id"], 0


@functools.lru_cache(maxsize=64)
def _parsed(written: str, name: str) -> EditMap:
    # A corpus may come from anywhere, so what calls itself a map is looked at before it is believed.
    try:
        page = json.loads(written)
        layers = tuple(
            Layer(str(step), tuple((_place(begin), _text(removed), _text(put)) for begin, removed, put in edits))
            for step, *edits in page["steps"]
        )
        return EditMap(layers, _text(page["raw"]), cut=page.get("cut", False) is True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"document {name!r}: its column 'edit_map' holds no record of cleaning ({error}); rename or drop a column of "
            "your own that bears this name"
        ) from None


def _place(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 62:
        raise ValueError(f"{value!r} is no place")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    value.encode()
    return value
