"""Measures of lexical diversity along a text: windows, segments and runs, for which the order of the words matters.

Each takes `ids`, the word numbers of one text in order, and gives a float64; NaN where the text is too short. Windows and runs
make texts of unequal length comparable, but the choice of window and threshold moves the number: state it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels import diversity as kernels
from newsstudy.measures._checks import plain
from newsstudy.measures._texts import Text, between, ordered

WINDOW = 50
THRESHOLD = 0.72
SHORTEST = 10  # of the moving means, as in their authors' program
ENDS = {"at": False, "below": True}


def _runs(ids: Any, threshold: Any, ends: Any, shortest: Any) -> tuple[Text, float, bool, int]:
    if not isinstance(ends, str) or ends not in ENDS:
        raise InputError(f'ends must be "at" (a run ends at the threshold or below) or "below"; got {ends!r}')
    return ordered(ids), between(threshold), ENDS[ends], whole(shortest, "shortest", 1)


def msttr(ids: Any, *, segment: int = WINDOW) -> Any:
    """Mean type-token ratio of neighbouring segments of `segment` tokens; a shorter tail is left out. NaN without a segment.

    Source: Johnson 1944, doi:10.1037/h0093508. The same number: quanteda, lexical-diversity. Trap: LexicalRichness drops the
    last segment even when it is complete.

    >>> msttr([0, 1, 0, 1, 2, 2, 0, 1], segment=3).round(4)
    np.float64(0.6667)
    """
    text, segment = ordered(ids), whole(segment, "segment", 1)
    if text.n < segment:
        return plain(np.nan)
    return plain(kernels.segment_types_(text.ids, text.v, segment) / (text.n // segment * segment))


def mattr(ids: Any, *, window: int = WINDOW) -> Any:
    """Mean type-token ratio of all windows of `window` neighbouring tokens, from 1/window to 1. NaN where the text is shorter.

    Hardly depends on length, but for the choice of the window: state it.

    Source: Covington & McFall 2010, doi:10.1080/09296171003643098. The same number: LexicalRichness, textacy, quanteda. Trap:
    quanteda shortens the window of all texts to the shortest text of the corpus.

    >>> mattr([0, 0, 1, 0, 0, 1, 0], window=2).round(4)
    np.float64(0.8333)
    """
    text, window = ordered(ids), whole(window, "window", 1)
    if text.n < window:
        return plain(np.nan)
    return plain(kernels.window_types_(text.ids, text.v, window) / ((text.n - window + 1) * window))


def mtld(ids: Any, *, threshold: float = THRESHOLD, ends: str = "at", shortest: int = 1) -> Any:
    """Mean length of runs whose type-token ratio stays above the threshold, in tokens, forwards and backwards averaged.

    A run ends when its ratio falls to the threshold or below (`ends="at"`, ≤) or only below it (`ends="below"`, <), once it has
    `shortest` tokens; the rest of the text counts as the part (1 − TTR) / (1 − threshold) of a run. NaN without repetition.

    Source: McCarthy & Jarvis 2010, doi:10.3758/BRM.42.2.381. The same number: LexicalRichness, Wordless (as here); textacy
    (`ends="below"`). Trap: lexical-diversity ends runs below the threshold after ten tokens, too; three answers for one text.

    >>> text = [0, 1, 2, 3, 1, 4, 5, 6, 1, 7] * 3
    >>> [float(mtld(text, threshold=0.75, ends=ends).round(3)) for ends in ("at", "below")]
    [10.0, 12.0]
    """
    text, threshold, below, shortest = _runs(ids, threshold, ends, shortest)
    return plain(kernels.mtld_(text.ids, text.v, threshold, below, shortest) if text.n else np.nan)


def mtld_wrap(ids: Any, *, threshold: float = THRESHOLD, ends: str = "below", shortest: int = SHORTEST) -> Any:
    """MTLD-W: mean length of the runs that begin at each token and go on at the text's beginning; no run is cut off.

    `threshold`, `ends` and `shortest` as in `mtld`, with the defaults of its authors' program. NaN where no word comes again.

    Source: Vidal & Jarvis 2020, doi:10.1177/1362168818817945. The same number: lexical-diversity (`mtld_ma_wrap`), but that a run
    may go round a very short text as often as needed.

    >>> mtld_wrap([0, 1, 2, 3, 1, 4, 5, 6, 1, 7] * 3).round(3)
    np.float64(12.0)
    """
    text, threshold, below, shortest = _runs(ids, threshold, ends, shortest)
    return plain(kernels.mtld_wrap_(text.ids, text.v, threshold, below, shortest) if text.n else np.nan)


def mtld_bid(ids: Any, *, threshold: float = THRESHOLD, ends: str = "below", shortest: int = SHORTEST) -> Any:
    """MTLD-MA-Bi: mean length of the runs that begin at each token, forwards and backwards averaged; cut-off runs are left out.

    `threshold`, `ends` and `shortest` as in `mtld`, with the defaults of its authors' program. NaN where no run ends.

    Source: Kyle, Crossley & Jarvis 2021, doi:10.1080/15434303.2020.1844205. The same number: lexical-diversity (`mtld_ma_bid`,
    which gives 0 where we give NaN).

    >>> mtld_bid([0, 1, 2, 3, 1, 4, 5, 6, 1, 7] * 3).round(3)
    np.float64(12.0)
    """
    text, threshold, below, shortest = _runs(ids, threshold, ends, shortest)
    return plain(kernels.mtld_bid_(text.ids, text.v, threshold, below, shortest) if text.n else np.nan)
