"""A concordance as LaTeX: a table for a paper, with the word in the middle and every sign of the texts escaped."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from newsstudy.errors import InputError
from newsstudy.keywords._inputs import checked_whole
from newsstudy.schemas import KWIC
from newsstudy.text.direction import is_right_to_left

# Signs that TeX takes for commands, and those that its old fonts print as others (< > | ") or join (-- `` '').
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",
    "`": r"\textasciigrave{}",
    "'": "'{}",
    "-": "-{}",
    ",": ",{}",
    "?": "?{}",
    "!": "!{}",
    "\u00a0": "~",
}
# Control characters, and marks that steer direction or stand for nothing: engines print them as errors or boxes.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
ELLIPSIS = "…"


def kwic_latex(
    table: pd.DataFrame, *, n: int = 25, characters: int = 45, caption: str | None = None, label: str | None = None
) -> str:
    r"""The lines of a concordance as a LaTeX table.

    A plain ``tabular``, within a ``table`` where there is a caption; it needs no package. Contexts are cut at words to the
    room of a line. Lines written from right to left stand with their beginning at the right; scripts other than Latin need
    LuaLaTeX or XeLaTeX with a font that has them.

    Parameters
    ----------
    table : DataFrame, schema KWIC
        As `ns.kwic` gives it; further columns stand before the lines.
    n : int
        How many lines, the first ones.
    characters : int
        Of each context at most so many; what is cut is marked by an ellipsis.
    caption, label : str, optional
        For ``\caption`` and ``\label``; the caption is text, and escaped.

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
    >>> lines = ns.kwic(ns.corpus_from(["Profits rose 5% at Smith & Co."]).tokenize(), "smith", window=2)
    >>> print(ns.kwic_latex(lines))
    \begin{tabular}{@{}r@{ }c@{ }l@{}}
    {5\% at} & \textbf{Smith} & {\& Co} \\
    \end{tabular}
    <BLANKLINE>
    """
    KWIC.check(table)
    rows = table.head(checked_whole(n, "kwic_latex: n", 1))
    room = checked_whole(characters, "kwic_latex: characters", 1)
    if label is not None and not re.fullmatch(r"[A-Za-z0-9:._+/-]+", str(label)):
        raise InputError(f"kwic_latex: a label holds letters, digits and : . _ + / - only; got {label!r}")
    about = [] if caption is None else [f"\\caption{{{escaped(_text(caption))}}}"]
    about += [] if label is None else [f"\\label{{{label}}}"]
    beside = [str(name) for name in table.columns if name not in KWIC.names]
    lines = []
    if beside:
        heads = " & ".join(f"{{{escaped(name)}}}" for name in beside)
        lines.append(f"{heads} & & & \\\\")
    for place in range(len(rows)):
        row = rows.iloc[place]
        cells = [f"{{{escaped('' if pd.isna(row[name]) else row[name])}}}" for name in beside]
        lines.append(" & ".join([*cells, *_context(row["left"], row["node"], row["right"], room)]) + " \\\\")
    columns = "l" * len(beside) + ("@{\\quad}" if beside else "@{}") + "r@{ }c@{ }l@{}"
    body = "\n".join([f"\\begin{{tabular}}{{{columns}}}", *lines, "\\end{tabular}"]) + "\n"
    if not about:
        return body
    return "\n".join(["\\begin{table}", "\\centering", "\\small", body.rstrip("\n"), *about, "\\end{table}"]) + "\n"


def _text(caption: Any) -> str:
    if not isinstance(caption, str):
        raise InputError(f"kwic_latex: a caption is a text; got {caption!r}")
    return caption


def _context(left: str, node: str, right: str, room: int) -> list[str]:
    """Three cells. Braces keep a cell that begins with [ or * from being an option of the line's end before it."""
    left, right = _cut(left, room, at_end=False), _cut(right, room, at_end=True)
    if is_right_to_left(left, node, right):
        left, right = right, left
    return [f"{{{escaped(left)}}}", f"\\textbf{{{escaped(node)}}}", f"{{{escaped(right)}}}"]


def _cut(text: str, room: int, *, at_end: bool) -> str:
    if len(text) <= room:
        return text
    words = text.split(" ")
    kept: list[str] = []
    used = 0
    for word in words if at_end else reversed(words):
        used += len(word) + 1
        if used > room:
            break
        kept.append(word)
    if not kept:  # one word longer than the room
        return text[: room - 1] + ELLIPSIS if at_end else ELLIPSIS + text[len(text) - room + 1 :]
    return " ".join([*kept, ELLIPSIS]) if at_end else " ".join([ELLIPSIS, *reversed(kept)])


def escaped(text: Any) -> str:
    """A text as LaTeX prints it: no sign of it is a command, and none is joined with its neighbour to another."""
    shown = " ".join(_UNSEEN.sub("", str(text)).split(" "))
    pieces = [_SIGNS.get(sign, sign) for sign in " ".join(shown.splitlines())]
    # The empty group is needed between two signs that would be joined, and nowhere else.
    return re.sub(r"([-,'?!])\{\}(?!\1\{\}|[`]|\\textasciigrave)", r"\1", "".join(pieces))
