"""The body of an HTTP response as the page that it carries: chunks joined, unpacked, and never more than a limit."""

from __future__ import annotations

import io
import re
import zlib

from newsstudy.corpus.readers._protocol import optional
from newsstudy.errors import ReadError

_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,500})?\r?\n")
_STEP = 1 << 16


def decoded(body: bytes, encodings: tuple[str, ...], limit: int) -> tuple[bytes, str]:
    """The page, and why it is not whole ('' where it is).

    Archives often hold bodies that were unpacked already while their headers still say otherwise; such a body is taken as it is.

    Raises
    ------
    ReadError
        It unpacks to more than the limit, or is packed in a way that is not known.
    """
    truncated = ""
    for name in encodings:
        if name == "chunked":
            body = dechunked(body)
        elif name in ("gzip", "x-gzip", "deflate"):
            body, truncated = _inflated(body, name, limit, truncated)
        elif name in ("br", "zstd"):
            body, truncated = _unpacked(body, name, limit, truncated)
        else:
            raise ReadError(f"packed as {name[:40]!r}, which is not known")
        if len(body) > limit:
            raise ReadError(f"it unpacks to more than {limit:,} bytes; no article is that long")
    return body, truncated


def dechunked(body: bytes) -> bytes:
    r"""The chunks of a body joined; a body that has none, or from the place on where they break, as it is.

    Examples
    --------
    >>> dechunked(b"5\r\nSnow \r\n5\r\nfalls\r\n0\r\n\r\n"), dechunked(b"<p>Snow</p>")
    (b'Snow falls', b'<p>Snow</p>')
    """
    parts: list[bytes] = []
    place = 0
    while place < len(body):
        found = _CHUNK.match(body, place)
        if found is None:
            parts.append(body[place:])
            break
        size = int(found[1], 16)
        if size == 0:
            break
        parts.append(body[found.end() : found.end() + size])
        place = found.end() + size
        place += 2 if body[place : place + 2] == b"\r\n" else body[place : place + 1] == b"\n"
    return b"".join(parts)


def _inflated(body: bytes, name: str, limit: int, truncated: str) -> tuple[bytes, str]:
    if name != "deflate" and body[:2] != b"\x1f\x8b":
        return body, truncated  # unpacked by the crawler
    for bits in (31,) if name != "deflate" else (15, -15):
        unpacker = zlib.decompressobj(bits)
        parts: list[bytes] = []
        size = 0
        try:
            for place in range(0, len(body), _STEP):
                parts.append(unpacker.decompress(body[place : place + _STEP], limit + 1 - size))
                size += len(parts[-1])
                if size > limit or unpacker.eof:
                    break
        except zlib.error:
            if not size:
                continue
        return b"".join(parts), truncated if unpacker.eof or size > limit else "packed data that break off"
    if name == "deflate":
        return body, truncated
    raise ReadError("packed with gzip and damaged from its start; fetch the archive again")


def _unpacked(body: bytes, name: str, limit: int, truncated: str) -> tuple[bytes, str]:
    stream_io = optional("fastwarc.stream_io")
    if not body or body.lstrip()[:1] == b"<" or (name == "zstd" and body[:4] != b"\x28\xb5\x2f\xfd"):
        return body, truncated
    reader = (stream_io.BrotliReader if name == "br" else stream_io.ZstdReader)(io.BytesIO(body))
    parts: list[bytes] = []
    size = 0
    try:
        while size <= limit and (part := reader.read(_STEP)):
            parts.append(part)
            size += len(part)
    except (OSError, ValueError) as error:
        if not parts:
            raise ReadError(f"packed with {name} and damaged: {error}") from None
        return b"".join(parts), "packed data that break off"
    return b"".join(parts), truncated
