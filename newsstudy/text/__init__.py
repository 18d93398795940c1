"""Rules of writing: Unicode tables, words, sentences, case and function words; no nouns of ours."""

from newsstudy.text.rules import term_rule
from newsstudy.text.sentences import sentence_boundaries
from newsstudy.text.words import word_boundaries

__all__ = ["sentence_boundaries", "term_rule", "word_boundaries"]
