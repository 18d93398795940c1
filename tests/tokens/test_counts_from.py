from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

import newsstudy as ns
from newsstudy.errors import InputError

some_documents = st.lists(st.lists(st.sampled_from(["a", "b", "bb", "É", "d"]), max_size=9), min_size=1, max_size=6)
MATRIX = np.array([[2, 0, 1], [0, 3, 0]])
TERMS = ["war", "peace", "call"]


def dense(counts):
    rows = counts.matrix.toarray().tolist()
    return [{t: n for t, n in zip(counts.vocabulary, row, strict=True) if n} for row in rows]


EXPECTED = [{"war": 2, "call": 1}, {"peace": 3}]


class LikeDictionary(Mapping):
    """What gensim's Dictionary shows of itself: ids to words, in an order of its own."""

    def __init__(self, words):
        self.words = words

    def __getitem__(self, number):
        return self.words[number]

    def __iter__(self):
        return reversed(range(len(self.words)))

    def __len__(self):
        return len(self.words)


class LikeCorpus:
    """A corpus of gensim that is read from disk: iterated, its counts are floats."""

    def __iter__(self):
        yield [(0, 2.0), (2, 1.0)]
        yield [(1, 3.0)]


@given(some_documents)
def test_counts_from__every_form_comes_back(made, documents):
    counts = made(documents).count()
    known = {"documents": counts.documents, "rule": counts.rule}
    assert ns.counts_from(counts.to_sklearn(), **known).digest == counts.digest
    assert ns.counts_from(counts.to_gensim(), **known).digest == counts.digest
    assert ns.counts_from(counts.to_pandas(), **known).digest == counts.digest
    assert ns.counts_from(pa.Table.from_pandas(counts.to_pandas()), **known).digest == counts.digest
    wide = ns.counts_from(counts.to_pandas(wide=True), **known)
    assert wide.digest == counts.digest
    assert ns.counts_from(counts.to_pandas(wide=True).reset_index(), **known).digest == counts.digest
    assert ns.counts_from(counts.matrix, terms=counts.vocabulary, **known).digest == counts.digest


@given(some_documents, st.randoms(use_true_random=False))
def test_counts_from__knows_nothing_of_the_order_of_cells_and_terms(made, documents, random):
    counts = made(documents).count()
    if not counts.total:
        return
    order = list(range(len(counts.vocabulary)))
    random.shuffle(order)
    names = [counts.vocabulary[place] for place in order]
    assert ns.counts_from((counts.matrix[:, order], names)).digest == ns.counts_from(counts.to_sklearn()).digest
    triplets = counts.to_pandas()
    rows = list(range(len(triplets)))
    random.shuffle(rows)
    ids = counts.document_ids
    assert ns.counts_from(triplets.iloc[rows], documents=ids).digest == ns.counts_from(triplets, documents=ids).digest


@pytest.mark.parametrize(
    ("data", "terms"),
    [
        (MATRIX, TERMS),
        (MATRIX.astype(float), tuple(TERMS)),
        (scipy.sparse.csc_matrix(MATRIX), np.array(TERMS, dtype=object)),
        (scipy.sparse.coo_array(([1, 1, 3, 1, 0], ([0, 0, 1, 0, 1], [0, 0, 1, 2, 2])), shape=(2, 3)), pa.array(TERMS)),
        ((MATRIX, TERMS), None),
        (MATRIX, {0: "war", 1: "peace", 2: "call"}),
        (MATRIX, {"call": np.int64(2), "war": np.int64(0), "peace": np.int64(1)}),
        (MATRIX, LikeDictionary(TERMS)),
        (([[(0, 2), (2, 1)], [(1, 3)]], TERMS), None),
        ([[(0, 1), (2, 1), (0, 1)], [(1, 3), (2, 0)]], LikeDictionary(TERMS)),
        ([((7, 2), (3, 1)), [[5, 3]]], {7: "war", 5: "peace", 3: "call", 99: "zebra"}),
        (LikeCorpus(), TERMS),
        (pd.DataFrame(MATRIX, columns=TERMS), None),
        (pd.DataFrame(MATRIX, columns=TERMS, index=["x", "y"]), None),
        (pd.DataFrame({"doc_id": ["x", "y"], "war": [2.0, 0.0], "peace": [0, 3], "call": [True, False]}), None),
        (pd.DataFrame.sparse.from_spmatrix(scipy.sparse.csr_array(MATRIX), columns=TERMS), None),
        (pa.table({"war": [2, 0], "peace": [0, 3], "call": [1, 0]}), None),
        (
            pd.DataFrame({"term": ["war", "peace", "call", "war"], "document": ["x", "y", "x", "x"], "count": [1, 3, 1, 1]}),
            None,
        ),
        (pa.table({"document": [5, 5, 6], "feature": ["war", "call", "peace"], "frequency": [2, 1, 3]}), None),
    ],
)  # fmt: skip
def test_counts_from__recognises_each_form(data, terms):
    counts = ns.counts_from(data, terms=terms)
    assert dense(counts) == EXPECTED
    assert list(counts.vocabulary) == sorted(counts.vocabulary)
    assert counts.rule == "imported"
    assert counts.steps == ()


def test_counts_from__polars_tables_are_tables():
    polars = pytest.importorskip("polars")
    triplets = polars.DataFrame({"document": ["x", "x", "y"], "term": ["war", "call", "peace"], "count": [2, 1, 3]})
    assert dense(ns.counts_from(triplets)) == EXPECTED


def test_counts_from__takes_scikit_learns_own_and_gives_it_back():
    texts = ["Snow fell, snow melts.", "", "Rain fell"]
    vectorizer = CountVectorizer()
    matrix = vectorizer.fit_transform(texts)
    counts = ns.counts_from((matrix, vectorizer.get_feature_names_out()))
    assert counts.digest == ns.counts_from(matrix, terms=vectorizer).digest
    assert counts.digest == ns.counts_from(matrix, terms=vectorizer.vocabulary_).digest
    back, names = counts.to_sklearn()
    assert type(back) is type(matrix)
    assert back.dtype == matrix.dtype
    assert (back != matrix).nnz == 0
    assert names.tolist() == vectorizer.get_feature_names_out().tolist()
    assert names.dtype == object
    back.data[:] = 0  # a copy of its own
    assert counts.total == 6


def test_to_gensim__gives_plain_ids_counts_and_words():
    corpus, id2word = ns.counts_from(MATRIX, terms=TERMS).to_gensim()
    assert corpus == [[(0, 1), (2, 2)], [(1, 3)]]
    assert id2word == {0: "call", 1: "peace", 2: "war"}
    assert {type(number) for bag in corpus for pair in bag for number in pair} == {int}


def test_counts_from__documents_bring_their_metadata_and_order():
    table = pd.DataFrame({"id": ["z", "y", "x"], "date": ["2019-03", "2019-04-01", None], "text": ["…", "…", "…"]})
    triplets = pd.DataFrame({"document": ["x", "y", "x"], "term": ["war", "peace", "call"], "count": [2, 3, 1]})
    counts = ns.counts_from(triplets, documents=table, rule="tidytext")
    assert counts.document_ids == ["z", "y", "x"]
    assert dense(counts) == [{}, EXPECTED[1], EXPECTED[0]]
    assert "text" not in counts.documents.column_names
    assert counts.where("date >= '2019-04'").document_ids == ["y"]
    assert counts.rule == "tidytext"
    assert ns.counts_from(triplets, documents=["y", "x"]).document_ids == ["y", "x"]
    assert ns.counts_from(triplets).document_ids == ["x", "y"]
    numbered = ns.counts_from(MATRIX, terms=TERMS, documents=[{"id": 7, "n": 1}, {"id": 8, "n": 2}])
    assert numbered.document_ids == ["7", "8"]
    assert numbered.documents["n"].to_pylist() == [1, 2]
    assert ns.counts_from(MATRIX, terms=TERMS).document_ids == ["0", "1"]
    assert ns.counts_from(MATRIX, terms=TERMS, documents=np.array(["p", "q"])).document_ids == ["p", "q"]


def test_counts_from__nothing_is_counts_of_nothing():
    assert ns.counts_from([], terms=[]).shape == (0, 0)
    assert ns.counts_from([[], []], terms=["a"]).shape == (2, 1)
    assert ns.counts_from(np.zeros((0, 2)), terms=["b", "a"]).shape == (0, 2)
    assert (
        ns.counts_from(pd.DataFrame({"document": [], "term": [], "count": []}).astype({"document": str, "term": str})).total == 0
    )
    assert ns.counts_from(pd.DataFrame()).shape == (0, 0)


def test_counts_from__terms_that_stand_twice_are_added_up():
    counts = ns.counts_from(np.array([[1, 2, 4]]), terms=["a", "b", "a"])
    assert dense(counts) == [{"a": 5, "b": 2}]
    with pytest.raises(InputError, match="does not fit 32 bits"):
        ns.counts_from(np.array([[2**31 - 1, 1]]), terms=["a", "a"])


TRIPLETS = {"document": ["x", "y"], "term": ["a", "b"], "count": [1, 2]}


@pytest.mark.parametrize(
    ("data", "keywords", "message"),
    [
        (MATRIX, {}, r"does not say which terms.*terms=vectorizer\.get_feature_names_out"),
        ([[(0, 1)]], {}, "does not say which terms.*terms=id2word"),
        (MATRIX, {"terms": ["a"]}, "3 columns but there are 1 terms"),
        (MATRIX, {"terms": ["a", "b", 3]}, "terms are words; got 3"),
        (MATRIX, {"terms": ["a", "b", None]}, "terms are words; got None"),
        (MATRIX, {"terms": ["a", "b", "\ud800"]}, "UTF-8"),
        (MATRIX, {"terms": "abc"}, "terms are a list of words"),
        (MATRIX, {"terms": {"a", "b", "c"}}, "terms are a list of words"),
        (MATRIX, {"terms": {0: "a", 1: "b", 1.5: "c"}}, "1.5 is no id"),
        (MATRIX, {"terms": {"a": 0, "b": 1, "c": 1}}, "the same id"),
        (-MATRIX, {"terms": TERMS}, "row 0 of the matrix, term 'war': -2 is no count"),
        (MATRIX / 2, {"terms": TERMS}, "row 0 of the matrix, term 'call': 0.5 is no count"),
        (MATRIX * np.nan, {"terms": TERMS}, "nan is no count"),
        (MATRIX * 2**40, {"terms": TERMS}, "is no count, which is a whole number from 0 to 2,147,483,647"),
        (MATRIX.astype(str), {"terms": TERMS}, "counts are whole numbers"),
        (MATRIX.astype(object), {"terms": TERMS}, "counts are whole numbers"),
        (np.zeros((1, 1, 1)), {"terms": TERMS}, "3 dimensions"),
        ([[(0, 1.5)]], {"terms": ["a"]}, "document 0 of the corpus, id 0: 1.5 is no count"),
        ([[(0, -1)]], {"terms": ["a"]}, "-1.* is no count"),
        ([[], [(1, 1)]], {"terms": ["a"]}, "document 1 of the corpus, id 1: id2word has no word"),
        ([[(-1, 1)]], {"terms": ["a"]}, "-1.* is no id"),
        ([[(10**30, 1)]], {"terms": ["a"]}, "ids are whole numbers"),
        ([[("a", 1)]], {"terms": ["a"]}, "ids are whole numbers"),
        ([[(0, 1, 2)]], {"terms": ["a"]}, "no list of pairs"),
        ([3], {"terms": ["a"]}, "no list of pairs"),
        (["ab"], {"terms": ["a"]}, "no list of pairs"),
        ("text", {"terms": ["a"]}, "leave terms= out"),
        ({"a": 1}, {}, "a dict of counts has the keys"),
        (None, {}, "counts come from a matrix"),
        ((None, None), {}, "a pair is a matrix and its terms"),
        (pd.DataFrame(TRIPLETS), {"terms": ["a"]}, "leave terms= out"),
        (pd.DataFrame({**TRIPLETS, "source": ["p", "q"]}), {}, "no place for the column 'source'"),
        (pd.DataFrame({**TRIPLETS, "count": [1, -2]}), {}, "row 1 of the triplets, document 'y': -2 is no count"),
        (pd.DataFrame({**TRIPLETS, "count": [0.5, 2]}), {}, "0.5 is no count"),
        (pd.DataFrame({**TRIPLETS, "count": [1, None]}), {}, "'count' of the triplets has no value in row 1"),
        (pd.DataFrame({**TRIPLETS, "term": ["a", None]}), {}, "'term' of the triplets has no value in row 1"),
        (pd.DataFrame({**TRIPLETS, "count": ["1", "2"]}), {}, "counts are whole numbers"),
        (pd.DataFrame({"a": [1, None], "b": [1, 2]}), {}, r"'a' of the wide table is missing in row 1.*fillna\(0\)"),
        (pd.DataFrame({"id": ["x"], "source": ["p"], "a": [1]}), {}, "one column of text at most"),
        (pd.DataFrame({"id": ["x", "x"], "a": [1, 2]}), {}, "the id 'x' stands twice"),
        (pd.DataFrame({"id": ["x", None], "a": [1, 2]}), {}, "document 1 .* has no id"),
        (MATRIX, {"terms": TERMS, "documents": ["x"]}, "counts of 2 documents, but 1 are named"),
        (MATRIX, {"terms": TERMS, "documents": ["x", None]}, "document 1 .* has no id"),
        (MATRIX, {"terms": TERMS, "documents": pd.DataFrame({"name": ["x", "y"]})}, "no column id; its columns are: name"),
        (MATRIX, {"terms": TERMS, "documents": "xy"}, "documents= is a table"),
        (pd.DataFrame(TRIPLETS), {"documents": ["x", "z"]}, "does not have the id 'y'"),
        (MATRIX, {"terms": TERMS, "rule": ""}, "rule is the name"),
        (MATRIX, {"terms": TERMS, "rule": 3}, "rule is the name"),
    ],
)  # fmt: skip
def test_counts_from__names_what_does_not_fit(data, keywords, message):
    with pytest.raises(InputError, match=message):
        ns.counts_from(data, **keywords)


def test_counts_from__counts_and_weights_are_refused(made):
    counts = made([["a"]]).count()
    with pytest.raises(InputError, match="Counts already"):
        ns.counts_from(counts)
    with pytest.raises(InputError, match="got Weights"):
        ns.counts_from(counts.weight("share"))
