"""Actors: who is in an article, how often and by which words, and where each enters and leaves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._actor_mentions import mention_table
from newsstudy.article._actor_reading import read
from newsstudy.article._share_interval import wilson
from newsstudy.errors import InputError

_HOW = {"name": "by_name", "alias": "by_alias", "pronoun": "by_pronoun"}


def actors(
    corpus: Any,
    *,
    aliases: Any = None,
    antecedents: Any = None,
    ignore: Any = (),
    unlisted: bool = True,
    rule: str = "news-en-1",
    sentence_rule: str | None = None,
) -> pd.DataFrame:
    """Who is in the text, how often, and from where to where?

    Parameters
    ----------
    corpus : Corpus or ACTOR_MENTIONS table
        The texts, read as `actor_mentions` reads them (its page says what counts as a name); or its table, also with rows
        left out. All other arguments are those of `actor_mentions` and go with a Corpus only.
    aliases, antecedents, ignore, unlisted, rule, sentence_rule
        As in `actor_mentions`.

    Returns
    -------
    DataFrame, schema ACTORS
        One row an actor, the most mentioned first, then in code-point order; actors of the alias table that were never found
        have a row of zeros. The interval of `sentence_share` takes sentences for independent draws from what the author might
        have written; sentences of one text are not, so it is rather too narrow.

    Raises
    ------
    InputError
        As `actor_mentions`.

    Examples
    --------
    >>> import newsstudy as ns
    >>> aliases = {"Trump": ["Donald Trump"], "Putin": ["Vladimir Putin"]}
    >>> table = ns.actors(ns.sample_article(), aliases=aliases)
    >>> table[["actor", "mentions", "by_name", "by_alias"]].head(3).values.tolist()
    [['Putin', 7, 6, 1], ['Trump', 7, 6, 1], ['Ukraine', 7, 7, 0]]
    """
    if isinstance(corpus, pd.DataFrame):
        if aliases is not None or antecedents is not None:
            raise InputError("actors: aliases and antecedents go with a Corpus; a table of mentions has them already")
        return actor_table(corpus)
    reading = read(corpus, "actors", aliases=aliases, ignore=ignore, unlisted=unlisted, rule=rule, sentence_rule=sentence_rule)
    return actor_table(mention_table(reading, antecedents, "actors"))


def actor_table(mentions: pd.DataFrame) -> pd.DataFrame:
    """The actors of a table of mentions."""
    record = schemas.ACTOR_MENTIONS.check(mentions)
    given = record["settings"]
    rows: dict[str, list[Any]] = {}
    for row in zip(*(mentions[name].tolist() for name in _NEEDED), strict=True):
        rows.setdefault(row[0], []).append(row)
    listed = given.get("listed")
    kinds = dict(listed) if isinstance(listed, dict) else {}
    counted = {actor: _counted(found) for actor, found in rows.items()}
    counted |= {actor: _counted([]) for actor in kinds if actor not in rows}
    order = sorted(counted, key=lambda actor: (-counted[actor]["mentions"], actor))
    columns: dict[str, Any] = {name: [counted[actor][name] for actor in order] for name in _counted([])}
    n_sentences = given.get("n_sentences", 0)
    share, low, high = wilson(columns["n_sentences"], np.full(len(order), n_sentences))
    columns |= {"sentence_share": share, "sentence_low": low, "sentence_high": high}
    columns |= {"actor": order, "kind": [rows[actor][0][1] if actor in rows else kinds[actor] for actor in order]}
    settings = {name: value for name, value in given.items() if name not in ("sentence_positions", "document_starts")}
    return schemas.ACTORS.table(columns, {"table": record["digest"], **settings})


_NEEDED = ("actor", "kind", "how", "document_number", "document", "sentence", "start", "position")


def _counted(found: list[Any]) -> dict[str, Any]:
    """What the rows of one actor come to."""
    ordered = sorted(found, key=lambda row: (row[3], row[6]))
    counts = dict.fromkeys(_HOW.values(), 0)
    for row in ordered:
        counts[_HOW[row[2]]] += 1
    first, last = (ordered[0], ordered[-1]) if ordered else (None, None)
    return {
        "mentions": len(ordered),
        **counts,
        "n_documents": len({row[3] for row in ordered}),
        "n_sentences": len({(row[3], row[5]) for row in ordered}),
        "first_document": None if first is None else first[4],
        "first_sentence": None if first is None else first[5],
        "last_document": None if last is None else last[4],
        "last_sentence": None if last is None else last[5],
        "first_position": np.nan if first is None else first[7],
        "last_position": np.nan if last is None else last[7],
    }
