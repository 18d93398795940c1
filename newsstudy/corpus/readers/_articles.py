"""Where the articles are in a JSON value: in a list, in an object around a list, one in an object, or in a table's columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from newsstudy.corpus.readers import _markup, _naming
from newsstudy.errors import ReadError

MAX_DEPTH = 5  # how deep a list of articles may lie in an answer of a service
_LOOKED_AT = 20  # members of a list
_INNER_TEXT = ("text", "plaintext", "plain", "content", "body", "value", "paragraphs", "sections", "rendered", "$t", "#text")
_ORDER = ("headline", "headlines", "summary", "paragraphs", "sections", "text", "content", "plaintext")


def articles_in(value: Any) -> list[Any]:
    """The articles of a JSON value, each an object; what stands in a list of articles and is none comes along."""
    waiting = deque([(value, 0)])
    while waiting:
        one, depth = waiting.popleft()
        found = _here(one)
        if found is not None:
            return found
        if depth < MAX_DEPTH:
            inner = one.values() if isinstance(one, dict) else one[:_LOOKED_AT] if isinstance(one, list) else ()
            waiting.extend((child, depth + 1) for child in inner if isinstance(child, dict | list))
    if isinstance(value, dict):
        _naming.require_text({name: name for name in value})
    raise ReadError(f"no object with a text in it, only {_shown(value)}; a text is a member named text, body, content or article")


def _here(value: Any) -> list[Any] | None:
    """The articles, where this very value is a list of them, a table, or one of them."""
    if isinstance(value, list):
        objects = [one for one in value[:_LOOKED_AT] if isinstance(one, dict)]
        if any(has_text(one) for one in objects):
            return value
        if len(value) > 1 and all(isinstance(row, list) for row in value[:_LOOKED_AT]):
            return _rows(value[0], value[1:])
        return None
    if not isinstance(value, dict):
        return None
    if {"columns", "data"} <= set(value):
        rows = _rows(value["columns"], value["data"])
        if rows is not None:
            return rows
    by_column = _by_column(value)
    if by_column is not None:
        return by_column
    if _text_member(value) is not None:
        return [value]
    members = list(value.items())
    if len(members) > 1 and all(isinstance(one, dict) and has_text(one) for _, one in members[:_LOOKED_AT]):
        return [{"id": name, **one} if isinstance(one, dict) else one for name, one in members]
    return [value] if _around(value) is not None else None


def _rows(names: Any, rows: Any) -> list[Any] | None:
    """Rows below a row of names as objects."""
    if not (isinstance(names, list) and names and all(isinstance(name, str) for name in names) and isinstance(rows, list)):
        return None
    if "text" not in _naming.mapping_of(names).values() or len(set(names)) < len(names):
        return None
    return [dict(zip(names, row, strict=True)) if isinstance(row, list) and len(row) == len(names) else row for row in rows]


def _by_column(value: Mapping[str, Any]) -> list[Any] | None:
    """Columns by name, each an object by row number, or a list: how data frames are written."""
    columns = list(value.values())
    if "text" not in _naming.mapping_of(value).values() or not columns:
        return None
    if all(isinstance(column, dict) for column in columns):
        keys = list(columns[0])
        if not keys or any(list(column) != keys for column in columns) or not all(key.isdecimal() for key in keys[:_LOOKED_AT]):
            return None
        return [{name: column[key] for name, column in value.items()} for key in keys]
    return None


def has_text(value: Mapping[str, Any]) -> bool:
    """Whether an object is an article: it, or an object in it, has a text."""
    return _text_member(value) is not None or _around(value) is not None


def _text_member(value: Mapping[str, Any]) -> str | None:
    """The member that is the text: a string, or paragraphs in any form; the first in the order of the usual names."""
    mapping = _naming.mapping_of(value)
    chosen = next((name for name, ours in mapping.items() if ours == "text"), None)
    if chosen is None:
        return None
    if isinstance(value[chosen], str) or value[chosen] is None:
        return chosen
    return chosen if _joined(value[chosen]) is not None else None


def _around(value: Mapping[str, Any]) -> str | None:
    """The member that is an object with a text, as services wrap articles: {"_id": …, "_source": {"text": …}}."""
    for name, inner in value.items():
        if isinstance(inner, dict) and _text_member(inner) is not None:
            return name
    return None


def flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """An article's members with its text as a string; those of an object in which the text lies come up beside the others."""
    member = _text_member(value)
    if member is None:
        around = _around(value)
        if around is None:
            return dict(value)
        outer = {name: one for name, one in value.items() if name != around}
        inner = flat(value[around])
        taken = {_naming.fold(name) for name in inner}
        beside = {(f"{name}_outer" if _naming.fold(name) in taken else name): one for name, one in outer.items()}
        return {**inner, **beside}
    if isinstance(value[member], str):
        return dict(value)
    text = _joined(value[member])
    return {**value, member: text} if text is not None else dict(value)


def _joined(value: Any, depth: int = 0) -> str | None:
    """Paragraphs in lists and objects, in their order, as one text; None where there are none."""
    if isinstance(value, str):
        return value
    if depth > MAX_DEPTH:
        return None
    parts: list[Any] = []
    if isinstance(value, list):
        parts = value
    elif isinstance(value, dict):
        known = [name for name in _ORDER if name in value] or [name for name in _INNER_TEXT if name in value][:1]
        parts = [value[name] for name in known]
    texts = [text for part in parts if isinstance(part, str | list | dict) and (text := _joined(part, depth + 1))]
    return _markup.joined(texts) if texts else None


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object with {', '.join(map(repr, list(value)[:10])) or 'nothing in it'}"
    return f"a {type(value).__name__}" + (f" of {len(value):,}" if isinstance(value, list) else "")
