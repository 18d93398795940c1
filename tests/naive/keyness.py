"""The bootstrap of keyness, said as plainly as possible, for given weights of the units."""

import math

# A side is a list of (count, size) for each unit; a unit without documents on that side is (0, 0).


def log_ratios(target, reference, weights):
    """log2 of the ratio of rates in each resample; weights[b][u] says how often unit u was drawn. reference=None: rate ½."""
    values = []
    for drawn in weights:
        f1, n1 = (sum(w * unit[i] for w, unit in zip(drawn, target, strict=True)) for i in (0, 1))
        value = math.log2((f1 + 0.5) / (n1 + 0.5))
        if reference is not None:
            f2, n2 = (sum(w * unit[i] for w, unit in zip(drawn, reference, strict=True)) for i in (0, 1))
            value -= math.log2((f2 + 0.5) / (n2 + 0.5))
        values.append(value)
    return values


def ends(values, tail):
    """Place tail (B + 1), counted from 1, from either end; linear between order statistics."""
    ordered = sorted(values)
    place = max(tail * (len(ordered) + 1) - 1, 0)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)

    def at(row):
        return row[below] + (place - below) * (row[above] - row[below])

    return at(ordered), at(ordered[::-1])


def influences(target, reference, strata):
    """Variance of the natural log ratio, what widens it, degrees of freedom; strata are lists of unit numbers."""
    sides = [(side, sum(c for c, _ in side), sum(n for _, n in side)) for side in (target, reference)]
    (one, f1, n1), (two, f2, n2) = sides
    plain = variance = fourth = welch = 0
    for units in strata:
        squares = 0
        for u in units:
            value = (one[u][0] / f1 - one[u][1] / n1 if f1 else 0) - (two[u][0] / f2 - two[u][1] / n2 if f2 else 0)
            squares += value**2
            fourth += value**4
        n = len(units)
        widened = squares * n / (n - 1) if n > 1 else squares
        plain += squares
        variance += widened
        welch += widened**2 / max(n - 1, 1)
    return variance, variance / plain, min(2 * plain**2 / fourth, variance**2 / welch)


def top_shares(scores, n_top):
    """Share of resamples in which each row is among the n_top highest above 0; scores[row][b]; ties to the earlier row."""
    n_resamples = len(scores[0])
    hits = [0] * len(scores)
    for b in range(n_resamples):
        above = [row for row in range(len(scores)) if scores[row][b] > 0]
        for row in sorted(above, key=lambda row: -scores[row][b])[:n_top]:
            hits[row] += 1
    return [hit / n_resamples for hit in hits]


def welch(target, reference):
    """Welch's t and degrees of freedom of two lists of numbers."""

    def moments(values):
        mean = sum(values) / len(values)
        return mean, sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)

    (m1, e1), (m2, e2) = moments(target), moments(reference)
    freedom = (e1 + e2) ** 2 / (e1**2 / (len(target) - 1) + e2**2 / (len(reference) - 1))
    return (m1 - m2) / math.sqrt(e1 + e2), freedom
