"""Texts to paragraphs: lines that hold more than white space."""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels.sentences import scan_paragraphs
from newsstudy.text.sentences import starts_by

Array = np.ndarray[Any, Any]


def paragraph_starts(data: Array, offsets: Array, *, n_jobs: int | None = None) -> tuple[Array, Array]:
    r"""Where the paragraphs of many documents begin: each line that is not blank is one.

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
        First byte of each paragraph's line within its document (white space that begins the line included).
    paragraph_offsets : int64 array of n_documents + 1
        Paragraphs of document d are starts[paragraph_offsets[d]:paragraph_offsets[d + 1]].

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.text.paragraphs import paragraph_starts
    >>> text = b"One.\n\n \nTwo."
    >>> [array.tolist() for array in paragraph_starts(np.frombuffer(text, np.uint8), np.array([0, len(text)]))]
    [[0, 8], [0, 2]]
    """
    return starts_by(scan_paragraphs, data, offsets, n_jobs)
