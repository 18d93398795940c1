"""Where topics start: documents that lie far apart, the cluster each document is nearest to, and which topics are joined.

Sources: Arthur and Vassilvitskii 2007 (k-means++); Dhillon and Modha 2001, doi:10.1023/A:1007612920971 (spherical k-means);
Ward 1963, doi:10.1080/01621459.1963.10500845 (joining). Tables have a column for each cluster, padded with zeros to whole
LANES.
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import log_
from newsstudy.kernels.lanes import add_scaled
from newsstudy.kernels.random import uniform_


@kernel
def spread_rows(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    words: np.ndarray,
    key0: int,
    key1: int,
    n_columns: int,
    n_wanted: int,
) -> np.ndarray:
    """Numbers of up to `n_wanted` rows that lie far from one another, as k-means++ draws them; rows have unit length.

    A row is drawn with a chance that grows with the square of its gap (1 - cosine) to the nearest row drawn before. The
    draw is a race: each row's time is exponential at that rate, keyed by the digest of the row's content (`words`) and
    the step, and the first row wins. So the order of the rows plays no part. Fewer rows come back when all others
    are copies of the rows drawn, or empty.
    """
    n_rows = indptr.size - 1
    gaps, dense = np.ones(n_rows), np.zeros(n_columns)
    chosen = np.empty(n_wanted, np.int64)
    for row in range(n_rows):
        if indptr[row] == indptr[row + 1]:
            gaps[row] = 0.0
    for step in range(n_wanted):
        winner, earliest = -1, np.inf
        for row in range(n_rows):
            # A copy of a row drawn before has a gap of rounding errors only.
            if gaps[row] > 1e-12:
                time = -log_(uniform_(np.uint64(key0), np.uint64(key1), words[row], np.uint64(step))) / (gaps[row] * gaps[row])
                if time < earliest or winner < 0:
                    winner, earliest = row, time
        if winner < 0:
            return chosen[:step].copy()
        chosen[step] = winner
        for place in range(indptr[winner], indptr[winner + 1]):
            dense[indices[place]] = data[place]
        for row in range(n_rows):
            cosine = 0.0
            for place in range(indptr[row], indptr[row + 1]):
                cosine += data[place] * dense[indices[place]]
            gaps[row] = min(gaps[row], 1.0 - cosine)
        for place in range(indptr[winner], indptr[winner + 1]):
            dense[indices[place]] = 0.0
    return chosen


@kernel
def unit_rows(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, weights: np.ndarray, out: np.ndarray, start: int, stop: int
) -> None:
    """For rows start to stop: sqrt(number) x the weight of its column, over the length of the row; `out` has a place an entry."""
    for row in range(start, stop):
        squares = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            value = np.sqrt(np.float64(data[place])) * weights[indices[place]]
            squares += value * value
        length = np.sqrt(squares)
        for place in range(indptr[row], indptr[row + 1]):
            out[place] = np.sqrt(np.float64(data[place])) * weights[indices[place]] / length


@kernel
def nearest_centres(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    centres: np.ndarray,
    n_centres: int,
    nearest: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """The number of the centre with the largest inner product for rows start to stop; the lowest number wins a tie."""
    n = centres.shape[1]
    cosines = np.empty(n, np.float32)
    for row in range(start, stop):
        for k in range(n):
            cosines[k] = np.float32(0.0)
        for place in range(indptr[row], indptr[row + 1]):
            add_scaled(cosines, 0, centres, np.int64(indices[place]) * n, data[place], n)
        best = 0
        for k in range(1, n_centres):
            if cosines[k] > cosines[best]:
                best = k
        nearest[row] = best


@kernel
def cluster_sums(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    members: np.ndarray,
    bounds: np.ndarray,
    table: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Columns start to stop of the table: the sum over the rows of each cluster, members[bounds[k] : bounds[k + 1]]."""
    for row in range(table.shape[0]):
        for k in range(start, stop):
            table[row, k] = np.float32(0.0)
    for k in range(start, stop):
        for member in range(bounds[k], bounds[k + 1]):
            for place in range(indptr[members[member]], indptr[members[member] + 1]):
                table[indices[place], k] += data[place]


@kernel
def lift_common(
    table: np.ndarray, excess: np.ndarray, sizes: np.ndarray, into: np.ndarray, least: float, start: int, stop: int
) -> None:
    """In rows start to stop, take from each column what its size alone foretells, times `excess` of the row; `into` gets it.

    `sizes` are the columns' sums. A column keeps at least the share `least` of what it has. What is taken is dealt evenly to
    the columns `into`.
    """
    n, total = sizes.size, 0.0
    for k in range(n):
        total += sizes[k]
    for row in range(start, stop):
        here, taken = 0.0, 0.0
        for k in range(n):
            here += table[row, k]
        for k in range(n):
            value = np.float64(table[row, k])
            kept = max(value - excess[row] * here * sizes[k] / total, least * value)
            table[row, k] = kept
            taken += value - kept
        for j in range(into.size):
            table[row, into[j]] += np.float32(taken / into.size)


@kernel
def column_totals(table: np.ndarray, squared: int, out: np.ndarray, start: int, stop: int) -> None:
    """Add rows start to stop of the table (or their squares) to `out`, in float64."""
    for row in range(start, stop):
        for k in range(table.shape[1]):
            value = np.float64(table[row, k])
            out[k] += value * value if squared else value


@kernel
def overlaps(roots: np.ndarray, out: np.ndarray, start: int, stop: int) -> None:
    """Add rows start to stop of (transposed `roots`) x `roots` to those of `out`."""
    n_rows, n = roots.shape
    for row in range(n_rows):
        for i in range(start, stop):
            if roots[row, i] > 0.0:
                add_scaled(out, np.int64(i) * n, roots, row * n, roots[row, i], n)


@kernel
def joined_numbers(sizes: np.ndarray, overlap: np.ndarray, n_wanted: int) -> np.ndarray:
    """The new number of each topic when the closest two are joined until `n_wanted` are left.

    Topics are points, the roots of their distributions, with weights `sizes`; two are close when joining them adds little to
    the sum of squares around the points (Ward). `overlap` has the inner products of the points. Of equal pairs the lowest
    numbers are joined; the joined topic stands where the lower number stood.
    """
    n = sizes.size
    losses, weight = np.empty((n, n)), sizes.astype(np.float64)
    partner = np.zeros(n, np.int64)  # of each topic the closest one with a higher number
    into, there = np.arange(n), np.ones(n, np.bool_)
    for i in range(n):
        for j in range(n):
            losses[i, j] = weight[i] * weight[j] / max(weight[i] + weight[j], 1e-30) * (2.0 - 2.0 * overlap[i, j])
    for i in range(n):
        partner[i] = _closest_(losses, there, i)
    for _ in range(n - n_wanted):
        first = -1
        for i in range(n):
            if there[i] and partner[i] >= 0 and (first < 0 or losses[i, partner[i]] < losses[first, partner[first]]):
                first = i
        second = partner[first]
        loss, both = losses[first, second], weight[first] + weight[second]
        for k in range(n):
            if there[k] and k != first and k != second:
                a, b = weight[first] + weight[k], weight[second] + weight[k]
                added = a * losses[first, k] + b * losses[second, k] - weight[k] * loss
                losses[first, k] = losses[k, first] = added / max(both + weight[k], 1e-30)
        weight[first] = both
        there[second] = False
        for k in range(n):
            if into[k] == second:
                into[k] = first
            if there[k] and (k <= first or partner[k] == first or partner[k] == second):
                partner[k] = _closest_(losses, there, k)
    number, numbers = 0, np.zeros(n, np.int64)
    for k in range(n):
        if there[k]:
            numbers[k] = number
            number += 1
    return numbers[into]


@kernel
def _closest_(losses: np.ndarray, there: np.ndarray, i: int) -> int:
    best = -1
    for j in range(i + 1, there.size):
        if there[j] and (best < 0 or losses[i, j] < losses[i, best]):
            best = j
    return best


@kernel
def join_columns(table: np.ndarray, numbers: np.ndarray, out: np.ndarray, start: int, stop: int) -> None:
    """Rows start to stop of `out`: the columns of the table added up under their new numbers."""
    for row in range(start, stop):
        for k in range(out.shape[1]):
            out[row, k] = np.float32(0.0)
        for k in range(numbers.size):
            out[row, numbers[k]] += table[row, k]


@kernel
def join_topics(topics: np.ndarray, counts: np.ndarray, sizes: np.ndarray, numbers: np.ndarray, start: int, stop: int) -> None:
    """The topics of documents start to stop under their new numbers; those that became one are added up."""
    width = topics.shape[1]
    for row in range(start, stop):
        kept = 0
        for j in range(sizes[row]):
            topic, count = numbers[topics[row, j]], counts[row, j]
            place = 0
            while place < kept and topics[row, place] != topic:
                place += 1
            if place == kept:
                topics[row, kept], counts[row, kept] = topic, count
                kept += 1
            else:
                counts[row, place] += count
        for j in range(kept, width):
            topics[row, j], counts[row, j] = 0, np.float32(0.0)
        sizes[row] = kept


@kernel
def race_times(words: np.ndarray, key0: int, key1: int) -> np.ndarray:
    """A number from 0 to 1 for each word, the same for the same word: rows in the order of these are rows in a drawn order."""
    out = np.empty(words.size)
    for row in range(words.size):
        out[row] = uniform_(np.uint64(key0), np.uint64(key1), words[row], np.uint64(0))
    return out
