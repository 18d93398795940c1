"""The bootstrap of keyness, said as plainly as possible, for given weights of the documents."""

import math


def log_ratios(target, reference, target_weights, reference_weights):
    """log2 of the ratio of rates in each resample; `target` is a list of (count, size) per document, weights[b][d] a number."""
    values = []
    for one, two in zip(target_weights, reference_weights, strict=True):
        f1 = sum(w * c for w, (c, _) in zip(one, target, strict=True))
        n1 = sum(w * n for w, (_, n) in zip(one, target, strict=True))
        f2 = sum(w * c for w, (c, _) in zip(two, reference, strict=True))
        n2 = sum(w * n for w, (_, n) in zip(two, reference, strict=True))
        values.append(math.log2((f1 + 0.5) / (n1 + 0.5)) - math.log2((f2 + 0.5) / (n2 + 0.5)))
    return values


def quantile(values, share):
    """Type 7: linear between order statistics."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
