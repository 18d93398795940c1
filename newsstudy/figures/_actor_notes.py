"""What all figures of actors share: looks of the three kinds of mention, labels, and what a caption must say of capitals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from newsstudy.figures import _rows
from newsstudy.figures._captions import flat, number

# Dark to light, so that they stay apart in grey.
LOOKS = {"name": "#0B4778", "alias": "#4A9BD0", "pronoun": "#EDB120"}
WORDS = {"name": "by its own name", "alias": "by another form", "pronoun": "by a pronoun listed by hand"}


def labels_of(table: pd.DataFrame) -> list[str]:
    """The actors' names, with the kind where the user gave one."""
    names = [
        actor if kind == "unknown" else f"{actor} ({kind})" for actor, kind in zip(table["actor"], table["kind"], strict=True)
    ]
    return _rows.labels_of(names)


def told(given: Mapping[str, Any], hows: str = "") -> str:
    """How the names were found, what capitals could not tell, and that nothing was taken for another name silently."""
    settings = flat(given)
    sentences = []
    if settings.get("aliases"):
        sentences.append(f"Forms of {number(len(settings['aliases']))} actors were listed in an alias table.")
    elif settings.get("capitals", {}) != {"nothing": settings.get("n_documents")}:
        sentences.append("No alias table: each form of a name counts by itself.")
    if settings.get("unlisted", True) and settings.get("capitals", {}).get("names"):
        sentences.append(
            "Other names are sequences of capitalised words; adjectives such as Russian do not count unless listed, and a name "
            "that only opens sentences may be missed."
        )
    if "pronoun" not in hows:
        sentences.append("Pronouns are not counted.")
    told_of = settings.get("capitals", {})
    if told_of.get("nouns"):
        sentences.append("In German all nouns have capitals: names of one word are found through the alias table only.")
    if told_of.get("nothing"):
        sentences.append("Where capitals tell no names, as in Arabic or Chinese, only the alias table finds them.")
    undecided = settings.get("undecided") or {}
    if undecided:
        words = list(undecided)
        more = f" and {number(len(words) - 6)} more" if len(words) > 6 else ""
        sentences.append(f"With a capital only where sentences begin, so not counted: {', '.join(words[:6])}{more}.")
    return " ".join(sentences)


def why_none(given: Mapping[str, Any]) -> str:
    """Why a figure of actors is empty."""
    settings = flat(given)
    capitals = settings.get("capitals", {})
    if not settings.get("n_tokens"):
        return "the text has no words"
    if capitals.get("nothing") and not settings.get("aliases"):
        return "the writing has no capitals that tell names; give an alias table (aliases=)"
    if capitals.get("nouns") and not settings.get("aliases"):
        return "all nouns have capitals here; give an alias table (aliases=)"
    return "no name was found"
