"""Counts that were made elsewhere: scikit-learn's matrix, gensim's bags of words, triplets, a wide table, or a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.corpus import columns
from newsstudy.corpus._tables import columns_of
from newsstudy.errors import InputError
from newsstudy.tokens._cells import Cells, is_table, of_bags, of_matrix, of_table
from newsstudy.tokens.counts import Counts
from newsstudy.tokens.exchange import cells_of_parts, cells_of_path
from newsstudy.tokens.vocabulary import ordered


def counts_from(data: Any, *, terms: Any = None, documents: Any = None, rule: Any = "imported") -> Counts:
    """Counts from what another library made of the texts.

    Parameters
    ----------
    data : one of
        - a sparse matrix or array of documents by terms, with `terms`; or the pair (matrix, terms), as CountVectorizer,
          TermCounter and `Counts.to_sklearn` give them;
        - a corpus of gensim, for each document a list of (id, count), with `terms`; or the pair (corpus, id2word);
        - a table (pandas, polars, Arrow) with the columns document, term, count, as `Counts.to_pandas` gives it, or
          document, feature, frequency, as quanteda's `convert(x, to = "tripletlist")` does;
        - the path of what `Counts.export` or MALLET's --output-state wrote (see docs/topics/exchange.md), or a dict of the parts:
          i, j, v (from 1, as in R), documents, features, or stm's documents and vocab;
        - a wide table, a row for each document and a column for each term; its one column of text, or else pandas' index, has
          the ids of the documents.
    terms : list of str, dict, or a fitted vectorizer, optional
        The term of each column or id: names in order, {id: term} such as gensim's Dictionary, {term: column} such as
        `CountVectorizer.vocabulary_`.
    documents : table or list of str, optional
        What is known of the documents: a table with a column id, or the ids alone. Rows of a matrix or corpus stand in this
        order. Where `data` names its documents they are found by id, come in this order, and those without any term are kept.
        None: the ids of `data` in order of appearance, or numbers from "0".
    rule : str
        The name of the rule by which the words were cut; every result shows it.

    Returns
    -------
    Counts
        Terms in code-point order; cells that were given twice are added up, zeros are dropped. A column `text` is left out.

    Raises
    ------
    InputError
        If a count is negative, a fraction or missing, a term or document has no name, or the parts do not fit.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.counts_from(([[(1, 2)], [(0, 1), (1, 1)]], {0: "war", 1: "peace"})).top()
    [('peace', 3), ('war', 1)]
    >>> counts = ns.sample_article().split("paragraph").tokenize().count()
    >>> ns.counts_from(counts.to_pandas(), documents=counts.documents, rule=counts.rule).digest == counts.digest
    True
    """
    if not isinstance(rule, str) or not rule or columns.lone_surrogate(rule) is not None:
        raise InputError(f"rule is the name of the rule by which the words were cut; got {rule!r}")
    cells = _cells(data, terms)
    vocabulary, numbers = ordered(cells.terms)
    table, rows = _placed(cells, documents)
    places = (rows[cells.rows], numbers[cells.columns].astype(np.int64))
    matrix = scipy.sparse.coo_array((cells.counts, places), shape=(table.num_rows, len(vocabulary))).tocsr()
    return Counts(matrix, vocabulary, table, rule)


def _cells(data: Any, terms: Any) -> Cells:
    if isinstance(data, tuple) and len(data) == 2 and terms is None:
        data, terms = data
        if terms is None or is_table(data):
            raise InputError("a pair is a matrix and its terms, or a corpus of (id, count) and its id2word")
    if isinstance(data, Counts):
        raise InputError("these are Counts already")
    if scipy.sparse.issparse(data) or isinstance(data, np.ndarray):
        return of_matrix(data, terms)
    if is_table(data):
        if terms is not None:
            raise InputError("a table names its terms itself; leave terms= out")
        return of_table(data)
    if isinstance(data, str | os.PathLike | Mapping):
        if terms is not None:
            raise InputError("a file, and a dict of its parts, name their terms themselves; leave terms= out")
        return cells_of_parts(data) if isinstance(data, Mapping) else cells_of_path(data)
    if isinstance(data, bytes | set | frozenset) or not isinstance(data, Iterable):
        raise InputError(
            f"counts come from a matrix with terms=, a corpus of (id, count) with terms=id2word, or a table of document, term, "
            f"count; got {type(data).__name__}"
        )
    return of_bags(data, terms)


def _placed(cells: Cells, documents: Any) -> tuple[pa.Table, np.ndarray]:
    """The metadata of the rows, and in which of them each row of `cells` goes."""
    own = cells.ids
    if own is not None:
        _check_ids(own)
    if documents is None:
        names = own if own is not None else [str(number) for number in range(cells.n_rows)]
        return pa.table({"id": columns.text_array(names, "id")}), np.arange(cells.n_rows)
    table = _metadata(documents, cells)
    ids = table.column("id").to_pylist()
    _check_ids(ids)
    if own is None:
        if len(ids) != cells.n_rows:
            raise InputError(f"there are counts of {cells.n_rows} documents, but {len(ids)} are named; give one id for each")
        return table, np.arange(cells.n_rows)
    rows_of = {name: row for row, name in enumerate(ids)}
    lost = [name for name in own if name not in rows_of]
    if lost:
        raise InputError(
            f"documents= does not have the id {lost[0]!r}, which has counts ({len(lost)} of {len(own)} are not there)"
        )
    return table, np.array([rows_of[name] for name in own], dtype=np.int64)


def _metadata(documents: Any, cells: Cells) -> pa.Table:
    """A table with a column id, with our types and without texts."""
    if is_table(documents) or _is_rows(documents):
        held = {name: column for name, column in columns_of(documents).items() if name not in ("text", columns.EDIT_MAP)}
    elif isinstance(documents, str | bytes | Mapping | set | frozenset) or not isinstance(documents, Iterable):
        raise InputError(f"documents= is a table with a column id, or a list of ids; got {documents!r}")
    else:
        held = {"id": columns.text_array([None if name is None else str(name) for name in documents], "id")}
    if "id" not in held:
        raise InputError(f"documents= has no column id; its columns are: {', '.join(held) or 'none'}")
    if "date" in held and "date_from" not in held:
        held = columns.with_dates({**held, "date": columns.fitted(held["date"], "date", columns.STRING)}, len(held["id"]))
    kinds = {**columns.TYPES, "id": columns.STRING}
    return pa.table({name: columns.fitted(column, name, kinds.get(name)) for name, column in held.items()})


def _is_rows(documents: Any) -> bool:
    return isinstance(documents, list) and bool(documents) and all(isinstance(row, Mapping) for row in documents)


def _check_ids(ids: list[Any]) -> None:
    seen: dict[str, int] = {}
    for row, name in enumerate(ids):
        if not name:
            raise InputError(f"document {row} (counted from 0) has no id; give it one")
        if name in seen:
            raise InputError(
                f"the id {name!r} stands twice (documents {seen[name]} and {row}, counted from 0); ids must be unique"
            )
        seen[name] = row
