"""How probable is a count at least as extreme, if term and corpus are independent? Exact tests, as log10 of the probability.

A p of 1e-300 and one of 1e-3000 both print as 0; their logarithms do not. Like all tests on tokens these take words for
independent draws, and so find too much; see two_by_two.

`alternative` says which counts are as extreme as O11: "greater" those from O11 up (attraction, over-use), "less" those up to
O11, "two-sided" all that are no more probable than O11 (within a factor of 1 + 1e-7, as R does). A table with an empty margin
allows one count only: p = 1, log10 p = 0. UCS, Coll.analysis and collostructions print "greater", as −log10 p.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import discrete, hypergeometric, special
from newsstudy.measures._checks import Floats, Table, choice, plain, rows, table

ALTERNATIVES = ("two-sided", "greater", "less")


def fisher(o11: Any, o12: Any, o21: Any, o22: Any, *, alternative: str = "two-sided") -> Any:
    """log10 p of Fisher's exact test: the count is hypergeometric, given the margins of the table.

    Source: Fisher 1922, doi:10.2307/2340521; for word pairs Pedersen 1996, arXiv:cmp-lg/9608010. The same p: R's fisher.test,
    scipy; "greater": UCS, Coll.analysis, collostructions (−log10), Stefanowitsch. Traps: NLTK's `fisher` is "less", so that
    every attracted pair gets 1; tools do not say whether their p is one-sided.

    >>> (10 ** fisher(1, 3, 3, 1)).round(3)
    np.float64(0.486)
    >>> [round(float(10 ** fisher(1, 3, 3, 1, alternative=side)), 3) for side in ("less", "greater")]
    [0.243, 0.986]
    """
    side, cells = choice(alternative, ALTERNATIVES, "alternative"), table(o11, o12, o21, o22)
    if side == "two-sided":
        return plain(rows(hypergeometric.fisher_two_sided, *cells[:4]))
    return plain(_greater(cells) if side == "greater" else _less(cells))


def _greater(cells: Table) -> Floats:
    return 0.0 + rows(hypergeometric.fisher_greater, *cells[:4])


def _less(cells: Table) -> Floats:
    """The other tail is that of the table with its columns exchanged."""
    return 0.0 + rows(hypergeometric.fisher_greater, cells.o12, cells.o11, cells.o22, cells.o21)


def specificity(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Lafon's specificity: −log10 P(X ≥ O11) where the term is over-used (O11 ≥ E11), else log10 P(X ≤ O11), which is negative.

    X is hypergeometric, as in `fisher`. 0 for a table with an empty margin.

    Source: Lafon 1980, doi:10.3406/mots.1980.1008. The same number: textometry, TXM (which stops at ±1000).

    >>> specificity([7, 1], [2, 6], [3, 9], [7, 4]).round(3)
    array([ 1.29 , -1.543])
    """
    cells = table(o11, o12, o21, o22)
    return plain(np.where(cells.determinant >= 0, 0.0 - _greater(cells), _less(cells)))


def _chance(cells: Table) -> tuple[Floats, Floats]:
    """p = E11 / n and 1 − p, neither by subtraction; 0 and 1 in an empty table."""
    n = np.where(cells.n > 0, cells.n, 1.0)
    rest = np.where(cells.n > 0, cells.r2 / n + cells.r1 / n * (cells.c2 / n), 1.0)
    return cells.r1 / n * (cells.c1 / n), rest


def binomial(o11: Any, o12: Any, o21: Any, o22: Any, *, alternative: str = "two-sided") -> Any:
    """log10 p of the binomial test: the count is that of n draws which each hit with chance E11 / n.

    Source: Dunning 1993, https://aclanthology.org/J93-1003 (no DOI); Evert 2005, doi:10.18419/opus-2556. The same p:
    "greater" is UCS' "binomial.pv" (there −log10); R's binom.test(O11, n, E11/n), scipy's binomtest. Always larger than
    Fisher's for an attracted pair, since the margins are left free.

    >>> binomial(21, 11354, 1221, 9823800, alternative="greater").round(4)
    np.float64(-17.0009)
    """
    side, cells = choice(alternative, ALTERNATIVES, "alternative"), table(o11, o12, o21, o22)
    p, q = _chance(cells)
    if side == "two-sided":
        return plain(rows(discrete.binomial_two_sided, cells.o11, cells.n, p, q))
    if side == "greater":
        return plain(rows(discrete.binomial_greater, cells.o11, cells.n, p, q))
    return plain(0.0 + rows(discrete.binomial_greater, cells.n - cells.o11, cells.n, q, p))


def poisson(o11: Any, o12: Any, o21: Any, o22: Any, *, alternative: str = "two-sided") -> Any:
    """log10 p of the Poisson test: the count is Poisson with mean E11.

    Source: Quasthoff & Wolff 2002 (no DOI); Evert 2005, doi:10.18419/opus-2556. The same p: "greater" is UCS' "Poisson.pv"
    (there −log10); R's poisson.test(O11, r = E11). The limit of `binomial` for a rare pair.

    >>> poisson(1, 15333, 1, 176663, alternative="greater").round(6)
    np.float64(-0.830835)
    """
    side, cells = choice(alternative, ALTERNATIVES, "alternative"), table(o11, o12, o21, o22)
    k, mean = cells.o11, cells.expected[0]
    if side == "two-sided":
        return plain(rows(discrete.poisson_two_sided, k, mean))
    if side == "greater":
        return plain(np.where(k > 0, special.log10_gammainc(np.where(k > 0, k, 1.0), mean), 0.0))
    return plain(0.0 + special.log10_gammaincc(k + 1.0, mean))


def hypergeometric_likelihood(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """log10 of the hypergeometric probability of exactly this table, given its margins: no test, but a score that UCS has.

    Source: Evert 2005, doi:10.18419/opus-2556. The same number: UCS "hypergeometric.likelihood.pv" (there −log10).

    >>> (10 ** hypergeometric_likelihood(1, 3, 3, 1)).round(4)
    np.float64(0.2286)
    """
    return plain(rows(hypergeometric.log10_probability, *table(o11, o12, o21, o22)[:4]))


def binomial_likelihood(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """log10 of the binomial probability of exactly O11 (see `binomial`): no test, but a score that two tools have.

    Source: Evert 2005, doi:10.18419/opus-2556. The same number: UCS "binomial.likelihood.pv" (there −log10);
    pandas-association-measures "binomial_likelihood" (there the probability).

    >>> print(f"{10 ** binomial_likelihood(10, 0, 0, 90):.6e}")
    7.006036e-08
    """
    cells = table(o11, o12, o21, o22)
    return plain(rows(discrete.log10_binomial, cells.o11, cells.n, *_chance(cells)))


def poisson_likelihood(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """log10 of the Poisson probability of exactly O11 (see `poisson`); `poisson_stirling` is its approximation.

    Source: Quasthoff & Wolff 2002 (no DOI); Evert 2005, doi:10.18419/opus-2556. The same number: UCS "Poisson.likelihood.pv"
    (there −log10).

    >>> poisson_likelihood(2, 0, 0, 2).round(6)
    np.float64(-0.735324)
    """
    cells = table(o11, o12, o21, o22)
    return plain(rows(discrete.log10_poisson, cells.o11, cells.expected[0]))
