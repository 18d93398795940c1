"""The one door to numba: kernels compile on first use and are kept on disk under a stamp of all kernel sources.

numba checks only the file of the function it compiles, so a caller keeps its old machine code when a helper in another
file changes. Here the stamp is a digest over every file in `kernels/`, so any edit throws the whole cache away.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numba
import numpy as np
from numba.core import types
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator
from numba.core.compiler_lock import global_compiler_lock

HERE = pathlib.Path(__file__).resolve().parent
Function = TypeVar("Function", bound=Callable[..., Any])


@functools.cache
def sources_digest() -> str:
    """Sixteen hex digits over the names and contents of all kernel sources and the versions that compile them."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    digest.update(f"numba {numba.__version__} numpy {np.__version__} python {sys.version_info[:2]}".encode())
    return digest.hexdigest()[:16]


@functools.cache
def cache_folder() -> pathlib.Path:
    """Where compiled kernels are kept: NEWSSTUDY_CACHE, or the user's cache folder, or (read-only home) a temporary one."""
    named = os.environ.get("NEWSSTUDY_CACHE")
    if named:
        base = pathlib.Path(named)
    elif sys.platform == "win32":
        base = pathlib.Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "newsstudy"
    else:
        base = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "newsstudy"
    folder = base / "kernels" / sources_digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    # A shared temporary folder could hold somebody else's machine code, so this one is private to the process.
    return pathlib.Path(tempfile.mkdtemp(prefix="newsstudy-kernels-"))


class _KernelLocator(_CacheLocator):
    """Tells numba where a kernel's machine code lies and when it is stale."""

    def __init__(self, py_func: Callable[..., Any], source_path: str) -> None:
        self._py_file = source_path
        self._lineno = py_func.__code__.co_firstlineno

    def get_cache_path(self) -> str:
        return str(cache_folder())

    def get_source_stamp(self) -> str:
        return sources_digest()

    def get_disambiguator(self) -> str:
        return str(self._lineno)

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> _KernelLocator:
        return cls(py_func, py_file)


class _KernelCacheImpl(CompileResultCacheImpl):
    _locator_classes: Any = (_KernelLocator,)


class _KernelCache(FunctionCache):
    _impl_class = _KernelCacheImpl


def kernel(function: Function) -> Function:
    """Compile `function` on first use: single-threaded, GIL released, IEEE arithmetic as written (no fastmath).

    NaN and infinity behave as IEEE says (`error_model="numpy"`): division by zero is no exception inside a kernel, so
    the caller checks before it calls.
    """
    dispatcher: Any = numba.njit(nogil=True, error_model="numpy", fastmath=False)(function)
    cache: Any = _KernelCache
    dispatcher._cache = cache(dispatcher.py_func)
    template = dispatcher.get_call_template
    unliteral: Any = types.unliteral

    def without_literals(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        # A constant in a kernel that calls another one would compile the callee once more for "the literal 0".
        plain = {name: unliteral(value) for name, value in kws.items()}
        return template(tuple(unliteral(value) for value in args), plain)

    dispatcher.get_call_template = without_literals
    _compile_in_turn(dispatcher)
    compiled: Function = dispatcher
    return compiled


def _compile_in_turn(dispatcher: Any) -> None:
    """Of processes that start together one compiles this kernel, and the others wait and load what it kept."""
    compiles, name = dispatcher.compile, f"{dispatcher.py_func.__module__}.{dispatcher.py_func.__qualname__}.lock"

    def in_turn(signature: Any) -> Any:
        # numba's lock comes first: a thread with ours alone could wait for a thread that waits for ours.
        with global_compiler_lock, _turn(cache_folder() / name):
            return compiles(signature)

    dispatcher.compile = in_turn


@contextlib.contextmanager
def _turn(path: pathlib.Path) -> Iterator[None]:
    """While this lasts no other process is at the same place; without locks (Windows, some networks) all are."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(ImportError, OSError):
            lock: Any = importlib.import_module("fcntl")
            lock.flock(stack.enter_context(path.open("ab")), lock.LOCK_EX)
        yield


def ready(array: Any, dtype: Any) -> np.ndarray:
    """The array as kernels expect it: one dtype, C-contiguous, read-only, so that each kernel has one signature.

    No copy is made where the array already fits; a read-only view protects the caller's data.
    """
    fitted = np.ascontiguousarray(array, dtype=dtype)
    view = fitted.view()
    view.flags.writeable = False
    return view
