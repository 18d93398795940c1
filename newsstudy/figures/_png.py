"""PNG files written without zlib's compressor, whose output differs from one machine to the next."""

from __future__ import annotations

import struct
import zlib  # for its checksums only: these are the same in every zlib
from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]

_LONGEST = 258  # of a match in deflate


def encode(pixels: np.ndarray[Any, np.dtype[np.uint8]], *, dots_per_metre: int, texts: dict[str, str]) -> bytes:
    """Red, green and blue (height, width, 3) as the bytes of a PNG file.

    Each row is stored as its difference to the row above, runs of equal bytes become matches at distance 1, and everything is
    coded with deflate's fixed Huffman code (RFC 1951), so that there is nothing left to choose.
    """
    height, width, _ = pixels.shape
    rows = pixels.reshape(height, width * 3)
    stream = np.empty((height, 1 + width * 3), dtype=np.uint8)
    stream[:, 0] = 2  # filter "up"
    stream[0, 1:] = rows[0]
    stream[1:, 1:] = rows[1:] - rows[:-1]  # modulo 256, as the format asks
    raw = stream.reshape(-1)
    body = b"\x78\x01" + _deflate(raw) + struct.pack(">I", zlib.adler32(raw.tobytes()))
    parts = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        _chunk(b"pHYs", struct.pack(">IIB", dots_per_metre, dots_per_metre, 1)),
        *(_chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")) for name, text in sorted(texts.items())),
        _chunk(b"IDAT", body),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _deflate(raw: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    """One final deflate block with the fixed code: a literal for the first byte of a run, matches at distance 1 for the rest."""
    values, bits = _tokens(raw)
    values = np.concatenate([[0b011], values, [0]])  # final block, fixed code; 256 = seven zero bits ends it
    bits = np.concatenate([[3], bits, [7]])
    ends = np.cumsum(bits)
    starts = ends - bits
    out = np.zeros(int(ends[-1]), dtype=np.uint8)
    for place in range(int(bits.max())):
        has = bits > place
        out[starts[has] + place] = (values[has] >> place) & 1
    return np.packbits(out, bitorder="little").tobytes()


def _tokens(raw: np.ndarray[Any, np.dtype[np.uint8]]) -> tuple[Ints, Ints]:
    """The codes of all tokens (bits in the order they are written, lowest first) and their numbers of bits."""
    firsts = np.flatnonzero(np.concatenate([[True], raw[1:] != raw[:-1]]))
    lengths = np.diff(np.concatenate([firsts, [len(raw)]]))
    rest = lengths - 1
    full, tail = rest // _LONGEST, rest % _LONGEST
    matched = tail >= 3
    loose = np.where(matched, 0, tail)  # too short for a match: written out
    literal_code, literal_bits = _literal_table()
    match_code, match_bits = _match_table()
    byte = raw[firsts].astype(np.int64)
    # Per run, in this order: one literal, the full matches, one shorter match or up to two literals.
    per_run = 1 + full + matched + loose
    begin = np.cumsum(per_run) - per_run
    values = np.repeat(literal_code[byte], per_run)
    bits = np.repeat(literal_bits[byte], per_run)
    n_full = int(np.cumsum(full)[-1])
    within = np.arange(n_full) - np.repeat(np.cumsum(full) - full, full)
    at = np.repeat(begin + 1, full) + within
    values[at], bits[at] = match_code[_LONGEST], match_bits[_LONGEST]
    at = (begin + 1 + full)[matched]
    values[at], bits[at] = match_code[tail[matched]], match_bits[tail[matched]]
    return values, bits


def _reversed(code: int, bits: int) -> int:
    """Huffman codes stand in the stream highest bit first, everything else lowest bit first."""
    return int(format(code, f"0{bits}b")[::-1], 2)


def _symbol(symbol: int) -> tuple[int, int]:
    """The fixed code of one symbol, ready to be written, and its number of bits (RFC 1951, 3.2.6)."""
    if symbol < 144:
        return _reversed(0b00110000 + symbol, 8), 8
    if symbol < 256:
        return _reversed(0b110010000 + symbol - 144, 9), 9
    if symbol < 280:
        return _reversed(symbol - 256, 7), 7
    return _reversed(0b11000000 + symbol - 280, 8), 8


def _literal_table() -> tuple[Ints, Ints]:
    pairs = [_symbol(byte) for byte in range(256)]
    return np.array([code for code, _ in pairs], dtype=np.int64), np.array([bits for _, bits in pairs], dtype=np.int64)


def _match_table() -> tuple[Ints, Ints]:
    """For each length 3 to 258: its symbol, its extra bits and the five bits of distance 1 (zeros), as one value."""
    codes = np.zeros(_LONGEST + 1, dtype=np.int64)
    sizes = np.zeros(_LONGEST + 1, dtype=np.int64)
    length, symbol = 3, 257
    while length < _LONGEST:
        extra = 0 if symbol < 265 else (symbol - 261) // 4
        for offset in range(1 << extra):
            if length + offset < _LONGEST:
                code, bits = _symbol(symbol)
                codes[length + offset] = code | offset << bits
                sizes[length + offset] = bits + extra + 5
        length += 1 << extra
        symbol += 1
    code, bits = _symbol(285)
    codes[_LONGEST], sizes[_LONGEST] = code, bits + 5
    return codes, sizes
