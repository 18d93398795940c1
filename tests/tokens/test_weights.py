import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from newsstudy.errors import InputError
from newsstudy.tokens import Weights

some_documents = st.lists(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12), min_size=1, max_size=8)


def exact(scheme, f, length, n_documents, df, mean):
    f, length, n_documents, df = map(mpmath.mpf, (f, length, n_documents, df))
    if scheme == "share":
        return f / length
    if scheme == "log":
        return 1 + mpmath.log(f)
    if scheme == "boolean":
        return mpmath.mpf(1)
    if scheme == "tf_idf":
        return f * mpmath.log(n_documents / df)
    k1, b = mpmath.mpf(1.2), mpmath.mpf(0.75)
    return mpmath.log(1 + (n_documents - df + 0.5) / (df + 0.5)) * f * (k1 + 1) / (f + k1 * (1 - b + b * length / mean))


@pytest.mark.parametrize("scheme", ["share", "log", "boolean", "tf_idf", "bm25"])
@given(documents=some_documents)
def test_weight__is_the_stated_formula(made, scheme, documents):
    counts = made(documents).count()
    found = counts.weight(scheme).matrix.toarray()
    mean = mpmath.mpf(counts.total) / len(counts)
    for row, column in zip(*counts.matrix.nonzero(), strict=True):
        f, length = int(counts.matrix[row, column]), int(counts.document_lengths[row])
        expected = exact(scheme, f, length, len(counts), int(counts.term_documents[column]), mean)
        assert abs(found[row, column] - expected) <= 4e-16 * max(1, abs(expected)) * 4
    assert not found[counts.matrix.toarray() == 0].any()


@given(some_documents)
def test_tf_idf_sklearn__equals_scikit_learn(made, documents):
    counts = made(documents).count()
    if not counts.vocabulary.terms:
        return
    expected = TfidfTransformer().fit_transform(counts.matrix.astype(np.int64)).toarray()
    assert np.allclose(counts.weight("tf_idf_sklearn").matrix.toarray(), expected, rtol=0, atol=1e-12)


def test_weight__options_and_schemes_are_checked(made):
    counts = made([["a", "b"], ["a"]]).count()
    assert counts.weight("bm25", k1=0.0).matrix.toarray()[1, 0] == pytest.approx(np.log(1 + 0.5 / 2.5))
    assert counts.weight("bm25", k1=2).options == {"k1": 2.0, "b": 0.75}
    with pytest.raises(InputError, match="no scheme 'tfidf'; there are: bm25, boolean"):
        counts.weight("tfidf")
    with pytest.raises(InputError, match="has no option 'k1'"):
        counts.weight("log", k1=1)
    with pytest.raises(InputError, match="bm25 needs k1"):
        counts.weight("bm25", b=2)


@pytest.mark.parametrize("verb", ["trim", "group", "weight", "top", "where", "save", "term_counts", "total"])
def test_weights__refuse_what_only_counts_can_do(made, verb):
    weights = made([["a", "b"]]).count().weight("log")
    with pytest.raises(InputError, match=f"no '{verb}': log weights are no counts"):
        getattr(weights, verb)
    assert not hasattr(weights, verb)


def test_weights__carry_the_record_of_their_counts(made):
    counts = made([["a", "b"], ["a"]]).count()
    weights = counts.weight("tf_idf")
    assert isinstance(weights, Weights)
    assert weights.shape == (2, 2)
    assert weights.scheme == "tf_idf"
    assert weights.vocabulary == counts.vocabulary
    assert weights.rule == counts.rule
    assert weights.matrix.nnz == 1  # a stands in all documents
    assert weights.digest != counts.weight("share").digest == counts.weight("share").digest
    assert list(weights.to_pandas().columns) == ["document", "term", "weight"]
    assert repr(weights) == "<Weights: tf_idf, 2 documents × 2 terms; rule news-en-1>"
    assert "<table>" in weights._repr_html_()
    with pytest.raises(AttributeError, match="no 'colour'"):
        _ = weights.colour
