"""How much more frequent is a term in one corpus than in another? Effect sizes on the two-by-two table of counts.

Rows: the term / all other terms. Columns: target / reference; p1 = O11 / C1 and p2 = O12 / C2 are the rates. All take
broadcastable arrays of whole numbers and give float64. What happens to zeros is part of each measure's definition: five
conventions are in use for the log ratio alone, and they rank rare words differently. An empty corpus has no rate: NaN.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import deviance
from newsstudy.measures._checks import LN2, Floats, Table, choice, counts, divide, numbers, plain, rows, table
from newsstudy.measures.two_by_two import g2_two_cell

ZERO = ("walter", "half", None)


def zero_adjusted(cells: Table, zero: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """Counts and sizes (f1, f2, n1, n2) after the policy `zero` for counts of 0."""
    choice(zero, ZERO, "zero")
    if zero == "walter":
        return cells.o11 + 0.5, cells.o12 + 0.5, cells.c1 + 0.5, cells.c2 + 0.5
    if zero == "half":
        return np.where(cells.o11 == 0, 0.5, cells.o11), np.where(cells.o12 == 0, 0.5, cells.o12), cells.c1, cells.c2
    return cells.o11, cells.o12, cells.c1, cells.c2


def log_ratio(o11: Any, o12: Any, o21: Any, o22: Any, *, zero: str | None = "walter") -> Any:
    """log2(p1 / p2): +1 is twice as frequent in the target, −1 half. Exact to the last digits also near 0.

    Parameters
    ----------
    zero : "walter", "half" or None
        "walter": ½ is added to both counts and both sizes, always (as R's corpora). "half": ½ takes the place of a count
        of 0 only (as CQPweb, Conc, cwb-ccc, KeynessMeasures). None: infinities, and NaN where the term occurs nowhere (as
        Wordless).

    Source: Hardie 2014, http://cass.lancs.ac.uk/log-ratio-an-informal-introduction (no DOI); Walter 1975,
    doi:10.1093/biomet/62.2.371. Traps: quanteda.extras puts 0.5 / Σ counts for 0; keyperm adds 1 to counts and sizes, which
    is log_ratio(f1 + 1, f2 + 1, n1 − f1, n2 − f2, zero=None). NaN for an empty corpus.

    >>> log_ratio(10, 5, 90, 195, zero=None)
    np.float64(2.0)
    >>> log_ratio([94, 13], [749, 0], [1083, 1164], [341056, 341805]).round(4)
    array([ 5.1938, 12.9362])
    """
    cells = table(o11, o12, o21, o22)
    f1, f2, n1, n2 = zero_adjusted(cells, zero)
    ratio = rows(deviance.log_quotient, f1, f2, n1, n2) / LN2
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, ratio))


def relative_risk(o11: Any, o12: Any, o21: Any, o22: Any, *, zero: str | None = None) -> Any:
    """p1 / p2, from 0 to ∞; 1 is equally frequent. ∞ where only the target has the term, NaN where neither has.

    `zero` is that of `log_ratio`, whose power of 2 this is: "half" gives Conc's number for a term absent from the reference.

    Source: Kilgarriff 2009, Simple maths for keywords (no DOI), who calls it the ratio of frequencies. The same number:
    AntConc "Relative risk", UCREL's wizard "RRisk", KeynessMeasures; Conc (zero="half"). UCS prints log10.

    >>> relative_risk(174, 29, 999826, 999971)
    np.float64(6.0)
    """
    cells = table(o11, o12, o21, o22)
    f1, f2, n1, n2 = zero_adjusted(cells, zero)
    ratio = divide(divide(f1, n1), divide(f2, n2))
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, ratio))


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


def simple_maths(o11: Any, o12: Any, o21: Any, o22: Any, *, k: float = 1.0) -> Any:
    """(10⁶ p1 + k) / (10⁶ p2 + k), from above 0; 1 is equally frequent. A larger k favours frequent words.

    Source: Kilgarriff 2009, Simple maths for keywords, Corpus Linguistics 2009 (no DOI). The same number: Sketch Engine (k = 1).

    >>> simple_maths(35, 263, 112289741, 1559716716).round(4)
    np.float64(1.1224)
    """
    cells = table(o11, o12, o21, o22)
    added = numbers(k, "k")
    return plain(divide(1e6 * divide(cells.o11, cells.c1) + added, 1e6 * divide(cells.o12, cells.c2) + added))


def phi(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """φ = (O11 O22 − O12 O21) / √(R1 R2 C1 C2), from −1 to 1, with the sign of the association. NaN for an empty margin.

    Its square is χ²/n (`phi_squared`).

    Source: Yule 1912, doi:10.2307/2340126; Pearson 1904, Mathematical contributions to the theory of evolution XIII (no DOI).
    The same number: collostructions (there without the sign). Trap: tiny for any single word of a large corpus.

    >>> phi([7, 2], [2, 7], [3, 7], [7, 3]).round(4)
    array([ 0.4778, -0.4778])
    """
    cells = table(o11, o12, o21, o22)
    value = divide(cells.determinant, np.sqrt(cells.r1 * cells.r2)) / np.sqrt(np.maximum(cells.c1 * cells.c2, 1.0))
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, value))


def cramers_v(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Cramér's V = √(χ²/n), from 0 to 1; for a two-by-two table it is |φ|. NaN for an empty margin.

    Source: Cramér 1946, Mathematical Methods of Statistics, 282 (no DOI).

    >>> cramers_v(2, 7, 7, 3).round(4)
    np.float64(0.4778)
    """
    return plain(np.abs(phi(o11, o12, o21, o22)))


def ell(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Effect size for log-likelihood as the tools compute it: G2 / (n ln E), G2 of two cells, E the smaller of E11 and E12.

    To be read from E = 3 or so up, where it goes from 0 to 1: at E = 1 it is ∞, below E = 1 negative. NaN where the term
    occurs in neither corpus, or a corpus is empty.

    Source: Johnston, Berry & Mielke 2006, doi:10.2466/pms.103.2.412-414, after the UCREL wizard. The same number: UCREL wizard,
    KeynessMeasures. Traps: G2 is `g2_two_cell`; ATAP takes E11 even where E12 is smaller; Johnston et al. divide by
    −2 R1 ln(E/R1) instead.

    >>> print(f"{ell(415, 4, 160537, 563670):.7f}")
    0.0003670
    """
    cells = table(o11, o12, o21, o22)
    smaller = np.minimum(cells.c1, cells.c2)
    size = rows(deviance.log_quotient, smaller, cells.n, np.ones_like(cells.n), cells.r1)
    value = divide(np.asarray(g2_two_cell(cells.o11, cells.o12, cells.c1, cells.c2)), cells.n * size)
    return plain(np.where((cells.r1 == 0) | (smaller == 0), np.nan, value))


def per_million(count: Any, n: Any) -> Any:
    """10⁶ × count / n, the rate per million tokens; NaN for an empty corpus.

    >>> per_million(35, 112289776).round(4)
    np.float64(0.3117)
    """
    return plain(divide(1e6 * counts(count, "count"), counts(n, "n")))
