"""Coherence of topics: newsstudy beside gensim (where installed), the same topics, texts and measures, in one run.

python benchmarks/bench_coherence.py [--runs 3] [--peers-path DIR] [--quick]

Texts are 20 Newsgroups (speeches where they are not there), tokenized once without function words; topics are the ten top terms
of an LDA of 50 topics. gensim is looked for in --peers-path (a folder of installed packages) and runs in one process, as we do
on one thread. Both must give the same numbers, ours with compatible="gensim". Our seconds are
medians after a run that warms up; gensim runs once.
"""

import argparse
import os
import pathlib
import statistics
import sys
import time

import numpy as np
from _texts import english_names, once
from bench_counts import head, row

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import newsstudy as ns

os.environ["NEWSSTUDY_PROGRESS"] = "off"
MEASURES = {"u_mass": "u_mass_mean", "c_uci": "uci", "c_npmi": "npmi", "c_v": "c_v"}


def material(quick):
    """Tokens, and the top terms of the topics of a model fitted on them."""
    name = next((name for name in english_names() if name == "20 Newsgroups"), "State of the Union")
    texts = once(name, 0)
    if name == "State of the Union":
        texts = [part for text in texts for part in text.split("\n\n")]
    tokens = ns.corpus_from(texts[:400] if quick else texts).tokenize().drop("function words")
    counts = tokens.count().trim(min_documents=5)
    model = ns.LDA(10 if quick else 50, max_iter=10).fit(counts)
    return name, tokens, ns.topic_terms(model).groupby("topic")["term"].apply(list).tolist()


def gensim_of(tokens, path):
    """A function of topics and a measure that gives gensim's coherence, or None where gensim is not installed."""
    if path:
        sys.path.append(path)
    try:
        from gensim.corpora import Dictionary
        from gensim.models import CoherenceModel
    except ImportError:
        return None
    texts = [tokens[number] for number in range(len(tokens))]
    dictionary = Dictionary(texts)
    bags = [dictionary.doc2bow(text) for text in texts]

    def run(topics, measure):
        given = {"corpus": bags} if measure == "u_mass" else {"texts": texts}
        model = CoherenceModel(topics=topics, dictionary=dictionary, coherence=measure, processes=1, topn=10, **given)
        return model.get_coherence_per_topic()

    return run


def timed(function, runs):
    """Median seconds of `runs` calls after one that warms up, and what the last gave."""
    found, seconds = function(), []
    for _ in range(runs):
        began = time.perf_counter()
        found = function()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers-path")
    parser.add_argument("--quick", action="store_true", help="few texts and one run")
    options = parser.parse_args()
    runs = 1 if options.quick else options.runs
    name, tokens, topics = material(options.quick)
    peer = gensim_of(tokens, options.peers_path)
    print(f"{name}: {len(tokens):,} documents, {len(tokens.ids):,} tokens, {len(topics)} topics of 10 terms")
    head("Coherence, one thread", "measure", "ours, s", "with 200 resamples, s", "gensim, s", "times as long",
         "largest difference, compatible", "mean, exact", "mean, gensim")  # fmt: skip
    different = []
    with ns.use_engine(threads=1):
        for theirs, ours in MEASURES.items():
            plain, exact = timed(lambda ours=ours: ns.coherence(topics, tokens, measure=ours, n_resamples=0), runs)
            drawn, _ = timed(lambda ours=ours: ns.coherence(topics, tokens, measure=ours), runs)
            cells = [ours, f"{plain:.2f}", f"{drawn:.2f}"]
            if peer is None:
                row(*cells, "not installed", "", "", f"{exact['coherence'].mean():.4f}", "")
                continue
            began = time.perf_counter()
            found = peer(topics, theirs)  # once: a run takes minutes, and nothing in it warms up
            seconds = time.perf_counter() - began
            same = ns.coherence(topics, tokens, measure=theirs, compatible="gensim", n_resamples=0)["coherence"]
            gap = float(np.abs(same.to_numpy() - np.asarray(found)).max())
            if not gap < 1e-9:
                different.append(theirs)
            row(*cells, f"{seconds:.1f}", f"{seconds / plain:,.0f}", f"{gap:.0e}", f"{exact['coherence'].mean():.4f}",
                f"{np.mean(found):.4f}")  # fmt: skip
    if different:
        print(f"\nthe numbers differ: {', '.join(different)}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
