"""How varied is the vocabulary of a text? Measures of lexical diversity on the ids of its words in order.

Each function takes `ids`, a list of whole numbers from 0, one a token, equal ids for equal words, and gives a float64.
N is the number of tokens, V of types (different words). An empty text has no diversity: NaN. Most measures depend on
the text's length; mattr, mtld and hdd least.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels import diversity as kernels
from newsstudy.kernels import elementary, reduce
from newsstudy.kernels._jit import ready
from newsstudy.measures._checks import counts as checked
from newsstudy.measures._checks import plain

WINDOW = 50
THRESHOLD = 0.72
DRAWS = 42


class _Text(NamedTuple):
    ids: np.ndarray[Any, Any]  # from 0 to v - 1
    n: int
    v: int


def _text(ids: Any) -> _Text:
    array = np.asarray(ids)
    if array.ndim != 1:
        raise InputError(f"ids must be one text's word numbers in order, one dimension; got shape {array.shape}")
    found, renumbered = np.unique(checked(array, "ids"), return_inverse=True)
    return _Text(ready(renumbered, np.int64), renumbered.size, found.size)


def _whole(number: Any, name: str, low: int = 1) -> int:
    if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < low:
        raise InputError(f"{name} must be a whole number of at least {low}; got {number!r}")
    return int(number)


def _share(threshold: Any) -> float:
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float)) or not 0.0 < threshold < 1.0:
        raise InputError(f"threshold must lie between 0 and 1, both excluded; got {threshold!r}")
    return float(threshold)


def _squares(text: _Text) -> int:
    """Σ f² over types."""
    spectrum = kernels.spectrum_(text.ids, text.v)
    return int(reduce.total_int(spectrum * np.arange(spectrum.size) * np.arange(spectrum.size)))


def diversity_table(ids: Any, offsets: Any, *, window: int = WINDOW) -> dict[str, np.ndarray[Any, Any]]:
    """The columns of schemas.DIVERSITY for many texts: n_tokens, n_types (int64), ttr, mattr, mtld, hdd, yule_k (float64).

    Parameters
    ----------
    ids : int array, shape (n_tokens,)
        Word numbers of all texts, one text after the other; at least 0.
    offsets : int array, shape (n_documents + 1,)
        Where each text begins and ends in `ids`.
    window : int
        Tokens in a window of mattr.

    Examples
    --------
    >>> table = diversity_table([0, 1, 0, 2, 2, 2], [0, 3, 6], window=2)
    >>> table["n_types"], table["mattr"]
    (array([2, 1]), array([1. , 0.5]))
    """
    words, bounds = np.asarray(ids), np.asarray(offsets)
    if words.dtype.kind not in "iu" or bounds.dtype.kind not in "iu" or words.ndim != 1 or bounds.ndim != 1:
        raise InputError("ids and offsets must be whole numbers in one dimension each")
    if bounds.size < 1 or (np.diff(bounds) < 0).any() or bounds[0] < 0 or bounds[-1] > words.size:
        raise InputError("offsets must rise from 0 to the number of ids")
    if words.size and words.min() < 0:
        raise InputError("ids must be at least 0; take tokens that were dropped out first")
    window = _whole(window, "window")
    found = kernels.diversity_table(ready(words, np.int64), ready(bounds, np.int64), window, THRESHOLD, DRAWS)
    types, windows, mtld_, hdd_, squares, n = found.T
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "n_tokens": n.astype(np.int64),
            "n_types": types.astype(np.int64),
            "ttr": types / n,
            "mattr": windows / (np.maximum(n - window + 1, 1) * window),
            "mtld": np.ascontiguousarray(mtld_),
            "hdd": np.ascontiguousarray(hdd_),
            "yule_k": 10_000.0 * (squares - n) / (n * n),
        }


def ttr(ids: Any) -> Any:
    """Type-token ratio V / N, from above 0 to 1. Falls with length: compare texts of one length only.

    Source: Johnson 1944, doi:10.1037/h0093508.

    >>> ttr([0, 1, 2, 3, 1, 4, 5, 6, 1, 7])
    np.float64(0.8)
    """
    text = _text(ids)
    return plain(text.v / text.n if text.n else np.nan)


def guiraud(ids: Any) -> Any:
    """Root type-token ratio V / √N, from 1/√N to √N. Also: R, RTTR.

    Source: Guiraud 1954, Les caractères statistiques du vocabulaire (no DOI).

    >>> guiraud([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(2.5298)
    """
    text = _text(ids)
    return plain(text.v / np.sqrt(text.n) if text.n else np.nan)


def cttr(ids: Any) -> Any:
    """Corrected type-token ratio V / √(2 N).

    Source: Carroll 1964, Language and Thought, 54 (no DOI).

    >>> cttr([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(1.7889)
    """
    text = _text(ids)
    return plain(text.v / np.sqrt(2.0 * text.n) if text.n else np.nan)


def herdan_c(ids: Any) -> Any:
    """Log V / log N, from 0 to 1; the base cancels. NaN below two tokens. Also: LogTTR.

    Source: Herdan 1960, Type-token Mathematics, 28 (no DOI).

    >>> herdan_c([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(0.9031)
    """
    text = _text(ids)
    return plain(elementary.log(text.v) / elementary.log(text.n) if text.n > 1 else np.nan)


def mattr(ids: Any, *, window: int = WINDOW) -> Any:
    """Mean type-token ratio of all windows of `window` neighbouring tokens, from 1/window to 1. NaN where the text is shorter.

    Hardly depends on length, but for the choice of the window: state it.

    Source: Covington & McFall 2010, doi:10.1080/09296171003643098. Trap: quanteda shortens the window of all texts to the
    shortest text of the corpus.

    >>> mattr([0, 0, 1, 0, 0, 1, 0], window=2).round(4)
    np.float64(0.8333)
    """
    text, window = _text(ids), _whole(window, "window")
    if text.n < window:
        return plain(np.nan)
    return plain(kernels.window_types_(text.ids, text.v, window) / ((text.n - window + 1) * window))


def msttr(ids: Any, *, segment: int = WINDOW) -> Any:
    """Mean type-token ratio of neighbouring segments of `segment` tokens; a shorter tail is left out. NaN without a segment.

    Source: Johnson 1944, doi:10.1037/h0093508. Trap: LexicalRichness drops the last segment even when it is complete.

    >>> msttr([0, 1, 0, 1, 2, 2, 0, 1], segment=3).round(4)
    np.float64(0.6667)
    """
    text, segment = _text(ids), _whole(segment, "segment")
    if text.n < segment:
        return plain(np.nan)
    return plain(kernels.segment_types_(text.ids, text.v, segment) / (text.n // segment * segment))


def mtld(ids: Any, *, threshold: float = THRESHOLD) -> Any:
    """Mean length of runs whose type-token ratio stays above the threshold, in tokens, forwards and backwards averaged.

    A run ends when its ratio falls to the threshold or below (≤); the rest counts as the part (1 − TTR) / (1 − threshold)
    of a run. NaN where no word comes again.

    Source: McCarthy & Jarvis 2010, doi:10.3758/BRM.42.2.381. The same number: LexicalRichness, Wordless. Traps: textacy ends
    a run only below the threshold (`mtld_strict`); lexical-diversity asks for ten tokens, too. Three answers for one text.

    >>> mtld([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(4)
    np.float64(14.0)
    """
    text, threshold = _text(ids), _share(threshold)
    return plain(kernels.mtld_(text.ids, text.v, threshold, False) if text.n else np.nan)


def mtld_strict(ids: Any, *, threshold: float = THRESHOLD) -> Any:
    """As `mtld`, but a run ends only when its ratio falls below the threshold (<). The same number: textacy.

    Source: McCarthy & Jarvis 2010, doi:10.3758/BRM.42.2.381.

    >>> mtld_strict([0, 1, 0, 1], threshold=0.5), mtld([0, 1, 0, 1], threshold=0.5)
    (np.float64(4.0), np.float64(4.0))
    """
    text, threshold = _text(ids), _share(threshold)
    return plain(kernels.mtld_(text.ids, text.v, threshold, True) if text.n else np.nan)


def hdd(ids: Any, *, draws: int = DRAWS) -> Any:
    """Expected type-token ratio of `draws` tokens drawn at random (HD-D), from 1/draws to 1. NaN where the text is shorter.

    Exact: Σ over types of P(drawn at least once) / draws, hypergeometric; no random numbers.

    Source: McCarthy & Jarvis 2007, doi:10.1177/0265532207080767. Traps: koRpus prints it on the scale of vocd-D (35 instead
    of 0.8); Wordless draws the whole text where it is shorter.

    >>> hdd([0, 1, 2, 3, 1, 4, 5, 6, 1, 7], draws=5).round(4)
    np.float64(0.8833)
    """
    text, draws = _text(ids), _whole(draws, "draws")
    return plain(kernels.hdd_(kernels.spectrum_(text.ids, text.v), text.n, draws) if text.n else np.nan)


def yule_k(ids: Any) -> Any:
    """10⁴ (Σ f² − N) / N², from 0 (no word comes again) to 10⁴; higher is less varied. Hardly depends on length.

    Source: Yule 1944, The Statistical Study of Literary Vocabulary (no DOI). Trap: before 2021 quanteda left the − N out.

    >>> yule_k([0, 1, 2, 3, 1, 4, 5, 6, 1, 7])
    np.float64(600.0)
    """
    text = _text(ids)
    return plain(10_000.0 * (_squares(text) - text.n) / (text.n * text.n) if text.n else np.nan)


def yule_i(ids: Any) -> Any:
    """V² / (Σ f² − V), from 0 up; 0 where no word comes again, by definition.

    Source: Yule 1944 (no DOI). Trap: "Yule's index of diversity" is another measure: N² / (Σ f² − N) = 10⁴ / K.

    >>> yule_i([0, 1, 2, 3, 1, 4, 5, 6, 1, 7])
    np.float64(8.0)
    """
    text = _text(ids)
    if text.n == 0:
        return plain(np.nan)
    rest = _squares(text) - text.v
    return plain(text.v * text.v / rest if rest else 0.0)


def simpson_d(ids: Any) -> Any:
    """Σ f (f − 1) / (N (N − 1)), the probability that two tokens are the same word: 0 to 1, higher is less varied.

    NaN below two tokens. Source: Simpson 1949, doi:10.1038/163688a0.

    >>> simpson_d([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.066667)
    """
    text = _text(ids)
    return plain((_squares(text) - text.n) / (text.n * (text.n - 1)) if text.n > 1 else np.nan)


def herdan_vm(ids: Any) -> Any:
    """√(Σ f² / N² − 1/V), from 0 (all words equally frequent) up.

    The difference is taken between whole numbers. Source: Herdan 1955, doi:10.1007/BF01587632. Trap: Wordless leaves the
    root out.

    >>> herdan_vm([0, 1, 2, 3, 1, 4, 5, 6, 1, 7]).round(6)
    np.float64(0.187083)
    """
    text = _text(ids)
    if text.n == 0:
        return plain(np.nan)
    return plain(np.sqrt((_squares(text) * text.v - text.n * text.n) / text.v) / text.n)


def entropy(ids: Any) -> Any:
    """Shannon entropy of the word frequencies, −Σ p log2 p, in bits from 0 to log2 V.

    Source: Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x.

    >>> entropy([0, 1, 2, 3])
    np.float64(2.0)
    """
    text = _text(ids)
    if text.n == 0:
        return plain(np.nan)
    spectrum = kernels.spectrum_(text.ids, text.v)
    shares = np.arange(1, spectrum.size) / text.n
    return plain(abs(reduce.total_float(spectrum[1:] * shares * elementary.log2(shares))))
