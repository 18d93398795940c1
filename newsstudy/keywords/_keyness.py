"""Keyness: which words mark one body of text against another, how strongly, and how surely."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import measures, schemas
from newsstudy.errors import InputError
from newsstudy.given import is_whole
from newsstudy.kernels.reduce import total_int
from newsstudy.keywords._inputs import MINIMUM_DOCUMENTS, checked_whole, counts_record
from newsstudy.keywords._resampling import resampled
from newsstudy.keywords._sides import Sides, sides_of
from newsstudy.tokens import Counts

LOCKWORD = 0.5  # a log ratio whose whole interval lies within ± 0.5 counts as equal


def keyness(
    counts: Counts,
    target: Any = None,
    reference: Any = None,
    *,
    cluster: str | None = None,
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
    cluster : str, optional
        A column; documents that share its value are resampled together (syndicated copies, one outlet's day).
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
    The log ratio answers "how much", the bootstrap interval (Lijffijt et al. 2016, doi:10.1093/llc/fqu064) and the
    rank-sum test on documents "how surely"; G2 and BIC treat every token as independent and are there for comparison.
    *key*: lrc above 0 and the interval above 0; *anti-key*: both below; *lockword*: the interval within ± 0.5.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counts = ns.sample_article().split("sentence").tokenize().count()
    >>> table = ns.keyness(counts, reference=ns.general_english(), n_resamples=200)
    >>> table.term[0]
    'putin'
    """
    n_resamples = checked_whole(n_resamples, "keyness: n_resamples", 100)
    sides = sides_of(counts, target, reference, cluster)
    values, missing = _one_sample(sides) if sides.known is not None else _two_sample(sides)
    few = _too_few(sides)
    blank = np.full(len(sides.terms), np.nan)
    if few:
        missing |= dict.fromkeys(("log_ratio_low", "log_ratio_high", "top100_share"), few)
        values |= dict.fromkeys(("log_ratio_low", "log_ratio_high", "top100_share"), blank)
    else:
        rates = values["reference_per_million"] if sides.known is not None else None
        values |= resampled(sides, rates, n_resamples, rng)
    values |= {name: blank for name in missing if name not in values}
    schema = schemas.KEYNESS if sides.known is None else schemas.KEYNESS_ONE_SAMPLE
    values["verdict"] = _verdicts(values)
    columns = _ordered(sides, values)
    settings = {
        **counts_record(counts),
        **sides.record,
        "n_target_documents": sides.n_target,
        "n_reference_documents": sides.n_reference,
        "n_resamples": n_resamples,
        "seed": _seed(rng),
        "conf": 0.95,
        "n_tests": len(sides.terms),
        "zero": "walter",
        "lockword": LOCKWORD,
        "missing": missing,
    }
    return schema.table(columns, settings)


def _seed(rng: Any) -> int | str:
    return int(rng) if is_whole(rng) else "drawn from a generator"


def _too_few(sides: Sides) -> str:
    """Why there is no statement about documents; empty where there is one."""
    for side, number in (("target", sides.n_target), ("reference", sides.n_reference)):
        if number < MINIMUM_DOCUMENTS and not (side == "reference" and sides.known is not None):
            return f"the {side} has {number} documents; statements about documents need at least {MINIMUM_DOCUMENTS}"
    return ""


def _side(sides: Sides, chosen: np.ndarray) -> dict[str, Any]:
    """Counts, documents and tokens of one side."""
    part = sides.matrix[np.flatnonzero(chosen)]
    n_terms = part.shape[1]
    by_term = part.tocsc()
    return {
        "counts": np.bincount(part.indices, weights=part.data, minlength=n_terms).astype(np.int64),
        "documents": np.diff(by_term.indptr).astype(np.int64),
        "n_tokens": int(total_int(part.data)),
        "by_term": by_term,
        "sizes": total_int(part, axis=1),
    }


def _dkl(side: dict[str, Any]) -> np.ndarray:
    by_term = side["by_term"]
    table = measures.dispersion_table(by_term.indptr, by_term.indices, by_term.data, side["sizes"])
    return np.asarray(table["dkl"], dtype=np.float64)


def _two_sample(sides: Sides) -> tuple[dict[str, Any], dict[str, str]]:
    one, two = _side(sides, sides.is_target), _side(sides, ~sides.is_target)
    n1, n2 = one["n_tokens"], two["n_tokens"]
    if n1 == 0 or n2 == 0:
        raise InputError(f"keyness: the {'target' if n1 == 0 else 'reference'} has documents but no words; look at its texts")
    f1, f2 = one["counts"], two["counts"]
    cells = (f1, f2, n1 - f1, n2 - f2)
    n_tests = len(sides.terms)
    values = {
        "target_count": f1,
        "reference_count": f2,
        "target_per_million": f1 / n1 * 1e6,
        "reference_per_million": f2 / n2 * 1e6,
        "target_documents": one["documents"],
        "reference_documents": two["documents"],
        "log_ratio": measures.log_ratio(*cells),
        "lrc": measures.lrc(*cells, n_tests=n_tests),
        "g2_signed": measures.g2(*cells, signed=True),
        "bic": measures.bic(*cells),
    }
    few = _too_few(sides)
    if few:
        return values, dict.fromkeys(("lrc_documents", "wilcoxon_p", "wilcoxon_q", "target_dkl", "reference_dkl"), few)
    d1, d2 = one["documents"], two["documents"]
    documents = (d1, d2, sides.n_target - d1, sides.n_reference - d2)
    by_term = sides.by_term
    p = measures.rank_sum(by_term.indptr, by_term.indices, by_term.data, sides.document_lengths, sides.is_target)
    values |= {
        "lrc_documents": measures.lrc(*documents, n_tests=n_tests),
        "wilcoxon_p": p,
        "wilcoxon_q": measures.benjamini_hochberg(p),
        "target_dkl": _dkl(one),
        "reference_dkl": _dkl(two),
    }
    return values, {}


def _one_sample(sides: Sides) -> tuple[dict[str, Any], dict[str, str]]:
    assert sides.known is not None
    side = _side(sides, sides.is_target)
    n = side["n_tokens"]
    if n == 0:
        raise InputError("keyness: the target has documents but no words; look at its texts")
    per_million = sides.known.rates(sides.terms)
    rates = per_million / 1e6
    f = side["counts"]
    n_tests = len(sides.terms)
    none = np.full(len(f), None, dtype=object)
    values = {
        "target_count": f,
        "reference_count": none,
        "target_per_million": f / n * 1e6,
        "reference_per_million": per_million,
        "target_documents": side["documents"],
        "reference_documents": none,
        "log_ratio": measures.log_ratio_one_sample(f, n, rates),
        "lrc_one_sample": measures.lrc_one_sample(f, n, rates, n_tests=n_tests),
        "g2_one_sample_signed": measures.g2_one_sample(f, n, rates, signed=True),
        "bic_one_sample": measures.bic_one_sample(f, n, rates),
    }
    reason = "a list of rates has no documents"
    missing = dict.fromkeys(
        ("reference_count", "reference_documents", "lrc_documents", "wilcoxon_p", "wilcoxon_q", "reference_dkl"), reason
    )
    few = _too_few(sides)
    if few:
        missing["target_dkl"] = few
    else:
        values["target_dkl"] = _dkl(side)
    return values, missing


def _verdicts(values: dict[str, Any]) -> list[str]:
    conservative = values["lrc"] if "lrc" in values else values["lrc_one_sample"]
    low, high = values["log_ratio_low"], values["log_ratio_high"]
    # A missing interval compares as neither above nor below, so without documents the exact bound alone decides.
    known = ~np.isnan(low)
    key = (conservative > 0) & (~known | (low > 0))
    anti = (conservative < 0) & (~known | (high < 0))
    lock = known & (low >= -LOCKWORD) & (high <= LOCKWORD)
    names = np.select([key, anti, lock], ["key", "anti-key", "lockword"], "undecided")
    return [str(name) for name in names]


def _ordered(sides: Sides, values: dict[str, Any]) -> dict[str, Any]:
    """The surest first: lrc_documents, lrc, signed G2, all falling; then term."""
    one_sample = sides.known is not None
    conservative = values["lrc_one_sample" if one_sample else "lrc"]
    evidence = values["g2_one_sample_signed" if one_sample else "g2_signed"]
    first = conservative if np.isnan(values["lrc_documents"]).all() else values["lrc_documents"]
    order = np.lexsort((-evidence, -conservative, -first))  # stable; the terms stand in code-point order already
    columns: dict[str, Any] = {name: np.asarray(column)[order] for name, column in values.items()}
    columns["term"] = [sides.terms[i] for i in order]
    return columns
