"""Saved web pages: the article's text by trafilatura, what the page says of it from JSON-LD, meta tags and time elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _json_ld, _markup, _page_card, _page_text
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text
from newsstudy.text.dates import written_date

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx")
_START = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]{0,200}\?>)*+<(?:!doctype\s+html|html|head|body)[\s>/]", re.IGNORECASE | re.DOTALL
)
_SOME_TAG = re.compile(rb"<(?:html|head|body|meta|title|div|p|script|article|h1)[\s>/]", re.IGNORECASE)
EPOCHS = ("1970-01-01", "0001-01-01", "1969-12-31", "1900-01-01")  # what programs write for no date at all


class Html:
    """Web pages, one file a page, one page an article."""

    name = "html"
    version = 1

    def sniff(self, source: Source) -> int:
        """Fairly sure where the file begins like a page; a vendor's export in HTML has marks of its own and a higher score."""
        head = source.head()
        if looks_like_page(head):
            return 60
        return 55 if source.suffix in SUFFIXES and _SOME_TAG.search(head) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The whole page is the one piece."""
        content = source.content(_page_text.MAX_PAGE_BYTES)
        text, source.notes["encoding"] = _page_text.decoded_page(content)
        yield Piece(1, "the page", text)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The article of the page."""
        return article_of(piece.content)

    def declared(self, source: Source) -> int | None:
        """A page declares nothing."""
        return None


def looks_like_page(head: bytes) -> bool:
    """Whether the bytes begin like a page of HTML, behind a byte order mark, comments and an XML declaration."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")[2:]
    return _START.match(head) is not None


def article_of(text: str, *, url: str = "") -> dict[str, Any]:
    """The columns of a page's article: text, title, date of publication, author and the rest that the page itself says.

    Parameters
    ----------
    text : str
        The page.
    url : str
        Where it was fetched; otherwise the address is what the page says of itself.
    """
    root = _page_text.root_of(text)
    metas = _page_card.metas_of(root)
    values = _json_ld.values_of(root)
    nodes = _json_ld.nodes_of(values)
    addresses = [url] * bool(url) + _page_card.addresses_of(root, metas, text)
    headings = [heading for heading, _ in zip(map(_markup.flat, root.iter("h1")), range(5), strict=False) if heading]
    head = _markup.flat(root.find(".//title"))
    node = _json_ld.chosen(nodes, urls=addresses, titles=[_page_card.first(metas, ("ogtitle",)), head, *headings])
    card = _json_ld.card_of(node, nodes) if node else {}
    page = _json_ld.card_of(_page_node(nodes), nodes) if not node else {}
    language = _language(root, card, metas)
    site = _page_card.first(metas, _page_card.SOURCES)
    document = {
        "title": _title(card, metas, headings, head, [card.get("source", ""), site, _host(addresses)]),
        "date": _date(card, page, root, metas, addresses, language),
        "date_modified": card.get("date_modified") or _page_card.first(metas, _page_card.MODIFIED) or page.get("date_modified"),
        "author": _author(card or page, metas, root, site),
        "source": card.get("source") or site or page.get("source") or _host(addresses),
        "section": card.get("section") or _page_card.first(metas, _page_card.SECTIONS),
        "language": language,
        "url": addresses[0] if addresses else card.get("url"),
        "summary": card.get("summary") or _page_card.first(metas, _page_card.SUMMARIES),
        "keywords": card.get("keywords") or _page_card.first(metas, _page_card.KEYWORDS),
    }
    body = _page_text.body_of(root)
    document = {name: value for name, value in document.items() if value}
    document["text"] = checked_text(_page_text.better(body, card.get("body", ""), [document.get("title") or "", *headings]))
    return document


def _page_node(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    return next((node for node in nodes if _json_ld.PAGES.intersection(_json_ld.types_of(node))), {})


def _title(card: dict[str, str], metas: dict[str, list[str]], headings: list[str], head: str, sites: list[str]) -> str:
    """The headline of the card, else the only heading, else what the tags say; never with the site's name behind it."""
    said = card.get("title", "")
    if not said and len(headings) == 1 and len(headings[0]) > 3:
        return headings[0]
    said = said or _page_card.first(metas, _page_card.TITLES) or head or "".join(headings[:1])
    return _page_card.without_site(said, headings, [site for site in sites if site])


def _author(card: dict[str, str], metas: dict[str, list[str]], root: Any, site: str) -> str:
    """People before organisations, the card before the tags; what trafilatura finds on the page where neither names anybody."""
    papers = {name.casefold() for name in (site, card.get("source", ""), *card.get("organisation", "").split("; "))}
    tags = _page_card.authors_of(metas)
    people = card.get("author") or "; ".join(name for name in tags if name.casefold() not in papers)
    return people or card.get("organisation") or "; ".join(tags) or _page_text.author_of(root)


def _date(
    card: dict[str, str], page: dict[str, str], root: Any, metas: dict[str, list[str]], addresses: list[str], language: str
) -> str:
    """The first that is a date: the card's, the tags', of a time element, below the headline, in the address; as written.

    Where none can be read, the first that was meant as one, so that it is kept as `date_raw`.
    """
    said = [card.get("date", ""), *_page_card.dates_in(metas), page.get("date", "")]
    for written in (said, _page_card.dates_on, _page_card.dates_below, map(_page_card.address_day, addresses)):
        for date in written(root) if callable(written) else written:
            if not date or date.startswith(EPOCHS):
                continue
            known = written_date(date, language=language or None)
            if known is not None and known.date_from is not None and known.date_from.year > 1500:
                return date
    return next((date for date in said if re.search(r"[0-9]{2}", date) and not date.startswith(EPOCHS)), "")


def _host(addresses: list[str]) -> str:
    found = re.match(r"https?://(?:www\.)?([^/:?#@\s]+)", addresses[0]) if addresses else None
    return found[1].lower() if found else ""


def _language(root: Any, card: dict[str, str], metas: dict[str, list[str]]) -> str:
    own = root if root.tag == "html" else root.find(".//html")
    written = [own.get("lang") or own.get("{http://www.w3.org/XML/1998/namespace}lang") or ""] if own is not None else []
    for one in (*written, card.get("language", ""), _page_card.first(metas, _page_card.LANGUAGES)):
        if language := _page_card.language_of(one):
            return language
    return ""
