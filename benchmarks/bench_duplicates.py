"""Near-duplicates: newsstudy beside rensa and datasketch with the same verification, and how the time grows with the corpus.

python benchmarks/bench_duplicates.py [SECTION …] [--runs 5] [--documents 1000000] [--peers-path DIR] [--quick]
SECTION: peers growth; all when none is named

Everyone gets the texts and gives the pairs of documents whose sets of five-word runs have a Jaccard similarity of 0.7 and
more. Contenders take turns, each in a process of its own; the first run of each warms up. Fails where a contender finds a
wrong pair, where ours overlooks one, or a peer more than one in a hundred; a missed goal is printed, and is no failure.
"""

import argparse
import json
import os
import pathlib
import platform
import sys
import tempfile
import time

import numpy as np
from _copies import THRESHOLD, N, shingles
from _measure import Contender, in_turns
from _texts import BODIES, COPIES, CORPORA, ENGLISH, ROOT, TextFiles, read, with_copies
from bench_counts import head, importable, row

GOLDEN = ROOT / "tests" / "golden" / "duplicates.json"
CHECKED = 5_000  # copies whose similarity to their original is counted one by one


class Bench:
    """The settings, the texts, and what went wrong or was missed."""

    def __init__(self, options, folder):
        self.options, self.texts = options, TextFiles(folder, 0)
        self.met = self.missed = 0
        self.wrong, self.copies = [], {}

    def start(self, name, texts, threads=1, **settings):
        return Contender(name, self.texts(texts), threads, self.options.peers_path, **settings)

    def pairs(self, texts):
        """The pairs that the last contender of these texts found: it has told about them just now."""
        return {tuple(pair) for pair in np.load(pathlib.Path(self.texts(texts)[0]).with_suffix(".pairs.npy")).tolist()}

    def goal(self, value, bound, most=False):
        if self.options.quick:
            return "not asked of so little text"
        met = value <= bound if most else value >= bound
        self.met, self.missed = self.met + met, self.missed + (not met)
        return f"{'≤' if most else '≥'} {bound:g}: {'met' if met else '**missed**'}"


def similarity(one, other):
    one, other = set(shingles(one)), set(shingles(other))
    return len(one & other) / max(len(one | other), 1)


def all_pairs(path):
    """The true pairs: those that are published for Reuters-21578, else by comparing everything."""
    if (CORPORA / ENGLISH["Reuters-21578"]).exists():
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(CORPORA / ENGLISH["Reuters-21578"], columns=["id", "body"]).to_pylist()
        place_of = {kept["id"]: place for place, kept in enumerate(row for row in table if (row["body"] or "").strip())}
        pairs = json.loads(GOLDEN.read_text("utf-8"))["pairs"]
        return {tuple(sorted((place_of[one], place_of[other]))) for one, other, _ in pairs}
    sets = [set(shingles(text)) for text in read(path)]
    holders = {}
    for place, runs in enumerate(sets):
        for run in runs:
            holders.setdefault(run, []).append(place)
    met = {(one, other) for places in holders.values() for one in places for other in places if one < other}
    return {pair for pair in met if len(sets[pair[0]] & sets[pair[1]]) / len(sets[pair[0]] | sets[pair[1]]) >= THRESHOLD}


def against_peers(bench):
    path, n_texts, size = bench.texts(BODIES)
    true = all_pairs(path)
    peers = [name for name in ("rensa", "datasketch") if importable(name, bench.options.peers_path)]
    head(
        f"{n_texts:,} texts of {size / 1e6:.1f} MB ({BODIES if len(true) == 309 else 'State of the Union'}), {len(true)} pairs",
        "contender", "threads", "seconds", "documents per second", "memory, MB", "found", "wrong", "newsstudy is", "goal",
    )  # fmt: skip
    slow = min(bench.options.runs, 3)
    theirs = [bench.start(name, BODIES, runs=slow if name == "datasketch" else None) for name in peers]
    contenders = [*theirs, bench.start("duplicates", BODIES), bench.start("duplicates", BODIES, 2)]
    found = {}
    for contender in in_turns(contenders, bench.options.runs, keep=contenders):
        contender.ask("about")  # once more, since all of them write to one place
        found[contender] = bench.pairs(BODIES)
        contender.close()
    ours = contenders[-2]
    for one in contenders:
        missed, wrong = true - found[one], found[one] - true
        if wrong or len(missed) > (0 if one.name == "duplicates" else len(true) // 100):
            bench.wrong.append(f"{one.name}: {len(missed)} pairs overlooked, {len(wrong)} wrong")
        ratio = ours.times_as_fast_as(one) if one in theirs else None
        bound = {"rensa": 1, "datasketch": 20}.get(one.name)
        told = ["", ""] if ratio is None else [f"{ratio:.1f} × as fast", bench.goal(ratio, bound)]
        name = "newsstudy" if one.name == "duplicates" else f"{one.name} {importable(one.name, bench.options.peers_path)}"
        speed = f"{n_texts / one.median:,.0f}"
        row(name, one.threads, f"{one.median:.3f}", speed, megabytes(one), f"{len(true) - len(missed)}", len(wrong), *told)
    for name in sorted({"rensa", "datasketch"} - set(peers)):
        print(f"\nNot measured: {name} is not installed; `--peers-path` names a folder that has it.")


def growth(bench):
    sizes = [bench.options.documents // 100, bench.options.documents // 10, bench.options.documents]
    head(
        "Made-up documents of 40 to 200 words, 5 % of them copies with up to a tenth of the words changed",
        "documents", "MB", "threads", "seconds", "µs per document", "× the smallest", "goal", "memory, MB", "bytes per document",
        "pairs", "copies found",
    )  # fmt: skip
    first = {}
    for n in sizes:
        name = f"{COPIES}{n}"
        size = bench.texts(name)[2]
        contenders = [bench.start("duplicates", name, threads) for threads in (1, 2)]
        for one in in_turns(contenders, bench.options.runs if n < 1_000_000 else min(bench.options.runs, 3)):
            each = one.median / n * 1e6
            ratio = each / first.setdefault(one.threads, each)
            goal = ["1", ""] if n == sizes[0] else [f"{ratio:.2f}", bench.goal(ratio, 1.5, most=True)]
            memory = "" if one.peak is None else f"{one.peak / n:.0f}"
            told = found_copies(bench, name, n)
            cells = [f"{one.median:.2f}", f"{each:.1f}", *goal, megabytes(one), memory, f"{one.items:,}", told]
            row(f"{n:,}", f"{size / 1e6:.0f}", one.threads, *cells)
        pathlib.Path(bench.texts(name)[0]).unlink()


def found_copies(bench, name, n):
    """Of some copies that are alike enough, how many were found."""
    found = bench.pairs(name)
    if name not in bench.copies:
        texts, copies = with_copies(n)
        some = copies[:: max(1, len(copies) // CHECKED)]
        alike = [(other, one) for one, other in some if similarity(texts[one], texts[other]) >= THRESHOLD]
        bench.copies[name] = alike
    missed = [pair for pair in bench.copies[name] if pair not in found]
    if missed:
        bench.wrong.append(f"{name}: copies overlooked, the first is {missed[0]}")
    return f"{len(bench.copies[name]) - len(missed):,} of {len(bench.copies[name]):,}"


def megabytes(contender):
    return "" if contender.peak is None else f"{contender.peak / 1e6:,.0f}"


SECTIONS = {"peers": against_peers, "growth": growth}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="all when none is named")
    parser.add_argument("--documents", type=int, default=1_000_000, help="the largest corpus of the section growth")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers-path", type=pathlib.Path, help="a folder with peers that are not in the lock")
    parser.add_argument("--quick", action="store_true", help="few documents, one run: does it still work?")
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"there is no section {unknown[0]!r}; there are: {', '.join(SECTIONS)}")
    if options.quick:
        options.documents, options.runs = 20_000, 1
    made = ", ".join(f"{name} {importable(name)}" for name in ("numpy", "numba", "pyarrow"))
    busy = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    print(f"Jaccard of {N}-word runs at least {THRESHOLD}; medians of {options.runs} after one to warm up;")
    print(f"{time.strftime('%Y-%m-%d', time.gmtime())}; Python {platform.python_version()}, {made}; {os.cpu_count()} cores{busy}")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        for name in options.sections or SECTIONS:
            SECTIONS[name](bench)
    if not options.quick:
        print(f"\n{bench.met} goals met, {bench.missed} missed.")
    for said in bench.wrong:
        print(f"\nNOT THE SAME WORK: {said}")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
