"""Named rules of what counts as a term: where words end, how they fold, and which capitals stay."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from newsstudy.errors import InputError
from newsstudy.text.data_files import read_json
from newsstudy.text.normalise import fold, nfc, nfd

# One apostrophe in term forms: ’ ‘ ʼ ＇ (the tables of the kernels hold the same four).
APOSTROPHES = {0x2018: "'", 0x2019: "'", 0x02BC: "'", 0xFF07: "'"}


@dataclasses.dataclass(frozen=True)
class Rule:
    """What counts as a term. A changed default is a rule of another name; the name stands in every result.

    Parameters
    ----------
    name : str
        The name that results carry.
    words : "uax29" or "pattern"
        UAX #29 words with a letter or number, or scikit-learn's pattern of two or more word characters in a row.
    case : "fold", "lower" or "keep"
        Full case folding (with NFC and one apostrophe), Python's lower case, or none.
    possessive : bool
        Whether ’s is a term of its own, "'s", so that *Ukraine’s* counts as *ukraine*.
    protected : str or None
        The list of forms whose capitals stay, such as "protected-capitals-en-1".
    sentences : "unicode-1" or "news-en-1"
        The rule of sentences that goes with this rule of terms, where the caller names none.
    """

    name: str
    words: str = "uax29"
    case: str = "fold"
    possessive: bool = False
    protected: str | None = None
    sentences: str = "unicode-1"


_RULES = {
    rule.name: rule
    for rule in (
        Rule("unicode-1"),
        Rule("news-en-1", possessive=True, protected="protected-capitals-en-1", sentences="news-en-1"),
        Rule("sklearn", words="pattern", case="lower"),
    )
}


def rule_names() -> list[str]:
    """The names of the rules that come with the package."""
    return sorted(_RULES)


def get_rule(rule: Any) -> Rule:
    """The rule of that name; a Rule is handed back.

    Raises
    ------
    InputError
        When no rule bears the name; the message lists those that exist.

    Examples
    --------
    >>> from newsstudy.text.rules import get_rule
    >>> get_rule("news-en-1").possessive
    True
    """
    if isinstance(rule, Rule):
        return rule
    if not isinstance(rule, str) or rule not in _RULES:
        raise InputError(f"no term rule is called {rule!r}; the rules are {', '.join(rule_names())}")
    return _RULES[rule]


@functools.cache
def protected_capitals(name: str) -> dict[str, dict[str, str | bool]]:
    """The forms whose capitals stay, each with what it means and whether its folded form is another word."""
    return dict(read_json(name)["forms"])


def term_form(word: str, rule: str | Rule) -> str:
    """The term that one word becomes under a rule; a pattern folded so finds what the tokens hold.

    Parameters
    ----------
    word : str
        One word as it stands in a text.
    rule : str or Rule
        The term rule.

    Examples
    --------
    >>> from newsstudy.text.rules import term_form
    >>> term_form("Kyiv’s", "unicode-1"), term_form("US", "news-en-1"), term_form("us", "news-en-1")
    ("kyiv's", 'US', 'us')
    """
    rule = get_rule(rule)
    if rule.case == "keep":
        return word if rule.words == "pattern" else nfc(word).translate(APOSTROPHES)
    if rule.case == "lower":
        return word.lower()
    if rule.protected and word in protected_capitals(rule.protected):
        return word
    if word.isascii():
        return word.lower()
    return nfc(fold(nfd(word))).translate(APOSTROPHES)
