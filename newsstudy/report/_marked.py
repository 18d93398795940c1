"""The first section of a report: the text itself, with everything that the others found marked where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from newsstudy import figures
from newsstudy.article import annotated_html
from newsstudy.article import annotations as annotation_table
from newsstudy.report._article import N_KEYWORDS, Article
from newsstudy.report._parts import Page, Part, Picture, Rows, Section, Words

LONGEST = 4000  # words of a text that is printed whole


def marked(article: Article, others: Sequence[Section]) -> Section:
    """The annotated article: its words are those of the text, its marks those of the other sections."""
    found = {rows.name: rows.table for section in others for rows in section.tables}
    section = Section(
        "text",
        "The article and its marks",
        f"Every mark was made by a rule or a list and means no more than its legend says. Keywords are {_chosen(article)}.",
    )

    def make() -> list[Part]:
        table = annotation_table(
            article.corpus,
            keywords=article.keywords,
            actors=found.get("actor_mentions"),
            quotations=found.get("quotations"),
            hedges=found.get("hedges"),
            segmenter=article.segmenter,
        )
        rows = Rows("annotations", "every mark with its place in the text", table)
        page = Page(annotated_html(table, article.corpus, title="", level=3))
        if article.n_words > LONGEST:
            return [page, rows, Words(f"The text has more than {LONGEST:,} words; on paper it is left out, and the page has it.")]
        first = figures.annotations(table, title="")
        n_pages = first.record["options"]["pages"]
        pictures = [first, *(figures.annotations(table, page=number, title="") for number in range(2, n_pages + 1))]
        names = ["annotations", *(f"annotations_{number}" for number in range(2, n_pages + 1))]
        # The page has the text itself, which can be searched and read aloud; the pictures of it are for paper.
        return [page, *(Picture(name, one, on_screen=False) for name, one in zip(names, pictures, strict=True)), rows]

    section.add("The annotated article", make)
    return section


def _chosen(article: Article) -> str:
    if article.language == "en":
        return f"the {N_KEYWORDS} words that are most specific to this text beside general English"
    return (
        f"its {N_KEYWORDS} most frequent words, {article.left_out} left out; there is no list of general rates for its language"
    )
