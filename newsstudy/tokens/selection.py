"""Which tokens a list, a pattern or a window names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.tokens import patterns
from newsstudy.tokens.base_forms import after_steps

if TYPE_CHECKING:
    from newsstudy.tokens.tokens import Tokens

FUNCTION_WORDS = "function words"


def token_mask(tokens: Tokens, what: Any) -> np.ndarray:
    """Which tokens `what` names (bool per token); holes are never named."""
    if isinstance(what, str) and what == FUNCTION_WORDS:
        from newsstudy.text.function_words import function_words

        return np.asarray(_terms_mask(tokens, function_words("en"))[tokens.ids])
    if isinstance(what, str) or hasattr(what, "search"):
        return _pattern_mask(tokens, what)
    if not isinstance(what, Iterable) or isinstance(what, bytes):
        raise InputError(f"name tokens by a list of terms, a pattern, a compiled regex or 'function words'; got {what!r}")
    return _list_mask(tokens, list(what))


def _list_mask(tokens: Tokens, items: list[Any]) -> np.ndarray:
    """Plain one-word items at once (stop lists are long), phrases and patterns one by one."""
    wrong = [item for item in items if not isinstance(item, str)]
    if wrong:
        raise InputError(f"a list of terms holds texts; got {wrong[0]!r}")
    plain = [item for item in items if item in tokens.vocabulary]
    others = [item for item in items if item not in tokens.vocabulary]
    single = [item for item in others if "*" not in item and "?" not in item]
    # What has no letter or digit is a sign that means itself: "?" in a list is not "any term".
    longer = [item for item in others if ("*" in item or "?" in item) and any(sign.isalnum() for sign in item)]
    for item, words in zip(single, tokens.fold_each(single), strict=True):
        if len(words) == 1:
            plain.append(after_steps(words[0], tokens.steps))
        elif words or any(sign.isalnum() for sign in item):
            longer.append(item)
    mask = np.zeros(len(tokens.ids), dtype=bool)
    for item in longer:
        mask |= _pattern_mask(tokens, item)
    return np.asarray(mask | _terms_mask(tokens, plain)[tokens.ids])


def _terms_mask(tokens: Tokens, terms: Iterable[str]) -> np.ndarray:
    """bool over the vocabulary with a last False for holes: the terms that are among these."""
    mask = np.zeros(len(tokens.vocabulary) + 1, dtype=bool)
    for term in terms:
        place = tokens.vocabulary.get(term)
        if place >= 0:
            mask[place] = True
    return mask


def _pattern_mask(tokens: Tokens, pattern: Any) -> np.ndarray:
    first, n_tokens = patterns.find(tokens, pattern)
    return _covered(len(tokens.ids), first, first + n_tokens)


def window_mask(tokens: Tokens, pattern: Any, size: Any, node: bool) -> np.ndarray:
    """Which tokens stand within `size` tokens of a match, in the same document."""
    left, right = (size, size) if isinstance(size, int) else _pair(size)
    for side in (left, right):
        if isinstance(side, bool) or not isinstance(side, int) or side < 0:
            raise InputError(f"size must be a whole number of tokens of at least 0, or (left, right); got {size!r}")
    left, right = (min(side, len(tokens.ids)) for side in (left, right))  # any size; sums must stay within 64 bits
    first, n_tokens = patterns.find(tokens, pattern)
    document = np.searchsorted(tokens.offsets, first, side="right") - 1
    begin = np.maximum(first - left, tokens.offsets[document])
    end = np.minimum(first + n_tokens + right, tokens.offsets[document + 1])
    mask = _covered(len(tokens.ids), begin, end)
    return mask if node else mask & ~_covered(len(tokens.ids), first, first + n_tokens)


def _pair(size: Any) -> tuple[Any, Any]:
    if not isinstance(size, tuple | list) or len(size) != 2:
        raise InputError(f"size must be a whole number of tokens, or (left, right); got {size!r}")
    return size[0], size[1]


def _covered(n_tokens: int, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which places lie in any of the ranges begin to end (exclusive)."""
    steps = np.zeros(n_tokens + 1, dtype=np.int64)
    np.add.at(steps, begin, 1)
    np.add.at(steps, end, -1)
    return np.cumsum(steps)[:-1] > 0


def name_of(what: Any) -> str:
    """A short, exact name of a selection for the record: the words themselves, or their number and a digest."""
    if isinstance(what, str):
        return what
    if hasattr(what, "search"):
        return f"/{getattr(what, 'pattern', '')}/"
    terms = [str(item) for item in what]
    if isinstance(what, set | frozenset):
        terms = sorted(terms)  # a set has no order of its own, and the record must not depend on the hash seed
    if len(terms) <= 5:
        return ", ".join(terms)
    content = "".join(f"{len(term.encode())}:{term}" for term in terms)
    return f"{len(terms)} terms, sha256 {hashlib.sha256(content.encode()).hexdigest()[:8]}"
