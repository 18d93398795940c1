"""The container of Office files from before 2007: whether it is whole, for the library that reads it gives up loudly if not."""

from __future__ import annotations

import struct

HEADER = 512
_SPECIAL = 0xFFFFFFFA  # numbers from here on are no sectors
_FREE = 0xFFFFFFFF
_IN_HEADER = 109  # places of the table of sectors that stand in the header


def is_whole(content: bytes) -> bool:
    """Whether each sector that the table of sectors names is there, and the directory is among them."""
    if len(content) < HEADER:
        return False
    shift = struct.unpack_from("<H", content, 0x1E)[0]
    if shift not in (9, 12):
        return False
    size = 1 << shift
    n_sectors = (len(content) - max(size, HEADER)) // size
    n_tables, directory = struct.unpack_from("<II", content, 0x2C)
    tables = struct.unpack_from(f"<{_IN_HEADER}I", content, 0x4C)[: min(n_tables, _IN_HEADER)]
    if not tables or directory >= n_sectors or any(table >= n_sectors for table in tables):
        return False
    for number, table in enumerate(tables):
        entries = struct.unpack_from(f"<{size // 4}I", content, (table + 1) * size)
        for at, entry in enumerate(entries, number * size // 4):
            if entry != _FREE and (at >= n_sectors or (entry < _SPECIAL and entry >= n_sectors)):
                return False
    return True
