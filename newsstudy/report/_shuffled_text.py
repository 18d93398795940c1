"""A text as numbers that can be shuffled: words, the sentences and parts that they stand in, and what is measured of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import scipy.sparse as sp

from newsstudy import engine, measures
from newsstudy.kernels._jit import ready
from newsstudy.randomness import child, permutation, raw
from newsstudy.tokens import Tokens

FINE = float(2**40)  # steps of a measured number: what differs by rounding alone counts as equal


@dataclass(frozen=True)
class Text:
    """Each word's term, sentence and part, in the order of the text; holes are left out. `part_of` has a part a sentence."""

    ids: np.ndarray
    sentence: np.ndarray
    part_of: np.ndarray
    n_parts: int
    terms: tuple[str, ...]
    rule: str

    @classmethod
    def of(cls, tokens: Tokens) -> Text:
        there = tokens.ids >= 0
        part, within = tokens.document_numbers[there].astype(np.int64), tokens.sentences[there].astype(np.int64)
        new = np.ones(len(part), dtype=bool)
        new[1:] = (part[1:] != part[:-1]) | (within[1:] != within[:-1])
        sentence = np.cumsum(new) - 1
        used, parts = np.unique(part, return_inverse=True)  # parts without a word are none
        return cls(
            tokens.ids[there].astype(np.int64), sentence, parts[new], len(used), tuple(tokens.vocabulary.terms), tokens.rule
        )

    @property
    def n_sentences(self) -> int:
        return len(self.part_of)

    @property
    def parts(self) -> np.ndarray:
        """The part of each word."""
        found: np.ndarray = self.part_of[self.sentence]
        return found

    def table(self, n_terms: int, number: np.ndarray) -> np.ndarray:
        """Counts (n_parts, n_terms) of the terms whose `number` is not negative."""
        ids, parts = number[self.ids], self.parts
        cells = np.bincount((parts * n_terms + ids)[ids >= 0], minlength=self.n_parts * n_terms)
        return cells.reshape(self.n_parts, n_terms)

    def shuffled(self, kind: str, seed: int, turn: int) -> Text:
        """The text in disorder; the same seed and turn give the same."""
        key = child(seed, "shuffled text", kind, turn)
        if kind == "sentences":
            return replace(self, part_of=self.part_of[permutation(key, self.n_sentences)])
        if kind == "words":
            return replace(self, ids=self.ids[permutation(key, len(self.ids))])
        return replace(self, ids=self.ids[np.lexsort((raw(key, len(self.ids)), self.sentence))])


@dataclass(frozen=True)
class Chosen:
    """The terms that are looked at, in code-point order: names, counts, and each term of the vocabulary's number, or -1."""

    names: list[str]
    counts: np.ndarray
    number: np.ndarray

    @classmethod
    def of(cls, text: Text, n: int, least: int) -> Chosen:
        totals = np.bincount(text.ids, minlength=len(text.terms))
        most = np.argsort(-totals, kind="stable")[:n]  # terms stand in code-point order
        kept = np.sort(most[totals[most] >= least], kind="stable")
        number = np.full(len(text.terms), -1, dtype=np.int64)
        number[kept] = np.arange(len(kept))
        return cls([text.terms[place] for place in kept.tolist()], totals[kept], number)

    def pairs(self) -> tuple[list[str], np.ndarray]:
        """Every pair of different terms as "one + other", and the count of its rarer term."""
        first, second = np.triu_indices(len(self.names), 1)
        names = [f"{self.names[a]} + {self.names[b]}" for a, b in zip(first.tolist(), second.tolist(), strict=True)]
        return names, np.minimum(self.counts[first], self.counts[second])


def spread(text: Text, chosen: Chosen) -> np.ndarray:
    """DPnorm of each chosen term over the parts."""
    by_term = sp.csc_matrix(text.table(len(chosen.names), chosen.number))
    sizes = np.bincount(text.parts, minlength=text.n_parts)
    found = measures.dispersion_table(by_term.indptr, by_term.indices, by_term.data, sizes, measures=("dp_norm",))["dp_norm"]
    return np.floor(found * FINE + 0.5) / FINE


def company(text: Text, chosen: Chosen, span: int) -> np.ndarray:
    """How often the words of each pair stand at most `span` words apart in one sentence."""
    n, ids = len(chosen.names), chosen.number[text.ids]
    table = np.zeros(n * n, dtype=np.int64)
    for gap in range(1, span + 1):
        one, other = ids[:-gap], ids[gap:]
        near = (one >= 0) & (other >= 0) & (text.sentence[:-gap] == text.sentence[gap:])
        if not near.any():
            continue
        table += np.bincount((np.minimum(one, other) * n + np.maximum(one, other))[near], minlength=n * n)
    first, second = np.triu_indices(n, 1)
    found: np.ndarray = table[first * n + second].astype(np.float64)
    return found


def fit(text: Text, topics: Sequence[int], seed: int) -> np.ndarray:
    """Perplexity of a model of each number of topics on the very parts that it was fitted to."""
    from newsstudy.topics import LDA

    every = np.arange(len(text.terms), dtype=np.int64)
    matrix = sp.csr_matrix(text.table(len(text.terms), every).astype(np.int32))
    counts = SimpleNamespace(matrix=matrix, vocabulary=SimpleNamespace(terms=text.terms), rule=text.rule)
    models = [LDA(k, random_state=seed, n_jobs=1).fit(counts) for k in topics]
    return np.array([model.perplexity(counts, method="training") for model in models])


def measured(text: Text, kind: str, measure: Callable[[Text], np.ndarray], rounds: int, seed: int, what: str) -> np.ndarray:
    """What is measured of the text and of its shuffled forms: float64 (1 + rounds, n_items)."""

    def turn(number: int) -> np.ndarray:
        return measure(text if number == 0 else text.shuffled(kind, seed, number))

    found = engine.map_blocks(turn, range(rounds + 1), label=f"{what}, shuffled {kind}", unit="texts")
    values: np.ndarray = ready(np.stack(found), np.float64)
    return values
