"""Keyword extraction: the terms that stand for each document."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.keywords._keyword_extractor import CALLER, KeywordExtractor
from newsstudy.keywords._reference_list import ReferenceList
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens


def extract_keywords(
    tokens: Tokens, *, method: Any = "specificity", reference: ReferenceList | None = None, n: Any = None, **options: Any
) -> pd.DataFrame:
    """Which terms stand for each document?

    Parameters
    ----------
    tokens : Tokens
        The words of each document. Leave function words in for the methods from "rake" on: keywords end there.
    method : str
        Compared with other texts, in terms of the vocabulary:

        - "specificity": −log10 of the chance of a count at least as high, hypergeometric in the whole corpus (Lafon 1980), or
          Poisson at a known rate where there is a reference list.
        - "tf_idf": count × ln(documents / documents with the term) (Spärck Jones 1972, doi:10.1108/eb026526); options tf, idf,
          normalise, base, k of `Counts.weight`.
        - "bm25": Robertson & Zaragoza 2009, doi:10.1561/1500000019; options k1, b, idf of `Counts.weight`.

        Each document by itself, words and phrases:

        - "rake": Rose, Engel, Cramer & Cowley 2010, doi:10.1002/9780470689646.ch1; options stop_words, max_words and
          word_score ("degree/frequency", "degree" or "frequency").
        - "textrank": Mihalcea & Tarau 2004, https://aclanthology.org/W04-3252; options stop_words, window (2), damping
          (0.85) and share (1/3: how many of the words are kept before they are joined).
        - "singlerank": Wan & Xiao 2008, AAAI, 855-860; options stop_words, window (10), damping, max_words.
        - "positionrank": Florescu & Caragea 2017, doi:10.18653/v1/P17-1102; options stop_words, window (10), damping,
          max_words (3).
        - "yake": Campos et al. 2020, doi:10.1016/j.ins.2019.09.013; options stop_words, max_words (3), window (1). The
          lower the score, the better.

        No part-of-speech tagger is used: candidates are runs of words without a stop word, punctuation or the end of a
        sentence between them. docs/extraction.md has the formulas and what differs from other programs.
    reference : ReferenceList, optional
        Known rates, for specificity. A single English document is compared with ``ns.general_english()`` when none is given.
    n : int, optional
        At most so many keywords of each document.
    **options
        The options of the method. stop_words is a list of words, or "function words": our list for English.

    Returns
    -------
    DataFrame, schema EXTRACT_KEYWORDS
        The keywords of each document, the best first, ties by term; terms with a score of 0 or less are left out. Settings
        name the method, its options and what the documents were compared with.

    Raises
    ------
    InputError
        For an unknown method or option, n-grams where the method makes phrases by itself, or a language without a list of
        function words.

    See Also
    --------
    newsstudy.KeywordExtractor : the same as an estimator, which learns from one corpus and is used on another.

    Examples
    --------
    >>> import newsstudy as ns
    >>> paragraphs = ns.sample_article().split("paragraph").tokenize()
    >>> table = ns.extract_keywords(paragraphs.drop("function words"), method="tf_idf")
    >>> table[(table.document_number == 3) & (table["rank"] == 1)].term.tolist()
    ['nuclear']
    >>> ns.extract_keywords(ns.sample_article().tokenize(), method="yake", n=3).term.tolist()
    ['russian president vladimir', 'president donald trump', 'president vladimir putin']
    """
    checked_tokens(tokens, CALLER)
    return KeywordExtractor(method, n=n, reference=reference, options=options).fit_extract(tokens)
