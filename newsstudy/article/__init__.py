"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._actor_mentions import actor_mentions
from newsstudy.article._actors import actors
from newsstudy.article._aligned_sentences import aligned_sentences
from newsstudy.article._annotated_html import annotated_html
from newsstudy.article._annotations import annotations
from newsstudy.article._boilerplate import boilerplate, without_boilerplate
from newsstudy.article._comention_network import comention_network
from newsstudy.article._comentions import comentions
from newsstudy.article._hedges import hedge_rates, hedges
from newsstudy.article._keyword_positions import keyword_positions
from newsstudy.article._moving_diversity import moving_diversity
from newsstudy.article._new_words import new_words
from newsstudy.article._pronouns import pronouns
from newsstudy.article._quotations import quotations
from newsstudy.article._quoted_share import quoted_share
from newsstudy.article._sentence_lengths import sentence_lengths
from newsstudy.article._sentence_similarity import sentence_similarity
from newsstudy.article._suggest_aliases import suggest_aliases
from newsstudy.article._text_segments import text_segments

__all__ = [
    "actor_mentions",
    "actors",
    "aligned_sentences",
    "annotated_html",
    "annotations",
    "boilerplate",
    "comention_network",
    "comentions",
    "hedge_rates",
    "hedges",
    "keyword_positions",
    "moving_diversity",
    "new_words",
    "pronouns",
    "quotations",
    "quoted_share",
    "sentence_lengths",
    "sentence_similarity",
    "suggest_aliases",
    "text_segments",
    "without_boilerplate",
]
