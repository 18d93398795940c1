"""Tables about topics: what they are made of, where they are, and whether to believe them."""

from newsstudy.schemas._schema import Column, Schema

TOPIC = Column("topic", "int64", "0..", "number of the topic in the model")
NAME = Column("name", "str", "", "the topic's name where the model has names, as a SeededLDA has; else empty")

TOPIC_TERMS = Schema(
    "TOPIC_TERMS",
    "Which terms make up each topic?",
    (
        TOPIC,
        NAME,
        Column("rank", "int64", "rank", "1 for the first term by the measure that the settings name (rank_by); ties by term"),
        Column("term", "str", "", "the term"),
        Column("probability", "float64", "0..1", "weight of the term in the topic; the topic's weights add up to 1"),
        Column("share", "float64", "0..1", "share of the topic in all terms of that name: 1 where no other topic uses it"),
        Column(
            "relevance",
            "float64",
            "nats",
            "λ ln(probability) + (1 - λ) ln(lift); the settings have λ (relevance_weight)",
            "Sievert & Shirley 2014, doi:10.3115/v1/W14-3110",
        ),
        Column(
            "frex",
            "float64",
            "0..1",
            "harmonic mean of the term's ranks by exclusivity and by probability among the topic's terms, 1 = first in both",
            "Bischof & Airoldi 2012, arXiv:1206.4631",
        ),
        Column(
            "lift", "float64", "ratio", "probability over the term's share in all tokens of the model; 1 = no more than anywhere"
        ),
        Column(
            "c_tf_idf",
            "float64",
            "",
            "probability × ln(1 + mean tokens of a topic / tokens of the term)",
            "Grootendorst 2022, doi:10.48550/arXiv.2203.05794",
        ),
        Column(
            "score",
            "float64",
            "",
            "probability × (ln(probability) - its mean over topics), 1e-5 added before each logarithm",
            "Blei & Lafferty 2009, Topic Models, as top.topic.words(by.score=TRUE) of R's lda",
        ),
    ),
)

DOCUMENT_TOPICS = Schema(
    "DOCUMENT_TOPICS",
    "How much of each document belongs to each topic?",
    (
        Column("document", "str", "", "the document's id"),
        Column("document_number", "int64", "0..", "place of the document in the counts"),
        TOPIC,
        NAME,
        Column("share", "float64", "0..1", "share of the document; a document's shares add up to 1"),
        Column("n_tokens", "int64", "tokens", "tokens of the document; 0 means that its shares are only the prior"),
    ),
)
