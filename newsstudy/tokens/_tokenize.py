"""From the texts of a corpus to tokens, by a named rule or by the user's own segmenter."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.text.rules import Rule, get_rule, term_form
from newsstudy.text.sentences import checked_sentence_rule
from newsstudy.text.words import Buffer, Cells, Scan, checked_bytes, count_each, scan
from newsstudy.tokens._spilled import count_on_disk, scan_on_disk
from newsstudy.tokens.tokens import Tokens
from newsstudy.tokens.vocabulary import ordered

if TYPE_CHECKING:
    from newsstudy.corpus import Corpus


def tokenize(
    corpus: Corpus,
    rule: Any = "news-en-1",
    *,
    segmenter: Callable[[str], Iterable[str]] | None = None,
    sentence_rule: str | None = None,
) -> Tokens:
    """Which words stand in each document?

    Parameters
    ----------
    corpus : Corpus
    rule : str or Rule
        The named rule of words and terms: "news-en-1", "unicode-1", "sklearn".
    segmenter : callable from str to pieces, optional
        Cuts texts where words are not set apart by blanks (jieba for Chinese, SudachiPy for Japanese …). Its pieces must
        stand in the text in the order in which they come. The rule still folds each piece, and pieces without a letter
        or digit are no terms.
    sentence_rule : "unicode-1" or "news-en-1", optional
        How `Tokens.sentences` are found; None means the one that goes with the rule: "news-en-1" for "news-en-1", else
        "unicode-1".

    Returns
    -------
    Tokens

    Examples
    --------
    >>> import newsstudy as ns
    >>> ns.corpus_from(["我 爱 北京"]).tokenize("unicode-1", segmenter=str.split)[0]
    ['我', '爱', '北京']
    """
    rule = get_rule(rule)
    sentence_rule = checked_sentence_rule(rule.sentences if sentence_rule is None else sentence_rule)
    if segmenter is not None and not callable(segmenter):
        raise InputError(f"the segmenter must be a function that takes a text and gives its words in order; got {segmenter!r}")
    if segmenter is not None:
        return _segmented(corpus, rule, segmenter, sentence_rule)
    if not corpus.on_disk:
        checked_bytes(*corpus.utf8())  # a text that is too long is refused here, not when the words are asked for
    return Tokens._of(corpus, rule, sentence_rule)


def found(corpus: Corpus, rule: Rule) -> Scan:
    """Every word of a corpus with its place."""
    if corpus.on_disk:
        return scan_on_disk(corpus, rule)
    return scan(*corpus.utf8(), rule)


def cells(corpus: Corpus, rule: Rule) -> Cells:
    """How often each term stands in each document of a corpus, without a list of its words."""
    if corpus.on_disk:
        return count_on_disk(corpus, rule)
    return count_each(Buffer(*checked_bytes(*corpus.utf8())), rule)


@functools.lru_cache(maxsize=4096)
def terms_of(text: str, rule: Rule) -> tuple[str, ...]:
    """The terms of one text in order."""
    scanned = scan(*packed([text]), rule)
    return tuple(scanned.terms[term] for term in scanned.ids.tolist())


def terms_of_each(texts: list[str], rule: Rule) -> list[list[str]]:
    """The terms of each of many texts, in one pass."""
    scanned = scan(*packed(texts), rule)
    terms = [scanned.terms[term] for term in scanned.ids.tolist()]
    return [terms[begin:end] for begin, end in itertools.pairwise(scanned.token_offsets.tolist())]


def _pieces(segmenter: Callable[[str], Any], name: str, text: str) -> Iterable[Any]:
    pieces = segmenter(text)
    if not isinstance(pieces, Iterable):
        raise InputError(f"document {name}: the segmenter gave {pieces!r}; it must give a list of the text's words in order")
    return pieces


def fold_pieces(pieces: list[str], rule: Rule) -> list[str]:
    """A segmenter's pieces as terms, each one term whatever the rule would cut; "" where a piece holds no word."""
    words_in = np.diff(scan(*packed(pieces), rule).token_offsets)
    return [term_form(piece.strip(), rule) if n else "" for piece, n in zip(pieces, words_in.tolist(), strict=True)]


def packed(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Texts as the bytes and offsets that the word kernel reads."""
    encoded = [_encoded(text) for text in texts]
    offsets = np.cumsum([0, *(len(text) for text in encoded)], dtype=np.int64)
    return ready(np.frombuffer(b"".join(encoded), dtype=np.uint8), np.uint8), ready(offsets, np.int64)


def _encoded(text: Any) -> bytes:
    try:
        return bytes(text.encode("utf-8"))
    except (AttributeError, UnicodeEncodeError):
        raise InputError(f"words to look for are texts that can be written as UTF-8; got {text!r}") from None


def _segmented(corpus: Corpus, rule: Rule, segmenter: Callable[[str], Iterable[str]], sentence_rule: str) -> Tokens:
    """Tokens from the pieces that a user's callable cuts."""
    pieces: list[str] = []
    starts: list[int] = []
    offsets = [0]
    texts = (text for part in corpus.parts() for text in part["text"].to_pylist())
    for name, text in zip(corpus.ids, texts, strict=True):
        at = byte = 0
        for piece in _pieces(segmenter, name, text):
            if not isinstance(piece, str):
                raise InputError(f"document {name}: the segmenter gave {piece!r}; its pieces must be texts")
            found = text.find(piece, at)
            if found < 0:
                raise InputError(
                    f"document {name}: the segmenter gave {piece!r}, which does not stand in the text after character {at}. "
                    "Its pieces must be parts of the text, as written, in order; fold and clean afterwards."
                )
            byte += len(text[at:found].encode("utf-8"))
            starts.append(byte)
            pieces.append(piece)
            byte += len(piece.encode("utf-8"))
            at = found + len(piece)
        offsets.append(len(pieces))
    distinct, places = ordered(pieces)
    folded = fold_pieces(list(distinct.terms), rule)
    is_term = np.array([bool(term) for term in folded], dtype=bool)
    vocabulary, numbers = ordered([term for term in folded if term])
    ids = np.full(len(distinct), -1, dtype=np.int32)
    ids[is_term] = numbers
    kept = is_term[places]
    before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(kept, dtype=np.int64)])
    lengths = np.array([len(piece.encode("utf-8")) for piece in pieces], dtype=np.int32)
    name = getattr(segmenter, "__qualname__", type(segmenter).__qualname__)
    return Tokens(
        ids[places][kept], before[np.array(offsets)], np.array(starts, dtype=np.int32)[kept], lengths[kept], vocabulary, rule,
        corpus, steps=(f"segmenter:{name}",), sentence_rule=sentence_rule,
    )  # fmt: skip
