"""Run a notebook in a clean kernel of this very Python."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from newsstudy.engine.progress import QUIET_SECONDS, watched
from newsstudy.errors import NewsstudyError, StudyError
from newsstudy.study.notebook_form import canonical, load, source_form
from newsstudy.study.session import VARIABLE, Session

# The kernel is this interpreter without anything of the user's or the machine's own: no profile, no start-up files, no
# configuration from /etc or from the environment's etc folder.
_LAUNCH = (
    "from IPython.core import application as a; a.ENV_CONFIG_DIRS.clear(); a.SYSTEM_CONFIG_DIRS.clear(); "
    "from ipykernel import kernelapp as k; k.launch_new_instance()"
)
# What would make two runs differ or leak from the user's session into the kernel.
_NOT_PASSED_ON = ("COLUMNS", "LINES", "PYTHONSTARTUP", "PYTHONINSPECT", "MPLBACKEND", "IPYTHONDIR")


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
    return canonical(executed, name, _of_this_machine(pathlib.Path(cwd), extra))


def _of_this_machine(cwd: pathlib.Path, extra: Mapping[str, str]) -> list[str]:
    """The paths that an output might show by mistake; a folder right below the root is too common a word."""
    session = Session.from_json(extra[VARIABLE]) if VARIABLE in extra else None
    paths = [cwd.resolve(), *([pathlib.Path(session.out)] if session else [])]
    return [str(path) for path in paths if len(path.parts) > 2]


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


@contextlib.contextmanager
def progress_bar(paths: Iterable[pathlib.Path]) -> Iterator[Callable[[], None] | None]:
    """A bar over the code cells of these notebooks: gives the function to call after each; None where nobody watches."""
    found = [path for path in paths if path.suffix == ".ipynb"]
    if not watched() or not found:
        yield None
        return
    from tqdm import tqdm

    total = 0
    for path in found:
        with contextlib.suppress(NewsstudyError):
            total += len([cell for cell in load(path)["cells"] if cell.get("cell_type") == "code"])
    label = found[0].name if len(found) == 1 else f"{len(found)} notebooks"
    with tqdm(total=total, unit=" cells", desc=f"running {label}", delay=QUIET_SECONDS, leave=False, file=sys.stderr) as bar:

        def on_cell() -> None:
            bar.update()

        yield on_cell
