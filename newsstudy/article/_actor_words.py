"""The words of a text as they are printed, with what stands between them: what the search for names looks at."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.article._name_lists import name_lists
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.text import term_rule
from newsstudy.text.kinds import category
from newsstudy.text.normalise import fold, nfc
from newsstudy.tokens import Tokens

# Behind these a capital says nothing: it may be that of a beginning.
_OPENING = frozenset('“‘"„«»‹›「『:•*–—-…([{|>)]!?\n')
_ENDS = frozenset(".!?。！？…؟")


@dataclass(frozen=True)
class Words:
    """One document: its words with case kept, where they stand, and what is between each and the one before."""

    name: str
    number: int
    first_token: int  # of the corpus
    text: bytes
    words: list[str]
    starts: list[int]
    lengths: list[int]
    sentences: list[int]
    gaps: list[str]
    n_sentences: int

    def end(self, last: int) -> int:
        """The byte behind word `last`, with the full stop that belongs to U.S. and its like."""
        end = self.starts[last] + self.lengths[last]
        return end + 1 if "." in self.words[last] and self.text[end : end + 1] == b"." else end

    def printed(self, first: int, last: int) -> str:
        """The text from word `first` to word `last`."""
        return self.text[self.starts[first] : self.end(last)].decode()

    def bounds(self) -> Iterator[tuple[int, int]]:
        """First word and end of each sentence that has a word."""
        begin = 0
        for place in range(1, len(self.words) + 1):
            if place == len(self.words) or self.sentences[place] != self.sentences[begin]:
                yield begin, place
                begin = place

    def initial(self, place: int) -> bool:
        """Whether a capital here may be that of a beginning: of a sentence, of a quotation, behind a colon."""
        if place == 0 or self.sentences[place] != self.sentences[place - 1]:
            return True
        gap = self.gaps[place].replace("-", "") if self.gaps[place] in ("-", "‐", "‑") else self.gaps[place]
        return any(sign in _OPENING for sign in gap)


def words_of(corpus: Any, caller: str, rule: str, sentence_rule: str | None) -> tuple[list[Words], Tokens]:
    """The words of every document, and the tokens that they came from; case is kept whatever the rule folds."""
    if not isinstance(corpus, Corpus):
        raise InputError(f"{caller} reads texts: give it a Corpus, as ns.read_corpus gives; got {type(corpus).__name__}")
    tokens = corpus.tokenize(term_rule(rule, case="keep"), sentence_rule=sentence_rule)
    terms = tokens.vocabulary.terms
    found = []
    for number, text in enumerate(corpus.texts):
        first, end = int(tokens.offsets[number]), int(tokens.offsets[number + 1])
        data = text.encode()
        starts, lengths = tokens.starts[first:end].tolist(), tokens.lengths[first:end].tolist()
        ends = [0, *(a + b for a, b in zip(starts, lengths, strict=True))]
        sentences = np.asarray(tokens.sentences[first:end]).tolist()
        found.append(
            Words(
                name=corpus.ids[number],
                number=number,
                first_token=first,
                text=data,
                words=[terms[term] for term in tokens.ids[first:end].tolist()],
                starts=starts,
                lengths=lengths,
                sentences=sentences,
                gaps=[data[a:b].decode() for a, b in zip(ends, starts, strict=False)],
                n_sentences=sentences[-1] + 1 if sentences else 0,
            )
        )
    return found, tokens


@functools.lru_cache(maxsize=65536)
def capital(word: str) -> bool:
    """Whether a word begins with a capital letter."""
    return bool(word) and category(word[0]) in ("Lu", "Lt")


@functools.lru_cache(maxsize=65536)
def small(word: str) -> bool:
    """Whether a word begins with a small letter."""
    return bool(word) and category(word[0]) == "Ll"


@functools.lru_cache(maxsize=65536)
def all_capitals(word: str) -> bool:
    """Whether a word is an acronym: two letters or more, all of them capitals but for a plural s."""
    letters = [category(sign) for sign in word if category(sign) in ("Lu", "Ll", "Lt")]
    if len(letters) > 2 and word.endswith("s"):
        letters = letters[:-1]
    return len(letters) > 1 and all(kind == "Lu" for kind in letters)


def matches(form: str, word: str) -> bool:
    """Whether a printed word is the form: a capital of the form must be one in the text, a small letter may be either."""
    if form == word:
        return True
    if len(form) != len(word) or fold(form) != fold(word):
        return False
    return all(a == b or category(a) == "Ll" for a, b in zip(form, word, strict=True))


def headline(words: Words, begin: int, end: int) -> bool:
    """Whether capitals tell nothing in this sentence: all letters are capitals, or nearly all words have one and no full stop."""
    cased = [word for word in words.words[begin:end] if capital(word) or small(word)]
    if len(cased) > 2 and all(all_capitals(word) or len(word) == 1 for word in cased):
        return True
    long = [capital(word) for word in cased if len(word) > 3]
    if len(long) < 3 or 5 * long.count(True) < 4 * len(long):
        return False
    after = words.gaps[end] if end < len(words.gaps) else words.text[words.starts[end - 1] + words.lengths[end - 1] :].decode()
    return not any(sign in _ENDS for sign in after)


def capitals_of(words: Words, language: Any) -> str:
    """What capitals tell in a document: "names", "nouns" (as in German, where all nouns have one) or "nothing"."""
    cased = [capital(word) for word in words.words if capital(word) or small(word)]
    if 2 * len(cased) < len([word for word in words.words if category(word[0]) in ("Lu", "Ll", "Lt", "Lm", "Lo")]):
        return "nothing"
    if True not in cased:
        return "nothing"
    if language in ("de", "lb", "als", "nds"):
        return "nouns"
    if isinstance(language, str) and language:
        return "names"
    marks = [word for word in words.words if word in name_lists().noun_capitals]
    return "nouns" if len(marks) > 2 and 12 * len(marks) > len(words.words) else "names"


def spaced(text: str) -> str:
    """A name as a label: in NFC, one blank between its words."""
    return " ".join(nfc(text).split())
