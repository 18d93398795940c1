import csv
import io
import math
import struct
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.errors import InputError
from newsstudy.study import tables


def written(frame, **options):
    return tables.csv_bytes(tables.to_arrow(frame, "example"), **options)


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_csv__every_float_reads_back_to_the_same_bits(numbers):
    rows = rows_of(written(pd.DataFrame({"x": numbers})))
    assert [struct.pack("<d", float(row[0])) for row in rows[1:]] == [struct.pack("<d", number) for number in numbers]


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**63), 2**63 - 1)), min_size=1))
def test_csv__every_text_and_whole_number_reads_back(cells):
    texts, numbers = zip(*cells, strict=True)
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "n": np.array(numbers, dtype="int64")})
    assert rows_of(written(frame))[1:] == [[text, str(number)] for text, number in cells]


def test_csv__missing_is_nothing_and_empty_text_is_quoted():
    frame = pd.DataFrame({"text": ["", None, "a"], "x": [math.nan, math.inf, -0.0], "n": pd.array([1, None, 3], dtype="Int64")})
    assert written(frame) == b'text,x,n\n"",,1\n,inf,\na,-0.0,3\n'


def test_csv__line_ends_commas_and_quotes_stay_inside_their_cell():
    frame = pd.DataFrame({"a,b": ["one\r\ntwo", 'say "no"'], "ok": [True, False]})
    assert written(frame) == b'"a,b",ok\n"one\r\ntwo",true\n"say ""no""",false\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_csv__excel_safe_disarms_formulas_in_texts_only(text):
    frame = pd.DataFrame({"text": [text], "x": [-1.5]})
    safe = written(frame, excel_safe=True).decode("utf-8-sig")
    assert rows_of(safe.encode())[1] == ["'" + text, "-1.5"]
    assert rows_of(written(frame))[1] == [text, "-1.5"]


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (pd.DataFrame({"a": [1]}, index=["x"]), "reset_index"),
        (pd.DataFrame({"a": [1]}, index=pd.RangeIndex(1, name="id")), "reset_index"),
        (pd.DataFrame({"a": [[1]]}), "column 'a', row 0"),
        (pd.DataFrame({"a": ["\ud800"]}, dtype="object"), "surrogate"),
        (pd.DataFrame({"a": [2**63]}), "64 bits"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "different"),
        (pd.DataFrame([[1]], columns=[3]), "texts"),
        (pd.DataFrame(), "no columns"),
        ([1, 2], "DataFrame"),
    ],
)
def test_to_arrow__what_a_file_would_lose_is_refused_by_name(frame, says):
    with pytest.raises(InputError, match=says):
        tables.to_arrow(frame, "example")


def test_to_arrow__a_filtered_table_is_saved_without_its_index():
    frame = pd.DataFrame({"a": [1, 2, 3]})
    assert written(frame[frame["a"] > 1]) == b"a\n2\n3\n"


def test_parquet__holds_the_same_table_and_only_our_metadata(table):
    arrow = tables.to_arrow(table, "example")
    content = tables.parquet_bytes(arrow, {"schema": "EXAMPLE"})
    assert tables.csv_bytes(tables.read_parquet(content)) == tables.csv_bytes(arrow)
    assert pq.read_metadata(io.BytesIO(content)).metadata == {b"newsstudy": b'{"schema": "EXAMPLE"}'}


def test_parquet__two_processes_write_the_same_bytes():
    code = (
        "import sys, pandas as pd; from newsstudy.study import tables; "
        "frame = pd.DataFrame({'a': ['x', None] * 500, 'b': [0.1, 2.5] * 500}); "
        "sys.stdout.buffer.write(tables.parquet_bytes(tables.to_arrow(frame, 'e'), {'b': 1, 'a': 2}))"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]
    assert runs[0].startswith(b"PAR1")


@pytest.mark.parametrize(
    ("now", "then", "says"),
    [
        (b"a,b\nx,1\n", b"a,b\nx,2\n", "row 1 (a 'x'), column b: '1' instead of '2'"),
        (b"a,b\nx,1\n", b"a,c\nx,1\n", "column 2 is called 'b' instead of 'c'"),
        (b"a\nx\ny\n", b"a\nx\n", "2 rows instead of 1"),
        (b'a\n""\n', b"a\n\n", "row 1, column a: '\"\"' instead of ''"),
        (b"", b"a\n", "the file is empty"),
        (b'a\n"x\n', b"a\nx\n", "no CSV"),
        (b"\xff", b"a\n", "no CSV"),
        (b'a\n"x"\n', b"a\nx\n", "written in another way"),
    ],
)
def test_first_difference__names_row_column_and_both_values(now, then, says):
    assert says in tables.first_difference(now, then)
