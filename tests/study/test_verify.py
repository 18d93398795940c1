import json
import shutil

import pytest

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, StudyError


def rows(found):
    return {row.name: (row.status, row.cause) for row in found}


def change_manifest(folder, change):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    change(manifest)
    path.write_text(json.dumps(manifest, sort_keys=True, indent=1) + "\n", "utf-8")


def test_verify__an_untouched_study_is_the_same(make_study):
    found = ns.verify(make_study())
    assert found.ok
    assert [row.name for row in found] == [f"example.{form}" for form in ("csv", "parquet", "pdf", "png", "svg")]
    assert "5 artefacts: 5 SAME" in str(found)
    assert "not rerunnable: made interactively" in str(found)


def test_verify__one_changed_number_is_found_and_named(make_study):
    folder = make_study()
    content = (folder / "example.csv").read_bytes()
    (folder / "example.csv").write_bytes(content.replace(b"war,1,0.1", b"war,1,0.2"))
    found = ns.verify(folder)
    assert not found.ok
    assert rows(found)["example.csv"] == (
        "DIFFERENT", "edited by hand: row 1 (term 'war'), column share: '0.2' instead of '0.1'"
    )  # fmt: skip
    assert rows(found)["example.parquet"] == ("SAME", "")


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
def test_verify__a_swapped_figure_is_found(make_study, form):
    folder, other = make_study("a"), make_study("b", label="peace", marks=4)
    shutil.copyfile(other / f"example.{form}", folder / f"example.{form}")
    status, cause = rows(ns.verify(folder))[f"example.{form}"]
    assert (status, cause) == ("DIFFERENT", f"edited by hand: the {form.upper()} is not the one that the study wrote")


def test_verify__a_number_changed_in_the_manifest_too_is_found_in_the_parquet(make_study):
    from newsstudy.study import files

    folder = make_study()
    content = (folder / "example.csv").read_bytes().replace(b"0.1", b"0.2")
    (folder / "example.csv").write_bytes(content)
    change_manifest(folder, lambda m: m["tables"]["example"]["files"].update({"example.csv": files.sha256(content)}))
    status, cause = rows(ns.verify(folder))["example.csv"]
    assert status == "DIFFERENT"
    assert "the manifest with it: row 1 (term 'war'), column share: '0.2' instead of '0.1'" in cause


def test_verify__missing_and_new_files_are_said(make_study):
    folder = make_study()
    (folder / "example.svg").unlink()
    (folder / "extra.csv").write_text("a\n", "utf-8")
    (folder / ".DS_Store").write_text("", "utf-8")
    found = ns.verify(folder)
    assert rows(found)["example.svg"][0] == "MISSING"
    assert rows(found)["extra.csv"][0] == "NEW"
    assert len(found) == 6
    assert not found.ok


def test_verify__against_an_equal_study_is_the_same_with_its_manifest(make_study):
    found = ns.verify(make_study("a"), against=make_study("b"))
    assert found.ok
    assert rows(found)["manifest.json"] == ("SAME", "")


@pytest.mark.parametrize(
    ("options", "file", "cause"),
    [
        ({"seed": 1}, "manifest.json", "setting: seed 1 instead of 0"),
        ({"n": 5, "numbers": (0.5, 1.0, 2.0)}, "example.csv", "setting: n 5 instead of 3; row 1"),
        (
            {"corpus": "a" * 64, "numbers": (0.5, 1.0, 2.0)},
            "example.csv",
            "input: the table has corpus aaaaaaaaaaaa…",
        ),
    ],
)
def test_verify__against_names_setting_and_input(make_study, options, file, cause):
    standard = {"n": 3, "corpus": "b" * 64}
    found = rows(ns.verify(make_study("a", **(standard | options)), against=make_study("b", **standard)))
    assert found[file][0] == "DIFFERENT"
    assert found[file][1].startswith(cause)


def test_verify__against_names_the_first_cell_and_says_when_nothing_explains_it(make_study):
    found = rows(ns.verify(make_study("a", numbers=(0.2, 1.0, 2.0)), against=make_study("b")))
    assert found["example.csv"] == ("DIFFERENT", "unexplained; row 1 (term 'war'), column share: '0.2' instead of '0.1'")


@pytest.mark.parametrize(
    ("label", "marks", "what"),
    [("peace", 3, "figure with other text: 'peace' instead of 'war'"), ("war", 4, "figure with 4 marks instead of 3")],
)
def test_verify__against_says_what_kind_of_change_a_figure_has(make_study, label, marks, what):
    found = rows(ns.verify(make_study("a", label=label, marks=marks), against=make_study("b")))
    assert found["example.svg"] == ("DIFFERENT", f"unexplained; {what}")


def test_verify__against_names_the_version(make_study):
    now, then = make_study("a", numbers=(0.2, 1.0, 2.0)), make_study("b")
    change_manifest(now, lambda m: m["versions"].update({"matplotlib": "3.12"}))
    change_manifest(then, lambda m: m["versions"].update({"matplotlib": "3.11"}))
    found = rows(ns.verify(now, against=then))
    assert found["example.csv"][1].startswith("version: matplotlib 3.12 instead of 3.11; row 1")
    assert found["manifest.json"][1] == "version: matplotlib 3.12 instead of 3.11"


def test_verify__against_names_the_input_first(make_study):
    now, then = make_study("a", seed=1, numbers=(0.2, 1.0, 2.0)), make_study("b")
    entry = {"corpus": "a" * 64, "documents": 2, "files": [{"file": "x.txt", "sha256": "b" * 64}], "settings": {}}
    change_manifest(now, lambda m: m["inputs"].append(entry))
    change_manifest(then, lambda m: m["inputs"].append(entry | {"files": [{"file": "x.txt", "sha256": "c" * 64}]}))
    assert rows(ns.verify(now, against=then))["example.csv"][1].startswith("input: x.txt has other content; row 1")


def test_verify__against_finds_a_file_that_only_one_side_has(make_study, tmp_path, table):
    one = make_study("a")
    with ns.Study(tmp_path / "b") as study:
        study.save_table(table, "example")
        study.save_table(table, "second")
    found = rows(ns.verify(one, against=tmp_path / "b"))
    assert found["second.csv"][0] == "MISSING"
    assert found["example.svg"][0] == "NEW"


def test_verify__a_study_made_interactively_cannot_be_rerun(make_study):
    found = ns.verify(make_study(), rerun=True)
    assert not found.ok
    assert "not rerunnable: made interactively" in str(found)


def test_verify__takes_a_folder_of_studies(make_study, tmp_path):
    make_study("all/one")
    (make_study("all/two") / "example.csv").unlink()
    found = ns.verify(tmp_path / "all")
    assert rows(found)["one/example.csv"][0] == "SAME"
    assert rows(found)["two/example.csv"][0] == "MISSING"
    make_study("others/one")
    make_study("others/three")
    (tmp_path / "all" / "two" / "manifest.json").unlink()
    compared = rows(ns.verify(tmp_path / "all", against=tmp_path / "others"))
    assert compared["one/manifest.json"][0] == "SAME"
    assert compared["three"][0] == "MISSING"


def test_verify__a_study_inside_another_is_left_to_itself(make_study):
    make_study("outer/inner")
    assert [row.name for row in ns.verify(make_study("outer"))] == [
        f"example.{form}" for form in ("csv", "parquet", "pdf", "png", "svg")
    ]


def test_verification__is_true_only_where_all_is_well(make_study):
    folder = make_study()
    assert ns.verify(folder)
    (folder / "example.csv").unlink()
    assert not ns.verify(folder)


def test_verify__says_what_is_no_study(tmp_path, make_study):
    with pytest.raises(MissingFileError, match="there is no folder"):
        ns.verify(tmp_path / "nowhere")
    with pytest.raises(StudyError, match="no study folder"):
        ns.verify(tmp_path)
    with pytest.raises(InputError, match="choose one"):
        ns.verify(make_study(), against=tmp_path, rerun=True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cannot be read"),
        (b"[]", "no JSON object"),
        (b'{"format": "newsstudy-manifest-99"}', "newsstudy-manifest-99"),
        (b'{"format": "newsstudy-manifest-1"}', "no proper section"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b'{"a": NaN}', "NaN"),
        (b"\xff\xfe", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
    ],
)
def test_verify__a_damaged_manifest_is_named(make_study, content, says):
    folder = make_study()
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(StudyError, match=says):
        ns.verify(folder)


@pytest.mark.parametrize("file", ["../x", "/etc/passwd", "a/../../b", "C:x", "a\\b", ".x", "a//b", ""])
def test_verify__a_manifest_that_leads_out_of_its_folder_is_refused(make_study, file):
    folder = make_study()
    change_manifest(folder, lambda m: m["tables"]["example"]["files"].update({file: "0" * 64}))
    with pytest.raises(StudyError, match="no plain path"):
        ns.verify(folder)


def test_verification__html_escapes_what_it_shows():
    from newsstudy.study._verify import Row, Verification

    page = Verification([Row("<img onerror=x>.csv", "NEW", "<b>")], ["<i>"])._repr_html_()
    assert "<img" not in page
    assert "<b>" not in page
    assert "<i>" not in page
