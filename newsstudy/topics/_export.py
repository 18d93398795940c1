"""Fitted models for other programs: MALLET's files, pyLDAvis, gensim and scikit-learn, none of which need be installed."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from typing import Any

import numpy as np

from newsstudy.corpus.paths import folder_path
from newsstudy.errors import InputError
from newsstudy.kernels.elementary import digamma, exp
from newsstudy.kernels.reduce import mean_float, total_float, total_int
from newsstudy.randomness import child, seed_of, uniforms
from newsstudy.tokens._mallet import HEAD
from newsstudy.tokens.exchange import write_text
from newsstudy.topics._matrix import has_terms
from newsstudy.topics.reading import checked_number, components, probabilities, ranked_terms, term_names
from newsstudy.topics.shares import lengths_of, shares_of

FORMATS = ("mallet", "mallet_weights", "mallet_keys", "mallet_doc_topics", "pyldavis")
STORED = 65535  # bytes of a stored block of deflate, at most


def export_model(model: Any, path: Any, format: Any, counts: Any, n: Any, rng: Any) -> None:
    """See `Portable.export`."""
    target = folder_path(path, "export")
    components(model)
    if format == "mallet":
        text = _state(_lda(model, "mallet"), _needed(counts, "mallet"), seed_of(rng)).encode("utf-8")
        write_text(target, _gzip(text) if target.suffix == ".gz" else text)
    elif format == "mallet_weights":
        write_text(target, _weights(model))
    elif format == "mallet_keys":
        write_text(target, _keys(_lda(model, "mallet_keys"), checked_number(n, "n", 1)))
    elif format == "mallet_doc_topics":
        write_text(target, _doc_topics(model, _needed(counts, "mallet_doc_topics")))
    elif format == "pyldavis":
        parts = pyldavis_parts(model, _needed(counts, "pyldavis"))
        plain = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in parts.items()}
        write_text(target, json.dumps(plain, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n")
    else:
        raise InputError(f"export: format must be one of {', '.join(FORMATS)}; got {format!r}")


def pyldavis_parts(model: Any, counts: Any) -> dict[str, Any]:
    """See `Portable.to_pyldavis`."""
    counts = _needed(counts, "pyldavis")
    if counts.matrix.dtype.kind not in "iu":
        raise InputError("pyldavis shows frequencies of terms, so it needs Counts of whole numbers, also for a model of Weights")
    return {
        "topic_term_dists": probabilities(model),
        "doc_topic_dists": shares_of(model, counts),
        "doc_lengths": lengths_of(counts),
        "vocab": term_names(model),
        "term_frequency": np.asarray(total_int(counts.matrix, axis=0)),
    }


def gensim_parts(model: Any) -> dict[str, Any]:
    """See `Portable.to_gensim`."""
    table = components(_lda(model, "gensim"))
    eta = float(model.topic_word_prior_)
    return {
        "num_topics": int(table.shape[0]),
        "id2word": dict(enumerate(term_names(model))),
        "alpha": np.asarray(model.doc_topic_prior_).tolist(),
        "eta": eta,
        "sstats": np.maximum(table - eta, 0.0),
    }


def sklearn_parts(model: Any) -> tuple[Any, list[str]]:
    """See `Portable.to_sklearn`."""
    from sklearn import decomposition

    table, other = components(model).copy(), None
    if hasattr(model, "doc_topic_prior_"):
        alpha, beta = float(mean_float(np.asarray(model.doc_topic_prior_))), float(model.topic_word_prior_)
        other = decomposition.LatentDirichletAllocation(
            table.shape[0], doc_topic_prior=alpha, topic_word_prior=beta, random_state=0
        )
        other.doc_topic_prior_, other.topic_word_prior_ = alpha, beta
        other.exp_dirichlet_component_ = exp(digamma(table) - digamma(total_float(table, axis=1))[:, None])
        other.n_batch_iter_, other.random_state_ = 1, np.random.RandomState(0)
    else:
        solver = "cd" if model.beta_loss == "frobenius" else "mu"
        other = decomposition.NMF(table.shape[0], beta_loss=model.beta_loss, solver=solver, random_state=0)
        other.n_components_ = table.shape[0]
        if hasattr(model, "reconstruction_err_"):
            other.reconstruction_err_ = float(model.reconstruction_err_)
    other.components_, other.n_features_in_ = table, int(table.shape[1])
    other.n_iter_ = int(getattr(model, "n_iter_", 0))
    return other, term_names(model)


def _lda(model: Any, format: str) -> Any:
    components(model)
    if not hasattr(model, "doc_topic_prior_"):
        raise InputError(
            f"{format} is a form of LDA, with priors; {type(model).__name__} has none. Take pyldavis or mallet_weights"
        )
    return model


def _needed(counts: Any, format: str) -> Any:
    if not has_terms(counts):
        raise InputError(f"{format} is written for documents: give their Counts as counts=; got {type(counts).__name__}")
    return counts


def _state(model: Any, counts: Any, seed: int) -> str:
    """The lines of a state: tokens in the order of documents and terms, each with one topic drawn by its chances."""
    if counts.matrix.dtype.kind not in "iu":
        raise InputError("mallet writes a line for each token, so it needs Counts of whole numbers")
    shares, topics = model.transform(counts), probabilities(model).T
    names = [_word(name) for name in term_names(model)]
    if len(set(names)) < len(names):
        raise InputError("mallet: with _ for blanks two terms would be one; drop one of them")
    lines = [HEAD, "#alpha : " + "".join(f"{float(value)!r} " for value in model.doc_topic_prior_)]
    lines.append(f"#beta : {float(model.topic_word_prior_)!r}")
    for row, name in enumerate(map(_source, counts.documents.column("id").to_pylist())):
        begin, end = int(counts.matrix.indptr[row]), int(counts.matrix.indptr[row + 1])
        terms = np.asarray(counts.matrix.indices[begin:end], dtype=np.int64)
        sizes = np.asarray(counts.matrix.data[begin:end], dtype=np.int64)
        drawn = _drawn(shares[row], topics, terms, sizes, seed).tolist()
        for place, (term, topic) in enumerate(zip(np.repeat(terms, sizes).tolist(), drawn, strict=True)):
            lines.append(f"{row} {name} {place} {term} {names[term]} {topic}")
    return "\n".join(lines) + "\n"


def _drawn(shares: np.ndarray, topics: np.ndarray, terms: np.ndarray, sizes: np.ndarray, seed: int) -> np.ndarray:
    """One topic for each token of a document; copies of a document get the same."""
    content = hashlib.sha256(terms.astype("<i8").tobytes() + sizes.astype("<i8").tobytes()).digest()
    steps = np.cumsum(shares * topics[terms], axis=1)  # adds from left to right, one sum after another
    token = np.repeat(np.arange(terms.size), sizes)
    at = uniforms(child(seed, "MALLET state", content), token.size) * steps[token, -1]
    drawn: np.ndarray = np.minimum(np.count_nonzero(steps[token] <= at[:, None], axis=1), shares.size - 1)
    return drawn


def _word(name: str) -> str:
    return "_".join(name.split()) or "_"


def _source(name: str) -> str:
    if len(name.splitlines()) != 1 or name.endswith(("\n", "\r")):
        raise InputError(f"export: the id {name!r} is no single line of text, and MALLET's files have one on a line")
    return name


def _weights(model: Any) -> str:
    names = [_source(name).replace("\t", " ") for name in term_names(model)]
    rows = enumerate(components(model).tolist())
    return "".join(f"{topic}\t{name}\t{weight!r}\n" for topic, row in rows for name, weight in zip(names, row, strict=True))


def _keys(model: Any, n: int) -> str:
    names = [_word(name) for name in term_names(model)]
    ranked = zip(np.asarray(model.doc_topic_prior_).tolist(), ranked_terms(model, n), strict=True)
    return "".join(
        f"{topic}\t{alpha!r}\t{''.join(f'{names[term]} ' for term in terms.tolist())}\n"
        for topic, (alpha, terms) in enumerate(ranked)
    )


def _doc_topics(model: Any, counts: Any) -> str:
    ids = [_source(name).replace("\t", " ") for name in counts.documents.column("id").to_pylist()]
    rows = enumerate(zip(ids, shares_of(model, counts).tolist(), strict=True))
    return "".join("\t".join([str(row), name, *map(repr, shares)]) + "\n" for row, (name, shares) in rows)


def _gzip(content: bytes) -> bytes:
    """A gzip file of stored blocks: zlib and its likes pack differently, and bytes should not tell the machine."""
    pieces = [content[begin : begin + STORED] for begin in range(0, len(content), STORED)] or [b""]
    out = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for number, piece in enumerate(pieces, 1):
        out += [struct.pack("<BHH", number == len(pieces), len(piece), len(piece) ^ 0xFFFF), piece]
    out.append(struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF))
    return b"".join(out)
