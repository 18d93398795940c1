"""The table of marks: every sentence and every mark stands where its bytes are, and wrong places are refused by name."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError

CALLED = "“We stay,” said the mayor. ‘She said “no” twice.’\n\n“It goes on.\n“And on,” he said. Perhaps."


def marks(table):
    return table[table.layer != "sentence"]


def place(corpus, words, **more):
    """A table of one place, the first at which the words stand in the first document."""
    text = corpus.texts[0]
    start = len(text[: text.index(words)].encode())
    return pd.DataFrame({"document": corpus.ids[:1], "start": [start], "length": [len(words.encode())], **more})


def test_annotations__sentences_are_those_of_the_tokens_and_carry_the_text(article):
    table = ns.annotations(article)
    tokens = article.tokenize()
    assert table.layer.unique().tolist() == ["sentence"]
    assert table.sentence.tolist() == sorted(set(tokens.sentences.tolist()))
    content = article.texts[0].encode()
    assert [content[a : a + n].decode() for a, n in zip(table.start, table.length, strict=True)] == table.text.tolist()
    assert " ".join(" ".join(table.text).split()) == " ".join(article.texts[0].split())
    assert table.label.tolist() == [str(number + 1) for number in range(23)]
    assert table.paragraph.max() == 8


def test_annotations__a_table_of_places_is_taken_as_it_is(article):
    tokens = article.tokenize()
    given_ = ns.occurrences(tokens, {"Putin": ["Vladimir Putin", "Putin"], "Trump": ["Donald Trump", "Trump"]})
    found = marks(ns.annotations(article, actors=given_))
    assert sorted(zip(found.label, found.sentence, found.start, found.length, strict=True)) == sorted(
        zip(given_.label, given_.sentence, given_.start, given_.length, strict=True)
    )
    assert set(found.layer) == {"actor"}
    settings = schemas.record(ns.annotations(article, actors=given_))["settings"]
    assert settings["made_from"] == {"actors": {"schema": "OCCURRENCES", "digest": schemas.digest(given_)}}


def test_annotations__a_concordance_marks_its_nodes(article):
    found = marks(ns.annotations(article, others={"voices": ns.kwic(article.tokenize(), "Kremlin")}))
    assert found[["layer", "label", "text"]].values.tolist() == [["voices", "Kremlin", "Kremlin"]]


def test_annotations__terms_are_found_in_their_own_documents_the_longest_first():
    corpus = ns.corpus_from(["The nuclear deal. A nuclear test.", "The nuclear deal."])
    tokens = corpus.tokenize()
    found = marks(ns.annotations(corpus, keywords=["nuclear", "nuclear deal", "peace"]))
    assert found.text.tolist() == ["nuclear deal", "nuclear", "nuclear deal"]
    table = ns.annotations(corpus, keywords=["peace", "the"])
    assert schemas.record(table)["settings"]["not_found"] == {"keyword": ["peace"]}
    terms = ns.extract_keywords(tokens, method="rake")
    one = terms[(terms.document == corpus.ids[1]) & (terms.term == "nuclear deal")]
    assert marks(ns.annotations(corpus, keywords=one)).document.tolist() == [corpus.ids[1]]


def test_annotations__a_phrase_does_not_reach_over_the_end_of_a_sentence():
    corpus = ns.corpus_from(["He spoke of peace. Talks began. Peace talks ended."])
    assert marks(ns.annotations(corpus, keywords=["peace talks"])).sentence.tolist() == [2]


def test_annotations__kinds_and_verbs_sort_into_layers():
    corpus = ns.corpus_from([CALLED])
    quoted = place(corpus, "“We stay,”", kind="direct", speaker="mayor", verb="said")
    quoted["verb_start"] = pd.array([len("“We stay,” ".encode())], dtype="Int64")
    quoted["verb_length"] = pd.array([4], dtype="Int64")
    silent = place(corpus, "‘She said “no” twice.’", kind="scare", speaker=None, verb=None)
    silent["verb_start"] = silent["verb_length"] = pd.array([None], dtype="Int64")
    both = pd.concat([quoted, silent])
    hedged = place(corpus, "Perhaps", kind="possibility", expression="perhaps")
    people = pd.concat([place(corpus, "the mayor", kind="person", actor="Mayor", how="name")])
    found = marks(ns.annotations(corpus, quotations=both, hedges=hedged, actors=people))
    assert found[["layer", "label", "note", "text"]].values.tolist() == [
        ["quotation", "mayor", "said", "“We stay,”"],
        ["attribution", "said", "", "said"],
        ["actor", "Mayor", "name", "the mayor"],
        ["scare quotes", "", "", "‘She said “no” twice.’"],
        ["hedge", "perhaps", "possibility", "Perhaps"],
    ]


def test_annotations__an_attribution_within_a_longer_one_has_no_mark_of_its_own():
    corpus = ns.corpus_from(["Reports indicate rain. Rain, he said, fell."])
    verbs = pd.concat([place(corpus, "rain", kind="reported"), place(corpus, "Rain,", kind="reported")])
    verbs["verb_start"], verbs["verb_length"] = [8, 32], [8, 4]
    hedged = place(corpus, "Reports indicate", kind="attribution", expression="reports indicate")
    found = marks(ns.annotations(corpus, quotations=verbs, hedges=hedged))
    assert found[found.layer == "attribution"].text.tolist() == ["Reports indicate", "said"]


def test_annotations__nested_marks_have_depths_and_long_ones_reach_over_paragraphs():
    corpus = ns.corpus_from([CALLED])
    spans = [place(corpus, words) for words in ("‘She said “no” twice.’", "“no”", "twice.’\n\n“It goes on.\n“And on,”")]
    found = marks(ns.annotations(corpus, quotations=pd.concat([*spans, spans[0]])))
    assert found.depth.tolist() == [0, 1, 0]
    last = found.iloc[-1]
    assert (last.sentence, last.last_sentence, last.paragraph) == (1, 3, 0)
    assert last.text == "twice.’\n\n“It goes on.\n“And on,”"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"document": ["nobody"]}, "row 0 of quotations is of document 'nobody', which the corpus does not have"),
        ({"start": [1]}, "lies inside a letter of document .* bytes of UTF-8, not in characters"),
        ({"length": [4000]}, "are no place in document"),
        ({"length": [0]}, "are no place in document"),
        ({"start": [2.0]}, "start 2.0 and length 14 are no place"),
        ({"text": ["other words"]}, "says 'other words', but the text of document .* has '“We stay,”"),
    ],
)
def test_annotations__a_wrong_place_is_refused_with_its_row(change, message):
    corpus = ns.corpus_from([CALLED])
    table = place(corpus, "“We stay,”").assign(**change)
    with pytest.raises(InputError, match=message):
        ns.annotations(corpus, quotations=table)


def test_annotations__own_layers_have_names_of_their_own_and_are_at_most_four(article):
    with pytest.raises(InputError, match="a layer is called 'actor' already"):
        ns.annotations(article, others={"actor": ["Putin"]})
    with pytest.raises(InputError, match="more than 4 cannot be told apart"):
        ns.annotations(article, others={str(number): ["Putin"] for number in range(5)})
    with pytest.raises(InputError, match=r"neither a table of places .* nor one of terms"):
        ns.annotations(article, keywords=pd.DataFrame({"word": ["x"]}))


@pytest.mark.parametrize(
    "text",
    [
        "Der Präsident sagte: „Wir bleiben.“ Danach ging er.",
        "قال الرئيس: «لن نتراجع». وصل الوفد إلى القاهرة.",
        "no marks at all",
        "x",
    ],
)
def test_annotations__any_script_has_sentences(text):
    corpus = ns.corpus_from([text])
    table = ns.annotations(corpus)
    assert " ".join(table.text) == text


def test_annotations__chinese_words_are_found_with_a_segmenter_and_places_without():
    text = "总统昨天表示:“我们不会让步。”代表团抵达北京。"
    corpus = ns.corpus_from([text])
    cut = marks(ns.annotations(corpus, places=["北京"], segmenter=lambda words: [*words[:-3], words[-3:-1]]))
    assert cut.text.tolist() == ["北京"]
    assert marks(ns.annotations(corpus, places=place(corpus, "北京"))).text.tolist() == ["北京"]


@pytest.mark.parametrize("texts", [[""], [" \n\t\n"], ["", "One."]])
def test_annotations__an_empty_text_has_no_rows(texts):
    table = ns.annotations(
        ns.corpus_from([{"text": text, "id": str(number)} for number, text in enumerate(texts)]), places=["Oslo"]
    )
    assert table.text.tolist() == [text for text in texts if text.strip()]


def test_annotations__parts_on_disk_give_the_same_table(article, tmp_path):
    parts = article.split("paragraph")
    parts.save(tmp_path / "parts")
    opened = ns.open_corpus(tmp_path / "parts")
    one, other = (ns.annotations(corpus, places=["Ukraine"]) for corpus in (parts, opened))
    assert schemas.digest(one) == schemas.digest(other)


@given(st.lists(st.text("aB. “”\n\u0301ש中\U0001f600", min_size=1, max_size=25), min_size=1, max_size=3), st.data())
def test_annotations__every_span_is_where_it_says(texts, data):
    corpus = ns.corpus_from([{"text": text, "id": f"d{number}"} for number, text in enumerate(texts)])
    rows = []
    for name, text in zip(corpus.ids, corpus.texts, strict=True):
        if text:
            first = data.draw(st.integers(0, len(text) - 1))
            last = data.draw(st.integers(first + 1, len(text)))
            rows.append((name, len(text[:first].encode()), len(text[first:last].encode())))
    spans = pd.DataFrame(rows, columns=["document", "start", "length"])
    table = ns.annotations(corpus, quotations=spans)
    contents = [text.encode() for text in corpus.texts]
    for row in table.itertuples():
        assert contents[row.document_number][row.start : row.start + row.length].decode() == row.text
    assert len(marks(table)) == len(rows)
    keys = list(zip(table.document_number, table.start, -table.length, strict=True))
    assert keys == sorted(keys)
