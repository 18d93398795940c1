"""The Corpus: documents as Arrow columns in a canonical order, and the ledger of what became of every file and document."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.corpus import columns, identity
from newsstudy.corpus.ledger import Ledger
from newsstudy.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

PART_BYTES = 1 << 24  # text in one part: a part is what a verb holds at a time


class Corpus:
    """News articles, or their paragraphs or sentences, with what is known about each. It never changes: verbs give a new one.

    Make one with `read_corpus`, `corpus_from`, `open_corpus` or `sample_article`.

    Parameters
    ----------
    table : pyarrow.Table
        The columns that `columns.ordered` gives: id, text, title, date … and any of the user's.
    ledger : Ledger
        What became of every file and document so far.

    Examples
    --------
    >>> import newsstudy as ns
    >>> article = ns.sample_article()
    >>> len(article.split("paragraph"))
    9
    >>> article.ledger.table["outcome"].tolist()
    ['made', 'kept', 'made', 'kept']
    """

    def __init__(self, table: pa.Table, ledger: Ledger) -> None:
        if not isinstance(table, pa.Table) or not isinstance(ledger, Ledger):
            raise InputError("a Corpus holds an Arrow table and a Ledger; make one with ns.corpus_from(table)")
        missing = [name for name in columns.CORE if name not in table.column_names]
        if missing:
            raise InputError(f"a Corpus needs the columns {', '.join(missing)} too; make one with ns.corpus_from(table)")
        self._table = table
        self._ledger = ledger

    # What it holds

    def __len__(self) -> int:
        return int(self._table.num_rows)

    @property
    def table(self) -> pa.Table:
        """All columns as one Arrow table, documents in canonical order (relative path, position)."""
        return self._table

    @property
    def ledger(self) -> Ledger:
        """What became of every file and document: read = kept + merged + dropped, with a reason for each."""
        return self._ledger

    @functools.cached_property
    def digest(self) -> str:
        """sha256 over ids, texts and metadata: the same for any file names, formats, chunks and row order."""
        return identity.corpus_digest(self._table)

    @functools.cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(self._table["id"].to_pylist())

    @functools.cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self._ids)}

    @property
    def ids(self) -> list[str]:
        """The documents' ids, in order."""
        return list(self._ids)

    @property
    def texts(self) -> list[str]:
        """The documents' texts, in order."""
        return list(self._table["text"].to_pylist())

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __getitem__(self, name: Any) -> dict[str, Any]:
        """One document as a dict of its columns."""
        row = self._rows.get(name) if isinstance(name, str) else None
        if row is None:
            known = ", ".join(self._ids[:3]) + (" …" if len(self) > 3 else "")
            raise InputError(f"the corpus has no document with the id {name!r}; its ids are {known or 'none'} (see corpus.ids)")
        return dict(self._table.slice(row, 1).to_pylist()[0])

    def utf8(self) -> tuple[np.ndarray, np.ndarray]:
        """The texts as kernels take them: all bytes of UTF-8, and where each document begins.

        Returns
        -------
        data : numpy.ndarray of uint8, shape (n_bytes,)
        offsets : numpy.ndarray of int64, shape (n_documents + 1,)
            Document i is data[offsets[i]:offsets[i + 1]]. Both are read-only views of Arrow's own memory where it is in
            one piece.
        """
        return self._utf8

    @functools.cached_property
    def _utf8(self) -> tuple[np.ndarray, np.ndarray]:
        column = self._table["text"]
        texts = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()  # which copies even a single chunk
        if len(texts) == 0:
            return _frozen(np.zeros(0, np.uint8)), _frozen(np.zeros(1, np.int64))
        _, places, content = texts.buffers()
        offsets = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
        first, last = int(offsets[0]), int(offsets[-1])
        data = np.frombuffer(content, np.uint8)[first:last] if content is not None else np.zeros(0, np.uint8)
        return _frozen(data), _frozen(offsets if first == 0 else offsets - first)

    def parts(self) -> Iterator[pa.Table]:
        """The table in parts of about 16 MB of text, in order: for work on more than fits at once."""
        sizes = pc.binary_length(self._table["text"]).to_numpy()
        start = 0
        held = 0
        for row, size in enumerate(sizes.tolist()):
            held += size
            if held >= PART_BYTES:
                yield self._table.slice(start, row + 1 - start)
                start, held = row + 1, 0
        if start < len(self):
            yield self._table.slice(start)

    def to_pandas(self) -> pd.DataFrame:
        """All columns as a DataFrame, one row a document; whole numbers stay whole where some are missing."""
        return _frame(self._table)

    def head(self, n: Any = 5) -> pd.DataFrame:
        """The first `n` documents as a DataFrame."""
        if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 0:
            raise InputError(f"head: n must be a whole number of at least 0; got {n!r}")
        return _frame(self._table.slice(0, min(int(n), len(self))))

    # Verbs: each gives a new corpus and adds a step to the ledger

    def _taken(self, mask: np.ndarray) -> pa.Table:
        return self._table.filter(pa.array(mask))

    def where(self, condition: Any) -> Corpus:
        """The documents for which the condition holds.

        Parameters
        ----------
        condition : str, dict or boolean mask
            A text such as ``"source == 'Guardian' and date >= '2019-03'"``; a dict such as ``{"source": "Guardian"}``;
            or one boolean per document. The grammar stands in `newsstudy.corpus.conditions`.

        Raises
        ------
        ConditionError
            The condition could not be understood; the message points at the place.

        Notes
        -----
        A comparison with a missing value, or with a date that is too vague for it ("2019" against '2019-03'), is
        undecided: the document is not taken, and the ledger counts it apart from those that fail the condition.

        Examples
        --------
        >>> import newsstudy as ns
        >>> corpus = ns.corpus_from([{"text": "Snow.", "date": "2019-03-07"}, {"text": "Rain.", "date": "2019"}])
        >>> corpus.where("date >= '2019-03'").texts
        ['Snow.']
        """
        from newsstudy.corpus._select import where

        return where(self, condition)

    def sample(self, n: int, *, rng: Any = 0) -> Corpus:
        """`n` documents drawn at random without replacement, in their order here.

        The draw depends on the seed and the ids alone, so the same documents in another order give the same sample.

        Parameters
        ----------
        n : int
            From 0 to the size of the corpus.
        rng : int or numpy.random.Generator
            The seed.

        Examples
        --------
        >>> import newsstudy as ns
        >>> len(ns.sample_article().split("sentence").sample(5, rng=1))
        5
        """
        from newsstudy.corpus._select import sample

        return sample(self, n, rng=rng)

    def split(self, into: str, *, sentence_rule: str = "news-en-1") -> Corpus:
        """The paragraphs (lines that are not blank) or the sentences as documents of their own.

        Their ids are the parent's with `/p003` or `/s012`; `parent`, `start` and `end` say where in the parent's text they
        stand, in bytes of UTF-8; where a part is cut again, `raw_parent` and `raw_start` say it of the document that was cut
        first. All metadata goes along.

        Parameters
        ----------
        into : "paragraph" or "sentence"
        sentence_rule : "news-en-1" or "unicode-1"
            Where sentences end: UAX #29 with a layer for English news (see `ns.sentence_boundaries`), or UAX #29 alone. The
            ledger names the rule.

        Examples
        --------
        >>> import newsstudy as ns
        >>> parts = ns.corpus_from([{"id": "n1", "text": "Snow fell. Roads closed."}]).split("sentence")
        >>> parts.to_pandas()[["id", "start", "end"]].values.tolist()
        [['n1/s001', 0, 10], ['n1/s002', 11, 24]]
        """
        from newsstudy.corpus._split import split

        return split(self, into, sentence_rule)

    def with_metadata(self, table: Any, *, on: str = "id") -> Corpus:
        """Columns of `table` joined to the documents; a value given there replaces the one here, a missing one does not.

        Parameters
        ----------
        table : pandas, polars or Arrow table, or list of dicts
            One row a key. Keys must not repeat.
        on : str
            The column that both have, such as "id" or "file". Several documents may share a key.

        Examples
        --------
        >>> import newsstudy as ns
        >>> corpus = ns.corpus_from([{"text": "Snow.", "source": "Post"}])
        >>> corpus.with_metadata([{"source": "Post", "owner": "Doe"}], on="source").table["owner"].to_pylist()
        ['Doe']
        """
        from newsstudy.corpus._metadata import with_metadata

        return with_metadata(self, table, on=on)

    def with_language(
        self, *, languages: Iterable[str] | None = None, overwrite: bool = False, min_characters: int = 40
    ) -> Corpus:
        """The column `language` filled where it is missing, by what the texts themselves tell.

        Needs py3langid (``pip install "newsstudy[readers]"``). The same texts get the same languages on every machine.

        Parameters
        ----------
        languages : iterable of str or None
            ISO 639 codes of those that it may be, such as ``["en", "cy"]``. Fewer choices, fewer errors: short English texts
            are otherwise easily taken for Nigerian Pidgin or Scots. None: all 140 that the model knows.
        overwrite : bool
            Whether documents that have a language already are told anew.
        min_characters : int
            Texts with fewer than these stay without a language.

        Notes
        -----
        The ledger says how many were told, and by which version. No certainty is given: see `newsstudy.text.language`.

        Examples
        --------
        >>> import newsstudy as ns
        >>> corpus = ns.corpus_from(["Der Rat stimmt dem Plan für den neuen Hafen zu.", "Snow."])
        >>> corpus.with_language().table["language"].to_pylist()
        ['de', None]
        """
        from newsstudy.corpus._language import with_language

        return with_language(self, languages=languages, overwrite=overwrite, min_characters=min_characters)

    def with_dates(self, *, order: str) -> Corpus:
        """Dates that are missing, read again from `date_raw` by one who knows which number is the day.

        Reading a corpus leaves "03/04/2019" undecided, and never takes a language's habit for granted.

        Parameters
        ----------
        order : {"dmy", "mdy", "language"}
            "dmy": 3 April. "mdy": 4 March. "language": as the document's `language` has it; English has no one habit.

        Examples
        --------
        >>> import newsstudy as ns
        >>> corpus = ns.corpus_from([{"text": "Snow.", "date": "03/04/2019"}])
        >>> corpus.with_dates(order="dmy").table["date"].to_pylist()
        ['2019-04-03']
        """
        from newsstudy.corpus._dates import with_dates

        return with_dates(self, order=order)

    def tokenize(self, rule: Any = "news-en-1", *, segmenter: Any = None, sentence_rule: str | None = None) -> Any:
        """The words of the documents under a named rule; see `newsstudy.tokens.Tokens`.

        `sentence_rule` names the rule by which `Tokens.sentences` numbers them; None means the one that goes with the rule.
        """
        from newsstudy.tokens import tokenize  # the one import upwards: a verb of the corpus that gives tokens

        return tokenize(self, rule, segmenter=segmenter, sentence_rule=sentence_rule)

    def describe(self) -> pd.DataFrame:
        """What is in the corpus, source by source (schemas.DESCRIPTION)."""
        from newsstudy.corpus._describe import describe

        return describe(self)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the corpus to a folder (Parquet parts and a JSON page) that `ns.open_corpus` reads; all or nothing."""
        from newsstudy.corpus._store import save

        save(self, path)

    # How it shows itself

    def __repr__(self) -> str:
        unit = self._ledger.unit
        return f"Corpus of {len(self):,} {unit}{'' if len(self) == 1 else 's'}"

    def _repr_html_(self) -> str:
        from newsstudy.corpus._describe import as_html

        return as_html(self)


def _frame(table: pa.Table) -> pd.DataFrame:
    import pandas as pd

    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    gaps = {name: nullable[column.type] for name, column in zip(table.column_names, table.columns, strict=True)
            if column.null_count and column.type in nullable}  # fmt: skip
    frame = table.drop_columns(list(gaps)).to_pandas()
    for name, kind in gaps.items():
        frame[name] = pd.array(table[name].to_pylist(), dtype=kind)
    return frame[table.column_names]


def _frozen(array: np.ndarray) -> np.ndarray:
    view = array.view()
    view.flags.writeable = False
    return view
