"""The page that says whose number it is: each call of it, evaluated on the published number that it names."""

import pathlib
import re
import runpy
import types

import numpy as np
import pytest

from newsstudy import measures as m

PAGE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "measures" / "tools.md"
golden = types.SimpleNamespace(**runpy.run_path(str(pathlib.Path(__file__).with_name("golden.py"))))
CASES = {case["id"]: case for name in ("keyness", "tables", "python-peers", "r-peers") for case in golden.load(name)}
ROW = re.compile(r"^\| (?P<tool>[^|]+) \| (?P<name>[^|]+) \| `(?P<call>[^`]+)`[^|]* \| (?P<proof>.+) \|$")
ROWS = [match for match in map(ROW.match, PAGE.read_text("utf-8").split("\n")) if match]
PROVEN = [row for row in ROWS if row["proof"] != "–"]


@pytest.mark.parametrize("row", PROVEN, ids=lambda row: f"{row['tool']} {row['name']}")
def test_calls_of_the_page__give_the_tools_numbers(row):
    name, key = re.fullmatch(r"`([^`]+)` ?(.*)", row["proof"]).groups()
    case = CASES[name]
    known = {measure: getattr(m, measure) for measure in m.__all__} | case["inputs"]
    if "counts" not in "".join(case["inputs"]) and "p" not in case["inputs"]:
        known |= dict(zip(("o11", "o12", "o21", "o22"), golden.cells(case["inputs"]), strict=True))
    known |= {"ln_2": golden.LN2, "log10_2": golden.LN2 / golden.LN10, "array": np.array}
    found = eval(row["call"], {"__builtins__": {}}, known)
    expected = case["expected"][key] if key else case["expected"]
    pairs = zip(expected, found, strict=True) if isinstance(expected, list) else [(expected, found)]
    for true, ours in pairs:
        assert golden.agrees(case, key or None, true, ours), (row["call"], true, ours)


def test_rows_of_the_page__are_all_read_and_name_measures_that_exist():
    table = [
        line for line in PAGE.read_text("utf-8").split("\n") if line.startswith("| ") and not line.startswith(("| tool", "|---"))
    ]
    assert len(ROWS) == len(table)
    assert len(PROVEN) > 80
    for row in ROWS:
        used = set(re.findall(r"([a-z_0-9]+)\(", row["call"])) - {"array"}
        assert used <= set(m.__all__), row["call"]
