"""Base forms: stems or lemmas of the vocabulary, and the same for a word that somebody asks for later.

What was done stands among the steps of the tokens ("stem:english", "lemmatize:en"), so that a pattern can be taken
through the same steps as the terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from newsstudy.tokens import _nltk, _simplemma

_STEM, _LEMMATIZE = "stem:", "lemmatize:"


def stem_step(language: Any) -> str:
    """How a stemming is written among the steps of tokens; InputError for a language without a stemmer."""
    return f"{_STEM}{_nltk.language_name(language)}"


def lemmatize_step(language: Any) -> str:
    """How a lemmatization is written among the steps of tokens; InputError for a language that simplemma does not know."""
    return f"{_LEMMATIZE}{_simplemma.language_code(language)}"


def base_forms(terms: Iterable[str], step: str) -> list[str]:
    """The base form of each term.

    Terms that hold ASCII capitals (US, NATO under news-en-1) stay as they are: stemmers lower the case, and US would fall
    together with the pronoun. A term with blanks (an n-gram, a phrase) is taken word by word. A base form is never empty.
    """
    reduce = _word_function(step)
    return [" ".join(_base_form(word, reduce) for word in term.split(" ")) for term in terms]


def after_steps(term: str, steps: tuple[str, ...]) -> str:
    """The term after the stemming and lemmatizing among the steps, or as it is where there was none."""
    for step in steps:
        if step.startswith((_STEM, _LEMMATIZE)):
            (term,) = base_forms([term], step)
    return term


def _word_function(step: str) -> Callable[[str], str]:
    if step.startswith(_STEM):
        return _nltk.stemmer(step.removeprefix(_STEM))
    return _simplemma.lemmatizer(step.removeprefix(_LEMMATIZE))


def _base_form(word: str, reduce: Callable[[str], str]) -> str:
    if not word or any("A" <= letter <= "Z" for letter in word):
        return word
    return reduce(word) or word
