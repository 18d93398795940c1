"""Dates that reading left undecided, read again by one who knows the order of day and month."""

from __future__ import annotations

from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus.ledger import step
from newsstudy.errors import InputError

_NAMES = ("date", "date_from", "date_to", "date_zone")
_ORDERS = ("dmy", "mdy", "language")


def with_dates(corpus: Corpus, *, order: Any) -> Corpus:
    """Missing dates read from `date_raw` under an order; see `Corpus.with_dates`."""
    if order not in _ORDERS:
        raise InputError(f"order must be 'dmy', 'mdy' or 'language'; got {order!r}")
    n_rows = len(corpus)
    table = corpus.columns(*_NAMES, "date_raw", "language")
    raw = table["date_raw"].to_pylist()
    missing = [day is None and text is not None for day, text in zip(table["date_from"].to_pylist(), raw, strict=True)]
    written = columns.text_array([text if lost else None for text, lost in zip(raw, missing, strict=True)], "date")
    fresh = columns.with_dates({"date": written, "language": table["language"]}, n_rows, order=order)
    joined = {}
    for name in _NAMES:
        pairs = zip(table[name].to_pylist(), fresh[name].to_pylist(), missing, strict=True)
        joined[name] = columns.column_of([new if lost else old for old, new, lost in pairs], name, columns.CORE[name])
    n_read = n_rows - fresh["date_from"].null_count
    told = f"{n_read:,} of {missing.count(True):,} undecided dates read as {order}"
    entries = step(corpus.ledger.unit, "with_dates", n_rows, (), told)
    return corpus._then(corpus._parts.with_columns(joined), entries)
