"""Every example in a measure's docstring runs, and the pages of docs/measures are those that the docstrings give."""

import doctest
import importlib
import importlib.util
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MODULES = sorted(path.stem for path in (ROOT / "newsstudy" / "measures").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", [*(f"newsstudy.measures.{module}" for module in MODULES), "newsstudy.text.syllables"])
def test_examples_in_docstrings__run(name):
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_pages_of_measures__are_those_of_the_docstrings():
    spec = importlib.util.spec_from_file_location("make_measure_pages", ROOT / "tools" / "make_measure_pages.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for name, content in maker.pages().items():
        page = ROOT / "docs" / "measures" / name
        assert page.read_text("utf-8") == content, f"{name} is older than its docstrings: run tools/make_measure_pages.py"
