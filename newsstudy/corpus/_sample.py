"""The sample article that comes with the package, honest about what is not known of it."""

from __future__ import annotations

import importlib.resources

import pyarrow as pa

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus.identity import with_ids
from newsstudy.corpus.ledger import Entry, Ledger, step

FILE = "sample-article.txt"


def sample_article() -> Corpus:
    """The sample article: one English news report in nine paragraphs, as a corpus of one document.

    Outlet, author and title are not known. The text says "June 4" and never a year, so `date` is missing and `date_raw`
    is "June 4". It is sample input, not written by the project; rights with its publisher (newsstudy/data/NOTICE.md).

    Examples
    --------
    >>> import newsstudy as ns
    >>> document = ns.sample_article().to_pandas().iloc[0]
    >>> document["date_raw"]
    'June 4'
    """
    text = (importlib.resources.files("newsstudy") / "data" / FILE).read_text("utf-8")
    known = {
        "text": [text],
        "date_raw": ["June 4"],
        "language": ["en"],
        "file": [FILE],
        "position": [1],
        "reader": ["plain_text/1"],
    }
    held = {name: pa.array(values, columns.CORE[name]) for name, values in known.items()}
    entries = [
        Entry("file", "read", "made", "found", 1),
        *step("file", "read", 1),
        Entry("document", "read", "made", "found in the files", 1),
        *step("document", "read", 1),
    ]
    return Corpus(with_ids(columns.ordered(held, 1)), Ledger().and_then(entries))
