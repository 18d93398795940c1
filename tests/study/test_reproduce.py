import json
import shutil

import pytest

from newsstudy.errors import MissingFileError
from newsstudy.study import _reproduce
from newsstudy.study._reproduce import reproduce

NAMES = [f"example.{form}" for form in ("csv", "parquet", "pdf", "png", "svg")] + ["one.ipynb", "code/one.ipynb", "manifest.json"]


def rows(found):
    return {row.name: (row.status, row.cause) for row in found}


def edit(path, old, new):
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def once(tmp_path_factory, notebook_cells):
    """A project with one notebook, published once."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "one.ipynb").write_text(json.dumps(notebook_cells), "utf-8")
    assert reproduce(folder / "notebooks", folder / "results", update=True).ok
    return folder


@pytest.fixture
def published(once, tmp_path, monkeypatch):
    """A copy of the published project as the current folder."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def already_run(published, monkeypatch):
    """The same, where the notebooks need not run: what they make stands in results."""
    monkeypatch.setattr(_reproduce, "_run", lambda notebook, out, on_cell: "")
    return published


def test_reproduce__a_second_run_is_the_same_to_the_byte(published):
    content = (published / "notebooks" / "one.ipynb").read_bytes()
    found = reproduce()
    assert found.ok, str(found)
    assert [row.name for row in found] == [f"one/{name}" for name in NAMES]
    assert (published / "notebooks" / "one.ipynb").read_bytes() == content
    assert (published / "results" / "one" / "one.ipynb").read_bytes() == content
    expected = published / "notebooks" / "expected" / "one"
    assert sorted(path.name for path in expected.iterdir()) == ["example.csv", "example.svg", "manifest.json"]


def test_reproduce__without_anything_published_all_is_new(already_run):
    shutil.rmtree(already_run / "notebooks" / "expected")
    found = reproduce()
    assert not found.ok
    assert rows(found)["one/example.csv"] == ("NEW", "nothing is published yet")
    assert "newsstudy reproduce --update" in str(found)
    assert reproduce(update=True).ok


def test_reproduce__catches_a_stale_output(already_run):
    path = already_run / "notebooks" / "one.ipynb"
    notebook = json.loads(path.read_bytes())
    notebook["cells"][3]["outputs"][-1]["data"]["text/plain"] = ["[7, 9]"]
    path.write_text(json.dumps(notebook), "utf-8")
    found = rows(reproduce())
    assert found["one/one.ipynb"] == (
        "DIFFERENT",
        "the published notebook is not what its code makes: cell 4, output: 'text/plain: [7, 3]' instead of 'text/plain: [7, 9]'",
    )
    assert found["one/example.csv"] == ("SAME", "")


def test_reproduce__catches_a_swapped_figure_in_the_notebook(already_run):
    path = already_run / "notebooks" / "one.ipynb"
    content = path.read_text("utf-8")
    place = content.rindex("war 7")
    path.write_text(content[:place] + "war 8" + content[place + 5 :], "utf-8")
    found = rows(reproduce())
    assert found["one/one.ipynb"][0] == "DIFFERENT"
    assert "<svg><!-- war 7 --></svg>' instead of '+xml: <svg><!-- war 8" in found["one/one.ipynb"][1]


def test_reproduce__catches_a_changed_number_figure_and_digest_in_expected(already_run):
    expected = already_run / "notebooks" / "expected" / "one"
    edit(expected / "example.csv", "war,7", "war,8")
    (expected / "example.svg").unlink()
    manifest = json.loads((expected / "manifest.json").read_bytes())
    manifest["figures"]["example"]["files"]["example.pdf"] = "0" * 64
    (expected / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (expected / "stray.csv").write_text("a\n", "utf-8")
    found = rows(reproduce())
    where = "edited by hand in the study it is compared with: "
    assert found["one/example.csv"] == ("DIFFERENT", where + "row 1 (term 'war'), column count: '7' instead of '8'")
    assert found["one/example.svg"] == ("DIFFERENT", where + "the file was removed there")
    assert found["one/example.pdf"] == ("DIFFERENT", "unexplained")
    assert found["one/manifest.json"][0] == "DIFFERENT"
    assert found["one/stray.csv"][0] == "MISSING"
    assert found["one/example.png"] == ("SAME", "")


def test_reproduce__catches_another_order_of_cells(published):
    path = published / "notebooks" / "one.ipynb"
    notebook = json.loads(path.read_bytes())
    notebook["cells"][1], notebook["cells"][3] = notebook["cells"][3], notebook["cells"][1]
    path.write_text(json.dumps(notebook), "utf-8")
    found = rows(reproduce())
    assert found["one/one.ipynb"][1].startswith("it failed: one.ipynb, cell 2, line 1 ('with ns.Study")
    assert "NameError" in found["one/one.ipynb"][1]
    assert found["one/example.csv"] == ("MISSING", "its notebook failed")


def test_reproduce__changed_results_name_the_code(already_run):
    results = already_run / "results" / "one"
    manifest = json.loads((results / "manifest.json").read_bytes())
    content = (results / "example.csv").read_bytes().replace(b"war,7", b"war,8")
    (results / "example.csv").write_bytes(content)
    from newsstudy.study import files

    manifest["tables"]["example"]["files"]["example.csv"] = files.sha256(content)
    manifest["code"]["files"]["one.ipynb"] = "0" * 64
    (results / "manifest.json").write_bytes(files.to_json(manifest))
    found = rows(reproduce())
    assert found["one/example.csv"] == (
        "DIFFERENT",
        "code: one.ipynb has changed; row 1 (term 'war'), column count: '8' instead of '7'",
    )


def test_reproduce__a_published_study_without_its_notebook_is_missing(already_run):
    shutil.copytree(already_run / "notebooks" / "expected" / "one", already_run / "notebooks" / "expected" / "two")
    assert rows(reproduce())["two"][0] == "MISSING"


def test_reproduce__without_notebooks_says_where_to_run_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingFileError, match="in a checkout of newsstudy"):
        reproduce()
