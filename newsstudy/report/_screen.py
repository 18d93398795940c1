"""A report on the screen: one HTML file with everything in it, for every reader, without a script and without a network."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import pandas as pd

from newsstudy.report._parts import Page, Picture, Rows, Section, Words
from newsstudy.text.markup import escaped

MOST_ROWS = 40  # of a table on the page; its file has all

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:1.7rem;margin:0 0 .5rem}h2{font-size:1.3rem;margin:2.5rem 0 .5rem;border-top:1px solid #ddd;padding-top:1rem}
figure{margin:1rem 0}figure img{max-width:100%;height:auto}
table.rows{border-collapse:collapse;font-size:.85rem}
table.rows th,table.rows td{text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0}
table.rows td.number{text-align:right;font-variant-numeric:tabular-nums}table.rows thead th{border-bottom:1px solid #9a9a9a}
.wide{overflow-x:auto}summary{cursor:pointer;margin:.5rem 0}footer{margin-top:3rem;color:#5a5a5a;font-size:.85rem}
@media print{details{display:none}h2{break-after:avoid}figure{break-inside:avoid}}
"""


def html_of(title: str, summary: str, sections: Sequence[Section], record: dict[str, Any], foot: str) -> str:
    """The report as one HTML page: what it says, a table of contents, and the sections."""
    contents = "".join(f'<li><a href="#{one.name}">{escaped(one.heading)}</a></li>\n' for one in sections)
    body = "".join(section_html(one) for one in sections)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f'<meta name="generator" content="newsstudy, {escaped(record["digest"])}"/>\n'
        f"<title>{escaped(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1><bdi>{escaped(title)}</bdi></h1>\n<p>{escaped(summary)}</p>\n</header>\n"
        f'<nav aria-label="Contents">\n<ol>\n{contents}</ol>\n</nav>\n<main>\n{body}</main>\n'
        f"<footer>\n<p>{escaped(foot)}</p>\n</footer>\n</body>\n</html>\n"
    )


def section_html(section: Section, *, heading: bool = True) -> str:
    """One section as a piece of HTML, for the page and for notebooks."""
    lead = f"<p>{escaped(section.lead)}</p>\n" if section.lead else ""
    parts = "".join(_part(part) for part in section.parts)
    if not heading:
        return f'<section aria-label="{escaped(section.heading)}">\n{lead}{parts}</section>\n'
    head = f'<h2 id="{section.name}">{escaped(section.heading)}</h2>\n'
    return f'<section aria-labelledby="{section.name}">\n{head}{lead}{parts}</section>\n'


def _part(part: Any) -> str:
    if isinstance(part, Words):
        return f"<p>{escaped(part.text)}</p>\n"
    if isinstance(part, Page):
        return part.html
    if isinstance(part, Picture):
        return _picture(part) if part.on_screen else ""
    return _rows(part)


def _picture(part: Picture) -> str:
    """The figure as an image of its own, so that the ids of two figures cannot meet; its words for who does not see it."""
    # The caption is drawn as outlines, so the same words stand here as text.
    said = " ".join(text.get_text() for text in part.figure.texts)
    image = base64.b64encode(part.svg()).decode("ascii")
    millimetres = part.figure.get_figwidth() * 25.4
    look = f'style="width:{millimetres * 1.35 / 10:.2f}cm"'  # a screen is read from further away than paper
    source = f'src="data:image/svg+xml;base64,{image}"'
    return f'<figure id="{escaped(part.name)}">\n<img alt="{escaped(said)}" {look} {source}/>\n</figure>\n'


def _rows(part: Rows) -> str:
    """The first rows of a table, folded, and the name of the file that has all."""
    names = [name for name in (part.columns or tuple(part.table.columns)) if name in part.table.columns]
    shown = part.table[names].head(MOST_ROWS)
    heads = "".join(f'<th scope="col">{escaped(name.replace("_", " "))}</th>' for name in names)
    body = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>\n" for row in shown.itertuples(index=False))
    n_rows = len(part.table)
    some = f"the first {MOST_ROWS} of {n_rows:,} rows" if n_rows > MOST_ROWS else f"{n_rows:,} row{'' if n_rows == 1 else 's'}"
    return (
        f"<details>\n<summary>Table: {escaped(part.heading)} ({some}; whole in {escaped(part.name)}.csv)</summary>\n"
        f'<div class="wide"><table class="rows">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n'
        "</details>\n"
    )


def _cell(value: Any) -> str:
    if not isinstance(value, str) and pd.isna(value):
        return "<td></td>"
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        return f"<td><bdi>{escaped(str(value))}</bdi></td>"
    number = float(value)
    text = f"{int(number):,}" if number.is_integer() else f"{number:.4g}"
    return f'<td class="number">{text.replace("-", "−")}</td>'
