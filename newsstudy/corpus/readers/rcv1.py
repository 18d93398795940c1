"""Reuters Corpora RCV1, RCV2 and TRC2: one newsitem a file, with the codes that Reuters' editors gave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _markup
from newsstudy.corpus.readers._agency import child, children, filled, joined_names
from newsstudy.corpus.readers._markup import flat, words
from newsstudy.corpus.readers._protocol import Piece, Source, checked_text

NAMES = frozenset(["newsitem"])
CODES = {"topics": "topics", "countries": "places", "industries": "industries"}


class Rcv1:
    """The newsitem files of the Reuters Corpora."""

    name = "rcv1"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the root element is newsitem with an itemid, as only these corpora have it."""
        tag = _agency.first_tag(source.head())
        if _agency.tag_name(tag) not in ("newsitem", "newsitems"):
            return 0
        return 95 if "itemid" in tag or b"<newsitem" in source.head() else 60

    def split(self, source: Source) -> Iterator[Piece]:
        """Each newsitem."""
        yield from _agency.items(source, NAMES)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text, and the codes; of the title the part after "COUNTRY:", as the headline has it."""
        item = _agency.item_of(piece, NAMES)
        language = words(item.get("{http://www.w3.org/XML/1998/namespace}lang"))
        title, headline = flat(child(item, "title")), flat(child(item, "headline"))
        facts = {each.get("element") or "": words(each.get("value")) for each in children(item, "metadata", "dc")}
        parts = _markup.paragraphs(text, wrapped=True) if (text := child(item, "text")) is not None else []
        document = filled(
            vendor_id=words(item.get("itemid")),
            title=headline or title.partition(": ")[2] or title,
            title_with_country=title if title != headline else None,
            source=facts.get("dc.source") or "Reuters",
            author=_agency.author(flat(child(item, "byline")), language),
            dateline=flat(child(item, "dateline")),
            language=language,
            rights=flat(child(item, "copyright")),
        )
        for codes in children(item, "metadata", "codes"):
            column = CODES.get((codes.get("class") or "").split(":")[1:2][0] if ":" in (codes.get("class") or "") else "")
            if column:
                document.update(filled(**{column: joined_names(code.get("code") for code in children(codes, "code"))}))
        document.update(_agency.dated(words(item.get("date")) or facts.get("dc.date.published")))
        document["text"] = checked_text(_markup.joined(_agency.mended(parts)))
        return document

    def declared(self, source: Source) -> int | None:
        """A newsitem declares nothing."""
        return None
