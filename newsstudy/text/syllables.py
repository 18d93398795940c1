"""How many syllables a word has, in the languages whose rules are known: English, German, French and Spanish.

Each language has a file of rules and a list of words that the rules get wrong, which together bear a name ("syllables-de-1").
Languages without rules are refused: a count made by another language's rules would be wrong and look right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.text import syllables_de, syllables_en, syllables_es, syllables_fr

_COUNTERS: dict[str, Callable[[str], int]] = {
    "de": syllables_de.count,
    "en": syllables_en.count,
    "es": syllables_es.count,
    "fr": syllables_fr.count,
}
RULES = {"de": syllables_de.RULES, "en": syllables_en.RULES, "es": syllables_es.RULES, "fr": syllables_fr.RULES}


def count_syllables(word: str, language: str = "en") -> int:
    """The number of syllables of a word.

    Parameters
    ----------
    word : str
        A word or a term of one of our rules, in any case. Figures are read aloud (1990 has four in English, eight in Spanish).
        What has neither letter nor figure has none, nor have words of other alphabets. What is counted where speech and
        dictionary differ says the file of each language: `newsstudy/text/syllables_<language>.py`.
    language : "en", "de", "fr" or "es"
        A country after it ("de-AT") does not matter.

    Returns
    -------
    int

    Raises
    ------
    InputError
        For a language without rules.

    Notes
    -----
    Source: rules and lists compiled for newsstudy; those of English were checked against the CMU Pronouncing Dictionary 0.7b
    (http://www.speech.cs.cmu.edu/cgi-bin/cmudict). Other tools count otherwise, and readability moves with it.

    Examples
    --------
    >>> [count_syllables(word) for word in ("make", "radio", "government", "US", "NATO", "1990", "'s", "wasn't")]
    [1, 3, 3, 2, 2, 4, 0, 2]
    >>> count_syllables("Bürgermeisterin", "de"), count_syllables("l'événement", "fr"), count_syllables("después", "es")
    (5, 4, 2)
    """
    if not isinstance(word, str):
        raise InputError(f"a word must be text, got {type(word).__name__}")
    return _COUNTERS[counted_language(language)](word)


def syllables(words: Iterable[str], language: str = "en") -> np.ndarray[Any, np.dtype[np.int64]]:
    """The number of syllables of each word, as int64 (see `count_syllables`).

    >>> syllables(["one", "ten", "twenty"])
    array([1, 1, 2])
    """
    counted_language(language)
    return np.array([count_syllables(word, language) for word in words], dtype=np.int64)


def counted_language(language: Any) -> str:
    """The language whose rules count these words, or an error that says which there are."""
    base = language.lower().replace("_", "-").split("-")[0] if isinstance(language, str) else language
    if not isinstance(base, str) or base not in _COUNTERS:
        raise InputError(
            f"syllables of the language {language!r} cannot be counted: there are rules for {', '.join(_COUNTERS)}. "
            "Measures that need no syllables: lix, rix, for Italian gulpease"
        )
    return base
