"""Named rules of what counts as a term: where words end, how they fold, and what stays whole, is kept or is dropped."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from newsstudy.errors import InputError
from newsstudy.text.data_files import read_json
from newsstudy.text.kinds import whole_kind
from newsstudy.text.normalise import fold, nfc, nfd

# One apostrophe in term forms: ’ ‘ ʼ ＇ (the tables of the kernels hold the same four), and one quotation mark.
APOSTROPHES = {0x2018: "'", 0x2019: "'", 0x02BC: "'", 0xFF07: "'"}
QUOTES = {0x201A: "'", 0x201B: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x201F: '"', 0xFF02: '"'}
HYPHENS = {0x2010: "-", 0x2011: "-"}
_SIGNS = APOSTROPHES | QUOTES
_MARKERS = {0xFF03: "#", 0xFF20: "@"}

_SPLIT = ("split", "whole", "drop")
# Every option of a rule with the values it may take; the first is what a Rule made without it has.
OPTIONS: dict[str, tuple[str | bool | None, ...]] = {
    "case": ("fold", "keep", "lower"),
    "clitics": (None, "en", "fr", "it"),
    "emails": _SPLIT,
    "hashtags": _SPLIT,
    "hyphens": ("split", "whole"),
    "mentions": _SPLIT,
    "numbers": ("keep", "drop"),
    "possessive": (False, True),
    "protected": (None, "protected-capitals-en-1"),
    "punctuation": ("drop", "keep"),
    "sentences": ("unicode-1", "news-en-1"),
    "symbols": ("drop", "keep"),
    "urls": _SPLIT,
    "words": ("uax29", "pattern", "runs"),
}


def _check_option(option: str) -> None:
    if option not in OPTIONS:
        raise InputError(f"a term rule has no option {option!r}; the options are {', '.join(OPTIONS)}")


def _check_value(option: str, value: Any) -> None:
    # 1 equals True, and an array equals nothing and everything, so the type is looked at first.
    if not any(type(value) is type(known) and value == known for known in OPTIONS[option]):
        known = ", ".join(repr(known) for known in OPTIONS[option])
        raise InputError(f"the option {option} of a term rule cannot be {value!r}; it is one of {known}")


def _check_together(rule: Any) -> None:
    if rule.words == "uax29" and rule.case == "lower":
        raise InputError('case="lower" goes with words="pattern" only; UAX #29 words fold case: use case="fold" or case="keep"')
    if rule.words == "uax29":
        return
    what = {"pattern": "scikit-learn's words", "runs": "runs of word characters"}[rule.words]
    if rule.case == "fold":
        raise InputError(f'words="{rule.words}" ({what}) goes with case="lower" or case="keep", not with case="fold"')
    apart = [name for name in OPTIONS if name not in ("words", "case", "sentences") and getattr(rule, name) != OPTIONS[name][0]]
    if apart:
        raise InputError(
            f'words="{rule.words}" means {what} and nothing else; {apart[0]}={getattr(rule, apart[0])!r} needs words="uax29"'
        )


@dataclasses.dataclass(frozen=True)
class Rule:
    """What counts as a term. A changed default is a rule of another name; the name stands in every result.

    Compose rules with `term_rule`, which gives a name that says what the rule is and finds it again.

    Parameters
    ----------
    name : str
        The name that results carry. Only a rule of exactly these options may bear a name that `get_rule` knows.
    words : "uax29", "pattern" or "runs"
        UAX #29 words with a letter or number; scikit-learn's pattern of two or more word characters in a row; or runs of
        word characters of any length. The latter two go with case "lower" or "keep" and no other option.
    case : "fold", "lower" or "keep"
        Full case folding (with NFC and one apostrophe), Python's lower case (for "pattern" and "runs" only), or none.
    possessive : bool
        Whether ’s is a term of its own, "'s", so that *Ukraine’s* counts as *ukraine*.
    protected : str or None
        The list of forms whose capitals stay, such as "protected-capitals-en-1".
    numbers : "keep" or "drop"
        What has no letter: *1,000*, *1990*, *½*; *3rd*, *1990s* and *G7* have one and stay.
    punctuation, symbols : "drop" or "keep"
        Whether segments that begin with punctuation (general category P; % & # @ too), or with a symbol (S: currency,
        emoji, + = <) are terms. Quotation marks of one kind have one form.
    urls, emails, hashtags, mentions : "split", "whole" or "drop"
        Cut at signs as UAX #29 does, kept as one term, or left out as a whole. A web address keeps its case.
    hyphens : "split" or "whole"
        Whether *state-of-the-art* (with -, U+2010 or U+2011 between letters or digits) is one term.
    clitics : None, "en", "fr" or "it"
        Cut clitics off: do + n't and we + 'll as the Penn Treebank does (’s too), l' + état, dell' + arte.
    sentences : str
        The rule of sentences that goes with it.

    Raises
    ------
    InputError
        For a value that an option does not have, options that contradict each other, or a name that means another rule.
    """

    name: str
    words: str = "uax29"
    case: str = "fold"
    possessive: bool = False
    protected: str | None = None
    numbers: str = "keep"
    punctuation: str = "drop"
    symbols: str = "drop"
    urls: str = "split"
    emails: str = "split"
    hashtags: str = "split"
    mentions: str = "split"
    hyphens: str = "split"
    clitics: str | None = None
    sentences: str = "unicode-1"

    def __post_init__(self) -> None:
        given: Any = self.name
        if not isinstance(given, str) or not given.strip():
            raise InputError(f"a term rule needs a name, the text that results carry; got {given!r}")
        for option in OPTIONS:
            _check_value(option, getattr(self, option))
        _check_together(self)
        base = self.name.split()[0]
        if base in _RULES and _fields_of_name(self.name) != _fields(self):
            raise InputError(
                f"the name {self.name!r} means a rule of other options; compose it with ns.term_rule, which names it, "
                "or give it a name of your own"
            )


_RULES: dict[str, Rule] = {}
_RULES.update(
    (rule.name, rule)
    for rule in (
        Rule("unicode-1"),
        Rule("news-en-1", possessive=True, protected="protected-capitals-en-1", sentences="news-en-1"),
        Rule("sklearn", words="pattern", case="lower"),
        Rule("word-runs-1", words="runs", case="lower"),
    )
)


def rule_names() -> list[str]:
    """The names of the rules that come with the package."""
    return sorted(_RULES)


def term_rule(base: str | Rule = "unicode-1", **options: Any) -> Rule:
    """A term rule of your own: a named rule with some options changed.

    Parameters
    ----------
    base : str or Rule
        "unicode-1", "news-en-1", "sklearn", "word-runs-1", or a rule composed before.
    **options
        Any options of `Rule`: case, clitics, emails, hashtags, hyphens, mentions, numbers, possessive, protected,
        punctuation, sentences, symbols, urls, words.

    Returns
    -------
    Rule
        Its name lists what differs from the base, options in alphabetical order, and means the same rule wherever a rule is
        asked for by name.

    Raises
    ------
    InputError
        For an unknown base, option or value (the message lists those that exist), or options that contradict each other.

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.term_rule("news-en-1", numbers="drop", hyphens="whole").name
    'news-en-1 hyphens=whole numbers=drop'
    >>> ns.corpus_from(["Snow fell."]).tokenize(ns.term_rule()).rule
    'unicode-1'
    """
    start = get_rule(base)
    root = start.name.split()[0]
    if root not in _RULES:
        raise InputError(
            f"a rule is composed from one that has a public name, and {start.name!r} is none; begin with "
            f"{', '.join(rule_names())}, or use dataclasses.replace for a rule under a name of your own"
        )
    for option, value in options.items():
        _check_option(option)
        _check_value(option, value)
    fields = _fields(start) | options
    return Rule(_canonical_name(root, fields), **fields)


def get_rule(rule: Any) -> Rule:
    """The rule of that name, one of the package or composed by `term_rule`; a Rule is handed back.

    Raises
    ------
    InputError
        When no rule bears the name; the message lists those that exist, or the options and values that names are made of.

    Examples
    --------
    >>> from newsstudy.text.rules import get_rule
    >>> get_rule("news-en-1").possessive, get_rule("unicode-1 numbers=drop").numbers
    (True, 'drop')
    """
    if isinstance(rule, Rule):
        return rule
    if not isinstance(rule, str) or not rule.split() or rule.split()[0] not in _RULES:
        raise InputError(
            f"no term rule is called {rule!r}; the rules are {', '.join(rule_names())}, and those that ns.term_rule composes "
            "from them, such as 'unicode-1 hyphens=whole numbers=drop'"
        )
    return _composed(rule)


def without_folding(rule: Rule) -> Rule:
    """The same rule, but terms keep their case."""
    if rule.name.split()[0] in _RULES:
        return term_rule(rule, case="keep")
    return dataclasses.replace(rule, name=f"{rule.name}, case kept", case="keep")


@functools.lru_cache(maxsize=1024)
def _composed(name: str) -> Rule:
    fields = _fields_of_name(name)
    return Rule(_canonical_name(name.split()[0], fields), **fields)


def _canonical_name(root: str, fields: dict[str, Any]) -> str:
    known = _fields(_RULES[root])
    return " ".join([root, *(f"{name}={_written(fields[name])}" for name in sorted(OPTIONS) if fields[name] != known[name])])


def _fields_of_name(name: str) -> dict[str, Any]:
    """The options that a name such as "unicode-1 hyphens=whole" means."""
    root, *parts = name.split()
    changed: dict[str, Any] = {}
    for part in parts:
        option, sign, value = part.partition("=")
        if not sign:
            raise InputError(f"in the rule name {name!r}, {part!r} is no option: write option=value, such as numbers=drop")
        _check_option(option)
        if option in changed:
            raise InputError(f"in the rule name {name!r}, the option {option!r} stands twice")
        values = {_written(known): known for known in OPTIONS[option]}
        _check_value(option, values.get(value, value))
        changed[option] = values[value]
    return _fields(_RULES[root]) | changed


def _fields(rule: Rule) -> dict[str, Any]:
    return {option: getattr(rule, option) for option in OPTIONS}


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return str(value).lower()
    return str(value)


@functools.cache
def protected_capitals(name: str) -> dict[str, dict[str, str | bool]]:
    """The forms whose capitals stay, each with what it means and whether its folded form is another word."""
    return dict(read_json(name)["forms"])


def term_form(word: str, rule: str | Rule) -> str:
    """The term that one word becomes under a rule; a pattern folded so finds what the tokens hold.

    Parameters
    ----------
    word : str
        One word as it stands in a text, or one address, hashtag or mention that the rule keeps whole. Nothing is cut off.
    rule : str or Rule
        The term rule.

    Examples
    --------
    >>> from newsstudy.text.rules import term_form
    >>> term_form("Kyiv’s", "unicode-1"), term_form("US", "news-en-1"), term_form("us", "news-en-1")
    ("kyiv's", 'US', 'us')
    """
    rule = get_rule(rule)
    if rule.words != "uax29":
        return word.lower() if rule.case == "lower" else word
    whole = whole_kind(word) if "whole" in (rule.urls, rule.emails, rule.hashtags, rule.mentions) else ""
    if whole == "url" and rule.urls == "whole":
        return word
    if (whole, "whole") in (("email", rule.emails), ("hashtag", rule.hashtags), ("mention", rule.mentions)):
        return (nfc(word).translate(_SIGNS) if rule.case == "keep" else _folded(word)).translate(_MARKERS)
    if rule.hyphens == "whole":
        # Each part by itself, so that US-led keeps the capitals of US.
        return "-".join(_word_form(part, rule) for part in word.translate(HYPHENS).split("-"))
    return _word_form(word, rule)


def list_form(term: str, rule: str | Rule) -> str:
    """The form in which a term of a user's list is looked up among the terms of a rule; n-grams are words with blanks between.

    Examples
    --------
    >>> from newsstudy.text.rules import list_form
    >>> list_form("Don’t Go", "unicode-1"), list_form("Don’t Go", "sklearn")
    ("don't go", 'Don’t Go')
    """
    rule = get_rule(rule)
    return term if rule.words != "uax29" else " ".join(term_form(word, rule) for word in term.split(" "))


def _word_form(word: str, rule: Rule) -> str:
    if rule.case == "keep":
        return nfc(word).translate(_SIGNS)
    if rule.protected and word in protected_capitals(rule.protected):
        return word
    return _folded(word)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return nfc(fold(nfd(word))).translate(_SIGNS)
