"""Topics as lists of terms, wherever they come from: a fitted model, a table of topic terms, or lists typed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from newsstudy.errors import InputError
from newsstudy.schemas import record
from newsstudy.topics.reading import components, model_settings, ranked_terms, term_names


class GivenTopics(NamedTuple):
    """The terms of each topic, highest first, the topics' numbers, and what a record says of where they come from."""

    numbers: list[int]
    terms: list[list[str]]
    settings: dict[str, Any]

    @property
    def top_terms(self) -> list[str]:
        """The terms of each topic as one text, for a table."""
        return [" ".join(terms) for terms in self.terms]


def given_topics(model: Any, n: int, caller: str) -> GivenTopics:
    """The first n terms of each topic.

    Raises
    ------
    InputError
        There is no topic, a topic has no term or a term twice, or `model` is none of what can be read.
    """
    if hasattr(model, "columns") and hasattr(model, "attrs"):
        found = _from_table(model, n, caller)
    elif hasattr(model, "components_") or hasattr(model, "get_params"):
        components(model)
        names = term_names(model)
        lists = [[names[number] for number in terms.tolist()] for terms in ranked_terms(model, n)]
        found = GivenTopics(list(range(len(lists))), lists, model_settings(model))
    else:
        lists = _from_lists(model, n, caller)
        found = GivenTopics(list(range(len(lists))), lists, {"model": "lists of terms"})
    if not found.terms:
        raise InputError(f"{caller}: there is no topic; give a fitted model or a list with one list of terms for each topic")
    for number, terms in zip(found.numbers, found.terms, strict=True):
        twice = sorted({term for term in terms if terms.count(term) > 1})
        if twice:
            raise InputError(f"{caller}: topic {number} lists {twice[0]!r} more than once; a term belongs there once")
    return found


def _from_table(table: Any, n: int, caller: str) -> GivenTopics:
    missing = [name for name in ("topic", "rank", "term") if name not in table.columns]
    if missing:
        raise InputError(f"{caller}: the table has no column {missing[0]!r}; a table of topics is made by ns.topic_terms(model)")
    rows = table[table["rank"] <= n].sort_values(["topic", "rank"], kind="stable")
    by_topic = {int(topic): [str(term) for term in part["term"]] for topic, part in rows.groupby("topic", sort=True)}
    known = record(table)
    return GivenTopics(
        list(by_topic), list(by_topic.values()), {**known["settings"], "topics": known["digest"], "model": "a table of terms"}
    )


def _from_lists(model: Any, n: int, caller: str) -> list[list[str]]:
    if isinstance(model, str | bytes) or not isinstance(model, Iterable):
        raise InputError(
            f"{caller} needs a fitted model, a table of ns.topic_terms or lists of terms; got {type(model).__name__}"
        )
    lists: list[list[str]] = []
    for topic in model:
        if isinstance(topic, str | bytes) or not isinstance(topic, Iterable):
            raise InputError(f"{caller}: each topic is a list of terms, such as ['war', 'peace']; got {topic!r}")
        terms = list(topic)[:n]
        for term in terms:
            if not isinstance(term, str) or any("\ud800" <= sign <= "\udfff" for sign in term):
                raise InputError(f"{caller}: terms are texts that can be written as UTF-8; got {term!r} in topic {len(lists)}")
        lists.append(terms)
    return lists
