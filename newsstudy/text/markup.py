"""Text within HTML: escaped, and without the characters that no page may hold."""

from __future__ import annotations

import html
from typing import Any


def escaped(value: Any) -> str:
    """The text as it stands between tags or in an attribute.

    Examples
    --------
    >>> from newsstudy.text.markup import escaped
    >>> escaped('<b class="x">')
    '&lt;b class=&quot;x&quot;&gt;'
    """
    return html.escape("".join(sign for sign in str(value) if _allowed(ord(sign))), quote=True)


def _allowed(code: int) -> bool:
    control = code < 32 or 127 <= code < 160
    return (not control or code in (9, 10)) and not 0xD800 <= code < 0xE000 and code & 0xFFFE != 0xFFFE  # and no noncharacter
