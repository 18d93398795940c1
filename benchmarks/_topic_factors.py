"""NMF beside scikit-learn's: who is at the same objective sooner, by one computation of the objective for both.

python benchmarks/_topic_factors.py '{"contender": …}'        one contender in a process of its own; compare() starts it
"""

import contextlib
import functools
import io
import json
import pathlib
import re
import subprocess
import sys
import warnings

import numpy as np
import scipy.sparse as sp
from _topic_contenders import SMALL, Clock
from _topic_data import data_of, train_file
from _topic_judge import best, time_to
from _topic_tables import memory, seconds, settle
from bench_counts import head, row

LOSSES = {"frobenius": "cd", "kullback-leibler": "mu"}  # and the solver of scikit-learn that is made for it
UPDATES = [1, 2, 3, 5, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40, 50, 60, 80, 100, 120, 150, 200, 300, 400]
EPOCH = re.compile(r"Epoch (\d+) reached after ([\d.]+) sec\S*, error: (\S+)")  # printed by scikit-learn
TF_IDF = "bbc"
WITHIN = 1.001  # of scikit-learn's final objective


def objective(matrix, documents, topics, loss):
    """Half the squared Frobenius distance of matrix and product, or their Kullback-Leibler divergence; entries of 0 count."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    fitted = np.concatenate([
        np.einsum("ij,ij->i", documents[rows[i : i + 65536]], topics.T[matrix.indices[i : i + 65536]])
        for i in range(0, matrix.nnz, 65536)
    ])  # fmt: skip
    if loss == "frobenius":
        all_products = np.sum((documents.T @ documents) * (topics @ topics.T))
        return float((matrix.data @ matrix.data - 2 * (matrix.data @ fitted) + all_products) / 2)
    part = matrix.data @ np.log(matrix.data / np.maximum(fitted, np.finfo(np.float32).eps))
    return float(part - matrix.data.sum() + documents.sum(axis=0) @ topics.sum(axis=1))


def our_nmf(matrix, n_topics, loss, clock):
    from newsstudy.topics import NMF

    for step in clock.steps:
        clock.restart()
        model = NMF(n_topics, beta_loss=loss, max_iter=step, tol=0, n_jobs=2)
        documents = model.fit_transform(matrix)
        clock.show(step, lambda made=documents, of=model: objective(matrix, made, of.components_, loss))


def sklearn_nmf(matrix, n_topics, loss, clock):
    """With its own tolerance; what multiplicative updates print of their way spares them a fit for each snapshot."""
    from sklearn.decomposition import NMF

    told = loss == "kullback-leibler"
    for step in [200] if told else clock.steps:
        clock.restart()
        said = io.StringIO()
        how = {"beta_loss": loss, "solver": LOSSES[loss], "max_iter": step, "verbose": int(told)}
        model = NMF(n_topics, init="nndsvda", random_state=0, **how)
        with contextlib.redirect_stdout(said):
            documents = model.fit_transform(matrix)
        way = [tuple(map(float, found)) for found in EPOCH.findall(said.getvalue())]
        clock.show(model.n_iter_, lambda made=documents, of=model: objective(matrix, made, of.components_, loss), way=way)
        if model.n_iter_ < step:
            break


CONTENDERS = {"newsstudy, 2 threads": our_nmf, "scikit-learn": sklearn_nmf}


def weights_of(counts, key):
    """Counts as they are; of BBC News tf-idf with rows of length 1, which is what NMF is most often given."""
    matrix = sp.csr_matrix(counts, dtype=np.float64).sorted_indices()
    if key != TF_IDF:
        return matrix
    inverse = np.log(matrix.shape[0] / np.bincount(matrix.indices, minlength=matrix.shape[1])) + 1
    matrix.data *= inverse[matrix.indices]
    matrix.data /= np.repeat(np.sqrt(matrix.multiply(matrix).sum(axis=1).A1), np.diff(matrix.indptr))
    return matrix


def compare(bench, options):
    """A table for each corpus: both losses, time to the objective at which scikit-learn stops."""
    for key in options.data:
        data = data_of(key, bench.folder)
        kind = "tf-idf" if key == TF_IDF else "counts"
        for n_topics in options.factors:
            head(
                f"NMF: {data.name}, {kind}, K = {n_topics}",
                "loss", "contender", "updates", "seconds", "objective", "seconds to scikit-learn's last",
                "seconds to within 0.1 % of it", "memory, MB",
            )  # fmt: skip
            told = [one_loss(bench, key, n_topics, loss, f"NMF, {data.name}, K = {n_topics}, {loss}") for loss in LOSSES]
            print()
            for goals in told:
                for what, value, figure in goals:
                    settle(bench, what, value, value is not None and value >= 5, figure)


def one_loss(bench, key, n_topics, loss, where):
    theirs = run(bench, key, n_topics, loss, "scikit-learn")
    _, spent, last = theirs["points"][-1]
    ours = run(bench, key, n_topics, loss, "newsstudy, 2 threads", last, spent)
    bench.save(f"nmf-{key}-{n_topics}-{loss}", {"scikit-learn": theirs, "newsstudy, 2 threads": ours})
    goals = []
    for one in (theirs, ours):
        curve = [(spent, value) for _, spent, value in one["points"]]
        one["times"] = [time_to(curve, last), time_to(curve, last * WITHIN)]
        done, spent, _ = one["points"][-1]
        times = map(seconds, one["times"])
        row(loss, one["name"], f"{done:g}", f"{spent:.2f}", f"{best(curve):,.1f}", *times, memory(one))
    if not bench.quick:
        for (their_time, our_time), said in zip(
            zip(theirs["times"], ours["times"], strict=True), ("to its last objective", "to within 0.1 % of it"), strict=True
        ):
            ratio = None if our_time is None else their_time / our_time
            figure = "" if ratio is None else f"{ratio:.1f} × ({our_time:.2f} s against {their_time:.2f} s)"
            goals.append((f"{where}: ≥ 5 × faster than scikit-learn {said}", ratio, figure))
    return goals


def run(bench, key, n_topics, loss, name, enough=None, longest=None):
    """All snapshots of one contender, until the objective is as low as `enough` or a fit takes longer than `longest`."""
    task = {"contender": name, "counts": str(train_file(key, bench.folder)), "key": key, "topics": n_topics, "loss": loss}
    task |= {"peers": bench.peers, "steps": UPDATES[:3] if bench.quick else UPDATES}
    command = [sys.executable, str(pathlib.Path(__file__).resolve()), json.dumps(task)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    found = {"name": name, "points": [], "peak": 0}
    with subprocess.Popen(command, **pipes) as process:
        for line in process.stdout:
            told = json.loads(line)
            found["points"] += way_of(told)
            found["peak"] = max(found["peak"], told["peak"])
            if enough is not None and (told["objective"] <= enough or told["seconds"] > longest):
                break
            print("on", file=process.stdin, flush=True)
        process.stdin.close()
    if not found["points"]:
        raise SystemExit(f"NMF by {name} broke off; its error stands above")
    return found


def way_of(told):
    """The snapshots that one answer tells of; scikit-learn prints sqrt(2 x objective), and seconds from after the start."""
    way = told.get("way") or []
    before = told["seconds"] - way[-1][1] if way else 0.0
    points = [[done, before + spent, error**2 / 2] for done, spent, error in way if done < told["done"]]
    return [*points, [told["done"], told["seconds"], told["objective"]]]


def answer(told, value):
    print(json.dumps({**told, "objective": value}), flush=True)
    if not sys.stdin.readline():
        sys.exit(0)


def main():
    task = json.loads(sys.argv[1])
    sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))  # this checkout, whatever is installed
    sys.path.extend(task["peers"])
    warnings.simplefilter("ignore")  # what scikit-learn says of max_iter
    matrix = weights_of(sp.load_npz(task["counts"]), task["key"])
    fit = CONTENDERS[task["contender"]]
    fit(matrix[::SMALL], 5, task["loss"], Clock(lambda told, value: None, [1, 2]))
    fit(matrix, task["topics"], task["loss"], Clock(functools.partial(answer), task["steps"]))


if __name__ == "__main__":
    main()
