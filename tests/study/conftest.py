"""Small things for the tests of studies: a table, a figure without matplotlib, a script and a notebook that make a study."""

import textwrap

import pandas as pd
import pytest

from newsstudy import schemas


class FakeFigure:
    """What save_figure needs: three writers and a record."""

    def __init__(self, table, label="war", marks=3):
        self.record = schemas.record(table)
        self.label, self.marks = label, marks

    def svg(self):
        paths = "".join(f"<path d='M{mark} 0'/>" for mark in range(self.marks))
        return f"<svg width='100'><!-- {self.label} -->{paths}</svg>\n".encode()

    def pdf(self):
        return f"%PDF {self.label} {self.marks}".encode()

    def png(self):
        return b"\x89PNG" + bytes([self.marks])


def make_table(numbers=(0.1, 1e300, float("nan")), **settings):
    terms = pd.Series(["war", 'say "no", twice', "=1+1"], dtype="str")
    frame = pd.DataFrame({"term": terms, "count": [1, 2, 3], "share": list(numbers)})
    schema = schemas.Schema("EXAMPLE", "What is it?", (schemas.Column("term", "str", "", "a term"),))
    return schemas.stamp(frame, schema, {"rule": "news-en-1", **settings})


@pytest.fixture
def table():
    return make_table()


@pytest.fixture
def table_of():
    return make_table


@pytest.fixture
def figure_of():
    return FakeFigure


@pytest.fixture
def make_study(tmp_path):
    """make_study("name", numbers=..., seed=...) writes a closed study of one table and one figure; gives its folder."""
    import newsstudy as ns

    def make(name="results", *, seed=0, label="war", marks=3, **options):
        made = make_table(**options)
        with ns.Study(tmp_path / name, seed=seed) as study:
            study.save_table(made, "example")
            study.save_figure(FakeFigure(made, label, marks), "example")
        return tmp_path / name

    return make


SCRIPT = """
import sys
import pandas as pd
import newsstudy as ns
import numbers_of_mine

with ns.Study("anywhere", seed=1) as study:
    study.save_table(pd.DataFrame({"n": numbers_of_mine.NUMBERS, "word": sys.argv[1:] or ["none"]}), "example")
"""


@pytest.fixture
def script(tmp_path, monkeypatch):
    """A script with a module beside it, in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "numbers_of_mine.py").write_text("NUMBERS = [0.5]\n", "utf-8")
    path = tmp_path / "analysis.py"
    path.write_text(SCRIPT, "utf-8")
    return path


def notebook_of(*cells):
    """A notebook as JupyterLab would save it; a text that begins with # is prose."""
    made = []
    for number, source in enumerate(cells):
        kind = "markdown" if source.startswith("#") else "code"
        cell = {
            "cell_type": kind,
            "id": f"random{number}",
            "metadata": {"scrolled": True},
            "source": textwrap.dedent(source).strip(),
        }
        made.append(cell | ({"execution_count": 7, "outputs": []} if kind == "code" else {}))
    return {"cells": made, "metadata": {"language_info": {"version": "3.11.7"}}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def notebook():
    return notebook_of


CELLS = (
    "# A study",
    """
    import sys
    import pandas as pd
    import newsstudy as ns
    print("noise", file=sys.stderr)
    table = pd.DataFrame({"term": ["war", "peace"], "count": [7, 3]})
    """,
    """
    class Drawing:
        record = {"schema": "EXAMPLE", "version": 1, "settings": {}, "digest": "0" * 64, "edited": False}
        svg = lambda self: b"<svg><!-- war 7 --></svg>"
        pdf = lambda self: b"%PDF"
        png = lambda self: b"PNG"
        _repr_svg_ = lambda self: self.svg().decode()
        __repr__ = lambda self: "<Drawing>"
    """,
    """
    with ns.Study("results/one") as study:
        study.save_table(table, "example")
        study.save_figure(Drawing(), "example")
    display(Drawing(), ns.verify(study.folder), study)
    table["count"].tolist()
    """,
)


@pytest.fixture(scope="session")
def notebook_cells():
    """A notebook that makes a study of one table and one figure."""
    return notebook_of(*CELLS)
