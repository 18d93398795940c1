"""Do the intervals of keyness hold the true ratio in 95 of 100 samples, and does q hold the false-discovery rate?

python benchmarks/simulate_keyness.py [SECTION …] [--corpora 60] [--quick]        sections: coverage, discoveries, real

Corpora are drawn from a model of text in which the ratio of rates is known: documents of unequal length, words that come in
bursts, stories printed in several copies. The last section draws its corpora from real documents. Seeds are fixed.
"""

import argparse
import pathlib
import sys
import time

import numpy as np
import scipy.sparse as sp

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import newsstudy as ns
from newsstudy.keywords import _resampling

N_TERMS = 200
MOST = 0.15  # of all tokens are words under study, so that bursts of several fit into one document
ENOUGH = 20  # documents (or clusters) of each side


class Model:
    """A model of two corpora: numbers of documents, a rate per token, the target's ratio, bursts, lengths, copies."""

    def __init__(
        self, name, documents, rate, ratio=1.0, *, burst=None, spread=None, share=1.0, lengths=0.5, copies=0.0, both=False
    ):
        self.name, self.documents, self.rate, self.ratio = name, documents, rate, ratio
        self.burst, self.spread, self.share, self.lengths, self.copies, self.both = burst, spread, share, lengths, copies, both

    @property
    def n_terms(self):
        return min(N_TERMS, int(MOST / (self.rate * max(self.ratio, 1.0))))

    def stories(self, random, n, ratio, n_terms):
        """Sizes (n,) and counts (n, n_terms) of n stories whose rates are `ratio` times the model's."""
        sizes = np.maximum(20, np.round(300 * np.exp(random.normal(0.0, self.lengths, n)))).astype(np.int64)
        rates = np.full((n, n_terms), self.rate * ratio / self.share)
        if self.burst is not None:  # gamma: counts are negative binomial
            rates *= random.gamma(self.burst, 1.0 / self.burst, rates.shape)
        if self.spread is not None:  # log-normal: heavier tails
            rates *= np.exp(random.normal(-(self.spread**2) / 2, self.spread, rates.shape))
        if self.share < 1.0:  # zero inflation: only some documents are about it
            rates *= random.random(rates.shape) < self.share
        return sizes, random.poisson(rates * sizes[:, None])

    def corpus(self, random, ratios=None):
        """Counts of both sides with the columns side and story; `ratios` (n_terms,) in place of the model's one."""
        ratios = np.full(self.n_terms, self.ratio) if ratios is None else ratios
        rows, sizes, sides, stories = [], [], [], []
        n_stories = 0
        for side, n in zip("AB", self.documents, strict=True):
            repeats = 1 + random.geometric(1.0 - self.copies, n) - 1 if self.copies else np.ones(n, np.int64)
            repeats = repeats[: np.searchsorted(np.cumsum(repeats), n) + 1]
            size, counts = self.stories(random, len(repeats), ratios if side == "A" else np.ones(len(ratios)), len(ratios))
            take = np.repeat(np.arange(len(repeats)), repeats)
            rows.append(counts[take])
            sizes.append(size[take])
            sides += [side] * len(take)
            stories += (n_stories + take).tolist()
            n_stories += len(repeats)
        return made(np.concatenate(rows), np.concatenate(sizes), sides, stories)


class Shared(Model):
    """Wire stories that papers of both sides print: one story has documents on both sides, so that the sides are dependent."""

    def corpus(self, random, ratios=None):
        n = sum(self.documents) // 3
        size, counts = self.stories(random, n, 1.0, self.n_terms)
        take = np.repeat(np.arange(n), 3)
        kind = random.integers(0, 3, n)  # all in A, all in B, or two and one
        sides = [("A", "B", "AB"[copy % 2])[kind[story]] for copy, story in enumerate(take.tolist())]
        return made(counts[take], size[take], sides, take.tolist())


def made(counts, sizes, sides, stories):
    sizes = np.maximum(sizes, counts.sum(axis=1) + 1)
    matrix = np.concatenate([counts, (sizes - counts.sum(axis=1))[:, None]], axis=1)
    names = [f"w{term:04d}" for term in range(counts.shape[1])] + ["zzz"]
    documents = [{"id": str(i), "side": side, "story": story} for i, (side, story) in enumerate(zip(sides, stories, strict=True))]
    return ns.counts_from((sp.csr_matrix(matrix), names), documents=documents)


MODELS = (
    Model("independent words (Poisson)", (60, 60), 0.003),
    Model("bursts, 60 documents a side", (60, 60), 0.01, burst=0.3, lengths=0.8),
    Model("bursts, ratio 2, 30 documents a side", (30, 30), 0.012, 2.0, burst=1.0),
    Model("strong bursts, 300 documents a side", (300, 300), 0.002, burst=0.1, lengths=0.8),
    Model("strong bursts, ratio 2, 1,000 a side", (1000, 1000), 0.0005, 2.0, burst=0.05, lengths=1.0),
    Model("very unequal lengths, 200 and 600", (200, 600), 0.002, 2.0, burst=0.3, lengths=1.0),
    Model("2,000 and 200 documents, ratio 1/2", (2000, 200), 0.002, 0.5, burst=0.2, lengths=0.8),
    Model("zero inflation, 300 a side", (300, 300), 0.003, burst=1.0, share=0.12),
    Model("zero inflation and bursts, 1,000 a side", (1000, 1000), 0.001, 2.0, burst=0.5, share=0.05, lengths=0.8),
    Model("log-normal rates, 400 a side", (400, 400), 0.001, spread=1.5, lengths=0.8),
    Model("log-normal rates, ratio 4, 100 a side", (100, 100), 0.004, 4.0, spread=1.0, lengths=0.8),
    Model("copies of stories, 400 a side", (400, 400), 0.002, burst=0.3, copies=0.6),
    Shared("copies on both sides, 600 in all", (300, 300), 0.002, burst=0.3, copies=0.6, both=True),
)


def head(title, *columns):
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")


def row(*cells):
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def held(table, low, high, truth):
    return (table[low] <= truth) & (truth <= table[high])


def plain(table, counts, cluster):
    """The percentile interval as it is, without the stretch: what most bootstraps of text give."""
    stretch = _resampling.stretch
    _resampling.stretch = lambda found, conf: np.ones(len(found))
    try:
        return ns.keyness(counts, "side == 'A'", cluster=cluster).set_index("term").loc[table.index]
    finally:
        _resampling.stretch = stretch


def coverage(options):
    head("Share of intervals that hold the true ratio, terms in at least 20 documents (stories) a side", "text", "terms",
         "keyness", "too high / too low", "percentile", "documents for independent", "G2 interval (tokens)")  # fmt: skip
    for number, model in enumerate(MODELS):
        random = np.random.default_rng([1, number])
        cluster = "story" if model.copies else None
        wanted = ["few_documents", "log_ratio_interval", "document_interval"]
        parts = []
        for _ in range(min(-(-options.corpora * N_TERMS // model.n_terms), 10 * options.corpora)):
            counts = model.corpus(random)
            table = ns.keyness(counts, "side == 'A'", cluster=cluster, measures=wanted).set_index("term").drop("zzz")
            bare = plain(table, counts, cluster)
            truth = np.log2(model.ratio)
            found = {
                "keyness": held(table, "log_ratio_low", "log_ratio_high", truth),
                "high": table["log_ratio_low"] > truth,
                "low": table["log_ratio_high"] < truth,
                "percentile": held(bare, "log_ratio_low", "log_ratio_high", truth),
                "documents": held(table, "log_ratio_low_documents", "log_ratio_high_documents", truth),
                "tokens": held(table, "log_ratio_interval_low", "log_ratio_interval_high", truth),
            }
            parts.append({name: values[~table.few_documents].to_numpy() for name, values in found.items()})
        share = {name: 100 * np.concatenate([part[name] for part in parts]).mean() for name in parts[0]}
        n = sum(len(part["keyness"]) for part in parts)
        documents = f"{share['documents']:.1f} %" if cluster else "the same"
        row(model.name, f"{n:,}", f"{share['keyness']:.1f} %", f"{share['high']:.1f} / {share['low']:.1f} %",
            f"{share['percentile']:.1f} %", documents, f"{share['tokens']:.1f} %")  # fmt: skip


def discoveries(options):
    head("False discoveries at q = 0.05: 1,000 terms, of which 100 differ by a factor of 3", "text", "G2 and BH", "lrc",
         "Wilcoxon q", "lrc_documents", "verdict", "found by G2", "by Wilcoxon", "by verdict")  # fmt: skip
    models = (
        Model("independent words", (100, 100), 0.001),
        Model("bursts", (100, 100), 0.001, burst=0.3),
        Model("strong bursts", (100, 100), 0.001, burst=0.1, lengths=0.8),
        Model("strong bursts, 100 and 400 documents", (100, 400), 0.001, burst=0.1, lengths=0.8),
        Model("zero inflation and bursts", (200, 200), 0.001, burst=0.5, share=0.1),
    )
    truth = np.ones(1000)
    truth[:50], truth[50:100] = 3.0, 1 / 3
    for number, model in enumerate(models):
        random = np.random.default_rng([2, number])
        false, power = [], []
        for _ in range(options.corpora):
            table = ns.keyness(model.corpus(random, truth), "side == 'A'", n_resamples=200).set_index("term").drop("zzz")
            g2 = 10.0 ** ns.measures.benjamini_hochberg(ns.measures.chi2_log10_p(table.g2_signed))
            found = [g2 <= 0.05, table.lrc != 0, 10**table.wilcoxon_q <= 0.05, table.lrc_documents != 0,
                     table.verdict.isin(["key", "anti-key"])]  # fmt: skip
            same = np.array([truth[int(term[1:])] == 1 for term in table.index])
            false.append([(same & np.asarray(one)).sum() / max(np.asarray(one).sum(), 1) for one in found])
            power.append([(~same & np.asarray(one)).sum() / (~same).sum() for one in found])
        rates, powers = 100 * np.mean(false, axis=0), 100 * np.mean(power, axis=0)
        row(model.name, *(f"{rate:.1f} %" for rate in rates), *(f"{powers[at]:.0f} %" for at in (0, 2, 4)))


def lengths(options):
    head("Equal rates, but the target's documents are shorter: share of terms flagged at 5 %", "length of the target's documents",
         "interval", "Wilcoxon p", "Welch p", "lrc_documents (one test)")  # fmt: skip
    for part in (1.0, 0.5, 0.2):
        random = np.random.default_rng([3, int(part * 10)])
        flagged = []
        for _ in range(options.corpora):
            sizes = np.maximum(20, np.round(300 * np.exp(random.normal(0, 0.5, 400)))).astype(np.int64)
            sizes[:200] = np.maximum(20, np.round(sizes[:200] * part))
            counts = random.poisson(0.004 * random.gamma(1.0, 1.0, (400, 30)) * sizes[:, None])
            table = ns.keyness(made(counts, sizes, ["A"] * 200 + ["B"] * 200, range(400)), "side == 'A'", n_resamples=400,
                               measures=["few_documents", "welch_t"]).set_index("term").drop("zzz")  # fmt: skip
            table = table[~table.few_documents]
            d1, d2 = table.target_documents.to_numpy(), table.reference_documents.to_numpy().astype(int)
            flagged.append([
                ((table.log_ratio_low > 0) | (table.log_ratio_high < 0)).mean(),
                (table.wilcoxon_p < np.log10(0.05)).mean(),
                (table.welch_t < np.log10(0.05)).mean(),
                (ns.measures.lrc(d1, d2, 200 - d1, 200 - d2) != 0).mean(),
            ])  # fmt: skip
        row(
            "the same" if part == 1 else f"{part:g} of the reference's",
            *(f"{100 * share:.1f} %" for share in np.mean(flagged, axis=0)),
        )


def real(options):
    """Samples of documents of real corpora, whose rates in all documents are the truth."""
    from _texts import ENGLISH, once

    head("Samples of real documents: share of intervals that hold the ratio of all of them", "drawn from", "documents a side",
         "terms", "keyness", "too high / too low", "percentile", "G2 interval (tokens)")  # fmt: skip
    names = [name for name in ("20 Newsgroups", "Reuters-21578") if name in ENGLISH]
    rows = [{"text": text, "side": name} for name in names for text in once(name, 0)]
    counts = ns.corpus_from(rows).tokenize().count()
    matrix = counts.matrix
    source = np.array([name == names[0] for name in counts.documents.column("side").to_pylist()])
    terms = np.array(counts.vocabulary.terms)
    for number, (one, two, n) in enumerate(((0, 0, 100), (0, 0, 400), (1, 1, 400), (0, 1, 200), (0, 1, 800))):
        random = np.random.default_rng([4, number])
        pools = [np.flatnonzero(source if side == 0 else ~source) for side in (one, two)]
        totals = [np.asarray(matrix[pool].sum(axis=0)).ravel() for pool in pools]
        with np.errstate(divide="ignore", invalid="ignore"):
            truth = np.log2(totals[0] / totals[0].sum()) - np.log2(totals[1] / totals[1].sum())
        place = {term: at for at, term in enumerate(terms.tolist())}
        parts = []
        for _ in range(max(options.corpora // 3, 1)):
            drawn = [random.choice(pool, n) for pool in pools]  # with replacement: the pool is the population
            part = matrix[np.concatenate(drawn)]
            documents = [{"id": str(i), "side": "AB"[i >= n]} for i in range(2 * n)]
            sample = ns.counts_from((sp.csr_matrix(part), terms.tolist()), documents=documents)
            table = ns.keyness(sample, "side == 'A'", measures=["few_documents", "log_ratio_interval"]).set_index("term")
            table = table[~table.few_documents]
            bare = plain(table, sample, None)
            right = truth[[place[term] for term in table.index]]
            parts.append(np.array([
                held(table, "log_ratio_low", "log_ratio_high", right), table.log_ratio_low > right, table.log_ratio_high < right,
                held(bare, "log_ratio_low", "log_ratio_high", right),
                held(table, "log_ratio_interval_low", "log_ratio_interval_high", right),
            ]))  # fmt: skip
        every = np.concatenate(parts, axis=1)
        shares = 100 * every.mean(axis=1)
        row(f"{names[one]} and {names[two]}", n, f"{every.shape[1]:,}", f"{shares[0]:.1f} %",
            f"{shares[1]:.1f} / {shares[2]:.1f} %", *(f"{share:.1f} %" for share in shares[3:]))  # fmt: skip


SECTIONS = {"coverage": coverage, "discoveries": discoveries, "lengths": lengths, "real": real}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="all when none is named")
    parser.add_argument(
        "--corpora", type=int, default=60, help="corpora drawn of each model, of 200 terms each (or as many more of fewer)"
    )
    parser.add_argument("--quick", action="store_true", help="two corpora of each: does it still work?")
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"there is no section {unknown[0]!r}; there are: {', '.join(SECTIONS)}")
    if options.quick:
        options.corpora = 2
    began = time.perf_counter()
    for name in options.sections or SECTIONS:
        with ns.use_engine(threads=1):  # small tables: starting threads takes longer than the work
            SECTIONS[name](options)
    print(f"\n{options.corpora} corpora of each model, {time.perf_counter() - began:.0f} seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
