import datetime

import numpy as np
import pandas as pd
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


def newspapers():
    rows = [
        {"text": "a b", "source": "Gazette", "desk": "home", "n": 1, "id": "one"},
        {"text": "b", "source": "Times", "desk": "home", "n": 2, "id": "two"},
        {"text": "b c", "source": "Gazette", "desk": "world", "n": 1, "id": "three"},
        {"text": "c c", "source": "Gazette", "desk": "home", "n": 1, "id": "four"},
    ]
    return ns.corpus_from(rows).tokenize("unicode-1").count()


def test_group__by_several_columns_joins_their_values_and_keeps_them():
    grouped = newspapers().group(["source", "desk"])
    assert by_group(grouped) == {"Gazette | home": [1, 1, 2], "Times | home": [0, 1, 0], "Gazette | world": [0, 1, 1]}
    table = grouped.documents.to_pydict()
    assert table["source"] == ["Gazette", "Times", "Gazette"]
    assert table["desk"] == ["home", "home", "world"]
    assert table["n"] == [1, 2, 1]
    assert table["n_documents"] == [2, 1, 1]
    assert grouped.steps == ("group:source+desk",)
    assert newspapers().group(("desk", "n")).document_ids == ["home | 1", "home | 2", "world | 1"]
    assert newspapers().group(["source"]).digest == newspapers().group("source").digest
    assert newspapers().group(["source", "desk"], shuffled=True).documents["n_documents"].to_pylist() == [2, 1, 1]


def test_group__labels_are_told_from_columns():
    counts = newspapers()
    assert counts.group(["source", "desk", "n", "id"]).document_ids[0] == "Gazette | home | 1 | one"
    assert counts.group(np.array(["source", "desk", "n", "id"])).document_ids == ["source", "desk", "n", "id"]
    assert counts.group(["x", "y", "x", "y"]).document_ids == ["x", "y"]
    assert counts.group(pd.Series(["x", "y", "x", "y"])).document_ids == ["x", "y"]
    with pytest.raises(InputError, match="no column 'colour'"):
        counts.group(["source", "colour"])
    with pytest.raises(InputError, match="4 documents but 2 labels"):
        counts.group(["hue", "colour"])
    for odd in ({"x", "y"}, {"source": 1}, b"source", 3, None):
        with pytest.raises(InputError, match="documents are grouped by"):
            counts.group(odd)
    with pytest.raises(InputError, match="1 of 4 documents have no label"):
        counts.group([pd.NA, "x", "y", "z"])


def test_group__two_combinations_never_share_a_label():
    counts = newspapers()
    documents = counts.documents.append_column("left", [["a | b", "a", "x", "x"]]).append_column(
        "right", [["c", "b | c", "y", "y"]]
    )
    with pytest.raises(InputError, match=r"both be called 'a \| b \| c'"):
        type(counts)(counts.matrix, counts.vocabulary, documents, counts.rule).group(["left", "right"])


@given(
    st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from([1, 2]), st.lists(st.sampled_from("abc"), max_size=5)), min_size=1)
)
def test_group__by_columns_equals_by_labels_and_conserves_the_totals(documents):
    rows = [{"text": " ".join(words), "left": left, "right": right} for left, right, words in documents]
    counts = ns.corpus_from(rows).tokenize("unicode-1").count()
    grouped = counts.group(["left", "right"])
    labels = [f"{left} | {right}" for left, right, _ in documents]
    assert by_group(grouped) == by_group(counts.group(labels))
    assert grouped.term_counts.tolist() == counts.term_counts.tolist()
    assert grouped.total == counts.total


def test_top__by_groups_lists_the_terms_that_occur_in_each():
    counts = newspapers()
    assert counts.top(2, by="source") == {"Gazette": [("c", 3), ("b", 2)], "Times": [("b", 1)]}
    assert counts.top(np.int64(1), by=["source", "desk"])["Gazette | home"] == [("c", 2)]
    assert counts.top(np.int32(1)) == [("b", 3)]
    assert counts.top(10**30, by="desk") == {"home": [("b", 2), ("c", 2), ("a", 1)], "world": [("b", 1), ("c", 1)]}
    assert counts.top(0, by="desk") == {"home": [], "world": []}
    for odd in (True, np.True_, 1.0, -1, "3"):
        with pytest.raises(InputError, match="n must be a whole number"):
            counts.top(odd, by="desk")
