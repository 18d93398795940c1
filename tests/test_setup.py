"""tools/setup.py, which a stranger's first command runs: what it says when something is missing, and when it builds again."""

import ast
import builtins
import importlib.util
import json
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture
def setup(tmp_path, monkeypatch):
    """The script as a module, in a project of its own, so that no test can touch a real environment."""
    spec = importlib.util.spec_from_file_location("newsstudy_setup", ROOT / "tools" / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements.lock.txt").write_text("numpy==2.4.6\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock.txt")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "newsstudy-setup.json")
    return module


@pytest.fixture
def standing(setup):
    """The same, after a set-up that ended well."""
    setup.BIN.mkdir(parents=True)
    setup.PYTHON.write_text("")
    setup.STAMP.write_text(json.dumps(setup.fingerprint()), "utf-8")
    return setup


@pytest.fixture
def steps(setup, monkeypatch):
    """What a set-up would do, written down instead of done."""
    done = []

    def create():
        done.append("create")
        setup.BIN.mkdir(parents=True, exist_ok=True)
        setup.PYTHON.write_text("")

    monkeypatch.setattr(setup, "create_environment", create)
    monkeypatch.setattr(setup, "pip", lambda *arguments: done.append(arguments))
    return done


def test_unknown_task__is_refused_with_the_list_of_tasks_before_anything_is_set_up(setup, steps, capsys):
    with pytest.raises(SystemExit) as stopped:
        setup.main(["tset"])
    assert stopped.value.code == 1
    told = capsys.readouterr().out
    assert "there is no task 'tset'" in told
    assert all(task in told for task in setup.TASKS)
    assert steps == []


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help__says_what_the_script_does_and_sets_nothing_up(setup, steps, capsys, word):
    assert setup.main([word]) == 0
    assert "python3 tools/setup.py reproduce" in capsys.readouterr().out
    assert steps == []


def test_too_old_python__is_refused_by_number_with_the_next_move(setup, steps, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 14, "final", 0))
    with pytest.raises(SystemExit) as stopped:
        setup.main([])
    assert stopped.value.code == 1
    told = capsys.readouterr().out
    assert "Python 3.10.14 is too old; newsstudy needs 3.11 or newer" in told
    assert "python3.12 tools/setup.py" in told
    assert steps == []


def test_script__is_read_by_python_3_6_so_that_an_old_python_can_say_that_it_is_too_old():
    text = (ROOT / "tools" / "setup.py").read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 6))
    assert "from __future__" not in text  # 3.6 does not know the one for annotations
    notes = [node.returns for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    notes += [node.annotation for node in ast.walk(tree) if isinstance(node, ast.arg)]
    assert [ast.unparse(note) for note in notes if isinstance(note, ast.Subscript | ast.BinOp)] == []


def test_newer_python__is_told_that_it_is_outside_the_tested_versions(setup, steps, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 14, 0, "final", 0))
    assert setup.main([]) == 0
    assert "newer than the versions on which equal bytes are tested (3.11 to 3.13)" in capsys.readouterr().out


def test_missing_venv__is_refused_with_the_package_to_install(setup, monkeypatch, capsys):
    real = builtins.__import__

    def without_venv(name, *arguments, **options):
        if name in ("venv", "ensurepip"):
            raise ImportError(f"No module named {name!r}")
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_venv)
    with pytest.raises(SystemExit) as stopped:
        setup.create_environment()
    monkeypatch.undo()
    assert stopped.value.code == 1
    told = capsys.readouterr().out
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in told
    assert "run the same command again" in told


def test_failed_pip__shows_pips_own_message_and_the_way_without_network(setup, monkeypatch, capsys):
    def failing(command, **options):
        return subprocess.CompletedProcess(command, 1, "", "ERROR: no matching distribution\n")

    monkeypatch.setattr(setup.subprocess, "run", failing)
    with pytest.raises(SystemExit) as stopped:
        setup.pip("--require-hashes", "--requirement", "lock")
    assert stopped.value.code == 1
    told = capsys.readouterr().out
    assert "ERROR: no matching distribution" in told
    assert "PIP_NO_INDEX=1" in told


def test_set_up__installs_the_lock_with_hashes_then_the_project_without_resolving(setup, steps, capsys):
    assert setup.main([]) == 0
    assert steps == [
        "create",
        ("--require-hashes", "--requirement", str(setup.LOCK)),
        ("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(setup.ROOT)),
    ]
    told = capsys.readouterr().out
    assert re.search(r"ready after \d+ s", told)
    assert "nothing more to do" in told


def test_set_up__is_not_repeated_while_it_stands(setup, steps):
    setup.main([])
    done = list(steps)
    setup.main([])
    assert steps == done
    assert setup.stands()


def test_set_up_that_failed__does_not_stand(setup, steps, monkeypatch):
    def failing(*arguments):
        raise SystemExit(1)

    monkeypatch.setattr(setup, "pip", failing)
    with pytest.raises(SystemExit):
        setup.main([])
    assert not setup.stands()


@pytest.mark.parametrize("name", ["requirements.lock.txt", "pyproject.toml"])
def test_environment__does_not_stand_when_a_file_that_it_was_built_from_changes(standing, name):
    assert standing.stands()
    path = standing.ROOT / name
    path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
    assert not standing.stands()


def test_environment__does_not_stand_for_another_python(standing, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 13, 99, "final", 0))
    assert not standing.stands()


def test_environment__does_not_stand_when_the_checkout_has_moved(standing, monkeypatch, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    for name in ("requirements.lock.txt", "pyproject.toml"):
        (tmp_path / "elsewhere" / name).write_bytes((standing.ROOT / name).read_bytes())
    monkeypatch.setattr(standing, "ROOT", tmp_path / "elsewhere")
    assert not standing.stands()


@pytest.mark.parametrize("stamp", [b"", b"{", b"\xff", b"[]", b"{}"])
def test_environment__does_not_stand_with_a_broken_stamp(standing, stamp):
    standing.STAMP.write_bytes(stamp)
    assert not standing.stands()


def test_environment__does_not_stand_without_its_interpreter(standing):
    standing.PYTHON.unlink()
    assert not standing.stands()


def test_old_environment__is_removed_and_made_anew(standing, monkeypatch, capsys):
    made = []
    import venv

    monkeypatch.setattr(venv.EnvBuilder, "create", lambda self, folder: made.append(folder))
    (standing.VENV / "pyvenv.cfg").write_text("home = /usr\n", "utf-8")
    standing.create_environment()
    assert made == [standing.VENV]
    assert not standing.STAMP.exists()
    assert "removing the old environment .venv" in capsys.readouterr().out


def test_folder_that_is_no_environment__is_never_removed(setup, monkeypatch, capsys):
    setup.VENV.mkdir()
    (setup.VENV / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(SystemExit) as stopped:
        setup.create_environment()
    assert stopped.value.code == 1
    assert (setup.VENV / "thesis.txt").read_text("utf-8") == "mine"
    assert "NEWSSTUDY_VENV" in capsys.readouterr().out


def test_task__runs_its_commands_in_order_stops_at_the_first_failure_and_returns_its_code(setup, monkeypatch):
    ran = []

    def call(arguments, **options):
        ran.append(arguments)
        assert options["env"]["VIRTUAL_ENV"] == str(setup.VENV)
        assert "PYTHONHOME" not in options["env"]
        return 3 if "mypy" in arguments else 0

    monkeypatch.setattr(setup.subprocess, "call", call)
    assert setup.run("check", ["-x"]) == 3
    assert [words[2] for words in ran] == ["ruff", "ruff", "mypy"]
    assert all(words[0] == str(setup.PYTHON) for words in ran)


def test_extra_arguments__go_to_the_last_command(setup, monkeypatch):
    ran = []
    monkeypatch.setattr(setup.subprocess, "call", lambda arguments, **options: ran.append(arguments) or 0)
    assert setup.run("test", ["-k", "lock"]) == 0
    assert ran == [[str(setup.PYTHON), *setup.PYTEST[1:], "-k", "lock"]]


def test_tasks__name_modules_and_files_that_exist(setup):
    for commands in setup.TASKS.values():
        for command in commands:
            assert command[0] == "python"
            if command[1] == "-m":
                assert importlib.util.find_spec(command[2]) is not None, command[2]
            else:
                assert (ROOT / command[1]).is_file(), command[1]


def test_makefile_and_script__have_the_same_tasks(setup):
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE).group(1).split()
    assert sorted(targets) == sorted(["setup", *setup.TASKS])


def test_script__needs_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "tools" / "setup.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names
