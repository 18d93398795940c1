"""Steps that take out whole lines which are no part of the story: captions, corrections, promotion, subscriptions, copyright."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from newsstudy.corpus.cleaning.edit_map import Edit
from newsstudy.corpus.cleaning.paragraphs import Beginnings, without_lines
from newsstudy.text.data_files import read_json

LISTS = "cleaning-lines-1"
# No line longer than this is taken for what it begins like: a paragraph of the story may begin so too.
LONGEST = {
    "captions": 700,
    "correction_notice": 1500,
    "promotion": 200,
    "subscription_notice": 300,
    "copyright_notice": 600,
}
_CREDITED = re.compile(
    r"(?:\b(?:REUTERS|AP Photo|AFP|EPA|AP|Getty Images|Xinhua|dpa|PA)/"
    r"|\((?:Photo|Foto|Image|Picture|Bild)(?: by| credit| courtesy|:| von| de| di)"
    r"|(?:Photo(?:graph)?|Photo credit|Image|Picture|Illustration|Composite|Foto|Bild|Fotografía|Photographie) ?: )"
    r"[^\n/|()]{2,80}(?:/[^\n/|()]{2,60}){0,3}[)\].]?[ \t]*$"
)
_UPDATE_NOTE = re.compile(
    r"[ \t]*\((?:Corrects|Adds|Refiles|Recasts|Updates|Clarifies|Removes|Deletes|Fixes|Repeats|Rewrites|Changes)\b[^\n]*\)[ \t]*$"
)
_RIGHTS_YEAR = re.compile(
    r"[ \t]*(?:©|\([cC]\)|&copy;|[Cc]opyright|COPYRIGHT)[ ,]*(?:©|\([cC]\))?[ ,]*(?:by )?(?:\d{4}\b|[A-Z][^\n]{0,80}[ ,]\d{4}\b)"
)
_RIGHTS_WORDS = ("all rights reserved", "may not be published, broadcast, rewritten", "riproduzione riservata",
                 "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados")  # fmt: skip


@functools.cache
def _known(step: str) -> tuple[Beginnings, tuple[str, ...]]:
    lists = read_json(LISTS)["steps"][step]
    starts, wholes = ([phrase for phrases in lists[key].values() for phrase in phrases] for key in ("starts", "wholes"))
    return Beginnings(starts, wholes), tuple(lists.get("ends", ()))


def _listed(step: str) -> Callable[[str], bool]:
    begins, _ = _known(step)
    longest = LONGEST[step]
    return lambda line: len(line) <= longest and begins(line)


def captions(text: str) -> list[Edit]:
    """Edits that take out captions and credits of pictures: "Photo: …", "… REUTERS/Name", "… /Getty Images"."""
    listed, (_, ends) = _listed("captions"), _known("captions")

    def unwanted(line: str) -> bool:
        if len(line) > LONGEST["captions"]:
            return False
        tail = line[-200:]
        # A line without a blank is the mark of who wrote, "abc/dpa", not of a picture.
        may_credit = ("/" in tail or ":" in tail or "(" in tail) and " " in tail
        if may_credit and (tail[-60:].rstrip(" \t).]").lower().endswith(ends) or _CREDITED.search(tail) is not None):
            return True
        return listed(line)

    return without_lines(text, unwanted)


def correction_notice(text: str) -> list[Edit]:
    """Edits that take out what the outlet says of its own changes: "Correction: …", "An earlier version of this article …"."""
    listed = _listed("correction_notice")
    return without_lines(text, lambda line: listed(line) or (line.lstrip()[:1] == "(" and bool(_UPDATE_NOTE.match(line[:1500]))))


def promotion(text: str) -> list[Edit]:
    """Edits that take out lines that promote something else: "Read more: …", "Follow us on …", "Advertisement"."""
    return without_lines(text, _listed("promotion"))


def subscription_notice(text: str) -> list[Edit]:
    """Edits that take out lines of paywalls and newsletters: "Sign up for …", "This article is for subscribers only"."""
    return without_lines(text, _listed("subscription_notice"))


def copyright_notice(text: str) -> list[Edit]:
    """Edits that take out lines about rights: "© 2019 …", "All rights reserved"."""
    listed = _listed("copyright_notice")
    lowered = text.lower()
    said = [words for words in _RIGHTS_WORDS if words in lowered]

    def unwanted(line: str) -> bool:
        if len(line) > LONGEST["copyright_notice"]:
            return False
        if line.lstrip()[:1] in ("©", "(", "c", "C", "&") and _RIGHTS_YEAR.match(line):
            return True
        return (bool(said) and any(words in line.lower() for words in said)) or listed(line)

    return without_lines(text, unwanted)
