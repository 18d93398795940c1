"""Factiva's HTML, RTF and XML: what others' samples hold, what the files declare, and what broken files cost."""

import json
import pathlib
import re
import time

import pytest

import newsstudy as ns
from newsstudy.corpus.readers import _factiva, named
from newsstudy.corpus.readers._protocol import Source
from newsstudy.errors import NewsstudyWarning, ReadError

CASES = pathlib.Path(__file__).resolve().parents[2] / "cases" / "readers"
FORMATS = ("factiva_html", "factiva_rtf", "factiva_xml")


def entries(shared):
    listed = json.loads((shared / "formats" / "MANIFEST.json").read_text("utf-8"))["files"]
    return [entry for entry in listed if entry["format"] in FORMATS]


def agrees(row, wanted):
    """Whether a document is the one that the manifest describes."""
    words = " ".join(row["text"].split())
    assert row["title"] == wanted.get("headline", row["title"])
    assert row["source"] == wanted.get("source", row["source"])
    assert words.startswith(" ".join(wanted.get("first_words", wanted.get("lead", "")).split()))
    assert row["text"] == wanted.get("text", row["text"]).replace("\\n", "\n")
    assert row["text"].count("\n\n") + 1 == wanted.get("n_paragraphs", row["text"].count("\n\n") + 1)
    if wanted.get("id"):
        assert row["vendor_id"] == wanted["id"].removeprefix("Document ")
    if "byline" in wanted:
        assert row["author"] == wanted["byline"]
    if "lang" in wanted:
        assert row["language"] == re.search(r"article (\w+)Article", wanted["lang"])[1]
    if "length" in wanted:
        assert row["word_count"] == int(re.match(r"\d+", str(wanted["length"]))[0])
    if "page" in wanted:
        assert row["page"] == str(wanted["page"])
    if wanted.get("date") and not re.match(r"\d{4}-", wanted["date"]):
        assert row["date_raw"].startswith(wanted["date"])


def test_factiva__samples_of_others_hold_what_their_manifest_says(shared):
    for entry in entries(shared):
        corpus = ns.read_corpus(shared / "formats" / entry["file"])
        rows = corpus.table.to_pylist()
        assert {row["reader"] for row in rows} == {f"{entry['format']}/1"}
        for said in (entry["expected"], entry.get("derived", {})):
            assert len(rows) == said.get("n_articles", len(rows)), entry["file"]
            for name, row in (("first", rows[0]), ("second", rows[min(1, len(rows) - 1)]), ("last", rows[-1])):
                if said.get(name):
                    agrees(row, {key: value for key, value in said[name].items() if key != "byline" or value})
            wanted = said.get("contains", {})
            found = [row for row in rows if row["title"] == wanted.get("headline", rows[0]["title"])]
            assert len(found) == 1
            agrees(found[0], {key: value for key, value in wanted.items() if key != "date"})
        assert all(row["text"] and row["title"] and row["source"] and row["vendor_id"] for row in rows)
        assert len({row["id"] for row in rows}) == len(rows)
        assert all(row["id"] == row["vendor_id"] for row in rows)


def test_factiva__every_field_of_the_layout_without_codes_is_found_in_samples_of_others(shared):
    for entry in entries(shared):
        if entry["format"] == "factiva_html":
            for row in ns.read_corpus(shared / "formats" / entry["file"]).table.to_pylist():
                assert re.search(r"(?:19|20)\d\d", row["date_raw"])
                assert row["word_count"] > 0
                assert re.fullmatch(r"[a-z]{2}(-Han[st])?", row["language"])
                assert row["source_code"].isupper()
                assert row["publisher"]
                assert "&softReturn;" not in row["text"] + (row["author"] or "")
                assert not (row["author"] or "").lower().startswith(("by ", "von "))


def test_factiva_xml__a_count_that_is_not_met_is_recorded_and_nothing_is_lost(tmp_path):
    text = (CASES / "factiva_xml" / "two.xml").read_text("utf-8").replace('count="2"', 'count="3"')
    (tmp_path / "a.xml").write_text(text, "utf-8")
    with pytest.warns(NewsstudyWarning, match="declares 3 documents, 2 were found"):
        corpus = ns.read_corpus(tmp_path)
    assert len(corpus) == 2
    with pytest.raises(ReadError, match="declares 3 documents"):
        ns.read_corpus(tmp_path, on_error="raise")


@pytest.mark.parametrize("words", ["Documents (5)", "Dokumente (5)", "文件（5）"])
def test_factiva_html__a_number_of_documents_before_the_first_is_checked(tmp_path, words):
    text = (CASES / "factiva_html" / "blocks_en.html").read_text("utf-8").replace("<form>", f"<h2>{words}</h2><form>")
    (tmp_path / "a.html").write_text(text, "utf-8")
    with pytest.warns(NewsstudyWarning, match="declares 5 documents, 3 were found"):
        assert len(ns.read_corpus(tmp_path)) == 3


def test_factiva_html__the_size_of_the_search_is_no_declaration():
    source = Source.of_file(CASES / "factiva_html" / "blocks_en.html", "a.html")
    assert "1,771" in source.content().decode()
    assert named("factiva_html").declared(source) is None


def test_factiva__ids_do_not_depend_on_the_run_the_name_or_the_neighbours(tmp_path):
    first = ns.read_corpus(CASES / "factiva_html" / "one_without_text.html")
    for name in ("z.html", "a.htm"):
        (tmp_path / name).write_bytes((CASES / "factiva_html" / "one_without_text.html").read_bytes())
        assert ns.read_corpus(tmp_path / name).ids == first.ids


def test_factiva_rtf__pages_without_an_article_are_counted_and_no_document(tmp_path):
    source = Source.of_file(CASES / "factiva_rtf" / "contents_and_bookmarks.rtf", "a.rtf")
    pieces = list(named("factiva_rtf").split(source))
    assert len(pieces) == 2
    assert source.notes["skipped"] == "pages without an article (contents, search summary): 2"
    assert source.notes["encoding"] == "cp1252 (declared)"


@pytest.mark.parametrize("heading", ["Search Summary", "Zusammenfassung der Suche", "搜索摘要", "Resumen de la búsqueda"])
def test_factiva_rtf__the_page_about_the_search_is_known_in_other_languages(heading):
    assert _factiva.is_summary(heading)


@pytest.mark.parametrize("length", ["1,214 words", "1.214 Wörter", "1 214 mots", "8165 字", "98 palabras"])
def test_factiva__a_length_is_known_in_other_languages(length):
    assert _factiva.is_length(length)


@pytest.mark.parametrize("text", ["24 heures", "13 November 2017", "20 Minuten", "words", "The 98 words"])
def test_factiva__a_length_is_not_seen_in_names_and_dates(text):
    assert not _factiva.is_length(text)


def test_factiva_rtf__bytes_outside_the_codepage_are_replaced_and_reported(tmp_path):
    text = (CASES / "factiva_rtf" / "codes_de.rtf").read_bytes().replace(b"f\\'fcr", b"f\\'81r")
    (tmp_path / "a.rtf").write_bytes(text)
    corpus = ns.read_corpus(tmp_path)
    assert corpus.table["text"][0].as_py().startswith("Der Stadtrat stimmte f�r")


def test_factiva__truncated_files_cost_their_last_article_and_never_their_neighbours(tmp_path):
    for name in ("factiva_html/blocks_en.html", "factiva_html/table_fr.html", "factiva_rtf/codes_de.rtf", "factiva_xml/two.xml"):
        content = (CASES / name).read_bytes()
        whole = ns.read_corpus(CASES / name).table["text"].to_pylist()
        for cut in range(200, len(content), 211):
            (tmp_path / "a").write_bytes(content[:cut])
            try:
                corpus = ns.read_corpus(tmp_path / "a")
            except ReadError:
                continue
            corpus.ledger.check()
            texts = corpus.table["text"].to_pylist()
            if corpus.table["reader"][0].as_py().startswith("factiva"):
                assert texts[:-1] == whole[: len(texts) - 1]


def test_factiva__hostile_files_end_in_time_with_a_named_error(tmp_path):
    page = b"<html><head><title>Factiva</title></head><body>"
    hostile = {
        "deep.html": page + b'<div class="article enArticle">' * 20_000 + b"x",
        "many.html": page + b'<div class="article enArticle"><p>x</p></div>' * 5_000,
        "open.html": page + b'<div class="article enArticle"><table><tr><td>HD</td><td>' + b"<b>" * 50_000,
        "deep.rtf": b"{\\rtf1 Factiva HD SN PD LP " + b"{" * 50_000 + b"x",
        "wide.rtf": b"{\\rtf1 Factiva HD SN PD LP " + b"\\page HD\\cell " * 20_000 + b"}",
        "entity.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><PPSResponse><article>&b;</article></PPSResponse>',
        "open.xml": b"<PPSResponse>" + b"<article><accessionNo>" * 20_000,
        "nothing.xml": b"<PPSResponse><ppsArticleResponse/></PPSResponse>",
    }
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
        start = time.perf_counter()
        with pytest.raises(ReadError) as caught:
            ns.read_corpus(tmp_path / name)
        assert name in str(caught.value)
        assert time.perf_counter() - start < 20


def test_factiva__every_date_is_read_in_every_language_of_the_interface(shared):
    pytest.importorskip("newsstudy.text.dates", reason="dates in words are not read in this version")
    for entry in entries(shared):
        corpus = ns.read_corpus(shared / "formats" / entry["file"])
        rows = {row["title"]: row for row in corpus.table.to_pylist()}
        assert all(row["date"] for row in rows.values()), entry["file"]
        wanted = entry["expected"].get("contains") or entry["expected"].get("second") or {}
        if wanted:
            assert rows[wanted["headline"]]["date"] == wanted["date"]
    cases = {"table_fr.html": "2011-12-29T15:32", "blocks_de_zh_ui.html": "1993-01-09", "blocks_en.html": "2017-11-13"}
    for name, date in cases.items():
        assert ns.read_corpus(CASES / "factiva_html" / name).table["date"][0].as_py() == date


def test_factiva_html__a_page_whose_marks_stand_far_down_is_known(tmp_path):
    text = (CASES / "factiva_html" / "blocks_en.html").read_text("utf-8").replace("<title>Factiva</title>", "")
    script = '<script src="https://global-factiva-com.example.edu/a.js">' + "x" * 100_000 + "</script></head>"
    (tmp_path / "a.html").write_text(text.replace("</head>", script), "utf-8")
    assert len(ns.read_corpus(tmp_path)) == 3


def test_factiva_rtf__codes_behind_tabs_are_codes_too(tmp_path):
    lines = [
        "HD\\tab Harbour plan",
        "BY\\tab By Jane Example",
        "WC\\tab 98 words",
        "PD\\tab 14 May 2008",
        "SN\\tab Example Herald",
    ]
    lines += ["LA\\tab English", "LP\\tab The council voted.", "", "It rained.", "TD\\tab Opponents will appeal."]
    lines += ["CO\\tab exco : Example Co | roe : Roe", "AN\\tab Document EXHER00020080514e45e00001"]
    page = "\\par\n".join(lines)
    (tmp_path / "a.rtf").write_text(f"{{\\rtf1\\ansi {page}\\par\n\\page {page.replace('e00001', 'e00002')}\\par}}", "ascii")
    rows = ns.read_corpus(tmp_path).table.to_pylist()
    assert [row["vendor_id"] for row in rows] == ["EXHER00020080514e45e00001", "EXHER00020080514e45e00002"]
    assert rows[0]["text"] == "The council voted.\n\nIt rained.\n\nOpponents will appeal."
    assert (rows[0]["author"], rows[0]["language"], rows[0]["companies"]) == ("Jane Example", "en", "Example Co; Roe")


def test_factiva_rtf__the_layout_without_codes_needs_no_bold_headline(tmp_path):
    lines = [
        "News",
        "Harbour plan",
        "By Jane Example",
        "98 words",
        "14 May 2008",
        "Example Herald",
        "EXHER",
        "English",
        "(c) 2008",
    ]
    lines += ["", "The council voted.", "", "Example Press", "Document EXHER00020080514e45e00001"]
    (tmp_path / "a.rtf").write_text("{\\rtf1\\ansi Factiva\\par\\page " + "\\par\n".join(lines) + "\\par}", "ascii")
    row = ns.read_corpus(tmp_path).table.to_pylist()[0]
    assert (row["section"], row["title"], row["author"]) == ("News", "Harbour plan", "Jane Example")
    assert (row["text"], row["publisher"]) == ("The council voted.", "Example Press")
