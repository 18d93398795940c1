"""What to do with copies: keep one of each group, or mark the groups in a column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._duplicates import Asked, Groups, grouped
from newsstudy.corpus.ledger import step
from newsstudy.errors import InputError

KEEP = ("earliest", "longest", "first")
COPIES, SOURCES = "n_copies", "copy_sources"
JOINT = "; "


def drop_duplicates(corpus: Corpus, keep: Any, asked: Asked) -> Corpus:
    """One document of each group; see `Corpus.drop_duplicates`."""
    if keep not in KEEP:
        raise InputError(f"keep must be one of {', '.join(map(repr, KEEP))}; got {keep!r}")
    found = grouped(corpus, asked)
    kept = _kept(found, keep)
    stands_for = np.arange(len(corpus), dtype=np.int64)
    stands_for[found.rows] = found.rows[kept]
    mask = stands_for == np.arange(len(corpus))
    ids = found.table["id"].to_pylist()
    merged: dict[str, list[str]] = {}
    for place in np.argsort(found.rows, kind="stable").tolist():  # ids in the order of the corpus
        if kept[place] != place:
            merged.setdefault(ids[kept[place]], []).append(ids[place])
    gone = [("merged", f"near-duplicates of {name}", copies) for name, copies in merged.items()]
    told = f"near-duplicates merged, the {keep} of each group kept: {asked.words()}"
    given = _counted(corpus, stands_for, mask)
    entries = step(corpus.ledger.unit, "drop_duplicates", int(np.count_nonzero(mask)), gone, told)
    return corpus._then(corpus._parts.taken(mask).with_columns(given), entries)


def _kept(found: Groups, keep: str) -> np.ndarray:
    """For each document the place of the one that is kept of its group."""
    if keep == "earliest":
        return found.group
    worth = -found.sizes if keep == "longest" else found.rows
    order = np.lexsort((np.arange(found.rows.size), worth, found.group))
    first = np.searchsorted(found.group[order], found.group)
    return order[first]


def _counted(corpus: Corpus, stands_for: np.ndarray, mask: np.ndarray) -> dict[str, Any]:
    """How many articles each kept document stands for, and of which sources."""
    known = corpus.column_names
    counts = np.ones(len(corpus), np.int64)
    if COPIES in known:
        before = corpus.columns(COPIES)[COPIES]
        if before.type != pa.int64():
            raise InputError(f"the corpus has a column {COPIES!r} of {before.type} values already; rename it first")
        counts = before.fill_null(1).to_numpy()
    totals = np.zeros(len(corpus), np.int64)
    np.add.at(totals, stands_for, counts)
    own = corpus.columns(SOURCES)[SOURCES] if SOURCES in known else corpus.columns("source")["source"]
    sources = columns.fitted(own, SOURCES, columns.STRING)
    names = sources.filter(pa.array(mask)).to_pylist()
    place_of = np.cumsum(mask, dtype=np.int64) - 1
    several: dict[int, set[str]] = {}
    copies = np.flatnonzero(~mask)
    for row, name in zip(copies.tolist(), sources.take(pa.array(copies)).to_pylist(), strict=True):
        place = int(place_of[stands_for[row]])
        several.setdefault(place, set((names[place] or "").split(JOINT))).update((name or "").split(JOINT))
    for place, found in several.items():
        names[place] = JOINT.join(sorted(found - {""})) or None
    return {COPIES: pa.array(totals[mask]), SOURCES: pa.array(names, columns.STRING)}


def with_syndication(corpus: Corpus, column: Any, asked: Asked) -> Corpus:
    """The same documents with their groups in a column; see `Corpus.with_syndication`."""
    if not isinstance(column, str) or not column or column in columns.TYPES:
        raise InputError(f"column must be a name that no column of newsstudy's own has; got {column!r}")
    found = grouped(corpus, asked)
    ids = found.table["id"].to_pylist()
    values: list[str | None] = [None] * len(corpus)
    for row, first in zip(found.rows.tolist(), found.group.tolist(), strict=True):
        values[row] = ids[first]
    n_groups = np.unique(found.group).size
    told = f"{len(ids):,} in {n_groups:,} groups of near-duplicates, column {column!r}: {asked.words()}"
    entries = step(corpus.ledger.unit, "with_syndication", len(corpus), (), told)
    return corpus._then(corpus._parts.with_columns({column: pa.array(values, columns.STRING)}), entries)
