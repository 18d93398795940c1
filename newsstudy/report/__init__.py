"""Reports: what all parts find in one article, on pages that a reader understands without the method."""

from newsstudy.report._article_report import article_report
from newsstudy.report._shuffled_baseline import shuffled_baseline
from newsstudy.report.report import Report

__all__ = ["Report", "article_report", "shuffled_baseline"]
