"""What cleaning did to one text: every edit with its place, so that any place leads back and the raw text can be restored."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from newsstudy.corpus.columns import EDIT_MAP
from newsstudy.errors import InputError

Array = np.ndarray[Any, Any]
Edit = tuple[int, int, str]  # first code point, the one after the last, and what stands there afterwards
DIGEST_DIGITS = 16


@dataclass(frozen=True)
class Layer:
    """What one step did: edits in order, none touching what another one took.

    Each edit is the byte where it begins in the text that the step was given, what was taken out, and what was put there.
    """

    step: str
    edits: tuple[tuple[int, str, str], ...]

    @functools.cached_property
    def places(self) -> tuple[Array, Array, Array, Array]:
        """First byte and byte after the last of each edit: in the text before the step (two arrays), then in the one after."""
        begins = np.array([begin for begin, _, _ in self.edits], np.int64)
        taken = np.array([len(removed.encode()) for _, removed, _ in self.edits], np.int64)
        put = np.array([len(fresh.encode()) for _, _, fresh in self.edits], np.int64)
        shift = np.cumsum(put - taken, dtype=np.int64)
        after = begins + shift - (put - taken)
        return begins, begins + taken, after, after + put

    def starts(self, places: Array) -> Array:
        """Where spans that begin at these bytes of the later text begin in the earlier one; what was cut before them is not theirs."""
        in_first, in_last, out_first, out_last = self.places
        k = np.searchsorted(out_first, places, side="right") - 1
        edit = np.maximum(k, 0)
        beyond = np.where(places < out_last[edit], in_first[edit], in_last[edit] + places - out_last[edit])
        return np.asarray(np.where(k < 0, places, beyond))

    def ends(self, places: Array) -> Array:
        """Where spans that end before these bytes of the later text end in the earlier one."""
        in_first, in_last, out_first, out_last = self.places
        k = np.searchsorted(out_last, places, side="left")
        edit = np.minimum(k, len(out_last) - 1)
        within = np.where(places > out_first[edit], in_last[edit], in_first[edit] - out_first[edit] + places)
        return np.asarray(np.where(k == len(out_last), in_last[-1] + places - out_last[-1], within))

    def undone(self, text: bytes) -> bytes:
        """The text that the step was given."""
        pieces, at = [], 0
        _, _, out_first, out_last = self.places
        for (_, removed, _), first, last in zip(self.edits, out_first.tolist(), out_last.tolist(), strict=True):
            pieces += (text[at:first], removed.encode())
            at = last
        return b"".join([*pieces, text[at:]])

    def within(self, start: int, end: int) -> Layer:
        """The edits inside these bytes of the later text; one that hangs over their edge keeps all that it took."""
        base = int(self.starts(np.array([start]))[0])
        _, _, firsts, lasts = self.places
        near = slice(int(np.searchsorted(lasts, start, side="left")), int(np.searchsorted(firsts, end, side="right")))
        kept = []
        for (begin, removed, put), first, last in zip(self.edits[near], firsts[near].tolist(), lasts[near].tolist(), strict=True):
            if (first < end and last > start) if first < last else start < first < end:
                shown = put.encode()[max(start - first, 0) : max(end - first, 0)].decode()
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
        return json.dumps({"cut": True, **page} if self.cut else page, ensure_ascii=False, separators=(",", ":"))

    def with_layers(self, layers: Iterable[Layer]) -> EditMap:
        """The map with later steps."""
        return replace(self, layers=(*self.layers, *layers))

    def starts(self, places: Array) -> Array:
        """Where spans that begin at these bytes of the text begin in the raw text."""
        for layer in reversed(self.layers):
            if layer.edits:
                places = layer.starts(places)
        return places

    def ends(self, places: Array) -> Array:
        """Where spans that end before these bytes of the text end in the raw text."""
        for layer in reversed(self.layers):
            if layer.edits:
                places = layer.ends(places)
        return places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of the raw text from which these bytes of the text were made."""
        first, last = int(self.starts(np.array([start]))[0]), int(self.ends(np.array([end]))[0])
        return min(first, last), max(first, last)  # at one point where something was cut, the end stands before the start

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
            if layer.edits:
                layers.append(layer.within(start, end))
                start, end = int(layer.starts(np.array([start]))[0]), int(layer.ends(np.array([end]))[0])
        kept = tuple(layer for layer in reversed(layers) if layer.edits)
        for layer in reversed(kept):
            text = layer.undone(text)
        return EditMap(kept, digest_of(text), cut=True)

    def listed(self) -> list[tuple[str, int, int, str, str]]:
        """Every edit as (step, first byte in the raw text, byte after the last, what was taken, what was put there)."""
        rows = []
        for number, layer in enumerate(self.layers):
            if not layer.edits:
                continue
            below = EditMap(self.layers[:number], "")
            first, last, _, _ = layer.places
            starts, ends = below.starts(first), below.ends(last)
            spans = zip(np.minimum(starts, ends).tolist(), np.maximum(starts, ends).tolist(), layer.edits, strict=True)
            rows += [(layer.step, start, end, removed, put) for start, end, (_, removed, put) in spans]
        return rows


def digest_of(raw: bytes) -> str:
    """The digits by which a raw text is known again."""
    return hashlib.sha256(raw).hexdigest()[:DIGEST_DIGITS]


def applied(text: str, edits: Iterable[Edit], who: str) -> tuple[str, tuple[tuple[int, str, str], ...]]:
    """The text after edits in code points, and those edits that changed something, in bytes; `who` is named where they do not fit."""
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
