"""Which language each document is in, where nobody has said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus.ledger import step
from newsstudy.engine.progress import progress as watch
from newsstudy.given import whole
from newsstudy.text import language


def with_language(
    corpus: Corpus,
    *,
    languages: Iterable[str] | None = None,
    overwrite: bool = False,
    min_characters: Any = 40,
) -> Corpus:
    """The column `language` filled where it is missing; see `Corpus.with_language`."""
    min_characters = whole(min_characters, "min_characters", 1)
    wanted = None if languages is None else [languages] if isinstance(languages, str) else list(languages)
    language.likely_language("", languages=wanted)  # so that an unknown code is an error even of an empty corpus
    found: list[str | None] = []
    there = short = unclear = 0
    for text, own in watch(_documents(corpus), len(corpus), "documents", "telling languages"):
        if own and not overwrite:
            there += 1
            found.append(own)
            continue
        enough = len(text.strip(columns.BLANKS)) >= min_characters
        told = language.likely_language(text, languages=wanted) if enough else None
        short += not enough
        unclear += enough and told is None
        found.append(told)
    n_told = len(found) - there - short - unclear
    left = [(there, "had one already"), (short, f"have fewer than {min_characters} characters"), (unclear, "tell nothing")]
    counted = f"{n_told:,} told by {language.detector()}"
    words = "; ".join([counted, *(f"{number:,} {why}" for number, why in left if number)])
    among = "" if wanted is None else f" among {', '.join(sorted(wanted))}"
    entries = step(corpus.ledger.unit, "with_language", len(corpus), (), words + among)
    return corpus._then(corpus._parts.with_columns({"language": columns.text_array(found, "language")}), entries)


def _documents(corpus: Corpus) -> Iterator[tuple[str, str | None]]:
    """Each text, and the language that it has already; the texts part by part."""
    for part in corpus._parts.tables(["text", "language"]):
        yield from zip(part["text"].to_pylist(), part["language"].to_pylist(), strict=True)
