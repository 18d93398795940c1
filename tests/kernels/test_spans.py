"""Where words may stand: the runs found sixty-four bytes at a time are those found byte by byte."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import spans
from newsstudy.kernels._jit import ready
from newsstudy.kernels.spans import PIECE, SPAN_CHUNKS, SPAN_PATTERN, SPAN_WORDS

KINDS = pytest.mark.parametrize("kind", [SPAN_WORDS, SPAN_PATTERN, SPAN_CHUNKS])
TELLING = [bytes([byte]) for byte in b"aZ059_'.:,;\" \n\x00\x1f\x7f\x80\xc3\xff@-/[`{"]
BYTES = st.lists(st.one_of(st.sampled_from(TELLING), st.binary(min_size=1, max_size=1)), max_size=200).map(b"".join)
FEW = st.lists(st.sampled_from(TELLING), max_size=9).map(b"".join)


def found(content, i, stop, begin, kind):
    """The spans as pairs of places in the content, the byte to go on from, whether there was an underscore, and non-ASCII."""
    data = ready(np.frombuffer(content, np.uint8), np.uint8)
    edges, tail = np.full(2 * PIECE, -7, np.int32), np.full(64, ord("a"), np.uint8)
    n, resume, underscores, highs = spans.span_edges(data, i, stop, begin, edges, tail, kind)
    edges = (edges[:n] + begin).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True)), resume, underscores, highs


@KINDS
@given(content=BYTES, data=st.data())
def test_span_edges__agrees_with_the_slow_twin_wherever_a_document_begins_and_ends(kind, content, data, naive):
    begin, i, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 3)))
    assert found(content, i, stop, begin, kind) == naive("spans").spans(content, i, stop, kind)


@KINDS
@pytest.mark.parametrize("more", [0, 1, 63, 64, 65, 200])
def test_span_edges__a_document_may_end_at_any_byte(kind, more, naive):
    content = (b"l.a 1,2 don't \xc3\xa9\"x_y: 3;4 " * 12)[:200] + b"a" * more
    for stop in range(201):
        assert found(content, 3, stop, 3 if stop >= 3 else stop, kind) == naive("spans").spans(content, 3, stop, kind)


@KINDS
@given(before=FEW, after=FEW, back=st.integers(0, 8))
def test_span_edges__agrees_with_the_slow_twin_where_a_piece_ends(kind, before, after, back, naive):
    filler = b"ab 1,2 c.d \xc3\xa9 " * (PIECE // 14 + 1)
    content = filler[: PIECE - max(0, len(before) - back)] + before + after + b" end a.b"
    first = found(content, 0, len(content), 0, kind)
    assert first == naive("spans").spans(content, 0, len(content), kind)
    rest = found(content, first[1], len(content), 0, kind)
    assert rest == naive("spans").spans(content, first[1], len(content), kind)


@KINDS
@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_span_edges__a_span_that_fills_the_piece_is_found_only_if_the_document_ends(kind, size):
    edges, resume, *_ = found(b"a" * size, 0, size, 0, kind)
    assert (edges, resume) == (([(0, size)], size) if size <= PIECE else ([], 0))


@KINDS
def test_span_edges__a_span_at_the_end_of_a_piece_is_left_for_the_next(kind):
    content = b" " + b"a" * (PIECE - 2) + b" bcd "
    assert found(content, 0, len(content), 0, kind)[:2] == ([(1, PIECE - 1)], PIECE)
    assert found(content[1:], 0, len(content) - 1, 0, kind)[:2] == ([(0, PIECE - 2)], PIECE - 1)


def test_span_edges__there_is_room_for_a_piece_of_spans_of_one_byte():
    content = b"a " * PIECE
    edges, resume, *_ = found(content, 0, len(content), 0, SPAN_WORDS)
    assert (len(edges), resume) == (PIECE // 2, PIECE)


def test_span_edges__compiles_for_one_signature():
    assert len(spans.span_edges.signatures) <= 1
