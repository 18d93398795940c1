"""From a written form to its terms: one word as it stands in a text, cut and folded by a rule, each piece with its place."""

from __future__ import annotations

import functools
import itertools

from newsstudy.kernels.whole import (
    WHOLE_EMAILS,
    WHOLE_HASHTAGS,
    WHOLE_HYPHENS,
    WHOLE_MENTIONS,
    WHOLE_URLS,
)
from newsstudy.kernels.words import FOLD, PATTERN, PUNCTUATION, SINGLES, SPLIT_POSSESSIVE, SYMBOLS
from newsstudy.text.data_files import read_json
from newsstudy.text.kinds import KINDS, category, has_letter, kind
from newsstudy.text.rules import APOSTROPHES, HYPHENS, Rule, get_rule, term_form

__all__ = ["KINDS", "cuts_more", "is_plain", "kind", "pieces", "scan_options"]

Piece = tuple[int, int, str]


def pieces(form: str, rule: str | Rule) -> tuple[Piece, ...]:
    """Which terms does one written form give, and where do they stand in it?

    Parameters
    ----------
    form : str
        One segment of UAX #29, or a whole address, hashtag, mention or hyphenated word, as it stands in a text; also ’s by
        itself, which the scanner finds behind a number (G7’s).
    rule : str or Rule
        The term rule. The form alone decides, not what stands around it.

    Returns
    -------
    tuple of (start, end, term)
        Bytes of UTF-8 within the form, ascending, without overlap: none for what the rule drops, several where it cuts.

    Notes
    -----
    First ’s (`possessive`), or the clitics of a language, are cut off; then each part by itself is a number (it has no
    letter) or a word. From an address, a hashtag or a mention that stays whole ’s is cut under every rule, and is dropped with
    it. `is_plain` tells the forms for which nothing of this matters.

    Examples
    --------
    >>> from newsstudy.text.forms import pieces
    >>> pieces("Ukraine’s", "news-en-1")
    ((0, 7, 'ukraine'), (7, 11, "'s"))
    >>> pieces("shouldn’t", "unicode-1 clitics=en"), pieces("1,000", "unicode-1 numbers=drop")
    (((0, 6, 'should'), (6, 11, "n't")), ())
    """
    rule = get_rule(rule)
    if rule.words != "uax29":
        return ((0, len(form.encode("utf-8", "surrogatepass")), term_form(form, rule)),)
    if form.isascii() and form.isalpha():  # the same as below, for most forms at once
        return ((0, len(form), term_form(form, rule)),)
    what = kind(form)
    if what == "other" or getattr(rule, _OPTION_OF.get(what, ""), "keep") == "drop":
        return ()
    if what in _SIGNS:
        cuts = [0, len(form)]
    elif getattr(rule, _OPTION_OF.get(what, ""), "split") == "whole":
        cuts = [0, *([_possessive(form)] if _possessive(form) else []), len(form)]
    else:
        cuts = _cuts(form, rule)
    found = []
    place = 0
    for start, end in itertools.pairwise(cuts):
        part = form[start:end]
        size = len(part.encode("utf-8", "surrogatepass"))
        if what in _SIGNS or rule.numbers == "keep" or has_letter(part):
            found.append((place, place + size, term_form(part, rule)))
        place += size
    return tuple(found)


_SIGNS = ("punctuation", "symbol")
_OPTION_OF = {
    "url": "urls",
    "email": "emails",
    "hashtag": "hashtags",
    "mention": "mentions",
    "punctuation": "punctuation",
    "symbol": "symbols",
}


def is_plain(form: str) -> bool:
    """Whether a form is made of letters only, without ʼ (U+02BC), which is a letter to Unicode and an apostrophe to terms.

    Such a form is one term under every rule of UAX #29 words: pieces(form, rule) is ((0, size, term_form(form, rule)),).
    The same holds for letters and digits that begin with a letter (G7, covid19), and with numbers="keep" for digits alone.

    Examples
    --------
    >>> from newsstudy.text.forms import is_plain
    >>> [is_plain(form) for form in ("Straße", "G7", "don’t", "a_b", "")]
    [True, False, False, False, False]
    """
    return bool(form) and all(category(sign).startswith("L") and ord(sign) not in APOSTROPHES for sign in form)


def scan_options(rule: Rule) -> int:
    """The bits that tell the scanner what a rule asks of it: kernels/words.py and kernels/whole.py say what each means."""
    if rule.words != "uax29":
        return PATTERN | (SINGLES if rule.words == "runs" else 0) | (FOLD if rule.case != "keep" else 0)
    bits = SPLIT_POSSESSIVE if _cuts_possessive(rule) else 0
    bits |= PUNCTUATION if rule.punctuation == "keep" else 0
    bits |= SYMBOLS if rule.symbols == "keep" else 0
    # What is dropped must be found as a whole first.
    bits |= WHOLE_URLS if rule.urls != "split" else 0
    bits |= WHOLE_EMAILS if rule.emails != "split" else 0
    bits |= WHOLE_HASHTAGS if rule.hashtags != "split" else 0
    bits |= WHOLE_MENTIONS if rule.mentions != "split" else 0
    return bits | (WHOLE_HYPHENS if rule.hyphens == "whole" else 0)


def cuts_more(rule: Rule) -> bool:
    """Whether a rule cuts or drops forms by more than case and possessive, so that only plain ones are sure to be one term."""
    plain = SPLIT_POSSESSIVE | PATTERN | SINGLES | FOLD
    return rule.clitics is not None or rule.numbers != "keep" or bool(scan_options(rule) & ~plain)


def _cuts_possessive(rule: Rule) -> bool:
    return rule.possessive or rule.clitics == "en"


def _possessive(form: str) -> int:
    """Where the possessive ’s at the end of a form begins (in code points), 0 if it has none or is nothing else."""
    return len(form) - 2 if len(form) > 2 and form[-1] in "sS" and form[-2].translate(APOSTROPHES) == "'" else 0


@functools.cache
def _clitics(language: str) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    content = read_json(f"clitics-{language}-1")
    starts, ends = (tuple(sorted(content[side], key=len, reverse=True)) for side in ("at_start", "at_end"))
    return starts, ends, frozenset(content["whole"])


def _cuts(form: str, rule: Rule) -> list[int]:
    """Where a word is cut, in code points, its two ends included."""
    stop = _possessive(form) if rule.possessive else 0
    tail = [stop, len(form)] if stop else [len(form)]
    if rule.clitics is None:
        return [0, *tail]
    starts, ends, whole = _clitics(rule.clitics)
    # One code point stays one, so that places are those of the form.
    low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in form.translate(APOSTROPHES | HYPHENS))
    first, last = 0, tail[0]
    head = [0]
    while low[first:last] not in whole:
        size = next((len(clitic) for clitic in starts if low.startswith(clitic, first) and first + len(clitic) < last), 0)
        if not size:
            break
        first += size
        head.append(first)
    while low[first:last] not in whole:
        size = next((len(clitic) for clitic in ends if low.endswith(clitic, first, last) and last - len(clitic) > first), 0)
        if not size:
            break
        last -= size
        tail.insert(0, last)
    return [*head, *tail]
