"""Tables about how good topics are: whether their terms keep company, belong to them alone, and differ from other topics'."""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.topics import TOPIC

TOP_TERMS = Column("top_terms", "str", "", "the topic's terms, highest first, separated by spaces")

COHERENCE = Schema(
    "COHERENCE",
    "Do the top terms of each topic stand together in texts?",
    (
        TOPIC,
        TOP_TERMS,
        Column(
            "coherence",
            "float64",
            "",
            "the measure that the settings name; NaN where fewer than two terms are in the reference",
            "Röder, Both & Hinneburg 2015, doi:10.1145/2684822.2685324",
        ),
        Column(
            "coherence_low",
            "float64",
            "",
            "lower end of the 95 % interval over resamples of documents; NaN without resamples, or where one has no value",
        ),
        Column(
            "coherence_high",
            "float64",
            "",
            "upper end of the 95 % interval over resamples of documents; NaN without resamples, or where one has no value",
        ),
        Column("n_terms", "int64", "terms", "terms of the topic that stand in the reference"),
        Column("n_missing", "int64", "terms", "terms of the topic that stand nowhere in the reference"),
        Column("n_pairs", "int64", "pairs", "pairs of different terms that were looked for"),
        Column("n_never", "int64", "pairs", "pairs that never stand together: their value is made by the smoothing"),
    ),
)

EXCLUSIVITY = Schema(
    "EXCLUSIVITY",
    "Do the top terms of each topic belong to it alone?",
    (
        TOPIC,
        TOP_TERMS,
        Column(
            "exclusivity",
            "float64",
            "",
            "share: mean share of the topic in its top terms, 0..1; frex: sum of the FREX of its top terms, 0..n",
            "Roberts et al. 2014, doi:10.1111/ajps.12103",
        ),
        Column("n_terms", "int64", "terms", "top terms of the topic"),
    ),
)

TOPIC_DIVERSITY = Schema(
    "TOPIC_DIVERSITY",
    "How different are the topics from one another?",
    (
        TOPIC,
        TOP_TERMS,
        Column(
            "diversity",
            "float64",
            "0..1",
            "mean over the top terms of 1 / number of topics that list the term; the mean of the column is topic diversity",
            "Dieng, Ruiz & Blei 2020, doi:10.1162/tacl_a_00325",
        ),
        Column("jaccard", "float64", "0..1", "mean overlap of the top terms with those of the other topics"),
        Column(
            "rbo",
            "float64",
            "0..1",
            "mean rank-biased overlap with the other topics, p = 0.9: early ranks weigh more",
            "Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106",
        ),
        Column("nearest", "Int64", "0..", "the other topic with which it shares most top terms; the first of equals"),
        Column("nearest_jaccard", "float64", "0..1", "overlap of the top terms with the nearest topic"),
    ),
)
