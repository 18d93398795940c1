"""Yoshikoder dictionaries (.ykd) and Lexicoder 2's (.lcd): XML with categories (cnode) and patterns (pnode) by name."""

from __future__ import annotations

from typing import Any

from newsstudy.errors import ReadError
from newsstudy.tokens.dictionary import DEEPEST, Key


def read_yoshikoder(content: bytes, name: str) -> Key:
    """A dictionary from Yoshikoder's XML; a document type or entities are refused, whatever they say."""
    from lxml import etree  # imported here, since only this format needs it

    # Before anything is parsed, in any encoding of two bytes or one: an entity may already be expanded in an attribute.
    squeezed = content.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
        raise ReadError(
            f"{name}: the XML has a document type (<!DOCTYPE …>), which could do harm; take that part out of the file"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"{name}, line {line}" if line else name
        raise ReadError(f"{place}: not well-formed XML: {getattr(error, 'msg', error)}; save it again from Yoshikoder") from error
    if root.getroottree().docinfo.doctype:
        raise ReadError(f"{name}: the XML has a document type, which could do harm; take that part out of the file")
    if root.tag != "dictionary":
        raise ReadError(f"{name}: the XML begins with <{root.tag}>, not <dictionary>; is it a Yoshikoder dictionary?")
    made = Key()
    _nodes(made, root, name, 1)
    return made


def _nodes(above: Key, node: Any, name: str, level: int) -> None:
    """The categories and patterns below a node; desc, notes and the like are passed over."""
    for child in node:
        if child.tag not in ("cnode", "pnode"):
            continue
        label = " ".join((child.get("name") or "").split())
        if not label:
            raise ReadError(f'{name}, line {child.sourceline}: this <{child.tag}> has no name; write name="…"')
        if level > DEEPEST:
            raise ReadError(f"{name}, line {child.sourceline}: more than {DEEPEST} levels of categories")
        if child.tag == "cnode":
            _nodes(above.child(label), child, name, level + 1)
        elif level == 1:
            raise ReadError(
                f"{name}, line {child.sourceline}: the pattern {label[:60]!r} lies in no category; put it into a <cnode>"
            )
        else:
            above.patterns[label] = None
