"""The section on what the article cannot tell: the same questions put to shuffled text, and how many words would be needed."""

from __future__ import annotations

from newsstudy import figures
from newsstudy.keywords import words_needed
from newsstudy.report._article import Article
from newsstudy.report._parts import Part, Picture, Rows, Section
from newsstudy.report._shuffled_baseline import shuffled_baseline

MOST_FOR_TOPICS = 6000  # words; a longer text is fitted for minutes, and is a corpus


def limits(article: Article) -> Section:
    """What the article cannot tell."""
    section = Section(
        "limits",
        "What it cannot tell",
        "A method finds something in any text. What the same words in random order show as well is no finding about it.",
    )
    for what, name in (("topics", "topics"), ("dispersion", "spread of words"), ("collocations", "pairs of words")):
        if what == "topics" and article.n_words > MOST_FOR_TOPICS:
            continue

        def beside_shuffled(what: str = what, name: str = name) -> list[Part]:
            table = shuffled_baseline(article.content, what, rng=article.seed)
            return [
                Picture(f"shuffled_{what}", figures.shuffled_baseline(table, n=12)),
                Rows(f"shuffled_{what}", f"{name}, beside those of shuffled text", table),
            ]

        section.add(name.capitalize(), beside_shuffled)

    def needed() -> list[Part]:
        table = words_needed(article.tokens, stop_words=article.stop_words, rng=article.seed)
        return [
            Picture("words_needed", figures.words_needed(table, n=10)),
            Rows("words_needed", "how many words would be needed", table),
        ]

    section.add("Words needed", needed)
    return section
