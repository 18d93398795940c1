import json

import pytest

from newsstudy.errors import InputError, MissingFileError, StudyError
from newsstudy.study import notebook_form


def shown(*outputs):
    """A notebook of one cell with these outputs."""
    cell = {"cell_type": "code", "id": "x", "metadata": {}, "source": "1\nsecond", "execution_count": 9, "outputs": list(outputs)}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def result(**data):
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 99}


def stream(name, text):
    return {"output_type": "stream", "name": name, "text": text}


def test_canonical__joins_stdout_and_drops_stderr_and_times():
    made = notebook_form.canonical(
        shown(stream("stdout", ["a\n", "b"]), stream("stderr", "x"), stream("stdout", "c"), result(**{"text/plain": "1"}))
    )
    assert [output["output_type"] for output in made["cells"][0]["outputs"]] == ["stream", "execute_result"]
    assert made["cells"][0]["outputs"][0]["text"] == "a\nbc"
    assert made["cells"][0]["outputs"][1]["execution_count"] == 1


@pytest.mark.parametrize(
    "output",
    [
        result(**{"text/plain": "<object at 0x7f3a5c2d1e80>"}),
        result(**{"text/html": ["<p>a</p>\n", "0x7f3a5c2d1e80"]}),
        stream("stdout", "a\n<f at 0x7F3A5C2D1E80>\n"),
    ],
)
def test_canonical__a_memory_address_is_refused_by_cell(output):
    with pytest.raises(StudyError, match=r"my\.ipynb, cell 1 shows a memory address"):
        notebook_form.canonical(shown(output), "my.ipynb")


def test_canonical__a_path_of_this_machine_is_refused_by_cell():
    given = shown(stream("stdout", "one\n/home/me/theses/results\n"))
    with pytest.raises(StudyError, match=r"my\.ipynb, cell 1 shows a path of this machine.*'/home/me/theses/results'"):
        notebook_form.canonical(given, "my.ipynb", ["/home/me/theses"])
    notebook_form.canonical(given, "my.ipynb", ["/home/you"])


def test_canonical__what_can_never_repeat_is_refused():
    with pytest.raises(StudyError, match="interactive widget"):
        notebook_form.canonical(shown(result(**{"application/vnd.jupyter.widget-view+json": {"model_id": "1"}})))
    with pytest.raises(StudyError, match="unknown type"):
        notebook_form.canonical(shown({"output_type": "surprise"}))


def test_canonical__keeps_tags_attachments_json_and_pictures():
    given = shown(result(**{"application/json": {"b": 1}, "image/png": "aGk=\n", "image/svg+xml": ["<svg>\n", "</svg>"]}))
    given["cells"][0]["metadata"] = {"tags": ["article"], "collapsed": True}
    given["cells"].append({"cell_type": "markdown", "metadata": {}, "source": ["a\n", "b"], "attachments": {"x.png": {}}})
    content = notebook_form.to_bytes(notebook_form.canonical(given))
    made = json.loads(content)
    assert made["cells"][0]["metadata"] == {"tags": ["article"]}
    assert made["cells"][0]["outputs"][0]["data"]["application/json"] == {"b": 1}
    assert made["cells"][0]["outputs"][0]["data"]["image/svg+xml"] == ["<svg>\n", "</svg>"]
    assert made["cells"][1]["attachments"] == {"x.png": {}}
    assert made["cells"][1]["source"] == ["a\n", "b"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"nbformat": 3, "worksheets": []}', b"\xff", b"[" * 100_000])
def test_load__what_is_no_notebook_is_named(tmp_path, content):
    (tmp_path / "a.ipynb").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.ipynb is no notebook"):
        notebook_form.load(tmp_path / "a.ipynb")
    with pytest.raises(MissingFileError):
        notebook_form.load(tmp_path / "b.ipynb")


def test_source_form__an_unknown_cell_is_named():
    with pytest.raises(InputError, match="cell 1 of the notebook has the type 'sql'"):
        notebook_form.source_form({"cells": [{"cell_type": "sql"}]})


def test_first_difference__names_the_cell_and_the_words():
    one = notebook_form.to_bytes(notebook_form.canonical(shown(stream("stdout", "a\nUkraine 7 times"))))
    two = notebook_form.to_bytes(notebook_form.canonical(shown(stream("stdout", "a\nUkraine 8 times"))))
    assert notebook_form.first_difference(one, two) == "cell 1, output: 'Ukraine 7 times' instead of 'Ukraine 8 times'"
    assert "same, the spelling is not" in notebook_form.first_difference(one, json.dumps(json.loads(one)).encode())
    assert notebook_form.first_difference(one, one.replace(b'"1\\n"', b'"2\\n"')) == "cell 1, source: '1' instead of '2'"
    assert notebook_form.first_difference(one, b"\xff") != ""
