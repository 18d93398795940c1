"""What is left of a JSON file that is not whole: the list of objects in it, in which what is broken stands as such."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_ATTEMPTS = 200  # places that are tried behind a broken object
_DECODER = json.JSONDecoder(strict=False)
_LIST = re.compile(r'"(?:[^"\\]|\\.)*"|([\[{]|[\]}])')
_BLANKS = re.compile(r"[ \t\r\n]*")
_OBJECT = re.compile(r'\{[ \t\r\n]*("(?:[^"\\\n]|\\.){1,100}")[ \t\r\n]*:')


@dataclass(frozen=True)
class Unread:
    """What stands where a value could not be read, with the reason."""

    reason: str


def mended(text: str, place: int) -> Any:
    """The value of a JSON text that is broken at a place, with `Unread` in the list of objects there; None where there is none.

    Behind a broken object the list goes on at the next object that is whole and begins as the others do. What stands behind the
    list is not looked at.
    """
    begin, closing, cut = _list_around(text, place)
    if begin < 0:
        return None
    try:
        around = _DECODER.decode(f"{text[:begin]}[]{closing}")
    except (ValueError, RecursionError):
        return None
    inner = around
    while isinstance(inner, dict) and inner:  # the list is the last thing that was opened
        inner = list(inner.values())[-1]
    if not isinstance(inner, list):
        return None
    inner.extend(_members(text, begin + 1))
    if cut:
        inner.append(Unread("not JSON: it breaks off behind its list; fetch the file again"))
    return around if any(not isinstance(one, Unread) for one in inner) else None


def _list_around(text: str, place: int) -> tuple[int, str, bool]:
    """Where the outermost list of objects around a place, or else before it, begins; what closes it; whether it ends before.

    -1 where there is none.
    """
    opened: list[tuple[str, int]] = []
    before = (-1, "", False)
    for found in _LIST.finditer(text, 0, place):
        mark = found[1]
        if mark in ("[", "{"):
            opened.append((mark, found.end()))
        elif mark is not None and opened:
            last, inside = opened.pop()
            if last == "[" and _of_objects(text, inside) and all(one == "{" for one, _ in opened):
                before = (inside - 1, "}" * len(opened), True)
    for at, (mark, inside) in enumerate(opened):
        if mark == "[":
            return (inside - 1, "}" * at, False) if _of_objects(text, inside) else (-1, "", False)
    return before


def _of_objects(text: str, inside: int) -> bool:
    return text.startswith("{", _after_blanks(text, inside))


def _members(text: str, place: int) -> Iterator[Any]:
    """The members of a list from a place on."""
    first, known = "", frozenset[str]()  # what a whole member begins with, and the names in it
    while True:
        begin = _after_blanks(text, place)
        if text.startswith("]", begin):
            return
        own = _OBJECT.match(text, begin)
        try:
            value, end = _DECODER.raw_decode(text, begin)
        except (ValueError, RecursionError) as error:
            yield Unread(f"not JSON: {error}; fetch the file again")
            place = _next_object(text, begin + 1, [own[1] if own else "", first], known)
            if place < 0:
                return
            continue
        yield value
        if isinstance(value, dict) and own is not None:
            first, known = own[1], frozenset(value)
        end = _after_blanks(text, end)
        if text.startswith("]", end):
            return
        place = end + 1
        if not text.startswith(",", end):
            yield Unread(f"not JSON: no comma behind an object at character {end}; fetch the file again")
            place = _next_object(text, end, [first], known)
            if place < 0:
                return


def _after_blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found is not None else place


def _next_object(text: str, place: int, firsts: list[str], known: frozenset[str]) -> int:
    """Where the next whole object begins that follows another, and begins as others do or has most of their names; or -1."""
    for written in [*(re.escape(first) for first in dict.fromkeys(firsts) if first), '"']:
        pattern = re.compile(rf",[ \t\r\n]{{0,1000}}(?=\{{[ \t\r\n]{{0,1000}}{written})")
        for attempt, found in enumerate(pattern.finditer(text, place)):
            if attempt == MAX_ATTEMPTS:
                break
            try:
                value, _ = _DECODER.raw_decode(text, found.end())
            except (ValueError, RecursionError):
                continue
            if len(written) > 1 or (known and len(known & set(value)) * 2 >= len(known)):
                return found.end()
    return -1
