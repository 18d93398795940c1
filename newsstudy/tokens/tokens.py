"""The tokens of a corpus: which term stands where, and what can be done with them."""

from __future__ import annotations

import dataclasses
import html
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.tokens import lookup, ngrams, phrases, selection
from newsstudy.tokens._run_shapes import shape_of
from newsstudy.tokens._token_data import HOLE, TokenData
from newsstudy.tokens.base_forms import base_forms, lemmatize_step, stem_step
from newsstudy.tokens.vocabulary import ordered

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts


class Tokens(TokenData):
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

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write tokens, their texts and the places of every term to a folder that `ns.open_tokens` maps; all or nothing.

        About 30 bytes a token beside the texts, which lie there uncompressed so that any line of them is at hand. An older
        folder of saved tokens is replaced; anything else is left alone.
        """
        from newsstudy.tokens.token_store import save_tokens

        save_tokens(self, path)

    # ---------------------------------------------------------------- how it is done

    def _reduced(self, step: str) -> Tokens:
        """Each term as its stem or lemma; worked out on the vocabulary, not on each token."""
        vocabulary, numbers = ordered(base_forms(self.vocabulary.terms, step))
        return self._with(ids=np.append(numbers, HOLE)[self.ids], vocabulary=vocabulary, steps=(*self.steps, step))

    def _selected(self, chosen: selection.Selection, padding: bool, step: str) -> Tokens:
        """The chosen tokens only; the vocabulary keeps the terms that still occur."""
        steps = (*self.steps, step + (" padding" if padding else ""))
        return self._with(**selection.kept(self, chosen, padding), steps=steps)

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
