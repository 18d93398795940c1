"""Topics: models that say which terms go together, and the tables that say whether to believe them."""

from newsstudy.topics._choose_k import choose_k
from newsstudy.topics._coherence import coherence
from newsstudy.topics._document_topics import document_topics
from newsstudy.topics._exclusivity import exclusivity
from newsstudy.topics._prototype import prototype
from newsstudy.topics._stability import stability
from newsstudy.topics._topic_diversity import topic_diversity
from newsstudy.topics._topic_terms import topic_terms
from newsstudy.topics.lda import LDA
from newsstudy.topics.nmf import NMF

__all__ = [
    "LDA",
    "NMF",
    "choose_k",
    "coherence",
    "document_topics",
    "exclusivity",
    "prototype",
    "stability",
    "topic_diversity",
    "topic_terms",
]
