"""The line above a document of Europresse: section, date, number of words and page in one, in several languages."""

from __future__ import annotations

import functools
import re

from newsstudy.corpus.readers import _vendor

LABELS = "europresse-labels-1"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_WORD = r"[^\W\d_]{3,12}\.?"
_DATES = (
    rf"[0-3]?[0-9](?:er|º|°|\.)?\s+(?:de\s+)?{_WORD}\s+(?:del?\s+)?{_YEAR}",
    rf"{_WORD}\s+[0-3]?[0-9],\s+{_YEAR}",
    rf"{_YEAR}-[01][0-9]-[0-3][0-9]",
)
_TIME = re.compile(r"\s*(?:[-,àa@]|at)?\s*([0-2]?[0-9])\s?[:h]\s?([0-5][0-9])(?![0-9])")


@functools.cache
def _date_pattern() -> re.Pattern[str]:
    weekdays = "|".join(sorted((re.escape(day) for day in _vendor.labels(LABELS)["weekdays"]), key=lambda day: (-len(day), day)))
    return re.compile(rf"(?<!\w)(?:(?:{weekdays}),?\s+)?(?:{'|'.join(_DATES)})(?![0-9])", re.IGNORECASE)


@functools.cache
def _page_pattern() -> re.Pattern[str]:
    marks = "|".join(sorted((re.escape(mark) for mark in _vendor.labels(LABELS)["page"]), key=lambda mark: (-len(mark), mark)))
    return re.compile(
        rf"(?:^|[,;\s])\s*(?:{marks})\s*([^\s,;][^,;]{{0,40}}(?:[,;-]\s*[0-9][^,;]{{0,10}}){{0,20}})\s*$", re.IGNORECASE
    )


@functools.cache
def _words_pattern() -> re.Pattern[str]:
    units = "|".join(sorted(_vendor.labels(LABELS)["words"]))
    return re.compile(rf"(?<![0-9])([0-9][0-9\s.,]{{0,9}})\s*(?:{units})\b", re.IGNORECASE)


def header(text: str | None) -> dict[str, str]:
    """Section, date, words and page of "Communication, mardi 14 mars 2006, 512 mots, p. 16"; any of them may lack."""
    if not text:
        return {}
    found: dict[str, str] = {}
    date = _date_pattern().search(text)
    before, after = (text[: date.start()], text[date.end() :]) if date else ("", text)
    if date:
        time = _TIME.match(after)
        found["date"] = date[0] + (f" {int(time[1]):02d}:{time[2]}" if time else "")
        after = after[time.end() :] if time else after
    words = _words_pattern().search(after)
    if words:
        found["words"] = words[1].strip()
        after = after[: words.start()] + after[words.end() :]
    page = _page_pattern().search(after)
    if page:
        found["page"] = page[1].strip()
        after = after[: page.start()]
    section = before.strip(" ,;-") or ("" if date else after.strip(" ,;-"))
    if section:
        found["section"] = section
    return found
