"""The inner loops of latent Dirichlet allocation: expected counts of documents and terms, shares of documents.

A document keeps its largest topics only, in rows of one width: `topics` (numbers), `counts` (expected tokens), `sizes` (how
many of the width are in use). Terms have a table with a column for each topic, padded with zeros to whole LANES. One pass
over the documents renews their rows and adds up the new table, a sum for each shard of documents; the sums of the shards are
added in their order.

Source: Asuncion, Welling, Smyth and Teh 2009, arXiv:1205.2662 (CVB0).
"""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import digamma_
from newsstudy.kernels.lanes import add_scaled, fetch_ahead, weigh, weigh_without


@kernel
def first_topics(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    prior: np.ndarray,
    other: np.ndarray,
    scale: np.ndarray,
    floor: np.ndarray,
    leave_out: float,
    n_topics: int,
    topics: np.ndarray,
    counts: np.ndarray,
    sizes: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """The largest topics of documents start to stop after one step from equal shares; arguments as in `renew_documents`."""
    n, width = other.shape[1], topics.shape[1]
    mine, terms, found = np.zeros(n, np.float32), np.zeros(n, np.float32), np.zeros(n, np.float32)
    for row in range(start, stop):
        total = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            total += data[place]
        for k in range(n):
            mine[k] = np.float32(total / n_topics) + prior[k] if k < n_topics else np.float32(0.0)
            found[k] = np.float32(0.0)
        for place in range(indptr[row], indptr[row + 1]):
            at = np.int64(indices[place]) * n
            if leave_out > 0.0:
                token = min(data[place], np.float32(1.0))
                weighed = weigh_without(terms, mine, prior, other, at, scale, floor, token, n)
            else:
                weighed = weigh(terms, mine, other, at, n)
            add_scaled(found, 0, terms, 0, data[place] / weighed, n)
        sizes[row] = _keep_largest_(found, n_topics, width, topics[row], counts[row])


@kernel
def _keep_largest_(found: np.ndarray, n_topics: int, width: int, topics: np.ndarray, counts: np.ndarray) -> int:
    """Write up to `width` of the largest numbers above 0, in order of topics; how many there are."""
    low, high = np.float32(0.0), np.float32(0.0)
    positive = 0
    for k in range(n_topics):
        high = max(high, found[k])
        positive += found[k] > low
    if positive > width:
        # More than `width` numbers lie above `low` and none above `high`; they close in on the number in between.
        for _ in range(20):
            middle = np.float32(0.5) * (low + high)
            above = 0
            for k in range(n_topics):
                above += found[k] > middle
            if above > width:
                low = middle
            else:
                high = middle
    else:
        high = low
    above = 0
    for k in range(n_topics):
        above += found[k] > high
    size, room = 0, width - above
    for k in range(n_topics):
        between = low < found[k] <= high and room > 0
        if between or found[k] > high:
            room -= between
            topics[size], counts[size] = k, found[k]
            size += 1
    for j in range(size, width):
        topics[j], counts[j] = 0, np.float32(0.0)
    return size


@kernel
def renew_documents(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    prior: np.ndarray,
    other: np.ndarray,
    scale: np.ndarray,
    floor: np.ndarray,
    leave_out: float,
    least: float,
    n_steps: int,
    topics: np.ndarray,
    counts: np.ndarray,
    sizes: np.ndarray,
    moved: np.ndarray,
    sums: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """`n_steps` of CVB0 or EM for documents start to stop.

    `other` holds the expected counts of the terms plus their prior, times `scale` (one over the size of the topic); `floor`
    is the terms' prior times `scale`. With `leave_out` 1 (CVB0) a token is weighed by the counts of all *other* tokens: its
    own share is taken out of both sides first. The share is estimated here and not stored, so memory stays at the size of
    the tables. With 0 it stays in (EM). A topic that keeps no more than `least` x sqrt(tokens) of a document's tokens is
    dropped, and the others get them in proportion; the largest stays. `moved` is how many tokens changed topics, counted
    where they go and whence. The shares of the last step are added to `sums`, a table like `other`.
    """
    n, width = other.shape[1], topics.shape[1]
    mine, least_own = np.zeros(width, np.float32), np.zeros(width, np.float32)
    scale_own, floor_own = np.zeros(width, np.float32), np.zeros(width, np.float32)
    terms, found, own = np.zeros(width, np.float32), np.zeros(width, np.float32), np.zeros(width, np.int64)
    flat, flat_sums = other.ravel(), sums.ravel()
    longest = 0
    for row in range(start, stop):
        longest = max(longest, indptr[row + 1] - indptr[row])
    theirs = np.zeros(longest * width, np.float32)  # the document's terms under its topics, gathered once for all steps
    for row in range(start, stop):
        size, first = np.int64(sizes[row]), indptr[row]
        lanes = (size + 15) // 16 * 16
        for j in range(lanes):
            used, topic = j < size, topics[row, j]
            found[j], own[j] = counts[row, j], topic
            least_own[j] = prior[topic] if used else np.float32(0.0)
            scale_own[j] = scale[topic]
            floor_own[j] = floor[topic]
        total = 0.0
        for place in range(first, indptr[row + 1]):
            total += data[place]
            at, here = np.int64(indices[place]) * n, (place - first) * lanes
            for j in range(size):
                theirs[here + j] = flat[at + own[j]]
                fetch_ahead(sums, at + own[j])
        for step in range(n_steps):
            for j in range(lanes):
                mine[j] = found[j] + least_own[j]
                found[j] = np.float32(0.0)
            for place in range(first, indptr[row + 1]):
                here = (place - first) * lanes
                if leave_out > 0.0:
                    token = min(data[place], np.float32(1.0))
                    weighed = weigh_without(terms, mine, least_own, theirs, here, scale_own, floor_own, token, lanes)
                else:
                    weighed = weigh(terms, mine, theirs, here, lanes)
                factor = data[place] / weighed
                add_scaled(found, 0, terms, 0, factor, lanes)
                if step == n_steps - 1:
                    at = np.int64(indices[place]) * n
                    for j in range(size):
                        flat_sums[at + own[j]] += factor * terms[j]
            _drop_smallest_(found, least_own, int(size), total, least * np.sqrt(total))
        changed = 0.0
        for j in range(size):
            changed += abs(found[j] - counts[row, j])
        moved[row], kept = changed, 0
        for j in range(size):
            if found[j] > 0.0:
                topics[row, kept], counts[row, kept] = own[j], found[j]
                kept += 1
        sizes[row] = kept
        for j in range(kept, width):
            topics[row, j], counts[row, j] = 0, np.float32(0.0)


@kernel
def _drop_smallest_(found: np.ndarray, least_own: np.ndarray, size: int, total: float, cut: float) -> None:
    """Counts up to `cut` become 0, and so does the prior of their topics; the others grow to the same total."""
    highest, kept = np.float32(0.0), 0.0
    for j in range(size):
        highest = max(highest, found[j])
    for j in range(size):
        if found[j] > cut or found[j] == highest:
            kept += found[j]
        else:
            found[j] = least_own[j] = np.float32(0.0)
    for j in range(size):
        found[j] *= np.float32(total / kept)


@kernel
def add_table(table: np.ndarray, out: np.ndarray, start: int, stop: int) -> None:
    """Add rows start to stop of a table to those of `out`."""
    n = table.shape[1]
    for row in range(start, stop):
        add_scaled(out, row * n, table, row * n, np.float32(1.0), n)


@kernel
def settled_shares(
    indptr: np.ndarray,
    indices: np.ndarray,
    data: np.ndarray,
    prior: np.ndarray,
    topics: np.ndarray,
    max_sweeps: int,
    tol: float,
    out: np.ndarray,
    start: int,
    stop: int,
) -> None:
    """Topic shares of documents start to stop under fixed `topics` (terms by topics, columns add up to 1, padded to LANES).

    Every document is swept until less than `tol` of its tokens move, by itself: company cannot change its shares.
    """
    n, n_topics = topics.shape[1], prior.size
    mine, new, terms = np.zeros(n), np.zeros(n), np.zeros(n)
    prior_total = 0.0
    for k in range(n_topics):
        prior_total += prior[k]
    for row in range(start, stop):
        length = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            length += data[place]
        for k in range(n_topics):
            mine[k] = length / n_topics + prior[k]
        for _ in range(max_sweeps):
            for k in range(n):
                new[k] = 0.0
            for place in range(indptr[row], indptr[row + 1]):
                weighed = weigh(terms, mine, topics, np.int64(indices[place]) * n, n)
                add_scaled(new, 0, terms, 0, data[place] / weighed, n)
            changed = 0.0
            for k in range(n_topics):
                changed += abs(new[k] - (mine[k] - prior[k]))
                mine[k] = new[k] + prior[k]
            if changed <= 2.0 * tol * length:
                break
        for k in range(n_topics):
            out[row, k] = mine[k] / (length + prior_total)


@kernel
def prior_gains(
    topics: np.ndarray, counts: np.ndarray, sizes: np.ndarray, prior: np.ndarray, out: np.ndarray, start: int, stop: int
) -> None:
    """out[k] += digamma(count + prior[k]) - digamma(prior[k]) over documents start to stop; the last place has the totals."""
    n_topics = prior.size
    base, in_all = np.empty(n_topics), 0.0
    for k in range(n_topics):
        base[k] = digamma_(prior[k])
        in_all += prior[k]
    for row in range(start, stop):
        total = 0.0
        for j in range(sizes[row]):
            topic, count = topics[row, j], np.float64(counts[row, j])
            out[topic] += digamma_(count + prior[topic]) - base[topic]
            total += count
        out[n_topics] += digamma_(total + in_all) - digamma_(in_all)
