"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._annotated_html import annotated_html
from newsstudy.article._annotations import annotations
from newsstudy.article._boilerplate import boilerplate, without_boilerplate

__all__ = ["annotated_html", "annotations", "boilerplate", "without_boilerplate"]
