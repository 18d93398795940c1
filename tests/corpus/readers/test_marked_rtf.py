r"""RTF becomes text in time that grows with the file, with its fonts, its bad bytes and its several documents."""

import re
import time

import pytest

from newsstudy.corpus.readers._marked_rtf import text_of_rtf


def text_of(raw, marks=()):
    notes = {}
    return text_of_rtf(raw if isinstance(raw, bytes) else raw.encode("utf-8"), notes, marks), notes["encoding"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"{\rtf1\ansi One.\par Two.}", "One.\nTwo."),
        (r"{\rtf1\ansi Caf\'e9 \u8217 ?s \u-10179?\u-8704?}", "Café ’s 😀"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1 \'d1\'ed\'e5\'e3}", "Снег"),
        (r"{\rtf1\ansi\ansicpg1251 \'d1\'ed\'e5\'e3}", "Снег"),
        (r"{\rtf1\ansi\ansicpg10000 \'8e}", "é"),
        (r"{\rtf1\ansi\ansicpg99999 \'e9}", "é"),
        (r'{\rtf1{\field{\*\fldinst{HYPERLINK "https://post.example/a"}}{\fldrslt{the link}}} here}', "the link here"),
        (r"{\rtf1 a \{b\} \\c}", r"a {b} \c"),
        (r"{\rtf1\trowd A\cell B\cell\row C}", "A|B|\nC"),
        (r"{\rtf1 One.\par}{\rtf1 Two.\par}", "One.\nTwo.\n"),
        (r"{\rtf1 Snow \u99999999 ?fell.\uc  \bin }", "Snow �fell. "),
        (r"{\rtf1{\header Page 1}{\*\unknown x}{\info{\author Y}}Snow.}", "Snow."),
        (r"{\rtf1{\pict\pngblip\bin9 }}{\\par x}Snow.}", "Snow."),
        ("{\\rtf1 Schnee fällt.}", "Schnee fällt."),
    ],
)  # fmt: skip
def test_rtf__becomes_text(raw, text):
    assert text_of(raw)[0] == text


def test_rtf__bytes_beyond_ascii_are_of_its_code_page_where_they_are_no_utf_8():
    assert text_of(b"{\\rtf1\\ansicpg1250 \xb9\xea}") == ("ąę", "cp1250 (declared)")
    assert text_of(b"{\\rtf1\\ansicpg1252 \\'81 ok}") == ("\ufffd ok", "cp1252 (declared), with bytes that are not of it")


def test_rtf__fonts_and_skipped_characters_hold_in_later_parts():
    head = r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\uc2\f1 "
    lines = [rf"\'d1\u1085 ??\'e5\'e3 {number}\par" for number in range(5000)]
    text, _ = text_of(head + "\n".join(lines) + "}")
    assert text.split("\n")[:-1] == [f"Снег {number}" for number in range(len(lines))]


def test_rtf__groups_around_each_paragraph_are_no_hindrance_to_cutting():
    lines = [rf"{{\pard\f0 Snow fell {{\b {number}}}.\par}}" for number in range(5000)]
    text, _ = text_of(r"{\rtf1\ansi " + "\n".join(lines) + "}")
    assert text.split("\n")[:-1] == [f"Snow fell {number}." for number in range(len(lines))]


def test_rtf__marks_are_put_in_before_it_is_converted():
    assert text_of(r"{\rtf1 a\page b}", [(re.compile(r"\\page "), "\x1e")])[0] == "a\x1eb"


@pytest.mark.parametrize(
    "raw",
    [
        r"{\rtf1 " + r"{\field{\*\fldinst{" * 200 + "x" * 200_000,
        r"{\rtf1{\fonttbl" + r"\f1" * 100_000,
        r"{\rtf1{\fonttbl{\f1 " + "x" * 300_000 + r"\fcharset2",
        r"{\rtf1 " + r"\bin1 x" * 30_000,
        r"{\rtf1{\pict " + "0123456789abcdef" * 200_000 + "}}",
        r"{\rtf1 " + "a" * 300_000,
        r"{\rtf1}" * 20_000,
        r"{\rtf1 " + r"\'" * 100_000,
        r"{\rtf1 " + "{}" * 100_000,
    ],
    ids=range(9),
)
def test_rtf__hostile_files_take_time_that_grows_with_them(raw):
    begun = time.process_time()
    text_of(raw)
    assert time.process_time() - begun < 3


def test_rtf__groups_without_end_fill_no_memory():
    begun = time.process_time()
    assert text_of(r"{\rtf1 " + "{" * 1_000_000 + "Snow." + "}" * 1_000_000 + " Wind.}")[0] == "Snow. Wind."
    assert time.process_time() - begun < 5
