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


STRUCTURE_SENTENCES: dict[str, Callable[[Settings], str]] = {"BOILERPLATE": _boilerplate}
