"""Tokens on disk: plain arrays that are mapped, with a list of the places of every term, so that a word is found at once."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pathlib
from typing import Any

import numpy as np
import pyarrow as pa

from newsstudy.corpus import Corpus
from newsstudy.corpus._laid_out import FILES, laid_out, lay_out
from newsstudy.corpus.paths import folder_path
from newsstudy.engine import map_blocks
from newsstudy.errors import InputError, MissingFileError, ReadError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.postings import spans_fit
from newsstudy.text.rules import Rule, get_rule
from newsstudy.tokens._matrix import document_blocks
from newsstudy.tokens._postings import Postings
from newsstudy.tokens.store import file_digest, save_folder, write_array
from newsstudy.tokens.tokens import Tokens
from newsstudy.tokens.vocabulary import Vocabulary, term_bytes

PAGE = "tokens.json"
FORMAT = "newsstudy tokens"
VERSION = 1
ARRAYS = {
    "ids": "<i4",
    "lengths": "<i4",
    "offsets": "<i8",
    "place_bounds": "<i8",
    "places": "<i8",
    "sentences": "<i4",
    "starts": "<i4",
    "term_bytes": "|u1",
    "term_offsets": "<i8",
}
KEYS: dict[str, Any] = {
    "corpus": (dict, type(None)),
    "digest": str,
    "files": dict,
    "format": str,
    "options": dict,
    "rule": str,
    "sentence_rule": str,
    "steps": list,
    "version": int,
}


def save_tokens(tokens: Tokens, path: Any) -> None:
    """Write tokens, their texts and the places of every term into the folder `path`; see `Tokens.save`."""
    save_folder(path, PAGE, "saved tokens", lambda folder: _write(tokens, folder))


def open_tokens(path: str | os.PathLike[str]) -> Tokens:
    """Tokens that `Tokens.save` wrote, with their texts: nothing of them is in memory until it is asked for.

    All files are compared with their digests first, which takes about as long as it takes to read them once. From then on
    `ns.kwic`, `ns.occurrences` and `ns.collocations` of a word look up where it stands and read only there.

    Parameters
    ----------
    path : str or path
        The folder. It must not change while the tokens are in use.

    Raises
    ------
    MissingFileError
        If there is no such folder, or a file of it is gone.
    ReadError
        If the folder holds no saved tokens, or a file was changed since they were saved.

    Examples
    --------
    >>> import newsstudy as ns, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ns.sample_article().tokenize().save(pathlib.Path(folder) / "article")
    ...     tokens = ns.open_tokens(pathlib.Path(folder) / "article")
    ...     ns.kwic(tokens, "Kremlin", window=2)[["left", "node", "right"]].values.tolist()
    [['from the', 'Kremlin', '. His earlier']]
    """
    folder = folder_path(path, "open_tokens")
    page = _page(folder)
    names = sorted(page["files"])
    for name, found in zip(names, map_blocks(lambda name: file_digest(folder / name), names), strict=True):
        if found != page["files"][name]:
            raise ReadError(f"{folder / name}: changed since the tokens were saved; save them anew from the corpus")
    try:
        arrays = {name: _mapped(folder / f"{name}.npy", kind) for name, kind in ARRAYS.items() if f"{name}.npy" in names}
        tokens = _tokens(folder, page, arrays)
    except (ValueError, TypeError, InputError, pa.ArrowException) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"{folder}: these are no sound tokens: {error}; save them anew from the corpus") from error
    return tokens


def _write(tokens: Tokens, folder: pathlib.Path) -> None:
    offsets, content = term_bytes(tokens.vocabulary)
    arrays = {
        "ids": tokens.ids,
        "lengths": tokens.lengths,
        "offsets": tokens.offsets,
        "place_bounds": tokens._postings.bounds,
        "places": tokens._postings.places,
        "starts": tokens.starts,
        "term_bytes": content,
        "term_offsets": offsets,
    }
    if tokens.corpus is not None or tokens._known_sentences is not None:
        arrays["sentences"] = tokens.sentences
    for name, array in arrays.items():
        write_array(folder / f"{name}.npy", array, ARRAYS[name])
    corpus = None if tokens.corpus is None else lay_out(tokens.corpus, folder)
    files = sorted([*(f"{name}.npy" for name in arrays), *(() if corpus is None else FILES)])
    page = {
        "corpus": corpus,
        "files": dict(zip(files, map_blocks(lambda name: file_digest(folder / name), files), strict=True)),
        "format": FORMAT,
        "options": _options(tokens._given_rule),
        "rule": tokens.rule,
        "sentence_rule": tokens.sentence_rule,
        "steps": list(tokens.steps),
        "version": VERSION,
    }
    text = _json({**page, "digest": _digest(page)})
    (folder / PAGE).write_text(text, encoding="utf-8", newline="\n")


def _options(rule: str | Rule) -> dict[str, Any]:
    """What the rule of terms does; nothing where it is a name that the package does not know."""
    try:
        options = dataclasses.asdict(get_rule(rule))
    except InputError:
        return {}
    return {name: value for name, value in options.items() if name != "name"}


def _json(page: Any) -> str:
    return json.dumps(page, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _digest(page: dict[str, Any]) -> str:
    return hashlib.sha256(_json(page).encode()).hexdigest()


def _page(folder: pathlib.Path) -> dict[str, Any]:
    """The JSON page, with the keys and types that the rest relies on."""
    if not folder.exists():
        raise MissingFileError(f"{folder}: there is no such folder; name the one that tokens.save(path) made")
    if not (folder / PAGE).is_file():
        raise ReadError(f"{folder}: holds no {PAGE}, so these are no saved tokens; name the folder that tokens.save(path) made")
    try:
        page = json.loads((folder / PAGE).read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{folder / PAGE}: is no JSON: {error}") from error
    if not isinstance(page, dict) or any(not isinstance(page.get(key, ...), kind) for key, kind in KEYS.items()):
        raise ReadError(f"{folder / PAGE}: is no page of saved tokens; it needs {', '.join(KEYS)}")
    if page["format"] != FORMAT or page["version"] != VERSION:
        raise ReadError(
            f"{folder / PAGE}: is {page['format']!r} version {page['version']}; this newsstudy reads {FORMAT!r} version {VERSION}"
        )
    files = {f"{name}.npy" for name in ARRAYS if name != "sentences"} | (set() if page["corpus"] is None else set(FILES))
    if set(page["files"]) - {"sentences.npy"} != files:
        raise ReadError(f"{folder / PAGE}: names other files than {', '.join(sorted(files))}")
    if page.pop("digest") != _digest(page):
        raise ReadError(f"{folder / PAGE}: was changed since the tokens were saved; save them anew from the corpus")
    return page


def _mapped(path: pathlib.Path, kind: str) -> np.ndarray:
    array: np.ndarray = np.load(path, mmap_mode="r", allow_pickle=False)
    if array.dtype != np.dtype(kind) or array.ndim != 1:
        raise ReadError(f"{path}: holds {array.dtype} in {array.ndim} dimensions instead of {kind} in one")
    return array


def _tokens(folder: pathlib.Path, page: dict[str, Any], arrays: dict[str, np.ndarray]) -> Tokens:
    """The tokens, after a look at every number that memory is addressed by."""
    corpus = None if page["corpus"] is None else laid_out(folder, page["corpus"])
    vocabulary = Vocabulary(_terms(arrays["term_bytes"], arrays["term_offsets"]))
    rule: str | Rule = Rule(page["rule"], **page["options"]) if page["options"] else page["rule"]
    ids, bounds, places = arrays["ids"], arrays["place_bounds"], arrays["places"]
    tokens = Tokens(
        ids, arrays["offsets"], arrays["starts"], arrays["lengths"], vocabulary, rule, corpus,
        sentences=arrays.get("sentences"), sentence_rule=page["sentence_rule"], steps=tuple(page["steps"]),
    )  # fmt: skip
    if corpus is not None and len(corpus) != len(tokens):
        raise ReadError(f"{folder}: {len(corpus)} documents have texts, and {len(tokens)} have tokens")
    if "sentences" in arrays and len(arrays["sentences"]) != len(ids):
        raise ReadError(f"{folder / 'sentences.npy'}: has {len(arrays['sentences']):,} numbers for {len(ids):,} tokens")
    _check_spans(tokens, corpus, folder)
    ascend = (
        len(bounds) == len(vocabulary) + 1 and bounds[0] == 0 and bounds[-1] == len(places) and not np.any(np.diff(bounds) < 0)
    )
    if not ascend or (len(places) and not (places.min() >= 0 and places.max() < len(ids))):
        raise ReadError(f"{folder / 'places.npy'}: holds no list of places of these terms")
    tokens._set(_postings=Postings(ready(bounds, np.int64), ready(places, np.int64)))
    vocabulary.get("")  # makes the index of terms now, so that the first search need not
    return tokens


def _check_spans(tokens: Tokens, corpus: Corpus | None, folder: pathlib.Path) -> None:
    sizes = ready([] if corpus is None else np.diff(corpus.utf8()[1]), np.int64)
    ids, offsets = ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64)
    starts, lengths = ready(tokens.starts, np.int32), ready(tokens.lengths, np.int32)
    n_terms = len(tokens.vocabulary)
    found = map_blocks(
        lambda block: spans_fit(ids, n_terms, offsets, starts, lengths, sizes, *block), document_blocks(tokens.offsets)
    )
    wrong = [token for token in found if token >= 0]
    if wrong:
        raise ReadError(f"{folder}: token {wrong[0]:,} lies outside its document's text; save the tokens anew from the corpus")


def _terms(content: np.ndarray, offsets: np.ndarray) -> pa.Array:
    if len(offsets) == 0 or offsets[0] != 0 or offsets[-1] != len(content) or np.any(np.diff(offsets) < 0):
        raise ReadError("the places of the terms do not fit their letters")
    buffers = (pa.py_buffer(np.array(offsets, dtype=np.int64)), pa.py_buffer(np.array(content, dtype=np.uint8)))
    terms = pa.LargeStringArray.from_buffers(len(offsets) - 1, *buffers)
    terms.validate(full=True)
    return terms
