"""Topic models that other programs made, as models of ours: every table and figure takes them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsstudy.corpus.paths import folder_path
from newsstudy.errors import InputError, MissingFileError, NewsstudyError, ReadError
from newsstudy.kernels.reduce import total_float
from newsstudy.tokens._cells import named
from newsstudy.tokens._mallet import looks_like_state, opened, read_state
from newsstudy.tokens.vocabulary import ordered
from newsstudy.topics._files import open_model
from newsstudy.topics._matrix import has_terms
from newsstudy.topics.lda import LDA
from newsstudy.topics.nmf import NMF
from newsstudy.topics.shares import lengths_of, shares_of

ALPHA_SUM = 5.0  # pseudo-tokens of a document over all topics where a source does not tell: MALLET's default
PYLDAVIS = ("topic_term_dists", "doc_topic_dists", "doc_lengths", "vocab")
LONGEST = 1 << 20  # characters of a line
LOSSES = {2: "frobenius", "frobenius": "frobenius", 1: "kullback-leibler", "kullback-leibler": "kullback-leibler"}


@dataclass
class Found:
    """What a source knows of its topics: weights (n_topics, n_terms) as they stand there, and whatever else there is."""

    made_by: str
    weights: np.ndarray
    terms: list[str]
    sizes: np.ndarray | None = None  # tokens of each topic
    alpha: np.ndarray | None = None
    beta: float | None = None  # of each term in each topic, where `weights` are expected tokens with it; None: distributions
    loss: str | None = None  # of NMF
    ids: list[str] | None = None
    shares: np.ndarray | None = None  # (n_documents, n_topics) as the source has them


def topics_from(source: Any, counts: Any = None, *, terms: Any = None, format: str | None = None) -> Any:
    """A topic model that another program made, as an LDA or NMF of ours.

    Parameters
    ----------
    source : one of
        - the path of a MALLET state (--output-state, packed or not) or of its --topic-word-weights-file;
        - the path or dict of pyLDAvis's input, as `model.export(path, "pyldavis")` and `model.to_pyldavis` make it;
        - a fitted LdaModel or Nmf of gensim, LatentDirichletAllocation or NMF of scikit-learn, LDAModel of tomotopy;
        - the pair (topics by terms, terms) of anything else that has topics;
        - the folder of a model of ours.
    counts : Counts, optional
        Documents, from which the sizes of topics are estimated where the source does not know them. They need not have the
        same terms.
    terms : list of str, dict, or a fitted vectorizer, optional
        The term of each column, where the source does not name them, as scikit-learn's do not.
    format : {None, "mallet", "mallet_weights", "pyldavis", "gensim", "sklearn", "tomotopy", "arrays"}
        What the source is; None finds out.

    Returns
    -------
    LDA or NMF
        Topics in the order of the source, terms in code-point order. `method_` (of an NMF `init_`) says where they come from,
        which every table records. `transform` finds shares by our own method under the source's topics and priors. Where the
        source has shares of its documents, they are kept as `document_shares_` with `document_ids_`.

    Raises
    ------
    InputError, ReadError, MissingFileError
        The source is nothing that is known, has no terms, or a file is damaged.

    Examples
    --------
    >>> import newsstudy as ns
    >>> model = ns.topics_from(([[0.6, 0.3, 0.1], [0.1, 0.1, 0.8]], ["snow", "rain", "vote"]))
    >>> ns.topic_terms(model, n=1)["term"].tolist()
    ['snow', 'vote']
    """
    if format is not None and format not in list(READERS):
        raise InputError(f"topics_from: format must be None or one of {', '.join(READERS)}; got {format!r}")
    if counts is not None and not has_terms(counts):
        raise InputError(f"topics_from: counts= are the Counts of documents; got {type(counts).__name__}")
    if isinstance(source, str | os.PathLike) and (folder_path(source, "topics_from") / "model.json").is_file():
        return open_model(source)
    found = READERS[format or _format_of(source)](source, terms)
    return _model(_in_order(found), counts)


def _format_of(source: Any) -> str:
    if isinstance(source, str | os.PathLike):
        return _format_of_path(source)
    if isinstance(source, Mapping):
        return "pyldavis"
    if isinstance(source, tuple) and len(source) == 2:
        return "arrays"
    if hasattr(source, "get_topic_word_dist") and hasattr(source, "used_vocabs"):
        return "tomotopy"
    if hasattr(source, "get_topics") and hasattr(source, "id2word"):
        return "gensim"
    if hasattr(source, "components_"):
        return "sklearn"
    raise InputError(
        "topics_from takes the path of a file of MALLET or pyLDAvis, a fitted model of gensim, scikit-learn or tomotopy, or the "
        f"pair (topics by terms, terms); got {type(source).__name__}"
    )


def _format_of_path(path: Any) -> str:
    place = folder_path(path, "topics_from")
    if not place.is_file():
        raise MissingFileError(f"topics_from: there is no file {place}")
    if looks_like_state(place):
        return "mallet"
    with place.open("rb") as file:
        first = file.read(LONGEST).lstrip()
    if first.startswith(b"{"):
        return "pyldavis"
    line = first.partition(b"\n")[0].split(b"\t")
    if len(line) == 3 and line[0].isdigit():
        return "mallet_weights"
    raise ReadError(
        f"{place}: is no state or word weights of MALLET and no input of pyLDAvis. What gensim and tomotopy save, only they "
        "can open: open it there and give topics_from the model"
    )


# ---------------------------------------------------------------- one reader for each format


def _mallet(source: Any, terms: Any) -> Found:
    state = read_state(folder_path(source, "topics_from"))
    _no_terms(terms)
    n_topics, n_terms, n_documents = state.alpha.size, len(state.vocabulary), len(state.ids)
    weights = np.bincount(state.topics * n_terms + state.terms, minlength=n_topics * n_terms).reshape(n_topics, n_terms)
    of_documents = np.bincount(state.documents * n_topics + state.topics, minlength=n_documents * n_topics)
    shares = of_documents.reshape(n_documents, n_topics) + state.alpha
    shares = shares / total_float(shares, axis=1)[:, None]
    sizes = np.bincount(state.topics, minlength=n_topics).astype(np.float64)
    return Found("MALLET", weights + state.beta, state.vocabulary, sizes, state.alpha, state.beta, None, state.ids, shares)


def _mallet_weights(source: Any, terms: Any) -> Found:
    path = folder_path(source, "topics_from")
    _no_terms(terms)
    rows: dict[int, dict[str, float]] = {}
    with opened(path) as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST), ""), 1):
            try:
                topic, term, weight = line.rstrip("\r\n").split("\t")
                if rows.setdefault(int(topic), {}).setdefault(term, float(weight)) != float(weight):
                    raise ValueError("the term stands twice")
            except ValueError as error:
                raise ReadError(
                    f"{path}, line {number}: is no topic, word and weight, with tabs between; got {line[:60]!r}"
                ) from error
    names = list(rows.get(0, ()))
    if sorted(rows) != list(range(len(rows))) or any(row.keys() != rows[0].keys() for row in rows.values()) or not names:
        raise ReadError(f"{path}: has not the same terms for all topics from 0 on, as MALLET writes them")
    weights = np.array([[rows[topic][name] for name in names] for topic in range(len(rows))])
    beta = float(weights.min())  # MALLET: most weights are beta, for terms without a token in the topic
    return Found("MALLET", weights, names, total_float(weights - beta, axis=1), None, beta)


def _pyldavis(source: Any, terms: Any) -> Found:
    _no_terms(terms)
    parts = source
    if isinstance(source, str | os.PathLike):
        try:
            parts = json.loads(folder_path(source, "topics_from").read_text("utf-8"))
        except (ValueError, RecursionError) as error:
            raise ReadError(f"{source}: is no JSON: {error}") from error
    missing = [name for name in PYLDAVIS if not isinstance(parts, Mapping) or name not in parts]
    if missing:
        raise InputError(f"pyLDAvis's input has the keys {', '.join(PYLDAVIS)}; {missing[0]} is missing")
    shares, lengths = _table(parts["doc_topic_dists"], "doc_topic_dists"), np.asarray(parts["doc_lengths"], dtype=np.float64)
    if lengths.shape != (shares.shape[0],):
        raise InputError(f"pyLDAvis's input has {shares.shape[0]} documents and {lengths.size} doc_lengths")
    sizes = total_float(shares * lengths[:, None], axis=0)
    ids = [str(number) for number in range(shares.shape[0])]
    return Found("pyLDAvis", parts["topic_term_dists"], list(parts["vocab"]), sizes, ids=ids, shares=shares)


def _gensim(source: Any, terms: Any) -> Found:
    names = _terms(terms if terms is not None else source.id2word)
    made_by = f"gensim {type(source).__name__}"
    if type(source).__name__ == "Nmf":
        return Found(made_by, source.get_topics(), names, loss="frobenius")
    alpha = np.asarray(source.alpha, dtype=np.float64) if hasattr(source, "alpha") else None
    if not hasattr(getattr(source, "state", None), "get_lambda"):
        return Found(made_by, source.get_topics(), names, alpha=alpha)
    table = np.asarray(source.state.get_lambda(), dtype=np.float64)
    eta = np.asarray(source.eta, dtype=np.float64)
    beta = float(eta.flat[0])
    if not np.all(eta == beta):  # a prior of its own for each term: its pseudo-tokens count as tokens
        beta = 0.0
    return Found(made_by, table, names, total_float(table - beta, axis=1), alpha, beta)


def _sklearn(source: Any, terms: Any) -> Found:
    if isinstance(source, LDA | NMF):
        raise InputError("topics_from: this is a model of ours already")
    table = getattr(source, "components_", None)
    if table is None:
        raise InputError(f"topics_from: the {type(source).__name__} is not fitted")
    names = _terms(terms if terms is not None else getattr(source, "feature_names_in_", None))
    made_by = f"scikit-learn {type(source).__name__}"
    if not hasattr(source, "doc_topic_prior_"):
        loss = getattr(source, "beta_loss", "frobenius")
        if loss not in LOSSES:
            raise InputError(f"topics_from: an NMF of beta_loss {loss!r} has no like here; take {' or '.join(map(repr, LOSSES))}")
        return Found(made_by, table, names, loss=LOSSES[loss])
    table, beta = np.asarray(table, dtype=np.float64), float(source.topic_word_prior_)
    alpha = np.full(table.shape[0], float(source.doc_topic_prior_))
    return Found(made_by, table, names, total_float(np.maximum(table - beta, 0.0), axis=1), alpha, beta)


def _tomotopy(source: Any, terms: Any) -> Found:
    _no_terms(terms)
    names, n_topics = [str(name) for name in source.used_vocabs], int(source.k)
    made_by = f"tomotopy {type(source).__name__}"
    chances = np.array([source.get_topic_word_dist(topic) for topic in range(n_topics)], dtype=np.float64)
    alpha = np.asarray(source.alpha, dtype=np.float64)
    alpha = alpha if alpha.shape == (n_topics,) else np.full(n_topics, float(alpha.flat[0]) / n_topics)
    sizes = np.asarray(source.get_count_by_topics(), dtype=np.float64)
    shares = np.array([document.get_topic_dist() for document in source.docs], dtype=np.float64).reshape(-1, n_topics)
    uids = [getattr(document, "uid", None) for document in source.docs]
    ids = [str(uid or number) for number, uid in enumerate(uids)]
    eta = np.asarray(source.eta, dtype=np.float64)
    if eta.ndim or sizes.shape != (n_topics,):
        return Found(made_by, chances, names, None, alpha, None, None, ids, shares)
    beta = float(eta)
    tokens = chances * (sizes + beta * len(names))[:, None]
    return Found(made_by, np.maximum(tokens, beta), names, sizes, alpha, beta, None, ids, shares)


def _arrays(source: Any, terms: Any) -> Found:
    if terms is None:
        if not isinstance(source, tuple) or len(source) != 2:
            raise InputError("arrays: give the pair (topics by terms, terms)")
        source, terms = source
    return Found("arrays", source, _terms(terms))


READERS: dict[str, Callable[[Any, Any], Found]] = {
    "mallet": _mallet,
    "mallet_weights": _mallet_weights,
    "pyldavis": _pyldavis,
    "gensim": _gensim,
    "sklearn": _sklearn,
    "tomotopy": _tomotopy,
    "arrays": _arrays,
}


def _no_terms(terms: Any) -> None:
    if terms is not None:
        raise InputError("topics_from: this source names its terms itself; leave terms= out")


def _terms(terms: Any) -> list[str]:
    numbers, names = named(terms, "this model", "ns.topics_from(model, terms=vectorizer)")
    if not np.array_equal(numbers, np.arange(len(names))):
        raise InputError("topics_from: the terms are not numbered from 0 without gaps, so columns would get wrong names")
    return [str(name) for name in names]


def _table(values: Any, what: str) -> np.ndarray:
    try:
        table = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"topics_from: {what} is a table of numbers; {error}") from error
    if table.ndim != 2 or 0 in table.shape or not np.all(np.isfinite(table)) or np.any(table < 0.0):
        raise InputError(f"topics_from: {what} is a table of numbers from 0, with rows and columns; got shape {table.shape}")
    return table


# ---------------------------------------------------------------- into a model of ours


def _in_order(found: Found) -> Found:
    """The columns in code-point order of their terms, each of which stands there once."""
    table = _table(found.weights, "topics by terms")
    vocabulary, numbers = ordered(found.terms)
    if len(found.terms) != table.shape[1]:
        raise InputError(f"topics_from: there are {len(found.terms)} terms for {table.shape[1]} columns")
    if len(vocabulary) != len(found.terms):
        twice = next(term for place, term in enumerate(found.terms) if term in found.terms[:place])
        raise InputError(f"topics_from: the term {twice!r} stands twice")
    found.weights = np.ascontiguousarray(table[:, np.argsort(numbers, kind="stable")])
    found.terms = list(vocabulary.terms)
    return found


def _model(found: Found, counts: Any) -> Any:
    n_topics, n_terms = found.weights.shape
    if found.loss is None:
        model: Any = LDA(n_topics)
        model.method_ = f"imported: {found.made_by}"
        _set_lda(model, found)
    else:
        model = NMF(n_topics, beta_loss=found.loss)
        model.init_ = f"imported: {found.made_by}"
        model.components_ = found.weights
    model.feature_names_in_, model.n_features_in_ = np.array(found.terms, dtype=object), n_terms
    if found.shares is not None and found.ids is not None:
        model.document_shares_, model.document_ids_ = found.shares, found.ids
    if found.sizes is not None:
        model.topic_sizes_ = found.sizes
    elif counts is not None:
        _estimate_sizes(model, counts)
    return model


def _set_lda(model: Any, found: Found) -> None:
    n_topics = found.weights.shape[0]
    nowhere = np.flatnonzero(~np.any(found.weights > 0.0, axis=0))
    if nowhere.size or np.any(total_float(found.weights, axis=1) <= 0.0):
        what = f"the term {found.terms[nowhere[0]]!r}" if nowhere.size else "a topic"
        raise InputError(f"topics_from: {what} has no weight at all, and no LDA has such; leave it out")
    model.doc_topic_prior_ = np.full(n_topics, ALPHA_SUM / n_topics) if found.alpha is None else found.alpha
    if model.doc_topic_prior_.shape != (n_topics,) or not np.all(model.doc_topic_prior_ > 0.0):
        raise InputError(f"topics_from: the prior of documents has one number above 0 for each of the {n_topics} topics")
    model.topic_word_prior_ = 0.0 if found.beta is None else found.beta
    model.components_ = found.weights
    if found.beta is None and found.sizes is not None:  # distributions times sizes are expected tokens
        model.components_ = found.weights / total_float(found.weights, axis=1)[:, None] * found.sizes[:, None]


def _estimate_sizes(model: Any, counts: Any) -> None:
    """Expected tokens of each topic in these documents; for NMF its share of them."""
    try:
        matched = counts.match(model)
    except AttributeError as error:
        raise NewsstudyError("topics_from: counts= are Counts, not Weights") from error
    if not matched.matrix.nnz:
        raise InputError("topics_from: the counts have no term of the model; were they cut by another rule?")
    sizes = total_float(shares_of(model, matched) * lengths_of(matched)[:, None], axis=0)
    if isinstance(model, LDA):
        chances = model.components_ / total_float(model.components_, axis=1)[:, None]
        model.components_ = chances * sizes[:, None]
    model.topic_sizes_ = sizes
