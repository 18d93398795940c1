"""Does the reader have the texts of a study? Document by document against derived corpora, else by the digest of the whole."""

from __future__ import annotations

import pathlib
from typing import Any

from newsstudy.errors import StudyError
from newsstudy.study import files
from newsstudy.tokens._derived_check import DIFFERENT, SAME, texts_of
from newsstudy.tokens.derived import open_derived

Rows = list[tuple[str, str, str]]


def is_derived(place: pathlib.Path) -> bool:
    """Whether the folder itself is a saved derived corpus."""
    return (place / files.DERIVED).is_file()


def check(place: pathlib.Path, made: dict[str, Any] | None, text: Any) -> tuple[Rows, list[str]]:
    """Rows of (name, status, cause) about the reader's texts, and notes; `made` is the study's manifest, where there is one."""
    corpus = texts_of(text)
    folders = [place] if is_derived(place) else sorted(path.parent for path in place.glob(f"*/{files.DERIVED}"))
    if not folders:
        return _by_digest(made or {}, corpus), ["the texts were compared as a whole: the folder holds no derived corpus"]
    rows: Rows = []
    notes = []
    for folder in folders:
        derived = open_derived(folder)
        table = derived.check(corpus)
        inside = "" if folder == place else f"{folder.name}: "
        rows += [(f"{inside}{row.document}", row.status, row.cause) for row in table.itertuples()]
        n_same = int((table["status"] == SAME).to_numpy().nonzero()[0].size)
        notes.append(f"{inside}the text of {n_same:,} of {len(derived):,} documents is that of the derived corpus")
        if made is not None and derived.corpus not in [entry["corpus"] for entry in made["inputs"]]:
            notes.append(f"{inside}this derived corpus is not what the study read")
    return rows, notes


def _by_digest(made: dict[str, Any], corpus: Any) -> Rows:
    inputs = made.get("inputs") or []
    if not inputs:
        raise StudyError("the study does not say what it read, so no text can be compared with it; read texts with Study.read")
    rows: Rows = []
    for number, entry in enumerate(inputs, 1):
        same = entry["corpus"] == corpus.digest
        cause = f"{len(corpus):,} documents instead of {entry['documents']:,}"
        if len(corpus) == entry["documents"]:
            cause = "other texts or metadata, or read in another way"
        rows.append((f"text of corpus {number}", SAME if same else DIFFERENT, "" if same else cause))
    return rows
