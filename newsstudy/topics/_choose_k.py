"""How do fit, stability and distinctness change with the number of topics?"""

from __future__ import annotations

import itertools
import numbers
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import mean_float
from newsstudy.randomness import seed_of
from newsstudy.schemas.topic_belief import CHOOSE_K
from newsstudy.topics._coherence import coherence as coherence_of
from newsstudy.topics._grid import Grid
from newsstudy.topics._held_out import Split, held_out_perplexity, split_documents, training_perplexity
from newsstudy.topics._matrix import has_terms
from newsstudy.topics._parts import Documents
from newsstudy.topics.matching import mean_similarity, run_similarities
from newsstudy.topics.quality import mean_share, term_diversity
from newsstudy.topics.reading import checked_number, counts_settings, estimator_parameters, ranked_terms
from newsstudy.topics.runs import checked_estimator, each_fit, seeded, seeds_of

if TYPE_CHECKING:
    import pandas as pd


def choose_k(
    estimator: Any,
    counts: Any,
    k: Iterable[int],
    *,
    seeds: int | Sequence[int] = 5,
    tokens: Any = None,
    coherence: str = "npmi",
    held_out: float | None = 0.1,
    n: int = 10,
    folder: Any = None,
    rng: Any = 0,
) -> pd.DataFrame:
    """The same data fitted with several numbers of topics and several seeds each: one row for each fit.

    No single number is the right K. Look for the largest K that knows unseen documents better (held-out fit) and whose
    topics still come back (stability), belong to themselves (exclusivity) and differ (diversity).

    Parameters
    ----------
    estimator : LDA, NMF, or one of scikit-learn's with `components_`
        Copies are fitted with n_components set to each k, each on one thread, the largest k first. For several seeds NMF
        needs init="random".
    counts : Counts, Weights (for NMF), DataFrame, sparse matrix or array
    k : list of int
        Numbers of topics.
    seeds : int or list of int
        As in `stability`. With a single seed the stability is missing.
    tokens : Tokens, Counts, list of lists of terms, or None
        Where `coherence` looks for the top terms, as in `ns.coherence`. Without them that column is missing.
    coherence : str
        A measure of `ns.coherence`.
    held_out : float or None
        Share of the documents that no fit sees and all are judged by: at least one document, the same for every fit, copies
        of a document on one side. None fits on all documents.
    n : int
        Top terms of a topic that are compared.
    folder : path or None
        Where each fit is written down as it is done. The same call goes on where it was interrupted, and the table has the
        same bytes as without. More k and seeds may be asked for later; other documents or settings are an error.
    rng : int or numpy.random.Generator
        Seed of the choice of the held-out documents and of their halves.

    Returns
    -------
    DataFrame, `schemas.CHOOSE_K`
        Rows by k, then seed. `held_out_fit`: perplexity of the held-out documents, each half of a document under the shares
        that the other half gives, as `LDA.perplexity`; lower is better. `fit` is the training perplexity (LDA) or
        `reconstruction_err_` (NMF), named in the settings; it almost always improves with k. `stability`: mean overlap of
        this run's topics with their partners in the other runs of the same k. `exclusivity`: mean share of a topic in its
        own top terms. `diversity`: different terms among all top terms. `coherence`: mean over the topics.
        The seconds of each fit stand in `attrs["newsstudy_environment"]`, which no digest covers.

    Raises
    ------
    InputError
        No k, a start that ignores the seed, or a folder that belongs to other documents or settings.

    Source
    ------
    Document completion: Wallach, Murray, Salakhutdinov and Mimno 2009, doi:10.1145/1553374.1553515.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA, choose_k
    >>> counts = np.array([[9, 8, 0, 0], [7, 9, 0, 0], [0, 0, 9, 7], [0, 0, 8, 8]])
    >>> choose_k(LDA(), counts, [2, 3], seeds=2, n=2)["k"].tolist()
    [2, 2, 3, 3]
    """
    checked_estimator(estimator)
    n, chosen, sizes = checked_number(n, "n", 1), seeds_of(estimator, seeds, 1), _checked_sizes(k)
    share, seed = _checked_share(held_out), seed_of(rng)
    documents = Documents.of(counts)
    texts = _checked_texts(tokens, coherence, documents.terms)
    settings: dict[str, Any] = {
        "model": type(estimator).__name__,
        "parameters": {name: value for name, value in estimator_parameters(estimator).items() if name not in VARIED},
        "held_out": share,
        "rng": seed,
        "n": n,
    }
    grid = Grid(folder, {**settings, "documents": documents.digest, "made_by": _versions(estimator)})
    split = split_documents(documents, share, seed)
    fits = _all_fits(estimator, split, grid, [(size, one) for size in sizes for one in chosen], n)
    missing = {"held_out_fit": split.missing} if split.missing else {}
    if len(chosen) < 2:
        missing["stability"] = "a single seed"
    columns = {name: [fit[name] for fit in fits] for name in COLUMNS} | {"stability": _stabilities(fits, len(chosen))}
    if texts is None or documents.terms is None:
        columns["coherence"], missing["coherence"] = [float("nan")] * len(fits), "no tokens given"
    else:
        columns["coherence"], settings["coherence"] = _coherences(fits, documents.terms, texts, n)
    settings |= {
        **counts_settings(counts if has_terms(counts) else documents.matrix),
        "fit": fits[0]["fit_name"],
        "k": sizes,
        "seeds": chosen,
        "n_held_out": split.n_held_out,
        **({"missing": missing} if missing else {}),
    }
    table = CHOOSE_K.table(columns, settings)
    table.attrs["newsstudy_environment"] = {"seconds": [fit["seconds"] for fit in fits]}
    return table


class Texts(NamedTuple):
    """What coherence is counted in, and by which measure."""

    tokens: Any
    measure: str


VARIED = ("n_components", "random_state")
COLUMNS = ("k", "seed", "n_iter", "converged", "held_out_fit", "fit", "exclusivity", "diversity")


def _all_fits(estimator: Any, split: Split, grid: Grid, wanted: list[tuple[int, int]], n: int) -> list[dict[str, Any]]:
    """What is to be known of each fit, in the order asked for; those that the folder has are not made again.

    The largest numbers of topics come first: a thread that has nothing left to do then waits for a small fit, not a large.
    """
    known = {key: grid.get(*key) for key in wanted}
    left = sorted((key for key in wanted if known[key] is None), key=lambda key: (-key[0], key[1]))

    def run(key: tuple[int, int]) -> dict[str, Any]:
        fit = _fitted(estimator, split, *key, n)
        grid.keep(fit)
        return fit

    made = dict(zip(left, each_fit(estimator, run, left, "choose_k"), strict=True))
    return [made[key] if key in made else known[key] or {} for key in wanted]


def _fitted(estimator: Any, split: Split, k: int, seed: int, n: int) -> dict[str, Any]:
    began = time.perf_counter()
    model = seeded(estimator, seed, n_components=k)
    model.fit(split.training.for_estimator(model))
    seconds = time.perf_counter() - began
    tops = ranked_terms(model, n)
    error = getattr(model, "reconstruction_err_", None)
    held_out = held_out_perplexity(model, split, 1)
    return {
        "k": k,
        "seed": seed,
        "n_iter": int(getattr(model, "n_iter_", 0)),
        "converged": bool(getattr(model, "converged_", getattr(model, "n_iter_", 0) < getattr(model, "max_iter", 0))),
        "fit": float(training_perplexity(model, split.training, 1) if error is None else error),
        "fit_name": "training perplexity" if error is None else "reconstruction_err_",
        "held_out_fit": None if np.isnan(held_out) else held_out,
        "exclusivity": mean_share(model, tops),
        "diversity": term_diversity([terms.tolist() for terms in tops]),
        "top_terms": [terms.tolist() for terms in tops],
        "seconds": seconds,
    }


def _stabilities(fits: list[dict[str, Any]], n_seeds: int) -> list[float]:
    if n_seeds < 2:
        return [float("nan")] * len(fits)
    found: list[float] = []
    for start in range(0, len(fits), n_seeds):
        runs = [[np.array(top, dtype=np.int64) for top in fit["top_terms"]] for fit in fits[start : start + n_seeds]]
        found += mean_similarity(run_similarities(runs)).tolist()
    return found


def _coherences(fits: list[dict[str, Any]], terms: tuple[str, ...], texts: Texts, n: int) -> tuple[list[float], dict[str, Any]]:
    """Mean coherence of the topics of each fit, counted for all of them at once; and what a record says of it."""
    lists = [[terms[number] for number in top] for fit in fits for top in fit["top_terms"]]
    table = coherence_of(lists, texts.tokens, measure=texts.measure, n=max(n, 2), n_resamples=0)
    values, settings = table["coherence"].to_numpy(dtype=np.float64), table.attrs["newsstudy"]["settings"]
    bounds = np.cumsum([0, *(len(fit["top_terms"]) for fit in fits)])
    parts = [values[start:stop] for start, stop in itertools.pairwise(bounds.tolist())]
    told = ("measure", "window", "smoothing", "corpus", "vocabulary")
    means = [float(mean_float(part[np.isfinite(part)])) for part in parts]
    return means, {name: settings[name] for name in told if settings.get(name) is not None}


def _checked_texts(tokens: Any, measure: Any, terms: tuple[str, ...] | None) -> Texts | None:
    """Texts to look in and a measure that can; found out before the fits, which may take hours."""
    if tokens is None:
        return None
    if terms is None:
        raise InputError("choose_k: coherence looks for terms by their names, which a bare array has not; give the Counts")
    coherence_of([list(terms[:2])], tokens, measure=measure, n_resamples=0)
    return Texts(tokens, measure)


def _versions(estimator: Any) -> str:
    """Which program makes the fits: another version may make others."""
    from newsstudy import __version__

    home = type(estimator).__module__.partition(".")[0]
    if home != "sklearn":
        return f"newsstudy {__version__}"
    import sklearn

    return f"newsstudy {__version__}, scikit-learn {sklearn.__version__}"


def _checked_sizes(k: Any) -> list[int]:
    if isinstance(k, str | bytes) or not isinstance(k, Iterable):
        raise InputError(f"k must be a list of numbers of topics, such as [5, 10, 20]; got {k!r}")
    sizes = sorted({checked_number(value, "k", 1) for value in k})
    if not sizes:
        raise InputError("k must hold at least one number of topics, such as [5, 10, 20]")
    return sizes


def _checked_share(share: Any) -> float | None:
    if share is None:
        return None
    if isinstance(share, bool) or not isinstance(share, numbers.Real) or not 0.0 < float(share) < 1.0:
        raise InputError(f"held_out must be a share of the documents between 0 and 1, or None for none; got {share!r}")
    return float(share)
