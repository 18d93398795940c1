"""Pronouns: a list of every pronoun with its sentence, for a reader to say whom each means."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy import schemas
from newsstudy.article._actor_words import words_of
from newsstudy.article._name_lists import NAMES, name_lists
from newsstudy.text.normalise import fold


def pronouns(corpus: Any, *, rule: str = "news-en-1", sentence_rule: str | None = None) -> pd.DataFrame:
    """Which pronouns stand where? Fill in whom they mean and hand the table on as ``antecedents=``.

    Parameters
    ----------
    corpus : Corpus
        English texts: the list names-en-1 has personal, possessive, reflexive and relative pronouns of English. For other
        languages give ``antecedents=`` as a list.
    rule, sentence_rule : str
        As in `Corpus.tokenize`.

    Returns
    -------
    DataFrame, schema PRONOUNS
        One row a pronoun, in order of the text, with an empty column ``actor``. Rows left empty are passed over.

    Examples
    --------
    >>> import newsstudy as ns
    >>> article = ns.sample_article()
    >>> table = ns.pronouns(article)
    >>> table.text.tolist()[:4]
    ['he', 'their', 'his', 'His']
    >>> table.loc[0, "actor"] = "Donald Trump"
    >>> int(ns.actors(article, antecedents=table).by_pronoun.max())
    1
    """
    documents, tokens = words_of(corpus, "pronouns", rule, sentence_rule)
    known = name_lists().pronouns
    columns: dict[str, list[Any]] = {name: [] for name in schemas.PRONOUNS.names}
    for words in documents:
        for begin, end in words.bounds():
            sentence = " ".join(words.printed(begin, end - 1).split())
            for place in range(begin, end):
                word = words.words[place]
                if fold(word) not in known or word in ("US", "IT", "WHO"):
                    continue
                row = {
                    "document": words.name,
                    "sentence": words.sentences[place],
                    "start": words.starts[place],
                    "length": words.lengths[place],
                    "text": words.printed(place, place),
                    "sentence_text": sentence,
                    "actor": "",
                }
                for name, value in row.items():
                    columns[name].append(value)
    settings = {"rule": tokens.rule, "sentence_rule": tokens.sentence_rule, "pronouns": NAMES, "corpus": corpus.digest}
    return schemas.PRONOUNS.table(columns, settings)
