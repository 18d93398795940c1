"""Tables that set one article beside another: their words, and sentences that tell the same in other words."""

from newsstudy.schemas._schema import Column, Schema

COMPARE_ARTICLES = Schema(
    "COMPARE_ARTICLES",
    "Which words do two articles share, which has each of its own, and which differences are more than chance?",
    (
        Column("term", "str", "", "the term"),
        Column("where", "str", "", "'both', 'first' or 'second': the articles that have it"),
        Column("first_count", "int64", "tokens", "occurrences in the first article"),
        Column("second_count", "int64", "tokens", "occurrences in the second"),
        Column("first_per_thousand", "float64", "per 1,000 words", "rate in the first"),
        Column("second_per_thousand", "float64", "per 1,000 words", "rate in the second"),
        Column("first_sentences", "int64", "sentences", "sentences of the first with the term"),
        Column("second_sentences", "int64", "sentences", "sentences of the second with the term"),
        Column("log_ratio", "float64", "log2", "first rate over second rate, by `keyness` of sentences; 1 is twice as often"),
        Column("log_ratio_low", "float64", "log2", "lower end of its 95 % interval over sentences; missing with fewer than five"),
        Column("log_ratio_high", "float64", "log2", "upper end"),
        Column(
            "verdict", "str", "", "'more in first', 'more in second', 'alike' or 'cannot tell', from the verdict of `keyness`"
        ),
    ),
)

ALIGNED_SENTENCES = Schema(
    "ALIGNED_SENTENCES",
    "Which sentences of two articles tell the same, and in which words do they differ?",
    (
        Column("pair", "int64", "0..", "number of the pair of sentences, the most alike first"),
        Column("similarity", "float64", "0..1", "cosine of their words, rare words weighing more"),
        Column(
            "p",
            "float64",
            "0..1",
            "share of texts in which some sentence of the second article is as like it, when the second's words are shuffled",
            "Phipson & Smyth 2010, doi:10.2202/1544-6115.1585",
        ),
        Column("article", "str", "", "'first' or 'second'"),
        Column("document", "str", "", "id of the document"),
        Column("sentence", "int64", "0..", "sentence in the document"),
        Column("start", "int64", "bytes", "first byte of the run of words in the document's text (UTF-8)"),
        Column("length", "int64", "bytes", "length in bytes"),
        Column("text", "str", "", "the run of words, as printed"),
        Column("kind", "str", "", "'same' where the other sentence has these words in this order, else 'own'"),
    ),
)
