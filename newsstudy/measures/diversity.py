"""How varied is the vocabulary of a text? Measures of lexical diversity on how often each word occurs.

Each function takes `ids`, a list of whole numbers from 0, one a token, equal ids for equal words; or, since order does not
matter to these measures, `spectrum=`, the frequency spectrum: a mapping from a frequency to the number of different words that
occur so often ({1: 212, 2: 51, …}), or pairs of the two. It gives a float64. N is the number of tokens, V of types (different
words), f a word's frequency. An empty text has no diversity: NaN. All but hdd and vocd_d depend on the text's length.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.given import whole
from newsstudy.kernels import diversity as kernels
from newsstudy.measures._checks import plain
from newsstudy.measures._texts import by_formula, either, moments

DRAWS = 42


def _measure(name: str, ids: Any, spectrum: Any) -> Any:
    return plain(by_formula(name, moments(either(ids, spectrum)))[0])


def ttr(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Type-token ratio V / N, from above 0 to 1. Falls with length: compare texts of one length only.

    Source: Johnson 1944, doi:10.1037/h0093508.

    >>> ttr([0, 1, 2, 3, 1, 4, 5, 6, 1, 7])
    np.float64(0.8)
    """
    return _measure("ttr", ids, spectrum)


def guiraud(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Root type-token ratio V / √N, from 1/√N to √N. Also: R, RTTR.

    Source: Guiraud 1954, Les caractères statistiques du vocabulaire (no DOI).

    >>> guiraud([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(2.5298)
    """
    return _measure("guiraud", ids, spectrum)


def cttr(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Corrected type-token ratio V / √(2 N).

    Source: Carroll 1964, Language and Thought, 54 (no DOI).

    >>> cttr([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(1.7889)
    """
    return _measure("cttr", ids, spectrum)


def hdd(ids: Any = None, *, spectrum: Any = None, draws: int = DRAWS) -> Any:
    """Expected type-token ratio of `draws` tokens drawn at random (HD-D), from 1/draws to 1. NaN where the text is shorter.

    Exact: Σ over types of P(drawn at least once) / draws, hypergeometric; no random numbers.

    Source: McCarthy & Jarvis 2007, doi:10.1177/0265532207080767. The same number: LexicalRichness, lexical-diversity, Wordless.
    Traps: koRpus prints it on the scale of vocd-D (35 instead of 0.8); Wordless draws the whole text where it is shorter.

    >>> hdd([0, 1, 2, 3, 1, 4, 5, 6, 1, 7], draws=5).round(4)
    np.float64(0.8833)
    """
    text, draws = either(ids, spectrum), whole(draws, "draws", 1)
    return plain(kernels.hdd_(text.frequencies, text.types, text.n, draws) if text.n else np.nan)


def vocd_d(ids: Any = None, *, spectrum: Any = None, low: int = kernels.CURVE[0], high: int = kernels.CURVE[1]) -> Any:
    """D of the curve TTR(n) = (D/n)(√(1 + 2n/D) − 1) that best fits samples of 35 to 50 tokens: 10 to 120, higher is varied.

    vocd draws 100 random samples of each size, and prints another number each time. Here each size has its exact expected
    ratio, which is hdd with that many draws, and D lies nearest to the sixteen by least squares: what vocd's numbers scatter
    around. ∞ where no word comes again, NaN where the text is shorter than `high`.

    Source: Malvern, Richards, Chipere & Durán 2004, doi:10.1057/9780230511804; the exact ratios: McCarthy & Jarvis 2007,
    doi:10.1177/0265532207080767.

    >>> vocd_d([0, 1, 2, 3, 4, 5, 6, 7, 8, 9] * 10).round(3)
    np.float64(1.562)
    """
    text, low = either(ids, spectrum), whole(low, "low", 1)
    high = whole(high, "high", low)
    return plain(kernels.vocd_d_(text.frequencies, text.types, text.n, low, high) if text.n else np.nan)


def yule_k(ids: Any = None, *, spectrum: Any = None) -> Any:
    """10⁴ (Σ f² − N) / N², from 0 (no word comes again) to 10⁴; higher is less varied. Depends little on length.

    Source: Yule 1944, The Statistical Study of Literary Vocabulary (no DOI). Traps: before 2021 quanteda left the − N out;
    Miranda-García & Calle-Martín 2005 print 113.09 for a spectrum whose K is this one.

    >>> john_1 = {1: 212, 2: 51, 3: 26, 4: 13, 5: 6, 6: 6, 7: 3, 8: 4, 10: 1, 11: 1, 13: 3, 16: 1, 17: 1, 19: 1, 21: 1, 59: 1}
    >>> yule_k(spectrum=john_1).round(3)
    np.float64(112.767)
    """
    return _measure("yule_k", ids, spectrum)


def yule_i(ids: Any = None, *, spectrum: Any = None) -> Any:
    """V² / (Σ f² − V), from 0 up; 0 where no word comes again, by definition. Higher is more varied.

    Source: Yule 1944 (no DOI). The same number: LexicalRichness, quanteda, koRpus. Trap: Wordless's "Yule's index of
    diversity" is another measure: `yule_index_of_diversity`.

    >>> yule_i([0, 1, 2, 3, 1, 4, 5, 6, 1, 7])
    np.float64(8.0)
    """
    return _measure("yule_i", ids, spectrum)


def yule_index_of_diversity(ids: Any = None, *, spectrum: Any = None) -> Any:
    """N² / (Σ f² − N) = 10⁴ / K, from 1 up; ∞ where no word comes again. Higher is more varied.

    Source: Williams 1970, Style and Vocabulary, 100 (no DOI). The same number: Wordless. Trap: `yule_i` is another measure.

    >>> yule_index_of_diversity([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(16.6667)
    """
    return _measure("yule_index_of_diversity", ids, spectrum)


def simpson_d(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Σ f (f − 1) / (N (N − 1)), the probability that two tokens are the same word: 0 to 1, higher is less varied.

    NaN below two tokens. Source: Simpson 1949, doi:10.1038/163688a0.

    >>> simpson_d([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.066667)
    """
    return _measure("simpson_d", ids, spectrum)


def herdan_vm(ids: Any = None, *, spectrum: Any = None) -> Any:
    """√(Σ f² / N² − 1/V), from 0 (all words equally frequent) up.

    Computed as √(Σ (V f − N)²) / (V N), which does not cancel. Source: Herdan 1955, doi:10.1007/BF01587632. The same number:
    LexicalRichness, quanteda. Trap: Wordless leaves the root out.

    >>> herdan_vm([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.187083)
    """
    return _measure("herdan_vm", ids, spectrum)


def entropy(ids: Any = None, *, spectrum: Any = None) -> Any:
    """Shannon entropy of the word frequencies, −Σ p log2 p, in bits from 0 to log2 V.

    Source: Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x.

    >>> entropy([0, 1, 2, 3])
    np.float64(2.0)
    """
    return _measure("entropy", ids, spectrum)
