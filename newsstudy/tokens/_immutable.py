"""What makes our nouns immutable: attributes are set once, when the object is made."""

from __future__ import annotations

from typing import Any, NoReturn


class Immutable:
    """Refuses to set or delete attributes; `__init__` writes them with `_set`, cached properties still work."""

    def _set(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable: {name!r} cannot be set; its verbs return new objects")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable: {name!r} cannot be deleted")
