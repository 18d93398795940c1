"""The settings of LDA: which values make sense, and what is said of those that do not."""

from __future__ import annotations

import numbers
from typing import Any

from newsstudy.errors import InputError
from newsstudy.topics._lda_watch import SHARE
from newsstudy.topics._matrix import MOST_TOPICS

METHODS = (None, "cvb0", "em")
OF_STREAMS = ("batch_size", "learning_offset", "learning_decay", "total_samples")  # `fit` knows nothing of them
COUNTED = ("n_components", "max_iter", "evaluate_every", "n_iter_no_change", "batch_size")


def check_settings(model: Any) -> None:
    """InputError for a setting that is out of range."""
    for name in COUNTED:
        value: Any = getattr(model, name)
        if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 1:
            raise InputError(f"LDA: {name} must be a whole number of at least 1; got {value!r}")
    if model.n_components > MOST_TOPICS:
        raise InputError(f"LDA: n_components is {model.n_components!r}; more than {MOST_TOPICS:,} topics are not possible")
    for name in ("doc_topic_prior", "topic_word_prior"):
        value = getattr(model, name)
        if value is not None and not (isinstance(value, numbers.Real) and 0.0 < float(value) < float("inf")):
            raise InputError(f"LDA: {name} must be a number above 0, or None to learn it; got {value!r}")
    if model.method not in METHODS:
        raise InputError(f"LDA: method must be one of {', '.join(map(repr, METHODS))}; got {model.method!r}")
    if not isinstance(model.tol, numbers.Real) or not float(model.tol) >= 0.0:
        raise InputError(f"LDA: tol must be a number of at least 0; got {model.tol!r}")
    if not isinstance(model.warm_start, bool):
        raise InputError(f"LDA: warm_start must be True or False; got {model.warm_start!r}")
    share_held_out(model.early_stopping)
    _check_stream(model)


def _check_stream(model: Any) -> None:
    total = model.total_samples
    if total is not None and (isinstance(total, bool) or not isinstance(total, numbers.Real) or not 1.0 <= float(total) < 1e15):
        raise InputError(f"LDA: total_samples must be a number of documents, or None for those seen so far; got {total!r}")
    for name, low, high in (("learning_offset", 1.0, 1e9), ("learning_decay", 0.0, 1.0)):
        value = getattr(model, name)
        if isinstance(value, bool) or not isinstance(value, numbers.Real) or not low <= float(value) <= high:
            raise InputError(f"LDA: {name} must be a number from {low:g} to {high:g}; got {value!r}")


def share_held_out(early_stopping: Any) -> float:
    """The share of documents that early stopping holds out; 0 for none."""
    if isinstance(early_stopping, bool):
        return SHARE if early_stopping else 0.0
    if not isinstance(early_stopping, numbers.Real) or not 0.0 < float(early_stopping) < 1.0:
        raise InputError(
            f"LDA: early_stopping must be True, False, or the share of documents to hold out, such as 0.1; got {early_stopping!r}"
        )
    return float(early_stopping)
