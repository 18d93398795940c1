"""Written forms to terms: each distinct form is folded once, cut where its rule cuts it, and numbered in code-point order."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.kernels._jit import ready
from newsstudy.kernels.folding import (
    CAPITALS,
    COMPOSE,
    CUT_OTHERS,
    CUT_POSSESSIVE,
    FOLD_CASE,
    KEEP_CAPITALS,
    LOOK,
    OWNED,
    fold_forms,
)
from newsstudy.kernels.pieces import FIRST_CUT, NONE
from newsstudy.text.forms import cuts_more, pieces
from newsstudy.text.rules import Rule, protected_capitals, term_form
from newsstudy.text.scanner import FormTable
from newsstudy.text.tables import table

Array = np.ndarray[Any, Any]
POSSESSIVE = "'s"


@dataclasses.dataclass(frozen=True)
class Terms:
    """The terms of some scanned texts, and what each written form of each table became."""

    array: pa.LargeStringArray  # in code-point order
    ranks: dict[FormTable, Array]  # int32: for each form the number of its term, or what kernels/pieces.py says
    cut_bounds: Array  # int64: pieces of cut c are cut_bounds[c] to cut_bounds[c + 1]
    cut_terms: Array  # int32: number of each piece's term
    cut_starts: Array  # int32: first byte of each piece within its form
    cut_sizes: Array  # int32: its bytes

    @functools.cached_property
    def most_pieces(self) -> int:
        """The largest number of terms that one form makes, at least 1."""
        return max(1, int(np.max(np.diff(self.cut_bounds), initial=1)))

    @functools.cached_property
    def some_fall(self) -> bool:
        """Whether some forms make no term at all."""
        return any((ranks == NONE).any() for ranks in self.ranks.values())


class _Gathered:
    """Terms as they come, many at a time or one by one; each call says the numbers that they were given."""

    def __init__(self) -> None:
        self.arrays: list[pa.Array] = []
        self.single: list[str] = []
        self.n = 0

    def many(self, array: pa.Array) -> Array:
        self._flush()
        self.arrays.append(array)
        self.n += len(array)
        return np.arange(self.n - len(array), self.n)

    def one(self, term: str) -> int:
        self.single.append(term)
        self.n += 1
        return self.n - 1

    def _flush(self) -> None:
        self.arrays.append(pa.array(self.single, pa.large_string()))
        self.single = []

    def in_order(self) -> tuple[pa.Array, Array]:
        """The distinct terms in code-point order, and the number there of each that was given."""
        self._flush()
        return distinct_in_order(pa.concat_arrays(self.arrays))


def distinct_in_order(terms: pa.LargeStringArray) -> tuple[pa.LargeStringArray, Array]:
    """The distinct ones of some terms in code-point order, and the number (int32) there of each that was given."""
    encoded = terms.dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()  # distinct values: the order is total
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return encoded.dictionary.take(pa.array(order)), rank[encoded.indices.to_numpy()]


def terms_of_forms(
    tables: list[FormTable], rule: Rule, *, without: pa.Array | None = None, only: pa.Array | None = None
) -> Terms:
    """Fold all forms of these tables, and number the terms: those that are not among `without` but, if given, among `only`."""
    gathered = _Gathered()
    cuts: list[tuple[tuple[int, int, int], ...]] = []
    found = [_numbered(forms, rule, gathered, cuts) for forms in tables]
    array, rank = gathered.in_order()
    stays = np.ones(len(array), bool)
    if without is not None:
        stays &= ~pc.is_in(array, value_set=without).to_numpy(zero_copy_only=False)
    if only is not None:
        stays &= pc.is_in(array, value_set=only).to_numpy(zero_copy_only=False)
    if not stays.all():
        array, rank = array.filter(pa.array(stays)), np.where(stays, np.cumsum(stays, dtype=np.int32) - 1, NONE)[rank]
        cuts = [tuple(piece for piece in cut if rank[piece[2]] != NONE) for cut in cuts]
    ranks = {}
    for forms, numbers in zip(tables, found, strict=True):
        one = numbers >= 0
        numbers[one] = rank[numbers[one]]
        ranks[forms] = ready(numbers, np.int32)
    parts = np.array([piece for cut in cuts for piece in cut], np.int64).reshape(-1, 3)
    bounds = np.array([0, *itertools.accumulate(len(cut) for cut in cuts)], np.int64)
    starts, sizes, numbers = parts[:, 0], parts[:, 1] - parts[:, 0], rank[parts[:, 2]]
    return Terms(array, ranks, ready(bounds, np.int64), *(ready(part, np.int32) for part in (numbers, starts, sizes)))


def _numbered(forms: FormTable, rule: Rule, gathered: _Gathered, cuts: list[tuple[tuple[int, int, int], ...]]) -> Array:
    """For each form of a table the number of its term among those gathered, or of its cut."""
    words, said = _folded(forms, rule)
    numbers = np.full(forms.n_forms, NONE, np.int64)
    kept = _with_capitals(forms, rule, said)
    folds = said & LOOK == 0
    folds[list(kept)] = False
    numbers[folds] = gathered.many(words.filter(pa.array(folds)))
    for form, term in kept.items():
        numbers[form] = gathered.one(term)
    owned = np.flatnonzero(said & OWNED)
    if owned.size:
        heads, sizes = numbers[owned].tolist(), np.diff(forms.ends[: forms.n_forms + 1])[owned].tolist()
        numbers[owned] = FIRST_CUT - len(cuts) - np.arange(owned.size)
        capital = forms.arena[forms.ends[owned + 1] - 1] == ord("S")
        capital &= rule.case == "keep"
        marks = {large: gathered.one("'S" if large else POSSESSIVE) for large in np.unique(capital).tolist()}
        for head, size, last, large in zip(heads, sizes, (said[owned] & OWNED).tolist(), capital.tolist(), strict=True):
            cuts.append(((0, size - last, head), (size - last, size, marks[large])))
    content = forms.arena
    for form in np.flatnonzero(said & LOOK).tolist():
        written = content[forms.ends[form] : forms.ends[form + 1]].tobytes()
        found = tuple((start, stop, gathered.one(term)) for start, stop, term in _pieces(written, rule))
        if len(found) == 1 and found[0][:2] == (0, len(written)):
            numbers[form] = found[0][2]
        elif found:
            numbers[form] = FIRST_CUT - len(cuts)
            cuts.append(found)
    return numbers


def _with_capitals(forms: FormTable, rule: Rule, said: Array) -> dict[int, str]:
    """The forms whose capitals stay, without their possessives."""
    some = np.flatnonzero(said & CAPITALS)
    if not some.size or not rule.protected:
        return {}
    content, stays = forms.arena.tobytes(), protected_capitals(rule.protected)
    stops = forms.ends[some + 1] - (said[some] & OWNED)
    spans = zip(some.tolist(), forms.ends[some].tolist(), stops.tolist(), strict=True)
    written = {form: content[start:stop].decode("utf-8", "replace") for form, start, stop in spans}
    return {form: word for form, word in written.items() if word in stays}


def _pieces(written: bytes, rule: Rule) -> tuple[tuple[int, int, str], ...]:
    try:
        return pieces(written.decode("utf-8"), rule)
    except UnicodeDecodeError:  # bytes that are no UTF-8 have no parts to speak of
        return ((0, len(written), term_form(written.decode("utf-8", "replace"), rule)),)


def _folded(forms: FormTable, rule: Rule) -> tuple[pa.Array, Array]:
    """The folded bytes of each form as texts, and what is said of it."""
    n, size = forms.n_forms, int(forms.ends[forms.n_forms])
    pattern = rule.words == "pattern"
    options = (FOLD_CASE if rule.case != "keep" else 0) | (0 if pattern else COMPOSE)
    options |= (CUT_POSSESSIVE if rule.possessive and not pattern else 0) | (KEEP_CAPITALS if rule.protected else 0)
    options |= CUT_OTHERS if cuts_more(rule) else 0
    names = ("lower_at", "lower_offsets", "lower_bytes") if pattern else ("fold_at", "fold_offsets", "fold_bytes")
    folded, ends, said = np.empty(3 * size, np.uint8), np.zeros(n + 1, np.int64), np.zeros(n, np.int8)
    fold_at, fold_offsets, fold_bytes = map(table, names)
    fold_forms(
        ready(forms.arena, np.uint8),
        forms.ends,
        n,
        folded,
        ends,
        said,
        table("index"),
        table("records"),
        fold_at,
        fold_offsets,
        fold_bytes,
        options,
    )
    words = pa.LargeStringArray.from_buffers(n, pa.py_buffer(ends), pa.py_buffer(folded[: ends[-1]].copy()))
    try:
        words.validate(full=True)
    except pa.ArrowInvalid:  # bytes that are no UTF-8: every form that is not ASCII is looked at by itself
        written = [folded[start:stop].tobytes() for start, stop in itertools.pairwise(ends.tolist())]
        said[[not word.isascii() for word in written]] = LOOK
        words = pa.array([word.decode() if word.isascii() else "" for word in written], pa.large_string())
    return words, said
