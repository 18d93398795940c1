"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._boilerplate import boilerplate, without_boilerplate
from newsstudy.article._keyword_positions import keyword_positions
from newsstudy.article._moving_diversity import moving_diversity
from newsstudy.article._new_words import new_words
from newsstudy.article._sentence_lengths import sentence_lengths
from newsstudy.article._sentence_similarity import sentence_similarity
from newsstudy.article._text_segments import text_segments

__all__ = [
    "boilerplate",
    "keyword_positions",
    "moving_diversity",
    "new_words",
    "sentence_lengths",
    "sentence_similarity",
    "text_segments",
    "without_boilerplate",
]
