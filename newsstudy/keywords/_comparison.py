"""The columns of a keyness table that need no resampling: counts, rates, conservative ratios, evidence, spread."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy import measures
from newsstudy.errors import InputError
from newsstudy.kernels import dispersion as dispersion_kernel
from newsstudy.kernels._jit import ready
from newsstudy.keywords._inputs import MINIMUM_DOCUMENTS
from newsstudy.keywords._resampling import Floats, Side, Units, map_terms
from newsstudy.keywords._sides import Sides

Cells = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
OF_DOCUMENTS = ("lrc_documents", "wilcoxon_p", "wilcoxon_q", "target_dkl", "reference_dkl")


def too_few(sides: Sides) -> str:
    """Why there is no statement about documents; empty where there is one."""
    for side, number in (("target", sides.n_target), ("reference", sides.n_reference)):
        if number < MINIMUM_DOCUMENTS and not (side == "reference" and sides.known is not None):
            return f"the {side} has {number} documents; statements about documents need at least {MINIMUM_DOCUMENTS}"
    return ""


def cells_of(documents: Units) -> Cells:
    """o11, o12, o21, o22 of each term, in tokens."""
    one, two = documents.target, documents.reference
    f1, f2 = one.term_counts, two.term_counts
    return f1, f2, one.n_tokens - f1, two.n_tokens - f2


def two_sample(sides: Sides, documents: Units) -> tuple[dict[str, Any], dict[str, str]]:
    """Columns of a comparison of two bodies of text, and why some are missing; `documents` are the documents as units."""
    one, two = documents.target, documents.reference
    n1, n2 = one.n_tokens, two.n_tokens
    if n1 == 0 or n2 == 0:
        raise InputError(f"keyness: the {'target' if n1 == 0 else 'reference'} has documents but no words; look at its texts")
    cells = cells_of(documents)
    n_tests = len(sides.terms)
    values = {
        "target_count": cells[0],
        "reference_count": cells[1],
        "target_per_million": cells[0] / n1 * 1e6,
        "reference_per_million": cells[1] / n2 * 1e6,
        "target_documents": one.term_documents,
        "reference_documents": two.term_documents,
        "log_ratio": measures.log_ratio(*cells),
        "lrc": measures.lrc(*cells, n_tests=n_tests),
        "g2_signed": measures.g2(*cells, signed=True),
        "bic": measures.bic(*cells),
    }
    few = too_few(sides)
    if few:
        return values, dict.fromkeys(OF_DOCUMENTS, few)
    d1, d2 = one.term_documents, two.term_documents
    p = rank_sum(sides)
    values |= {
        "lrc_documents": measures.lrc(d1, d2, sides.n_target - d1, sides.n_reference - d2, n_tests=n_tests),
        "wilcoxon_p": p,
        "wilcoxon_q": measures.benjamini_hochberg(p),
        "target_dkl": dispersion(one, "dkl"),
        "reference_dkl": dispersion(two, "dkl"),
    }
    return values, {}


def one_sample(sides: Sides, documents: Units) -> tuple[dict[str, Any], dict[str, str]]:
    """Columns of a comparison with a list of known rates, and why some are missing."""
    assert sides.known is not None
    side = documents.target
    n = side.n_tokens
    if n == 0:
        raise InputError("keyness: the target has documents but no words; look at its texts")
    per_million = sides.known.rates(sides.terms)
    rates = per_million / 1e6
    f = side.term_counts
    n_tests = len(sides.terms)
    none = np.full(len(f), None, dtype=object)
    values = {
        "target_count": f,
        "reference_count": none,
        "target_per_million": f / n * 1e6,
        "reference_per_million": per_million,
        "target_documents": side.term_documents,
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
    few = too_few(sides)
    if few:
        missing["target_dkl"] = few
    else:
        values["target_dkl"] = dispersion(side, "dkl")
    return values, missing


def rank_sum(sides: Sides) -> Floats:
    """log10 p of Wilcoxon's test for each term."""
    lengths = sides.document_lengths
    return map_terms(len(sides.terms), lambda columns: measures.rank_sum(*columns(sides.by_term), lengths, sides.is_target))


def dispersion(side: Side, measure: str) -> Floats:
    """A measure of dispersion of each term over the documents of a side."""
    present = np.flatnonzero(side.n_documents)
    place = np.cumsum(side.n_documents > 0) - 1
    sizes = ready(side.sizes[present], np.float64)
    at = dispersion_kernel.COLUMNS.index(measure)

    def block(columns: Any) -> np.ndarray:
        pointers, units, counts = columns(side.counts)
        parts = pointers, ready(place[units], np.int64), ready(counts, np.int64), sizes
        return np.asarray(dispersion_kernel.dispersion_table(*parts))[:, at]

    return map_terms(len(side.counts.indptr) - 1, block)
