"""Runs of capitalised words, cut where titles, openings and adjectives of places end a name."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsstudy.article._actor_words import Words, all_capitals, capital, small
from newsstudy.article._name_lists import Form, name_lists
from newsstudy.text.kinds import category
from newsstudy.text.normalise import fold

HYPHENS = ("-", "‐", "‑")
_ABBREVIATED = 4  # letters at most of a word whose full stop does not end a name: St. Petersburg, J.D. Vance, Gov. Doe


@dataclass(frozen=True)
class Piece:
    """A run's part between titles: words `first` to `last`, both included, and the title before it."""

    first: int
    last: int
    title: Form = ()


@dataclass
class Seen:
    """What a document's capitals say of its words: which are capitalised where no rule asks for it, and which are small."""

    inside: dict[str, int] = field(default_factory=dict)
    alone: dict[str, int] = field(default_factory=dict)  # inside, and beside no hyphen
    small: dict[str, int] = field(default_factory=dict)


def seen_in(words: Words, sentences: list[tuple[int, int]], seen: Seen) -> None:
    """Add what these sentences show; sentences in capitals are left out by the caller."""
    for begin, end in sentences:
        for place in range(begin, end):
            word = words.words[place]
            if small(word):
                seen.small[fold(word)] = seen.small.get(fold(word), 0) + 1
            elif capital(word) and not words.initial(place):
                seen.inside[word] = seen.inside.get(word, 0) + 1
                after = words.gaps[place + 1] if place + 1 < end else ""
                if words.gaps[place] not in HYPHENS and after not in HYPHENS:
                    seen.alone[word] = seen.alone.get(word, 0) + 1


def runs(words: Words, begin: int, end: int, seen: Seen, *, plain: bool = False) -> list[list[int]]:
    """The longest sequences of capitalised words of a sentence, with the small words that may stand inside a name.

    `plain`: without those words, where nouns have capitals too (Sprecher der NATO).
    """
    found: list[list[int]] = []
    place = begin
    while place < end:
        if not _name_word(words, place):
            place += 1
            continue
        run = [place]
        while (following := _following(words, run[-1], end, seen, plain)) is not None:
            run.extend(range(run[-1] + 1, following + 1))
        found.append(run)
        place = run[-1] + 1
    return found


def _name_word(words: Words, place: int) -> bool:
    word = words.words[place]
    return capital(word) and word not in ("I", "I'm", "I've", "I'd", "I'll")


def _following(words: Words, place: int, end: int, seen: Seen, plain: bool) -> int | None:
    """The next capitalised word of the same run; None where the run ends."""
    lists = name_lists()
    following = place + 1
    if following >= end or not _joined(words, place, seen):
        return None
    if _name_word(words, following):
        return following
    if plain:
        return None
    between = 0
    while following < end and between < 3 and words.words[following] in (*lists.particles, "of", "the"):
        if words.words[following] == "of" and (between or words.words[place] not in lists.of):
            return None
        if words.words[following] == "the" and words.words[following - 1] != "of":
            return None
        following, between = following + 1, between + 1
        if following >= end or not _joined(words, following - 1, seen):
            return None
    return following if between and _name_word(words, following) else None


def _joined(words: Words, place: int, seen: Seen) -> bool:
    """Whether a name may go on from this word to the next one."""
    gap = words.gaps[place + 1]
    if not gap.strip():
        return gap != "" and gap.count("\n") < 2
    if gap.strip() == "&":
        return True
    if gap.startswith(".") and not gap[1:].strip():
        return len(words.words[place].replace(".", "")) <= _ABBREVIATED and place >= 0
    if gap in HYPHENS:
        return not _parted(words.words[place], words.words[place + 1], seen)
    return False


def _parted(one: str, two: str, seen: Seen) -> bool:
    """Whether a hyphen stands between two names, US-Russia, and not inside one, Jean-Luc."""
    if fold(one) in name_lists().particles:
        return False
    return all_capitals(one) or all_capitals(two) or one in seen.alone or two in seen.alone


def pieces(words: Words, run: list[int], seen: Seen) -> list[Piece]:
    """The names that a run may hold: its parts between titles, without what opens the sentence and without days."""
    lists = name_lists()
    run = _without_opening(words, run, seen)
    found: list[Piece] = []
    title: Form = ()
    part: list[int] = []
    at = 0
    while at < len(run):
        size = _title_at(words, run, at)
        if size:
            found.extend(_piece(words, part, title))
            part, title = [], tuple(words.words[place] for place in run[at : at + size])
            at += size
            continue
        part.append(run[at])
        at += 1
    found.extend(_piece(words, part, title))
    return [piece for piece in found if words.words[piece.first] not in lists.particles]


def _without_opening(words: Words, run: list[int], seen: Seen) -> list[int]:
    """The run without a first word that owes its capital to the beginning, and without articles and prepositions."""
    lists = name_lists()
    while run:
        word = words.words[run[0]]
        plain = fold(word)
        if all_capitals(word):
            return run
        initial = words.initial(run[0])
        opener = initial and (plain in lists.function or word in lists.openers or plain in lists.noun_capitals)
        adverb = initial and len(word) > 4 and word.endswith("ly") and word not in seen.inside
        if opener and word in seen.inside and plain not in lists.linking:  # Theresa May … May said
            opener = len(run) == 1 and plain in seen.small
        known_small = initial and len(run) > 1 and plain in seen.small and word not in seen.inside and not _is_title(word)
        if not (opener or adverb or known_small or plain in lists.linking):
            return run
        run = run[1:]
        while run and small(words.words[run[0]]):
            run = run[1:]
    return run


def _is_title(word: str) -> bool:
    return (word,) in name_lists().titles or word in name_lists().before_titles


def _title_at(words: Words, run: list[int], at: int) -> int:
    """How many words of the run from here are a title: "Prime Minister", "Foreign Secretary", "President"; 0 for none."""
    lists = name_lists()
    size = 0
    if at and small(words.words[run[at] - 1]):  # Department of Justice
        return 0
    while at + size < len(run) and words.words[run[at + size]] in lists.before_titles:
        size += 1
    for longest in (3, 2, 1):
        form = tuple(words.words[place] for place in run[at + size : at + size + longest])
        if len(form) == longest and form in lists.titles and words.gaps[run[at + size]] not in HYPHENS:
            stop = at + size + longest
            if stop < len(run) and words.words[run[stop]] in lists.institutions:
                return 0
            return size + longest
    return 0


def _piece(words: Words, part: list[int], title: Form) -> list[Piece]:
    """The part as a name, without days and months and small words at its ends; nothing where nothing is left."""
    lists = name_lists()
    while len(part) > 1 and (words.words[part[0]] in lists.days or _in_date(words, part[0])):
        part = part[1:]
    if len(part) > 1 and words.words[part[-1]] in lists.days and words.words[part[-2]] not in lists.before_days:
        part = part[:-1]
    while part and (small(words.words[part[-1]]) or words.words[part[-1]] in ("The", "A", "An")):
        part = part[:-1]
    while part and small(words.words[part[0]]):
        part = part[1:]
    return [Piece(part[0], part[-1], title)] if part else []


def _in_date(words: Words, place: int) -> bool:
    """Whether a month stands behind a number: on 2 November Samuel Amoah …"""
    before = words.words[place - 1] if place else ""
    return words.words[place] in name_lists().months and before != "" and category(before[0]) == "Nd"


def adjective(words: Words, piece: Piece) -> bool:
    """Whether a piece is no more than adjectives of places or names of peoples: Russian, Eastern European, Americans."""
    lists = name_lists()
    form = words.words[piece.first : piece.last + 1]
    return form[-1] in lists.adjectives and all(word in lists.adjectives or word in lists.directions for word in form)


def no_name(words: Words, piece: Piece) -> bool:
    """Whether a piece of one word is a letter, a common acronym (GDP), or a word that only opens sentences."""
    if piece.first != piece.last:
        return False
    word = words.words[piece.first]
    return len(word) == 1 or word in name_lists().common_capitals or word in name_lists().directions
