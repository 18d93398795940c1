"""Topics: models that say which terms go together, and the tables that say whether to believe them."""

from newsstudy.topics._choose_k import choose_k
from newsstudy.topics._document_topics import document_topics
from newsstudy.topics._files import open_model
from newsstudy.topics._stability import stability
from newsstudy.topics._topic_terms import topic_terms
from newsstudy.topics._topics_from import topics_from
from newsstudy.topics.lda import LDA
from newsstudy.topics.nmf import NMF
from newsstudy.topics.seeded import SeededLDA

__all__ = ["LDA", "NMF", "SeededLDA", "choose_k", "document_topics", "open_model", "stability", "topic_terms", "topics_from"]
