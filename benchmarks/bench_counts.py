"""Texts to a document-term matrix: newsstudy beside scikit-learn, polars and `wc -w`, on the same texts in one run.

python benchmarks/bench_counts.py [--megabytes 20] [--runs 3] [--quick]

Each contender runs in a process of its own, so that its peak memory is its own; the first run warms up and does not count.
Texts: the BBC corpus of the folder `shared/corpora` beside the checkout, else the State of the Union speeches of the tests,
repeated up to the size. Where the rule is the same, the matrices must be identical, or the benchmark fails.
"""

import argparse
import hashlib
import importlib.util
import json
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BBC = ROOT.parent / "shared" / "corpora" / "bbc_fulltext.parquet"
SPEECHES = ROOT / "tests" / "cases" / "sotu" / "speeches.jsonl"


def texts_of(megabytes):
    """Texts of about so many megabytes, and where they come from."""
    if BBC.exists():
        import pyarrow.parquet

        name, texts = "BBC News", pyarrow.parquet.read_table(BBC)["text"].to_pylist()
    else:
        lines = SPEECHES.read_text("utf-8").splitlines()
        name, texts = "State of the Union", [json.loads(line)["text"] for line in lines]
    size = sum(len(text.encode()) for text in texts)
    times = max(1, round(megabytes * 1e6 / size))
    return name, texts * times, size * times


# ------------------------------------------------------------------ contenders: name -> (what is timed, digest of the result)


def digest(matrix, terms):
    """The identity of a matrix and its vocabulary, whatever the integer types."""
    matrix = matrix.tocsr().copy()
    matrix.sort_indices()
    hasher = hashlib.sha256("\n".join(terms).encode())
    for array in (matrix.indptr, matrix.indices, matrix.data):
        hasher.update(array.astype("<i8").tobytes())
    return hasher.hexdigest()[:16]


def ours(rule, n_jobs, **options):
    def prepare(texts):
        import newsstudy as ns

        counter = ns.TermCounter(rule, n_jobs=n_jobs, **options)
        return lambda: counter.fit_transform(texts), lambda matrix: digest(matrix, counter.get_feature_names_out())

    return prepare


def theirs(**options):
    def prepare(texts):
        from sklearn.feature_extraction.text import CountVectorizer

        counter = CountVectorizer(**options)
        return lambda: counter.fit_transform(texts), lambda matrix: digest(matrix, counter.get_feature_names_out())

    return prepare


def polars(texts):
    import polars as pl

    series = pl.Series("text", texts)

    def count():
        frame = pl.DataFrame({"document": pl.arange(0, len(series), eager=True), "text": series.str.to_lowercase()})
        words = frame.with_columns(pl.col("text").str.extract_all(r"\b\w\w+\b")).explode("text")
        return words.group_by("document", "text").len()

    return count, lambda frame: f"{frame.drop_nulls().height} cells"


def wc(texts):
    folder = tempfile.mkdtemp()
    file = pathlib.Path(folder) / "texts"
    file.write_text("\n".join(texts), "utf-8")
    return (
        lambda: subprocess.run(["wc", "-w", file], capture_output=True, check=True).stdout,
        lambda out: out.split()[0].decode() + " words",
    )


def verb(make):
    """A verb of Tokens or Counts, on tokens that are there; the unit is what it makes."""

    def prepare(texts):
        import newsstudy as ns

        corpus = ns.corpus_from([{"text": text, "id": str(place)} for place, text in enumerate(texts)])
        with ns.use_engine(threads=1):
            run = make(corpus.tokenize("news-en-1"))

        def timed():
            with ns.use_engine(threads=1):
                return run()

        return timed, lambda made: f"{made.n_tokens if hasattr(made, 'n_tokens') else made.total} made"

    return prepare


def grouped(tokens):
    counts = tokens.count()
    labels = [number % 50 for number in range(len(counts))]
    return lambda: counts.group(labels)


STOP = ["the", "of", "and", "to", "a", "in", "is", "it"]
CONTENDERS = {
    "CountVectorizer": theirs(),
    "TermCounter sklearn, 1 thread": ours("sklearn", 1),
    "TermCounter sklearn, 2 threads": ours("sklearn", 2),
    "TermCounter unicode-1, 1 thread": ours("unicode-1", 1),
    "TermCounter news-en-1, 1 thread": ours("news-en-1", 1),
    "CountVectorizer (1, 2)-grams": theirs(ngram_range=(1, 2)),
    "TermCounter sklearn (1, 2)-grams, 1 thread": ours("sklearn", 1, ngram_range=(1, 2)),
    "polars, its own threads": polars,
    "wc -w": wc,
    "Tokens.count": verb(lambda tokens: tokens.count),
    "Tokens.ngrams(2)": verb(lambda tokens: lambda: tokens.ngrams(2)),
    "Tokens.ngrams(3)": verb(lambda tokens: lambda: tokens.ngrams(3)),
    "Tokens.drop": verb(lambda tokens: lambda: tokens.drop(STOP)),
    "Tokens.stem": verb(lambda tokens: tokens.stem),
    "Counts.group": verb(grouped),
}
SAME = [
    ("CountVectorizer", "TermCounter sklearn, 1 thread", "TermCounter sklearn, 2 threads"),
    ("CountVectorizer (1, 2)-grams", "TermCounter sklearn (1, 2)-grams, 1 thread"),
]
MISSING = {
    "polars, its own threads": None if importlib.util.find_spec("polars") else "polars is not installed",
    "wc -w": None if shutil.which("wc") else "there is no wc here",
}


def run_one(name, megabytes, runs):
    """One contender: the seconds of each run, its peak memory above the texts, and the identity of its result."""
    _, texts, _ = texts_of(megabytes)
    timed, identify = CONTENDERS[name](texts)
    small = texts[: max(1, len(texts) // 50)]
    CONTENDERS[name](small)[0]()  # imports and compiles, so that neither counts as memory of the work
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        result = timed()
        seconds.append(time.perf_counter() - start)
        if len(seconds) <= runs:
            del result
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"seconds": seconds[1:], "peak": peak * 1024, "result": identify(result)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.megabytes, options.runs = 5, 1
    if options.one:
        run_one(options.one, options.megabytes, options.runs)
        return 0
    name, texts, size = texts_of(options.megabytes)
    print(f"{len(texts):,} texts, {size / 1e6:.0f} MB ({name}); median of {options.runs}; {versions()}\n")
    print("| contender | seconds | MB/s | × CountVectorizer | memory ÷ text | result |")
    print("|---|---|---|---|---|---|", flush=True)
    found, base = {}, None
    for contender in CONTENDERS:
        if MISSING.get(contender):
            print(f"| {contender} | | | | | {MISSING[contender]} |")
            continue
        arguments = ["--one", contender, "--megabytes", str(options.megabytes), "--runs", str(options.runs)]
        done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
        row = found[contender] = json.loads(done.stdout)
        median = statistics.median(row["seconds"])
        base = base or median
        cells = f"{median:.3f} | {size / 1e6 / median:.0f} | {base / median:.1f} | {row['peak'] / size:.1f}"
        print(f"| {contender} | {cells} | {row['result']} |", flush=True)
    for group in SAME:
        results = {found[contender]["result"] for contender in group}
        if len(results) != 1:
            print(f"\nDIFFERENT matrices: {', '.join(group)}")
            return 1
    print("\nMatrices are identical where the rule is the same. Tokens.* and Counts.*: one thread, words already found.")
    return 0


def versions():
    names = ["numpy", "numba", "sklearn", *(["polars"] if not MISSING["polars, its own threads"] else [])]
    made = ", ".join(f"{name} {__import__(name).__version__}" for name in names)
    return f"Python {platform.python_version()}, {made}"


if __name__ == "__main__":
    sys.exit(main())
