"""The section on who says what: quotations and reported speech, whose words fill the text, and where it hedges."""

from __future__ import annotations

from newsstudy import figures
from newsstudy.article import hedge_rates, hedges, quotations, quoted_share
from newsstudy.report._article import Article
from newsstudy.report._parts import Part, Picture, Rows, Section


def said(article: Article) -> Section:
    """Who says what in the article."""
    section = Section(
        "said",
        "Who says what",
        "Quotation marks are paired; speakers and verbs are looked for by rule in the same sentence, and pronouns are "
        "not resolved. Hedges and attributions are those of a published list: a word of it is a place to look at, no verdict.",
    )

    def along_the_text() -> list[Part]:
        spoken = quotations(
            article.corpus, speakers=article.aliases, language=article.language or None, segmenter=article.segmenter
        )
        held_back = hedges(article.corpus, language=article.language or None, segmenter=article.segmenter)
        return [
            Picture("quotations", figures.quotations(spoken)),
            Rows("quotations", "quotations and reported speech", spoken),
            Picture("hedges", figures.hedges(held_back)),
            Rows("hedges", "hedges and attributions with their places", held_back),
        ]

    def in_all() -> list[Part]:
        shares = quoted_share(section.table("quotations"), article.corpus, segmenter=article.segmenter, rng=article.seed)
        rates = hedge_rates(section.table("hedges"))
        return [
            Picture("quoted_share", figures.quoted_share(shares)),
            Rows("quoted_share", "whose words fill how much of the text", shares),
            Picture("hedge_rates", figures.hedge_rates(rates)),
            Rows("hedge_rates", "how often the text hedges", rates),
        ]

    section.add("Quotations and hedges", along_the_text)
    if section.tables:
        section.add("Their share", in_all)
    return section
