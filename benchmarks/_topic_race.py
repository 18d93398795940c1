"""How topic models race: the settings of a grid start side by side, the better ones go on, and every snapshot is judged."""

import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

import numpy as np
from _topic_contenders import BATCH, GENSIM, MULTICORE, ONLINE, OURS, OURS_ONE, TOMOTOPY, TOMOTOPY_ONE
from _topic_data import train_file
from _topic_judge import best, diversity, npmi, perplexity, top_terms

HERE = pathlib.Path(__file__).resolve().parent
PASSES = [0.5, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300]
WHOLE = PASSES[1:]


@dataclass(frozen=True)
class Entry:
    """How a contender takes part: its grid, when it shows its topics, and how the grid is thinned out."""

    name: str
    package: str
    steps: list
    grid: list = field(default_factory=lambda: [{}])
    like: str | None = None  # takes the best setting of this contender instead of a grid of its own
    cuts: tuple = ()  # (rounds, or share of its seconds; how many settings go on)
    share: float | None = None  # of the budget of seconds, after which it stops; None for all its steps


SWEEPS_OF_OURS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100, 150, 200]
ITERATIONS = [10, 25, 50, 100, 150, 200, 300, 400]
GIBBS = [{"eta": eta, "alpha": "learned"} for eta in (0.01, 0.05, 0.1, 0.3, 0.6)]
GIBBS += [{"eta": eta, "alpha": "fixed"} for eta in (0.1, 0.3)]
PRIORS = ((None, None), (0.1, 0.05), (0.1, 0.3), (0.02, 0.3))
VARIATIONAL = [{"doc_topic_prior": a, "topic_word_prior": b, "batch_size": 512} for a, b in PRIORS]
PRIORS_OF_GENSIM = (("auto", "auto"), ("symmetric", None), ("asymmetric", 0.05), ("asymmetric", 0.3))
OF_GENSIM = [{"alpha": a, "eta": b} for a, b in PRIORS_OF_GENSIM]
OF_MULTICORE = [{"alpha": a, "eta": b} for a, b in (("asymmetric", "auto"), ("asymmetric", 0.3))]
ENTRIES = [
    Entry(OURS, "newsstudy", SWEEPS_OF_OURS),
    Entry(OURS_ONE, "newsstudy", SWEEPS_OF_OURS[-1:]),
    Entry(TOMOTOPY, "tomotopy", ITERATIONS, GIBBS, cuts=((25, 3), (100, 1))),
    Entry(TOMOTOPY_ONE, "tomotopy", ITERATIONS, like=TOMOTOPY),
    Entry(ONLINE, "sklearn", PASSES, VARIATIONAL, cuts=((0.1, 1),), share=1.0),
    Entry(BATCH, "sklearn", WHOLE, like=ONLINE, share=1.0),
    Entry(GENSIM, "gensim", WHOLE, OF_GENSIM, cuts=((0.1, 1),), share=0.4),
    Entry(MULTICORE, "gensim", WHOLE, OF_MULTICORE, cuts=((0.1, 1),), share=0.4),
]


class Runner:
    """The process of one contender with one setting, stopped whenever it is not its turn; and its curve so far."""

    def __init__(self, bench, counts, contender, settings, steps, n_topics):
        self.settings, self.points, self.peak, self.over, self.topics = settings, [], 0, False, None
        task = {"contender": contender, "counts": str(counts), "topics": n_topics, "settings": settings}
        task |= {"steps": steps, "folder": bench.scratch, "peers": bench.peers}
        command = [sys.executable, str(HERE / "_topic_contenders.py"), json.dumps(task)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.name, self.digest = contender, self._hear()["digest"]

    def _hear(self):
        line = self.process.stdout.readline()
        if line:
            return json.loads(line)
        if self.process.wait():
            raise SystemExit(f"{self.name} broke off; its error stands above")
        return None

    def go(self, data=None):
        """On to the next snapshot, which is judged where there are test documents."""
        print("on", file=self.process.stdin, flush=True)
        told = self._hear()
        if told is None:
            self.over = True
            return
        self.topics = np.load(told["topics"])
        os.unlink(told["topics"])
        value = None if data is None else perplexity(self.topics, data.half1, data.half2)
        self.points.append([told["done"], told["seconds"], value])
        self.peak = max(self.peak, told["peak"] or 0)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    @property
    def seconds(self):
        return self.points[-1][1] if self.points else 0.0

    @property
    def curve(self):
        return [(seconds, value) for _, seconds, value in self.points]


def race(bench, key, data, entry, n_topics, known):
    """All settings of a contender: what each had reached when; the best setting with its priors, words and memory."""
    grid = [known[entry.like]["best"]] if entry.like else entry.grid[: 1 if bench.quick else None]
    steps = entry.steps[: bench.snapshots] if bench.snapshots else entry.steps
    started = [Runner(bench, train_file(key, bench.folder), entry.name, settings, steps, n_topics) for settings in grid]
    for runner in started:
        if runner.digest != data.digest:
            raise SystemExit(f"{entry.name} was given other counts than the rest")
    going = list(started)
    for limit, n_left in (*entry.cuts, (math.inf, 1)):
        for runner in going:
            while not runner.over and not reached(runner, limit, entry, bench.budget):
                runner.go(data)
        going = sorted(going, key=lambda runner: best(runner.curve))[:n_left]
    for runner in started:
        runner.close()
    return outcome(started, min(started, key=lambda runner: best(runner.curve)), data)


def reached(runner, limit, entry, budget):
    """Whether a runner is at a limit, which is one of rounds, or where seconds are limited a share of them."""
    if entry.share is not None:
        return runner.seconds >= budget * entry.share * min(limit, 1.0)
    return bool(runner.points) and runner.points[-1][0] >= limit


def outcome(runners, winner, data):
    tops = top_terms(winner.topics)
    return {
        "best": winner.settings,
        "peak": winner.peak,
        "npmi": npmi(tops, data.train),
        "diversity": diversity(tops),
        "runs": [{"settings": runner.settings, "points": runner.points} for runner in runners],
    }


def curves(found):
    """The curves of (seconds, value) of all settings."""
    return [[(seconds, value) for _, seconds, value in run["points"]] for run in found["runs"]]


def curve_of_best(found):
    """The curve of the best setting."""
    return next(curve for curve, run in zip(curves(found), found["runs"], strict=True) if run["settings"] == found["best"])


class Bench:
    """What all modes share: where files are, where peers are, how long a slow peer may take."""

    def __init__(self, folder, peers_path=None, budget=25.0, snapshots=None, quick=False):
        self.folder, self.peers = pathlib.Path(folder), [str(peers_path)] if peers_path else []
        self.budget, self.snapshots, self.quick = budget, snapshots, quick
        self.folder.mkdir(parents=True, exist_ok=True)
        self.scratch = tempfile.mkdtemp(dir=self.folder)
        self.goals = []  # (what, whether it was met)

    def save(self, name, made):
        (self.folder / f"{name}.json").write_text(json.dumps(made, indent=1) + "\n", "utf-8")

    def load(self, name):
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text("utf-8")) if file.exists() else None
