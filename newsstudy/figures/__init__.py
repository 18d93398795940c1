"""Figures: a table in, a Figure out; one function per figure, named like the function that made the table."""

from newsstudy.figures._actor_mentions import actor_mentions
from newsstudy.figures._actors import actors
from newsstudy.figures._aligned_sentences import aligned_sentences
from newsstudy.figures._annotations import annotations
from newsstudy.figures._boilerplate import boilerplate
from newsstudy.figures._calibration import calibration
from newsstudy.figures._choose_k import choose_k
from newsstudy.figures._coherence import coherence
from newsstudy.figures._collocation_network import collocation_network
from newsstudy.figures._collocations import collocations
from newsstudy.figures._comention_network import comention_network
from newsstudy.figures._comentions import comentions
from newsstudy.figures._compare_articles import compare_articles
from newsstudy.figures._compare_topics import compare_topics
from newsstudy.figures._dispersion import dispersion
from newsstudy.figures._diversity import diversity
from newsstudy.figures._document_topics import document_topics
from newsstudy.figures._effect import effect
from newsstudy.figures._exclusivity import exclusivity
from newsstudy.figures._extract_keywords import extract_keywords
from newsstudy.figures._figure import Figure
from newsstudy.figures._frequency import frequency
from newsstudy.figures._hedge_rates import hedge_rates
from newsstudy.figures._hedges import hedges
from newsstudy.figures._keyness import keyness
from newsstudy.figures._keyword_positions import keyword_positions
from newsstudy.figures._kwic import kwic
from newsstudy.figures._method_agreement import method_agreement
from newsstudy.figures._method_keywords import method_keywords
from newsstudy.figures._moving_diversity import moving_diversity
from newsstudy.figures._new_words import new_words
from newsstudy.figures._occurrences import occurrences
from newsstudy.figures._profile import profile
from newsstudy.figures._quotations import quotations
from newsstudy.figures._quoted_share import quoted_share
from newsstudy.figures._readability import readability
from newsstudy.figures._sentence_lengths import sentence_lengths
from newsstudy.figures._sentence_similarity import sentence_similarity
from newsstudy.figures._shift import shift
from newsstudy.figures._shuffled_baseline import shuffled_baseline
from newsstudy.figures._stability import stability
from newsstudy.figures._text_segments import text_segments
from newsstudy.figures._topic_correlation import topic_correlation
from newsstudy.figures._topic_diversity import topic_diversity
from newsstudy.figures._topic_labels import topic_labels
from newsstudy.figures._topic_passages import topic_passages
from newsstudy.figures._topic_terms import topic_terms
from newsstudy.figures._topics_over_time import topics_over_time
from newsstudy.figures._trends import trends
from newsstudy.figures._words_needed import words_needed

__all__ = [
    "Figure",
    "actor_mentions",
    "actors",
    "aligned_sentences",
    "annotations",
    "boilerplate",
    "calibration",
    "choose_k",
    "coherence",
    "collocation_network",
    "collocations",
    "comention_network",
    "comentions",
    "compare_articles",
    "compare_topics",
    "dispersion",
    "diversity",
    "document_topics",
    "effect",
    "exclusivity",
    "extract_keywords",
    "frequency",
    "hedge_rates",
    "hedges",
    "keyness",
    "keyword_positions",
    "kwic",
    "method_agreement",
    "method_keywords",
    "moving_diversity",
    "new_words",
    "occurrences",
    "profile",
    "quotations",
    "quoted_share",
    "readability",
    "sentence_lengths",
    "sentence_similarity",
    "shift",
    "shuffled_baseline",
    "stability",
    "text_segments",
    "topic_correlation",
    "topic_diversity",
    "topic_labels",
    "topic_passages",
    "topic_terms",
    "topics_over_time",
    "trends",
    "words_needed",
]
