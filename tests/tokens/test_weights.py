import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from newsstudy.errors import InputError
from newsstudy.tokens import Weights
from newsstudy.tokens._schemes import NAMED

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


@given(documents=some_documents, smooth=st.booleans(), sublinear=st.booleans(), norm=st.sampled_from(["l1", "l2", None]))
def test_tf_idf__equals_scikit_learns_variants(made, documents, smooth, sublinear, norm):
    counts = made(documents).count()
    if not counts.vocabulary.terms:
        return
    peer = TfidfTransformer(norm=norm, smooth_idf=smooth, sublinear_tf=sublinear)
    expected = peer.fit_transform(counts.matrix.astype(np.int64)).toarray()
    options = {
        "tf": "log" if sublinear else "count",
        "idf": "smooth" if smooth else "plus_one",
        "normalise": {"l1": "l1", "l2": "euclid", None: "none"}[norm],
    }
    assert np.allclose(counts.weight("tf_idf", **options).matrix.toarray(), expected, rtol=0, atol=1e-12)


def test_tf_idf__gives_the_numbers_of_gensim_quanteda_and_the_book(made, golden):
    cases = golden("weights")
    assert len(cases) >= 17
    for case in cases:
        counts = made(case["documents"]).count()
        found = counts.weight("tf_idf", **case["options"]).matrix.toarray()
        for row, expected in zip(found, case["expected"], strict=True):
            wanted = [expected.get(term, 0.0) for term in counts.vocabulary]
            assert np.allclose(row, wanted, rtol=0, atol=case["tolerance"]), case["id"]


def slow_weight(f, row, column, tf, idf, base, k):
    """One cell of tf_idf at mpmath's precision, from the dense matrix of counts."""

    def logs(value):
        return mpmath.log(value) / (1 if base is None else mpmath.log(base))

    counts_here = [int(value) for value in f[row] if value]
    n, d, x = len(f), int((f[:, column] > 0).sum()), int(f[row, column])
    largest_d = int((f > 0).sum(axis=0).max())
    inside = {
        "count": lambda: x,
        "log": lambda: 1 + logs(x),
        "double_log": lambda: 1 + logs(1 + logs(x)),
        "boolean": lambda: 1,
        "share": lambda: mpmath.mpf(x) / sum(counts_here),
        "max_share": lambda: mpmath.mpf(x) / max(counts_here),
        "augmented": lambda: k + (1 - mpmath.mpf(k)) * x / max(counts_here),
        "log_average": lambda: (1 + logs(x)) / (1 + logs(mpmath.mpf(sum(counts_here)) / len(counts_here))),
    }[tf]
    outside = {
        "none": lambda: 1,
        "plain": lambda: logs(mpmath.mpf(n) / d),
        "plus_one": lambda: 1 + logs(mpmath.mpf(n) / d),
        "smooth": lambda: 1 + logs(mpmath.mpf(1 + n) / (1 + d)),
        "zero_corrected": lambda: logs(mpmath.mpf(1 + n) / d),
        "probabilistic": lambda: max(0, logs(mpmath.mpf(n - d) / d)) if n > d else 0,
        "max": lambda: logs(mpmath.mpf(largest_d) / d),
    }[idf]
    return inside() * outside()


@pytest.mark.parametrize("tf", NAMED["tf"])
@pytest.mark.parametrize("idf", NAMED["idf"])
@settings(max_examples=8)
@given(documents=some_documents, base=st.sampled_from([None, 2, 10, 3.5]), k=st.sampled_from([0.0, 0.4, 1.0]))
def test_tf_idf__each_part_is_its_formula(made, tf, idf, documents, base, k):
    counts = made(documents).count()
    dense = counts.matrix.toarray()
    found = counts.weight("tf_idf", tf=tf, idf=idf, base=base, k=k).matrix.toarray()
    assert not found[dense == 0].any()
    for row, column in zip(*counts.matrix.nonzero(), strict=True):
        expected = slow_weight(dense, row, column, tf, idf, base, k)
        assert abs(found[row, column] - expected) <= 2e-15 * max(1, abs(expected))


@pytest.mark.parametrize("normalise", ["l1", "euclid"])
@given(documents=some_documents)
def test_tf_idf__rows_have_length_one_or_nought(made, normalise, documents):
    counts = made(documents).count()
    dense = np.abs(counts.weight("tf_idf", normalise=normalise).matrix.toarray())
    lengths = dense.sum(axis=1) if normalise == "l1" else np.sqrt((dense**2).sum(axis=1))
    assert np.all((np.abs(lengths - 1) < 1e-12) | (lengths == 0))
    assert np.isfinite(dense).all()


def test_tf_idf__letters_of_smart_are_names_for_options(made):
    counts = made([["a", "a", "b"], ["b", "c"], ["a", "c"]]).count()
    for letters, options in {
        "ntn": {},
        "ltc": {"tf": "log", "normalise": "euclid"},
        "anc": {"tf": "augmented", "idf": "none", "normalise": "euclid"},
        "Lpn": {"tf": "log_average", "idf": "probabilistic"},
        "bnn": {"tf": "boolean", "idf": "none"},
        "dtn": {"tf": "double_log"},
    }.items():
        assert counts.weight(letters).digest == counts.weight("tf_idf", **options).digest, letters
    assert counts.weight("ltc", base=10).options["base"] == 10.0
    assert np.array_equal(counts.weight("ntn").matrix.toarray(), counts.weight("tf_idf").matrix.toarray())
    assert counts.weight("ltc").scheme == "tf_idf"
    with pytest.raises(InputError, match="already say tf='log'"):
        counts.weight("ltc", tf="count")
    with pytest.raises(InputError, match="no scheme 'ltu'"):
        counts.weight("ltu")


def test_weight__options_of_tf_idf_are_checked(made):
    counts = made([["a", "b"], ["a"]]).count()
    for option, value, message in [
        ("tf", "raw", "is one of count, log, augmented"),
        ("idf", 1, "is one of none, plain"),
        ("normalise", "l2", "is one of none, l1, euclid"),
        ("base", 1, "a base of logarithms above 1"),
        ("base", "e", "must be a number"),
        ("base", True, "must be a number"),
        ("k", 1.5, "k from 0 to 1"),
        ("k", float("nan"), "must be a number"),
        ("k", 10**400, "must be a number"),
    ]:
        with pytest.raises(InputError, match=message):
            counts.weight("tf_idf", **{option: value})
    assert counts.weight("tf_idf", base=np.int64(2)).digest == counts.weight("tf_idf", base=2.0).digest
    assert np.allclose(counts.weight("log", base=2).matrix.toarray(), [[1, 1], [1, 0]])


def test_weight__of_nothing(made):
    for documents in ([], [[], []], [["a"]]):
        counts = made(documents).count()
        for scheme in ("share", "log", "boolean", "tf_idf", "tf_idf_sklearn", "bm25", "ltc", "apc", "Lnc"):
            assert counts.weight(scheme).shape == counts.shape


def test_weight__options_and_schemes_are_checked(made):
    counts = made([["a", "b"], ["a"]]).count()
    assert counts.weight("bm25", k1=0.0).matrix.toarray()[1, 0] == pytest.approx(np.log(1 + 0.5 / 2.5))
    assert counts.weight("bm25", k1=2).options == {"k1": 2.0, "b": 0.75, "idf": "lucene"}
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
