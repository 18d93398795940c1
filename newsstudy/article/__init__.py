"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._aligned_sentences import aligned_sentences

__all__ = ["aligned_sentences"]
