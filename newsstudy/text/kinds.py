"""What a written form is: a word, a web or e-mail address, a hashtag, a mention, punctuation or a symbol."""

from __future__ import annotations

import numpy as np

from newsstudy.kernels._jit import ready
from newsstudy.kernels.unicode_classes import CATEGORIES, CATEGORY_SHIFT, LETTER_OR_NUMBER
from newsstudy.kernels.whole import (
    PUNCTUATION_SIGN,
    SYMBOL_SIGN,
    WHOLE_EMAILS,
    WHOLE_HASHTAGS,
    WHOLE_MENTIONS,
    WHOLE_URLS,
    sign_kind,
    whole_end,
)
from newsstudy.text.tables import record, table

KINDS = ("word", "url", "email", "hashtag", "mention", "punctuation", "symbol", "other")
_WHOLE = {"url": WHOLE_URLS, "email": WHOLE_EMAILS, "hashtag": WHOLE_HASHTAGS, "mention": WHOLE_MENTIONS}
_MARKERS = frozenset("#@＃＠")
_LETTERS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo"))


def kind(form: str) -> str:
    """What is this form, seen by itself?

    Parameters
    ----------
    form : str
        One segment of UAX #29, or a whole address, hashtag, mention or hyphenated word, as it stands in a text. A possessive
        at its end does not change its kind.

    Returns
    -------
    str
        "url", "email", "hashtag" or "mention" where the scanner would find one from the form's first byte to its last;
        "word" for anything else with a letter or number (also "1,000" and "state-of-the-art"); "punctuation" or "symbol" by
        the general category of the first code point; "other" for blanks, controls and lone marks.

    Examples
    --------
    >>> from newsstudy.text.kinds import kind
    >>> [kind(form) for form in ("https://bbc.co.uk/news", "desk@bbc.co.uk", "#Brexit", "@BBC", "Kyiv’s", "?", "€", " ")]
    ['url', 'email', 'hashtag', 'mention', 'word', 'punctuation', 'symbol', 'other']
    """
    if not form:
        return "other"
    whole = whole_kind(form)
    if whole:
        return whole
    if any(record(ord(sign)) & LETTER_OR_NUMBER for sign in form):
        return "word"
    first = ready(np.frombuffer(form[0].encode("utf-8", "surrogatepass"), np.uint8), np.uint8)
    sign = sign_kind(first, 0, first.size, table("index"), table("records"))
    return {PUNCTUATION_SIGN: "punctuation", SYMBOL_SIGN: "symbol"}.get(int(sign), "other")


def has_letter(form: str) -> bool:
    """Whether a form has a letter (general category L). A word without one is a number: 7, 1,000, 1990-2000, ½; not 3rd, 5m."""
    return any(category(sign) in _LETTERS for sign in form)


def category(sign: str) -> str:
    """The general category of one code point in the package's Unicode version.

    Examples
    --------
    >>> from newsstudy.text.kinds import category
    >>> category("%"), category("€")
    ('Po', 'Sc')
    """
    return CATEGORIES[record(ord(sign)) >> CATEGORY_SHIFT & 31]


def whole_kind(form: str) -> str:
    """The kind of an address, a hashtag or a mention; "" for any other form.

    Examples
    --------
    >>> from newsstudy.text.kinds import whole_kind
    >>> whole_kind("#Brexit"), whole_kind("Brexit")
    ('hashtag', '')
    """
    # A cheap look spares nearly all words the kernel's search.
    if not (form[:1] in _MARKERS or "@" in form or "://" in form or form[:4].lower() == "www."):
        return ""
    data = ready(np.frombuffer(form.encode("utf-8", "surrogatepass"), np.uint8), np.uint8)
    ends = ((name, whole_end(data, 0, 0, data.size, bit, table("index"), table("records"))) for name, bit in _WHOLE.items())
    return next((name for name, end in ends if end == data.size), "")
