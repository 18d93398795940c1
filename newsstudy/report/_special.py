"""The section on what is special about the article: beside general English, by several methods, and beside another article."""

from __future__ import annotations

from newsstudy import figures
from newsstudy.article import aligned_sentences
from newsstudy.keywords import compare_articles, general_english, keyness, method_agreement
from newsstudy.report._article import Article
from newsstudy.report._parts import Part, Picture, Rows, Section, Words


def special(article: Article) -> Section:
    """What is special about the article."""
    section = Section(
        "special",
        "What is special about it",
        "A keyword is a word that is more frequent here than elsewhere, or that a method puts first; whether the methods agree "
        "says how far to trust their lists. For keyness the article is the target, and its sentences are the documents.",
    )

    def beside_english() -> list[Part]:
        if article.language != "en":
            return [
                Words(
                    "The list of general rates that comes with newsstudy is one of English; for other languages give "
                    "ns.keyness a ReferenceList or a corpus of your own."
                )
            ]
        table = keyness(article.words_of(article.sentences).count(), None, general_english(), rng=article.seed)
        return [
            Picture("keyness", figures.keyness(table, n=16)),
            Rows("keyness", "words beside general English, intervals from drawing sentences again", table),
        ]

    def agreement() -> list[Part]:
        reference = general_english() if article.language == "en" else None
        table = method_agreement(article.tokens, reference=reference, stop_words=article.stop_words, rng=article.seed)
        return [
            Picture("method_agreement", figures.method_agreement(table)),
            Rows("method_agreement", "how far methods of keyword extraction agree", table),
        ]

    def beside_another() -> list[Part]:
        if article.other is None:
            return []
        first, second = article.words_of(article.corpus), article.words_of(article.other)
        table = compare_articles(first, second, stop_words=article.stop_words, rng=article.seed)
        pairs = aligned_sentences(first, second, rng=article.seed)
        return [
            Picture("compare_articles", figures.compare_articles(table)),
            Picture("aligned_sentences", figures.aligned_sentences(pairs)),
            Rows("compare_articles", "words of this article and of the other", table),
            Rows("aligned_sentences", "sentences of both that tell the same", pairs),
        ]

    section.add("Keywords", beside_english)
    section.add("Agreement of methods", agreement)
    section.add("Beside the other article", beside_another)
    return section
