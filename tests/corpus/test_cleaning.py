"""The laws of cleaning: nothing is lost, every place leads back, nothing is done unasked."""

import re

from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus.cleaning import STEPS

NAMES = [step.name for step in STEPS]
# Fragments that the steps look for, mixed with anything at all.
FRAGMENTS = [
    "LONDON, March 3 (Reuters) - ", "(dpa/lno) ", "/TASS/. ", "KYIV, Ukraine — ", "By Ann Smith\n", "Photo: a bridge\n",
    "\n\n", "\n", "Correction: it was two.\n", "Read more: here\n", "Advertisement\n", "Sign up for news\n",
    "© 2019 The Post\n", "cafÃ©", "â€œso", "&amp;", "&#39;", "&nbsp;", "<p>", "</p>", "<br>", "<!--", "-->", "<script>",
    "</script>", "\u00ad", "exam-\nple of ", "ﬁrst", "https://example.org/a?b=(c) ", "mail@example.org", "  ", " \u00a0",
    "\u200b", "\t", "Snow fell. ", "Roads closed. ", "é", "\U0001f600", "(Reporting by Ann Smith; Editing by Bo Lee)",
    "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii\n",
]  # fmt: skip
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.lists(st.lists(st.one_of(st.sampled_from(FRAGMENTS), ANY), max_size=12).map("".join), max_size=4)


def upside_down(text):
    """Writes every second word backwards, and a sign of four bytes behind it."""
    return [(word.start(), word.end(), word.group()[::-1] + "\U0001f600") for word in list(re.finditer("[a-z]+", text))[::2]]


OWN = ns.cleaning_step(upside_down, name="upside_down")
ORDERS = st.lists(st.sampled_from([*NAMES, OWN, ns.cleaning_step("boilerplate", min_documents=2, min_characters=1)]), max_size=6)


def named(texts):
    return ns.corpus_from([{"id": f"d{i}", "text": text, "source": "Post"} for i, text in enumerate(texts)])


@given(TEXTS, ORDERS)
def test_clean__any_steps_on_any_text_can_be_taken_back(texts, steps):
    raw = named(texts)
    cleaned = raw.clean(steps)
    cleaned.ledger.check()
    kept = raw.where([name in cleaned for name in raw.ids])
    back = cleaned.uncleaned()
    assert back.texts == kept.texts
    assert back.digest == kept.digest
    assert back.table.equals(kept.table)
    back.ledger.check()


@given(TEXTS, ORDERS, st.sampled_from([["paragraph"], ["sentence"], ["paragraph", "sentence"]]), ORDERS)
def test_clean__parts_of_cleaned_texts_are_parts_of_the_raw_ones(texts, before, cuts, after):
    raw = {f"d{i}": text.encode() for i, text in enumerate(texts)}
    cleaned = named(texts).clean(before)
    parts = cleaned
    for cut in cuts:
        parts = parts.split(cut)
    parts = parts.clean(after)
    for row in parts.uncleaned().table.to_pylist():
        if row["parent"] in raw:  # else it is a sentence of a paragraph, and neither was cleaned
            assert raw[row["parent"]][row["start"] : row["end"]].decode() == row["text"]


@given(TEXTS, ORDERS, st.sampled_from([[], ["paragraph"], ["sentence"], ["paragraph", "sentence"]]), ORDERS)
def test_locate__leads_from_every_token_to_the_raw_text_it_came_from(texts, before, cuts, after):
    raw = {f"d{i}": text.encode() for i, text in enumerate(texts)}
    parts = named(texts).clean(before)
    for cut in cuts:
        parts = parts.split(cut)
    parts = parts.clean(after)
    tokens = parts.tokenize()
    data, offsets = parts.utf8()
    for document in range(len(tokens)):
        text, place, raw_place = data[offsets[document] : offsets[document + 1]].tobytes(), 0, 0
        rebuilt = b""
        for token in range(tokens.offsets[document], tokens.offsets[document + 1]):
            found = tokens.locate(token)
            written = found["text"].encode()
            rebuilt += text[place : found["start"]] + written
            place = found["start"] + found["length"]
            start = found.get("raw_start", found["start"])
            end = start + found.get("raw_length", found["length"])
            assert raw_place <= start <= end  # tokens stand in the raw text in the order in which they stand here
            raw_place = start
            was = raw[found.get("raw_document", found["document"])][start:end].decode()
            span = parts.raw_span(found["document"], found["start"], found["start"] + found["length"])
            assert (span.start, span.end, span.text) == (start, end, was)
        assert rebuilt + text[place:] == text


@given(TEXTS)
def test_locate__gives_the_very_characters_where_nothing_was_edited(texts):
    parts = named(texts).clean(["blanks", "promotion", "web_addresses"])
    tokens = parts.tokenize()
    for token in range(len(tokens.ids)):
        found = tokens.locate(token)
        raw = texts[int(found["document"][1:])].encode()
        start = found.get("raw_start", found["start"])
        was = raw[start : start + found.get("raw_length", found["length"])].decode()
        touched = parts.edits.query("document == @found['document'] and start < @start + @found['length'] and end > @start")
        if len(touched) == 0:
            assert was == found["text"]
