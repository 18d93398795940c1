"""YAKE: candidates scored by how their words are written, where they stand, how often and beside how many others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy.kernels.elementary import log
from newsstudy.keywords._candidates import Candidates, gathered, pieces
from newsstudy.keywords._words import Words
from newsstudy.text.kinds import category
from newsstudy.tokens import Tokens

PLAIN, CAPITAL, ACRONYM, STRANGE = 0, 1, 2, 3
SHORTEST = 3  # letters of a word that is no stop word


def yake(words: Words, options: Mapping[str, Any], tokens: Tokens) -> tuple[Candidates, np.ndarray]:
    """Candidates of up to `max_words` words that begin and end with no stop word; the lower the score, the better."""
    state = _Vertices(words, _written(tokens, words), options["window"])
    first, sizes = pieces(words, options["max_words"])
    found, which = gathered(words, first, sizes)
    kept = ~state.stop[state.vertex[found.first]] & ~state.stop[state.vertex[found.first + found.n_words - 1]]
    strange = np.concatenate([np.zeros(1, np.int64), np.cumsum(state.written == STRANGE)])
    plain = strange[first + sizes] == strange[first]
    sound = np.zeros(len(kept), dtype=bool)
    sound[which[plain]] = True  # one occurrence without digits is enough
    kept &= sound
    found = Candidates(found.documents[kept], found.first[kept], found.n_words[kept], found.counts[kept])
    product, total = np.ones(len(kept[kept])), np.zeros(len(kept[kept]))
    for place in range(options["max_words"]):
        here = np.flatnonzero(found.n_words > place)
        token = found.first[here] + place
        stop = state.stop[state.vertex[token]]
        worth = state.scores[state.vertex[token]]
        # A stop word inside counts by how surely it stands between its two neighbours.
        inside = here[stop]
        chance = state.chance(found.first[inside] + place)
        product[here] *= np.where(stop, 1.0, worth)
        total[here] += np.where(stop, 0.0, worth)
        product[inside] *= 1.0 + (1.0 - chance)
        total[inside] -= 1.0 - chance
    return found, product / ((total + 1.0) * found.counts)


@dataclass(frozen=True, init=False)
class _Vertices:
    """One vertex for each different word of a document, holes left out; plurals in s go with their singulars.

    vertex : of each token, -1 for a hole; written : PLAIN, CAPITAL, ACRONYM or STRANGE, of each token
    stop, scores : of each vertex
    """

    vertex: np.ndarray
    written: np.ndarray
    stop: np.ndarray
    scores: np.ndarray
    counts: np.ndarray
    edges: np.ndarray
    edge_counts: np.ndarray

    def __init__(self, words: Words, written: np.ndarray, window: int) -> None:
        there = np.flatnonzero(words.ids >= 0)
        forms, stems, short = _stems(words.terms)
        keys, opening, which = np.unique(
            words.documents[there].astype(np.int64) * max(len(forms), 1) + stems[words.ids[there]],
            return_index=True,
            return_inverse=True,
        )
        vertex = np.full(len(words.ids), -1, dtype=np.int64)
        vertex[there] = which
        counts = np.bincount(which, minlength=len(keys)).astype(np.int64)
        free = words.free[there[opening]]
        stem_is_stop = np.array([form in words.stop_words for form in forms], dtype=bool) | short
        stop = ~free | stem_is_stop[keys % max(len(forms), 1)] if len(keys) else np.zeros(0, dtype=bool)
        documents = keys // max(len(forms), 1)
        edges, edge_counts = _edges(words, vertex, written, window, len(keys))
        values = {
            "vertex": vertex,
            "written": written,
            "stop": stop,
            "counts": counts,
            "edges": edges,
            "edge_counts": edge_counts,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "scores", self._scores(words, documents))

    def chance(self, tokens: np.ndarray) -> np.ndarray:
        """How often a token's vertex follows that of the token before, times how often the next one follows it, as shares."""
        before, here, after = self.vertex[tokens - 1], self.vertex[tokens], self.vertex[tokens + 1]
        joint: np.ndarray = self._times(before, here) / self.counts[before] * (self._times(here, after) / self.counts[after])
        return joint

    def _times(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        keys = left * len(self.counts) + right
        place = np.searchsorted(self.edges, keys)
        place = np.minimum(place, max(len(self.edges) - 1, 0))
        if not len(self.edges):
            return np.zeros(len(keys))
        return np.where(self.edges[place] == keys, self.edge_counts[place], 0).astype(np.float64)

    def _scores(self, words: Words, documents: np.ndarray) -> np.ndarray:
        """Equation 6 of Campos et al. 2020: place × relatedness / (case + frequency / relatedness + spread / relatedness)."""
        n = len(self.counts)
        tf = self.counts.astype(np.float64)
        n_documents = len(words.offsets) - 1
        largest = np.zeros(n_documents, dtype=np.int64)
        np.maximum.at(largest, documents, self.counts)
        relatedness = 1.0 + (self._variety(self.edges % max(n, 1)) + self._variety(self.edges // max(n, 1))) * (
            tf / largest[documents]
        )
        usual = _mean_plus_deviation(self.counts, documents, self.stop, n_documents)[documents]
        frequency = np.divide(tf, usual, out=np.zeros(n), where=usual > 0)
        case = np.maximum(self._number(ACRONYM), self._number(CAPITAL)) / (1.0 + np.asarray(log(tf)))
        spread, middle = self._sentences(words, documents)
        place = np.asarray(log(log(3.0 + middle)))
        return np.asarray(place * relatedness / (case + frequency / relatedness + spread / relatedness))

    def _variety(self, ends: np.ndarray) -> np.ndarray:
        """Different neighbours on one side / neighbours on that side; 0 without any."""
        n = len(self.counts)
        different = np.bincount(ends, minlength=n)
        times = np.zeros(n, dtype=np.int64)
        np.add.at(times, ends, self.edge_counts)
        return np.divide(different, times, out=np.zeros(n), where=times > 0)

    def _number(self, kind: int) -> np.ndarray:
        return np.bincount(self.vertex[(self.written == kind) & (self.vertex >= 0)], minlength=len(self.counts))

    def _sentences(self, words: Words, documents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The share of sentences that a vertex stands in, and the median of their numbers, from 0."""
        there = np.flatnonzero(self.vertex >= 0)
        most = int(words.sentences.max(initial=0)) + 1
        keys = np.sort(self.vertex[there] * most + words.sentences[there], kind="stable")
        keys = keys[np.diff(keys, prepend=-1) > 0]  # np.unique would hash the keys, at four times the cost
        owner, sentence = keys // most, keys % most
        bounds = np.searchsorted(owner, np.arange(len(self.counts) + 1))
        sizes = np.diff(bounds)
        lower, upper = bounds[:-1] + (sizes - 1) // 2, bounds[:-1] + sizes // 2
        n_sentences = np.ones(len(words.offsets) - 1, dtype=np.int64)
        np.maximum.at(n_sentences, words.documents, words.sentences + 1)
        return sizes / n_sentences[documents], (sentence[lower] + sentence[upper]) / 2.0


def _stems(terms: tuple[str, ...]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Terms without a final s (of more than three letters), the number of each term's, and which of them are too short."""
    cut = [term[:-1] if term.endswith("s") and len(term) > 3 else term for term in terms]
    forms = sorted(set(cut))
    number = {form: place for place, form in enumerate(forms)}
    short = np.array([_letters(form) < SHORTEST for form in forms], dtype=bool)
    return forms, np.array([number[form] for form in cut], dtype=np.int64), short


def _letters(form: str) -> int:
    return len([sign for sign in form if category(sign)[0] in "LMN"])


def _edges(words: Words, vertex: np.ndarray, written: np.ndarray, window: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Different pairs (left × n + right) of words within the window, ascending, and their counts; digits are no neighbours."""
    sound = (written != STRANGE) & (vertex >= 0)
    together = words.joined.copy()
    keys = [np.zeros(0, np.int64)]
    for step in range(1, window + 1):
        if step > 1:
            together[step - 1 :] &= words.joined[: len(together) - step + 1]
        near = together[step:] & sound[step:] & sound[:-step]
        keys.append((vertex[:-step] * n + vertex[step:])[near])
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    return pairs, counts.astype(np.int64)


def _mean_plus_deviation(counts: np.ndarray, documents: np.ndarray, stop: np.ndarray, n_documents: int) -> np.ndarray:
    """Mean and standard deviation of the counts of a document's words that are no stop words, added; from whole numbers."""
    counted, owner = counts[~stop], documents[~stop]
    number = np.bincount(owner, minlength=n_documents)
    total, squares = np.zeros(n_documents, dtype=np.int64), np.zeros(n_documents, dtype=np.int64)
    np.add.at(total, owner, counted)
    np.add.at(squares, owner, counted * counted)
    some = np.maximum(number, 1)
    return np.asarray(total / some + np.sqrt((number * squares - total * total).astype(np.float64)) / some)


def _written(tokens: Tokens, words: Words) -> np.ndarray:
    """How each token is written. A capital says something only behind the first word of a sentence."""
    kinds = np.zeros(len(words.ids), dtype=np.int64)
    document = 0
    assert tokens.corpus is not None
    for data, bounds in tokens.corpus.utf8_parts():
        n_documents = len(bounds) - 1
        begin, end = int(tokens.offsets[document]), int(tokens.offsets[document + n_documents])
        sizes = np.diff(tokens.offsets[document : document + n_documents + 1])
        starts = np.repeat(np.asarray(bounds[:-1], dtype=np.int64), sizes) + tokens.starts[begin:end]
        kinds[begin:end] = _kinds(data, starts, tokens.lengths[begin:end].astype(np.int64))
        document += n_documents
    opening = np.ones(len(kinds), dtype=bool)
    same = words.documents[1:] == words.documents[:-1]
    opening[1:] = ~(same & (words.sentences[1:] == words.sentences[:-1]))
    kinds[opening & (kinds == CAPITAL)] = PLAIN
    return kinds


def _kinds(data: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The kind of each written form; the different ones are looked at once."""
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    # Tokens and the gaps between them in a row: every second value is a token.
    bounds = np.stack([starts, starts + lengths], axis=1).ravel().astype(np.int64)
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(np.ascontiguousarray(data))]
    pieces_ = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(bounds) - 1, buffers)
    forms = pieces_.take(pa.array(np.arange(0, len(bounds) - 1, 2))).dictionary_encode()
    kinds = np.array([_kind(form.decode("utf-8", "replace")) for form in forms.dictionary.to_pylist()], dtype=np.int64)
    return np.asarray(kinds[forms.indices.to_numpy()])


def _kind(form: str) -> int:
    """Acronym: all capitals. Capital: the first letter only. Strange: letters beside digits, no letters, or two other signs."""
    groups = [category(sign) for sign in form]
    letters = [group for group in groups if group[0] in "LM"]
    digits = [group for group in groups if group[0] == "N"]
    if not letters or digits or len(groups) - len(letters) > 1:
        return STRANGE
    capitals = [group for group in letters if group in ("Lu", "Lt")]
    if capitals and len(capitals) == len([group for group in letters if group in ("Lu", "Lt", "Ll")]):
        return ACRONYM
    if len(groups) > 1 and len(capitals) == 1 and groups[0] in ("Lu", "Lt"):
        return CAPITAL
    return PLAIN
