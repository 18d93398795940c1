"""Measures of lexical diversity whose value depends on the base of a logarithm: the base is in each name.

As in diversity, `ids` are the word numbers of one text; N tokens, V types, V1 words that occur once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels import elementary
from newsstudy.measures._checks import plain
from newsstudy.measures.diversity import _text

LN10 = 2.302585092994046


def _divide(above: float, below: float) -> Any:
    """The quotient; ±∞ for x/0, NaN for 0/0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return plain(np.float64(above) / np.float64(below))


def _spread(ids: Any) -> tuple[float, float]:
    """ln N and ln N − ln V; NaN for an empty text."""
    text = _text(ids)
    if text.n == 0:
        return np.nan, np.nan
    return float(elementary.log(text.n)), abs(float(elementary.log1p(-(text.n - text.v) / text.n)))


def maas_a2_ln(ids: Any) -> Any:
    """(ln N − ln V) / (ln N)², from 0 (no word comes again) up; lower is more varied. NaN for one token.

    Source: Maas 1972, Zeitschrift für Literaturwissenschaft und Linguistik 2(8), 73-96 (no DOI). The same number:
    LexicalRichness, Wordless. Trap: with log10 it is larger by ln 10; quanteda prints the root a.

    >>> maas_a2_ln([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.042087)
    """
    log_n, apart = _spread(ids)
    return _divide(apart, log_n * log_n)


def maas_a2_log10(ids: Any) -> Any:
    """(log10 N − log10 V) / (log10 N)²: `maas_a2_ln` × ln 10. The same number: lexical-diversity. Source: see `maas_a2_ln`.

    >>> maas_a2_log10([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.09691)
    """
    return plain(maas_a2_ln(ids) * LN10)


def dugast_u_ln(ids: Any) -> Any:
    """(ln N)² / (ln N − ln V), from 0 up; ∞ where no word comes again.

    Source: Dugast 1978, Le Français moderne 46, 25-32 (no DOI). The same number: LexicalRichness, Wordless.

    >>> dugast_u_ln([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(23.76)
    """
    log_n, apart = _spread(ids)
    return _divide(log_n * log_n, apart)


def dugast_u_log10(ids: Any) -> Any:
    """(log10 N)² / (log10 N − log10 V): `dugast_u_ln` / ln 10. The same number: textacy, quanteda. Source: see `dugast_u_ln`.

    >>> dugast_u_log10([0, 1, 2, 3, 4, 4, 5, 5, 5, 3]).round(4)
    np.float64(4.5076)
    """
    return plain(dugast_u_ln(ids) / LN10)


def _summer(ids: Any, unit: float) -> Any:
    text = _text(ids)
    if text.n < 2 or text.v < 2:
        return plain(np.nan)
    above, below = elementary.log(elementary.log(text.v) / unit), elementary.log(elementary.log(text.n) / unit)
    return _divide(float(above), float(below))


def summer_s_ln(ids: Any) -> Any:
    """Ln ln V / ln ln N; 1 where no word comes again. NaN for fewer than two types.

    Source: Somers 1966, in Leeds (ed.), The Computer and Literary Style, 128-140 (no DOI). The same number: LexicalRichness.

    >>> summer_s_ln([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.877783)
    """
    return _summer(ids, 1.0)


def summer_s_log10(ids: Any) -> Any:
    """Log10 log10 V / log10 log10 N; an infinity for N = 10. The same number: textacy, quanteda. Source: see `summer_s_ln`.

    >>> summer_s_log10([0, 1] * 2 + [0, 1] * 2).round(4)
    np.float64(11.7778)
    """
    return _summer(ids, LN10)


def brunet_w(ids: Any) -> Any:
    """N to the power of V^−0.172, from 1 up, mostly 10 to 20; lower is more varied.

    Source: Brunet 1978, Le vocabulaire de Jean Giraudoux, 57 (no DOI). The same number: Wordless.

    >>> brunet_w([0, 1, 2, 3, 4] * 20).round(4)
    np.float64(32.838)
    """
    text = _text(ids)
    if text.n == 0:
        return plain(np.nan)
    exponent = elementary.exp(-0.172 * elementary.log(text.v))
    return plain(elementary.exp(exponent * elementary.log(text.n)))


def honore_r(ids: Any) -> Any:
    """100 ln(N) / (1 − V1/V); ∞ where every word occurs once. Honoré's definition: the logarithm is of N alone.

    Source: Honoré 1979, ALLC Bulletin 7(2), 172-177 (no DOI). Trap: Wordless takes the logarithm of N / (1 − V1/V).

    >>> honore_r([0, 1, 2, 3, 4] * 20).round(4)
    np.float64(460.517)
    """
    text = _text(ids)
    if text.n == 0:
        return plain(np.nan)
    from newsstudy.kernels.diversity import spectrum_

    once = int(spectrum_(text.ids, text.v)[1])
    return _divide(100.0 * float(elementary.log(text.n)) * text.v, text.v - once)
