"""Topics as ranked lists of terms: which terms come first, how much of a term is a topic's own, what the settings were."""

from __future__ import annotations

import hashlib
import numbers
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from newsstudy.errors import InputError
from newsstudy.kernels.reduce import total_float


def checked_share(value: Any, name: str) -> float:
    """A number from 0 to 1, or an error that says what was given."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not 0.0 <= float(value) <= 1.0:
        raise InputError(f"{name} must be a number from 0 to 1; got {value!r}")
    return float(value)


def checked_number(value: Any, name: str, least: int) -> int:
    """A whole number of at least `least`, or an error that says what was given."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise InputError(f"{name} must be a whole number of at least {least}; got {value!r}")
    return int(value)


def components(model: Any) -> np.ndarray:
    """The fitted topics (n_topics, n_terms), or an error when the model has none yet."""
    table = getattr(model, "components_", None)
    if table is None:
        raise InputError(f"{type(model).__name__} is not fitted: call .fit(counts) first")
    return np.asarray(table, dtype=np.float64)


def probabilities(model: Any) -> np.ndarray:
    """Each topic's distribution over terms: components over their sum. A topic of nothing but zeros stays zero."""
    table = components(model)
    sums = total_float(table, axis=1)[:, None]
    chances: np.ndarray = table / np.where(sums > 0.0, sums, 1.0)
    return chances


def own_shares(model: Any) -> np.ndarray:
    """How much of each term belongs to each topic, shape (n_topics, n_terms); a term that no topic uses has shares 0.

    Counted in expected tokens where the model knows its topics' sizes, so a large topic owns more of a common term.
    """
    table = components(model)
    prior = getattr(model, "topic_word_prior_", None)
    if prior is not None and hasattr(model, "topic_sizes_"):
        # The pseudo-tokens of the prior and of seeds belong to nobody.
        weights = np.maximum(table - prior - getattr(model, "seed_pseudo_tokens", 0.0), 0.0)
    elif hasattr(model, "topic_sizes_"):
        weights = probabilities(model) * np.asarray(model.topic_sizes_)[:, None]
    else:
        weights = table
    sums = total_float(weights, axis=0)
    shares: np.ndarray = weights / np.where(sums > 0.0, sums, 1.0)
    return shares


def ranked_terms(model: Any, n: int) -> list[np.ndarray]:
    """For each topic the numbers of its n highest terms; ties by number, which is code-point order; weights of 0 are left out."""
    table = components(model)
    rows = []
    for weights in table:
        first = np.argsort(-weights, kind="stable")[:n]
        rows.append(first[weights[first] > 0.0])
    return rows


def topic_sizes(model: Any) -> np.ndarray:
    """Tokens of each topic: `topic_sizes_`, or the sums of the components' rows where a model has none."""
    known = getattr(model, "topic_sizes_", None)
    return np.asarray(total_float(components(model), axis=1) if known is None else known, dtype=np.float64)


def topic_names(model: Any) -> list[str]:
    """The topics' names, as a SeededLDA has them; empty texts where the model has none."""
    n_topics = components(model).shape[0]
    names = getattr(model, "topic_names_", None)
    if names is None:
        return [""] * n_topics
    named = [str(name) for name in names]
    if len(named) != n_topics:
        raise InputError(f"the model has {n_topics} topics and {len(named)} names in topic_names_; give each topic one")
    return named


def top_terms(model: Any, n: int = 5) -> list[str]:
    """Each topic's n most probable terms, separated by spaces."""
    names = term_names(model)
    return [" ".join(names[number] for number in terms.tolist()) for terms in ranked_terms(model, n)]


def term_names(model: Any) -> list[str]:
    """The terms by number; x0, x1 … when the model was fitted on a bare array."""
    names = getattr(model, "feature_names_in_", None)
    if names is not None:
        return [str(name) for name in names]
    return [f"x{number}" for number in range(components(model).shape[1])]


def model_settings(model: Any) -> dict[str, Any]:
    """What made the model, for the record of a table; JSON values only."""
    from newsstudy import __version__

    settings = {
        "newsstudy": __version__,
        "model": type(model).__name__,
        "parameters": estimator_parameters(model),
        "n_iter": int(getattr(model, "n_iter_", 0)),
        "converged": bool(getattr(model, "converged_", False)),
        "components": hashlib.sha256(np.ascontiguousarray(components(model)).astype("<f8").tobytes()).hexdigest(),
    }
    for name in ("method_", "init_"):
        if hasattr(model, name):
            settings[name.rstrip("_")] = str(getattr(model, name))
    if hasattr(model, "topic_word_prior_"):
        settings["doc_topic_prior"] = np.asarray(model.doc_topic_prior_).tolist()
        settings["topic_word_prior"] = float(model.topic_word_prior_)
    return settings


def estimator_parameters(estimator: BaseEstimator) -> dict[str, Any]:
    """The estimator's parameters without n_jobs, which no result depends on."""
    plain = {}
    for name, value in sorted(estimator.get_params(deep=False).items()):
        if name == "n_jobs":
            continue
        if isinstance(value, np.integer):
            value = int(value)
        known = value is None or isinstance(value, (bool, str, int, float))
        plain[name] = value if known else repr(value) if isinstance(value, (list, tuple, dict)) else _named(value)
    return plain


def _named(value: Any) -> str:
    digest = getattr(value, "digest", None)
    return type(value).__name__ + (f" {digest}" if isinstance(digest, str) else "")


def counts_settings(counts: Any) -> dict[str, Any]:
    """What was counted: the rule, the digests and the size, as far as the counts know them."""
    matrix = getattr(counts, "matrix", counts)
    settings: dict[str, Any] = {"n_documents": int(matrix.shape[0]), "n_terms": int(matrix.shape[1])}
    if hasattr(counts, "vocabulary"):
        settings["vocabulary"] = str(counts.vocabulary.digest)
        settings["rule"] = str(getattr(counts, "rule", ""))
        if hasattr(counts, "digest"):
            settings["counts"] = str(counts.digest)
        if hasattr(counts, "scheme"):
            settings["scheme"] = str(counts.scheme)
    return settings
