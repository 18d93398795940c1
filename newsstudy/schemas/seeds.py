"""The table of what the patterns of a seeded topic model matched."""

from newsstudy.schemas._schema import Column, Schema

SEED_TERMS = Schema(
    "SEED_TERMS",
    "Which terms did the patterns of a seeded topic mean?",
    (
        Column("topic", "int64", "0..", "number of the topic in the model"),
        Column("name", "str", "", "the topic's name, the key of `seeds`"),
        Column("pattern", "str", "", "the pattern as it was given"),
        Column("term", "str", "", "a term that it means; empty where it means none that the counts have"),
        Column("count", "float64", "tokens", "tokens of the term in the fitted documents"),
        Column(
            "pseudo_tokens",
            "float64",
            "tokens",
            "what the topic got of the term beforehand: 100 x weight x count; 0 in a row whose term an earlier pattern brought",
            "Watanabe & Zhou 2020, doi:10.1177/0894439320907027",
        ),
    ),
)
