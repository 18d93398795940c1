"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._boilerplate import boilerplate, without_boilerplate

__all__ = ["boilerplate", "without_boilerplate"]
