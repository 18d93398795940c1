"""What can one article tell? All that the parts of newsstudy find in it, section by section, with what cannot be told."""

from __future__ import annotations

import pathlib
from typing import Any

from newsstudy.given import whole
from newsstudy.report._article import Article, article_of, counted
from newsstudy.report._built import built
from newsstudy.report._limits import limits
from newsstudy.report._marked import marked
from newsstudy.report._method import method
from newsstudy.report._parts import Section, Words
from newsstudy.report._said import said
from newsstudy.report._special import special
from newsstudy.report._who import who
from newsstudy.report.report import Report


def article_report(
    article: Any,
    *,
    aliases: Any = None,
    antecedents: Any = None,
    other: Any = None,
    language: Any = None,
    segmenter: Any = None,
    seed: Any = 0,
) -> Report:
    """What can this article tell, how surely, and what can it not?

    The text with its marks; who is in it and who says what; how it is built; what is special about it; and the same asked of
    shuffled text. Each answer has its uncertainty, and where a question has no answer for this text a sentence says why.

    Parameters
    ----------
    article : path or Corpus
        One article. For a text at hand: ``ns.corpus_from([text])``.
    aliases : dict, optional
        Names of the same actor, ``{"Putin": ["Vladimir Putin", "Putin"]}``, as `ns.actors` takes them. Without, every form
        counts by itself, and the report suggests which may belong together.
    antecedents : optional
        What pronouns stand for, listed by hand, as `ns.actors` takes it.
    other : path or Corpus, optional
        A second article to compare with.
    language : str, optional
        ISO 639 code; by default as the corpus says, else as the text looks.
    segmenter : callable, optional
        Gives the words of a text that is written without spaces, as `Corpus.tokenize` takes it.
    seed : int
        Of all draws.

    Returns
    -------
    Report
        `.save(study)` writes tables, figures and the pages ``report.html`` and ``report.pdf``; `.tables` and `.figures` hold
        them by name.

    Raises
    ------
    InputError
        No article was given, or several.

    Examples
    --------
    >>> import newsstudy as ns
    >>> report = ns.article_report(ns.corpus_from(["Snow fell on Oslo. It was the first of the year."]))
    >>> report.sections[0].heading
    'The article and its marks'
    """
    given = {"aliases": aliases, "antecedents": antecedents, "segmenter": segmenter, "other": other}
    one = article_of(article, language=language, seed=whole(seed, "article_report: seed", 0), **given)
    settings = {"corpus": one.corpus.digest, "language": one.language, "seed": one.seed}
    if one.n_words == 0 or one.unspaced:
        return Report(_title(one), _summary(one), [Section("nothing", "Nothing to tell", "", [Words(_nothing(one))])], settings)
    people, voices = who(one), said(one)
    sections = [marked(one, [people, voices]), people, voices, built(one), special(one), limits(one)]
    return Report(_title(one), _summary(one), [*sections, method(one, sections)], settings)


def _title(one: Article) -> str:
    row = one.corpus.columns("title", "file").to_pylist()[0]
    name = row["title"] or pathlib.PurePosixPath(row["file"] or "").stem or one.corpus.ids[0]
    return f"What one article can tell: {name}"


def _summary(one: Article) -> str:
    row = one.corpus.columns("source", "date", "file").to_pylist()[0]
    where = ", ".join(str(row[name]) for name in ("source", "date", "file") if row[name])
    sizes = ", ".join(
        (
            counted(one.n_words, "word"),
            counted(len(one.sentences), "sentence"),
            counted(len(one.paragraphs), "paragraph"),
        )
    )
    read = f"Read: {where}; " if where else "Read: "
    return f"{read}{sizes}; language {one.language or 'unknown'}. Words are cut by the rule {one.tokens.rule}."


def _nothing(one: Article) -> str:
    if one.unspaced:
        return (
            f"The text is in {one.language}, which is written without spaces, and nothing was given that tells its words apart. "
            "Give a segmenter: ns.article_report(article, segmenter=jieba.lcut), or --segmenter jieba:lcut in the shell."
        )
    return "The text has no words: it is empty, or holds signs only. There is nothing to count, mark or compare."
