"""Europresse's (Eureka's) HTML: the press of France, Belgium, Switzerland and Canada, in layouts that share their classes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _markup, _protocol, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source

LABELS = "europresse-labels-1"
_MARKS = re.compile(rb"DocPublicationName|PubliC_lblNodoc|publiC-lblNodoc|docOcurrContainer")
_NUMBER = re.compile(r"\b([a-z]{2,12}·([0-9]{8})·[A-Za-z0-9_.-]{1,12}·[^\s<>]{1,80})")
_ISSUE = re.compile(r",\s*((?:no|n°|nº|num|nr|vol|issue|hors-série)\.?(?:\s|(?=[0-9])).*)$", re.IGNORECASE)
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_WORD = r"[^\W\d_]{3,12}\.?"
_DATES = (
    rf"[0-3]?[0-9](?:er|º|°|\.)?\s+(?:de\s+)?{_WORD}\s+(?:del?\s+)?{_YEAR}",
    rf"{_WORD}\s+[0-3]?[0-9],\s+{_YEAR}",
    rf"{_YEAR}-[01][0-9]-[0-3][0-9]",
)
_TIME = re.compile(r"\s*(?:[-,àa@]|at)?\s*([0-2]?[0-9])\s?[:h]\s?([0-5][0-9])(?![0-9])")
_SILENT = _markup.SILENT | {"img", "button"}
# What stands within the text's block and is no text of the article.
_FOREIGN = ("apd-wrapper", "rdp__newsdoc", "img-container", "no-transcription", "Doc-LegalInfo", "divMoreLikeThis")


class EuropresseHtml:
    """Pages that Europresse or Eureka saved, in any language of the interface."""

    name = "europresse_html"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the classes of a document stand in a page."""
        return 95 if _vendor.marked(source, _MARKS, b"europresse") or _vendor.marked(source, _MARKS, b"eureka") else 0

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
        header = _header(region.text("DocHeader"))
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
    return [_onwards(top, known) for top in tops], "blocks"


def _onwards(top: Any, tops: set[Any]) -> list[Any]:
    """An element and its following siblings, up to the next document."""
    found = [top]
    for sibling in top.itersiblings():
        if sibling in tops or any(below in tops for below in sibling.iter("div", "table", "span", "td", "p")):
            break
        found.append(sibling)
    return found


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


def _header(text: str | None) -> dict[str, str]:
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
    inside = {below for block in blocks for below in block.iterdescendants()}
    blocks = [block for block in blocks if block not in inside]
    url: str | None = None
    body: list[str] = []
    for block in blocks:
        for element in [below for below in block.iterdescendants() if _is_foreign(below)]:
            _empty(element)
        for link in block.iter("a"):
            line = _markup.flat(link.getparent()) if link.getparent() is not None else ""
            if any(line.startswith(words) for words in _vendor.labels(LABELS)["published"]):
                url = url or _public(link.get("href"))
        body += _markup.paragraphs(block, silent=_SILENT)
    published = tuple(_vendor.labels(LABELS)["published"])
    return [part for part in body if not part.startswith(published) or len(part) > 200], url


def _public(address: str | None) -> str | None:
    return address if address and re.match(r"https?://", address) and "proxy" not in address.split("/")[2].lower() else None


def _is_foreign(element: Any) -> bool:
    names = [*(element.get("class") or "").split(), element.get("id")]
    return bool(_markup.local(element)) and any(name in _FOREIGN for name in names)


def _empty(element: Any) -> None:
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.text, element.tail = None, tail


def _asides(region: _Region) -> dict[str, str | None]:
    """Captions and notes under the text."""
    heads = {_vendor.key(head): name for name in ("caption", "notes") for head in _vendor.labels(LABELS)[name]}
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
