"""Tables that are read many rows at a time give what they give piece by piece: documents, columns, ledger, errors."""

import csv
import io
import json
import pathlib
import unittest.mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus import _reading
from newsstudy.corpus.readers import _csv_runs, _jsonl_runs
from newsstudy.errors import ReadError

CASES = pathlib.Path(__file__).resolve().parents[2] / "cases" / "readers"
FILES = sorted(path for format in ("csv", "jsonl", "parquet") for path in (CASES / format).iterdir() if path.suffix != ".json")


def outcome(path):
    try:
        corpus = ns.read_corpus(path)
    except ReadError as error:
        return str(error)
    entries = [(entry.unit, entry.outcome, entry.reason, entry.count, entry.ids) for entry in corpus.ledger.entries]
    return corpus.table.schema, corpus.table.to_pylist(), entries, corpus.digest


def alike(path):
    """The outcome, which is the same in runs and piece by piece."""
    quick = outcome(path)
    with unittest.mock.patch.object(_reading, "_items", lambda reader, source: reader.split(source)):
        slow = outcome(path)
    assert quick == slow
    return quick


def n_runs(path):
    """How many tables came at once."""
    with unittest.mock.patch.object(_reading._File, "_run", autospec=True, side_effect=_reading._File._run) as run:
        ns.read_corpus(path)
    return run.call_count


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case__reads_the_same_in_runs(path):
    alike(path)


CELLS = st.sampled_from(
    [
        *("", "a", "Snow fell.", "7", " ", "\n", "\r\n", "\r", '"', "'", ",", ";", "é", "\x00", "\ufeff", "2019-03-07", "NULL"),
        *("x\ty", "''", '""', "\\", "\u2028", "long " * 9, "007", "1.5"),
    ]
)
TEXTS = st.lists(CELLS, min_size=1, max_size=3).map("".join)


@st.composite
def tables(draw):
    names = draw(st.lists(st.sampled_from(["text", "title", "date", "id", "desk", "n", "file", "Body"]), min_size=1, unique=True))
    rows = draw(st.lists(st.lists(TEXTS, min_size=len(names), max_size=len(names)), max_size=6))
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=draw(st.sampled_from(",;\t|")),
        quotechar=draw(st.sampled_from("\"'")),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
    )
    writer.writerows([names, *rows])
    return stream.getvalue().encode()


DAMAGE = st.tuples(
    st.integers(0, 400),
    st.integers(0, 3),
    st.sampled_from([b"", b'"', b"\n", b",", b"'", b"\r", b"\xff", b"x", b"\n\n", b"{", b"}"]),
)


def damaged(content, damages):
    for place, length, put in damages:
        content = content[:place] + put + content[place + length :]
    return content


@settings(max_examples=300)
@given(tables(), st.lists(DAMAGE, max_size=2), st.sampled_from([20, 60, 1 << 22]))
@example(b'text\n""\n"a"\n\nb\n', [], 1 << 22)
@example(b'text,title\na,b\n"c\nd,e\n', [], 1 << 22)
@example(b"text,title\na,b\r\nc,d\re,f\n", [], 1 << 22)
@example(b"sep=;\ntext;title\na;b\n", [], 1 << 22)
def test_csv__any_table_reads_the_same_in_runs(tmp_path_factory, content, damages, chunk_bytes):
    path = tmp_path_factory.mktemp("runs") / "a.csv"
    path.write_bytes(damaged(content, damages))
    with unittest.mock.patch.object(_csv_runs, "CHUNK_BYTES", chunk_bytes):
        alike(path)


VALUES = st.one_of(
    TEXTS,
    st.integers(-(1 << 70), 1 << 70),
    st.integers(0, 3),
    st.floats(),
    st.booleans(),
    st.none(),
    st.just([]),
    st.lists(st.sampled_from(["A", "B", None, 1])),
    st.dictionaries(st.sampled_from(["name", "b"]), TEXTS, max_size=2),
)


@st.composite
def lines(draw):
    kinds = draw(
        st.dictionaries(st.sampled_from(["title", "date", "id", "vendor_id", "desk", "n", "file", "body", "Text"]), VALUES)
    )
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        row = {"text": draw(TEXTS)} if draw(st.integers(0, 9)) else {}
        for name, value in draw(st.permutations(sorted(kinds.items()))):
            match draw(st.integers(0, 5)):
                case 0:
                    continue
                case 1:
                    row[name] = None
                case 2:
                    row[name] = draw(VALUES)
                case _:
                    row[name] = value
        rows.append(json.dumps(row, ensure_ascii=draw(st.booleans())))
    return draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(rows).encode("utf-8", "surrogatepass")


@settings(max_examples=300)
@given(lines(), st.lists(DAMAGE, max_size=2), st.sampled_from([60, 1 << 22]))
@example(b'{"text":"a"}{"text":"b"\n:1}\n', [], 1 << 22)
@example(b'{"text":"a","x":null,"y":null}\n{"text":"b","y":1,"x":2}\n', [], 1 << 22)
@example(b'{"text":"a","d":"2019-03-07"}\n', [], 1 << 22)
def test_jsonl__any_lines_read_the_same_in_runs(tmp_path_factory, content, damages, chunk_bytes):
    path = tmp_path_factory.mktemp("runs") / "a.jsonl"
    path.write_bytes(damaged(content, damages))
    with unittest.mock.patch.object(_jsonl_runs, "CHUNK_BYTES", chunk_bytes):
        alike(path)


VALUES_OF = {
    "list": [["A", "B"], [], None],
    "struct": [{"name": "A"}, None],
    "binary": [b"x"],
    "date32": [3],
    "time32": [86399],
    "bool": [True, None],
    "null": [None],
    "dictionary": ["", "A"],
    "string": ["", "é"],
    "string_view": ["", "é"],
    "large_string": ["a", None],
}


@given(
    st.lists(TEXTS, min_size=1, max_size=5),
    st.sampled_from(
        [
            *(pa.int8(), pa.uint64(), pa.float32(), pa.bool_(), pa.date32(), pa.timestamp("ns"), pa.string(), pa.large_string()),
            *(pa.list_(pa.string()), pa.dictionary(pa.int8(), pa.string()), pa.decimal128(9, 2), pa.binary(), pa.time32("s")),
            *(pa.struct([("name", pa.string())]), pa.string_view(), pa.null()),
        ]
    ),
    st.sampled_from(["desk", "date", "id", "author"]),
)
def test_parquet__any_type_reads_the_same_in_runs(tmp_path_factory, texts, kind, name):
    values = VALUES_OF.get(str(kind).split("[")[0].split("<")[0], [1, None])
    column = pa.array([values[row % len(values)] for row in range(len(texts))], kind)
    path = tmp_path_factory.mktemp("runs") / "a.parquet"
    pq.write_table(pa.table({"text": texts, name: column, "n": pa.array(range(len(texts)))}), path)
    alike(path)


def test_runs__are_taken_where_all_is_well(tmp_path):
    rows = [{"text": f"Snow fell on day {day}.", "title": "Snow, again", "n": day, "date": "2019-03-07"} for day in range(5)]
    with open(tmp_path / "a.csv", "w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "c.parquet")
    digests = set()
    for name in ("a.csv", "b.jsonl", "c.parquet"):
        assert n_runs(tmp_path / name) == 1
        digests.add(ns.read_corpus(tmp_path / name).digest)
    assert len(digests) == 1


def test_runs__stop_at_a_broken_row_and_the_rows_after_it_are_read(tmp_path):
    head, tail = (b"Snow fell.,north\n" * 9 for _ in range(2))
    (tmp_path / "a.csv").write_bytes(b"text,desk\n" + head + b"one,two,three\n" + tail)
    with unittest.mock.patch.object(_csv_runs, "CHUNK_BYTES", 50):
        assert n_runs(tmp_path / "a.csv") > 2
        documents, entries = alike(tmp_path / "a.csv")[1:3]
    assert [document["position"] for document in documents] == [*range(1, 10), *range(11, 20)]
    assert [ids for _, outcome, _, _, ids in entries if outcome == "dropped"] == [("a.csv#10",)]


def test_runs__more_columns_than_the_limit_cost_each_document_for_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(_reading, "MAX_COLUMNS", 30)
    for number in range(4):
        names = [f"c{number}_{column}" for column in range(10)]
        (tmp_path / f"{number}.csv").write_text(",".join(["text", *names]) + "\n" + ",".join(["Snow"] * 11), "utf-8")
    alike(tmp_path)
