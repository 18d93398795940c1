"""A concordance as HTML: one line a match, the word in the middle, readable for everybody and without a script."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsstudy.keywords._inputs import checked_whole
from newsstudy.schemas import KWIC
from newsstudy.text.direction import is_right_to_left
from newsstudy.text.markup import escaped

_GRID = "display:grid;grid-template-columns:minmax(0,1fr) auto minmax(0,1fr);column-gap:0.5em;align-items:baseline"
_CELL = "text-align:left;vertical-align:baseline;padding:0.15em 1em 0.15em 0"
_LINE = "width:100%;padding:0.15em 0"


def kwic_html(table: pd.DataFrame, *, n: int | None = 100, title: str | None = None) -> str:
    """The lines of a concordance as a piece of HTML, for notebooks and pages.

    The match stands in the middle of its line; without styles, and to a screen reader, each line reads as running text with
    the match marked. Lines written from right to left run from right to left. All text is escaped; there is no script,
    nothing is fetched, and the styles concern this table only.

    Parameters
    ----------
    table : DataFrame, schema KWIC
        As `ns.kwic` gives it, with any further columns, which stand beside the lines.
    n : int or None
        How many lines, the first ones; None for all.
    title : str, optional
        Stands above the lines; by default the pattern and how many matches there are.

    Returns
    -------
    str

    Raises
    ------
    SchemaError
        `table` is no KWIC table.

    Examples
    --------
    >>> import newsstudy as ns
    >>> page = ns.kwic_html(ns.kwic(ns.sample_article().tokenize(), "Kremlin", window=2))
    >>> "<bdi>from the</bdi>" in page, "<mark" in page
    (True, True)
    """
    record = KWIC.check(table)
    rows = table if n is None else table.head(checked_whole(n, "kwic_html: n", 1))
    beside = ["document", *(str(name) for name in table.columns if name not in KWIC.names)]
    if record["settings"].get("n_documents") == 1 or rows["document"].nunique() == 1:
        beside = beside[1:]  # a column that says the same in every line says nothing
    heads = "".join(f'<th scope="col" style="{_CELL}">{escaped(name)}</th>' for name in beside)
    cells = [[_shown(value) for value in rows[name].tolist()] for name in beside]
    lines = [_line(*parts) for parts in zip(rows["left"], rows["node"], rows["right"], strict=True)]
    body = "".join(_row([column[place] for column in cells], line) for place, line in enumerate(lines))
    caption = escaped(_title(record, len(rows)) if title is None else title)
    return (
        '<table class="newsstudy-kwic" style="border-collapse:collapse;width:100%">\n'
        f'<caption style="text-align:left;padding-bottom:0.4em">{caption}</caption>\n'
        f'<thead><tr>{heads}<th scope="col" style="{_LINE};text-align:center">line</th></tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>\n"
    )


def _row(beside: list[str], line: str) -> str:
    first = "".join(f'<th scope="row" style="{_CELL};font-weight:normal">{cell}</th>' for cell in beside[:1])
    others = "".join(f'<td style="{_CELL}">{cell}</td>' for cell in beside[1:])
    return f"<tr>{first}{others}{line}</tr>\n"


def _line(left: str, node: str, right: str) -> str:
    """The cell of one line. Its parts come in the order of reading; the grid puts them in their places."""
    direction = "rtl" if is_right_to_left(left, node, right) else "ltr"
    return (
        f'<td dir="{direction}" style="{_LINE}"><div style="{_GRID}">'
        f'<span style="text-align:end"><bdi>{escaped(left)}</bdi></span> '
        f'<mark style="font-weight:bold"><bdi>{escaped(node)}</bdi></mark> '
        f'<span style="text-align:start"><bdi>{escaped(right)}</bdi></span></div></td>'
    )


def _title(record: dict[str, Any], n_shown: int) -> str:
    """ "Putin, Trump: 20 of 1,204 matches"."""
    settings = record["settings"]
    pattern = settings.get("pattern", "")
    name = pattern if isinstance(pattern, str) else ", ".join(pattern)
    n_matches = settings.get("n_matches", n_shown)
    some = f"{n_shown:,} of " if n_shown < n_matches else ""
    return f"{name}: {some}{n_matches:,} match{'' if n_matches == 1 else 'es'}"


def _shown(value: Any) -> str:
    return "" if pd.isna(value) else escaped(value)
