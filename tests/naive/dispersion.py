"""Dispersion measures, Wilcoxon's test and diversity said in obvious Python, as the papers put them."""

import itertools
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
        "dc": (sum(math.sqrt(v) for v in counts) / k) ** 2 / (f / k),
        "lyne_d3": 1 - sum((v - f * b) ** 2 / (f * b) for v, b in zip(counts, s, strict=True)) / (4 * f),
        "kld": divergence,
        "kld_norm": 1 - math.exp(-divergence),
        "dkl_o2p": 1 / (1 + divergence),
        "dkl_base_e": math.exp(-divergence),
        "rosengren_kf": sum(math.sqrt(v * b) for v, b in zip(counts, s, strict=True)) ** 2,
        "engwall_fm": f * sum(v > 0 for v in counts) / k,
    }
    if k > 1:
        apart = sum(abs(a - b) for i, a in enumerate(rates) for b in rates[:i]) / (k * (k - 1) / 2)
        shares = [r / sum(rates) for r in rates if r]
        out["dp_norm"] = deviation / (1 - min(s))
        out["dp_egbert"] = 1 - deviation / (1 - min(b for a, b in zip(t, s, strict=True) if a))
        out["da"] = 1 - apart / (2 * mean)
        out["juilland_d"] = 1 - spread / mean / math.sqrt(k - 1)
        out["carroll_d2"] = d2 = -sum(p * math.log(p) for p in shares) / math.log(k)
        out["juilland_u"] = out["juilland_d"] * f
        out["carroll_um"] = f * d2 + (1 - d2) * f / k
    return out


def ttr_windows(ids, window):
    """Mean type-token ratio of all windows."""
    ratios = [len(set(ids[i : i + window])) / window for i in range(len(ids) - window + 1)]
    return sum(ratios) / len(ratios)


def _ended(run, threshold, strict, shortest):
    ratio = len(set(run)) / len(run)
    return len(run) >= shortest and (ratio < threshold or (ratio == threshold and not strict))


def mtld(ids, threshold, strict=False, shortest=1):
    """Mean of both directions of tokens per factor; None without a factor."""
    values = []
    for words in (ids, ids[::-1]):
        factors, start = 0.0, 0
        for i in range(len(words)):
            if _ended(words[start : i + 1], threshold, strict, shortest):
                factors, start = factors + 1, i + 1
        rest = words[start:]
        if rest:
            factors += (1 - len(set(rest)) / len(rest)) / (1 - threshold)
        if factors == 0:
            return None
        values.append(len(words) / factors)
    return sum(values) / 2


def _first_end(words, threshold, strict, shortest):
    return next((n for n in range(1, len(words) + 1) if _ended(words[:n], threshold, strict, shortest)), None)


def mtld_wrap(ids, threshold, strict, shortest):
    """Mean of the runs from each token on, the text repeated; None where no word comes again."""
    if len(set(ids)) == len(ids):
        return None
    rounds = 2 + shortest // len(ids) + int(1 / threshold)
    runs = [_first_end((ids[i:] + ids[:i]) * rounds, threshold, strict, shortest) for i in range(len(ids))]
    return sum(runs) / len(runs)


def mtld_bid(ids, threshold, strict, shortest):
    """Mean of the runs from each token on that end, both directions averaged; None where none ends in one of them."""
    means = []
    for words in (ids, ids[::-1]):
        runs = [_first_end(words[i:], threshold, strict, shortest) for i in range(len(words))]
        runs = [run for run in runs if run is not None]
        if not runs:
            return None
        means.append(sum(runs) / len(runs))
    return sum(means) / 2


def hdd(ids, draws):
    """Expected type-token ratio of tokens drawn without putting back."""
    n = len(ids)
    missed = [math.comb(n - ids.count(word), draws) / math.comb(n, draws) for word in sorted(set(ids))]
    return sum(1 - p for p in missed) / draws


def vocd_error(ids, d, low=35, high=50):
    """Squared error of the curve with this D against the exact ratios of drawn samples."""
    curve = [d / n * (math.sqrt(1 + 2 * n / d) - 1) for n in range(low, high + 1)]
    return sum((y - hdd(ids, n)) ** 2 for n, y in zip(range(low, high + 1), curve, strict=True))


def distances(ids, term):
    """ARF, AWT, ALD, f_AWT and f_ALD of one term, as Savický & Hlaváčová put them."""
    n, places = len(ids), [place for place, word in enumerate(ids) if word == term]
    f = len(places)
    gaps = [places[0] + n - places[-1], *(b - a for a, b in itertools.pairwise(places))]
    return {
        "arf": f / n * sum(min(gap, n / f) for gap in gaps),
        "awt": 0.5 * (1 + sum(gap * gap for gap in gaps) / n),
        "ald": sum(gap * math.log10(gap) for gap in gaps) / n,
        "f_awt": n * n / sum(gap * gap for gap in gaps),
        "f_ald": math.exp(-sum(gap / n * math.log(gap / n) for gap in gaps)),
    }
