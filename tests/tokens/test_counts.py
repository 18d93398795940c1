import numpy as np
import pyarrow as pa
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import ConditionError, InputError
from newsstudy.tokens import Counts, Vocabulary

terms = st.sampled_from(["a", "b", "bb", "c", "d", "é", None])
some_documents = st.lists(st.lists(terms, max_size=60), min_size=1, max_size=6)


def as_dicts(counts):
    dense = counts.matrix.toarray()
    return [{t: int(n) for t, n in zip(counts.vocabulary, row, strict=True) if n} for row in dense]


def small(**changes):
    fields = {
        "matrix": np.array([[2, 0, 1], [0, 3, 1], [0, 0, 1]]),
        "vocabulary": Vocabulary(["call", "peace", "putin"]),
        "documents": pa.table({"id": pa.array(["x", "y", "z"], pa.large_string()), "words": pa.array([1, 2, None], pa.int64())}),
        "rule": "unicode-1",
    }
    return Counts(**{**fields, **changes})


@given(some_documents)
def test_count__says_how_often_each_term_occurs(made, documents):
    counts = made(documents).count()
    assert as_dicts(counts) == [{t: doc.count(t) for t in doc if t is not None} for doc in documents]
    assert counts.total == sum(t is not None for doc in documents for t in doc)
    assert counts.matrix.dtype == np.int32
    assert counts.matrix.has_canonical_format


@given(some_documents)
def test_count__adds_up_over_documents(made, documents):
    whole = made([[t for doc in documents for t in doc]]).count()
    parts = made(documents).count()
    assert whole.vocabulary == parts.vocabulary
    assert whole.term_counts.tolist() == parts.term_counts.tolist()
    assert parts.document_lengths.tolist() == [sum(t is not None for t in doc) for doc in documents]
    assert parts.term_documents.tolist() == [sum(t in doc for doc in documents) for t in parts.vocabulary]


@given(some_documents, st.randoms(use_true_random=False))
def test_count__permuting_documents_permutes_rows(made, documents, random):
    order = list(range(len(documents)))
    random.shuffle(order)
    counts, permuted = made(documents).count(), made([documents[place] for place in order]).count()
    assert permuted.vocabulary == counts.vocabulary
    assert np.array_equal(permuted.matrix.toarray(), counts.matrix.toarray()[order])


@given(some_documents)
def test_count__twice_the_corpus_has_twice_the_counts(made, documents):
    once, twice = made(documents).count(), made(documents + documents).count()
    assert twice.vocabulary == once.vocabulary
    assert twice.term_counts.tolist() == (2 * once.term_counts).tolist()
    assert twice.term_documents.tolist() == (2 * once.term_documents).tolist()


def test_count__documents_carry_their_metadata_without_the_text():
    counts = ns.corpus_from([{"text": "Snow fell.", "source": "Gazette"}]).tokenize().count()
    assert "text" not in counts.documents.column_names
    assert counts.documents["source"].to_pylist() == ["Gazette"]
    assert counts.document_ids == counts.documents["id"].to_pylist()


@pytest.mark.parametrize(
    ("bounds", "left"),
    [
        ({"min_count": 3}, ["peace", "putin"]),
        ({"max_count": 2}, ["call"]),
        ({"min_documents": 2}, ["putin"]),
        ({"max_documents": 1}, ["call", "peace"]),
        ({"min_documents": 1.0}, ["putin"]),
        ({"max_documents": 0.5}, ["call", "peace"]),
        ({"min_count": 0.3}, ["peace", "putin"]),
        ({"min_count": 3, "max_documents": 1}, ["peace"]),
        ({}, ["call", "peace", "putin"]),
    ],
)
def test_trim__bounds_are_counts_or_shares_and_included(bounds, left):
    assert list(small().trim(**bounds).vocabulary) == left


def test_trim__an_empty_result_is_an_error_that_says_what_there_was():
    with pytest.raises(InputError, match=r"no term is left after trim\(min_count=9\).*2 to 3 times"):
        small().trim(min_count=9)


@pytest.mark.parametrize("bound", [-1, 1.5, True, "2", float("nan")])
def test_trim__refuses_bounds_that_are_none(bound):
    with pytest.raises(InputError, match="min_count must be"):
        small().trim(min_count=bound)


def test_top__is_ordered_by_count_then_by_term(made):
    counts = made([["b", "b", "a", "a", "c"]]).count()
    assert counts.top(2) == [("a", 2), ("b", 2)]
    assert counts.top(0) == []
    assert len(counts.top(99)) == 3
    with pytest.raises(InputError, match="n must be"):
        counts.top(-1)


def test_where__selects_documents_and_keeps_the_terms():
    chosen = small().where("words > 1")
    assert chosen.document_ids == ["y"]
    assert chosen.shape == (1, 3)
    assert chosen.steps == ("where:words > 1",)
    assert small().where(np.array([True, False, True])).document_ids == ["x", "z"]
    with pytest.raises(ConditionError):
        small().where("colour == 'red'")


def test_to_pandas__long_and_wide_hold_the_same():
    counts = small()
    long, wide = counts.to_pandas(), counts.to_pandas(wide=True)
    assert long.to_dict("list") == {
        "document": ["x", "x", "y", "y", "z"],
        "term": ["call", "putin", "peace", "putin", "putin"],
        "count": [2, 1, 3, 1, 1],
    }
    assert wide.loc["y", "peace"] == 3
    assert wide.shape == (3, 3)


def test_to_pandas__a_wide_table_that_fills_the_memory_is_refused():
    vocabulary = Vocabulary(sorted(f"w{i}" for i in range(40_000)))
    documents = pa.table({"id": pa.array([str(i) for i in range(4_000)], pa.large_string())})
    counts = Counts(scipy.sparse.csr_array((4_000, 40_000), dtype=np.int32), vocabulary, documents, "unicode-1")
    with pytest.raises(InputError, match="trim the terms first"):
        counts.to_pandas(wide=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"matrix": np.array([[0.5, 0, 1]])}, "whole numbers"),
        ({"matrix": np.array([[1, 0]])}, "1 rows and 2 columns"),
        ({"matrix": np.array([1, 2])}, "1 dimensions"),
        ({"matrix": -np.eye(3, dtype=int)}, "negative"),
        ({"matrix": np.eye(3, dtype=np.int64) * 2**31}, "does not fit 32 bits"),
        ({"documents": pa.table({"name": ["x", "y", "z"]})}, "column 'id'"),
    ],
)
def test_counts__refuse_what_does_not_fit(changes, message):
    with pytest.raises(InputError, match=message):
        small(**changes)


def test_counts__any_sparse_form_becomes_the_same_counts():
    dense = np.array([[2, 0, 1], [0, 3, 1], [0, 0, 1]])
    unsorted = scipy.sparse.csr_array(([1, 1, 1, 1, 3, 1, 0], [2, 0, 0, 2, 1, 2, 0], [0, 3, 5, 7]), shape=(3, 3))
    digests = {small(matrix=form(dense)).digest for form in (np.asarray, scipy.sparse.coo_array, scipy.sparse.csc_matrix)}
    assert digests == {small(matrix=unsorted).digest} == {small(matrix=dense.astype(np.int64)).digest}


def test_counts__cannot_be_changed():
    counts = small()
    with pytest.raises(AttributeError, match="immutable"):
        counts.rule = "other"
    with pytest.raises(ValueError, match="read-only"):
        counts.matrix.data[0] = 5


def test_digest__knows_every_part():
    other = pa.table({"id": pa.array(["x", "y", "w"], pa.large_string())})
    digests = [
        small().digest,
        small(rule="news-en-1").digest,
        small(steps=("stem:english",)).digest,
        small(documents=other).digest,
        small(vocabulary=Vocabulary(["call", "peace", "trump"])).digest,
        small(matrix=np.eye(3, dtype=int)).digest,
    ]
    assert len(set(digests)) == len(digests)


def test_counts__show_themselves():
    assert repr(small()) == "<Counts: 8 tokens, 3 documents × 3 terms; rule unicode-1>"
    page = small(vocabulary=Vocabulary(["<b>", "peace", "putin"]))._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_counts__can_be_made_by_hand():
    counts = Counts([[1, 0], [2, 1]], ["a", "b"], None, "unicode-1")
    assert counts.document_ids == ["0", "1"]
    narrow = pa.table({"id": ["x", "y"], "words": pa.array([1, 2], pa.int8()), "share": pa.array([0.5, None], pa.float32())})
    documents = Counts([[1, 0], [2, 1]], ["a", "b"], narrow, "unicode-1").documents
    assert [str(kind) for kind in documents.schema.types] == ["large_string", "int64", "double"]
    assert counts.settings == {"rule": "unicode-1", "steps": [], "vocabulary": Vocabulary(["a", "b"]).digest}


def test_counts__of_nothing(made):
    counts = made([]).count()
    assert counts.shape == (0, 0)
    assert counts.top() == []
    assert counts.total == 0
    assert made([[], []]).count().shape == (2, 0)
    assert "<table>" in counts._repr_html_()
    assert len(counts.to_pandas()) == 0
