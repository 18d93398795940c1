"""Europresse's (Eureka's) HTML: the press of France, Belgium, Switzerland and Canada, in layouts that share their classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _europresse, _markup, _protocol, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source

_MARKS = [re.compile(mark) for mark in (b"DocPublicationName", b"PubliC_lblNodoc", b"publiC-lblNodoc", b"docOcurrContainer")]
_NUMBER = re.compile(r"\b([a-z]{2,12}·([0-9]{8})·[A-Za-z0-9_.-]{1,12}·[^\s<>]{1,80})")
_ISSUE = re.compile(r",\s*((?:no|n°|nº|num|nr|vol|issue|hors-série)\.?(?:\s|(?=[0-9])).*)$", re.IGNORECASE)
_END = "\ue000"  # stands behind a title while its page is taken apart
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # lxml refuses to be given them
_SILENT = _markup.SILENT | {"img", "button"}
# What stands within the text's block and is no text of the article.
_FOREIGN = ("apd-wrapper", "rdp__newsdoc", "img-container", "no-transcription", "Doc-LegalInfo", "divMoreLikeThis")


class EuropresseHtml:
    """Pages that Europresse or Eureka saved, in any language of the interface."""

    name = "europresse_html"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the classes of a document stand in a page."""
        return 95 if _vendor.marked(source, _MARKS, (b"europresse", b"eureka")) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each document: the element article, or in older layouts what lies between two names of publications."""
        root = _markup.html_root(_vendor.html_text(source))
        regions, layout = _regions(root)
        source.notes["layout"] = layout
        for number, region in enumerate(regions, 1):
            yield Piece(number, f"article {number}", region)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The columns by the names of classes; the header's date, else that in the document's number."""
        region = _Region(piece.content)
        headers = [_europresse.header(text) for text in region.texts("DocHeader")]
        dated = next((one for one in headers if "date" in one), {})
        header = {**(headers[0] if headers else {}), **dated}
        number, day = _number(region)
        title = region.texts("titreArticleVisu") or region.texts("titreArticle") or region.texts("grandTitre")
        source, edition, issue = _source(region)
        rubric = _rubric(region)
        body, url = _body(region)
        asides = _asides(region)
        date = header.get("date") or day
        return _vendor.kept(
            {
                "text": _protocol.checked_text(_markup.joined(body)),
                "title": title[0] if title else None,
                "date": date,
                "source": source,
                "author": _author(region),
                "section": header.get("section") or rubric,
                "rubric": rubric if header.get("section") else None,
                "page": header.get("page"),
                "edition": edition,
                "issue": issue,
                "url": url,
                "vendor_id": number,
                "date_of_id": day if day and header.get("date") and not _same_day(header["date"], day) else None,
                "word_count": _vendor.number(header.get("words")),
                "subtitle": _vendor.listed([*region.texts("rdp__subtitle"), *title[1:]]),
                "source_code": number.split("·")[2] if number else None,
                "rights": next((text for text in region.tags("small") if text.startswith(("©", "(c)", "Copyright"))), None),
                **asides,
            }
        )

    def declared(self, source: Source) -> int | None:
        """The page declares nothing."""
        return None


class _Region:
    """The elements of one document, looked up by class."""

    def __init__(self, elements: list[Any]) -> None:
        self.elements = elements
        self._by_class: dict[str, list[Any]] = {}
        for top in elements:
            for element in top.iter():
                if _markup.local(element):
                    for name in dict.fromkeys([*(element.get("class") or "").split(), element.get("id") or ""]):
                        self._by_class.setdefault(name.lower(), []).append(element)

    def all(self, name: str) -> list[Any]:
        """Elements of this class or id, whatever its capitals."""
        return self._by_class.get(name.lower(), [])

    def texts(self, name: str) -> list[str]:
        """Their texts, those that have any."""
        return [text for text in map(_markup.flat, self.all(name)) if text]

    def text(self, name: str) -> str | None:
        """The first of them."""
        return next(iter(self.texts(name)), None)

    def tags(self, *names: str) -> list[str]:
        """The texts of the elements of these names."""
        return [text for top in self.elements for element in top.iter(*names) if (text := _markup.flat(element))]


def _regions(root: Any) -> tuple[list[list[Any]], str]:
    articles = [[element] for element in root.iter("article") if element.find(".//article") is None]
    if articles:
        return articles, "article"
    spans = [
        element
        for element in root.iter()
        if _markup.local(element) and "DocPublicationName" in (element.get("class") or "").split()
    ]
    every = set(spans)
    spans = [span for span in spans if not any(above in every for above in span.iterancestors())]
    held: dict[Any, int] = {}
    for span in spans:
        for above in (span, *span.iterancestors()):
            held[above] = held.get(above, 0) + 1
    tops = []
    for span in spans:
        top = span
        while (
            top.getparent() is not None and held[top.getparent()] == 1 and _markup.local(top.getparent()) not in ("body", "html")
        ):
            top = top.getparent()
        tops.append(top)
    known = set(tops)
    found = [_onwards(top, known) for top in tops]
    return [[_gathered(elements)] for elements in found], "blocks"


def _onwards(top: Any, tops: set[Any]) -> list[Any]:
    """An element and its following siblings, up to the next document."""
    found = [top]
    for sibling in top.itersiblings():
        if sibling in tops or any(below in tops for below in sibling.iter("div", "table", "span", "td", "p")):
            break
        found.append(sibling)
    return found


def _gathered(elements: list[Any]) -> Any:
    """The elements in one block of their own, with the text between them."""
    block = elements[0].makeelement("div")
    block.extend(elements)
    return block


def _source(region: _Region) -> tuple[str | None, str | None, str | None]:
    """The publication, its local edition, and the number of its issue, which all stand in one name."""
    span = next(iter(region.all("DocPublicationName")), None)
    if span is None:
        return None, None, None
    parts = [part for part in re.split(r"\s{2,}", "".join(span.itertext()).replace("\xa0", " ").strip()) if part]
    if len(parts) > 1 and parts[1].startswith("("):
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    name = parts[0] if parts else ""
    rest = _vendor.listed(parts[1:])
    issue = _ISSUE.search(name)
    if issue is None and rest and (later := re.match(_ISSUE.pattern.removeprefix(r",\s*"), rest, re.IGNORECASE)):
        return _markup.words(name).rstrip(",") or None, None, later[0]
    return _markup.words(name[: issue.start()] if issue else name) or None, rest, issue[1] if issue else None


def _number(region: _Region) -> tuple[str | None, str | None]:
    """The document's number, and the day in it; the certificate beside it names the reader and is passed over."""
    places = [*region.texts("PubliC_lblNodoc"), *region.texts("publiC-lblNodoc"), *region.tags("footer", "p", "td", "div")]
    found = next((found for text in places if (found := _NUMBER.search(text))), None)
    if found is None:
        return None, None
    day = found[2]
    return found[1], f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _same_day(written: str, day: str) -> bool:
    """Whether the header's date has the day and the year of the number's; the month is a word and needs no comparing."""
    numbers = [int(part) for part in re.findall(r"[0-9]+", re.sub(r" [0-9]{2}:[0-9]{2}$", "", written))]
    return int(day[:4]) in numbers and int(day[8:]) in numbers


def _author(region: _Region) -> str | None:
    named = region.texts("docAuthors") or region.texts("sm-margin-bottomNews")[-1:]
    if not named:
        for title in region.all("titreArticle"):
            for sibling in title.itersiblings("div", "p"):
                if not sibling.get("class") and len(_markup.flat(sibling)) < 200:
                    named.append(_markup.flat(sibling))
    return _vendor.listed(_vendor.author(name) for name in named)


def _rubric(region: _Region) -> str | None:
    """What stands between header and title."""
    for header in region.all("DocHeader")[:1]:
        block = header.getparent()
        if block is None:
            return None
        for sibling in block.itersiblings():
            if "titrearticle" in (sibling.get("class") or "").lower() or _markup.local(sibling) not in ("div", "p"):
                break
            text = _markup.flat(sibling)
            if text and not sibling.get("class") and len(text) < 120:
                return text
    for title in region.all("titreArticle"):
        for part in title.iter("p"):
            if "sm-margin-bottom" in (part.get("class") or "").split():
                return _markup.flat(part) or None
    return None


def _body(region: _Region) -> tuple[list[str], str | None]:
    """The paragraphs of the text, without what Europresse put among them, and the publisher's page where it links to it."""
    blocks = region.all("DocText") or region.all("docOcurrContainer")
    if not blocks:
        blocks = [element for top in region.elements for element in top.iter("section")]
    if not blocks:
        return _after_title(region), None
    inside = {below for block in blocks for below in block.iterdescendants()}
    blocks = [block for block in blocks if block not in inside]
    url: str | None = None
    body: list[str] = []
    for block in blocks:
        for element in [below for below in block.iterdescendants() if _is_foreign(below)]:
            _empty(element)
        for link in block.iter("a"):
            line = _markup.flat(link.getparent()) if link.getparent() is not None else ""
            if any(line.startswith(words) for words in _vendor.labels(_europresse.LABELS)["published"]):
                url = url or _public(link.get("href"))
        body += _markup.paragraphs(block, silent=_SILENT)
    published = tuple(_vendor.labels(_europresse.LABELS)["published"])
    return [part for part in body if not part.startswith(published) or len(part) > 200], url


def _after_title(region: _Region) -> list[str]:
    """The text of the oldest layout, which has no block of its own: what follows the title, up to the rights or the number."""
    titles = region.all("titreArticleVisu") or region.all("titreArticle")
    if not titles:
        return []
    titles[-1].tail = _END + _FORBIDDEN.sub("", titles[-1].tail or "")
    lines = [line for top in region.elements for line in _markup.paragraphs(top, silent=_SILENT)]
    place = next((place for place, line in enumerate(lines) if _END in line), len(lines))
    body = []
    for line in [line.rpartition(_END)[2].strip() for line in lines[place:]]:
        if line.startswith(("©", "(c)", "Copyright")) or _NUMBER.search(line):
            break
        if line:
            body.append(line)
    return body


def _public(address: str | None) -> str | None:
    return address if address and re.match(r"https?://", address) and "proxy" not in address.split("/")[2].lower() else None


def _is_foreign(element: Any) -> bool:
    names = [*(element.get("class") or "").split(), element.get("id")]
    return bool(_markup.local(element)) and any(name in _FOREIGN for name in names)


def _empty(element: Any) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None


def _asides(region: _Region) -> dict[str, str | None]:
    """Captions and notes under the text."""
    heads = {_vendor.key(head): name for name in ("caption", "notes") for head in _vendor.labels(_europresse.LABELS)[name]}
    found: dict[str, list[str]] = {"caption": [], "notes": []}
    for top in region.elements:
        for aside in top.iter("aside"):
            name = None
            for line in _markup.paragraphs(aside):
                head, colon, rest = line.partition(":")
                if _vendor.key(head) in heads and colon:
                    name, line = heads[_vendor.key(head)], rest.strip()
                if name and line:
                    found[name].append(line)
    return {name: _vendor.listed(lines) for name, lines in found.items()}
