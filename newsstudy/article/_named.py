"""Names for speakers: the caller's table of forms or of places says which actor a printed speaker is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from newsstudy.article._written import Document
from newsstudy.errors import InputError
from newsstudy.text.rules import get_rule, term_form

_PLACES = ("document", "start", "length", "actor")
Span = tuple[int, int, str]


@dataclass(frozen=True)
class Names:
    """Forms (as terms, and as printed) with the actor of each, or mentions by document."""

    forms: tuple[tuple[tuple[str, ...], str, str], ...]
    places: Mapping[str, list[Span]]
    recorded: Any

    def name(self, document: str, start: int, length: int, form: str) -> str | None:
        """The actor of a speaker, by its place, else by the longest form in it; None where none fits."""
        inside = [
            (min(start + length, begin + size) - max(start, begin), actor)
            for begin, size, actor in self.places.get(document, [])
            if begin < start + length and start < begin + size
        ]
        if inside:
            return min(inside, key=lambda one: (-one[0], one[1]))[1]
        spoken = terms_of(form)
        fits = [(-len(terms), actor) for terms, actor, _ in self.forms if _within(terms, spoken)]
        return min(fits)[1] if fits else None


def names_of(speakers: Any) -> Names:
    """The names as given, checked: a dict of forms, a table of places, or None."""
    if speakers is None:
        return Names((), {}, None)
    if isinstance(speakers, pd.DataFrame):
        lacking = [name for name in _PLACES if name not in speakers.columns]
        if lacking:
            raise InputError(
                f"quotations: speakers lacks the column {lacking[0]!r}; a table of speakers has the columns {', '.join(_PLACES)}"
            )
        return _placed(speakers)
    if not isinstance(speakers, Mapping):
        raise InputError(
            'quotations: speakers must be a dict such as {"Putin": ["Vladimir Putin", "Putin"]}, a table of places or None; '
            f"got {type(speakers).__name__}"
        )
    forms = []
    for actor, given in speakers.items():
        listed = given.get("forms", [actor]) if isinstance(given, Mapping) else given
        listed = [listed] if isinstance(listed, str) else listed
        if not isinstance(actor, str) or not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
            raise InputError(f"quotations: speakers: each actor is a text with a list of forms; got {actor!r}: {given!r}")
        for form in (*listed, actor):
            if terms := terms_of(form):
                forms.append((terms, actor, form.strip()))
    recorded = {actor: sorted({form for _, named, form in forms if named == actor}) for actor in speakers}
    return Names(tuple(forms), {}, recorded)


def _placed(table: pd.DataFrame) -> Names:
    places: dict[str, list[Span]] = {}
    try:
        for document, start, length, actor in zip(*(table[name].tolist() for name in _PLACES), strict=True):
            places.setdefault(str(document), []).append((int(start), int(length), str(actor)))
    except (TypeError, ValueError):
        raise InputError("quotations: speakers: start and length must be whole numbers, bytes of UTF-8 in the text") from None
    return Names((), places, f"{len(table)} places of {table['actor'].nunique()} actors")


def terms_of(form: str) -> tuple[str, ...]:
    """The words of a form as terms."""
    rule = get_rule("news-en-1")
    try:
        return tuple(term for word in form.split() if (term := term_form(word.strip("’'.,"), rule)))
    except UnicodeEncodeError:
        raise InputError(f"quotations: speakers: {form!r} cannot be written as UTF-8") from None


def _within(terms: tuple[str, ...], spoken: tuple[str, ...]) -> bool:
    size = len(terms)
    return any(spoken[at : at + size] == terms for at in range(len(spoken) - size + 1))


def named_nearby(document: Document, number: int, names: Names) -> dict[str, Any]:
    """For a language without a list of verbs: the form nearest to a quotation, outside it, in the sentences that it touches."""
    written = document.written
    pair = written.pairs[number]
    if pair.level > 1:
        return {}
    low, high = _around(document, pair.start, pair.end)
    best: tuple[int, int, int, str] | None = None
    for _, actor, form in names.forms:
        at = written.text.find(form, low, high)
        while at >= 0:
            end = at + len(form)
            if end <= pair.start or at >= pair.end:
                apart = pair.start - end if end <= pair.start else at - pair.end
                best = min(best or (apart, -len(form), at, actor), (apart, -len(form), at, actor))
            at = written.text.find(form, at + 1, high)
    if best is None:
        return {}
    start, length = document.span(best[2], best[2] - best[1])
    position = "before" if best[2] < pair.start else "after"
    return {"speaker": best[3], "speaker_kind": "name", "speaker_start": start, "speaker_length": length, "position": position}


def _around(document: Document, start: int, end: int) -> tuple[int, int]:
    """From where the sentence of a place begins to where that of another ends, in code points, within one paragraph."""
    written = document.written
    begins = [int(place) for place in written.sentence_starts.tolist()]
    low = max((place for place in begins if place <= start), default=0)
    high = min((place for place in begins if place >= end), default=len(written.text))
    line = written.text.rfind("\n", 0, start) + 1
    return max(low, line), high
