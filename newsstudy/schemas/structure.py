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

SENTENCE_SIMILARITY = Schema(
    "SENTENCE_SIMILARITY",
    "Which sentences of a text speak of the same, and which surely?",
    (
        DOCUMENT,
        Column("sentence", "int64", "0..", "the first of the two sentences in the document"),
        _START,
        _LENGTH,
        Column("other_sentence", "int64", "0..", "the second of the two sentences"),
        Column("other_start", "int64", "bytes", "first byte of the second sentence"),
        Column("other_length", "int64", "bytes", "its length in bytes"),
        Column(
            "similarity",
            "float64",
            "0..1",
            "cosine of the sentences' counts, each weighed by ln(sentences / sentences with it)",
            "Spärck Jones 1972, doi:10.1108/eb026526",
        ),
        Column("n_shared", "int64", "", "words (by characters: runs of letters) that both have"),
        Column("expected", "float64", "0..1", "mean similarity where the words are dealt anew to the sentences"),
        Column("shuffle_p", "float64", "log10 p", "share of deals in which the two are at least as similar"),
        Column(
            "shuffle_q",
            "float64",
            "log10 q",
            "false-discovery rate over the pairs of the document",
            "Benjamini & Hochberg 1995",
        ),
    ),
)

_TILING = "Hearst 1997"

TEXT_SEGMENTS = Schema(
    "TEXT_SEGMENTS",
    "Where does a text turn from one matter to the next, and would other settings, or chance, say the same?",
    (
        DOCUMENT,
        Column("sentence", "int64", "0..", "a sentence with words, in the document"),
        _START,
        _LENGTH,
        _TEXT,
        Column("n_words", "int64", "words", "words in the sentence"),
        Column("paragraph", "bool", "", "true where a paragraph begins with it"),
        Column("segment", "int64", "1..", "the segment that the sentence belongs to"),
        Column("boundary", "bool", "", "true where a segment begins with the sentence, by the settings asked for", _TILING),
        Column("similarity", "float64", "0..1", "cosine of the blocks before and behind the gap before it, smoothed", _TILING),
        Column("depth", "float64", "0..2", "how far the gap lies below the nearest peaks on both sides, added up", _TILING),
        Column("depth_p", "float64", "log10 p", "share of random orders of the sentences whose deepest gap is at least as deep"),
        Column("stability", "float64", "0..1", "share of 32 settings with a boundary at this gap"),
        Column("stability_near", "float64", "0..1", "share of 32 settings with a boundary at this gap or one beside it"),
    ),
)

KEYWORD_POSITIONS = Schema(
    "KEYWORD_POSITIONS",
    "Do the keywords of a text stand early, as the inverted pyramid of news has it, or late?",
    (
        DOCUMENT,
        Column("label", "str", "", "the keyword, or the name under which patterns were counted together"),
        Column("kind", "str", "", "'label', or 'all' for the row of all keywords together"),
        Column("n_occurrences", "int64", "", "occurrences in the document"),
        Column("first_sentence", "Int64", "0..", "sentence of the first occurrence; missing where there is none"),
        Column("first_position", "float64", "0..1", "place of the first occurrence: 0 at the first word, 1 at the last"),
        Column(
            "mean_position",
            "float64",
            "0..1",
            "mean place of the occurrences; below 0.5 is early",
            "Pöttker 2003, doi:10.1080/1461670032000136596",
        ),
        Column("expected", "float64", "0..1", "median of the mean place over random orders of the sentences"),
        Column("expected_low", "float64", "0..1", "95 % of random orders lie between this and expected_high"),
        Column("expected_high", "float64", "0..1", "the upper end"),
        Column("order_p", "float64", "log10 p", "share of random orders with a mean place as far out, two-sided"),
        Column(
            "order_q", "float64", "log10 q", "false-discovery rate over the labels of the document", "Benjamini & Hochberg 1995"
        ),
        Column("first_quarter_share", "float64", "0..1", "share of the occurrences in the first quarter of the words"),
    ),
)


def _moving(name: str, meaning: str, source: str) -> tuple[Column, ...]:
    """A share in a window, what random order would give, and two bands."""
    return (
        Column(name, "float64", "0..1", meaning, source),
        Column(f"{name}_expected", "float64", "0..1", "the mean over all orders of the document's words, exact"),
        Column(f"{name}_low", "float64", "0..1", f"95 % of random orders lie between this and {name}_high at a window"),
        Column(f"{name}_high", "float64", "0..1", "the upper end"),
        Column(f"{name}_outer_low", "float64", "0..1", f"95 % lie between this and {name}_outer_high at all windows together"),
        Column(f"{name}_outer_high", "float64", "0..1", "the upper end"),
    )


MOVING_DIVERSITY = Schema(
    "MOVING_DIVERSITY",
    "Where is a text varied and where dense, and where more than its words in random order would be?",
    (
        DOCUMENT,
        Column("sentence", "int64", "0..", "sentence of the window's first word in the document"),
        _START,
        Column("length", "int64", "bytes", "bytes from the window's first word to the end of its last"),
        Column("word", "int64", "1..", "number of the window's first word in its document"),
        *_moving(
            "diversity",
            "different words / words of the window; the mean over windows is MATTR",
            "Covington & McFall 2010, doi:10.1080/09296171003643098",
        ),
        *_moving("density", "content words / words of the window; missing without a list for the language", "Ure 1971"),
    ),
)

SENTENCE_LENGTHS = Schema(
    "SENTENCE_LENGTHS",
    "How long are the sentences of a text, and do they become longer, shorter, or go in runs?",
    (
        DOCUMENT,
        Column("sentence", "int64", "0..", "a sentence with words, in the document"),
        _START,
        _LENGTH,
        _TEXT,
        Column("paragraph", "bool", "", "true where a paragraph begins with it"),
        Column("n_words", "int64", "words", "words in the sentence"),
    ),
)
