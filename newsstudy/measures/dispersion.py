"""How evenly a term is spread over the parts of a corpus: published dispersion measures, each under a name of its own.

Every function takes `counts` of shape (k,), the term's occurrences in each of k parts, or (terms, k) for many terms, and
`sizes` of shape (k,), the parts' tokens (or, where only they are known, the parts' shares), which need not be equal. It gives
one float64 for each term. `range` and `range_share` say how widely a term is used (pervasiveness), the others how evenly
(Sönning 2025, Corpora 20(1)): a word once in each of a hundred texts is as pervasive as one fifty times in each. Parts should be
texts, not equal slices (Egbert, Burch & Biber 2020). A term that does not occur has no dispersion: NaN. Parts of size 0 are
left out. Measures that compare rates (da, juilland_d, carroll_d2) and dp_norm are NaN with a single part. 1 is even in all
but dp, dp_norm and kld, where 0 is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import dispersion as kernels
from newsstudy.kernels import elementary
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import total_int
from newsstudy.measures._checks import LARGEST, Floats, numbers, plain
from newsstudy.measures._checks import counts as checked
from newsstudy.measures.comparison import relative_entropy

NORMALISATIONS = ("base_2", "o2p", "base_e")
TABLE = ("n_parts", "range_share", "dp", "dp_norm", "dkl", "da", "juilland_d", "carroll_d2", "rosengren_s")
MORE = ("dp_egbert", "kld", "kld_norm", "dkl_o2p", "dkl_base_e", "dc", "lyne_d3")
ADJUSTED = ("juilland_u", "carroll_um", "rosengren_kf", "engwall_fm")


def dispersion_table(
    indptr: Any, indices: Any, data: Any, sizes: Any, *, measures: Iterable[str] = TABLE
) -> dict[str, np.ndarray[Any, Any]]:
    """Measures by name for every term of a sparse matrix, in one pass.

    Parameters
    ----------
    indptr, indices, data : arrays
        A matrix of counts in CSC form: a column is a term, `indices` are part numbers, no part twice in a column.
        `indptr` may be a slice of a larger matrix's (a block of terms).
    sizes : array, shape (n_parts,)
        Tokens of each part (shares of the corpus will do; whole numbers make DP exact).
    measures : names
        n_parts (range) and the other measures of this family and of adjusted_frequency that take parts; dkl is 2^−KLD, dkl_o2p
        and dkl_base_e its other normalisations.

    Returns
    -------
    dict of arrays, shape (n_terms,)
        The columns asked for, float64; n_parts is int64.

    Raises
    ------
    InputError
        For counts that are no whole numbers from 0, arrays that do not fit together, a count in a part of size 0, or a name
        that no measure has.

    Examples
    --------
    >>> table = dispersion_table([0, 2], [0, 1], [3, 3], [10, 10])
    >>> table["n_parts"], table["dp"]
    (array([2]), array([0.]))
    """
    wanted = tuple(measures)
    for name in wanted:
        if name not in (*TABLE, *MORE, *ADJUSTED):
            raise InputError(f"no measure of dispersion is called {name!r}; there are {', '.join((*TABLE, *MORE, *ADJUSTED))}")
    columns = _sparse(indptr, indices, data, sizes)
    named = dict(zip(kernels.COLUMNS, columns.T, strict=True))
    k = total_int(np.asarray(sizes) > 0)
    named["range_share"] = named["n_parts"] / k if k else np.full(columns.shape[0], np.nan)
    divergence = named["kld"]
    if not set(wanted).isdisjoint(("kld_norm", "dkl_o2p", "dkl_base_e")):
        named["kld_norm"] = -elementary.expm1(-divergence)
        named["dkl_o2p"] = 1.0 / (1.0 + divergence)
        named["dkl_base_e"] = elementary.exp(-divergence)
    if not set(wanted).isdisjoint(ADJUSTED):
        named |= _adjusted(named, _frequencies(indptr, data), k)
    table = {name: np.ascontiguousarray(named[name]) for name in wanted}
    if "n_parts" in table:
        table["n_parts"] = table["n_parts"].astype(np.int64)
    return table


def _frequencies(indptr: Any, data: Any) -> Floats:
    """The counts of each column added up."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.asarray(data), dtype=np.int64)])
    bounds = np.asarray(indptr)
    found: Floats = (running[bounds[1:]] - running[bounds[:-1]]).astype(np.float64)
    return found


def _adjusted(named: dict[str, Floats], f: Floats, k: int) -> dict[str, Floats]:
    """Adjusted frequencies over parts, as in adjusted_frequency."""
    return {
        "juilland_u": named["juilland_d"] * f,
        "carroll_um": f * named["carroll_d2"] + (1.0 - named["carroll_d2"]) * f / max(k, 1),
        "rosengren_kf": named["rosengren_s"] * f,
        "engwall_fm": named["range_share"] * f,
    }


def _sparse(indptr: Any, indices: Any, data: Any, sizes: Any) -> np.ndarray[Any, Any]:
    indptr, indices, sizes = np.asarray(indptr), np.asarray(indices), _sizes(sizes)
    data = checked(data, "data")
    if sizes.ndim != 1 or indptr.ndim != 1 or indptr.size < 1 or indices.shape != data.shape or data.ndim != 1:
        raise InputError("a CSC matrix needs one-dimensional indptr, indices, data and sizes, indices and data of one length")
    if (np.diff(indptr) < 0).any() or indptr[0] < 0 or indptr[-1] > data.size:
        raise InputError("indptr must not fall, and must stay within data; is the matrix in CSC form, its columns terms?")
    if indices.size and (indices.min() < 0 or indices.max() >= sizes.size):
        raise InputError(f"indices name parts from {indices.min()} to {indices.max()}, sizes has {sizes.size} parts")
    if ((sizes[indices] == 0) & (data > 0)).any():
        raise InputError("a term occurs in a part of size 0; are sizes in the order of the parts?")
    parts = ready(indptr, np.int64), ready(indices, np.int64), ready(data, np.int64), ready(sizes, np.float64)
    return np.asarray(kernels.dispersion_table(*parts))


def _sizes(sizes: Any) -> Floats:
    found = numbers(sizes, "sizes", high=float(LARGEST))
    if np.isnan(found).any():
        raise InputError("sizes: a part's size is missing (NaN)")
    return found


def _dense(counts: Any, sizes: Any, column: str) -> Any:
    """One column of the kernel's table for counts of shape (..., k)."""
    counts, sizes = checked(counts, "counts"), _sizes(sizes)
    if counts.ndim < 1 or sizes.ndim != 1 or counts.shape[-1] != sizes.size:
        raise InputError(f"counts must have shape (..., k) and sizes (k,); got {counts.shape} and {sizes.shape}")
    flat = counts.reshape(np.empty(counts.shape[:-1]).size, sizes.size)
    terms, parts = np.nonzero(flat)
    indptr = np.searchsorted(terms, np.arange(flat.shape[0] + 1))
    table = _sparse(indptr, parts, flat[terms, parts], sizes)
    return plain(table[:, kernels.COLUMNS.index(column)].reshape(counts.shape[:-1]))


def range_(counts: Any, sizes: Any) -> Any:
    """In how many parts the term occurs (also as `measures.range`): 0 to k; 0 for a term that does not occur.

    Source: Keniston 1920, doi:10.2307/331305. Says how widely a term is used (pervasiveness), not how evenly.

    >>> range_([[2, 0, 1], [0, 0, 0]], [10, 10, 10])
    array([2., 0.])
    """
    return _dense(counts, sizes, "n_parts")


def range_share(counts: Any, sizes: Any) -> Any:
    """The share of the parts in which the term occurs: range / k, from 0 to 1; 0 for a term that does not occur.

    Source: Keniston 1920, doi:10.2307/331305. NaN where there are no parts.

    >>> range_share([2, 0, 1, 1], [10, 10, 10, 10])
    np.float64(0.75)
    """
    n_parts = np.asarray(_dense(counts, sizes, "n_parts"))
    k = total_int(np.asarray(sizes) > 0)
    return plain(n_parts / k if k else np.full(n_parts.shape, np.nan))


def dp(counts: Any, sizes: Any) -> Any:
    """Deviation of proportions: ½ Σ |tᵢ − sᵢ|, from 0 (even) to 1 − min s.

    tᵢ is the share of the term's occurrences in part i, sᵢ the part's share of all tokens. Computed from whole numbers,
    so an even term has exactly 0.

    Source: Gries 2008, doi:10.1075/ijcl.13.4.02gri. Trap: 0 is even; tlda prints 1 − DP.

    >>> dp([[3, 3, 3], [9, 0, 0]], [10, 10, 10])
    array([0.        , 0.66666667])
    """
    return _dense(counts, sizes, "dp")


def dp_norm(counts: Any, sizes: Any) -> Any:
    """DP so scaled that its highest value is 1: DP / (1 − min s), from 0 (even) to 1. NaN with a single part.

    Source: Lijffijt & Gries 2012, doi:10.1075/ijcl.17.1.08lij.

    >>> dp_norm([2, 1, 0], [10, 10, 10])
    np.float64(0.5)
    """
    return _dense(counts, sizes, "dp_norm")


def dp_egbert(counts: Any, sizes: Any) -> Any:
    """DP turned round and scaled: 1 − DP / (1 − min{sᵢ : tᵢ > 0}), from 0 (one part) to 1 (even).

    Source: Egbert, Burch & Biber 2020, doi:10.1075/ijcl.18010.egb. Trap: the minimum is over parts that have the term.

    >>> dp_egbert([[3, 3, 3], [9, 0, 0]], [10, 10, 10])
    array([1., 0.])
    """
    return _dense(counts, sizes, "dp_egbert")


def kld(counts: Any, sizes: Any) -> Any:
    """Kullback-Leibler divergence of the term's shares from the parts' shares: Σ tᵢ log2(tᵢ / sᵢ), in bits, from 0 (even) up.

    Added up as Σ tᵢ ln(tᵢ/sᵢ) − (tᵢ − sᵢ), whose terms are never negative, so that nothing cancels near 0. It is the formula of
    `relative_entropy`: for two vocabularies give kld(target, reference), counts or shares, the reference without zeros.

    Source: Gries 2020, doi:10.1007/978-3-030-46216-1_5. Trap: gensim, SciPy and proxyC take the natural logarithm.

    >>> kld([5, 0], [10, 10]), kld([0.6, 0.4], [0.2, 0.8]).round(4)
    (np.float64(1.0), np.float64(0.551))
    """
    shares = np.asarray(counts)
    if shares.dtype.kind == "f" and (np.floor(shares) != shares).any():
        if (_sizes(sizes) == 0).any():
            raise InputError("kld: a part of size 0 can hold no share; are sizes in the order of the parts?")
        return relative_entropy(shares, sizes)
    return _dense(counts, sizes, "kld")


def kld_norm(counts: Any, sizes: Any) -> Any:
    """KLD so scaled that it lies below 1: 1 − e^−KLD, KLD in bits, from 0 (even) to below 1.

    Source: Gries 2021: 20, doi:10.32714/ricl.09.02.02. It is 1 − dkl(…, normalisation="base_e").

    >>> kld_norm([5, 0], [10, 10]).round(6)
    np.float64(0.632121)
    """
    return plain(-elementary.expm1(-kld(counts, sizes)))


def dkl(counts: Any, sizes: Any, *, normalisation: Any = "base_2") -> Any:
    """Dispersion from relative entropy, from above 0 to 1 (even): KLD (in bits) brought between 0 and 1 in a named way.

    `normalisation` is "base_2": 2^−KLD; "o2p" (odds to probability): 1 / (1 + KLD); or "base_e": e^−KLD. The names are those of
    the R package tlda; there "o2p" is the default, so state which. All keep the order of terms.

    Source: Gries 2024: 90, doi:10.1075/scl.115 (base_2, o2p); Gries 2021: 20, doi:10.32714/ricl.09.02.02 (base_e). Trap: Gries
    turns the scale round (0 is even): 1 − dkl; his 1 − e^−KLD is `kld_norm`.

    >>> [float(dkl([5, 0], [10, 10], normalisation=name).round(4)) for name in ("base_2", "o2p", "base_e")]
    [0.5, 0.5, 0.3679]
    """
    if not isinstance(normalisation, str) or normalisation not in NORMALISATIONS:
        raise InputError(f"normalisation must be one of {', '.join(NORMALISATIONS)}; got {normalisation!r}")
    if normalisation == "base_2":
        return _dense(counts, sizes, "dkl")
    divergence = kld(counts, sizes)
    return plain(1.0 / (1.0 + divergence) if normalisation == "o2p" else elementary.exp(-divergence))


def da(counts: Any, sizes: Any) -> Any:
    """1 − mean absolute difference of the rates of two parts / (2 × mean rate), from 0 (one part) to 1 (even).

    Computed in k log k as 2 Σ (rank − 1) rate / ((k − 1) Σ rate), ranks from the highest rate: the same number.

    Source: Burch, Egbert & Biber 2017, doi:10.1558/jrds.33066. NaN with a single part.

    >>> da([[5, 5, 5], [5, 0, 0]], [10, 10, 10])
    array([1., 0.])
    """
    return _dense(counts, sizes, "da")


def juilland_d(counts: Any, sizes: Any) -> Any:
    """1 − CV / √(k − 1), from 0 (one part) to 1 (even); CV is the variation coefficient of the parts' rates.

    The standard deviation is that of a population (divisor k). NaN with a single part.

    Source: Juilland & Chang-Rodríguez 1964, doi:10.1515/9783112415467. Traps: quanteda.extras divides by k − 1; over
    thousands of parts D is near 1 for any term (Biber et al. 2016, doi:10.1075/ijcl.21.4.01bib).

    >>> juilland_d([0, 4, 3, 2, 1], [1000, 1000, 1000, 1000, 1000]).round(4)
    np.float64(0.6464)
    """
    return _dense(counts, sizes, "juilland_d")


def carroll_d2(counts: Any, sizes: Any) -> Any:
    """Entropy of the parts' rates / log k, from 0 (one part) to 1 (even). NaN with a single part.

    Source: Carroll 1970, doi:10.1002/j.2333-8504.1970.tb00778.x.

    >>> carroll_d2([2, 1, 1, 1, 0], [1000, 1000, 1000, 1000, 1000]).round(4)
    np.float64(0.8277)
    """
    return _dense(counts, sizes, "carroll_d2")


def rosengren_s(counts: Any, sizes: Any) -> Any:
    """(Σ √(vᵢ sᵢ))² / f, from the smallest part's share to 1 (even); sᵢ is the part's share of all tokens.

    Source: Rosengren 1971, Études de linguistique appliquée (n.s.) 1, 103-127 (no DOI).

    >>> rosengren_s([1, 2, 3, 4, 5], [1000, 1000, 1000, 1000, 1000]).round(3)
    np.float64(0.937)
    """
    return _dense(counts, sizes, "rosengren_s")


def dc(counts: Any, sizes: Any) -> Any:
    """Distributional consistency: ((Σ √vᵢ) / k)² / (f / k), from 1/k to 1 (even). Takes parts for equal in size.

    Source: Zhang, Huang & Yu 2004, LREC 2004 (no DOI). Equals rosengren_s for equal parts.

    >>> dc([1, 2, 3, 4, 5], [1000, 1000, 1000, 1000, 1000]).round(3)
    np.float64(0.937)
    """
    return _dense(counts, sizes, "dc")


def lyne_d3(counts: Any, sizes: Any) -> Any:
    """1 − χ² / (4 f), 1 is even; χ² of the counts against sizes. Can fall far below 0, so prefer another measure.

    Source: Lyne 1985, The Vocabulary of French Business Correspondence, 129 (no DOI).

    >>> lyne_d3([1, 2, 3, 4, 5], [1000, 1000, 1000, 1000, 1000]).round(3)
    np.float64(0.944)
    """
    return _dense(counts, sizes, "lyne_d3")
