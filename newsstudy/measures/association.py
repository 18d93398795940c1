"""How strongly do two words go together? Association measures on the two-by-two table of a pair.

O11: both words together; O12: the first without the second; O21: the second without the first; O22: neither. R1 = O11 + O12
is the first word's count, C1 = O11 + O21 the second's, n the number of pairs (or windows, or tokens: state which).
E11 = R1 C1 / n. The measures of evidence (g2, chi2, simple_ll, fisher, binomial, poisson …) and of information apply, too.
A pair with an empty margin has no expectation: NaN, unless the measure's own definition says otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import deviance
from newsstudy.measures._checks import LN2, divide, plain, rows, table


def expected(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """The count E11 = R1 C1 / n of the pair that independence would give; 0 in an empty table.

    >>> expected(1, 2, 3, 4)
    np.float64(1.2)
    """
    return plain(table(o11, o12, o21, o22).expected[0])


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
