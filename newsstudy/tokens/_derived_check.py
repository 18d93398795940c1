"""Is the reader's text the one from which a derived corpus was made?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from newsstudy.corpus import Corpus, read_corpus
from newsstudy.errors import InputError
from newsstudy.schemas.corpus import DERIVED_CHECK
from newsstudy.tokens._derive import facts_of

if TYPE_CHECKING:
    import pandas as pd

    from newsstudy.tokens.derived import Derived

SAME, DIFFERENT, MISSING, NEW = "SAME", "DIFFERENT", "MISSING", "NEW"
RAW = "the raw text"


def check(derived: Derived, given: Any) -> pd.DataFrame:
    """SAME, DIFFERENT, MISSING or NEW for each document; see `Derived.check`."""
    corpus = texts_of(given)
    about = facts_of(corpus)
    mine = dict(zip(corpus.ids, zip(about.texts, about.raws, strict=True), strict=True))
    sizes = dict(zip(corpus.ids, about.n_bytes, strict=True))
    rows: list[tuple[str, str, str]] = []
    wanted = _wanted(derived)
    left = {name: pair for name, pair in mine.items() if name not in wanted}
    by_digest = {digest: name for name, pair in reversed(left.items()) for digest in pair if digest is not None}
    for name, (text, raw, n_bytes) in wanted.items():
        if name in mine:
            found = mine[name]
            status, cause = _compared(text, raw, found, derived)
            if status == DIFFERENT:
                size = sizes[name]
                cause = f"other text of {size:,} bytes" if size == n_bytes else f"{size:,} bytes instead of {n_bytes:,}"
            rows.append((name, status, cause))
            continue
        other = by_digest.get(text) or by_digest.get(raw or "")
        if other is None or other not in left:
            rows.append((name, MISSING, "no document of this id and none of this text"))
        else:
            del left[other]
            rows.append((name, SAME, f"under the id {other}"))
    rows += [(name, NEW, "it was not there when the corpus was derived") for name in left]
    cells = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    return DERIVED_CHECK.table(
        dict(zip(DERIVED_CHECK.names, cells, strict=True)), {"corpus": corpus.digest, "derived": derived.digest}
    )


def texts_of(given: Any) -> Corpus:
    """A corpus, or what lies at the paths."""
    if isinstance(given, Corpus):
        return given
    if not isinstance(given, str | os.PathLike | Iterable) or isinstance(given, bytes):
        raise InputError(f"check takes a corpus or the path of the texts; got {type(given).__name__}")
    return read_corpus(given)


def _wanted(derived: Derived) -> dict[str, tuple[str, str | None, int | None]]:
    table = derived.documents
    texts = table["text_sha256"].to_pylist()
    raws = table["raw_sha256"].to_pylist() if "raw_sha256" in table.column_names else [None] * len(texts)
    sizes = table["n_bytes"].to_pylist()
    return dict(zip(derived.document_ids, zip(texts, raws, sizes, strict=True), strict=True))


def _compared(text: str, raw: str | None, found: tuple[str, str | None], derived: Derived) -> tuple[str, str]:
    if text == found[0]:
        return SAME, ""
    if raw is not None and raw in found:
        steps = ", ".join(derived.settings.get("cleaning", [])) or "steps that are not named"
        return SAME, f"{RAW}; it was derived after {steps}"
    if raw is None and text == found[1]:
        return SAME, f"{RAW}; yours was cleaned"
    return DIFFERENT, ""
