"""What ProQuest's exports share: labelled fields in any language of its interface, and what they become as columns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from newsstudy.corpus.readers import _markup, _protocol, _vendor
from newsstudy.errors import ReadError

LABELS = "proquest-labels-1"
_LABEL = re.compile(r"([^\W\d_][^:：\n]{1,58}?)\s{0,4}[:：](?=\s|$|[^/\s])")
_BROKEN_DATE = re.compile(r"([^\W\d_]{3,12}\.?)\s*([0-9](?:\s?[0-9])?)\s*,\s*([0-9](?:\s?[0-9]){3})")
_DATE_IN_INFO = re.compile(r"\b([0-9]{1,2} [^\W\d_]{3,12}\.? (?:1[5-9]|20)[0-9]{2})\b")
_DOCVIEW = re.compile(r"/docview/([0-9]{4,15})")
_HOST = re.compile(r"([a-z0-9.-]*proquest(?:-com|\.com))(?:$|[.-])")
_NAME = re.compile(r"Name:\s*([^;]+)")
_WRAPPED = (58, 100)  # the length of a line that was broken, not ended


@functools.cache
def _fields() -> dict[str, str]:
    return {_vendor.key(label): field for field, names in _vendor.labels(LABELS)["fields"].items() for label in names}


@functools.cache
def _weak() -> frozenset[str]:
    return frozenset(_vendor.labels(LABELS)["weak"])


@functools.cache
def _idle() -> frozenset[str]:
    return frozenset(map(_vendor.key, _vendor.labels(LABELS)["link_lines"]))


def field_of(label: str) -> str | None:
    """The field that a label names, in any language of the interface, however its blanks were lost."""
    return _fields().get(_vendor.key(label))


def labelled(line: str) -> tuple[str, str] | None:
    """Field and value of a line such as "Publication date: May 8, 2010"; None where it begins with no known label."""
    start = line[:64]
    if ":" not in start and "：" not in start:
        return None
    found = _LABEL.match(line)
    if found is None:
        return None
    field = field_of(found[1])
    return (field, line[found.end() :].strip()) if field else None


def is_idle(line: str) -> bool:
    """Whether a line is a link's name and nothing else."""
    return _vendor.key(re.split(r"\s*<?https?:", line)[0]) in _idle()


def fields_of(lines: Sequence[str]) -> dict[str, list[str]]:
    """The fields of an article that is written line by line; the first line without a label is "headline".

    The text runs on until a label follows that no article would begin a paragraph with, or labels alone up to such a one.
    """
    marks = [labelled(line) for line in lines]
    fields: dict[str, list[str]] = {}
    current = "headline"
    for place, line in enumerate(lines):
        mark = marks[place]
        if current in ("text", "abstract") and not _ends(lines, marks, place, current, fields):
            mark = None
        if mark is not None:
            current = mark[0]
            while current in fields and current in ("text", "abstract") and fields[current]:
                current = f"{current}_again"
            fields.setdefault(current, []).append(mark[1])
        elif current in ("text", "abstract") or (line.strip() and not is_idle(line)):
            fields.setdefault(current, []).append(line)
    return fields


def _ends(
    lines: Sequence[str], marks: Sequence[tuple[str, str] | None], place: int, current: str, fields: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the text or abstract ends before this line: paragraphs of articles begin with "Location:" or "Title:" too."""
    mark = marks[place]
    if mark is None:
        return False
    if mark[0] not in _weak() or (current == "abstract" and mark[0] in ("links", "text")):
        return True
    if mark[0] in fields:
        return False
    for later in range(place + 1, len(lines)):
        if lines[later].strip():
            follows = marks[later]
            if follows is None:
                return False
            if follows[0] not in _weak():
                return True
    return True


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines as paragraphs: one each, unless they were broken at a width and blank lines stand between paragraphs."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line.strip())
        elif groups[-1]:
            groups.append([])
    inner = [line for group in groups for line in group[:-1]]
    low, high = _WRAPPED
    if len(groups) > 1 and inner and all(low <= len(line) <= high for line in inner):
        return [_markup.words(" ".join(group)) for group in groups if group]
    return [_markup.words(line) for group in groups for line in group]


def public_url(written: str | None) -> str | None:
    """The address of a document without the reader's library: no proxy, account or session; None where nothing public is left.

    Examples
    --------
    >>> public_url("https://login.proxy.example.edu/login?url=https://search.proquest.com/docview/12345?accountid=99")
    'https://search.proquest.com/docview/12345'
    >>> public_url("https://search-proquest-com.proxy.example.edu/docview/12345/abstract")
    'https://search.proquest.com/docview/12345/abstract'
    """
    text = (written or "").strip()
    if "<" not in text and not re.search(r"\shttps?:", text, re.IGNORECASE):
        text = re.sub(r"\s", "", text)  # exports put blanks into long words: "https: //www"
    found = re.search(r"https?://[^\s<>\"]+", text, re.IGNORECASE)
    if found is None:
        return None
    address = found[0]
    for _ in range(3):
        try:
            parts = urlsplit(address)
            inner = parse_qs(parts.query, max_num_fields=50)
        except ValueError:
            return None
        target = next(
            (unquote(value) for name in ("url", "qurl", "goto") for value in inner.get(name, ()) if "://" in unquote(value)), None
        )
        after = parts.path.find("http")  # some proxies put the whole address behind their own
        if target is None and after >= 0 and "://" in parts.path[after:]:
            target = parts.path[after:]
        if target is None:
            break
        address = target
    host = _HOST.match((parts.hostname or "").lower())
    if host is None:
        return None
    name = host[1].replace("-", ".")
    return f"https://{name}{parts.path.split(';')[0].rstrip('/')}"


def _original(written: str | None) -> str | None:
    """The publisher's own address, unless it leads through a library's proxy."""
    found = re.match(r"https?://[^\s<>\"]+", written or "", re.IGNORECASE)
    if found is None:
        return None
    host = found[0].split("/")[2].lower()
    return None if "proxy" in host or "idm.oclc" in host or "url=http" in found[0] else found[0]


def date_of(written: str | None) -> tuple[str | None, str | None]:
    """A date, and the form that it was written in where that had to be mended: "Jan 11, 2 009" means "Jan 11, 2009"."""
    text = _markup.words(written)
    found = _BROKEN_DATE.fullmatch(text)
    if found is None:
        return text or None, None
    month, day, year = (re.sub(r"\s", "", part) for part in found.groups())
    mended = f"{month} {day}, {year}"
    return mended, (text if mended != text else None)


def columns_of(fields: Mapping[str, Sequence[str]], body: Sequence[str], *, vendor_id: str | None = None) -> dict[str, Any]:
    """The columns of an article from its fields and the paragraphs of its text.

    Raises
    ------
    ReadError
        There is no text in it.
    """

    def one(field: str) -> str | None:
        return _markup.words(" ".join(fields.get(field, ()))) or None

    info = one("publication_info")
    text, apart = _apart(body)
    if len(text) == 1 and _nothing(text[0]):
        raise ReadError(f"no text in it: {text[0]!r} stands in its place")
    date, raw = date_of(one("date"))
    if date is None:
        found = _DATE_IN_INFO.search(info or "")
        date = found[1] if found else one("year")
    address = one("url") or one("links") or ""
    number = _DOCVIEW.search(unquote(address))
    abstract = _markup.joined(paragraphs([line for name in ("abstract", "abstract_again") for line in fields.get(name, ())]))
    return _vendor.kept(
        {
            "text": _protocol.checked_text(_markup.joined(text)),
            "title": one("title") or (_markup.words(fields["headline"][0]) if fields.get("headline") else None),
            "date": date,
            "date_raw": raw,
            "source": _source(one("source"), info),
            "author": _authors(fields.get("author", ())),
            "section": _vendor.listed([one("section")]),
            "page": one("page") or one("first_page"),
            "edition": one("edition"),
            "volume": one("volume"),
            "issue": one("issue"),
            "language": _vendor.language(one("language")),
            "url": public_url(one("url")),
            "original_url": _original(one("original_url")),
            "vendor_id": (one("vendor_id") or "").replace(" ", "") or vendor_id or (number[1] if number else None),
            "word_count": _vendor.number(one("word_count")),
            "summary": None if _nothing(abstract) else abstract,
            "dateline": one("dateline"),
            "subjects": _split(one("subjects")),
            "keywords": _split(one("keywords")),
            "places": _split(one("places")),
            "people": _split(one("people")),
            "companies": _companies(one("companies")),
            "publisher": one("publisher"),
            "document_type": one("document_type"),
            "rights": one("rights"),
            "column_title": one("column"),
            **apart,
        }
    )


def _nothing(text: str) -> bool:
    return _vendor.key(text) in {_vendor.key(one) for one in _vendor.labels(LABELS)["none"]}


def _split(text: str | None) -> str | None:
    return _vendor.listed(text.split(";")) if text else None


def _companies(text: str | None) -> str | None:
    """ "Name: A; NAICS: 1; Name: B" as "A; B"."""
    names = _NAME.findall(text or "")
    return _vendor.listed(names) if names else _split(text)


def _authors(parts: Iterable[str]) -> str | None:
    names = [_vendor.author(name) for part in parts for name in part.split(";")]
    return _vendor.listed(names)


def _source(title: str | None, info: str | None) -> str | None:
    """The publication's title; where it was cut short ("Toronto"), the longer one of the publication info."""
    name = _markup.words(re.split(r"\s*[;\[]", info, maxsplit=1)[0]) if info else ""
    if title is None:
        return name or None
    return name if name.startswith(title + " ") else title


_ASIDES = {
    "caption": re.compile(r"(?i)(?:caption|illustration caption|photo caption)\s*:\s*"),
    "credit": re.compile(r"(?i)credit\s*:\s*"),
    "correction": re.compile(r"(?i)correction\s*:\s*(?:see correction appended\s*;\s*)?"),
}


def _apart(body: Sequence[str]) -> tuple[list[str], dict[str, str | None]]:
    """The text without the paragraphs that are captions, credits and corrections, and those."""
    text: list[str] = []
    held: dict[str, list[str]] = {name: [] for name in _ASIDES}
    for part in body:
        for name, pattern in _ASIDES.items():
            found = pattern.match(part)
            if found:
                held[name].append(part[found.end() :])
                break
        else:
            text.append(part)
    while text and _vendor.key(text[-1]) in ("illustration", "graphic", "photograph"):
        text.pop()
    if not text:  # a photograph with nothing but its caption
        return [part for parts in held.values() for part in parts], {}
    return text, {name: _vendor.listed(parts) for name, parts in held.items()}
