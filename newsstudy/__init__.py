"""newsstudy: reproducible text analysis of news, the same bytes on every machine, and a command that proves it.

The public names load on first use (PEP 562): importing the package runs nothing and opens nothing.
"""

# No "from __future__ import annotations" in this file: it would bind that name here and hide the function `annotations`.
import importlib
from typing import Any

__version__ = "0.1.0"

# Public name -> module that defines it. A module's own name maps to itself.
_HOMES = {
    # corpus
    "Corpus": "newsstudy.corpus",
    "Ledger": "newsstudy.corpus",
    "cleaning_step": "newsstudy.corpus",
    "cleaning_steps": "newsstudy.corpus",
    "concat": "newsstudy.corpus",
    "corpus_from": "newsstudy.corpus",
    "open_corpus": "newsstudy.corpus",
    "read_corpus": "newsstudy.corpus",
    "sample_article": "newsstudy.corpus",
    # text
    "sentence_boundaries": "newsstudy.text",
    "term_rule": "newsstudy.text",
    "word_boundaries": "newsstudy.text",
    # tokens
    "Counts": "newsstudy.tokens",
    "Derived": "newsstudy.tokens",
    "Dictionary": "newsstudy.tokens",
    "TermCounter": "newsstudy.tokens",
    "Tokens": "newsstudy.tokens",
    "Vocabulary": "newsstudy.tokens",
    "Weights": "newsstudy.tokens",
    "counts_from": "newsstudy.tokens",
    "find_phrases": "newsstudy.tokens",
    "open_counts": "newsstudy.tokens",
    "open_derived": "newsstudy.tokens",
    "open_tokens": "newsstudy.tokens",
    "read_dictionary": "newsstudy.tokens",
    # keywords
    "KeywordExtractor": "newsstudy.keywords",
    "ReferenceList": "newsstudy.keywords",
    "bursts": "newsstudy.keywords",
    "change_points": "newsstudy.keywords",
    "calibration": "newsstudy.keywords",
    "collocation_network": "newsstudy.keywords",
    "collocations": "newsstudy.keywords",
    "compare_articles": "newsstudy.keywords",
    "dispersion": "newsstudy.keywords",
    "diversity": "newsstudy.keywords",
    "extract_keywords": "newsstudy.keywords",
    "frequency": "newsstudy.keywords",
    "general_english": "newsstudy.keywords",
    "keyness": "newsstudy.keywords",
    "kwic": "newsstudy.keywords",
    "kwic_html": "newsstudy.keywords",
    "kwic_latex": "newsstudy.keywords",
    "method_agreement": "newsstudy.keywords",
    "method_keywords": "newsstudy.keywords",
    "occurrences": "newsstudy.keywords",
    "profile": "newsstudy.keywords",
    "readability": "newsstudy.keywords",
    "table_method": "newsstudy.keywords",
    "shift": "newsstudy.keywords",
    "trends": "newsstudy.keywords",
    "actor_mentions": "newsstudy.article",
    "actors": "newsstudy.article",
    # article
    "comention_network": "newsstudy.article",
    "comentions": "newsstudy.article",
    "hedge_rates": "newsstudy.article",
    "hedges": "newsstudy.article",
    "pronouns": "newsstudy.article",
    "quotations": "newsstudy.article",
    "quoted_share": "newsstudy.article",
    "suggest_aliases": "newsstudy.article",
    "words_needed": "newsstudy.keywords",
    # topics
    "LDA": "newsstudy.topics",
    "NMF": "newsstudy.topics",
    "SeededLDA": "newsstudy.topics",
    "choose_k": "newsstudy.topics",
    "coherence": "newsstudy.topics",
    "compare_topics": "newsstudy.topics",
    "document_topics": "newsstudy.topics",
    "effect": "newsstudy.topics",
    "exclusivity": "newsstudy.topics",
    "open_model": "newsstudy.topics",
    "prototype": "newsstudy.topics",
    "stability": "newsstudy.topics",
    "topic_correlation": "newsstudy.topics",
    "topic_diversity": "newsstudy.topics",
    "topic_labels": "newsstudy.topics",
    "topic_passages": "newsstudy.topics",
    "topic_terms": "newsstudy.topics",
    "topics_from": "newsstudy.topics",
    "topics_over_time": "newsstudy.topics",
    "annotated_html": "newsstudy.article",
    "annotations": "newsstudy.article",
    # article
    "boilerplate": "newsstudy.article",
    "new_words": "newsstudy.article",
    # article
    "aligned_sentences": "newsstudy.article",
    # report
    "article_report": "newsstudy.report",
    "shuffled_baseline": "newsstudy.report",
    "sentence_similarity": "newsstudy.article",
    "text_segments": "newsstudy.article",
    "keyword_positions": "newsstudy.article",
    "moving_diversity": "newsstudy.article",
    "sentence_lengths": "newsstudy.article",
    "without_boilerplate": "newsstudy.article",
    # study
    "Study": "newsstudy.study",
    "verify": "newsstudy.study",
    # engine
    "use_engine": "newsstudy.engine",
}
_MODULES = ("errors", "figures", "kernels", "measures", "schemas")

__all__ = sorted([*_HOMES, *_MODULES, "__version__"])


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(importlib.import_module(_HOMES[name]), name)
    elif name in _MODULES:
        value = importlib.import_module(f"newsstudy.{name}")
    else:
        raise AttributeError(f"module 'newsstudy' has no name {name!r}; dir(newsstudy) lists the public names")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
