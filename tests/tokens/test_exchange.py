"""Counts for R and back: triplets, stm's documents and vocab, LDA-C; and counts brought to a model's terms."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, ReadError

FORMATS = ["triplets", "stm", "ldac"]
some_documents = st.lists(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=4), max_size=10), min_size=1, max_size=5
)


@pytest.fixture
def counts():
    rows = [
        {"id": "a", "text": "Snow fell. Snow melts.", "source": 'The "Gazette", daily', "date": "2019-03"},
        {"id": "b", "text": "", "source": "x\ny"},
        {"id": "c, d", "text": "Rain fell on NA.", "page": 3},
    ]
    return ns.corpus_from(rows).tokenize().count()


@pytest.mark.parametrize("format", FORMATS)
def test_export__counts_come_back(counts, format, tmp_path):
    counts.export(tmp_path / "out", format)
    back = ns.counts_from(tmp_path / "out", rule=counts.rule)
    assert back.vocabulary == counts.vocabulary
    assert np.array_equal(back.matrix.toarray(), counts.matrix.toarray())
    assert back.document_ids == (["0", "1", "2"] if format == "ldac" else counts.document_ids)


@given(documents=some_documents)
@pytest.mark.parametrize("format", ["triplets", "stm"])
def test_export__any_terms_survive(made, tmp_path_factory, format, documents):
    counts = made(documents).count()
    path = tmp_path_factory.mktemp("any") / "out"
    counts.export(path, format)
    back = ns.counts_from(path)
    assert back.vocabulary == counts.vocabulary
    assert np.array_equal(back.matrix.toarray(), counts.matrix.toarray())


def test_export_triplets__are_the_lines_that_r_reads(counts, tmp_path):
    counts.export(tmp_path / "dfm", "triplets")
    assert (tmp_path / "dfm" / "features.csv").read_text().splitlines() == [
        "feature",
        "fell",
        "melts",
        "na",
        "on",
        "rain",
        "snow",
    ]
    assert (tmp_path / "dfm" / "triplets.csv").read_text().splitlines()[:4] == ["i,j,v", "1,1,1", "1,2,1", "1,6,2"]
    assert (tmp_path / "dfm" / "documents.csv").read_text().startswith("id,")
    with_metadata = ns.counts_from(tmp_path / "dfm", documents=counts.documents)
    assert with_metadata.documents.equals(counts.documents)


def test_export_ldac__is_bleis_form(counts, tmp_path):
    counts.export(tmp_path / "news.ldac", "ldac")
    assert (tmp_path / "news.ldac").read_text().splitlines() == ["3 0:1 1:1 5:2", "0", "4 0:1 2:1 3:1 4:1"]
    assert (tmp_path / "news.ldac.vocab").read_text().splitlines() == list(counts.vocabulary.terms)


def test_counts_from__takes_the_parts_of_r_as_they_are():
    triplets = {"i": np.array([2, 1]), "j": [1, 2], "v": [3.0, 1.0], "documents": ["d1", "d2"], "features": ["rain", "hail"]}
    counts = ns.counts_from(triplets)
    assert counts.vocabulary.terms == ("hail", "rain")
    assert counts.matrix.toarray().tolist() == [[1, 0], [0, 3]]
    stm = {"documents": [[[1, 2], [4, 1]], [[], []], []], "vocab": ["hail", "rain"]}
    assert ns.counts_from(stm).matrix.toarray().tolist() == [[4, 1], [0, 0], [0, 0]]
    named = {"documents": {"x": [[2], [4]]}, "vocab": ["hail", "rain"]}
    assert ns.counts_from(named).document_ids == ["x"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"i": [1], "j": [3], "v": [1], "documents": ["a"], "features": ["x"]}, "from 1 to 1"),
        ({"i": [0], "j": [1], "v": [1], "documents": ["a"], "features": ["x"]}, "from 1 to 1"),
        ({"i": [1, 1], "j": [1], "v": [1], "documents": ["a"], "features": ["x"]}, "one length"),
        ({"i": [1], "j": [1], "v": [-1], "documents": ["a"], "features": ["x"]}, "triplet 1"),
        ({"i": [1], "j": [1], "v": [0.5], "documents": ["a"], "features": ["x"]}, "triplet 1"),
        ({"i": [1], "j": [1], "v": [1], "documents": "a", "features": ["x"]}, "list of names"),
        ({"i": [1], "j": [1], "v": [1], "documents": ["a"], "features": [None]}, "are names"),
        ({"documents": [[[1], [1, 2]]], "vocab": ["x"]}, "1 terms above 2 counts"),
        ({"documents": [[1, 2, 3]], "vocab": ["x"]}, "two rows"),
        ({"documents": "x", "vocab": ["x"]}, "two rows"),
        ({"documents": [[[1], [1]]], "vocab": ["x"], "names": []}, "1 documents and 0 names"),
        ({"vocab": ["x"]}, "keys"),
        ({}, "keys"),
    ],
)
def test_counts_from__says_what_is_wrong_with_parts(parts, words):
    with pytest.raises(InputError, match=words):
        ns.counts_from(parts)


def test_counts_from__says_what_is_wrong_with_a_file(counts, tmp_path):
    with pytest.raises(MissingFileError):
        ns.counts_from(tmp_path / "nothing")
    with pytest.raises(ReadError, match=r"lacks documents\.csv, features\.csv"):
        ns.counts_from(tmp_path)
    with pytest.raises(InputError, match="leave terms= out"):
        ns.counts_from(tmp_path, terms=["a"])
    (tmp_path / "x").write_bytes(b"\xff\xfe")
    with pytest.raises(ReadError, match="neither"):
        ns.counts_from(tmp_path / "x")
    (tmp_path / "y").write_text(json.dumps([1]))
    with pytest.raises(InputError, match="keys"):
        ns.counts_from(tmp_path / "y")
    counts.export(tmp_path / "dfm", "triplets")
    for content, words in (("i,j\n1,1\n", "lacks v"), ("i,j,v\n1,1\n", "row 2"), ("i,j,v\n1,1,x\n", "numbers"), ("", "lacks i")):
        (tmp_path / "dfm" / "triplets.csv").write_text(content)
        with pytest.raises(ReadError, match=words):
            ns.counts_from(tmp_path / "dfm")
    counts.export(tmp_path / "ldac", "ldac")
    for content in ("2 0:1\n", "1 0:x\n", "x\n", "1 0\n"):
        (tmp_path / "ldac").write_text(content)
        with pytest.raises(ReadError, match="line 1"):
            ns.counts_from(tmp_path / "ldac")


def test_export__refuses_what_a_format_cannot_hold(made, counts, tmp_path):
    with pytest.raises(InputError, match="format must be"):
        counts.export(tmp_path / "x", "rds")
    with pytest.raises(InputError, match="line break"):
        made([["a\nb"]]).count().export(tmp_path / "x", "ldac")
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError, match="not overwritten"):
        counts.export(tmp_path / "mine", "triplets")
    with pytest.raises(InputError, match="is a folder"):
        counts.export(tmp_path / "mine", "stm")


def test_match__has_exactly_the_terms_of_a_model(counts):
    model = ns.LDA(2, max_iter=2).fit(ns.corpus_from(["Hail and rain.", "Snow."]).tokenize().count())
    matched = counts.match(model)
    assert matched.vocabulary.terms == ("and", "hail", "rain", "snow")
    assert matched.matrix.toarray().tolist() == [[0, 0, 0, 2], [0, 0, 0, 0], [0, 0, 1, 0]]
    assert matched.documents.equals(counts.documents)
    assert matched.steps[-1].endswith("4 terms dropped")
    assert len(ns.document_topics(model, matched)) == 6
    assert counts.match(counts).matrix.toarray().tolist() == counts.matrix.toarray().tolist()
    assert counts.match(["snow", "rain", "snow"]).vocabulary.terms == ("rain", "snow")


@pytest.mark.parametrize("terms", [None, "snow", 3, [1], [None], True])
def test_match__says_what_it_takes(counts, terms):
    with pytest.raises(InputError):
        counts.match(terms)
    with pytest.raises(InputError, match="bare array"):
        counts.match(ns.LDA(2, max_iter=2).fit(np.eye(3)))
