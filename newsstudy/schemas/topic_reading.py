"""Tables that read a topic model: passages, labels, correlations, groups, periods, and another model beside it."""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.topics import NAME, TOPIC

TERMS = Column("top_terms", "str", "", "the topic's five most probable terms, separated by spaces")

TOPIC_PASSAGES = Schema(
    "TOPIC_PASSAGES",
    "What does a typical passage of each topic read like?",
    (
        TOPIC,
        NAME,
        Column("rank", "int64", "rank", "1 for the passage with the highest share; ties by length, then by id"),
        Column("passage", "str", "", "id of the document, paragraph or sentence"),
        Column("document", "str", "", "id of the document that the passage is part of; its own for a whole document"),
        Column("share", "float64", "0..1", "share of the passage that is the topic's, under the model"),
        Column("n_tokens", "int64", "tokens", "tokens of the passage that the model knows"),
        Column("excerpt", "str", "", "the text on one line, cut at a word with … where it is longer than asked for"),
    ),
)

TOPIC_LABELS = Schema(
    "TOPIC_LABELS",
    "Which phrases name each topic?",
    (
        TOPIC,
        NAME,
        Column("rank", "int64", "rank", "1 for the most relevant phrase; ties by length, the longer first, then by phrase"),
        Column("label", "str", "", "the phrase"),
        Column("n_words", "int64", "words", "words of the phrase"),
        Column(
            "relevance",
            "float64",
            "nats",
            "how much likelier the topic's terms are in documents with the phrase than elsewhere: the mean over the topic's "
            "terms of ln(share of the term there / share in all documents); 0 = not at all",
            "Mei, Shen & Zhai 2007, doi:10.1145/1281192.1281246 (first-order relevance, smoothed)",
        ),
        Column("count", "int64", "occurrences", "occurrences of the phrase"),
        Column("n_documents", "int64", "documents", "documents with the phrase"),
        Column("topic_count", "float64", "occurrences", "occurrences expected in the topic: each counts its document's share"),
        Column("share", "float64", "0..1", "topic_count over count: how much of the phrase is in documents of this topic"),
    ),
)

TOPIC_CORRELATION = Schema(
    "TOPIC_CORRELATION",
    "Which topics go together in documents, and which avoid one another? One row a pair.",
    (
        TOPIC,
        Column("other_topic", "int64", "0..", "number of the other topic, always the higher one"),
        Column("top_terms", "str", "", "the topic's five most probable terms, separated by spaces"),
        Column("other_top_terms", "str", "", "the same of the other topic"),
        Column(
            "correlation",
            "float64",
            "-1..1",
            "Pearson correlation over documents of the centred log-ratios of the shares; unrelated topics have about -1/(K-1)",
            "Aitchison 1982, doi:10.1111/j.2517-6161.1982.tb01195.x (centred log-ratio)",
        ),
        Column("correlation_low", "float64", "-1..1", "lower end of its interval, documents (or clusters) drawn again"),
        Column("correlation_high", "float64", "-1..1", "upper end"),
        Column("n_both", "int64", "documents", "documents in which both topics have at least the threshold's share"),
        Column("expected_both", "float64", "documents", "how many those would be if the topics were independent"),
        Column(
            "co_occurrence", "float64", "log2", "log2((n_both + 1/2) / (expected_both + 1/2)): 1 = twice as often as by chance"
        ),
    ),
)

EFFECT = Schema(
    "EFFECT",
    "Which topics does each group of documents have more of than the rest?",
    (
        TOPIC,
        NAME,
        TERMS,
        Column("group", "str", "", "the group: a value of the column, or the condition"),
        Column("n_documents", "int64", "documents", "documents of the group that hold a term of the model"),
        Column("n_clusters", "int64", "", "documents or clusters of the group that are drawn"),
        Column("share", "float64", "0..1", "mean share of the topic in the group"),
        Column("share_low", "float64", "0..1", "lower end of its interval; missing for fewer than five drawn units"),
        Column("share_high", "float64", "0..1", "upper end"),
        Column("rest_share", "float64", "0..1", "mean share in all documents of other groups"),
        Column("difference", "float64", "-1..1", "share - rest_share"),
        Column("difference_low", "float64", "-1..1", "lower end of its interval; missing for fewer than five units on a side"),
        Column("difference_high", "float64", "-1..1", "upper end"),
        Column(
            "difference_p", "float64", "log10 p", "log10 of the two-sided p of no difference, by Student's t on the influences"
        ),
        Column(
            "difference_q",
            "float64",
            "log10 q",
            "log10 of the false-discovery rate over all rows; the settings name the correction",
            "Benjamini & Yekutieli 2001, doi:10.1214/aos/1013699998",
        ),
    ),
)

TOPICS_OVER_TIME = Schema(
    "TOPICS_OVER_TIME",
    "How much of each period belongs to each topic?",
    (
        TOPIC,
        NAME,
        TERMS,
        Column("period", "str", "", "the period: 2019-03, 2019-W10, 2019-Q1 … or the value of the column"),
        Column("period_from", "str", "date", "first day; missing for the values of a column"),
        Column("period_to", "str", "date", "last day"),
        Column("share", "float64", "0..1", "mean share of the topic in the period's documents; missing for a period without any"),
        Column("share_low", "float64", "0..1", "lower end of its interval; missing for fewer than five drawn units"),
        Column("share_high", "float64", "0..1", "upper end"),
        Column("n_documents", "int64", "documents", "documents of the period that hold a term of the model"),
        Column("n_tokens", "int64", "tokens", "their tokens"),
    ),
)

COMPARE_TOPICS = Schema(
    "COMPARE_TOPICS",
    "Which topic of one model is which topic of another? One row for each topic of the first and each of the second.",
    (
        TOPIC,
        Column("other_topic", "int64", "0..", "number of the topic in the second model"),
        Column("top_terms", "str", "", "the topic's highest terms, separated by spaces"),
        Column("other_top_terms", "str", "", "the same of the second model's topic"),
        Column("jaccard", "float64", "0..1", "top terms in common over different top terms"),
        Column(
            "divergence",
            "float64",
            "0..1",
            "Jensen-Shannon divergence (base 2) of the two distributions over the terms that both models have; 0 = the same",
            "Lin 1991, doi:10.1109/18.61115",
        ),
        Column("matched", "bool", "", "whether the two are partners; a topic has one partner at most"),
        Column("shared_mass", "float64", "0..1", "the topic's probability on terms that both models have"),
        Column("other_shared_mass", "float64", "0..1", "the same of the second model's topic"),
    ),
)
