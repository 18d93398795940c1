"""ARC, the form of web archives before WARC: a line with address, time, type and length, then what the server said."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from newsstudy.corpus.readers import _page_text
from newsstudy.corpus.readers._protocol import Source
from newsstudy.corpus.readers._warc_records import content_type, encodings
from newsstudy.errors import ReadError

MAX_LINE = 1 << 16
_LINE = re.compile(rb"([a-zA-Z][a-zA-Z0-9+.-]*:.*) (\S+) ([0-9]{12,}) (\S+)(?: .*)? (\S+)\s*")
_STATUS = re.compile(r"HTTP/[0-9.]+\s+([0-9]{3})")


class ArcRecord:
    """A record of an ARC file, read whole."""

    kind = "response"

    def __init__(self, start: int, found: re.Match[bytes], content: bytes, wanted: int) -> None:
        self.start = start
        self.url = quote(found[1].decode("utf-8", "replace"), safe="%/:=&?~#+!$,;'@()*[]|")
        when = found[3].decode("ascii")
        self.date = f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[8:10]}:{when[10:12]}:{when[12:14] or '00'}Z"
        head, gap, self._body = content.partition(b"\r\n\r\n")
        if not gap:
            head, gap, self._body = content.partition(b"\n\n")
        lines = head.decode("latin-1").splitlines()
        status = _STATUS.match(lines[0]) if lines else None
        self.status = int(status[1]) if status else None
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        self.content_type, self.charset = content_type(fields.get("content-type"))
        self.encodings = encodings(fields.get("transfer-encoding"), fields.get("content-encoding"))
        self._short = len(content) < min(wanted, _page_text.MAX_PAGE_BYTES + 1)

    def peeked(self) -> bytes:
        """The first bytes of the payload."""
        return self._body[:4096]

    def payload(self) -> bytes:
        """The body of the response."""
        return self._body

    def truncated(self) -> str:
        """Whether the file ends within the record."""
        return "the file ends within it" if self._short else ""


class ArcHeader:
    """The first record of an ARC file, which tells of the file."""

    kind = "filedesc"
    start = 0
    url = date = content_type = ""
    status: int | None = None
    charset: str | None = None
    encodings: tuple[str, ...] = ()

    def peeked(self) -> bytes:
        """Nothing that concerns an article."""
        return b""

    def payload(self) -> bytes:
        """Nothing that concerns an article."""
        return b""

    def truncated(self) -> str:
        """Never."""
        return ""


def arc_records(source: Source) -> Iterator[Any]:
    """Each record; a length that is no number is taken as none, and the next line that begins a record is looked for."""
    with source.open() as raw:
        packed = source.head().startswith(b"\x1f\x8b")
        stream = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if packed else raw
        place = 0
        try:
            while line := stream.readline(MAX_LINE):
                start, place = place, place + len(line)
                found = _LINE.fullmatch(line)
                if not found:
                    continue
                wanted = int(found[5]) if found[5].isdigit() and len(found[5]) < 12 else 0
                content, skipped = _read(stream, wanted)
                place += skipped
                yield ArcHeader() if found[1].startswith(b"filedesc:") else ArcRecord(start, found, content, wanted)
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError(f"the archive breaks off: {error}; fetch it again") from None


def _read(stream: Any, wanted: int) -> tuple[bytes, int]:
    """A record's content as far as it is of use, and how many bytes were passed."""
    content = stream.read(min(wanted, _page_text.MAX_PAGE_BYTES + 65536))
    passed = len(content)
    while passed < wanted:
        rest = stream.read(min(wanted - passed, 1 << 20))
        if not rest:
            break
        passed += len(rest)
    return content, passed
