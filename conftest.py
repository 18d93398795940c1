"""The code blocks of README.md and docs/ run as tests, each page in a folder of its own."""

import os
import pathlib
import shutil
import tempfile

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

SPEECHES = pathlib.Path(__file__).parent / "tests" / "cases" / "sotu" / "speeches.jsonl"


def setup(namespace):
    namespace["_home"] = os.getcwd()
    namespace["_folder"] = tempfile.TemporaryDirectory()
    shutil.copy(SPEECHES, namespace["_folder"].name)
    os.chdir(namespace["_folder"].name)


def teardown(namespace):
    os.chdir(namespace["_home"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/**/*.md", "docs/*.md"],
    setup=setup,
    teardown=teardown,
).pytest()
