"""The one door to NLTK: stemmers, applied to the vocabulary, never to each token."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from newsstudy.errors import InputError

# The Snowball stemmers that need no data; "porter" is Porter's first stemmer as NLTK extends it.
LANGUAGES = (
    "arabic", "danish", "dutch", "english", "finnish", "french", "german", "hungarian", "italian", "norwegian", "porter",
    "portuguese", "romanian", "russian", "spanish", "swedish",
)  # fmt: skip
_CODES = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish",
}  # fmt: skip


def language_name(language: Any) -> str:
    """The stemmer's name for a language: "english", or its code "en"; InputError for others."""
    name = _CODES.get(language, language) if isinstance(language, str) else ""
    if name not in LANGUAGES:
        raise InputError(f"there is no stemmer for {language!r}; there are: {', '.join(LANGUAGES)}")
    return name


@functools.cache
def stemmer(language: str) -> Callable[[str], str]:
    """The function from a word to its stem; `language` as `language_name` gives it."""
    # Imported here: nltk takes seconds to load, and only stemming needs it.
    from nltk.stem.snowball import SnowballStemmer

    stem: Callable[[str], str] = SnowballStemmer(language).stem
    return stem
