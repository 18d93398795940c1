"""Labels: measured, shortened, wrapped, cleaned and placed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.figures import _labels

WORDS = st.text(alphabet="abcdefghij XYZ ßéіШ…", min_size=0, max_size=60).map(str.strip)


@given(WORDS, st.floats(5, 60), st.sampled_from(["left", "right"]))
def test_shorten__the_result_has_room_and_is_an_end_of_the_text(text, room, end):
    short = _labels.shorten(text, 7.0, room, end=end)
    if short == text:
        return
    assert _labels.width(short, 7.0) <= room
    kept = short[1:] if end == "left" else short[:-1]
    assert text.endswith(kept) if end == "left" else text.startswith(kept)
    words = _labels.shorten_to_words(text, 7.0, room, end=end)
    assert _labels.width(words, 7.0) <= room


def test_shorten_to_words__cuts_between_words():
    assert _labels.shorten_to_words("a strong sentiment during their discussion", 7.0, 30.0) == "a strong sentiment…"
    assert _labels.shorten_to_words("a strong sentiment during their discussion", 7.0, 30.0, end="left") == "…their discussion"


@given(WORDS, st.floats(15, 60))
def test_wrap__no_line_is_too_wide_and_no_letter_is_lost(text, room):
    lines = _labels.wrap(text, 6.0, room)
    assert all(_labels.width(line, 6.0) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_clean__what_cannot_be_drawn_is_shown_as_a_box():
    assert _labels.clean("政治 news") == "▯▯ news"
    assert _labels.clean("a\nb\tc\x00\x1b") == "a b c"
    assert _labels.clean("\u202eevil\u202c") == "evil"
    assert _labels.clean("\ud800") == "▯"
    assert _labels.clean("Україна, Ελλάδα, مرحبا, שלום") == "Україна, Ελλάδα, مرحبا, שלום"


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 100), st.floats(0.5, 4)), max_size=25), st.floats(5, 40))
def test_place__labels_never_touch_each_other_a_dot_or_the_border(anchors, wide):
    sizes = [(wide, 7.0)] * len(anchors)
    places = _labels.place(anchors, sizes, (0.0, 0.0, 200.0, 100.0))
    boxes = [(x - wide / 2, y - 3.5, x + wide / 2, y + 3.5) for x, y in (place for place in places if place)]
    dots = [(x - r, y - r, x + r, y + r) for x, y, r in anchors]
    slack = 1e-9
    inner = [(a + slack, b + slack, c - slack, d - slack) for a, b, c, d in boxes]
    for i, box in enumerate(inner):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= 200
        assert box[3] <= 100
        assert not _labels.hits(box, [*inner[:i], *inner[i + 1 :], *dots])
    assert places == _labels.place(anchors, sizes, (0.0, 0.0, 200.0, 100.0))


def test_place__a_lone_label_stands_right_of_its_dot():
    [(x, y)] = _labels.place([(50.0, 50.0, 2.0)], [(20.0, 8.0)], (0.0, 0.0, 200.0, 100.0))
    assert x > 52 + 10 - 1e-9
    assert y == 50.0


def test_place__a_label_avoids_lines_where_it_can():
    line = (50.0, 50.0, 200.0, 50.0)  # runs right from the dot
    [(x, y)] = _labels.place([(50.0, 50.0, 2.0)], [(20.0, 8.0)], (0.0, 0.0, 200.0, 100.0), lines=[line])
    assert x < 50 or abs(y - 50) > 4


def test_place__no_room_is_none():
    assert _labels.place([(5.0, 5.0, 2.0)], [(20.0, 8.0)], (0.0, 0.0, 10.0, 10.0)) == [None]


@pytest.mark.parametrize("text", ["Trump", "a much longer label", "fi"])
def test_width__is_proportional_to_the_size(text):
    assert _labels.width(text, 14.0) == pytest.approx(2 * _labels.width(text, 7.0), rel=0.01)
