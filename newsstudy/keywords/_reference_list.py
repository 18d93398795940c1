"""A list of terms with known rates per million, to compare a text with a whole language."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from newsstudy.errors import InputError
from newsstudy.text.rules import APOSTROPHES


class ReferenceList:
    """How often do terms occur in a reference that is known only by its rates?

    Parameters
    ----------
    terms : sequence of str
        The terms, as the rule of the counts folds them; each once. Typographic apostrophes are made straight, as in terms.
    per_million : sequence of float
        Rates per million tokens, positive and finite.
    tokens : int, optional
        Size of the corpus behind the rates, for the record. The rates count as known: no sampling error is taken from it.
    name : str
        What the list is, for the record.
    silent_on : str, optional
        A regular expression for terms of which the list says nothing, such as numbers: they have no rate at all.

    Notes
    -----
    A term that is not on the list is rarer than the rarest term on it, so `rates` gives that lowest rate: its log ratio is
    then too small rather than too large.

    Examples
    --------
    >>> import newsstudy as ns
    >>> reference = ns.ReferenceList(["of", "the"], [26000.0, 53000.0])
    >>> reference.rates(["the", "zygote"]).tolist()
    [53000.0, 26000.0]
    """

    def __init__(
        self,
        terms: Iterable[str],
        per_million: Iterable[float],
        *,
        tokens: int | None = None,
        name: str = "own list",
        silent_on: str | None = None,
    ) -> None:
        if isinstance(terms, str | bytes | set | frozenset) or not isinstance(terms, Iterable):
            raise InputError(f"ReferenceList: terms are a list of texts, in the order of the rates; got {terms!r}")
        names = list(terms)
        try:
            rates = np.array(list(per_million), dtype=np.float64)
        except (TypeError, ValueError):
            raise InputError(f"ReferenceList: per_million is a list of numbers, one for each term; got {per_million!r}") from None
        if len(names) != len(rates):
            raise InputError(f"ReferenceList: {len(names)} terms but {len(rates)} rates; give one rate for each term")
        if not names:
            raise InputError("ReferenceList: the list is empty; give at least one term with its rate per million")
        if not all(isinstance(term, str) for term in names):
            raise InputError("ReferenceList: every term must be text")
        if not (np.isfinite(rates) & (rates > 0)).all():
            wrong = names[int(np.flatnonzero(~(np.isfinite(rates) & (rates > 0)))[0])]
            raise InputError(f"ReferenceList: the rate of {wrong!r} is not a positive number; leave out terms without a rate")
        names = [term.translate(APOSTROPHES) for term in names]
        order = sorted(range(len(names)), key=names.__getitem__)
        self.terms: tuple[str, ...] = tuple(names[i] for i in order)
        for one, two in zip(self.terms, self.terms[1:], strict=False):
            if one == two:
                raise InputError(f"ReferenceList: {one!r} stands twice; give each term once")
        self.per_million: np.ndarray = rates[order]
        self.per_million.flags.writeable = False
        self.tokens = tokens
        self.name = name
        self.silent_on = silent_on
        self._place = {term: i for i, term in enumerate(self.terms)}

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, term: object) -> bool:
        return term in self._place

    def __repr__(self) -> str:
        return f"ReferenceList({self.name}: {len(self):,} terms)"

    @property
    def lowest(self) -> float:
        """The lowest rate on the list, used for terms that are not on it."""
        return float(self.per_million.min())

    @property
    def digest(self) -> str:
        """sha256 over terms and rates."""
        hasher = hashlib.sha256("\n".join(self.terms).encode("utf-8", "surrogatepass"))
        hasher.update(self.per_million.astype("<f8").tobytes())
        return hasher.hexdigest()

    def rates(self, terms: Sequence[str]) -> np.ndarray:
        """Rates per million of `terms`, float64 (n,): the lowest rate for unlisted terms, NaN where the list is silent."""
        if isinstance(terms, str | bytes) or not isinstance(terms, Iterable):
            raise InputError(f"rates: terms are a list of texts; got {terms!r}")
        lowest = self.lowest
        silent = re.compile(self.silent_on) if self.silent_on else None

        def rate(term: str) -> float:
            if term in self._place:
                return float(self.per_million[self._place[term]])
            if not isinstance(term, str):
                raise InputError(f"rates: terms are a list of texts; one of them is {term!r}")
            return float("nan") if silent is not None and silent.search(term) else lowest

        return np.array([rate(term) for term in terms], dtype=np.float64)

    def record(self) -> dict[str, Any]:
        """What goes into a table's settings."""
        return {
            "name": self.name,
            "n_terms": len(self),
            "tokens": self.tokens,
            "rate_of_unlisted": self.lowest,
            "silent_on": self.silent_on,
            "digest": self.digest,
        }


@functools.cache
def general_english() -> ReferenceList:
    """The 50,000 most frequent terms of general English, with rates per million words.

    From `wordfreq` 3.1.1 (Speer 2022, doi:10.5281/zenodo.7199437), a mixture of books, news, subtitles, web text and more,
    frozen in 2021; its tokens are mapped to the rule ``news-en-1``. The data are licensed CC BY-SA 4.0. wordfreq masks
    digits, so numbers of two or more have no rate here; it folds case, so *US* and *us* share one rate, an upper bound for each.

    Examples
    --------
    >>> import newsstudy as ns
    >>> reference = ns.general_english()
    >>> len(reference), bool(reference.rates(["the"])[0] > 10_000)
    (50000, True)
    """
    from newsstudy.text.data_files import read_general_english

    terms, per_million = read_general_english()
    return ReferenceList(terms, per_million, name="general-english-2021", silent_on="[0-9][0-9]")
