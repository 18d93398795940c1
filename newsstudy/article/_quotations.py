"""Quotations: who says what, in quotation marks of any kind or as reported speech, with the place of every part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from newsstudy import schemas
from newsstudy.article._attribution import Attribution, attributed, last_sign
from newsstudy.article._frames import Written
from newsstudy.article._grammar import LISTS, REPORTED, grammar
from newsstudy.article._named import Names, named_nearby, names_of
from newsstudy.article._reported import heard, reported
from newsstudy.article._written import Document, checked_language, documents, record_of, tokens_of
from newsstudy.corpus import Corpus
from newsstudy.given import whole
from newsstudy.tokens._inputs import checked_corpus

Row = dict[str, Any]


def quotations(
    corpus: Corpus,
    *,
    speakers: Mapping[str, Any] | pd.DataFrame | None = None,
    language: str | None = None,
    scare_words: int = 5,
    segmenter: Callable[[str], Iterable[str]] | None = None,
    sentence_rule: str = "news-en-1",
) -> pd.DataFrame:
    """Who says what, and in which words?

    Quotation marks of all kinds are paired, also nested, over several paragraphs and in the manner of each language; a mark
    that lacks its other is reported. A quotation's speaker and verb are looked for by rule in its own sentence (she said: “…”;
    “…,” said the mayor; he called it “…”), or taken from the quotation that it continues. Words in marks that nobody is named
    for are scare quotes (irony, terms, titles) where they are few. Reported speech (she said that …) is looked for in English.

    Parameters
    ----------
    corpus : Corpus
        One article or several.
    speakers : dict or table, optional
        Names for speakers: ``{"Putin": ["Russian President Vladimir Putin", "Putin"]}``, or a table with the columns document,
        start, length and actor (such as `ns.actor_mentions` gives with hand-listed antecedents): the actor whose mention lies
        in the speaker's place. Where no list of verbs exists for the language, a form near the quotation, in its sentence,
        names its speaker, and the settings say so. Left out, speakers stand as printed, and pronouns are not resolved.
    language : str, optional
        The language of documents whose language the corpus does not know; left out, the list whose closed words (articles,
        prepositions …) fill most of the text, if they fill a tenth.
    scare_words : int
        Words in marks that nobody is named for are scare quotes up to this number of words; longer ones are direct quotations
        without a speaker.
    segmenter : callable, optional
        Cuts words where no blanks do, as in `Corpus.tokenize`; it changes the numbers of words.
    sentence_rule : "news-en-1" or "unicode-1"

    Returns
    -------
    DataFrame, schema QUOTATIONS
        One row a quotation, in order of the text, outer before inner. `start` and `length` are bytes of UTF-8 within the
        document's text and include the marks. The settings count what is balanced and what is not, and say which list of verbs
        was used for how many documents.

    Raises
    ------
    InputError
        For something that is no corpus, or names that are neither a dict of forms nor such a table.

    Notes
    -----
    Rules, not a trained model: docs/article/voices.md says what they find and miss, with precision and recall on articles read
    by hand. Verbs: `newsstudy/data/reporting-verbs-en-1.json`, -de-1, -fr-1, each with its source.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.quotations(ns.sample_article())
    >>> table.loc[table.kind == "direct", ["speaker", "verb", "text"]].iloc[1].tolist()
    ['Putin', 'indicating', '“will have to respond”']
    """
    corpus = checked_corpus(corpus, "quotations")
    most = whole(scare_words, "quotations: scare_words", 0)
    names = names_of(speakers)
    spoken = checked_language(language)
    tokens = tokens_of(corpus, segmenter, sentence_rule)
    rows: list[Row] = []
    lists: dict[str, int] = {}
    silent = 0
    for document in documents(corpus, tokens, spoken):
        known = document.language in LISTS
        used = grammar(document.language).name if known else "no list"
        lists[used] = lists.get(used, 0) + 1
        found = _rows(document, names, most)
        silent += 0 if known else len(found)
        rows += found
    columns = {name: [row[name] for row in rows] for name in schemas.QUOTATIONS.names}
    settings = {
        **record_of(tokens, corpus),
        "verbs": lists,
        "scare_words": most,
        "n_unbalanced": len([row for row in rows if not row["balanced"]]),
        "speakers": names.recorded,
        "document_starts": corpus.utf8()[1].tolist(),
    }
    missing = {}
    if silent:
        near = "the name from `speakers` nearest in the sentence was taken" if names.forms else "name them by speakers="
        missing["speaker"] = f"rows in texts of a language without a list of verbs: {silent}; {near}"
    if set(lists) - {grammar(one).name for one in REPORTED}:
        missing["reported"] = "reported speech is looked for in English texts only"
    return schemas.QUOTATIONS.table(columns, {**settings, "missing": missing})


def _rows(document: Document, names: Names, scare_words: int) -> list[Row]:
    written = document.written
    words = grammar(document.language)
    given: dict[int, Attribution] = attributed(written, words, heard) if document.language in LISTS else {}
    rows = [_direct(document, number, given.get(number), names, scare_words) for number in range(len(written.pairs))]
    rows = [row for row in rows if row["n_words"] or not row["balanced"]]
    if document.language in REPORTED:
        taken = {one.verb_start for one in given.values() if one.position != "continued"}
        for clause in reported(written, words, taken):
            row = _row(document, "reported", clause.start, clause.end, clause.attribution, names)
            rows.append(row | {"marks": None, "balanced": True, "n_paragraphs": 1})
    rows.sort(key=lambda row: (row["start"], -row["length"], row["kind"]))
    _levels(rows)
    return rows


def _direct(document: Document, number: int, given: Attribution | None, names: Names, scare_words: int) -> Row:
    pair = document.written.pairs[number]
    row = _row(document, "direct", pair.start, pair.end, given, names)
    if given is None and document.language not in LISTS:
        row |= named_nearby(document, number, names)
    few = row["n_words"] <= scare_words and pair.balanced and pair.paragraphs == 1
    if row["speaker"] is None and few and not _is_sentence(document.written, number):
        row["kind"] = "scare"
    return row | {"marks": pair.opener + pair.closer, "balanced": pair.balanced, "n_paragraphs": pair.paragraphs}


def _is_sentence(written: Written, number: int) -> bool:
    """Whether the words in marks are a sentence by themselves: they begin one, and end with the mark of one."""
    pair = written.pairs[number]
    before = written.text[: pair.start].rstrip()
    ends = last_sign(written, number) in "?!.…。！？" and pair.end - pair.start > 2
    return ends and (not before or before[-1] in ".!?:…。！？：\n" or "\n" in written.text[len(before) : pair.start])


def _row(document: Document, kind: str, start: int, end: int, given: Attribution | None, names: Names) -> Row:
    first, length = document.span(start, end)
    row: Row = {
        "document": document.name,
        "document_number": document.number,
        "kind": kind,
        "sentence": document.sentence(first),
        "last_sentence": document.sentence(first + length - 1),
        "start": first,
        "length": length,
        "text": document.written.text[start:end],
        "n_words": document.words(first, length),
        "level": 1,
    }
    empty = ("speaker", "speaker_kind", "speaker_start", "speaker_length", "verb", "verb_start", "verb_length", "position")
    row |= dict.fromkeys(empty)
    if given is None:
        return row
    who = given.speaker
    row["speaker_start"], row["speaker_length"] = document.span(who.start, who.end)
    row["speaker"] = names.name(document.name, row["speaker_start"], row["speaker_length"], who.form) or who.form
    row["speaker_kind"] = who.how
    row["verb_start"], row["verb_length"] = document.span(given.verb_start, given.verb_end)
    row["verb"], row["position"] = given.verb, given.position
    return row


def _levels(rows: list[Row]) -> None:
    """How many rows each row stands in, and one more; rows come outer before inner."""
    around: list[int] = []
    for row in rows:
        while around and around[-1] < row["start"] + row["length"]:
            around.pop()
        around.append(row["start"] + row["length"])
        row["level"] = len(around)
