"""Close reading: what one article can tell, each answer with its uncertainty, and nothing that it cannot tell."""

from newsstudy.article._annotated_html import annotated_html
from newsstudy.article._annotations import annotations

__all__ = ["annotated_html", "annotations"]
