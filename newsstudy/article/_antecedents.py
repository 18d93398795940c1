"""Antecedents: whom a pronoun means, as a reader listed it by hand; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from newsstudy.article._actor_reading import Reading
from newsstudy.article._actor_words import Words
from newsstudy.article._alias_table import Listed, listed_matches
from newsstudy.article._found_names import Found
from newsstudy.errors import InputError
from newsstudy.given import is_whole
from newsstudy.schemas.actors import PRONOUNS
from newsstudy.text.normalise import fold

_SHAPE = '(sentence, pronoun, actor), for example (4, "his", "Trump"), with the number of the sentence counted from 0'


class _Entry(NamedTuple):
    document: int
    sentence: int
    start: int | None
    pronoun: str
    actor: str


def resolved(given: Any, reading: Reading, caller: str) -> list[Found]:
    """The mentions that the list adds; an error names the first entry that fits nothing in the text."""
    if given is None:
        return []
    known = {*reading.table.kinds, *(found.actor for found in reading.names.mentions)}
    taken = {(found.document, place) for found in reading.names.mentions for place in range(found.first, found.last + 1)}
    added: list[Found] = []
    for entry in _entries(given, reading.documents, caller):
        if entry.actor not in known:
            near = ", ".join(sorted(known)[:8])
            raise InputError(f"{caller}: antecedents name {entry.actor!r}, who is no actor of this text; there are {near}")
        words = reading.documents[entry.document]
        places = _places(entry, words, reading)
        if not places:
            raise InputError(
                f"{caller}: {entry.pronoun!r} does not stand in sentence {entry.sentence} of {words.name}: "
                f"{_sentence(words, entry.sentence)!r}; ns.pronouns(corpus) lists the pronouns with their sentences"
            )
        for first, last in places:
            if any((entry.document, place) in taken for place in range(first, last + 1)):
                raise InputError(
                    f"{caller}: {entry.pronoun!r} in sentence {entry.sentence} of {words.name} already is a mention by name, or "
                    "was listed twice; leave one of the two"
                )
            taken.update((entry.document, place) for place in range(first, last + 1))
            added.append(Found(entry.document, first, last, entry.actor, entry.pronoun, "pronoun"))
    return added


def _entries(given: Any, documents: list[Words], caller: str) -> list[_Entry]:
    if isinstance(given, pd.DataFrame):
        PRONOUNS.check(given)
        columns = ("document", "sentence", "start", "text", "actor")
        rows: Iterable[Any] = [
            dict(zip(columns, row, strict=True))
            for row in zip(*(given[name].tolist() for name in columns), strict=True)
            if isinstance(row[-1], str) and row[-1].strip()
        ]
    elif isinstance(given, list | tuple):
        rows = given
    else:
        raise InputError(f"{caller}: antecedents is a list of {_SHAPE}, or the table of ns.pronouns filled in; got {given!r}")
    numbers = {words.name: words.number for words in documents}
    return [_entry(row, numbers, caller) for row in rows]


def _entry(row: Any, numbers: dict[str, int], caller: str) -> _Entry:
    names = ("sentence", "pronoun", "actor")
    if isinstance(row, list | tuple) and len(row) in (3, 4):
        row = dict(zip(names if len(row) == 3 else ("document", *names), row, strict=True))
    if not isinstance(row, Mapping):
        raise InputError(f"{caller}: an antecedent is {_SHAPE}; got {row!r}")
    row = {("pronoun" if name == "text" else name): value for name, value in row.items()}
    sentence, start = row.get("sentence"), row.get("start")
    texts = [row.get("pronoun"), row.get("actor")]
    good = is_whole(sentence) and (start is None or is_whole(start)) and all(isinstance(t, str) and t.strip() for t in texts)
    if not good:
        raise InputError(f"{caller}: an antecedent is {_SHAPE}; got {row!r}")
    document = row.get("document")
    if document is None and len(numbers) == 1:
        document = next(iter(numbers))
    if not isinstance(document, str) or document not in numbers:
        raise InputError(
            f"{caller}: say in which document the pronoun stands, (document, sentence, pronoun, actor): there are {len(numbers)} "
            f"documents, and none is {document!r}"
        )
    return _Entry(numbers[document], int(sentence), start, row["pronoun"], row["actor"])


def _places(entry: _Entry, words: Words, reading: Reading) -> list[tuple[int, int]]:
    """Where the pronoun stands in its sentence: all its places, or the one whose first byte is given."""
    if any("\ud800" <= sign <= "\udfff" for sign in entry.pronoun):
        return []
    form = tuple(map(fold, reading.tokens.fold(entry.pronoun)))
    if not form:
        return []
    return [
        (match.first, match.last)
        for match in listed_matches(words, [Listed(entry.actor, entry.pronoun, form)])
        if words.sentences[match.first] == entry.sentence and entry.start in (None, words.starts[match.first])
    ]


def _sentence(words: Words, sentence: int) -> str:
    for begin, end in words.bounds():
        if words.sentences[begin] == sentence:
            return " ".join(words.printed(begin, end - 1).split())
    return "there is no such sentence"
