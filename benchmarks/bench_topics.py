"""Topic models: newsstudy beside scikit-learn (and tomotopy where installed), same counts, same judge, in one run.

python benchmarks/bench_topics.py [--topics 50] [--runs 1] [--quick]

Judge of LDA: perplexity of held-out halves of test documents (lower is better); topics are held fixed, the shares of a
document are found on its first half by 50 EM sweeps with a prior of 0.1, and the second half is scored. NMF is judged by
its own objective, which is the same for both. Counts: 20 Newsgroups from the folder `shared/corpora` beside the checkout,
else documents generated from known topics. Each contender runs in a process of its own; the first fit warms up on a
twentieth of the documents and does not count.
"""

import argparse
import importlib.util
import json
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import time
import warnings

import numpy as np
import scipy.sparse as sp

ROOT = pathlib.Path(__file__).resolve().parent.parent
NEWSGROUPS = ROOT.parent / "shared" / "corpora" / "newsgroups_bow"
JUDGED = 1500  # test documents; all would take longer than most fits


def counts_of(quick):
    """Name, training counts, and the two halves of the test documents."""
    if NEWSGROUPS.is_dir() and not quick:
        train, half1, half2 = (sp.load_npz(NEWSGROUPS / f"{part}.npz").tocsr() for part in ("train", "test_half1", "test_half2"))
        step = max(1, half1.shape[0] // JUDGED)
        return "20 Newsgroups", train, half1[::step], half2[::step]
    rng = np.random.default_rng(0)
    n_documents, n_terms, n_topics = (600, 400, 10) if quick else (6000, 3000, 50)
    topics = rng.dirichlet(np.full(n_terms, 0.05), n_topics)
    rows = [rng.multinomial(80, rng.dirichlet(np.full(n_topics, 0.1)) @ topics) for _ in range(n_documents)]
    matrix = sp.csr_matrix(np.array(rows, dtype=np.int32))
    cut = n_documents * 4 // 5
    half1 = sp.csr_matrix(rng.binomial(matrix[cut:].toarray(), 0.5))
    return "generated", matrix[:cut], half1, sp.csr_matrix(matrix[cut:] - half1)


def perplexity(topics, half1, half2, prior=0.1, sweeps=50):
    """Held-out perplexity by document completion."""
    topics = np.maximum(topics / topics.sum(axis=1, keepdims=True), 1e-12)
    log_likelihood = n_words = 0.0
    for seen, unseen in zip(half1, half2, strict=True):
        shares, given = np.ones(len(topics)), topics[:, seen.indices]
        for _ in range(sweeps if seen.nnz else 0):
            joint = shares[:, None] * given
            shares = (joint * (seen.data / joint.sum(axis=0))).sum(axis=1) + prior
        shares /= shares.sum()
        log_likelihood += (unseen.data * np.log(shares @ topics[:, unseen.indices])).sum()
        n_words += unseen.data.sum()
    return float(np.exp(-log_likelihood / n_words))


# ----------------------------------- contenders: name -> function(train, K) -> (topics or objective, what it says of itself)


def our_lda(**settings):
    def fit(train, n_topics):
        from newsstudy.topics import LDA

        model = LDA(n_topics, **settings).fit(train)
        return model.components_, f"{model.n_iter_} sweeps"

    return fit


def sklearn_lda(**settings):
    def fit(train, n_topics):
        from sklearn.decomposition import LatentDirichletAllocation

        model = LatentDirichletAllocation(n_topics, random_state=0, **settings).fit(train)
        return model.components_, f"{model.n_iter_} passes"

    return fit


def tomotopy_lda(workers):
    def fit(train, n_topics):
        import tomotopy

        model = tomotopy.LDAModel(k=n_topics, seed=0)
        for row in train:
            model.add_doc(np.repeat(row.indices, row.data).astype(str).tolist())
        model.train(200, workers=workers)
        topics = np.zeros((n_topics, train.shape[1]))
        places = [int(word) for word in model.used_vocabs]
        for k in range(n_topics):
            topics[k, places] = model.get_topic_word_dist(k)
        return topics, "200 iterations"

    return fit


def nmf(ours, beta_loss):
    def fit(train, n_topics):
        weights = train.astype(np.float64)
        if ours:
            from newsstudy.topics import NMF

            model = NMF(n_topics, beta_loss=beta_loss, max_iter=400).fit(weights)
        else:
            from sklearn.decomposition import NMF

            solver = "cd" if beta_loss == "frobenius" else "mu"
            model = NMF(n_topics, init="nndsvda", beta_loss=beta_loss, solver=solver, max_iter=400, random_state=0).fit(weights)
        return model.reconstruction_err_**2 / 2, f"{model.n_iter_} updates"

    return fit


CONTENDERS = {
    "newsstudy LDA, 1 thread": our_lda(n_jobs=1),
    "newsstudy LDA, 2 threads": our_lda(n_jobs=2),
    "newsstudy LDA, 2 threads, 20 sweeps": our_lda(n_jobs=2, max_iter=20),
    "scikit-learn LDA batch, 2 jobs": sklearn_lda(learning_method="batch", max_iter=20, n_jobs=2),
    "scikit-learn LDA online": sklearn_lda(learning_method="online", max_iter=10),
    "tomotopy LDA, 1 worker": tomotopy_lda(1),
    "tomotopy LDA, 2 workers": tomotopy_lda(2),
    "newsstudy NMF frobenius": nmf(True, "frobenius"),
    "scikit-learn NMF frobenius": nmf(False, "frobenius"),
    "newsstudy NMF kullback-leibler": nmf(True, "kullback-leibler"),
    "scikit-learn NMF kullback-leibler": nmf(False, "kullback-leibler"),
}
PAIRS = [(f"newsstudy NMF {loss}", f"scikit-learn NMF {loss}") for loss in ("frobenius", "kullback-leibler")]


def run_one(name, n_topics, runs, quick):
    """One contender: the seconds of each fit, its peak memory above the counts, and what the judge says."""
    warnings.simplefilter("ignore")  # scikit-learn's remarks about max_iter
    _, train, half1, half2 = counts_of(quick)
    fit = CONTENDERS[name]
    fit(train[:: 1 if quick else 20], 5)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        found, note = fit(train, n_topics)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    value = found if "NMF" in name else perplexity(found, half1, half2)
    print(json.dumps({"seconds": seconds, "peak": peak / 1024, "value": value, "note": note}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--topics", type=int, default=50)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.topics, options.runs = min(options.topics, 10), 1
    if options.one:
        run_one(options.one, options.topics, options.runs, options.quick)
        return 0
    name, train, half1, _ = counts_of(options.quick)
    print(f"{name}: {train.shape[0]:,} documents, {train.shape[1]:,} terms, {int(train.sum()):,} tokens, K = {options.topics};")
    print(f"{half1.shape[0]:,} test documents; median of {options.runs}; {versions()}\n")
    print("| contender | seconds | held-out perplexity or objective | memory, MB | ran |")
    print("|---|---|---|---|---|", flush=True)
    found = {}
    for contender in CONTENDERS:
        if "tomotopy" in contender and not importlib.util.find_spec("tomotopy"):
            print(f"| {contender} | | | | tomotopy is not installed |")
            continue
        arguments = ["--one", contender, "--topics", str(options.topics), "--runs", str(options.runs)]
        arguments += ["--quick"] if options.quick else []
        done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
        row = found[contender] = json.loads(done.stdout.splitlines()[-1])
        median = statistics.median(row["seconds"])
        print(f"| {contender} | {median:.2f} | {row['value']:,.1f} | {row['peak']:.0f} | {row['note']} |", flush=True)
    for ours, theirs in PAIRS:
        if found[ours]["value"] > 1.001 * found[theirs]["value"]:
            print(f"\n{ours} ends more than 0.1 % above {theirs}: not the same work")
            return 1
    print("\nLDA: lower perplexity is better. NMF: the same objective, within 0.1 %.")
    return 0


def versions():
    import numba
    import sklearn

    return f"Python {platform.python_version()}, numpy {np.__version__}, numba {numba.__version__}, sklearn {sklearn.__version__}"


if __name__ == "__main__":
    sys.exit(main())
