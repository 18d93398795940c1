"""The vocabulary: which terms there are, in code-point order, so that a term's number says its place in the alphabet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsstudy.errors import InputError, NoSuchItemError
from newsstudy.text.ordering import distinct_in_order
from newsstudy.tokens._immutable import Immutable
from newsstudy.tokens.globs import GlobIndex


class Vocabulary(Immutable):
    """Terms in code-point order; the number of a term is its place.

    Parameters
    ----------
    terms : list or tuple of str, or an Arrow string array
        Distinct terms, ascending by code point (Python's order of `str`, and the order of their UTF-8 bytes).

    Raises
    ------
    InputError
        If a term is no text, holds a lone surrogate, stands twice, or is out of order.

    Examples
    --------
    >>> from newsstudy.tokens import Vocabulary
    >>> vocabulary = Vocabulary(["call", "peace", "putin"])
    >>> vocabulary[1], vocabulary.index("putin"), "war" in vocabulary, len(vocabulary)
    ('peace', 2, False, 3)
    """

    _n_terms: int

    def __init__(self, terms: Iterable[str] | pa.Array) -> None:
        array = _checked(arrow_terms(terms))
        self._set(_array=array, _n_terms=len(array))

    @classmethod
    def made_later(cls, n_terms: int, make: Callable[[], pa.Array]) -> Vocabulary:
        """A vocabulary whose `n_terms` terms are known to be distinct and in order, and are made when first asked for.

        N-grams are many, and most are never read: counting, trimming and a topic model need their numbers only.
        """
        vocabulary = cls.__new__(cls)
        vocabulary._set(_make=make, _n_terms=n_terms)
        return vocabulary

    @property
    def array(self) -> pa.Array:
        """All terms, in order, as an Arrow large_string array."""
        if "_array" not in self.__dict__:
            make = self.__dict__.get("_make")
            # Two threads may both make the terms: the same ones. One may have let go of `_make` since the first look.
            if make is not None:
                self._set(_array=make())
                self.__dict__.pop("_make", None)
        return self.__dict__["_array"]

    def __getstate__(self) -> dict[str, Any]:
        return {"_array": self.array, "_n_terms": self._n_terms}

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """All terms, in order."""
        return tuple(self.array.to_pylist())

    @cached_property
    def digest(self) -> str:
        """The identity of the vocabulary: sha256 over its number of terms and each term with its length in bytes."""
        lengths, content = _buffers(self.array)
        hasher = hashlib.sha256(f"newsstudy vocabulary 1, {len(self)} terms\n".encode())
        hasher.update(lengths.astype("<i8").tobytes())
        hasher.update(content)
        return hasher.hexdigest()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term: place for place, term in enumerate(self.terms)}

    @cached_property
    def globs(self) -> GlobIndex:
        """Which terms a word with * and ? means."""
        return GlobIndex(self)

    def index(self, term: str) -> int:
        """The number of `term`; InputError if it is not in the vocabulary."""
        try:
            return self._places[term]
        except (KeyError, TypeError):
            raise InputError(
                f"the term {term!r} is not among the {len(self):,} terms of this vocabulary; "
                "terms are written as the rule folds them, usually in lower case"
            ) from None

    def get(self, term: Any, default: int = -1) -> int:
        """The number of `term`, or `default` where it is not in the vocabulary."""
        return self._places.get(term, default) if isinstance(term, str) else default

    def take(self, numbers: Any) -> Vocabulary:
        """The vocabulary of these terms only; `numbers` ascend."""
        if "_make" in self.__dict__:
            places = np.asarray(numbers)
            if places.ndim == 1 and places.dtype.kind in "iu" and self._ascending(places):
                return Vocabulary.made_later(len(places), lambda: self.array.take(pa.array(places)))
        try:
            places = pa.array(np.asarray(numbers, dtype=np.int64))
            return Vocabulary(self.array.take(places))
        except (pa.ArrowException, IndexError, TypeError, OverflowError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"take: numbers are those of terms, 0 to {len(self) - 1}, ascending; got {numbers!r}") from error

    def _ascending(self, places: np.ndarray) -> bool:
        """Whether these are numbers of terms, each greater than the one before, so that the terms need no check."""
        within = len(places) == 0 or (places[0] >= 0 and places[-1] < len(self))
        return bool(within and np.all(places[:-1] < places[1:]))

    def __len__(self) -> int:
        return self._n_terms

    def __getitem__(self, place: Any) -> str:
        # -1 marks a hole among tokens and must never read as the last term.
        if not isinstance(place, int | np.integer) or not 0 <= place < len(self):
            raise NoSuchItemError(f"there is no term number {place!r}; the vocabulary has {len(self):,} terms, counted from 0")
        return str(self.array[int(place)].as_py())

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and term in self._places

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Vocabulary) and len(self) == len(other) and self.array.equals(other.array)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        shown = [self[place] for place in range(min(6, len(self)))]
        more = ", …" if len(self) > len(shown) else ""
        return f"<Vocabulary of {len(self):,} terms: {', '.join(shown)}{more}>"


def arrow_terms(terms: Any) -> pa.Array:
    """Terms as one Arrow large_string array, without checks of their order."""
    if isinstance(terms, pa.ChunkedArray):
        terms = terms.combine_chunks()
    if isinstance(terms, pa.Array):
        return terms.cast(pa.large_string())
    if isinstance(terms, str | bytes):
        raise InputError(f"a vocabulary is a list of terms; got the single text {terms[:40]!r}")
    try:
        return pa.array(list(terms), type=pa.large_string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, TypeError) as error:
        raise InputError(f"a vocabulary is a list of terms, each a str that can be written as UTF-8: {error}") from error


def ordered(terms: Any) -> tuple[Vocabulary, np.ndarray]:
    """The vocabulary of any terms, repeated or not, and the number (int32) in it of each term that was given."""
    distinct, numbers = distinct_in_order(arrow_terms(terms))
    return Vocabulary(distinct), numbers


def term_bytes(vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray]:
    """All terms end to end in UTF-8 (uint8), behind where each begins, the end included (int64)."""
    lengths, content = _buffers(vocabulary.array)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths, dtype=np.int64)]), np.frombuffer(
        content, dtype=np.uint8
    )


def _buffers(array: pa.Array) -> tuple[np.ndarray, bytes]:
    """Length in bytes of each term, and all bytes."""
    compact = pa.concat_arrays([array])  # drops what a slice hides
    offsets = np.frombuffer(compact.buffers()[1], dtype=np.int64)[compact.offset : compact.offset + len(compact) + 1]
    if len(compact) == 0:
        return np.zeros(0, dtype=np.int64), b""
    content = compact.buffers()[2]
    return np.diff(offsets), bytes(memoryview(content)[offsets[0] : offsets[-1]]) if content is not None else b""


def _checked(array: pa.Array) -> pa.Array:
    if array.null_count:
        raise InputError("a vocabulary is a list of terms; one of them is missing (None)")
    if len(array) > 1:
        rising = pc.less(array[:-1], array[1:])
        if not pc.all(rising).as_py():
            place = pc.index(rising, False).as_py()
            first, second = array[place].as_py(), array[place + 1].as_py()
            fault = "stands twice" if first == second else f"stands before {second!r}"
            raise InputError(f"a vocabulary has distinct terms in code-point order; {first!r} (number {place}) {fault}")
    return array
