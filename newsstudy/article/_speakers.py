"""Who stands beside a reporting verb: the noun phrase before it, or, turned round, behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsstudy.article._frames import COMMA, NONE, STRONG, Item
from newsstudy.article._grammar import Grammar

_LONGEST = 14  # words that a noun phrase may have


@dataclass(frozen=True)
class Speaker:
    """A speaker: first and last item, how it is named ("name", "noun", "pronoun"), its form, where its phrase begins."""

    first: int
    last: int
    how: str
    form: str
    start: int
    end: int
    begins: int


def _uncontracted(term: str) -> str:
    """ "I’ve" is "I", "they’ll" is "they"."""
    return term.partition("'")[0] if term.endswith(("'ve", "'ll", "'d", "'m", "'re")) else term


class Reader:
    """One sentence, read for its reporting verbs and their subjects."""

    def __init__(self, items: list[Item], text: str, words: Grammar) -> None:
        self.items, self.text, self.words = items, text, words

    def __len__(self) -> int:
        return len(self.items)

    def has(self, group: str, at: int) -> bool:
        """Whether the word at a place is in a group of the list."""
        if not 0 <= at < len(self.items):
            return False
        term = self.items[at].term
        return self.words.has(group, _uncontracted(term) if group == "pronouns" else term)

    def is_name(self, at: int) -> bool:
        """A word with a capital that is no function word at the head of a sentence, and no day or month."""
        if not 0 <= at < len(self.items) or not self.items[at].capital:
            return False
        closed = any(self.has(group, at) for group in ("calendar", "determiners", "prepositions", "stops", "relatives"))
        return not closed and not self.has("pronouns", at)

    def verb_at(self, at: int) -> bool:
        """Whether a reporting verb stands here, with its particle where it needs one, and not as a noun, infinitive, passive."""
        term = self.items[at].term
        if self.items[at].quote >= 0 or term not in self.words.verbs or (self.items[at].capital and at > 0):
            return False
        particle = self.words.particles.get(self.words.verbs[term])
        if particle and (at + 1 >= len(self.items) or self.items[at + 1].term != particle):
            return False
        if self.infinitive(at) and not self.words.verb_takes(term, "names"):
            return False
        return not self._passive(at)

    def infinitive(self, at: int) -> bool:
        """Whether an English "to" stands before a verb."""
        return self.words.language == "en" and at > 0 and self.items[at].gap == NONE and self.items[at - 1].term == "to"

    def _passive(self, at: int) -> bool:
        if self.words.language == "en" and self.items[at].term.endswith(("ing", "s")):
            return False
        before = at - 1
        while before >= 0 and self.items[before + 1].gap == NONE and self.has("auxiliaries", before):
            if self.has("passives", before):
                return True
            before -= 1
        return before >= 0 and self.items[before + 1].gap == NONE and self.has("passives", before)

    def participle(self, at: int) -> bool:
        """Whether a verb is an English participle without "is" or "was": "adding that …"."""
        ing = self.words.language == "en" and self.items[at].term.endswith("ing")
        return ing and not (at > 0 and self.has("passives", at - 1) and self.items[at].gap == NONE)

    def before(self, verb: int, low: int = 0) -> Speaker | None:
        """The subject that stands before a verb, commas and clauses between them passed over."""
        at = verb - 1
        while at >= low and self.items[at + 1].gap == NONE and self.has("auxiliaries", at):
            at -= 1
        if at < low or self.items[at].quote >= 0 or self.items[at + 1].gap >= STRONG:
            return None
        if self.has("relatives", at) and self.words.language == "en" and at > low:  # ", who added that"
            return self._headed(at, low)
        named = None
        while self.items[at + 1].gap == COMMA:  # an apposition or a relative clause ends here
            head = at
            while head > low and self.items[head].gap == NONE and self.items[head].quote < 0:
                head -= 1
            if head <= low or self.items[head].gap != COMMA or self.items[head].quote >= 0:
                return None
            if all(self.is_name(place) for place in range(head, at + 1)):
                named = (head, at)
            at = head - 1
            if self.items[at].quote >= 0:
                return None
            begins = at
            while begins > low and self.items[begins].gap == NONE:
                begins -= 1
            if self.has("relatives", begins) or not self.has_letters(at):
                continue
            found = self.phrase(at, low)
            if found is None:
                return None
            if named and found.how != "name":
                return replace(self.speaker(*named), begins=found.begins)
            return found
        return self.phrase(at, low, self.items[verb].term)

    def _headed(self, relative: int, low: int) -> Speaker | None:
        """Whom a relative pronoun beside a verb stands for: the phrase before it."""
        if self.items[relative].term == "that" and self._after_verb(relative):
            return None
        return self.phrase(relative - 1, low) if self.items[relative].gap <= COMMA else None

    def has_letters(self, at: int) -> bool:
        """Whether a word is more than a number."""
        return any(sign not in "0123456789.," for sign in self.items[at].term)

    def phrase(self, last: int, low: int, verb: str = "") -> Speaker | None:
        """The noun phrase that ends here."""
        last = self._without_time(last, low)
        if last < low or self.items[last].quote >= 0:
            return None
        if self.has("pronouns", last) and not (self.is_joined(last, low)):
            first = last
            if self.has("articles", last - 1) and last - 1 >= low and self.items[last].gap == NONE:
                first = last - 1
            loose = self.items[last].term in ("it", "you", "them", "one") and last > low and self.items[last].gap == NONE
            other = self._antecedent(first - 1, low) if loose and first > low else None
            return other or self.speaker(first, last)
        if self._ends_no_name(last):
            return self._antecedent(last, low)
        found = self._first(last, low)
        if found is None:
            return None
        first = found
        around = self._antecedent(first - 1, low) if first > low and self.items[first].gap == NONE else None
        if around is not None:
            return around
        if first == last and not self.items[last].capital and self.words.has("noun_forms", verb):
            return None
        if verb and self.words.has("noun_forms", verb) and not self._surely_a_name(first):
            return None
        return self.speaker(first, last)

    def is_joined(self, at: int, low: int) -> bool:
        """Whether "of" or the like ties a word to the one before: "one of them"."""
        return at - 2 >= low and self.has("joining_prepositions", at - 1)

    def _surely_a_name(self, first: int) -> bool:
        return self.is_name(first) or self.has("determiners", first) or self.items[first].capital

    def _without_time(self, last: int, low: int) -> int:
        """Leave out "on Tuesday", and "published on Tuesday", at the end of a phrase."""
        if self.has("calendar", last) and self.items[last].capital and last - 1 >= low:
            last -= 1
            if self.has("joining_prepositions", last):
                last -= 1
            while last > low and self.items[last].term.endswith("ed") and not self.items[last].capital:
                last -= 1
        return last

    def _ends_no_name(self, last: int) -> bool:
        item = self.items[last]
        if self.is_name(last) or (last + 1 < len(self.items) and self.items[last + 1].term == "'s"):
            return False
        groups = ("determiners", "prepositions", "stops", "relatives", "auxiliaries", "joining_prepositions")
        if any(self.has(group, last) for group in groups) or item.term == "'s":
            return True
        english = self.words.language == "en" and not item.capital
        if english and item.term.endswith(("ed", "ly")):
            return True
        return not item.capital and item.term in self.words.verbs and not self._noun_here(last)

    def _noun_here(self, at: int) -> bool:
        """Whether a form that is also a noun ("remarks", "claims") is one: behind an article or a possessive sign."""
        before = at - 1
        if not self.has("noun_forms", at) or before < 0 or self.items[at].gap != NONE:
            return False
        return self.items[before].term == "'s" or self.has("determiners", before) or self.items[before].term in self.words.owners

    def _first(self, last: int, low: int) -> int | None:
        """Where the noun phrase that ends here begins."""
        first = at = last
        while at > low and last - at < _LONGEST:
            here, at = at, at - 1
            item = self.items[at]
            if self.items[here].gap != NONE or item.quote >= 0:
                break
            if self.has("determiners", at) and item.term not in ("that",):
                first = at
                if at - 1 < low or self.items[at].gap != NONE:
                    break
                if self.has("determiners", at - 1) or self._joins(at - 1, low):
                    if self._joins(at - 1, low):
                        first = at = at - 1
                    continue
                if self.items[at - 1].term == "and" and at - 2 >= low and (self.is_name(at - 2) or self.has("pronouns", at - 2)):
                    first = at = at - 2
                break
            if self._joins(at, low):
                first = at
                continue
            if item.term == "and" and self.is_name(at - 1) and self.is_name(here) and self.items[at].gap == NONE:
                first = at
                continue
            if item.term == "'s" or self.is_name(at):
                first = at
                continue
            if self._ends_no_name(at) or self.has("pronouns", at) or self.has("calendar", at):
                break
            if self.is_name(here) and first == here and item.term.endswith("ing"):
                break
            first = at
        while first < last and (self._loose_head(first)):
            first += 1
        return first if first <= last else None

    def _loose_head(self, first: int) -> bool:
        """A phrase does not begin with "of", "and", a possessive sign."""
        item = self.items[first]
        return self.has("joining_prepositions", first) or item.term in ("'s", "and") or self.has("calendar", first)

    def _joins(self, at: int, low: int) -> bool:
        """A preposition that ties two nouns: "head of the union", with a noun before it."""
        if not self.has("joining_prepositions", at) and not self._takes_to(at):
            return False
        if at - 1 < low or self.items[at].gap != NONE or self.items[at - 1].quote >= 0:
            return False
        if self.has("pronouns", at - 1) or (self.has("determiners", at - 1) and self.items[at].term == "of"):
            return True
        return not self._ends_no_name(at - 1) and self.items[at - 1].term not in self.words.verbs

    def _takes_to(self, at: int) -> bool:
        """ "To" behind a noun that takes it: "his letter to the museum", "people close to the board"."""
        return self.items[at].term == "to" and (self.has("speech_nouns", at - 1) or self.has("before_to", at - 1))

    def _antecedent(self, at: int, low: int) -> Speaker | None:
        """Whom a relative clause without commas is about: "A diplomat who took part in the talks said"."""
        place = at
        while place > low and self.items[place].quote < 0 and at - place < _LONGEST:
            if self.has("relatives", place) and not self._after_verb(place):
                if self.items[place].gap != NONE or self._ends_no_name(place - 1):
                    return None
                first = self._first(place - 1, low)
                return None if first is None else self.speaker(first, place - 1)
            if self.items[place].gap != NONE or (self.has("stops", place) and not self.has("auxiliaries", place)):
                return None
            place -= 1
        return None

    def _after_verb(self, at: int) -> bool:
        """Whether "that" follows a reporting verb, so that it opens what is said."""
        return any(self.items[place].term in self.words.verbs for place in range(max(at - 2, 0), at))

    def behind(self, verb: int, high: int) -> Speaker | None:
        """The subject that stands behind a verb: "said Mary Olufsen, 61"."""
        at = verb + 1
        if self.words.language == "fr" and at < high and self.items[at].term == "t":
            at += 1
        if at >= high or self.items[at].gap != NONE or self.items[at].quote >= 0:
            return None
        if self.has("pronouns", at) and not self.has("joining_prepositions", at + 1) and not self._counts(at, high):
            return self.speaker(at, at)
        first, named = at, False
        while at < high and at - first < _LONGEST and (at == first or self.items[at].gap == NONE):
            item = self.items[at]
            if item.quote >= 0 or (self.has("calendar", at) and item.capital):
                break
            joins = self.has("joining_prepositions", at) and not self.has("prepositions", at)
            if (joins or self._takes_to(at)) and at > first:
                if named and self.has("determiners", at + 1) and self.words.language == "en":
                    break
            elif item.term != "'s" and not self.is_name(at) and self._cannot_be(at, first):
                break
            named = named or (self.is_name(at) and at > first) or (self.is_name(at) and at == first)
            at += 1
        last = at - 1
        while last >= first and (self.has("determiners", last) or self.has("joining_prepositions", last)):
            last -= 1
        if last < first:
            return None
        found = self.speaker(first, last)
        if found.how == "noun" and at < high and at == last + 1 and self.items[at].gap == COMMA:
            end = at
            while end < high and self.is_name(end) and (end == at or self.items[end].gap == NONE):
                end += 1
            if end > at and (end == len(self.items) or self.items[end].gap >= COMMA):
                return self.speaker(at, end - 1)
        return found

    def _counts(self, at: int, high: int) -> bool:
        """Whether "one", "some", "many", "both" stand before a noun: "one engineer"."""
        if not self.has("determiners", at) or at + 1 >= high or self.items[at + 1].gap != NONE or self.items[at + 1].quote >= 0:
            return False
        return not self._cannot_be(at + 1, at) and not self.items[at + 1].term.endswith("ly")

    def _cannot_be(self, at: int, first: int) -> bool:
        """Whether a word ends (or cannot begin) a noun phrase that stands behind its verb."""
        if self.has("determiners", at):
            return at > first and not self.has("joining_prepositions", at - 1) and not self._takes_to(at - 1)
        if self.has("pronouns", at) and not (at == first and self.has("determiners", at)):
            return not self.has("joining_prepositions", at - 1)
        groups = ("prepositions", "times", "stops", "relatives", "auxiliaries")
        return any(self.has(group, at) for group in groups) or self.items[at].term in self.words.verbs

    def speaker(self, first: int, last: int) -> Speaker:
        """A noun phrase as a speaker: an owner of words speaks for them, an article is left out."""
        items, begins = self.items, first
        owned = self._owner(first, last)
        if owned is not None:
            first, last = owned
        while first < last and self.has("articles", first):
            first += 1
        last = self._without_house(first, last)
        start, end = items[first].start, items[last].end
        form = " ".join(self.text[start:end].split())
        term = items[last].term
        if first == last and (term in self.words.owners or self.has("pronouns", last)):
            bare = self.words.owners.get(term, _uncontracted(term))
            return Speaker(first, last, "pronoun", "I" if bare == "i" else bare, start, end, begins)
        return Speaker(first, last, self._how(first, last), form, start, end, begins)

    def _how(self, first: int, last: int) -> str:
        """ "name" or "noun": by the capitals at its end, which a German noun and the first word of a sentence have anyway."""
        if not self.is_name(last):
            return "noun"
        if self.words.language == "de":
            return "name" if last > first and self.is_name(last - 1) else "noun"
        plural = self.words.language == "en" and self.items[last].term.endswith("s")
        return "noun" if first == last == 0 and plural else "name"

    def _without_house(self, first: int, last: int) -> int:
        """Leave out where a person belongs: "Bob Teague of Lantern Capital", not "Central Bank of Norland"."""
        for at in range(first + 2, last):
            person = self.is_name(at - 1) and self.is_name(at - 2) and not self.has("institutions", at - 1)
            if self.items[at].term in ("of", "from", "at") and person and self.words.language == "en":
                return at - 1
        return last

    def _owner(self, first: int, last: int) -> tuple[int, int] | None:
        """Of "Trump’s earlier remarks" and "his last letter" the owner, where the noun is one of speech or writing."""
        noun = next((at for at in range(first, last + 1) if self.has("speech_nouns", at)), None)
        if noun is None:
            return None
        sign = next((at for at in range(first + 1, noun) if self.items[at].term == "'s"), None)
        if sign is not None:
            return first, sign - 1
        if self.items[first].term in self.words.owners and noun > first:
            return first, first
        return None
