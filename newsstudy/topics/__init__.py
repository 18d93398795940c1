"""Topics: models that say which terms go together, and the tables that say whether to believe them."""

from newsstudy.topics._choose_k import choose_k
from newsstudy.topics._coherence import coherence
from newsstudy.topics._compare_topics import compare_topics
from newsstudy.topics._document_topics import document_topics
from newsstudy.topics._effect import effect
from newsstudy.topics._exclusivity import exclusivity
from newsstudy.topics._files import open_model
from newsstudy.topics._prototype import prototype
from newsstudy.topics._stability import stability
from newsstudy.topics._topic_correlation import topic_correlation
from newsstudy.topics._topic_diversity import topic_diversity
from newsstudy.topics._topic_labels import topic_labels
from newsstudy.topics._topic_passages import topic_passages
from newsstudy.topics._topic_terms import topic_terms
from newsstudy.topics._topics_from import topics_from
from newsstudy.topics._topics_over_time import topics_over_time
from newsstudy.topics.lda import LDA
from newsstudy.topics.nmf import NMF
from newsstudy.topics.seeded import SeededLDA

__all__ = [
    "LDA",
    "NMF",
    "SeededLDA",
    "choose_k",
    "coherence",
    "compare_topics",
    "document_topics",
    "effect",
    "exclusivity",
    "open_model",
    "prototype",
    "stability",
    "topic_correlation",
    "topic_diversity",
    "topic_labels",
    "topic_passages",
    "topic_terms",
    "topics_from",
    "topics_over_time",
]
