"""Texts to a document-term matrix: newsstudy beside scikit-learn, polars and `wc -w`, on the same texts in one run.

python benchmarks/bench_counts.py [SECTION …] [--megabytes 100] [--runs 5] [--peers-path DIR] [--quick]
SECTION: sklearn polars wc unicode verbs short; all when none is named

Each contender runs in a process of its own; contenders of a table take turns, so that all meet the same state of the machine.
The first run of each warms up. Ratios are medians of the ratios of neighbouring runs, MB is a million bytes of UTF-8.
Fails where contenders that should do the same work do not; a missed goal is printed, and is no failure.
"""

import argparse
import importlib.metadata
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

from _contenders import GROUP, VERBS
from _measure import Contender, in_turns
from _texts import CORPORA, GERMAN, TextFiles, english_names


class Bench:
    """What all sections share: the texts, the settings, and what went wrong or was missed."""

    def __init__(self, options, folder):
        self.options, self.texts = options, TextFiles(folder, options.megabytes)
        self.names = english_names()[:1] if options.quick else english_names()
        self.met = self.missed = 0
        self.different = []

    def start(self, name, texts, threads=1, **settings):
        return Contender(name, self.texts(texts), threads, self.options.peers_path, **settings)

    def rounds(self, *contenders, keep=()):
        return in_turns(list(contenders), self.options.runs, keep)

    def goal(self, value, bound, most=False):
        """A cell with a measured value beside its goal, and whether it was met."""
        if value is None:
            return "not known here | "
        if self.options.quick:
            return f"{value:.2f} | not asked of so little text"
        met = value <= bound if most else value >= bound
        self.met, self.missed = self.met + met, self.missed + (not met)
        return f"{value:.2f} | {'≤' if most else '≥'} {bound:g}: {'met' if met else '**missed**'}"

    def check(self, one, other, *, dtype=False):
        """Both made the same matrix over the same vocabulary."""
        same = one.digest == other.digest and not (dtype and one.dtype != other.dtype)
        if not same:
            self.different.append(f"{one.name} ({one.threads}) and {other.name} ({other.threads})")
        return "the same" if same else "**DIFFERENT**"


def head(title, *columns):
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)


def row(*cells):
    print(f"| {' | '.join(str(cell) for cell in cells)} |", flush=True)


def memory(contender):
    return "" if contender.memory is None else f"{contender.memory:.2f}"


# ------------------------------------------------------------------ sections


def against_sklearn(bench):
    slow = min(bench.options.runs, 3)
    head(
        f"CountVectorizer and TermCounter(\"sklearn\"), lists of str (CountVectorizer: {slow} runs)",
        "texts", "contender", "seconds", "MB/s", "memory ÷ text", "× CountVectorizer", "goal", "matrix",
    )  # fmt: skip
    for name in bench.names:
        theirs, one, two = bench.rounds(
            bench.start("CountVectorizer", name, runs=slow), bench.start("TermCounter", name), bench.start("TermCounter", name, 2)
        )
        row(name, "CountVectorizer", f"{theirs.median:.3f}", f"{theirs.speed:.1f}", memory(theirs), "1", "", theirs.dtype)
        for ours in (one, two):
            label = f"TermCounter, {ours.threads} thread{'s' * (ours.threads > 1)}"
            ratio = ours.times_as_fast_as(theirs)
            cells = bench.goal(ratio, 15) if ours is one else f"{ratio:.2f} | "
            found = bench.check(theirs, ours, dtype=True)
            row(name, label, f"{ours.median:.3f}", f"{ours.speed:.0f}", memory(ours), cells, f"{found}, {ours.dtype}")


def against_polars(bench):
    if not importable("polars", bench.options.peers_path):
        print("\n### polars\n\nNot measured: polars is not installed; `--peers-path` names a folder that has it.")
        return
    head(
        "polars and TermCounter(\"sklearn\"), from a column of strings in memory, 2 threads each",
        "texts", "contender", "seconds", "MB/s", "memory ÷ text", "× polars", "goal", "cells",
    )  # fmt: skip
    for name in map(bench.texts.ascii, bench.names):  # to Python ² is a sign of a word, to Rust it is none
        theirs, ours = bench.rounds(bench.start("polars", name, 2), bench.start("TermCounter on a column", name, 2))
        row(name, "polars", f"{theirs.median:.3f}", f"{theirs.speed:.1f}", memory(theirs), "1", "", "")
        cells = bench.goal(ours.times_as_fast_as(theirs), 3)
        row(name, "TermCounter", f"{ours.median:.3f}", f"{ours.speed:.0f}", memory(ours), cells, bench.check(theirs, ours))


def against_wc(bench):
    head(
        "`wc -w` and corpus.tokenize(rule).count(), from a corpus in memory",
        "texts", "contender", "threads", "seconds", "MB/s", "× wc -w", "goal", "× one thread", "goal", "memory ÷ text", "goal",
    )  # fmt: skip
    for name in bench.names:
        contenders = [bench.start("wc -w", name)] if shutil.which("wc") else []
        for rule in ("unicode-1", "news-en-1"):
            contenders += [bench.start(rule, name, 1), bench.start(rule, name, 2)]
        *theirs, plain, plain2, news, news2 = bench.rounds(*contenders)
        for wc in theirs:
            row(name, "wc -w", 1, f"{wc.median:.3f}", f"{wc.speed:.0f}", "1", "", "", "", "", "")
        for one, two in ((plain, plain2), (news, news2)):
            for ours in (one, two):
                against = "no wc here | " if not theirs else f"{ours.times_as_fast_as(theirs[0]):.2f} | "
                if theirs and ours is one:
                    against = bench.goal(ours.times_as_fast_as(theirs[0]), 0.8)
                gain = "1 | " if ours is one else bench.goal(two.times_as_fast_as(one), 1.7)
                cells = bench.goal(ours.memory, 1.0, most=True)
                row(name, ours.name, ours.threads, f"{ours.median:.3f}", f"{ours.speed:.0f}", against, gain, cells)
            bench.check(one, two, dtype=True)


def in_other_scripts(bench):
    names = [*(["German"] if (CORPORA / GERMAN).exists() else []), "Russian", "Arabic"]
    base = bench.texts.ascii(bench.names[0])
    rules = ["unicode-1"] if bench.options.quick else ["unicode-1", "news-en-1"]
    head(
        f"Other scripts, corpus.tokenize(rule).count(), 1 thread, beside {base}; Russian and Arabic are made up",
        "texts", "rule", "seconds", "MB/s", "ns per token", "× ASCII", "goal", "memory ÷ text",
    )  # fmt: skip
    for rule in rules:
        ascii_only, *others = bench.rounds(*(bench.start(rule, name) for name in (base, *names)))
        for name, ours in zip((base, *names), (ascii_only, *others), strict=True):
            ratio = ours.times_as_fast_as(ascii_only) * ours.size / ascii_only.size
            cells = "1 | " if ours is ascii_only else bench.goal(ratio, 0.5)
            each = f"{ours.median / ours.items * 1e9:.1f}"
            row(name, rule, f"{ours.median:.3f}", f"{ours.speed:.0f}", each, cells, memory(ours))


def verbs(bench):
    base = bench.names[0]
    head(
        f"Verbs on words already found, {base}, 1 thread, beside counting the texts by news-en-1 in the same rounds",
        "verb", "seconds", "items", "ns per item", "counting: ns per token", "share of it", "goal", "memory ÷ text",
    )  # fmt: skip
    counting = bench.start("news-en-1", base)
    for name in (*VERBS, GROUP):
        _, ours = bench.rounds(counting, bench.start(name, base), keep=[counting])
        item = "token" if name == GROUP else VERBS[name][1]
        each, whole = ours.median / ours.items * 1e9, counting.median / counting.items * 1e9
        share = counting.items / ours.items / ours.times_as_fast_as(counting)
        cells = bench.goal(share, 1.0, most=True)
        row(name, f"{ours.median:.3f}", f"{ours.items:,} {item}s", f"{each:.1f}", f"{whole:.1f}", cells, memory(ours))
    counting.close()


def many_short_texts(bench):
    slow = min(bench.options.runs, 3)
    _, n_texts, _ = bench.texts("short")
    head(
        f"{n_texts:,} short texts of about 100 bytes, cut from {bench.names[0]} (CountVectorizer: {slow} runs)",
        "contender", "threads", "seconds", "MB/s", "texts per second", "memory ÷ text", "× CountVectorizer", "matrix",
    )  # fmt: skip
    ours = [bench.start(name, "short", threads) for name in ("TermCounter", "news-en-1") for threads in (1, 2)]
    theirs, *rest = bench.rounds(bench.start("CountVectorizer", "short", runs=slow), *ours)
    labels = {"TermCounter": 'TermCounter("sklearn")', "news-en-1": 'corpus.tokenize("news-en-1").count()'}
    for one in (theirs, *rest):
        name = labels.get(one.name, one.name)
        per_second = f"{n_texts / one.median:,.0f}"
        found = bench.check(theirs, one, dtype=True) if one.name == "TermCounter" else ""
        ratio = f"{one.times_as_fast_as(theirs):.1f}"
        row(name, one.threads, f"{one.median:.3f}", f"{one.speed:.0f}", per_second, memory(one), ratio, found)
    bench.check(*rest[2:], dtype=True)


SECTIONS = {
    "sklearn": against_sklearn,
    "polars": against_polars,
    "wc": against_wc,
    "unicode": in_other_scripts,
    "verbs": verbs,
    "short": many_short_texts,
}


# ------------------------------------------------------------------ the whole


def importable(name, folder=None):
    """The version of a package that is installed here or in a folder, or None."""
    paths = [*sys.path, *([str(folder)] if folder else [])]
    found = list(importlib.metadata.distributions(name=name, path=paths))
    return found[0].version if found else None


def where(peers_path):
    versions = {name: importable(name, peers_path) for name in ("numpy", "numba", "pyarrow", "scikit-learn", "polars")}
    if shutil.which("wc"):
        said = subprocess.run(["wc", "--version"], capture_output=True, text=True).stdout.splitlines()
        versions["wc"] = said[0].split(" ", 1)[1] if said else "of unknown version"
    made = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    busy = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{time.strftime('%Y-%m-%d', time.gmtime())}; Python {platform.python_version()}, {made}; {os.cpu_count()} cores{busy}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="all when none is named")
    parser.add_argument("--megabytes", type=float, default=100, help="each set of texts is repeated up to this size")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers-path", type=pathlib.Path, help="a folder with peers that are not in the lock, such as polars")
    parser.add_argument("--quick", action="store_true", help="2 MB of one corpus, one run: does it still work?")
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"there is no section {unknown[0]!r}; there are: {', '.join(SECTIONS)}")
    if options.quick:
        options.megabytes, options.runs = 2, 1
    print(f"{options.megabytes:g} MB of each set of texts; medians of {options.runs} after one to warm up;")
    print(where(options.peers_path))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        for name in options.sections or SECTIONS:
            SECTIONS[name](bench)
    if not options.quick:
        print(f"\n{bench.met} goals met, {bench.missed} missed.")
    for pair in bench.different:
        print(f"\nNOT THE SAME WORK: {pair}")
    return 1 if bench.different else 0


if __name__ == "__main__":
    sys.exit(main())
