"""How much more frequent is a term in one corpus than in another? Effect sizes on the two-by-two table of counts.

Rows: the term / all other terms. Columns: target / reference; p1 = O11 / C1 and p2 = O12 / C2 are the rates. All take
broadcastable arrays of whole numbers and give float64. What happens to zeros is part of each measure's definition: five
conventions are in use for the log ratio alone, and they rank rare words differently. An empty corpus has no rate: NaN.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import deviance
from newsstudy.measures._checks import Floats, Table, counts, divide, numbers, plain, rows, table

LN2 = 0.6931471805599453
ZERO = ("walter", "hardie", "none")


def zero_adjusted(cells: Table, zero: str) -> tuple[Floats, Floats, Floats, Floats]:
    """Counts and sizes (f1, f2, n1, n2) after the policy `zero` for counts of 0."""
    if zero not in ZERO:
        raise InputError(f"zero must be one of {', '.join(ZERO)}; got {zero!r}")
    if zero == "walter":
        return cells.o11 + 0.5, cells.o12 + 0.5, cells.c1 + 0.5, cells.c2 + 0.5
    if zero == "hardie":
        return np.where(cells.o11 == 0, 0.5, cells.o11), np.where(cells.o12 == 0, 0.5, cells.o12), cells.c1, cells.c2
    return cells.o11, cells.o12, cells.c1, cells.c2


def log_ratio(o11: Any, o12: Any, o21: Any, o22: Any, *, zero: str = "walter") -> Any:
    """log2(p1 / p2): +1 is twice as frequent in the target, −1 half. Exact to the last digits also near 0.

    Parameters
    ----------
    zero : "walter", "hardie" or "none"
        "walter": ½ is added to both counts and both sizes, always (as R's corpora). "hardie": ½ takes the place of a
        count of 0 only (as CQPweb, Conc, cwb-ccc). "none": infinities, and NaN where the term occurs nowhere (as Wordless).

    Source: Hardie 2014, http://cass.lancs.ac.uk/log-ratio-an-informal-introduction (no DOI); Walter 1975,
    doi:10.1093/biomet/62.2.371. Trap: a third policy, quanteda.extras, puts 0.5 / Σ counts for 0.

    >>> log_ratio(10, 5, 90, 195, zero="none")
    np.float64(2.0)
    >>> log_ratio([94, 13], [749, 0], [1083, 1164], [341056, 341805]).round(4)
    array([ 5.1938, 12.9362])
    """
    cells = table(o11, o12, o21, o22)
    f1, f2, n1, n2 = zero_adjusted(cells, zero)
    ratio = rows(deviance.log_quotient, f1, f2, n1, n2) / LN2
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, ratio))


def relative_risk(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """p1 / p2, from 0 to ∞; 1 is equally frequent. ∞ where only the target has the term, NaN where neither has.

    Source: used as "ratio" by AntConc and Conc; 2 to the power of the log ratio without adjustment.

    >>> relative_risk(174, 29, 999826, 999971)
    np.float64(6.0)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(divide(cells.o11, cells.c1), divide(cells.o12, cells.c2)))


def percent_diff(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """100 (p1 − p2) / p2, in per cent from −100 to ∞. ∞ where only the target has the term, NaN where neither has.

    The numerator comes from the whole-number determinant, so that it does not cancel near 0.

    Source: Gabrielatos & Marchi 2011, https://eprints.lancs.ac.uk/id/eprint/51449 (no DOI). Traps: tools that put 1e-18
    for 0 print 1e20; Wordless prints −∞ for an absent word, whose value is −100.

    >>> percent_diff(206523, 178174, 753118, 1384184).round(1)
    np.float64(88.7)
    """
    cells = table(o11, o12, o21, o22)
    value = 100.0 * divide(cells.determinant, cells.c1 * cells.o12)
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, value))


def difference_coefficient(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """(p1 − p2) / (p1 + p2), from −1 (reference only) to 1 (target only). NaN where neither has the term.

    Source: Hofland & Johansson 1982, Word Frequencies in British and American English (no DOI); × 100 it is the DIN of KWords.
    Trap: any term absent from one corpus gets the extreme, however rare.

    >>> difference_coefficient(18, 35, 999982, 999965).round(2)
    np.float64(-0.32)
    """
    cells = table(o11, o12, o21, o22)
    value = divide(cells.determinant, cells.o11 * cells.c2 + cells.o12 * cells.c1)
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, value))


def odds_ratio(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """(O11 O22) / (O12 O21), from 0 to ∞; 1 is equally frequent. ∞ and 0 for one empty cell, NaN for 0/0.

    Source: Pojanapunya & Todd 2018, doi:10.1515/cllt-2015-0030. Trap: Wordless prints −∞ for an absent word; it is 0.

    >>> odds_ratio(16217, 735, 2780721, 2087211).round(1)
    np.float64(16.6)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(cells.o11 * cells.o22, cells.o12 * cells.o21))


def odds_ratio_haldane(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """The odds ratio with ½ added to all four cells, always; from above 0, finite.

    Source: Haldane 1956, doi:10.1111/j.1469-1809.1956.tb01285.x. Trap: mclm adds ½ only where a cell is 0. UCS calls the
    log10 of it odds.ratio.disc.

    >>> odds_ratio_haldane(12, 100, 0, 900).round(3)
    np.float64(224.005)
    """
    cells = table(o11, o12, o21, o22)
    return plain((cells.o11 + 0.5) / (cells.o12 + 0.5) * ((cells.o22 + 0.5) / (cells.o21 + 0.5)))


def log_odds_ratio(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """log2 of the odds ratio, from −∞ to ∞; 0 is equally frequent. Exact to the last digits also near 0; NaN for 0/0.

    Source: as `odds_ratio`. Trap: UCS takes log10, Gries' Coll.analysis the natural log.

    >>> log_odds_ratio(2, 1, 1, 1)
    np.float64(1.0)
    """
    cells = table(o11, o12, o21, o22)
    return plain(rows(deviance.log_quotient, cells.o11, cells.o12, cells.o21, cells.o22) / LN2)


def simple_maths(o11: Any, o12: Any, o21: Any, o22: Any, *, k: float = 1.0) -> Any:
    """(10⁶ p1 + k) / (10⁶ p2 + k), from above 0; 1 is equally frequent. A larger k favours frequent words.

    Source: Kilgarriff 2009, Simple maths for keywords, Corpus Linguistics 2009 (no DOI). The same number: Sketch Engine (k = 1).

    >>> simple_maths(35, 263, 112289741, 1559716716).round(4)
    np.float64(1.1224)
    """
    cells = table(o11, o12, o21, o22)
    added = numbers(k, "k")
    return plain(divide(1e6 * divide(cells.o11, cells.c1) + added, 1e6 * divide(cells.o12, cells.c2) + added))


def _dirichlet(cells: Table, prior: Any, prior_total: Any) -> tuple[Floats, Floats]:
    """Natural log-odds difference under the prior, and its variance."""
    prior, prior_total = numbers(prior, "prior"), numbers(prior_total, "prior_total")
    if np.any(prior <= 0) or np.any(prior_total <= prior):
        raise InputError("prior must be above 0 and below prior_total, the sum of the priors of all terms")
    f1, f2 = cells.o11 + prior, cells.o12 + prior
    rest = prior_total - prior
    shape = np.broadcast_arrays(f1, f2, cells.o21 + rest, cells.o22 + rest)
    return rows(deviance.log_quotient, *shape), 1.0 / f1 + 1.0 / f2


def log_odds_dirichlet(o11: Any, o12: Any, o21: Any, o22: Any, *, prior: Any, prior_total: Any) -> Any:
    """Difference of log odds with a Dirichlet prior, in bits (log2): 0 is equally frequent, +1 twice the odds.

    δ = log2[(f1 + a) / (n1 + a₀ − f1 − a)] − log2[(f2 + a) / (n2 + a₀ − f2 − a)].

    Parameters
    ----------
    prior : float or array
        a, the prior count of the term: 0.01 for all (uninformative), or proportional to a background corpus.
    prior_total : float
        a₀, the sum of the priors of all terms of the vocabulary.

    Source: Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018 (there with the natural logarithm).

    >>> log_odds_dirichlet(120, 60, 49880, 44940, prior=0.01, prior_total=100).round(6)
    np.float64(0.849736)
    """
    delta, _ = _dirichlet(table(o11, o12, o21, o22), prior, prior_total)
    return plain(delta / LN2)


def log_odds_dirichlet_z(o11: Any, o12: Any, o21: Any, o22: Any, *, prior: Any, prior_total: Any) -> Any:
    """The Dirichlet log odds difference over its standard error, "Fightin' Words": z, roughly normal; grows with the corpora.

    Variance 1/(f1 + a) + 1/(f2 + a). Source: Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018. Traps: scattertext
    uses four variance terms, and in one scorer the opposite sign; tidylo another variance.

    >>> log_odds_dirichlet_z(120, 60, 49880, 44940, prior=0.01, prior_total=100).round(4)
    np.float64(3.7254)
    """
    delta, variance = _dirichlet(table(o11, o12, o21, o22), prior, prior_total)
    return plain(delta / np.sqrt(variance))


def per_million(count: Any, n: Any) -> Any:
    """10⁶ × count / n, the rate per million tokens; NaN for an empty corpus.

    >>> per_million(35, 112289776).round(4)
    np.float64(0.3117)
    """
    return plain(divide(1e6 * counts(count, "count"), counts(n, "n")))
