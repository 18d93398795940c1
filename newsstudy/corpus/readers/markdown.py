"""Markdown: one file is one article; what its front matter says are its columns, and the text stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsstudy.corpus.readers import _encoding, _naming
from newsstudy.corpus.readers._protocol import MAX_PIECE_BYTES, Piece, Source, checked_text, looks_like_text, plain_lines
from newsstudy.errors import ReadError

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".qmd")
_FRONT = re.compile(r"\A---[ \t]*\n((?:(?!---[ \t]*$|\.\.\.[ \t]*$).*\n){0,500}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_HEADING = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*$|^(?=\S)(.+)\n={3,}[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]#.*$")
_MARKS = re.compile(r"[*_`]+|!?\[([^\]]*)\]\([^)]*\)")


class Markdown:
    """Files of Markdown, with or without front matter (`key: value` between two lines of three hyphens)."""

    name = "markdown"
    version = 1

    def sniff(self, source: Source) -> int:
        """Sure by the name, or by front matter with a key that we know."""
        head = source.head()
        named = source.suffix in SUFFIXES
        if not named and not head.removeprefix(b"\xef\xbb\xbf").startswith(b"---"):
            return 0
        if not looks_like_text(head):
            return 0
        if named:
            return 40
        values, _ = _front_matter(plain_lines(head.decode("utf-8-sig", "replace")))
        known = set(_naming.mapping_of(values).values()) & {"title", "date", "author", "source", "url"}
        return 40 if len(values) > 1 and known else 0

    def split(self, source: Source) -> Iterator[Piece]:
        """The whole file is the one piece."""
        text, source.notes["encoding"] = _encoding.decode(source.content(MAX_PIECE_BYTES))
        yield Piece(1, "the document", plain_lines(text))

    def parse(self, piece: Piece) -> dict[str, Any]:
        """The text below the front matter; the title from the first heading where the front matter has none."""
        values, text = _front_matter(piece.content)
        mapping = _naming.mapping_of(values)
        document: dict[str, Any] = {"text": checked_text(text.strip("\n"))}
        for name, value in values.items():
            ours = f"{name}_given" if mapping[name] == "text" else mapping[name]
            if value not in ("", []):
                document[ours] = _naming.cell(name, value, ours)
        if len(document) > _naming.MAX_COLUMNS:
            raise ReadError(f"{len(document):,} keys in its front matter; keep the ones that you need")
        if "id" in document:
            document.setdefault("vendor_id", document["id"])
        heading = _HEADING.search(text[: 1 << 16])
        if heading:
            document.setdefault("title", _MARKS.sub(lambda found: found[1] or "", heading[1] or heading[2]).strip())
        return {name: value for name, value in document.items() if value != ""}

    def declared(self, source: Source) -> int | None:
        """A text declares nothing."""
        return None


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The keys and values above the text, and the text; only what is plainly written is read, no language of data."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    values: dict[str, Any] = {}
    name = ""
    for line in found[1].split("\n"):
        item = _ITEM.fullmatch(line)
        key = _KEY.fullmatch(line)
        if item and name and not values[name]:
            values[name] = []
        if item and name and isinstance(values[name], list):
            values[name].append(_scalar(item[1]))
        elif key:
            name = key[1].strip()
            values[name] = _value(key[2] or "")
        elif line.strip() and not line.startswith((" ", "\t", "#")):
            return {}, text  # two rules in a text, and words between them
    return values, text[found.end() :]


def _value(written: str) -> Any:
    written = written.strip()
    if written.startswith("[") and written.endswith("]"):
        return [item for item in map(_scalar, written[1:-1].split(",")) if item]
    return _scalar(written)


def _scalar(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1].replace("''" if written[0] == "'" else '\\"', written[0])
    written = _COMMENT.sub("", written).strip()
    return "" if written in ("|", ">", "null", "~") else written
