"""What the readers of news agencies' formats share: XML cut into items, dates, bylines, counts of what is no article."""

from __future__ import annotations

import html
import html.entities
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, _markup
from newsstudy.corpus.readers._markup import local, words
from newsstudy.corpus.readers._protocol import Broken, Piece, Source
from newsstudy.errors import ReadError

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OWN = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_SUBSET = re.compile(rb"<!DOCTYPE[^\[>]{0,2000}\[([^\]]{0,65536})\]\s{0,100}>")
_ENTITY = re.compile(rb"<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+(?:\"([^\"&%<]{0,16}|&#\w{1,7};)\"|'([^'&%<]{0,16}|&#\w{1,7};)')\s*>")
# Senders put a dash into XML as an element of their own making, escaped or not, closed or not.
_DASHES = re.compile(rb"(?:<|&lt;)(en|em)dash\s*/?(?:>|&gt;)(?:[ -]{0,3}(?:<|&lt;)/(?:en|em)dash\s*(?:>|&gt;))?")
_TWICE = re.compile(r"&(?:#[0-9]{2,5}|#x[0-9A-Fa-f]{2,4}|amp|quot|apos|nbsp|lt|gt);")
_TAG = re.compile(r"<[A-Za-z_][^<>]*>")
_BEFORE = (("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">"))
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_COMPACT = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]?([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?"
    r" ?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
# How a byline begins, by the language of the article; English where it is not known.
_BY = {"en": "By", "de": "Von", "fr": "Par", "es": "Por", "pt": "Por", "it": "Di", "nl": "Door", "sv": "Av", "nb": "Av",
       "no": "Av", "nn": "Av", "da": "Af"}  # fmt: skip
_NAME = r"(?:[^\W\d_a-z][\w.'’-]{0,40}|and|de|den|van|von|der|la|le|bin|al|el)"
_BODY_BYLINE = re.compile(rf"By ({_NAME}(?:,? {_NAME}){{1,8}})")
_INITIALS = re.compile(r"[a-z]{1,4}(?:/[a-z]{1,4}){1,4}")  # "gr/bp": a desk's signs
NOTHING = {"no-data-available", "n/a"}
_NOBODY = NOTHING | {"staff reporter", "staff reporters", "staff writer", "staff writers", "staff"}


def first_tag(head: bytes) -> str:
    """The first start tag of an XML file with its attributes, '' where there is none; for sniffing."""
    start, tag = _first_tag(head)
    return tag if start >= 0 else ""


def _first_tag(head: bytes) -> tuple[int, str]:
    """Where the first start tag begins, and the tag; declaration, comments and document type are passed over one by one."""
    text = head.decode("utf-16", "ignore") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    place = 3 if text.startswith("ï»¿") else 0
    while True:
        while place < len(text) and text[place] in " \t\r\n\ufeff":
            place += 1
        ends = next((end for start, end in _BEFORE if text.startswith(start, place)), None)
        if ends is None:
            found = _TAG.match(text, place)
            return (place, found[0]) if found else (-1, "")
        until = text.find(ends, place)
        subset = text.find("[", place, until) if ends == ">" else -1
        if subset >= 0:
            until = text.find(">", text.find("]", subset)) if text.find("]", subset) >= 0 else -1
        if until < 0:
            return -1, ""
        place = until + len(ends)


def tag_name(tag: str) -> str:
    """The name in a start tag without its prefix: "ns0:newsItem guid=…" is "newsItem"."""
    found = re.match(r"</?(?:[\w.-]+:)?([\w.-]+)", tag)
    return found[1] if found else ""


def in_utf8(content: bytes) -> tuple[bytes, str]:
    """XML in UTF-8 without its declaration, and how its encoding was found; what a file declares is often not so."""
    found = _DECLARED.match(content)
    declared = found[1].decode("ascii") if found else None
    text, how = _encoding.decode(content, declared=declared)
    bare = text.lstrip("\ufeff \t\r\n")
    if bare.startswith("<?xml") and "?>" in bare:
        bare = bare[bare.index("?>") + 2 :]
        bare = "\n" * text[: len(text) - len(bare)].count("\n") + bare  # so that lines keep their numbers
    return bare.encode("utf-8", "replace"), how


def agency_root(content: bytes) -> Any:
    """The root of an agency's XML, with the two faults that agencies' files have mended first, safely.

    Named characters such as `&eacute;` come from DTDs that are never fetched: they become numbers. Entities that a file
    defines itself are put in by us where each is a handful of plain characters; any other makes the file be refused.
    """
    content = _DASHES.sub(lambda found: b"&#8211;" if found[1] == b"en" else b"&#8212;", content)
    if b"<!ENTITY" in content[:65536]:
        content = _own_entities(content)
    return _markup.xml_root(_NAMED.sub(_numbered, content))


def _numbered(found: re.Match[bytes]) -> bytes:
    code = html.entities.name2codepoint.get(found[1].decode("ascii"))
    return found[0] if code is None or found[1] in _OWN else b"&#%d;" % code


def _own_entities(content: bytes) -> bytes:
    subset = _SUBSET.match(content, max(content.find(b"<!DOCTYPE"), 0))
    if subset is None or _ENTITY.sub(b"", subset[1]).strip():
        return content  # not understood as harmless: the parser's door refuses it
    meant = {name: (double or single) for name, double, single in _ENTITY.findall(subset[1])}
    rest = content[subset.end() :]
    return content[: subset.start()] + _NAMED.sub(lambda found: meant.get(found[1], found[0]), rest)


def items(source: Source, names: frozenset[str]) -> Iterator[Piece]:
    """The outermost elements of these names, each a piece; of a file that is not well-formed, each item is tried alone."""
    content, source.notes["encoding"] = in_utf8(source.content())
    try:
        root = agency_root(content)
    except ReadError as error:
        yield from _cut_out(content, names, error)
        return
    position = 0
    todo = [root]
    while todo:
        element = todo.pop()
        if local(element) in names:
            position += 1
            yield Piece(position, f"item {position}, line {element.sourceline}", element)
        else:
            todo.extend(reversed(list(element)))


def _cut_out(content: bytes, names: frozenset[str], error: ReadError) -> Iterator[Piece]:
    place, tag = _first_tag(content[: 1 << 16])
    either = "|".join(sorted(names)).encode("ascii")
    opened = list(re.finditer(rb"<((?:[\w.-]{1,30}:)?(?:%s))(?=[\s>])" % either, content))
    if place < 0 or not opened or tag_name(tag) in names:
        raise error
    before = content[:place] + tag.encode("latin-1", "replace")
    closing = b"</" + re.split(r"[\s>/]", tag[1:])[0].encode("latin-1", "replace") + b">"
    end = 0
    position = 0
    for found in opened:
        if found.start() < end:
            continue
        position += 1
        where = f"item {position}, byte {found.start()}"
        close = re.compile(rb"</%s\s*>" % re.escape(found[1])).search(content, found.end())
        if close is None:
            yield Piece(position, where, Broken("the file breaks off inside it; fetch the file again"))
            return
        end = close.end()
        yield Piece(position, where, before + content[found.start() : end] + closing)


def item_of(piece: Piece, names: frozenset[str]) -> Any:
    """The element of a piece that `items` gave."""
    content = piece.content
    if isinstance(content, Broken):
        raise ReadError(content.reason)
    if not isinstance(content, bytes):
        return content
    for element in agency_root(content).iter("{*}*"):
        if local(element) in names:
            return element
    raise ReadError("no item in it")


def page_of(source: Source) -> Any:
    """The root of an HTML page, in the encoding that it declares and that its bytes are in."""
    content = source.content()
    found = _CHARSET.search(content[:4096])
    text, source.notes["encoding"] = _encoding.decode(content, declared=found[1].decode("ascii") if found else None)
    return _markup.html_root(text)


def child(element: Any, *path: str) -> Any:
    """The first element at a path of local names, whatever their namespaces; None where there is none."""
    for name in path:
        element = next((each for each in element if local(each) == name), None) if element is not None else None
    return element


def children(element: Any, *path: str) -> list[Any]:
    """All elements at a path of local names, whatever their namespaces."""
    level = [element] if element is not None else []
    for name in path:
        level = [each for parent in level for each in parent if local(each) == name]
    return level


def below(element: Any, *names: str) -> Iterator[Any]:
    """All elements of these local names at any depth, in order."""
    for each in element.iter("{*}*"):
        if local(each) in names:
            yield each


def filled(**values: Any) -> dict[str, Any]:
    """The columns that hold something."""
    return {name: value for name, value in values.items() if value is not None and value != ""}


def joined_names(names: Iterable[str | None]) -> str:
    """Names as one cell: "A; B", without repetitions, in the order of the file."""
    return "; ".join(dict.fromkeys(bare for name in names if (bare := words(name))))


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits, or None; 0 as a count of words means that nobody counted."""
    bare = (text or "").strip()
    return int(bare) or None if re.fullmatch(r"[0-9]{1,9}", bare) else None


def dated(written: str | None) -> dict[str, Any]:
    """The columns of a date that a machine wrote: "20131020T192751+1100" is 2013-10-20T19:27:51+11:00.

    Midnight without a zone is the day. What is in no such form is left to the reader of written dates.
    """
    raw = words(written)
    if not raw:
        return {}
    found = _COMPACT.fullmatch(raw)
    if found is None:
        return {"date": raw}
    year, month, day, hour, minute, second, part, zone = found.groups()
    iso = f"{year}-{month}-{day}"
    if hour and (zone or f"{hour}{minute}{second or '00'}" != "000000"):
        iso += f"T{hour}:{minute}" + (f":{second}" if second else "") + (f".{part}" if part and part.strip("0") else "")
        iso += "" if not zone else "+00:00" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}"
    return {"date": iso, "date_raw": raw}


def author(byline: str | None, language: str | None = None) -> str:
    """A byline without its first word: "By Jane Example" is "Jane Example", "Von Max Muster, dpa" "Max Muster, dpa"."""
    bare = words(byline)
    by = {_BY["en"], _BY.get((language or "en").lower()[:2], "By")}
    first, _, rest = bare.partition(" ")
    bare = rest if rest and (first in by or first in ("BY", "by")) else bare
    return "" if bare.lower() in _NOBODY or _INITIALS.fullmatch(bare) else bare


def body_author(parts: list[str]) -> str:
    """The author where a paragraph of its own among the first eight says no more than "By Jane Example"."""
    for part in parts[:8]:
        found = _BODY_BYLINE.fullmatch(part.rstrip(" ="))
        if found:
            return found[1]
    return ""


def mended(parts: list[str]) -> list[str]:
    """Paragraphs with what was escaped twice unescaped: "o&#39;clock" in the text itself is "o'clock"."""
    return [words(html.unescape(part)) if _TWICE.search(part) else part for part in parts]


def without_title(parts: list[str], title: str | None) -> list[str]:
    """Paragraphs without a first one that only repeats the title."""
    return parts[1:] if len(parts) > 1 and title and parts[0] == title else parts


def plain_paragraphs(text: str) -> list[str]:
    """Paragraphs of plain text: cut at blank lines and indents; where it has neither and long lines, each line is one."""
    parts = _markup.wrapped_paragraphs(text)
    lines = [bare for line in text.splitlines() if (bare := words(line))]
    if len(parts) == 1 and len(lines) > 1 and max(map(len, lines)) > 100:
        return lines
    return parts


def marked_paragraphs(text: str, silent: frozenset[str] = _markup.SILENT) -> list[str]:
    """Paragraphs of text that may be HTML, by what it holds and not by what its sender says that it is."""
    if re.search(r"<(?:p|br|div|html|body|h[1-6]|ul|table|section|article|a|b|i|em|strong|span)\b[^<>]*>", text, re.IGNORECASE):
        return _markup.paragraphs(_markup.html_root(text), silent=silent, wrapped=True)
    return plain_paragraphs(html.unescape(text) if _TWICE.search(text) else text)


def skipped_words(skipped: Counter[str]) -> str:
    """What a file holds beside articles: "2 pictures, 1 event"."""
    return ", ".join(f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in sorted(skipped.items()))
