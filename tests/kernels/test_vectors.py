"""Steps over many bytes at a time give what one byte at a time gives."""

import numba
import numpy as np
import pytest

from newsstudy.kernels import vectors
from newsstudy.kernels._jit import ready

# Not `kernel`: its cache would outlive an edit of this file.
load8 = numba.njit(lambda data, i: vectors.load8(data, i))
lowest_bit = numba.njit(lambda mask: vectors.lowest_bit(mask))
bit_count = numba.njit(lambda mask: vectors.bit_count(mask))
classes64 = numba.njit(lambda data, i: vectors.classes64(data, i))

CONTENT = bytes(range(256)) * 2
MASKS = [
    0,
    1,
    2,
    3,
    2**63,
    2**64 - 1,
    2**32,
    2**32 - 1,
    0x8080808080808080,
    *(1 << k for k in range(64)),
    *(3 << k for k in range(63)),
]


@pytest.fixture(params=["read-only", "writeable"])
def data(request):
    array = np.frombuffer(CONTENT, np.uint8)
    return ready(array, np.uint8) if request.param == "read-only" else array.copy()


def test_load8__is_the_number_of_eight_bytes_wherever_they_begin(naive, data):
    for i in [*range(256), data.size - 8]:
        assert load8(data, i) == naive("vectors").load8(CONTENT, i)


def test_lowest_bit_and_bit_count__agree_with_the_slow_twins(naive):
    for mask in MASKS:
        assert lowest_bit(np.uint64(mask)) == naive("vectors").lowest_bit(mask)
        assert bit_count(np.uint64(mask)) == naive("vectors").bit_count(mask)


def test_classes64__knows_all_bytes_at_every_lane(naive, data):
    # Byte k + i stands at lane k: as i runs through 256 places, each lane meets each byte, at each alignment.
    for i in range(256):
        assert classes64(data, i) == naive("vectors").classes64(CONTENT, i), i


def test_classes64__reads_up_to_the_last_byte_and_no_further(naive, data):
    assert classes64(data, data.size - 64) == naive("vectors").classes64(CONTENT, len(CONTENT) - 64)


@numba.njit
def fetched(data, places):
    for k in range(places.size):
        vectors.fetch(data, places[k])
    return data[0]


def test_fetch__asks_for_anything_and_changes_nothing():
    data = ready(np.arange(100), np.uint8)
    assert fetched(data, ready([0, 99, 100, -1, 10**12, -(10**12)], np.int64)) == 0
    assert data.tolist() == list(range(100))
