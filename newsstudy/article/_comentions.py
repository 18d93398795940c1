"""Co-mentions: who is named in the same sentence as whom, and whether that is more than chance would give."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsstudy import randomness, schemas
from newsstudy.article._share_interval import wilson
from newsstudy.given import is_whole, whole
from newsstudy.kernels import elementary
from newsstudy.kernels.reduce import total_float, total_int
from newsstudy.measures.multiplicity import benjamini_hochberg

_CELLS = 20_000_000  # bytes of one block of permutations
_SAME = 1e-9  # distances from the expected number that differ by less are one


class _Slots(NamedTuple):
    """The mentions of one document: the sentence and the actor of each, by number."""

    name: str
    sentences: np.ndarray  # int64, 0 … n_sentences − 1, those with a mention only
    actors: np.ndarray
    n_all: int  # sentences of the document, with those that mention nobody

    @property
    def sizes(self) -> np.ndarray:
        """Mentions in each sentence."""
        return np.bincount(self.sentences)


def comentions(
    mentions: pd.DataFrame, *, n: int = 20, min_sentences: int = 2, n_permutations: int = 1999, rng: Any = 0
) -> pd.DataFrame:
    """Who is named in the same sentence as whom, and is it more often than chance?

    Chance: every place at which somebody is mentioned stays, and it is drawn by lot who stands at each, within a document. So
    each actor keeps its number of mentions, and each sentence its; a long sentence that names many makes no pair remarkable.

    Parameters
    ----------
    mentions : ACTOR_MENTIONS table, as `actor_mentions` gives it
        Rows that are left out take no part. All mentions are dealt out, also those of actors beyond the first `n`.
    n : int
        The actors compared, those in most sentences first (then in code-point order): all their pairs are rows.
    min_sentences : int
        Pairs are tested where each of the two stands in so many sentences; of others p and q are missing. Who is named in one
        sentence only has company there or not, and no test can say more.
    n_permutations : int
        At least 99; the smallest p is 1 / (n_permutations + 1).
    rng : int or numpy.random.Generator

    Returns
    -------
    DataFrame, schema COMENTIONS
        All pairs, most sentences together first, then by p, then in code-point order. `expected` is exact, its range and p are
        from the permutations. A few sentences seldom show anything: with three mentions each, most pairs are undecided.

    References
    ----------
    Phipson & Smyth 2010, doi:10.2202/1544-6115.1585: why this order counts among the permutations.

    Examples
    --------
    >>> import newsstudy as ns
    >>> aliases = {"Trump": ["Donald Trump"], "Putin": ["Vladimir Putin"]}
    >>> table = ns.comentions(ns.actor_mentions(ns.sample_article(), aliases=aliases))
    >>> table[["actor", "other", "observed"]].head(2).values.tolist()
    [['Putin', 'Trump', 5], ['Russia', 'US', 2]]
    """
    record = schemas.ACTOR_MENTIONS.check(mentions)
    n, n_permutations = whole(n, "comentions: n", 2), whole(n_permutations, "comentions: n_permutations", 99)
    min_sentences = whole(min_sentences, "comentions: min_sentences", 1)
    seed = randomness.seed_of(rng)
    labels = sorted(set(mentions["actor"]))
    parts = _slots(mentions, labels, record["settings"])
    in_sentences = _presence_counts(parts, len(labels))
    order = sorted(range(len(labels)), key=lambda actor: (-int(in_sentences[actor]), labels[actor]))
    chosen = sorted(order[:n])
    pairs = [(chosen.index(a), chosen.index(b)) for a, b in combinations(chosen, 2)]
    observed = _together(parts, chosen, pairs)
    expected = _expected(parts, chosen, pairs, len(labels))
    low, high, p = _permuted(parts, chosen, pairs, observed, expected, n_permutations, seed)
    first = np.array([in_sentences[chosen[a]] for a, _ in pairs], dtype=np.int64)
    second = np.array([in_sentences[chosen[b]] for _, b in pairs], dtype=np.int64)
    jaccard, jaccard_low, jaccard_high = wilson(observed, first + second - observed)
    log_p = np.asarray(elementary.log10(p)) if len(p) else p
    log_p = np.where(np.minimum(first, second) >= min_sentences, log_p, np.nan)
    columns = {
        "actor": np.array([labels[chosen[a]] for a, _ in pairs], dtype=object),
        "other": np.array([labels[chosen[b]] for _, b in pairs], dtype=object),
        "actor_sentences": first,
        "other_sentences": second,
        "observed": observed,
        "expected": expected,
        "expected_low": low,
        "expected_high": high,
        "expected_independent": _independent(parts, chosen, pairs, len(labels)),
        "jaccard": jaccard,
        "jaccard_low": jaccard_low,
        "jaccard_high": jaccard_high,
        "permutation_p": log_p,
        "permutation_q": benjamini_hochberg(log_p),
    }
    weight = np.where(np.isnan(log_p), 0.0, log_p)
    rows = sorted(range(len(pairs)), key=lambda row: (-int(observed[row]), float(weight[row]), pairs[row]))
    settings = {
        "table": record["digest"],
        **{name: value for name, value in record["settings"].items() if name not in ("sentence_positions", "document_starts")},
        "most_actors": n,
        "min_sentences": min_sentences,
        "n_actors": len(labels),
        "n_permutations": n_permutations,
        "seed": int(rng) if is_whole(rng) else "drawn from a generator",
    }
    return schemas.COMENTIONS.table({name: np.asarray(values)[rows] for name, values in columns.items()}, settings)


def _slots(mentions: pd.DataFrame, labels: list[str], settings: Any) -> list[_Slots]:
    """The mentions of each document, in the order of documents and sentences."""
    number = {label: place for place, label in enumerate(labels)}
    names, sizes = settings.get("document_ids", []), settings.get("document_sentences", [])
    lengths = dict(zip(names, sizes, strict=True))
    found: dict[str, list[tuple[int, int, str]]] = {}
    for row in zip(*(mentions[name].tolist() for name in ("document", "sentence", "start", "actor")), strict=True):
        found.setdefault(row[0], []).append(row[1:])
    parts = []
    for name in sorted(found):
        rows = sorted(found[name])
        _, sentences = np.unique(np.array([row[0] for row in rows], dtype=np.int64), return_inverse=True)
        actors = np.array([number[row[2]] for row in rows], dtype=np.int64)
        parts.append(_Slots(name, sentences.astype(np.int64), actors, int(lengths.get(name, sentences.max() + 1))))
    return parts


def _presence(part: _Slots, chosen: list[int], actors: np.ndarray) -> np.ndarray:
    """Who of the chosen stands in which sentence: bool (chosen, permutations, sentences); `actors` is (permutations, slots)."""
    n_sentences = int(part.sentences.max()) + 1
    numbers = np.full(max(int(part.actors.max()), max(chosen)) + 1, len(chosen), dtype=np.int64)
    numbers[chosen] = np.arange(len(chosen))
    found = np.zeros((len(chosen) + 1, len(actors), n_sentences), dtype=bool)
    found[numbers[actors], np.arange(len(actors))[:, None], part.sentences[None, :]] = True
    return found[:-1]


def _presence_counts(parts: list[_Slots], n_labels: int) -> np.ndarray:
    """In how many sentences each actor stands."""
    counts = np.zeros(n_labels, dtype=np.int64)
    for part in parts:
        counts += np.bincount(np.unique(part.sentences * n_labels + part.actors) % n_labels, minlength=n_labels)
    return counts


def _counts(present: np.ndarray, pairs: list[tuple[int, int]]) -> np.ndarray:
    """Sentences with both of each pair: int64 (pairs, permutations)."""
    return np.array([np.count_nonzero(present[a] & present[b], axis=1) for a, b in pairs], dtype=np.int64)


def _together(parts: list[_Slots], chosen: list[int], pairs: list[tuple[int, int]]) -> np.ndarray:
    found = np.zeros(len(pairs), dtype=np.int64)
    for part in parts if pairs else []:
        found += _counts(_presence(part, chosen, part.actors[None, :]), pairs)[:, 0]
    return found


def _expected(parts: list[_Slots], chosen: list[int], pairs: list[tuple[int, int]], n_labels: int) -> np.ndarray:
    """The exact mean over all orders: for each sentence 1 − P(no A) − P(no B) + P(neither), drawn without replacement."""
    found = np.zeros(len(pairs))
    for part in parts if pairs else []:
        counts = np.bincount(part.actors, minlength=n_labels)[chosen]
        a, b = (np.array([counts[pair[end]] for pair in pairs], dtype=np.int64) for end in (0, 1))
        sizes, times = np.unique(part.sizes, return_counts=True)
        total = len(part.actors)
        each = [
            times[place] * (1.0 - _without(a, int(k), total) - _without(b, int(k), total) + _without(a + b, int(k), total))
            for place, k in enumerate(sizes)
        ]
        found = found + total_float(np.array(each), axis=0)
    return np.maximum(found, 0.0)


def _without(mentions: np.ndarray, k: int, total: int) -> np.ndarray:
    """The chance that k places drawn from all hold none of so many mentions."""
    chance = np.ones(len(mentions))
    for drawn in range(k):
        chance = chance * (np.maximum(total - mentions - drawn, 0) / (total - drawn))
    return chance


def _independent(parts: list[_Slots], chosen: list[int], pairs: list[tuple[int, int]], n_labels: int) -> np.ndarray:
    """Sentences of one × sentences of the other / sentences, added up over documents."""
    found = np.zeros(len(pairs))
    for part in parts if pairs else []:
        counts = _presence_counts([part], n_labels)[chosen]
        a, b = (np.array([counts[pair[end]] for pair in pairs], dtype=np.int64) for end in (0, 1))
        found = found + a * b / part.n_all
    return found


def _permuted(
    parts: list[_Slots],
    chosen: list[int],
    pairs: list[tuple[int, int]],
    observed: np.ndarray,
    expected: np.ndarray,
    n_permutations: int,
    seed: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The middle 95 % of the permutations, and the share of them that are as far from expected as what was observed."""
    if not pairs:
        return np.zeros(0), np.zeros(0), np.zeros(0)
    counts = np.zeros((len(pairs), n_permutations), dtype=np.int64)
    for part in parts:
        for begin, orders in _orders(part, len(chosen), n_permutations, seed):
            counts[:, begin : begin + len(orders)] += _counts(_presence(part, chosen, part.actors[orders]), pairs)
    far = np.abs(counts - expected[:, None]) >= (np.abs(observed - expected) - _SAME)[:, None]
    p = (total_int(far, axis=1) + 1) / (n_permutations + 1)
    counts = np.sort(counts, axis=1, kind="stable")
    edge = (n_permutations - 1) // 40  # 2.5 % on either side
    return counts[:, edge].astype(np.float64), counts[:, n_permutations - 1 - edge].astype(np.float64), p


def _orders(part: _Slots, n_chosen: int, n_permutations: int, seed: int) -> Iterator[tuple[int, np.ndarray]]:
    """Random orders of a document's mentions, in blocks: the number of the first and int64 (orders, mentions)."""
    key = randomness.child(seed, "comentions", part.name)
    size = len(part.actors)
    block = max(_CELLS // ((n_chosen + 1) * (int(part.sentences.max()) + 1) + 8 * size), 1)
    for begin in range(0, n_permutations, block):
        rows = min(block, n_permutations - begin)
        words = randomness.raw(key, rows * size, start=begin * size).reshape(rows, size)
        yield begin, np.argsort(words, axis=1, kind="stable")
