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


STRUCTURE_SENTENCES: dict[str, Callable[[Settings], str]] = {"BOILERPLATE": _boilerplate, "NEW_WORDS": _new_words}
