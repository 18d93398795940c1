"""What a method section says of tables about how one text is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Settings = Mapping[str, Any]


def _boilerplate(settings: Settings) -> str:
    return (
        "Passages that promote the outlet or say how the page was made were found by a list of phrases "
        f"({settings.get('list', 'boilerplate-1')}); nothing was taken out by it."
    )


def _new_words(settings: Settings) -> str:
    return (
        "The number of different words was counted along the text and compared with its mean and variance over all orders of the "
        "same words, which are exact [hurlbert1971; heck1975]; the outer band and the test of the largest deviation come from "
        f"{settings.get('n_resamples', '')} random orders."
    )


def _sentence_similarity(settings: Settings) -> str:
    return (
        "Sentences were compared by the cosine of their counts, each weighed by the logarithm of the inverse share of sentences "
        f"that hold it [sparckjones1972], by {settings.get('by', 'terms')}; chance is what the words give when "
        f"dealt anew to the sentences, {settings.get('n_resamples', '')} times."
    )


def _text_segments(settings: Settings) -> str:
    return (
        "The text was cut into segments by TextTiling [hearst1997], with blocks of "
        f"{settings.get('block', '')} sentences compared by weighed counts [sparckjones1972]; stability is the share of 32 "
        f"settings that cut at the same gap, and chance is the sentences in {settings.get('n_resamples', '')} random orders."
    )


def _keyword_positions(settings: Settings) -> str:
    return (
        "The mean place of each keyword in its text was compared with the same sentences in "
        f"{settings.get('n_resamples', '')} random orders, as a test of the inverted pyramid [pottker2003]."
    )


def _moving_diversity(settings: Settings) -> str:
    return (
        f"The type-token ratio [covington2010] and the share of content words [ure1971] were taken in a window of "
        f"{settings.get('window', '')} words that moves along the text, and compared with their exact mean and variance over all "
        f"orders of the same words [hurlbert1971; heck1975] and with {settings.get('n_resamples', '')} random orders."
    )


def _sentence_lengths(settings: Settings) -> str:
    return (
        "The words of each sentence were counted; the interval of the mean is a bootstrap over sentences; trend and likeness "
        f"of neighbours were tested by {settings.get('n_resamples', '')} random orders."
    )


STRUCTURE_SENTENCES: dict[str, Callable[[Settings], str]] = {
    "BOILERPLATE": _boilerplate,
    "SENTENCE_LENGTHS": _sentence_lengths,
    "MOVING_DIVERSITY": _moving_diversity,
    "KEYWORD_POSITIONS": _keyword_positions,
    "TEXT_SEGMENTS": _text_segments,
    "SENTENCE_SIMILARITY": _sentence_similarity,
    "NEW_WORDS": _new_words,
}
