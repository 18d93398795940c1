"""Profile: how each document is built, in one row: length, sentences, variety, reading level."""

from __future__ import annotations

import pandas as pd

from newsstudy import schemas
from newsstudy.keywords._diversity import WINDOW, diversity_columns
from newsstudy.keywords._inputs import checked_whole
from newsstudy.keywords._readability import formula_columns, languages_of, text_counts
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record

_VARIETY = ("ttr", "mattr", "mtld", "hdd", "yule_k")
_COUNTED = ("n_sentences", "mean_sentence_length", "mean_word_length")
_FORMULAS = ("flesch_reading_ease", "flesch_kincaid_grade", "lix")


def profile(tokens: Tokens, *, window: int = WINDOW) -> pd.DataFrame:
    """How is each document built: length, sentences, variety, reading level?

    The columns of `diversity` (on these tokens) and of `readability` (on their corpus) in one row a document.

    Parameters
    ----------
    tokens : Tokens
        The words, in order; usually of paragraphs: ``corpus.split("paragraph").tokenize()``. Sentences are those of the rule
        that the tokens name.
    window : int
        Length in tokens of the moving window of MATTR.

    Returns
    -------
    DataFrame, schema PROFILE

    Examples
    --------
    >>> import newsstudy as ns
    >>> paragraphs = ns.sample_article().split("paragraph")
    >>> ns.profile(paragraphs.tokenize()).n_sentences.tolist()
    [2, 3, 3, 3, 2, 3, 2, 3, 2]
    """
    corpus = checked_tokens(tokens, "profile")
    window = checked_whole(window, "window", 2)
    variety = diversity_columns(tokens, _VARIETY, window=window)
    languages = languages_of(corpus)
    counts = text_counts(corpus.tokenize("unicode-1", sentence_rule=tokens.sentence_rule), languages)
    columns, missing = formula_columns(counts, languages, _FORMULAS)
    columns |= {"document": corpus.ids, **variety, **{name: counts[name] for name in _COUNTED}}
    settings = {**tokens_record(tokens), "sentence_rule": tokens.sentence_rule, "window": window, "missing": missing}
    return schemas.PROFILE.table(columns, settings)
