#!/usr/bin/env python3
"""Refresh requirements.lock.txt: one pip requirements file for Python 3.11 to 3.13, with hashes and without any index address.

Needs `uv` on the PATH. Releases younger than three days are passed over, so that a bad upload has time to be noticed.
"""

import datetime
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCK = "requirements.lock.txt"


def main() -> int:
    cooled = datetime.datetime.now(tz=datetime.UTC).date() - datetime.timedelta(days=3)
    command = ["uv", "pip", "compile", "pyproject.toml", "--extra", "notebooks", "--extra", "docs"]
    command += ["--extra", "readers", "--extra", "lemmas", "--extra", "dictionaries", "--group", "dev"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--exclude-newer", cooled.isoformat()]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--output-file", LOCK]
    if subprocess.call(command, cwd=ROOT) != 0:
        print("the lock was not refreshed; uv's message stands above")
        return 1
    if "://" in (ROOT / LOCK).read_text("utf-8"):
        print(f"{LOCK} names an address; a requirement in pyproject.toml must be pointing at one")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
