"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._boilerplate import boilerplate, without_boilerplate
from newsstudy.article._new_words import new_words

__all__ = ["boilerplate", "new_words", "without_boilerplate"]
