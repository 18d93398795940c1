import dataclasses
import json
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, ReadError
from newsstudy.text.rules import get_rule

ROWS = [
    {"text": "Snow fell. Snow melts.", "source": "Gazette", "date": "2019-03", "n_copies": 2},
    {"text": ""},
    {"text": "Ünïcode — “ran”.\nRain fell.", "page": "3"},
]
SAME = ("ids", "offsets", "starts", "lengths", "sentences")


@pytest.fixture
def saved(tmp_path):
    tokens = ns.corpus_from(ROWS).tokenize().stem()
    tokens.save(tmp_path / "tokens")
    return tokens, tmp_path / "tokens"


def equal(one, other):
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in SAME)
    assert one.vocabulary == other.vocabulary
    assert (one.rule, one.steps, one.sentence_rule) == (other.rule, other.steps, other.sentence_rule)
    return True


def test_open_tokens__gives_what_was_saved(saved):
    tokens, folder = saved
    opened = ns.open_tokens(folder)
    assert equal(opened, tokens)
    assert opened.corpus.table.equals(tokens.corpus.table)
    assert opened.corpus.digest == tokens.corpus.digest == ns.corpus_from(ROWS).digest
    assert opened.corpus.ledger.table.equals(tokens.corpus.ledger.table)
    assert [opened.locate(i) for i in range(6)] == [tokens.locate(i) for i in range(6)]
    assert opened.fold("Snowing") == ["snowing"]
    assert opened.count().digest == tokens.count().digest


def test_open_tokens__maps_and_does_not_read(saved):
    opened = ns.open_tokens(saved[1])
    for array in (opened.ids, opened.starts, opened._postings.places):
        while array is not None and not isinstance(array, np.memmap):
            array = array.base
        assert isinstance(array, np.memmap)
    assert not opened.ids.flags.writeable


some_texts = st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=4)


@given(texts=some_texts, padding=st.booleans())
def test_open_tokens__any_texts_survive(tmp_path_factory, texts, padding):
    folder = tmp_path_factory.mktemp("any") / "tokens"
    tokens = ns.corpus_from(texts).tokenize("unicode-1").drop("a*", padding=padding)
    tokens.save(folder)
    opened = ns.open_tokens(folder)
    assert equal(opened, tokens)
    assert opened.corpus.texts == texts
    for term in tokens.vocabulary.terms[:5]:
        assert opened.positions(term).tolist() == np.flatnonzero(tokens.ids == tokens.vocabulary.index(term)).tolist()


def test_positions__lists_the_places_of_a_term_and_nothing_for_another(article):
    tokens = article.tokenize()
    assert [tokens.locate(i)["text"] for i in tokens.positions("US")] == ["US"] * 3
    assert tokens.positions("zeppelin").tolist() == []
    assert tokens.positions("putin").dtype == np.int64
    with pytest.raises(InputError, match="one term"):
        tokens.positions(7)


@pytest.mark.parametrize("pattern", ["US", "Vladimir Putin", "diploma*", "of the", "* Putin", "?n", "zeppelin", "to * to"])
def test_find__posting_lists_find_what_a_look_at_every_word_finds(article, pattern):
    parts = article.split("sentence").tokenize()
    expected = [array.tolist() for array in ns.tokens.find(parts, pattern)]
    parts.positions("the")
    assert parts._known_postings is not None
    assert [array.tolist() for array in ns.tokens.find(parts, pattern)] == expected


def test_save__a_rule_a_segmenter_and_edits_go_along(tmp_path):
    corpus = ns.corpus_from(["PARIS, 3 mars (AFP) - Snow&nbsp;fell."]).clean(["html_leftovers", "agency_slug", "blanks"])
    rule = dataclasses.replace(get_rule("unicode-1"), name="mine", hyphens="whole")
    tokens = corpus.tokenize(rule, segmenter=str.split)
    tokens.save(tmp_path / "tokens")
    opened = ns.open_tokens(tmp_path / "tokens")
    assert equal(opened, tokens)
    assert opened.locate(1) == tokens.locate(1)
    assert "raw_start" in opened.locate(1)
    assert opened.corpus.uncleaned().texts == corpus.uncleaned().texts
    assert opened.fold("Snow-white fell") == ["snow-white", "fell"]


def test_save__tokens_without_texts_can_be_opened_too(tmp_path):
    whole = ns.sample_article().tokenize()
    bare = ns.Tokens(whole.ids, whole.offsets, whole.starts, whole.lengths, whole.vocabulary, "a rule of mine")
    bare.save(tmp_path / "bare")
    opened = ns.open_tokens(tmp_path / "bare")
    assert opened.corpus is None
    assert opened.rule == "a rule of mine"
    assert opened[0] == whole[0]


def test_save__same_tokens_give_the_same_files_from_memory_and_from_disk(saved, tmp_path, monkeypatch):
    from newsstudy.corpus import _store

    tokens, folder = saved
    tokens.corpus.save(tmp_path / "corpus")
    monkeypatch.setattr(_store, "MEMORY_BYTES", 0)
    stored = ns.open_corpus(tmp_path / "corpus")
    assert stored.on_disk
    stored.tokenize().stem().save(tmp_path / "again")
    ns.open_tokens(folder).save(tmp_path / "thrice")
    names = sorted(path.name for path in folder.iterdir())
    for other in ("again", "thrice"):
        assert sorted(path.name for path in (tmp_path / other).iterdir()) == names
        for name in set(names) - ({"tokens.json"} if other == "again" else set()):  # the ledger tells how it was read
            assert (folder / name).read_bytes() == (tmp_path / other / name).read_bytes(), name


def test_save__replaces_tokens_but_nothing_else(saved, tmp_path):
    tokens, folder = saved
    tokens.drop("snow").save(folder)
    assert ns.open_tokens(folder).n_tokens == tokens.n_tokens - 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="not overwritten"):
        tokens.save(tmp_path / "mine")


@pytest.mark.parametrize(
    "name",
    ["ids.npy", "places.npy", "sentences.npy", "starts.npy", "term_bytes.npy", "texts.utf8", "documents.parquet", "offsets.npy"],
)
def test_open_tokens__one_changed_byte_is_found(saved, name):
    folder = saved[1]
    content = bytearray((folder / name).read_bytes())
    content[-1] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ReadError, match=f"{name}: changed since"):
        ns.open_tokens(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rule": "unicode-1"}, "was changed since"),
        ({"version": 2}, "version 2; this newsstudy reads"),
        ({"files": {"../../ids.npy": "0" * 64}}, "names other files"),
        ({"steps": None}, "no page of saved tokens"),
        ({"corpus": 3}, "no page of saved tokens"),
    ],
)
def test_open_tokens__a_changed_page_is_found(saved, change, message):
    folder = saved[1]
    page = json.loads((folder / "tokens.json").read_text("utf-8"))
    (folder / "tokens.json").write_text(json.dumps({**page, **change}), "utf-8")
    with pytest.raises(ReadError, match=message):
        ns.open_tokens(folder)


def forge(folder, name, change):
    """Change an array and all digests with it, as somebody who means harm would."""
    from newsstudy.tokens import token_store

    array = np.load(folder / f"{name}.npy")
    np.save(folder / f"{name}.npy", change(array))
    page = json.loads((folder / "tokens.json").read_text("utf-8"))
    del page["digest"]
    page["files"][f"{name}.npy"] = token_store.file_digest(folder / f"{name}.npy")
    (folder / "tokens.json").write_text(json.dumps({**page, "digest": token_store._digest(page)}), "utf-8")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("ids", lambda a: a + 1000, "ids must be"),
        ("ids", lambda a: a.astype("<i8"), "instead of <i4"),
        ("ids", lambda a: a[:-1], "differ in number"),
        ("starts", lambda a: a + 10**6, "outside its document's text"),
        ("lengths", lambda a: -a, "outside its document's text"),
        ("offsets", lambda a: a[::-1], "offsets must ascend"),
        ("offsets", lambda a: a[[0, *range(len(a))]], "have tokens"),
        ("sentences", lambda a: a[1:], "numbers for"),
        ("places", lambda a: a + 10**9, "no list of places"),
        ("place_bounds", lambda a: a[:-1], "no list of places"),
        ("place_bounds", lambda a: np.append(0, a[::-1][:-1]), "holds no list of places"),
        ("term_offsets", lambda a: a * 1000, "do not fit their letters"),
        ("term_bytes", lambda a: a + 128, "no sound tokens"),
        ("text_offsets", lambda a: a * 1000, "do not fit texts.utf8"),
        ("text_offsets", lambda a: a.astype("<f8"), "its places do not fit texts.utf8"),
    ],
)
def test_open_tokens__forged_numbers_never_reach_memory(saved, name, change, message):
    folder = saved[1]
    forge(folder, name, change)
    with pytest.raises(ReadError, match=message):
        ns.open_tokens(folder)


def test_open_tokens__what_is_not_there_is_named(saved, tmp_path):
    folder = saved[1]
    with pytest.raises(MissingFileError, match="there is no such folder"):
        ns.open_tokens(tmp_path / "nowhere")
    with pytest.raises(ReadError, match=r"holds no tokens\.json"):
        ns.open_tokens(tmp_path)
    (folder / "starts.npy").unlink()
    with pytest.raises(MissingFileError, match=r"starts\.npy: is gone"):
        ns.open_tokens(folder)
    (folder / "tokens.json").write_text("{")
    with pytest.raises(ReadError, match="is no JSON"):
        ns.open_tokens(folder)


def test_save__that_fails_leaves_what_was_there(saved, monkeypatch):
    tokens, folder = saved
    replace = os.replace

    def failing(source, target):
        if str(source).endswith("new"):
            raise PermissionError("the disk says no")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(PermissionError):
        tokens.drop("snow").save(folder)
    assert equal(ns.open_tokens(folder), tokens)
    assert [path.name for path in folder.parent.iterdir()] == ["tokens"]
