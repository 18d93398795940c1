"""Documents of office programs: zip files of XML parts, opened with care; and what of their properties is to be believed."""

from __future__ import annotations

import contextlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from newsstudy.corpus.readers import _markup
from newsstudy.corpus.readers._protocol import MAX_FILE_BYTES, Source
from newsstudy.errors import ReadError

MAX_RATIO = 1000  # XML of office programs packs far better than text
RATIO_FROM = 1 << 26
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how the formats of before 2007, and encrypted ones, begin
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of what is in an encrypted document of after 2007
# What opening a damaged zip file may end in: ValueError where a place lies before its begin or a name is no UTF-8.
NOT_A_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, KeyError),
    *(ValueError, OverflowError, OSError),
)
_BLANK_TITLES = ("untitled", "document", "microsoft word", "slide 1", "powerpoint")


def names_in(source: Source) -> frozenset[str]:
    """The names of a zip file's members; none where it is no zip file. Asked again, it remembers."""
    if source.members is None:
        source.members = frozenset()
        if source.head().startswith(b"PK\x03\x04"):
            with contextlib.suppress(ReadError, *NOT_A_ZIP), source.at_any_place() as stream, zipfile.ZipFile(stream) as archive:
                source.members = frozenset(archive.namelist())
    return source.members


def kind_of(source: Source) -> bytes:
    """What an OpenDocument or EPUB file says that it is, in a member for that; b"" where it says nothing."""
    if "mimetype" in names_in(source):
        with contextlib.suppress(ReadError), opened(source, "zip") as archive, part(archive, "mimetype") as stream:
            return stream.read(200)
    return b""


@contextlib.contextmanager
def opened(source: Source, kind: str) -> Iterator[zipfile.ZipFile]:
    """The document as a zip file; every way in which it may be damaged is a ReadError."""
    try:
        with source.at_any_place() as stream, zipfile.ZipFile(stream) as archive:
            yield archive
    except ReadError:
        raise
    except NOT_A_ZIP as error:
        raise ReadError(f"not a whole {kind} file: {error}; fetch it again") from None


@contextlib.contextmanager
def no_panic(kind: str) -> Iterator[None]:
    """A library in Rust that gives up raises what is no Exception: within this it is a ReadError."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ReadError(f"a damaged {kind} file ({error}); fetch it again, or open it and save it again") from None


def part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A part of a document as a stream; a bomb is a ReadError."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise ReadError("it is encrypted; save it without a password first")
    if info.file_size > MAX_FILE_BYTES or (info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size):
        raise ReadError(f"{name} unpacks to {info.file_size:,} bytes from {info.compress_size:,}; no document is like that")
    return archive.open(info)


def elements(stream: Any, tags: tuple[str, ...], what: str) -> Iterator[Any]:
    """Each element of these names when it ends, inner ones first; what was read is let go when the next is asked for.

    A part that breaks off gives what comes before that place, and then a ReadError.
    """
    from lxml import etree

    parser = etree.iterparse(stream, tag=tags, no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        for number, (_, element) in enumerate(parser):
            if number == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise ReadError(f"{what} has a document type of its own; office programs write none, it is made to do harm")
            yield element
            element.clear(keep_tail=True)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{what} breaks off or is damaged: {error.msg}; fetch it again") from None


def properties(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The properties that a document has in a part of its own: title, creator …; none where that cannot be read."""
    try:
        with part(archive, name) as stream:
            root = _markup.xml_root(stream.read(1 << 20))
    except (ReadError, *NOT_A_ZIP):
        return {}
    return {_markup.local(element): _markup.flat(element) for element in root.iter() if len(element) == 0}


def believed(value: str | None, text: str) -> str | None:
    """A property that the text says too, near its beginning or end; programs fill in the owner's name and an old title."""
    value = _markup.words(value)
    if len(value) < 3 or value.casefold().startswith(_BLANK_TITLES):
        return None
    near = _markup.words(f"{text[:2000]} {text[-1000:]}").casefold()
    return value if value.casefold() in near else None


def document(paragraphs: list[str], title: str | None, author: str | None) -> dict[str, Any]:
    """The columns of a document."""
    text = _markup.joined(paragraphs)
    if not text.strip():
        raise ReadError("no text in it")
    values = {"text": text, "title": title, "author": believed(author, text)}
    return {name: value for name, value in values.items() if value}


def joined_lines(text: str) -> str:
    """A paragraph whose lines are kept and whose other blanks are single."""
    return "\n".join(line for line in map(_markup.words, text.split("\n")) if line)
