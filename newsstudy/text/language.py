"""Which language a text is in: the model of py3langid, with sums that come out alike on every processor.

py3langid counts which of some ten thousand sequences of bytes occur, and adds up their weights for each of about a hundred
languages. It adds in single precision through matrix products, which differ between processors; here its counts and its weights
are taken, and the sums are our own, so that two languages never change places on another machine.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.text.normalise import nfc

EXAMINED = 2000  # characters from the start of a text: enough to be right of whole articles


def likely_language(text: str, *, languages: Iterable[str] | None = None) -> str | None:
    """The language that a text is most likely in, as its ISO 639 code; None where nothing in it tells of any.

    Parameters
    ----------
    text : str
        A few sentences at least; of headlines one in twenty-five comes out wrong. The first 2,000 characters count.
    languages : iterable of str or None
        The codes that it may be; None: all that the model knows (`known_languages`).

    Raises
    ------
    InputError
        py3langid is not installed, or a language is not known to it.

    Notes
    -----
    Lui, M. and Baldwin, T. (2012). langid.py: An off-the-shelf language identification tool. Proceedings of the ACL 2012 System
    Demonstrations, 25-30; in the revised form of py3langid. No probability is given: that of naive Bayes is near 1 for anything
    longer than a headline and says nothing about errors.

    Examples
    --------
    >>> likely_language("Der Rat stimmt dem Plan für den Hafen zu, die Arbeiten beginnen im Herbst.")
    'de'
    >>> likely_language("Snow fell in the north.", languages=["en", "nl"])
    'en'
    """
    model = _model()
    columns = _chosen(None if languages is None else frozenset(_listed(languages)))
    text = nfc(text[:EXAMINED])
    if text.isupper():
        text = text.lower()
    counts = model.visits(text.encode("utf-8", "replace"))
    if not counts:
        return None
    scores = model.scores(counts)[columns]
    best = scores.max()
    return min(model.names[column] for column, score in zip(columns, scores.tolist(), strict=True) if score == best)


def known_languages() -> list[str]:
    """The ISO 639 codes of the languages that can be told, in alphabetical order.

    >>> {"ar", "de", "en", "zh"} <= set(known_languages())
    True
    """
    return sorted(set(_model().names))


def detector() -> str:
    """Name and version of what tells languages, for records."""
    return _model().version


def _listed(languages: Iterable[str]) -> list[str]:
    listed = [languages] if isinstance(languages, str) else list(languages)
    unknown = [language for language in listed if language not in _model().names]
    if unknown or not listed:
        raise InputError(
            f"languages {', '.join(map(repr, unknown)) or 'were not named'}: write codes of known languages, which are "
            f"{', '.join(known_languages())}"
        )
    return listed


@functools.lru_cache(maxsize=64)
def _chosen(languages: frozenset[str] | None) -> list[int]:
    return [column for column, name in enumerate(_model().names) if languages is None or name in languages]


class _Model:
    """The tables of py3langid, and sums over them in a fixed order."""

    def __init__(self, module: Any) -> None:
        own = module.LanguageIdentifier.from_model_file(module.MODEL_FILE)
        self.names: list[str] = list(own.nb_classes)
        self._weights = np.asarray(own.nb_ptc)
        self._start = np.asarray(own.nb_pc).astype(np.float64)
        self._visit = functools.partial(module.visit_counts, own.tk_nextmove, own._rowbase, own.tk_output)
        self.version = f"py3langid {importlib.import_module('importlib.metadata').version('py3langid')}"

    def visits(self, content: bytes) -> dict[int, int]:
        """How often each feature occurs: whole numbers."""
        return dict(self._visit(content) or {})

    def scores(self, counts: dict[int, int]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """For each language the sum over features of log(1 + count) times weight, features in the order of their numbers."""
        from newsstudy.kernels.elementary import log1p
        from newsstudy.kernels.reduce import total_float

        features = sorted(counts)
        heights = log1p(np.array([counts[feature] for feature in features], np.float64))
        rows = self._weights[np.array(features, np.int64)].astype(np.float64)
        return np.asarray(total_float(heights[:, None] * rows, axis=0) + self._start)


@functools.cache
def _model() -> _Model:
    try:
        module = importlib.import_module("py3langid.langid")
    except ImportError:
        raise InputError('telling languages needs py3langid: pip install "newsstudy[readers]"') from None
    try:
        return _Model(module)
    except AttributeError as error:
        raise InputError(f"this version of py3langid is not known ({error}); install the one of the lock: 0.4.0") from error
