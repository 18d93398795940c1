"""The PNG encoder: any picture comes back as it was, from a file that needs no compressor."""

import io
import zlib

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.figures import _png


def encode(pixels):
    return _png.encode(pixels, dots_per_metre=11811, texts={"Title": "Ελλάδα"})


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 255]))
def test_png__any_picture_comes_back(height, width, seed, colours):
    pixels = np.random.default_rng(seed).integers(0, colours, size=(height, width, 3), endpoint=True).astype(np.uint8)
    image = PIL.Image.open(io.BytesIO(encode(pixels)))
    assert np.array_equal(np.asarray(image), pixels)
    assert image.text["Title"] == "Ελλάδα"


@pytest.mark.parametrize("run", [*range(1, 12), *range(255, 265), 513, 516, 517, 518, 519, 520, 521, 5000])
def test_png__runs_of_every_length_come_back(run):
    raw = np.concatenate([[7], np.zeros(run), [9, 9], np.full(run, 200), [1]]).astype(np.uint8)
    packed = _png._deflate(raw)
    assert zlib.decompressobj(wbits=-15).decompress(packed) == raw.tobytes()


def test_png__a_white_page_is_small():
    assert len(encode(np.full((1000, 1000, 3), 255, dtype=np.uint8))) < 25_000


def test_png__bytes_do_not_come_from_a_compressor(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("zlib's compressor was called")

    monkeypatch.setattr(zlib, "compress", refuse)
    monkeypatch.setattr(zlib, "compressobj", refuse)
    encode(np.zeros((3, 3, 3), dtype=np.uint8))
