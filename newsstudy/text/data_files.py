"""The language data that comes with the package, read from `newsstudy/data/` (NOTICE.md there names sources and licences)."""

from __future__ import annotations

import csv
import json
import pathlib
from typing import Any

import numpy as np

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def read_json(name: str) -> Any:
    """The content of `newsstudy/data/<name>.json`."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def read_general_english() -> tuple[list[str], np.ndarray[Any, Any]]:
    """How often words occur in English at large: 50,000 terms with their rates.

    Returns
    -------
    terms : list of str
        In code-point order, in the form of the term rule "news-en-1".
    per_million : float64 array
        Occurrences per million words.

    Notes
    -----
    Speer, R. (2022), wordfreq 3.0, doi:10.5281/zenodo.7199437, its large English list (data up to 2021), CC BY-SA 4.0; mapped
    to the term rule by `tools/make_general_english.py`. wordfreq folds case: where a term whose capitals stay folds onto
    another word (US and us), both bear the rate of the two together, an upper bound; general-english-2021.notes.csv lists them.

    Examples
    --------
    >>> from newsstudy.text.data_files import read_general_english
    >>> terms, per_million = read_general_english()
    >>> len(terms), bool(per_million[terms.index("the")] > 10_000)
    (50000, True)
    """
    with (DATA / "general-english-2021.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [term for term, _ in rows], np.array([float(rate) for _, rate in rows], np.float64)
