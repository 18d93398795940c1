"""Where a pattern such as "Vladimir Putin" or "negotiat*" stands among the tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsstudy.errors import InputError
from newsstudy.tokens.base_forms import after_steps

if TYPE_CHECKING:
    from newsstudy.tokens.tokens import Tokens

# Two caseless letters that no news text holds stand in for * and ? while the rule cuts and folds the pattern.
_MANY, _ONE = "ꞏ", "ꟷ"


def find(tokens: Tokens, pattern: Any) -> tuple[np.ndarray, np.ndarray]:
    """Where does the pattern occur?

    Parameters
    ----------
    tokens : Tokens
    pattern : str or compiled regular expression
        Words separated by blanks, cut and folded as the tokens' rule cuts and folds text: under news-en-1 "US" finds the
        country only, and "Putin’s" is the two terms "putin" and "'s". `*` stands for any letters, also none, `?` for one.
        Stemmed or lemmatized tokens are found by the base form of each word without `*` and `?`. A compiled pattern (`re`
        or `regex`) is searched for in each term by itself.

    Returns
    -------
    first, n_tokens : int64 arrays
        The number of the first token of each match, ascending, and how many tokens the match has. Matches lie within
        one document; they may overlap.

    Raises
    ------
    InputError
        If nothing is left of the pattern under the rule.

    Examples
    --------
    >>> import newsstudy as ns
    >>> from newsstudy.tokens import find
    >>> first, n_tokens = find(ns.sample_article().tokenize(), "Vladimir Putin")
    >>> len(first), n_tokens.tolist()
    (1, [2])
    """
    found = hits(tokens, pattern)
    first = np.array(found.first, dtype=np.int64)
    return first, np.array(np.broadcast_to(found.length, len(first)), dtype=np.int64)


class Hits(NamedTuple):
    """Matches of a pattern: their first tokens, ascending, and their numbers of tokens, one for all or one each; int64.

    `first` may be a view of a posting list that lies on disk: what is not looked at is not read.
    """

    first: np.ndarray
    length: np.ndarray


def hits(tokens: Tokens, pattern: Any) -> Hits:
    """What `find` gives; from the posting lists where the tokens have them, without a look at the other words."""
    if isinstance(getattr(pattern, "pattern", None), bytes):
        raise InputError(f"a compiled pattern must be of text, not of bytes; got {pattern!r}. Write re.compile('…') without b")
    if hasattr(pattern, "search"):
        return _runs(tokens, [np.flatnonzero(regex_mask(tokens, pattern))])
    words = pattern_words(tokens, pattern)
    globs = tokens.vocabulary.globs
    found = _runs(tokens, [globs.numbers(word) for word in words])
    # n-grams, phrases and keys of dictionaries are terms with blanks
    term = next((term for term in (" ".join(words), pattern) if term in tokens.vocabulary), None)
    if len(words) > 1 and term is not None and not _is_glob(term):
        whole = _runs(tokens, [globs.numbers(term)])
        first = np.concatenate([found.first, whole.first])
        length = np.repeat(np.concatenate([found.length, whole.length]), [len(found.first), len(whole.first)])
        order = np.argsort(first, kind="stable")
        return Hits(first[order], length[order])
    return found


def pattern_words(tokens: Tokens, pattern: Any) -> list[str]:
    """The terms of a pattern in order, folded by the tokens' rule; * and ? stay."""
    if not isinstance(pattern, str):
        raise InputError(f"a pattern is a text such as 'Vladimir Putin' or 'negotiat*', or a compiled regex; got {pattern!r}")
    words = [word for part in pattern.split() for word in _folded(tokens, part, tokens.fold)]
    if not words:
        raise InputError(
            f"the pattern {pattern!r} holds no term under the rule {tokens.rule!r}: a term has a letter or a digit. "
            "Write at least one word."
        )
    return words


def words_of_each(tokens: Tokens, patterns: list[str]) -> list[list[str]]:
    """`pattern_words` of many patterns in one pass; an empty list where a pattern holds no term.

    As in a list of terms, a sign that stands alone means itself: "?" is not "any term".
    """
    parts = list(dict.fromkeys(part for pattern in patterns for part in pattern.split()))
    texts = list(dict.fromkeys(text for part in parts for text in _texts_to_fold(part)))
    folded = dict(zip(texts, tokens.fold_each(texts), strict=True))
    words = {part: _folded(tokens, part, folded.__getitem__) for part in parts}
    joined = [[word for part in pattern.split() for word in words[part]] for pattern in patterns]
    return [found if any(_is_term(tokens, word) for word in found) else [] for found in joined]


def word_mask(tokens: Tokens, word: str) -> np.ndarray:
    """Which terms a folded word means: bool over the vocabulary, and a last False for holes (id -1)."""
    mask = np.zeros(len(tokens.vocabulary) + 1, dtype=bool)
    mask[tokens.vocabulary.globs.numbers(word)] = True
    return mask


def regex_mask(tokens: Tokens, pattern: Any) -> np.ndarray:
    """Which terms a compiled regular expression is found in: bool over the vocabulary, and a last False for holes."""
    mask = np.zeros(len(tokens.vocabulary) + 1, dtype=bool)
    mask[:-1] = [pattern.search(term) is not None for term in tokens.vocabulary.terms]
    return mask


def _is_glob(word: str) -> bool:
    """A word with * or ?; but a sign that stands alone means itself in a list of terms (see `selection`)."""
    return "*" in word or "?" in word


def _is_term(tokens: Tokens, word: str) -> bool:
    return word in tokens.vocabulary or any(sign.isalnum() for sign in word)


def _folded(tokens: Tokens, part: str, fold: Callable[[str], list[str]]) -> list[str]:
    """One blank-free part of a pattern as terms; `fold` cuts and folds one text by the tokens' rule."""
    if not _is_glob(part):
        # What stands in the vocabulary as it is written needs no folding: "'s", "US", a segmenter's word, a stem.
        return [part] if part in tokens.vocabulary else [after_steps(term, tokens.steps) for term in fold(part)]
    whole, *rest = _texts_to_fold(part)
    folded = fold(whole)
    if len(folded) == 1:
        literal = {piece: fold(piece) for piece in rest}
        if all(len(terms) == 1 for terms in literal.values()):
            pieces = re.split(r"([*?])", part)
            return ["".join(literal[piece][0] if piece in literal else piece for piece in pieces)]  # so US* keeps its capitals
    return [term.replace(_MANY, "*").replace(_ONE, "?") for term in folded] or [part]


def _texts_to_fold(part: str) -> list[str]:
    """What `_folded` asks the rule for: the part, or for a glob the whole with letters for signs, then its literal pieces."""
    if not _is_glob(part):
        return [part]
    pieces = [piece for piece in re.split(r"[*?]", part) if piece]
    return [part.replace("*", _MANY).replace("?", _ONE), *pieces]


def _runs(tokens: Tokens, words: list[np.ndarray]) -> Hits:
    """All runs of neighbours within a document whose terms are among words[0], words[1], … (numbers of terms)."""
    length = np.array([len(words)], dtype=np.int64)
    known = tokens._known_postings
    if known is not None:
        rarest = min(range(len(words)), key=lambda place: known.total(words[place]))
        first = known.places_of(words[rarest])
        if len(words) == 1:
            return Hits(first, length)
        first = first - rarest
        first = first[(first >= 0) & (first + len(words) <= len(tokens.ids))]
        others = [place for place in range(len(words)) if place != rarest]
    else:
        first = np.flatnonzero(_mask(tokens, words[0])[tokens.ids[: max(0, len(tokens.ids) - len(words) + 1)]])
        others = list(range(1, len(words)))
    for place in others:
        first = first[_mask(tokens, words[place])[tokens.ids[first + place]]]
    document = np.searchsorted(tokens.offsets, first, side="right")
    inside = first + len(words) <= tokens.offsets[np.minimum(document, len(tokens.offsets) - 1)]
    return Hits(first[inside].astype(np.int64), length)


def _mask(tokens: Tokens, numbers: np.ndarray) -> np.ndarray:
    """bool by id, with a last False for holes: the terms of these numbers."""
    mask = np.zeros(len(tokens.vocabulary) + 1, dtype=bool)
    mask[numbers] = True
    return mask
