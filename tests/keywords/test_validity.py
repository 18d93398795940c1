"""What is promised of keyness, by simulation: its intervals hold the true ratio, its q holds the false-discovery rate.

The long run is benchmarks/simulate_keyness.py; its numbers stand in docs/validity.md.
"""

import numpy as np
import pytest

import newsstudy as ns


def corpus(random, sides, ratios, *, rate, burst=None, share=1.0, lengths=0.5, copies=1):
    """Two sides of documents of unequal length, in which words come in bursts; each story is printed `copies` times."""
    rows, labels = [], []
    for side, n in zip("AB", sides, strict=True):
        sizes = np.maximum(20, np.round(300 * np.exp(random.normal(0, lengths, n)))).astype(np.int64)
        rates = np.outer(sizes, rate / share * (ratios if side == "A" else np.ones(len(ratios))))
        if burst is not None:
            rates *= random.gamma(burst, 1 / burst, rates.shape)
        counts = random.poisson(rates * (random.random(rates.shape) < share))
        rest = np.maximum(sizes - counts.sum(axis=1), 1)
        rows.append(np.repeat(np.concatenate([counts, rest[:, None]], axis=1), copies, axis=0))
        labels += [{"side": side, "story": f"{side}{d // copies}"} for d in range(n * copies)]
    names = [*(f"w{i:04d}" for i in range(len(ratios))), "zzz"]
    documents = [{"id": str(d), **label} for d, label in enumerate(labels)]
    return ns.counts_from((np.concatenate(rows), names), documents=documents)


@pytest.mark.parametrize(
    ("sides", "ratio", "model", "n"),
    [
        ((60, 60), 1.0, {"rate": 0.003}, 40),
        ((60, 60), 2.0, {"rate": 0.008, "burst": 0.3, "lengths": 0.8}, 100),
        ((300, 300), 1.0, {"rate": 0.002, "burst": 0.1, "lengths": 0.8}, 25),
        ((250, 120), 0.5, {"rate": 0.004, "burst": 0.5, "share": 0.4}, 40),
    ],
    ids=["independent words", "bursts", "strong bursts", "zero inflation"],
)
def test_intervals__hold_the_true_ratio_in_95_of_100_samples(sides, ratio, model, n):
    random = np.random.default_rng(11)
    n_terms = int(0.15 / model["rate"] / max(ratio, 1))
    held, tokens = [], []
    for _ in range(n):
        counts = corpus(random, sides, np.full(n_terms, ratio), **model)
        wanted = ["few_documents", "log_ratio_interval"]
        table = ns.keyness(counts, "side == 'A'", measures=wanted, n_resamples=400).set_index("term").drop("zzz")
        table = table[~table.few_documents]
        held += ((table.log_ratio_low <= np.log2(ratio)) & (np.log2(ratio) <= table.log_ratio_high)).tolist()
        low, high = table.log_ratio_interval_low, table.log_ratio_interval_high
        tokens += ((low <= np.log2(ratio)) & (np.log2(ratio) <= high)).tolist()
    assert len(held) > 800
    assert 0.93 <= np.mean(held) <= 0.97
    if "burst" in model:
        assert np.mean(tokens) < 0.6


def test_intervals__of_clusters_hold_the_ratio_where_those_of_documents_do_not():
    random = np.random.default_rng(12)
    held, documents = [], []
    for _ in range(15):
        counts = corpus(random, (120, 120), np.ones(75), rate=0.002, burst=0.5, copies=3)
        wanted = ["few_documents", "document_interval"]
        table = ns.keyness(counts, "side == 'A'", cluster="story", measures=wanted, n_resamples=300).set_index("term").drop("zzz")
        table = table[~table.few_documents]
        held += ((table.log_ratio_low <= 0) & (table.log_ratio_high >= 0)).tolist()
        documents += ((table.log_ratio_low_documents <= 0) & (table.log_ratio_high_documents >= 0)).tolist()
    assert 0.93 <= np.mean(held) <= 0.97
    assert np.mean(documents) < 0.8


def test_q__holds_the_false_discovery_rate_where_g2_does_not():
    random = np.random.default_rng(13)
    ratios = np.ones(500)
    ratios[:25], ratios[25:50] = 3.0, 1 / 3
    false = {"q": [], "g2": [], "verdict": []}
    found = []
    for _ in range(12):
        counts = corpus(random, (400, 400), ratios, rate=0.0006, burst=0.3, lengths=0.8)
        table = ns.keyness(counts, "side == 'A'", n_resamples=100).set_index("term").drop("zzz")
        same = np.array([ratios[int(term[1:])] == 1 for term in table.index])
        flagged = {
            "q": 10**table.wilcoxon_q <= 0.05,
            "g2": 10 ** ns.measures.benjamini_hochberg(ns.measures.chi2_log10_p(table.g2_signed)) <= 0.05,
            "verdict": table.verdict.isin(["key", "anti-key"]),
        }
        for name, which in flagged.items():
            false[name].append((same & which).sum() / max(which.sum(), 1))
        found.append((~same & flagged["q"]).sum() / 50)
    assert np.mean(false["q"]) <= 0.07  # 5 % in the long run
    assert np.mean(false["verdict"]) <= 0.07
    assert np.mean(false["g2"]) > 0.4
    assert np.mean(found) > 0.5
