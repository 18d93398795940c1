"""How probable is a count at least as extreme, if term and corpus are independent? Exact tests, as log10 of the probability.

A p of 1e-300 and one of 1e-3000 both print as 0; their logarithms do not. Like all tests on tokens these take words for
independent draws, and so find too much; see two_by_two.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import hypergeometric
from newsstudy.measures._checks import plain, rows, table


def fisher_greater(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """log10 P(X ≥ O11), X hypergeometric with the table's margins: Fisher's exact test, one-sided for attraction.

    0 (p = 1) for a table with an empty margin.

    Source: Fisher 1922, doi:10.2307/2340521; for word pairs Pedersen 1996, arXiv:cmp-lg/9608010. The same p: Coll.analysis,
    collostructions (−log10). Trap: NLTK's `fisher` is the other side, so every attracted pair gets 1.

    >>> fisher_greater(1, 3, 3, 1).round(4)
    np.float64(-0.0062)
    """
    cells = table(o11, o12, o21, o22)
    return plain(rows(hypergeometric.fisher_greater, *cells[:4]))


def fisher_less(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """log10 P(X ≤ O11): Fisher's exact test, one-sided for repulsion. Source: see `fisher_greater`.

    >>> fisher_less(1, 3, 3, 1).round(4)
    np.float64(-0.6146)
    """
    cells = table(o11, o12, o21, o22)
    return plain(rows(hypergeometric.fisher_greater, cells.o12, cells.o11, cells.o22, cells.o21))


def fisher_two_sided(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """log10 of the probability of all tables that are no more probable than this one: Fisher's exact test, two-sided.

    Probabilities within a factor of 1 + 1e-7 count as equal. The same p: R's fisher.test, scipy. Source: see `fisher_greater`.

    >>> (10 ** fisher_two_sided(1, 3, 3, 1)).round(3)
    np.float64(0.486)
    """
    cells = table(o11, o12, o21, o22)
    return plain(rows(hypergeometric.fisher_two_sided, *cells[:4]))


def specificity(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Lafon's specificity: −log10 P(X ≥ O11) where the term is over-used (O11 ≥ E11), else log10 P(X ≤ O11), which is negative.

    Source: Lafon 1980, doi:10.3406/mots.1980.1008. The same number: textometry, TXM (which stops at ±1000).

    >>> specificity([7, 1], [2, 6], [3, 9], [7, 4]).round(3)
    array([ 1.29 , -1.543])
    """
    cells = table(o11, o12, o21, o22)
    over = rows(hypergeometric.fisher_greater, *cells[:4])
    under = rows(hypergeometric.fisher_greater, cells.o12, cells.o11, cells.o22, cells.o21)
    return plain(np.where(cells.determinant >= 0, 0.0 - over, under))
