"""RAKE, TextRank, SingleRank and PositionRank: words are scored in their document, a candidate by the sum over its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.graphs import vertex_scores
from newsstudy.kernels.reduce import total_int
from newsstudy.kernels.rows import row_totals_float
from newsstudy.keywords._candidates import Candidates, gathered, runs, spread
from newsstudy.keywords._words import Words

TOLERANCE, MOST_ROUNDS = 1e-10, 1000  # 0.85 to the power of 142 is 1e-10: every damping up to 0.97 gets there
BLOCK = 1 << 20  # tokens whose pairs are held at once; documents stay whole


def rake(words: Words, options: Mapping[str, Any]) -> tuple[Candidates, np.ndarray]:
    """Candidates between stop words and punctuation; a word counts by its degree, its frequency, or their ratio."""
    first, sizes = runs(words, words.free, options["max_words"])
    found, _ = gathered(words, first, sizes)
    tokens, _ = spread(first, sizes)
    vertices, which = np.unique(_keys(words, tokens), return_inverse=True)
    frequency = np.bincount(which, minlength=len(vertices))
    degree = np.zeros(len(vertices), dtype=np.int64)
    np.add.at(degree, which, np.repeat(sizes, sizes))
    worth = {"degree": degree, "frequency": frequency, "degree/frequency": degree / np.maximum(frequency, 1)}
    per_token = np.zeros(len(words.ids), dtype=np.float64)
    per_token[tokens] = np.asarray(worth[options["word_score"]], dtype=np.float64)[which]
    return found, summed(found, per_token)


def textrank(words: Words, options: Mapping[str, Any]) -> tuple[Candidates, np.ndarray]:
    """The best third of the words of each document, joined where they stand side by side."""
    graph = Graph(words, options["window"], weighted=False)
    scores = graph.scores(np.ones(len(graph.documents)), options["damping"])
    chosen = _best(graph, words, scores, options["share"])
    per_token = graph.per_token(scores)
    free = np.zeros(len(words.ids), dtype=bool)
    free[graph.tokens] = chosen[graph.vertex]
    found, _ = gathered(words, *runs(words, free))
    return found, summed(found, per_token)


def singlerank(words: Words, options: Mapping[str, Any]) -> tuple[Candidates, np.ndarray]:
    """All candidates, their words ranked in a graph whose edges count how often two words stand near one another."""
    graph = Graph(words, options["window"], weighted=True)
    scores = graph.scores(np.ones(len(graph.documents)), options["damping"])
    found, _ = gathered(words, *runs(words, words.free, options["max_words"]))
    return found, summed(found, graph.per_token(scores))


def positionrank(words: Words, options: Mapping[str, Any]) -> tuple[Candidates, np.ndarray]:
    """As `singlerank`, but a word counts the more of its own, the earlier and the oftener it stands."""
    graph = Graph(words, options["window"], weighted=True)
    early = 1.0 / (1.0 + words.places[graph.tokens])
    order = np.argsort(graph.vertex, kind="stable")
    per_vertex = row_totals_float(_bounds(graph.vertex[order], len(graph.documents)), ready(early[order], np.float64))
    per_document = row_totals_float(graph.bounds, ready(per_vertex, np.float64))
    share = per_vertex / np.repeat(per_document, np.diff(graph.bounds))
    found, _ = gathered(words, *runs(words, words.free, options["max_words"]))
    return found, summed(found, graph.per_token(graph.scores(share, options["damping"])))


def summed(found: Candidates, per_token: np.ndarray) -> np.ndarray:
    """For each candidate the sum over its words."""
    tokens, bounds = found.tokens()
    return row_totals_float(ready(bounds, np.int64), ready(per_token[tokens], np.float64))


def _keys(words: Words, tokens: np.ndarray) -> np.ndarray:
    """A number for each token that only the same term in the same document shares; documents ascend, then terms."""
    keys: np.ndarray = words.documents[tokens].astype(np.int64) * max(len(words.terms), 1) + words.ids[tokens]
    return keys


def _bounds(sorted_numbers: np.ndarray, n: int) -> np.ndarray:
    """Where each of the numbers 0 … n − 1 begins in a sorted array of them, and where the last one ends."""
    return ready(np.searchsorted(sorted_numbers, np.arange(n + 1)), np.int64)


@dataclass(frozen=True, init=False)
class Graph:
    """The free words of each document as vertices, and edges between those that stand within a window.

    tokens, vertex : every free token and its vertex
    documents : the document of each vertex; bounds : the vertices of each document
    indptr, neighbours, weights : the edges, each in both directions, neighbours ascending
    """

    tokens: np.ndarray
    vertex: np.ndarray
    documents: np.ndarray
    bounds: np.ndarray
    indptr: np.ndarray
    neighbours: np.ndarray
    weights: np.ndarray
    n_tokens: int

    def __init__(self, words: Words, window: int, *, weighted: bool) -> None:
        tokens = np.flatnonzero(words.free)
        keys, vertex = np.unique(_keys(words, tokens), return_inverse=True)
        documents = keys // max(len(words.terms), 1)
        pairs, counts = _pairs(words, tokens, vertex, window, len(keys))
        sources = pairs // max(len(keys), 1)
        fields = {
            "tokens": tokens,
            "vertex": vertex,
            "documents": documents,
            "bounds": _bounds(documents, len(words.offsets) - 1),
            "indptr": _bounds(sources, len(keys)),
            "neighbours": ready(pairs % max(len(keys), 1), np.int64),
            "weights": ready(counts if weighted else np.ones(len(counts)), np.float64),
            "n_tokens": len(words.ids),
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def scores(self, share: np.ndarray, damping: float) -> np.ndarray:
        """The score of each vertex; see `kernels.graphs.vertex_scores`."""
        edges = (self.bounds, self.indptr, self.neighbours, self.weights)
        return vertex_scores(*edges, ready(share, np.float64), float(damping), TOLERANCE, MOST_ROUNDS)

    def per_token(self, scores: np.ndarray) -> np.ndarray:
        """The score of each token's vertex; 0 for words that are none."""
        per_token = np.zeros(self.n_tokens, dtype=np.float64)
        per_token[self.tokens] = scores[self.vertex]
        return per_token


def _pairs(words: Words, tokens: np.ndarray, vertex: np.ndarray, window: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Different pairs of vertices as source × n + neighbour, ascending, and how often the two stand within the window."""
    documents, places = words.documents[tokens], words.places[tokens]
    starts = np.searchsorted(documents, np.arange(len(words.offsets)))
    found: list[tuple[np.ndarray, np.ndarray]] = []
    begin = 0
    while begin < len(starts) - 1:
        end = max(begin + 1, int(np.searchsorted(starts, starts[begin] + BLOCK, side="right")) - 1)
        part = slice(int(starts[begin]), int(starts[end]))
        found.append(np.unique(_near(documents[part], places[part], vertex[part], window, n), return_counts=True))
        begin = end
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate([keys for keys, _ in found]), np.concatenate([counts for _, counts in found])


def _near(documents: np.ndarray, places: np.ndarray, vertex: np.ndarray, window: int, n: int) -> np.ndarray:
    """The pairs of one block, in both directions, one entry for each time that they stand near."""
    keys = [np.zeros(0, np.int64)]
    for step in range(1, min(window, len(vertex))):
        near = (documents[step:] == documents[:-step]) & (places[step:] - places[:-step] < window)
        left, right = vertex[:-step][near], vertex[step:][near]
        if not near.any():
            break  # places ascend, so no two words further apart are near
        left, right = left[left != right], right[left != right]
        keys += [left * n + right, right * n + left]
    return np.concatenate(keys)


def _best(graph: Graph, words: Words, scores: np.ndarray, share: float) -> np.ndarray:
    """Which vertices are among the best share of their document (at least one); ties by term, in code-point order."""
    sizes = np.diff(graph.bounds)
    wanted = np.where(sizes > 0, np.maximum(np.floor(sizes * share).astype(np.int64), 1), 0)
    order = np.lexsort((np.arange(len(scores)), -scores, graph.documents))
    rank = np.arange(len(scores)) - np.repeat(graph.bounds[:-1], sizes)
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[order] = rank < np.repeat(wanted, sizes)
    assert total_int(wanted) == np.count_nonzero(chosen)
    return chosen
