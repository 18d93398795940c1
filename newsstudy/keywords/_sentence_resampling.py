"""A text drawn again by its sentences: as many of them, with replacement, in the order of the text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from newsstudy.corpus import Corpus, corpus_from
from newsstudy.randomness import child, integers_below
from newsstudy.tokens import Tokens

MOST = 500_000  # tokens of resampled texts that are held at once


def sentences_of(tokens: Tokens) -> np.ndarray:
    """The first token of each sentence of one text, and behind them the number of tokens."""
    numbers = tokens.sentences
    new = np.ones(len(numbers), dtype=bool)
    new[1:] = numbers[1:] != numbers[:-1]
    return np.append(np.flatnonzero(new), len(numbers)).astype(np.int64)


def resampled(tokens: Tokens, n_resamples: int, seed: int) -> Iterator[Tokens]:
    """`n_resamples` texts drawn from the sentences of one text, as documents, in blocks; words and spans as they were cut.

    A drawn text keeps the order of its sentences, because methods look at places and neighbours; a sentence drawn twice
    stands there twice, as two.
    """
    bounds = sentences_of(tokens)
    n, corpus = len(bounds) - 1, tokens.corpus
    assert corpus is not None
    if n == 0:
        return
    data = corpus.texts[0].encode()
    cuts = [0, *tokens.starts[bounds[1:-1]].tolist(), len(data)]
    pieces = [data[a:b] for a, b in itertools.pairwise(cuts)]
    sizes = np.diff(np.array(cuts, dtype=np.int64))
    language = corpus.columns("language")["language"].to_pylist()[0]
    per_block = max(MOST // max(len(tokens.ids), 1), 1)
    for first in range(0, n_resamples, per_block):
        drawn = [
            np.sort(integers_below(child(seed, "sentences of a text", turn), n, n), kind="stable")
            for turn in range(first, min(first + per_block, n_resamples))
        ]
        texts = [b"".join(pieces[number] for number in numbers.tolist()).decode() for numbers in drawn]
        rows = [{"id": f"r{turn:06d}", "text": text, "language": language} for turn, text in enumerate(texts)]
        yield _cut_as(tokens, corpus_from(rows), drawn, bounds, np.array(cuts[:-1], dtype=np.int64), sizes)


def _cut_as(
    tokens: Tokens, corpus: Corpus, drawn: list[np.ndarray], bounds: np.ndarray, cuts: np.ndarray, sizes: np.ndarray
) -> Tokens:
    """The tokens of drawn sentences, moved to where the sentences stand now."""
    taken, moved, sentences, totals = [], [], [], [0]
    for numbers in drawn:
        lengths = np.diff(bounds)[numbers]
        within = np.arange(int(lengths.cumsum()[-1])) - np.repeat(lengths.cumsum() - lengths, lengths)
        which = np.repeat(bounds[numbers], lengths) + within
        new_cuts = np.cumsum(sizes[numbers]) - sizes[numbers]
        taken.append(which)
        moved.append(tokens.starts[which] + np.repeat(new_cuts - cuts[numbers], lengths))
        sentences.append(np.repeat(np.arange(len(numbers)), lengths))
        totals.append(len(which))
    every = np.concatenate(taken)
    return Tokens(
        tokens.ids[every],
        np.cumsum(totals),
        np.concatenate(moved),
        tokens.lengths[every],
        tokens.vocabulary,
        tokens.rule,
        corpus,
        sentences=np.concatenate(sentences),
        sentence_rule=tokens.sentence_rule,
        steps=tokens.steps,
    )
