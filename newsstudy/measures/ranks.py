"""Do the documents of one corpus use a term at higher rates than those of another? Wilcoxon's rank-sum test over documents.

Of the tests that were compared on texts, those over documents hold their error rate; tests over tokens do not.
Sources: Wilcoxon 1945, doi:10.2307/3001968; Mann & Whitney 1947, doi:10.1214/aoms/1177730491; for keywords Kilgarriff 2001,
doi:10.1075/ijcl.6.1.05kil; Paquot & Bestgen 2009, doi:10.1163/9789042029101_014; Lijffijt et al. 2016, doi:10.1093/llc/fqu064.

The p-value is that of the normal approximation with the variance corrected for ties and ½ taken off the distance for
continuity, two-sided, as scipy.stats.mannwhitneyu(method="asymptotic", use_continuity=True) and R's wilcox.test(exact=FALSE).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import ranks as kernels
from newsstudy.kernels import special, welch
from newsstudy.kernels._jit import ready
from newsstudy.measures._checks import counts as checked
from newsstudy.measures._checks import numbers


class WilcoxonResult(NamedTuple):
    """Rank sum of the target, Mann-Whitney's U of the target, signed z, and log10 of the two-sided p."""

    rank_sum: float
    u: float
    z: float
    log10_p: float


def _columns(indptr: Any, indices: Any, data: Any, sizes: Any, is_target: Any, kernel: Any) -> np.ndarray[Any, Any]:
    indptr, indices, sides = np.asarray(indptr), np.asarray(indices), np.asarray(is_target)
    sizes, data = checked(sizes, "sizes"), checked(data, "data")
    if sides.dtype.kind != "b" or sides.shape != sizes.shape or sizes.ndim != 1:
        raise InputError("is_target must hold True or False for each document of sizes")
    if indptr.ndim != 1 or indptr.size < 1 or indices.shape != data.shape or data.ndim != 1:
        raise InputError("a CSC matrix needs one-dimensional indptr, indices and data, indices and data of one length")
    if (np.diff(indptr) < 0).any() or indptr[0] < 0 or indptr[-1] > data.size:
        raise InputError("indptr must not fall, and must stay within data; is the matrix in CSC form, its columns terms?")
    if indices.size and (indices.min() < 0 or indices.max() >= sizes.size):
        raise InputError(f"indices name documents from {indices.min()} to {indices.max()}, sizes has {sizes.size} documents")
    if (sizes[indices] < data).any():
        raise InputError("a term occurs more often in a document than it has tokens; are sizes in the documents' order?")
    matrix = ready(indptr, np.int64), ready(indices, np.int64), ready(data, np.int64)
    return np.asarray(kernel(*matrix, ready(sizes, np.int64), ready(sides, np.bool_)))


def rank_sum_z(indptr: Any, indices: Any, data: Any, sizes: Any, is_target: Any) -> Any:
    """The signed z of the rank-sum test for each term of a sparse matrix; positive where the target's rates are higher.

    Parameters are those of `rank_sum`.

    >>> rank_sum_z([0, 4], [0, 1, 2, 3], [1, 2, 3, 4], [10, 10, 10, 10], [True, True, False, False]).round(4)
    array([-1.1619])
    """
    return np.ascontiguousarray(_columns(indptr, indices, data, sizes, is_target, kernels.rank_sum_columns)[:, 1])


def rank_sum(indptr: Any, indices: Any, data: Any, sizes: Any, is_target: Any) -> Any:
    """log10 of the two-sided p of the rank-sum test on rates per document, for each term of a sparse matrix.

    Parameters
    ----------
    indptr, indices, data : arrays
        Counts in CSC form: a column is a term, `indices` are document numbers, no document twice in a column. `indptr` may
        be a slice of a larger matrix's (a block of terms). Documents without an entry have rate 0.
    sizes : int array, shape (n_documents,)
        Tokens of each document; documents of size 0 have no rate and are left out.
    is_target : bool array, shape (n_documents,)
        Which documents are the target; the others are the reference.

    Returns
    -------
    float64 array, shape (n_terms,)
        log10 p; 0 where all rates are equal; NaN where a side has no document.

    Examples
    --------
    >>> rank_sum([0, 4], [0, 1, 2, 3], [1, 2, 3, 4], [10, 10, 10, 10], [True, True, False, False]).round(4)
    array([-0.6103])
    """
    return special.log10_two_sided_normal(rank_sum_z(indptr, indices, data, sizes, is_target))


def welch_t(indptr: Any, indices: Any, data: Any, sizes: Any, is_target: Any) -> Any:
    """log10 of the two-sided p of Welch's t test on rates per document, for each term of a sparse matrix.

    The means of rates are compared, every document alike however long it is; variances may differ. Parameters are those of
    `rank_sum`. 0 where all rates are equal; NaN where a side has fewer than two documents.

    Source: Welch 1947, doi:10.1093/biomet/34.1-2.28; for keywords Lijffijt et al. 2016, doi:10.1093/llc/fqu064. The same number:
    scipy.stats.ttest_ind(equal_var=False), R's t.test.

    >>> welch_t([0, 4], [0, 1, 2, 3], [1, 2, 3, 4], [10, 10, 10, 10], [True, True, False, False]).round(4)
    array([-0.9764])
    """
    found = _columns(indptr, indices, data, sizes, is_target, welch.welch_columns)
    squared, freedom = found[:, 0] * found[:, 0], found[:, 1]
    with np.errstate(invalid="ignore"):
        x = np.where(np.isinf(squared), 0.0, freedom / (freedom + squared))
    return special.log10_betainc(freedom / 2.0, 0.5, x)


def wilcoxon(target: Any, reference: Any) -> WilcoxonResult:
    """The rank-sum test of two samples of numbers from 0, such as rates per document.

    >>> result = wilcoxon([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])
    >>> result.rank_sum, result.u
    (31.0, 16.0)
    """
    first, second = numbers(target, "target", low=-np.inf), numbers(reference, "reference", low=-np.inf)
    values = np.concatenate([first.ravel(), second.ravel()])
    if first.ndim != 1 or second.ndim != 1 or not np.isfinite(values).all():
        raise InputError("target and reference must be lists of finite numbers")
    # The test looks at order only: whole numbers that are ordered alike stand for the values; one size for all.
    _, order = np.unique(values, return_inverse=True)
    places, sides = np.arange(values.size), np.arange(values.size) < first.size
    sizes = np.full(values.size, values.size + 1)
    found = _columns([0, values.size], places, order, sizes, sides, kernels.rank_sum_columns)[0]
    total, z = float(found[0]), float(found[1])
    return WilcoxonResult(total, total - first.size * (first.size + 1) / 2, z, float(special.log10_two_sided_normal(z)))


def auc(target: Any, reference: Any) -> float:
    """The chance that a document of the target has the higher rate than one of the reference, ties counting half: U / (n₁ n₂).

    From 0 over 0.5 (no difference) to 1; the area under the ROC curve, "common language effect size". NaN for an empty side.

    Source: Mann & Whitney 1947, doi:10.1214/aoms/1177730491; McGraw & Wong 1992, doi:10.1037/0033-2909.111.2.361.

    >>> auc([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])
    0.64
    """
    pairs = np.size(target) * np.size(reference)
    u = wilcoxon(target, reference).u
    return u / pairs if pairs else float("nan")


def rank_biserial(target: Any, reference: Any) -> float:
    """The effect size of the rank-sum test, from −1 (every document of the reference is higher) to 1: 2 AUC − 1, Cliff's delta.

    NaN for an empty side.

    Source: Cureton 1956, doi:10.1007/BF02289138; Cliff 1993, doi:10.1037/0033-2909.114.3.494; Kerby 2014,
    doi:10.2466/11.IT.3.1.

    >>> rank_biserial([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])
    0.28
    """
    pairs = np.size(target) * np.size(reference)
    u = wilcoxon(target, reference).u
    return (2.0 * u - pairs) / pairs if pairs else float("nan")
