"""Written forms to terms: each distinct form is folded once, cut where its rule cuts it, and numbered in code-point order."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.engine import map_blocks, pages
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
from newsstudy.text.ordering import Gathered
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


class _Cuts:
    """The forms that make other than one term: for each its pieces (first byte, byte after the last, number of the term)."""

    def __init__(self) -> None:
        self.n = 0
        self._sizes: list[Array] = [np.zeros(0, np.int64)]
        self._pieces: list[Array] = [np.zeros((0, 3), np.int64)]

    def add(self, sizes: Any, pieces: Any) -> Array:
        """More cuts, so many pieces each; returns what stands for them among the numbers of terms."""
        self._sizes.append(np.asarray(sizes, np.int64))
        self._pieces.append(np.asarray(pieces, np.int64).reshape(-1, 3))
        self.n += self._sizes[-1].size
        return FIRST_CUT - np.arange(self.n - self._sizes[-1].size, self.n)

    def arrays(self, rank: Array) -> tuple[Array, Array, Array, Array]:
        """Bounds of each cut, and the terms, first bytes and bytes of its pieces, but for those whose terms do not stay."""
        pieces = np.concatenate(self._pieces)
        terms = rank[pieces[:, 2]]
        stays = terms != NONE
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(stays, dtype=np.int64)])
        bounds = before[np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate(self._sizes))])]
        starts, stops = pieces[stays, 0], pieces[stays, 1]
        return ready(bounds, np.int64), ready(terms[stays], np.int32), ready(starts, np.int32), ready(stops - starts, np.int32)


def terms_of_forms(
    tables: list[FormTable],
    rule: Rule,
    *,
    without: pa.Array | None = None,
    only: pa.Array | None = None,
    n_jobs: int | None = None,
) -> Terms:
    """Fold all forms of these tables, and number the terms: those that are not among `without` but, if given, among `only`."""
    gathered, cuts = Gathered(), _Cuts()
    folded = map_blocks(lambda forms: _folded(forms, rule), tables, n_jobs=n_jobs)
    found = [_numbered(forms, rule, *folds, gathered, cuts) for forms, folds in zip(tables, folded, strict=True)]
    array, rank = gathered.in_order()
    stays = np.ones(len(array), bool)
    if without is not None:
        stays &= ~pc.is_in(array, value_set=without).to_numpy(zero_copy_only=False)
    if only is not None:
        stays &= pc.is_in(array, value_set=only).to_numpy(zero_copy_only=False)
    if not stays.all():
        array, rank = array.filter(pa.array(stays)), np.where(stays, np.cumsum(stays, dtype=np.int32) - 1, NONE)[rank]
    ranks = {}
    for forms, numbers in zip(tables, found, strict=True):
        one = numbers >= 0
        numbers[one] = rank[numbers[one]]
        ranks[forms] = ready(numbers, np.int32)
    return Terms(array, ranks, *cuts.arrays(rank))


def _numbered(forms: FormTable, rule: Rule, words: Array, ends: Array, said: Array, gathered: Gathered, cuts: _Cuts) -> Array:
    """For each form of a table the number of its term among those gathered, or of its cut."""
    numbers = np.full(forms.n_forms, NONE, np.int64)
    kept = _with_capitals(forms, rule, said)
    folds = said & LOOK == 0
    folds[list(kept)] = False
    places = np.flatnonzero(folds)
    numbers[places] = gathered.many(words, ends[places], ends[places + 1] - ends[places])
    for form, term in kept.items():
        numbers[form] = gathered.one(term)
    owned = np.flatnonzero(said & OWNED)
    if owned.size:
        numbers[owned] = _owned(forms, rule, owned, said[owned] & OWNED, numbers[owned], gathered, cuts)
    for form in np.flatnonzero(said & LOOK).tolist():
        written = forms.arena[forms.ends[form] : forms.ends[form + 1]].tobytes()
        pieces_ = [(start, stop, gathered.one(term)) for start, stop, term in _pieces(written, rule)]
        if len(pieces_) == 1 and pieces_[0][:2] == (0, len(written)):
            numbers[form] = pieces_[0][2]
        elif pieces_:
            numbers[form] = cuts.add([len(pieces_)], pieces_)[0]
    return numbers


def _owned(forms: FormTable, rule: Rule, owned: Array, lasts: Array, heads: Array, gathered: Gathered, cuts: _Cuts) -> Array:
    """Forms with a possessive as two terms each: the owner, and the possessive, whose bytes are the `lasts`."""
    capital = (forms.arena[forms.ends[owned + 1] - 1] == ord("S")) & (rule.case == "keep")
    marks = np.zeros(2, np.int64)
    for large in np.unique(capital).tolist():
        marks[int(large)] = gathered.one("'S" if large else POSSESSIVE)
    sizes = forms.ends[owned + 1] - forms.ends[owned]
    pieces_ = np.zeros((owned.size, 2, 3), np.int64)
    pieces_[:, 0, 1] = pieces_[:, 1, 0] = sizes - lasts
    pieces_[:, 0, 2], pieces_[:, 1, 1], pieces_[:, 1, 2] = heads, sizes, marks[capital.astype(np.int64)]
    return cuts.add(np.full(owned.size, 2), pieces_)


def _with_capitals(forms: FormTable, rule: Rule, said: Array) -> dict[int, str]:
    """The forms whose capitals stay, without their possessives."""
    some = np.flatnonzero(said & CAPITALS)
    if not some.size or not rule.protected:
        return {}
    stays = protected_capitals(rule.protected)
    starts, stops = forms.ends[some], forms.ends[some + 1] - (said[some] & OWNED)
    short = stops - starts <= max(len(word.encode("utf-8")) for word in stays)
    spans = zip(some[short].tolist(), starts[short].tolist(), stops[short].tolist(), strict=True)
    content = forms.arena[: forms.ends[forms.n_forms]].tobytes()
    written = {form: content[start:stop].decode("utf-8", "replace") for form, start, stop in spans}
    return {form: word for form, word in written.items() if word in stays}


def _pieces(written: bytes, rule: Rule) -> tuple[tuple[int, int, str], ...]:
    try:
        return pieces(written.decode("utf-8"), rule)
    except UnicodeDecodeError:  # bytes that are no UTF-8 have no parts to speak of
        return ((0, len(written), term_form(written.decode("utf-8", "replace"), rule)),)


def _folded(forms: FormTable, rule: Rule) -> tuple[Array, Array, Array]:
    """The folded bytes of all forms, where each begins and ends among them, and what is said of it."""
    n, size = forms.n_forms, int(forms.ends[forms.n_forms])
    pattern = rule.words != "uax29"
    options = (FOLD_CASE if rule.case != "keep" else 0) | (0 if pattern else COMPOSE)
    options |= (CUT_POSSESSIVE if rule.possessive and not pattern else 0) | (KEEP_CAPITALS if rule.protected else 0)
    options |= CUT_OTHERS if cuts_more(rule) else 0
    names = ("lower_at", "lower_offsets", "lower_bytes") if pattern else ("fold_at", "fold_offsets", "fold_bytes")
    folded, ends, said = pages(3 * size, np.uint8), np.zeros(n + 1, np.int64), np.zeros(n, np.int8)
    tables = table("index"), table("records"), *map(table, names)
    kernel: Any = fold_forms
    kernel(ready(forms.arena, np.uint8), forms.ends, n, folded, ends, said, *tables, options)
    words = folded[: ends[-1]]
    try:
        pa.LargeStringArray.from_buffers(n, pa.py_buffer(ends), pa.py_buffer(words)).validate(full=True)
    except pa.ArrowInvalid:  # bytes that are no UTF-8: every form that is not ASCII is looked at by itself
        some = [not words[start:stop].tobytes().isascii() for start, stop in itertools.pairwise(ends.tolist())]
        said[some] = LOOK
    return words, ends, said
