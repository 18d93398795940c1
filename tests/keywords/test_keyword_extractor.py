"""KeywordExtractor keeps scikit-learn's contract, and learns from one corpus what it uses on another."""

import math

import numpy as np
import pytest
from scipy import stats
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.keywords import METHODS

PAST = ["storm storm flood", "flood flood mayor", "mayor speech speech speech"]
NEW = ["storm mayor mayor", "volcano storm"]


@pytest.fixture(scope="module")
def texts():
    return ns.sample_article().split("paragraph").texts


@pytest.mark.parametrize("method", METHODS)
def test_estimator__has_its_parameters_and_can_be_cloned(method):
    extractor = ns.KeywordExtractor(method, n=3, rule="unicode-1")
    assert extractor.get_params() == {"method": method, "n": 3, "reference": None, "rule": "unicode-1", "options": None}
    again = clone(extractor).set_params(n=5)
    assert (again.n, extractor.n, again.method) == (5, 3, method)
    assert not hasattr(clone(extractor.fit(PAST)), "vocabulary_")
    assert method in repr(extractor) or method == "specificity"


def test_estimator__constructor_and_fit_leave_the_parameters_as_they_are():
    options = {"max_words": 2, "stop_words": ["the"]}
    extractor = ns.KeywordExtractor("rake", options=options)
    assert extractor.options is options
    extractor.fit(["the storm flooded the harbour"])
    assert extractor.options is options == {"max_words": 2, "stop_words": ["the"]}
    assert extractor.options_ == {"max_words": 2, "stop_words": ["the"], "word_score": "degree/frequency"}


@pytest.mark.parametrize("method", METHODS)
def test_estimator__fit_transform_is_fit_and_transform_and_the_table_as_a_matrix(method, texts):
    extractor = ns.KeywordExtractor(method, n=5)
    matrix = extractor.fit_transform(texts)
    assert (matrix != extractor.fit(texts).transform(texts)).nnz == 0
    assert matrix.shape == (9, len(extractor.vocabulary_))
    assert matrix.dtype == np.float64
    names = extractor.get_feature_names_out()
    assert names.dtype == object
    assert names.tolist() == sorted(names.tolist())
    table = extractor.extract(texts)
    assert matrix.nnz == len(table) <= 45
    score = 1 / (1 + table.score) if method == "yake" else table.score
    places = (table.document_number.to_numpy(), [extractor.vocabulary_[term] for term in table.term])
    assert np.asarray(matrix[places]).ravel().tolist() == score.tolist()
    assert (matrix.data > 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_estimator__gives_what_extract_keywords_gives(method, texts):
    tokens = ns.corpus_from(texts).tokenize()
    function = ns.extract_keywords(tokens, method=method, n=4)
    table = ns.KeywordExtractor(method, n=4).fit(tokens).extract(tokens)
    assert ns.schemas.record(function) == ns.schemas.record(table)
    assert ns.schemas.digest(ns.KeywordExtractor(method, n=4).fit(texts).extract(tokens.corpus)) == ns.schemas.digest(function)


@pytest.mark.parametrize("method", METHODS)
def test_estimator__a_document_among_others_has_the_same_row_as_alone(method, texts):
    extractor = ns.KeywordExtractor(method).fit(texts)
    together = extractor.transform(texts)
    for row in (0, 4, 8):
        assert (extractor.transform([texts[row]]) != together[[row]]).nnz == 0


def test_tf_idf__of_a_new_document_takes_the_frequencies_of_the_fitted_ones():
    extractor = ns.KeywordExtractor("tf_idf").fit(PAST)
    table = extractor.extract(NEW)
    found = {(row.document_number, row.term): row.score for row in table.itertuples()}
    assert found == {
        (0, "storm"): pytest.approx(math.log(3)),
        (0, "mayor"): pytest.approx(2 * math.log(3 / 2)),
        (1, "storm"): pytest.approx(math.log(3)),
    }
    assert table.attrs["newsstudy"]["settings"]["reference"] == "3 fitted documents"


@pytest.mark.parametrize("idf", ["plain", "smooth", "plus_one", "zero_corrected", "max", "none", "probabilistic"])
@pytest.mark.parametrize("normalise", ["none", "euclid", "l1"])
def test_tf_idf__of_the_fitted_documents_is_their_weight(idf, normalise, texts):
    options = {"idf": idf, "normalise": normalise}
    tokens = ns.corpus_from(texts).tokenize()
    weights = tokens.count().weight("tf_idf", **options)
    extractor = ns.KeywordExtractor("tf_idf", options=options)
    matrix = extractor.fit_transform(tokens)
    columns = [weights.vocabulary.index(term) for term in extractor.get_feature_names_out()]
    assert (matrix != weights.matrix[:, columns]).nnz == 0


def test_bm25__of_a_new_document_takes_its_whole_length():
    extractor = ns.KeywordExtractor("bm25").fit(PAST)
    found = extractor.extract(NEW).set_index(["document_number", "term"]).score
    mean = 10 / 3
    expected = math.log(1 + 2.5 / 1.5) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / mean))  # "volcano storm" has two words
    assert found[1, "storm"] == pytest.approx(expected, rel=1e-14)
    assert (1, "volcano") not in found.index


def test_specificity__compares_a_new_document_with_all_fitted_ones_and_a_fitted_one_with_the_others():
    extractor = ns.KeywordExtractor().fit(PAST)
    new = extractor.extract(NEW).set_index(["document_number", "term"]).score
    assert new[1, "volcano"] == pytest.approx(-math.log10(stats.hypergeom.sf(0, 12, 1, 2)), rel=1e-9)
    assert new[0, "mayor"] == pytest.approx(-math.log10(stats.hypergeom.sf(1, 13, 4, 3)), rel=1e-9)
    old = extractor.extract(PAST[:1]).set_index("term").score
    assert old["storm"] == pytest.approx(-math.log10(stats.hypergeom.sf(1, 10, 2, 3)), rel=1e-9)


@pytest.mark.parametrize("method", ["rake", "yake", "textrank"])
def test_in_text_methods__new_candidates_stand_in_the_table_but_have_no_column(method):
    extractor = ns.KeywordExtractor(method).fit(["the storm", "the mayor"])
    table = extractor.extract(["the volcano", "the storm"])
    assert set(table.term) >= {"volcano"}
    assert extractor.transform(["the volcano"]).nnz == 0


def test_estimator__works_in_a_pipeline_and_a_grid_search():
    texts = [
        f"the {word} hit the old harbour of {place}" for word in ("storm", "flood") for place in ("Ellison", "Quill", "Moor")
    ]
    labels = [0, 0, 0, 1, 1, 1]
    pipe = make_pipeline(ns.KeywordExtractor("rake"), MultinomialNB())
    assert pipe.fit(texts, labels).predict(texts).tolist() == labels
    grid = GridSearchCV(pipe, {"keywordextractor__method": ["rake", "tf_idf"], "keywordextractor__n": [1, None]}, cv=3)
    assert grid.fit(texts, labels).best_params_["keywordextractor__method"] in ("rake", "tf_idf")


def test_estimator__names_what_is_wrong(texts):
    extractor = ns.KeywordExtractor("rake")
    for call in (lambda: extractor.transform(texts), lambda: extractor.extract(texts), extractor.get_feature_names_out):
        with pytest.raises(NotFittedError, match="call fit"):
            call()
    extractor.fit(texts)
    with pytest.raises(InputError, match="cut both in the same way"):
        extractor.extract(ns.corpus_from(texts).tokenize("unicode-1"))
    with pytest.raises(InputError, match="cut both in the same way"):
        extractor.transform(ns.corpus_from(texts).tokenize().drop("function words"))
    counts = ns.corpus_from(texts).tokenize().count()
    for wrong in (counts, counts.matrix):
        with pytest.raises(InputError, match="not counts"):
            ns.KeywordExtractor("tf_idf").fit(wrong)
    for wrong in ("a text", None, 3, b"x", [None], [1]):
        with pytest.raises(InputError):
            ns.KeywordExtractor("tf_idf").fit(wrong)
    for wrong in ([1], "max_words", {1: 2}):
        with pytest.raises(InputError, match="options must be a dict"):
            ns.KeywordExtractor("rake", options=wrong).fit(texts)


def test_estimator__one_document_alone_needs_a_reference():
    with pytest.raises(InputError, match="nothing to be specific against"):
        ns.KeywordExtractor().fit(["storm"])
    reference = ns.ReferenceList(["storm", "the"], [5.0, 50_000.0])
    table = ns.KeywordExtractor(reference=reference).fit(["the storm"]).extract(["the storm storm", "the the"])
    assert table.iloc[0].term == "storm"
    assert table.attrs["newsstudy"]["settings"]["reference"]["n_terms"] == 2
