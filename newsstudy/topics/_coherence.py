"""Do the top terms of a topic stand together in texts?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.given import is_whole
from newsstudy.kernels.reduce import mean_float, quantile_sorted
from newsstudy.measures import coherence as measures
from newsstudy.randomness import seed_of
from newsstudy.schemas.topic_quality import COHERENCE
from newsstudy.topics.companions import Companions, Stretch, Wanted, count_companions, reference_of
from newsstudy.topics.given_topics import given_topics
from newsstudy.topics.reading import checked_number

if TYPE_CHECKING:
    import pandas as pd


class _Measure(NamedTuple):
    """A measure: its formula, what it counts in unless told otherwise, and its usual smoothing."""

    formula: Callable[..., Any]
    kind: str
    size: int | None
    smoothing: float
    everywhere: bool = False  # whether the formula takes a value for pairs that stand in every window


MEASURES = {
    "npmi": _Measure(measures.coherence_npmi, "window", 10, measures.EPSILON, True),
    "uci": _Measure(measures.coherence_uci, "window", 10, measures.EPSILON),
    "c_v": _Measure(measures.coherence_c_v, "window", 110, measures.EPSILON, True),
    "c_p": _Measure(measures.coherence_c_p, "window", 70, 0.0),
    "c_a": _Measure(measures.coherence_c_a, "context", 5, measures.EPSILON, True),
    "u_mass": _Measure(measures.coherence_u_mass, "document", None, 1.0),
    "u_mass_mean": _Measure(measures.coherence_u_mass_mean, "document", None, measures.EPSILON),
    "u_mass_stm": _Measure(measures.coherence_u_mass_stm, "document", None, 0.01),
}
GENSIM = {"u_mass": "u_mass_mean", "c_uci": "uci", "c_npmi": "npmi", "uci": "uci", "npmi": "npmi", "c_v": "c_v"}
TAIL = 0.025
MOST_RESAMPLES = 10_000


def coherence(
    model: Any,
    tokens: Any,
    *,
    measure: Any = "npmi",
    n: int = 10,
    window: int | str | None = None,
    smoothing: float | None = None,
    missing: Any = "leave_out",
    compatible: Any = None,
    reference: Any = None,
    n_resamples: int = 200,
    rng: Any = 0,
) -> pd.DataFrame:
    """Coherence of each topic: whether its top terms stand near one another, or in the same documents, more than by chance.

    Windows are counted exactly: a term is in a window as long as one of its occurrences is (boolean sliding window, as in
    Palmetto). They move by one token and do not cross documents; a document shorter than the window is one window.

    Parameters
    ----------
    model : fitted LDA, NMF or another model with `components_`; a TOPIC_TERMS table; or a list of lists of terms
    tokens : Tokens, Counts, or a list of lists of terms
        The texts to look in: those of the fit, or another corpus. Counts know no places, so windows need Tokens.
    measure : "npmi", "uci", "c_v", "c_p", "c_a", "u_mass", "u_mass_mean" or "u_mass_stm"
        See `newsstudy.measures.coherence` for the formulas.
    n : int
        Top terms of each topic, at least 2.
    window : int, "document" or None
        Tokens of a window (of a side of the context, for "c_a"); "document" counts documents. None is the measure's own:
        10 for npmi and uci, 110 for c_v, 70 for c_p, 5 for c_a, documents for u_mass.
    smoothing : float or None
        Added to a pair's probability (u_mass and u_mass_stm: to its count). None is the measure's own: 1e-12; u_mass 1,
        u_mass_stm 0.01, c_p 0. With 0, NPMI of a pair that never meets is -1.
    missing : "leave_out", "zero" or "error"
        A term that stands nowhere in the texts is left out of its topic, or what it takes part in counts as 0 (as in
        Palmetto), or it is an error. `n_missing` counts such terms.
    compatible : None or "gensim"
        "gensim" gives the numbers of gensim 4.4.0, its miscount of windows included; "u_mass" is then gensim's mean.
    reference : str or None
        A name for the texts, for the record: "Wikipedia 2024-06".
    n_resamples : int
        Resamples of documents for the intervals; 0 for none.
    rng : int or numpy.random.Generator

    Returns
    -------
    DataFrame, `schemas.COHERENCE`
        A row for each topic. The settings hold the mean over topics (`mean`), measure, window, smoothing, and the digests of
        the texts. The interval (basic bootstrap over documents) says how much the value hangs on single documents, not how
        well it agrees with readers. On a thousand documents or fewer it is too narrow: see docs/topics/quality.md.

    Raises
    ------
    InputError

    Source
    ------
    Röder, Both & Hinneburg 2015, doi:10.1145/2684822.2685324. Interval: Davison & Hinkley 1997,
    doi:10.1017/CBO9780511802843, 5.2.

    Examples
    --------
    >>> import newsstudy as ns
    >>> texts = [["snow", "ice", "road"], ["snow", "ice"], ["vote", "law"], ["vote", "law", "road"]]
    >>> table = ns.coherence([["snow", "ice"], ["snow", "law"]], texts, n_resamples=0)
    >>> table["coherence"].round(2).tolist()
    [1.0, -0.95]
    """
    n = checked_number(n, "n", 2)
    chosen, name = _chosen(measure, compatible)
    stretch = _stretch(chosen, window, name, compatible)
    amount = _smoothing(chosen, smoothing, compatible)
    if not isinstance(missing, str) or missing not in (*measures.MISSING, "error"):
        raise InputError(f'coherence: missing must be "leave_out", "zero" or "error"; got {missing!r}')
    if reference is not None and not isinstance(reference, str):
        raise InputError(f"coherence: reference is a name for the record, and the texts go in second place; got {reference!r}")
    n_resamples, seed = checked_number(n_resamples, "n_resamples", 0), seed_of(rng)
    if n_resamples > MOST_RESAMPLES:
        raise InputError(f"coherence: n_resamples must be at most {MOST_RESAMPLES:,}; got {n_resamples:,}")
    topics = given_topics(model, n, "coherence")
    texts = reference_of(tokens, "coherence")
    if texts.n_documents == 0:
        raise InputError("coherence: there is no text to look in; look at the corpus and its ledger")
    if stretch.kind != "document" and not texts.ordered:
        raise InputError(f'coherence: {name} looks into windows, and Counts know no places; give Tokens, or window="document"')
    wanted = Wanted(topics.terms, texts)
    counts = count_companions(texts, wanted, stretch, n_resamples, seed)
    _refuse_missing(topics.terms, wanted, counts, missing)
    options = {"smoothing": amount, "missing": "zero" if missing == "zero" else "leave_out"}
    if chosen.everywhere:
        options["everywhere"] = -1.0 if compatible else 1.0
    rows = [_row(wanted.of_topic(topic, counts), counts.totals, chosen, options) for topic in range(len(topics.terms))]
    columns = {
        "topic": topics.numbers,
        "top_terms": topics.top_terms,
        **{column: [row[column] for row in rows] for column in COHERENCE.names[2:]},
    }
    values = np.array(columns["coherence"], dtype=np.float64)
    known = values[~np.isnan(values)]
    settings = {
        **topics.settings,
        **texts.settings,
        "reference": reference,
        "measure": name,
        "window": "document" if stretch.size is None else stretch.size,
        "smoothing": amount,
        "missing_terms": missing,
        "compatible": compatible,
        "n": n,
        "n_windows": int(counts.totals[0]),
        "n_resamples": n_resamples,
        "seed": seed,
        "mean": float(mean_float(known)) if known.size and np.all(np.isfinite(known)) else None,
    }
    return COHERENCE.table(columns, settings)


def _row(counts: tuple[np.ndarray, np.ndarray], totals: np.ndarray, measure: _Measure, options: dict[str, Any]) -> dict[str, Any]:
    singles, together = counts
    values = np.atleast_1d(measure.formula(singles, together, totals, **options))
    there = singles[0] > 0
    n_there, n_all = int(np.count_nonzero(there)), int(there.size)
    pairs = np.triu(np.outer(there, there), 1)
    low, high = _interval(values)
    n_counted = n_all if options["missing"] == "zero" else n_there
    return {
        "coherence": float(values[0]),
        "coherence_low": low,
        "coherence_high": high,
        "n_terms": n_there,
        "n_missing": n_all - n_there,
        "n_pairs": n_counted * (n_counted - 1) // 2,
        "n_never": int(np.count_nonzero(pairs & (together[0] == 0))),
    }


def _interval(values: np.ndarray) -> tuple[float, float]:
    """The basic bootstrap interval of 95 %; NaN without resamples, or where one of them or the corpus has no finite value.

    A resample has fewer different documents than the corpus, so that rare pairs vanish and its coherence is too low, just
    as the corpus's is beside a larger one. Percentiles would have that error twice; mirrored at the value it is taken off.
    """
    value, drawn = float(values[0]), np.sort(values[1:], kind="stable")
    if drawn.size == 0 or not bool(np.all(np.isfinite(values))):
        return float("nan"), float("nan")
    low, high = quantile_sorted(drawn, [TAIL, 1.0 - TAIL])
    return min(2.0 * value - float(high), value), max(2.0 * value - float(low), value)


def _chosen(measure: Any, compatible: Any) -> tuple[_Measure, str]:
    if compatible is not None and (not isinstance(compatible, str) or compatible != "gensim"):
        raise InputError(f'coherence: compatible must be "gensim" or None; got {compatible!r}')
    known = GENSIM if compatible else {name: name for name in MEASURES}
    if not isinstance(measure, str) or measure not in known:
        hint = " for gensim" if compatible else ""
        raise InputError(f"coherence: measure must be one of {', '.join(known)}{hint}; got {measure!r}")
    return MEASURES[known[measure]], known[measure]


def _stretch(measure: _Measure, window: Any, name: str, compatible: str | None) -> Stretch:
    forgetful = compatible is not None
    if window is None:
        return Stretch(measure.kind, measure.size, forgetful)
    if isinstance(window, str) and window == "document":
        return Stretch("document", None)
    if not is_whole(window) or window < 1 or int(window) >= 2**31:
        raise InputError(
            f'coherence: window must be a number of tokens, "document", or None for the measure\'s own; got {window!r}'
        )
    if measure.kind == "document":
        raise InputError(f"coherence: {name} counts documents; leave window out, or split the corpus into smaller documents")
    if measure.kind == "window" and window < 2:
        raise InputError("coherence: a window of 1 token holds no pair; give at least 2")
    return Stretch(measure.kind, int(window), forgetful)


def _smoothing(measure: _Measure, smoothing: Any, compatible: str | None) -> float:
    if smoothing is None:
        return measure.smoothing
    if isinstance(smoothing, bool) or not isinstance(smoothing, int | float | np.integer | np.floating):
        raise InputError(f"coherence: smoothing must be a number of at least 0, or None for the measure's own; got {smoothing!r}")
    if not 0.0 <= float(smoothing) < float("inf"):
        raise InputError(f"coherence: smoothing must be a number of at least 0, or None for the measure's own; got {smoothing!r}")
    if compatible and float(smoothing) != measure.smoothing:
        raise InputError(f"coherence: gensim adds {measure.smoothing:g}; leave smoothing out, or compatible")
    return float(smoothing)


def _refuse_missing(topics: list[list[str]], wanted: Wanted, counts: Companions, missing: str) -> None:
    if missing != "error":
        return
    for number, (terms, places) in enumerate(zip(topics, wanted.topics, strict=True)):
        for term, place in zip(terms, places, strict=True):
            if place < 0 or counts.singles[place, 0] == 0:
                raise InputError(
                    f"coherence: the term {term!r} of topic {number} stands nowhere in the texts; give the texts that the "
                    'model knows, or missing="leave_out"'
                )
