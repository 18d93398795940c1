"""A table says how it was made, and honestly what was done to it since, however pandas did it."""

import copy
import io
import json
import time

import numpy as np
import pandas as pd
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import SchemaError
from newsstudy.schemas import _record

STEPS = {
    "copy": (lambda t: t.copy(), ""),
    "new index": (lambda t: t.set_axis(range(7, 7 + len(t))), ""),
    "reset index": (lambda t: t.reset_index(drop=True), ""),
    "nothing dropped": (lambda t: t.dropna(), ""),
    "mask": (lambda t: t[t["count"] > 3], "23 of 324 rows, unchanged"),
    "query": (lambda t: t.query("count > 3"), "23 of 324 rows, unchanged"),
    "head": (lambda t: t.head(5), "5 of 324 rows, unchanged"),
    "nothing left": (lambda t: t.head(0), "0 of 324 rows, unchanged"),
    "sorted": (lambda t: t.sort_values("term"), "324 rows, unchanged but in another order"),
    "sorted and cut": (lambda t: t.sort_values("term").head(5), "5 of 324 rows, unchanged but in another order"),
    "reversed": (lambda t: t.iloc[::-1], "324 rows, unchanged but in another order"),
    "twice": (lambda t: pd.concat([t, t]), "648 rows instead of 324, 324 of them changed, added or repeated"),
    "column added": (lambda t: t.assign(mine=1), "column mine added; 324 rows, unchanged"),
    "column added and cut": (lambda t: t.assign(mine=1).head(5), "column mine added; 5 of 324 rows, unchanged"),
    "columns chosen": (
        lambda t: t[["term", "count"]],
        "columns per_million, n_documents, document_share, rank, log10_rank, log10_count, zipf_log10_count "
        "left out or renamed; 324 rows, values not comparable",
    ),
    "columns in another order": (lambda t: t[t.columns[::-1]], "columns in another order; 324 rows, unchanged"),
    "renamed": (
        lambda t: t.rename(columns={"term": "word"}),
        "column term left out or renamed; column word added; 324 rows, values not comparable",
    ),
    "converted": (
        lambda t: t.astype({"count": float}),
        "column count converted to another type; 324 rows, values not comparable",
    ),
    "index made of terms": (lambda t: t.set_index("term"), "column term left out or renamed; 324 rows, values not comparable"),
    "rounded": (lambda t: t.round(2), "324 rows, 324 of them changed, added or repeated"),
    "one value": (
        lambda t: t.assign(count=t["count"].clip(upper=30)),
        "324 rows, 1 of them changed, added or repeated",
    ),
    "column twice": (lambda t: pd.concat([t, t[["term"]]], axis=1), "a column stands more than once"),
}


@pytest.fixture(scope="module")
def table():
    return ns.frequency(ns.sample_article().tokenize().count())


@pytest.mark.parametrize("step", STEPS)
def test_record__says_what_pandas_did_to_the_table(table, step):
    function, changes = STEPS[step]
    record = schemas.record(function(table))
    assert record["schema"] == "FREQUENCY"
    assert record["settings"]["rule"] == "news-en-1"
    assert record["edited"] == bool(changes)
    assert record.get("changes", "") == changes
    if changes:
        assert record["made"] == schemas.record(table)["digest"] != record["digest"]


LOSSES = {
    "merge": lambda t: t.merge(ns.dispersion(ns.sample_article().split("paragraph").tokenize().count()), on="term"),
    "merge with a part of itself": lambda t: t.merge(t[["term", "rank"]], on="term"),
    "concat of two": lambda t: pd.concat([t, ns.frequency(ns.corpus_from(["a b"]).tokenize().count())]),
    "csv": lambda t: pd.read_csv(io.StringIO(t.to_csv(index=False))),
    "json": lambda t: pd.read_json(io.StringIO(t.to_json(orient="records"))),
    "by hand": lambda t: pd.DataFrame({"term": ["storm"]}),
}


@pytest.mark.parametrize("step", LOSSES)
def test_record__a_table_without_one_is_never_taken_for_unedited(table, step):
    record = schemas.record(LOSSES[step](table))
    assert record["edited"]
    assert record["changes"]
    assert (record["schema"] == "") == ("itself" not in step)  # pandas keeps what two tables agree upon


def test_record__goes_through_pandas_own_parquet(table, tmp_path):
    table.head(9).to_parquet(tmp_path / "t.parquet")
    assert schemas.record(pd.read_parquet(tmp_path / "t.parquet"))["changes"] == "9 of 324 rows, unchanged"


def test_record__groups_are_other_rows(table):
    grouped = table.groupby("n_documents", as_index=False).first()
    assert schemas.record(grouped)["edited"]


HOSTILE = {
    "a text": "hello",
    "nothing": None,
    "empty": {},
    "a list": [1],
    "no digest": {"schema": "FREQUENCY", "version": 1, "settings": {}},
    "digest of another kind": {"digest": 1},
    "digest of another length": {"digest": "ab"},
    "digest in other letters": {"digest": "z" * 64},
    "settings no mapping": {"settings": "rule"},
    "settings no JSON": {"settings": {"rule": object()}},
    "settings with NaN": {"settings": {"rule": float("nan")}},
    "version as text": {"version": "1"},
    "rows cut": {"rows": "ab"},
    "rows no hex": {"rows": "xy" * 8 * 324},
    "columns no names": {"columns": [1, 2]},
    "number of rows": {"n_rows": -1},
}


@pytest.mark.parametrize("how", HOSTILE)
def test_record__what_somebody_else_wrote_under_our_name_is_a_named_error(table, how):
    wrong, part = table.copy(), HOSTILE[how]
    whole = not isinstance(part, dict) or how in ("empty", "no digest")
    wrong.attrs["newsstudy"] = part if whole else {**copy.deepcopy(table.attrs["newsstudy"]), **part}
    calls = [lambda: schemas.record(wrong), lambda: schemas.FREQUENCY.check(wrong), lambda: ns.figures.frequency(wrong)]
    for call in calls:
        with pytest.raises(SchemaError, match="is no record that newsstudy wrote"):
            call()


def test_record__settings_nested_without_end_are_a_named_error(table):
    deep: dict = {}
    for _ in range(100_000):
        deep = {"x": deep}
    wrong = table.head(3)
    wrong.attrs = {"newsstudy": {**table.attrs["newsstudy"], "settings": deep}}
    with pytest.raises(SchemaError, match="no record"):
        schemas.record(wrong)
    while deep:  # freed level by level: the destructor of a dict calls itself
        deep = deep.pop("x")


def test_record__a_column_twice_is_named_where_a_figure_needs_it(table):
    with pytest.raises(SchemaError, match="'term' more than once"):
        ns.figures.frequency(pd.concat([table, table[["term"]]], axis=1))


def test_record__stands_in_caption_figure_and_manifest(table, tmp_path):
    few = table.head(30)
    figure = ns.figures.frequency(few)
    assert figure.record["changes"] == "30 of 324 rows, unchanged"
    with ns.Study(tmp_path / "s") as study:
        study.save_table(few, "few")
        study.save_figure(figure, "few")
    made = json.loads((tmp_path / "s" / "manifest.json").read_text("utf-8"))
    for section in ("tables", "figures"):
        assert made[section]["few"]["record"]["changes"] == "30 of 324 rows, unchanged"
        assert "rows" not in made[section]["few"]["record"]
    assert ns.verify(tmp_path / "s").ok


def test_row_digests__equal_rows_have_equal_ones_and_others_do_not():
    columns = {"a": [1, 1, 2], "b": [np.nan, float("nan"), 0.5], "c": pd.Series([None, np.nan, "x"], dtype="str")}
    first, second, third = _record.row_digests(pd.DataFrame(columns)).tolist()
    assert first == second != third
    wide = pd.DataFrame({"x": np.arange(50_000), "y": np.arange(50_000)[::-1]})
    assert len(set(_record.row_digests(wide).tolist())) == 50_000


def test_record__of_a_long_table_has_no_digests_of_rows(monkeypatch, article):
    monkeypatch.setattr(_record, "MOST_ROWS", 100)
    long = ns.frequency(article.tokenize().count())
    assert not schemas.record(long)["edited"]
    assert schemas.record(long.head(5))["changes"] == "5 of 324 rows; too many for a record of each"


def test_record__costs_little_beside_the_table():
    n = 100_000
    wide = {name: np.arange(n) / 7 for name in ("share",)}
    columns = {"document": [f"d{i}" for i in range(n)], "document_number": range(n), "topic": range(n), "n_tokens": range(n)}
    columns["name"] = [""] * n
    begun = time.process_time()
    schemas.DOCUMENT_TOPICS.table({**columns, **wide}, {})
    assert time.process_time() - begun < 3.0
