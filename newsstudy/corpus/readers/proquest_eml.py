"""Mails and pages with articles from ProQuest: HTML within HTML, often broken, which is cut before it is parsed."""

from __future__ import annotations

import email
import html
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from typing import Any

from newsstudy.corpus.readers import _encoding, _markup, _proquest, _vendor
from newsstudy.corpus.readers._protocol import Piece, Source, plain_lines
from newsstudy.errors import ReadError

MAX_PARTS = 300
_NO_TEXT = "no text in it: ProQuest sent its description without the full text"
_HEADERS = re.compile(rb"(?:\xef\xbb\xbf)?(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_DOCUMENT = re.compile(r"<a\b[^<>]*\b(?:name|id)\s*=\s*[\"']?(?:x_)*DocID_([^\"'\s<>]*)[^<>]*>", re.IGNORECASE)
_STRONG = re.compile(r"<(strong|b)\b[^<>]*>((?:[^<>]|<(?!/?(?:strong|b|p|div)\b)[^<>]*>){1,200})</\1\s*>", re.IGNORECASE)
_BODY = re.compile(r"<text\b([^<>]*)>", re.IGNORECASE)
_BODY_END = re.compile(r"</text\s*>", re.IGNORECASE)
_COPYRIGHT = re.compile(r"<div\b[^<>]*\bclass\s*=\s*[\"']?(?:x_)?copyright\b|<!--\s*Email footer", re.IGNORECASE)
_EDGE = re.compile(r"</?(?:p|div|br|li|ul|ol|td|tr|table|h[1-6]|blockquote|body|html)\b[^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+-->")
_SAVED = re.compile(rb"<a\b[^<>]{0,200}\bDocID_|<(?:strong|b)>ProQuest document ID:?\s*<", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SHELL = re.compile(
    r"</?(?:html|head|body|meta|text)\b[^<>]*>|<title\b[^<>]*>[^<>]{0,300}</title\s*>|<!doctype[^<>]*>", re.IGNORECASE
)
_LOST_TAG = re.compile(r"^\s*html\s*(?:&gt;|>)", re.IGNORECASE)  # "<html>" that lost its first character
_OF_A_MAIL = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|from|subject|content-type):", re.IGNORECASE | re.MULTILINE
)
_QUOTE = re.compile(r"^(?:>[ \t]?)+")


class ProQuestEml:
    """Mails from ProQuest (.eml), forwarded ones too."""

    name = "proquest_eml"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of a mail in which ProQuest is named."""
        head = source.head()
        if not _is_mail(head):
            return 0
        if re.search(rb"(?i)proquest", head):
            return 95
        try:
            return 95 if any("proquest" in text.lower() for _, text in _texts(head)) else 0
        except ReadError:
            return 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The articles of each part, cut at ProQuest's anchors; without anchors, after the field that closes an article."""
        texts = [(kind, text) for kind, text in _texts(source.content())]
        for wanted in ("text/html", "text/plain"):
            pieces = [piece for kind, text in texts if kind == wanted for piece in _pieces(kind, text)]
            if pieces:
                source.notes["layout"] = wanted if wanted == "text/plain" else f"{wanted}, {pieces[0][0]}"
                for number, (_, content) in enumerate(pieces, 1):
                    yield Piece(number, f"article {number}", content)
                return

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The fields by their labels, the text from the page within the page."""
        return _parsed(piece.content)

    def declared(self, source: Source) -> int | None:
        """A mail declares how many mails there are ("Email 4 of 5"), not how many articles it holds."""
        return None


class ProQuestHtml:
    """Pages that ProQuest saved, built like its mails."""

    name = "proquest_html"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure of a page with ProQuest's anchors or fields."""
        lowered = source.asked(bytes.lower)
        if b"proquest" not in lowered and b"docid_" not in lowered:
            return 0
        return 95 if not _is_mail(source.head()) and _vendor.marked(source, (_SAVED,), (b"proquest",)) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The articles, cut as those of a mail."""
        for number, (_, content) in enumerate(_pieces("text/html", _vendor.html_text(source)), 1):
            yield Piece(number, f"article {number}", content)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The fields by their labels, the text from the page within the page."""
        return _parsed(piece.content)

    def declared(self, source: Source) -> int | None:
        """The page declares nothing."""
        return None


def _is_mail(head: bytes) -> bool:
    top = head[:16384].replace(b"\r\n", b"\n")
    return _HEADERS.match(top) is not None and _OF_A_MAIL.search(top) is not None


def _texts(content: bytes) -> list[tuple[str, str]]:
    """The parts of a mail that are text, with their kinds; forwarded mails and attachments in them too."""
    if content.lower().count(b"boundary=") > MAX_PARTS or content.lower().count(b"message/rfc822") > MAX_PARTS:
        raise ReadError(f"a mail of more than {MAX_PARTS} nested parts; such mails are made to do harm")
    found = []
    try:
        mail = email.message_from_bytes(content.removeprefix(b"\xef\xbb\xbf"), policy=policy.default)
        for part in mail.walk():
            kind = part.get_content_type()
            if kind in ("text/html", "text/plain"):
                found.append((kind, _decoded(part)))
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError, IndexError) as error:
        raise ReadError(f"not readable as a mail: {error}") from None
    return found


def _decoded(part: EmailMessage | Any) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text, _ = _encoding.decode(payload, declared=part.get_content_charset())
    return plain_lines(text)


def _pieces(kind: str, text: str) -> list[tuple[str, Any]]:
    if kind == "text/plain":
        lines = [_QUOTE.sub("", line).strip() for line in text.split("\n")]
        return [("lines", piece) for piece in _by_fields(lines)]
    anchors = list(_DOCUMENT.finditer(text))
    if anchors:
        ends = [*(anchor.start() for anchor in anchors[1:]), len(text)]
        return [("anchors", (anchor[1], text[anchor.end() : end])) for anchor, end in zip(anchors, ends, strict=True)]
    return [("lines", piece) for piece in _by_fields(_lines(text))]


def _lines(chunk: str) -> list[str]:
    """A piece of HTML as lines, one a paragraph."""
    cleaned = _SHELL.sub(" ", chunk)
    return _markup.paragraphs(_markup.html_root(f"<div>{cleaned}</div>")) if _TAG.sub("", cleaned).strip() else []


def _by_fields(lines: list[str]) -> Iterator[list[str]]:
    """Articles in lines without anchors: one ends with its field "database", or before fields that begin another."""
    held: list[str] = []
    names: set[str] = set()
    for line in lines:
        mark = _proquest.labelled(line)
        if mark and mark[0] in ("author", "publication_info", "text") and "vendor_id" in names:
            yield from _whole(held)
            held, names = _headline_of(held), set()
        held.append(line)
        if mark:
            names.add(mark[0])
            if mark[0] == "database":
                yield from _whole(held)
                held, names = [], set()
    yield from _whole(held)


def _headline_of(lines: list[str]) -> list[str]:
    """The last line that is neither a field nor a link's name."""
    bare = (line for line in reversed(lines) if line and not _proquest.is_idle(line) and not _TAG.fullmatch(line))
    found = next(bare, "")
    return [found] if found and not _proquest.labelled(found) else []


def _whole(lines: list[str]) -> Iterator[list[str]]:
    """The lines from the headline on, where they hold an article at all."""
    places = [place for place, line in enumerate(lines) if _proquest.labelled(line)]
    names = {mark[0] for place in places if (mark := _proquest.labelled(lines[place]))}
    if len(names) > 3 and names & {"vendor_id", "source", "database"}:
        yield [*(_headline_of(lines[: places[0]]) or [""]), *lines[places[0] :]]


def _parsed(content: Any) -> dict[str, Any]:
    if isinstance(content, list):
        return _from_lines(content, None)
    vendor_id, chunk = content
    footer = _COPYRIGHT.search(chunk)
    chunk = chunk[: footer.start()] if footer else chunk
    start, end, count = _inner(chunk)
    labels = [
        (found.start(), found.end(), field)
        for found in _STRONG.finditer(chunk)
        if not start <= found.start() < end and _begins(chunk, found.start()) and (field := _strong_field(found[2]))
    ]
    if len(labels) < 3:
        return _from_lines(_lines(chunk), _number(vendor_id))
    fields = {"headline": _headline(chunk[: labels[0][0]])}
    body: list[str] = []
    asides: dict[str, list[str]] = {}
    for place, (_, after, field) in enumerate(labels):
        until = labels[place + 1][0] if place + 1 < len(labels) else len(chunk)
        if field == "text":
            body, asides = _text_of(chunk[after:until])
        else:
            lines = _value(chunk[after:until])
            fields.setdefault(field, []).extend(lines if field != "url" else lines[:1])
    if count and "word_count" not in fields:
        fields["word_count"] = [count]
    if not body and not asides:
        raise ReadError(_NO_TEXT)
    document = _proquest.columns_of(
        fields, body or [part for parts in asides.values() for part in parts], vendor_id=_number(vendor_id)
    )
    for name, parts in asides.items():
        if body:
            document[name] = _vendor.listed([document.get(name), *parts])
    return _vendor.kept(document)


def _from_lines(lines: list[str], vendor_id: str | None) -> dict[str, Any]:
    fields = _proquest.fields_of(lines)
    if "text" not in fields:
        raise ReadError(_NO_TEXT)
    return _proquest.columns_of(fields, _proquest.paragraphs(fields["text"]), vendor_id=vendor_id)


def _inner(chunk: str) -> tuple[int, int, str]:
    """Where the page within the page begins and ends, and the number of its words; empty where a mail program moved its text."""
    opened = _BODY.search(chunk)
    closed = _BODY_END.search(chunk, opened.end()) if opened else None
    if opened is None:
        return 0, 0, ""
    found = re.search(r"(?i)\bwordcount\s*=\s*[\"']?([0-9]+)", opened[1])
    count = found[1] if found else ""
    if closed is None or not _markup.words(html.unescape(_TAG.sub(" ", chunk[opened.end() : closed.start()]))):
        return 0, 0, count
    return opened.start(), closed.end(), count


def _begins(chunk: str, place: int) -> bool:
    """Whether a block begins right before this place; a label within a sentence is the author's."""
    before = chunk[max(0, place - 400) : place].rstrip()
    return re.search(r"<(?:p|div|td|li|br|span|font)\b[^<>]*>(?:\s|&nbsp;)*$", before, re.IGNORECASE) is not None


def _strong_field(inner: str) -> str | None:
    label = _markup.words(html.unescape(_TAG.sub("", inner)))
    return _proquest.field_of(label) if label.endswith((":", "：")) else None


def _headline(chunk: str) -> list[str]:
    """The first line before the fields that is no link's name."""
    return _value(chunk)[:1]


def _value(chunk: str) -> list[str]:
    """The lines of a short piece of HTML, without a parser: there are thousands of them."""
    text = html.unescape(_TAG.sub("", _EDGE.sub("\n", _COMMENT.sub("", chunk).replace("\n", " "))))
    return [line for line in map(_markup.words, text.split("\n")) if line and not _proquest.is_idle(line)]


def _text_of(chunk: str) -> tuple[list[str], dict[str, list[str]]]:
    """The paragraphs of the text, and the captions in it."""
    cleaned = _LOST_TAG.sub("", _SHELL.sub(" ", _BODY.sub(" ", chunk)).strip())
    root = _markup.html_root(f"<div>{cleaned}</div>") if _TAG.sub("", cleaned).strip() else None
    if root is None:
        return [], {}
    captions: list[str] = []
    for element in [found for found in root.iter("div", "p") if _is_aside(found)]:
        if element.getroottree().getroot() is not root:  # it went with the one around it
            continue
        captions += [
            re.sub(r"(?i)^caption\s*:\s*", "", part) for part in _markup.paragraphs(element) if not _proquest.is_idle(part)
        ]
        element.text = None
        for child in list(element):
            element.remove(child)
    body = [part for part in _markup.paragraphs(root) if not _proquest.is_idle(part)]
    body = [part for part in body if _vendor.key(part) not in ("illustration", "graphic")]
    return body, {"caption": captions} if any(captions) else {}


def _is_aside(element: Any) -> bool:
    classes = (element.get("class") or "").split()
    return any(name.endswith(("Illustration_content", "document_view_image", "document_view_caption")) for name in classes)


def _number(vendor_id: str) -> str | None:
    """ "MSTAR_251439970" as "251439970"."""
    found = re.search(r"([0-9]{4,15})$", vendor_id)
    return found[1] if found else vendor_id or None
