"""Tables about topics: what they are made of, where they are, and whether to believe them."""

from newsstudy.schemas._schema import Column, Schema

TOPIC = Column("topic", "int64", "0..", "number of the topic in the model")

TOPIC_TERMS = Schema(
    "TOPIC_TERMS",
    "Which terms make up each topic?",
    (
        TOPIC,
        Column("rank", "int64", "rank", "1 for the most probable term; ties by term"),
        Column("term", "str", "", "the term"),
        Column("probability", "float64", "0..1", "weight of the term in the topic; the topic's weights add up to 1"),
        Column("share", "float64", "0..1", "share of the topic in all terms of that name: 1 where no other topic uses it"),
    ),
)

DOCUMENT_TOPICS = Schema(
    "DOCUMENT_TOPICS",
    "How much of each document belongs to each topic?",
    (
        Column("document", "str", "", "the document's id"),
        Column("document_number", "int64", "0..", "place of the document in the counts"),
        TOPIC,
        Column("share", "float64", "0..1", "share of the document; a document's shares add up to 1"),
        Column("n_tokens", "int64", "tokens", "tokens of the document; 0 means that its shares are only the prior"),
    ),
)
