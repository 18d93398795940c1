"""What tokens hold: ids and spans, found when somebody asks for them, and the text that each came from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa

from newsstudy.corpus.cleaning.edit_map import map_of, raw_place
from newsstudy.corpus.columns import EDIT_MAP, PARTS
from newsstudy.errors import InputError, NoSuchItemError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import number_within
from newsstudy.text.rules import Rule, get_rule, rule_names
from newsstudy.tokens._immutable import Immutable
from newsstudy.tokens._postings import Postings, postings_of
from newsstudy.tokens.vocabulary import Vocabulary

if TYPE_CHECKING:
    from newsstudy.corpus import Corpus

_FOUND = ("ids", "offsets", "starts", "lengths", "vocabulary")  # what a scan of the texts finds
HOLE = -1  # the id that stands where a token was taken out with padding=True


class TokenData(Immutable):
    """Tokens without their verbs; `Tokens` says what each attribute is."""

    ids: np.ndarray
    offsets: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    vocabulary: Vocabulary
    rule: str
    corpus: Corpus | None
    steps: tuple[str, ...]
    sentence_rule: str
    _given_rule: str | Rule
    _sentences: np.ndarray | None

    def __init__(
        self,
        ids: Any,
        offsets: Any,
        starts: Any,
        lengths: Any,
        vocabulary: Any,
        rule: Any,
        corpus: Corpus | None = None,
        *,
        sentences: Any = None,
        sentence_rule: str | None = None,
        steps: tuple[str, ...] = (),
    ) -> None:
        if not isinstance(vocabulary, Vocabulary) or not isinstance(rule, str | Rule):
            raise InputError("Tokens need a Vocabulary and the name of a rule; make them with corpus.tokenize()")
        self._set(
            ids=_numbers(ids, np.int32, "ids"),
            offsets=_numbers(offsets, np.int64, "offsets"),
            starts=_numbers(starts, np.int32, "starts"),
            lengths=_numbers(lengths, np.int32, "lengths"),
            vocabulary=vocabulary,
            rule=rule if isinstance(rule, str) else rule.name,
            corpus=corpus,
            steps=tuple(steps),
            sentence_rule=_sentence_rule(rule) if sentence_rule is None else sentence_rule,
            _given_rule=rule,
            _sentences=None if sentences is None else ready(sentences, np.int32),
        )
        self._check()

    @classmethod
    def _of(cls, corpus: Corpus, rule: Rule, sentence_rule: str) -> Self:
        """The words of a corpus by a rule. They are looked for when somebody asks for one; counting needs none of them."""
        tokens = cls.__new__(cls)
        tokens._set(rule=rule.name, corpus=corpus, steps=(), sentence_rule=sentence_rule, _given_rule=rule, _sentences=None)
        return tokens

    def __getattr__(self, name: str) -> Any:
        # Only called for what is not there yet.
        if name not in _FOUND or "_given_rule" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        from newsstudy.tokens._tokenize import found

        scanned = found(self._corpus("find words"), get_rule(self._given_rule))
        self._set(
            ids=ready(scanned.ids, np.int32),
            offsets=ready(scanned.token_offsets, np.int64),
            starts=ready(scanned.starts, np.int32),
            lengths=ready(scanned.lengths, np.int32),
            vocabulary=Vocabulary(scanned.array),
        )
        return self.__dict__[name]

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_FOUND})  # what is not there yet is to be found by the tab key all the same

    @property
    def _unread(self) -> bool:
        """Whether nobody has asked for a word yet."""
        return "ids" not in self.__dict__

    def _check(self) -> None:
        n_tokens = len(self.ids)
        if len(self.starts) != n_tokens or len(self.lengths) != n_tokens:
            raise InputError(f"ids, starts and lengths differ in number: {n_tokens}, {len(self.starts)}, {len(self.lengths)}")
        if len(self.offsets) == 0 or self.offsets[0] != 0 or self.offsets[-1] != n_tokens or np.any(np.diff(self.offsets) < 0):
            raise InputError(f"offsets must ascend from 0 to the number of tokens, {n_tokens}, with one more than documents")
        if n_tokens and not (self.ids.min() >= HOLE and self.ids.max() < len(self.vocabulary)):
            raise InputError(f"ids must be -1 (a hole) to {len(self.vocabulary) - 1}, the numbers of the vocabulary")

    # ---------------------------------------------------------------- what is there

    @property
    def n_tokens(self) -> int:
        """Number of tokens, holes left out."""
        return int(np.count_nonzero(self.ids >= 0))

    @property
    def settings(self) -> dict[str, Any]:
        """What a result's record says of these tokens: the rule, the steps since, and the digest of the vocabulary."""
        return {"rule": self.rule, "steps": list(self.steps), "vocabulary": self.vocabulary.digest}

    @property
    def lengths_of_documents(self) -> np.ndarray:
        """Number of tokens of each document (int64), holes included."""
        return np.diff(self.offsets)

    @cached_property
    def document_numbers(self) -> np.ndarray:
        """The number of the document of each token (int32)."""
        return ready(np.repeat(np.arange(len(self), dtype=np.int32), self.lengths_of_documents), np.int32)

    @property
    def document_ids(self) -> list[str]:
        """The id of each document; its number as text where the tokens have no corpus."""
        return [str(number) for number in range(len(self))] if self.corpus is None else list(self.corpus.ids)

    @cached_property
    def sentences(self) -> np.ndarray:
        """The number of each token's sentence within its document (int32), counted from 0."""
        if self._sentences is not None:
            return self._sentences
        from newsstudy.text.sentences import sentence_starts

        marks, n_marks = [np.zeros(0, np.int64)], [np.zeros(1, np.int64)]
        for data, offsets in self._corpus("number sentences").utf8_parts():
            starts, places = sentence_starts(data, offsets, rule=self.sentence_rule)
            marks.append(starts)
            n_marks.append(np.diff(places))
        places = ready(np.cumsum(np.concatenate(n_marks), dtype=np.int64), np.int64)
        return ready(number_within(self.starts, self.offsets, ready(np.concatenate(marks), np.int64), places), np.int32)

    @cached_property
    def _postings(self) -> Postings:
        return postings_of(ready(self.ids, np.int32), len(self.vocabulary))

    @property
    def _known_postings(self) -> Postings | None:
        """The posting lists, if they were opened with the tokens or somebody asked for one."""
        known: Postings | None = self.__dict__.get("_postings")
        return known

    def positions(self, term: Any) -> np.ndarray:
        """The numbers of all tokens that are this term (int64, ascending); empty where it does not occur.

        The first call lists the places of all terms (8 bytes a token); later ones, and `ns.kwic`, `ns.occurrences` and
        `ns.collocations`, then find a word without reading the others. Tokens from `ns.open_tokens` have the list on disk.

        Examples
        --------
        >>> import newsstudy as ns
        >>> ns.sample_article().tokenize().positions("US").tolist()
        [5, 251, 337]
        """
        if not isinstance(term, str):
            raise InputError(f"positions takes one term, as the rule folds it; got {term!r}. For patterns there is ns.kwic")
        number = self.vocabulary.get(term)
        return self._postings.places_of(np.array([number] if number >= 0 else [], dtype=np.int64))

    def fold(self, text: Any) -> list[str]:
        """The terms of a text under the rule of these tokens, in order."""
        from newsstudy.tokens._tokenize import fold_pieces, terms_of

        if not isinstance(text, str):
            raise InputError(f"fold takes one text; got {text!r}")
        rule = get_rule(self._given_rule)
        if any(step.startswith("segmenter:") for step in self.steps):
            return [term for term in fold_pieces(text.split(), rule) if term]
        return list(terms_of(text, rule))

    def fold_each(self, texts: list[str]) -> list[list[str]]:
        """`fold` of many texts at once."""
        from newsstudy.tokens._tokenize import terms_of_each

        if any(step.startswith("segmenter:") for step in self.steps):
            return [self.fold(text) for text in texts]
        return terms_of_each(texts, get_rule(self._given_rule))

    def locate(self, i: Any) -> dict[str, Any]:
        """Where token number i stands: {"document": id, "start": byte, "length": bytes, "text": as it is written}.

        In a corpus that was split, "raw_document" and "raw_start" say where in the document that was cut first. In one that
        was cleaned they say where in the raw text, and "raw_length" how many bytes of it became this token.

        Examples
        --------
        >>> import newsstudy as ns
        >>> ns.sample_article().tokenize().locate(5)["text"]
        'US'
        """
        if isinstance(i, bool) or not isinstance(i, int | np.integer) or not 0 <= i < len(self.ids):
            raise NoSuchItemError(f"there is no token number {i!r}; there are {len(self.ids):,} tokens, counted from 0")
        corpus = self._corpus("locate a token")
        document = int(np.searchsorted(self.offsets, i, side="right")) - 1
        start, length = int(self.starts[i]), int(self.lengths[i])
        owner = corpus._row(document)
        text = owner["text"].encode()[start : start + length].decode("utf-8")
        place = {"document": self._id_of(document), "start": start, "length": length, "text": text}
        place |= _raw_place({name: owner[name] for name in ("id", *PARTS, EDIT_MAP) if name in owner}, start, length)
        return place

    def __len__(self) -> int:
        return len(self.corpus) if self._unread and self.corpus is not None else len(self.offsets) - 1

    def __getitem__(self, i: Any) -> list[str | None]:
        if isinstance(i, bool) or not isinstance(i, int | np.integer) or not 0 <= i < len(self):
            raise NoSuchItemError(f"there is no document number {i!r}; there are {len(self):,} documents, counted from 0")
        terms = self.vocabulary.terms
        return [terms[term] if term >= 0 else None for term in self.ids[self.offsets[i] : self.offsets[i + 1]].tolist()]

    def __iter__(self) -> Iterator[list[str | None]]:
        return (self[document] for document in range(len(self)))

    @property
    def _known_sentences(self) -> np.ndarray | None:
        """The sentence numbers, if somebody gave or asked for them."""
        return self.__dict__.get("sentences", self._sentences)

    def _with(self, **changes: Any) -> Self:
        names = ("ids", "offsets", "starts", "lengths", "vocabulary", "corpus", "steps", "sentence_rule")
        fields = {name: getattr(self, name) for name in names}
        return type(self)(**{**fields, "rule": self._given_rule, "sentences": self._known_sentences, **changes})

    def _corpus(self, purpose: str) -> Corpus:
        if self.corpus is None:
            raise InputError(f"these tokens have no corpus, so there is no text to {purpose} in; make them with Corpus.tokenize")
        return self.corpus

    def documents_table(self) -> pa.Table:
        """The metadata of the documents, without their texts."""
        if self.corpus is None:
            return pa.table({"id": pa.array(self.document_ids, pa.large_string())})
        # The edit map goes with the text: it holds what was taken out of it.
        return self.corpus.columns(*(name for name in self.corpus.column_names if name not in ("text", EDIT_MAP)))

    def _id_of(self, document: int) -> str:
        return str(document) if self.corpus is None else self.corpus._ids[document]


def _raw_place(document: dict[str, Any], start: int, length: int) -> dict[str, Any]:
    """Where a token's bytes stand in the raw document; nothing where its document is neither a part nor cleaned."""
    edits = map_of(document)
    outer, base = raw_place(document)
    if edits is not None:
        first, last = edits.span(start, start + length)
        return {"raw_document": outer, "raw_start": base + first, "raw_length": last - first}
    return {"raw_document": outer, "raw_start": base + start} if outer != document["id"] else {}


def _numbers(values: Any, dtype: Any, name: str) -> np.ndarray:
    """One of the four arrays that tokens are made of, as kernels need it."""
    try:
        array = ready(values, dtype)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"Tokens: {name} must be whole numbers: {error}. Make tokens with corpus.tokenize()") from error
    if array.ndim != 1:
        raise InputError(f"Tokens: {name} must have one dimension, not {array.ndim}; make tokens with corpus.tokenize()")
    return array


def _sentence_rule(rule: str | Rule) -> str:
    """The rule of sentences that goes with a rule of terms; UAX #29 where the package does not know its name."""
    known = isinstance(rule, Rule) or rule in rule_names()
    return get_rule(rule).sentences if known else "unicode-1"
