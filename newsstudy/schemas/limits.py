"""Tables that say what one article cannot tell: baselines from shuffled text, agreement of methods, words needed."""

from newsstudy.schemas._schema import Column, Schema

SHUFFLED_BASELINE = Schema(
    "SHUFFLED_BASELINE",
    "What of a result does the same text give when its sentences or its words are shuffled?",
    (
        Column(
            "what", "str", "", "'dispersion' (DPnorm of a term), 'collocations' (times that a pair is near) or 'topics' (fit)"
        ),
        Column("by", "str", "", "what is shuffled: 'sentences', 'words' or 'words within sentences'"),
        Column("item", "str", "", "the term, the pair, or the number of topics"),
        Column("count", "Int64", "tokens", "occurrences of the term; of a pair, those of its rarer word; missing for topics"),
        Column("observed", "float64", "", "the number in the text as it is: DPnorm, occurrences together, or perplexity"),
        Column("shuffled", "float64", "", "its mean over the shuffled texts"),
        Column("shuffled_low", "float64", "", "the 2.5th percentile of the shuffled texts"),
        Column("shuffled_high", "float64", "", "the 97.5th percentile"),
        Column(
            "p",
            "float64",
            "0..1",
            "share of texts, this one among them, at least as far out: two-sided for dispersion, above for pairs, below for fit",
            "Phipson & Smyth 2010, doi:10.2202/1544-6115.1585",
        ),
        Column("as_extreme", "int64", "items", "how many items of the text have a p as low, of all that were looked at"),
        Column("as_extreme_shuffled", "float64", "items", "how many have it in a shuffled text, on average"),
        Column(
            "chance_share",
            "float64",
            "0..1",
            "as_extreme_shuffled / as_extreme, at most 1: the part of such finds that shuffled text makes as well",
            "Tusher, Tibshirani & Chu 2001, doi:10.1073/pnas.091062498",
        ),
    ),
)
