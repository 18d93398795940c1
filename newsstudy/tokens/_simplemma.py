"""The one door to simplemma: dictionary forms of words, from data that come with it and need no network."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from newsstudy.errors import InputError
from newsstudy.text.rules import term_form


def language_code(language: Any) -> str:
    """The language as simplemma writes it, "en"; InputError, with all that there are, for others."""
    known = _languages()
    if not isinstance(language, str) or language not in known:
        raise InputError(f"there is no lemmatizer for {language!r}; there are: {', '.join(known)}")
    return language


@functools.cache
def lemmatizer(language: str) -> Callable[[str], str]:
    """The function from a word to its lemma; `language` as `language_code` gives it.

    simplemma also tries a word with a capital, so that German *häuser* gives *Haus*. The lemma of a folded word is folded
    again: a term has no capitals but the protected ones, and *haus* and *Haus* must not be two terms.
    """
    lemmatize: Callable[[str, str], str] = _imported().Lemmatizer(cache_max_size=0).lemmatize

    def lemma(word: str) -> str:
        found = lemmatize(word, language)
        return term_form(found, "unicode-1") if word == term_form(word, "unicode-1") else found

    return lemma


@functools.cache
def _languages() -> tuple[str, ...]:
    _imported()
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return tuple(sorted(SUPPORTED_LANGUAGES))


def _imported() -> Any:
    # Imported here: an extra that need not be there.
    try:
        import simplemma
    except ImportError as error:
        raise InputError("lemmatize needs the package simplemma: pip install newsstudy[lemmas]") from error
    return simplemma
