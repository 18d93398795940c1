"""Suggested aliases: which forms may mean an actor that is named otherwise elsewhere, by rules that are named."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from newsstudy import schemas
from newsstudy.article._actor_reading import Reading, read
from newsstudy.article._actor_words import Words, all_capitals, small
from newsstudy.article._alias_table import Listed, listed_matches
from newsstudy.article._name_lists import Form, name_lists
from newsstudy.text.normalise import fold

_RULES = ("surname", "part of the name", "initials", "head noun", "adjective of the place")


class _Place(NamedTuple):
    """How often a form stands in the texts, and where first."""

    times: int
    document: int
    word: int


def suggest_aliases(corpus: Any, *, ignore: Any = (), rule: str = "news-en-1", sentence_rule: str | None = None) -> pd.DataFrame:
    """Which forms may mean an actor that is named otherwise elsewhere? Suggestions by rule; nothing is applied.

    The rules, each by name in the table: **surname**, the last word of a longer name, alone (*Trump*, *Donald Trump*);
    **head noun**, the noun at the end of an institution's name (*Commission*, *European Commission*), or "the" and the title
    before a name or the noun in it (*the president*; *the bank*); **part of the name**, other parts of it (*BBC*, *BBC News*);
    **initials** in capitals (*IAEA*); **adjective of the place** (*Russian*, *Russia*; list names-en-1).

    Parameters
    ----------
    corpus : Corpus
    ignore, rule, sentence_rule
        As in `actor_mentions`.

    Returns
    -------
    DataFrame, schema ALIASES
        One row a pair of actor and form, in order of actor, rule and form. Read the example of each, leave out the rows that are
        wrong, and hand the rest to `actors` or `actor_mentions` as ``aliases=``. A form that may mean several actors
        (``n_actors``) has a row for each, of which at most one may stay.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.suggest_aliases(ns.sample_article())
    >>> table[["actor", "form"]].values.tolist()
    [['Donald Trump', 'Trump'], ['Russia', 'Russian'], ['Vladimir Putin', 'Putin']]
    >>> names = ns.actors(ns.sample_article(), aliases=table[table.rule == "surname"])
    >>> names.actor.tolist()[:2]
    ['Donald Trump', 'Ukraine']
    """
    reading = read(corpus, "suggest_aliases", aliases=None, ignore=ignore, unlisted=True, rule=rule, sentence_rule=sentence_rule)
    names: dict[str, _Place] = {}
    for found in reading.names.mentions:
        known = names.get(found.actor)
        place = _Place(0, found.document, found.first) if known is None else known
        names[found.actor] = place._replace(times=place.times + 1)
    words_of = {name: tuple(reading.tokens.fold(name)) for name in names}
    suggested: dict[tuple[str, str], tuple[str, _Place]] = {}
    for rule_name, pairs in (
        *_by_words(names, words_of),
        ("head noun", _head_nouns(reading, words_of)),
        ("adjective of the place", _adjectives(reading, names)),
    ):
        for actor, form, place in pairs:
            suggested.setdefault((actor, form), (rule_name, place))
    return _table(reading, names, suggested)


def _table(reading: Reading, names: dict[str, _Place], suggested: dict[tuple[str, str], tuple[str, _Place]]) -> pd.DataFrame:
    order = sorted(suggested, key=lambda pair: (pair[0], _RULES.index(suggested[pair][0]), pair[1]))
    meanings: dict[str, int] = {}
    for _, form in order:
        meanings[form] = meanings.get(form, 0) + 1
    places = [suggested[pair][1] for pair in order]
    columns = {
        "actor": [actor for actor, _ in order],
        "form": [form for _, form in order],
        "rule": [suggested[pair][0] for pair in order],
        "form_count": [place.times for place in places],
        "actor_count": [names[actor].times for actor, _ in order],
        "n_actors": [meanings[form] for _, form in order],
        "document": [reading.documents[place.document].name for place in places],
        "sentence": [reading.documents[place.document].sentences[place.word] for place in places],
        "example": [_sentence(reading.documents[place.document], place.word) for place in places],
    }
    left_out = ("aliases", "unlisted", "sentence_positions")
    return schemas.ALIASES.table(columns, {name: value for name, value in reading.settings.items() if name not in left_out})


def _sentence(words: Words, place: int) -> str:
    for begin, end in words.bounds():
        if begin <= place < end:
            return " ".join(words.printed(begin, end - 1).split())
    return ""


def _by_words(names: dict[str, _Place], words_of: dict[str, Form]) -> list[tuple[str, list[tuple[str, str, _Place]]]]:
    """Names whose words are the last, or others, or the initials of a longer name's."""
    surnames: list[tuple[str, str, _Place]] = []
    parts: list[tuple[str, str, _Place]] = []
    initials: list[tuple[str, str, _Place]] = []
    heads: list[tuple[str, str, _Place]] = []
    lists = name_lists()
    by_word: dict[str, list[str]] = {}
    for name in sorted(names):
        by_word.setdefault(words_of[name][0], []).append(name)
    for actor in sorted(names):
        long = words_of[actor]
        starts = "".join(word[0] for word in long if not small(word))
        for form in by_word.get(starts, []):
            if len(long) > 1 and all_capitals(form) and len(words_of[form]) == 1:
                initials.append((actor, form, names[form]))
        for begin in range(len(long) if len(long) > 1 else 0):
            for form in by_word.get(long[begin], []):
                short = words_of[form]
                if len(short) < len(long) and long[begin : begin + len(short)] == short:
                    last = begin + len(short) == len(long) and "of" not in long
                    head = last and short[-1] in lists.of | lists.institutions
                    (heads if head else surnames if last else parts).append((actor, form, names[form]))
    return [("surname", surnames), ("head noun", heads), ("part of the name", parts), ("initials", initials)]


def _head_nouns(reading: Reading, words_of: dict[str, Form]) -> list[tuple[str, str, _Place]]:
    """ "the president" where a name has the title President; "the bank" where a name ends so, or is a Bank of something."""
    heads: dict[str, list[str]] = {}
    for actor in sorted(words_of):
        titles = sorted(reading.names.titles.get(actor, {}))
        nouns = {title[-1] for title in titles if len(title[-1]) > 2}
        name = words_of[actor]
        nouns |= {name[name.index("of") - 1]} if "of" in name[1:] else {name[-1]} if len(name) > 1 else set()
        for noun in sorted(nouns):
            if not all_capitals(noun):
                heads.setdefault(fold(noun), []).append(actor)
    forms = [Listed("", f"the {noun}", ("the", noun)) for noun in sorted(heads)]
    places: dict[str, _Place] = {}
    for number, words in enumerate(reading.documents):
        for match in listed_matches(words, forms):
            if not small(words.words[match.last]):
                continue
            known = places.get(match.listed.words[1], _Place(0, number, match.first))
            places[match.listed.words[1]] = known._replace(times=known.times + 1)
    return [(actor, f"the {noun}", places[noun]) for noun in sorted(places) for actor in heads[noun]]


def _adjectives(reading: Reading, names: dict[str, _Place]) -> list[tuple[str, str, _Place]]:
    """Adjectives of places that are named themselves: Russian, where Russia is an actor."""
    places: dict[str, _Place] = {}
    for document, _, last in reading.names.adjectives:
        word = reading.documents[document].words[last]
        known = places.get(word, _Place(0, document, last))
        places[word] = known._replace(times=known.times + 1)
    lists = name_lists().adjectives
    return [(name, word, places[word]) for word in sorted(places) for name in lists[word] if name in names]
