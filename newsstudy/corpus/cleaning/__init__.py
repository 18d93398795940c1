"""Cleaning: named, versioned steps, each explained in one line, each kept as edits that can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from newsstudy.corpus.cleaning import encoding, layout, lines, markup, recurring, wire
from newsstudy.corpus.cleaning.step import Step, own_step
from newsstudy.errors import InputError
from newsstudy.schemas.corpus import CLEANING_STEPS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STEPS", "Step", "chosen", "cleaning_step", "cleaning_steps"]

_WRAP = {"width": None, "min_share": 0.6}
_BOILERPLATE = {"min_documents": 5, "min_share": 0.01, "min_characters": 12, "fold_digits": False}

# In the order in which they are best applied: encodings before words, words before lines, lines before blanks.
STEPS = (
    Step("fix_mojibake", 1, "undoes a wrong decoding (“cafÃ©” for “café”) by ftfy; quotation marks keep their form",
         encoding.fix_mojibake, needs="ftfy"),
    Step("html_leftovers", 1, "takes out tags, comments and scripts, and writes entities (&nbsp; &#39;) as characters",
         markup.html_leftovers),
    Step("control_characters", 1, "takes out characters that cannot be seen: controls, byte order marks, marks of direction",
         encoding.control_characters),
    Step("ligatures", 1, "writes the ligatures of typesetters as letters (ﬁ as fi)", encoding.ligatures),
    Step("hyphenation", 1, "joins words that were broken at the end of a line, and takes out soft hyphens", layout.hyphenation),
    Step("unwrap_lines", 1, "joins lines that were broken to fit a width, where most lines of the text were",
         layout.unwrap_lines, _WRAP, _WRAP, check=layout.check_unwrap),
    Step("agency_slug", 1, "takes out an agency's dateline at the head: “LONDON, March 3 (Reuters) - ”", wire.agency_slug),
    Step("dateline", 1, "takes out a place in capitals and a dash at the head: “KYIV, Ukraine — ”", wire.dateline),
    Step("byline", 1, "takes out a line near the head that only names the authors: “By Ann Smith and Bo Lee”", wire.byline),
    Step("agency_credit", 1, "takes out who reported, wrote and edited, and agencies' marks, at the end: “(Editing by Bo Lee)”",
         wire.agency_credit),
    Step("captions", 1, "takes out lines that are captions or credits of pictures: “Photo: …”, “… REUTERS/Name”", lines.captions),
    Step("correction_notice", 1, "takes out what the outlet says of its own changes: “An earlier version of this article …”",
         lines.correction_notice),
    Step("promotion", 1, "takes out lines that promote something else: “Read more: …”, “Follow us on …”, “Advertisement”",
         lines.promotion),
    Step("subscription_notice", 1, "takes out lines of paywalls and newsletters: “Sign up for …”, “Already a subscriber?”",
         lines.subscription_notice),
    Step("copyright_notice", 1, "takes out lines about rights: “© 2019 …”, “All rights reserved”", lines.copyright_notice),
    Step("boilerplate", 1, "takes out lines that recur in many documents of one source (texts that are copies count once)",
         recurring.edits, _BOILERPLATE, _BOILERPLATE, recurring.survey, recurring.check),
    Step("web_addresses", 1, "takes out addresses of web pages and e-mail", markup.web_addresses),
    Step("blanks", 1, "leaves one blank between words, one or two line feeds between lines, none at the ends", layout.blanks),
)  # fmt: skip
_BY_NAME = {step.name: step for step in STEPS}


def cleaning_steps() -> pd.DataFrame:
    """Every step of cleaning that there is, in the order in which they are best applied (schemas.CLEANING_STEPS).

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.cleaning_steps()["step"].tolist()[:3]
    ['fix_mojibake', 'html_leftovers', 'control_characters']
    """
    rows = [
        (
            step.name,
            step.version,
            step.explanation,
            ", ".join(f"{name}={value!r}" for name, value in step.defaults.items()),
            step.looks_at_all,
            step.needs,
        )
        for step in STEPS
    ]
    return CLEANING_STEPS.table(dict(zip(CLEANING_STEPS.names, map(list, zip(*rows, strict=True)), strict=True)), {})


def cleaning_step(
    step: Any, *, name: str | None = None, version: int | None = None, explanation: str | None = None, **options: Any
) -> Step:
    """A step of cleaning with options of your choice, or one of your own.

    Parameters
    ----------
    step : str or callable
        A name from `ns.cleaning_steps()`; or a function that takes a text and gives its edits in code points, as
        (start, stop, what stands there afterwards), ascending and not overlapping.
    name, version, explanation : str, int, str
        Of a step of your own: what results call it, its number (1 where it is left out), and one line that says what it
        does (the first line of the function's docstring where it is left out).
    **options
        The step's options; `ns.cleaning_steps()` lists them. Those of your own function are its keywords with a default.

    Raises
    ------
    InputError
        No such step or option, or a value that means nothing.

    Examples
    --------
    >>> import re
    >>> import newsstudy as ns
    >>> def drop_tickers(text):
    ...     "Takes out ticker symbols such as (NYSE: IBM)."
    ...     return [(found.start(), found.end(), "") for found in re.finditer(r" [(][A-Z]+: [A-Z]+[)]", text)]
    >>> step = ns.cleaning_step(drop_tickers, name="drop_tickers")
    >>> ns.corpus_from(["Big Blue (NYSE: IBM) rose."]).clean([step, "blanks"]).texts
    ['Big Blue rose.']
    >>> ns.cleaning_step("boilerplate", min_documents=20).label
    'boilerplate-1(min_documents=20)'
    """
    if callable(step):
        return own_step(step, name, 1 if version is None else version, explanation, options)
    if name is not None or version is not None or explanation is not None:
        raise InputError("name, version and explanation belong to a step of your own, which is a function; leave them out")
    return _known(step).with_options(options)


def chosen(steps: Any) -> list[Step]:
    """The steps that a user named, one or several."""
    listed = [steps] if isinstance(steps, str | Step) else steps
    if isinstance(listed, bytes | set | frozenset) or not isinstance(listed, Iterable):
        raise InputError(f"clean takes a list of steps, in the order in which they work; got {steps!r}")
    return [step if isinstance(step, Step) else _known(step) for step in listed]


def _known(name: Any) -> Step:
    if not isinstance(name, str) or name not in _BY_NAME:
        raise InputError(f"there is no cleaning step {name!r}; ns.cleaning_steps() lists them: {', '.join(_BY_NAME)}")
    return _BY_NAME[name]
