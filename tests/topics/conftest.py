"""Generated documents whose topics are known, and a small stand-in for Counts."""

import types

import numpy as np
import pyarrow as pa
import pytest
import scipy.sparse as sp


def generate(n_documents=400, n_terms=300, n_topics=6, length=120, seed=1, prior=0.08, term_prior=0.05):
    """(counts CSR int32, topics) drawn from latent Dirichlet allocation itself."""
    rng = np.random.default_rng(seed)
    topics = rng.dirichlet(np.full(n_terms, term_prior), n_topics)
    rows = [
        rng.multinomial(rng.poisson(length) + 1, rng.dirichlet(np.full(n_topics, prior)) @ topics) for _ in range(n_documents)
    ]
    return sp.csr_array(np.array(rows, dtype=np.int32)), topics


def counts_of(matrix, terms=None, ids=None):
    """What topic models ask of Counts, without the rest of the library."""
    matrix = sp.csr_array(matrix)
    terms = terms or [f"t{number:04d}" for number in range(matrix.shape[1])]
    ids = ids or [f"d{number}" for number in range(matrix.shape[0])]
    vocabulary = types.SimpleNamespace(terms=terms, digest="0" * 64)
    return types.SimpleNamespace(matrix=matrix, vocabulary=vocabulary, documents=pa.table({"id": ids}), rule="unicode-1")


@pytest.fixture(scope="session")
def known():
    return generate()


@pytest.fixture(scope="session")
def generated():
    return generate


@pytest.fixture(scope="session")
def as_counts():
    return counts_of
