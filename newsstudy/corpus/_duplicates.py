"""Near-duplicate groups: which articles are the same story printed twice."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._near import Near, Search, Shingling, bands
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.components import DIFFERENT, SAME, group_members, member_pairs
from newsstudy.schemas.corpus import DUPLICATE_PAIRS, DUPLICATES
from newsstudy.text.rules import Rule, get_rule

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
LEAST_THRESHOLD = 0.1
MOST_PAIRS = 20_000_000  # rows of a table of pairs; more than that is a corpus of one story
SHORT = ("apart", "equal")


@dataclasses.dataclass(frozen=True)
class Asked:
    """What makes two documents near-duplicates; see `Corpus.duplicates` for the meaning of each."""

    threshold: float
    n: int
    window_days: int | None
    across: str | None
    within: str | None
    rule: Rule
    short: str

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        threshold: Any = 0.7,
        *,
        n: Any = 5,
        window_days: Any = None,
        across: Any = None,
        within: Any = None,
        rule: Any = "word-runs-1",
        short: Any = "apart",
    ) -> Asked:
        """The settings after a look at their sense; an error names the one that has none."""
        number = isinstance(threshold, int | float | np.floating) and not isinstance(threshold, bool)
        if not number or not LEAST_THRESHOLD <= threshold <= 1:
            raise InputError(
                f"threshold must be a number from {LEAST_THRESHOLD} to 1, the share of common word runs; got {threshold!r}"
            )
        if not _whole(n, 1):
            raise InputError(f"n must be a whole number of at least 1, the words in a run; got {n!r}")
        if window_days is not None and not _whole(window_days, 0):
            raise InputError(f"window_days must be a whole number of at least 0, or None for any distance; got {window_days!r}")
        if across is not None and within is not None:
            raise InputError("across= asks for different values and within= for equal ones; give one of them")
        for name, column in (("across", across), ("within", within)):
            if column is not None and (not isinstance(column, str) or column not in corpus.column_names):
                raise InputError(f"{name}={column!r} is no column of the corpus; it has: {', '.join(corpus.column_names)}")
        if short not in SHORT:
            raise InputError(f"short must be 'apart' or 'equal'; got {short!r}")
        window = None if window_days is None else int(window_days)
        return cls(float(threshold), int(n), window, across, within, get_rule(rule), short)

    def record(self, corpus: Corpus) -> dict[str, Any]:
        """The settings as JSON values."""
        n_bands, n_rows = bands(self.threshold)
        own = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        search = {"search": "minhash-1", "n_bands": n_bands, "n_rows": n_rows}
        return {**own, "rule": self.rule.name, "unit": corpus.ledger.unit, "n_documents": len(corpus), **search}

    def words(self) -> str:
        """The settings in words, as the ledger has them."""
        told = f"Jaccard of {self.n}-word runs at least {self.threshold:g} ({self.rule.name})"
        told += f", within {self.window_days} days" if self.window_days is not None else ""
        told += f", different {self.across}" if self.across else f", same {self.within}" if self.within else ""
        return told + (", equal short texts too" if self.short == "equal" else "")


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(least <= value < 1 << 31)


@dataclasses.dataclass(frozen=True)
class Groups:
    """Documents that have a near-duplicate, by group: the earliest first in each, and groups by their earliest."""

    rows: Array  # int64: the document's row in the corpus
    table: pa.Table  # id, date, date_from, date_to, source, title of each
    group: Array  # int64: the place (here) of its group's earliest document
    nearest: Array  # int64: the place of the document that it is most like
    nearest_jaccard: Array
    sizes: Array  # int64: bytes of its text
    search: Search
    near: Near


class _Members:
    """The documents of a search in canonical order, with what decides which of them may be pairs."""

    def __init__(self, corpus: Corpus, near: Near, asked: Asked) -> None:
        column = asked.across or asked.within
        names = list(dict.fromkeys(["id", "date", "date_from", "date_to", "source", "title", *([column] if column else [])]))
        table = corpus._parts.chosen(near.rows, names)
        days = [table[name].cast(pa.int32()).to_pylist() for name in ("date_from", "date_to")]
        keys = zip(*days, table["id"].to_pylist(), strict=True)
        order = sorted(enumerate(keys), key=lambda item: _earliest(*item[1]))
        self.order = np.array([place for place, _ in order], np.int64)
        self.table = table.take(pa.array(self.order))
        self.rows = near.rows[self.order]
        self.days = ready([(1, 0) if None in (key[0], key[1]) else key[:2] for _, key in order] or np.zeros((0, 2)), np.int32)
        self.asked = DIFFERENT if asked.across else SAME if asked.within else 0
        self.window = -1 if asked.window_days is None else asked.window_days
        self.values = _coded(self.table[column], column) if column else ready(np.zeros(len(order)), np.int32)
        numbers, self.classes = np.unique(near.heads[self.order], return_inverse=True)
        members = np.argsort(self.classes, kind="stable")
        self.members = ready(members, np.int32)
        self.bounds = ready(np.searchsorted(self.classes[members], np.arange(numbers.size + 1)), np.int64)
        self.links = ready(np.searchsorted(numbers, near.pairs).reshape(-1, 2), np.int32)

    @property
    def question(self) -> tuple[Any, ...]:
        """What the kernels ask of a pair."""
        return self.bounds, self.members, self.links

    @property
    def conditions(self) -> tuple[Any, ...]:
        """What the kernels ask of a pair beside its similarity."""
        return self.values, self.asked, self.days, self.window


def _earliest(first: int | None, last: int | None, name: str) -> tuple[Any, ...]:
    """The order of documents: by first day, then by last day (a vague date after an exact one), then by id; undated last."""
    return (first is None, first or 0, last or 0, name)


def _coded(column: Any, name: str) -> Array:
    """A number for each distinct value, -1 where it is missing."""
    codes = columns.fitted(column, name, columns.STRING).combine_chunks().dictionary_encode().indices
    return ready(codes.fill_null(-1).to_numpy(zero_copy_only=False), np.int32)


def grouped(corpus: Corpus, asked: Asked) -> Groups:
    """The groups of near-duplicates: connected components of the pairs."""
    search = Search(corpus, Shingling(asked.rule, asked.n, asked.short == "equal"), asked.threshold)
    near = search.near()
    members = _Members(corpus, near, asked)
    n = members.rows.size
    parents, nearest, shares = np.arange(n, dtype=np.int32), np.full(n, -1, np.int32), np.full(n, -1.0)
    group: Any = group_members
    group(*members.question, ready(near.similarity, np.float64), *members.conditions, parents, nearest, shares)
    order = np.lexsort((np.arange(n), parents))
    order = order[nearest[order] >= 0]
    place = np.full(n, -1, np.int64)
    place[order] = np.arange(order.size)
    rows = members.rows[order]
    return Groups(
        rows, members.table.take(pa.array(order)), place[parents[order]], place[nearest[order]], shares[order],
        search.sizes[rows], search, near,
    )  # fmt: skip


def duplicates(corpus: Corpus, asked: Asked) -> pd.DataFrame:
    """One row a document that has a near-duplicate; see `Corpus.duplicates`."""
    found = grouped(corpus, asked)
    ids = found.table["id"].to_pylist()
    first = np.array(ids, object)[found.group] if ids else np.zeros(0, object)
    held = {
        "group": first,
        "document": ids,
        "n_documents": np.bincount(found.group, minlength=1)[found.group],
        "jaccard": _to_earliest(found),
        "nearest": np.array(ids, object)[found.nearest] if ids else np.zeros(0, object),
        "nearest_jaccard": found.nearest_jaccard,
        "days": _days_between(found.table, found.group, np.arange(len(ids))),
        **{name: found.table[name].to_pylist() for name in ("date", "source", "title")},
    }
    return DUPLICATES.table(held, asked.record(corpus))


def _to_earliest(found: Groups) -> Array:
    """How similar each document is to the earliest of its group: known for most, counted for the links of a chain."""
    similarity = np.ones(found.rows.size)
    heads = found.near.heads[np.searchsorted(found.near.rows, found.rows)]
    one, other = heads[found.group], heads
    n = int(np.max(found.near.rows, initial=0)) + 1
    known = found.near.pairs[:, 0] * n + found.near.pairs[:, 1]  # ascending, as the pairs are
    wanted = np.minimum(one, other) * n + np.maximum(one, other)
    at = np.searchsorted(known, wanted)
    there = np.zeros(wanted.size, bool)
    there[at < known.size] = known[at[at < known.size]] == wanted[at < known.size]
    similarity[there] = found.near.similarity[at[there]]
    left = np.flatnonzero(~there & (one != other))
    similarity[left] = found.search.similarity(found.rows[found.group[left]], found.rows[left])
    return similarity


def _days_between(table: pa.Table, one: Array, other: Array) -> list[int | None]:
    """Days from the first day of one document to that of another; None where one is not known."""
    days = table["date_from"].cast(pa.int32()).to_pylist()
    pairs = ((days[a], days[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True))
    return [None if None in pair else pair[1] - pair[0] for pair in pairs]


def duplicate_pairs(corpus: Corpus, asked: Asked) -> pd.DataFrame:
    """One row a pair of near-duplicates; see `Corpus.duplicate_pairs`."""
    search = Search(corpus, Shingling(asked.rule, asked.n, asked.short == "equal"), asked.threshold)
    near = search.near()
    members = _Members(corpus, near, asked)
    nothing = np.zeros((0, 2), np.int32), np.zeros(0, np.int32)
    write_pairs: Any = member_pairs
    n_pairs = int(write_pairs(*members.question, *members.conditions, *nothing))
    if n_pairs > MOST_PAIRS:
        raise InputError(
            f"there are {n_pairs:,} pairs, too many for a table; corpus.duplicates() gives the groups, or raise the "
            f"threshold (now {asked.threshold:g})"
        )
    pairs, which = np.empty((n_pairs, 2), np.int32), np.empty(n_pairs, np.int32)
    write_pairs(*members.question, *members.conditions, pairs, which)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs, which = pairs[order], which[order]
    linked = which >= 0
    similarity, shared = np.ones(len(pairs)), near.sizes[members.order[pairs[:, 0]]]  # equal ones share all they have
    similarity[linked], shared[linked] = near.similarity[which[linked]], near.shared[which[linked]]
    ids, sources = members.table["id"].to_pylist(), members.table["source"].to_pylist()
    one, other = pairs[:, 0].tolist(), pairs[:, 1].tolist()
    held = {
        "document": [ids[place] for place in one],
        "other": [ids[place] for place in other],
        "jaccard": similarity,
        "n_shared": shared,
        "days": _days_between(members.table, pairs[:, 0], pairs[:, 1]),
        "document_source": [sources[place] for place in one],
        "other_source": [sources[place] for place in other],
    }
    return DUPLICATE_PAIRS.table(held, asked.record(corpus))
