"""The kernels of the topic models in obvious Python, on dense lists: slow, and easy to believe."""

import numpy as np


def lda_expected_counts(matrix, own, own_prior, other_counts, other_prior, sizes, leave_out):
    """One CVB0 step (leave_out 1) or EM step (0) for all rows; `sizes` are the topics' sizes with their prior."""
    n_rows, n_columns = matrix.shape
    n_topics = own.shape[1]
    out = np.zeros(own.shape)
    for row in range(n_rows):
        for column in range(n_columns):
            count = matrix[row, column]
            if count == 0:
                continue
            weights = [
                (own[row, k] + own_prior[k]) * (other_counts[column, k] + other_prior[k]) / sizes[k] for k in range(n_topics)
            ]
            shares = [leave_out * min(count, 1) * weight / sum(weights) for weight in weights]
            without = [
                max(own[row, k] + own_prior[k] - shares[k], own_prior[k])
                * max(other_counts[column, k] + other_prior[k] - shares[k], other_prior[k])
                / sizes[k]
                for k in range(n_topics)
            ]
            for k in range(n_topics):
                out[row, k] += count * without[k] / sum(without)
    return out


def lda_without_small(counts, total, least):
    """Counts of one document without topics up to least x sqrt(total), but for the largest; the others grow in proportion."""
    kept = [count if count > least * total**0.5 or count == max(counts) else 0.0 for count in counts]
    return [count * total / sum(kept) for count in kept]


def joined(sizes, points, n_wanted):
    """Ward's joining by trying all pairs: for each topic the group it ends in, groups numbered by their first members."""
    groups = [[k] for k in range(len(sizes))]
    while len(groups) > n_wanted:
        best = None
        for i in range(len(groups)):
            for j in range(i + 1, len(groups)):
                weights = [sum(sizes[k] for k in groups[g]) for g in (i, j)]
                centres = [
                    sum(sizes[k] * points[k] for k in groups[g]) / weight for g, weight in zip((i, j), weights, strict=True)
                ]
                loss = weights[0] * weights[1] / sum(weights) * ((centres[0] - centres[1]) ** 2).sum()
                if best is None or loss < best[0]:
                    best = loss, i, j
        _, i, j = best
        groups[i] += groups.pop(j)
    groups.sort(key=min)
    return [next(number for number, group in enumerate(groups) if k in group) for k in range(len(sizes))]


def lda_shares(document, prior, topics, sweeps):
    """Shares of one document after a fixed number of sweeps; topics has shape (n_topics, n_terms)."""
    counts = np.full(len(prior), document.sum() / len(prior))
    for _ in range(sweeps):
        new = np.zeros(len(prior))
        for term, count in enumerate(document):
            weights = (counts + prior) * topics[:, term]
            new += count * weights / weights.sum()
        counts = new
    return (counts + prior) / (document.sum() + prior.sum())


def nmf_descend(matrix, own, other, sweeps, plain=0.0, squared=0.0):
    """Cyclic coordinate descent of least squares for all rows: (new rows, the part of the objective linear in each)."""
    own = own.copy()
    for row in range(len(own)):
        for _ in range(sweeps):
            for k in range(own.shape[1]):
                slope = (own[row] @ other.T - matrix[row]) @ other[:, k] + plain + squared * own[row, k]
                own[row, k] = max(own[row, k] - slope / (other[:, k] @ other[:, k] + squared), 0)
    return own, (own * (plain - matrix @ other)).sum(axis=1)


def nmf_multiply(matrix, own, other, plain=0.0, squared=0.0, bold=False):
    """One multiplicative update of the Kullback-Leibler divergence; bold factors below 2 are taken to the power 1.75."""
    factors = ((matrix / (own @ other.T)) @ other) / (other.sum(axis=0) + plain + squared * own)
    return own * np.where(bold & (factors < 2), factors**1.75, factors)


def best_pairing(first, second):
    """The largest number of top terms that any pairing of the topics of two runs shares, by trying all."""
    import itertools

    return max(
        sum(len(set(first[i]) & set(second[j])) for i, j in enumerate(order))
        for order in itertools.permutations(range(len(second)))
    )


def jaccard(first, second):
    """Shared over different terms of two lists."""
    return len(set(first) & set(second)) / len(set(first) | set(second))


def rbo(first, second, p=0.9):
    """Rank-biased overlap of two lists that end (Webber, Moffat and Zobel 2010, equation 32), term by term."""
    short, long = sorted((first, second), key=len)
    s, length = len(short), len(long)

    def shared(depth):
        return len(set(short[:depth]) & set(long[:depth]))

    agreed = sum(shared(d) / d * p**d for d in range(1, length + 1))
    beyond = sum(shared(s) * (d - s) / (s * d) * p**d for d in range(s + 1, length + 1))
    return (1 - p) / p * (agreed + beyond) + ((shared(length) - shared(s)) / length + shared(s) / s) * p**length
