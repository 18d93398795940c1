"""What a web page says of its article outside JSON-LD: meta tags, time elements, canonical address; nothing from the clock."""

from __future__ import annotations

import re
from typing import Any

from newsstudy.corpus.readers import _json_ld, _markup
from newsstudy.corpus.readers._html_bits import plain_of

# Names of meta tags in the order in which they are believed, in lower case and without `:`, `.`, `_` and `-`, which every
# site puts elsewhere; `property`, `name`, `itemprop` and `http-equiv` are one here.
DATES = (
    *("articlepublishedtime", "ogarticlepublishedtime", "articlepublished", "datepublished", "rnewsdatepublished"),
    *("parselypubdate", "sailthrudate", "cxenseparserecspublishtime", "cxenseparsepublishtime", "citationonlinedate"),
    *("articledateoriginal", "originalpublicationdate", "originalpublishdate", "publicationdate", "publishdate"),
    *("publisheddate", "publishedat", "publishedtime", "publishtime", "pubdate", "ptime", "dcdateissued", "dctermsissued"),
    *("dctermsavailable", "dcdatecreated", "dctermscreated", "dctermsdate", "dcdate", "citationpublicationdate", "citationdate"),
    *("displaydate", "articlecreated", "datecreated", "created", "date"),
)
MODIFIED = (
    *("articlemodifiedtime", "ogarticlemodifiedtime", "articlemodified", "articleupdated", "datemodified", "ogupdatedtime"),
    *("dcdatemodified", "dctermsmodified", "lastmod", "lastmodified", "revised"),
)
TITLES = ("ogtitle", "twittertitle", "headline", "dctitle", "dctermstitle", "sailthrutitle", "parselytitle", "title")
AUTHORS = (
    *("author", "articleauthor", "ogarticleauthor", "byl", "dccreator", "dctermscreator", "parselyauthor", "sailthruauthor"),
    *("citationauthor", "cxenseparseauthor", "articleauthorname", "rbauthors", "creator", "authors"),
)
SOURCES = ("ogsitename", "applicationname", "dcpublisher", "dctermspublisher", "citationjournaltitle", "publisher")
SECTIONS = ("articlesection", "ogarticlesection", "section", "parselysection", "cxenseparsecategory")
KEYWORDS = ("newskeywords", "keywords", "articletag", "parselytags", "sailthrutags")
SUMMARIES = ("ogdescription", "description", "dcdescription", "dctermsdescription", "twitterdescription")
LANGUAGES = ("oglocale", "contentlanguage", "dclanguage", "dctermslanguage", "inlanguage")
MAX_TIMES = 50
MAX_VALUE = 10_000  # characters of one tag; beyond it is no metadata but an attack or a mistake
_BARE = str.maketrans("", "", ":._-")
_MANY = frozenset(KEYWORDS)
_ADDRESS_DAY = re.compile(r"/((?:19|20)[0-9]{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12][0-9]|3[01])(?=[/.-]|$)")
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\([0-9]+\)|Page saved with SingleFile\s+url:)\s*(https?://[^\s<>\"]{1,2000})")
_LOCALE = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[.@].*)?$")
_PUBLISHED = re.compile(r"publi|entry-date|posted|pubdate|dateline|article-date|article__date|post-date|timestamp", re.IGNORECASE)
_STROKE = re.compile(r"\s+[|–—·•«»:-]+\s+|\s*\|\s*")
_YEAR = re.compile(r"(?:^|[^0-9])(?:1[5-9]|20)[0-9]{2}")
_CHANGED = re.compile(r"modif|updat|aktualis|maj\b", re.IGNORECASE)


def metas_of(root: Any) -> dict[str, list[str]]:
    """The page's meta tags: their names in lower case, and what they say, in the order of the page."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        if not content or len(content) > MAX_VALUE:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (meta.get(attribute) or "")[:400].lower().split():
                found.setdefault(name.translate(_BARE), []).append(content)
    return found


def first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    """What the first of these tags says; all of it, joined by "; ", where a tag may be repeated."""
    for name in names:
        said = [plain for value in metas.get(name, ()) if (plain := plain_of(value))]
        if said:
            return "; ".join(dict.fromkeys(said)) if name in _MANY else said[0]
    return ""


def authors_of(metas: dict[str, list[str]]) -> list[str]:
    """The authors that the first meta tag with names has; profiles' addresses are no names."""
    for name in AUTHORS:
        said = [plain for value in metas.get(name, ()) if (plain := _json_ld.byline(plain_of(value)))]
        if said:
            return list(dict.fromkeys(one for name in said for one in _json_ld.people_in(name)))
    return []


def without_site(title: str, headings: list[str], sites: list[str]) -> str:
    """A title without the name of the site or section that stands behind a stroke: "Snow falls" for "Snow falls | Example".

    Cut is only what a heading of the page lacks or what names the site.

    Examples
    --------
    >>> without_site("Snow falls - The Example", ["Other"], ["The Example"]), without_site("Snow - 3 dead", [], [])
    ('Snow falls', 'Snow - 3 dead')
    """
    for heading in headings:
        if len(heading) > 3 and title.startswith(heading) and _STROKE.match(title, len(heading)):
            return heading
    for _ in range(3):
        end = max((found.start() for found in _STROKE.finditer(title)), default=0)
        tail = _STROKE.sub("", title[end:], count=1).casefold() if end > 0 else ""
        if not tail or tail not in {site.casefold() for site in sites}:
            break
        title = title[:end]
    return title


def dates_in(metas: dict[str, list[str]]) -> list[str]:
    """All that the tags say of the date of publication, the most trusted first, as written."""
    return [value for name in DATES for value in metas.get(name, ())]


def dates_on(root: Any) -> list[str]:
    """What stands on the page itself as a date of publication, the most trusted first, as written."""
    times: list[tuple[int, int, str]] = []
    for element in root.xpath("//time | //abbr[@title] | //*[contains(@itemprop, 'datePublished')]")[:MAX_TIMES]:
        written = (element.get("datetime") or element.get("content") or element.get("title") or "").strip()
        if not _YEAR.search(written):
            written = _markup.flat(element)
        if 6 <= len(written) <= 80 and _YEAR.search(written):
            times.append((_rank(element), len(times), written))
    return [written for rank, _, written in sorted(times) if rank < 3]


def dates_below(root: Any) -> list[str]:
    """Short lines with a year between the headline and the text, such as "14 January 2024" or "06.01.2024 | 14:07"."""
    found: list[str] = []
    passed = n_seen = 0
    for element in root.iter("h1", "span", "div", "p", "li", "small", "em", "strong", "td", "address"):
        if element.tag == "h1":
            n_seen = 1
        elif n_seen:
            line = _markup.flat(element) if len(element) < 8 else ""
            if len(line) <= 60:
                found += [part for part in (line, *_STROKE.split(line)) if _YEAR.search(part)]
            passed += len(element.text or "")
            n_seen += 1
            if passed > 400 or n_seen > 120:
                break
    return found[:20]


def _rank(element: Any) -> int:
    """How far a visible element is to be believed as the date of publication: 0 says it is, 2 is any time, 3 is another date."""
    marks = element.get("itemprop", "")
    if "datePublished" in marks or element.get("pubdate") is not None:
        return 0
    other = bool(marks)  # the day of an event, until when a price holds
    marks = f"{element.get('class', '')} {element.get('id', '')} {marks}"
    if other or _CHANGED.search(marks):
        return 3
    return 1 if _PUBLISHED.search(marks) else 2 if element.get("datetime") else 3


def address_day(url: str) -> str:
    """The day that an address names, such as /2024/01/14/, as ISO 8601; '' where it names none.

    Examples
    --------
    >>> address_day("https://example.org/news/2024/1/14/harbour.html")
    '2024-01-14'
    """
    found = _ADDRESS_DAY.search(url)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def addresses_of(root: Any, metas: dict[str, list[str]], text: str) -> list[str]:
    """The page's own whole addresses: canonical link, og:url, and what a browser noted when it saved the page."""
    found = [link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    found += metas.get("ogurl", []) + metas.get("twitterurl", [])
    found += [saved[1] for saved in [_SAVED_FROM.search(text[:5000])] if saved]
    found = [f"https:{url}" if url.startswith("//") else url.strip() for url in found]
    return [url for url in dict.fromkeys(found) if re.match(r"https?://[^/\s]", url)]


def language_of(written: str) -> str:
    """A language as BCP 47 writes it: "en-GB" for "en_gb"; '' where it is none.

    Examples
    --------
    >>> language_of("en_gb"), language_of("zh-hans-cn"), language_of("English")
    ('en-GB', 'zh-Hans-CN', '')
    """
    found = _LOCALE.match(written.strip())
    if not found:
        return ""
    parts = (found[1].lower(), (found[2] or "").title(), (found[3] or "").upper())
    return "-".join(part for part in parts if part)
