"""The methods of keyword extraction: their options with defaults, and which way their scores run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.given import is_whole, whole
from newsstudy.keywords._candidates import Candidates
from newsstudy.keywords._word_scores import positionrank, rake, singlerank, textrank
from newsstudy.keywords._words import Words, stop_list, words_of
from newsstudy.keywords._yake import yake
from newsstudy.tokens import Tokens
from newsstudy.tokens._schemes import SCHEMES, resolved

WORD_SCORES = ("degree/frequency", "degree", "frequency")
FUNCTION_WORDS = "function words"


@dataclass(frozen=True)
class Method:
    """A method: options with defaults, and its function where it looks at the text and not at counts."""

    options: Mapping[str, Any] = field(default_factory=dict)
    in_text: Callable[..., tuple[Candidates, np.ndarray]] | None = None
    lowest_first: bool = False


_GRAPH = {"stop_words": FUNCTION_WORDS, "window": 10, "damping": 0.85}
METHODS: dict[str, Method] = {
    "specificity": Method(),
    "tf_idf": Method(SCHEMES["tf_idf"][1]),
    "bm25": Method(SCHEMES["bm25"][1]),
    "rake": Method({"stop_words": FUNCTION_WORDS, "max_words": None, "word_score": "degree/frequency"}, rake),
    "textrank": Method({**_GRAPH, "window": 2, "share": 1 / 3}, textrank),
    "singlerank": Method({**_GRAPH, "max_words": None}, singlerank),
    "positionrank": Method({**_GRAPH, "max_words": 3}, positionrank),
    "yake": Method({"stop_words": FUNCTION_WORDS, "max_words": 3, "window": 1}, yake, lowest_first=True),
}


def checked_method(method: Any, caller: str) -> Method:
    """The method of this name."""
    if not isinstance(method, str) or method not in METHODS:
        raise InputError(f"{caller}: method {method!r} is not known; choose one of {', '.join(METHODS)}")
    return METHODS[method]


def checked_options(method: str, options: Any, caller: str) -> dict[str, Any]:
    """All options of a method, checked: the defaults and what the user gave."""
    if options is not None and not (isinstance(options, Mapping) and all(isinstance(name, str) for name in options)):
        raise InputError(f"{caller}: options must be a dict of names and values; got {options!r}")
    given = dict(options or {})
    known = METHODS[method]
    if method in SCHEMES:
        return resolved(method, given)[1]
    strange = sorted(set(given) - set(known.options))
    if strange:
        listed = ", ".join(known.options) or "none"
        raise InputError(f"{caller}: the method {method!r} has no option {strange[0]!r}; its options are: {listed}")
    return {name: _checked(method, name, value, caller) for name, value in {**known.options, **given}.items()}


def _checked(method: str, name: str, value: Any, caller: str) -> Any:
    called = f"{caller}: {name}"
    if name == "window":
        return whole(value, called, 1 if method == "yake" else 2)
    if name == "max_words":
        return None if value is None and method != "yake" else whole(value, called, 1)
    if name == "word_score":
        if not isinstance(value, str) or value not in WORD_SCORES:
            raise InputError(f"{called} must be one of {', '.join(WORD_SCORES)}; got {value!r}")
        return value
    if name in ("damping", "share"):
        number = isinstance(value, Real) and not isinstance(value, bool | np.bool_)
        if not number or not (0.0 <= value < 1.0 if name == "damping" else 0.0 < value <= 1.0):
            bounds = "from 0 to below 1" if name == "damping" else "above 0 and up to 1"
            raise InputError(f"{called} must be a number {bounds}; got {value!r}")
        return float(value)
    return value if isinstance(value, str) or not hasattr(value, "__iter__") else _listed(value, called)


def _listed(words: Any, called: str) -> list[str]:
    listed = list(words)
    if isinstance(words, bytes) or not all(isinstance(word, str) for word in listed):
        raise InputError(f"{called} must be a list of words, or {FUNCTION_WORDS!r}; got {words!r}")
    return sorted(set(listed))


def scored_in_text(method: str, tokens: Tokens, options: Mapping[str, Any], caller: str) -> tuple[Candidates, np.ndarray, Words]:
    """The candidates of each document, their scores, and the words that they are made of, by a method that looks at the text."""
    stop_words = stop_list(options["stop_words"], tokens, caller)
    limits = {name: min(options[name], len(tokens.ids) + 2) for name in ("window", "max_words") if is_whole(options.get(name))}
    bounded = {**options, **limits}  # beyond the longest document no number says more
    words = words_of(tokens, stop_words, caller)
    function = METHODS[method].in_text
    assert function is not None
    found, scores = function(words, bounded, tokens) if method == "yake" else function(words, bounded)
    return found, scores, words
