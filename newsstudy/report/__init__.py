"""Reports: what all parts find in one article, on pages that a reader understands without the method."""

from newsstudy.report._shuffled_baseline import shuffled_baseline

__all__ = ["shuffled_baseline"]
