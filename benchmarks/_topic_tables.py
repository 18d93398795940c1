"""What the race of topic models says: tables, goals met or missed, and the picture of perplexity over time."""

from _topic_contenders import BATCH, ONLINE, OURS, OURS_ONE, TOMOTOPY, TOMOTOPY_ONE
from _topic_judge import best, envelope, time_to
from _topic_race import curve_of_best, curves
from bench_counts import head, row

COLOURS = {OURS: "#0b3c8c", OURS_ONE: "#6f9fe8", TOMOTOPY: "#b3261e", TOMOTOPY_ONE: "#e58a84"}
GIBBS = (TOMOTOPY, TOMOTOPY_ONE)
OTHERS = ("#2e7d32", "#8bc34a", "#6a1b9a", "#c59adf")


def seconds(value):
    return "never" if value is None else f"{value:.2f}"


def memory(found):
    return f"{found['peak'] / 1e6:.0f}" if found["peak"] else ""


def told(settings):
    """A setting in few words."""
    return ", ".join(f"{name.removesuffix('_prior')} {value}" for name, value in settings.items()) or "learned"


def settle(bench, what, value, met, figure):
    """One goal: a line of the list at the end, and the same said here."""
    said = f"{what}: {figure if value is not None else 'never reached'}"
    bench.goals.append((said, met))
    print(f"- {said}: {'met' if met else '**missed**'}", flush=True)


def lda_table(bench, data, n_topics, found):
    """One table for one corpus and number of topics, and its goals."""
    head(
        f"{data}, K = {n_topics}",
        "contender", "best of its priors", "rounds", "seconds", "held-out perplexity", "lowest", "seconds to it",
        "ours to the same", "ours is", "memory, MB", "NPMI", "diversity",
    )  # fmt: skip
    ours = envelope(curves(found[OURS])) if OURS in found else []
    for name, one in found.items():
        settings = next(run for run in one["runs"] if run["settings"] == one["best"])
        rounds, last, value = settings["points"][-1]
        lowest = best(curve_of_best(one))
        theirs, mine = time_to(envelope(curves(one)), lowest), time_to(ours, lowest)
        ratio = "" if name in (OURS, OURS_ONE) else "never there" if mine is None else f"{theirs / mine:.1f} × as fast"
        mine = "" if name in (OURS, OURS_ONE) else seconds(mine)
        cells = [told(one["best"]), f"{rounds:g}", f"{last:.2f}", f"{value:,.1f}", f"{lowest:,.1f}", seconds(theirs), mine, ratio]
        row(name, *cells, memory(one), f"{one['npmi']:.3f}", f"{one['diversity']:.2f}")
    print()
    goals(bench, f"{data.name}, K = {n_topics}", found, ours)


def goals(bench, where, found, ours):
    """What is asked of ours beside tomotopy, and beside scikit-learn."""
    if OURS not in found:
        return
    if bench.quick:
        print("Goals are not asked of so little text.")
        return
    if TOMOTOPY in found:
        one, theirs = found[TOMOTOPY], curve_of_best(found[TOMOTOPY])
        rounds = max(run["points"][-1][0] for run in one["runs"])
        speed(bench, f"{where}: tomotopy's value after {rounds:g} iterations", 20, theirs, ours, theirs[-1][1])
        mine, value = curve_of_best(found[OURS])[-1][1], min(curve_of_best(found[name])[-1][1] for name in GIBBS if name in found)
        what = f"{where}: a better final value than tomotopy's with one or two workers"
        settle(bench, what, mine, mine < value, f"{mine:,.1f} against {value:,.1f}")
        if found[OURS]["peak"] and one["peak"]:
            figure = f"{memory(found[OURS])} MB against {memory(one)}"
            settle(bench, f"{where}: memory no more than tomotopy's", 0, found[OURS]["peak"] <= one["peak"], figure)
    for name in (ONLINE, BATCH):
        if name in found:
            theirs = envelope(curves(found[name]))
            speed(bench, f"{where}: the lowest value of {name}", 100, theirs, ours, best(theirs))


def speed(bench, what, bound, theirs, ours, value):
    """The goal to be so many times as fast to a value of theirs."""
    their_time, our_time = time_to(theirs, value), time_to(ours, value)
    ratio = None if our_time is None else their_time / our_time
    figure = "" if ratio is None else f"{ratio:.1f} × as fast ({our_time:.2f} s against {their_time:.2f} s to {value:,.1f})"
    settle(bench, f"{what}, ≥ {bound} ×", ratio, ratio is not None and ratio >= bound, figure)


def lda_plot(file, panels):
    """Held-out perplexity over seconds of training, a panel for each corpus and number of topics; both axes are logarithmic."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullFormatter, ScalarFormatter

    n_columns = min(2, len(panels))
    n_rows = -(-len(panels) // n_columns)
    figure = Figure(figsize=(5.2 * n_columns, 3.6 * n_rows + 0.5), layout="constrained")
    drawn = {}
    for number, (title, found) in enumerate(panels):
        axes = figure.add_subplot(n_rows, n_columns, number + 1)
        others = iter(OTHERS)
        for name, one in found.items():
            colour = COLOURS.get(name) or next(others)
            for curve in curves(one):
                axes.plot(*zip(*curve, strict=True), color=colour, lw=0.6, alpha=0.35)
            mark = {"marker": "o", "ms": 4, "ls": "none"} if name == OURS_ONE else {"lw": 1.8, "marker": ".", "ms": 5}
            (drawn[name],) = axes.plot(*zip(*curve_of_best(one), strict=True), color=colour, **mark)
        lowest = min(best(curve) for one in found.values() for curve in curves(one))
        axes.set(xscale="log", yscale="log", title=title, ylim=(lowest * 0.985, lowest * 1.35))
        axes.set(xlabel="seconds of training", ylabel="held-out perplexity")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_major_formatter(ScalarFormatter())
        axes.yaxis.set_minor_formatter(ScalarFormatter())
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.spines[["top", "right"]].set_visible(False)
    figure.legend(drawn.values(), drawn.keys(), loc="outside lower center", ncols=4, frameon=False, fontsize="small")
    figure.savefig(file, dpi=150)
