"""Counts brought to the terms of another vocabulary, so that a model of other documents can be applied to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse

from newsstudy.errors import InputError
from newsstudy.tokens.vocabulary import Vocabulary, ordered

if TYPE_CHECKING:
    from newsstudy.tokens.counts import Counts


def match(counts: Counts, terms: Any) -> Counts:
    """See `Counts.match`."""
    from newsstudy.tokens.counts import Counts

    wanted = _vocabulary(terms)
    place_of = np.array([wanted.get(term) for term in counts.vocabulary.terms], dtype=np.int64)
    cells = counts.matrix.tocoo()
    rows, columns = cells.coords
    places = place_of[columns]
    kept = places >= 0
    shape = (len(counts), len(wanted))
    matrix = scipy.sparse.coo_array((cells.data[kept], (rows[kept], places[kept])), shape=shape).tocsr()
    dropped = int(np.count_nonzero(place_of < 0))
    step = f"match:{wanted.digest[:8]}, {dropped} terms dropped"
    return Counts(matrix, wanted, counts.documents, counts.rule, steps=(*counts.steps, step))


def _vocabulary(terms: Any) -> Vocabulary:
    if isinstance(terms, Vocabulary):
        return terms
    if hasattr(terms, "vocabulary") and isinstance(terms.vocabulary, Vocabulary):
        return terms.vocabulary
    if hasattr(terms, "components_") and not hasattr(terms, "feature_names_in_"):
        raise InputError("match: the model was fitted on a bare array and knows no terms; give the list of its terms")
    given = getattr(terms, "feature_names_in_", terms)
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise InputError(f"match takes a list of terms, a Vocabulary, Counts, or a fitted model; got {terms!r}")
    listed = list(given)
    if any(not isinstance(term, str) for term in listed):
        raise InputError("match: terms are texts, such as the model's feature_names_in_")
    vocabulary, numbers = ordered(listed)
    if len(numbers) and not np.array_equal(numbers, np.arange(len(numbers))) and hasattr(terms, "components_"):
        raise InputError("match: the model's terms are not in code-point order, as those of Counts are; fit it on Counts")
    return vocabulary
