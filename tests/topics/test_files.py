"""Saved models: what was saved comes back to the bit, the files are the same every time, and damage has a name."""

import json
import shutil

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, ReadError


def models():
    return {
        "lda": ns.LDA(3, max_iter=20),
        "lda with numpy's numbers": ns.LDA(np.int64(3), doc_topic_prior=np.float64(0.5), max_iter=5, random_state=None),
        "nmf": ns.NMF(3, max_iter=30),
        "nmf of counts": ns.NMF(3, beta_loss="kullback-leibler", max_iter=30, init="random"),
    }


@pytest.fixture(scope="module")
def counts(article):
    return article.split("paragraph").tokenize().drop("function words").count()


@pytest.fixture
def saved(counts, tmp_path):
    model = ns.LDA(3, max_iter=5).fit(counts)
    model.save(tmp_path / "model")
    return model, tmp_path / "model"


@pytest.mark.parametrize("name", models())
def test_open_model__gives_what_was_saved_to_the_bit(name, counts, tmp_path):
    model = models()[name].fit(counts)
    model.save(tmp_path / "first")
    opened = ns.open_model(tmp_path / "first")
    assert type(opened) is type(model)
    assert opened.get_params() == model.get_params()
    assert sorted(vars(opened)) == sorted(vars(model))
    assert opened.transform(counts).tobytes() == model.transform(counts).tobytes()
    for table in (ns.topic_terms, lambda one: ns.document_topics(one, counts)):
        assert table(opened).equals(table(model))
        assert table(opened).attrs == table(model).attrs
    opened.save(tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_save__any_number_of_threads_gives_the_same_files(known, tmp_path):
    for n_jobs in (1, 3):
        ns.LDA(4, max_iter=5, n_jobs=n_jobs).fit(known[0]).save(tmp_path / str(n_jobs))
    assert contents(tmp_path / "1") == contents(tmp_path / "3")


def test_open_model__of_a_bare_array_has_no_terms_and_refuses_none(known, tmp_path):
    model = ns.LDA(2, max_iter=5).fit(known[0])
    model.save(tmp_path / "bare")
    opened = ns.open_model(tmp_path / "bare")
    assert not hasattr(opened, "feature_names_in_")
    assert opened.transform(known[0]).tobytes() == model.transform(known[0]).tobytes()


@pytest.mark.parametrize("terms", [["", " ", "\n"], ["ﬀ", "𝔘", "é"], ["a", "a b", "\0"]])
def test_open_model__any_terms_survive(as_counts, terms, tmp_path):
    ns.LDA(2, max_iter=3).fit(as_counts(np.eye(3, dtype=int), terms=terms)).save(tmp_path / "model")
    assert ns.open_model(tmp_path / "model").feature_names_in_.tolist() == terms


def test_save__replaces_a_model_but_nothing_else(saved, counts, tmp_path):
    _, folder = saved
    ns.NMF(2).fit(counts).save(folder)
    assert ns.open_model(folder).components_.shape[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="not overwritten"):
        saved[0].save(mine)
    counts.save(tmp_path / "counts")
    with pytest.raises(InputError, match="not overwritten"):
        saved[0].save(tmp_path / "counts")


def test_save__says_what_cannot_be_saved(known, tmp_path):
    with pytest.raises(InputError, match="not fitted"):
        ns.LDA(2).save(tmp_path / "model")
    chance = ns.LDA(2, max_iter=2, random_state=np.random.default_rng(0)).fit(known[0])
    with pytest.raises(InputError, match="random_state is a Generator"):
        chance.save(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["components_.npy", "term_bytes.npy", "model.json", "topic_sizes_.npy"])
def test_open_model__names_a_file_that_was_changed_or_is_gone(saved, name):
    _, folder = saved
    whole = (folder / name).read_bytes()
    for damaged in (whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:], whole[:50], b""):
        (folder / name).write_bytes(damaged)
        with pytest.raises(ReadError, match=name):
            ns.open_model(folder)
    (folder / name).unlink()
    with pytest.raises((ReadError, MissingFileError), match=name):
        ns.open_model(folder)


def test_open_model__names_a_folder_that_is_none_of_ours(saved, counts, tmp_path):
    with pytest.raises(MissingFileError, match="no such folder"):
        ns.open_model(tmp_path / "nothing")
    counts.save(tmp_path / "counts")
    with pytest.raises(ReadError, match="no saved model"):
        ns.open_model(tmp_path / "counts")
    with pytest.raises(ReadError, match="no saved counts"):
        ns.open_counts(saved[1])


FORGED = {
    "a later version": {"version": 2},
    "another format": {"format": "newsstudy counts"},
    "a class that we do not have": {"class": "Popen"},
    "a file elsewhere": {"files": {"../counts.json": "0" * 64}},
    "an array of another name": {"arrays": {"__class__": "<f8"}},
    "an attribute of another name": {"fitted": {"fit": 1}},
    "a setting that there is none of": {"parameters": {"gibbs": True}},
    "a setting out of range": {"parameters": {"n_components": -1}},
    "other numbers of terms": {"fitted": {"n_features_in_": 7}},
    "no settings at all": {"parameters": None},
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_open_model__refuses_a_page_that_was_made_up(saved, change):
    from newsstudy.topics import _files

    _, folder = saved
    page = json.loads((folder / "model.json").read_text("utf-8"))
    page.update(change)
    page.pop("digest")
    (folder / "model.json").write_text(json.dumps({**page, "digest": _files._digest(page)}), "utf-8")
    with pytest.raises(ReadError, match="model"):
        ns.open_model(folder)


@pytest.mark.parametrize("content", ["[]", "{}", "[" * 100_000, "null", '{"version": NaN}'])
def test_open_model__refuses_other_json(saved, content):
    _, folder = saved
    (folder / "model.json").write_text(content, "utf-8")
    with pytest.raises(ReadError, match=r"model\.json"):
        ns.open_model(folder)


def test_saved_model__may_be_moved(saved, counts, tmp_path):
    model, folder = saved
    shutil.copytree(folder, tmp_path / "elsewhere" / "model")
    assert ns.open_model(tmp_path / "elsewhere" / "model").transform(counts).tobytes() == model.transform(counts).tobytes()
