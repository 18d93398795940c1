"""Topic models that take part: each fits the same counts, and shows its topics while its clock stands still.

python benchmarks/_topic_contenders.py '{"contender": …, "counts": FILE, …}'     one contender; _topic_race.py starts it
"""

import functools
import json
import logging
import pathlib
import sys
import time
import warnings

import numpy as np
import scipy.sparse as sp
from _measure import memory_now, peak
from _topic_data import digest_of

BURN_IN = 50  # iterations of tomotopy before it learns priors; without it, it ends higher
SMALL, FEW_TOPICS = 20, 17  # the first fit is of one document in so many, and is not timed; all code that a fit needs is in it


class Clock:
    """Counts the seconds of training; while a contender shows its topics it stands still, and waits for leave to go on."""

    def __init__(self, say, steps):
        self.say, self.steps = say, list(steps)
        self.seconds, self.base, self.most = 0.0, memory_now(), 0
        self.started = None

    def start(self):
        """Begin, or go on; also the mark of the most memory is set to now."""
        if memory_now() is not None:
            self.started = time.perf_counter()

    def weigh(self, work):
        """The memory of this work is what is told from now on: what several fits leave in a process belongs to none of them."""
        self.start()
        work()
        self.stop()
        self.base = None

    def restart(self):
        """Begin again at nothing: for a contender that fits anew for each snapshot."""
        self.seconds = 0.0
        self.start()

    def stop(self):
        self.seconds += time.perf_counter() - self.started
        if self.base is not None:
            self.most = max(self.most, peak() - self.base)

    def show(self, done, topics, **also):
        """Stop, show the topics after `done` rounds, and go on when told to."""
        self.stop()
        self.say({"done": done, "seconds": self.seconds, "peak": self.most, **also}, topics())
        self.start()

    def due(self, done):
        """Whether `done` rounds are the next step to show; steps that were passed are forgotten."""
        if not self.steps or done < self.steps[0] - 1e-9:
            return False
        while self.steps and done >= self.steps[0] - 1e-9:
            self.steps.pop(0)
        return True


# ------------------------------------------------------------------ ours


def our_lda(threads):
    def fit(counts, n_topics, clock, seed=0, **settings):
        from newsstudy.topics import LDA

        def fitted(step):
            return LDA(n_topics, max_iter=step, n_jobs=threads, random_state=seed, **settings).fit(counts)

        clock.weigh(lambda: fitted(max(clock.steps)))
        for step in clock.steps:
            clock.restart()
            model = fitted(step)
            clock.show(model.n_iter_, lambda made=model: made.components_, priors=str(settings or "learned"))
            if model.n_iter_ < step:
                break

    return fit


# ------------------------------------------------------------------ the peers


def tomotopy_lda(workers):
    def fit(counts, n_topics, clock, seed=0, eta=0.01, alpha="learned"):
        """A prior of the documents that is learned begins at 0.1 for each topic; one that is fixed is 5 over all topics."""
        import tomotopy

        learned = alpha == "learned"
        model = tomotopy.LDAModel(k=n_topics, eta=eta, alpha=0.1 if learned else 5.0 / n_topics, seed=seed)
        model.optim_interval, model.burn_in = (10, BURN_IN) if learned else (0, 0)
        for first, last in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
            model.add_doc(np.repeat(counts.indices[first:last], counts.data[first:last]).astype(str).tolist())

        def topics():
            found = np.zeros((n_topics, counts.shape[1]))
            places = [int(word) for word in model.used_vocabs]
            for k in range(n_topics):
                found[k, places] = model.get_topic_word_dist(k)
            return found

        clock.start()
        done = 0
        for step in clock.steps:
            model.train(step - done, workers=workers)
            done = step
            clock.show(done, topics)

    return fit


def sklearn_lda(learning_method, n_jobs):
    def fit(counts, n_topics, clock, seed=0, **settings):
        from sklearn.decomposition import LatentDirichletAllocation

        class Watched(LatentDirichletAllocation):
            """Its own `fit`, looked at after every update of the topics."""

            documents = 0

            def _em_step(self, X, *arguments, **named):
                super()._em_step(X, *arguments, **named)
                self.documents += X.shape[0]
                if clock.due(self.documents / counts.shape[0]):
                    clock.show(self.documents / counts.shape[0], lambda: self.components_)

        rounds = int(max(clock.steps)) + 1
        model = Watched(n_topics, learning_method=learning_method, max_iter=rounds, n_jobs=n_jobs, random_state=seed, **settings)
        clock.start()
        model.fit(counts)

    return fit


def gensim_lda(workers):
    """`workers` 0 is LdaModel, else LdaMulticore with so many besides the process that distributes the work."""

    def fit(counts, n_topics, clock, seed=0, **settings):
        import gensim.models

        class Watched(gensim.models.LdaMulticore if workers else gensim.models.LdaModel):
            """Its own training, looked at when a pass ends and nothing is on its way to a worker."""

            documents = 0

            def do_mstep(self, rho, other, extra_pass=False):
                merged = other.numdocs
                super().do_mstep(rho, other, extra_pass)
                self.documents += merged
                if self.documents % counts.shape[0] == 0 and clock.due(self.documents // counts.shape[0]):
                    clock.show(self.documents // counts.shape[0], self.get_topics)

        pieces = zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
        rows = [list(zip(counts.indices[i:j].tolist(), counts.data[i:j].tolist(), strict=True)) for i, j in pieces]
        names = {column: str(column) for column in range(counts.shape[1])}
        more = {"workers": workers} if workers else {}
        clock.start()
        Watched(
            rows, n_topics, names, passes=int(max(clock.steps)), random_state=seed, eval_every=None, **more, **settings
        )  # fmt: skip

    return fit


OURS, OURS_ONE = "newsstudy, 2 threads", "newsstudy, 1 thread"
TOMOTOPY, TOMOTOPY_ONE = "tomotopy, 2 workers", "tomotopy, 1 worker"
ONLINE, BATCH = "scikit-learn online", "scikit-learn batch, 2 jobs"
GENSIM, MULTICORE = "gensim LdaModel", "gensim LdaMulticore, 2 workers"
CONTENDERS = {
    OURS: our_lda(2),
    OURS_ONE: our_lda(1),
    TOMOTOPY: tomotopy_lda(2),
    TOMOTOPY_ONE: tomotopy_lda(1),
    ONLINE: sklearn_lda("online", None),
    BATCH: sklearn_lda("batch", 2),
    GENSIM: gensim_lda(0),
    MULTICORE: gensim_lda(2),
}


# ------------------------------------------------------------------ in the process of a contender


def answer(folder, told, topics):
    """Leave the topics in a file, tell of it, and wait; the end of the input is the word to stop."""
    file = pathlib.Path(folder) / f"{time.monotonic_ns()}.npy"
    np.save(file, np.asarray(topics, np.float64))
    print(json.dumps({**told, "topics": str(file)}), flush=True)
    if not sys.stdin.readline():
        sys.exit(0)


def main():
    task = json.loads(sys.argv[1])
    sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))  # this checkout, whatever is installed
    sys.path.extend(task["peers"])
    warnings.simplefilter("ignore")  # what peers say of passes and convergence
    logging.disable(logging.WARNING)
    counts = sp.load_npz(task["counts"]).tocsr().sorted_indices()
    fit = CONTENDERS[task["contender"]]
    settings = task["settings"]
    fit(counts[::SMALL], FEW_TOPICS, Clock(lambda told, topics: None, [1, 9]), **settings)
    print(json.dumps({"digest": digest_of(counts)}), flush=True)
    if not sys.stdin.readline():
        return
    clock = Clock(functools.partial(answer, task["folder"]), task["steps"])
    fit(counts, task["topics"], clock, **settings)


if __name__ == "__main__":
    main()
