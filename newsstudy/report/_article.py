"""The article that a report is about: its text as one document, in parts, in words, and what the reader said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from newsstudy.article import actor_mentions
from newsstudy.article._passages import unsegmented
from newsstudy.corpus import Corpus, read_corpus
from newsstudy.errors import InputError
from newsstudy.keywords import extract_keywords, general_english
from newsstudy.text.function_words import function_words
from newsstudy.text.language import likely_language
from newsstudy.tokens import Tokens

RULE = "news-en-1"
N_KEYWORDS = 10
FEWEST_PARTS = 3  # paragraphs; a text of fewer is looked at by sentences
_SHORT = re.compile("^.{1,3}$")  # what is left out as function words where there is no list of them
_SHORT_WORDS_SAY_LITTLE = {"da", "de", "es", "fi", "fr", "it", "nl", "no", "nb", "pl", "pt", "ru", "sv", "uk"}


@dataclass(frozen=True)
class Article:
    """One document with what the reader knows of it; everything else is worked out once, when it is asked for."""

    corpus: Corpus
    language: str
    aliases: Mapping[str, Any] | None
    antecedents: Any
    segmenter: Callable[[str], Sequence[str]] | None
    other: Corpus | None
    seed: int

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the whole text."""
        return self.words_of(self.corpus)

    @cached_property
    def paragraphs(self) -> Corpus:
        """The text by paragraphs."""
        return self.corpus.split("paragraph")

    @cached_property
    def sentences(self) -> Corpus:
        """The text by sentences."""
        return self.corpus.split("sentence")

    @property
    def parts(self) -> Corpus:
        """Paragraphs; sentences where there are too few of them."""
        return self.paragraphs if len(self.paragraphs) >= FEWEST_PARTS else self.sentences

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Where somebody is named: the table of actor_mentions."""
        return actor_mentions(self.corpus, aliases=self.aliases, antecedents=self.antecedents)

    @cached_property
    def keywords(self) -> pd.DataFrame | list[str]:
        """The words that stand for the text: a table of terms, or a list where there are no general rates."""
        words = self.content_of(self.corpus)
        if self.language == "en":
            return extract_keywords(words, method="specificity", reference=general_english()).head(N_KEYWORDS)
        return [term for term, _ in words.count().top(N_KEYWORDS)]

    @cached_property
    def content(self) -> Tokens:
        """The words of the parts without function words."""
        return self.content_of(self.parts)

    def words_of(self, corpus: Corpus) -> Tokens:
        """All words of `corpus`."""
        words: Tokens = corpus.tokenize(RULE, segmenter=self.segmenter)
        return words

    def content_of(self, corpus: Corpus) -> Tokens:
        """The words of `corpus` without function words, as far as the language lets us tell them: see `left_out`."""
        words = self.words_of(corpus)
        if self.language == "en":
            return words.drop("function words")
        return words.drop(_SHORT) if self.language in _SHORT_WORDS_SAY_LITTLE else words

    @property
    def stop_words(self) -> str | list[str]:
        """The same for functions that take a list of words to pass over."""
        if self.language == "en":
            return "function words"
        if self.language not in _SHORT_WORDS_SAY_LITTLE:
            return []
        return [term for term in self.tokens.vocabulary if _SHORT.match(term)]

    @property
    def left_out(self) -> str:
        """What `content_of` leaves out, for readers."""
        if self.language == "en":
            return f"the {len(function_words('en')):,} function words of English"
        return "words of one to three letters" if self.language in _SHORT_WORDS_SAY_LITTLE else "nothing"

    @property
    def n_words(self) -> int:
        """Words with a letter or a digit in them."""
        return int(self.tokens.n_tokens)

    @property
    def unspaced(self) -> bool:
        """Whether the text is written without spaces and no segmenter was given, so that its words cannot be told."""
        return unsegmented(self.tokens)


def article_of(given: Any, *, language: Any, aliases: Any, antecedents: Any, segmenter: Any, other: Any, seed: int) -> Article:
    """The one document that was given, as a path or a corpus."""
    corpus = _one(given, "article_report")
    second = None if other is None else _one(other, "article_report, other")
    article = Article(corpus, _language(corpus, language), aliases, antecedents, segmenter, second, seed)
    if aliases is not None or antecedents is not None:
        _ = article.mentions  # here, so that what the reader got wrong is an error, and no sentence in the report
    return article


def _one(given: Any, caller: str) -> Corpus:
    corpus = given if isinstance(given, Corpus) else read_corpus(given)
    if len(corpus) == 1:
        return corpus
    if len(corpus) == 0:
        reasons = corpus.ledger.table["reason"].tolist()
        why = f" ({reasons[-1]})" if reasons else ""
        raise InputError(f"{caller}: there is no article in what was given{why}; name a file with one article")
    raise InputError(
        f"{caller}: a report is about one article, and there are {len(corpus):,}. Choose one, such as "
        f"corpus.where({{'id': {corpus.ids[0]!r}}}); for many articles use ns.keyness, ns.LDA and the other verbs"
    )


def _language(corpus: Corpus, language: Any) -> str:
    """As said, else as the corpus has it, else as the text looks; '' where nothing tells."""
    if language is not None:
        if not isinstance(language, str) or not re.fullmatch("[a-z]{2,3}", language):
            raise InputError(f"article_report: language is an ISO 639 code such as 'en'; got {language!r}")
        return language
    known = corpus.columns("language").to_pylist()[0]["language"]
    return str(known) if known else (likely_language(corpus.texts[0]) or "")


def counted(number: int, thing: str) -> str:
    """ "1 sentence", "22 sentences"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
