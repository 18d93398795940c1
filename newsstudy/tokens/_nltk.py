"""The one door to NLTK: stemmers, applied to the vocabulary, never to each token."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
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
_STEP = "stem:"


def language_name(language: Any) -> str:
    """The stemmer's name for a language: "english", or its code "en"; InputError for others."""
    name = _CODES.get(language, language) if isinstance(language, str) else ""
    if name not in LANGUAGES:
        raise InputError(f"there is no stemmer for {language!r}; there are: {', '.join(LANGUAGES)}")
    return name


def step(language: str) -> str:
    """How a stemming is written among the steps of tokens."""
    return f"{_STEP}{language_name(language)}"


def stem_terms(terms: Iterable[str], language: str) -> list[str]:
    """The stem of each term.

    Terms that hold ASCII capitals (US, NATO under news-en-1) stay as they are: the stemmers lower the case, and US would
    fall together with the pronoun. A term with blanks (an n-gram) is stemmed word by word. A stem is never empty.
    """
    stem = _stemmer(language_name(language))
    return [" ".join(_stem_word(word, stem) for word in term.split(" ")) for term in terms]


def stemmed(term: str, steps: tuple[str, ...]) -> str:
    """The term after the stemming among the steps, or as it is where nothing was stemmed."""
    for name in steps:
        if name.startswith(_STEP):
            (term,) = stem_terms([term], name.removeprefix(_STEP))
    return term


def _stem_word(word: str, stem: Callable[[str], str]) -> str:
    if any("A" <= letter <= "Z" for letter in word):
        return word
    return stem(word) or word


@functools.cache
def _stemmer(language: str) -> Callable[[str], str]:
    # Imported here: nltk takes seconds to load, and only stemming needs it.
    from nltk.stem.snowball import SnowballStemmer

    stemmer: Callable[[str], str] = SnowballStemmer(language).stem
    return stemmer
