import subprocess
import sys

import pytest

import newsstudy as ns
from newsstudy import cli


def call(capsys, *words):
    """Exit code, stdout and stderr of one command."""
    try:
        code = cli.main([str(word) for word in words])
    except SystemExit as error:
        code = error.code
    said = capsys.readouterr()
    return code, said.out, said.err


def test_cli__verify_ends_with_0_or_1(make_study, capsys):
    folder = make_study()
    code, out, _ = call(capsys, "verify", folder)
    assert (code, out.splitlines()[0]) == (0, "SAME      example.csv")
    assert call(capsys, "verify", folder, "--rerun")[0] == 1
    (folder / "example.csv").write_text("term\n", "utf-8")
    code, out, _ = call(capsys, "verify", folder)
    assert code == 1
    assert "1 DIFFERENT" in out
    assert call(capsys, "verify", make_study("b"), "--against", make_study("c"))[0] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "COMMAND"),
        (["frobnicate"], "frobnicate"),
        (["verify"], "FOLDER"),
        (["verify", "nowhere"], "there is no folder nowhere"),
        (["verify", "x", "--what"], "--what"),
        (["run", "none.py"], "there is no file none.py"),
        (["reproduce"], "run this in a checkout"),
        (["describe", "nowhere.txt"], "nowhere.txt"),
        (["verify", "x", "--", "y"], "only 'run' passes arguments on"),
    ],
)
def test_cli__wrong_input_is_one_line_and_exit_code_2(tmp_path, monkeypatch, capsys, words, says):
    monkeypatch.chdir(tmp_path)
    code, out, err = call(capsys, *words)
    assert (code, out) == (2, "")
    assert says in err
    assert err.startswith("newsstudy: ")
    assert err.count("\n") == 1


def test_cli__a_folder_that_is_no_study_is_exit_code_1(tmp_path, capsys):
    code, _, err = call(capsys, "verify", tmp_path)
    assert code == 1
    assert "is no study folder" in err


def test_cli__run_passes_arguments_on_and_trace_shows_them(script, capsys):
    code, out, _ = call(capsys, "run", script, "-o", "results", "--", "-x")
    assert (code, out.splitlines()[-1]) == (0, "results: 1 tables. Check it with: newsstudy verify results --rerun")
    code, out, _ = call(capsys, "trace", "results", "example")
    assert code == 0
    assert "run       newsstudy run analysis.py -- -x" in out
    assert call(capsys, "trace", "results", "other")[0] == 2


def test_cli__describe_shows_corpus_and_ledger(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("War was near.\n\nPeace was far.\n", "utf-8")
    (tmp_path / "b.bin").write_bytes(b"\xff\xfe\x00")
    code, out, err = call(capsys, "describe", tmp_path)
    assert (code, err) == (0, "")
    assert "n_documents" in out
    assert "b.bin" in out


def test_cli__describe_shows_control_characters_instead_of_obeying_them(tmp_path, capsys):
    (tmp_path / "a\x1b[31m.bin").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "a.txt").write_text("War was near.", "utf-8")
    _, out, err = call(capsys, "describe", tmp_path)
    assert "\x1b" not in out + err


def test_cli__version_and_interrupt(capsys, monkeypatch, tmp_path):
    assert call(capsys, "--version") == (0, f"newsstudy {ns.__version__}\n", "")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("newsstudy.study.verify", interrupted)
    assert call(capsys, "verify", tmp_path) == (130, "", "newsstudy: stopped\n")


def test_cli__starts_without_heavy_packages():
    heavy = "{'numpy', 'pandas', 'pyarrow', 'numba', 'matplotlib', 'scipy', 'sklearn', 'nltk'}"
    code = f"import sys, newsstudy.cli as c\ntry: c.main(['--version'])\nexcept SystemExit: print(*({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"newsstudy {ns.__version__}", ""]
