"""How LDA is fitted: at once, going on from a model that stands, or batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import random_state_of
from newsstudy.topics._lda_checkpoint import Checkpoints, about
from newsstudy.topics._lda_fit import fitted_state, method_for
from newsstudy.topics._lda_settings import OF_STREAMS
from newsstudy.topics._lda_start import table_of
from newsstudy.topics._lda_state import Hints
from newsstudy.topics._lda_stream import Pace, Stream, take, words_of
from newsstudy.topics._lda_watch import HeldOut, Onlooker, held_out_rows
from newsstudy.topics._matrix import PLAIN, Entries, canonical_order
from newsstudy.topics.reading import estimator_parameters


class Fitting:
    """What LDA and SeededLDA do with documents; the base of LDA."""

    def partial_fit(self: Any, X: Any, y: Any = None) -> Any:
        """Let these documents move the topics that stand; without any, find them as `fit` does.

        The first call is a fit on its documents, so let it be a large one: topics start from what it holds. Each later call
        goes through its documents in batches of `batch_size`, and what a batch says of the topics is mixed into what is
        known: (1 - s) x old + s x new, s = (learning_offset + batches so far) ** -learning_decay. Calls may bring documents
        again (epochs), and may follow a `fit` or `ns.open_model`.

        The result depends on the order of the calls. Within a call it does not depend on the order of the documents, and
        never on threads.

        Parameters
        ----------
        X : Counts, sparse matrix or array of shape (n_documents, n_terms)
            With the terms of the first batch. A batch without any token changes nothing.
        y : ignored

        Examples
        --------
        >>> import newsstudy as ns
        >>> counts = ns.sample_article().split("paragraph").tokenize().drop("function words").count()
        >>> model = ns.LDA(2, batch_size=8).partial_fit(counts.matrix[:6])
        >>> model.partial_fit(counts.matrix[6:]).n_documents_
        9
        """
        self._check_settings()
        stands = hasattr(self, "components_")
        if stands:
            self._check_goes_on()
        entries, words = self._documents(X, not stands, int(not stands))
        if stands and entries.n_rows:
            self._take(entries, words)
        elif not stands:
            if entries.n_rows == 0:
                raise InputError("LDA: the first batch holds no token in any document, and topics start from it; take another")
            self._fit_documents(X, entries, words)
            self._stand_for_all()
        return self

    def _documents(self: Any, X: Any, reset: bool, least_documents: int = 1) -> tuple[Entries, np.ndarray]:
        """What a fit goes over, and a word of each document's digest: all documents that have a token.

        Empty ones say nothing; left in, they would change the last bits of sums over documents. Numbers become float32, which
        is what the sweeps need; what the counts were converted from is given back before the rows are copied.
        """
        matrix = self._counts(X, reset=reset, warn=True, least_documents=least_documents, dtype=PLAIN)
        order, words = canonical_order(matrix)
        filled = np.diff(matrix.indptr)[order] > 0
        matrix = Entries(matrix).like(matrix.data.astype(np.float32)).matrix
        return Entries(matrix[order[filled]]), words[filled]

    def _fit_documents(
        self: Any,
        X: Any,
        entries: Entries,
        words: np.ndarray,
        start: np.ndarray | None = None,
        share: float = 0.0,
        checkpoints: Checkpoints | None = None,
    ) -> None:
        """Sweep over these documents, from counts of the terms to start with or none, but for a share that is held out."""
        seed, held_out = random_state_of(self.random_state), None
        if share > 0.0:
            rows = held_out_rows(entries, words, share, seed)
            checks = int(self.evaluate_every), int(self.n_iter_no_change)
            held_out = HeldOut(entries.matrix[rows].astype(np.float64), *checks, seed, self.n_jobs)
            entries, words = Entries(entries.matrix[~rows]), words[~rows]
        self.method_ = self.method or (method_for(entries) if start is None else self.method_)
        hints = self._hints(X, entries, words, start)
        watch = Onlooker(held_out, checkpoints)
        if start is not None:
            watch.document_prior = self.doc_topic_prior_ if self.doc_topic_prior is None else None
            watch.term_prior = self.topic_word_prior_ if self.topic_word_prior is None else None
        state = fitted_state(entries, words, self._settings(), self.method_, seed, hints, watch)
        self._keep(state.table, hints, state.document_prior, state.term_prior)
        self.n_iter_, self.converged_ = state.n_iter, state.converged
        self.seen_documents_ = words_of(words)
        self.total_documents_ = self.n_documents_ = entries.n_rows
        self.n_batch_iter_ = -(-entries.n_rows // int(self.batch_size))
        self._forget_checks()
        if held_out is not None and held_out.best is not None:
            self.held_out_, self.held_out_iter_ = held_out.perplexities, np.array(held_out.sweeps, np.int64)
            self.best_iter_ = held_out.best.n_iter

    def _forget_checks(self: Any) -> None:
        for name in [name for name in ("held_out_", "held_out_iter_", "best_iter_") if hasattr(self, name)]:
            delattr(self, name)  # of an earlier fit

    def _keep(self: Any, table: np.ndarray, hints: Hints | None, document_prior: np.ndarray, term_prior: float) -> None:
        """The counts of the terms, in the first columns of the table, become the topics; one after the other, to save memory."""
        n_topics = document_prior.size
        self.components_, self.topic_sizes_ = np.empty((n_topics, table.shape[0])), np.empty(n_topics)
        for topic in range(n_topics):
            counts = table[:, topic].astype(np.float64)
            self.components_[topic] = counts + term_prior
            self.topic_sizes_[topic] = total_float(counts if hints is None else hints.without(counts, topic))
        self.doc_topic_prior_, self.topic_word_prior_ = document_prior, term_prior

    def _about(self: Any, entries: Entries, start: np.ndarray | None) -> dict[str, Any]:
        """What a checkpoint of this fit belongs to."""
        settings = estimator_parameters(self) | {"random_state": random_state_of(self.random_state)}
        plain = {
            name: value if not isinstance(value, float) or np.isfinite(value) else repr(value)
            for name, value in settings.items()
            if name not in OF_STREAMS
        }
        stands = [] if start is None else [ready(start, np.float64), self.doc_topic_prior_, np.array([self.topic_word_prior_])]
        return about(type(self).__name__, plain, entries, getattr(self, "feature_names_in_", None), stands)

    def _take(self: Any, entries: Any, words: np.ndarray) -> None:
        stream, hints_of = self._stream(), self._hints_of()
        take(stream, entries, words, self._pace(), hints_of)
        self._keep_stream(stream, hints_of(stream.table))

    def _stand_for_all(self: Any) -> None:
        """After the first batch: its counts become those of all the documents that are announced."""
        if self.total_samples is None:
            return
        stream, hints_of = self._stream(), self._hints_of()
        stream.table *= np.float32(int(self.total_samples) / stream.n_total)
        stream.n_total = int(self.total_samples)
        self._keep_stream(stream, hints_of(stream.table))

    def _pace(self: Any) -> Pace:
        total = None if self.total_samples is None else int(self.total_samples)
        return Pace(
            int(self.batch_size),
            float(self.learning_offset),
            float(self.learning_decay),
            total,
            self.doc_topic_prior is None,
            self.topic_word_prior is None,
            self.n_jobs,
        )

    def _stream(self: Any) -> Stream:
        """All that the next batch needs stands in attributes that are saved: an opened model goes on as this one would."""
        own = self.doc_topic_prior
        return Stream(
            table_of(self._counts_of_terms()),
            self.components_.shape[0],
            self.doc_topic_prior_ if own is None else np.full(self.components_.shape[0], float(own)),
            self.topic_word_prior_ if self.topic_word_prior is None else float(self.topic_word_prior),
            1.0 if (self.method or self.method_) == "cvb0" else 0.0,
            np.asarray(self.seen_documents_, np.int64),
            int(self.total_documents_),
            int(self.n_documents_),
            int(self.n_batch_iter_),
        )

    def _keep_stream(self: Any, stream: Stream, hints: Hints | None) -> None:
        table = stream.table if hints is None else hints.add(stream.table.astype(np.float64))
        self._keep(table, hints, stream.document_prior, stream.term_prior)
        self.method_ = "cvb0" if stream.leave_out else "em"
        self.seen_documents_, self.total_documents_ = stream.seen, stream.n_total
        self.n_documents_, self.n_batch_iter_ = stream.n_given, stream.n_batches
        self.n_iter_, self.converged_ = stream.n_batches, False
        self._forget_checks()

    def _counts_of_terms(self: Any) -> np.ndarray:
        """The expected counts of the terms (n_terms, n_topics) that components_ is made of: no prior, no pseudo-tokens."""
        alone: np.ndarray = np.maximum(self.components_.T - self.topic_word_prior_ - self._pseudo_tokens().T, 0.0)
        return alone

    def _pseudo_tokens(self: Any) -> np.ndarray:
        """Those in components_; none, but for a SeededLDA."""
        return np.zeros((1, 1))

    def _hints_of(self) -> Callable[[np.ndarray], Hints | None]:
        """The pseudo-tokens that belong to a table of a stream; none, but for a SeededLDA."""
        return lambda table: None

    def _check_goes_on(self: Any) -> None:
        """Whether the model that stands is one of these settings."""
        stands, wanted = self.components_.shape[0], self._n_topics()
        if stands != wanted:
            raise InputError(
                f"LDA: n_components is {wanted}, and the model that stands has {stands} topics; topics cannot be added or taken "
                f"away. Set n_components to {stands}, or begin anew with another model"
            )
        if not hasattr(self, "seen_documents_"):
            raise InputError(
                "LDA: nothing is known of the documents of this model, which came from another program or an older version, so "
                "no fit goes on from it; begin anew with another model"
            )
