"""Calibration: how often does each method find a difference where there is none, in the user's own corpus?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, randomness, schemas
from newsstudy.engine.progress import progress
from newsstudy.errors import InputError
from newsstudy.kernels.elementary import log10
from newsstudy.kernels.reduce import mean_float, variance_float
from newsstudy.keywords._comparison import cells_of, rank_sum
from newsstudy.keywords._inputs import MINIMUM_DOCUMENTS, checked_counts, checked_whole, counts_record
from newsstudy.keywords._resampling import Floats, Units, intervals, linear_log10_p, map_terms
from newsstudy.keywords._sides import Sides, chosen_documents, cluster_columns, labels_of, named
from newsstudy.measures._student import student_t
from newsstudy.tokens import Counts

Found = tuple[np.ndarray, bool | None]  # which terms are flagged at the level; whether any is after correction
BH, BONFERRONI = "Benjamini-Hochberg", "Bonferroni"
# What each method takes for independent ("units": documents, or clusters where they are given), and its correction.
METHODS = {
    "g2": ("tokens", BH),
    "chi2": ("tokens", BH),
    "log_ratio_interval": ("tokens", BONFERRONI),
    "lrc": ("tokens", BONFERRONI),
    "lrc_documents": ("documents", BONFERRONI),
    "wilcoxon_p": ("documents", BH),
    "welch_t": ("documents", BH),
    "linear_interval": ("units", BH),
    "bootstrap_interval": ("units", ""),
}


def calibration(
    counts: Counts,
    target: Any = None,
    *,
    cluster: Any = None,
    splits: int = 50,
    level: float = 0.05,
    min_documents: int = 20,
    n_resamples: int = 0,
    rng: Any = 0,
) -> pd.DataFrame:
    """How often does each method of keyness flag a term where the two sides are drawn from one corpus at random?

    Documents are shuffled into two sides, again and again. No term truly differs then, so a method that holds its level flags
    a share `level` of the terms, and after correction any term at all in a share `level` of the splits.

    Parameters
    ----------
    counts : Counts
        Counts by document.
    target : condition or None
        The sides get as many documents as this condition and the rest of it have; None for halves.
    cluster : str or list of str, optional
        As in `keyness`: whole clusters are shuffled, and the intervals draw clusters. Without it, copies of one story fall on
        both sides, and no method shows what they do to it.
    splits : int
        Random splits, at least 2.
    level : float
        The nominal level, between 0 and 1.
    min_documents : int
        Terms in fewer documents of the whole corpus are left out: they can hardly be flagged by anything.
    n_resamples : int
        0 leaves the bootstrap out (`linear_interval` stands for it: the same standard error and Student's t, without
        resampling); from 100 on, the interval of `keyness` is computed in each split.
    rng : int or numpy.random.Generator
        Seed of the splits.

    Returns
    -------
    DataFrame, schema CALIBRATION
        One row for each method, in a fixed order: those that take tokens for independent first.

    Notes
    -----
    Methods that give a p-value are corrected by Benjamini and Hochberg, bounds and intervals by Bonferroni. lrc and exact
    tests are conservative by construction, so less than `level` is no fault; more is.

    Source: Lijffijt et al. 2016, doi:10.1093/llc/fqu064; Bestgen 2014, doi:10.1093/llc/fqt020.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counts = ns.sample_article().split("sentence").tokenize().count()
    >>> table = ns.calibration(counts, splits=20, min_documents=5)
    >>> table.method.tolist()[:2], table.n_splits[0]
    (['g2', 'chi2'], np.int64(20))
    """
    splits = checked_whole(splits, "calibration: splits", 2)
    min_documents = checked_whole(min_documents, "calibration: min_documents", 1)
    n_resamples = checked_whole(n_resamples, "calibration: n_resamples", 0 if n_resamples == 0 else 100)
    level = _checked_level(level)
    seed = randomness.seed_of(rng)
    sides, n_target = _whole(counts, target, cluster, min_documents)
    found: dict[str, list[Found]] = {}
    numbers = progress(range(splits), splits, "splits", "calibration")
    for one in _split(sides, n_target, numbers, seed):
        for method, outcome in _outcomes(one, level, n_resamples, seed):
            found.setdefault(method, []).append(outcome)
    settings = {
        **counts_record(counts),
        **sides.record,
        "level": level,
        "min_documents": min_documents,
        "n_splits": splits,
        "n_target_documents": n_target,
        "n_reference_documents": sides.n_reference - n_target,
        "n_resamples": n_resamples,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
    }
    rows = [_row(method, outcomes, sides, level) for method, outcomes in found.items()]
    return schemas.CALIBRATION.table({name: [row[name] for row in rows] for name in schemas.CALIBRATION.names}, settings)


def _checked_level(level: Any) -> float:
    if isinstance(level, bool) or not isinstance(level, int | float | np.floating) or not 0.0 < level < 1.0:
        raise InputError(f"calibration: level lies between 0 and 1, both excluded, such as 0.05; got {level!r}")
    return float(level)


def _whole(counts: Counts, target: Any, cluster: Any, min_documents: int) -> tuple[Sides, int]:
    """All documents as one side, with the terms that are looked at, and how many documents the target gets."""
    checked_counts(counts, "calibration")
    columns = cluster_columns(counts, cluster, "calibration")
    n = len(counts)
    n_target = n // 2 if target is None else int(np.count_nonzero(chosen_documents(counts, target, "target", "calibration")))
    if min(n_target, n - n_target) < MINIMUM_DOCUMENTS:
        raise InputError(
            f"calibration: splits of {n_target} and {n - n_target} documents are too small; each side needs at least "
            f"{MINIMUM_DOCUMENTS}"
        )
    frequent = np.flatnonzero(counts.term_documents >= min_documents)
    if not len(frequent):
        raise InputError(f"calibration: no term occurs in at least {min_documents} documents; set min_documents lower")
    record = {"target": "half of the documents" if target is None else named(target), "cluster": columns or None}
    terms = list(counts.vocabulary.terms)
    labels = labels_of(counts, np.arange(n), columns)
    whole = Sides(terms, counts.matrix, np.zeros(n, dtype=bool), labels, record, tokens=counts.document_lengths).in_order()
    return replace(whole, terms=[terms[i] for i in frequent.tolist()], matrix=whole.matrix[:, frequent]), n_target


def _split(sides: Sides, n_target: int, numbers: Any, seed: int) -> Iterator[Sides]:
    """The corpus in two sides at random: documents, or whole clusters until the target has its number of documents."""
    labels = sides.clusters
    units = np.arange(len(sides.is_target))
    if labels is not None:
        place = {label: number for number, label in enumerate(dict.fromkeys(labels))}
        units = np.array([place[label] for label in labels], dtype=np.int64)
    sizes = np.bincount(units)
    for number in numbers:
        order = randomness.permutation(randomness.child(seed, "calibration", int(number)), len(sizes))
        before = np.cumsum(sizes[order]) - sizes[order]
        taken = np.zeros(len(sizes), dtype=bool)
        taken[order] = before + sizes[order] // 2 < n_target  # a cluster on the border goes where most of it fits
        is_target = taken[units]
        if is_target.all() or not is_target.any():
            raise InputError("calibration: one cluster holds nearly all documents; there is nothing to shuffle")
        yield replace(sides, is_target=is_target)


def _outcomes(sides: Sides, level: float, n_resamples: int, seed: int) -> Iterator[tuple[str, Found]]:
    """What each method says of one split."""
    documents = Units(sides, None)
    units = documents if sides.clusters is None else Units(sides, sides.clusters)
    cells = cells_of(documents)
    d1, d2 = documents.target.term_documents, documents.reference.term_documents
    of_documents = d1, d2, sides.n_target - d1, sides.n_reference - d2
    bound, n_tests = float(log10(level)), len(sides.terms)
    conf = 1.0 - level

    def tested(log10_p: Floats) -> Found:
        return log10_p <= bound, bool((measures.benjamini_hochberg(log10_p) <= bound).any())

    def bounded(table: Any) -> Found:
        return measures.lrc(*table, conf=conf) != 0, bool((measures.lrc(*table, conf=conf, n_tests=n_tests) != 0).any())

    def excluding(number: int) -> np.ndarray:
        low, high = measures.log_ratio_interval(*cells, conf=conf, n_tests=number)
        return np.asarray((low > 0) | (high < 0))

    lengths = sides.document_lengths
    welch = map_terms(n_tests, lambda cut: measures.welch_t(*cut(sides.by_term), lengths, sides.is_target))
    log_ratio = measures.log_ratio(*cells)
    yield "g2", tested(measures.chi2_log10_p(measures.g2(*cells)))
    yield "chi2", tested(measures.chi2_log10_p(measures.chi2(*cells)))
    yield "log_ratio_interval", (excluding(1), bool(excluding(n_tests).any()))
    yield "lrc", bounded(cells)
    yield "lrc_documents", bounded(of_documents)
    yield "wilcoxon_p", tested(rank_sum(sides))
    yield "welch_t", tested(welch)
    yield "linear_interval", tested(linear_log10_p(units, log_ratio))
    if n_resamples:
        ends = intervals(units, units.weights(n_resamples, seed), log_ratio, None, conf)
        yield "bootstrap_interval", ((ends["log_ratio_low"] > 0) | (ends["log_ratio_high"] < 0), None)


def _row(method: str, outcomes: list[Found], sides: Sides, level: float) -> dict[str, Any]:
    independent, corrected = METHODS[method]
    if independent == "units":
        independent = "documents" if sides.clusters is None else "clusters"
    shares = np.array([np.count_nonzero(flagged) / flagged.size for flagged, _ in outcomes])
    n = len(shares)
    mean = float(mean_float(shares))
    half = float(student_t(np.array([n - 1.0]))[0] * np.sqrt(variance_float(shares, ddof=1) / n))
    hits = [any_flagged for _, any_flagged in outcomes if any_flagged is not None]
    return {
        "method": method,
        "independent": independent,
        "level": level,
        "n_splits": n,
        "n_terms": len(sides.terms),
        "flagged_share": mean,
        "flagged_low": max(mean - half, 0.0),
        "flagged_high": min(mean + half, 1.0),
        "corrected": corrected,
        "any_share": hits.count(True) / n if corrected else float("nan"),
    }
