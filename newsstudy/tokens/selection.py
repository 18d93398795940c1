"""Which tokens a list, a pattern or a window names."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.engine import map_blocks
from newsstudy.errors import InputError
from newsstudy.given import is_whole
from newsstudy.kernels._jit import ready
from newsstudy.kernels.selection import count_kept, cover, documents_with, leave_holes, move_kept
from newsstudy.tokens import patterns
from newsstudy.tokens._matrix import document_blocks
from newsstudy.tokens._trim import unrounded
from newsstudy.tokens.base_forms import after_steps

if TYPE_CHECKING:
    from newsstudy.tokens.tokens import Tokens
    from newsstudy.tokens.vocabulary import Vocabulary

FUNCTION_WORDS = "function words"
_NOWHERE = np.zeros(0, dtype=bool)


@dataclasses.dataclass(frozen=True)
class Selection:
    """Some of the tokens: those whose term is chosen, and those whose place is; `inverted`, all the others."""

    terms: np.ndarray  # bool (n_terms + 1,): by id; the last, for holes, is False
    places: np.ndarray  # bool (n_tokens,), or empty where no place is chosen by itself
    inverted: bool = False


def select(tokens: Tokens, what: Any, min_documents: Any, max_documents: Any) -> tuple[Selection, str]:
    """The tokens that `what` names and whose terms stand in so many documents, and the name of this for the record."""
    what = _checked(what)
    names = [] if what is None else [name_of(what)]
    bounds = (("min_documents", min_documents), ("max_documents", max_documents))
    names += [f"{name}={bound!r}" for name, bound in bounds if bound is not None]
    if not names:
        raise InputError(
            "name what to keep or drop: a list of terms, a pattern, a compiled regex, 'function words', min_documents= or "
            "max_documents="
        )
    chosen = _every(tokens) if what is None else _named(tokens, what)
    if len(names) > (what is not None):
        meets = _document_mask(tokens, min_documents, max_documents)
        places = chosen.places & meets[tokens.ids] if len(chosen.places) else chosen.places
        chosen = Selection(chosen.terms & meets, places)
    return chosen, ",".join(names)


def _checked(what: Any) -> Any:
    """What names tokens, or None; an iterator becomes a list, since it is read twice: for its items and for their names."""
    if what is None or isinstance(what, str) or hasattr(what, "search"):
        return what
    if not isinstance(what, Iterable) or isinstance(what, bytes):
        raise InputError(f"name tokens by a list of terms, a pattern, a compiled regex or 'function words'; got {what!r}")
    return list(what) if isinstance(what, Iterator) else what


def _every(tokens: Tokens) -> Selection:
    return Selection(np.append(np.ones(len(tokens.vocabulary), dtype=bool), False), _NOWHERE)


def _named(tokens: Tokens, what: Any) -> Selection:
    if isinstance(what, str) and what == FUNCTION_WORDS:
        from newsstudy.text.function_words import function_words

        return Selection(_terms_mask(tokens, function_words("en")), _NOWHERE)
    if isinstance(what, str) or hasattr(what, "search"):
        return _pattern(tokens, what)
    return _listed(tokens, list(what))


def _document_mask(tokens: Tokens, low: Any, high: Any) -> np.ndarray:
    """Which terms stand in at least `low` and at most `high` documents: bool by id, the last False for holes."""
    found = documents_with(ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64), len(tokens.vocabulary))
    mask = np.zeros(len(found) + 1, dtype=bool)
    mask[:-1] = True
    if low is not None:
        mask[:-1] &= found >= _documents(low, len(tokens), "min_documents")
    if high is not None:
        mask[:-1] &= found <= _documents(high, len(tokens), "max_documents")
    return mask


def _documents(bound: Any, n_documents: int, name: str) -> float:
    """A bound as a number of documents: whole numbers as they are, floats as a share of all documents."""
    if isinstance(bound, int | np.integer) and not isinstance(bound, bool) and bound >= 0:
        return int(bound)
    if isinstance(bound, float) and 0.0 <= bound <= 1.0:
        return unrounded(bound * n_documents)
    raise InputError(f"{name} must be a whole number of at least 0, or a share as a float from 0.0 to 1.0; got {bound!r}")


def _listed(tokens: Tokens, items: list[Any]) -> Selection:
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
    terms, places = _terms_mask(tokens, plain), _NOWHERE
    for item in longer:
        found = _pattern(tokens, item)
        terms |= found.terms
        if len(found.places):
            places = places | found.places if len(places) else found.places
    return Selection(terms, places)


def _terms_mask(tokens: Tokens, terms: Iterable[str]) -> np.ndarray:
    """bool over the vocabulary with a last False for holes: the terms that are among these."""
    mask = np.zeros(len(tokens.vocabulary) + 1, dtype=bool)
    for term in terms:
        place = tokens.vocabulary.get(term)
        if place >= 0:
            mask[place] = True
    return mask


def _pattern(tokens: Tokens, pattern: Any) -> Selection:
    """A pattern of one word chooses terms; one of several words chooses places."""
    if isinstance(pattern, str):
        words = patterns.pattern_words(tokens, pattern)
        if len(words) == 1:
            return Selection(patterns.word_mask(tokens, words[0]), _NOWHERE)
    first, n_tokens = patterns.find(tokens, pattern)
    return Selection(np.zeros(len(tokens.vocabulary) + 1, dtype=bool), _covered(tokens, first, first + n_tokens))


def window_mask(tokens: Tokens, pattern: Any, size: Any, node: bool) -> np.ndarray:
    """Which tokens stand within `size` tokens of a match, in the same document."""
    left, right = (size, size) if is_whole(size) else _pair(size)
    for side in (left, right):
        if not is_whole(side) or side < 0:
            raise InputError(f"size must be a whole number of tokens of at least 0, or (left, right); got {size!r}")
    left, right = (min(int(side), len(tokens.ids)) for side in (left, right))  # any size; sums must stay within 64 bits
    first, n_tokens = patterns.find(tokens, pattern)
    document = np.searchsorted(tokens.offsets, first, side="right") - 1
    begin = np.maximum(first - left, tokens.offsets[document])
    end = np.minimum(first + n_tokens + right, tokens.offsets[document + 1])
    mask = _covered(tokens, begin, end)
    return mask if node else mask & ~_covered(tokens, first, first + n_tokens)


def _pair(size: Any) -> tuple[Any, Any]:
    if not isinstance(size, tuple | list) or len(size) != 2:
        raise InputError(f"size must be a whole number of tokens, or (left, right); got {size!r}")
    return size[0], size[1]


def _covered(tokens: Tokens, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which tokens lie in any of the ranges begin (ascending) to end (exclusive)."""
    return cover(len(tokens.ids), ready(begin, np.int64), ready(end, np.int64))


def by_place(tokens: Tokens, mask: np.ndarray) -> Selection:
    """The tokens of a mask over the tokens."""
    none = np.zeros(len(tokens.vocabulary) + 1, dtype=bool)
    return Selection(none, mask)


def kept(tokens: Tokens, chosen: Selection, padding: bool) -> dict[str, Any]:
    """The fields of tokens of which only the chosen ones are left, and of the terms only those that still occur.

    Holes that were there before stay: what is taken out now must not move what they hold apart.
    """
    ids, offsets = ready(tokens.ids, np.int32), ready(tokens.offsets, np.int64)
    terms, places, inverted = ready(chosen.terms[:-1], np.bool_), ready(chosen.places, np.bool_), chosen.inverted
    blocks = document_blocks(offsets)
    seen = np.zeros(len(tokens.vocabulary) + 1, dtype=np.uint8)
    sizes = map_blocks(lambda block: count_kept(ids, offsets, *block, terms, places, inverted, seen), blocks)
    vocabulary, numbers = used_terms(tokens.vocabulary, seen[:-1] > 0)
    if padding:
        new_ids = np.empty(len(ids), dtype=np.int32)
        todo = [(offsets[first], offsets[last]) for first, last in blocks]
        map_blocks(lambda block: leave_holes(ids, *block, terms, places, inverted, numbers, new_ids), todo)
        return {"ids": new_ids, "vocabulary": vocabulary}
    zero = np.zeros(1, dtype=np.int64)
    new_offsets = ready(np.concatenate([zero, np.cumsum(np.concatenate([zero[:0], *sizes]), dtype=np.int64)]), np.int64)
    known = tokens._known_sentences
    sentences = ready([] if known is None else known, np.int32)
    spans = (ready(tokens.starts, np.int32), ready(tokens.lengths, np.int32), sentences, new_offsets)
    moved = [np.empty(int(new_offsets[-1]), dtype=np.int32) for _ in range(3)]
    moved.append(np.empty(0 if known is None else int(new_offsets[-1]), dtype=np.int32))
    map_blocks(lambda block: move_kept(ids, offsets, *block, terms, places, inverted, numbers, *spans, *moved), blocks)
    fields = {"ids": moved[0], "starts": moved[1], "lengths": moved[2], "offsets": new_offsets, "vocabulary": vocabulary}
    return {**fields, "sentences": None if known is None else moved[3]}


def used_terms(vocabulary: Vocabulary, used: np.ndarray) -> tuple[Vocabulary, np.ndarray]:
    """The vocabulary of the used terms only, and the new number (int32) of each."""
    if used.all():
        return vocabulary, ready(np.arange(len(used)), np.int32)
    return vocabulary.take(np.flatnonzero(used)), ready(np.cumsum(used, dtype=np.int32) - np.int32(1), np.int32)


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
