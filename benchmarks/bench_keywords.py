"""How long do the tables about words take: keyness with its bootstrap for every term of 40,000 documents, and beside peers.

python benchmarks/bench_keywords.py [SECTION …] [--runs 5] [--peers-path DIR] [--quick]        sections: keyness, bootstraps,
                                                                                                   kwic, windows, pairs

Corpora are those of bench_counts.py, 20 Newsgroups and Reuters-21578 (speeches where they are not there). Runs repeat in one
process after a first that warms up; contenders take turns; seconds are medians. A goal that is missed is printed, and is no
failure; contenders that do not agree are one. pycorpdiff is looked for in --peers-path (a folder of installed packages).
"""

import argparse
import functools
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import scipy.sparse as sp
from _concordance import SECTIONS as CONCORDANCE
from _measure import peak
from _texts import english_names, once

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import newsstudy as ns

os.environ["NEWSSTUDY_PROGRESS"] = "off"
WANTED = ("20 Newsgroups", "Reuters-21578")
SEED = 20_260_101


def head(title, *columns):
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")


def row(*cells):
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


class Bench:
    """The settings, a folder for what is made, and what was met, missed or different. A section is a function of it."""

    def __init__(self, options, folder):
        self.options, self.folder = options, pathlib.Path(folder)
        self.met = self.missed = 0
        self.different = []

    def turns(self, *contenders):
        """Seconds of each contender, run by run, the first left out; what each gave in the end."""
        seconds, given = [[] for _ in contenders], [None] * len(contenders)
        for number in range(self.options.runs + 1):
            for place, contender in enumerate(contenders):
                began = time.perf_counter()
                given[place] = contender()
                if number or self.options.quick:
                    seconds[place].append(time.perf_counter() - began)
        return seconds, given

    def alone(self, name, *arguments, threads=2):
        """Run `name` of RUNS in a process of its own: its median seconds, its peak of memory in bytes, what it tells."""
        command = [sys.executable, __file__, "--run", name, "--runs", str(self.options.runs), *map(str, arguments)]
        done = subprocess.run(command, env={**os.environ, "NEWSSTUDY_THREADS": str(threads)}, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{name} broke off:\n{done.stderr}")
        found = json.loads(done.stdout.splitlines()[-1])
        return statistics.median(found["seconds"]), found["peak"], found["tells"]

    def goal(self, value, limit, most=False, form=".2f"):
        if self.options.quick:
            return f"{value:{form}} | not asked of so little"
        good = value <= limit if most else value >= limit
        self.met, self.missed = self.met + good, self.missed + (not good)
        return f"{value:{form}} | {'≤' if most else '≥'} {limit:{form}}: {'met' if good else '**missed**'}"


def two_sides(bench, per_side=None):
    """Rows with a text and the name of its corpus: all of two corpora, or some documents of each, the same each time."""
    names = [name for name in WANTED if name in english_names()]
    sides = {name: once(name, 0) for name in names}
    if len(sides) < 2:
        texts = [part for text in once("State of the Union", 0) for part in text.split("\n\n")]
        sides = {"even": texts[::2], "odd": texts[1::2]}
    if bench.options.quick or per_side:
        random = np.random.default_rng(SEED)
        n = 300 if bench.options.quick else per_side
        sides = {name: [texts[i] for i in random.permutation(len(texts))[:n].tolist()] for name, texts in sides.items()}
    return [{"text": text, "side": place} for place, texts in enumerate(sides.values()) for text in texts]


# ------------------------------------------------------------------ keyness


def keyness(bench):
    head("Keyness of every term: 1,000 resamples, Wilcoxon, dispersion of both sides, steadiness of the top", "documents",
         "tokens", "terms", "seconds, two threads", "goal", "peak of memory, GB", "goal", "seconds, one thread")  # fmt: skip
    counts = ns.corpus_from(two_sides(bench)).tokenize().count()
    folder = bench.folder / "counts"
    counts.save(folder)
    two, memory, of_two = bench.alone("keyness", folder)
    one, _, of_one = bench.alone("keyness", folder, threads=1)
    if of_one != of_two:
        bench.different.append("keyness on one thread and on two")
    n_documents, n_terms = counts.shape
    row(f"{n_documents:,}", f"{counts.total:,}", f"{n_terms:,}", bench.goal(two, 10, most=True, form=".1f"),
        bench.goal(memory / 1e9, 2, most=True, form=".2f"), f"{one:.1f}")  # fmt: skip


def run_keyness(folder):
    counts = ns.open_counts(folder)
    return lambda: ns.schemas.digest(ns.keyness(counts, "side == 0"))


RUNS = {"keyness": run_keyness}


# ------------------------------------------------------------------ beside others


def bootstraps(bench):
    """The same bootstrap written plainly with NumPy and SciPy, and pycorpdiff's, which is of G2, on fewer documents."""
    head("1,000 resamples of 2,000 documents, one process", "contender", "what it gives", "terms", "seconds", "times as long")
    rows = two_sides(bench, 1000)
    counts = ns.corpus_from(rows).tokenize().count()
    n_resamples = 100 if bench.options.quick else 1000
    is_target = np.array([side == 0 for side in counts.documents.column("side").to_pylist()])
    ours = functools.partial(ns.keyness, counts, "side == 0", n_resamples=n_resamples)
    plain = functools.partial(plainly, counts.matrix, is_target, n_resamples)
    contenders = {"newsstudy": ours, "NumPy and SciPy": plain}
    gives = {"newsstudy": "the whole table", "NumPy and SciPy": "percentile interval of the log ratio, Wilcoxon p"}
    if bench.options.peers_path:
        sys.path.append(bench.options.peers_path)
        contenders["pycorpdiff"] = pycorpdiff(rows, n_resamples)
        gives["pycorpdiff"] = "percentile interval of G2 (two cells), its own tokens"
    with ns.use_engine(threads=1):
        seconds, given = bench.turns(*contenders.values())
    table = given[0].set_index("term").loc[list(counts.vocabulary.terms)]
    if not np.allclose(10.0**table.wilcoxon_p, given[1][2], rtol=1e-6, atol=1e-15):
        bench.different.append("Wilcoxon p of NumPy and SciPy")
    for (name, taken), found in zip(zip(contenders, seconds, strict=True), given, strict=True):
        ratio = statistics.median(theirs / mine for mine, theirs in zip(seconds[0], taken, strict=True))
        n_terms = len(found) if name != "NumPy and SciPy" else len(found[0])
        row(name, gives[name], f"{n_terms:,}", f"{statistics.median(taken):.2f}", f"{ratio:.1f}")


def plainly(matrix, is_target, n_resamples):
    """Percentile intervals by products with drawn weights, a block of resamples at a time, and SciPy's rank-sum test."""
    from scipy.stats import mannwhitneyu

    random = np.random.default_rng(SEED)
    parts = [sp.csr_matrix(matrix[is_target]), sp.csr_matrix(matrix[~is_target])]
    logs = np.empty((n_resamples, matrix.shape[1]), np.float32)
    for start in range(0, n_resamples, 50):
        rates = []
        for part in parts:
            n = part.shape[0]
            weights = random.multinomial(n, np.full(n, 1 / n), size=min(50, n_resamples - start))
            counts = np.asarray((part.T @ weights.T).T)
            rates.append((counts + 0.5) / (counts.sum(axis=1, keepdims=True) + 0.5))
        logs[start : start + 50] = np.log2(rates[0] / rates[1])
    low, high = np.quantile(logs, [0.025, 0.975], axis=0)
    lengths = np.asarray(matrix.sum(axis=1)).ravel()
    columns, p = sp.csc_matrix(matrix), np.ones(matrix.shape[1])
    kept = lengths > 0
    for first in range(0, matrix.shape[1], 500):
        rates = columns[:, first : first + 500].toarray()[kept] / lengths[kept, None]
        sides = rates[is_target[kept]], rates[~is_target[kept]]
        p[first : first + 500] = mannwhitneyu(*sides, method="asymptotic", axis=0).pvalue
    return low, high, p


def pycorpdiff(rows, n_resamples):
    import pandas as pd
    from pycorpdiff import Corpus
    from pycorpdiff.keyness.bootstrap import bootstrap_g2_ci

    frame = pd.DataFrame(rows)
    sides = [Corpus(frame[frame.side == side].reset_index(drop=True)) for side in (0, 1)]
    return functools.partial(bootstrap_g2_ci, *sides, n_boot=n_resamples, seed=0)


SECTIONS = {"keyness": keyness, "bootstraps": bootstraps, **CONCORDANCE}


def run(name, arguments, runs):
    """One contender in this process: prints its seconds, its peak of memory and what it tells."""
    work = RUNS[name](*arguments)
    seconds, tells = [], None
    for number in range(runs + 1):
        began = time.perf_counter()
        tells = work()
        if number or not runs:
            seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "peak": peak(), "tells": tells}))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="all when none is named")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers-path", help="a folder with pycorpdiff and what it needs")
    parser.add_argument("--quick", action="store_true", help="few documents, one run: does it still work?")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        return run(options.run, options.sections, options.runs)
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"there is no section {unknown[0]!r}; there are: {', '.join(SECTIONS)}")
    if options.quick:
        options.runs = 0
    busy = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    print(f"medians of {max(options.runs, 1)}; {time.strftime('%Y-%m-%d', time.gmtime())}; Python {platform.python_version()}, "
          f"{os.cpu_count()} cores{busy}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        for name in options.sections or SECTIONS:
            SECTIONS[name](bench)
    if not options.quick:
        print(f"\n{bench.met} goals met, {bench.missed} missed.")
    for name in bench.different:
        print(f"\nNOT THE SAME WORK: {name}")
    return 1 if bench.different else 0


if __name__ == "__main__":
    sys.exit(main())
