"""The laws of cleaning: nothing is lost, every place leads back, nothing is done unasked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus.cleaning import STEPS
from newsstudy.errors import InputError

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


# ------------------------------------------------------------------------------------------------- what one can see of it

RAW = "LONDON (Reuters) - Snow &amp; ice fell in the cafÃ©.\n\nRead more: here\n\nRoads closed."
STEPS_HERE = ["fix_mojibake", "html_leftovers", "agency_slug", "promotion"]


@pytest.fixture
def raw():
    return ns.corpus_from(
        [{"id": "n1", "text": RAW, "source": "Post"}, {"id": "n2", "text": "Plain."}, {"id": "n3", "text": "Ad"}]
    )


@pytest.fixture
def cleaned(raw):
    return raw.clean(STEPS_HERE)


def test_clean__does_what_it_is_told_and_nothing_else(raw, cleaned):
    assert cleaned.texts == ["Snow & ice fell in the café.\n\nRoads closed.", "Plain."]
    assert cleaned.ids == ["n1", "n2"]
    assert raw.clean([]) is raw
    assert raw.clean("blanks").texts == raw.texts
    assert "edit_map" not in raw.clean(["blanks"]).column_names


def test_ledger__says_for_each_step_how_many_changed_and_what_was_emptied(cleaned):
    lines = [(entry.step, entry.outcome, entry.reason, entry.count, entry.ids) for entry in cleaned.ledger.entries[-5:]]
    assert lines == [
        ("clean", "kept", "fix_mojibake-1: 1 of 3 changed", 3, ()),
        ("clean", "kept", "html_leftovers-1: 1 of 3 changed", 3, ()),
        ("clean", "kept", "agency_slug-1: 1 of 3 changed", 3, ()),
        ("clean", "kept", "promotion-1: 2 of 3 changed", 2, ()),
        ("clean", "dropped", "no text left after promotion-1", 1, ("n3",)),
    ]


def test_edits__are_a_table_with_places_in_the_raw_text(cleaned):
    table = cleaned.edits
    ns.schemas.EDITS.check(table)
    content = RAW.encode()
    assert table[["document", "step", "removed", "replacement"]].values.tolist() == [
        ["n1", "fix_mojibake-1", "Ã©", "é"],
        ["n1", "html_leftovers-1", "&amp;", "&"],
        ["n1", "agency_slug-1", "LONDON (Reuters) - ", ""],
        ["n1", "promotion-1", "Read more: here\n\n", ""],
    ]
    for row in table.itertuples():
        assert content[row.start : row.end].decode() == row.removed
        assert row.n_removed == len(row.removed)
    assert len(ns.corpus_from(["x"]).edits) == 0


def test_edits__a_step_that_takes_another_steps_result_covers_its_raw_place():
    corpus = ns.corpus_from(["AT&amp;T rose."])
    gone = ns.cleaning_step(lambda text: [(text.index("&"), text.index("&") + 2, "")], name="drop", explanation="Drops.")
    table = corpus.clean(["html_leftovers", gone]).edits
    assert table[["start", "end", "removed"]].values.tolist() == [[2, 7, "&amp;"], [2, 8, "&T"]]


def test_raw_span__is_where_the_words_stood(cleaned):
    assert cleaned.raw_span("n1", 0, 10) == ("n1", 19, 33, "Snow &amp; ice")
    assert cleaned.split("sentence").raw_span("n1/s002", 0, 5).text == "Roads"
    assert cleaned.raw_span("n2", 0, 5) == ("n2", 0, 5, "Plain")
    for start, end in ((0, 99), (-1, 2), (3, 2), ("0", 1)):
        with pytest.raises(InputError, match="is no span of document 'n1'"):
            cleaned.raw_span("n1", start, end)


def test_verbs__carry_the_edits_along(raw, cleaned, tmp_path):
    restored = raw.texts[0]
    assert cleaned.where("source == 'Post'").uncleaned().texts == [restored]
    assert cleaned.sample(2).uncleaned().texts == raw.texts[:2]
    assert cleaned.with_metadata([{"id": "n1", "n": 3}]).uncleaned().texts == raw.texts[:2]
    assert cleaned.clean(["blanks", "web_addresses"]).uncleaned().texts == raw.texts[:2]
    both = ns.concat([cleaned, cleaned, raw.where("id == 'n2'")])
    assert both.uncleaned().texts == [*raw.texts[:2], *raw.texts[:2], "Plain."]
    cleaned.split("paragraph").save(tmp_path / "saved")
    opened = ns.open_corpus(tmp_path / "saved")
    assert opened.uncleaned().texts == ["Snow &amp; ice fell in the cafÃ©.", "Roads closed.", "Plain."]
    assert ns.corpus_from(cleaned.to_pandas()).uncleaned().texts == raw.texts[:2]


def test_concat__parts_of_second_copies_lead_to_their_own_raw_documents(cleaned):
    parts = cleaned.split("paragraph")
    both = ns.concat([parts, parts])
    assert both.raw_span("n1~2/p001", 0, 4).document == "n1~2"
    assert both.tokenize().locate(11)["raw_document"] == "n1~2"


def test_counts__do_not_carry_the_words_that_were_taken_out(cleaned):
    counts = cleaned.tokenize().count()
    assert "edit_map" not in counts.documents.column_names
    assert "edit_map" not in ns.counts_from(counts.to_pandas(), documents=cleaned.to_pandas()).documents.column_names


def test_corpus_on_disk__is_cleaned_cut_and_restored_as_one_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("newsstudy.corpus._parts.PART_BYTES", 60)
    monkeypatch.setattr("newsstudy.corpus._corpus.PART_BYTES", 60)
    monkeypatch.setattr("newsstudy.corpus._store.MEMORY_BYTES", 0)
    raw = ns.corpus_from([{"id": f"d{n}", "text": RAW if n % 3 else f"Plain text {n}."} for n in range(12)])
    raw.save(tmp_path / "raw")
    stored = ns.open_corpus(tmp_path / "raw")
    assert stored.on_disk
    steps = [*STEPS_HERE, ns.cleaning_step("boilerplate", min_documents=2)]
    there, here = stored.clean(steps), raw.clean(steps)
    assert there.on_disk
    assert there.digest == here.digest
    assert there.ledger.table["reason"].tolist()[-5:] == here.ledger.table["reason"].tolist()[-5:]
    assert there.split("sentence").digest == here.split("sentence").digest
    assert there.uncleaned().digest == here.uncleaned().digest == raw.where([name in here for name in raw.ids]).digest


def test_uncleaned__finds_out_texts_and_maps_that_do_not_belong_together(cleaned):
    frame = cleaned.to_pandas()
    frame.loc[0, "text"] = "Somebody's text."
    with pytest.raises(InputError, match="document 'n1': its text was changed since it was cleaned"):
        ns.corpus_from(frame).uncleaned()


@pytest.mark.parametrize(
    "written",
    ["3", "x", "{}", "[]", '{"raw":1,"steps":[]}', '{"raw":"","steps":[["a",[-1,"",""]]]}', "[" * 9999, '{"steps":[["a"]]}'],
)
def test_edit_map__a_column_of_the_users_with_that_name_is_a_named_error(written):
    corpus = ns.corpus_from([{"id": "n1", "text": "Snow.", "edit_map": written}])
    for call in (corpus.uncleaned, lambda: corpus.edits, lambda: corpus.tokenize().locate(0), lambda: corpus.split("sentence")):
        with pytest.raises(InputError, match="document 'n1'"):
            call()


# ------------------------------------------------------------------------------------------------------------- steps of one's own


@pytest.mark.parametrize(
    "edits", [[(3, 2, "")], [(0, 99, "")], [(2, 3, ""), (0, 1, "")], [(0, 3, ""), (2, 4, "")], [(-1, 2, "")]]
)
def test_own_step__edits_that_do_not_fit_name_step_and_document(edits):
    step = ns.cleaning_step(lambda text: edits, name="odd", explanation="Does odd things.")
    with pytest.raises(InputError, match=r"odd-1, document 'n1': the edit .* does not fit"):
        ns.corpus_from([{"id": "n1", "text": "Snow fell."}]).clean([step])


def test_own_step__has_options_a_version_and_a_line():
    def shout(text, times=1):
        """Adds exclamation marks.

        More.
        """
        return [(len(text), len(text), "!" * times)]

    step = ns.cleaning_step(shout, name="shout", version=2, times=3)
    assert (step.label, step.explanation) == ("shout-2(times=3)", "Adds exclamation marks.")
    cleaned = ns.corpus_from(["Snow"]).clean([step])
    assert (cleaned.texts, cleaned.edits["step"].tolist()) == (["Snow!!!"], ["shout-2(times=3)"])


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: ns.cleaning_step("wash"), "no cleaning step 'wash'"),
        (lambda: ns.cleaning_step("blanks", n=3), "has no option 'n'; its options are: none"),
        (lambda: ns.cleaning_step("boilerplate", min_documents=1), "at least 2"),
        (lambda: ns.cleaning_step("boilerplate", min_share=2), "between 0 and 1"),
        (lambda: ns.cleaning_step("unwrap_lines", width=3), "at least 20"),
        (lambda: ns.cleaning_step("blanks", name="mine"), "belong to a step of your own"),
        (lambda: ns.cleaning_step(str.split), "needs name="),
        (lambda: ns.cleaning_step(lambda text: [], name="x"), "needs explanation="),
        (lambda: ns.cleaning_step(lambda text: [], name="x", explanation="y", version=0), "version"),
        (lambda: ns.corpus_from(["x"]).clean(["rinse"]), "no cleaning step 'rinse'"),
        (lambda: ns.corpus_from(["x"]).clean({"blanks"}), "in the order in which they work"),
        (lambda: ns.corpus_from(["x"]).clean(3), "clean takes a list of steps"),
        (lambda: ns.corpus_from(["x"]).clean([3]), "no cleaning step 3"),
    ],
)
def test_wrong_steps__are_named(call, problem):
    with pytest.raises(InputError, match=problem):
        call()
