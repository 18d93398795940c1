#!/usr/bin/env python3
"""Set up the project and run one of its tasks, with nothing but a Python on the machine.

python3 tools/setup.py              set up only
python3 tools/setup.py reproduce    set up, then rebuild and check the published results
python3 tools/setup.py test         set up, then run the tests
python3 tools/setup.py lab | check | bench | docs

The environment is `.venv` beside `pyproject.toml`; set NEWSSTUDY_VENV to put it elsewhere. It is built from
`requirements.lock.txt` with hashes, and again only when the lock, the project's metadata or the Python changes.
"""

# No annotation below is evaluated and no syntax is new, so that Python 3.6, still the default of some clusters, can say
# that it is too old.
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock.txt"
VENV = pathlib.Path(os.environ.get("NEWSSTUDY_VENV", ROOT / ".venv")).resolve()
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "newsstudy-setup.json"
TESTED = ((3, 11), (3, 12), (3, 13))
# What venv and pip put at the top of an environment; anything else is somebody's own.
PARTS = {"bin", "etc", "include", "lib", "lib64", "libexec", "share", "scripts", "pyvenv.cfg", ".gitignore", STAMP.name}

# All tests of a file run in one process, for what they share is made once; four processes need 4 GB.
PYTEST = ["python", "-m", "pytest", "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]

# Each task is a list of commands; "python" stands for the environment's own interpreter.
TASKS = {
    "reproduce": [["python", "-m", "newsstudy", "reproduce"]],
    "test": [PYTEST],
    "lab": [["python", "-m", "jupyterlab", "--notebook-dir", "notebooks"]],
    "check": [
        ["python", "-m", "ruff", "check", "."],
        ["python", "-m", "ruff", "format", "--check", "."],
        ["python", "-m", "mypy"],
        ["python", "-m", "repo_review", "."],
        PYTEST,
    ],
    "bench": [["python", "benchmarks/run.py"]],
    "docs": [["python", "-m", "sphinx", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html"]],
}


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def refuse(text: str) -> None:
    say(text)
    raise SystemExit(1)


def this_python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def fingerprint() -> "dict[str, str]":
    """What the environment was built from; any change means building it again."""
    return {
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "python": f"{sys.implementation.name} {this_python()}",
        "root": str(ROOT),
    }


def stands() -> bool:
    try:
        return PYTHON.exists() and json.loads(STAMP.read_text("utf-8")) == fingerprint()
    except (OSError, ValueError):
        return False


def pip(*arguments: str) -> None:
    """Run pip quietly; what it says is shown only when it fails."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments]
    environment = {**os.environ, "PIP_USER": "0"}  # some clusters set it to 1, which an environment refuses
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
        refuse(
            f"'pip install {' '.join(arguments)}' failed; its own message stands above. "
            "Without a network, point pip to a folder of wheels with PIP_FIND_LINKS and PIP_NO_INDEX=1, then run this again."
        )


def create_environment() -> None:
    try:
        import ensurepip  # noqa: F401  (Debian ships Python without it)
        import venv
    except ImportError:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        refuse(
            f"this Python has no 'venv'. On Debian or Ubuntu: sudo apt install python{version}-venv. "
            "On Fedora: sudo dnf install python3. Then run the same command again."
        )
    if VENV.exists():
        if not VENV.is_dir() or {path.name.lower() for path in VENV.iterdir()} - PARTS:
            refuse(
                f"{VENV} holds other things than an environment, so it is not replaced. Move it away, "
                "or let NEWSSTUDY_VENV name a folder that does not exist yet, then run this again."
            )
        why = "the lock, the project or the Python has changed" if STAMP.exists() else "it was not finished by this script"
        say(f"removing the old environment {VENV.name} ({why})")
        shutil.rmtree(VENV)
    say(f"creating {VENV.name} with Python {this_python()}")
    venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(VENV)


def set_up() -> None:
    """Build the environment unless it already stands."""
    if sys.version_info < TESTED[0]:
        refuse(f"Python {this_python()} is too old; newsstudy needs 3.11 or newer. Try: python3.12 tools/setup.py")
    if sys.version_info[:2] not in TESTED:
        say(f"Python {this_python()} is newer than the versions on which equal bytes are tested (3.11 to 3.13).")
    if stands():
        return
    start = time.monotonic()
    create_environment()
    say("installing the locked packages (1 to 3 minutes)")
    pip("--require-hashes", "--requirement", str(LOCK))
    # The project itself goes in a step of its own: pip allows no local project in a command that requires hashes,
    # and without --no-build-isolation it would fetch a build backend that the lock does not pin.
    pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    STAMP.write_text(json.dumps(fingerprint(), indent=1, sort_keys=True) + "\n", "utf-8")
    say(f"ready after {time.monotonic() - start:.0f} s")


def run(task: str, extra: "list[str]") -> int:
    commands = TASKS[task]
    for number, command in enumerate(commands, 1):
        arguments = [str(PYTHON) if word == "python" else word for word in command]
        if number == len(commands):
            arguments += extra
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "VIRTUAL_ENV": str(VENV)}
        environment.pop("PYTHONHOME", None)
        code = subprocess.call(arguments, cwd=ROOT, env=environment)
        if code != 0:
            return code
    return 0


def main(arguments: "list[str]") -> int:
    if arguments and arguments[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    if arguments and arguments[0] not in TASKS:
        refuse(f"there is no task '{arguments[0]}'. The tasks are: {', '.join(sorted(TASKS))}; without one this only sets up.")
    set_up()
    if not arguments:
        say(f"nothing more to do. Next: python3 tools/setup.py reproduce, or {BIN / 'newsstudy'} --help")
        return 0
    return run(arguments[0], arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
