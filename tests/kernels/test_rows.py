import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import rows as kernels
from newsstudy.kernels._jit import ready
from newsstudy.kernels.reduce import total_float

some_floats = st.lists(st.lists(st.floats(-1e6, 1e6), max_size=40), max_size=6)
some_counts = st.lists(st.lists(st.integers(1, 2**31 - 1), max_size=9), max_size=6)


def packed(rows, dtype):
    return ready(np.cumsum([0, *map(len, rows)]), np.int64), ready([value for row in rows for value in row], dtype)


@given(some_floats)
def test_row_totals_float__agrees_with_its_slow_twin_and_with_total_float(naive, rows):
    found = kernels.row_totals_float(*packed(rows, np.float64)).tolist()
    assert found == naive("rows").row_totals_float(rows) == [total_float(row) for row in rows]


@given(some_counts)
def test_row_largest__agrees_with_its_slow_twin(naive, rows):
    assert kernels.row_largest(*packed(rows, np.int32)).tolist() == naive("rows").row_largest(rows)


@pytest.mark.parametrize("kernel", ["row_totals_float", "row_largest"])
def test_kernels__have_one_signature_each(kernel):
    assert len(getattr(kernels, kernel).signatures) <= 1
