"""The code blocks of README.md and docs/ run as tests, each page in a folder of its own; and which tests come first."""

import os
import pathlib
import shutil
import tempfile

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

SPEECHES = pathlib.Path(__file__).parent / "tests" / "cases" / "sotu" / "speeches.jsonl"

# They take minutes and keep both cores busy; begun last, one worker would be alone with them.
FIRST = ("test_identity.py", "test_same_bits.py", "test_article_report.py", "test_notebooks.py", "test_benchmarks.py")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


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
