"""What a language's list of reporting verbs says: which word reports, what may follow it, and which words end a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsstudy.text.data_files import read_json

LISTS = {"en": "reporting-verbs-en-1", "de": "reporting-verbs-de-1", "fr": "reporting-verbs-fr-1"}
REPORTED = ("en",)  # languages whose reported speech is looked for


@dataclass(frozen=True)
class Grammar:
    """One list: `verbs` has the verb of each form, `takes` what each verb takes, the rest are sets of words."""

    name: str
    language: str
    verbs: Mapping[str, str]
    takes: Mapping[str, frozenset[str]]
    particles: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    owners: Mapping[str, str]
    according: tuple[tuple[str, ...], ...]

    def has(self, group: str, term: str) -> bool:
        """Whether the word stands in a group of the list."""
        return term in self.words.get(group, frozenset())

    def verb_takes(self, term: str, what: str) -> bool:
        """Whether a form belongs to a verb that takes `what`."""
        return term in self.verbs and what in self.takes[self.verbs[term]]


@cache
def grammar(language: str) -> Grammar:
    """The list of a language; that of English for a language that has none."""
    content: dict[str, Any] = read_json(LISTS.get(language, LISTS["en"]))
    verbs = {form: base for base, entry in content["verbs"].items() for form in entry["forms"]}
    return Grammar(
        name=content["version"],
        language=language,
        verbs=verbs,
        takes={base: frozenset(entry["takes"]) for base, entry in content["verbs"].items()},
        particles={base: entry["particle"] for base, entry in content["verbs"].items() if "particle" in entry},
        words={key: frozenset(value) for key, value in content.items() if isinstance(value, list) and key != "according"},
        owners=content["possessive_pronouns"],
        according=tuple(tuple(words) for words in content["according"]),
    )
