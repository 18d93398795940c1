"""Web archives (WARC, and ARC before it), as Common Crawl's news sets are: each page that was fetched is an article."""

from __future__ import annotations

import collections
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsstudy.corpus.readers import _http_body, _page_text
from newsstudy.corpus.readers._arc import arc_records
from newsstudy.corpus.readers._protocol import Broken, Piece, Source, optional
from newsstudy.corpus.readers._warc_records import Record, warc_records
from newsstudy.corpus.readers.html import article_of, looks_like_page
from newsstudy.errors import ReadError

PAGES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
START = re.compile(rb"\s*(?:WARC/[01]\.[0-9]|filedesc:/)")
_GZIP, _LZ4, _ZSTD = b"\x1f\x8b\x08", b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd"


class Capture(NamedTuple):
    """A page as it was fetched: the body as it came over the wire, and what is known of it."""

    body: bytes
    url: str
    crawled: str
    charset: str | None
    encodings: tuple[str, ...]  # content and transfer encodings, the outermost first
    truncated: str


class Warc:
    """WARC and ARC files, plain or packed with gzip, LZ4 or Zstandard, whether each record is packed alone or all together."""

    name = "warc"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure where the first record begins as in a web archive, packed or not."""
        return 90 if START.match(_unpacked_head(source.head())) else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """Each response of status 200 that is a web page; all else is counted for the report."""
        counts: collections.Counter[str] = collections.Counter()
        number = 0
        arc = _unpacked_head(source.head()).lstrip().startswith(b"filedesc:/")
        source.notes["layout"] = "ARC" if arc else "WARC"
        for place, record in enumerate(arc_records(source) if arc else warc_records(source), 1):
            if isinstance(record, str):  # a stretch that could not be read
                number += 1
                yield Piece(number, f"record {place}", Broken(record))
                continue
            counts["records"] += 1
            kind = _kind(record)
            counts["responses"] += record.kind == "response"
            counts[kind] += 1
            if kind == "pages":
                number += 1
                yield Piece(number, f"record {place}, byte {record.start}", _capture(record))
        source.notes["records"] = _in_words(counts)
        if number == 0 and counts:
            raise ReadError(f"no web page of status 200 in it ({source.notes['records']})")

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The page's article, with its address and the time of the crawl; the date is the page's own."""
        capture = piece.content
        if isinstance(capture, Broken):
            raise ReadError(capture.reason)
        body, truncated = _http_body.decoded(capture.body, capture.encodings, _page_text.MAX_PAGE_BYTES)
        text, _ = _page_text.decoded_page(body, capture.charset)
        document = article_of(text, url=capture.url)
        document["date_crawled"] = capture.crawled
        if capture.truncated or truncated:
            document["truncated"] = capture.truncated or truncated
        return document

    def declared(self, source: Source) -> int | None:
        """A web archive declares nothing."""
        return None


def _unpacked_head(head: bytes) -> bytes:
    """The first bytes of what may be packed."""
    if head.startswith(_GZIP):
        try:
            return zlib.decompressobj(31).decompress(head, 512)
        except zlib.error:
            return b""
    if head.startswith((_LZ4, _ZSTD)):
        stream_io = optional("fastwarc.stream_io")
        reader = stream_io.Lz4Reader if head.startswith(_LZ4) else stream_io.ZstdReader
        try:
            return bytes(reader(io.BytesIO(head)).read(512))
        except (OSError, ValueError):
            return b""
    return head[:512]


def _kind(record: Record) -> str:
    """What a record is to us: "pages", or words for the report that say why it is none."""
    if record.kind != "response":
        return f"{record.kind} records"
    if record.status != 200:
        return f"responses of status {record.status}" if record.status else "responses without a status"
    if record.content_type:
        return "pages" if record.content_type in PAGES else f"responses of type {record.content_type[:40]}"
    return "pages" if looks_like_page(record.peeked()) else "responses of no type"


def _capture(record: Record) -> Capture | Broken:
    body = record.payload()
    if len(body) > _page_text.MAX_PAGE_BYTES:
        return Broken(f"a page of more than {_page_text.MAX_PAGE_BYTES:,} bytes; no article is that long")
    return Capture(body, record.url, record.date, record.charset, record.encodings, record.truncated())


def _in_words(counts: collections.Counter[str]) -> str:
    said = f"{counts['records']:,} records, {counts['responses']:,} responses, {counts['pages']:,} pages"
    rest = [f"{n:,} {kind}" for kind, n in sorted(counts.items()) if kind not in ("records", "responses", "pages")]
    return f"{said}; left out: {', '.join(rest[:12])}" if rest else said
