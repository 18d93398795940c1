"""What every question about actors takes: a corpus, an alias table, forms to leave out, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from newsstudy.article._actor_words import Words, words_of
from newsstudy.article._alias_table import AliasTable, Listed, alias_table
from newsstudy.article._found_names import Names, names_in
from newsstudy.article._name_lists import NAMES
from newsstudy.errors import InputError
from newsstudy.tokens import Tokens


class Reading(NamedTuple):
    """The documents' words, the tokens that they came from, the alias table and the names found."""

    documents: list[Words]
    tokens: Tokens
    table: AliasTable
    names: Names
    settings: dict[str, Any]


def read(corpus: Any, caller: str, *, aliases: Any, ignore: Any, unlisted: Any, rule: str, sentence_rule: str | None) -> Reading:
    """Find the names of a corpus."""
    if not isinstance(unlisted, bool):
        raise InputError(f"{caller}: unlisted is True or False: whether names that no table lists count too; got {unlisted!r}")
    documents, tokens = words_of(corpus, caller, rule, sentence_rule)
    table = alias_table(aliases, tokens, caller)
    left_out = _ignored(ignore, tokens, caller)
    for words in left_out:
        for listed in table.forms:
            if listed.words == words.words:
                raise InputError(
                    f"{caller}: {listed.form!r} is to be ignored and stands in the alias table; leave it in one of them"
                )
    languages = corpus.columns("language")["language"].to_pylist() if "language" in corpus.column_names else []
    names = names_in(documents, languages or [None] * len(documents), table, left_out, unlisted)
    settings: dict[str, Any] = {
        "rule": tokens.rule,
        "sentence_rule": tokens.sentence_rule,
        "names_list": NAMES,
        "corpus": corpus.digest,
        "aliases": table.recorded(),
        "ignore": [words.form for words in left_out],
        "unlisted": unlisted,
        "capitals": {told: names.capitals.count(told) for told in ("names", "nouns", "nothing") if told in names.capitals},
        "undecided": names.undecided,
        "n_documents": len(documents),
        "n_tokens": len(tokens.ids),
        "n_sentences": _total(words.n_sentences for words in documents),
        "document_ids": [words.name for words in documents],
        "document_starts": tokens.offsets.tolist(),
        "document_sentences": [words.n_sentences for words in documents],
        "sentence_positions": _sentence_positions(documents, len(tokens.ids)),
    }
    return Reading(documents, tokens, table, names, settings)


def _ignored(ignore: Any, tokens: Tokens, caller: str) -> list[Listed]:
    """Forms that are no actors, as listed forms of nobody."""
    texts: list[Any] = [ignore] if isinstance(ignore, str) else list(ignore) if isinstance(ignore, list | tuple) else [None]
    found = []
    for text in texts:
        bad = not isinstance(text, str) or any("\ud800" <= sign <= "\udfff" for sign in text)
        words = () if bad else tuple(tokens.fold(text))
        if not words:
            raise InputError(f'{caller}: ignore is a list of forms that are no actors, such as ["Truth Social"]; got {ignore!r}')
        found.append(Listed("", text, words))
    return found


def _total(numbers: Iterable[int]) -> int:
    total = 0
    for number in numbers:
        total += number
    return total


def _sentence_positions(documents: list[Words], n_tokens: int) -> list[float]:
    """Where each sentence with a word begins, as a share of the whole text; of very long texts none is told."""
    if n_tokens > 50_000:
        return []
    return [(words.first_token + begin) / n_tokens for words in documents for begin, _ in words.bounds()]
