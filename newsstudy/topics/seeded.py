"""Seeded LDA: topics that the researcher names and describes by a few words, and topics for what is left."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from newsstudy.errors import InputError, NewsstudyWarning
from newsstudy.given import is_whole, whole
from newsstudy.kernels.reduce import total_float
from newsstudy.randomness import random_state_of
from newsstudy.schemas.seeds import SEED_TERMS
from newsstudy.topics._lda_state import Hints
from newsstudy.topics._lda_stream import Stream
from newsstudy.topics._matrix import Entries
from newsstudy.topics._seeds import first_of_each, matches_of, names_of, patterns_of, seeded_start
from newsstudy.topics.lda import LDA
from newsstudy.topics.reading import model_settings, term_names

if TYPE_CHECKING:
    import pandas as pd

PLAIN_TOPICS = 20  # of a model without seeds whose number of topics is left open, as LDA's
SCALE = 100.0  # seededlda's: its weight of 0.01 gives a term as many pseudo-tokens as it has tokens


class SeededLDA(LDA):
    """How much do the documents say about topics that theory names, and what else is there?

    A latent Dirichlet allocation in which each topic of `seeds` is told its terms beforehand: they get pseudo-tokens in that
    topic, on top of its prior, in every sweep. Topics stand in the order of the seeds and carry their names; the number of
    further topics, without seeds, is `residual`. Bits are the same for any number of threads and any order of documents.

    Parameters
    ----------
    n_components : int or None
        Number of all topics. None: as many as there are seeds, and `residual` more. Where both are given they must agree.
    seeds : dict, Dictionary or None
        Name of each topic: its patterns, as in a dictionary (`econom*`; * any letters, ? one). They are cut, folded and
        stemmed as the counts were; several words mean a phrase or n-gram that is a term of the counts. Of a Dictionary with
        levels each key with patterns is a topic, its names joined by dots. None: a plain LDA, bit for bit.
    residual : int, bool or None
        Topics without seeds, called other, or other1, other2 …. True is 1. None: what `n_components` leaves, else 0. Without
        any, every token must go to a seeded topic, whether it fits or not.
    weight : float
        A seed term gets 100 x weight x its count pseudo-tokens in its topic. 0.01 doubles its tokens; 0 leaves the start as
        the only hint.
    doc_topic_prior, topic_word_prior, method, max_iter, tol, n_jobs, random_state, warm_start, early_stopping, …
        As for `LDA`. The documents that topics start from are drawn, and then dealt to the topics by their seeds.

    Attributes
    ----------
    topic_names_ : list of str
        The name of each topic; absent without seeds.
    seed_terms_ : DataFrame, `schemas.SEED_TERMS`
        What each pattern matched, in the fitted counts.
    unmatched_seeds_ : dict of str to list of str
        The patterns that matched nothing, by topic. A NewsstudyWarning names them too.
    components_, topic_sizes_, doc_topic_prior_, topic_word_prior_, method_, n_iter_, converged_, …
        As those of `LDA`. `components_` has the pseudo-tokens, `topic_sizes_` has not.

    Raises
    ------
    InputError
        No pattern matches a term, the numbers of topics do not agree, or a setting is out of range.

    References
    ----------
    Lu, Ott, Cardie and Tsou 2011, doi:10.1109/ICDMW.2011.125. Watanabe and Zhou 2020, doi:10.1177/0894439320907027.

    Examples
    --------
    >>> import newsstudy as ns
    >>> counts = ns.sample_article().split("paragraph").tokenize().drop("function words").count()
    >>> model = ns.SeededLDA(seeds={"war": ["attack*", "militar*"], "talks": ["negotiat*"]}, residual=1)
    >>> ns.document_topics(model.fit(counts), counts).shape[0], model.topic_names_
    (27, ['war', 'talks', 'other'])
    """

    def __init__(
        self,
        n_components: int | None = None,
        *,
        seeds: Any = None,
        residual: int | bool | None = None,
        weight: float = 0.01,
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
        super().__init__(
            n_components,  # type: ignore[arg-type]  # None, where it follows from the seeds
            doc_topic_prior=doc_topic_prior,
            topic_word_prior=topic_word_prior,
            method=method,
            max_iter=max_iter,
            tol=tol,
            n_jobs=n_jobs,
            random_state=random_state,
            warm_start=warm_start,
            early_stopping=early_stopping,
            evaluate_every=evaluate_every,
            n_iter_no_change=n_iter_no_change,
            batch_size=batch_size,
            learning_offset=learning_offset,
            learning_decay=learning_decay,
            total_samples=total_samples,
        )
        self.seeds = seeds
        self.residual = residual
        self.weight = weight

    @property
    def seed_terms_(self) -> pd.DataFrame:
        """What each pattern matched; see the class."""
        topics, patterns, terms, counts, pseudo = zip(*self.seed_matches_, strict=True) if self.seed_matches_ else ((),) * 5
        names = [self.topic_names_[topic] for topic in topics]
        columns = {"topic": topics, "name": names, "pattern": patterns, "term": terms, "count": counts, "pseudo_tokens": pseudo}
        return SEED_TERMS.table({name: list(values) for name, values in columns.items()}, model_settings(self))

    @property
    def seed_pseudo_tokens(self) -> np.ndarray:
        """The pseudo-tokens in `components_`, float64 (n_topics, n_terms): 0 but for seeds."""
        out = np.zeros(self.components_.shape)
        place = {name: number for number, name in enumerate(term_names(self))}
        for topic, _, term, _, pseudo in self.seed_matches_:
            if pseudo > 0.0:
                out[topic, place[term]] += pseudo
        return out

    def _pseudo_tokens(self) -> np.ndarray:
        return self.seed_pseudo_tokens

    def _hints_of(self) -> Callable[[np.ndarray], Hints | None]:
        """Seeds weigh as much as their terms are counted, and the counts of a stream grow."""
        if not self.seed_matches_:
            return lambda table: None
        columns, first = self._columns_of_matches()
        terms = columns[first]
        topics = np.array([row[0] for row in self.seed_matches_], dtype=np.int64)[first]
        factor = SCALE * float(self.weight)
        return lambda table: Hints(terms, topics, factor * total_float(table[terms].astype(np.float64), axis=1))

    def _columns_of_matches(self) -> tuple[np.ndarray, np.ndarray]:
        """The column of the term of each row of `seed_matches_`, or -1; and whether the row is a seed (the first of its term)."""
        place = {name: number for number, name in enumerate(term_names(self))}
        columns = [place.get(term, -1) for _, _, term, _, _ in self.seed_matches_]
        first = first_of_each([(row[0], row[1], column) for row, column in zip(self.seed_matches_, columns, strict=True)])
        return np.array(columns, dtype=np.int64), np.array(first, dtype=bool)

    def _keep_stream(self, stream: Stream, hints: Hints | None) -> None:
        super()._keep_stream(stream, hints)
        if not self.seed_matches_:
            return
        columns, first = self._columns_of_matches()
        totals = total_float(stream.of_terms[columns], axis=1)
        for row, column, total, counts in zip(self.seed_matches_, columns.tolist(), totals.tolist(), first.tolist(), strict=True):
            row[3] = total if column >= 0 else 0.0
            row[4] = SCALE * float(self.weight) * total if counts else 0.0

    def _check_goes_on(self) -> None:
        super()._check_goes_on()
        stand: dict[str, None] = dict.fromkeys(getattr(self, "topic_names_", []))
        seeds = {} if self.seeds is None else patterns_of(self.seeds)
        wanted = names_of(list(seeds), self._n_topics() - len(seeds)) if seeds else []
        if list(stand) != wanted:
            raise InputError(
                f"SeededLDA: the model that stands has the topics {', '.join(stand) or 'of no seeds'}; these seeds name "
                f"{', '.join(wanted) or 'none'}. Give the same names, or begin anew with another model"
            )

    def _take(self, entries: Entries, words: np.ndarray) -> None:
        matched = dict.fromkeys((row[0], row[1]) for row in self.seed_matches_)
        seeds = {} if self.seeds is None else patterns_of(self.seeds)
        if list(matched) != [(topic, one) for topic, patterns in enumerate(seeds.values()) for one in dict.fromkeys(patterns)]:
            raise InputError("SeededLDA: the seeds are others than those of the first batch; begin anew with another model")
        super()._take(entries, words)

    def _hints(self, X: Any, entries: Entries, words: np.ndarray, start: np.ndarray | None) -> Hints | None:
        self.seed_matches_: list[list[Any]] = []
        self.unmatched_seeds_: dict[str, list[str]] = {}
        if self.seeds is None:
            if hasattr(self, "topic_names_"):
                delattr(self, "topic_names_")  # of an earlier fit
            return super()._hints(X, entries, words, start)
        seeds, n_topics = patterns_of(self.seeds), self._n_topics()
        self.topic_names_: list[str] = names_of(list(seeds), n_topics - len(seeds))
        names = getattr(self, "feature_names_in_", None)
        names = [f"x{number}" for number in range(entries.n_columns)] if names is None else [str(name) for name in names]
        matches = matches_of(seeds, X, names)
        totals = entries.columns.row_totals()
        for (topic, pattern, column), first in zip(matches, first_of_each(matches), strict=True):
            count = float(totals[column]) if column >= 0 else 0.0
            pseudo = SCALE * float(self.weight) * count if first else 0.0
            self.seed_matches_.append([topic, pattern, names[column] if column >= 0 else "", count, pseudo])
        self._report(matches, seeds)
        chosen = [
            (match, row[4])
            for match, row, first in zip(matches, self.seed_matches_, first_of_each(matches), strict=True)
            if first
        ]
        terms = np.array([match[2] for match, _ in chosen], dtype=np.int64)
        topics = np.array([match[0] for match, _ in chosen], dtype=np.int64)
        if start is None:
            seed = random_state_of(self.random_state)
            start = seeded_start(entries, words, terms, topics, n_topics, len(seeds), seed, self.n_jobs)
        return Hints(terms, topics, np.array([pseudo for _, pseudo in chosen], dtype=np.float64), start)

    def _report(self, matches: list[tuple[int, str, int]], seeds: dict[str, list[str]]) -> None:
        keys = list(seeds)
        for topic, pattern, column in matches:
            if column < 0:
                self.unmatched_seeds_.setdefault(keys[topic], []).append(pattern)
        if not self.unmatched_seeds_:
            return
        shown = "; ".join(f"{name}: {', '.join(patterns[:5])}" for name, patterns in list(self.unmatched_seeds_.items())[:5])
        if all(column < 0 for _, _, column in matches):
            raise InputError(
                f"SeededLDA: no pattern of the seeds means a term of these counts ({shown}); write words as they are counted"
            )
        empty = [name for name, patterns in self.unmatched_seeds_.items() if len(patterns) == len(seeds[name])]
        more = f". Without any seed: {', '.join(empty[:5])}" if empty else ""
        warnings.warn(
            f"SeededLDA: patterns that mean no term of these counts ({shown}){more}. See unmatched_seeds_",
            NewsstudyWarning,
            stacklevel=5,
        )

    def _settings(self) -> dict[str, Any]:
        return {**super().get_params(deep=False), "n_components": self._n_topics(), "max_iter": int(self.max_iter)}

    def _n_topics(self) -> int:
        """How many topics the settings come to."""
        asked: Any = self.n_components
        given = None if asked is None else whole(asked, "SeededLDA: n_components", 1)
        residual = self.residual if self.residual is None or isinstance(self.residual, bool) or is_whole(self.residual) else -1
        if residual is not None and residual < 0:
            raise InputError(f"SeededLDA: residual must be a number of topics, True for one, or None; got {self.residual!r}")
        if self.seeds is None:
            if residual:
                raise InputError(
                    "SeededLDA: residual counts topics beside those of seeds=, and there are none; give n_components"
                )
            return PLAIN_TOPICS if given is None else given
        n_seeded = len(patterns_of(self.seeds))
        if given is None:
            return n_seeded + int(residual or 0)
        if given < n_seeded or (residual is not None and given != n_seeded + int(residual)):
            others = "" if residual is None else f" and {int(residual)} without"
            raise InputError(f"SeededLDA: n_components is {given}, but there are {n_seeded} topics with seeds{others}")
        return given

    def _check_settings(self) -> None:
        weight: Any = self.weight
        if isinstance(weight, bool) or not isinstance(weight, int | float | np.number) or not 0.0 <= float(weight) < float("inf"):
            raise InputError(f"SeededLDA: weight must be a number of at least 0, such as 0.01; got {weight!r}")
        n_topics = self._n_topics()
        plain = LDA(
            **{name: value for name, value in self.get_params(deep=False).items() if name not in ("seeds", "residual", "weight")}
        )
        plain.n_components = n_topics
        plain._check_settings()
