"""Measures of lexical diversity with logarithms: natural ones under the bare name, base 10 where the name ends in _log10.

As in diversity, they take `ids`, the word numbers of one text, or `spectrum=`, a mapping from frequency to number of words. N is
the number of tokens, V of types, V1 of words that occur once.
"""

from __future__ import annotations

from typing import Any

from newsstudy.measures.diversity import _measure


def herdan_c(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Log V / log N, from 0 to 1; the base cancels. NaN below two tokens. Also: LogTTR.

    Source: Herdan 1960, Type-token Mathematics, 28 (no DOI).

    >>> herdan_c([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(0.9031)
    """
    return _measure("herdan_c", ids, spectrum)


def summer_s(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Ln ln V / ln ln N; 1 where no word comes again. NaN for fewer than two types.

    Source: Somers 1966, in Leeds (ed.), The Computer and Literary Style, 128-140 (no DOI); "Summer" is how tools spell it. The
    same number: LexicalRichness, Wordless. Trap: textacy and quanteda take base 10, `summer_s_log10`.

    >>> summer_s([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.877783)
    """
    return _measure("summer_s", ids, spectrum)


def summer_s_log10(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Log10 log10 V / log10 log10 N; an infinity for N = 10. The same number: textacy, quanteda. Source: see `summer_s`.

    >>> summer_s_log10([0, 1] * 2 + [0, 1] * 2).round(4)
    np.float64(11.7778)
    """
    return _measure("summer_s_log10", ids, spectrum)


def dugast_u(ids: Any = None, *, spectrum: Any = None) -> Any:
    """(ln N)² / (ln N − ln V), from 0 up; ∞ where no word comes again.

    Source: Dugast 1978, Le Français moderne 46, 25-32 (no DOI). The same number: LexicalRichness, Wordless. Trap: textacy,
    quanteda and koRpus take base 10, `dugast_u_log10`.

    >>> dugast_u([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(23.76)
    """
    return _measure("dugast_u", ids, spectrum)


def dugast_u_log10(ids: Any = None, *, spectrum: Any = None) -> Any:
    """(log10 N)² / (log10 N − log10 V): `dugast_u` / ln 10. The same number: textacy, quanteda. Source: see `dugast_u`.

    >>> dugast_u_log10([0, 1, 2, 3, 4, 4, 5, 5, 5, 3]).round(4)
    np.float64(4.5076)
    """
    return _measure("dugast_u_log10", ids, spectrum)


def maas(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Maas's a²: (ln N − ln V) / (ln N)², from 0 (no word comes again) up; lower is more varied. NaN for one token.

    Source: Maas 1972, Zeitschrift für Literaturwissenschaft und Linguistik 2(8), 73-96 (no DOI). The same number:
    LexicalRichness, Wordless. Traps: with log10 it is larger by ln 10, `maas_log10`; quanteda and koRpus print the root a.

    >>> maas([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.042087)
    """
    return _measure("maas", ids, spectrum)


def maas_log10(ids: Any = None, *, spectrum: Any = None) -> Any:
    """(log10 N − log10 V) / (log10 N)²: `maas` × ln 10. The same number: lexical-diversity. Source: see `maas`.

    Its root is quanteda's Maas.

    >>> maas_log10([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.09691)
    """
    return _measure("maas_log10", ids, spectrum)


def brunet(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Brunet's W: N to the power of V^−0.172, from 1 up, mostly 10 to 20; lower is more varied.

    Source: Brunet 1978, Le vocabulaire de Jean Giraudoux, 57 (no DOI). The same number: Wordless.

    >>> brunet([0, 1, 2, 3, 4] * 20).round(4)
    np.float64(32.838)
    """
    return _measure("brunet", ids, spectrum)


def honore(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Honoré's R: 100 ln(N) / (1 − V1/V); ∞ where every word occurs once. The logarithm is of N alone, as Honoré defines it.

    Source: Honoré 1979, ALLC Bulletin 7(2), 172-177 (no DOI). Trap: Wordless takes the logarithm of N / (1 − V1/V).

    >>> honore([0, 1, 2, 3, 4] * 20).round(4)
    np.float64(460.517)
    """
    return _measure("honore", ids, spectrum)


def fisher_alpha(ids: Any = None, *, spectrum: Any = None) -> Any:
    """The α with V = α ln(1 + N/α), from 0 up; ∞ where no word comes again. Higher is more varied.

    Found by Newton's method on a form that keeps its digits when nearly all words are different.

    Source: Fisher, Corbet & Williams 1943, doi:10.2307/1411. The same number: Wordless, R's vegan.

    >>> fisher_alpha(spectrum={1: 239, 15370: 1}).round(3)  # 240 types in 15,609 tokens
    np.float64(40.247)
    """
    return _measure("fisher_alpha", ids, spectrum)
