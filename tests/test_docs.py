"""The pages hold together: links lead to files, the printed page of tables is that of the schemas, every page has a place."""

import importlib.util
import itertools
import pathlib
import re
import urllib.parse

import pytest

import newsstudy as ns

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
ALL_PAGES = [*sorted(ROOT.glob("*.md")), *PAGES]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def prose(path):
    """A page without its code, in which brackets are no links."""
    text = re.sub(r"^(```|~~~).*?^\1", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(path):
    """The names that GitHub and MyST give to a page's headings."""
    text = re.sub(r"^(```|~~~).*?^\1", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#{1,6} +(.+?) *$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", ALL_PAGES, ids=name_of)
def test_relative_links__lead_to_files_and_headings_that_exist(page):
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", prose(page)):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        place, _, anchor = urllib.parse.unquote(target).partition("#")
        file = (page.parent / place).resolve() if place else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            lost.append(target)
    assert lost == []


def test_page_of_tables__is_that_of_the_schemas():
    spec = importlib.util.spec_from_file_location("make_tables_page", ROOT / "tools" / "make_tables_page.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    page = (DOCS / "tables.md").read_text("utf-8")
    assert page == maker.page(), "docs/tables.md is older than the schemas: run python tools/make_tables_page.py"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page__has_one_title_and_no_skipped_level(page):
    text = re.sub(r"^(```|~~~).*?^\1", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    levels = [len(marks) for marks in re.findall(r"^(#{1,6}) ", text, flags=re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def test_every_page__is_reached_from_the_index_by_toctrees():
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for tree in re.findall(r"^```\{toctree\}\n(.*?)^```", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL):
            entries = [line for line in tree.split("\n") if line and not line.startswith(":")]
            waiting += [page.parent / f"{entry}.md" for entry in entries]
    assert sorted(map(name_of, reached)) == sorted(map(name_of, PAGES))


def test_reference__names_every_public_name():
    page = (DOCS / "reference.md").read_text("utf-8")
    whole = set(re.findall(r"automodule:: newsstudy\.(\w+)", page))
    single = {path.rsplit(".", 1)[-1] for path in re.findall(r"auto(?:class|function):: ([\w.]+)", page)}
    for part in whole:
        single |= {part, *vars(__import__(f"newsstudy.{part}", fromlist=["x"]))}
    modules = {"errors", "figures", "kernels", "measures", "schemas"}  # measures and schemas have pages of their own
    assert [name for name in ns.__all__ if name not in single | modules | {"__version__"}] == []
