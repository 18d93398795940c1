"""What all feeds have in common: an entry gives its text, or a summary, or only its title, and the corpus says which."""

from __future__ import annotations

from typing import Any

from newsstudy.corpus import columns
from newsstudy.corpus.readers import _markup
from newsstudy.corpus.readers._protocol import checked_text
from newsstudy.errors import ReadError


def document(given: dict[str, Any], content: list[str] | None, summary: list[str]) -> dict[str, Any]:
    """An entry's columns with its best text: the full one, else the summary, else the title; `full_text` says whether full.

    An entry that has none of them but an address, an id, an author or a date is a document with an empty text: it stands for
    an article that can be looked up.
    """
    made = {name: value for name, value in given.items() if value}
    if not made and not content and not summary:
        raise ReadError("an entry with nothing in it")
    best = content or summary or [given["title"]] * bool(given.get("title"))
    made["text"] = checked_text(_markup.joined(best)) if best else ""
    made["full_text"] = bool(content)
    if content and summary and summary != content:
        made["summary"] = _markup.joined(summary)
    for name, value in made.items():
        place = columns.lone_surrogate(value) if isinstance(value, str) else None
        if place is not None:
            raise ReadError(f"{name!r} holds {columns.surrogate_words(value, place)}; repair the feed")
    return made


def note(source: Any, n_without: int, n_entries: int) -> None:
    """Say in the report how many entries came without their full text."""
    if n_without:
        source.notes["text"] = f"{n_without:,} of {n_entries:,} entries without full text: a summary or the title stands in"
