"""What the questions about words take: checks with an answer, and what of the input goes into a table's record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.schemas import Column
from newsstudy.tokens import Counts, Tokens, Weights

MINIMUM_DOCUMENTS = 5  # below this, no statement about documents is made (Wilcoxon, bootstrap)


def checked_counts(counts: Any, caller: str) -> Counts:
    """The counts, or an error that says what to hand over instead."""
    if isinstance(counts, Weights):
        raise InputError(
            f"{caller} needs counts, not weights ({counts.scheme}): weights have no sampling. Call it before .weight()"
        )
    if isinstance(counts, Tokens):
        raise InputError(f"{caller} needs counts: call .count() on the tokens first")
    if not isinstance(counts, Counts):
        raise InputError(
            f"{caller} needs the Counts of a corpus, as corpus.tokenize().count() gives; got {type(counts).__name__}"
        )
    if counts.matrix.shape[0] == 0:
        raise InputError(f"{caller}: there are no documents in these counts; look at corpus.ledger for where they went")
    return counts


def checked_whole(number: Any, name: str, least: int) -> int:
    """The number, or an error that names the setting: a whole number, neither True nor 1.0, of at least `least`."""
    return whole(number, name, least)


def checked_more(names: Any, table: str, given: Sequence[str]) -> tuple[Column, ...]:
    """The columns asked for by name beyond those `given` that every such table has; an error that lists what there is."""
    on_request = {column.name: column for column in schemas.ON_REQUEST[table]}
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise InputError(f"measures must be a list of names, such as [{next(iter(on_request))!r}]; got {names!r}")
    wanted = list(names)
    for name in wanted:
        if not isinstance(name, str) or (name not in on_request and name not in given):
            raise InputError(f"{name!r} is no measure of a {table} table; there are {', '.join((*given, *on_request))}")
    return tuple(column for name, column in on_request.items() if name in wanted)


def checked_resamples(number: Any, caller: str) -> int:
    """The number of resamples, at least 100 and at most 100,000: fewer have no tails, more tell nothing new."""
    found = checked_whole(number, f"{caller}: n_resamples", 100)
    if found > 100_000:
        raise InputError(f"{caller}: n_resamples must be at most 100,000; got {number!r}")
    return found


def counts_record(counts: Counts) -> dict[str, Any]:
    """The input as settings: rule, steps since, sizes, digest of the vocabulary."""
    return {
        "rule": counts.rule,
        "steps": list(counts.steps),
        "n_documents": int(counts.matrix.shape[0]),
        "n_tokens": int(counts.total),
        "n_terms": int(counts.matrix.shape[1]),
        "vocabulary": counts.vocabulary.digest,
    }
