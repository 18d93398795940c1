"""The one door to PyYAML: dictionaries in quanteda's YAML layout, read event by event, every scalar as the text it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsstudy.errors import InputError, ReadError
from newsstudy.tokens.dictionary import DEEPEST, OWN, Key


def read_yaml(text: str, name: str) -> Key:
    """A dictionary from YAML: names with a pattern, a list of patterns, or names below them.

    Only texts, lists and mappings: no tags, so that nothing is constructed; no aliases, so that nothing multiplies. YAML's
    `no`, `on` and `2019` are the words as written, not False, True and a number.
    """
    yaml = _imported()
    events = _Events(yaml.parse(text, Loader=yaml.SafeLoader), yaml, name)
    root = Key()
    event = events.next()
    while not isinstance(event, yaml.StreamEndEvent):
        if isinstance(event, yaml.MappingStartEvent):
            _mapping(root, events, 1)
        elif not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
            raise events.error(event, "the file must begin with the name of a key and a colon, such as 'war:'")
        event = events.next()
    return root


class _Events:
    """The parser's events one by one; what a dictionary does not need is refused with its line."""

    def __init__(self, events: Iterator[Any], yaml: Any, name: str) -> None:
        self._events, self.yaml, self._name = events, yaml, name

    def next(self) -> Any:
        try:
            event = next(self._events)
        except self.yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f", line {mark.line + 1}" if mark is not None else ""
            what = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
            raise ReadError(
                f"{self._name}{line}: {what}; look at the indentation, and put signs such as * : # in quotes"
            ) from error
        if isinstance(event, self.yaml.AliasEvent):
            raise self.error(
                event, f"the alias *{event.anchor[:60]} is not read; write the words out, and a word with * in quotes"
            )
        if getattr(event, "tag", None) is not None:
            raise self.error(event, f"the tag {event.tag[:60]!r} is not read; a dictionary holds plain words")
        return event

    def error(self, event: Any, what: str) -> ReadError:
        return ReadError(f"{self._name}, line {event.start_mark.line + 1}: {what}")


def _mapping(above: Key, events: _Events, level: int) -> None:
    """Name and content, until the mapping ends."""
    yaml = events.yaml
    while not isinstance(event := events.next(), yaml.MappingEndEvent):
        if level > DEEPEST:
            raise events.error(event, f"more than {DEEPEST} levels of keys; look at the indentation")
        if not isinstance(event, yaml.ScalarEvent) or not event.value.strip():
            raise events.error(event, "the name of a key must be a text")
        name = event.value.strip()
        key = above if name == OWN and level > 1 else above.child(name)
        _content(key, events, level + 1)


def _content(key: Key, events: _Events, level: int) -> None:
    yaml = events.yaml
    event = events.next()
    if isinstance(event, yaml.MappingStartEvent):
        _mapping(key, events, level)
    elif isinstance(event, yaml.ScalarEvent):
        _pattern(key, event)
    else:
        while not isinstance(event := events.next(), yaml.SequenceEndEvent):
            if isinstance(event, yaml.MappingStartEvent):
                _mapping(key, events, level)
            elif isinstance(event, yaml.ScalarEvent):
                _pattern(key, event)
            else:
                raise events.error(event, "a list within a list; give the inner one a name")


def _pattern(key: Key, event: Any) -> None:
    if event.value.strip():
        key.patterns[" ".join(event.value.split())] = None


def _imported() -> Any:
    # Imported here: an extra that need not be there.
    try:
        import yaml
    except ImportError as error:
        raise InputError("dictionaries in YAML need the package PyYAML: pip install newsstudy[dictionaries]") from error
    return yaml
