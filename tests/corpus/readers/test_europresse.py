"""Europresse's HTML: what the sample of others holds, how headers are taken apart, and what broken files cost."""

import json
import pathlib
import time

import pytest

import newsstudy as ns
from newsstudy.corpus.readers import _europresse
from newsstudy.errors import ReadError

CASES = pathlib.Path(__file__).resolve().parents[2] / "cases" / "readers" / "europresse_html"


def test_europresse__the_sample_of_others_holds_what_its_manifest_says(shared):
    listed = json.loads((shared / "formats" / "MANIFEST.json").read_text("utf-8"))["files"]
    for entry in (entry for entry in listed if entry["format"] == "europresse_html"):
        rows = ns.read_corpus(shared / "formats" / entry["file"]).table.to_pylist()
        said = entry["expected"]
        assert len(rows) == said["n_articles"]
        assert {row["reader"] for row in rows} == {"europresse_html/1"}
        for row, wanted in ((rows[0], said["first"]), (rows[-1], said["last"])):
            assert row["title"] == wanted["headline"]
            assert row["source"] == wanted["source"]
            assert f"{row['section']}, {row['date_raw']}, p. {row['page']}" == wanted["date"]
            assert " ".join(row["text"].split()).startswith(wanted["first_words"])
        assert all(row["vendor_id"] == row["id"] for row in rows)
        # Two of its four numbers name another day than the header above the article does.
        assert [row["date_of_id"] for row in rows] == ["2006-03-15", None, "2006-03-14", "2006-03-14"]


@pytest.mark.parametrize(
    ("header", "section", "date", "words", "page"),
    [
        ("Communication, mardi 14 mars 2006, p. 16", "Communication", "mardi 14 mars 2006", None, "16"),
        ("mardi 1er avril 2014", None, "mardi 1er avril 2014", None, None),
        ("Seine-Saint-Denis, lundi 28 janvier 2013, p. 93_T_17", "Seine-Saint-Denis", "lundi 28 janvier 2013", None, "93_T_17"),
        ("World, Friday, November 13, 2015", "World", "Friday, November 13, 2015", None, None),
        ("Thursday, December 22, 2022 13887 mots, p. 819(40)", None, "Thursday, December 22, 2022", "13887", "819(40)"),
        ("France, mercredi 11 septembre 2024 1 134 mots, p. 11", "France", "mercredi 11 septembre 2024", "1 134", "11"),
        ("Actualités, Monde, samedi 5 mai 2012 - 14 h 05", "Actualités, Monde", "samedi 5 mai 2012 14:05", None, None),
        ("Kultur, 14. März 2016, S. 3", "Kultur", "14. März 2016", None, "3"),
        ("martes, 3 de abril de 2018, pág. 4", None, "martes, 3 de abril de 2018", None, "4"),
        ("Une", "Une", None, None, None),
        ("", None, None, None, None),
    ],
)
def test_header__gives_section_date_words_and_page(header, section, date, words, page):
    found = _europresse.header(header)
    assert [found.get(name) for name in ("section", "date", "words", "page")] == [section, date, words, page]


def test_europresse__the_reader_to_whom_the_page_was_given_is_nowhere():
    for path in sorted(CASES.glob("*.html")):
        corpus = ns.read_corpus(path)
        assert "Université" not in json.dumps(corpus.table.to_pylist(), default=str, ensure_ascii=False)


def test_europresse__truncated_files_cost_their_last_article_and_never_their_neighbours(tmp_path):
    for path in sorted(CASES.glob("*.html")):
        content = path.read_bytes()
        whole = ns.read_corpus(path).table["text"].to_pylist()
        for cut in range(200, len(content), 101):
            (tmp_path / "a").write_bytes(content[:cut])
            try:
                corpus = ns.read_corpus(tmp_path / "a")
            except ReadError:
                continue
            corpus.ledger.check()
            texts = corpus.table["text"].to_pylist()
            if corpus.table["reader"][0].as_py() == "europresse_html/1":
                assert texts[:-1] == whole[: len(texts) - 1]


def test_europresse__hostile_files_end_in_time_with_a_named_error(tmp_path):
    span = b'<html><body><span class="DocPublicationName">'
    hostile = {
        "deep.html": b"<html><body>" + b"<article><span class=DocPublicationName>" * 20_000,
        "spans.html": span + b'<span class="DocPublicationName"></span><p>' * 20_000,
        "many.html": b"<html><body>" + b'<article><span class="DocPublicationName">A</span></article>' * 5_000,
        "header.html": span + b"A</span><span class=DocHeader>" + b"1 a 2 b, p. 3 " * 5_000 + b"</span>",
    }
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
        start = time.perf_counter()
        with pytest.raises(ReadError) as caught:
            ns.read_corpus(tmp_path / name)
        assert name in str(caught.value)
        assert time.perf_counter() - start < 20, name


def test_europresse__every_date_is_read(shared):
    pytest.importorskip("newsstudy.text.dates", reason="dates in words are not read in this version")
    path = shared / "formats" / "europresse_html" / "tm.plugin.europresse" / "europresse_test2.html"
    assert ns.read_corpus(path).table["date"].to_pylist() == ["2006-03-14", "2006-03-14", "2006-03-13", "2006-03-13"]
    dates = [date for case in sorted(CASES.glob("*.html")) for date in ns.read_corpus(case).table["date"].to_pylist()]
    assert dates[:-2] == ["2006-03-14", "2015-11-13", "2015-11-14", "2024-09-11", "2022-12-22T14:05", "2013-02-06", "2013-02-07"]
    assert dates[-2:] == ["2011-02-06", "2011-02-07"]
