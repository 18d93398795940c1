"""Composition and folding by the package's own tables: the published cases, and Python's where both know the code points."""

import pathlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels.unicode_classes import ASSIGNED
from newsstudy.text.normalise import fold, is_nfc, nfc, nfd
from newsstudy.text.tables import UNICODE_VERSION, record

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases"


def text_of(field):
    return "".join(chr(int(code, 16)) for code in field.split())


def rows(path):
    lines = (line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [[text_of(field) for field in line.split(";") if field.strip()] for line in lines if line and line[0] != "@"]


def test_nfc__the_published_cases_pass():
    cases = rows(CASES / "unicode" / "normalization.txt")
    assert len(cases) == 4023
    for source, composed, decomposed in cases:
        assert composed == nfc(source) == nfc(composed) == nfc(decomposed)
        assert decomposed == nfd(source) == nfd(composed) == nfd(decomposed)


def test_nfc__all_cases_of_the_original_file_pass(shared):
    cases = rows(shared / "unicode" / "NormalizationTest.txt")
    assert len(cases) == 19074
    for source, composed, decomposed, compatible, taken_apart in cases:
        assert composed == nfc(source) == nfc(composed) == nfc(decomposed)
        assert compatible == nfc(compatible) == nfc(taken_apart)


def test_nfc__hangul_is_composed_by_arithmetic():
    for code in range(0xAC00, 0xAC00 + 11172, 7):
        assert nfc(nfd(chr(code))) == chr(code)
        assert nfd(chr(code)) == unicodedata.normalize("NFD", chr(code))


@given(data=st.data())
def test_nfc__is_pythons_on_code_points_that_both_know(data, assigned_texts):
    text = data.draw(assigned_texts)
    assert nfc(text) == unicodedata.normalize("NFC", text)
    assert nfd(text) == unicodedata.normalize("NFD", text)
    assert not is_nfc(text) or nfc(text) == text


def test_fold__is_pythons_on_code_points_that_both_know():
    codes = [c for c in range(0x110000) if record(c) & ASSIGNED and unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    assert [chr(c) for c in codes if fold(chr(c)) != chr(c).casefold()] == []


def test_nfc__a_megabyte_of_marks_is_sorted_in_bounded_time():
    text = "a" + "\u0301\u0323" * 100_000
    assert nfc(text)[0] == "ạ"


def test_tables__are_of_the_version_that_they_name():
    assert UNICODE_VERSION == "15.0.0"
    assert record(0x1FAE8) & ASSIGNED, "shaking face came with 15.0"
    assert not record(0x1FAE9) & ASSIGNED, "face with bags under eyes came with 16.0"


@pytest.mark.parametrize("code", [0, 0x10FFFF, 0xD800])
def test_tables__reach_to_both_ends(code):
    assert isinstance(record(code), int)
