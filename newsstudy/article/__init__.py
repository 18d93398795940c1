"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._quotations import quotations

__all__ = ["quotations"]
