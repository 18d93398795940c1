"""A corpus laid out in a folder for random access: its texts end to end in one file that is mapped, not read."""

from __future__ import annotations

import pathlib
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from newsstudy.corpus import columns
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._parts import Held
from newsstudy.corpus.ledger import Ledger
from newsstudy.corpus.report import FileRecord
from newsstudy.errors import ReadError

TEXTS, ENDS, DOCUMENTS = "texts.utf8", "text_offsets.npy", "documents.parquet"
FILES = (TEXTS, ENDS, DOCUMENTS)
_KINDS = {str(kind): kind for kind in (columns.STRING, columns.WHOLE, columns.REAL, columns.TRUTH, columns.DAY)}


def lay_out(corpus: Corpus, folder: pathlib.Path) -> dict[str, Any]:
    """Write the corpus's files into the folder, part by part; what else it is stands in the dict, as JSON values."""
    ends = [np.zeros(1, dtype=np.int64)]
    with (folder / TEXTS).open("wb") as file:
        for data, offsets in corpus.utf8_parts():
            file.write(data.data)
            ends.append(offsets[1:] + ends[-1][-1])
    np.save(folder / ENDS, np.concatenate(ends).astype("<i8"), allow_pickle=False)
    schema = corpus._parts.schema
    about = pa.schema([field for field in schema if field.name != "text"])
    # Without Arrow's own schema note the bytes depend on the data alone; the types stand in the page.
    with pq.ParquetWriter(folder / DOCUMENTS, about, compression="zstd", store_schema=False) as writer:
        for part in corpus.parts():
            writer.write_table(part.select(about.names).replace_schema_metadata(None).cast(about))
    return {
        "columns": [[field.name, str(field.type)] for field in schema],
        "digest": corpus.digest,
        "files": [record.to_json() for record in corpus._files],
        "ledger": corpus.ledger.to_json(),
        "reading": corpus._reading,
    }


def laid_out(folder: pathlib.Path, page: Any) -> Corpus:
    """The corpus of such a folder and page. No text is read until somebody asks for it; ReadError where it is damaged."""
    try:
        kinds = {str(name): _KINDS[kind] for name, kind in page["columns"]}
        ledger = Ledger.from_json(page["ledger"])
        records = [FileRecord.from_json(record) for record in page["files"]]
        texts = _texts(folder)
        with pq.ParquetFile(folder / DOCUMENTS, pre_buffer=False) as opened:
            held = opened.read(use_threads=False)
        known = {name: texts if name == "text" else held[name].cast(kind) for name, kind in kinds.items()}
        table = pa.table(known)
        ledger.check()
        return Corpus._of(Held(table), ledger, records, page["reading"], digest=str(page["digest"]))
    except (ValueError, KeyError, TypeError, RecursionError, pa.ArrowException, OSError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"{folder}: this is no sound corpus: {error}; save it anew") from error


def _texts(folder: pathlib.Path) -> pa.Array:
    """The texts as an Arrow array over the mapped file: offsets are checked, since Arrow trusts them."""
    ends = np.load(folder / ENDS, allow_pickle=False)
    size = (folder / TEXTS).stat().st_size
    if (
        ends.dtype != np.int64
        or ends.ndim != 1
        or len(ends) == 0
        or ends[0] != 0
        or ends[-1] != size
        or np.any(np.diff(ends) < 0)
    ):
        raise ReadError(f"{folder / ENDS}: its places do not fit {TEXTS}, which has {size:,} bytes; save it anew")
    data = np.memmap(folder / TEXTS, dtype=np.uint8, mode="r") if size else np.zeros(0, dtype=np.uint8)
    return pa.LargeStringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(data))
