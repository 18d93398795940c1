"""How much does a word tell apart documents? Inverse document frequency and what was made of it.

A word that occurs in every document tells none apart. These are the formulas for plain numbers; `Counts.weight` applies
weights to whole matrices. `documents` is the number of documents with the word, `n_documents` that of all documents.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import deviance, elementary
from newsstudy.measures._checks import LN2, Floats, choice, counts, divide, numbers, plain, rows, together

BM25_IDF = ("okapi", "lucene")


def _documents(documents: Any, n_documents: Any) -> tuple[Floats, Floats]:
    d, n = together(counts(documents, "documents"), counts(n_documents, "n_documents"))
    if (d > n).any():
        raise InputError("more documents have the word than there are documents; are the arguments in order?")
    return d, n


def idf(documents: Any, n_documents: Any) -> Any:
    """Inverse document frequency in bits: log2(D / d), from 0 (everywhere) up; ∞ for a word of no document, NaN without any.

    Source: Spärck Jones 1972, doi:10.1108/eb026526. Traps: quanteda takes log10, tidytext the natural logarithm,
    scikit-learn ln((1 + D)/(1 + d)) + 1.

    >>> idf([1, 3, 8], 8).round(4)
    array([3.   , 1.415, 0.   ])
    """
    d, n = _documents(documents, n_documents)
    ones = np.ones_like(d)
    return plain(rows(deviance.log_quotient, n, d, ones, ones) / LN2)


def residual_idf(documents: Any, count: Any, n_documents: Any) -> Any:
    """How much rarer than chance would have it are the documents of a word? idf less that of a Poisson word, in bits.

    log2(D / d) + log2(1 − exp(−f / D)), f the word's count: about 0 for function words, high for words that cluster in few
    documents (names, topics). NaN for a word that never occurs.

    Source: Church & Gale 1995, Poisson mixtures, doi:10.1017/S1351324900000139.

    >>> residual_idf([90, 12], [100, 100], 100).round(3)
    array([-0.51 ,  2.397])
    """
    d, n = _documents(documents, n_documents)
    f, d, n = together(counts(count, "count"), d, n)
    if ((f < d) | ((d == 0) & (f > 0))).any():
        raise InputError(
            "a word must occur at least once in each of its documents, and nowhere else; are count and documents swapped?"
        )
    ones = np.ones_like(d)
    observed = rows(deviance.log_quotient, n, d, ones, ones)
    chance = elementary.log(0.0 - np.asarray(elementary.expm1(0.0 - divide(f, n))))
    with np.errstate(invalid="ignore"):
        return plain((observed + chance) / LN2)


def bm25_idf(documents: Any, n_documents: Any, *, idf: str = "okapi") -> Any:
    """The idf of BM25, a natural logarithm: "okapi" ln((D − d + ½) / (d + ½)), below 0 for a word of over half the documents;
    "lucene" ln(1 + that quotient), always above 0.

    Source: Robertson & Spärck Jones 1976, doi:10.1002/asi.4630270302; Robertson & Zaragoza 2009, doi:10.1561/1500000019. The
    same number: "okapi": rank_bm25 (which raises negative values to a quarter of the mean); "lucene": Lucene,
    `Counts.weight("bm25")`.

    >>> bm25_idf([1, 2], 3).round(6), bm25_idf([1, 2], 3, idf="lucene").round(6)
    (array([ 0.510826, -0.510826]), array([0.980829, 0.470004]))
    """
    choice(idf, BM25_IDF, "idf")
    d, n = _documents(documents, n_documents)
    above, below, ones = n - d + 0.5, d + 0.5, np.ones_like(d)
    if idf == "okapi":
        return plain(rows(deviance.log_quotient, above, below, ones, ones))
    return plain(elementary.log1p(above / below))


def bm25(
    count: Any,
    length: Any,
    documents: Any,
    n_documents: Any,
    mean_length: Any,
    *,
    k1: float = 1.5,
    b: float = 0.75,
    idf: str = "okapi",
) -> Any:
    """What one word of a query adds to the score of a document: idf · f (k1 + 1) / (f + k1 (1 − b + b L / mean L)).

    Parameters
    ----------
    count, length : arrays
        f, the word's count in the document, and L, the document's tokens.
    documents, n_documents, mean_length : arrays
        Documents with the word, all documents, and their mean length in tokens.
    k1, b : float
        How soon further occurrences stop counting, and how much the length counts (0 … 1).
    idf : "okapi" or "lucene"
        See `bm25_idf`.

    Source: Robertson & Zaragoza 2009, doi:10.1561/1500000019. The same number: rank_bm25's BM25Okapi. A score is the sum over
    the words of the query.

    >>> (bm25(1, 6, 1, 3, 5) * 2).round(8)  # "windy London"
    np.float64(0.93729472)
    """
    f, size = counts(count, "count"), counts(length, "length")
    saturation, slope = numbers(k1, "k1"), numbers(b, "b", high=1.0)
    room = saturation * ((1.0 - slope) + slope * divide(size, numbers(mean_length, "mean_length")))
    return plain(bm25_idf(documents, n_documents, idf=idf) * divide(f * (saturation + 1.0), f + room, 0.0))
