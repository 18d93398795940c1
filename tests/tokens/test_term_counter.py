import io
import warnings

import joblib
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
import scipy.sparse
import sklearn
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline

import newsstudy as ns
from newsstudy.errors import InputError, NewsstudyWarning

TEXTS = [
    "The US president called; the call lasted an hour.",
    "THE call: Putin’s words, Ukraine's answer — 24 hours later!",
    "",
    "ein Gespräch über Über-Mut; über_mut 42 x y zz",
    "the the the THE hour",
]
# Letters, digits, marks, signs, case pairs with odd lower forms, and more than one plane.
SIGNS = "aAbBzZ09_ -.,'’\n\tßẞİıſKåÅΣσςéÉe\u0301あ日ー٣²½\u200d\u00ad😀𝐀𐐀"
random_texts = st.lists(st.text(st.sampled_from(SIGNS), max_size=30), min_size=1, max_size=6)
PARAMETERS = [
    {},
    {"lowercase": False},
    {"ngram_range": (1, 2)},
    {"ngram_range": (2, 3)},
    {"ngram_range": (1, 3), "lowercase": False},
    {"min_df": 2},
    {"max_df": 0.5},
    {"min_df": 0.3, "max_df": 3},
    {"binary": True},
    {"stop_words": ["the", "hour", "absent"]},
    {"stop_words": "english", "ngram_range": (1, 2)},
    {"vocabulary": ["the", "call", "über", "absent"]},
    {"vocabulary": {"the": 1, "call": 0, "the call": 2}, "ngram_range": (1, 2)},
    pytest.param({"vocabulary": {"zz", "call"}, "binary": True}, id="a set"),
]


def both(texts, **parameters):
    """Ours and theirs, fitted on the same texts; theirs is None where it refuses, and then ours must refuse as well."""
    ours, theirs = ns.TermCounter("sklearn", **parameters), CountVectorizer(**parameters)
    try:
        expected = theirs.fit_transform(texts)
    except ValueError:
        with pytest.raises(ValueError):
            ours.fit_transform(texts)
        return None
    return ours, ours.fit_transform(texts), theirs, expected


def same(one, other):
    assert one.shape == other.shape
    assert one.dtype == other.dtype
    assert type(one) is type(other)
    assert (one != other).nnz == 0
    assert one.nnz == other.nnz


@pytest.mark.filterwarnings("ignore:Your stop_words may be inconsistent")
@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
def test_sklearn_rule__gives_the_matrix_and_vocabulary_of_count_vectorizer(parameters):
    ours, matrix, theirs, expected = both(TEXTS, **parameters)
    same(matrix, expected)
    assert ours.vocabulary_ == theirs.vocabulary_
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    assert ours.get_feature_names_out().dtype == object
    others = ["the call of the president", "über 42 unseen zz zz"]
    same(ours.transform(others), theirs.transform(others))


@given(random_texts, st.sampled_from(PARAMETERS[:9]))
def test_sklearn_rule__agrees_on_any_text(texts, parameters):
    found = both(texts, **parameters)
    if found:
        ours, matrix, theirs, expected = found
        same(matrix, expected)
        assert ours.vocabulary_ == theirs.vocabulary_


@pytest.mark.parametrize(("file", "n_texts"), [("newsgroups20_bydate.parquet", 300), ("bbc_fulltext.parquet", 400)])
@pytest.mark.parametrize("parameters", [{}, {"ngram_range": (1, 2), "min_df": 2, "stop_words": "english"}], ids=str)
def test_sklearn_rule__agrees_on_other_peoples_corpora(shared, file, n_texts, parameters):
    table = pyarrow.parquet.read_table(shared / "corpora" / file)
    texts = table["text"].slice(0, n_texts).to_pylist()
    ours, matrix, theirs, expected = both(texts, **parameters)
    same(matrix, expected)
    assert ours.vocabulary_ == theirs.vocabulary_


def test_max_features__takes_the_most_frequent_and_ties_in_code_point_order():
    ours, matrix, theirs, expected = both(["bb bb aa", "bb aa cc cc", "aa bb"], max_features=2)
    same(matrix, expected)
    assert ours.vocabulary_ == theirs.vocabulary_
    tied = ns.TermCounter("sklearn", max_features=2).fit(["dd cc bb aa"])
    assert tied.get_feature_names_out().tolist() == ["aa", "bb"]


def test_rules__differ_as_their_names_say():
    names = {
        rule: ns.TermCounter(rule).fit(["US us Putin’s"]).get_feature_names_out().tolist() for rule in ("unicode-1", "news-en-1")
    }
    assert names == {"unicode-1": ["putin's", "us"], "news-en-1": ["'s", "US", "putin", "us"]}
    kept = ns.TermCounter("unicode-1", lowercase=False).fit(["US us"])
    assert kept.get_feature_names_out().tolist() == ["US", "us"]


def test_stop_words__english_is_our_list_under_our_rules():
    counter = ns.TermCounter("news-en-1", stop_words="english").fit(["the state of the system"])
    assert counter.get_feature_names_out().tolist() == ["state", "system"]


def test_pipeline__grid_search_and_clone_work():
    texts = [f"{'snow ice' if i % 2 else 'sun sand'} word{i}" for i in range(20)]
    labels = [i % 2 for i in range(20)]
    pipeline = Pipeline([("count", ns.TermCounter()), ("tf_idf", TfidfTransformer()), ("model", LogisticRegression())])
    grid = GridSearchCV(pipeline, {"count__ngram_range": [(1, 1), (1, 2)], "count__rule": ["unicode-1", "sklearn"]}, cv=2)
    grid.fit(texts, labels)
    assert grid.best_score_ == 1.0
    copied = clone(grid.best_estimator_)
    assert copied.get_params()["count__rule"] == grid.best_params_["count__rule"]
    with pytest.raises(NotFittedError):
        copied["count"].transform(texts)


def test_column_transformer__counts_two_columns_and_names_the_features():
    frame = pd.DataFrame({"title": ["snow", "sun"], "body": ["deep snow", "hot"], "page": [1.0, 2.0]})
    columns = ColumnTransformer(
        [("title", ns.TermCounter(), "title"), ("body", ns.TermCounter(), "body")], remainder="passthrough"
    )
    matrix = columns.fit_transform(frame)
    assert columns.get_feature_names_out().tolist() == [
        "title__snow", "title__sun", "body__deep", "body__hot", "body__snow", "remainder__page",
    ]  # fmt: skip
    assert np.asarray(scipy.sparse.csr_array(matrix).toarray()).tolist() == [[1, 0, 1, 0, 1, 1], [0, 1, 0, 1, 0, 2]]


def test_set_output__warns_why_a_sparse_matrix_stays_one():
    with pytest.warns(NewsstudyWarning, match="keeps giving a scipy sparse matrix.*from_spmatrix"):
        counter = ns.TermCounter().set_output(transform="pandas")
    assert scipy.sparse.issparse(counter.fit_transform(TEXTS))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        counter.set_output(transform="default")
    with sklearn.config_context(transform_output="pandas"):
        assert scipy.sparse.issparse(make_pipeline(ns.TermCounter()).fit_transform(TEXTS))


def test_sparse_interface__follows_scikit_learns_setting():
    with sklearn.config_context(sparse_interface="sparray"):
        assert isinstance(ns.TermCounter().fit_transform(TEXTS), scipy.sparse.csr_array)


@pytest.mark.parametrize("kind", ["list", "tuple", "iterator", "numpy", "pandas", "arrow", "chunks"])
def test_fit__takes_texts_in_any_shape(kind):
    wrap = {
        "list": list,
        "tuple": tuple,
        "iterator": iter,
        "numpy": np.array,
        "pandas": pd.Series,
        "arrow": pa.array,
        "chunks": lambda texts: pa.chunked_array([texts[:1], texts[1:]]),
    }[kind]
    same(ns.TermCounter().fit_transform(wrap(TEXTS)), ns.TermCounter().fit_transform(TEXTS))
    same(ns.TermCounter().fit_transform([text.encode() for text in TEXTS]), ns.TermCounter().fit_transform(TEXTS))


def test_fit__takes_a_corpus(article):
    counts = article.tokenize("unicode-1").count()
    assert (ns.TermCounter().fit_transform(article) != counts.matrix).nnz == 0


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("one text", "single text"),
        (["a", None], "text 1 .* is None"),
        (["a", float("nan")], "text 1 .* is nan"),
        (["a", 3], "text 1 .* is 3"),
        (["a\ud800"], r"lone surrogate U\+D800"),
        ([b"\xff"], "no UTF-8"),
        ([], "empty vocabulary"),
        (["", " ,"], "empty vocabulary"),
        (pa.array(["a", None]), "text 1 .* is missing"),
    ],
)
def test_fit__bad_texts_are_named(texts, message):
    with pytest.raises(InputError, match=message):
        ns.TermCounter().fit(texts)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"ngram_range": (2, 1)}, "ngram_range"),
        ({"ngram_range": (0, 1)}, "ngram_range"),
        ({"min_df": 1.5}, "min_df"),
        ({"min_df": 0}, "min_df"),
        ({"max_df": 0}, "max_df"),
        ({"min_df": 3, "max_df": 2}, "fewer documents than min_df"),
        ({"min_df": 6}, "max_df|no term is left"),
        ({"max_df": 0.1}, "min_df|no term is left"),
        ({"max_features": 0}, "max_features"),
        ({"vocabulary": []}, "is empty"),
        ({"vocabulary": ["a", "a"]}, "'a' stands twice"),
        ({"vocabulary": {"a": 0, "b": 2}}, "without gap"),
        ({"stop_words": "german"}, "stop_words"),
        ({"rule": "nonsense"}, "no term rule"),
    ],
)
def test_fit__bad_parameters_are_named(parameters, message):
    with pytest.raises(InputError, match=message):
        ns.TermCounter(**parameters).fit(TEXTS)


def test_transform__before_fit_is_an_error_unless_the_vocabulary_is_given():
    with pytest.raises(NotFittedError, match="call fit"):
        ns.TermCounter().transform(TEXTS)
    with pytest.raises(NotFittedError, match="call fit"):
        ns.TermCounter().get_feature_names_out()
    assert ns.TermCounter(vocabulary=["hour"]).transform(TEXTS).toarray().tolist() == [[1], [0], [0], [0], [1]]


def test_n_jobs__changes_nothing():
    texts = TEXTS * 50
    first = ns.TermCounter(ngram_range=(1, 2), n_jobs=1).fit_transform(texts)
    for n_jobs in (2, 3, -1):
        same(ns.TermCounter(ngram_range=(1, 2), n_jobs=n_jobs).fit_transform(texts), first)


WORDS = [*["the", "call", "of", "hour", "putin's", "über", "zz", "42", "president", "us", "US", "lasted"], "straße", "ﬁve"]
word_lists = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True)
parameter_draws = st.fixed_dictionaries(
    {},
    optional={
        "lowercase": st.booleans(),
        "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 2), (1, 3), (3, 3)]),
        "min_df": st.sampled_from([0, 0.0, 1, 2, 3, 0.3, 0.5, 1.0, 9]),
        "max_df": st.sampled_from([0, 0.0, 1, 2, 4, 0.4, 0.9, 1.0]),
        "binary": st.booleans(),
        "vocabulary": word_lists
        | word_lists.map(set)
        | word_lists.map(lambda words: {word: place for place, word in enumerate(words)})
        | st.sampled_from([[], {"a": 1}, ["a", "a"], {"a": 0, "b": 0}]),
        "stop_words": word_lists | st.sampled_from(["english", "german", []]),
    },
)


@pytest.mark.filterwarnings("ignore:Your stop_words may be inconsistent", "ignore:Upper case characters found in vocabulary")
@given(
    st.lists(st.lists(st.sampled_from([*WORDS, "The,", "-", "Über."]), max_size=12).map(" ".join), max_size=7), parameter_draws
)
def test_sklearn_rule__any_draw_of_parameters_gives_the_arrays_of_count_vectorizer_or_an_error_of_ours(texts, parameters):
    theirs, ours = CountVectorizer(**parameters), ns.TermCounter("sklearn", **parameters)
    try:
        expected = theirs.fit_transform(texts)
    except ValueError:
        with pytest.raises(InputError):
            ours.fit_transform(texts)
        return
    matrix = ours.fit_transform(texts)
    expected.sort_indices()  # fit_transform leaves the cells of a row unsorted there; transform sorts them, and so do we always
    for given_one, wanted in ((matrix, expected), (ours.transform(texts[::-1]), theirs.transform(texts[::-1]))):
        assert given_one.has_sorted_indices
        assert given_one.shape == wanted.shape
        for name in ("indptr", "indices", "data"):
            assert getattr(given_one, name).dtype == getattr(wanted, name).dtype
            assert np.array_equal(getattr(given_one, name), getattr(wanted, name))
    assert (ours.vocabulary_, ours.fixed_vocabulary_) == (theirs.vocabulary_, theirs.fixed_vocabulary_)
    same(clone(ours).fit(texts).transform(texts), matrix)


def test_parameters__are_got_set_and_cloned_as_given():
    counter = ns.TermCounter("news-en-1", ngram_range=(1, 2), vocabulary={"a": 0}, stop_words=["the"])
    assert counter.get_params()["ngram_range"] == (1, 2)
    assert sorted(counter.get_params()) == sorted(
        set(CountVectorizer().get_params()) & set(counter.get_params()) | {"n_jobs", "rule"}
    )
    assert clone(counter).get_params() == counter.get_params()
    assert counter.set_params(rule="unicode-1", binary=True) is counter
    assert (counter.rule, counter.binary) == ("unicode-1", True)
    with pytest.raises(ValueError, match="nonsense"):
        counter.set_params(nonsense=1)


def test_joblib__a_fitted_counter_round_trips():
    for rule in ("news-en-1", ns.term_rule("unicode-1", hyphens="whole")):
        counter, file = ns.TermCounter(rule).fit(TEXTS), io.BytesIO()
        joblib.dump(counter, file)
        file.seek(0)
        again = joblib.load(file)
        assert again.vocabulary_ == counter.vocabulary_
        same(again.transform(TEXTS), counter.transform(TEXTS))


def test_feature_union__sets_counters_side_by_side():
    union = FeatureUnion([("words", ns.TermCounter()), ("pairs", ns.TermCounter(ngram_range=(2, 2)))])
    matrix = union.fit_transform(["deep snow", "snow fell deep"])
    assert union.get_feature_names_out().tolist() == [
        "words__deep", "words__fell", "words__snow", "pairs__deep snow", "pairs__fell deep", "pairs__snow fell",
    ]  # fmt: skip
    assert matrix.toarray().tolist() == [[1, 0, 1, 1, 0, 0], [1, 1, 1, 0, 1, 1]]


def test_grid_search__tries_document_frequencies_too():
    texts = [f"{'snow ice' if i % 2 else 'sun sand'} word{i}" for i in range(12)]
    pipeline = make_pipeline(ns.TermCounter(), LogisticRegression())
    grid = GridSearchCV(pipeline, {"termcounter__min_df": [1, 2], "termcounter__max_df": [0.8, 1.0]}, cv=2)
    assert grid.fit(texts, [i % 2 for i in range(12)]).best_score_ == 1.0
