"""Several corpora as one, with their ledgers as branches of one ledger."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import Held
from newsstudy.corpus.ledger import Entry, branched, step
from newsstudy.errors import InputError


def concat(corpora: Iterable[Corpus]) -> Corpus:
    """The documents of several corpora, in the order given.

    A document whose id is taken already is a second copy: its id gets `~2`, and so do the ids of its parts.

    Parameters
    ----------
    corpora : iterable of Corpus
        All made of the same units (documents, paragraphs or sentences).

    Raises
    ------
    InputError
        No corpus at all, or corpora of different units.

    Examples
    --------
    >>> import newsstudy as ns
    >>> both = ns.concat([ns.corpus_from(["Snow fell."]), ns.corpus_from(["Snow fell.", "Rain fell."])])
    >>> [name[16:] for name in both.ids]
    ['', '~2', '']
    """
    if isinstance(corpora, Corpus):
        raise InputError("ns.concat takes a list of corpora: ns.concat([a, b])")
    if isinstance(corpora, str | set | frozenset) or not isinstance(corpora, Iterable):
        raise InputError(f"ns.concat takes a list of corpora: ns.concat([a, b]); got {type(corpora).__name__}")
    given = list(corpora)
    for number, corpus in enumerate(given):
        if not isinstance(corpus, Corpus):
            raise InputError(f"ns.concat takes corpora; number {number} is {type(corpus).__name__} (see ns.corpus_from)")
    units = list(dict.fromkeys(corpus.ledger.unit for corpus in given))
    if len(units) != 1:
        raise InputError(f"ns.concat takes corpora of one unit; got {' and '.join(f'{unit}s' for unit in units) or 'no corpus'}")
    taken: set[str] = set()
    tables = [_renamed(corpus.table, taken) for corpus in given]
    stacked = columns.stacked(tables)
    n_rows = stacked.num_rows
    table = columns.ordered(dict(zip(stacked.column_names, stacked.columns, strict=True)), n_rows)
    made = Entry(units[0], "concat", "made", f"from {len(given)} corpora", n_rows)
    ledger = branched([corpus.ledger for corpus in given]).and_then([made, *step(units[0], "concat", n_rows)])
    return Corpus._of(Held(table), ledger, [record for corpus in given for record in corpus._files])


def _renamed(table: pa.Table, taken: set[str]) -> pa.Table:
    """The table with ids that are not taken; the parts of one parent are renamed together."""
    ids = table["id"].to_pylist()
    parents = table["parent"].to_pylist() if "parent" in table.column_names else [None] * len(ids)
    clashing = {parent or name for name, parent in zip(ids, parents, strict=True) if name in taken}
    own = set(ids) | {parent for parent in parents if parent}
    fresh: dict[str, str] = {}
    for root in sorted(clashing):
        number = 2
        while f"{root}~{number}" in taken or f"{root}~{number}" in own:
            number += 1
        fresh[root] = f"{root}~{number}"
    new_ids, new_parents = [], []
    for name, parent in zip(ids, parents, strict=True):
        root = parent or name
        renamed = fresh.get(root, root)
        new_ids.append(renamed + name[len(root) :])
        new_parents.append(renamed if parent else None)
    taken.update(new_ids)
    taken.update(parent for parent in new_parents if parent)
    table = table.set_column(table.column_names.index("id"), "id", pa.array(new_ids, columns.STRING))
    if "parent" in table.column_names:
        table = table.set_column(table.column_names.index("parent"), "parent", pa.array(new_parents, columns.STRING))
    if "raw_parent" in table.column_names:
        outer = [fresh.get(name, name) for name in table["raw_parent"].to_pylist()]
        table = table.set_column(table.column_names.index("raw_parent"), "raw_parent", pa.array(outer, columns.STRING))
    return table
