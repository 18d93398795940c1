"""Tables about change: rates over time, change points, bursts, and the words that set two vocabularies apart."""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.keywords import TERM

_LABEL = Column("term", "str", "", "the word, or the label under which several are counted together")
_PERIOD = "2019-03-04 (day), 2019-W10 (week, ISO 8601), 2019-03, 2019-Q1, 2019, or a column's value"

TRENDS = Schema(
    "TRENDS",
    "How often are words used over time, and how surely is that known?",
    (
        _LABEL,
        Column("period", "str", "", f"the period: {_PERIOD}"),
        Column("period_from", "str", "date", "first day of the period, ISO 8601; missing for the values of a column"),
        Column("period_to", "str", "date", "last day of the period"),
        Column("count", "int64", "tokens", "occurrences in the period"),
        Column("n_documents", "int64", "documents", "documents of the period with the term"),
        Column("period_tokens", "int64", "tokens", "all tokens of the period: the exposure"),
        Column("period_documents", "int64", "documents", "all documents of the period"),
        Column(
            "per_million", "float64", "per million tokens", "count / period_tokens × 10⁶; missing for a period without tokens"
        ),
        Column(
            "token_low",
            "float64",
            "per million tokens",
            "lower end of Wilson's interval, as if every token were independent: too narrow for text",
            "Wilson 1927, doi:10.1080/01621459.1927.10502953",
        ),
        Column("token_high", "float64", "per million tokens", "its upper end"),
        Column(
            "document_low",
            "float64",
            "per million tokens",
            "lower end of the interval over documents",
            "Lijffijt et al. 2016, doi:10.1093/llc/fqu064",
        ),
        Column("document_high", "float64", "per million tokens", "its upper end"),
        Column(
            "band",
            "str",
            "",
            "how the interval over documents was made: 'bootstrap' (20 documents of the period have the term) or 'pooled' "
            "(Wilson's interval with tokens / dispersion)",
        ),
        Column(
            "dispersion",
            "float64",
            "ratio",
            "variance of the term's counts by document over that of independent tokens, all periods together; 1: no clusters",
        ),
    ),
)

CHANGE_POINTS = Schema(
    "CHANGE_POINTS",
    "When did the rate of a word change, and how surely is the date known?",
    (
        _LABEL,
        Column("period", "str", "", "the first period of the new rate"),
        Column(
            "period_low",
            "str",
            "",
            "the first period in the interval for the change",
            "Yao 1987, doi:10.1214/aos/1176350509; Hansen 2000, doi:10.1111/1468-0262.00124",
        ),
        Column("period_high", "str", "", "the last period in it"),
        Column("per_million_before", "float64", "per million tokens", "rate since the change before, or the beginning"),
        Column("per_million_after", "float64", "per million tokens", "rate until the next change, or the end"),
        Column("log_ratio", "float64", "log2", "log2 of after / before, zeros by Walter's + 0.5; +1 is twice as often"),
        Column("log_ratio_low", "float64", "log2", "lower end of its interval, the place of the change taken for known"),
        Column("log_ratio_high", "float64", "log2", "upper end of its interval"),
        Column("n_periods_before", "int64", "periods", "periods with tokens before, since the last change"),
        Column("n_periods_after", "int64", "periods", "periods with tokens after, until the next change"),
        Column(
            "evidence",
            "float64",
            "deviance",
            "how much the deviance over the dispersion falls by this change, the others held fixed",
            "Zhang & Siegmund 2007, doi:10.1111/j.1541-0420.2006.00662.x",
        ),
        Column("dispersion", "float64", "ratio", "what the deviance was divided by: the largest of 1, documents', neighbours'"),
    ),
)

BURSTS = Schema(
    "BURSTS",
    "When was a word in the news far more than usual?",
    (
        _LABEL,
        Column("level", "int64", "1..", "state of the automaton that the burst reaches at least; bursts nest"),
        Column("first_period", "str", "", "where the burst begins"),
        Column("last_period", "str", "", "where it ends"),
        Column("n_periods", "int64", "periods", "from the first to the last"),
        Column("n_documents", "int64", "documents", "documents with the term in the burst"),
        Column("period_documents", "int64", "documents", "all documents of these periods"),
        Column("burst_share", "float64", "0..1", "the term's share in the burst, of documents or of tokens (settings: unit)"),
        Column("usual_share", "float64", "0..1", "its share over all periods"),
        Column(
            "weight",
            "float64",
            "ln",
            "how much dearer the burst would have been one level below",
            "Kleinberg 2003, doi:10.1023/A:1024940629314",
        ),
    ),
)

SHIFT = Schema(
    "SHIFT",
    "Which words make the difference between two vocabularies, and by how much?",
    (
        TERM,
        Column("target_count", "int64", "tokens", "occurrences in the target"),
        Column("reference_count", "int64", "tokens", "occurrences in the reference"),
        Column("target_per_million", "float64", "per million tokens", "rate in the target"),
        Column("reference_per_million", "float64", "per million tokens", "rate in the reference"),
        Column("target_documents", "int64", "documents", "target documents with the term"),
        Column("reference_documents", "int64", "documents", "reference documents with the term"),
        Column(
            "target_rank", "float64", "rank", "1 for the most frequent; mean rank for equal counts; N + K/2 for K absent terms"
        ),
        Column("reference_rank", "float64", "rank", "the same in the reference"),
        Column("direction", "str", "", "'target' or 'reference': the side with the higher rate, 'none' for equal ones"),
        Column(
            "contribution",
            "float64",
            "bits, or the measure's unit",
            "the term's part in the measure, positive towards the target; for jsd and rank_turbulence the sign is the direction's",
            "Gallagher et al. 2021, doi:10.1140/epjds/s13688-021-00260-3",
        ),
        Column("contribution_low", "float64", "as contribution", "lower end of the interval, bootstrap over documents"),
        Column("contribution_high", "float64", "as contribution", "upper end of the interval"),
        Column("contribution_share", "float64", "0..1", "size of the contribution / sum of all sizes"),
        Column("cumulative_share", "float64", "0..1", "contribution_share of this and all terms above it"),
        Column("rank", "int64", "rank", "1 for the largest contribution; ties by term"),
    ),
)
