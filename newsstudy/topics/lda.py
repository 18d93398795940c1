"""Latent Dirichlet allocation: topics as lists of terms, documents as mixtures of topics, the same on every machine."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from newsstudy.errors import InputError, NewsstudyWarning
from newsstudy.kernels._jit import ready
from newsstudy.kernels.elementary import exp
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import random_state_of
from newsstudy.topics._evaluation import checked_method, completed, from_left_to_right, in_all, scored
from newsstudy.topics._lda_checkpoint import Checkpoints
from newsstudy.topics._lda_estimator import Fitting
from newsstudy.topics._lda_settings import check_settings, share_held_out
from newsstudy.topics._lda_shares import shares_of
from newsstudy.topics._lda_state import Hints
from newsstudy.topics._matrix import Entries, checked_matrix, whole_numbers
from newsstudy.topics._portable import Portable


class LDA(Fitting, Portable, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Which terms occur together in documents often enough to be one topic?

    Fitted by collapsed variational Bayes in its CVB0 form (or by EM, see `method`), in passes over documents and over
    terms that share nothing, so the result has the same bits for any number of threads. The order of the documents plays
    no part: rows are fitted in an order of their content.

    Parameters
    ----------
    n_components : int
        Number of topics. It may exceed the number of documents; topics that find no document then start at random.
    doc_topic_prior : float or None
        Pseudo-tokens of each topic in each document. None learns one for each topic.
    topic_word_prior : float or None
        Pseudo-tokens of each term in each topic. None learns one for all.
    method : None, "cvb0" or "em"
        "cvb0" weighs a token by the counts of all other tokens, which keeps a model from over-fitting. "em" leaves the token
        in. None takes "cvb0", and "em" for fewer than five tokens a term: there nearly all terms occur once or twice, say
        nothing without themselves, and all topics would become one.
    max_iter : int
        Most sweeps.
    tol : float
        Stop when a sweep moves less than this share of all tokens from one topic to another.
    n_jobs : int or None
        Threads; None as in `ns.use_engine`. The result does not depend on it.
    random_state : int, numpy.random.Generator or None
        Seed of the documents that the topics start from. None means 0.
    warm_start : bool
        Whether `fit` goes on from the model that stands, on these documents or others of the same terms: its topics keep
        their numbers, and its priors go on. Another `n_components` is an error.
    early_stopping : bool or float
        True holds out a tenth of the documents (a number: that share), drawn by their content, and fits on the others. The
        fit also stops when they were not foretold better for `n_iter_no_change` checks, and the best state is kept.
    evaluate_every : int
        Sweeps from one check to the next.
    n_iter_no_change : int
        Checks.
    batch_size, learning_offset, learning_decay : int, float, float
        Of `partial_fit`: documents of a batch; the schedule of its steps. An offset from 1 slows the first steps, a decay
        from 0 to 1 (above 0.5, to settle at last) those that follow.
    total_samples : float or None
        Of `partial_fit`: how many documents there are in all, of which the batches are parts: `components_` stands for so
        many. None: the different documents so far.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        Expected tokens of each term in each topic, the prior included; a row over its sum is the topic's distribution.
        Topics stand in order of size.
    doc_topic_prior_ : ndarray of shape (n_components,)
    topic_word_prior_ : float
    topic_sizes_ : ndarray of shape (n_components,)
        Expected tokens of each topic, without the prior.
    method_ : str
        The method that was used.
    n_iter_ : int
        Sweeps; after `partial_fit`, batches.
    converged_ : bool
        Whether `tol` was reached before `max_iter`.
    held_out_, held_out_iter_, best_iter_ : ndarray, ndarray, int
        After early stopping: the perplexity of the documents held out at each check, the sweeps of the checks, and the sweep
        that was kept.
    n_documents_, n_batch_iter_ : int
        Documents so far, in all passes of `partial_fit`, and batches.
    total_documents_ : int
        How many documents `components_` stands for.
    seen_documents_ : ndarray of int64
        The smallest digests of documents so far, 4,096 at most: they tell how many different ones there were.
    n_features_in_, feature_names_in_
        The latter when fitted on Counts or a DataFrame.

    Raises
    ------
    InputError
        Negative values, no tokens at all, a setting out of range, or `Weights` instead of counts.

    Notes
    -----
    Fractional values work, with one warning: the model is one of counts.

    References
    ----------
    Blei, Ng and Jordan 2003, Latent Dirichlet Allocation. Asuncion, Welling, Smyth and Teh 2009, On Smoothing and Inference
    for Topic Models, arXiv:1205.2662. Foulds, Boyles, DuBois, Smyth and Welling 2013, Stochastic Collapsed Variational Bayesian
    Inference for Latent Dirichlet Allocation, arXiv:1305.2452.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import LDA
    >>> counts = np.array([[4, 3, 0, 0], [3, 5, 0, 0], [0, 0, 4, 2], [0, 0, 3, 3]])
    >>> shares = LDA(2).fit_transform(counts)
    >>> shares.argmax(axis=1).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    True
    """

    def __init__(
        self,
        n_components: int = 20,
        *,
        doc_topic_prior: float | None = None,
        topic_word_prior: float | None = None,
        method: str | None = None,
        max_iter: int = 200,
        tol: float = 0.005,
        n_jobs: int | None = None,
        random_state: Any = 0,
        warm_start: bool = False,
        early_stopping: bool | float = False,
        evaluate_every: int = 5,
        n_iter_no_change: int = 3,
        batch_size: int = 128,
        learning_offset: float = 1.0,
        learning_decay: float = 0.7,
        total_samples: float | None = None,
    ) -> None:
        self.n_components = n_components
        self.doc_topic_prior = doc_topic_prior
        self.topic_word_prior = topic_word_prior
        self.method = method
        self.max_iter = max_iter
        self.tol = tol
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.warm_start = warm_start
        self.early_stopping = early_stopping
        self.evaluate_every = evaluate_every
        self.n_iter_no_change = n_iter_no_change
        self.batch_size = batch_size
        self.learning_offset = learning_offset
        self.learning_decay = learning_decay
        self.total_samples = total_samples

    def fit(self, X: Any, y: Any = None, *, checkpoints: Any = None, checkpoint_every: Any = "60 s") -> LDA:
        """Find the topics of X.

        Parameters
        ----------
        X : Counts, sparse matrix or array of shape (n_documents, n_terms)
        y : ignored
        checkpoints : str, path or None
            A folder of this fit's own, in which it keeps what it knows so far. Interrupted and called again, it goes on from
            there and ends with the same bytes. What is there for other documents or settings is an error that says which.
        checkpoint_every : int or str
            How often: so many sweeps, or seconds ("60 s").
        """
        self._check_settings()
        goes_on = bool(self.warm_start) and hasattr(self, "components_")
        if goes_on:
            self._check_goes_on()
        entries, words = self._documents(X, not goes_on)
        if entries.matrix.nnz == 0:
            raise InputError("LDA: the counts hold no token in any document, so there is nothing to find topics in")
        start = self._counts_of_terms() if goes_on else None
        folder = None
        if checkpoints is not None:
            folder = Checkpoints(checkpoints, checkpoint_every, self._about(entries, start))
        before = dict(self.__dict__)
        try:
            self._fit_documents(X, entries, words, start, share_held_out(self.early_stopping), folder)
        except BaseException:
            # A model that stands outlives a fit that was interrupted, whole.
            if goes_on:
                self.__dict__.clear()
                self.__dict__.update(before)
            raise
        return self

    def _hints(self, X: Any, entries: Entries, words: np.ndarray, start: np.ndarray | None) -> Hints | None:
        """What the fit is told beforehand: counts of the terms to start with, and for a SeededLDA its seeds."""
        none = np.zeros(0, np.int64)
        return None if start is None else Hints(none, none, np.zeros(0), start)

    def transform(self, X: Any) -> np.ndarray:
        """Topic shares of each document: float64 of shape (n_documents, n_components), rows add up to 1.

        Each document is settled by itself: alone or among others, it gets the same shares. A document without tokens gets
        the shares of the prior.
        """
        check_is_fitted(self)
        return self._shares(self._counts(X, reset=False))

    def score(self, X: Any, y: Any = None) -> float:
        """Log-likelihood of all tokens of X in nats, by document completion; higher is better.

        The tokens of each document are dealt to two halves; each half is scored under the topic shares that the other half
        gives, ln(sum over topics of share x probability) for each token. So no token is scored under shares that it made
        itself. Give it documents that were not fitted: on those of the fit the topics themselves know the tokens.
        """
        check_is_fitted(self)
        return in_all(completed(self._counts(X, reset=False), self._shares, self._topics(), 0, self.n_jobs))

    def perplexity(
        self, X: Any, *, method: Any = "completion", given: Any = None, n_particles: Any = 20, random_state: Any = 0
    ) -> float:
        """Among how many equally likely terms the model chooses at each token: exp(-log-likelihood / tokens); lower is better.

        Parameters
        ----------
        X : Counts, sparse matrix or array of shape (n_documents, n_terms)
            Documents that were not fitted.
        method : "completion", "left_to_right", "left_to_right_unbiased" or "training"
            "completion": as `score`. "left_to_right": the probability of each whole document, token by token (Wallach et
            al.); its cost grows with the square of a document's tokens, and it needs whole counts. "left_to_right_unbiased":
            the mean over particles of their probability of the document, right on average for any number of particles, but
            wide for long documents. "training": shares from the very tokens that are scored, which favours more topics.
        given : counts of the same documents, optional
            Completion with halves of your own: shares are found on `given`, and X is scored.
        n_particles : int
            Of left to right. More are steadier; the mean over particles in the logarithm makes few of them too low.
        random_state : int, numpy.random.Generator or None
            Seed of halves and particles. None means 0.

        Returns
        -------
        float
            NaN when X holds no token. A document gets the same number alone and among others.

        Source
        ------
        Wallach, Murray, Salakhutdinov & Mimno 2009, Evaluation methods for topic models, doi:10.1145/1553374.1553515.
        Buntine 2009, Estimating likelihoods for topic models, doi:10.1007/978-3-642-05224-8_6.
        """
        check_is_fitted(self)
        matrix, topics, seed = self._counts(X, reset=False), self._topics(), random_state_of(random_state)
        method = checked_method(method, given)
        if given is not None:
            known = self._counts(given, reset=False)
            if known.shape[0] != matrix.shape[0]:
                raise InputError(
                    f"perplexity: X has {matrix.shape[0]} documents and given {known.shape[0]}; they must be the same"
                )
            found = scored(matrix, self._shares(known), topics, self.n_jobs)
        elif method == "completion":
            found = completed(matrix, self._shares, topics, seed, self.n_jobs)
        elif method == "training":
            found = scored(matrix, self._shares(matrix), topics, self.n_jobs)
        else:
            unbiased = method == "left_to_right_unbiased"
            found = from_left_to_right(matrix, self.doc_topic_prior_, topics, n_particles, seed, unbiased, self.n_jobs)
        n_tokens = total_float(matrix.data)
        return float(exp(-in_all(found) / n_tokens)) if n_tokens > 0.0 else float("nan")

    def _shares(self, matrix: Any) -> np.ndarray:
        return shares_of(matrix, self._topics(), self.doc_topic_prior_, self.n_jobs)

    def _topics(self) -> np.ndarray:
        """Terms by topics, each column a distribution."""
        return ready((self.components_ / total_float(self.components_, axis=1)[:, None]).T, np.float64)

    @property
    def _n_features_out(self) -> int:
        return int(self.components_.shape[0])

    def _counts(self, X: Any, *, reset: bool, warn: bool = False, least_documents: int = 1, dtype: Any = np.float64) -> Any:
        if hasattr(X, "scheme"):
            raise InputError(f"LDA counts words; it was given Weights ({X.scheme}). Give it the Counts, or use NMF")
        matrix = checked_matrix(self, X, reset=reset, least_documents=least_documents, dtype=dtype)
        if warn and not whole_numbers(matrix.data):
            warnings.warn(
                "LDA is a model of counts and was given fractional numbers; they are used as given",
                NewsstudyWarning,
                stacklevel=4,
            )
        return matrix

    def _n_topics(self) -> int:
        return int(self.n_components)

    def _settings(self) -> dict[str, Any]:
        """The parameters, whole numbers as plain int: a kernel would compile once more for NumPy's."""
        return dict(self.get_params(deep=False)) | {"n_components": self._n_topics(), "max_iter": int(self.max_iter)}

    def _check_settings(self) -> None:
        check_settings(self)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        return tags
