"""How hard is a text to read? Formulas for English, and two for any alphabet, on counts of words, sentences, syllables, letters.

All take broadcastable arrays of whole numbers and give float64; NaN where there is no word or no sentence. They were fitted
on English school texts (LIX and RIX: on several languages) and say nothing of content. What is a word, a sentence, a
syllable decides the value: two tools with one formula differ by their counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.measures._checks import Floats, counts, divide, plain, together


def _ratios(above: Any, above_name: str, below: Any, below_name: str) -> Floats:
    first, second = together(counts(above, above_name), counts(below, below_name))
    return np.where(second > 0, divide(first, np.where(second > 0, second, 1.0)), np.nan)


def _fitting(**given: Any) -> tuple[Floats, ...]:
    """The counts checked and broadcast to one shape."""
    return together(*(counts(values, name) for name, values in given.items()))


def _known(value: Floats, *needed: Any) -> Any:
    """`value`, NaN where one of the `needed` counts is 0."""
    missing = np.zeros(np.shape(value), dtype=bool)
    for number in needed:
        missing = missing | (np.asarray(number) == 0)
    return plain(np.where(missing, np.nan, value))


def flesch_reading_ease(n_words: Any, n_sentences: Any, n_syllables: Any) -> Any:
    """206.835 − 1.015 words/sentence − 84.6 syllables/word; mostly 0 (hard) to 100 (easy), not bounded. English.

    Source: Flesch 1948, doi:10.1037/h0057532.

    >>> flesch_reading_ease(4, 1, 5).round(3)  # Once upon a time.
    np.float64(97.025)
    """
    n_words, n_sentences, n_syllables = _fitting(n_words=n_words, n_sentences=n_sentences, n_syllables=n_syllables)
    length = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(206.835 - 1.015 * length - 84.6 * _ratios(n_syllables, "n_syllables", n_words, "n_words"), n_words, n_sentences)


def flesch_kincaid_grade(n_words: Any, n_sentences: Any, n_syllables: Any) -> Any:
    """0.39 words/sentence + 11.8 syllables/word − 15.59, in US school years; higher is harder. English.

    Source: Kincaid, Fishburne, Rogers & Chissom 1975, doi:10.21236/ADA006655.

    >>> flesch_kincaid_grade(100, 5, 150).round(2)
    np.float64(9.91)
    """
    n_words, n_sentences, n_syllables = _fitting(n_words=n_words, n_sentences=n_sentences, n_syllables=n_syllables)
    length = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(0.39 * length + 11.8 * _ratios(n_syllables, "n_syllables", n_words, "n_words") - 15.59, n_words, n_sentences)


def lix(n_words: Any, n_sentences: Any, n_long_words: Any) -> Any:
    """Words/sentence + 100 long words/word; long: more than six letters. About 30 (easy) to 60 (hard). Any alphabet.

    Source: Björnsson 1968, Läsbarhet (no DOI). Björnsson's sentences end at a full stop, colon, or capital letter after it.

    >>> lix(100, 5, 25)
    np.float64(45.0)
    """
    n_words, n_sentences, n_long_words = _fitting(n_words=n_words, n_sentences=n_sentences, n_long_words=n_long_words)
    length = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(length + 100.0 * _ratios(n_long_words, "n_long_words", n_words, "n_words"), n_words, n_sentences)


def rix(n_sentences: Any, n_long_words: Any) -> Any:
    """Long words/sentence; long: more than six letters. 0.5 (easy) to 7 (hard). Any alphabet.

    Source: Anderson 1983, Journal of Reading 26(6), 490-496 (no DOI).

    >>> rix(5, 25)
    np.float64(5.0)
    """
    return plain(_ratios(n_long_words, "n_long_words", n_sentences, "n_sentences"))


def coleman_liau(n_letters: Any, n_words: Any, n_sentences: Any) -> Any:
    """0.0588 · letters per 100 words − 0.296 · sentences per 100 words − 15.8, in US school years. English.

    Source: Coleman & Liau 1975, doi:10.1037/h0076540.

    >>> coleman_liau(5370, 1000, 42).round(4)
    np.float64(14.5324)
    """
    n_letters, n_words, n_sentences = _fitting(n_letters=n_letters, n_words=n_words, n_sentences=n_sentences)
    letters = 100.0 * _ratios(n_letters, "n_letters", n_words, "n_words")
    sentences = 100.0 * _ratios(n_sentences, "n_sentences", n_words, "n_words")
    return _known(0.0588 * letters - 0.296 * sentences - 15.8, n_words, n_sentences)


def automated_readability(n_letters: Any, n_words: Any, n_sentences: Any) -> Any:
    """4.71 letters/word + 0.5 words/sentence − 21.43 (ARI), in US school years. English; letters and digits count.

    Source: Smith & Senter 1967, Automated Readability Index, AMRL-TR-66-220 (no DOI).

    >>> automated_readability(500, 100, 5).round(2)
    np.float64(12.12)
    """
    n_letters, n_words, n_sentences = _fitting(n_letters=n_letters, n_words=n_words, n_sentences=n_sentences)
    length = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(4.71 * _ratios(n_letters, "n_letters", n_words, "n_words") + 0.5 * length - 21.43, n_words, n_sentences)


def gunning_fog(n_words: Any, n_sentences: Any, n_complex_words: Any) -> Any:
    """0.4 (words/sentence + 100 complex words/word), in US school years; complex: three syllables or more. English.

    Source: Gunning 1952, The Technique of Clear Writing (no DOI). Gunning leaves out names and compounds; tools differ.

    >>> gunning_fog(7, 1, 0)
    np.float64(2.8000000000000003)
    """
    n_words, n_sentences, n_complex_words = _fitting(n_words=n_words, n_sentences=n_sentences, n_complex_words=n_complex_words)
    length = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(0.4 * (length + 100.0 * _ratios(n_complex_words, "n_complex_words", n_words, "n_words")), n_words, n_sentences)


def smog(n_sentences: Any, n_complex_words: Any) -> Any:
    """3.1291 + 1.0430 √(30 complex words/sentence), in US school years; complex: three syllables or more. English.

    Source: McLaughlin 1969, Journal of Reading 12(8), 639-646 (no DOI); meant for samples of thirty sentences.

    >>> smog(30, 30).round(4)
    np.float64(8.8418)
    """
    complex_words = _ratios(n_complex_words, "n_complex_words", n_sentences, "n_sentences")
    return plain(3.1291 + 1.0430 * np.sqrt(30.0 * complex_words))
