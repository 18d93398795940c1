"""The bytes of a web page as text, and the article's paragraphs in it: trafilatura with everything fixed that could vary."""

from __future__ import annotations

import codecs
import re
from typing import Any

from newsstudy.corpus.readers import _encoding, _markup
from newsstudy.corpus.readers._protocol import optional
from newsstudy.corpus.readers._quiet import quiet

MAX_PAGE_BYTES = 20_000_000
MUCH_MORE = 2
# What pages call encodings that Python knows by another name; the labels of the web mean Microsoft's wider tables.
LABELS = {
    "x-sjis": "cp932", "shift_jis": "cp932", "sjis": "cp932", "windows-31j": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "x-gbk": "gb18030", "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874",
    "x-user-defined": "cp1252", "unicode": "utf-8", "utf-16": "utf-8", "big5": "big5hkscs",
}  # fmt: skip
_LONG = 80  # characters: what a paragraph has and a caption has not
FEW_ELEMENTS, MAX_ELEMENTS = 3000, 60_000
DEEP, MAX_DEEP = 100, 500
_PERIPHERAL = _markup.SILENT | {"nav", "footer", "aside", "form", "button", "select", "svg", "iframe", "object"}
# Nothing of trafilatura's metadata is used, but without these bounds it would ask the clock for them.
NO_DATES = {"max_date": "2200-01-01", "min_date": "1500-01-01", "original_date": True, "extensive_search": False}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,30})", re.IGNORECASE)
# A line above the text that is nothing but figures, or a Japanese date with the words for updated and published.
_DATE_LINE = re.compile(r"(?=.*[0-9]{4})[0-9年月日時分秒:：/.()（）\s更新配信公開掲載-]{6,60}")
_CUT = frozenset(["p", "head", "item", "list", "quote", "table", "row", "lb", "code", "div", "ab", "fw", "body", "li", "td"])


def charset_in(head: bytes) -> str | None:
    """The encoding that a page's meta tag names."""
    found = _CHARSET.search(head)
    return found[1].decode("ascii") if found else None


def decoded_page(content: bytes, header: str | None = None) -> tuple[str, str]:
    """A page's text and how its encoding was found: mark, strict UTF-8, HTTP header, meta tag, detector, in this order.

    Where all but some bytes fit, these become U+FFFD, as in a browser, and the second value says so: one bad byte in an
    advertisement must not cost the article, nor turn all accents of a UTF-8 page into two letters each.
    """
    declared = [name for label in (header, charset_in(content[:8192])) if (name := _codec(label))]
    if "iso2022_jp" in declared and b"\x1b" in content:  # seven bits a byte, so it would pass as UTF-8
        return content.decode("iso2022_jp", "replace"), "iso2022_jp (declared)"
    if not content.startswith(tuple(mark for mark, _ in _encoding.MARKS)):
        for name in ("utf-8", *declared):
            try:
                return content.decode(name), "utf-8" if name == "utf-8" else f"{name} (declared)"
            except UnicodeDecodeError:
                continue
        for name in ("utf-8", *declared[:1]):
            text = content.decode(name, "replace")
            bad = text.count("\ufffd")
            if name != "utf-8" or "utf-8" in declared[:1] or bad * 20 <= len(content) - len(text):
                return text, f"{name} ({bad:,} characters replaced)"
    return _encoding.decode(content)


def _codec(label: str | None) -> str | None:
    name = (label or "").strip().strip("\"'").lower()
    try:
        known = codecs.lookup(LABELS.get(name, name)).name
        b"".decode(known)  # codecs such as "hex" are none of text
    except (LookupError, ValueError):
        return None
    return LABELS.get(known, known)


def root_of(text: str) -> Any:
    """The page as a tree, mended where trafilatura knows how."""
    load = optional("trafilatura.utils").load_html
    with quiet("trafilatura"):
        root = load(text)
    return root if root is not None else _markup.html_root(f"<html><body>{text}</body></html>")


def body_of(root: Any) -> list[str]:
    """The paragraphs of the article, without menus, advertisements, reader comments and what else stands on a page.

    Of an unruly page all text outside menus and the like is taken.
    """
    if unruly(root):
        return _markup.paragraphs(root, silent=_PERIPHERAL)
    extract = optional("trafilatura").bare_extraction
    with quiet("trafilatura", "htmldate", "courlan"):
        found = extract(root, include_comments=False, deduplicate=False, with_metadata=False, date_extraction_params=NO_DATES)
    if found is None or found.body is None:
        return []
    parts = _paragraphs(found.body)
    return _cut_again(parts[0], root) if len(parts) == 1 else _with_other_blocks(parts, root)


def _cut_again(text: str, root: Any) -> list[str]:
    """The paragraphs of a short page, of which trafilatura makes one, where they are found on the page word by word."""
    own = [part for part in _markup.paragraphs(root, silent=_PERIPHERAL) if part in text]
    return own if " ".join(own) == text else [text]


def _with_other_blocks(parts: list[str], root: Any) -> list[str]:
    """All blocks of a text that a page cuts in several, to put advertisements between, where the first was taken for all."""
    for blocks in _blocks(root):
        texts = [[part for part in _markup.paragraphs(block, silent=_PERIPHERAL) if len(part) > _LONG] for block in blocks]
        first, others = set(texts[0]), {part for text in texts[1:] for part in text}
        held = set(parts)
        if first <= held and others and not others & held:
            return [part for block in blocks for part in _markup.paragraphs(block, silent=_PERIPHERAL)]
    return parts


def _blocks(root: Any) -> list[list[Any]]:
    """Runs of elements that are of one class, which calls them a body, in one article of the page, and hold paragraphs."""
    from lxml import etree

    groups: dict[tuple[Any, str], list[Any]] = {}
    for element in root.xpath('//div[contains(@class, "body")]|//section[contains(@class, "body")]'):
        article = next(element.iterancestors("article", "main"), None)
        if article is not None and len([one for one in element.iterchildren("p") if len(_markup.flat(one)) > _LONG]) > 1:
            groups.setdefault((etree.ElementTree(root).getpath(article), element.get("class")), []).append(element)
    return [group for group in groups.values() if len(group) > 1]


def unruly(root: Any) -> bool:
    """Whether the page has more elements, or nests them deeper, than articles do: it would take trafilatura minutes."""
    number = root.xpath("count(//*)")
    if number <= FEW_ELEMENTS:
        return False
    return bool(number > MAX_ELEMENTS or root.xpath(f"count(//*[count(ancestor::*) > {DEEP}]) > {MAX_DEEP}"))


def _paragraphs(body: Any) -> list[str]:
    """Trafilatura's tree as paragraphs; the cells of a table row stand on one line."""
    from lxml import etree

    parts: list[str] = []
    held: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if tag in _CUT:
            if text := _markup.words("".join(held)):
                parts.append(text)
            held.clear()
        elif tag == "cell":
            held.append(" ")
        if event == "start":
            held.append(element.text or "")
        elif element is not body:
            held.append(element.tail or "")
    if text := _markup.words("".join(held)):
        parts.append(text)
    return parts


def author_of(root: Any) -> str:
    """The byline that stands visibly on the page; '' where none is found."""
    if unruly(root):
        return ""
    extract = optional("trafilatura.metadata").extract_author
    with quiet("trafilatura"):
        return extract(root) or ""


def better(body: list[str], card: str, headings: list[str]) -> str:
    """The article's text: trafilatura's without the headline, unless the page's own card holds more than twice as much.

    On 219 pages whose articles were marked by hand, trafilatura's text was nearer to the truth than `articleBody` wherever the
    two differed much (F1 of 4-word shingles 0.97 to 0.90): cards are often teasers. Pages whose text is put in by a program
    after loading have it in the card alone.
    """
    if len(body) > 1 and body[0].casefold() in {heading.casefold() for heading in headings}:
        body = body[1:]
    if len(body) > 1 and _DATE_LINE.fullmatch(body[0]):
        body = body[1:]
    text = _markup.joined(body)
    if len(body) == 1 and _markup.words(card) == text:  # the same text, and the card still has its paragraphs
        return card
    return card if len(card) > MUCH_MORE * len(text) else text
