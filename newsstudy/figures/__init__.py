"""Figures: a table in, a Figure out; one function per figure, named like the function that made the table."""

from newsstudy.figures._boilerplate import boilerplate
from newsstudy.figures._calibration import calibration
from newsstudy.figures._choose_k import choose_k
from newsstudy.figures._coherence import coherence
from newsstudy.figures._collocation_network import collocation_network
from newsstudy.figures._collocations import collocations
from newsstudy.figures._compare_topics import compare_topics
from newsstudy.figures._dispersion import dispersion
from newsstudy.figures._diversity import diversity
from newsstudy.figures._document_topics import document_topics
from newsstudy.figures._effect import effect
from newsstudy.figures._exclusivity import exclusivity
from newsstudy.figures._extract_keywords import extract_keywords
from newsstudy.figures._figure import Figure
from newsstudy.figures._frequency import frequency
from newsstudy.figures._keyness import keyness
from newsstudy.figures._keyword_positions import keyword_positions
from newsstudy.figures._kwic import kwic
from newsstudy.figures._moving_diversity import moving_diversity
from newsstudy.figures._new_words import new_words
from newsstudy.figures._occurrences import occurrences
from newsstudy.figures._profile import profile
from newsstudy.figures._readability import readability
from newsstudy.figures._sentence_lengths import sentence_lengths
from newsstudy.figures._sentence_similarity import sentence_similarity
from newsstudy.figures._shift import shift
from newsstudy.figures._stability import stability
from newsstudy.figures._text_segments import text_segments
from newsstudy.figures._topic_correlation import topic_correlation
from newsstudy.figures._topic_diversity import topic_diversity
from newsstudy.figures._topic_labels import topic_labels
from newsstudy.figures._topic_passages import topic_passages
from newsstudy.figures._topic_terms import topic_terms
from newsstudy.figures._topics_over_time import topics_over_time
from newsstudy.figures._trends import trends

__all__ = [
    "Figure",
    "boilerplate",
    "calibration",
    "choose_k",
    "coherence",
    "collocation_network",
    "collocations",
    "compare_topics",
    "dispersion",
    "diversity",
    "document_topics",
    "effect",
    "exclusivity",
    "extract_keywords",
    "frequency",
    "keyness",
    "keyword_positions",
    "kwic",
    "moving_diversity",
    "new_words",
    "occurrences",
    "profile",
    "readability",
    "sentence_lengths",
    "sentence_similarity",
    "shift",
    "stability",
    "text_segments",
    "topic_correlation",
    "topic_diversity",
    "topic_labels",
    "topic_passages",
    "topic_terms",
    "topics_over_time",
    "trends",
]
