"""A study can be made again from a derived corpus, and verify compares a reader's texts with it."""

import pytest

import newsstudy as ns
from newsstudy.cli import main
from newsstudy.errors import InputError, StudyError


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Snow fell {number} times in the north.", "utf-8")
    return folder


def analyse(source, folder):
    with ns.Study(folder) as study:
        found = study.read(source)
        counts = found.counts if isinstance(found, ns.Derived) else found.tokenize().count()
        study.save_table(ns.frequency(counts), "frequency")
    return found


@pytest.fixture
def published(texts, tmp_path):
    corpus = analyse(texts, tmp_path / "results")
    corpus.derive().save(tmp_path / "results" / "shared")
    return tmp_path / "results"


def test_study__made_from_a_derived_corpus_has_the_same_tables(published, tmp_path):
    for source, name in ((published / "shared", "again"), (ns.open_derived(published / "shared"), "once_more")):
        analyse(source, tmp_path / name)
        assert ns.verify(tmp_path / name).ok
        rows = {row.name: row for row in ns.verify(tmp_path / name, against=published)}
        assert rows["frequency.csv"].status == rows["frequency.parquet"].status == "SAME"
        assert rows["manifest.json"].cause.startswith("input: corpus 1 was read from the derived corpus ")
    with pytest.raises(InputError, match="leave out format"), ns.Study(tmp_path / "x") as study:
        study.read(published / "shared", format="csv")


def test_trace__says_that_the_texts_were_not_there(published, tmp_path, capsys):
    analyse(published / "shared", tmp_path / "again")
    assert main(["trace", str(tmp_path / "again"), "frequency"]) == 0
    assert "derived   the texts were not there; sha256 " in capsys.readouterr().out


def test_verify__a_derived_corpus_in_the_folder_is_nobodys_file(published):
    assert ns.verify(published).ok


def test_verify_text__says_same_for_the_same_texts(published, texts, capsys):
    assert main(["verify", str(published), "--text", str(texts)]) == 0
    assert "shared: the text of 3 of 3 documents is that of the derived corpus" in capsys.readouterr().out
    found = ns.verify(published, text=texts)
    assert [row.status for row in found] == ["SAME"] * 5
    assert ns.verify(published / "shared", text=ns.read_corpus(texts)).ok


def test_verify_text__names_documents_that_differ(published, texts, capsys):
    ids = ns.read_corpus(texts).ids
    (texts / "1.txt").write_text("Another story.", "utf-8")
    assert main(["verify", str(published / "shared"), "--text", str(texts)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert f"MISSING   {ids[1]}  (no document of this id and none of this text)" in lines
    assert sorted(line.split()[0] for line in lines[:4]) == ["MISSING", "NEW", "SAME", "SAME"]


def test_verify_text__without_a_derived_corpus_compares_the_whole(texts, tmp_path, capsys):
    analyse(texts, tmp_path / "plain")
    assert main(["verify", str(tmp_path / "plain"), "--text", str(texts)]) == 0
    (texts / "1.txt").unlink()
    assert main(["verify", str(tmp_path / "plain"), "--text", str(texts)]) == 1
    assert "DIFFERENT text of corpus 1  (2 documents instead of 3)" in capsys.readouterr().out
    with ns.Study(tmp_path / "nothing") as study:
        study.save_table(ns.frequency(ns.sample_article().tokenize().count()), "frequency")
    with pytest.raises(StudyError, match="does not say what it read"):
        ns.verify(tmp_path / "nothing", text=texts)
    with pytest.raises(InputError, match="choose one of text="):
        ns.verify(tmp_path / "plain", text=texts, rerun=True)


def test_verify_text__tells_of_a_derived_corpus_that_the_study_did_not_read(published, texts):
    ns.sample_article().derive().save(published / "other")
    found = ns.verify(published, text=texts)
    assert "other: this derived corpus is not what the study read" in found.notes
    assert not found.ok
