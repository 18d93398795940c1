"""Who is said to have said a quotation: by the words of its own sentence, or by the quotation that it continues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from newsstudy.article._frames import COMMA, NONE, STRONG, Item, Written, frames
from newsstudy.article._grammar import Grammar
from newsstudy.article._marks import MARKS
from newsstudy.article._speakers import Reader, Speaker

_FAR = 24  # words between a quotation and its verb


@dataclass(frozen=True)
class Attribution:
    """Speaker and verb of one quotation, and where they stand: "before", "after", "middle", "continued"."""

    speaker: Speaker
    verb_start: int
    verb_end: int
    verb: str
    position: str


Heard = Callable[[Reader], "Attribution | None"]


def attributed(written: Written, words: Grammar, heard: Heard) -> dict[int, Attribution]:
    """The attribution of each quotation that has one, by its number; `heard` says whose speech a sentence without one reports."""
    found: dict[int, Attribution] = {}
    for owner in (-1, *(number for number, pair in enumerate(written.pairs) if pair.inner)):
        before: list[Item] = []
        for items in frames(written, owner):
            _frame(Reader(items, written.text, words), Reader(before, written.text, words), written, found, heard)
            before = items
    return found


def _frame(reader: Reader, before: Reader, written: Written, found: dict[int, Attribution], heard: Heard) -> None:
    places = [place for place, item in enumerate(reader.items) if item.quote >= 0]
    for order, place in enumerate(places):
        low = places[order - 1] + 1 if order else 0
        high = places[order + 1] if order + 1 < len(places) else len(reader)
        number = reader.items[place].quote
        given = _behind(reader, written, place, high)
        if given is None:
            given = _goes_on(reader, written, places[order - 1], place, found) if order else None
        if given is None:
            given = _in_front(reader, place, low)
        if given is None and not order:
            given = _loosely(reader, place, high)
        if given is None and len(reader) == 1 and place == 0:
            given = _continued(before, written, number, found, heard)
        if given is not None:
            found[number] = given


def made(reader: Reader, speaker: Speaker, verb: int, position: str) -> Attribution:
    """An attribution to the speaker by the verb at a place, with its particle."""
    item, last = reader.items[verb], verb
    if reader.words.verbs.get(item.term) in reader.words.particles:
        last = verb + 1
    end = reader.items[last].end
    return Attribution(speaker, item.start, end, reader.text[item.start : end], position)


def _behind(reader: Reader, written: Written, place: int, high: int) -> Attribution | None:
    """“…,” she said; “…,” said the mayor; “…,” according to the mayor."""
    first = place + 1
    if first >= high:
        return None
    given = according(reader, first, high, "after")
    if given is not None:
        return given
    mark = last_sign(written, reader.items[place].quote)
    if reader.items[first].gap >= STRONG or (reader.items[first].gap == NONE and not _may_follow(mark)):
        return None
    for verb in range(first, min(high, first + _FAR)):
        if not reader.verb_at(verb):
            continue
        if reader.participle(verb):
            continue
        if verb == first or all(reader.has("auxiliaries", at) for at in range(first, verb)):
            speaker = reader.behind(verb, high)
            if speaker is not None:
                return made(reader, speaker, verb, "after")
            return None
        speaker = reader.before(verb, first)
        if speaker is not None and _begins(reader, speaker, first):
            return made(reader, speaker, verb, "after")
    return None


def last_sign(written: Written, number: int) -> str:
    """The last sign of a quotation within its marks, and within those of a quotation that ends with it."""
    text, pair = written.text, written.pairs[number]
    at = pair.end - 2
    while at > pair.start and text[at] in MARKS:
        at -= 1
    return text[at]


def _may_follow(mark: str) -> bool:
    """Words that stand behind a quotation without a comma name its speaker only where the comma is within its marks."""
    return mark in ",.!?…—–-，。！？"


def _begins(reader: Reader, speaker: Speaker, first: int) -> bool:
    """Whether nothing but an article stands between the quotation and its speaker."""
    return all(reader.has("determiners", at) or reader.has("auxiliaries", at) for at in range(first, speaker.begins))


def _goes_on(reader: Reader, written: Written, last: int, place: int, found: dict[int, Attribution]) -> Attribution | None:
    """“The first tomato,” said X, “was …”: the second part has the attribution that stands between both."""
    given = found.get(reader.items[last].quote)
    if given is None or reader.items[place].gap > COMMA:
        return None
    between = range(last + 1, place)
    if given.position == "before":
        listed = all(reader.items[at].term in ("and", "or", "then", "und", "et") for at in between)
        return given if listed else None
    inside = [at for at in between if reader.items[at].start > given.verb_end and reader.verb_at(at)]
    if given.position != "after" or inside:
        return None
    found[reader.items[last].quote] = replace(given, position="middle")
    return replace(given, position="middle")


def _in_front(reader: Reader, place: int, low: int) -> Attribution | None:
    """She said: “…”; he called it “…”; in the words of the mayor, “…”."""
    given = according(reader, low, place, "before")
    if given is not None:
        return given
    nearest = True
    for verb in range(place - 1, max(low, place - _FAR) - 1, -1):
        if not reader.verb_at(verb):
            continue
        if not (reader.words.verb_takes(reader.items[verb].term, "quote") or _tight(reader, verb, place)):
            continue
        if _names_a_thing(reader, verb, place):
            continue
        speaker = subject(reader, verb)
        if speaker is None:
            continue
        if nearest and verb == place - 1 and _then_that(reader, place) and _outer(reader, verb, low):
            nearest = False  # it says how somebody spoke: the word of whoever reports that
            continue
        return made(reader, speaker, verb, "before")
    return None


def _names_a_thing(reader: Reader, verb: int, place: int) -> bool:
    """ "A meeting called ‘Team Update’" only names the meeting; "what she called a ‘gift’" is what she says."""
    beside = verb == place - 1 or (verb == place - 2 and reader.items[verb + 1].term == "as")
    if not beside or not reader.words.verb_takes(reader.items[verb].term, "names") or reader.items[place].gap != NONE:
        return False
    active = reader.has("auxiliaries", verb - 1) or reader.has("pronouns", verb - 1) or reader.is_name(verb - 1)
    return not active and not any(item.term == "what" for item in reader.items[max(verb - 6, 0) : verb])


def _outer(reader: Reader, verb: int, low: int) -> bool:
    return any(reader.verb_at(at) and subject(reader, at) is not None for at in range(low, verb))


def _then_that(reader: Reader, place: int) -> bool:
    return place + 1 < len(reader) and reader.items[place + 1].term == "that" and reader.items[place + 1].gap <= COMMA


def _tight(reader: Reader, verb: int, place: int) -> bool:
    """Whether "begins", "reads", "ends with the words" stands beside the quotation."""
    if not reader.words.verb_takes(reader.items[verb].term, "tight"):
        return False
    beside = verb == place - 1 and reader.items[place].gap >= COMMA
    return beside or (place - verb <= 5 and reader.has("tight_words", place - 1))


def subject(reader: Reader, verb: int) -> Speaker | None:
    """Who does what a verb says: the phrase before it; for a participle or a second verb, who spoke before."""
    words, items = reader.words, reader.items
    if reader.participle(verb):
        if words.has("follows_nearest", items[verb].term):
            inner = _nearest_clause(reader, verb)
            if inner is not None:
                return inner
        return _earlier(reader, verb)
    if reader.infinitive(verb):
        return _of_infinitive(reader, verb - 1)
    before = verb - 1
    while before >= 0 and items[before + 1].gap == NONE and reader.has("auxiliaries", before):
        before -= 1
    if before >= 0 and items[before].term in ("and", "but", "then", "or", "und", "et"):
        return _earlier(reader, before)
    return reader.before(verb)


def _of_infinitive(reader: Reader, to: int) -> Speaker | None:
    """Who "appeared to call", "went on to call": the phrase before the verb that "to" hangs on."""
    at = to - 1
    if at >= 0 and reader.has("prepositions", at):
        at -= 1
    return reader.before(at) if at > 0 and reader.items[at].gap == NONE else None


def _earlier(reader: Reader, verb: int) -> Speaker | None:
    """The subject of the reporting verb before this one, or of the sentence."""
    for at in range(verb - 1, -1, -1):
        if reader.items[at].quote < 0 and reader.verb_at(at) and not reader.items[at].term.endswith("ing"):
            found = reader.before(at)
            if found is None and at + 1 < verb:
                found = reader.behind(at, verb)
            if found is not None:
                return found
    return _opening(reader, 0, verb)


def _nearest_clause(reader: Reader, verb: int) -> Speaker | None:
    """The subject of the last clause with "that" before a participle, where it is a name or a person's pronoun."""
    opened = next((at for at in range(verb - 1, -1, -1) if reader.items[at].term == "that"), None)
    if opened is None:
        return None
    found = _opening(reader, opened + 1, verb)
    return found if found is not None and found.how in ("name", "pronoun") else None


def _opening(reader: Reader, first: int, high: int) -> Speaker | None:
    """The noun phrase that a clause begins with: its names, or its pronoun, or its article and what follows."""
    if first >= high:
        return None
    if reader.has("pronouns", first):
        return reader.speaker(first, first)
    if reader.items[first].term in reader.words.owners:
        return reader.speaker(first, first)
    at = first + 1 if reader.has("articles", first) else first
    last = at
    while last < high and reader.is_name(last) and (last == at or reader.items[last].gap == NONE):
        last += 1
    return reader.speaker(first, last - 1) if last > at else None


def _loosely(reader: Reader, place: int, high: int) -> Attribution | None:
    """The “smart” fence, Smith said, cost a million: an attribution between commas further on in the sentence."""
    for verb in range(place + 1, min(high, place + _FAR)):
        if reader.verb_at(verb) and reader.words.verb_takes(reader.items[verb].term, "after"):
            speaker = reader.before(verb, place + 1)
            ends = verb + 1 >= len(reader) or reader.items[verb + 1].gap >= COMMA
            if speaker is not None and ends and _set_off(reader, speaker):
                return made(reader, speaker, verb, "after")
    return None


def _set_off(reader: Reader, speaker: Speaker) -> bool:
    first = speaker.first
    while first > 0 and reader.has("articles", first - 1) and reader.items[first].gap == NONE:
        first -= 1
    return reader.items[first].gap == COMMA


def according(reader: Reader, low: int, high: int, position: str) -> Attribution | None:
    """ "According to" and its kin between two places, with whom they name."""
    viewed = _in_view(reader, low, high, position)
    if viewed is not None:
        return viewed
    for phrase in reader.words.according:
        size = len(phrase)
        for at in range(low, high - size):
            if tuple(item.term for item in reader.items[at : at + size]) != phrase:
                continue
            speaker = reader.behind(at + size - 1, high)
            if speaker is not None:
                start, end = reader.items[at].start, reader.items[at + size - 1].end
                return Attribution(speaker, start, end, reader.text[start:end], position)
    return None


def _in_view(reader: Reader, low: int, high: int, position: str) -> Attribution | None:
    """ "In her view", "in Smith’s opinion"."""
    for at in range(low + 2, high):
        if not reader.has("views", at) or reader.words.language != "en":
            continue
        first = next((place for place in range(at - 1, max(at - 6, low) - 1, -1) if reader.items[place].term == "in"), None)
        if first is None or first + 1 >= at:
            continue
        owner = reader.items[at - 1].term
        last = at - 2 if owner == "'s" else at - 1
        if (owner == "'s" and last > first) or (owner in reader.words.owners and last == first + 1):
            start, end = reader.items[first].start, reader.items[at].end
            return Attribution(reader.speaker(first + 1, last), start, end, reader.text[start:end], position)
    return None


def _continued(before: Reader, written: Written, number: int, found: dict[int, Attribution], heard: Heard) -> Attribution | None:
    """A quotation that is a sentence by itself goes on where the sentence before it, in the same paragraph, was attributed."""
    if not len(before) or "\n" in written.text[before.items[-1].end : written.pairs[number].start]:
        return None
    last = next((item for item in reversed(before.items) if item.quote >= 0), None)
    given = heard(before) if last is None else found.get(last.quote)
    if last is None and given is not None and last_sign(written, number) not in ".?!…":
        return None
    return None if given is None else replace(given, position="continued")
