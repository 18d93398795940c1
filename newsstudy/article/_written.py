"""Documents as words in their places, each with the language whose list of reporting verbs applies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.article._frames import Written, code_points
from newsstudy.article._grammar import LISTS, grammar
from newsstudy.article._marks import pairs_of
from newsstudy.corpus import Corpus
from newsstudy.errors import InputError
from newsstudy.text.sentences import sentence_starts
from newsstudy.tokens import Tokens

POSSESSIVE = "'s"  # a term of its own under the rule, and no word
_GUESSED_FROM = ("determiners", "prepositions", "stops", "auxiliaries")
_LEAST_SHARE = 0.1  # of a text's words in the lists of a language, for the language to be taken for it


@dataclass(frozen=True)
class Document:
    """One document: its name, its words in places, its language ("" where no list fits), where bytes lie."""

    name: str
    number: int
    language: str
    written: Written
    bytes_at: np.ndarray
    sentence_bytes: np.ndarray
    token_starts: np.ndarray
    token_sentences: np.ndarray

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First byte and length in bytes of a place in code points."""
        return int(self.bytes_at[start]), int(self.bytes_at[end] - self.bytes_at[start])

    def sentence(self, byte: int) -> int:
        """Which sentence a byte stands in."""
        return max(int(np.searchsorted(self.sentence_bytes, byte, side="right")) - 1, 0)

    def words(self, byte: int, length: int) -> int:
        """How many words begin within a span."""
        low, high = np.searchsorted(self.token_starts, [byte, byte + length])
        return len([term for term in self.written.terms[low:high] if term != POSSESSIVE])


def checked_language(language: Any) -> str | None:
    """A language's name without its country, or None."""
    if language is None:
        return None
    if not isinstance(language, str) or not language.strip():
        raise InputError(f'language must be the name of a language, such as "de", or None; got {language!r}')
    return _base(language)


def _base(name: str) -> str:
    return name.lower().replace("_", "-").split("-")[0].strip()


def tokens_of(corpus: Corpus, segmenter: Callable[[str], Iterable[str]] | None, sentence_rule: str) -> Tokens:
    """The words by the rule that all of close reading uses."""
    tokens: Tokens = corpus.tokenize("news-en-1", segmenter=segmenter, sentence_rule=sentence_rule)
    return tokens


def record_of(tokens: Tokens, corpus: Corpus) -> dict[str, Any]:
    """The input as settings: rules, sizes, digests."""
    signs = tokens.vocabulary.get(POSSESSIVE)
    return {
        "n_words": len(tokens.ids) - int(np.count_nonzero(tokens.ids == signs)),
        "rule": tokens.rule,
        "sentence_rule": tokens.sentence_rule,
        "n_documents": len(corpus),
        "vocabulary": tokens.vocabulary.digest,
        "corpus": corpus.digest,
    }


def documents(corpus: Corpus, tokens: Tokens, language: str | None) -> Iterator[Document]:
    """Each document of a corpus with its words and sentences."""
    data, offsets = corpus.utf8()
    starts, places = sentence_starts(data, offsets, rule=tokens.sentence_rule)
    known = corpus.columns("language")["language"].to_pylist()
    terms, ids = tokens.vocabulary.terms, tokens.ids
    for row, name in enumerate(corpus.ids):
        raw = data[offsets[row] : offsets[row + 1]].tobytes()
        low, high = int(tokens.offsets[row]), int(tokens.offsets[row + 1])
        before = code_points(raw)
        begin = tokens.starts[low:high].astype(np.int64)
        end = begin + tokens.lengths[low:high]
        text = raw.decode("utf-8")
        here = starts[places[row] : places[row + 1]]
        words = [terms[number] for number in ids[low:high].tolist()]
        written = Written(text, words, before[begin].tolist(), before[end].tolist(), before[here], pairs_of(text))
        spoken = _base(known[row] or "") or language or _guessed(words)
        yield Document(
            name=name,
            number=row,
            language=spoken,
            written=written,
            bytes_at=np.append(np.flatnonzero(np.diff(before)), len(raw)),
            sentence_bytes=here,
            token_starts=begin,
            token_sentences=tokens.sentences[low:high],
        )


def _guessed(words: list[str]) -> str:
    """The language whose closed words fill most of a text, "" where none fills a tenth."""
    best, name = 0, ""
    for language in LISTS:
        listed = frozenset().union(*(grammar(language).words.get(group, frozenset()) for group in _GUESSED_FROM))
        found = len([word for word in words if word in listed])
        if found > best:
            best, name = found, language
    return name if best >= _LEAST_SHARE * len(words) else ""
