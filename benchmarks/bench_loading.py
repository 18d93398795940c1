"""How fast are files read: beside the parsing library alone, by two processes beside one, in megabytes and files a second?

python benchmarks/bench_loading.py [SECTION …] [--runs 5] [--quick]        sections: library, cores, tables, small

All files are made up, the same each time (benchmarks/_pages.py). Contenders take turns, run by run; the first run warms up;
seconds are medians, ratios are medians of neighbouring runs. A goal that is missed is printed; only different work fails.
"""

import argparse
import functools
import importlib
import os
import pathlib
import platform
import shutil
import statistics
import sys
import tempfile
import time

import _pages

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import newsstudy as ns
from newsstudy.corpus import _read

os.environ["NEWSSTUDY_PROGRESS"] = "off"


def head(title, *columns):
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")


def row(*cells):
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


class Inside:
    """The seconds that are spent inside a library: its functions are wrapped, and nested calls count once."""

    def __init__(self, *places):
        self.seconds, self.depth, self.places, self.own = 0.0, 0, places, []

    def __enter__(self):
        for place in self.places:
            module, name = place.split(":")
            home = importlib.import_module(module)
            self.own.append((home, name, getattr(home, name)))
            setattr(home, name, self.wrapped(getattr(home, name)))
        return self

    def __exit__(self, *_):
        for home, name, function in self.own:
            setattr(home, name, function)

    def wrapped(self, function):
        def timer(*arguments, **keywords):
            self.depth += 1
            began = time.perf_counter()
            try:
                found = function(*arguments, **keywords)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.seconds += time.perf_counter() - began
            # Only iterators of archives are gone through outside of the call.
            return self.stepped(found) if hasattr(found, "__next__") else found

        return timer

    def stepped(self, iterator):
        while True:
            self.depth += 1
            began = time.perf_counter()
            try:
                item = next(iterator)
            except StopIteration:
                return
            finally:
                self.depth -= 1
                if not self.depth:
                    self.seconds += time.perf_counter() - began
            yield item


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, pathlib.Path(folder)
        self.met = self.missed = 0
        self.different = []

    def files(self, name, write, n):
        place = self.folder / name
        place.mkdir()
        write(place, n)
        return place

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

    def goal(self, value, limit, most=False, form=".2f"):
        good = value <= limit if most else value >= limit
        self.met, self.missed = self.met + good, self.missed + (not good)
        return f"{value:{form}} | {'≤' if most else '≥'} {limit:{form}}: {'met' if good else '**missed**'}"

    def same(self, name, *corpora):
        if len({corpus.digest for corpus in corpora}) != 1:
            self.different.append(name)

    def n(self, whole, quick):
        return quick if self.options.quick else whole


def beside_the_library(bench):
    head("What reading costs beyond the parsing library, one process", "files", "library", "seconds", "of it in the library",
         "beyond", "goal", "a script with the library alone, seconds", "ours ÷ script")  # fmt: skip
    trafilatura = ("trafilatura:bare_extraction", "trafilatura.utils:load_html", "trafilatura.metadata:extract_author")
    cases = [
        ("web pages", _pages.write_pages, bench.n(300, 20), "trafilatura", trafilatura, pages_by_a_script),
        ("a web archive", _pages.write_warc, bench.n(300, 20), "fastwarc, trafilatura",
         (*trafilatura, "fastwarc.warc:ArchiveIterator"), archive_by_a_script),
        ("NITF", _pages.write_nitf, bench.n(2000, 50), "lxml", ("lxml.etree:fromstring",), nitf_by_a_script),
    ]  # fmt: skip
    for name, write, n, library, places, script in cases:
        folder = bench.files(name.replace(" ", "-"), write, n)
        beyond, seconds, scripted = [], [], []
        for number in range(bench.options.runs + 1):
            with Inside(*places) as inside:
                began = time.perf_counter()
                ns.read_corpus(folder, n_jobs=1)
                whole = time.perf_counter() - began
            began = time.perf_counter()
            if len(script(folder)) != n:
                bench.different.append(f"{name}: another number of documents by a script")
            by_itself = time.perf_counter() - began
            if number or bench.options.quick:
                seconds.append(whole)
                beyond.append(whole / inside.seconds - 1)
                scripted.append(by_itself)
        median = statistics.median(seconds)
        share = statistics.median(beyond)
        row(f"{n:,} × {name}", library, f"{median:.2f}", f"{median / (1 + share):.2f}", bench.goal(share, 0.10, most=True),
            f"{statistics.median(scripted):.2f}", f"{median / statistics.median(scripted):.2f}")  # fmt: skip


def pages_by_a_script(folder):
    """What somebody without newsstudy writes: text, title, date, author and site of each page, by trafilatura."""
    return [article_by_a_script(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]


def article_by_a_script(page):
    return importlib.import_module("trafilatura").bare_extraction(page, with_metadata=True, include_comments=False)


def archive_by_a_script(folder):
    """The same for the responses of an archive."""
    warc = importlib.import_module("fastwarc.warc")
    found = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as stream:
            for record in warc.ArchiveIterator(stream, record_types=warc.WarcRecordType.response, parse_http=True):
                found.append(article_by_a_script(record.reader.read()))
    return found


def nitf_by_a_script(folder):
    """Headline, byline, date and paragraphs, by lxml."""
    etree = importlib.import_module("lxml.etree")
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        root = etree.fromstring(path.read_bytes())
        text = "\n\n".join("".join(part.itertext()) for part in root.findall(".//block/p"))
        found.append((root.findtext(".//hl1"), root.findtext(".//byline"), root.find(".//pubdata").get("date.publication"), text))
    return found


def by_two_processes(bench):
    head("Two processes beside one", "files", "one: seconds", "two: seconds", "times as fast", "goal", "start-up on a small job",
         "goal")  # fmt: skip
    cases = [
        ("web pages", _pages.write_pages, bench.n(1500, 40)),
        ("Nexis DOCX of 50 articles", _pages.write_word, bench.n(120, 6)),
        ("a folder of web archives", write_warcs, bench.n(12, 4)),
    ]
    for name, write, n in cases:
        folder = bench.files("two-" + name.replace(" ", "-"), write, n)
        few = bench.folder / ("few-" + name.replace(" ", "-"))
        few.mkdir()
        for path in sorted(folder.iterdir())[:4]:
            shutil.copy(path, few)
        (one, two), corpora = bench.turns(reading(folder, 1), reading(folder, 2))
        bench.same(name, *corpora)
        ratio = statistics.median(first / second for first, second in zip(one, two, strict=True))
        # The same four files by two processes that are started for nothing but them.
        (alone, forced), _ = bench.turns(reading(few, 1), functools.partial(started_at_once, few))
        more = statistics.median(forced) - statistics.median(alone)
        row(f"{n:,} × {name}", f"{statistics.median(one):.2f}", f"{statistics.median(two):.2f}", bench.goal(ratio, 1.7),
            bench.goal(more, 1.0, most=True))  # fmt: skip


def reading(folder, n_jobs):
    """A contender that reads a folder."""
    return functools.partial(ns.read_corpus, folder, n_jobs=n_jobs)


def started_at_once(folder):
    before = _read.ALONE_SECONDS, _read.WORTH_SECONDS, _read.BLOCK_FILES
    _read.ALONE_SECONDS, _read.WORTH_SECONDS, _read.BLOCK_FILES = -1, -1, 1
    try:
        return ns.read_corpus(folder, n_jobs=2)
    finally:
        _read.ALONE_SECONDS, _read.WORTH_SECONDS, _read.BLOCK_FILES = before


def write_warcs(folder, n):
    for number in range(n):
        _pages.write_warc(folder, 100)
        (folder / "crawl.warc").rename(folder / f"{number:02d}.warc")


def tables_and_texts(bench):
    import pandas as pd

    head("Tables, and text files of 100 KB and more, one process", "files", "contender", "seconds", "MB/s", "goal")
    megabytes = bench.n(100, 2)
    peers = {
        "CSV": ("pandas.read_csv", lambda folder: pd.read_csv(folder / "table.csv")),
        "JSON Lines": ("pandas.read_json", lambda folder: pd.read_json(folder / "table.jsonl", lines=True)),
        "Parquet": ("pandas.read_parquet", lambda folder: pd.read_parquet(folder / "table.parquet")),
        "text files": ("Path.read_text", lambda folder: [path.read_text("utf-8") for path in folder.iterdir()]),
    }
    writers = (_pages.write_csv, _pages.write_jsonl, _pages.write_parquet, _pages.write_texts)
    for (kind, (peer, read)), write in zip(peers.items(), writers, strict=True):
        folder = bench.files("table-" + kind.replace(" ", "-"), write, megabytes)
        (theirs, ours), (table, corpus) = bench.turns(functools.partial(read, folder), reading(folder, 1))
        if len(table) != len(corpus):
            bench.different.append(kind)
        # A packed table is measured by the text in it.
        size = sum(len(text.encode()) for text in corpus.texts) if kind == "Parquet" else _pages.size_of(folder)[0]
        row(kind, peer, f"{statistics.median(theirs):.2f}", f"{size / 1e6 / statistics.median(theirs):.0f}", "")
        speed = bench.goal(size / 1e6 / statistics.median(ours), 200, form=".0f")
        row(kind, "newsstudy", f"{statistics.median(ours):.2f}", speed)


def small_files(bench):
    head("Folders of small text files", "files", "contender", "seconds", "files per second", "goal")
    n = bench.n(30_000, 500)
    folder = bench.files("small", _pages.write_small_texts, n)
    contenders = {
        "Path.read_text": lambda: [path.read_text("utf-8") for path in sorted(folder.rglob("*.txt"))],
        "newsstudy, 1 process": reading(folder, 1),
        "newsstudy, 2 processes": reading(folder, 2),
    }
    seconds, given = bench.turns(*contenders.values())
    bench.same("small files", *given[1:])
    for name, taken in zip(contenders, seconds, strict=True):
        rate = n / statistics.median(taken)
        cell = bench.goal(rate, 10_000, form=",.0f") if name.startswith("newsstudy, 2") else f"{rate:,.0f} | "
        row(f"{n:,}", name, f"{statistics.median(taken):.2f}", cell)


SECTIONS = {"library": beside_the_library, "cores": by_two_processes, "tables": tables_and_texts, "small": small_files}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="all when none is named")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="few files, one run: does it still work?")
    options = parser.parse_args()
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
