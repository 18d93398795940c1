"""Concordances and collocations: sections of bench_keywords.py.

KWIC of frequent words in 100 million tokens, from tokens that were saved and opened: every question is asked in a fresh process
too, where nothing of it is known yet. Window collocations beside NLTK's finder on the same tokens, with the same pairs; all pairs
of ten million tokens.
"""

import functools
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

from _texts import english_names, once

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import newsstudy as ns

QUESTIONS = {
    "the first 1,000 lines": {"n": 1000},
    "1,000 lines at random": {"sample": 1000},
    "the first 1,000 by the next word (1R)": {"sort": "1R", "n": 1000},
    "the first 1,000 by 1R 2R 3R": {"sort": "1R 2R 3R", "n": 1000},
}


def head(title, *columns):
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")


def row(*cells):
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def all_texts():
    return [text for name in english_names() for text in once(name, 0)]


def tokens_of(n_tokens):
    """At least so many tokens: all English texts that are there, again and again."""
    texts = all_texts()
    size = len(ns.corpus_from(texts).tokenize().ids)
    times, rest = divmod(n_tokens, size)
    part = [] if not rest else texts[: -(-len(texts) * rest // size)]
    return ns.corpus_from(texts * times + part).tokenize()


def kwic(bench):
    n_tokens = 300_000 if bench.options.quick else 100_000_000
    tokens = tokens_of(n_tokens)
    folder = bench.folder / "concordance"
    began = time.perf_counter()
    tokens.save(folder)
    saved = time.perf_counter() - began
    del tokens
    began = time.perf_counter()
    tokens = ns.open_tokens(folder)
    opened = time.perf_counter() - began
    head(f"KWIC from opened tokens: {len(tokens.ids):,} tokens, {len(tokens.vocabulary):,} terms, {len(tokens):,} documents; "
         f"saved in {saved:.0f} s, opened and checked in {opened:.1f} s, {size_of(folder) / 1e9:.1f} GB",
         "word", "matches", "question", "first time, seconds", "median, seconds", "goal")  # fmt: skip
    for pattern in ("president", "said", "the", "the president"):
        for name, options in QUESTIONS.items():
            first, n_matches = asked_anew(folder, pattern, options)
            (seconds,), (table,) = bench.turns(functools.partial(ns.kwic, tokens, pattern, **options))
            if table.attrs["newsstudy"]["settings"]["n_matches"] != n_matches:
                bench.different.append(f"kwic of {pattern!r} in another process")
            goal = bench.goal(statistics.median(seconds), 0.1, most=True, form=".3f")
            row(pattern, f"{n_matches:,}", name, f"{first:.3f}", goal)


def size_of(folder):
    return sum(path.stat().st_size for path in folder.iterdir())


def asked_anew(folder, pattern, options):
    """Seconds of a question that is the first of a process, and how many matches there are."""
    command = [sys.executable, __file__, str(folder), pattern, json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
    if done.returncode:
        raise SystemExit(f"kwic broke off:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def windows(bench):
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    texts = all_texts()
    tokens = ns.corpus_from(texts[:: 200 if bench.options.quick else 10]).tokenize()
    one = ns.corpus_from([" ".join(term for document in tokens for term in document)]).tokenize("unicode-1")
    words, asked = one[0], {"cooccurrence": "adjacent", "bounds": "document", "margins": "spans", "measure": "pmi"}
    head(f"Window collocations of {len(words):,} tokens, pairs of at least five occurrences ranked by PMI, one process each",
         "window", "pairs of any count", "pairs ranked", "NLTK, seconds", "newsstudy, one thread", "times as fast",
         "newsstudy, two threads", "times as fast", "goal")  # fmt: skip

    def nltk(window):
        finder = BigramCollocationFinder.from_words(words, window_size=window)
        found = len(finder.ngram_fd)
        finder.apply_freq_filter(5)
        return found, finder.score_ngrams(BigramAssocMeasures.pmi)

    def ours(window, threads):
        fresh = one._with()  # so that the list of places is made anew
        with ns.use_engine(threads=threads):
            return ns.collocations(fresh, span=(0, window - 1), min_count=5, **asked)

    for window in (2, 6, 11):
        contenders = functools.partial(nltk, window), functools.partial(ours, window, 1), functools.partial(ours, window, 2)
        (theirs, single, double), ((found, scored), table, again) = bench.turns(*contenders)
        finder = BigramCollocationFinder.from_words(words, window_size=window)
        whole = ns.collocations(one, span=(0, window - 1), min_count=1, **asked)
        pairs = dict(zip(zip(whole.node, whole.collocate, strict=True), whole.pair_count, strict=True))
        ranked = set(zip(table.node, table.collocate, strict=True))
        if pairs != dict(finder.ngram_fd) or ranked != {pair for pair, _ in scored} or not table.equals(again):
            bench.different.append(f"window collocations, window {window}")
        ratios = [statistics.median(a / b for a, b in zip(theirs, mine, strict=True)) for mine in (single, double)]
        row(window, f"{found:,}", f"{len(scored):,}", f"{statistics.median(theirs):.2f}", f"{statistics.median(single):.3f}",
            f"{ratios[0]:.0f}", f"{statistics.median(double):.3f}", bench.goal(ratios[1], 50, form=".0f"))  # fmt: skip


def pairs(bench):
    tokens = tokens_of(200_000 if bench.options.quick else 10_000_000)
    n_tokens = len(tokens.sentences)  # sentences are found before the clock runs
    head(f"All pairs of {n_tokens:,} tokens, {len(tokens.vocabulary):,} terms, five before and behind, within sentences",
         "at least", "rows", "pairs of any count", "one thread, seconds", "two threads, seconds")  # fmt: skip
    for options in ({"min_count": 5}, {"min_count": 5, "n": 1000}, {"min_count": 2, "n": 1000}):

        def asked(threads, options=options):
            with ns.use_engine(threads=threads):
                return ns.collocations(tokens, **options)

        (single, double), (table, again) = bench.turns(functools.partial(asked, 1), functools.partial(asked, 2))
        if not table.equals(again):
            bench.different.append(f"all pairs on one thread and on two, {options}")
        n_pairs = table.attrs["newsstudy"]["settings"]["n_pairs"]
        row(options["min_count"], f"{len(table):,}", f"{n_pairs:,}", f"{statistics.median(single):.2f}",
            f"{statistics.median(double):.2f}")  # fmt: skip


SECTIONS = {"kwic": kwic, "windows": windows, "pairs": pairs}


def ask(folder, pattern, options):
    """In a process of its own: open, then ask once; kernels are loaded before, as they are after a first look at anything."""
    small = ns.sample_article().tokenize()
    ns.kwic(small, "the", **options)
    tokens = ns.open_tokens(folder)
    began = time.perf_counter()
    table = ns.kwic(tokens, pattern, **options)
    print(json.dumps([time.perf_counter() - began, table.attrs["newsstudy"]["settings"]["n_matches"]]))


if __name__ == "__main__":
    ask(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
