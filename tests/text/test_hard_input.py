"""Texts made to break the scanner: memory that ends where they end, bytes that are no text, endless words, words that collide."""

import mmap
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.kernels.segments import all_boundaries
from newsstudy.kernels.spans import PIECE
from newsstudy.text.room import SPARE, Plot
from newsstudy.text.rules import OPTIONS, get_rule, term_rule
from newsstudy.text.scanner import FormTable
from newsstudy.text.sentences import sentence_starts
from newsstudy.text.tables import table
from newsstudy.text.words import Buffer, checked_bytes, count_each, scan

EVERYTHING = "news-en-1 emails=whole hashtags=whole hyphens=whole mentions=whole punctuation=keep symbols=keep urls=whole"
RULES = [
    "unicode-1",
    "news-en-1",
    "sklearn",
    "word-runs-1",
    "unicode-1 case=keep",
    "unicode-1 clitics=en hyphens=whole numbers=drop",
    EVERYTHING,
]
# What looks ahead, or is cut off, at the end of the memory.
ENDINGS = [
    b"http://a", b"http://", b"www.a", b"a@b.cd", b"#a", b"#", b"@a.b", b"a-b", b"a-", b"'s", b"7's", b"a'", b"a.", b"1,", b"_",
    b"Mr.", b"U.S.", "7’s".encode(), 'א"'.encode(), "א'".encode(), "Σ".encode(), "a\u0301".encode(), "a\u200d".encode(),
    b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\xf4", b"\xff", b"\x80", b"\x00",
]  # fmt: skip


@pytest.fixture(scope="session")
def at_the_end_of_memory():
    """Puts bytes right before, or right behind, a page that nobody may touch: a kernel that does kills the test run."""
    ctypes = pytest.importorskip("ctypes")
    if not hasattr(mmap, "PROT_READ"):
        pytest.skip("this system has no mprotect")
    page, n_pages = mmap.PAGESIZE, 8
    memory = mmap.mmap(-1, (n_pages + 2) * page)
    first = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    protect = ctypes.CDLL(None).mprotect
    protect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for place in (first, first + (n_pages + 1) * page):
        assert protect(place, page, 0) == 0
    room = np.frombuffer(memory, np.uint8)[page : (n_pages + 1) * page]

    def put(content, *, end=True):
        part = room[room.size - len(content) :] if end else room[: len(content)]
        part[:] = np.frombuffer(content, np.uint8)
        return part

    return put


def contents(generator, size):
    kind = generator.randrange(3)
    if kind == 0:
        return bytes(generator.choices(range(256), k=size))
    if kind == 1:
        return bytes(generator.choices(b"abcdef   '.-@#", k=size))
    signs = "aZsS09_.,:;'’\"! \n\0-@#/\u0301\u200dאアあ漢🇩❤Ⓜİσ½ʼ\U0001d15e"
    return "".join(generator.choices(signs, k=size)).encode()[:size]


def same(one, other):
    arrays = ("ids", "token_offsets", "starts", "lengths")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays) and one.terms == other.terms


def test_kernels__never_read_beyond_the_bytes_that_they_are_given(at_the_end_of_memory):
    generator = random.Random(3)
    index, records = table("index"), table("records")
    for size in [*range(301), *range(16_300, 16_420, 8)]:
        content = contents(generator, size)
        if size % 2:
            ending = ENDINGS[size // 2 % len(ENDINGS)]
            content = (content + ending)[-max(size, len(ending)) :]
        first = generator.choice([0, 0, min(3, len(content))])
        offsets = np.array([first, *sorted(generator.choices(range(first, len(content) + 1), k=2)), len(content)], np.int64)
        rule = RULES[generator.randrange(len(RULES))]
        elsewhere = np.frombuffer(content + bytes(generator.choices(range(256), k=100)), np.uint8)
        expected = scan(elsewhere, offsets, rule, n_jobs=1)
        for end in (True, False):
            data = at_the_end_of_memory(content, end=end)
            assert same(scan(data, offsets, rule, n_jobs=1), expected), (content, rule)
            cells = count_each(Buffer(*checked_bytes(data, offsets)), get_rule(rule), n_jobs=1)
            assert cells.array.to_pylist() == expected.terms
            assert int(cells.data.astype(object).sum() if cells.data.size else 0) == expected.ids.size
            all_boundaries(checked_bytes(data, offsets)[0], index, records)
            for sentence_rule in ("unicode-1", "news-en-1"):
                sentence_starts(data, offsets, rule=sentence_rule)


@given(st.lists(st.binary(max_size=40), max_size=4))
@pytest.mark.parametrize("rule", RULES)
def test_scan__bytes_that_are_no_utf8_give_words_within_the_document(rule, documents):
    offsets = np.cumsum([0, *map(len, documents)])
    found = scan(np.frombuffer(b"".join(documents), np.uint8), offsets, rule, n_jobs=1)
    sizes = np.repeat(np.diff(offsets), np.diff(found.token_offsets))
    assert (found.starts >= 0).all()
    assert (found.lengths > 0).all()
    assert (found.starts + found.lengths <= sizes).all()
    assert found.terms == sorted(set(found.terms))


@st.composite
def composed_rules(draw):
    names = [name for name in OPTIONS if name not in ("words", "case", "sentences")]
    options = {name: draw(st.sampled_from(OPTIONS[name])) for name in draw(st.sets(st.sampled_from(names), max_size=6))}
    case = draw(st.sampled_from(["fold", "fold", "keep"]))
    return term_rule(draw(st.sampled_from(["unicode-1", "news-en-1"])), case=case, **options)


# Six pictographs are letters too, and a joiner glues those to whatever stands before it: see the test below.
ANY_TEXT = st.lists(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="ℹⓂ🅰🅱🅾🅿"),
        st.sampled_from("aS9 .,:'’-@#/_\u0301\u200d\u00ad\0\n漢ア"),
        st.sampled_from(["G7’s-led", "7'S-", "dell'S", " \u0345a@b.org", "http://a", "www.b.", "@a@b.cd", "#1", "x-\u200dy"]),
    ),
    max_size=25,
).map("".join)


@given(ANY_TEXT, composed_rules())
def test_scan__any_text_under_any_composed_rule_is_as_the_slow_tokenizer_says(naive, text, rule):
    content = text.encode()
    found = scan(np.frombuffer(content, np.uint8), [0, len(content)], rule, n_jobs=1)
    stops = (found.starts + found.lengths).tolist()
    ours = [(start, stop, found.terms[term]) for term, start, stop in zip(found.ids, found.starts.tolist(), stops, strict=True)]
    assert ours == [tuple(token) for token in naive("rules").tokens(text, rule)]


@pytest.mark.parametrize(
    ("text", "rule", "terms"),
    [
        ("G7’s-led", "news-en-1 hyphens=whole", ["g7", "'s", "led"]),
        ("a's-b", "news-en-1 hyphens=whole", ["a's-b"]),
        ("dell'S Zoë'S", "news-en-1 case=keep", ["dell", "'S", "Zoë", "'S"]),
        ("BBC's BBC'S", "news-en-1 case=keep", ["BBC", "'s", "BBC", "'S"]),
        (" \u0345a@b.org", "unicode-1 emails=whole", ["a@b.org"]),
    ],
)
def test_scan__what_once_came_out_wrong(naive, text, rule, terms):
    content = text.encode()
    found = scan(np.frombuffer(content, np.uint8), [0, len(content)], rule)
    assert [found.terms[term] for term in found.ids] == terms == [term for _, _, term in naive("rules").tokens(text, rule)]


def test_scan__a_word_never_begins_with_a_blank():
    # To UAX #29 the blank of " \u200dℹ" belongs to the segment (WB3c); as a term it would be torn apart by n-grams and patterns.
    assert ns.word_boundaries(" \u200dℹ") == [0, 3]
    assert ns.corpus_from([" \u200dℹ"]).tokenize("unicode-1")[0] == ["\u200dℹ"]


UNITS = {
    "one word": "a", "signs": ".,;:!?-()", "marks": "\u0301", "underscores": "_", "full stops within": "a.", "numbers": "1,",
    "hyphens": "a-", "at signs": "@", "hashes": "#", "schemes": "http://", "hashed numbers": "#1", "mentions": "@1.",
    "CJK": "漢", "sums": "a+", "addresses": "a@", "possessives": "7's ", "hosts": "www.", "joiners": "a\u200d", "flags": "🇩",
    "Hebrew": 'א"', "kana": "ア_", "NUL": "\0", "NUL in words": "x\0", "sigmas": "Σ", "waiting for a letter": "a:\u0301",
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_scan__one_endless_line_is_as_its_beginning(unit, naive):
    for rule in ("news-en-1", EVERYTHING):
        content = (unit * 120).encode()
        found = scan(np.frombuffer(content, np.uint8), [0, len(content)], rule)
        stops = (found.starts + found.lengths).tolist()
        ours = [(a, b, found.terms[term]) for term, a, b in zip(found.ids, found.starts.tolist(), stops, strict=True)]
        assert ours == [tuple(token) for token in naive("rules").tokens(unit * 120, rule)]
    # Longer than a piece, and longer than the room that a scan begins with.
    for length in (PIECE - 1, PIECE + 1, 10 * PIECE):
        content = (unit * (length // len(unit.encode()) + 1)).encode()
        found = scan(np.frombuffer(content, np.uint8), [0, len(content)], "news-en-1")
        gaps = found.starts[1:] - (found.starts + found.lengths)[:-1]
        assert (gaps >= 0).all()
        assert len(found.terms) <= 2


def test_scan__many_short_and_empty_documents_are_all_there():
    offsets = np.repeat(np.arange(3), [700_000, 800_000, 600_001])
    found = scan(np.frombuffer(b"ab", np.uint8), offsets, "unicode-1")
    assert np.flatnonzero(np.diff(found.token_offsets)).tolist() == [699_999, 1_499_999]
    letters = scan(np.frombuffer(b"ab" * 50_000, np.uint8), np.arange(100_001), "news-en-1")
    assert letters.ids.tolist() == [0, 1] * 50_000
    assert letters.token_offsets.tolist() == list(range(100_001))


def test_scan__read_only_mapped_and_strided_bytes_will_do(tmp_path):
    path = tmp_path / "texts"
    path.write_bytes(b"xx snow fell here")
    mapped = np.memmap(path, np.uint8, mode="r")
    expected = scan(np.frombuffer(b"snow fell", np.uint8), [0, 4, 9], "unicode-1")
    assert same(scan(mapped, [3, 7, 12], "unicode-1"), expected)
    wide = np.repeat(mapped, 2)
    assert same(scan(wide[::2], [3, 7, 12], "unicode-1"), expected)
    with pytest.raises(InputError, match="offsets"):
        scan(mapped, [3, 7, 1200], "unicode-1")


def test_boundaries__lone_surrogates_and_nul_have_their_places():
    assert ns.word_boundaries("a\ud800b\0c") == [0, 1, 2, 3, 4, 5]
    assert ns.sentence_boundaries("A\0b. \ud800c.")[-1] == 8
    assert ns.word_boundaries("") == [0]
    for wrong in (None, 3, b"text", float("nan"), ["text"]):
        for boundaries in (ns.word_boundaries, ns.sentence_boundaries):
            with pytest.raises(InputError, match="must be a str"):
                boundaries(wrong)

    class Text(str):
        __slots__ = ()

    assert ns.word_boundaries(Text("a b")) == ns.word_boundaries(np.str_("a b")) == [0, 1, 2, 3]


def test_form_table__results_do_not_depend_on_its_secret(monkeypatch):
    words = [f"word{i}" for i in range(300)] + [f"a-very-long-word-indeed-number{i}" * 2 for i in range(300)]
    content = " ".join(words).encode()
    offsets = [0, 5000, len(content)]
    results = []
    for secret in (1, 3, 0x9E3779B97F4A7C15 >> 2 | 1):
        monkeypatch.setattr("newsstudy.text.scanner.SECRET", secret)
        results.append(scan(np.frombuffer(content, np.uint8), offsets, EVERYTHING))
    assert same(results[0], results[1])
    assert same(results[0], results[2])


def colliding_words(n, secret):
    """Words of eight letters whose searches all begin at one place of a table of 32,768 rows, for who knows the secret."""
    letters = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", np.uint8)
    drawn = letters[np.random.default_rng(5).integers(0, 26, (n << 10, 8))]
    low = np.ascontiguousarray(drawn).view(np.uint64).ravel()
    h = low * np.uint64(secret)
    h = (h ^ h >> np.uint64(32)) * np.uint64(0xFF51AFD7ED558CCD)
    chosen = np.unique(low[(h >> np.uint64(32)) & np.uint64(1023) == 0])
    return [word.tobytes() for word in np.ascontiguousarray(chosen).view(np.uint8).reshape(-1, 8)]


def test_form_table__words_made_to_collide_under_another_secret_spread(monkeypatch):
    words = colliding_words(800, 12345)
    assert len(words) > 600
    content = b" ".join(words)
    places = []
    for secret in (12345, 98765):
        monkeypatch.setattr("newsstudy.text.scanner.SECRET", secret)
        forms = FormTable()
        forms.scan(np.frombuffer(content, np.uint8), np.array([0, len(content)]), 0, 0, Plot.own(SPARE, 1, 3), Plot.wider)
        assert forms.n_forms == len(words)
        rows = np.flatnonzero(forms.table.reshape(-1, 4)[:, 0])
        places.append(len(np.unique(rows >> 6)))
    # Of the 512 stretches of 64 rows the crafted words fill a few; under another secret they are everywhere.
    assert places[0] < 100
    assert places[1] > 330
