"""Function words: the closed classes that hold a sentence together, each word with its class."""

from __future__ import annotations

import functools

from newsstudy.errors import InputError
from newsstudy.text.data_files import read_json

_LISTS = {"en": "function-words-en-1"}


def function_words(language: str = "en") -> dict[str, str]:
    """The function words of a language, in the form that the term rules give them.

    Parameters
    ----------
    language : str
        ISO 639-1 code; "en" is there.

    Returns
    -------
    dict of str to str
        Term to its class ("article", "pronoun", "preposition" ...), terms in code-point order. A word of several classes bears
        the first in the list's order. Apostrophes are straight, as in terms.

    Raises
    ------
    InputError
        When there is no list for the language.

    Notes
    -----
    List "function-words-en-1", compiled for newsstudy after Quirk, Greenbaum, Leech and Svartvik (1985) and Huddleston and
    Pullum (2002), doi:10.1017/9781316423530.

    Examples
    --------
    >>> from newsstudy.text.function_words import function_words
    >>> function_words()["the"], "state" in function_words()
    ('article', False)
    """
    if language not in _LISTS:
        raise InputError(f"there is no list of function words for {language!r}; lists exist for {', '.join(sorted(_LISTS))}")
    return dict(_classes(_LISTS[language]))


@functools.cache
def _classes(name: str) -> dict[str, str]:
    classes: dict[str, str] = {}
    for word_class, words in read_json(name)["classes"].items():
        for word in words.split():
            classes.setdefault(word, word_class)
    return dict(sorted(classes.items()))
