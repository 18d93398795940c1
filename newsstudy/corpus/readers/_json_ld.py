"""The article's own card in a web page: schema.org metadata in JSON-LD, read although pages write it badly."""

from __future__ import annotations

import collections
import html
import json
import re
from collections.abc import Iterable
from typing import Any

from newsstudy.corpus.readers import _markup
from newsstudy.corpus.readers._html_bits import has_tags, html_paragraphs, plain_of
from newsstudy.corpus.readers._protocol import MAX_JSON_DEPTH

MAX_SCRIPT = 1 << 22  # 4 M characters; beyond that a script is data of a program, no card
MAX_NODES = 20_000
ARTICLES = frozenset(
    (
        *("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle"),
        *("ReviewNewsArticle", "AskPublicNewsArticle", "Article", "AdvertiserContentArticle", "SatiricalArticle", "Report"),
        *("LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "DiscussionForumPosting", "Review", "CriticReview"),
        *("TechArticle", "ScholarlyArticle", "MedicalScholarlyArticle"),
    )
)
NEWS = frozenset(name for name in ARTICLES if name.endswith("NewsArticle")) | {"LiveBlogPosting"}
# What is believed of the page's dates and names where it has no article's card.
PAGES = frozenset(
    ["ClaimReview", "WebPage", "ItemPage", "CreativeWork", "AboutPage", "VideoObject", "AudioObject", "PodcastEpisode"]
)
# Where the article may be found within another node; lists of other articles (itemListElement, hasPart) are not followed.
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")
# Strings come first, so that what looks like a comment within one stays; each alternative takes all it can, without going back.
_OUTSIDE = re.compile(
    r'"(?:[^"\\]++|\\.)*+\\?(?:"|\Z)|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)|<!--|-->|<!\[CDATA\[|\]\]>|,(?=\s*+[}\]])',
    re.DOTALL,
)
_WRONG_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+\\?(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)
_BY = re.compile(r"^\s*(?:by|von|par|por|door|di)\s*:?\s+", re.IGNORECASE)
_AND = re.compile(r" (?:and|und|et|og|och|en|e|y|&) ")
_AND_OR_COMMA = re.compile(r"\s*,?\s+(?:and|und|et|og|och|en|e|y|&)\s+|\s*,\s*")
_WHOLE_NAME = re.compile(r"[^\W\d_]\S*(?: \S+){1,3}")
_NO_NAME = re.compile(r"^(?:https?:)?/|^www\.|^[\w.+-]+@[\w.-]+$|^[\W\d_]*$|^\((?:image|photo)\b", re.IGNORECASE)


def values_of(root: Any) -> list[Any]:
    """All that the page says in JSON-LD, one value for each script that could be read; what cannot be is passed over."""
    found: list[Any] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json") and script.text:
            found.extend(values_in(script.text))
    return found


def values_in(written: str) -> list[Any]:
    """The values in one script: usually one, several where objects stand one behind the other, none where it is no JSON.

    Control characters within strings, JavaScript comments, comment marks around all of it, commas before a closing bracket,
    a semicolon at the end and escapes that JSON does not have are put up with.

    Examples
    --------
    >>> values_in('/* card */ {"headline": "Snow\\tfalls", } // end')
    [{'headline': 'Snow\\tfalls'}]
    """
    if len(written) > MAX_SCRIPT or too_deep(written):
        return []
    value = _loaded(written)
    if value is not None:
        return value
    for attempt in (_OUTSIDE.sub(_kept, written), html.unescape(written)):
        cleaned = _WRONG_ESCAPE.sub(_mended, _OUTSIDE.sub(_kept, attempt)).strip(" \t\r\n;\ufeff")
        if (value := _loaded(cleaned)) is not None:
            return value
        if value := _one_by_one(cleaned):
            return value
    return []


def too_deep(written: str, limit: int = MAX_JSON_DEPTH) -> bool:
    """Whether brackets outside strings nest deeper than the limit; Python's own parser might run out of stack."""
    if written.count("[") + written.count("{") <= limit:
        return False
    depth = 0
    for found in _BRACKETS.finditer(written):
        mark = found[0][0]
        if mark in "[{":
            depth += 1
            if depth > limit:
                return True
        elif mark in "]}":
            depth -= 1
    return False


def _loaded(written: str) -> list[Any] | None:
    try:
        value = json.loads(written, strict=False)
    except ValueError:
        return None
    return [] if value is None else [value]


def _one_by_one(written: str) -> list[Any]:
    """Objects that stand one behind the other without a list around them; a cut last one is left out."""
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    place = 0
    while place < len(written) and len(found) < 100:
        try:
            value, place = decoder.raw_decode(written, place)
        except ValueError:
            break
        found.append(value)
        while place < len(written) and written[place] in " \t\r\n,;":
            place += 1
    return [value for value in found if isinstance(value, dict | list)]


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0][0] == '"' else ""


def _mended(found: re.Match[str]) -> str:
    return found[0] if found[1] else found[2]


def nodes_of(values: Iterable[Any]) -> list[dict[str, Any]]:
    """All objects that may be the page's own article, in the order of the page."""
    found: list[dict[str, Any]] = []
    todo = collections.deque(values)
    while todo and len(found) < MAX_NODES:
        value = todo.popleft()
        if isinstance(value, list):
            todo.extendleft(reversed(value))
        elif isinstance(value, dict):
            found.append(value)
            todo.extendleft(value[name] for name in reversed(_WITHIN) if isinstance(value.get(name), dict | list))
    return found


def types_of(node: dict[str, Any]) -> list[str]:
    """The node's types by their last word: "NewsArticle" for "http://schema.org/NewsArticle"."""
    return [re.split(r"[/#:]", name)[-1] for name in strings(node.get("@type"))]


def strings(value: Any) -> list[str]:
    """The strings in a value that may be a string, a list of them, or something else."""
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """The first string of a value as plain text on one line; '' where there is none. HTML in it is read as HTML."""
    for one in strings(value):
        if plain := plain_of(one):
            return plain
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"))
    return ""


def chosen(nodes: list[dict[str, Any]], *, urls: Iterable[str] = (), titles: Iterable[str] = ()) -> dict[str, Any] | None:
    """The node of the page's own article: the one with the page's address or title, else the first news article.

    None where no node is an article; a page that only lists articles has several, and none with its address.
    """
    addresses = {_address(url) for url in urls if url}
    headings = [title.casefold() for title in titles if title]
    best: tuple[int, int] | None = None
    winner = None
    for place, node in enumerate(nodes):
        kinds = types_of(node)
        if not ARTICLES.intersection(kinds):
            continue
        own = {_address(url) for name in ("url", "mainEntityOfPage", "@id") for url in _urls(node.get(name))}
        headline = text_of(node.get("headline") or node.get("name")).casefold()
        score = 4 * bool(own & addresses) + 2 * bool(headline and any(headline in title for title in headings))
        rank = (score + bool(NEWS.intersection(kinds)), -place)
        if best is None or rank > best:
            best, winner = rank, node
    return winner


def card_of(node: dict[str, Any], nodes: list[dict[str, Any]]) -> dict[str, str]:
    """What an article's node says, under the names of our columns; `body` is its text, where it carries it."""
    named = {one["@id"]: one for one in reversed(nodes) if isinstance(one.get("@id"), str) and len(one) > 1}
    by = _names(node.get("author"), named) or _names(node.get("creator"), named)
    publishers = [name for name, _ in _names(node.get("publisher"), named)]
    people = [name for name, person in by if person and name not in publishers]
    organisations = [name for name, person in by if not person or name in publishers]
    card = {
        "title": text_of(node.get("headline")) or text_of(node.get("name")),
        "date": _first(node, "datePublished", "dateCreated"),
        "date_modified": _first(node, "dateModified"),
        "author": "; ".join(dict.fromkeys(people)),
        "organisation": "; ".join(dict.fromkeys(organisations)),
        "source": publishers[0] if publishers else "",
        "section": _joined(node.get("articleSection")),
        "keywords": _joined(node.get("keywords")),
        "summary": text_of(node.get("description")),
        "language": next((name for one in as_list(node.get("inLanguage")) if (name := _language(one))), ""),
        "url": next((url for name in ("url", "mainEntityOfPage") for url in _urls(node.get(name))), ""),
        "body": next((text for name in ("articleBody", "reviewBody") if (text := _body(node.get(name)))), ""),
    }
    return {name: value for name, value in card.items() if value}


def as_list(value: Any) -> list[Any]:
    """The value itself as a list of one, unless it is a list or missing."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(node: dict[str, Any], *names: str) -> str:
    for name in names:
        for value in as_list(node.get(name)):
            written = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else text_of(value)
            if written.strip():
                return written.strip()
    return ""


def _names(value: Any, named: dict[str, dict[str, Any]]) -> list[tuple[str, bool]]:
    """Names, and whether each may be a person's; given as strings, objects, references to objects, or lists of these."""
    found = []
    for one in as_list(value)[:200]:
        key = one if isinstance(one, str) else one.get("@id") if isinstance(one, dict) and "name" not in one else None
        known = named.get(key, one) if isinstance(key, str) else one
        if isinstance(known, dict):
            given = " ".join(filter(None, (text_of(known.get("givenName")), text_of(known.get("familyName")))))
            every = [plain_of(name) for name in strings(known.get("name"))] or [given]
            person = not any(kind.endswith("Organization") for kind in types_of(known))
        else:
            every, person = ([plain_of(known)] if isinstance(known, str) else []), True
        for name in map(byline, every):
            found += [(part, person) for part in (people_in(name) if person else [name]) if part]
    return found


def people_in(name: str) -> list[str]:
    """The people in "Ann Lee, Bo Ek and Cy Ray"; the name as one where a part of it is hardly a whole name.

    Examples
    --------
    >>> people_in("Ann Lee, Bo Ek and Cy Ray"), people_in("Ann Lee und Bo Ek, Nairobi")
    (['Ann Lee', 'Bo Ek', 'Cy Ray'], ['Ann Lee und Bo Ek, Nairobi'])
    """
    if not _AND.search(name):
        return [name]
    parts = [part for part in _AND_OR_COMMA.split(name) if part]
    return parts if all(_WHOLE_NAME.fullmatch(part) for part in parts) else [name]


def byline(written: str) -> str:
    """A name without "By "; '' for what is an address or no name at all."""
    name = _BY.sub("", written).strip(" ,;|")
    return "" if _NO_NAME.search(name) or len(name) > 300 else name


def _urls(value: Any) -> list[str]:
    found = []
    for one in as_list(value):
        if isinstance(one, dict):
            one = one.get("@id") or one.get("url")
        if isinstance(one, str) and one.strip():
            found.append(one.strip())
    return found


def _address(url: str) -> str:
    """An address as it can be compared: without scheme, fragment, a slash at its end and what marks where a reader came from."""
    return re.sub(r"^https?:", "", url.split("#", 1)[0]).rstrip("/").casefold()


def _joined(value: Any) -> str:
    if isinstance(value, str):
        return plain_of(value)
    return "; ".join(dict.fromkeys(text for one in as_list(value)[:500] if (text := text_of(one))))


def _language(value: Any) -> str:
    return text_of(value.get("alternateName") or value.get("name")) if isinstance(value, dict) else text_of(value)


def _body(value: Any) -> str:
    """An article's text with a blank line between its paragraphs, whether it was written as HTML or as lines."""
    parts = []
    for one in strings(value):
        if has_tags(one):
            parts += html_paragraphs(one)
        else:
            lines = (html.unescape(one) if "&" in one else one).replace("\r", "\n").split("\n")
            parts += [line for line in map(_markup.words, lines) if line]
    return _markup.joined(parts)
