"""The section on how the article is built: what is new where, what belongs together, and what is no part of the report."""

from __future__ import annotations

from newsstudy import figures
from newsstudy.article import boilerplate, new_words, sentence_similarity, text_segments
from newsstudy.keywords import profile
from newsstudy.report._article import Article, counted
from newsstudy.report._parts import Part, Picture, Rows, Section, Words


def built(article: Article) -> Section:
    """How the article is built."""
    section = Section(
        "built",
        "How it is built",
        "Each curve is drawn beside those of the same words in random order; within their band nothing needs explaining.",
    )

    def no_news() -> list[Part]:
        table = boilerplate(article.corpus)
        if not len(table):
            return [
                Words("No passage promotes an app or a newsletter by a published list."),
                Rows("boilerplate", "passages that are no news", table),
            ]
        first = table.iloc[0]
        return [
            Words(
                f"{counted(len(table), 'passage')} {'is' if len(table) == 1 else 'are'} no news but boilerplate: the "
                f"{first['unit']} that begins with sentence {int(first['sentence']) + 1} {first['reason']}. It is not left "
                "out; figures say where it stands."
            ),
            Rows("boilerplate", "passages that are no news", table),
        ]

    def vocabulary() -> list[Part]:
        table = new_words(article.tokens, rng=article.seed)
        return [
            Picture("new_words", figures.new_words(table, boilerplate=section.table("boilerplate"))),
            Rows("new_words", "different words by position", table),
        ]

    def turning() -> list[Part]:
        marks = section.table("boilerplate")
        segments = text_segments(article.tokens, rng=article.seed)
        alike = sentence_similarity(article.tokens, rng=article.seed)
        check = sentence_similarity(article.tokens, by="characters", rng=article.seed)
        return [
            Picture("text_segments", figures.text_segments(segments, boilerplate=marks)),
            Picture("sentence_similarity", figures.sentence_similarity(alike, check, segments)),
            Rows("text_segments", "where the text turns, and under how many settings", segments),
            Rows("sentence_similarity", "how alike each two sentences are, by words", alike),
            Rows("sentence_similarity_check", "the same by runs of four letters", check),
        ]

    def measured() -> list[Part]:
        table = profile(article.words_of(article.parts))
        return [
            Picture("profile", figures.profile(table), on_paper=False),
            Rows("profile", "length, variety and reading level of each part", table),
        ]

    section.add("Boilerplate", no_news)
    section.add("New words", vocabulary)
    section.add("Where the text turns", turning)
    section.add("Parts", measured)
    return section
