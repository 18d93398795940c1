"""How alike two rankings are: rank-biased overlap, which looks at the top, and Kendall's tau-b, which looks at every pair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PERSISTENCE = 0.9  # of rank-biased overlap: the reader goes on to the next word with this chance


def rank_biased_overlap(first: Sequence[int], second: Sequence[int]) -> float:
    """Extrapolated overlap of two lists of different numbers, cut to the shorter one: 0 to 1; 0 for an empty list.

    Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106, equation 30.
    """
    depth = min(len(first), len(second))
    seen_first: set[int] = set()
    seen_second: set[int] = set()
    shared, agreed, weight = 0, 0.0, 1.0
    for place in range(depth):
        one, other = first[place], second[place]
        shared += (one == other) + (one != other) * ((one in seen_second) + (other in seen_first))
        seen_first.add(one)
        seen_second.add(other)
        weight *= PERSISTENCE
        agreed += shared / (place + 1) * weight
    if not depth:
        return 0.0
    value = (1.0 - PERSISTENCE) / PERSISTENCE * agreed + shared / depth * weight
    return min(max(value, 0.0), 1.0)


def kendall_tau(first: Sequence[int], second: Sequence[int]) -> float:
    """Tau-b of two lists over the items of either: what a list lacks shares the rank behind its last. NaN where nothing varies.

    Kendall 1945, doi:10.1093/biomet/33.3.239.
    """
    items = sorted({*first, *second})
    places = []
    for one in (first, second):
        rank = {item: place for place, item in enumerate(one)}
        places.append(np.array([rank.get(item, len(one)) for item in items], dtype=np.int64))
    x, y = (np.sign(ranks[:, None] - ranks[None, :]).astype(np.int64) for ranks in places)
    together = int(np.count_nonzero(x * y > 0)) - int(np.count_nonzero(x * y < 0))
    apart = int(np.count_nonzero(x)), int(np.count_nonzero(y))
    if not apart[0] or not apart[1]:
        return float("nan")
    return together / float(np.sqrt(np.float64(apart[0]) * apart[1]))
