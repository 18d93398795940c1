"""Tables about who says what in a text: quotations, their share, and words of hedging."""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.keywords import DOCUMENT

_NUMBER = Column("document_number", "int64", "0..", "place of the document in the corpus")
_SENTENCE = Column("sentence", "int64", "0..", "sentence in the document where it begins")
_START = Column("start", "int64", "bytes", "first byte in the document's text (UTF-8)")
_LENGTH = Column("length", "int64", "bytes", "length in bytes")

QUOTATIONS = Schema(
    "QUOTATIONS",
    "Who says what, in quotation marks or as reported speech?",
    (
        DOCUMENT,
        _NUMBER,
        Column(
            "kind", "str", "", "'direct' (in marks, said or written by somebody), 'reported' (a clause) or 'scare' (set apart)"
        ),
        _SENTENCE,
        Column("last_sentence", "int64", "0..", "sentence where it ends"),
        _START,
        _LENGTH,
        Column("text", "str", "", "as printed, marks included"),
        Column("n_words", "int64", "words", "words in it"),
        Column("level", "int64", "1..", "1, or 1 more than the row of this table that it stands in"),
        Column(
            "speaker",
            "str",
            "",
            "the name given by the caller for this speaker, else as printed without its article; pronouns as subject",
        ),
        Column("speaker_kind", "str", "", "'name', 'noun' (a minister, reports) or 'pronoun'; pronouns are not resolved"),
        Column("speaker_start", "Int64", "bytes", "first byte of the speaker as printed; missing where nobody is named"),
        Column("speaker_length", "Int64", "bytes", "length of the speaker as printed"),
        Column("verb", "str", "", "the reporting verb as printed, or 'according to'"),
        Column("verb_start", "Int64", "bytes", "first byte of the verb"),
        Column("verb_length", "Int64", "bytes", "length of the verb"),
        Column(
            "position",
            "str",
            "",
            "where the speaker stands: 'before', 'after', 'middle' (between two parts), 'continued' (with the quotation before)",
        ),
        Column("marks", "str", "", "the opening and the closing mark; missing for reported speech"),
        Column("balanced", "bool", "", "false where a mark lacks its other; the text then runs from or to the paragraph's edge"),
        Column("n_paragraphs", "int64", "paragraphs", "over how many it runs, the mark repeated at the head of each"),
    ),
)

QUOTED_SHARE = Schema(
    "QUOTED_SHARE",
    "Whose words fill how much of the text?",
    (
        Column("speaker", "str", "", "the speaker as in QUOTATIONS; missing for quotations that name nobody"),
        Column("speaker_kind", "str", "", "'name', 'noun' or 'pronoun', as in the speaker's first row"),
        Column("n_quotations", "int64", "quotations", "rows of QUOTATIONS counted, each word once, in the outermost row"),
        Column("n_sentences", "int64", "sentences", "sentences that hold such words"),
        Column("n_words", "int64", "words", "words quoted"),
        Column("share", "float64", "0..1", "n_words / all words"),
        Column(
            "share_low",
            "float64",
            "0..1",
            "lower end of the interval: sentences drawn again, percentiles",
            "Efron & Tibshirani 1993, doi:10.1201/9780429246593",
        ),
        Column("share_high", "float64", "0..1", "its upper end"),
        Column("quoted_share", "float64", "0..1", "n_words / all words quoted"),
    ),
)

HEDGES = Schema(
    "HEDGES",
    "Where does a text hedge, or say that it has something from others?",
    (
        DOCUMENT,
        _NUMBER,
        Column(
            "kind", "str", "", "the class in the list: 'attribution', 'possibility', 'appearance', 'provisional', 'approximation'"
        ),
        Column("expression", "str", "", "the expression as in the list"),
        _SENTENCE,
        _START,
        _LENGTH,
        Column("text", "str", "", "as printed"),
        Column("quoted", "bool", "", "true where it stands in quotation marks: the speaker hedges, not the reporter"),
    ),
)

HEDGE_RATES = Schema(
    "HEDGE_RATES",
    "How often does a text hedge?",
    (
        Column("kind", "str", "", "the class in the list, or 'all'"),
        Column("count", "int64", "expressions", "expressions of the class"),
        Column("n_sentences", "int64", "sentences", "sentences that hold one"),
        Column("per_thousand", "float64", "per 1,000 words", "count / words × 1,000"),
        Column(
            "per_thousand_low",
            "float64",
            "per 1,000 words",
            "lower end of the exact interval of a Poisson count",
            "Garwood 1936, doi:10.1093/biomet/28.3-4.437",
        ),
        Column("per_thousand_high", "float64", "per 1,000 words", "its upper end"),
        Column("most_frequent", "str", "", "the commonest expressions with their counts, as in the list"),
    ),
)
