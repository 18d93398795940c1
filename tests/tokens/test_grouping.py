import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError

some_documents = st.lists(
    st.tuples(st.sampled_from("xyz"), st.lists(st.sampled_from(["a", "b", "c"]), max_size=8)), min_size=1, max_size=12
)


def by_group(counts):
    return {name: row.tolist() for name, row in zip(counts.document_ids, counts.matrix.toarray(), strict=True)}


@given(some_documents)
def test_group__adds_rows_up_by_label(made, documents):
    labels = [label for label, _ in documents]
    counts = made([terms for _, terms in documents]).count()
    grouped = counts.group(labels)
    assert grouped.document_ids == list(dict.fromkeys(labels))
    dense = counts.matrix.toarray()
    for name, row in by_group(grouped).items():
        assert row == dense[[label == name for label in labels]].sum(axis=0).tolist()
    assert grouped.documents["n_documents"].to_pylist() == [labels.count(name) for name in grouped.document_ids]
    assert grouped.vocabulary == counts.vocabulary


@given(some_documents, st.integers(0, 3))
def test_group__shuffled_keeps_the_numbers_of_rows_and_the_totals(made, documents, rng):
    labels = [label for label, _ in documents]
    counts = made([terms for _, terms in documents]).count()
    shuffled = counts.group(labels, shuffled=True, rng=rng)
    assert shuffled.document_ids == counts.group(labels).document_ids
    assert shuffled.documents["n_documents"].to_pylist() == counts.group(labels).documents["n_documents"].to_pylist()
    assert shuffled.term_counts.tolist() == counts.term_counts.tolist()
    assert shuffled.digest == counts.group(labels, shuffled=True, rng=rng).digest


@given(some_documents, st.randoms(use_true_random=False))
def test_group__shuffled_knows_nothing_of_the_order_of_documents(made, documents, random):
    order = list(range(len(documents)))
    random.shuffle(order)
    there = made([terms for _, terms in documents]).count()
    here = made([documents[place][1] for place in order]).count()
    labels = [label for label, _ in documents]
    assert by_group(there.group(labels, shuffled=True)) == by_group(here.group([labels[p] for p in order], shuffled=True))


def test_group__another_seed_deals_otherwise(made):
    counts = made([[f"w{i}"] for i in range(40)]).count()
    labels = [i % 4 for i in range(40)]
    digests = {counts.group(labels, shuffled=True, rng=rng).digest for rng in range(5)}
    assert len(digests) == 5
    assert counts.group(labels, shuffled=True, rng=np.random.default_rng(1)).digest == (
        counts.group(labels, shuffled=True, rng=np.random.default_rng(1)).digest
    )


def test_group__shuffled_is_uniform_enough(made):
    counts = made([[f"w{i}"] for i in range(4)]).count()
    together = sum(
        by_group(counts.group(list("aabb"), shuffled=True, rng=rng))["a"][:2] in ([1, 1], [0, 0]) for rng in range(300)
    )
    assert 70 <= together <= 130  # a third of 300; two standard deviations are 16


def test_group__by_a_column_keeps_what_is_the_same_in_each_group():
    rows = [
        {"text": "a b", "source": "Gazette", "date": "2019-03-01", "desk": "home", "n": 1},
        {"text": "b", "source": "Times", "date": "2019-03-02", "desk": "home", "n": 2},
        {"text": "b c", "source": "Gazette", "date": "2019-03-01", "desk": "home", "n": 3},
    ]
    grouped = ns.corpus_from(rows).tokenize("unicode-1").count().group("source")
    table = grouped.documents.to_pydict()
    assert table["id"] == table["source"] == ["Gazette", "Times"]
    assert table["n_documents"] == [2, 1]
    assert table["desk"] == ["home", "home"]
    assert "n" not in table
    assert table["date_from"] == [datetime.date(2019, 3, 1), datetime.date(2019, 3, 2)]
    assert by_group(grouped) == {"Gazette": [1, 2, 1], "Times": [0, 1, 0]}
    assert grouped.steps == ("group:source",)
    again = grouped.group("desk")
    assert again.document_ids == ["home"]
    assert again.matrix.toarray().tolist() == [[1, 3, 1]]
    assert grouped.where("n_documents > 1").document_ids == ["Gazette"]


def test_group__labels_may_be_numbers(made):
    assert made([["a"], ["b"]]).count().group(np.array([2, 1])).document_ids == ["2", "1"]


def test_group__errors_name_the_column_and_the_documents():
    rows = [{"text": "a", "id": "one", "source": "Gazette"}, {"text": "b", "id": "two"}]
    counts = ns.corpus_from(rows).tokenize("unicode-1").count()
    with pytest.raises(InputError, match="no column 'colour'; their columns are: id"):
        counts.group("colour")
    with pytest.raises(InputError, match=r"1 of 2 documents have no label \(two\).*is not missing"):
        counts.group("source")
    with pytest.raises(InputError, match="2 documents but 1 labels"):
        counts.group(["x"])
    with pytest.raises(InputError, match="have no label"):
        counts.group([1.0, float("nan")])


def test_group__a_sum_beyond_32_bits_is_an_error(made):
    counts = made([["a"], ["a"]]).count()
    large = type(counts)(counts.matrix * (2**31 - 1), counts.vocabulary, counts.documents, counts.rule)
    with pytest.raises(InputError, match="2,147,483,647"):
        large.group(["x", "x"])
