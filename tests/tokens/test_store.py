import json
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, ReadError

some_documents = st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=4), max_size=10), max_size=5)


@pytest.fixture
def saved(tmp_path):
    rows = [{"text": "Snow fell. Snow melts.", "source": "Gazette", "date": "2019-03"}, {"text": "Rain fell.", "page": 3}]
    counts = ns.corpus_from(rows).tokenize().stem().count()
    counts.save(tmp_path / "counts")
    return counts, tmp_path / "counts"


def test_open_counts__gives_what_was_saved(saved):
    counts, folder = saved
    opened = ns.open_counts(folder)
    assert opened.digest == counts.digest
    assert opened.vocabulary == counts.vocabulary
    assert opened.documents.equals(counts.documents)
    assert opened.steps == ("stem:english",)
    assert np.array_equal(opened.matrix.toarray(), counts.matrix.toarray())
    assert opened.matrix.indices.dtype == np.int32


@given(documents=some_documents)
def test_open_counts__any_terms_survive(made, tmp_path_factory, documents):
    folder = tmp_path_factory.mktemp("any") / "counts"
    counts = made(documents).count()
    counts.save(folder)
    assert ns.open_counts(folder).digest == counts.digest


def test_save__same_counts_give_the_same_files(saved, tmp_path):
    counts, folder = saved
    counts.save(tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_save__replaces_counts_but_nothing_else(saved, tmp_path):
    counts, folder = saved
    smaller = counts.trim(min_documents=2)
    smaller.save(folder)
    assert ns.open_counts(folder).digest == smaller.digest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts"]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="not overwritten"):
        counts.save(mine)
    assert (mine / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    "name", ["data.npy", "indices.npy", "indptr.npy", "term_bytes.npy", "term_offsets.npy", "documents.parquet"]
)
def test_open_counts__one_changed_byte_is_found(saved, name):
    _, folder = saved
    content = bytearray((folder / name).read_bytes())
    content[-1] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ReadError, match=f"{name}: changed since"):
        ns.open_counts(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rule": "unicode-1"}, "its digest is not that of the counts"),
        ({"n_terms": 2}, "no sound counts"),
        ({"version": 2}, "version 2; this newsstudy reads"),
        ({"files": {"../../data.npy": "0" * 64}}, "names other files"),
        ({"steps": None}, "no page of saved counts"),
    ],
)
def test_open_counts__a_changed_page_is_found(saved, change, message):
    _, folder = saved
    page = json.loads((folder / "counts.json").read_text())
    (folder / "counts.json").write_text(json.dumps({**page, **change}))
    with pytest.raises(ReadError, match=message):
        ns.open_counts(folder)


def test_open_counts__what_is_not_there_is_named(saved, tmp_path):
    _, folder = saved
    with pytest.raises(MissingFileError, match="there is no such folder"):
        ns.open_counts(tmp_path / "nowhere")
    with pytest.raises(ReadError, match=r"holds no counts\.json"):
        ns.open_counts(tmp_path)
    (folder / "data.npy").unlink()
    with pytest.raises(MissingFileError, match=r"data\.npy: is gone"):
        ns.open_counts(folder)
    (folder / "counts.json").write_text("{")
    with pytest.raises(ReadError, match="is no JSON"):
        ns.open_counts(folder)


def test_save__that_fails_leaves_what_was_there(saved, monkeypatch):
    counts, folder = saved
    replace = os.replace

    def failing(source, target):
        if str(source).endswith("new"):
            raise PermissionError("the disk says no")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(PermissionError):
        counts.trim(min_documents=2).save(folder)
    assert ns.open_counts(folder).digest == counts.digest
    assert [path.name for path in folder.parent.iterdir()] == ["counts"]
