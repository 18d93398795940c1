import json
import shutil

import pytest

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, StudyError
from newsstudy.study import runner


def test_run__keeps_the_code_and_the_modules_beside_it_and_can_be_rerun(script, tmp_path):
    made = runner.run(script, "results", ["=war"])
    folder = tmp_path / "results"
    assert sorted(made["code"]["files"]) == ["analysis.py", "numbers_of_mine.py"]
    assert made["code"]["arguments"] == ["=war"]
    assert (folder / "code" / "analysis.py").read_bytes() == script.read_bytes()
    assert not (tmp_path / "anywhere").exists()
    assert "rerunnable" in str(ns.verify(folder))
    # The kept code is enough: the original and its module may be gone.
    (tmp_path / "numbers_of_mine.py").unlink()
    script.unlink()
    found = ns.verify(folder, rerun=True)
    assert found.ok, str(found)
    assert [row.name for row in found][-1] == "manifest.json"


def test_run__a_rerun_of_changed_code_names_the_code(script, tmp_path):
    runner.run(script, "results")
    (tmp_path / "results" / "code" / "numbers_of_mine.py").write_text("NUMBERS = [0.75]\n", "utf-8")
    found = ns.verify(tmp_path / "results", rerun=True)
    rows = {row.name: (row.status, row.cause) for row in found}
    assert not found.ok
    assert rows["example.csv"] == (
        "DIFFERENT",
        "code: numbers_of_mine.py has changed; row 1, column n: '0.75' instead of '0.5'",
    )
    assert rows["code/numbers_of_mine.py"][1].startswith("edited by hand")


def test_run__a_tampered_number_shows_beside_a_rerun(script, tmp_path):
    runner.run(script, "results")
    (tmp_path / "results" / "example.csv").write_bytes(b"n,word\n0.6,none\n")
    found = ns.verify(tmp_path / "results", rerun=True)
    rows = {row.name: (row.status, row.cause) for row in found}
    assert rows["example.csv"] == ("DIFFERENT", "edited by hand: row 1, column n: '0.6' instead of '0.5'")
    assert rows["example.parquet"][0] == "SAME"


def test_run__code_that_fails_leaves_the_earlier_results_alone(script, tmp_path, capfd):
    runner.run(script, "results")
    before = (tmp_path / "results" / "manifest.json").read_bytes()
    script.write_text(script.read_text("utf-8") + "\nraise SystemExit(3)\n", "utf-8")
    with pytest.raises(StudyError, match=r"analysis\.py stopped with exit code 3"):
        runner.run(script, "results")
    assert (tmp_path / "results" / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    capfd.readouterr()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("pass", "made no study"),
        ("import newsstudy as ns; s = ns.Study('x')", "did not close it"),
        ("import newsstudy as ns\nns.Study('x').close()\nns.Study('y')", "exit code 1"),
    ],
)
def test_run__one_run_makes_one_closed_study(tmp_path, monkeypatch, capfd, code, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(code, "utf-8")
    with pytest.raises(StudyError, match=says):
        runner.run("a.py", "results")
    said = capfd.readouterr().err
    assert "second study in this run" in said if "exit" in says else not said
    assert not (tmp_path / "results").exists()


def test_run__replaces_what_a_study_made_and_nothing_else(script, tmp_path):
    runner.run(script, "results")
    (tmp_path / "results" / "notes.txt").write_text("mine", "utf-8")
    script.write_text(script.read_text("utf-8").replace('"example")', '"other")'), "utf-8")
    runner.run(script, "results")
    names = {path.name for path in (tmp_path / "results").iterdir()}
    assert names == {"code", "environment.json", "manifest.json", "notes.txt", "other.csv", "other.parquet"}
    script.write_text(script.read_text("utf-8").replace('"other")', '"example")'), "utf-8")
    (tmp_path / "results" / "example.csv").write_text("mine", "utf-8")
    with pytest.raises(StudyError, match=r"example\.csv stands in"):
        runner.run(script, "results")
    assert (tmp_path / "results" / "example.csv").read_text("utf-8") == "mine"
    assert ns.verify(tmp_path / "results").rows[0].name == "other.csv"


def test_run__says_what_cannot_be_run(tmp_path, script):
    with pytest.raises(MissingFileError, match="there is no file"):
        runner.run(tmp_path / "none.py", "results")
    (tmp_path / "a.R").write_text("", "utf-8")
    with pytest.raises(InputError, match="neither a script"):
        runner.run(tmp_path / "a.R", "results")
    with pytest.raises(InputError, match="is a file"):
        runner.run(script, "a.R")
    with pytest.raises(InputError, match="inside the results folder"):
        runner.run(script, ".")


def test_rerun__that_stops_is_said_and_not_the_same(script, tmp_path):
    runner.run(script, "results")
    path = tmp_path / "results" / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["code"]["arguments"] = ["a", "b"]  # the table then has columns of two lengths
    path.write_text(json.dumps(manifest), "utf-8")
    found = ns.verify(tmp_path / "results", rerun=True)
    assert not found.ok
    assert "the rerun stopped: analysis.py stopped with exit code 1: ValueError" in str(found)
    shutil.rmtree(tmp_path / "results" / "code")
    assert "the rerun could not start" in str(ns.verify(tmp_path / "results", rerun=True))
