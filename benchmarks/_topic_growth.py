"""What more tokens and more topics cost a sweep of LDA, and how coherent and how different topics are over ten seeds."""

import itertools
import statistics

import scipy.sparse as sp
from _topic_contenders import OURS, TOMOTOPY
from _topic_data import CORPORA_OF_TOPICS, GENERATED, data_of, digest_of, train_file
from _topic_judge import diversity, npmi, perplexity, top_terms
from _topic_race import Runner
from _topic_tables import settle, told
from bench_counts import head, importable, row

PARTS = (8, 4, 2, 1)  # one document in so many
TOPICS = (50, 100, 200, 400, 800)
FEW, MANY, AGAIN = 4, 16, 3  # sweeps of ours; a sweep costs the difference of the best of three fits each
ITERATIONS = (10, 20, 30, 40)  # of tomotopy; the cheapest ten count
LINEAR = 1.1  # so many times the time for as many times the tokens
ALONE = {"eta": 0.1, "alpha": "learned"}  # priors of tomotopy where no race has found better ones


def cost(bench, options):
    """Seconds of a sweep for 1/8 to all of the documents, and for 50 to 800 topics."""
    key = "nyt" if "nyt" in options.data else options.data[0]
    name = CORPORA_OF_TOPICS.get(key, (GENERATED,))[0]
    data = data_of(key, bench.folder)
    contenders = [OURS] + ([TOMOTOPY] if importable("tomotopy", options.peers_path) else [])
    n_topics, all_topics = (5, (5, 10)) if bench.quick else (options.topics[0], TOPICS)
    head(f"Seconds of a sweep, {name}, K = {n_topics}, one document in so many", "documents", "tokens", *contenders)
    spent = {}
    for part in PARTS:
        counts = data.train[::part]
        file = bench.folder / f"part-{part}.npz"
        sp.save_npz(file, counts)
        tokens = int(counts.sum())
        spent[tokens] = [sweep(bench, contender, file, n_topics) for contender in contenders]
        row(f"1/{part}" if part > 1 else "all", f"{tokens:,}", *(f"{value:.4f}" for value in spent[tokens]))
    head(f"Seconds of a sweep, {name}, all documents", "K", *contenders)
    of_topics = {}
    for n in all_topics:
        of_topics[n] = [sweep(bench, contender, train_file(key, bench.folder), n) for contender in contenders]
        row(n, *(f"{value:.4f}" for value in of_topics[n]))
    print()
    bench.save("cost", {"tokens": list(spent.items()), "topics": list(of_topics.items())})
    if bench.quick:
        return
    (least, first), (most, last) = min(spent.items()), max(spent.items())
    growth = (last[0] / first[0]) / (most / least)
    figure = f"{last[0] / first[0]:.2f} × the time for {most / least:.2f} × the tokens"
    settle(bench, "LDA: cost grows linearly in tokens (within a tenth)", growth, growth <= LINEAR, figure)
    times = {n: values[0] for n, values in of_topics.items() if n >= 200}
    for one, other in zip(list(times)[:-1], list(times)[1:], strict=True):
        ratio = times[other] / times[one]
        settle(bench, f"LDA: less than twice the time for K = {other} beside {one}", ratio, ratio < 2, f"{ratio:.2f} ×")


def sweep(bench, contender, file, n_topics):
    """Seconds of one sweep or iteration; the start and what is done once are left out."""
    ours = contender == OURS
    steps = [FEW, MANY] * (1 if bench.quick else AGAIN) if ours else list(ITERATIONS)
    runner = Runner(bench, file, contender, {"tol": 0.0} if ours else ALONE, steps, n_topics)
    while not runner.over:
        runner.go()
    runner.close()
    if ours:
        least = {n: min(seconds for done, seconds, _ in runner.points if done == n) for n in (FEW, MANY)}
        return (least[MANY] - least[FEW]) / (MANY - FEW)
    ends = [seconds for _, seconds, _ in runner.points]
    return min(last - first for first, last in itertools.pairwise(ends)) / ITERATIONS[0]


# ------------------------------------------------------------------ seeds


def seeds(bench, options):
    """NPMI and diversity of the top ten words, and perplexity: mean and deviation over seeds."""
    n_seeds = 2 if bench.quick else options.seeds
    contenders = {OURS: ({}, 200)}
    for key in options.data:
        data, n_topics = data_of(key, bench.folder), options.topics[0]
        raced = (bench.load(f"lda-{key}-{n_topics}") or {}).get(TOMOTOPY)
        if importable("tomotopy", options.peers_path):
            contenders[TOMOTOPY] = (raced["best"] if raced else ALONE, 20 if bench.quick else options.iterations)
        head(
            f"{data.name}, K = {n_topics}: top ten words over {n_seeds} seeds, mean (standard deviation)",
            "contender", "priors", "rounds", "seconds", "NPMI", "diversity", "held-out perplexity",
        )  # fmt: skip
        found = {}
        for name, (settings, rounds) in contenders.items():
            runs = [one_seed(bench, key, data, name, {**settings, "seed": seed}, rounds, n_topics) for seed in range(n_seeds)]
            found[name] = {what: [run[what] for run in runs] for what in runs[0]}
            cells = [f"{statistics.mean(found[name]['rounds']):.0f}", f"{statistics.mean(found[name]['seconds']):.2f}"]
            measures = (("npmi", 3), ("diversity", 3), ("perplexity", 1))
            row(name, told(settings), *cells, *(spread(found[name][what], digits) for what, digits in measures))
        bench.save(f"seeds-{key}-{n_topics}", found)
        print()
        if TOMOTOPY in found and not bench.quick:
            for what, said in (("npmi", "NPMI"), ("diversity", "diversity")):
                mine, theirs = (statistics.mean(found[name][what]) for name in (OURS, TOMOTOPY))
                where = f"{data.name}, K = {n_topics}: {said} of the top ten words at least tomotopy's"
                settle(bench, where, mine, mine >= theirs, f"{mine:.3f} against {theirs:.3f}")


def one_seed(bench, key, data, name, settings, rounds, n_topics):
    runner = Runner(bench, train_file(key, bench.folder), name, settings, [rounds], n_topics)
    if runner.digest != digest_of(data.train):
        raise SystemExit(f"{name} was given other counts than the rest")
    runner.go()
    runner.close()
    (done, seconds, _), tops = runner.points[0], top_terms(runner.topics)
    value = perplexity(runner.topics, data.half1, data.half2)
    return {"rounds": done, "seconds": seconds, "npmi": npmi(tops, data.train), "diversity": diversity(tops), "perplexity": value}


def spread(values, digits):
    return f"{statistics.mean(values):,.{digits}f} ({statistics.stdev(values):.{digits}f})"
