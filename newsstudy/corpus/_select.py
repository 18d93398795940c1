"""Fewer documents: those for which a condition holds, or a random sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from newsstudy import randomness
from newsstudy.corpus import conditions
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import Held
from newsstudy.corpus.ledger import step
from newsstudy.errors import InputError


def where(corpus: Corpus, condition: Any) -> Corpus:
    """The documents for which the condition holds; see `Corpus.where`."""
    decision = _decided(corpus, condition)
    told = conditions.words(condition)
    undecided = ~(decision.true | decision.false)
    gone = [
        ("dropped", f"not so: {told}", _named(corpus, decision.false)),
        ("dropped", f"undecided, a value is missing or a date too vague: {told}", _named(corpus, undecided)),
    ]
    return taken(corpus, decision.true, "where", gone, told)


def _decided(corpus: Corpus, condition: Any) -> conditions.Decision:
    """What the condition decides for each document; a corpus on disk is asked part by part, and for the columns named only."""
    parts = corpus._parts
    if isinstance(parts, Held):
        return conditions.decide(parts.table(), condition)
    if not isinstance(condition, str | Mapping):
        return conditions.decide(parts.table(["id"]), condition)
    nothing = conditions.decide(parts.schema.empty_table(), condition)  # which names a column that there is not
    named = conditions.columns_of(condition) or ["id"]
    days = [name for name in ("date_from", "date_to") if "date" in named and name not in named]
    found = [nothing, *(conditions.decide(part, condition) for part in parts.tables([*named, *days]))]
    return conditions.Decision(np.concatenate([one.true for one in found]), np.concatenate([one.false for one in found]))


def sample(corpus: Corpus, n: Any, *, rng: Any = 0) -> Corpus:
    """`n` documents drawn without replacement; see `Corpus.sample`."""
    whole = isinstance(n, int | np.integer) and not isinstance(n, bool)
    if not whole or not 0 <= n <= len(corpus):
        raise InputError(f"n must be a whole number from 0 to {len(corpus)}, the size of the corpus; got {n!r}")
    seed = randomness.seed_of(rng)
    # Each document draws its own number from its id, so that the order of the documents plays no part.
    draws = sorted((randomness.child(seed, "corpus.sample", name), name, row) for row, name in enumerate(corpus.ids))
    mask = np.zeros(len(corpus), bool)
    for _, _, row in draws[: int(n)]:
        mask[row] = True
    told = f"a sample of {n} (seed {seed})"
    return taken(corpus, mask, "sample", [("dropped", f"not in {told}", _named(corpus, ~mask))], told)


def taken(corpus: Corpus, mask: np.ndarray, verb: str, gone: list[tuple[str, str, list[str]]], told: str) -> Corpus:
    """The rows of the mask as a new corpus, with the step in its ledger."""
    kept = int(np.count_nonzero(mask))
    return corpus._then(corpus._parts.taken(mask), step(corpus.ledger.unit, verb, kept, gone, told))


def _named(corpus: Corpus, mask: np.ndarray) -> list[str]:
    ids = corpus.ids
    return [ids[row] for row in np.flatnonzero(mask).tolist()]
