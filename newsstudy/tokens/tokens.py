"""The tokens of a corpus: which term stands where, as ids into a vocabulary and spans into the text."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from newsstudy.corpus.columns import PARTS
from newsstudy.errors import InputError, NoSuchItemError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.counts import number_within
from newsstudy.text.rules import Rule, get_rule, rule_names
from newsstudy.tokens import lookup, ngrams, phrases, selection
from newsstudy.tokens._immutable import Immutable
from newsstudy.tokens._run_shapes import shape_of
from newsstudy.tokens.base_forms import base_forms, lemmatize_step, stem_step
from newsstudy.tokens.vocabulary import Vocabulary, ordered

if TYPE_CHECKING:
    from newsstudy.corpus import Corpus
    from newsstudy.tokens.counts import Counts

_FOUND = ("ids", "offsets", "starts", "lengths", "vocabulary")  # what a scan of the texts finds
HOLE = -1  # the id that stands where a token was taken out with padding=True


class Tokens(Immutable):
    """The words of each document, as ids. Immutable: each verb returns new tokens.

    Made by `Corpus.tokenize`. `len()` is the number of documents, `tokens[i]` the terms of document i (None for a hole).

    Attributes
    ----------
    ids : int32 array (n_tokens,)
        Number of each token's term in `vocabulary`; -1 is a hole left by `keep` or `drop` with `padding=True`.
    offsets : int64 array (n_documents + 1,)
        Document d is the tokens offsets[d] to offsets[d + 1].
    starts, lengths : int32 arrays (n_tokens,)
        The span of each token in bytes of UTF-8 within its document's text.
    sentences : int32 array (n_tokens,)
        Number of the token's sentence in its document, by `sentence_rule`; worked out when first asked for.
    sentence_rule : str
        The name of the rule of sentences.
    vocabulary : Vocabulary
    rule : str
        The name of the rule of words and terms.
    corpus : Corpus or None
        The texts that the spans point into.
    steps : tuple of str
        What was done since: "drop:…", "stem:english", "ngrams:2" …
    """

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
    def _of(cls, corpus: Corpus, rule: Rule, sentence_rule: str) -> Tokens:
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

        data, offsets = self._corpus("number sentences").utf8()
        marks, mark_offsets = sentence_starts(data, offsets, rule=self.sentence_rule)
        return ready(number_within(self.starts, self.offsets, ready(marks, np.int64), ready(mark_offsets, np.int64)), np.int32)

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

        In a corpus that was split, "raw_document" and "raw_start" say where in the document that was cut first.

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
        data, offsets = corpus.utf8()
        start, length = int(self.starts[i]), int(self.lengths[i])
        begin = int(offsets[document]) + start
        text = bytes(data[begin : begin + length]).decode("utf-8")
        place = {"document": self._id_of(document), "start": start, "length": length, "text": text}
        held = {name: corpus.table[name][document].as_py() for name in PARTS if name in corpus.table.column_names}
        if held.get("parent") is not None and held.get("start") is not None:
            nested = held.get("raw_parent") is not None
            place["raw_document"] = held["raw_parent" if nested else "parent"]
            place["raw_start"] = held["raw_start" if nested else "start"] + start
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

    # ---------------------------------------------------------------- verbs

    def keep(
        self, what: Any = None, *, min_documents: float | None = None, max_documents: float | None = None, padding: bool = False
    ) -> Tokens:
        """Only the tokens that `what` names, or whose terms stand in so many documents; see `drop` for what each can be.

        Where several are given, a token stays if it meets all of them.

        Examples
        --------
        >>> import newsstudy as ns
        >>> sentences = ns.sample_article().split("sentence").tokenize()
        >>> sentences.keep(min_documents=0.5).vocabulary.terms
        ('in', 'the')
        >>> sentences.keep("p*", min_documents=2).vocabulary.terms
        ('particularly', 'peace', 'putin')
        """
        chosen, name = selection.select(self, what, min_documents, max_documents)
        return self._selected(chosen, padding, f"keep:{name}")

    def drop(
        self, what: Any = None, *, min_documents: float | None = None, max_documents: float | None = None, padding: bool = False
    ) -> Tokens:
        """All tokens but those that `what` names, or whose terms stand in so many documents: what `keep` would keep.

        Parameters
        ----------
        what : list of terms, pattern, compiled regular expression, or "function words", optional
            A str is a pattern: words with * and ?, several words are a phrase (see `find`). In a list each item is a
            term or a pattern; an item of signs only, such as "?", means itself. "function words" is our own list for
            English, `newsstudy.text.function_words`.
        min_documents, max_documents : int or float, optional
            Bounds, themselves included, of the number of documents that a term stands in: a whole number, or a share
            (float, 0.0 to 1.0) of all documents. `drop(max_documents=2)` takes out the terms of one or two documents,
            `drop(min_documents=0.5)` those of half of them or more.
        padding : bool
            Leave a hole (id -1) where a token was, so that distances and neighbours survive.

        Raises
        ------
        InputError
            If nothing is named, or a bound is no count or share.

        Examples
        --------
        >>> import newsstudy as ns
        >>> tokens = ns.sample_article().tokenize()
        >>> tokens.drop("function words").drop(["say", "said", "report*"])[0][:4]
        ['recent', 'exchange', 'former', 'US']
        >>> ns.sample_article().split("sentence").tokenize().drop(max_documents=2)[0][:4]
        ['in', 'a', 'US', 'trump']
        """
        chosen, name = selection.select(self, what, min_documents, max_documents)
        return self._selected(dataclasses.replace(chosen, inverted=True), padding, f"drop:{name}")

    def window(self, pattern: Any, size: int | tuple[int, int], *, node: bool = True, padding: bool = False) -> Tokens:
        """Only the tokens around a pattern: `size` tokens to each side, or (left, right), within the document.

        Parameters
        ----------
        pattern : str or compiled regular expression
            See `find`.
        size : int or (int, int)
            Tokens to the left and to the right of each match; holes take up room.
        node : bool
            Whether the match itself stays. With False, a match is also taken out of another match's window.
        padding : bool
            Leave a hole where a token was.
        """
        chosen = selection.by_place(self, selection.window_mask(self, pattern, size, node))
        return self._selected(chosen, padding, f"window:{selection.name_of(pattern)}")

    def stem(self, language: str = "english") -> Tokens:
        """Terms cut to their stems by NLTK's Snowball stemmers; spans stay, so that `locate` gives the written word.

        Parameters
        ----------
        language : str
            "english" (Snowball's English, Porter2), "porter" (Porter 1980, doi:10.1108/eb046814, as NLTK extends it),
            "german", "french" … or a code such as "de". Terms with ASCII capitals (US, NATO) stay as they are.

        Examples
        --------
        >>> import newsstudy as ns
        >>> ns.sample_article().tokenize().stem()[0][9:15]
        ['reveal', 'on', 'social', 'media', 'that', 'he']
        """
        return self._reduced(stem_step(language))

    def lemmatize(self, language: str = "en") -> Tokens:
        """Terms as their dictionary forms, by simplemma's word lists; spans stay, so that `locate` gives the written word.

        Each term by itself, without its context: *saw* is always *see*. Terms with ASCII capitals (US, NATO) stay, and so
        does a word that simplemma does not know. Patterns asked for later (`find`, `keep`, kwic …) are lemmatized likewise.

        Parameters
        ----------
        language : str
            simplemma's code of the language: "en", "de", "fr" …; a wrong one gives an error that lists them all.

        Raises
        ------
        InputError
            If simplemma is not installed (``pip install newsstudy[lemmas]``) or does not know the language.

        References
        ----------
        Barbaresi 2023, Simplemma, doi:10.5281/zenodo.4673264

        Examples
        --------
        >>> import newsstudy as ns
        >>> ns.corpus_from(["The mice saw the US banks."]).tokenize().lemmatize("en")[0]
        ['the', 'mouse', 'see', 'the', 'US', 'bank']
        """
        return self._reduced(lemmatize_step(language))

    def phrases(
        self,
        what: Any = None,
        *,
        measure: str = "npmi",
        threshold: float | None = None,
        min_count: int = 5,
        max_n: int = 2,
        joiner: str = " ",
    ) -> Tokens:
        """Words that belong together as one term, "prime minister"; by a list, or detected where `what` is None.

        Phrases lie within one document and cross no hole; they may cross a sentence's end, as n-grams do. The span of a phrase
        goes from its first word to its last, its sentence is that of the first word. `find` finds "prime minister" afterwards
        too, but no longer the "minister" in it.

        Parameters
        ----------
        what : pattern or list of patterns, optional
            As for `find`: "prime minister", "New York *". Longer matches are joined first, then those further left; joined
            words are free for no other phrase. A pattern of one word joins nothing.
        measure : str
            Detection: how strongly two neighbours go together. Any function of `newsstudy.measures` that takes the four
            counts of a pair: pairs with both words, with the first only, with the second only, with neither.
        threshold : float, optional
            Detection: the least score. 0.5 for npmi (a choice of ours, of -1 to 1); to be given for another measure. gensim's
            default of 10 is about `measure="mu_value"`, observed / expected, but for its discount.
        min_count : int
            Detection: the least number of times that the two stand together; 5 as in word2phrase and gensim.
        max_n : int
            Detection: the most words of a phrase. Beyond 2, pass after pass joins what the pass before has joined: first
            "new york", then "new york times"; until nothing is joined or after max_n - 1 passes. Counts and scores are
            those of the pass.
        joiner : str
            Between the words of a term. With another sign than a blank, `find` sees one word.

        See Also
        --------
        newsstudy.find_phrases : the detected phrases as a table, before they are joined.

        References
        ----------
        Mikolov et al. 2013, doi:10.48550/arXiv.1310.4546, section 4: passes over the data, left to right, with a threshold
        and a least count. Bouma 2009, Normalized (pointwise) mutual information in collocation extraction, GSCL, 31-40: NPMI.

        Examples
        --------
        >>> import newsstudy as ns
        >>> tokens = ns.sample_article().tokenize()
        >>> tokens.phrases(["former US president", "Donald Trump"])[0][3:6]
        ['exchange', 'former US president', 'donald trump']
        >>> "social media" in tokens.phrases(min_count=2).vocabulary
        True
        """
        if what is not None:
            return phrases.listed(self, what, phrases.checked_joiner(joiner))
        return phrases.detected(self, phrases.wanted(measure, threshold, min_count, max_n, joiner))

    def ngrams(self, n: Any, *, skip: Any = 0, max_skips: int | None = None) -> Tokens:
        """All runs of n tokens of a document as terms joined by blanks; with `skip`, also runs that leave tokens out.

        A run crosses neither a hole nor the end of its document. Its span goes from its first word to its last, its
        sentence is that of the first word. Within a document the runs come by length, then by the place of the first
        word, then by what they skip: from left to right, less before more.

        Parameters
        ----------
        n : int, or several
            Words of a run, at least 1; `range(1, 4)` or (1, 2, 3) gives all three lengths in one vocabulary. 1 alone gives
            the tokens as they are.
        skip : int, or several
            How many tokens are left out between two neighbours of a run: each gap takes any of these values, as in
            quanteda's `tokens_ngrams`. 0 is the next token; (0, 1) is the next or the one after it.
        max_skips : int, optional
            Left out in the whole run, at most. `skip=range(k + 1), max_skips=k` gives the k-skip-n-grams of Guthrie et al.
            (2006), "A closer look at skip-gram modelling", https://aclanthology.org/L06-1210/.

        Raises
        ------
        InputError
            If a number is none of these, or there are more than 2,147,483,647 n-grams.

        Examples
        --------
        >>> import newsstudy as ns
        >>> tokens = ns.sample_article().tokenize()
        >>> tokens.ngrams(2)[0][5:8]
        ['US president', 'president donald', 'donald trump']
        >>> tokens.ngrams(2, skip=(0, 1))[0][10:13]
        ['US president', 'US donald', 'president donald']
        """
        shape = shape_of(n, skip, max_skips)
        return self if shape.lengths == (1,) else ngrams.joined(self, shape)

    def lookup(self, dictionary: Any, *, levels: Any = None, exclusive: bool = True, unmatched: str | None = None) -> Tokens:
        """Tokens that match a dictionary's patterns, as the names of its keys: quanteda's `tokens_lookup`.

        A token may match several keys and is then counted for each. Within one key overlapping matches count once: longer
        ones first, then those further left (quanteda's `nested_scope = "key"`). The span of a key goes from the first word
        of its match to the last. Holes stay, and no match crosses one.

        Parameters
        ----------
        dictionary : dict, Dictionary or path
            Name of each key: its patterns, or keys below it. See `newsstudy.Dictionary` and `newsstudy.read_dictionary`.
            Patterns are as for `find`: ``*`` and ``?``, several words; folded by the tokens' rule, so that under news-en-1
            "US" means the country only.
        levels : int or list of int, optional
            The levels whose names are used, 1 for the uppermost; None for all. Names are joined by a dot: "people.leader".
        exclusive : bool
            True leaves the keys only; each key is in the vocabulary, also one that matches nothing. False keeps the other
            tokens in place, and writes the keys in capitals, as quanteda does, to tell them from terms; a key that is a
            term all the same is an error.
        unmatched : str, optional
            A term for each token that no key matches.

        Raises
        ------
        InputError
            If the dictionary cannot be understood, or a key's name is taken.

        Warns
        -----
        NewsstudyWarning
            If some patterns hold no term under the rule, such as emoticons: they match nothing.

        Examples
        --------
        >>> import newsstudy as ns
        >>> tokens = ns.corpus_from(["The New York Times is a New York paper."]).tokenize()
        >>> frames = {"paper": ["new york times", "paper*"], "city": "New York"}
        >>> tokens.lookup(frames)[0]
        ['paper', 'city', 'city', 'paper']
        >>> tokens.lookup(frames, exclusive=False)[0]
        ['the', 'PAPER', 'CITY', 'is', 'a', 'CITY', 'PAPER']
        """
        return lookup.looked_up(self, dictionary, levels, exclusive, unmatched)

    def count(self) -> Counts:
        """How often each term occurs in each document."""
        from newsstudy.tokens.counts import count_tokens

        return count_tokens(self)

    # ---------------------------------------------------------------- how it is done

    def _reduced(self, step: str) -> Tokens:
        """Each term as its stem or lemma; worked out on the vocabulary, not on each token."""
        vocabulary, numbers = ordered(base_forms(self.vocabulary.terms, step))
        return self._with(ids=np.append(numbers, HOLE)[self.ids], vocabulary=vocabulary, steps=(*self.steps, step))

    def _selected(self, chosen: selection.Selection, padding: bool, step: str) -> Tokens:
        """The chosen tokens only; the vocabulary keeps the terms that still occur."""
        steps = (*self.steps, step + (" padding" if padding else ""))
        return self._with(**selection.kept(self, chosen, padding), steps=steps)

    @property
    def _known_sentences(self) -> np.ndarray | None:
        """The sentence numbers, if somebody gave or asked for them."""
        return self.__dict__.get("sentences", self._sentences)

    def _with(self, **changes: Any) -> Tokens:
        names = ("ids", "offsets", "starts", "lengths", "vocabulary", "corpus", "steps", "sentence_rule")
        fields = {name: getattr(self, name) for name in names}
        return Tokens(**{**fields, "rule": self._given_rule, "sentences": self._known_sentences, **changes})

    def _corpus(self, purpose: str) -> Corpus:
        if self.corpus is None:
            raise InputError(f"these tokens have no corpus, so there is no text to {purpose} in; make them with Corpus.tokenize")
        return self.corpus

    def documents_table(self) -> pa.Table:
        """The metadata of the documents, without their texts."""
        if self.corpus is None:
            return pa.table({"id": pa.array(self.document_ids, pa.large_string())})
        table = self.corpus.table
        return table.select([name for name in table.column_names if name != "text"])

    def __repr__(self) -> str:
        steps = f", {', '.join(self.steps)}" if self.steps else ""
        return (
            f"<Tokens: {self.n_tokens:,} tokens of {len(self.vocabulary):,} terms in {len(self):,} documents; "
            f"rule {self.rule}{steps}>"
        )

    def _repr_html_(self) -> str:
        rows = []
        for document in range(min(5, len(self))):
            begin, end = int(self.offsets[document]), int(self.offsets[document + 1])
            terms = [self.vocabulary[term] if term >= 0 else "·" for term in self.ids[begin : min(end, begin + 14)].tolist()]
            shown = html.escape(" ".join(terms)) + (" …" if end > begin + 14 else "")
            rows.append(f"<tr><td>{html.escape(self._id_of(document))}</td><td>{end - begin:,}</td><td>{shown}</td></tr>")
        head = "<tr><th>document</th><th>tokens</th><th>terms</th></tr>"
        return f"<p>{html.escape(repr(self)[1:-1])}</p><table>{head}{''.join(rows)}</table>"

    def _id_of(self, document: int) -> str:
        return str(document) if self.corpus is None else str(self.corpus.table.column("id")[document].as_py())


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
