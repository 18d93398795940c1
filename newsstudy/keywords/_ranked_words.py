"""Each method's keywords as one list of words, for the text and for texts drawn again from its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import randomness
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.keywords._extraction_methods import FUNCTION_WORDS, METHODS
from newsstudy.keywords._inputs import checked_resamples
from newsstudy.keywords._keyword_extractor import KeywordExtractor
from newsstudy.keywords._reference_list import ReferenceList, general_english
from newsstudy.keywords._sentence_resampling import resampled, sentences_of
from newsstudy.keywords._words import stop_list
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens, tokens_record

ALONE = tuple(name for name in METHODS if name not in ("tf_idf", "bm25"))  # the methods that need no other documents
LISTED = 400  # keywords of a method that are looked at; an article has hardly more, and those behind say nothing of a longer text
FEW_SENTENCES = 5  # with fewer, drawing sentences again says nothing


@dataclass(frozen=True)
class RankedWords:
    """By method: words (numbers into `terms`), the best first, and the phrase of each; the same lists of resampled texts."""

    terms: tuple[str, ...]
    lists: dict[str, list[int]]
    phrases: dict[str, dict[int, str]]
    drawn: dict[str, list[list[int]]]
    settings: dict[str, Any]


def ranked_words(
    tokens: Tokens, methods: Any, n: Any, reference: Any, stop_words: Any, n_resamples: Any, rng: Any, caller: str
) -> RankedWords:
    """The lists, with the settings of a table; a method that cannot be used on this text stands under "missing"."""
    checked_tokens(tokens, caller)
    if len(tokens) > 1:
        raise InputError(
            f"{caller} looks at one text, and these are {len(tokens)} documents: hand over one article's "
            "article.tokenize(), without splitting it"
        )
    if reference is not None and not isinstance(reference, ReferenceList):
        raise InputError(f"{caller}: reference must be a ReferenceList, such as ns.general_english(); got {reference!r}")
    chosen, depth = _methods(methods, caller), whole(n, f"{caller}: n", 1)
    if depth > 200:
        raise InputError(f"{caller}: n is at most 200 words; got {depth}")
    resamples, seed = checked_resamples(n_resamples, caller), randomness.seed_of(rng)
    terms = tuple(tokens.vocabulary.terms)
    place = {term: number for number, term in enumerate(terms)}
    lists: dict[str, list[int]] = {}
    phrases: dict[str, dict[int, str]] = {}
    missing: dict[str, str] = {}
    stopped = stopped_words(tokens, stop_words, caller)
    usable = [method for method in chosen if len(tokens.ids)]
    reason = "" if usable else "the text has no words"
    for method in usable:
        extractor = KeywordExtractor(
            method, n=LISTED, reference=_reference(method, reference, tokens), options=_options(method, stop_words)
        )
        try:
            table = extractor.fit_extract(tokens)
        except InputError as error:  # such as no list of function words for the language
            missing[method] = str(error).removeprefix("extract_keywords: ")
            continue
        lists[method], phrases[method] = _words(table["term"].tolist(), place, stopped)
    drawn: dict[str, list[list[int]]] = {method: [] for method in lists}
    n_sentences = len(sentences_of(tokens)) - 1
    if n_sentences < FEW_SENTENCES:
        why = reason or f"the text has {n_sentences} sentence{'s' if n_sentences != 1 else ''}, too few to draw from"
        missing |= dict.fromkeys(("rank_low", "rank_high", "rbo_low", "rbo_high", "tau_low", "tau_high"), why)
    else:
        for some in resampled(tokens, resamples, seed):
            for method in lists:
                drawn[method] += _drawn(some, method, reference, stop_words, place, stopped)
    settings = {
        **tokens_record(tokens),
        "sentence_rule": tokens.sentence_rule,
        "methods": list(lists),
        "n": depth,
        "reference": None if reference is None else reference.record(),
        "n_sentences": n_sentences,
        "n_resamples": resamples if n_sentences >= FEW_SENTENCES else 0,
        "seed": "drawn from a generator" if isinstance(rng, np.random.Generator) else seed,
        "missing": missing | (dict.fromkeys(("methods",), reason) if reason else {}),
    }
    return RankedWords(terms, lists, phrases, drawn, settings)


def _methods(methods: Any, caller: str) -> list[str]:
    chosen = list(ALONE) if methods is None else list(methods) if isinstance(methods, list | tuple) else [methods]
    for method in chosen:
        if not isinstance(method, str) or method not in ALONE:
            known = ", ".join(ALONE)
            raise InputError(f"{caller}: methods is a list of methods that need no other documents, of {known}; got {method!r}")
    if not chosen:
        raise InputError(f"{caller}: name at least one method of {', '.join(ALONE)}")
    return list(dict.fromkeys(chosen))


def _reference(method: str, reference: Any, tokens: Tokens) -> Any:
    """The list for specificity; a bootstrap has several documents, and they are not to be compared with one another."""
    if method != "specificity":
        return None
    if reference is not None:
        return reference
    assert tokens.corpus is not None
    languages = {str(name or "en").lower().split("-")[0] for name in tokens.corpus.columns("language")["language"].to_pylist()}
    return general_english() if languages == {"en"} else None


def _options(method: str, stop_words: Any) -> dict[str, Any]:
    return {} if METHODS[method].in_text is None else {"stop_words": stop_words}


def stopped_words(tokens: Tokens, stop_words: Any, caller: str) -> frozenset[str]:
    """Words that no method's list has: stop words inside a phrase, or among single words, are no keywords."""
    try:
        return stop_list(stop_words, tokens, caller)
    except InputError:
        if isinstance(stop_words, str) and stop_words == FUNCTION_WORDS:
            return frozenset()  # there is no list for the language; the methods that need one say so by name
        raise


def _words(keywords: list[str], place: dict[str, int], stopped: frozenset[str]) -> tuple[list[int], dict[int, str]]:
    """Words in the order in which the keywords bring them in, and the keyword that did."""
    brought: dict[int, str] = {}
    for keyword in keywords:
        for word in (keyword,) if keyword in place else keyword.split(" "):
            number = place.get(word, -1)
            if number >= 0 and word not in stopped and number not in brought:
                brought[number] = keyword
    return list(brought), brought


def _drawn(
    some: Tokens, method: str, reference: Any, stop_words: Any, place: dict[str, int], stopped: frozenset[str]
) -> list[list[int]]:
    """The list of words of each of these documents."""
    extractor = KeywordExtractor(
        method, n=LISTED, reference=_reference(method, reference, some), options=_options(method, stop_words)
    )
    table: pd.DataFrame = extractor.fit_extract(some)
    keywords: list[list[str]] = [[] for _ in range(len(some))]
    for document, term in zip(table["document_number"].tolist(), table["term"].tolist(), strict=True):
        keywords[document].append(term)
    return [_words(one, place, stopped)[0] for one in keywords]
