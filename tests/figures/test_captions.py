"""Captions: numbers first, then settings that a reader can use, then the table."""

import pandas as pd

import newsstudy as ns
from newsstudy import schemas
from newsstudy.figures import _captions


def made(**settings):
    return {"schema": "KEYNESS", "digest": "a" * 64, "settings": settings, "edited": False}


def test_caption__numbers_come_in_the_order_of_interest():
    text = _captions.caption(made(n_tests=324, n_tokens=564, n_documents=9, n_terms=324, rule="news-en-1"))
    assert text.startswith("n: 9 documents, 564 tokens, 324 terms, 324 tests. Settings: rule news-en-1.")
    assert text.endswith("Table KEYNESS, sha256 aaaaaaaaaaaa.")


def test_caption__one_document_is_singular():
    assert "1 document," in _captions.caption(made(n_documents=1, n_tokens=2000))
    assert "2,000 tokens" in _captions.caption(made(n_documents=1, n_tokens=2000))


def test_caption__digests_and_machine_settings_are_left_to_the_record():
    text = _captions.caption(made(vocabulary="ab" * 32, document_starts=[0, 5, 9], newsstudy="0.1.0", seed=0))
    assert "abab" not in text
    assert "Settings: seed 0." in text


def test_caption__reasons_stand_where_a_drawn_column_is_missing():
    record = made(missing={"log_ratio_low": "the target has 1 document", "wilcoxon_p": "the target has 1 document"})
    text = _captions.caption(record, uses=["log_ratio_low"])
    assert "Not given: log ratio low (the target has 1 document)." in text
    assert "wilcoxon" not in text


def test_caption__patterns_are_written_short():
    text = _captions.caption(made(patterns={"Iran": ["Iran"], "Putin": ["Vladimir Putin", "Putin"]}))
    assert "patterns Iran, Putin (Vladimir Putin, Putin)" in text


def test_caption__long_settings_are_cut():
    text = _captions.caption(made(seeds=list(range(500))))
    assert len(text) < 300
    assert "…" in text


def test_caption__a_table_of_unknown_make_says_so():
    text = _captions.caption(schemas.record(pd.DataFrame({"term": ["storm"]})))
    assert text.startswith("A table not made by newsstudy, or merged with another table, which loses the record; sha256 ")


def test_caption__an_edited_table_says_in_what():
    table = ns.frequency(ns.sample_article().tokenize().count())
    assert "edited" not in _captions.caption(schemas.record(table))
    text = _captions.caption(schemas.record(table.head(20)))
    assert "(edited since it was made: 20 of 324 rows, unchanged)." in text


def test_number__thousands_and_minus_signs_are_typographic():
    assert _captions.number(1234567) == "1,234,567"
    assert _captions.number(-2) == "−2"
    assert _captions.number(0.25) == "0.25"


def test_caption__settings_of_the_table_behind_are_shown_too():
    text = _captions.caption(
        made(collocations={"rule": "news-en-1", "n_tokens": 564, "measure": "log_dice", "corpus": "ab" * 32}, seed=0)
    )
    assert "n: 564 tokens. Settings: measure logDice; rule news-en-1; seed 0." in text


def test_caption__a_reference_is_called_by_its_name():
    text = _captions.caption(made(reference={"name": "general-english-2021", "n_terms": 50000, "digest": "ab" * 32}))
    assert "reference general-english-2021" in text
    assert _captions.reference({"reference": "the rest"}) == "the rest"
    assert _captions.reference({}) == ""
