"""The bootstrap of keyness: intervals of the log ratio and steadiness of the top, by drawing documents again."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import scipy.sparse as sp

from newsstudy import engine, randomness
from newsstudy.kernels import bootstrap
from newsstudy.kernels._jit import ready
from newsstudy.kernels.special import normal_quantile
from newsstudy.keywords._sides import Sides

TERMS_PER_BLOCK = 256
N_TOP = 100


def resampled(
    sides: Sides, known_rates: np.ndarray | None, n_resamples: int, rng: Any, conf: float = 0.95
) -> dict[str, np.ndarray]:
    """log_ratio_low, log_ratio_high and top100_share, float64 (n_terms,) each.

    Documents (or clusters of documents) are drawn with replacement within each side; where a cluster has documents on
    both sides, all clusters are drawn together. The top is by the log ratio moved towards 0 by a Bonferroni-corrected
    number of standard errors, the closed form nearest to LRC.
    """
    units, strata = _units(sides)
    key = randomness.child(randomness.seed_of(rng), "keyness-bootstrap")
    weights = ready(bootstrap.resample_weights(key[0], key[1], ready(strata, np.int64), n_resamples), np.uint16)
    by_term = sides.by_term
    target_units = ready(np.where(sides.is_target, units, -1), np.int64)
    other_units = ready(np.where(sides.is_target, -1, units), np.int64)
    target_sizes, other_sizes = (_sizes(sides.document_lengths, side, weights) for side in (target_units, other_units))
    n_tests = max(len(sides.terms), 1)
    z = float(normal_quantile(1.0 - (1.0 - conf) / (2 * n_tests)))

    def block(bounds: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns = _columns(by_term, *bounds)
        counts = bootstrap.resampled_counts(*columns, target_units, weights)
        if known_rates is None:
            others = bootstrap.resampled_counts(*columns, other_units, weights) + 0.5
            rates = others / (other_sizes + 0.5)
            variances = 1.0 / others - 1.0 / (other_sizes + 0.5)
        else:
            rates = np.repeat(known_rates[bounds[0] : bounds[1], None] / 1e6, n_resamples, axis=1)
            variances = np.zeros_like(rates)
        floats = (ready(rates, np.float64), ready(variances, np.float64))
        low, high, scores = bootstrap.resampled_log_ratios(
            ready(counts, np.int64), ready(target_sizes, np.int64), *floats, z, (1.0 - conf) / 2
        )
        return low, high, scores

    parts = engine.map_blocks(block, engine.blocks_of(len(sides.terms), TERMS_PER_BLOCK))
    low, high, scores = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return {"log_ratio_low": low, "log_ratio_high": high, "top100_share": bootstrap.top_shares(ready(scores, np.float64), N_TOP)}


def _units(sides: Sides) -> tuple[np.ndarray, np.ndarray]:
    """Each document's unit, and each unit's stratum; units are numbered by content, so document order does not matter."""
    contents = _contents(sides.matrix)
    labels = sides.clusters if sides.clusters is not None else [f"{content}{i}" for i, content in enumerate(contents)]
    members: dict[str, list[int]] = {}
    for document, label in enumerate(labels):
        members.setdefault(label, []).append(document)

    def content_of(label: str) -> tuple[str, ...]:
        return tuple(sorted(f"{int(sides.is_target[d])}{contents[d]}" for d in members[label]))

    ordered = sorted(members, key=content_of)
    straddles = any(len({bool(sides.is_target[d]) for d in members[label]}) > 1 for label in ordered)
    units = np.empty(len(labels), dtype=np.int64)
    strata = np.zeros(len(ordered), dtype=np.int64)
    for unit, label in enumerate(ordered):
        units[members[label]] = unit
        strata[unit] = 0 if straddles else int(sides.is_target[members[label][0]])
    if len(strata) and strata.min() == strata.max():
        strata[:] = 0
    return units, strata


def _contents(matrix: sp.csr_matrix) -> list[str]:
    """A digest of each document's terms and counts."""
    indices, data = matrix.indices.astype("<i8"), matrix.data.astype("<i8")
    rows = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True)
    return [hashlib.sha256(indices[a:b].tobytes() + data[a:b].tobytes()).hexdigest() for a, b in rows]


def _sizes(sizes: np.ndarray, units: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Tokens of a side in every resample, int64 (n_resamples,): the side's documents as if they were one term's counts."""
    documents = ready(np.arange(len(sizes)), np.int32)
    whole = ready(np.array([0, len(sizes)]), np.int32)
    totals: np.ndarray = bootstrap.resampled_counts(whole, documents, ready(sizes, np.int32), units, weights)[0]
    return totals


def _columns(by_term: sp.csc_matrix, first: int, last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Terms first to last (exclusive) of a CSC matrix as arrays of their own."""
    start, stop = by_term.indptr[first], by_term.indptr[last]
    pointers = ready(by_term.indptr[first : last + 1] - start, np.int32)
    return pointers, ready(by_term.indices[start:stop], np.int32), ready(by_term.data[start:stop], np.int32)
