"""How much higher are the odds of a term in one corpus than in another? Odds ratios, plain and with a Dirichlet prior.

Rows: the term / all other terms. Columns: target / reference; the odds of the term are its count over the count of all
other terms, so that for all but the most frequent words an odds ratio is nearly the ratio of the rates.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import deviance, hypergeometric
from newsstudy.kernels.reduce import total_float
from newsstudy.measures._checks import LN2, Floats, Table, choice, divide, numbers, plain, rows, table, together

ZERO = (None, "half", "haldane")
PRIORS = ("uninformative", "informative")
VARIANCES = ("two", "four")


def _adjusted(cells: Table, zero: Any) -> tuple[Floats, ...]:
    """The four cells after the policy `zero`."""
    choice(zero, ZERO, "zero")
    o11, o12, o21, o22 = cells[:4]
    empty = (o11 == 0) | (o12 == 0) | (o21 == 0) | (o22 == 0) if zero == "half" else np.full(o11.shape, zero == "haldane")
    half = np.where(empty, 0.5, 0.0)
    return o11 + half, o12 + half, o21 + half, o22 + half


def odds_ratio(o11: Any, o12: Any, o21: Any, o22: Any, *, zero: str | None = None) -> Any:
    """(O11 O22) / (O12 O21), from 0 to ∞; 1 is equally frequent.

    Parameters
    ----------
    zero : None, "half" or "haldane"
        None: the plain ratio: 0 for a term absent from the target, ∞ for one absent from the reference, NaN for 0/0.
        "half": ½ is added to all four cells of a table that has an empty one (Haldane-Anscombe). "haldane": ½ is added to
        all four cells always.

    Source: Pojanapunya & Todd 2018, doi:10.1515/cllt-2015-0030; Haldane 1956, doi:10.1111/j.1469-1809.1956.tb01285.x;
    Anscombe 1956, doi:10.1093/biomet/43.3-4.461. The same number: KeynessMeasures, Wordless; "half": mclm. Trap: Wordless
    prints −∞ for an absent word; it is 0.

    >>> odds_ratio(16217, 735, 2780721, 2087211).round(1)
    np.float64(16.6)
    >>> odds_ratio([12, 0], [100, 5], [0, 90], [900, 90], zero="half").round(3)
    array([2.24005e+02, 9.10000e-02])
    """
    a, b, c, d = _adjusted(table(o11, o12, o21, o22), zero)
    return plain(divide(a * d, b * c))


def log_odds_ratio(o11: Any, o12: Any, o21: Any, o22: Any, *, zero: str | None = None) -> Any:
    """log2 of the odds ratio, from −∞ to ∞; 0 is equally frequent. Exact to the last digits also near 0; NaN for 0/0.

    `zero` is that of `odds_ratio`. Source: as `odds_ratio`. The same number: Coll.analysis "log odds", quanteda's
    `textstat_collocations` "lambda" (zero="haldane"), both × ln 2, as they take the natural logarithm; UCS "odds.ratio" and
    "odds.ratio.disc" (zero="haldane"), × log10 2.

    >>> log_odds_ratio(2, 1, 1, 1)
    np.float64(1.0)
    >>> (log_odds_ratio(2, 1, 1, 5, zero="haldane") * 0.6931471805599453).round(6)  # quanteda's lambda
    np.float64(1.810109)
    """
    cells = _adjusted(table(o11, o12, o21, o22), zero)
    return plain(rows(deviance.log_quotient, *cells) / LN2)


def log_odds_ratio_z(o11: Any, o12: Any, o21: Any, o22: Any, *, zero: str | None = None) -> Any:
    """The log odds ratio over its standard error, ln(OR) / √(Σ 1/O): Wald's z, roughly normal where all counts are 5 or more.

    `zero` is that of `odds_ratio`; with None a table with an empty cell has no finite standard error: NaN.

    Source: Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x. The same number: quanteda's `textstat_collocations` "z" of a
    pair (zero="haldane").

    >>> log_odds_ratio_z(2, 1, 1, 5, zero="haldane").round(6)
    np.float64(1.307986)
    """
    a, b, c, d = _adjusted(table(o11, o12, o21, o22), zero)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt((1.0 / a + 1.0 / b) + (1.0 / c + 1.0 / d))
        return plain(rows(deviance.log_quotient, a, b, c, d) / error)


def odds_ratio_conditional(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """The odds ratio that makes the table most likely, given its margins: what R's fisher.test prints as its estimate.

    Nearer to 1 than the plain odds ratio. 0 or ∞ where O11 is the least or the greatest that the margins allow, NaN where they
    allow one table only.

    Source: Cornfield 1956, Proceedings of the Third Berkeley Symposium 4, 135-148 (no DOI). The same number: R's fisher.test,
    scipy's odds_ratio(kind="conditional"), quanteda's textstat_keyness(measure="exact").

    >>> odds_ratio_conditional([7, 7, 0, 5], [2, 0, 3, 0], [3, 3, 4, 4], [7, 7, 9, 0]).round(6)
    array([7.166306,      inf, 0.      ,      nan])
    """
    return plain(rows(hypergeometric.conditional_odds, *table(o11, o12, o21, o22)[:4]))


def _prior(cells: Table, prior: Any, prior_total: Any) -> tuple[Floats, Floats]:
    """The prior count of each term, and the prior counts of all terms together."""
    total = None if prior_total is None else numbers(prior_total, "prior_total")
    if isinstance(prior, str) and choice(prior, PRIORS, "prior") == "informative":
        both = cells.o11 + cells.o12
        return (both, cells.n) if total is None else (total * divide(both, cells.n, 0.0), total)
    each = np.asarray(0.01) if isinstance(prior, str) else numbers(prior, "prior")
    if total is None:
        of_all, _ = together(each, cells.o11)
        total = np.asarray(total_float(np.ascontiguousarray(of_all).ravel()))
    if np.isnan(each).any() or np.any(total < each):
        raise InputError("prior must be a count from 0 to prior_total, the sum of the prior counts of all terms")
    return each, total


def _dirichlet(o11: Any, o12: Any, o21: Any, o22: Any, prior: Any, prior_total: Any) -> tuple[Floats, ...]:
    """The four cells with the prior counts added."""
    cells = table(o11, o12, o21, o22)
    each, total = _prior(cells, prior, prior_total)
    rest = total - each
    return together(cells.o11 + each, cells.o12 + each, cells.o21 + rest, cells.o22 + rest)


def log_odds_dirichlet(o11: Any, o12: Any, o21: Any, o22: Any, *, prior: Any = "uninformative", prior_total: Any = None) -> Any:
    """Difference of log odds with a Dirichlet prior, in bits (log2): 0 is equally frequent, +1 twice the odds.

    δ = log2[(f1 + a) / (n1 + a₀ − f1 − a)] − log2[(f2 + a) / (n2 + a₀ − f2 − a)].

    Parameters
    ----------
    prior : "uninformative", "informative", float or array
        a, the prior count of each term. "uninformative": 0.01 for every term. "informative": proportional to the term's
        count in both corpora together, a = a₀ (f1 + f2) / (n1 + n2). A number for all terms, or an array of numbers, such as
        counts in a background corpus; 0 is no prior.
    prior_total : float, optional
        a₀, the sum of the prior counts of all terms of the vocabulary. Left out, it is the sum over the terms given here,
        which then should be the whole vocabulary (for "informative": n1 + n2).

    Source: Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018 (there, and in FightingWords and ConvoKit, with the natural
    logarithm: × ln 2). Without a prior, ±∞ for a term of one corpus and NaN for 0/0.

    >>> log_odds_dirichlet(120, 60, 49880, 44940, prior=0.01, prior_total=100).round(6)
    np.float64(0.849736)
    >>> log_odds_dirichlet([9, 1, 4], [2, 6, 4], [5, 13, 10], [10, 6, 8], prior="informative").round(3)
    array([ 0.943, -1.057, -0.107])
    """
    return plain(rows(deviance.log_quotient, *_dirichlet(o11, o12, o21, o22, prior, prior_total)) / LN2)


def log_odds_dirichlet_z(
    o11: Any, o12: Any, o21: Any, o22: Any, *, prior: Any = "uninformative", prior_total: Any = None, variance: str = "two"
) -> Any:
    """The Dirichlet log odds difference over its standard error, "Fightin' Words": z, roughly normal; grows with the corpora.

    Parameters
    ----------
    prior, prior_total
        Those of `log_odds_dirichlet`.
    variance : "two" or "four"
        "two": 1/(f1 + a) + 1/(f2 + a). "four": the terms of the other words, too: 1/(n1 + a₀ − f1 − a) + 1/(n2 + a₀ − f2 − a).

    Source: Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018, eq. 22 with 20. The same number: FightingWords, ConvoKit
    ("two"); scattertext ("four"), which prints 2 Φ(z) − 1, in one scorer with the opposite sign. tidylo compares a group with
    everything, itself included: give its counts with the prior added, and prior=0.

    >>> log_odds_dirichlet_z(120, 60, 49880, 44940, prior=0.01, prior_total=100).round(4)
    np.float64(3.7254)
    >>> log_odds_dirichlet_z([1, 5, 1, 9], [100, 510, 100, 199], [15, 11, 15, 7], [809, 399, 809, 710], variance="four").round(4)
    array([-0.5898, -1.9057, -0.5898,  2.9831])
    """
    choice(variance, VARIANCES, "variance")
    a, b, c, d = _dirichlet(o11, o12, o21, o22, prior, prior_total)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = 1.0 / a + 1.0 / b
        if variance == "four":
            spread = spread + (1.0 / c + 1.0 / d)
        return plain(rows(deviance.log_quotient, a, b, c, d) / np.sqrt(spread))
