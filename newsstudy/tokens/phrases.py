"""Phrases: words that belong together become one term, by a list of the user's or because they stand together so often."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy import measures, schemas
from newsstudy.engine import pages
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.phrases import frequent_pairs, join_matches, pair_places
from newsstudy.kernels.reduce import total_int
from newsstudy.tokens import selection
from newsstudy.tokens._token_data import HOLE
from newsstudy.tokens.matching import longest_first, matches
from newsstudy.tokens.patterns import words_of_each
from newsstudy.tokens.vocabulary import Vocabulary, arrow_terms, ordered

if TYPE_CHECKING:
    import pandas as pd

    from newsstudy.tokens.tokens import Tokens

THRESHOLD = 0.5  # of npmi; other measures have scales of their own
_CELLS = ["o11", "o12", "o21", "o22"]


@dataclasses.dataclass(frozen=True)
class Wanted:
    """The settings of a detection, checked."""

    measure: str
    threshold: float
    min_count: int
    max_n: int
    joiner: str

    @property
    def step(self) -> str:
        """How the detection is written among the steps of tokens."""
        joiner = "" if self.joiner == " " else f" joiner={self.joiner!r}"
        return f"phrases:{self.measure}>={self.threshold!r} min_count={self.min_count} max_n={self.max_n}{joiner}"


@dataclasses.dataclass(frozen=True)
class Pairs:
    """The neighbours of one pass that reach the threshold, by left, then right."""

    left: np.ndarray  # int32
    right: np.ndarray  # int32
    count: np.ndarray  # int64
    score: np.ndarray  # float64
    terms: pa.Array  # the joined terms


def pair_measures() -> list[str]:
    """The measures that score a pair: all of `newsstudy.measures` that need the four counts of a table and give one number."""
    return [name for name in sorted(measures.__all__) if _scores_a_pair(getattr(measures, name))]


def _scores_a_pair(function: Any) -> bool:
    if not inspect.isfunction(function) or function.__name__ == "expected":  # a count, not a measure
        return False
    signature = inspect.signature(function)
    needed = [parameter.name for parameter in signature.parameters.values() if parameter.default is parameter.empty]
    return needed == list(_CELLS) and not str(signature.return_annotation).startswith("tuple")


def wanted(measure: Any, threshold: Any, min_count: Any, max_n: Any, joiner: Any) -> Wanted:
    """The settings of `Tokens.phrases`, or an error that names the wrong one."""
    known = pair_measures()
    if not isinstance(measure, str) or measure not in known:
        raise InputError(f"phrases: measure {measure!r} is not known; choose one of {', '.join(known)}")
    if threshold is None and measure != "npmi":
        raise InputError(f"phrases: give a threshold for {measure!r}; only npmi has one of ours, {THRESHOLD}")
    threshold = THRESHOLD if threshold is None else threshold
    if isinstance(threshold, bool) or not isinstance(threshold, int | float | np.number) or threshold != threshold:
        raise InputError(f"phrases: threshold must be a number; got {threshold!r}")
    for name, value, least in (("min_count", min_count, 1), ("max_n", max_n, 2)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise InputError(f"phrases: {name} must be a whole number of at least {least}; got {value!r}")
    return Wanted(measure, _as_float(threshold), min(int(min_count), 2**62), min(int(max_n), 2**31 - 1), checked_joiner(joiner))


def _as_float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        raise InputError(f"phrases: threshold must be a number of ordinary size; got {number!r}") from None


def checked_joiner(joiner: Any) -> str:
    """What stands between the words of a joined term."""
    if not isinstance(joiner, str) or not joiner:
        raise InputError(f"phrases: joiner must be a text of at least one sign, such as ' ' or '_'; got {joiner!r}")
    arrow_terms([joiner])  # refuses what cannot be written as UTF-8
    return joiner


def find_phrases(
    tokens: Tokens, *, measure: str = "npmi", threshold: float | None = None, min_count: int = 5, max_n: int = 2
) -> pd.DataFrame:
    """Which neighbours belong together? What `Tokens.phrases` would join, to look at before it is joined.

    Parameters
    ----------
    tokens : Tokens
    measure, threshold, min_count, max_n
        As for `Tokens.phrases`. A lower threshold shows what a higher one leaves out.

    Returns
    -------
    DataFrame, schema PHRASES
        By score, then count, then phrase. Join those you want with ``tokens.phrases(list(table.phrase))``. For a word's
        company at a distance see `newsstudy.collocations`.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.find_phrases(ns.sample_article().tokenize(), min_count=2).phrase[:3].tolist()
    ['social media', 'international diplomacy', 'nuclear negotiations']
    """
    from newsstudy.tokens.tokens import Tokens

    if not isinstance(tokens, Tokens):
        raise InputError(f"find_phrases needs the Tokens of a corpus, as corpus.tokenize() gives; got {type(tokens).__name__}")
    settings = wanted(measure, threshold, min_count, max_n, " ")
    columns: dict[str, list[Any]] = {name: [] for name in schemas.PHRASES.names}
    for before, pairs, sizes in _passes(tokens, settings, join_last=False)[1]:
        columns["phrase"] += pairs.terms.to_pylist()
        columns["first"] += before.array.take(pa.array(pairs.left)).to_pylist()
        columns["second"] += before.array.take(pa.array(pairs.right)).to_pylist()
        columns["n_words"] += (sizes[pairs.left] + sizes[pairs.right]).tolist()
        columns["count"] += pairs.count.tolist()
        columns["score"] += pairs.score.tolist()
    rows = sorted(zip(*columns.values(), strict=True), key=_by_score)
    table = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    record = {**tokens.settings, "measure": measure, "threshold": settings.threshold, "min_count": min_count, "max_n": max_n}
    return schemas.PHRASES.table(table, record)


def _by_score(row: tuple[Any, ...]) -> tuple[Any, ...]:
    phrase, first, second, _, count, score = row
    return -score, -count, phrase, first, second


def detected(tokens: Tokens, settings: Wanted) -> Tokens:
    """The tokens with detected phrases joined; see `Tokens.phrases`."""
    joined = _passes(tokens, settings, join_last=True)[0]
    return joined._with(steps=(*tokens.steps, settings.step))


def _passes(tokens: Tokens, settings: Wanted, join_last: bool) -> tuple[Tokens, list[tuple[Vocabulary, Pairs, np.ndarray]]]:
    """The tokens after all passes, and of each pass the vocabulary before it, its pairs and the words in each term."""
    found = []
    sizes = np.ones(len(tokens.vocabulary), dtype=np.int64)
    for number in range(1, settings.max_n):
        pairs = _pairs(tokens, settings, sizes)
        if not len(pairs.left):
            break
        found.append((tokens.vocabulary, pairs, sizes))
        if join_last or number < settings.max_n - 1:
            tokens, sizes = _joined_pairs(tokens, pairs, sizes)
    return tokens, found


def _pairs(tokens: Tokens, settings: Wanted, sizes: np.ndarray) -> Pairs:
    """The neighbours that stand together often enough and score high enough."""
    ids, offsets = ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64)
    left, right, o11, begins, ends, n = frequent_pairs(
        ids, offsets, len(tokens.vocabulary), settings.min_count, pages(len(ids), np.int32)
    )
    if int(sizes.max(initial=1)) > 1:
        short = sizes[left] + sizes[right] <= settings.max_n
        left, right, o11 = left[short], right[short], o11[short]
    o12, o21 = begins[left] - o11, ends[right] - o11
    function = getattr(measures, settings.measure)
    signed = {"signed": True} if "signed" in inspect.signature(function).parameters else {}
    score = np.asarray(function(o11, o12, o21, n - o11 - o12 - o21, **signed), dtype=np.float64)
    high = np.flatnonzero(score >= settings.threshold)  # NaN is not
    high = high[np.lexsort((right[high], left[high]))]
    left, right = left[high], right[high]
    words = tokens.vocabulary.array
    joiner = pa.scalar(settings.joiner, pa.large_string())
    terms = pc.binary_join_element_wise(words.take(pa.array(left)), words.take(pa.array(right)), joiner)
    return Pairs(left, right, o11[high], score[high], terms)


def _joined_pairs(tokens: Tokens, pairs: Pairs, sizes: np.ndarray) -> tuple[Tokens, np.ndarray]:
    """The pairs joined, and the number of words in each term of the new vocabulary."""
    bounds = np.searchsorted(pairs.left, np.arange(len(tokens.vocabulary) + 1), side="left")
    first, pair = pair_places(
        ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64), ready(bounds, np.int64), ready(pairs.right, np.int32)
    )
    joined, numbers = _joined(tokens, first, np.full(len(first), 2, dtype=np.int64), pair, pairs.terms)
    longest = np.zeros(len(joined.vocabulary), dtype=np.int64)
    all_sizes = np.concatenate([sizes, sizes[pairs.left] + sizes[pairs.right]])
    np.maximum.at(longest, numbers[numbers >= 0], all_sizes[numbers >= 0])
    return joined, longest


def _joined(
    tokens: Tokens, first: np.ndarray, length: np.ndarray, number: np.ndarray, terms: pa.Array
) -> tuple[Tokens, np.ndarray]:
    """Tokens with matches as single tokens, match m as the term terms[number[m]].

    Also gives the new number (-1: no longer there) of each old term and of each of `terms`.
    """
    n_terms, known = len(tokens.vocabulary), tokens._known_sentences
    n_tokens = len(tokens.ids) - int(total_int(length - 1))
    ids, starts, lengths = (np.empty(n_tokens, np.int32) for _ in range(3))
    sentences = np.empty(0 if known is None else n_tokens, np.int32)
    offsets, used = np.zeros(len(tokens.offsets), np.int64), np.zeros(n_terms + len(terms), np.bool_)
    join_matches(
        ready(tokens.ids, np.int32),
        ready(tokens.starts, np.int32),
        ready(tokens.lengths, np.int32),
        ready(np.zeros(0) if known is None else known, np.int32),
        ready(tokens.offsets, np.int64),
        ready(first, np.int64),
        ready(length, np.int64),
        ready(n_terms + number, np.int64),
        ids,
        starts,
        lengths,
        sentences,
        offsets,
        used,
    )
    kept = np.flatnonzero(used)
    numbers = np.full(len(used) + 1, HOLE, dtype=np.int32)  # the last for holes
    vocabulary, numbers[kept] = ordered(pa.concat_arrays([tokens.vocabulary.array, terms]).take(pa.array(kept)))
    joined = tokens._with(
        ids=numbers[ids],
        offsets=offsets,
        starts=starts,
        lengths=lengths,
        vocabulary=vocabulary,
        sentences=None if known is None else sentences,
    )
    return joined, numbers[:-1].astype(np.int64)


def listed(tokens: Tokens, what: Any, joiner: str) -> Tokens:
    """The tokens with the phrases of a list joined; see `Tokens.phrases`."""
    patterns = phrase_list(what)
    words = [found for found in words_of_each(tokens, patterns) if len(found) > 1]
    found = matches(tokens, words, tokens.vocabulary.globs)
    stays = longest_first(found.first, found.length, np.zeros(len(found.first), dtype=np.int64), len(tokens.ids))
    first, length = found.first[stays], found.length[stays]
    numbers, terms = _joined_terms(tokens, first, length, joiner)
    joined, _ = _joined(tokens, first, length, numbers, terms)
    return joined._with(steps=(*tokens.steps, f"phrases:{selection.name_of(what)}"))


def phrase_list(what: Any) -> list[str]:
    """One pattern or a list of them."""
    if isinstance(what, str):
        return [what]
    if hasattr(what, "search") or isinstance(what, bytes) or not isinstance(what, Iterable):
        raise InputError(f"phrases are a text such as 'prime minister', or a list of such texts; got {what!r}")
    patterns = list(what)
    wrong = [pattern for pattern in patterns if not isinstance(pattern, str)]
    if wrong:
        raise InputError(f"phrases: each must be a text such as 'prime minister'; got {wrong[0]!r}")
    return patterns


def _joined_terms(tokens: Tokens, first: np.ndarray, length: np.ndarray, joiner: str) -> tuple[np.ndarray, pa.Array]:
    """The number (int64) of each run among the distinct runs, and their terms."""
    words, between = tokens.vocabulary.array, pa.scalar(joiner, pa.large_string())
    numbers = np.zeros(len(first), dtype=np.int64)
    parts = [pa.array([], pa.large_string())]
    n_before = 0
    for size in np.unique(length).tolist():
        runs = np.flatnonzero(length == size)
        of_runs, terms = tokens.ids[first[runs]].astype(np.int64), words
        for place in range(1, size):
            pairs, of_runs = np.unique(of_runs * len(words) + tokens.ids[first[runs] + place], return_inverse=True)
            left, right = np.divmod(pairs, len(words))
            terms = pc.binary_join_element_wise(terms.take(pa.array(left)), words.take(pa.array(right)), between)
        numbers[runs] = n_before + of_runs
        n_before += len(terms)
        parts.append(terms)
    return numbers, pa.concat_arrays(parts)
