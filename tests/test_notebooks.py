"""The notebooks run on other people's texts: one cell at the top is changed, everything below it stays."""

import concurrent.futures
import json
import pathlib
import re

import pytest

from newsstudy.study import notebooks
from newsstudy.study.notebook_form import load

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMES = ("01_the_article", "02_keywords", "03_topics")

ONE_PARAGRAPH = (
    "The harbour was closed on Monday. Nobody told the fishermen why the harbour was closed. The mayor said that the harbour "
    "would open again when the storm was over, and the storm, he said, was not over. On Friday the fishermen left."
)
GERMAN = """\
Der Rat der Stadt hat am Montag beschlossen, die alte Brücke über den Fluss zu sperren. Die Brücke ist hundert Jahre alt.

Der Bürgermeister sagte, die Brücke sei nicht sicher. Die Händler am anderen Ufer protestierten gegen den Beschluss des Rates.

Niemand weiß, wann die Brücke wieder öffnet. Der Bürgermeister verwies auf ein Gutachten, das der Rat im März bestellt hatte.

„Wir warten“, sagte eine Händlerin. Sie verkauft seit dreißig Jahren Fisch am Fluss. Ohne Brücke kommen die Kunden nicht."""


def an_address():
    lines = (ROOT / "tests" / "cases" / "sotu" / "speeches.jsonl").read_text("utf-8").splitlines()
    return json.loads(lines[0])["text"]


# name: (text, language, whom to follow)
TEXTS = {
    "a State of the Union address": (an_address, "en", {"America": "Americ*", "Congress": "Congress"}),
    "one paragraph": (lambda: ONE_PARAGRAPH, "en", None),
    "German": (lambda: GERMAN, "de", None),
}


def with_text(notebook, language, actors):
    """The notebook with its first code cell set to another text; not a character below changes."""
    cells = [dict(cell) for cell in notebook["cells"]]
    top = next(cell for cell in cells if cell["cell_type"] == "code")
    source = "".join(top["source"])
    source, n_articles = re.subn(r"^ARTICLE = .*$", 'ARTICLE = ns.read_corpus("text.txt")', source, flags=re.M)
    source, n_languages = re.subn(r"^LANGUAGE = .*$", f"LANGUAGE = {language!r}", source, flags=re.M)
    source, n_actors = re.subn(r"^ACTORS = \{.*?^\}$", f"ACTORS = {actors!r}", source, flags=re.M | re.S)
    assert (n_articles, n_languages, n_actors) == (1, 1, 1)
    top["source"] = source
    return {**notebook, "cells": cells}


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Every notebook on every text as a future, two kernels at a time."""

    def one(text, name):
        content, language, actors = TEXTS[text]
        folder = tmp_path_factory.mktemp("notebook")
        (folder / "text.txt").write_text(content(), "utf-8")
        notebook = with_text(load(ROOT / "notebooks" / f"{name}.ipynb"), language, actors)
        return folder, notebooks.execute(notebook, cwd=folder, name=name)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        yield {(text, name): pool.submit(one, text, name) for text in TEXTS for name in NAMES}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS)
def test_notebooks__run_on(executed, text, name):
    folder, notebook = executed[text, name].result()
    assert (folder / "results" / name / "manifest.json").is_file()
    figures = [o for cell in notebook["cells"] for o in cell.get("outputs", ()) if "image/svg+xml" in o.get("data", {})]
    assert len(figures) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_notebooks__are_committed_with_their_outputs_in_canonical_form(name):
    raw = (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    notebook = json.loads(raw)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert "version" not in notebook["metadata"].get("language_info", {})
    assert raw.endswith("}\n")
    for cell in notebook["cells"]:
        assert "execution" not in cell["metadata"]
        assert all(output["output_type"] not in ("error",) for output in cell.get("outputs", ()))


def test_notebooks__the_cell_that_sets_the_article_is_the_same_in_all():
    tops = []
    for name in NAMES:
        notebook = load(ROOT / "notebooks" / f"{name}.ipynb")
        source = "".join(next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["source"])
        tops.append(source.replace(name, "NAME"))
    assert len(set(tops)) == 1
