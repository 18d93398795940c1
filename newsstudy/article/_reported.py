"""Reported speech: clauses that say what somebody said, thought or asked, without quotation marks around them."""

from __future__ import annotations

from dataclasses import dataclass

from newsstudy.article._attribution import Attribution, according, made, subject
from newsstudy.article._frames import COMMA, NONE, STRONG, Written, frames
from newsstudy.article._grammar import Grammar
from newsstudy.article._speakers import Reader

_DATELINE = 8  # words
_FEWEST = 2  # words that a reported clause has at least
_BETWEEN = 14  # words that may stand between a verb and its "that"
_TAIL, _LONG_TAIL = 7, 16  # words that may follow ", she said" at the end of a sentence; where they say when, where, how


@dataclass(frozen=True)
class Clause:
    """A reported clause: its place in code points, and whose it is."""

    start: int
    end: int
    attribution: Attribution


def reported(written: Written, words: Grammar, taken: set[int]) -> list[Clause]:
    """The reported clauses outside quotations; `taken` are the places of verbs that introduce a quotation directly."""
    found: list[Clause] = []
    for items in frames(written):
        reader = Reader(items, written.text, words)
        for verb in range(len(reader)):
            clause = _said(reader, verb, taken) if reader.verb_at(verb) else None
            if clause is not None:
                found.append(clause)
        clause = _according(reader)
        if clause is not None:
            found.append(clause)
    return found


def heard(reader: Reader) -> Attribution | None:
    """Whose speech a sentence reports: that of its last clause that stands in no other; None where it reports none."""
    if reader.words.language != "en":
        return None
    clauses = [clause for verb in range(len(reader)) if reader.verb_at(verb) and (clause := _said(reader, verb, set()))]
    clauses += [clause] if (clause := _according(reader)) else []
    outer = [one for one in clauses if not any(other.start <= one.start and one.end < other.end for other in clauses)]
    return outer[-1].attribution if outer else None


def _said(reader: Reader, verb: int, taken: set[int]) -> Clause | None:
    """The clause that belongs to one verb: behind it, or, set off by a comma, before it."""
    first = _opening(reader, verb)
    if first is not None:
        speaker = subject(reader, verb)
        last = _last(reader, first)
        if speaker is None or not _enough(reader, first, last):
            return None
        return Clause(reader.items[first].start, reader.items[last].end, made(reader, speaker, verb, "before"))
    if reader.items[verb].start in taken or not reader.words.verb_takes(reader.items[verb].term, "after"):
        return None
    return _set_off(reader, verb)


def _enough(reader: Reader, first: int, last: int) -> bool:
    """Whether a clause holds words of its own: one that is a quotation from end to end is that quotation."""
    return words_between(reader, first, last) >= _FEWEST


def words_between(reader: Reader, first: int, last: int) -> int:
    """Words outside quotations from one place to another."""
    return len([at for at in range(first, last + 1) if reader.items[at].quote < 0])


def _opening(reader: Reader, verb: int) -> int | None:
    """Where what is reported begins: behind "that", at "whether", at "to", or at the subject of a clause without "that"."""
    takes = reader.words.takes[reader.words.verbs[reader.items[verb].term]]
    behind = verb + 2 if reader.words.verbs[reader.items[verb].term] in reader.words.particles else verb + 1
    if behind >= len(reader):
        return None
    if "to" in takes:
        at = _infinitive(reader, behind, "object" in takes)
        if at is not None:
            return at
    if "that" in takes:
        at = _that(reader, behind)
        if at is not None:
            return at + 1
    if "wh" in takes and reader.has("wh", behind) and reader.items[behind].gap == NONE:
        return behind
    if "wh" in takes and "object" in takes:
        at = behind + _object(reader, behind)
        if at < len(reader) and reader.items[at].term in ("whether", "if", "why", "how", "what", "where") and at > behind:
            return at
    if "bare" in takes:
        at = behind + (_object(reader, behind) if "object" in takes else 0)
        if ("object" not in takes or at > behind) and _is_clause(reader, at):
            return at
    return None


def _that(reader: Reader, behind: int) -> int | None:
    """The "that" that opens the clause: beside the verb, or behind a time, a place, a listener, "his belief"."""
    for at in range(behind, min(behind + _BETWEEN, len(reader) - 1)):
        item = reader.items[at]
        if item.term == "that" and item.gap <= COMMA:
            after_noun = at > behind and not reader.items[at - 1].capital and not _listener(reader, behind, at)
            relative = at > behind + 1 and not _has_subject(reader, at + 1)
            return None if after_noun or relative or at + 1 >= len(reader) else at
        if reader.has("asides", at) or (at > behind and reader.has("asides", at - 1) and item.gap == COMMA):
            continue
        if item.gap >= COMMA and item.quote < 0 and (at == behind or reader.items[at - 1].quote < 0):
            return None
        if item.quote < 0 and (reader.verb_at(at) or reader.has("relatives", at)):
            return None
    return None


def _has_subject(reader: Reader, at: int) -> bool:
    """Whether a clause behind "that" has a subject of its own; "a study that covers 4,000 lakes" has none."""
    if at >= len(reader) or reader.has("subjects", at) or reader.items[at].capital or reader.items[at].quote >= 0:
        return True
    if reader.has("finite", at) or reader.has("auxiliaries", at):
        return False
    return reader.has("stops", at) or any(reader.has("finite", place) for place in range(at + 1, min(at + 6, len(reader))))


def _listener(reader: Reader, behind: int, that: int) -> bool:
    """Whether what stands between verb and "that" leaves the clause the verb's own, not that of a noun ("the story that")."""
    if all(reader.items[at].quote >= 0 for at in range(behind, that)):
        return True
    base = reader.words.verbs.get(reader.items[behind - 1].term, "")
    if "object" in reader.words.takes.get(base, frozenset()):
        return True
    if reader.has("belief_nouns", that - 1) and that - behind <= 3:
        return True
    starts = ("prepositions", "times", "calendar", "asides")
    return any(reader.has(group, behind) for group in starts) or reader.items[behind].term.endswith("ly")


def _object(reader: Reader, at: int) -> int:
    """How many words name the listener: "reporters", "the court", "the Croft Gazette", "him"."""
    begin = at
    while at < len(reader) and reader.items[at].gap == NONE and reader.items[at].quote < 0 and at - begin < 5:
        if reader.has("determiners", at) and at == begin:
            at += 1
            continue
        if reader.items[at].term in ("him", "her", "them", "us", "me") and at == begin:
            return 1
        if reader.is_name(at):
            at += 1
            continue
        if at == begin or (reader.has("determiners", at - 1) and at == begin + 1):
            closed = any(reader.has(group, at) for group in ("stops", "prepositions", "pronouns", "auxiliaries"))
            at += 0 if closed else 1
        break
    return at - begin


def _infinitive(reader: Reader, behind: int, listener: bool) -> int | None:
    """The "to" of "threatened to cut" or "urged Melk to open"."""
    at = behind + (_object(reader, behind) if listener else 0)
    if listener and at == behind:
        return None
    first = at
    if at < len(reader) and reader.items[at].term == "not":
        at += 1
    if at + 1 >= len(reader) or reader.items[at].term != "to" or reader.items[at].gap != NONE:
        return None
    closed = any(reader.has(group, at + 1) for group in ("determiners", "pronouns", "calendar", "prepositions"))
    return None if closed or reader.items[at + 1].capital or reader.items[at + 1].quote >= 0 else first


def _is_clause(reader: Reader, at: int) -> bool:
    """Whether a clause without "that" begins here: a subject, and soon a verb that is finite beyond doubt."""
    if at >= len(reader) or reader.items[at].gap != NONE or reader.items[at].quote >= 0:
        return False
    if reader.has("stops", at) or reader.has("prepositions", at):
        return False
    for place in range(at + 1, min(at + 12, len(reader))):
        item = reader.items[place]
        if item.quote >= 0 or item.gap >= STRONG:
            return False
        if reader.has("finite", place) or (item.term.endswith("ed") and not reader.has("determiners", place - 1)):
            return True
        if item.term.endswith("s") and place == at + 1 and reader.has("pronouns", at):
            return True
    return False


def _last(reader: Reader, first: int) -> int:
    """Where a reported clause ends: before "and warned", ", but X denied", ", underscoring"; or with the sentence."""
    for at in range(first + 1, len(reader)):
        item = reader.items[at]
        if item.quote >= 0:
            continue
        if item.gap >= COMMA and reader.has("comments", at):
            return at - 1
        if item.gap >= STRONG and ";" in reader.text[reader.items[at - 1].end : item.start]:
            return at - 1
        if item.term in ("and", "but") and (_new_report(reader, at, first) or reader.has("resumes", at + 1)):
            return at - 1
        if item.gap >= COMMA and reader.words.verbs.get(item.term) and reader.participle(at) and not _nearest(reader, at):
            return at - 1
        if item.gap >= COMMA and any(_is_according(reader, at, phrase) for phrase in reader.words.according):
            return at - 1
    return len(reader) - 1


def _nearest(reader: Reader, at: int) -> bool:
    """Participles that go on within the clause: "that Putin expressed a strong sentiment, indicating that …"."""
    return reader.has("follows_nearest", at)


def _is_according(reader: Reader, at: int, phrase: tuple[str, ...]) -> bool:
    return tuple(item.term for item in reader.items[at : at + len(phrase)]) == phrase


def _new_report(reader: Reader, at: int, first: int) -> bool:
    """Whether "and" or "but" leads to another report: a reporting verb at once, or behind a comma with its own subject."""
    verb = at + 1
    while verb < len(reader) and reader.items[verb].gap == NONE and reader.has("auxiliaries", verb):
        verb += 1
    if verb >= len(reader) or reader.items[at + 1].gap != NONE:
        return False
    if reader.verb_at(verb) and not reader.items[verb].term.endswith("ing"):
        return True
    if reader.items[at].gap < COMMA:
        return False
    for place in range(verb, min(verb + 8, len(reader))):
        if reader.items[place].gap != NONE:
            return False
        if reader.verb_at(place):
            found = reader.before(place, at + 1)
            return found is not None and (_opening(reader, place) is not None or _quotes(reader, place))
    return False


def _quotes(reader: Reader, verb: int) -> bool:
    return any(item.quote >= 0 for item in reader.items[verb + 1 :])


def _set_off(reader: Reader, verb: int) -> Clause | None:
    """The clause before ", she said" at the end of a sentence, or around it in the middle."""
    speaker = reader.before(verb)
    if speaker is not None:
        first = speaker.begins
        while first > 0 and reader.has("articles", first - 1) and reader.items[first].gap == NONE:
            first -= 1
        behind = verb + 1
    else:
        speaker, first = reader.behind(verb, len(reader)), verb
        behind = len(reader) if speaker is None else speaker.last + 1
    if speaker is None or first == 0 or reader.items[first].gap != COMMA or reader.items[first - 1].quote >= 0:
        return None
    if reader.participle(verb) or _leads_in(reader, first):
        return None
    attribution = made(reader, speaker, verb, "after")
    rest = len(reader) - behind
    if rest > 0 and reader.items[behind].gap == COMMA and reader.items[behind].quote < 0 and rest >= 2:
        if reader.has("relatives", behind) or reader.items[behind].term.endswith("ing"):
            return _clause(reader, first - 1, attribution)
        inside = Attribution(speaker, attribution.verb_start, attribution.verb_end, attribution.verb, "middle")
        return Clause(reader.items[0].start, reader.items[-1].end, inside)
    told = rest > 0 and any(reader.has(group, behind) for group in ("prepositions", "times", "calendar"))
    if rest > (_LONG_TAIL if told else _TAIL) or _new_object(reader, behind):
        return None
    return _clause(reader, first - 1, attribution)


def _new_object(reader: Reader, behind: int) -> bool:
    return any(item.quote >= 0 for item in reader.items[behind:])


def _leads_in(reader: Reader, first: int) -> bool:
    """Whether what stands before the comma is no sentence: "In an interview, she said …", "Asked about it, he replied"."""
    opens = reader.has("prepositions", 0) or reader.has("stops", 0) or reader.has("times", 0)
    return opens or reader.items[0].term in reader.words.verbs or first < 3


def _clause(reader: Reader, last: int, attribution: Attribution) -> Clause | None:
    if words_between(reader, 0, last) < _FEWEST:
        return None
    return Clause(reader.items[_after_dateline(reader)].start, reader.items[last].end, attribution)


def _after_dateline(reader: Reader) -> int:
    """Where the sentence begins behind "LONDON (Reuters) — "."""
    for at in range(1, min(_DATELINE, len(reader) - 1)):
        between = reader.text[reader.items[at - 1].end : reader.items[at].start]
        if any(dash in between for dash in (" — ", " – ", " - ")) and reader.items[0].capital:
            return at
    return 0


def _according(reader: Reader) -> Clause | None:
    """According to X, …; …, according to X."""
    given = according(reader, 0, len(reader), "after")
    if given is None:
        return None
    at = next(place for place, item in enumerate(reader.items) if item.start == given.verb_start)
    if at > 0:
        if reader.items[at - 1].quote >= 0:
            return None
        return _clause(reader, at - 1, given)
    first = given.speaker.last + 1
    while first < len(reader) and reader.items[first].gap < COMMA:
        first += 1
    if first < len(reader) and reader.has("articles", first):  # an apposition, where another comma follows it
        end = first + 1
        while end < len(reader) and reader.items[end].gap < COMMA:
            end += 1
        first = end if end < len(reader) and given.speaker.how == "name" else first
    while first < len(reader) and reader.has("asides", first):
        first += 1
    if first >= len(reader) or words_between(reader, first, len(reader) - 1) < _FEWEST:
        return None
    before = Attribution(given.speaker, given.verb_start, given.verb_end, given.verb, "before")
    return Clause(reader.items[first].start, reader.items[-1].end, before)
