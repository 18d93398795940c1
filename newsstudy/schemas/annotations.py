"""The table of an annotated article: its sentences, and every mark that was made in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newsstudy.errors import SchemaError
from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.keywords import DOCUMENT

if TYPE_CHECKING:
    import pandas as pd

SENTENCE = "sentence"  # the layer that carries the text itself

# The layers that have a look of their own on the page and in print, in the order in which they are listed, and what they mean.
LAYERS = {
    "keyword": "a word or phrase that stands for the text",
    "actor": "somebody, or something, that is named or meant",
    "place": "a place that is named",
    "quotation": "words between quotation marks that somebody is said to have spoken or written",
    "reported speech": "what somebody is said to have said, in the words of the article",
    "scare quotes": "words between quotation marks that nobody is said to have spoken",
    "attribution": "words that say who says so",
    "hedge": "words that hold back from a claim",
}
MOST_OWN_LAYERS = 4  # beyond these, looks could no longer be told apart

ANNOTATIONS = Schema(
    "ANNOTATIONS",
    "What is marked in the article, and where? With the sentences themselves, so that a page can be made of the table alone.",
    (
        DOCUMENT,
        Column("document_number", "int64", "0..", "place of the document in the corpus"),
        Column(
            "layer", "str", "", "'sentence' for the text itself, else what kind of mark it is: 'keyword', 'actor', 'quotation' …"
        ),
        Column(
            "label", "str", "", "what the mark stands for: the actor, the speaker, the term; of a sentence its number as printed"
        ),
        Column(
            "note", "str", "", "what else the given table says of it: how an actor is named, the reporting verb; mostly empty"
        ),
        Column("sentence", "int64", "0..", "sentence in the document in which the span begins"),
        Column("last_sentence", "int64", "0..", "sentence in which it ends"),
        Column("paragraph", "int64", "0..", "paragraph in the document in which the span begins"),
        Column("start", "int64", "bytes", "first byte in the document's text (UTF-8)"),
        Column("length", "int64", "bytes", "length in bytes"),
        Column("text", "str", "", "what stands there, letter for letter"),
        Column("depth", "int64", "0..", "how many other marks of the layer hold this one: 1 for a quotation within a quotation"),
    ),
)


def layers_of(table: pd.DataFrame, settings: Mapping[str, Any]) -> list[str]:
    """The layers of an ANNOTATIONS table, those with a look of their own first; also those in which nothing was found."""
    asked = settings.get("layers")
    names = [*(asked if isinstance(asked, list) else []), *table["layer"].dropna()]
    there = list(dict.fromkeys(str(name) for name in names if name != SENTENCE))
    own = [name for name in there if name not in LAYERS]
    if len(own) > MOST_OWN_LAYERS:
        raise SchemaError(
            f"ANNOTATIONS: the table has {len(own)} layers beside the known ones ({', '.join(own[:6])} …); more than "
            f"{MOST_OWN_LAYERS} cannot be told apart. Make two tables of it"
        )
    return [*(name for name in LAYERS if name in there), *own]
