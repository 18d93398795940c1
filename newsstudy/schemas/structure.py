"""Tables about how one text is built: its boilerplate, new words, sentences, segments, and where its keywords stand."""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.keywords import DOCUMENT

_START = Column("start", "int64", "bytes", "first byte in the document's text (UTF-8)")
_LENGTH = Column("length", "int64", "bytes", "length in bytes")
_TEXT = Column("text", "str", "", "what stands there, as printed")

BOILERPLATE = Schema(
    "BOILERPLATE",
    "Which passages promote the outlet or say how the page was made, and are no part of the story?",
    (
        DOCUMENT,
        Column("sentence", "int64", "0..", "first sentence of the passage in the document"),
        _START,
        _LENGTH,
        _TEXT,
        Column("position", "float64", "0..1", "words before the passage / all words of the document"),
        Column("unit", "str", "", "'paragraph' where at least min_share of its sentences were found, else 'sentence'"),
        Column("kind", "str", "", "what is promoted: 'app', 'newsletter', 'subscription' … the first in the list's order"),
        Column("reason", "str", "", "the kind in words"),
        Column("cues", "str", "", "the phrases of the list that were found, as printed, joined by ' | '"),
        Column("n_sentences", "int64", "sentences", "sentences in the passage"),
        Column("n_cue_sentences", "int64", "sentences", "of these, sentences with cues"),
        Column("n_words", "int64", "words", "words in the passage"),
        Column("word_share", "float64", "0..1", "n_words / all words of the document"),
    ),
)
