"""Sentences of two articles that tell the same, word beside word: what both say, and how each says it otherwise."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import engine, randomness
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels.elementary import log
from newsstudy.kernels.reduce import total_int
from newsstudy.randomness import child, permutation
from newsstudy.schemas.two_articles import ALIGNED_SENTENCES
from newsstudy.tokens import Tokens

CALLER = "aligned_sentences"
FINE = 2**20  # steps of a weight, so that similarities are added up exactly


@dataclass(frozen=True)
class Side:
    """One article: the document's id and bytes, and each word's term, place and sentence (of those with words)."""

    document: str
    data: bytes
    terms: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    sentence: np.ndarray
    numbers: np.ndarray  # of each sentence in the document

    @property
    def n(self) -> int:
        return len(self.numbers)


def aligned_sentences(first: Tokens, second: Tokens, *, n: int | None = None, n_shuffles: int = 99, rng: Any = 0) -> pd.DataFrame:
    """Which sentences of two articles tell the same, and in which words do they differ?

    Parameters
    ----------
    first, second : Tokens
        All words of one article each, by one rule.
    n : int, optional
        At most so many pairs, the most alike ones.
    n_shuffles : int
        Shuffles of the second article's words, at least 19.
    rng : int or numpy.random.Generator
        Seed of the shuffles.

    Returns
    -------
    DataFrame, schema ALIGNED_SENTENCES
        Two sentences are a pair where each is the other's most alike. A row is a run of words of one of them, in the order of
        the text: 'same' where the other sentence has these words, too, in this order, 'own' elsewhere. A run holds the
        punctuation behind it.

    Notes
    -----
    Similarity is the cosine of the sentences' different words, a word weighing ln(1 + sentences / sentences with it). `p` asks
    whether shuffled words would give as good a partner. Two articles on one subject share names in many sentences; a pair
    with a low p may share little more. No word's meaning is known: "raid" and "attack" are two words.

    Examples
    --------
    >>> import newsstudy as ns
    >>> texts = "Snow closed the northern pass on Monday.", "On Monday heavy snow closed the northern pass."
    >>> table = ns.aligned_sentences(*(ns.corpus_from([{"text": text}]).tokenize() for text in texts), n_shuffles=19)
    >>> table[table.kind == "same"].text.tolist()
    ['Snow closed the northern pass', 'snow closed the northern pass.']
    """
    sides = _side(first), _side(second)
    if (first.rule, first.steps) != (second.rule, second.steps):
        raise InputError(f"{CALLER}: the articles were cut by different rules or steps; cut both in the same way")
    most = None if n is None else whole(n, f"{CALLER}: n", 1)
    rounds, seed = whole(n_shuffles, f"{CALLER}: n_shuffles", 19), randomness.seed_of(rng)
    if rounds > 9_999:
        raise InputError(f"{CALLER}: n_shuffles is at most 9,999; got {n_shuffles!r}")
    names = sorted({*first.vocabulary.terms, *second.vocabulary.terms})
    place = {term: number for number, term in enumerate(names)}
    terms = [
        np.array([place[term] for term in tokens.vocabulary.terms], dtype=np.int64)[side.terms]
        for tokens, side in zip((first, second), sides, strict=True)
    ]
    empty = [which for which, side in zip(("first", "second"), sides, strict=True) if not side.n]
    rows: list[dict[str, Any]] = []
    if not empty:
        rows = _rows(sides, terms, len(names), most, rounds, seed)
    settings = {
        **first.settings,
        "sentence_rule": first.sentence_rule,
        "n_first_sentences": sides[0].n,
        "n_second_sentences": sides[1].n,
        "n_pairs": rows[-1]["pair"] + 1 if rows else 0,
        "n_shuffles": rounds,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "missing": {"pair": f"the {empty[0]} article has no words"} if empty else {},
    }
    return ALIGNED_SENTENCES.table({name: [row[name] for row in rows] for name in ALIGNED_SENTENCES.names}, settings)


def _side(tokens: Any) -> Side:
    if not isinstance(tokens, Tokens) or tokens.corpus is None:
        raise InputError(f"{CALLER} needs the Tokens of two articles, as article.tokenize() gives; got {type(tokens).__name__}")
    if len(tokens) > 1:
        raise InputError(f"{CALLER} compares two articles, and these are {len(tokens)} documents; hand over one article each")
    there = tokens.ids >= 0
    numbers = tokens.sentences[there]
    used, sentence = np.unique(numbers, return_inverse=True)
    starts = tokens.starts[there].astype(np.int64)
    text = tokens.corpus.texts[0] if len(tokens) else ""
    document = tokens.document_ids[0] if len(tokens) else ""
    ends = starts + tokens.lengths[there]
    return Side(document, text.encode(), tokens.ids[there].astype(np.int64), starts, ends, sentence, used.astype(np.int64))


def _rows(
    sides: tuple[Side, Side], terms: list[np.ndarray], n_terms: int, most: int | None, rounds: int, seed: int
) -> list[dict[str, Any]]:
    table = _similarity(sides, terms, n_terms)
    best, back = table.argmax(axis=1), table.argmax(axis=0)  # the first of equals
    mutual = [row for row in range(sides[0].n) if back[best[row]] == row and table[row, best[row]] > 0.0]
    mutual.sort(key=lambda row: (-table[row, best[row]], row))
    highest = np.stack(engine.map_blocks(lambda turn: _shuffled_best(sides, terms, n_terms, seed, turn), range(rounds)))
    out = []
    for pair, row in enumerate(mutual[:most]):
        as_like = int(np.count_nonzero(highest[:, row] >= table[row, best[row]]))
        both = {"pair": pair, "similarity": float(table[row, best[row]]), "p": (1 + as_like) / (1 + rounds)}
        out += [both | run for run in _runs(sides, terms, row, int(best[row]))]
    return out


def _shuffled_best(sides: tuple[Side, Side], terms: list[np.ndarray], n_terms: int, seed: int, turn: int) -> np.ndarray:
    """The highest similarity of each first sentence with any second one whose words were shuffled over all sentences."""
    order = permutation(child(seed, "words of the second article", turn), len(terms[1]))
    found: np.ndarray = _similarity(sides, [terms[0], terms[1][order]], n_terms).max(axis=1)
    return found


def _similarity(sides: tuple[Side, Side], terms: list[np.ndarray], n_terms: int) -> np.ndarray:
    """Cosine of every first sentence with every second one, float64 (n_first, n_second); 0 for a sentence without words."""
    cells = [np.unique(side.sentence * n_terms + term) for side, term in zip(sides, terms, strict=True)]
    having = [(cell // n_terms, cell % n_terms) for cell in cells]
    documents = np.bincount(np.concatenate([term for _, term in having]), minlength=n_terms)
    weight = np.asarray(log(1.0 + (sides[0].n + sides[1].n) / np.maximum(documents, 1)))
    squared = np.floor(weight * weight * FINE + 0.5).astype(np.int64)
    norms = [_norms(row, squared[term], side.n) for (row, term), side in zip(having, sides, strict=True)]
    shared = np.zeros((sides[0].n, sides[1].n), dtype=np.int64)
    by_term = [np.argsort(term, kind="stable") for _, term in having]
    bounds = [np.searchsorted(term[order], np.arange(n_terms + 1)) for (_, term), order in zip(having, by_term, strict=True)]
    for term in np.intersect1d(having[0][1], having[1][1]).tolist():
        mine, theirs = (
            row[order[bound[term] : bound[term + 1]]] for (row, _), order, bound in zip(having, by_term, bounds, strict=True)
        )
        shared[mine[:, None], theirs[None, :]] += squared[term]
    length = np.sqrt(norms[0].astype(np.float64))[:, None] * np.sqrt(norms[1].astype(np.float64))[None, :]
    found: np.ndarray = np.minimum(shared / np.maximum(length, 1.0), 1.0)
    return found


def _norms(rows: np.ndarray, weights: np.ndarray, n: int) -> np.ndarray:
    """The sum of the weights of each row's words, int64."""
    totals = np.zeros(n, dtype=np.int64)
    np.add.at(totals, rows, weights)
    assert total_int(totals) == total_int(weights)
    return totals


def _runs(sides: tuple[Side, Side], terms: list[np.ndarray], row: int, partner: int) -> list[dict[str, Any]]:
    """Runs of words that both sentences have in this order, and of those between them, for each of the two."""
    places = [np.flatnonzero(side.sentence == which) for side, which in zip(sides, (row, partner), strict=True)]
    words = [term[place].tolist() for term, place in zip(terms, places, strict=True)]
    steps = difflib.SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()
    out = []
    for which, name in enumerate(("first", "second")):
        side, place = sides[which], places[which]
        for step in steps:
            begin, end = (step[1], step[2]) if which == 0 else (step[3], step[4])
            if begin < end:
                start, stop = int(side.starts[place[begin]]), _end(side, int(place[end - 1]))
                out.append(
                    {
                        "article": name,
                        "document": side.document,
                        "sentence": int(side.numbers[side.sentence[place[begin]]]),
                        "start": start,
                        "length": stop - start,
                        "text": side.data[start:stop].decode(),
                        "kind": "same" if step[0] == "equal" else "own",
                    }
                )
    return out


def _end(side: Side, word: int) -> int:
    """The byte behind a word and the signs that stand right behind it, up to the first blank."""
    limit = int(side.starts[word + 1]) if word + 1 < len(side.starts) else len(side.data)
    behind = side.data[int(side.ends[word]) : limit].decode()
    return int(side.ends[word]) + len((behind.split() or [""])[0].encode() if not behind[:1].isspace() else b"")
