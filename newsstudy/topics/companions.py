"""In how many windows or documents do the terms of topics stand, alone and together?"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from newsstudy.engine import add_blocks, blocks_of, map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.bootstrap import resample_weights
from newsstudy.kernels.coherence import context_counts, window_counts
from newsstudy.randomness import child
from newsstudy.tokens import Counts, Tokens

MOST_BLOCKS = 8  # each holds counts of its own for all pairs and draws
FEWEST_DOCUMENTS = 256  # of a block


class Reference(NamedTuple):
    """Texts as term numbers: what is counted in. `ordered` is false for counts, which know no places."""

    ids: np.ndarray
    offsets: np.ndarray
    terms: Any  # term -> number by .get(term, -1)
    n_terms: int
    ordered: bool
    settings: dict[str, Any]

    @property
    def n_documents(self) -> int:
        """Documents with and without tokens."""
        return int(self.offsets.size - 1)


class Stretch(NamedTuple):
    """What is counted: documents (size None), windows of so many tokens, or contexts of so many tokens to each side."""

    kind: str  # "document", "window" or "context"
    size: int | None
    forgetful: bool = False


class Companions(NamedTuple):
    """Counts by draw: `singles` (n_wanted, n_draws), `together` (n_pairs, n_draws), `totals` (n_draws,); draw 0 is the corpus."""

    singles: np.ndarray
    together: np.ndarray
    totals: np.ndarray


def reference_of(tokens: Any, caller: str) -> Reference:
    """Tokens, Counts, or lists of terms as texts to count in."""
    if isinstance(tokens, Tokens):
        corpus = {} if tokens.corpus is None else {"corpus": tokens.corpus.digest}
        sizes = {"n_documents": len(tokens), "n_tokens": int(tokens.ids.size)}
        settings = {**tokens.settings, **corpus, **sizes}
        return Reference(tokens.ids, tokens.offsets, tokens.vocabulary, len(tokens.vocabulary), True, settings)
    if isinstance(tokens, Counts):
        matrix = tokens.matrix.tocsr()
        settings = {**tokens.settings, "counts": tokens.digest, "n_documents": len(tokens), "n_tokens": int(tokens.total)}
        return Reference(matrix.indices, matrix.indptr, tokens.vocabulary, len(tokens.vocabulary), False, settings)
    return _from_lists(tokens, caller)


def _from_lists(texts: Any, caller: str) -> Reference:
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise InputError(
            f"{caller} needs the texts to look in: Tokens, as corpus.tokenize() gives, Counts, or a list of lists of terms; "
            f"got {type(texts).__name__}"
        )
    documents: list[list[str]] = []
    for text in texts:
        if isinstance(text, str | bytes) or not isinstance(text, Iterable):
            raise InputError(f"{caller}: each text is a list of terms; got {text!r}. Make Tokens of raw texts: corpus.tokenize()")
        words = list(text)
        for word in words:
            if not isinstance(word, str):
                raise InputError(f"{caller}: terms are texts; got {word!r} in text {len(documents)}")
        documents.append(words)
    number = {term: place for place, term in enumerate(sorted({word for words in documents for word in words}))}
    ids = np.fromiter((number[word] for words in documents for word in words), dtype=np.int32)
    offsets = np.zeros(len(documents) + 1, dtype=np.int64)
    np.cumsum([len(words) for words in documents], out=offsets[1:])
    digest = hashlib.sha256()
    for words in documents:
        digest.update(f"{len(words)}\n".encode())
        for word in words:
            content = word.encode("utf-8", "surrogatepass")
            digest.update(f"{len(content)}:".encode() + content)
    settings = {"texts": digest.hexdigest(), "n_documents": len(documents), "n_tokens": int(ids.size)}
    return Reference(ids, offsets, number, len(number), True, settings)


class Wanted:
    """The terms of all topics that stand in the reference's vocabulary, and the pairs of terms of one topic."""

    def __init__(self, topics: list[list[str]], reference: Reference) -> None:
        found = {reference.terms.get(term, -1) for terms in topics for term in terms}
        self.ids = np.array(sorted(found - {-1}), dtype=np.int64)
        number = {int(id_): place for place, id_ in enumerate(self.ids)}
        self.topics = [[number.get(reference.terms.get(term, -1), -1) for term in terms] for terms in topics]
        chosen = sorted(
            {(min(a, b), max(a, b)) for terms in self.topics for a, b in itertools.combinations(terms, 2) if min(a, b) >= 0}
        )
        self.pair = {pair: place for place, pair in enumerate(chosen)}
        self.places = np.full(max(reference.n_terms, 1), -1, dtype=np.int32)
        self.places[self.ids] = np.arange(self.ids.size)
        both = sorted(
            [(a, b, place) for (a, b), place in self.pair.items()] + [(b, a, place) for (a, b), place in self.pair.items()]
        )
        rows = np.array(both, dtype=np.int64).reshape(-1, 3)
        self.bounds = np.searchsorted(rows[:, 0], np.arange(self.ids.size + 1)).astype(np.int64)
        self.partners, self.pairs = rows[:, 1], rows[:, 2]

    def of_topic(self, topic: int, counts: Companions) -> tuple[np.ndarray, np.ndarray]:
        """singles (n_draws, n) and together (n_draws, n, n) of a topic's terms; 0 for a term that stands nowhere."""
        terms, n_draws = self.topics[topic], counts.totals.size
        singles = np.zeros((n_draws, len(terms)), dtype=np.int64)
        together = np.zeros((n_draws, len(terms), len(terms)), dtype=np.int64)
        for i, term in enumerate(terms):
            if term >= 0:
                singles[:, i] = counts.singles[term]
        for i, j in itertools.combinations(range(len(terms)), 2):
            pair = self.pair.get((min(terms[i], terms[j]), max(terms[i], terms[j])), -1)
            if pair >= 0:
                together[:, i, j] = together[:, j, i] = counts.together[pair]
        return singles, together


def count_companions(reference: Reference, wanted: Wanted, stretch: Stretch, n_resamples: int, seed: int) -> Companions:
    """Counts of every wanted term and pair in the reference, and in resamples of its documents."""
    weights = ready(_weights(reference, n_resamples, seed), np.uint8)
    ids, offsets = ready(reference.ids, np.int32), ready(reference.offsets, np.int64)
    shared = (
        ready(wanted.places, np.int32),
        ready(wanted.bounds, np.int64),
        ready(wanted.partners, np.int32),
        ready(wanted.pairs, np.int32),
    )
    longest = int(np.diff(offsets).max(initial=1))
    size = max(longest, 1) if stretch.size is None else stretch.size

    def count(block: tuple[int, int]) -> np.ndarray:
        n_draws = weights.shape[1]
        singles = np.zeros((wanted.ids.size, n_draws), dtype=np.int64)
        together = np.zeros((len(wanted.pair), n_draws), dtype=np.int64)
        totals = np.zeros(n_draws, dtype=np.int64)
        if stretch.kind == "context":
            context_counts(ids, offsets, *shared, size, weights, singles, together, totals, *block)
        else:
            window_counts(ids, offsets, *shared, size, int(stretch.forgetful), weights, singles, together, totals, *block)
        return np.concatenate([singles, together, totals[None, :]])

    n = reference.n_documents
    blocks = blocks_of(n, max(FEWEST_DOCUMENTS, -(-n // MOST_BLOCKS)))
    added = add_blocks(map_blocks(count, blocks))
    return Companions(added[: wanted.ids.size], added[wanted.ids.size : -1], added[-1])


def _weights(reference: Reference, n_resamples: int, seed: int) -> np.ndarray:
    """How often each document is drawn: column 0 once, the others by resampling in the order of the documents' content."""
    n = reference.n_documents
    weights = np.ones((n, n_resamples + 1), dtype=np.uint8)
    if n_resamples:
        key0, key1 = (np.uint64(word) for word in child(seed, "coherence"))
        starts, numbers = ready([0, n], np.int64), ready(np.arange(n_resamples), np.int64)
        content, bounds = np.ascontiguousarray(reference.ids, dtype="<i4"), reference.offsets.tolist()
        digests = [hashlib.sha256(content[a:b].tobytes()).digest() for a, b in itertools.pairwise(bounds)]
        order = sorted(range(n), key=digests.__getitem__)
        weights[order, 1:] = resample_weights(key0, key1, starts, numbers)
    return weights
