"""Texts to sentences: by the default rules of Unicode ("unicode-1"), or with a layer that knows English news ("news-en-1")."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.news_words import CLASSES, LONGEST_WORD
from newsstudy.kernels.sentences import all_sentence_boundaries, scan_sentences
from newsstudy.text.data_files import read_json
from newsstudy.text.tables import table
from newsstudy.text.words import blocks_by_bytes, checked_bytes, in_code_points, loose_bytes

Array = np.ndarray[Any, Any]

# Each rule of sentences and the list of words that its layer knows; None is UAX #29 alone.
RULES: dict[str, str | None] = {"news-en-1": "abbreviations-en-1", "unicode-1": None}


def sentence_rule_names() -> list[str]:
    """The names of the rules of sentences."""
    return sorted(RULES)


def checked_sentence_rule(rule: Any) -> str:
    """The name of a rule of sentences, or an error that lists those that exist.

    Examples
    --------
    >>> from newsstudy.text.sentences import checked_sentence_rule
    >>> checked_sentence_rule("news-en-1")
    'news-en-1'
    """
    if not isinstance(rule, str) or rule not in RULES:
        raise InputError(f"no rule of sentences is called {rule!r}; the rules are {', '.join(sentence_rule_names())}")
    return rule


def sentence_boundaries(text: str, *, rule: str = "unicode-1") -> list[int]:
    """Where sentences begin and end in a text.

    Parameters
    ----------
    text : str
        Any text.
    rule : "unicode-1" or "news-en-1"
        The default rules of Unicode, or those with a layer that knows the abbreviations, initials, ellipses and closing quotes
        of English-language news.

    Returns
    -------
    list of int
        Offsets in code points, 0 and len(text) included; blanks between sentences belong to the one before them.

    Raises
    ------
    InputError
        If the text is no str, or no rule bears the name.

    Notes
    -----
    Unicode Standard Annex #29, Unicode Text Segmentation, revision 41 (Unicode 15.0). Those rules know no abbreviations:
    "Sen. Doe" is cut after "Sen."; a line end always ends a sentence, under either rule. The words of the layer are
    `newsstudy/data/abbreviations-en-1.json`; docs/sentences.md says how it decides.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.sentence_boundaries("He met Sen. Doe. She left.")
    [0, 12, 17, 26]
    >>> ns.sentence_boundaries("He met Sen. Doe. She left.", rule="news-en-1")
    [0, 17, 26]
    """
    words = sentence_words(checked_sentence_rule(rule))
    data = loose_bytes(text)
    return in_code_points(data, all_sentence_boundaries(data, table("index"), table("records"), words))


def sentence_starts(data: Array, offsets: Array, *, rule: str = "unicode-1", n_jobs: int | None = None) -> tuple[Array, Array]:
    """Where the sentences of many documents begin.

    Parameters
    ----------
    data : uint8 array
        The documents' UTF-8 bytes, one after the other.
    offsets : int64 array of n_documents + 1
        Document d is data[offsets[d]:offsets[d + 1]].
    rule : "unicode-1" or "news-en-1"
        See `sentence_boundaries`.
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
    return starts_by(scan_sentences, data, offsets, n_jobs, sentence_words(checked_sentence_rule(rule)))


def starts_by(kernel: Any, data: Array, offsets: Array, n_jobs: int | None, *more: Array) -> tuple[Array, Array]:
    """Run a kernel that finds starts over blocks of documents, and join its parts."""
    data, offsets = checked_bytes(data, offsets)
    tables = table("index"), table("records"), *more
    parts = map_blocks(lambda block: kernel(data, offsets, *block, *tables), blocks_by_bytes(offsets), n_jobs=n_jobs)
    places = np.zeros(offsets.size, np.int64)
    if not parts:
        return np.empty(0, np.int64), places
    np.add.accumulate(np.concatenate([counts for _, counts in parts]), out=places[1:])
    return np.concatenate([starts for starts, _ in parts]), places


@functools.cache
def sentence_words(rule: str) -> Array:
    """The words of a rule as the kernel looks them up, in order: int64 rows of bytes 9 to 16, bytes 1 to 8, classes as bits."""
    name = RULES[rule]
    if name is None:
        return ready(np.empty((0, 3)), np.int64)
    rows = []
    for form, classes in sorted(word_classes(name).items()):
        packed = form.encode("ascii").ljust(LONGEST_WORD, b"\0")
        bits = 0
        for named in classes:
            bits |= 1 << CLASSES.index(named)
        rows.append((int.from_bytes(packed[8:], "little"), int.from_bytes(packed[:8], "little"), bits))
    return ready(np.array(sorted(rows), np.int64), np.int64)


@functools.cache
def word_classes(name: str) -> dict[str, tuple[str, ...]]:
    """Each written form that the layer knows, with its classes: those of the list and their forms in capitals.

    Examples
    --------
    >>> from newsstudy.text.sentences import word_classes
    >>> [word_classes("abbreviations-en-1")[form] for form in ("Gov", "GOV", "The")]
    [('title',), ('title',), ('starter',)]
    """
    content = read_json(name)
    found: dict[str, set[str]] = {}
    for form, classes in content["forms"].items():
        found.setdefault(form, set()).update(classes)
        if form[0].isupper() and (len(form) > 2 or form in content["short_in_capitals"]):
            found.setdefault(form.upper(), set()).update(classes)
        elif not {"joiner", "numbered", "closer"}.isdisjoint(classes) and len(form) > 1:
            found.setdefault(form[0].upper() + form[1:], set()).update(classes)
    for key, named in (("starters", "starter"), ("time_words", "time_word"), ("lettered_words", "lettered")):
        for form in content[key]:
            found.setdefault(form, set()).add(named)
    return {form: tuple(sorted(classes)) for form, classes in sorted(found.items())}
