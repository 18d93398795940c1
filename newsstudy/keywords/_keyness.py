"""Keyness: which words mark one body of text against another, how strongly, and how surely."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import randomness, schemas
from newsstudy.keywords import _comparison
from newsstudy.keywords._extra import Given, wanted
from newsstudy.keywords._inputs import checked_whole, counts_record
from newsstudy.keywords._reference_list import ReferenceList
from newsstudy.keywords._resampling import CONF, Units, intervals
from newsstudy.keywords._sides import Sides, sides_of
from newsstudy.keywords._steadiness import top100_share
from newsstudy.tokens import Counts

LOG10_Q = -1.3010299956639813  # log10 of 0.05, the rate of false discoveries that a verdict may have
LOCKWORD = 0.5  # a log ratio whose whole interval lies within ± 0.5 counts as equal
FEW_DOCUMENTS = 20  # the interval's coverage is promised for terms in at least so many documents (or clusters) of each side


def keyness(
    counts: Counts,
    target: Any = None,
    reference: Any = None,
    *,
    cluster: Any = None,
    measures: Any = (),
    n_resamples: int = 1000,
    rng: Any = 0,
) -> pd.DataFrame:
    """Which terms mark the target against the reference, how strongly, and how surely?

    Parameters
    ----------
    counts : Counts
        Counts by document; weights are refused.
    target : condition or None
        Which documents are the target: ``"source == 'Guardian'"``, a dict, a boolean mask; None for all of them.
    reference : None, condition, Counts or ReferenceList
        What to compare with: the rest of the documents (None), those that fit a condition, another corpus's counts
        (vocabularies are joined), or a list of rates taken as known, such as ``ns.general_english()``.
    cluster : str or list of str, optional
        A column, or several: documents that share its value (all their values) are drawn together, such as the copies of one
        story (``"syndication"``) or an outlet's day (``["source", "date"]``). A document without a value is its own cluster.
    measures : str, list or dict
        More columns, by name: a measure of `newsstudy.measures` that takes a two-by-two table (``"percent_diff"``,
        ``"chi2_yates"``), a measure of dispersion (``"dp"`` gives `target_dp` and `reference_dp`), ``"welch_t"``,
        ``"few_documents"`` or ``"document_interval"``; see Notes. Options stand in a dict: ``{"simple_maths": {"k": 100}}``.
    n_resamples : int
        Bootstrap resamples of the documents, at least 100.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    DataFrame, schema KEYNESS (or KEYNESS_ONE_SAMPLE for a ReferenceList)
        One row for each term that occurs on either side, ordered by lrc_documents where there is one, then by lrc, then by
        signed G2, then by term. Against a list, terms that the target lacks are rows where at least five were expected.
        With fewer than five documents on a side every document-level column is missing and the settings say why.

    Notes
    -----
    The log ratio answers "how much", the bootstrap interval and the rank-sum test on documents "how surely"; G2, BIC and lrc
    treat every token as independent and are there for comparison. The interval is the percentile interval, stretched by
    Student's t; by simulation it holds the ratio in 95 ± 2 % of samples for terms in at least 20 documents of each side (20
    clusters, where clusters are drawn). The settings count the other terms, and the column ``"few_documents"`` marks them.
    ``"document_interval"`` adds the interval that takes documents for independent, to set beside that of clusters.

    *key*: lrc above 0, the interval above 0, and evidence from documents that holds for all terms together: lrc_documents
    above 0 or wilcoxon_q at most 0.05; *anti-key*: the same below; *lockword*: none of these, and the interval within ± 0.5;
    *undecided*: the rest. Where there is nothing to say of documents, that condition falls away.

    Source: Lijffijt et al. 2016, doi:10.1093/llc/fqu064 (bootstrap over texts); Hesterberg 2015,
    doi:10.1080/00031305.2015.1089789 (percentile intervals of small samples); for the measures see the columns of the schema.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counts = ns.sample_article().split("sentence").tokenize().count()
    >>> table = ns.keyness(counts, reference=ns.general_english(), n_resamples=200)
    >>> table.term[0]
    'putin'
    >>> parts = [number < 20 for number in range(len(counts))]
    >>> ns.keyness(counts, parts, measures=["percent_diff", "dp"], n_resamples=200).columns[-3:].tolist()
    ['percent_diff', 'target_dp', 'reference_dp']
    """
    n_resamples = checked_whole(n_resamples, "keyness: n_resamples", 100)
    seed = randomness.seed_of(rng)
    extra = wanted(measures, one_sample=isinstance(reference, ReferenceList))
    sides = sides_of(counts, target, reference, cluster)
    one_sample = sides.known is not None
    documents = Units(sides, None)
    units = documents if sides.clusters is None else Units(sides, sides.clusters)
    values, missing = (_comparison.one_sample if one_sample else _comparison.two_sample)(sides, documents)
    rates = values["reference_per_million"] / 1e6 if one_sample else None
    few = _comparison.too_few(sides)
    blank = np.full(len(sides.terms), np.nan)
    if few:
        missing |= dict.fromkeys(("log_ratio_low", "log_ratio_high", "top100_share"), few)
    values |= {name: blank for name in missing if name not in values}
    order = _order(values, one_sample)
    if not few:
        weights = units.weights(n_resamples, seed)
        values |= intervals(units, weights, values["log_ratio"], rates)
        values["top100_share"] = top100_share(units, weights, order, rates, len(sides.terms))
        del weights
    values["verdict"] = _verdicts(values)
    marked = _in_few(units)
    given = Given(sides, documents, units, values["log_ratio"], rates, marked, n_resamples, seed)
    more, reasons = extra.columns(given)
    columns: dict[str, Any] = {name: np.asarray(column)[order] for name, column in (values | more).items()}
    columns["term"] = [sides.terms[i] for i in order]
    settings = {
        **counts_record(counts),
        **sides.record,
        **_clusters(sides, units),
        **extra.record(),
        "n_target_documents": sides.n_target,
        "n_reference_documents": sides.n_reference,
        "n_resamples": n_resamples,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "conf": CONF,
        "n_tests": len(sides.terms),
        "few_documents": FEW_DOCUMENTS,
        "n_terms_in_few_documents": int(np.count_nonzero(marked)),
        "zero": "walter",
        "lockword": LOCKWORD,
        "verdict_q": 0.05,
        "missing": missing | reasons,
    }
    schema = schemas.KEYNESS_ONE_SAMPLE if one_sample else schemas.KEYNESS
    return schema.with_columns(extra.described()).table(columns, settings)


def _clusters(sides: Sides, units: Units) -> dict[str, int]:
    if sides.clusters is None:
        return {}
    known = sides.known is not None
    return {"n_target_clusters": units.target.n_units} | ({} if known else {"n_reference_clusters": units.reference.n_units})


def _in_few(units: Units) -> np.ndarray:
    """Whether fewer than 20 of what is drawn have the term, on some side."""
    ours, theirs = units.n_units_with_term
    few: np.ndarray = ours < FEW_DOCUMENTS
    return few if units.known else few | (theirs < FEW_DOCUMENTS)


def _verdicts(values: dict[str, Any]) -> list[str]:
    conservative = values["lrc"] if "lrc" in values else values["lrc_one_sample"]
    low, high = values["log_ratio_low"], values["log_ratio_high"]
    # A missing interval compares as neither above nor below, so without documents the exact bound alone decides.
    known = ~np.isnan(low)
    over, under = _document_evidence(values)
    key = (conservative > 0) & (~known | (low > 0)) & over
    anti = (conservative < 0) & (~known | (high < 0)) & under
    lock = known & (low >= -LOCKWORD) & (high <= LOCKWORD)
    names = np.select([key, anti, lock], ["key", "anti-key", "lockword"], "undecided")
    return [str(name) for name in names]


def _document_evidence(values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Whether documents speak for the target, or for the reference, after correction; always, where there are none."""
    bound, q = values["lrc_documents"], values["wilcoxon_q"]
    said = ~np.isnan(bound)
    found = q <= LOG10_Q
    return ~said | (bound > 0) | found, ~said | (bound < 0) | found


def _order(values: dict[str, Any], one_sample: bool) -> np.ndarray:
    """The terms as the table lists them, the surest first: lrc_documents, lrc, signed G2, all falling; then term."""
    conservative = values["lrc_one_sample" if one_sample else "lrc"]
    evidence = values["g2_one_sample_signed" if one_sample else "g2_signed"]
    first = conservative if np.isnan(values["lrc_documents"]).all() else values["lrc_documents"]
    return np.lexsort((-evidence, -conservative, -first))  # stable; the terms stand in code-point order already
