"""The section on how the article is built: what is new where, what belongs together, and what is no part of the report."""

from __future__ import annotations

from newsstudy import figures
from newsstudy.article import (
    boilerplate,
    keyword_positions,
    moving_diversity,
    new_words,
    sentence_lengths,
    sentence_similarity,
    text_segments,
    without_boilerplate,
)
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
        marks = section.table("boilerplate")
        table = new_words(article.tokens, rng=article.seed)
        parts: list[Part] = [
            Picture("new_words", figures.new_words(table, boilerplate=marks)),
            Rows("new_words", "different words by position", table),
        ]
        if marks is not None and len(marks):
            alone = new_words(article.words_of(without_boilerplate(article.corpus, marks)), rng=article.seed)
            title = "Where new words come, without the boilerplate"
            parts += [
                Picture("new_words_without", figures.new_words(alone, title=title), on_paper=False),
                Rows("new_words_without", "the same without the boilerplate", alone),
            ]
        return parts

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

    def early() -> list[Part]:
        found = article.keywords
        terms = found if isinstance(found, list) else [str(term) for term in found["term"].tolist()]
        table = keyword_positions(article.tokens, terms, rng=article.seed)
        return [
            Picture("keyword_positions", figures.keyword_positions(table, n=10)),
            Rows("keyword_positions", "whether keywords stand early", table),
        ]

    def varied() -> list[Part]:
        marks = section.table("boilerplate")
        moving = moving_diversity(article.tokens, rng=article.seed)
        lengths = sentence_lengths(article.tokens, rng=article.seed)
        return [
            Picture("moving_diversity", figures.moving_diversity(moving, boilerplate=marks), on_paper=False),
            Picture("sentence_lengths", figures.sentence_lengths(lengths, boilerplate=marks)),
            Rows("moving_diversity", "variety and density along the text", moving),
            Rows("sentence_lengths", "how long the sentences are", lengths),
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
    section.add("Keywords in their places", early)
    section.add("Variety and length", varied)
    section.add("Parts", measured)
    return section
