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

_RANDOM = "Hurlbert 1971, doi:10.2307/1934145; Heck, van Belle & Simberloff 1975, doi:10.2307/1934716"

NEW_WORDS = Schema(
    "NEW_WORDS",
    "Where does a text bring words that it has not used before, and where does it repeat itself?",
    (
        DOCUMENT,
        Column("sentence", "int64", "0..", "sentence of the word in the document"),
        _START,
        _LENGTH,
        Column("term", "str", "", "the word, as the rule folds it"),
        Column("word", "int64", "1..", "number of the word in its document"),
        Column("is_new", "bool", "", "true where the document has not used the word before"),
        Column("types", "int64", "words", "different words up to here"),
        Column("expected", "float64", "words", "the mean of types over all orders of the document's words, exact", _RANDOM),
        Column(
            "expected_low",
            "float64",
            "words",
            "95 % of random orders lie between this and expected_high at this word (normal approximation)",
            _RANDOM,
        ),
        Column("expected_high", "float64", "words", "the upper end of that band", _RANDOM),
        Column("outer_low", "float64", "words", "95 % of random orders lie between this and outer_high at all words together"),
        Column("outer_high", "float64", "words", "the upper end of that band"),
    ),
)
