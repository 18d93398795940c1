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

    def quoted() -> list[Part]:
        table = quotations(
            article.corpus, speakers=article.aliases, language=article.language or None, segmenter=article.segmenter
        )
        shares = quoted_share(table, article.corpus, segmenter=article.segmenter, rng=article.seed)
        return [
            Picture("quotations", figures.quotations(table)),
            Picture("quoted_share", figures.quoted_share(shares)),
            Rows("quotations", "quotations and reported speech", table),
            Rows("quoted_share", "whose words fill how much of the text", shares),
        ]

    def hedged() -> list[Part]:
        table = hedges(article.corpus, language=article.language or None, segmenter=article.segmenter)
        rates = hedge_rates(table)
        return [
            Picture("hedges", figures.hedges(table)),
            Picture("hedge_rates", figures.hedge_rates(rates)),
            Rows("hedges", "hedges and attributions with their places", table),
            Rows("hedge_rates", "how often the text hedges", rates),
        ]

    section.add("Quotations", quoted)
    section.add("Hedges", hedged)
    return section
