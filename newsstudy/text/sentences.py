"""Texts to sentences, by the default rules of Unicode (rule "unicode-1")."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.engine import map_blocks
from newsstudy.kernels.sentences import all_sentence_boundaries, scan_sentences
from newsstudy.text.tables import table
from newsstudy.text.words import blocks_by_bytes, checked_bytes, in_code_points, loose_bytes

Array = np.ndarray[Any, Any]
SENTENCE_RULE = "unicode-1"


def sentence_boundaries(text: str) -> list[int]:
    """Where sentences begin and end in a text, by the default rules of Unicode.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of int
        Offsets in code points, 0 and len(text) included; blanks between sentences belong to the one before them.

    Notes
    -----
    Unicode Standard Annex #29, Unicode Text Segmentation, revision 41 (Unicode 15.0). The rules know no abbreviations:
    "Sen. Doe" is cut after "Sen."; a line end always ends a sentence.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.sentence_boundaries("He called. She left.")
    [0, 11, 20]
    """
    data = loose_bytes(text)
    return in_code_points(data, all_sentence_boundaries(data, table("index"), table("records")))


def sentence_starts(data: Array, offsets: Array, *, n_jobs: int | None = None) -> tuple[Array, Array]:
    """Where the sentences of many documents begin.

    Parameters
    ----------
    data : uint8 array
        The documents' UTF-8 bytes, one after the other.
    offsets : int64 array of n_documents + 1
        Document d is data[offsets[d]:offsets[d + 1]].
    n_jobs : int or None
        Threads; the result is the same for any number.

    Returns
    -------
    starts : int64 array
        First byte of each sentence within its document. A sentence reaches to the next one or to the document's end; pieces
        of white space alone are no sentences.
    sentence_offsets : int64 array of n_documents + 1
        Sentences of document d are starts[sentence_offsets[d]:sentence_offsets[d + 1]].

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.text.sentences import sentence_starts
    >>> text = "He called. She left.".encode()
    >>> [array.tolist() for array in sentence_starts(np.frombuffer(text, np.uint8), np.array([0, len(text)]))]
    [[0, 11], [0, 2]]
    """
    return starts_by(scan_sentences, data, offsets, n_jobs)


def starts_by(kernel: Any, data: Array, offsets: Array, n_jobs: int | None) -> tuple[Array, Array]:
    """Run a kernel that finds starts over blocks of documents, and join its parts."""
    data, offsets = checked_bytes(data, offsets)
    tables = table("index"), table("records")
    parts = map_blocks(lambda block: kernel(data, offsets, *block, *tables), blocks_by_bytes(offsets), n_jobs=n_jobs)
    places = np.zeros(offsets.size, np.int64)
    if not parts:
        return np.empty(0, np.int64), places
    np.add.accumulate(np.concatenate([counts for _, counts in parts]), out=places[1:])
    return np.concatenate([starts for starts, _ in parts]), places
