"""Rules of writing: Unicode tables, words, sentences, case and function words; no nouns of ours."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsstudy.text.rules import term_rule
    from newsstudy.text.sentences import sentence_boundaries
    from newsstudy.text.words import word_boundaries

__all__ = ["sentence_boundaries", "term_rule", "word_boundaries"]

# Loaded on first use: who reads files needs dates from here, and no compiled kernels.
_HOMES = {"sentence_boundaries": "sentences", "term_rule": "rules", "word_boundaries": "words"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'newsstudy.text' has no name {name!r}")
    value = getattr(importlib.import_module(f"newsstudy.text.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
