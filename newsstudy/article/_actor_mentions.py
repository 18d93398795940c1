"""Actor mentions: where each person, institution and place is named in a text, and how."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy import schemas
from newsstudy.article._actor_reading import Reading, read
from newsstudy.article._antecedents import resolved


def actor_mentions(
    corpus: Any,
    *,
    aliases: Any = None,
    antecedents: Any = None,
    ignore: Any = (),
    unlisted: bool = True,
    rule: str = "news-en-1",
    sentence_rule: str | None = None,
) -> pd.DataFrame:
    """Where is each actor mentioned, and how?

    Names are the forms of your alias table, and sequences of capitalised words that it does not list: *Donald Trump*, *BBC
    News App*, *Bank of England*. A capital that opens a sentence counts only where the word has one elsewhere too. Titles
    (*President*), days and months, and adjectives of places (*Russian*) are no names, unless your table lists them. Nothing
    is taken for another name silently: without a table *Donald Trump* and *Trump* are two actors (`suggest_aliases`).

    Parameters
    ----------
    corpus : Corpus
        One article or several.
    aliases : dict or ALIASES table, optional
        ``{"Putin": ["Russian President Vladimir Putin", "Putin"]}``, or with a kind ``{"Kyiv": {"forms": ["Kiev"], "kind":
        "place"}}``. An actor's own name is always one of its forms. Forms are written out; their capitals must be capitals
        in the text, their small letters may be either; of overlapping forms the longest counts. Suggestions
        (`suggest_aliases`) can be given as they are, or without the rows that you reject.
    antecedents : list or PRONOUNS table, optional
        Whom pronouns mean: ``[(4, "his", "Trump")]``, sentence (counted from 0), pronoun, actor; of several documents
        ``(document, sentence, pronoun, actor)``; or the table of `pronouns` with its column ``actor`` filled in.
    ignore : list of str
        Forms that are no actors.
    unlisted : bool
        Whether names that the alias table does not list count too.
    rule, sentence_rule : str
        How words and sentences are found, as in `Corpus.tokenize`.

    Returns
    -------
    DataFrame, schema ACTOR_MENTIONS
        One row a mention, in order of the text. The settings say what capitals told (``capitals``: names; nouns, as in
        German, where only sequences of two capitalised words or more are looked for; nothing, as in Arabic or Chinese, where
        only the alias table finds anything) and which words stand only at the beginning of sentences (``undecided``).

    Raises
    ------
    InputError
        `corpus` is no Corpus; a form stands for two actors; a listed pronoun does not stand in its sentence.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.actor_mentions(ns.sample_article(), aliases={"Trump": ["Donald Trump"]})
    >>> table[table.actor == "Trump"].how.value_counts().to_dict()
    {'name': 6, 'alias': 1}
    """
    reading = read(
        corpus, "actor_mentions", aliases=aliases, ignore=ignore, unlisted=unlisted, rule=rule, sentence_rule=sentence_rule
    )
    return mention_table(reading, antecedents, "actor_mentions")


def mention_table(reading: Reading, antecedents: Any, caller: str) -> pd.DataFrame:
    """The table of what was read, with the pronouns that were listed."""
    added = resolved(antecedents, reading, caller)
    mentions = sorted([*reading.names.mentions, *added], key=lambda found: (found.document, found.first))
    n_tokens = len(reading.tokens.ids)
    columns: dict[str, list[Any]] = {name: [] for name in schemas.ACTOR_MENTIONS.names}
    for found in mentions:
        words = reading.documents[found.document]
        start = words.starts[found.first]
        row = {
            "document": words.name,
            "document_number": found.document,
            "sentence": words.sentences[found.first],
            "start": start,
            "length": words.end(found.last) - start,
            "text": words.printed(found.first, found.last),
            "actor": found.actor,
            "kind": reading.table.kinds.get(found.actor, "unknown"),
            "form": found.form,
            "how": found.how,
            "position": (words.first_token + found.first) / n_tokens,
        }
        for name, value in row.items():
            columns[name].append(value)
    settings = {**reading.settings, "listed": reading.table.kinds, "antecedents": len(added)}
    return schemas.ACTOR_MENTIONS.table(columns, settings)
