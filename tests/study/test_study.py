import json
import os
import pathlib
import types

import pandas as pd
import pytest

import newsstudy as ns
from newsstudy.errors import InputError, NewsstudyWarning, StudyError
from newsstudy.study import files


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "environment.json"}


def test_study__two_runs_write_the_same_bytes(make_study):
    first, second = contents(make_study("a")), contents(make_study("b"))
    assert first == second
    assert set(first) == {"manifest.json"} | {f"example.{form}" for form in ("csv", "parquet", "svg", "pdf", "png")}


def test_study__manifest_holds_no_clock_and_no_place(make_study):
    folder = make_study()
    content = (folder / "manifest.json").read_text("utf-8")
    manifest = json.loads(content)
    assert str(folder.parent) not in content
    assert manifest["seed"] == 0
    assert manifest["code"] is None
    assert manifest["tables"]["example"]["record"]["settings"] == {"rule": "news-en-1"}
    assert manifest["tables"]["example"]["record"]["edited"] is False
    assert manifest["versions"]["newsstudy"] == ns.__version__
    assert "numpy" not in manifest["versions"]
    assert "numpy" in json.loads((folder / "environment.json").read_bytes())["libraries"]


def test_study__records_the_digest_of_a_corpus_it_is_given(tmp_path, article):
    with ns.Study(tmp_path / "results") as study:
        assert study.read(article) is article
    entry = json.loads((tmp_path / "results" / "manifest.json").read_bytes())["inputs"][0]
    assert entry == {"corpus": article.digest, "documents": 1, "files": [], "settings": {}}


def test_study__records_the_files_that_it_reads_in_one_order(tmp_path):
    texts = tmp_path / "texts"
    (texts / "deep").mkdir(parents=True)
    (texts / "b.txt").write_text("Peace was far.", "utf-8")
    (texts / "deep" / "a.txt").write_text("War was near.", "utf-8")
    (texts / ".hidden").write_text("no", "utf-8")
    with ns.Study(tmp_path / "one") as study:
        corpus = study.read(texts, progress=False)
    with ns.Study(tmp_path / "two") as study:
        study.read([texts / "deep" / "a.txt", texts / "b.txt"])
    first, second = (json.loads((tmp_path / name / "manifest.json").read_bytes())["inputs"][0] for name in ("one", "two"))
    assert [entry["file"] for entry in first["files"]] == ["b.txt", "deep/a.txt"]
    assert first["files"][0]["sha256"] == files.sha256(b"Peace was far.")
    assert first["corpus"] == corpus.digest == second["corpus"]
    assert first["settings"] == {}


def test_study__lists_members_of_archives_and_files_that_cannot_be_read(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "articles.zip", "w") as archive:
        archive.writestr("one.txt", "War was near.")
        archive.writestr("two.txt", "Peace was far.")
    content = bytearray((tmp_path / "articles.zip").read_bytes())
    content[content.index(b"Peace")] ^= 1  # the checksum of this member no longer fits
    (tmp_path / "articles.zip").write_bytes(content)
    with ns.Study(tmp_path / "results") as study:
        study.read(tmp_path / "articles.zip")
    entry = json.loads((tmp_path / "results" / "manifest.json").read_bytes())["inputs"][0]
    found = {one["file"]: one["sha256"] for one in entry["files"]}
    assert found == {"articles.zip/one.txt": files.sha256(b"War was near."), "articles.zip/two.txt": None}


def test_study__a_corpus_takes_no_reading_options(tmp_path, article):
    with pytest.raises(InputError, match="leave out format"):
        ns.Study(tmp_path).read(article, format="csv")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../x",
        "a/b",
        "a\\b",
        "a.b",
        ".x",
        "-x",
        "con",
        "COM1",
        "x" * 101,
        "ä",
        "a b",
        "a\0",
        "x\n",
        None,
        7,
        pathlib.Path("x"),
    ],
)
def test_study__hostile_names_are_refused(tmp_path, table, figure_of, name):
    study = ns.Study(tmp_path / "results")
    with pytest.raises(InputError, match="cannot name"):
        study.save_table(table, name)
    with pytest.raises(InputError, match="cannot name"):
        study.save_figure(figure_of(table), name)
    assert list(tmp_path.iterdir()) == []


def test_study__the_same_name_twice_is_an_error_whatever_its_capitals(tmp_path, table, figure_of):
    with ns.Study(tmp_path) as study:
        study.save_table(table, "example")
        study.save_figure(figure_of(table), "example")
        with pytest.raises(InputError, match="has a table 'EXAMPLE' already"):
            study.save_table(table, "EXAMPLE")
        with pytest.raises(InputError, match="has a figure 'example' already"):
            study.save_figure(figure_of(table), "example")


def test_study__an_exception_in_the_block_leaves_no_manifest(tmp_path, table):
    def interrupted():
        with ns.Study(tmp_path) as study:
            study.save_table(table, "example")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not (tmp_path / "manifest.json").exists()
    with pytest.raises(StudyError, match="was not closed: 2 files were saved"):
        ns.verify(tmp_path)


def test_study__an_interrupted_study_can_be_run_again_in_its_folder(tmp_path, table, make_study):
    study = ns.Study(tmp_path / "results")
    study.save_table(table, "other")
    study.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    folder = make_study("results")
    assert ns.verify(folder).ok
    assert not (folder / "other.csv").exists()


def test_study__left_open_is_reported(tmp_path, table):
    studies = [ns.Study(tmp_path)]
    studies[0].save_table(table, "example")
    with pytest.warns(NewsstudyWarning, match="never closed"):
        studies.clear()


def test_study__closed_is_closed(make_study, tmp_path, table):
    study = ns.Study(tmp_path / "x")
    study.close()
    study.close()
    with pytest.raises(StudyError, match="is closed"):
        study.save_table(table, "example")
    assert "closed" in repr(study)


def test_study__a_second_run_replaces_the_first_and_leaves_other_files_alone(make_study, tmp_path, table):
    folder = make_study()
    (folder / "notes.txt").write_text("mine", "utf-8")
    (folder / "example.svg").write_text("mine too, now", "utf-8")
    with ns.Study(folder) as study:
        study.save_table(table, "other")
    assert {path.name for path in folder.iterdir()} == {
        "environment.json", "manifest.json", "notes.txt", "example.svg", "other.csv", "other.parquet"
    }  # fmt: skip


def test_study__does_not_write_over_a_file_that_no_study_made(tmp_path, table):
    (tmp_path / "example.csv").write_text("mine", "utf-8")
    with ns.Study(tmp_path) as study, pytest.raises(StudyError, match=r"example\.csv stands in"):
        study.save_table(table, "example")
    assert (tmp_path / "example.csv").read_text("utf-8") == "mine"


def test_study__a_file_changed_before_close_stops_it(tmp_path, table):
    study = ns.Study(tmp_path)
    study.save_table(table, "example")
    (tmp_path / "example.csv").write_text("term\n", "utf-8")
    with pytest.raises(StudyError, match=r"example\.csv .* was changed"), study:
        pass
    (tmp_path / "example.csv").unlink()
    with pytest.raises(StudyError, match="changed or removed"):
        study.close()
    study.__exit__(ValueError, ValueError(), None)


def test_study__says_that_a_table_was_changed_since_it_was_made(tmp_path, table):
    table.loc[0, "count"] = 99
    with ns.Study(tmp_path) as study:
        study.save_table(table, "edited")
        study.save_table(pd.DataFrame({"a": [1]}), "own")
    made = json.loads((tmp_path / "manifest.json").read_bytes())["tables"]
    assert made["edited"]["record"]["edited"] is True
    assert made["own"]["record"]["schema"] == ""


def test_study__excel_safe_writes_a_third_file(tmp_path, table):
    with ns.Study(tmp_path) as study:
        study.save_table(table, "example", excel_safe=True)
    assert b"'=1+1" in (tmp_path / "example.excel.csv").read_bytes()
    assert b"'=1+1" not in (tmp_path / "example.csv").read_bytes()
    assert ns.verify(tmp_path).ok


@pytest.mark.parametrize("seed", [-1, 1.5, True, None, "0"])
def test_study__a_seed_is_a_whole_number(tmp_path, seed):
    with pytest.raises(InputError, match="seed must be"):
        ns.Study(tmp_path, seed=seed)


@pytest.mark.parametrize("folder", ["", " ", None, 3, "a\0b"])
def test_study__a_folder_is_a_path(folder):
    with pytest.raises(InputError, match="path of a folder"):
        ns.Study(folder)


def test_study__what_is_no_figure_is_refused(tmp_path, table):
    with ns.Study(tmp_path) as study, pytest.raises(InputError, match="save_figure needs a Figure"):
        study.save_figure(table, "example")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that this user may not write to")
def test_study__a_folder_that_cannot_be_written_is_named(tmp_path, table):
    tmp_path.chmod(0o500)
    with pytest.raises(StudyError, match="could not be written"):
        ns.Study(tmp_path).save_table(table, "example")


def test_study__a_file_in_the_place_of_the_folder_is_named(tmp_path, table):
    (tmp_path / "results").write_text("", "utf-8")
    with pytest.raises(StudyError, match="cannot be made"):
        ns.Study(tmp_path / "results").save_table(table, "example")


def test_write__a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_bytes(b"old")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "replace", full)
    with pytest.raises(StudyError, match="No space left"):
        files.write(tmp_path / "a.csv", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"old")]


def test_save_page__keeps_a_page_for_readers_and_verify_knows_it(tmp_path):
    page = types.SimpleNamespace(html=lambda: b"<p>Snow</p>", pdf=lambda: b"%PDF-1.4", record={"digest": "0" * 64})
    with ns.Study(tmp_path / "results") as study:
        study.save_page(page, "report")
        with pytest.raises(InputError, match="already"):
            study.save_page(page, "Report")
        with pytest.raises(InputError, match=r"a page that ns\.article_report made"):
            study.save_page("<p>Snow</p>", "other")
    assert (tmp_path / "results" / "report.html").read_bytes() == b"<p>Snow</p>"
    assert ns.verify(tmp_path / "results").ok
    (tmp_path / "results" / "report.pdf").write_bytes(b"%PDF-1.5")
    found = ns.verify(tmp_path / "results")
    assert [row.name for row in found.rows if row.status != "SAME"] == ["report.pdf"]
