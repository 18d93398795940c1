"""A scikit-learn Bunch and an NLTK corpus reader become corpora with what is known of each text."""

import nltk.data
import numpy as np
import pytest
from nltk.corpus.reader import CategorizedPlaintextCorpusReader, PlaintextCorpusReader
from sklearn.datasets import load_files
from sklearn.utils import Bunch

import newsstudy as ns
from newsstudy.errors import InputError


@pytest.fixture
def folder(tmp_path):
    for name, text in (("snow/a.txt", "Snow fell."), ("rain/b.txt", "Rain fell."), ("rain/c.txt", "Fog came.")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_bunch__of_load_files_keeps_categories_and_names(folder):
    corpus = ns.corpus_from(load_files(folder, encoding="utf-8", shuffle=False))
    rows = corpus.table.select(["text", "category", "target", "file"]).to_pylist()
    assert rows == [
        {"text": "Rain fell.", "category": "rain", "target": 0, "file": "rain/b.txt"},
        {"text": "Fog came.", "category": "rain", "target": 0, "file": "rain/c.txt"},
        {"text": "Snow fell.", "category": "snow", "target": 1, "file": "snow/a.txt"},
    ]


def test_bunch__with_data_alone_or_with_targets_without_names():
    assert ns.corpus_from(Bunch(data=["Snow fell."])).texts == ["Snow fell."]
    corpus = ns.corpus_from(Bunch(data=["Snow fell.", "Rain fell."], target=np.array([0.5, 1.0])))
    assert corpus.table["target"].to_pylist() == [0.5, 1.0]
    assert "category" not in corpus.table.column_names


@pytest.mark.parametrize(
    ("data", "problem"),
    [([b"x"], "is bytes, not text; load it with encoding"), (np.eye(2), "item 0 of the Bunch's data is ndarray")],
)
def test_bunch__without_texts_is_a_named_error(data, problem):
    with pytest.raises(InputError, match=problem):
        ns.corpus_from(Bunch(data=data))


def test_dict__is_no_bunch():
    with pytest.raises(InputError, match="put it into a list"):
        ns.corpus_from({"data": ["Snow fell."]})


def test_nltk_reader__gives_raw_texts_files_and_categories(folder, monkeypatch):
    monkeypatch.setattr(nltk.data, "path", [str(folder)])  # NLTK reads nothing outside its own folders
    plain = ns.corpus_from(PlaintextCorpusReader(str(folder), r".*\.txt"))
    assert plain.table.select(["file", "text"]).to_pylist()[0] == {"file": "rain/b.txt", "text": "Rain fell."}
    assert "category" not in plain.table.column_names
    corpus = ns.corpus_from(CategorizedPlaintextCorpusReader(str(folder), r".*\.txt", cat_pattern=r"(\w+)/.*"))
    assert corpus.table["category"].to_pylist() == ["rain", "rain", "snow"]
    assert corpus.texts == plain.texts


def test_reader_like_nltk__of_other_makers_is_read_too():
    class Reader:
        def fileids(self):
            return ["a"]

        def raw(self, name):
            return f"Text {name}."

    assert ns.corpus_from(Reader()).texts == ["Text a."]

    class Bytes(Reader):
        def raw(self, name):
            return b"x"

    with pytest.raises(InputError, match="a: the corpus reader gives bytes"):
        ns.corpus_from(Bytes())
