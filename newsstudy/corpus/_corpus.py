"""The Corpus: documents as Arrow columns in a canonical order, and the ledger of what became of every file and document."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from newsstudy.corpus import columns, identity
from newsstudy.corpus._parts import PART_BYTES, Held, Rows, recut, utf8_of
from newsstudy.corpus.ledger import Entry, Ledger
from newsstudy.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from newsstudy.corpus.report import FileRecord, Report


class Corpus:
    """News articles, or their paragraphs or sentences, with what is known about each. It never changes: verbs give a new one.

    Make one with `read_corpus`, `corpus_from`, `open_corpus` or `sample_article`. A large one that was read with `into=` or
    opened lies on disk in parts: verbs go part by part, a selection copies nothing, and `.table` brings it into memory.

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
        self._parts: Rows = Held(table)
        self._ledger = ledger
        self._files: tuple[FileRecord, ...] = ()
        self._reading: Mapping[str, Any] | None = None

    @classmethod
    def _of(
        cls,
        parts: Rows,
        ledger: Ledger,
        files: Iterable[FileRecord] = (),
        reading: Mapping[str, Any] | None = None,
        *,
        digest: str | None = None,
    ) -> Corpus:
        """A corpus of rows that may lie on disk, with what the report says of the files; `reading`: how they were read."""
        corpus = cls.__new__(cls)
        corpus._parts, corpus._ledger, corpus._files, corpus._reading = parts, ledger, tuple(files), reading
        if digest is not None:
            corpus.__dict__["digest"] = digest
        return corpus

    def _then(self, parts: Rows | pa.Table, entries: Iterable[Entry]) -> Corpus:
        """What a verb made of this corpus: its rows, one more step in the ledger, the same files."""
        return self._with(Held(parts) if isinstance(parts, pa.Table) else parts, self._ledger.and_then(entries))

    def _with(self, parts: Rows, ledger: Ledger) -> Corpus:
        """Other rows and another ledger, the same files."""
        return Corpus._of(parts, ledger, self._files)

    # What it holds

    def __len__(self) -> int:
        return self._parts.n_rows

    @property
    def table(self) -> pa.Table:
        """All columns as one Arrow table in memory, documents in canonical order (relative path, position)."""
        return self._parts.table()

    @property
    def on_disk(self) -> bool:
        """Whether the documents lie on disk in parts, and are read as they are needed."""
        return self._parts.on_disk

    @property
    def column_names(self) -> list[str]:
        """The names of all columns, in order."""
        return list(self._parts.schema.names)

    def columns(self, *names: str) -> pa.Table:
        """Some columns as one Arrow table: of a corpus on disk the others, and the texts, are not read."""
        known = self.column_names
        for name in names:
            if name not in known:
                raise InputError(f"the corpus has no column {name!r}; it has: {', '.join(known)}")
        return self._parts.table(names)

    @property
    def ledger(self) -> Ledger:
        """What became of every file and document: read = kept + merged + dropped, with a reason for each."""
        return self._ledger

    @property
    def report(self) -> Report:
        """What was read and what became of it: files, ledger, dates and their gaps, languages, encodings, what went wrong."""
        from newsstudy.corpus.report import Report

        return Report(self)

    @functools.cached_property
    def digest(self) -> str:
        """sha256 over ids, texts and metadata: the same for any file names, formats, chunks and row order."""
        return identity.digest_of_tables(self._parts.tables())

    @functools.cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(self._parts.table(["id"])["id"].to_pylist())

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
        return list(self._parts.table(["text"])["text"].to_pylist())

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __getitem__(self, name: Any) -> dict[str, Any]:
        """One document as a dict of its columns."""
        row = self._rows.get(name) if isinstance(name, str) else None
        if row is None:
            known = ", ".join(self._ids[:3]) + (" …" if len(self) > 3 else "")
            raise InputError(f"the corpus has no document with the id {name!r}; its ids are {known or 'none'} (see corpus.ids)")
        return self._row(row)

    def _row(self, row: int) -> dict[str, Any]:
        """One document by its number."""
        return dict(self._parts.slice(row, 1).to_pylist()[0])

    def utf8(self) -> tuple[np.ndarray, np.ndarray]:
        """The texts as kernels take them: all bytes of UTF-8, and where each document begins.

        Returns
        -------
        data : numpy.ndarray of uint8, shape (n_bytes,)
        offsets : numpy.ndarray of int64, shape (n_documents + 1,)
            Document i is data[offsets[i]:offsets[i + 1]]. Both are read-only views of Arrow's own memory where it is in
            one piece. The texts of a corpus on disk are brought into memory, anew each time.
        """
        return self._utf8 if isinstance(self._parts, Held) else utf8_of(self._parts.table(["text"])["text"])

    def utf8_of(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The texts of some documents as `utf8` gives those of all; `rows` are their numbers, ascending. Others are not read."""
        return utf8_of(self._parts.chosen(rows, ["text"])["text"])

    def utf8_parts(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The texts as `utf8` gives them, as many at a time as lie together: all in memory, or one part on disk."""
        if isinstance(self._parts, Held):
            yield self._utf8
            return
        for part in self._parts.tables(["text"]):
            yield utf8_of(part["text"])

    @functools.cached_property
    def _utf8(self) -> tuple[np.ndarray, np.ndarray]:
        return utf8_of(self._parts.table(["text"])["text"])

    def parts(self) -> Iterator[pa.Table]:
        """The table in parts of about 16 MB of text, in order: for work on more than fits at once."""
        return recut(self._parts.tables(), PART_BYTES)

    def to_pandas(self) -> pd.DataFrame:
        """All columns as a DataFrame, one row a document; whole numbers stay whole where some are missing."""
        return _frame(self.table)

    def head(self, n: Any = 5) -> pd.DataFrame:
        """The first `n` documents as a DataFrame."""
        if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 0:
            raise InputError(f"head: n must be a whole number of at least 0; got {n!r}")
        return _frame(self._parts.slice(0, min(int(n), len(self))))

    # Verbs: each gives a new corpus and adds a step to the ledger

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

    def clean(self, steps: Any) -> Corpus:
        """The texts after some steps of cleaning. Every edit is kept, and `uncleaned` takes all of them back.

        Nothing is cleaned unasked. What each step did stands in `edits`; the ledger says how many documents it changed. A
        document in which no text is left is dropped, with the reason in the ledger.

        Parameters
        ----------
        steps : list of str or step
            Names from `ns.cleaning_steps()`, or steps from `ns.cleaning_step(name, …)` with options or of your own, in the
            order in which they work.

        Examples
        --------
        >>> import newsstudy as ns
        >>> corpus = ns.corpus_from(["LONDON (Reuters) - Snow&nbsp;fell."])
        >>> cleaned = corpus.clean(["html_leftovers", "blanks", "agency_slug"])
        >>> cleaned.texts
        ['Snow fell.']
        >>> cleaned.uncleaned().digest == corpus.digest
        True
        """
        from newsstudy.corpus.cleaning._clean import clean

        return clean(self, steps)

    def uncleaned(self) -> Corpus:
        """The documents with their raw texts, byte for byte; parts of cleaned documents as the parts of the raw ones.

        Raises
        ------
        InputError
            A text was changed by other means since it was cleaned.
        """
        from newsstudy.corpus.cleaning._clean import uncleaned

        return uncleaned(self)

    @property
    def edits(self) -> pd.DataFrame:
        """Every edit that cleaning made, with its place in the raw text (schemas.EDITS). It holds what was taken out."""
        from newsstudy.corpus.cleaning._clean import edits_table

        return edits_table(self)

    def raw_span(self, id: str, start: int, end: int) -> Any:
        """What stood in the raw document where these bytes of a document stand: (document, start, end, text).

        Of a part it is the document that was cut first. What was cut out before the first byte and behind the last is left
        out; a span that begins or ends within an edit takes all that the edit took.

        Examples
        --------
        >>> import newsstudy as ns
        >>> corpus = ns.corpus_from([{"id": "n1", "text": "LONDON (Reuters) - Snow &amp; ice."}])
        >>> cleaned = corpus.clean(["html_leftovers", "agency_slug"])
        >>> tuple(cleaned.raw_span("n1", 0, 10))
        ('n1', 19, 33, 'Snow &amp; ice')
        """
        from newsstudy.corpus.cleaning._clean import raw_span

        return raw_span(self, id, start, end)

    def duplicates(
        self,
        threshold: float = 0.7,
        *,
        n: int = 5,
        window_days: int | None = None,
        across: str | None = None,
        within: str | None = None,
        rule: Any = "word-runs-1",
        short: str = "apart",
    ) -> pd.DataFrame:
        """Which documents are the same text printed more than once: groups of near-duplicates (schemas.DUPLICATES).

        Two documents are near-duplicates when the Jaccard similarity of their sets of n-word runs (shingles) is at least the
        threshold. Candidates are found by MinHash, which overlooks a millionth of the pairs that are just as similar as the
        threshold and fewer of those that are more so; the similarity of each candidate is then counted on its words, so no
        pair is there by chance. Titles do not count. A group is all that hangs together by pairs: of a chain A ~ B ~ C the
        ends may be less alike than the threshold (see `jaccard`, and `duplicate_pairs` for the pairs themselves).

        Parameters
        ----------
        threshold : float
            From 0.1 to 1.
        n : int
            Words in a run.
        window_days : int or None
            Only pairs that are at most so many days apart, whatever days their dates can mean: a pair of which that is not
            sure, because a date is missing or vague, is none.
        across, within : str or None
            A column such as "source" in which the two of a pair must differ, or must be equal. A missing value does neither.
        rule : str or Rule
            What counts as a word. The default takes runs of letters, digits and underscores in lower case; take "unicode-1"
            for languages that are written without blanks.
        short : "apart" or "equal"
            What becomes of texts of fewer than n words: they have no near-duplicates, or are duplicates where all their words
            are equal.

        Returns
        -------
        pandas.DataFrame
            One row a document that has a near-duplicate, groups by their earliest document, in each the earliest first. The
            order of the corpus plays no part.

        Examples
        --------
        >>> import newsstudy as ns
        >>> wire = "Snow fell over the whole north of the country on Monday"
        >>> corpus = ns.corpus_from([{"id": "b", "text": wire + " night."}, {"id": "a", "text": wire}])
        >>> corpus.duplicates()[["group", "document", "jaccard"]].values.tolist()
        [['a', 'a', 1.0], ['a', 'b', 0.875]]
        """
        from newsstudy.corpus._duplicates import Asked, duplicates

        options: dict[str, Any] = {"within": within, "rule": rule, "short": short}
        return duplicates(self, Asked.of(self, threshold, n=n, window_days=window_days, across=across, **options))

    def duplicate_pairs(self, threshold: float = 0.7, **options: Any) -> pd.DataFrame:
        """The pairs behind `duplicates`, with the same options: one row for any two near-duplicates (schemas.DUPLICATE_PAIRS)."""
        from newsstudy.corpus._duplicates import Asked, duplicate_pairs

        return duplicate_pairs(self, Asked.of(self, threshold, **options))

    def drop_duplicates(self, keep: str = "earliest", *, threshold: float = 0.7, **options: Any) -> Corpus:
        """One document of each group of near-duplicates; the others are merged into it, and the ledger names it.

        Parameters
        ----------
        keep : "earliest", "longest" or "first"
            Which one stays: of the first day (then the most exact date, then the lowest id); of the longest text (of equal ones
            the earliest); or the first in the order of the corpus.
        threshold : float
        **options
            n, window_days, across, within, rule and short as in `duplicates`.

        Returns
        -------
        Corpus
            With two columns more: `n_copies`, how many articles each stands for (1: it has no copies), and `copy_sources`,
            the sources of all of them, joined by "; ". Both add up where duplicates are dropped again.

        Examples
        --------
        >>> import newsstudy as ns
        >>> wire = "Snow fell over the whole north of the country on Monday"
        >>> corpus = ns.corpus_from([{"text": wire, "source": "Post"}, {"text": wire, "source": "Gazette"}])
        >>> corpus.drop_duplicates().table["copy_sources"].to_pylist()
        ['Gazette; Post']
        """
        from newsstudy.corpus._duplicates import Asked
        from newsstudy.corpus._syndication import drop_duplicates

        return drop_duplicates(self, keep, Asked.of(self, threshold, **options))

    def with_syndication(self, threshold: float = 0.7, *, column: str = "syndication", **options: Any) -> Corpus:
        """All documents, with the group of near-duplicates in a column: the `group` of `duplicates`, missing where alone.

        `ns.keyness(counts, target, cluster="syndication")` then resamples stories and not their copies.

        Parameters
        ----------
        threshold : float
        column : str
        **options
            n, window_days, across, within, rule and short as in `duplicates`.

        Examples
        --------
        >>> import newsstudy as ns
        >>> wire = "Snow fell over the whole north of the country on Monday"
        >>> corpus = ns.corpus_from([{"id": "a", "text": wire}, {"id": "b", "text": wire}, {"id": "c", "text": "Rain."}])
        >>> corpus.with_syndication().table["syndication"].to_pylist()
        ['a', 'a', None]
        """
        from newsstudy.corpus._duplicates import Asked
        from newsstudy.corpus._syndication import with_syndication

        return with_syndication(self, column, Asked.of(self, threshold, **options))

    def tokenize(self, rule: Any = "news-en-1", *, segmenter: Any = None, sentence_rule: str | None = None) -> Any:
        """The words of the documents under a named rule; see `newsstudy.tokens.Tokens`.

        `sentence_rule` names the rule by which `Tokens.sentences` numbers them; None means the one that goes with the rule.
        """
        from newsstudy.tokens import tokenize  # the one import upwards: a verb of the corpus that gives tokens

        return tokenize(self, rule, segmenter=segmenter, sentence_rule=sentence_rule)

    def derive(self, rule: Any = "news-en-1", *, keep: Any = (), min_documents: int | None = None) -> Any:
        """A form that may be shared when the texts may not: ids, digests, dates, sources, counts, places of sentences.

        Text, title and author stay behind, and so does every column of words that you do not name in `keep`.

        Parameters
        ----------
        rule : str, Rule or Tokens
            The rule of terms under which words are counted; or tokens of this corpus, to share what was made of them.
        keep : list of str
            Further columns that go along. Think of who wrote what stands in them.
        min_documents : int or None
            Terms that stand in fewer documents are counted together, as the term "(rare)".

        Returns
        -------
        newsstudy.Derived

        Warnings
        --------
        Counts of each document are words without their order. Those of a sentence or a short article tell most of what
        it says, and a digest of a short text can be guessed. Derive whole articles, and set `min_documents` to 5 or more.

        Examples
        --------
        >>> import newsstudy as ns
        >>> derived = ns.sample_article().derive()
        >>> derived.counts.top(2)
        [('the', 31), ('in', 19)]
        >>> "text" in derived.documents.column_names
        False
        """
        from newsstudy.tokens._derive import derive  # as in tokenize: a verb of the corpus that gives counts

        return derive(self, rule, keep=keep, min_documents=min_documents)

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
