"""Every table that newsstudy hands out: its columns with type, unit, meaning and source."""

from newsstudy.schemas._schema import Column, Schema, digest, record, stamp
from newsstudy.schemas.corpus import DESCRIPTION, LEDGER
from newsstudy.schemas.keywords import (
    COLLOCATION_NETWORK,
    COLLOCATIONS,
    DISPERSION,
    DIVERSITY,
    EXTRACT_KEYWORDS,
    FREQUENCY,
    KEYNESS,
    KEYNESS_ONE_SAMPLE,
    KWIC,
    OCCURRENCES,
    PROFILE,
    READABILITY,
)
from newsstudy.schemas.topics import CHOOSE_K, DOCUMENT_TOPICS, STABILITY, TOPIC_TERMS

ALL = (
    CHOOSE_K,
    COLLOCATIONS,
    COLLOCATION_NETWORK,
    DESCRIPTION,
    DISPERSION,
    DIVERSITY,
    DOCUMENT_TOPICS,
    EXTRACT_KEYWORDS,
    FREQUENCY,
    KEYNESS,
    KEYNESS_ONE_SAMPLE,
    KWIC,
    LEDGER,
    OCCURRENCES,
    PROFILE,
    READABILITY,
    STABILITY,
    TOPIC_TERMS,
)

__all__ = [
    "ALL",
    "CHOOSE_K",
    "COLLOCATIONS",
    "COLLOCATION_NETWORK",
    "DESCRIPTION",
    "DISPERSION",
    "DIVERSITY",
    "DOCUMENT_TOPICS",
    "EXTRACT_KEYWORDS",
    "FREQUENCY",
    "KEYNESS",
    "KEYNESS_ONE_SAMPLE",
    "KWIC",
    "LEDGER",
    "OCCURRENCES",
    "PROFILE",
    "READABILITY",
    "STABILITY",
    "TOPIC_TERMS",
    "Column",
    "Schema",
    "digest",
    "record",
    "stamp",
]
