"""Dictionaries of content analysis: names of categories, each with patterns of words, one category under another."""

from __future__ import annotations

import hashlib
import json
import numbers
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from newsstudy.errors import InputError
from newsstudy.tokens._immutable import Immutable

OWN = "__"  # the name under which quanteda's YAML keeps the patterns of a key that also has keys below it
DEEPEST = 50  # more levels than any dictionary has, fewer than Python can walk
SEPARATOR = "."  # between the names of a key and of the key above it, as in quanteda


class Key:
    """A category while a dictionary is read: its patterns in order, each once, and the keys below it."""

    def __init__(self) -> None:
        self.patterns: dict[str, None] = {}
        self.below: dict[str, Key] = {}

    def child(self, name: str) -> Key:
        """The key of that name below this one; made where there is none, so that a name that comes twice is one key."""
        return self.below.setdefault(name, Key())

    def plain(self) -> dict[str, Any]:
        """The keys below as a nested dict: a list of patterns, or a dict where there are more keys."""
        made: dict[str, Any] = {}
        for name, key in self.below.items():
            patterns = list(key.patterns)
            made[name] = patterns if not key.below else {**key.plain(), **({OWN: patterns} if patterns else {})}
        return made


class Dictionary(Immutable):
    """Categories and the patterns that stand for them, for `Tokens.lookup`. Immutable.

    Parameters
    ----------
    keys : dict
        Name of each key: a pattern, a list of patterns, or a dict of keys below it. A list may hold dicts too, and in a dict
        the name "__" holds patterns of the key itself, as in quanteda's YAML. Patterns are texts as `find` takes them.

    Raises
    ------
    InputError
        If a name or a pattern is no text or is empty.

    Examples
    --------
    >>> import newsstudy as ns
    >>> dictionary = ns.Dictionary({"war": ["attack*", "cease fire"], "people": {"leader": "president*", "group": ["troops"]}})
    >>> dictionary.names()
    ['war', 'people.leader', 'people.group']
    >>> dictionary.flatten(levels=1)["people"]
    ['president*', 'troops']
    """

    _root: Key

    def __init__(self, keys: Any) -> None:
        if isinstance(keys, Dictionary):
            root = keys._root
        elif isinstance(keys, Mapping):
            root = Key()
            _read(root, keys, ())
        else:
            raise InputError(f"a dictionary is a dict such as {{'war': ['attack*']}}, or made by read_dictionary; got {keys!r}")
        self._set(_root=root)

    def flatten(self, levels: Any = None) -> dict[str, list[str]]:
        """The patterns of each key, the names of its levels joined by a dot.

        Parameters
        ----------
        levels : int or list of int, optional
            Which levels, 1 for the uppermost, name the keys; the patterns of others go to the key above them, and those with no
            key above are left out (quanteda's `flatten_dictionary`). None takes all.
        """
        chosen = chosen_levels(levels)
        flat: dict[str, dict[str, None]] = {}
        _flatten(self._root, "", 1, chosen, flat)
        return {name: list(patterns) for name, patterns in flat.items() if patterns}

    def names(self, levels: Any = None) -> list[str]:
        """The names of the keys that have patterns, as `flatten` gives them."""
        return list(self.flatten(levels))

    def to_dict(self) -> dict[str, Any]:
        """The dictionary as a nested dict, which `Dictionary` takes again."""
        return self._root.plain()

    @cached_property
    def digest(self) -> str:
        """The identity of the dictionary: sha256 over the canonical JSON of its nested dict."""
        content = json.dumps(self.to_dict(), ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(content.encode("ascii")).hexdigest()

    @cached_property
    def n_patterns(self) -> int:
        """The number of patterns, each counted once in a key."""
        return len([pattern for patterns in self.flatten().values() for pattern in patterns])

    def __len__(self) -> int:
        return len(self._root.below)

    def __iter__(self) -> Iterator[str]:
        return iter(self._root.below)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dictionary) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        names = self.names()
        more = ", …" if len(names) > 6 else ""
        return f"<Dictionary: {self.n_patterns:,} patterns in {len(names):,} keys: {', '.join(names[:6])}{more}>"


def _read(above: Key, keys: Mapping[Any, Any], path: tuple[str, ...]) -> None:
    """The keys of a nested dict into `above`."""
    if len(path) >= DEEPEST:
        raise InputError(f"the dictionary has more than {DEEPEST} levels; does a dict hold itself?")
    for name, content in keys.items():
        if not isinstance(name, str) or not name.strip():
            place = f" below {SEPARATOR.join(path)!r}" if path else ""
            raise InputError(f"the names of a dictionary's keys are texts; got {name!r}{place}")
        if name == OWN and path:
            _content(above, content, path)
        else:
            _content(above.child(name.strip()), content, (*path, name.strip()))


def _content(key: Key, content: Any, path: tuple[str, ...]) -> None:
    if content is None:
        return
    if isinstance(content, Mapping):
        _read(key, content, path)
        return
    items = [content] if isinstance(content, str) else content
    if isinstance(items, bytes | set | frozenset) or not isinstance(items, Iterable):
        raise InputError(f"the key {SEPARATOR.join(path)!r} of a dictionary holds patterns in a list; got {content!r}")
    for item in items:
        if isinstance(item, Mapping):
            _read(key, item, path)
        elif isinstance(item, str) and item.strip():
            key.patterns[" ".join(item.split())] = None
        else:
            raise InputError(f"the patterns of the key {SEPARATOR.join(path)!r} are texts such as 'attack*'; got {item!r}")


def chosen_levels(levels: Any) -> frozenset[int] | None:
    """The levels that name keys, None for all; InputError for what are no levels."""
    if levels is None:
        return None
    given = [levels] if isinstance(levels, numbers.Integral) else levels
    whole = isinstance(given, Iterable) and not isinstance(given, str | bytes)
    chosen = list(given) if whole else []
    if not chosen or any(isinstance(level, bool) or not isinstance(level, numbers.Integral) or level < 1 for level in chosen):
        raise InputError(f"levels are whole numbers from 1, such as 1 or [1, 2]; got {levels!r}")
    return frozenset(int(level) for level in chosen)


def _flatten(above: Key, name_above: str, level: int, levels: frozenset[int] | None, flat: dict[str, dict[str, None]]) -> None:
    for name, key in above.below.items():
        full = name_above
        if levels is None or level in levels:
            full = f"{name_above}{SEPARATOR}{name}" if name_above else name
        if full:
            flat.setdefault(full, {}).update(key.patterns)
        _flatten(key, full, level + 1, levels, flat)
