"""Dictionary lookup: tokens that match a dictionary's patterns become the names of its keys."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from newsstudy.errors import InputError, NewsstudyWarning
from newsstudy.kernels._jit import ready
from newsstudy.kernels.phrases import write_keys
from newsstudy.tokens._token_data import HOLE
from newsstudy.tokens.dictionary import Dictionary, chosen_levels
from newsstudy.tokens.dictionary_files import read_dictionary
from newsstudy.tokens.globs import GlobIndex
from newsstudy.tokens.matching import Matches, longest_first, matches, term_numbers
from newsstudy.tokens.patterns import words_of_each
from newsstudy.tokens.selection import used_terms
from newsstudy.tokens.vocabulary import Vocabulary, arrow_terms, ordered

if TYPE_CHECKING:
    from newsstudy.tokens.tokens import Tokens

OMIT, NAME, KEEP = 0, 1, 2  # what becomes of tokens that no key matches


def looked_up(tokens: Tokens, dictionary: Any, levels: Any, exclusive: Any, unmatched: Any) -> Tokens:
    """The tokens with keys for what the dictionary matches; see `Tokens.lookup`."""
    made = _dictionary(dictionary)
    levels = chosen_levels(levels)
    names, flat = _keys(made, levels, exclusive, unmatched)
    index = tokens.vocabulary.globs
    entries, key_of = _entries(tokens, flat)
    bounds, term_keys = _single_words(tokens, entries, key_of, index)
    longer = _longer_matches(tokens, entries, key_of, index)
    otherwise = KEEP if not exclusive else OMIT if unmatched is None else NAME
    ids, first, last, offsets = write_keys(
        ready(tokens.ids, np.int32),
        ready(tokens.offsets, np.int64),
        ready(bounds, np.int64),
        ready(term_keys, np.int32),
        ready(longer.first, np.int64),
        ready(longer.length, np.int64),
        ready(longer.pattern, np.int32),
        len(flat),
        otherwise,
    )
    vocabulary, ids = _vocabulary(tokens.vocabulary, names, ids, otherwise)
    known = tokens._known_sentences
    return tokens._with(
        ids=ids,
        offsets=offsets,
        starts=tokens.starts[first],
        lengths=tokens.starts[last] + tokens.lengths[last] - tokens.starts[first],
        vocabulary=vocabulary,
        sentences=None if known is None else known[first],
        steps=(*tokens.steps, _step(made, levels, exclusive, unmatched)),
    )


def _dictionary(dictionary: Any) -> Dictionary:
    if isinstance(dictionary, Dictionary):
        return dictionary
    if isinstance(dictionary, Mapping):
        return Dictionary(dictionary)
    if isinstance(dictionary, str | os.PathLike):
        return read_dictionary(dictionary)
    raise InputError(f"lookup takes a dict such as {{'war': ['attack*']}}, a Dictionary, or the path of one; got {dictionary!r}")


def _keys(
    dictionary: Dictionary, levels: frozenset[int] | None, exclusive: Any, unmatched: Any
) -> tuple[list[str], dict[str, list[str]]]:
    """The terms that stand for the keys (and for the unmatched, last), and the patterns of each key."""
    if not isinstance(exclusive, bool):
        raise InputError(f"lookup: exclusive must be True or False; got {exclusive!r}")
    flat = dictionary.flatten(levels)
    if not flat:
        at = "" if levels is None else f" at levels {sorted(levels)}"
        raise InputError(f"the dictionary has no key with patterns{at}; look at its names()")
    names = list(flat) if exclusive else [name.upper() for name in flat]
    if unmatched is not None:
        if not exclusive:
            raise InputError("lookup: unmatched names what no key matches, and exclusive=False keeps it; leave one of them out")
        if not isinstance(unmatched, str) or not unmatched:
            raise InputError(f"lookup: unmatched is the term for what no key matches, such as 'other'; got {unmatched!r}")
        names.append(unmatched)
    arrow_terms(names)  # refuses what cannot be written as UTF-8
    twice = [name for place, name in enumerate(names) if name in names[:place]] if len(set(names)) < len(names) else []
    if twice:
        raise InputError(f"lookup: two keys, or a key and unmatched=, would both be the term {twice[0]!r}; rename one of them")
    return names, flat


def _entries(tokens: Tokens, flat: dict[str, list[str]]) -> tuple[list[list[str]], np.ndarray]:
    """The folded words of each pattern that holds a term, and the number (int64) of its key."""
    patterns = [pattern for of_key in flat.values() for pattern in of_key]
    key_of = np.repeat(np.arange(len(flat)), [len(of_key) for of_key in flat.values()])
    words = words_of_each(tokens, patterns)
    empty = [pattern for pattern, found in zip(patterns, words, strict=True) if not found]
    shown = ", ".join(map(repr, empty[:3])) + (", …" if len(empty) > 3 else "")
    if len(empty) == len(patterns):
        raise InputError(f"no pattern of the dictionary holds a term under the rule {tokens.rule!r} ({shown}); write words")
    if empty:
        warnings.warn(
            f"{len(empty):,} of the dictionary's {len(patterns):,} patterns hold no term under the rule {tokens.rule!r} and "
            f"match nothing: {shown}",
            NewsstudyWarning,
            stacklevel=4,
        )
    kept = [place for place, found in enumerate(words) if found]
    return [words[place] for place in kept], key_of[kept]


def _single_words(
    tokens: Tokens, entries: list[list[str]], key_of: np.ndarray, index: GlobIndex
) -> tuple[np.ndarray, np.ndarray]:
    """The keys that term t means by itself: keys[bounds[t]:bounds[t + 1]], ascending, each once."""
    # n-grams and phrases are terms with blanks: an entry of several words means them, as `find` has it
    joined = [" ".join(words) for words in entries]
    single = [place for place, words in enumerate(entries) if len(words) == 1 or not set("*?") & set(joined[place])]
    found = term_numbers(index, [joined[place] for place in single])
    none = np.zeros(0, dtype=np.int64)
    terms = np.concatenate([none, *found])
    keys = np.repeat(key_of[single], [len(numbers) for numbers in found])
    n_keys = int(key_of.max(initial=0)) + 1
    pairs = np.unique(terms * n_keys + keys)
    bounds = np.searchsorted(pairs // n_keys, np.arange(len(tokens.vocabulary) + 1), side="left")
    return bounds, pairs % n_keys


def _longer_matches(tokens: Tokens, entries: list[list[str]], key_of: np.ndarray, index: GlobIndex) -> Matches:
    """What patterns of several words match, without overlap within a key: by first token, then key (as `pattern`)."""
    longer = [place for place, words in enumerate(entries) if len(words) > 1]
    found = matches(tokens, [entries[place] for place in longer], index)
    keys = key_of[longer][found.pattern]
    stays = longest_first(found.first, found.length, keys, len(tokens.ids))
    first, length, keys = found.first[stays], found.length[stays], keys[stays]
    order = np.lexsort((keys, first))
    return Matches(first[order], length[order], keys[order])


def _vocabulary(old: Vocabulary, names: list[str], ids: np.ndarray, otherwise: int) -> tuple[Vocabulary, np.ndarray]:
    """The vocabulary of keys, and of the terms that are kept beside them; ids in it."""
    if otherwise != KEEP:
        vocabulary, numbers = ordered(names)  # a key that matches nothing stays, so that its count is 0
        return vocabulary, np.append(numbers, np.int32(HOLE))[ids]
    # Numbers from write_keys: keys, one for the unmatched that is not in use here, then the old terms.
    n_keys = len(names)
    used = np.zeros(len(old), dtype=bool)
    used[ids[ids > n_keys] - (n_keys + 1)] = True
    for name in names:
        place = old.get(name)
        if place >= 0 and used[place]:
            raise InputError(f"lookup: the key {name!r} is also a term of these tokens; rename the key, or take exclusive=True")
    kept = np.flatnonzero(used)
    whole, numbers = ordered(pa.concat_arrays([arrow_terms(names), old.array.take(pa.array(kept))]))
    number_of = np.full(n_keys + 1 + len(old) + 1, HOLE, dtype=np.int32)
    number_of[:n_keys] = numbers[:n_keys]
    number_of[n_keys + 1 + kept] = numbers[n_keys:]
    ids = number_of[ids]
    occurs = np.zeros(len(whole) + 1, dtype=bool)
    occurs[ids] = True
    vocabulary, numbers = used_terms(whole, occurs[:-1])
    return vocabulary, np.append(numbers, np.int32(HOLE))[ids]


def _step(dictionary: Dictionary, levels: frozenset[int] | None, exclusive: bool, unmatched: str | None) -> str:
    """How the lookup is written among the steps of tokens."""
    named = "" if levels is None else f" levels={sorted(levels)}"
    rest = "" if exclusive else " exclusive=False"
    other = "" if unmatched is None else f" unmatched={unmatched!r}"
    return f"lookup:{dictionary.n_patterns} patterns, sha256 {dictionary.digest[:8]}{named}{rest}{other}"
