"""The names in the texts: forms of the alias table first, then sequences of capitalised words that it does not list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from newsstudy.article._actor_words import Words, all_capitals, capital, capitals_of, headline
from newsstudy.article._alias_table import AliasTable, Listed, Match, label_of, listed_matches
from newsstudy.article._name_lists import Form, name_lists
from newsstudy.article._name_runs import Piece, Seen, adjective, no_name, pieces, runs, seen_in
from newsstudy.text.kinds import category
from newsstudy.text.normalise import fold


class Found(NamedTuple):
    """A mention: its document's number, first and last word in it, the actor, the form found, and how it was mentioned."""

    document: int
    first: int
    last: int
    actor: str
    form: str
    how: str


@dataclass
class Names:
    """What was found in all documents, and what was seen on the way."""

    mentions: list[Found] = field(default_factory=list)
    adjectives: list[tuple[int, int, int]] = field(default_factory=list)  # document, first word, last word
    titles: dict[str, dict[Form, int]] = field(default_factory=dict)  # of each name, how often each title stands before it
    undecided: dict[str, int] = field(default_factory=dict)  # words that only the beginning of a sentence capitalises, perhaps
    capitals: list[str] = field(default_factory=list)


_BEFORE_MONTHS = frozenset(
    ("in", "since", "last", "next", "until", "till", "by", "from", "to", "through", "of", "early", "late", "mid", "this", "every")
)
_ARTICLES = frozenset(
    ("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einer", "einem", "eines", "im", "zum", "zur")
)


class _Candidate(NamedTuple):
    document: int
    piece: Piece
    words: Form
    certain: bool


def names_in(documents: list[Words], languages: list[Any], table: AliasTable, ignored: list[Listed], unlisted: bool) -> Names:
    """Every mention by name or alias, in order of document and place."""
    names = Names(capitals=[capitals_of(words, language) for words, language in zip(documents, languages, strict=True)])
    listed = [listed_matches(words, [*table.forms, *ignored]) for words in documents]
    for number, matches in enumerate(listed):
        names.mentions.extend(_listed(number, match) for match in matches if match.listed.actor)
    if unlisted:
        _unlisted(documents, listed, names)
    names.mentions.sort(key=lambda found: (found.document, found.first, found.last))
    return names


def _listed(number: int, match: Match) -> Found:
    how = "name" if match.listed.form == match.listed.actor else "alias"
    return Found(number, match.first, match.last, match.listed.actor, match.listed.form, how)


def _unlisted(documents: list[Words], listed: list[list[Match]], names: Names) -> None:
    """Names that no table lists: from sentences in ordinary writing; in headlines only those that were found elsewhere."""
    sentences = [
        [(begin, end) for begin, end in words.bounds() if not headline(words, begin, end)] if told != "nothing" else []
        for words, told in zip(documents, names.capitals, strict=True)
    ]
    seen = Seen()
    for words, bounds in zip(documents, sentences, strict=True):
        seen_in(words, bounds, seen)
    candidates = [
        candidate
        for number, words in enumerate(documents)
        for begin, end in sentences[number]
        for candidate in _candidates(number, words, begin, end, listed[number], seen, names)
    ]
    labels = _labels(documents, candidates, names)
    for candidate in candidates:
        if candidate.words in labels:
            label = labels[candidate.words]
            names.mentions.append(_named(candidate.document, candidate.piece.first, candidate.piece.last, label))
            if candidate.piece.title:
                told = names.titles.setdefault(label, {})
                told[candidate.piece.title] = told.get(candidate.piece.title, 0) + 1
    forms = [Listed(label, label, words) for words, label in labels.items()]
    for number, words in enumerate(documents):
        taken = {place for match in listed[number] for place in range(match.first, match.last + 1)}
        for match in listed_matches(words, forms, only_headlines=True):
            if names.capitals[number] != "nothing" and taken.isdisjoint(range(match.first, match.last + 1)):
                names.mentions.append(_named(number, match.first, match.last, match.listed.actor))


def _named(document: int, first: int, last: int, label: str) -> Found:
    return Found(document, first, last, label, label, "name")


def _candidates(
    number: int, words: Words, begin: int, end: int, listed: list[Match], seen: Seen, names: Names
) -> list[_Candidate]:
    """The names that a sentence may hold. Where a listed form is part of one, the whole counts as found."""
    taken = {place for match in listed for place in range(match.first, match.last + 1)} if listed else set()
    found = []
    for run in runs(words, begin, end, seen, plain=names.capitals[number] == "nouns"):
        for piece in pieces(words, run, seen):
            if not taken.isdisjoint(range(piece.first, piece.last + 1)) or no_name(words, piece) or _dated(words, piece):
                continue
            if adjective(words, piece):
                names.adjectives.append((number, piece.first, piece.last))
                continue
            form = tuple(words.words[piece.first : piece.last + 1])
            found.append(_Candidate(number, piece, form, _certain(words, piece, seen)))
    return found


def _certain(words: Words, piece: Piece, seen: Seen) -> bool:
    """Whether a capital is that of a name and not only that of a beginning."""
    word = words.words[piece.first]
    if piece.first != piece.last or piece.title or not words.initial(piece.first):
        return True
    if all_capitals(word) or word in seen.inside:
        return True
    possessive = piece.last + 1 < len(words.words) and words.words[piece.last + 1] == "'s"
    return possessive and fold(word) not in seen.small


def _digit(sign: str) -> bool:
    return sign != "" and category(sign) == "Nd"


def _dated(words: Words, piece: Piece) -> bool:
    """Whether a piece is a day of the week, or a month where a date would stand: beside a number, or behind in, since, last …"""
    lists, place = name_lists(), piece.first
    if piece.last != place or words.words[place] not in lists.months | lists.days:
        return False
    before = fold(words.words[place - 1]) if place else ""
    after = words.words[place + 1] if place + 1 < len(words.words) else ""
    return words.words[place] in lists.days or before in _BEFORE_MONTHS or _digit(before[-1:]) or _digit(after[:1])


def _labels(documents: list[Words], candidates: list[_Candidate], names: Names) -> dict[Form, str]:
    """The candidates that are names, by their words, with the shape in which each was printed first."""
    lists = name_lists()
    parts = {
        word
        for candidate in candidates
        if len(candidate.words) > 1 and (candidate.certain or names.capitals[candidate.document] == "nouns")
        for word in candidate.words
    }
    surnames = {candidate.words[-1] for candidate in candidates if len(candidate.words) > 1}
    labels: dict[Form, str] = {}
    doubtful: dict[str, int] = {}
    for candidate in candidates:
        words = documents[candidate.document]
        single = len(candidate.words) == 1
        word = candidate.words[0]
        good = candidate.certain or word in parts
        if names.capitals[candidate.document] == "nouns" and single:
            before = fold(words.words[candidate.piece.first - 1]) if candidate.piece.first else ""
            good = (word in surnames and before not in _ARTICLES) or all_capitals(word)
        if single and word in lists.months | lists.days:
            good = good and word in parts  # Theresa May … May
        if good:
            labels.setdefault(candidate.words, label_of(words, candidate.piece.first, candidate.piece.last))
        elif names.capitals[candidate.document] == "names":
            doubtful[word] = doubtful.get(word, 0) + 1
    small = {fold(word) for words in documents for word in words.words if not capital(word)}
    names.undecided = {
        word: count
        for word, count in sorted(doubtful.items())
        if (word,) not in labels and fold(word) not in small and word not in lists.months | lists.days
    }
    return labels
