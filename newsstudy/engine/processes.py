"""Processes of our own for work that holds Python's lock, such as parsing: started by hand, fed by pipes, killed at once.

No process imports the user's script or notebook, so that neither needs a guard. What goes to and fro is JSON and bytes.
"""

from __future__ import annotations

import builtins
import collections
import contextlib
import importlib
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

from newsstudy import errors
from newsstudy.errors import NewsstudyError

READY, PART, DONE, FAILED, DIED = "ready", "part", "done", "failed", "died"
_KINDS = (READY, PART, DONE, FAILED, DIED)
_HEAD = struct.Struct("<BQ")
_WAITING = 64  # messages that may wait for the main process before a worker has to
_AHEAD = 2  # jobs that a worker has: it need not wait for the next until this thread is given Python's lock
_BEGIN = (
    "import json, sys; first = json.loads(sys.stdin.buffer.readline()); sys.path[:] = first['path']; "
    "from newsstudy.engine.processes import serve; serve(first)"
)


class Message(NamedTuple):
    """What a worker says of a job: a part of its result, its end, or what went wrong."""

    job: Any
    kind: str
    content: Any


class Workers:
    """Processes that work off jobs while the caller does something else, or works too.

    `begin` names a function as "module:name". In each worker it is called once with `settings`, and gives the function that
    does a job: work(argument, send), which sends parts as bytes and returns JSON.
    """

    def __init__(self, n: int, begin: str, settings: Any, next_job: Callable[[], tuple[Any, Any] | None]) -> None:
        self._next_job = next_job
        self._messages: queue.Queue[Message | None] = queue.Queue(_WAITING)
        self._closed = threading.Event()
        path = [place for place in sys.path if place]
        first = json.dumps({"path": path, "begin": begin, "settings": settings}).encode() + b"\n"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads: list[threading.Thread] = []
        try:
            for _ in range(n):
                command = [sys.executable, "-P", "-c", _BEGIN]  # nothing of the user's is in it
                process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
                self._processes.append(process)
                thread = threading.Thread(target=self._feed, args=(process, first), daemon=True, name="newsstudy-feeder")
                self._threads.append(thread)
                thread.start()
        except BaseException:
            self.close()
            raise
        self._at_work = n

    def _feed(self, process: subprocess.Popen[bytes], first: bytes) -> None:
        """Hand jobs to one worker and pass on what it says, until there are no more jobs."""
        assert process.stdin is not None
        assert process.stdout is not None
        jobs: collections.deque[Any] = collections.deque()
        try:
            process.stdin.write(first)
            process.stdin.flush()
            kind, _ = _receive(process.stdout)
            while kind is not None and not self._closed.is_set():
                while len(jobs) < _AHEAD and (found := self._next_job()) is not None:
                    jobs.append(found[0])
                    process.stdin.write(json.dumps(found[1]).encode() + b"\n")
                    process.stdin.flush()
                if not jobs:
                    break
                kind = PART
                while kind == PART:
                    kind, content = _receive(process.stdout)
                    if kind is not None:
                        self._say(Message(jobs[0], kind, content))
                if kind is not None:
                    jobs.popleft()
            if kind is None:
                self._say(Message(jobs[0] if jobs else None, DIED, process.wait()))
        except (OSError, ValueError):  # its pipe is broken: it has died, or was killed because we are done
            self._say(Message(jobs[0] if jobs else None, DIED, process.wait()))
        finally:
            self._say(None)

    def _say(self, message: Message | None) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                self._messages.put(message, timeout=0.1)
                return

    def messages(self, *, wait: bool) -> Iterator[Message]:
        """What was said since; with `wait` until all jobs are done."""
        while self._at_work:
            try:
                message = self._messages.get(timeout=0.5) if wait else self._messages.get_nowait()
            except queue.Empty:
                if wait:
                    continue
                return
            if message is None:
                self._at_work -= 1
            else:
                yield message

    def close(self) -> None:
        """End all workers at once, whatever they are doing."""
        self._closed.set()
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
        for thread in self._threads:
            thread.join()
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def raised(content: Any) -> Exception:
    """An exception of a worker as one of its own class, with its message, and with the place in the worker as a note."""
    homes: dict[str, Any] = {errors.__name__: errors, "builtins": builtins}
    kind = getattr(homes.get(content["module"]), content["name"], None)
    error: Exception = NewsstudyError(f"{content['name']}: {content['message']}")
    if isinstance(kind, type) and issubclass(kind, Exception):
        with contextlib.suppress(TypeError):  # such as UnicodeDecodeError, which takes more than a message
            error = kind(content["message"])
    error.add_note(content["traceback"])
    return error


# ---------------------------------------------------------------- in the worker


def serve(first: dict[str, Any]) -> None:
    """Work off the jobs that come by standard input, one a line, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process is interrupted, and kills us
    _die_with_parent()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between our messages
    module, name = first["begin"].split(":")
    work = getattr(importlib.import_module(module), name)(first["settings"])
    _send(out, READY, b"")
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    # A job may be longer than a pipe holds: it is taken while another is worked off, or both ends would wait for each other.
    threading.Thread(target=_take_lines, args=(lines.put,), daemon=True, name="newsstudy-jobs").start()
    while line := lines.get():
        try:
            done = work(json.loads(line), lambda content: _send(out, PART, content))
            _send(out, DONE, json.dumps(done).encode())
        except Exception as error:  # noqa: BLE001  (it is handed on whole)
            _send(out, FAILED, json.dumps(_told(error)).encode())


def _take_lines(put: Callable[[bytes], None]) -> None:
    """Each line of standard input, and b"" when it has ended."""
    for line in sys.stdin.buffer:
        put(line)
    put(b"")


def _told(error: Exception) -> dict[str, Any]:
    kind = type(error)
    message = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    told = "".join(traceback.format_exception(error))
    return {"module": kind.__module__, "name": kind.__qualname__, "message": message, "traceback": told}


def _die_with_parent() -> None:
    """On Linux the worker goes when the main process is killed; elsewhere when its standard input ends."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)


# ---------------------------------------------------------------- messages


def _send(stream: IO[bytes], kind: str, content: Any) -> None:
    stream.write(_HEAD.pack(_KINDS.index(kind), len(content)))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[str | None, Any]:
    """The next message, (None, None) where there is none any more."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None, None
    number, size = _HEAD.unpack(head)
    content = stream.read(size)
    if len(content) < size:
        return None, None
    kind = _KINDS[number]
    return kind, content if kind == PART else json.loads(content) if content else None
