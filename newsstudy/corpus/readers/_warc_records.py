"""The records of a WARC file one after the other, and the way back into the file behind a damaged one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, Protocol

from newsstudy.corpus.readers import _page_text
from newsstudy.corpus.readers._protocol import Source, optional

MAX_RESTARTS = 1000
SIGNATURES = (b"\x1f\x8b\x08", b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd")  # gzip, LZ4, Zstandard
_PLAIN = re.compile(rb"(?:^|\n)(?=WARC/[01]\.[0-9]\r?\n)")
_FOLLOWING = re.compile(rb"\s*\nWARC/[01]\.[0-9]\r?\nWARC-")
_STEP = 1 << 20
_LIMIT = _page_text.MAX_PAGE_BYTES + 1


class Record(Protocol):
    """What the reader asks of a record, whether it stands in a WARC or an ARC file."""

    kind: str
    start: int
    url: str
    date: str
    status: int | None
    content_type: str
    charset: str | None
    encodings: tuple[str, ...]

    def peeked(self) -> bytes:
        """The first bytes of the payload."""
        ...

    def payload(self) -> bytes:
        """The body of the response as it came over the wire, one byte beyond the limit at most."""
        ...

    def truncated(self) -> str:
        """Why the payload is not whole, as the crawler or the file says; '' where it is."""
        ...


class WarcRecord:
    """A record of fastwarc under our names; its payload must be taken before the next record is asked for."""

    def __init__(self, record: Any, start: int) -> None:
        self.kind: str = (record.headers.get("WARC-Type") or "unknown").strip().lower()[:40]
        self.start = start
        self.url: str = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        self.date: str = (record.headers.get("WARC-Date") or "").strip()
        self.status: int | None = None
        self.content_type = ""
        self.charset: str | None = None
        self.encodings: tuple[str, ...] = ()
        self._record = record
        self._body: bytes | None = None
        self._reason: str = (record.headers.get("WARC-Truncated") or "").strip()
        if self.kind == "response" and record.is_http:
            record.parse_http(auto_decode="none", quirks_mode=True)
            self._http(record.http_headers)

    def _http(self, headers: Any) -> None:
        self.status = headers.status_code
        self.content_type, self.charset = content_type(headers.get("Content-Type"))
        self.encodings = encodings(headers.get("Transfer-Encoding"), headers.get("Content-Encoding"))

    def peeked(self) -> bytes:
        """The first bytes of the payload."""
        return self.payload()[:4096]

    def payload(self) -> bytes:
        """The body of the response."""
        if self._body is None:
            self._body = self._record.reader.read(_LIMIT)
            if self._short() and (following := _FOLLOWING.search(self._body)):  # a wrong length took in the next records
                self._body = self._body[: following.start()]
                self._reason = self._reason or "its length is wrong"
        return self._body

    def truncated(self) -> str:
        """Whether the crawler stopped early, or the file does."""
        body = self.payload()
        if not self._reason and len(body) < _LIMIT and self._short():
            return "the file ends within it"
        return self._reason

    def _short(self) -> bool:
        return bool(self._record.content_length > self._record.reader.tell())


def content_type(header: str | None) -> tuple[str, str | None]:
    """The type and the charset that an HTTP header names.

    Examples
    --------
    >>> content_type('Text/HTML; charset="utf-8"')
    ('text/html', 'utf-8')
    """
    kind, _, rest = (header or "").partition(";")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", rest, re.IGNORECASE)
    return kind.strip().lower(), found[1] if found else None


def encodings(transfer: str | None, content: str | None) -> tuple[str, ...]:
    """How the body is packed, the outermost first: transfer encodings around content encodings."""
    named = [name.strip().lower() for header in (content, transfer) for name in (header or "").split(",")]
    return tuple(name for name in reversed(named) if name not in ("", "identity"))


def warc_records(source: Source) -> Iterator[WarcRecord | str]:
    """Each record; for a stretch that cannot be read its reason, and then the records behind it."""
    iterator = optional("fastwarc.warc").ArchiveIterator
    with source.open() as stream:
        signature = next((mark for mark in SIGNATURES if source.head().startswith(mark)), b"")
        start: int | None = 0
        for _ in range(MAX_RESTARTS):
            if start is None:
                return
            reached, reason, found = start, "", None
            try:
                for found in iterator(_From(stream, start), parse_http=False, quirks_mode=True):
                    reached = start + found.stream_pos
                    if (found.headers.get("Content-Length") or "").strip().isdigit():
                        yield WarcRecord(found, reached)
                    else:
                        yield f"a record without a length, its header breaks off or is damaged (byte {reached})"
            except (OSError, ValueError) as error:
                reason = f"damaged behind byte {reached}: {error}; fetch the archive again"
            # What fastwarc passes over in silence is still there: a header that breaks off, records behind a wrong length.
            if found is None and not reason and start:
                reason = f"the archive breaks off behind byte {start}; fetch it again"
            start = _next_start(stream, reached + 1, signature)
            if reason:
                yield reason


def _next_start(stream: Any, place: int, signature: bytes) -> int | None:
    """Where the next record may begin at or behind a place; None where there is none."""
    stream.seek(place)
    held = b""
    while block := stream.read(_STEP):
        held += block
        at = -1
        while True:
            found = None if signature else _PLAIN.search(held, at + 1)
            at = held.find(signature, at + 1) if signature else found.end() if found else -1
            if at < 0 or signature != SIGNATURES[0] or _packed_record(held[at : at + 4096]):
                break
        if at >= 0:
            return place + at
        keep = min(len(held), 16)
        place += len(held) - keep
        held = held[-keep:]
    return None


def _packed_record(head: bytes) -> bool:
    """Whether gzip's three bytes begin a record; they also occur by chance within packed data."""
    try:
        begun = zlib.decompressobj(31).decompress(head, 8)
    except zlib.error:
        return False
    return b"WARC/1.0".startswith(begun[:5]) or b"WARC/0.1".startswith(begun[:5])


class _From:
    """A stream from a place on, as if it began there; fastwarc also seeks in it."""

    def __init__(self, stream: Any, start: int) -> None:
        self._stream = stream
        self._start = start
        stream.seek(start)

    def read(self, size: int = -1) -> bytes:
        return bytes(self._stream.read(size))

    def seek(self, place: int, whence: int = 0) -> int:
        return int(self._stream.seek(place + self._start if whence == 0 else place, whence)) - self._start

    def tell(self) -> int:
        return int(self._stream.tell()) - self._start

    def close(self) -> None:
        """The stream belongs to the caller."""
