"""Tables about words: how often, where, beside what, and what they mark."""

from newsstudy.schemas._schema import Column, Schema

TERM = Column("term", "str", "", "the term, as the rule folds it")
DOCUMENT = Column("document", "str", "", "the document's id")

FREQUENCY = Schema(
    "FREQUENCY",
    "How often does each term occur, and in how many documents?",
    (
        TERM,
        Column("count", "int64", "tokens", "occurrences"),
        Column("per_million", "float64", "per million tokens", "count / all tokens × 10⁶"),
        Column("n_documents", "int64", "documents", "documents in which the term occurs"),
        Column("document_share", "float64", "0..1", "n_documents / all documents"),
        Column("rank", "int64", "rank", "1 for the most frequent; ties broken by term in code-point order"),
        Column("log10_rank", "float64", "log10", "log10 of rank, for drawing"),
        Column("log10_count", "float64", "log10", "log10 of count, for drawing"),
        Column(
            "zipf_log10_count",
            "float64",
            "log10",
            "log10 of the count that a Zipf law with the fitted exponent expects at this rank",
            "maximum likelihood over ranks; Zipf 1949",
        ),
    ),
)

_TARGET = (
    TERM,
    Column("target_count", "int64", "tokens", "occurrences in the target"),
    Column("reference_count", "Int64", "tokens", "occurrences in the reference; missing where only a rate is known"),
    Column("target_per_million", "float64", "per million tokens", "rate in the target"),
    Column(
        "reference_per_million",
        "float64",
        "per million tokens",
        "rate in the reference; missing where a list of rates says nothing of such terms",
    ),
    Column("target_documents", "int64", "documents", "target documents with the term"),
    Column("reference_documents", "Int64", "documents", "reference documents with the term"),
    Column(
        "log_ratio",
        "float64",
        "log2",
        "log2 of the ratio of rates; +1 is twice as often in the target. Zeros by Walter's + 0.5",
        "Hardie 2014; Walter 1975, doi:10.1093/biomet/62.2.371",
    ),
    Column("log_ratio_low", "float64", "log2", "lower end of the 95 % interval, bootstrap over documents"),
    Column("log_ratio_high", "float64", "log2", "upper end of the 95 % interval"),
)
_TAIL = (
    Column("verdict", "str", "", "'key', 'anti-key', 'lockword' (equivalence shown) or 'undecided'"),
    Column(
        "top100_share",
        "float64",
        "0..1",
        "share of bootstrap resamples in which the term is among the 100 highest that lie above 0 after correction",
    ),
)

KEYNESS = Schema(
    "KEYNESS",
    "Which terms mark the target against the reference, how strongly, and how surely?",
    (
        *_TARGET,
        Column(
            "lrc",
            "float64",
            "log2",
            "conservative log ratio on tokens: the bound of an exact interval nearest to 0, corrected for the number of terms; 0: not shown",
            "Evert 2022",
        ),
        Column("lrc_documents", "float64", "log2", "the same on numbers of documents; missing below five documents on a side"),
        Column(
            "wilcoxon_p",
            "float64",
            "log10 p",
            "tie-corrected rank-sum test of the rates per document, two-sided; missing below five documents on a side",
            "Kilgarriff 2001, doi:10.1075/ijcl.6.1.05kil; Paquot & Bestgen 2009",
        ),
        Column("wilcoxon_q", "float64", "log10 q", "false-discovery rate over all terms", "Benjamini & Hochberg 1995"),
        Column(
            "g2_signed",
            "float64",
            "",
            "log-likelihood ratio of the 2 × 2 table, negative where the reference has the higher rate; takes tokens for independent",
            "Dunning 1993",
        ),
        Column(
            "bic",
            "float64",
            "",
            "G2 minus the natural log of all tokens, an approximation to 2 ln of a Bayes factor",
            "Wilson 2013",
        ),
        Column("target_dkl", "float64", "0..1", "dispersion over target documents, 1 = even: 2^−KLD", "Gries 2024"),
        Column("reference_dkl", "float64", "0..1", "dispersion over reference documents"),
        *_TAIL,
    ),
)

KEYNESS_ONE_SAMPLE = Schema(
    "KEYNESS_ONE_SAMPLE",
    "Which terms mark the target against a reference whose rates are taken as known?",
    (
        *_TARGET,
        Column(
            "lrc_one_sample",
            "float64",
            "log2",
            "the bound of the exact Poisson interval for the target's rate nearest to the known rate, over that rate; corrected for the number of terms",
            "after Evert 2022; Garwood 1936, doi:10.1093/biomet/28.3-4.437",
        ),
        Column("lrc_documents", "float64", "log2", "missing: a list of rates has no documents"),
        Column("wilcoxon_p", "float64", "log10 p", "missing: a list of rates has no documents"),
        Column("wilcoxon_q", "float64", "log10 q", "missing: a list of rates has no documents"),
        Column(
            "g2_one_sample_signed",
            "float64",
            "",
            "log-likelihood ratio of the target's count against the known rate, negative below it",
            "Dunning 1993",
        ),
        Column("bic_one_sample", "float64", "", "one-sample G2 minus the natural log of the target's tokens", "Wilson 2013"),
        Column("target_dkl", "float64", "0..1", "dispersion over target documents, 1 = even: 2^−KLD", "Gries 2024"),
        Column("reference_dkl", "float64", "0..1", "missing: a list of rates has no documents"),
        *_TAIL,
    ),
)

OCCURRENCES = Schema(
    "OCCURRENCES",
    "Where in the texts does each actor, place or word occur?",
    (
        Column("label", "str", "", "the name under which patterns were counted together"),
        DOCUMENT,
        Column("document_number", "int64", "0..", "place of the document in the corpus"),
        Column("token", "int64", "0..", "place of the token in all tokens"),
        Column("position", "float64", "0..1", "token / all tokens: place in the whole text"),
        Column("sentence", "int64", "0..", "sentence in the document"),
        Column("start", "int64", "bytes", "first byte in the document's text (UTF-8)"),
        Column("length", "int64", "bytes", "length in bytes"),
    ),
)

COLLOCATIONS = Schema(
    "COLLOCATIONS",
    "Which words stand near the node more often than chance?",
    (
        Column("node", "str", "", "the word looked from"),
        Column("collocate", "str", "", "the word found near it"),
        Column("pair_count", "int64", "tokens", "how often both stand together, as the setting cooccurrence says", "Evert 2008"),
        Column("pair_count_left", "int64", "tokens", "of these, the collocate before the node"),
        Column("node_count", "int64", "tokens", "occurrences of the node; by sentence or document, the units that hold it"),
        Column("collocate_count", "int64", "tokens", "occurrences of the collocate, or units that hold it"),
        Column("expected", "float64", "tokens", "pair count expected under independence, as the setting margins says"),
        Column("score", "float64", "", "the measure asked for; settings name it"),
        Column("log_dice", "float64", "≤ 14", "14 + log2 of Dice", "Rychlý 2008"),
        Column("npmi", "float64", "−1..1", "normalised pointwise mutual information", "Bouma 2009"),
        Column("g2_signed", "float64", "", "log-likelihood ratio, negative for repulsion", "Dunning 1993"),
        Column("pair_documents", "int64", "documents", "in how many documents the pair occurs"),
        Column("one_document", "bool", "", "true where all occurrences stand in one document of several"),
    ),
    version=2,
)

COLLOCATION_NETWORK = Schema(
    "COLLOCATION_NETWORK",
    "How do the strongest collocations hang together? Places for a drawing included.",
    (
        Column("kind", "str", "", "'node' or 'edge'"),
        TERM,
        Column("other", "str", "", "the edge's second term; missing for nodes"),
        Column("count", "int64", "tokens", "node: occurrences; edge: occurrences together"),
        Column("score", "float64", "", "edge: the measure; missing for nodes"),
        Column("x", "float64", "0..1", "place of the term"),
        Column("y", "float64", "0..1", "place of the term"),
        Column("other_x", "float64", "0..1", "place of the edge's second term; missing for nodes"),
        Column("other_y", "float64", "0..1", "place of the edge's second term; missing for nodes"),
    ),
)

KWIC = Schema(
    "KWIC",
    "In which contexts does a word occur?",
    (
        DOCUMENT,
        Column("token", "int64", "0..", "place of the first matched token in all tokens"),
        Column("sentence", "int64", "0..", "sentence in the document"),
        Column("left", "str", "", "the text before, as printed"),
        Column("node", "str", "", "the matched text, as printed"),
        Column("right", "str", "", "the text after, as printed"),
        Column("start", "int64", "bytes", "first byte of the node in the document's text (UTF-8)"),
        Column("length", "int64", "bytes", "length of the node in bytes"),
    ),
)

EXTRACT_KEYWORDS = Schema(
    "EXTRACT_KEYWORDS",
    "Which terms stand for each document?",
    (
        DOCUMENT,
        Column("document_number", "int64", "0..", "place of the document in the corpus"),
        TERM,
        Column("rank", "int64", "rank", "1 for the highest score in the document; ties by term"),
        Column("count", "int64", "tokens", "occurrences in the document"),
        Column("score", "float64", "", "the method's score; settings name it"),
    ),
)

PHRASES = Schema(
    "PHRASES",
    "Which neighbouring words belong together?",
    (
        Column("phrase", "str", "", "the words, joined by a blank"),
        Column("first", "str", "", "what stands first; a phrase itself where an earlier pass joined it"),
        Column("second", "str", "", "what stands second"),
        Column("n_words", "int64", "words", "words in the phrase"),
        Column("count", "int64", "tokens", "times that the two stand side by side, counted in the pass that found them"),
        Column(
            "score",
            "float64",
            "",
            "how strongly they go together, by the measure in the settings",
            "Mikolov et al. 2013, doi:10.48550/arXiv.1310.4546; Bouma 2009 for npmi",
        ),
    ),
)
