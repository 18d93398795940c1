"""The scanner's kernel: counting is counting its own places, and how much room it is given does not show."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import words
from newsstudy.kernels._jit import ready
from newsstudy.kernels.forms import ROW, move_rows
from newsstudy.kernels.spans import PIECE, SPAN_CHUNKS, SPAN_PATTERN, SPAN_WORDS
from newsstudy.kernels.whole import WHOLE_ANY, WHOLE_HYPHENS
from newsstudy.kernels.words import COUNT, DOCUMENT, LIMIT, MOST_WORDS, N_FORMS, N_OUT, NEED, SECOND, SECRET, WIDE, scan_words
from newsstudy.text.tables import table

WAYS = {
    "uax29": (SPAN_WORDS, 0),
    "uax29, possessive": (SPAN_WORDS, words.SPLIT_POSSESSIVE),
    "pattern": (SPAN_PATTERN, words.PATTERN | words.FOLD),
    "pattern, case kept": (SPAN_PATTERN, words.PATTERN),
    "signs": (SPAN_CHUNKS, words.PUNCTUATION | words.SYMBOLS | words.SPLIT_POSSESSIVE),
    "wholes": (SPAN_CHUNKS, WHOLE_ANY | WHOLE_HYPHENS | words.SPLIT_POSSESSIVE),
    "wholes and signs": (SPAN_CHUNKS, words.BY_CHUNKS | words.SPLIT_POSSESSIVE),
}
BESIDE = 100  # items before and behind the plot
EACH_WAY = pytest.mark.parametrize("way", WAYS)
SNIPPETS = """a The US us don't don’t G7’s 7's ’s 's s US’s 3,5 1.a a.b a:b a_b _ x-y é É ΑΣ ΣΑΣ aİb e\u0301 漢字 カタ א' א"ב 🇩🇪👍
#Tag @user a@b.org http://a.org/b?c internationalisation Donaudampfschifffahrtsgesellschaft ... “ £5 ½’s"""
TEXTS = st.lists(
    st.one_of(st.sampled_from([*SNIPPETS.split(), " ", "\n", "-", "’", "'"]), st.sampled_from(" ")), max_size=24
).map("".join)
DOCUMENTS = st.lists(TEXTS, max_size=5)


def scanned(texts, way, more=0, *, tight=False, before=0):
    """(out as lists, ends, forms) of a scan; `tight` gives it little room, and a bit more whenever it stops."""
    kind, options = WAYS[way]
    options |= more
    encoded = [text.encode() for text in texts]
    data = ready(np.frombuffer(b"".join(encoded), np.uint8), np.uint8)
    offsets = ready(np.cumsum([0, *map(len, encoded)]), np.int64)
    # The plot is the middle of a larger room; what stands before and behind it must stay.
    room = MOST_WORDS if tight else 4 * PIECE + data.size
    step = 2 if options & WIDE else 1
    out, out_ends = np.full(3 * (room + 2 * BESIDE), -7, np.int32), np.zeros(len(texts), np.int64)
    rows, forms, size = (2, 2, 16) if tight else (1 << 12, 1 << 11, 1 << 16)
    rows, ends, arena = np.zeros(rows * ROW, np.uint64), np.zeros(forms, np.int64), np.zeros(size, np.uint8)
    edges, tail = np.zeros(2 * PIECE, np.int32), np.zeros(64, np.uint8)
    state = np.array([0, 0, BESIDE, 0, 0, 0x1E3779B97F4A7C15, BESIDE, BESIDE + room, room + 2 * BESIDE], np.int64)
    stops = 0
    while True:
        scan_words(
            data, offsets, before, len(texts), state, out, out_ends, rows, ends, arena, edges, tail, table("index"),
            table("records"), kind, options,
        )  # fmt: skip
        if state[DOCUMENT] == len(texts):
            break
        n, n_forms = state[N_OUT], state[N_FORMS]
        if state[LIMIT] - n < MOST_WORDS:
            second = state[SECOND]
            wider = np.full((3, second + PIECE // 3), -7, np.int32)
            wider[:, :second] = out.reshape(3, -1)
            if step == 2:
                wider.reshape(-1)[wider.shape[1] : wider.shape[1] + 2 * n] = out[second : second + 2 * n]
            out = wider.reshape(-1)
            state[LIMIT] += PIECE // 3
            state[SECOND] += PIECE // 3
        elif n_forms + 2 > ends.size:
            ends = np.append(ends, 0)
        elif 2 * (n_forms + 1) * ROW > rows.size:
            narrow, rows = rows, np.zeros(2 * rows.size, np.uint64)
            move_rows(narrow, rows, n_forms, np.uint64(state[SECRET]))
        else:
            assert ends[n_forms] + state[NEED] > arena.size, "it stopped though there was room"
            arena = np.append(arena, np.zeros(int(ends[n_forms] + state[NEED]) - arena.size, np.uint8))
        stops += 1
    assert tight or not stops
    n, second = state[N_OUT], state[SECOND]
    assert set(out[:BESIDE]) | set(out[state[LIMIT] : second]) == {-7}, "it wrote beside its plot"
    columns = [out[BESIDE:n], out[second + step * BESIDE : second + step * n : step], out[2 * second + BESIDE : 2 * second + n]]
    columns = columns[: 2 if options & COUNT else 3]
    bounds = ends[: state[N_FORMS] + 1].tolist()
    written = [arena[a:b].tobytes() for a, b in itertools.pairwise(bounds)]
    return list(zip(*(column.tolist() for column in columns), strict=True)), out_ends.tolist(), written


def by_document(out, ends):
    return [out[a:b] for a, b in zip([0, *ends], ends, strict=False)]


@EACH_WAY
@given(texts=DOCUMENTS)
def test_scan_words__numbers_forms_as_they_come_up(way, texts, naive):
    out, ends, written = scanned(texts, way)
    found = [
        (document, start, text.encode()[start : start + size])
        for document, text in enumerate(texts)
        for _, start, size in by_document(out, ends)[document]
    ]
    if way == "pattern":  # its capital sigmas are lowered in the form
        found = [(document, start, written[form]) for (document, start, _), (form, _, _) in zip(found, out, strict=True)]
    assert out == naive("scan").places(found)
    assert written == naive("scan").forms_of(found)
    for words_ in by_document(out, ends):
        stops = [start + size for _, start, size in words_]
        assert all(stop <= start for stop, (_, start, _) in zip(stops, words_[1:], strict=False))


@EACH_WAY
@given(texts=DOCUMENTS)
def test_scan_words__counting_is_counting_the_places(way, texts, naive):
    out, ends, written = scanned(texts, way)
    cells, cell_ends, forms = scanned(texts, way, COUNT)
    assert scanned(texts, way, COUNT | WIDE) == (cells, cell_ends, forms)
    found = [(d, start, written[form]) for d, words_ in enumerate(by_document(out, ends)) for form, start, _ in words_]
    assert by_document(cells, cell_ends) == naive("scan").cells(found, len(texts))
    assert forms == written


@EACH_WAY
@pytest.mark.parametrize("more", [0, COUNT, COUNT | WIDE])
@given(texts=DOCUMENTS)
def test_scan_words__stops_when_something_is_full_and_goes_on_as_if_nothing_had_been(way, more, texts):
    assert scanned(texts, way, more, tight=True) == scanned(texts, way, more)


@EACH_WAY
def test_scan_words__goes_on_from_any_word_whose_form_is_new(way):
    # Each form is new once, and the scan with tight room stops there.
    for text in SNIPPETS.split():
        texts = [before + text + after for before in ("", "7", "é", "’") for after in ("’s", "'S " + text)]
        for more in (0, COUNT):
            assert scanned(texts, way, more, tight=True) == scanned(texts, way, more), texts


@EACH_WAY
@pytest.mark.parametrize("more", [0, COUNT, COUNT | WIDE])
def test_scan_words__goes_on_in_the_middle_of_a_long_document(way, more):
    text = "ab c. é d'e 1,2 " * (3 * PIECE // 16) + "漢" * (PIECE // 2)
    assert scanned([text, "q", text], way, more, tight=True) == scanned([text, "q", text], way, more)


def test_scan_words__documents_scanned_before_do_not_count_as_this_one():
    cells, ends, _ = scanned(["a a b", "b a"], "uax29", COUNT, before=7)
    assert by_document(cells, ends) == [[(0, 2), (1, 1)], [(1, 1), (0, 1)]]


KERNELS = [name for name, value in vars(words).items() if hasattr(value, "signatures")]


@pytest.mark.parametrize("kernel", KERNELS)
def test_kernels__have_one_signature_each(kernel):
    assert len(getattr(words, kernel).signatures) <= 1
