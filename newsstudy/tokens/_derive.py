"""From a corpus to the form that may be shared: what of it holds no text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import scipy.sparse

from newsstudy.corpus import columns
from newsstudy.corpus.cleaning.edit_map import EditMap
from newsstudy.errors import InputError
from newsstudy.text.paragraphs import paragraph_starts
from newsstudy.text.sentences import sentence_starts
from newsstudy.tokens._tokenize import tokenize
from newsstudy.tokens.counts import Counts
from newsstudy.tokens.derived import Derived
from newsstudy.tokens.tokens import Tokens
from newsstudy.tokens.vocabulary import ordered

if TYPE_CHECKING:
    from newsstudy.corpus import Corpus

# Facts about an article, none of them its words. Titles and authors are left out: a title is protected, an author is a person.
FACTS = (
    *("date", "date_from", "date_to", "date_zone", "date_raw", "source", "section", "page", "edition", "language", "url"),
    *("vendor_id", *columns.PARTS),
)
NEVER = ("text", columns.EDIT_MAP)
OWN = ("text_sha256", "raw_sha256", "n_characters", "n_bytes", "n_tokens")
RARE = "(rare)"  # no rule makes such a term: brackets are never part of a word


def derive(corpus: Corpus, rule: Any = "news-en-1", *, keep: Any = (), min_documents: Any = None) -> Derived:
    """The form of a corpus that may be shared; see `Corpus.derive`."""
    wanted = _kept(corpus, keep)
    tokens = _tokens(corpus, rule)
    counted = tokens.count()
    table = _documents(corpus, wanted, counted)
    counts = Counts(counted.matrix, counted.vocabulary, table, counted.rule, steps=counted.steps)
    if min_documents is not None:
        counts = _without_rare(counts, min_documents)
    places = _places(corpus, tokens.sentence_rule)
    settings = {
        "cleaning": cleaning_of(corpus),
        "min_documents": min_documents,
        "rule": tokens.rule,
        "sentence_rule": tokens.sentence_rule,
        "steps": list(tokens.steps),
        "unit": corpus.ledger.unit,
    }
    return Derived(counts, places, corpus.digest, settings)


def _places(corpus: Corpus, sentence_rule: str) -> dict[str, np.ndarray]:
    """Where sentences and paragraphs begin, and which belong to which document."""
    starts: dict[str, list[np.ndarray]] = {"paragraph": [np.zeros(0, np.int64)], "sentence": [np.zeros(0, np.int64)]}
    sizes: dict[str, list[np.ndarray]] = {"paragraph": [np.zeros(1, np.int64)], "sentence": [np.zeros(1, np.int64)]}
    for data, offsets in corpus.utf8_parts():
        found = {"paragraph": paragraph_starts(data, offsets), "sentence": sentence_starts(data, offsets, rule=sentence_rule)}
        for unit, (own, places) in found.items():
            starts[unit].append(own)
            sizes[unit].append(np.diff(places))
    made = {f"{unit}s": np.concatenate(own) for unit, own in starts.items()}
    return made | {f"{unit}_offsets": np.cumsum(np.concatenate(own), dtype=np.int64) for unit, own in sizes.items()}


def cleaning_of(corpus: Corpus) -> list[str]:
    """The steps of cleaning in a corpus's ledger, in order."""
    entries = [entry for entry in corpus.ledger.entries if entry.step in ("clean", "uncleaned") and entry.outcome == "kept"]
    steps: list[str] = []
    for entry in entries:
        steps = [] if entry.step == "uncleaned" else [*steps, entry.reason.rpartition(": ")[0]]
    return steps


def _kept(corpus: Corpus, keep: Any) -> list[str]:
    """The columns that go along: facts, numbers and dates, and those that the user names."""
    if isinstance(keep, str | bytes) or not isinstance(keep, Iterable):
        raise InputError(f"derive: keep is a list of columns, such as keep=['title']; got {keep!r}")
    named = list(keep)
    for name in named:
        if name in NEVER:
            raise InputError(f"derive: {name!r} holds the text, which is what must not be shared; leave it out of keep")
        if name in OWN:
            raise InputError(f"derive: {name!r} is a column that derive makes itself; rename yours, or leave it out of keep")
        if name not in corpus.column_names:
            raise InputError(f"derive: the corpus has no column {name!r}; its columns are: {', '.join(corpus.column_names)}")
    return [field.name for field in corpus._parts.schema
            if field.name in named or field.name in FACTS or _is_own_fact(field.name, field.type)]  # fmt: skip


def _is_own_fact(name: str, kind: pa.DataType) -> bool:
    """Whether a column of the user's holds numbers, days or yes and no; words go along only where somebody says so."""
    return name not in (*columns.TYPES, *NEVER, *OWN) and kind != columns.STRING


def _tokens(corpus: Corpus, rule: Any) -> Tokens:
    if not isinstance(rule, Tokens):
        return tokenize(corpus, rule)
    if rule.corpus is None or (rule.corpus is not corpus and rule.corpus.digest != corpus.digest):
        raise InputError("derive: these tokens are of another corpus; make them with corpus.tokenize() of this one")
    return rule


def _documents(corpus: Corpus, wanted: list[str], counts: Counts) -> pa.Table:
    table = corpus.columns(*dict.fromkeys(["id", *wanted]))
    about = facts_of(corpus)
    held: dict[str, Any] = {"id": table["id"], "text_sha256": columns.text_array(about.texts, "text_sha256")}
    if any(digest is not None for digest in about.raws):
        held["raw_sha256"] = columns.text_array(about.raws, "raw_sha256")
    held |= {name: table[name] for name in wanted if name != "id" and table[name].null_count < len(corpus)}
    held["n_characters"] = pa.array(about.n_characters, pa.int64())
    held["n_bytes"] = pa.array(about.n_bytes, pa.int64())
    held["n_tokens"] = pa.array(counts.document_lengths, pa.int64())
    return pa.table({name: columns.fitted(column, name, columns.TYPES.get(name)) for name, column in held.items()})


class TextFacts(NamedTuple):
    """Of each document: sha256 of its text, and of its raw text where it was cleaned; its length in code points and bytes."""

    texts: list[str]
    raws: list[str | None]
    n_characters: list[int]
    n_bytes: list[int]


def facts_of(corpus: Corpus) -> TextFacts:
    """What can be told of the texts without them."""
    facts = TextFacts([], [], [], [])
    for part in corpus.parts():
        cleaned = columns.EDIT_MAP in part.column_names
        maps = part[columns.EDIT_MAP].to_pylist() if cleaned else [None] * part.num_rows
        for name, content, written in zip(part["id"].to_pylist(), part["text"].to_pylist(), maps, strict=True):
            text = content.encode()
            raw = None if written is None else EditMap.parse(written, name).restored(text, name)
            facts.texts.append(hashlib.sha256(text).hexdigest())
            facts.raws.append(None if raw is None else hashlib.sha256(raw).hexdigest())
            facts.n_characters.append(len(content))
            facts.n_bytes.append(len(text))
    return facts


def _without_rare(counts: Counts, least: Any) -> Counts:
    """Terms that stand in fewer documents than `least` as one term, so that all tokens are still counted."""
    if isinstance(least, bool) or not isinstance(least, int | np.integer) or least < 1:
        raise InputError(f"derive: min_documents must be a whole number of at least 1; got {least!r}")
    rare = counts.term_documents < least
    if not rare.any():
        return counts
    names = [RARE if is_rare else term for term, is_rare in zip(counts.vocabulary.terms, rare.tolist(), strict=True)]
    vocabulary, numbers = ordered(names)
    cells = counts.matrix.tocoo()
    places = (cells.coords[0], numbers[cells.coords[1]].astype(np.int64))
    matrix = scipy.sparse.coo_array((cells.data, places), shape=(len(counts), len(vocabulary))).tocsr()
    return Counts(matrix, vocabulary, counts.documents, counts.rule, steps=(*counts.steps, f"rare:min_documents={least}"))
