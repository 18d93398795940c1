"""APA DeFacto: Austrian newspapers and broadcasts, printed from DeFacto-Campus as HTML or exported by the APA as RTF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup
from newsstudy.corpus.readers._agency import filled
from newsstudy.corpus.readers._marked_rtf import MAX_RTF, is_rtf, text_of_rtf
from newsstudy.corpus.readers._markup import flat, local, words
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text
from newsstudy.errors import ReadError

# "Der Standard" vom 02.04.2013  Seite: 1, or "NÖ Nachrichten" Nr. 14/2013 vom 02.04.2013, or
# "Kurier.at" gefunden am 28.12.2017 10:36 Uhr
_HEAD = re.compile(
    r'\s*(?:"(?P<quoted>[^"\n]{1,120})"|(?P<bare>[^"\n]{1,120}?))(?: Nr\. (?P<issue>[\w/.-]{1,20}))?'
    r" (?:vom|gefunden am) (?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"
    r"(?: (?P<hour>[0-9]{1,2})[.:](?P<minute>[0-9]{2})(?: Uhr)?)?(?P<rest>[^\n]{0,200})"
)
_PAGE = re.compile(r"Seite:? ?([0-9A-Za-z/.-]{1,12})")
_SECTION = re.compile(r"Ressort:? ?([^\n]{1,120}?)(?= {2,}|\n|\Z)")
_RULE = re.compile(r"_{20,}")
MARK_RTF = re.compile(rb'"[^"\\]{1,200}"(?: Nr\. [^ ]{1,20})? (?:gefunden am|vom) [0-9]{2}\.[0-9]{2}\.[0-9]{4}')


class ApaDefacto:
    """A page of printed articles (.htm), or a document of articles between rules (.rtf)."""

    name = "apa_defacto"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by DeFacto's classes, or by the line that begins each article of the APA."""
        head = source.head()
        if is_rtf(head):
            return 95 if MARK_RTF.search(head) else 0
        if b"<" not in head or b'class="eintrag"' not in head:
            return 0
        return 95 if b"DeFacto" in head or b"printwrap" in head else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each entry of the page, or each part between two rules."""
        if is_rtf(source.head()):
            text = text_of_rtf(source.content(MAX_RTF), source.notes).replace("\f", "\n\n")
            parts = [part for part in _RULE.split(text) if words(part)]
            for position, part in enumerate(parts, 1):
                yield Piece(position, f"article {position}", part)
            return
        for position, entry in enumerate(_agency.page_of(source).xpath('//div[@class="eintrag"]'), 1):
            yield Piece(position, f"article {position}, line {entry.sourceline}", entry)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text, and what the line before it says."""
        return _of_text(piece.content) if isinstance(piece.content, str) else _of_entry(piece.content)

    def declared(self, source: Source) -> int | None:
        """Neither form declares anything."""
        return None


def _headed(text: str) -> dict[str, Any]:
    """The columns of the line that begins an article."""
    found = _HEAD.match(text)
    if found is None:
        raise ReadError('it does not begin with "Source" vom dd.mm.yyyy, as every article of the APA does')
    day, hour = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}", found["hour"]
    written = re.search(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}(?: [0-9]{1,2}[.:][0-9]{2})?", found[0])
    page, section = _PAGE.search(found["rest"]), _SECTION.search(text[: found.end() + 200])
    return filled(
        source=words(found["quoted"] or found["bare"]),
        issue=found["issue"],
        date=f"{day}T{int(hour):02}:{found['minute']}" if hour else day,
        date_raw=written[0] if written else None,
        page=page[1] if page else None,
        section=words(section[1]) if section else None,
        language="de",
    )


def _of_text(text: str) -> dict[str, Any]:
    text = text.strip("\n ")
    document = _headed(text)
    head = _HEAD.match(text)
    rest = re.sub(r"^\s*(?:Ressort|Seite):[^\n]*\n", "\n", text[head.end() :] if head else text)
    parts = _markup.wrapped_paragraphs(rest)
    if len(parts) > 1:
        document["title"], parts = parts[0], parts[1:]
    document["text"] = checked_text(_markup.joined(parts))
    return document


def _of_entry(entry: Any) -> dict[str, Any]:
    """An entry of the page: a pre with the source, a headline, bare text above and below it, paragraphs, bare keywords."""
    head = next(iter(entry.xpath("./pre")), None)
    document = _headed("".join(head.itertext()) if head is not None else "")
    title = next(iter(entry.xpath("./h3|./h2")), None)
    document.update(filled(title=flat(title)))
    summary: list[str] = []
    parts: list[str] = []
    last: list[str] = []
    for element in entry:
        name = local(element)
        if name in ("p", "ul", "ol", "table", "div", "blockquote"):
            parts += [*last, *_markup.paragraphs(element, wrapped=True)]
            last = []
        elif name not in ("pre", "h3", "h2", "img", "br"):
            (last if parts else summary).append(flat(element))
        (last if parts else summary).append(words(element.tail))
        last = [text for text in last if text]
    document.update(filled(summary=" ".join(text for text in summary if text), keywords="; ".join(" ".join(last).split("/"))))
    document["text"] = checked_text(_markup.joined(part for part in parts if part))
    return document
