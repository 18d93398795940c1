"""Every file of tests/cases/readers gives what stands in the .expected.json beside it; adding a case is adding two files."""

import datetime
import json
import pathlib

import pytest

import newsstudy as ns
from newsstudy.corpus.readers import READERS
from newsstudy.errors import ReadError

CASES = pathlib.Path(__file__).resolve().parents[2] / "cases" / "readers"
FILES = sorted(path for path in CASES.glob("*/*") if not path.name.endswith(".expected.json"))


def plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def test_cases__there_are_some_for_each_format():
    folders = {path.parent.name for path in FILES}
    assert folders <= {reader.name for reader in READERS}
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case__reads_as_expected(path):
    expected = json.loads(path.with_name(path.name + ".expected.json").read_text("utf-8"))
    if "error" in expected:
        with pytest.raises(ReadError) as caught:
            ns.read_corpus(path)
        assert expected["error"] in str(caught.value)
        assert path.name in str(caught.value)
        return
    corpus = ns.read_corpus(path)
    corpus.ledger.check()
    documents = corpus.table.to_pylist()
    assert len(documents) == len(expected["documents"])
    for document, wanted in zip(documents, expected["documents"], strict=True):
        assert {name: plain(document[name]) for name in wanted} == wanted
    gone = {}
    for entry in corpus.ledger.entries:
        if entry.outcome == "dropped":
            gone.update(dict.fromkeys(entry.ids, entry.reason))
    assert set(gone) == set(expected.get("dropped", {}))
    for place, reason in expected.get("dropped", {}).items():
        assert reason in gone[place]


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if "dropped" in path.with_name(path.name + ".expected.json").read_text("utf-8")],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_case__on_error_raise_stops_at_the_first_broken_piece_and_names_its_place(path):
    expected = json.loads(path.with_name(path.name + ".expected.json").read_text("utf-8"))
    first = min(int(place.rsplit("#", 1)[1]) for place in expected["dropped"])
    with pytest.raises(ReadError) as caught:
        ns.read_corpus(path, on_error="raise")
    assert expected["dropped"][f"{path.name}#{first}"] in str(caught.value)
    assert path.name in str(caught.value)
