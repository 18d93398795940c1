"""Is a term more frequent in one corpus than in another? Statistics of evidence on the two-by-two table of counts.

Rows: the term / all other terms. Columns: target / reference. For a pair of words, columns are with / without the second
word. All functions take broadcastable arrays of whole numbers and give float64; evidence is unsigned, and with
`signed=True` negative where the term is rarer in the target. A table with an empty row or column says nothing: 0.

They take tokens for independent draws, which words in texts are not (Kilgarriff 2005, doi:10.1515/cllt.2005.1.2.263):
read them as a scale for ranking and comparison with older work, and use a test over documents for inference.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import deviance, elementary
from newsstudy.measures._checks import Floats, Table, choice, counts, divide, numbers, plain, rows, table, together

YATES = ("r", "ucs", "quanteda")


def _signed(statistic: Floats, determinant: Floats, signed: bool) -> Any:
    return plain(np.copysign(statistic, np.where(determinant < 0, -1.0, 1.0)) if signed else statistic)


def _g2(cells: Table) -> Floats:
    difference = cells.difference
    e11, e12, e21, e22 = cells.expected
    near = rows(deviance.deviance, cells.o11, e11, difference) + rows(deviance.deviance, cells.o12, e12, -difference)
    far = rows(deviance.deviance, cells.o21, e21, -difference) + rows(deviance.deviance, cells.o22, e22, difference)
    return 2.0 * (near + far)


def g2(o11: Any, o12: Any, o21: Any, o22: Any, *, signed: bool = False) -> Any:
    """Log-likelihood ratio of the whole table (four cells): 2 Σ O ln(O/E), from 0 up.

    Added up as 2 Σ [O ln(O/E) − (O − E)], with O − E from the whole-number determinant, so that nothing cancels near
    independence. Natural logarithm; under independence roughly χ² with 1 degree of freedom.

    Source: Dunning 1993, Computational Linguistics 19(1), 61-74, https://aclanthology.org/J93-1003 (no DOI).
    The same number: AntConc ("4-term"), CQPweb, Wordless, quanteda, NLTK, cwb-ccc. Another number under the same name:
    the log-likelihood wizard, CLiC, Conc, which are `g2_two_cell`.

    >>> g2(110, 2442, 111, 29114).round(2)  # Dunning's "the swiss"
    np.float64(270.72)
    """
    cells = table(o11, o12, o21, o22)
    return _signed(_g2(cells), cells.determinant, signed)


def g2_two_cell(f1: Any, f2: Any, n1: Any, n2: Any, *, signed: bool = False) -> Any:
    """Log-likelihood ratio of the term's two cells only: 2 [f1 ln(f1/E1) + f2 ln(f2/E2)], from 0 up to just below `g2`.

    E1 = n1 (f1 + f2) / (n1 + n2), E2 likewise. Takes counts and corpus sizes, as its tools do.
    The other terms play no part, so a count may even be above its corpus size (as for n-grams counted by words). An empty
    corpus whose count is not 0 gives an infinity.

    Source: Rayson & Garside 2000, doi:10.3115/1117729.1117730. The same number: UCREL log-likelihood wizard, CLiC, Conc, ATAP.

    >>> g2_two_cell(540, 7525, 116000, 5451382).round(2)
    np.float64(534.64)
    """
    f1, f2, n1, n2 = together(counts(f1, "f1"), counts(f2, "f2"), counts(n1, "n1"), counts(n2, "n2"))
    n = np.where(n1 + n2 > 0, n1 + n2, 1.0)
    determinant = rows(deviance.determinant, f1, f2, n1, n2)
    difference, both = determinant / n, f1 + f2
    near = rows(deviance.deviance, f1, n1 * both / n, difference) + rows(deviance.deviance, f2, n2 * both / n, -difference)
    return _signed(2.0 * near, determinant, signed)


def simple_ll(o11: Any, o12: Any, o21: Any, o22: Any, *, signed: bool = False) -> Any:
    """Log-likelihood of the first cell alone: 2 [O11 ln(O11/E11) − (O11 − E11)], from 0 up.

    Source: Evert 2008, doi:10.1515/9783110213881.2.1212. The same number: UCS, cwb-ccc, pandas-association-measures.

    >>> simple_ll(55, 41296, 37, 108412).round(3)
    np.float64(25.794)
    """
    cells = table(o11, o12, o21, o22)
    return _signed(2.0 * rows(deviance.deviance, cells.o11, cells.expected[0], cells.difference), cells.determinant, signed)


def _chi2(cells: Table, determinant: Floats) -> Floats:
    """n · det² / (r1 · r2 · c1 · c2), in an order that neither overflows nor loses digits; 0 for an empty margin."""
    by_rows = divide(determinant, cells.r1 * cells.r2, 0.0)
    by_columns = divide(determinant, cells.c1 * cells.c2, 0.0)
    empty = (cells.r1 == 0) | (cells.r2 == 0) | (cells.c1 == 0) | (cells.c2 == 0)
    return np.where(empty, 0.0, by_rows * by_columns * cells.n)


def chi2(o11: Any, o12: Any, o21: Any, o22: Any, *, signed: bool = False) -> Any:
    """Pearson's χ²: Σ (O − E)² / E = n (O11 O22 − O12 O21)² / (R1 R2 C1 C2), from 0 to n.

    Source: Pearson 1900, doi:10.1080/14786440009463897. Trap: explodes for rare words; a pair seen once in a corpus of
    n tokens scores n. Cochran's rule asks for E of at least 5.

    >>> chi2(7, 2, 3, 7).round(6)
    np.float64(4.33716)
    """
    cells = table(o11, o12, o21, o22)
    return _signed(_chi2(cells, cells.determinant), cells.determinant, signed)


def chi2_yates(o11: Any, o12: Any, o21: Any, o22: Any, *, signed: bool = False, rule: str = "r") -> Any:
    """χ² with Yates' correction: n (|O11 O22 − O12 O21| − n/2)² / (R1 R2 C1 C2), from 0 up.

    Parameters
    ----------
    rule : "r", "ucs" or "quanteda"
        Where the bracket is negative (|O − E| < ½), "r" gives 0 and "ucs" its square; "quanteda" leaves the correction out
        there and where all expected counts are 5 or more.

    Source: Yates 1934, doi:10.2307/2983604. The same number: "r": R's chisq.test, scipy; "ucs": UCS, corpustools; "quanteda":
    quanteda's textstat_keyness by default.

    >>> chi2_yates(1, 3, 3, 1)
    np.float64(0.5)
    >>> [round(float(chi2_yates(3, 14, 2, 10, rule=rule)), 4) for rule in ("r", "ucs", "quanteda")]
    [0.0, 0.1851, 0.0047]
    """
    choice(rule, YATES, "rule")
    cells = table(o11, o12, o21, o22)
    bracket = np.abs(cells.determinant) - cells.n / 2.0
    if rule == "quanteda":
        least = np.minimum(np.minimum(*cells.expected[:2]), np.minimum(*cells.expected[2:]))
        bracket = np.where((least >= 5.0) | (bracket < 0), cells.determinant, bracket)
    elif rule == "r":
        bracket = np.maximum(bracket, 0.0)
    return _signed(_chi2(cells, bracket), cells.determinant, signed)


def _williams(cells: Table) -> Floats:
    """Williams' divisor; 1 for a table with an empty margin, whose statistic is 0 anyway."""
    ones = np.ones_like(cells.n)
    with np.errstate(invalid="ignore", divide="ignore"):
        over_rows = cells.n * (divide(ones, cells.r1) + divide(ones, cells.r2)) - 1.0
        over_columns = cells.n * (divide(ones, cells.c1) + divide(ones, cells.c2)) - 1.0
        q = np.asarray(1.0 + over_rows * over_columns / (6.0 * cells.n))
    return np.where(np.isfinite(q), q, 1.0)


def chi2_williams(o11: Any, o12: Any, o21: Any, o22: Any, *, signed: bool = False) -> Any:
    """χ² / q, q = 1 + (n Σ 1/R − 1)(n Σ 1/C − 1) / (6 n): a correction for small tables, from 0 up.

    Source: Williams 1976, doi:10.1093/biomet/63.1.33. Trap: quanteda multiplies by q where it should divide.

    >>> chi2_williams(7, 2, 3, 7).round(6)
    np.float64(4.017626)
    """
    cells = table(o11, o12, o21, o22)
    return _signed(_chi2(cells, cells.determinant) / _williams(cells), cells.determinant, signed)


def g2_williams(o11: Any, o12: Any, o21: Any, o22: Any, *, signed: bool = False) -> Any:
    """G2 / q with Williams' q (see `chi2_williams`), from 0 up.

    Source: Williams 1976, doi:10.1093/biomet/63.1.33. The same number: quanteda, correction="williams".

    >>> g2_williams(7, 2, 3, 7).round(6)
    np.float64(4.200833)
    """
    cells = table(o11, o12, o21, o22)
    return _signed(_g2(cells) / _williams(cells), cells.determinant, signed)


def g2_yates(o11: Any, o12: Any, o21: Any, o22: Any, *, signed: bool = False) -> Any:
    """G2 of the table whose counts are moved by ½ towards the expected ones, but not beyond them; from 0 up.

    Source: Yates 1934, doi:10.2307/2983604, applied to G2 as quanteda does by default for measure="lr" (its manual says
    Williams).

    >>> g2_yates(7, 2, 3, 7).round(6)
    np.float64(2.702844)
    """
    cells = table(o11, o12, o21, o22)
    towards = np.where(cells.determinant < 0, 0.5, -0.5)
    keep = np.abs(cells.difference) <= 0.5
    half = np.where(keep, 0.0, towards)
    moved = Table(cells.o11 + half, cells.o12 - half, cells.o21 - half, cells.o22 + half, *cells[4:])
    return _signed(np.where(keep, 0.0, _g2(moved)), cells.determinant, signed)


def bic(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """G2 − ln n, an approximation to twice the natural log of a Bayes factor: below 0 the evidence is for no difference.

    Cut points in use: 2 to 6 positive, 6 to 10 strong, above 10 very strong. n is the number of tokens of both corpora.
    NaN for an empty table.

    Source: Wilson 2013, Embracing Bayes factors for key item analysis in corpus linguistics (no DOI); Schwarz 1978,
    doi:10.1214/aos/1176344136. G2 is that of four cells, as in AntConc; UCREL's wizard, KeynessMeasures and ATAP take two
    cells: `bic_two_cell`.

    >>> bic(12000, 10000, 988000, 990000).round(2)
    np.float64(169.58)
    """
    cells = table(o11, o12, o21, o22)
    return plain(_penalised(_g2(cells), cells.n))


def _penalised(statistic: Floats, n: Floats) -> Floats:
    return np.where(n > 0, statistic - elementary.log(np.maximum(n, 1.0)), np.nan)


def bic_two_cell(f1: Any, f2: Any, n1: Any, n2: Any) -> Any:
    """`bic` of the two-cell G2: `g2_two_cell` − ln(n1 + n2). Takes counts and corpus sizes; NaN where both corpora are empty.

    Source: Wilson 2013 (no DOI). The same number: UCREL log-likelihood wizard ("Bayes"), KeynessMeasures, ATAP.

    >>> bic_two_cell(415, 4, 160952, 563674).round(4)
    np.float64(1192.1178)
    """
    statistic = np.asarray(g2_two_cell(f1, f2, n1, n2))
    return plain(_penalised(statistic, counts(n1, "n1") + counts(n2, "n2")))


def chi2_log10_p(statistic: Any) -> Any:
    """log10 of the probability that χ² with 1 degree of freedom is at least `statistic` (such as G2); never −∞ for finite input.

    Source: χ²(1) is the square of a standard normal variable. A logarithm, since p underflows to 0 from about 1480 up.
    The sign of a signed statistic is ignored; NaN gives NaN.

    >>> chi2_log10_p([3.841459, 15.13671]).round(4)
    array([-1.301, -4.   ])
    """
    from newsstudy.kernels import special

    return plain(special.log10_two_sided_normal(np.sqrt(np.abs(numbers(statistic, "statistic", low=-np.inf)))))


def chi2_critical(p: Any) -> Any:
    """The value that χ² with 1 degree of freedom exceeds with probability p: 3.84 for 0.05, 15.14 for 0.0001.

    Source: square of a quantile of the normal distribution. Cut-offs for G2: Rayson, Berridge & Francis 2004 (no DOI).

    >>> chi2_critical([0.05, 0.01, 0.001, 0.0001]).round(2)
    array([ 3.84,  6.63, 10.83, 15.14])
    """
    from newsstudy.kernels import special

    quantile = np.asarray(special.normal_quantile(numbers(p, "p", high=1.0) / 2.0))
    return plain(quantile * quantile)
