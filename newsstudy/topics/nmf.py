"""Non-negative matrix factorisation: documents as sums of topics, topics as sums of terms, nothing below zero."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from newsstudy.errors import InputError
from newsstudy.randomness import random_state_of
from newsstudy.topics._matrix import MOST_TOPICS, Entries, canonical, checked_matrix
from newsstudy.topics._nmf_fit import fitted_factors
from newsstudy.topics._nmf_start import column_totals, gram, padded
from newsstudy.topics._nmf_steps import Descent, Penalties, distance, multiply
from newsstudy.topics._portable import Portable

LOSSES = ("frobenius", "kullback-leibler")
STARTS = (None, "nndsvda", "nndsvd", "random")
MOST_PENALTY, MOST_WEIGHT = 1e30, 1e12
SPARK = 1e-6  # of the largest weight, instead of zero, where a fit goes on by multiplying
WEIGHT_PATIENCE, WEIGHT_SWEEPS, WEIGHT_TOL = 5, 200, 1e-6  # of one document under a fitted model


class NMF(Portable, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Which few lists of terms, added up in different amounts, give the documents back?

    Least squares by coordinate descent that looks ahead, Kullback-Leibler by multiplicative updates that take bold steps, with
    scikit-learn's objective and the same bits for any number of threads and any order of the documents. Weights are kept in
    single precision (24 bits); sums over all documents or terms are in double precision.

    Parameters
    ----------
    n_components : int
        Number of topics.
    beta_loss : "frobenius" or "kullback-leibler"
        What is made small: squared differences (fit for tf-idf weights), or the divergence of counts.
    init : None, "nndsvda", "nndsvd" or "random"
        None is "nndsvda" (from singular vectors, nothing random about it) when there are at least n_components documents
        and terms, else "random". For `ns.stability` choose "random": another seed changes nothing else.
    max_iter : int
        Most updates of both sides.
    tol : float
        Stop when five updates (Kullback-Leibler: ten) lower the objective, which is half the squared `reconstruction_err_`
        and the penalties, by no more than this share of it.
    n_jobs : int or None
        Threads; None as in `ns.use_engine`. The result does not depend on it.
    random_state : int, numpy.random.Generator or None
        Seed of init="random". None means 0.
    alpha_W, alpha_H : float; alpha_H also "same"
        Penalties that make the weights of documents in topics (W), and those of terms in topics (H), fewer and smaller, as
        scikit-learn has them: alpha_W x n_features x (l1_ratio x sum of W + (1 - l1_ratio) / 2 x sum of its squares), and
        alpha_H x n_documents x the same of H. "same" is alpha_W. Start with 1e-5 to 1e-4 for tf-idf weights.
    l1_ratio : float from 0 to 1
        1 penalises the weights themselves, so that many become exactly 0; 0 their squares.
    warm_start : bool
        Whether `fit` goes on from the model that stands, on these documents or others of the same terms: its topics keep
        their numbers. Another `n_components` is an error.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        Weights of the terms in each topic. Topics stand in order of their total weight in the fitted documents.
    topic_sizes_ : ndarray of shape (n_components,)
        Total weight of each topic in the fitted documents: sum of document weights x sum of term weights.
    reconstruction_err_ : float
        sqrt(2 x divergence) of the fitted documents; for "frobenius" the norm of the difference. As scikit-learn's.
    init_ : str
        The start that was used.
    n_iter_ : int
    converged_ : bool
    n_features_in_, feature_names_in_

    References
    ----------
    Lee and Seung 1999, doi:10.1038/44565. Cichocki and Phan 2009, doi:10.1587/transfun.E92.A.708. Ang and Gillis 2019,
    doi:10.1162/neco_a_01157.

    Examples
    --------
    >>> import numpy as np
    >>> from newsstudy.topics import NMF
    >>> counts = np.array([[4, 4, 0, 0], [2, 2, 0, 0], [0, 0, 4, 2], [0, 0, 2, 1]])
    >>> bool(NMF(2).fit(counts).reconstruction_err_ < 0.01)
    True
    """

    def __init__(
        self,
        n_components: int = 20,
        *,
        beta_loss: str = "frobenius",
        init: str | None = None,
        max_iter: int = 400,
        tol: float = 1e-4,
        n_jobs: int | None = None,
        random_state: Any = 0,
        alpha_W: float = 0.0,
        alpha_H: float | str = "same",
        l1_ratio: float = 0.0,
        warm_start: bool = False,
    ) -> None:
        self.n_components = n_components
        self.beta_loss = beta_loss
        self.init = init
        self.max_iter = max_iter
        self.tol = tol
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.alpha_W = alpha_W
        self.alpha_H = alpha_H
        self.l1_ratio = l1_ratio
        self.warm_start = warm_start

    def fit(self, X: Any, y: Any = None) -> NMF:
        """Find the topics of X.

        Parameters
        ----------
        X : Counts, Weights, sparse matrix or array of shape (n_documents, n_terms), not negative
        y : ignored
        """
        self._check_settings()
        goes_on = self._goes_on()
        entries, words = canonical(self._checked(X, reset=not goes_on))
        if entries.matrix.nnz == 0:
            raise InputError("NMF: every weight is 0, so there is nothing to find topics in")
        start = self._start(entries) if goes_on else None
        if start is None:
            self.init_ = self._init(entries)
        seed = random_state_of(self.random_state)
        factors = fitted_factors(entries, words, self._settings(), self.init_, seed, start)
        sizes = column_totals(factors.documents) * column_totals(factors.terms)
        order = np.argsort(-sizes, kind="stable")
        order = order[order < self.n_components]  # not the columns that only fill a vector
        if goes_on:
            order = np.sort(order, kind="stable")  # topics keep their numbers
        self.components_: np.ndarray = np.ascontiguousarray(factors.terms[:, order].T, dtype=np.float64)
        self.topic_sizes_ = sizes[order]
        self.reconstruction_err_ = distance(entries, factors.documents, factors.terms, self.beta_loss, self.n_jobs)
        self.n_iter_ = factors.n_iter
        self.converged_ = factors.converged
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Weights of the topics in each document: float64 of shape (n_documents, n_components).

        Each document is solved by itself: alone or among others, it gets the same weights.
        """
        check_is_fitted(self)
        return self._weights(Entries(self._checked(X, reset=False)))

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Documents from topic weights: weights x components, dense."""
        check_is_fitted(self)
        weights = Entries(_sparse(X))
        return weights.times(self.components_, self.n_jobs)

    def score(self, X: Any, y: Any = None) -> float:
        """Minus the distance of X from the model (see `reconstruction_err_`), with the weights that `transform` finds."""
        check_is_fitted(self)
        entries = Entries(self._checked(X, reset=False))
        return -distance(entries, padded(self._weights(entries)), padded(self.components_.T), self.beta_loss, self.n_jobs)

    def _checked(self, X: Any, *, reset: bool) -> Any:
        matrix = checked_matrix(self, X, reset=reset)
        largest = float(matrix.data.max()) if matrix.nnz else 1.0
        if not 1.0 / MOST_WEIGHT <= largest <= MOST_WEIGHT:
            raise InputError(
                f"NMF: the largest weight is {largest!r}, and single precision reaches from {1.0 / MOST_WEIGHT:g} to "
                f"{MOST_WEIGHT:g}; multiply all weights by one number first"
            )
        return matrix

    def _init(self, entries: Entries) -> str:
        return self.init or ("nndsvda" if self.n_components <= min(entries.n_rows, entries.n_columns) else "random")

    def _goes_on(self) -> bool:
        """Whether a fit goes on from a model that stands; an error where it cannot."""
        if not self.warm_start or not hasattr(self, "components_"):
            return False
        stands = int(self.components_.shape[0])
        if stands != self.n_components:
            raise InputError(
                f"NMF: n_components is {self.n_components}, and the model that stands has {stands} topics; topics cannot be "
                f"added or taken away. Set n_components to {stands}, or begin anew with another model"
            )
        return True

    def _start(self, entries: Entries) -> tuple[np.ndarray, np.ndarray]:
        """Both tables to go on from: the terms as they are, and the documents under them."""
        documents, terms = self._weights(entries), self.components_.T.copy()
        if self.beta_loss == "kullback-leibler":
            for table in (documents, terms):  # multiplied, a zero stays zero whatever new documents say
                table[table <= 0.0] = SPARK * (float(table.max()) or 1.0)
        return padded(documents), padded(terms)

    def _weights(self, entries: Entries) -> np.ndarray:
        terms, n_topics = padded(self.components_.T), int(self.components_.shape[0])
        price = Penalties.of(self.get_params(deep=False), entries.n_rows, entries.n_columns).documents
        start = padded(np.ones((entries.n_rows, n_topics)))
        if self.beta_loss == "frobenius":
            descent = Descent(entries, start, terms, gram(terms, self.n_jobs), n_topics, price)
            found = descent.solved(WEIGHT_SWEEPS, WEIGHT_TOL, self.n_jobs)
        else:
            found = multiply(entries, start, terms, n_topics, price, WEIGHT_PATIENCE, WEIGHT_SWEEPS, WEIGHT_TOL, self.n_jobs)
        return found[:, :n_topics].astype(np.float64)

    @property
    def _n_features_out(self) -> int:
        return int(self.components_.shape[0])

    def _settings(self) -> dict[str, Any]:
        """The parameters, whole numbers as plain int: a kernel would compile once more for NumPy's."""
        return dict(self.get_params(deep=False)) | {"n_components": int(self.n_components), "max_iter": int(self.max_iter)}

    def _check_settings(self) -> None:
        for name in ("n_components", "max_iter"):
            value: Any = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 1:
                raise InputError(f"NMF: {name} must be a whole number of at least 1; got {value!r}")
        if self.n_components > MOST_TOPICS:
            raise InputError(f"NMF: n_components is {self.n_components!r}; more than {MOST_TOPICS:,} topics are not possible")
        if self.beta_loss not in LOSSES:
            raise InputError(f"NMF: beta_loss must be one of {', '.join(LOSSES)}; got {self.beta_loss!r}")
        if not isinstance(self.warm_start, bool):
            raise InputError(f"NMF: warm_start must be True or False; got {self.warm_start!r}")
        if self.init not in STARTS:
            raise InputError(f"NMF: init must be one of {', '.join(map(repr, STARTS))}; got {self.init!r}")
        bounds = {"tol": np.inf, "alpha_W": MOST_PENALTY, "l1_ratio": 1.0}
        if not isinstance(self.alpha_H, str) or self.alpha_H != "same":
            bounds["alpha_H"] = MOST_PENALTY
        for name, most in bounds.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, numbers.Real) or not 0.0 <= float(value) <= most:
                hint = f"from 0 to {most:g}" if np.isfinite(most) else "of at least 0"
                hint += ", or 'same' (alpha_W)" if name == "alpha_H" else ""
                raise InputError(f"NMF: {name} must be a number {hint}; got {value!r}")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        return tags


def _sparse(X: Any) -> Any:
    from scipy.sparse import csr_matrix
    from sklearn.utils import check_array

    return csr_matrix(check_array(X, accept_sparse="csr", dtype=np.float64))
