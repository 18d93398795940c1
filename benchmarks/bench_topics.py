"""Topic models: newsstudy beside tomotopy, scikit-learn and gensim, on the same counts and before the same judge, in one run.

python benchmarks/bench_topics.py [lda|seeds|nmf|cost|report …] [--data 20ng nyt bbc reuters] [--topics 50 200]
                                  [--peers-path DIR] [--folder DIR] [--quick]

lda     held-out perplexity over time, each contender with the best priors of its grid; time to a peer's value; memory
seeds   NPMI and diversity of the top ten words, over ten seeds, beside tomotopy with its best priors
nmf     NMF beside scikit-learn's at the same objective
cost    seconds of a sweep for more tokens and more topics
report  the tables and the plot of lda again, from what it left in --folder

Without a mode all run, one after the other. Each contender has a process of its own; its clock stands still while its
topics are judged. Peers that are not installed are named. Goals are printed as met or missed; none makes the run fail.
"""

import argparse
import os
import pathlib
import platform
import shutil
import sys
import time

from _topic_data import available, data_of
from _topic_factors import compare
from _topic_growth import cost, seeds
from _topic_race import ENTRIES, Bench, race
from _topic_tables import lda_plot, lda_table
from bench_counts import importable

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = {"tomotopy": "tomotopy", "sklearn": "scikit-learn", "gensim": "gensim"}


def lda(bench, options):
    wanted = {entry.package for entry in ENTRIES} & set(options.only or [entry.package for entry in ENTRIES])
    missing = [name for name in PACKAGES if name in wanted and not importable(PACKAGES[name], options.peers_path)]
    for key in options.data:
        data = data_of(key, bench.folder)
        for n_topics in options.topics:
            found = (bench.load(f"lda-{key}-{n_topics}") or {}) if options.only else {}
            for entry in ENTRIES:
                if entry.package in wanted and entry.package not in missing:
                    found[entry.name] = race(bench, key, data, entry, n_topics, found)
                    bench.save(f"lda-{key}-{n_topics}", found)
            lda_table(bench, data, n_topics, in_order(found))
    plot(bench, options)
    for name in missing:
        print(f"\nNot measured: {PACKAGES[name]} is not installed; `--peers-path` names a folder that has it.")


def in_order(found):
    return {entry.name: found[entry.name] for entry in ENTRIES if entry.name in found}


def plot(bench, options):
    """A picture of every curve that is in the folder."""
    cells = [(key, n_topics) for key in options.data for n_topics in options.topics]
    made = [(f"{data_of(key, bench.folder).name}, K = {k}", bench.load(f"lda-{key}-{k}")) for key, k in cells]
    panels = [(title, in_order(found)) for title, found in made if found]
    if panels:
        lda_plot(bench.folder / "perplexity.png", panels)
        print(f"\nHeld-out perplexity over time is drawn in {bench.folder / 'perplexity.png'}")


def report(bench, options):
    for key in options.data:
        for n_topics in options.topics:
            found = bench.load(f"lda-{key}-{n_topics}")
            if found:
                lda_table(bench, data_of(key, bench.folder), n_topics, in_order(found))
    plot(bench, options)


MODES = {"lda": lda, "seeds": seeds, "nmf": compare, "cost": cost, "report": report}


def where(peers_path):
    versions = {name: importable(name, peers_path) for name in ("numpy", "numba", "scikit-learn", "tomotopy", "gensim")}
    made = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    busy = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{time.strftime('%Y-%m-%d', time.gmtime())}; Python {platform.python_version()}, {made}; {os.cpu_count()} cores{busy}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modes", nargs="*", metavar="MODE", help="see above; all but report when none is named")
    parser.add_argument("--data", nargs="+", metavar="KEY", help="which corpora: 20ng nyt bbc reuters; all that are there")
    parser.add_argument("--topics", nargs="+", type=int, default=[50, 200], metavar="K")
    parser.add_argument("--only", nargs="+", metavar="PACKAGE", help="newsstudy tomotopy sklearn gensim; else all")
    parser.add_argument("--budget", type=float, default=25.0, help="seconds of training for a setting of scikit-learn or gensim")
    parser.add_argument("--factors", nargs="+", type=int, default=[50], metavar="K", help="of NMF")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--iterations", type=int, default=200, help="of tomotopy for each seed")
    parser.add_argument("--peers-path", type=pathlib.Path, help="a folder with peers that are not in the lock")
    parser.add_argument("--folder", type=pathlib.Path, default=HERE / "out" / "topics", help="where curves and the plot are left")
    parser.add_argument("--quick", action="store_true", help="made-up documents and few rounds: does it still work?")
    options = parser.parse_args()
    unknown = [name for name in options.modes if name not in MODES]
    if unknown:
        parser.error(f"there is no mode {unknown[0]!r}; there are: {', '.join(MODES)}")
    if options.quick:
        options.topics, options.factors, options.budget = [5], [5], 1.0
    there = available(options.quick)
    options.data = options.data or there
    absent = [key for key in options.data if key not in there]
    if absent:
        parser.error(f"the counts of {absent[0]!r} are not here; there are: {', '.join(there)}")
    print(where(options.peers_path))
    bench = Bench(options.folder, options.peers_path, options.budget, 2 if options.quick else None, options.quick)
    try:
        for name in options.modes or [name for name in MODES if name != "report"]:
            MODES[name](bench, options)
    finally:
        shutil.rmtree(bench.scratch)
    if bench.goals:
        missed = sum(not met for _, met in bench.goals)
        print(f"\n{len(bench.goals) - missed} goals met, {missed} missed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
