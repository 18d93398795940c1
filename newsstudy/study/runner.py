"""Run a script or notebook so that its study can be checked later: code kept, results settled only when all went well."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from newsstudy.errors import InputError, MissingFileError, StudyError
from newsstudy.study import files, manifest, notebook_form, notebooks
from newsstudy.study.session import Session
from newsstudy.study.study import owned_files


def run(main: Any, out: Any, arguments: Sequence[str] = (), *, on_cell: Callable[[], None] | None = None) -> dict[str, Any]:
    """Run `main` (a .py or .ipynb) in a fresh process; its Study writes `out`, with the code in `out`/code.

    A script runs in the current working directory, a notebook in its own folder, as in JupyterLab. The folder `out` is
    changed only when everything went well; files in it that no study made are left alone.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    MissingFileError, InputError
        When there is no such file, or it is neither script nor notebook.
    StudyError
        When the code stops with an error, or makes no study, two studies, or one that it does not close.
    """
    if not isinstance(main, str | os.PathLike):
        raise InputError(f"name the script or notebook to run; got {main!r}")
    source, target = pathlib.Path(main).resolve(), files.folder(out, "run, -o").resolve()
    _check(source, target, main, out)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = pathlib.Path(tempfile.mkdtemp(prefix=".newsstudy-", dir=target.parent))
    except OSError as error:
        raise StudyError(
            f"{target.parent} cannot be written to: {error.strerror or error}; choose another folder with -o"
        ) from error
    try:
        beside.chmod(0o755)
        _keep_main(source, beside)
        cwd = source.parent if source.suffix == ".ipynb" else pathlib.Path.cwd()
        session = Session(str(beside), source.name, str(source), tuple(arguments), _relative(cwd, target))
        made = _execute(source, beside, session, cwd, again=False, on_cell=on_cell)
        _settle(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return made


@contextlib.contextmanager
def rerun(place: pathlib.Path, code: dict[str, Any]) -> Iterator[pathlib.Path]:
    """Run the kept code of the study in `place` again; the new study stands in a temporary folder while the block runs."""
    name = files.checked_path(code.get("main"))
    arguments = code.get("arguments")
    source = (place / files.CODE / name).resolve()
    if not source.is_file():
        raise MissingFileError(f"{place / files.CODE / name} is gone; without the code the study cannot be rerun")
    if not isinstance(arguments, list) or not all(isinstance(argument, str) for argument in arguments):
        raise StudyError(f"the manifest in {place} has no proper arguments for {name}; it was changed by hand")
    with tempfile.TemporaryDirectory(prefix="newsstudy-rerun-", ignore_cleanup_errors=True) as folder:
        fresh = pathlib.Path(folder) / "results"
        shutil.copytree(place / files.CODE, fresh / files.CODE, ignore=shutil.ignore_patterns("__pycache__"))
        cwd = _where_it_ran(place)
        _execute(source, fresh, Session(str(fresh), name, str(source), tuple(arguments), None), cwd, again=True, on_cell=None)
        yield fresh


def _check(source: pathlib.Path, target: pathlib.Path, main: Any, out: Any) -> None:
    if not source.is_file():
        raise MissingFileError(f"there is no file {main}; name the script or notebook to run")
    if source.suffix not in (".py", ".ipynb"):
        raise InputError(f"{main} is neither a script (.py) nor a notebook (.ipynb)")
    if target.exists() and not target.is_dir():
        raise InputError(f"{out} is a file; name a folder for the results with -o")
    if source.is_relative_to(target):
        raise InputError(f"{main} lies inside the results folder {out}; move it out, the folder is written anew by each run")


def _keep_main(source: pathlib.Path, out: pathlib.Path) -> None:
    (out / files.CODE).mkdir()
    content = source.read_bytes()
    if source.suffix == ".ipynb":
        # Without outputs: what the code is does not change when its results do.
        content = notebook_form.to_bytes(notebook_form.source_form(notebook_form.load(source)))
    files.write(out / files.CODE / source.name, content)


def _relative(cwd: pathlib.Path, target: pathlib.Path) -> str | None:
    try:
        return pathlib.Path(os.path.relpath(cwd, target)).as_posix()
    except ValueError:  # another drive of Windows
        return None


def _where_it_ran(place: pathlib.Path) -> pathlib.Path:
    """The working directory of the first run as seen from the results, if it is still there; else the current one."""
    path = place / files.ENVIRONMENT
    named = files.read_json(path, "the environment").get("run_from") if path.is_file() else None
    if isinstance(named, str) and (place.resolve() / named).is_dir():
        return (place.resolve() / named).resolve()
    return pathlib.Path.cwd()


def _execute(
    source: pathlib.Path,
    out: pathlib.Path,
    session: Session,
    cwd: pathlib.Path,
    *,
    again: bool,
    on_cell: Callable[[], None] | None,
) -> dict[str, Any]:
    """Start the code, wait, and give the manifest that its Study wrote."""
    if source.suffix == ".ipynb":
        executed = notebooks.execute(
            notebook_form.load(source),
            cwd=cwd,
            environment=session.to_environment(),
            name=source.name,
            modules=source.parent if again else None,
            on_cell=on_cell,
        )
        _check_made(source.name, out)
        return _add_notebook(out, source.name, notebook_form.to_bytes(executed))
    command = [sys.executable, str(source), *session.arguments]
    done = subprocess.run(  # noqa: S603
        command,
        cwd=cwd,
        env={**os.environ, **session.to_environment(), **({"PYTHONDONTWRITEBYTECODE": "1"} if again else {})},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if again else None,
        stderr=subprocess.PIPE if again else None,
    )
    if done.returncode != 0:
        last = (done.stderr or b"").decode("utf-8", "replace").strip().splitlines()[-1:]
        said = f": {last[0]}" if last else ""
        raise StudyError(f"{source.name} stopped with exit code {done.returncode}{said}; no results were written")
    _check_made(source.name, out)
    return manifest.read(out)


def _check_made(name: str, out: pathlib.Path) -> None:
    if (out / files.MANIFEST).is_file():
        return
    if (out / files.UNFINISHED).is_file():
        raise StudyError(
            f"{name} made a study and did not close it; use 'with ns.Study(...) as study:' or study.close() at the end. "
            "No results were written"
        )
    raise StudyError(f"{name} made no study: use ns.Study(...) in it to read and save. No results were written")


def _add_notebook(out: pathlib.Path, name: str, content: bytes) -> dict[str, Any]:
    files.write(out / name, content)
    made = manifest.read(out)
    made["notebooks"][name] = files.sha256(content)
    files.write(out / files.MANIFEST, files.to_json(made))
    return made


def _settle(beside: pathlib.Path, target: pathlib.Path) -> None:
    """Move a finished study to its folder: old files of ours out, new ones in, the manifest last."""
    earlier = owned_files(target) if target.is_dir() else {}
    new = sorted(path.relative_to(beside).as_posix() for path in beside.rglob("*") if path.is_file())
    for name in new:
        if (target / name).exists() and name not in earlier and name not in files.OWN:
            raise StudyError(
                f"{name} stands in {target} already and was not made by a study; move it away, or choose another folder with -o"
            )
    for name in (*files.OWN, *earlier):
        (target / name).unlink(missing_ok=True)
    for name in sorted(new, key=lambda name: (name == files.MANIFEST, name)):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (beside / name).replace(target / name)
