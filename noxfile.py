#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2026.4"]
# ///
"""The same tasks as the Makefile, on every supported Python."""

import nox

nox.needs_version = ">=2026.4"
nox.options.default_venv_backend = "none"

PYTHONS = ["3.11", "3.12", "3.13"]


def task(session: nox.Session, python: str, name: str) -> None:
    """Run one task of tools/setup.py with this Python, in an environment of its own."""
    environment = {"NEWSSTUDY_VENV": f".nox/newsstudy-{python}"}
    session.run(f"python{python}", "tools/setup.py", name, *session.posargs, external=True, env=environment)


@nox.session(default=True)
@nox.parametrize("python_version", PYTHONS, ids=PYTHONS)
def tests(session: nox.Session, python_version: str) -> None:
    """Run the tests."""
    task(session, python_version, "test")


@nox.session(default=True)
@nox.parametrize("python_version", PYTHONS, ids=PYTHONS)
def reproduce(session: nox.Session, python_version: str) -> None:
    """Rebuild the published results and compare their bytes."""
    task(session, python_version, "reproduce")


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """Build the documentation."""
    task(session, PYTHONS[-1], "docs")


if __name__ == "__main__":
    nox.main()
