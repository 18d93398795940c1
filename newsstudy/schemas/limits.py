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

METHOD_KEYWORDS = Schema(
    "METHOD_KEYWORDS",
    "Which words does each method of keyword extraction put first, and how far does the rank hang on single sentences?",
    (
        Column("term", "str", "", "a word among the first of some method; words of a phrase count singly"),
        Column("method", "str", "", "the method of `extract_keywords`"),
        Column(
            "rank", "Int64", "rank", "place of the word in the method's list of words; missing where the method does not list it"
        ),
        Column("rank_low", "Int64", "rank", "the best rank but for 2.5 % of the texts resampled by sentence"),
        Column("rank_high", "Int64", "rank", "the worst rank but for 2.5 % of them; a word not listed stands behind all others"),
        Column("phrase", "str", "", "the method's best keyword with this word in it; empty where there is none"),
        Column("n_methods", "int64", "methods", "methods that have the word among their first"),
    ),
)

METHOD_AGREEMENT = Schema(
    "METHOD_AGREEMENT",
    "Do the methods of keyword extraction put the same words first?",
    (
        Column("method", "str", "", "a method of `extract_keywords`"),
        Column("other", "str", "", "another; where it is the same, the method on resampled sentences against itself on the text"),
        Column("depth", "int64", "words", "how many words of both lists are compared"),
        Column("shared", "Int64", "words", "words that both lists have to that depth; missing for a method and itself"),
        Column(
            "rbo",
            "float64",
            "0..1",
            "rank-biased overlap, persistence 0.9: 1 for the same words in the same order; the first ranks weigh most",
            "Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106",
        ),
        Column("rbo_low", "float64", "0..1", "2.5th percentile over texts resampled by sentence"),
        Column("rbo_high", "float64", "0..1", "97.5th percentile"),
        Column("rbo_chance", "float64", "0..1", "97.5th percentile of the overlap with the same words in random order"),
        Column(
            "tau",
            "float64",
            "−1..1",
            "Kendall's tau-b over the words of either list to that depth; words that a list lacks share its last rank",
            "Kendall 1945, doi:10.1093/biomet/33.3.239",
        ),
        Column("tau_low", "float64", "−1..1", "2.5th percentile over texts resampled by sentence"),
        Column("tau_high", "float64", "−1..1", "97.5th percentile"),
    ),
)

WORDS_NEEDED = Schema(
    "WORDS_NEEDED",
    "How many words of such text would be needed for a number as precise as it should be?",
    (
        Column("what", "str", "", "'rate' (of a term, per 1,000 words) or 'sentence length' (words in a sentence)"),
        Column("term", "str", "", "the term; empty for sentence length"),
        Column("count", "int64", "tokens", "occurrences of the term; all words for sentence length"),
        Column("estimate", "float64", "", "the number in this text"),
        Column("low", "float64", "", "lower end of its 95 % interval over sentences (or documents), by Student's t; at least 0"),
        Column("high", "float64", "", "upper end"),
        Column("half_width", "float64", "of the estimate", "half of that interval's width, divided by the estimate"),
        Column(
            "half_width_quarter",
            "float64",
            "of the estimate",
            "the same for a quarter of the text, measured on subsamples",
            "Politis & Romano 1994, doi:10.1214/aos/1176325770",
        ),
        Column("half_width_half", "float64", "of the estimate", "the same for half of the text, measured on subsamples"),
        Column("enough", "bool", "", "true where half_width is at most the setting within"),
        Column(
            "words_needed", "Int64", "words", "words of such text for which half_width would be within; missing for a rate of 0"
        ),
        Column("words_needed_low", "Int64", "words", "lower end of its 95 % interval: how sure this text is of its own variance"),
        Column("words_needed_high", "Int64", "words", "upper end; missing beyond 10^15"),
        Column(
            "words_for_twice",
            "Int64",
            "words",
            "words in each of two texts to show, in 80 of 100 cases, that one rate is twice the other",
        ),
        Column("log10_words_needed", "float64", "log10 words", "for drawing"),
        Column("log10_words_needed_low", "float64", "log10 words", "for drawing"),
        Column("log10_words_needed_high", "float64", "log10 words", "for drawing"),
    ),
)
