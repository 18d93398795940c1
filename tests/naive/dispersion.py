"""Dispersion measures, Wilcoxon's test and diversity said in obvious Python, as the papers put them."""

import math


def dispersion(counts, sizes):
    """All measures of one term over parts; sizes are above 0, and the term occurs."""
    f, n, k = sum(counts), sum(sizes), len(counts)
    t, s = [v / f for v in counts], [size / n for size in sizes]
    rates = [v / size for v, size in zip(counts, sizes, strict=True)]
    mean = sum(rates) / k
    deviation = sum(abs(a - b) for a, b in zip(t, s, strict=True)) / 2
    divergence = sum(a * math.log2(a / b) for a, b in zip(t, s, strict=True) if a)
    spread = math.sqrt(sum((r - mean) ** 2 for r in rates) / k)
    out = {
        "n_parts": sum(v > 0 for v in counts),
        "range_share": sum(v > 0 for v in counts) / k,
        "dp": deviation,
        "dkl": 2**-divergence,
        "rosengren_s": sum(math.sqrt(v * b) for v, b in zip(counts, s, strict=True)) ** 2 / f,
    }
    if k > 1:
        apart = sum(abs(a - b) for i, a in enumerate(rates) for b in rates[:i]) / (k * (k - 1) / 2)
        shares = [r / sum(rates) for r in rates if r]
        out["dp_norm"] = deviation / (1 - min(s))
        out["da"] = 1 - apart / (2 * mean)
        out["juilland_d"] = 1 - spread / mean / math.sqrt(k - 1)
        out["carroll_d2"] = -sum(p * math.log(p) for p in shares) / math.log(k)
    return out


def ttr_windows(ids, window):
    """Mean type-token ratio of all windows."""
    ratios = [len(set(ids[i : i + window])) / window for i in range(len(ids) - window + 1)]
    return sum(ratios) / len(ratios)


def mtld(ids, threshold, strict=False):
    """Mean of both directions of tokens per factor; None without a factor."""
    values = []
    for words in (ids, ids[::-1]):
        factors, start = 0.0, 0
        for i in range(len(words)):
            run = words[start : i + 1]
            ratio = len(set(run)) / len(run)
            if ratio < threshold or (ratio == threshold and not strict):
                factors, start = factors + 1, i + 1
        rest = words[start:]
        if rest:
            factors += (1 - len(set(rest)) / len(rest)) / (1 - threshold)
        if factors == 0:
            return None
        values.append(len(words) / factors)
    return sum(values) / 2


def hdd(ids, draws):
    """Expected type-token ratio of tokens drawn without putting back."""
    n = len(ids)
    missed = [math.comb(n - ids.count(word), draws) / math.comb(n, draws) for word in sorted(set(ids))]
    return sum(1 - p for p in missed) / draws
