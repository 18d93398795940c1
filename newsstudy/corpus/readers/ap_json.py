"""AP Media API: answers of the Associated Press as JSON, items in the manner of ninjs inside an envelope."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _agency, _json, ninjs
from newsstudy.corpus.readers._protocol import Piece, Source
from newsstudy.errors import ReadError

MARKS = (rb'"api_version"\s*:', rb'"data"\s*:', rb'"items?"\s*:')


class ApJson:
    """One answer a file: an item, or a feed of items."""

    name = "ap_json"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the envelope of the AP Media API stands around an item."""
        head = source.head().removeprefix(b"\xef\xbb\xbf").lstrip()
        return 95 if head.startswith(b"{") and all(re.search(mark, head) for mark in MARKS) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each item that is text; pictures, videos and graphics are counted in the notes."""
        skipped: Counter[str] = Counter()
        position = 0
        for place, value in _json.values(source):
            for number, item in enumerate(_items(value), 1):
                articles, others = ninjs.sorted_out(item)
                skipped.update(others)
                for article in articles:
                    position += 1
                    yield Piece(position, f"{place} item {number}".strip(), article)
        if skipped:
            source.notes["passed over"] = _agency.skipped_words(skipped)

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The item as ninjs has it; the id is AP's own, for the address in `uri` belongs to the one who asked."""
        document = ninjs.document_of(piece.content)
        known = piece.content.get("altids")
        if isinstance(known, dict) and isinstance(known.get("itemid"), str) and known["itemid"].strip():
            document["vendor_id"] = known["itemid"].strip()
        document.pop("url", None)
        place = piece.content.get("datelinelocation")
        if isinstance(place, dict) and isinstance(place.get("city"), str):
            document.setdefault("dateline", place["city"])
        return document

    def declared(self, source: Source) -> int | None:
        """What a feed says that it holds, without the items that are no articles."""
        counts = []
        for _, value in _json.values(source):
            data = value.get("data") if isinstance(value, dict) else None
            count = data.get("current_item_count") if isinstance(data, dict) else None
            if not isinstance(count, int) or isinstance(count, bool):
                return None
            found = [ninjs.sorted_out(item)[0] for item in _items(value)]
            counts.append(count - len(found) + len([article for articles in found for article in articles]))
        total = 0
        for count in counts:
            total += count
        return total if counts else None


def _items(value: Any) -> list[Any]:
    if isinstance(value, _json.Unread):
        return [value]
    data = value.get("data") if isinstance(value, dict) else None
    if not isinstance(data, dict):
        raise ReadError('no "data" in it, as an answer of the AP Media API has it')
    listed = data["items"] if isinstance(data.get("items"), list) else [data]
    return [each.get("item", each) if isinstance(each, dict) else each for each in listed]
