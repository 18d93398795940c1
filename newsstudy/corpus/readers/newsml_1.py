"""NewsML 1.x: items of agencies (AFP, ANA, Belga …), whose text lies as NITF, XHTML or escaped HTML in nested components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup, nitf
from newsstudy.corpus.readers._agency import below, child, children, filled, joined_names
from newsstudy.corpus.readers._markup import flat, local, words
from newsstudy.corpus.readers._protocol import Broken, Piece, Source, checked_text
from newsstudy.errors import ReadError

NAMES = frozenset(["NewsItem"])
# Parts of an item that are no text of the article: the sender says so by the role of their component.
ASIDE = {"caption", "legend", "title", "headline", "lead", "summary", "thumbnail", "copyright", "credit"}
PROPERTIES = {"City": "places", "Country": "places", "CountryArea": "places", "Keyword": "keywords", "Location": "places"}


class Newsml1:
    """One or several NewsItem elements below NewsML; pictures and the like are counted, not read."""

    name = "newsml_1"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the root element is NewsML; in G2 no element bears that name."""
        return 90 if _agency.tag_name(_agency.first_tag(source.head())) in ("NewsML", "NewsItem") else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each NewsItem with text in it, or each component with a headline and text of its own."""
        skipped: Counter[str] = Counter()
        position = 0
        for piece in _agency.items(source, NAMES):
            articles: list[Any] = [piece.content]
            if not isinstance(piece.content, Broken):
                try:
                    articles, others = _articles(_agency.item_of(piece, NAMES))
                except ReadError:
                    others = Counter()  # parse will say what is wrong with it
                skipped += others
            for article in articles:
                position += 1
                yield Piece(position, piece.place, article)
            if skipped:
                source.notes["passed over"] = _agency.skipped_words(skipped)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text of a component, and what its lines and the item's management say of it."""
        if not isinstance(piece.content, tuple):
            _agency.item_of(piece, NAMES)  # raises what is wrong with it
            raise ReadError("no item in it")
        item, component, contents = piece.content
        parts: list[str] = []
        inner = None
        for content in contents:
            found, inside = _content(content)
            known = set(parts)
            parts += [part for part in found if part not in known]
            inner = inside if inner is None else inner
        document = _metadata(item, component, parts, inner)
        document["text"] = checked_text(_markup.joined(_agency.without_title(parts, document.get("title"))))
        return document

    def declared(self, source: Source) -> int | None:
        """NewsML 1 declares nothing."""
        return None


def _articles(item: Any) -> tuple[list[tuple[Any, Any, list[Any]]], Counter[str]]:
    """The articles of an item as (item, component, its contents); and how many contents are of other kinds."""
    contents = list(below(item, "ContentItem"))
    others = Counter(kind for content in contents if (kind := _other_kind(content)))
    texts = [content for content in contents if not _other_kind(content) and _role(content) not in ASIDE]
    owned: dict[Any, list[Any]] = {}
    for content in texts:
        owned.setdefault(_owner(content, item), []).append(content)
    articles = [(item, owner, _unlike(held)) for owner, held in owned.items()]
    with_text = [article for article in articles if any(_content(content)[0] for content in article[2])]
    if with_text:
        return with_text, others
    if others:
        return [], others
    return [(item, child(item, "NewsComponent"), [])], others  # it claims to be text, and has none


def _other_kind(content: Any) -> str:
    found = child(content, "MediaType")
    kind = words(found.get("FormalName")).lower() if found is not None else "text"
    return "" if kind in ("text", "complexdata", "") else kind


def _role(content: Any) -> str:
    component = content.getparent()
    found = child(component, "Role")
    return words(found.get("FormalName")).lower() if found is not None else ""


def _owner(content: Any, item: Any) -> Any:
    """The innermost component around a content that has a headline: one article."""
    above = content.getparent()
    outermost = None
    while above is not None and above is not item:
        if local(above) == "NewsComponent":
            outermost = above
            if flat(child(above, "NewsLines", "HeadLine")):
                return above
        above = above.getparent()
    return outermost


def _unlike(contents: list[Any]) -> list[Any]:
    """Without renditions of the same text: of an EquivalentsList the first with text in it is taken."""
    kept: list[Any] = []
    lists: set[int] = set()
    for content in contents:
        above: Any = content.getparent()
        while above is not None and words(above.get("EquivalentsList")).lower() != "yes":
            above = above.getparent()
        if above is not None:
            if id(above) in lists or not _content(content)[0]:
                continue
            lists.add(id(above))
        kept.append(content)
    return kept


def _content(content: Any) -> tuple[list[str], Any]:
    data = child(content, "DataContent")
    if data is None:
        return [], None
    inner = next(below(data, "nitf", "body.content"), None)
    if inner is not None and local(inner) == "nitf":
        return nitf.body(inner)[0], inner
    if len(data) or inner is not None:
        inside = next(below(data, "body"), data)
        return _agency.mended(_markup.paragraphs(inside, blocks=nitf.BLOCKS, wrapped=True)), None
    return _agency.marked_paragraphs("".join(data.itertext())), None


def _metadata(item: Any, component: Any, parts: list[str], inner: Any) -> dict[str, Any]:
    envelope = child(item.getparent(), "NewsEnvelope")
    identifier = child(item, "Identification", "NewsIdentifier")
    management = child(item, "NewsManagement")
    first = child(item, "NewsComponent")
    lines = [child(each, "NewsLines") for each in (component, first) if each is not None]
    language = _formal(component, first, "DescriptiveMetadata", "Language")
    inside = nitf.metadata(inner, parts) if inner is not None else {}
    document = filled(
        vendor_id=flat(child(identifier, "PublicIdentifier")) or flat(child(identifier, "NewsItemId")),
        title=_line(lines, "HeadLine") or inside.get("title"),
        source=_formal(component, first, "AdministrativeMetadata", "Provider", "Party")
        or _formal(component, first, "AdministrativeMetadata", "Source", "Party")
        or _line(lines, "CreditLine")
        or flat(child(identifier, "ProviderId")),
        author=_agency.author(_line(lines, "ByLine"), language) or inside.get("author") or _agency.body_author(parts),
        language=language.lower() if len(language) == 2 else language or inside.get("language"),
        dateline=_line(lines, "DateLine") or inside.get("dateline"),
        summary=_line(lines, "SubHeadLine") or inside.get("summary"),
        slugline=_line(lines, "SlugLine") or flat(child(item, "Identification", "NameLabel")),
        keywords=joined_names(flat(each) for line in lines for each in children(line, "KeywordLine")),
        rights=_line(lines, "CopyrightLine"),
        urgency=_agency.whole(words((found.get("FormalName")) if (found := child(management, "Urgency")) is not None else "")),
        topics=_topics(component, first),
        word_count=_counted(component),
        version=flat(child(identifier, "RevisionId")),
    )
    for name, values in _properties(component, first).items():
        document.setdefault(name, values)
    date = (flat(child(management, name)) for name in ("ThisRevisionCreated", "FirstCreated"))
    written = (
        next((each for each in date if each), "") or flat(child(envelope, "DateAndTime")) or flat(child(identifier, "DateId"))
    )
    document.update(_agency.dated(written))
    return document


def _line(lines: list[Any], name: str) -> str:
    return next((text for line in lines if (text := flat(child(line, name)))), "")


def _formal(component: Any, first: Any, *path: str) -> str:
    """The FormalName at a path below the component, else below the item's first one."""
    for each in (component, first):
        for found in children(each, *path):
            name = words(found.get("FormalName"))
            if name:
                return name
    return ""


def _topics(component: Any, first: Any) -> str:
    """The codes of subjects, of this component and of what lies around it."""
    codes = [
        found.get("FormalName")
        for each in dict.fromkeys((component, first))
        for subject in children(each, "DescriptiveMetadata", "SubjectCode")
        for found in subject
    ]
    return joined_names(codes)


def _properties(component: Any, first: Any) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for each in dict.fromkeys((component, first)):
        for place in (child(each, "DescriptiveMetadata"), child(each, "DescriptiveMetadata", "Location")):
            for given in children(place, "Property"):
                column = PROPERTIES.get(given.get("FormalName") or "")
                if column:
                    found.setdefault(column, []).append(given.get("Value") or flat(given))
    return filled(**{column: joined_names(values) for column, values in found.items()})


def _counted(component: Any) -> int | None:
    for found in below(component, "Property") if component is not None else ():
        if (found.get("FormalName") or "").lower() in ("wordcount", "words"):
            return _agency.whole(found.get("Value"))
    return None
