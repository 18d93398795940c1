"""How a report was made: rule, version and seed in a paragraph, and the method of every table where readers unfold it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from newsstudy.errors import NewsstudyError
from newsstudy.keywords import table_method
from newsstudy.report._article import Article
from newsstudy.report._parts import Page, Part, Section, Words
from newsstudy.text.markup import escaped


def method(article: Article, sections: Sequence[Section]) -> Section:
    """The section on how the report was made."""
    import newsstudy

    tables = {rows.name: rows for section in sections for rows in section.tables}
    return Section(
        "method",
        "How this was made",
        "",
        [
            Words(
                f"Made by newsstudy {newsstudy.__version__} with the seed {article.seed}. Words are cut by the rule "
                f"{article.tokens.rule}, sentences by {article.tokens.sentence_rule}; where content words are spoken of, "
                f"left out: {article.left_out}. Intervals are of 95 % and come from drawing the sentences of this article "
                f"again; p values compare with the same words or sentences in random order. Every number "
                f"stands in one of {len(tables)} tables (CSV and Parquet) beside this page, each with its own method paragraph. "
                f"The same text gives the same bytes on every machine: the manifest beside this page has the digests, and "
                f"`newsstudy verify --rerun` makes everything again and compares. Sha256 of the text and its metadata: "
                f"{article.corpus.digest[:16]}."
            ),
            *_of_tables([(rows.heading, rows.table) for rows in tables.values()]),
        ],
    )


def _of_tables(tables: Sequence[tuple[str, pd.DataFrame]]) -> list[Part]:
    """One folded paragraph for each table."""
    found = []
    for heading, table in tables:
        try:
            said = table_method(table)._repr_html_()
        except NewsstudyError as error:
            said = f"<p>{escaped(str(error))}</p>"
        found.append(f"<details>\n<summary>Method: {escaped(heading)}</summary>\n{said}\n</details>\n")
    return [Page("".join(found))] if found else []
