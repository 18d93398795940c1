import json
import os
import sys

import pytest

from newsstudy.errors import StudyError
from newsstudy.study import notebook_form, notebooks


def test_execute__gives_one_spelling_whatever_the_session(notebook, tmp_path, monkeypatch):
    ipython = tmp_path / "ipython" / "profile_default" / "startup"
    ipython.mkdir(parents=True)
    (ipython / "00.py").write_text("intruder = 1", "utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("COLUMNS", "20")
    given = notebook(
        "# Prose",
        "import sys, os; print('one'); print('noise', file=sys.stderr); print('two')",
        "print('intruder' in globals(), os.environ['NEWSSTUDY_PROGRESS'], sys.executable, os.path.basename(os.getcwd())); 1",
    )
    cells = []
    made = notebooks.execute(given, cwd=tmp_path, on_cell=lambda: cells.append(1))
    assert len(cells) == 2
    assert [cell["id"] for cell in made["cells"]] == ["cell-01", "cell-02", "cell-03"]
    assert made["cells"][1]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": "one\ntwo\n"}]
    assert made["cells"][2]["execution_count"] == 2
    assert made["cells"][2]["outputs"][1]["execution_count"] == 2
    assert made["cells"][2]["outputs"][0]["text"] == f"False off {sys.executable} {tmp_path.name}\n"
    assert made["metadata"]["language_info"] == {"name": "python"}
    content = notebook_form.to_bytes(made)
    assert content.endswith(b"}\n")
    assert notebook_form.canonical_again(content) == content
    assert given["cells"][1]["outputs"] == []


def test_execute__a_failing_cell_is_named_with_line_and_message(notebook):
    given = notebook("# Prose", "def f(x):\n    return 1 / x\n\nf(0)", "print('never')")
    with pytest.raises(StudyError, match=r"^my\.ipynb, cell 2, line 4 \('f\(0\)'\): ZeroDivisionError: division by zero$"):
        notebooks.execute(given, name="my.ipynb")


def test_execute__a_dead_kernel_is_an_error(notebook):
    with pytest.raises(StudyError, match="the kernel died"):
        notebooks.execute(notebook("import os; os._exit(1)"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no IPC sockets")
def test_kernel__opens_no_port(tmp_path):
    manager = notebooks._kernel_manager(str(tmp_path), False)
    assert manager.transport == "ipc"
    assert manager.ip.startswith(str(tmp_path))


def test_progress_bar__counts_code_cells_and_is_silent_where_nobody_watches(notebook, tmp_path, monkeypatch, capsys):
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook("# Prose", "1", "2")), "utf-8")
    with notebooks.progress_bar([tmp_path / "a.ipynb"]) as on_cell:
        assert on_cell is None
    monkeypatch.setattr(notebooks, "watched", lambda: True)
    monkeypatch.setattr(notebooks, "QUIET_SECONDS", 0)
    with notebooks.progress_bar([tmp_path / "a.ipynb"]) as on_cell:
        on_cell()
        on_cell()
    assert "running a.ipynb" in capsys.readouterr().err
