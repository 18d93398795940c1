"""Notebooks: run one in a clean kernel of this very Python, and write it in a form that has one spelling only."""

from __future__ import annotations

import asyncio
import copy
import json
import os
import pathlib
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from newsstudy.errors import InputError, MissingFileError, StudyError

# The kernel is this interpreter without anything of the user's or the machine's own: no profile, no start-up files, no
# configuration from /etc or from the environment's etc folder.
_LAUNCH = (
    "from IPython.core import application as a; a.ENV_CONFIG_DIRS.clear(); a.SYSTEM_CONFIG_DIRS.clear(); "
    "from ipykernel import kernelapp as k; k.launch_new_instance()"
)
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What would make two runs differ or leak from the user's session into the kernel.
_NOT_PASSED_ON = ("COLUMNS", "LINES", "PYTHONSTARTUP", "PYTHONINSPECT", "MPLBACKEND", "IPYTHONDIR")


def load(path: pathlib.Path) -> dict[str, Any]:
    """The notebook in a file, as plain data; errors name the file."""
    if not path.is_file():
        raise MissingFileError(f"there is no notebook {path}")
    try:
        notebook = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no notebook: {error}; open it in JupyterLab and save it again") from error
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4 or not isinstance(notebook.get("cells"), list):
        raise InputError(f"{path} is no notebook of format 4; open it in JupyterLab and save it again")
    return notebook


def source_form(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook's code and prose alone, in canonical form: what a person wrote, without outputs."""
    cells = [_source_cell(cell, number) for number, cell in enumerate(notebook["cells"], 1)]
    return {"cells": cells, "metadata": copy.deepcopy(_METADATA), "nbformat": 4, "nbformat_minor": 5}


def _source_cell(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    kind = cell.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        raise InputError(f"cell {number} of the notebook has the type {kind!r}; it must be code, markdown or raw")
    tags = (cell.get("metadata") or {}).get("tags")
    plain: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number:02d}",
        "metadata": {"tags": list(tags)} if tags else {},
        "source": _joined(cell.get("source", "")),
    }
    if kind == "code":
        plain |= {"execution_count": None, "outputs": []}
    elif cell.get("attachments"):
        plain["attachments"] = cell["attachments"]
    return plain


def canonical(notebook: Mapping[str, Any], name: str = "the notebook") -> dict[str, Any]:
    """The notebook with its outputs in canonical form: ids and counts from the order of cells, no times, no stderr.

    Raises
    ------
    StudyError
        Where an output can never come out the same twice: an error, a memory address, a widget.
    """
    plain = source_form(notebook)
    count = 0
    for number, (cell, given) in enumerate(zip(plain["cells"], notebook["cells"], strict=True), 1):
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = _outputs(given.get("outputs") or [], count, f"{name}, cell {number}", cell["source"])
    return plain


def _outputs(given: list[Mapping[str, Any]], count: int, place: str, source: str) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for output in given:
        kind = output.get("output_type")
        if kind == "error":
            raise StudyError(_what_failed(output, place, source))
        if kind == "stream" and output.get("name") == "stderr":
            continue
        if kind == "stream":
            text = _checked_text(_joined(output.get("text", "")), place)
            if kept and kept[-1]["output_type"] == "stream":
                kept[-1]["text"] += text
            else:
                kept.append({"name": "stdout", "output_type": "stream", "text": text})
        elif kind in ("display_data", "execute_result"):
            plain = {
                "data": _data(output.get("data") or {}, place),
                "metadata": output.get("metadata") or {},
                "output_type": kind,
            }
            kept.append(plain | ({"execution_count": count} if kind == "execute_result" else {}))
        else:
            raise StudyError(f"{place} has an output of the unknown type {kind!r}; clear the outputs and run it again")
    return kept


def _data(data: Mapping[str, Any], place: str) -> dict[str, Any]:
    if _WIDGET in data:
        raise StudyError(f"{place} shows an interactive widget, whose id is random; print its value or draw a figure instead")
    return {
        kind: _checked_text(_joined(value), place) if kind.startswith("text/") else _kept(kind, value)
        for kind, value in data.items()
    }


def _kept(kind: str, value: Any) -> Any:
    return value if kind.endswith("json") else _joined(value)


def _joined(text: Any) -> Any:
    return "".join(text) if isinstance(text, list) else text


def _checked_text(text: str, place: str) -> str:
    address = _ADDRESS.search(text)
    if address:
        line = text.count("\n", 0, address.start())
        raise StudyError(
            f"{place} shows a memory address, which is another one in every run: {text.splitlines()[line].strip()[:100]!r}. "
            "Show something else: end the line with ';' or print the values you mean"
        )
    return text


def _what_failed(output: Mapping[str, Any], place: str, source: str) -> str:
    trace = _COLOUR.sub("", "\n".join(output.get("traceback") or []))
    found = _LINE.search(trace)
    lines = source.splitlines()
    where = ""
    if found and 1 <= int(found.group(1)) <= len(lines):
        where = f", line {found.group(1)} ({lines[int(found.group(1)) - 1].strip()[:100]!r})"
    message = (_joined(output.get("evalue")) or "").strip()
    return f"{place}{where}: {output.get('ename')}: {message}"


def to_bytes(notebook: Mapping[str, Any]) -> bytes:
    """The file of a notebook in canonical form: sorted keys, indent 1, texts by lines, a newline at the end."""
    lined = copy.deepcopy(dict(notebook))
    for cell in lined["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = output["text"].splitlines(keepends=True)
            for kind, value in output.get("data", {}).items():
                if isinstance(value, str) and (kind.startswith("text/") or kind == "image/svg+xml"):
                    output["data"][kind] = value.splitlines(keepends=True)
    return (json.dumps(lined, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def execute(
    notebook: Mapping[str, Any],
    *,
    cwd: Any = ".",
    environment: Mapping[str, str] | None = None,
    name: str = "the notebook",
    modules: Any = None,
    on_cell: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Run every cell in a fresh kernel and give the notebook with its outputs in canonical form.

    Parameters
    ----------
    notebook : mapping
        The notebook as plain data (see `load`); it is left as it is.
    cwd : path
        The kernel's working directory.
    environment : mapping or None
        Variables to add to this process's environment.
    name : str
        What to call the notebook in errors.
    modules : path or None
        Where the notebook's own modules are imported from, in place of `cwd`.
    on_cell : callable or None
        Called after each code cell, for a progress bar.

    Raises
    ------
    StudyError
        When a cell fails (with its number, source line and message), or shows what no second run can show again.
    """
    plain = source_form(notebook)
    extra = dict(environment or {})
    if modules is not None:
        extra |= {"PYTHONPATH": str(modules), "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    # In a thread of its own, so that it also works where an event loop runs already, as in a notebook.
    with ThreadPoolExecutor(1) as pool, tempfile.TemporaryDirectory(prefix="newsstudy-", ignore_cleanup_errors=True) as folder:
        executed = pool.submit(_run_kernel, plain, pathlib.Path(cwd), extra, folder, name, on_cell).result()
    return canonical(executed, name)


def _run_kernel(
    plain: dict[str, Any], cwd: pathlib.Path, extra: dict[str, str], folder: str, name: str, on_cell: Callable[[], None] | None
) -> dict[str, Any]:
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, DeadKernelError
    except ImportError as error:
        raise StudyError("notebooks need the extra packages: pip install 'newsstudy[notebooks]'") from error

    notebook: Any = nbformat.from_dict(plain)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook,
        km=_kernel_manager(folder, "PYTHONSAFEPATH" in extra),
        resources={"metadata": {"path": str(cwd)}},
        timeout=None,
        startup_timeout=120,
        record_timing=False,
        store_widget_state=False,
    )
    if on_cell:
        client.on_cell_executed = lambda **_: on_cell()
    try:
        asyncio.run(client.async_execute(cleanup_kc=True, env=_kernel_environment(folder, extra)))
    except CellExecutionError:
        pass  # the notebook holds the error's output; canonical() reports it with cell and line
    except (DeadKernelError, RuntimeError) as error:
        raise StudyError(
            f"{name}: the kernel died ({str(error).strip()[:200]}); is there enough memory? Run the notebook again"
        ) from error
    return dict(notebook)


def _kernel_manager(folder: str, ignore_cwd: bool) -> Any:
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    argv = [sys.executable, "-c", _LAUNCH, "-f", "{connection_file}", "--HistoryManager.enabled=False"]
    argv += ["--InteractiveShellApp.ignore_cwd=True"] if ignore_cwd else []

    class ThisPython(KernelSpecManager):
        """Knows one kernel only, whatever is installed for the user."""

        def get_kernel_spec(self, kernel_name: str) -> Any:
            return KernelSpec(argv=argv, display_name="Python 3", language="python", env={}, metadata={})

    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisPython())
    manager.connection_file = str(pathlib.Path(folder) / "kernel.json")
    # Sockets in a private folder: nobody else on the machine can talk to the kernel, and no port is opened.
    manager.transport = "tcp" if sys.platform == "win32" else "ipc"
    if manager.transport == "ipc":
        manager.ip = str(pathlib.Path(folder) / "kernel")
    return manager


def _kernel_environment(folder: str, extra: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _NOT_PASSED_ON and not key.startswith("JUPYTER_")}
    own = {
        name: str(pathlib.Path(folder) / name.lower())
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    return {**kept, **own, "JUPYTER_NO_CONFIG": "1", "NEWSSTUDY_PROGRESS": "off", **extra}


def first_difference(now: bytes, then: bytes) -> str:
    """Where two notebook files first differ, in words: the cell, and the line of its source or output."""
    try:
        cells, others = (json.loads(content)["cells"] for content in (now, then))
        if canonical_again(then) == now:
            return "saved by another program: the content is the same, the spelling is not"
    except (ValueError, KeyError, TypeError, StudyError, InputError):
        return _other_line(now.decode("utf-8", "replace"), then.decode("utf-8", "replace")) or "it is no notebook"
    for number, (cell, other) in enumerate(zip(cells, others, strict=False), 1):
        if _joined(cell.get("source")) != _joined(other.get("source")):
            return f"cell {number}, source: {_other_line(_joined(cell.get('source')), _joined(other.get('source')))}"
        shown = [_shown(part.get("outputs") or []) for part in (cell, other)]
        if shown[0] != shown[1]:
            return f"cell {number}, output: {_other_line(*shown)}"
    return f"{len(cells)} cells instead of {len(others)}" if len(cells) != len(others) else "ids, counts or metadata of cells"


def canonical_again(content: bytes) -> bytes:
    """A notebook file in canonical form."""
    return to_bytes(canonical(json.loads(content)))


def _shown(outputs: list[Mapping[str, Any]]) -> str:
    parts = [_joined(output.get("text", "")) + _data_text(output.get("data") or {}) for output in outputs]
    return "\n".join(parts)


def _data_text(data: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{kind}: {value if isinstance(value, str) else json.dumps(value)}"
        for kind, value in sorted((k, _joined(v)) for k, v in data.items())
    )


def _other_line(now: str, then: str) -> str:
    lines, others = now.splitlines(), then.splitlines()
    for line, other in zip(lines, others, strict=False):
        if line != other:
            return _around(line, other)
    return f"{len(lines)} lines instead of {len(others)}" if len(lines) != len(others) else ""


def _around(line: str, other: str) -> str:
    """The two lines near the first character that differs."""
    same = 0
    while same < min(len(line), len(other)) and line[same] == other[same]:
        same += 1
    start = max(same - 20, 0)
    return f"{line[start : start + 60].strip()!r} instead of {other[start : start + 60].strip()!r}"
