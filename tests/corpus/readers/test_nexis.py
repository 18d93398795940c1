"""The readers of Nexis: what users of other parsers lost or got wrong is read right, and no article costs its neighbours."""

import contextlib
import importlib.util
import io
import json
import pathlib
import time
import warnings
import zipfile

import pytest

import newsstudy as ns
from newsstudy.corpus import readers
from newsstudy.corpus.readers import _nexis, _nexis_counters, _nexis_dates
from newsstudy.corpus.readers._protocol import Source
from newsstudy.errors import NewsstudyWarning, ReadError

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("nexis_files", HERE / "_nexis_files.py")
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)
FAILURES = HERE / "known_failures.json"


def read(path, **options):
    """The documents of a file, warnings about its counts aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NewsstudyWarning)
        corpus = ns.read_corpus(path, **options)
    corpus.ledger.check()
    return corpus.table.to_pylist()


def notes_of(path):
    """What the reader noted of a file."""
    source = Source.of_bytes(path.read_bytes(), path.name)
    reader = readers.choose(source)
    pieces = list(reader.split(source))
    return len(pieces), reader.declared(source), source.notes


# ------------------------------------------------------------------------------------------------------- samples from the field


def entries(shared):
    listed = json.loads((shared / "formats" / "MANIFEST.json").read_text("utf-8"))["files"]
    return [entry for entry in listed if entry["format"].startswith("nexis_") and entry["expected"]]


def flat(text):
    return " ".join((text or "").split())


@pytest.mark.parametrize("format_name", ["nexis_html", "nexis_txt", "nexis_uni_docx"])
def test_samples__give_what_the_manifest_expects(shared, format_name):
    seen = [entry for entry in entries(shared) if entry["format"] == format_name]
    assert seen
    for entry in seen:
        found = read(shared / "formats" / entry["file"])
        expected = entry["expected"]
        assert len(found) == expected["n_articles"], entry["file"]
        assert all(document["text"].strip() for document in found)
        assert all(document["date"] for document in found if document["date_raw"]), entry["file"]
        if "titles" in expected:
            assert [document["title"] for document in found] == expected["titles"]
        for name, column in (("sources", "source"), ("editions", "edition"), ("dates", "date")):
            if name in expected:
                assert [document[column] for document in found] == expected[name]
        # `derived` was made by a throw-away parser: it is no guide where a header has other lines than it expected.
        derived = {} if "note" in expected else entry.get("derived", {})
        for place, wanted in [*expected.items(), *derived.items()]:
            if place in ("first", "last") and "headline" in wanted and wanted["headline"] != "The New York Times":
                check(found[0 if place == "first" else -1], wanted)


def check(document, wanted):
    for name, column in (("headline", "title"), ("source", "source"), ("section", "section")):
        if wanted.get(name):
            assert flat(document[column]) == flat(wanted[name])
    if wanted.get("byline"):
        assert document["author"] == wanted["byline"].removeprefix("By ")
    if wanted.get("length"):
        assert document["word_count"] == int(wanted["length"].replace(",", "").split()[0])
    if wanted.get("date"):
        assert wanted["date"] in (document["date_raw"], document["date"])
    words = wanted.get("first_words") or ""
    if words.startswith("ABSTRACT "):  # the vendor's heading; what stands under it is the summary
        assert flat(document["summary"]).startswith(words.removeprefix("ABSTRACT "))
    else:
        assert flat(document["text"]).startswith(words)


def test_known_failures__none_is_of_nexis():
    if FAILURES.exists():
        assert [name for name in json.loads(FAILURES.read_text("utf-8")) if name.startswith("nexis")] == []


def test_samples__error_page_is_noted_and_no_article(shared):
    path = shared / "formats" / "nexis_html" / "tm.plugin.lexisnexis" / "lexisnexis_test_copyright_error.html"
    assert notes_of(path)[:2] == (1, 1)
    assert "1 error page of the vendor's" in notes_of(path)[2]["passed over"]


def test_samples__of_other_formats_are_not_taken_for_nexis(shared):
    own = ("nexis_html", "nexis_txt", "nexis_uni_docx")
    listed = json.loads((shared / "formats" / "MANIFEST.json").read_text("utf-8"))["files"]
    paths = [shared / "formats" / entry["file"] for entry in listed if entry["format"] not in own]
    taken = []
    for path in paths:
        source = Source.of_file(path, path.name)
        taken += [
            (path.name, reader.name) for reader in readers.READERS if reader.name.startswith("nexis") and reader.sniff(source)
        ]
    assert taken == []


# ----------------------------------------------------------------------------------------------------------- Nexis Uni, DOCX

TWO = (("Ferry stays in port", ["The ferry stays in port.", "Nobody knows why."]), ("Wind drops", ["The wind drops."]))


def bundle(*, ui=make.ENGLISH, bookmarks=True, with_cover=True, count=None):
    lines = make.cover([title for title, _ in TWO], ui, count) if with_cover else []
    for number, (title, text) in enumerate(TWO, 1):
        lines += make.article(title, text, ui=ui, number=number, bookmarks=bookmarks)
    return lines


@pytest.mark.parametrize("bookmarks", [True, False], ids=["bookmarks", "no bookmarks"])
@pytest.mark.parametrize("with_cover", [True, False], ids=["cover", "no cover"])
def test_docx__first_article_is_never_lost_to_the_cover_page(tmp_path, with_cover, bookmarks):
    path = make.docx(tmp_path / "a.docx", bundle(bookmarks=bookmarks, with_cover=with_cover))
    found = read(path)
    assert [document["title"] for document in found] == ["Ferry stays in port", "Wind drops"]
    assert [document["text"] for document in found] == ["The ferry stays in port.\n\nNobody knows why.", "The wind drops."]
    assert [document["source"] for document in found] == ["The Harbour Post"] * 2
    assert notes_of(path)[1] == (2 if with_cover else None)


@pytest.mark.parametrize("bookmarks", [True, False], ids=["bookmarks", "no bookmarks"])
@pytest.mark.parametrize("language", ["GERMAN", "DUTCH", "FRENCH", "SPANISH"])
def test_docx__interface_in_another_language(tmp_path, language, bookmarks):
    ui = getattr(make, language)
    path = make.docx(tmp_path / "a.DOCX", bundle(ui=ui, bookmarks=bookmarks))
    found = read(path)
    assert [document["title"] for document in found] == ["Ferry stays in port", "Wind drops"]
    assert [document["text"] for document in found] == ["The ferry stays in port.\n\nNobody knows why.", "The wind drops."]
    assert [document["word_count"] for document in found] == [8, 3]
    assert {document["language"] for document in found} == {"en"}
    assert {document["subjects"] for document in found} == {"FERRIES (93%); WEATHER (90%)"}
    assert {document["load_date"] for document in found} == {"March 5, 2019"}
    assert notes_of(path)[1] == 2


def test_docx__interface_in_an_unknown_language_is_read_by_its_bookmarks(tmp_path):
    found = read(make.docx(tmp_path / "a.docx", bundle(ui=make.INVENTED, with_cover=False)))
    assert [document["title"] for document in found] == ["Ferry stays in port", "Wind drops"]
    assert [document["text"] for document in found] == ["The ferry stays in port.\n\nNobody knows why.", "The wind drops."]
    assert "Lungo: 8 vortoj" in found[0]["other_fields"]


@pytest.mark.parametrize("bookmarks", [True, False], ids=["bookmarks", "no bookmarks"])
def test_docx__blank_lines_within_an_article_end_no_cover_page(tmp_path, bookmarks):
    text = ["The ferry stays.", "", "", "", "Nobody knows why."]
    lines = make.cover(["Ferry stays in port", "Wind drops"])
    lines += make.article("Ferry stays in port", text, bookmarks=bookmarks)
    lines += make.article("Wind drops", ["The wind drops."], number=2, bookmarks=bookmarks)
    found = read(make.docx(tmp_path / "a.docx", lines))
    assert [document["text"] for document in found] == ["The ferry stays.\n\nNobody knows why.", "The wind drops."]


@pytest.mark.parametrize("bookmarks", [True, False], ids=["bookmarks", "no bookmarks"])
def test_docx__quoted_end_of_document_cuts_nothing(tmp_path, bookmarks):
    text = ["On the screen they read:", "End of Document", "Body", "Graphic", "Load-Date: never", "Then the boat left."]
    lines = make.article("Ferry stays in port", text, bookmarks=bookmarks)
    lines += make.article("Wind drops", ["The wind drops."], number=2, bookmarks=bookmarks)
    found = read(make.docx(tmp_path / "a.docx", lines))
    assert [document["text"] for document in found] == ["\n\n".join(text), "The wind drops."]


def test_docx__articles_without_length_and_bookmarks_are_not_run_together(tmp_path):
    lines = []
    for title, text in TWO:
        lines += [
            line for line in make.article(title, text, bookmarks=False) if not line[0].startswith(("Length", "\nCopyright"))
        ]
    found = read(make.docx(tmp_path / "a.docx", lines))
    assert [document["title"] for document in found] == [title for title, _ in TWO]


def test_docx__text_box_within_a_paragraph_is_read_once(tmp_path):
    inner = "<w:p><w:r><w:t>BOX</w:t></w:r></w:p>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent>"
    )
    xml = make.document_xml(make.article("Ferry stays", ["OUTER"]))
    xml = xml.replace('<w:t xml:space="preserve">OUTER</w:t>', f'{both}<w:t xml:space="preserve">OUTER</w:t>')
    (found,) = read(make.docx(tmp_path / "a.docx", [], xml=xml))
    assert found["text"] == "BOX\n\nOUTER"


def test_docx__correction_appended_shifts_neither_date_nor_title(tmp_path):
    tail = [
        "Correction",
        "",
        "The ferry had five sailors.",
        "Correction-Date:\xa0March 6, 2019",
        "\nGraphic",
        "",
        " ",
        "PHOTO: The ferry.",
    ]
    lines = make.article(
        "Ferry had four sailors - Correction Appended",
        ["The ferry had four sailors."],
        above=["\n Correction Appended"],
        date="March 4, 2019 Monday, Late Edition - Final",
        classified=False,
        tail=tail,
    )
    lines = [(text, "Correction" if text == "Correction" else mark) for text, mark in lines]
    (found,) = read(make.docx(tmp_path / "a.docx", lines))
    assert (found["title"], found["source"], found["date"]) == ("Ferry had four sailors", "The Harbour Post", "2019-03-04")
    assert (found["edition"], found["correction"]) == ("Late Edition - Final", "The ferry had five sailors.")
    assert (found["correction_date"], found["caption"]) == ("March 6, 2019", "PHOTO: The ferry.")
    assert found["text"] == "The ferry had four sailors."


def test_docx__missing_date_is_not_taken_from_elsewhere(tmp_path):
    lines = make.article("Ferry stays in port", ["The ferry stays."], date=None, above=["\n Correction Appended"])
    (found,) = read(make.docx(tmp_path / "a.docx", lines))
    assert (found["title"], found["source"], found["date"]) == ("Ferry stays in port", "The Harbour Post", None)
    assert found["load_date"] == "March 5, 2019"
    assert found["correction"] == "Correction Appended"


def test_docx__highlight_is_not_glued_to_the_byline(tmp_path):
    fields = ["Section:\xa0WORLD; asia; Pg. A10", "Byline:\xa0By Ann Low", "Highlight:\xa0The country&#8217;s boats wait."]
    (found,) = read(make.docx(tmp_path / "a.docx", make.article("Ferry stays", ["The ferry stays."], fields=fields)))
    assert (found["author"], found["summary"]) == ("Ann Low", "The country’s boats wait.")
    assert (found["section"], found["page"]) == ("WORLD; asia; Pg. A10", "A10")
    fields = ["Byline:\xa0Ann Low\nHighlight:\xa0Boats wait."]
    (found,) = read(make.docx(tmp_path / "b.docx", make.article("Ferry stays", ["The ferry stays."], fields=fields)))
    assert (found["author"], found["summary"]) == ("Ann Low", "Boats wait.")


def test_docx__abstract_is_the_summary_and_its_headings_are_no_text(tmp_path):
    text = ["ABSTRACT", "Boats should wait.", "FULL TEXT", "The ferry waits.", "It will leave."]
    (found,) = read(make.docx(tmp_path / "a.docx", make.article("Ferry stays", text)))
    assert (found["summary"], found["text"]) == ("Boats should wait.", "The ferry waits.\n\nIt will leave.")


def test_docx__blog_in_brackets_and_title_on_two_lines(tmp_path):
    lines = make.article(
        "INTERNATIONAL;\nFerry stays; Green", ["The ferry stays."], extra=["(Isle Blog)"], date="June 26, 2009 Friday 15:25 EST"
    )
    (found,) = read(make.docx(tmp_path / "a.docx", lines))
    assert (found["title"], found["source"], found["series"]) == (
        "INTERNATIONAL; Ferry stays; Green",
        "The Harbour Post",
        "Isle Blog",
    )
    assert found["date"].startswith("2009-06-26T15:25")


def test_docx__no_headline_in_original_is_no_title(tmp_path):
    (found,) = read(make.docx(tmp_path / "a.docx", make.article("No Headline In Original", ["The ferry stays."])))
    assert found["title"] is None


def test_docx__paragraphs_in_tables_are_read_and_fallbacks_are_not_read_twice(tmp_path):
    xml = make.document_xml(make.article("Ferry stays", ["BEFORE", "CELL", "CHOICE"]))
    cell = '<w:p><w:pPr><w:spacing/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">CELL</w:t></w:r></w:p>'
    choice = cell.replace("CELL", "CHOICE")
    assert cell in xml
    assert choice in xml
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        f"{choice}</mc:Choice><mc:Fallback>{choice}</mc:Fallback></mc:AlternateContent>"
    )
    xml = xml.replace(cell, f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>").replace(choice, both)
    (found,) = read(make.docx(tmp_path / "a.docx", [], xml=xml))
    assert found["text"] == "BEFORE\n\nCELL\n\nCHOICE"


def test_docx__count_of_the_cover_page_is_checked(tmp_path):
    path = make.docx(tmp_path / "a.docx", bundle(count=3))
    with pytest.warns(NewsstudyWarning, match="declares 3 documents, 2 were found"):
        assert len(ns.read_corpus(path)) == 2
    with pytest.raises(ReadError, match="declares 3 documents, 2 were found"):
        ns.read_corpus(path, on_error="raise")


def test_docx__list_of_a_download_is_named_and_no_article(tmp_path):
    make.docx(tmp_path / "one.docx", make.article("Ferry stays", ["The ferry stays."]))
    make.docx(tmp_path / "one_doclist.docx", make.cover(["Ferry stays"]))
    corpus = ns.read_corpus(tmp_path)
    assert corpus.table["title"].to_pylist() == ["Ferry stays"]
    gone = [entry for entry in corpus.ledger.entries if entry.outcome == "dropped"]
    assert [("list of a download" in entry.reason, list(entry.ids)) for entry in gone] == [(True, ["one_doclist.docx"])]


def test_docx__members_of_a_zip_and_office_lock_files(tmp_path):
    make.docx(tmp_path / "a.docx", make.article("Ferry stays", ["The ferry stays."]))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "a.docx", "Ferry stays.DOCX")
        archive.writestr("~$rry stays.DOCX", b"\x05owner")
    assert [document["title"] for document in read(tmp_path / "all.zip")] == ["Ferry stays"]


def test_docx__broken_files_are_named_errors_and_keep_whole_articles(tmp_path):
    whole = make.docx(tmp_path / "whole.docx", bundle()).read_bytes()
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ReadError):
        ns.read_corpus(tmp_path / "cut.docx", format="nexis_docx")
    xml = make.document_xml(bundle())
    make.docx(tmp_path / "cut_inside.docx", [], xml=xml[: xml.index("The wind drops.")])
    corpus = ns.read_corpus(tmp_path / "cut_inside.docx", format="nexis_docx", progress=False)
    assert "Ferry stays in port" in corpus.table["title"].to_pylist()
    assert any("breaks off or is damaged" in entry.reason for entry in corpus.ledger.entries)


def test_docx__entities_and_bombs_do_no_harm(tmp_path):
    xml = make.document_xml(make.article("Ferry stays", ["&lol;"]))
    lol = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY lol "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    make.docx(tmp_path / "a.docx", [], xml=xml.replace("&amp;lol;", "&lol;").replace('"UTF-8"?>', f'"UTF-8"?>{lol}'))
    for document in read(tmp_path / "a.docx") if readable(tmp_path / "a.docx") else []:
        assert "aaaa" not in document["text"]


def readable(path):
    try:
        ns.read_corpus(path)
    except ReadError:
        return False
    return True


def test_docx__of_somebody_else_is_not_ours(tmp_path):
    path = make.docx(
        tmp_path / "letter.docx", [("Dear Sir or Madam,", None), ("Length: 3 metres", None), ("the boat is late.", None)]
    )
    source = Source.of_file(path, path.name)
    assert readers.named("nexis_docx").sniff(source) == 0
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert readers.named("nexis_docx").sniff(Source.of_bytes(buffer.getvalue(), "a.docx")) == 0


# ------------------------------------------------------------------------------------------------------------- text and HTML


def counted(*numbers):
    return [_nexis_counters.Cut(1, [], number, total) for number, total in numbers]


def test_counters__promise_their_totals():
    assert _nexis_counters.declared_by(counted((1, 2), (2, 2)), 0) == 2
    assert _nexis_counters.declared_by(counted((1, 3), (2, 3)), 0) == 3
    assert _nexis_counters.declared_by(counted((1, 3), (3, 3)), 0) == 3
    assert _nexis_counters.declared_by(counted((1, 2), (2, 2), (1, 4)), 0) == 6
    assert _nexis_counters.declared_by([_nexis_counters.Cut(1, [])], 0) is None


def test_counters__of_a_part_of_a_long_list_promise_that_part():
    assert _nexis_counters.declared_by(counted(*((number, 2146) for number in range(501, 1001))), 0) == 500
    assert _nexis_counters.declared_by(counted(*((number, 2146) for number in range(1, 501))), 0) == 500
    assert _nexis_counters.declared_by(counted(*((number, 2146) for number in range(1, 38))), 37) == 37
    assert _nexis_counters.declared_by(counted(*((number, 2146) for number in range(501, 1001) if number != 700)), 0) == 500


def test_counters__one_wrong_total_among_others_is_no_new_list():
    assert _nexis_counters.declared_by(counted((1, 3), (2, 383), (3, 3)), 0) == 3


@pytest.mark.parametrize(
    "line",
    [
        "                 17 of 51 DOCUMENTS",
        "1 of 1 DOCUMENT",
        "      Dokument 2 von 14",
        "     Document 3 de 10",
        "   FOCUS - 1 of 2 DOCUMENTS",
        "        12 de 1.204 DOCUMENTOS",
        "      3 van 8 DOCUMENTEN",
        "     Documento 1 di 3",
    ],
)
def test_counter__in_several_languages(line):
    assert _nexis_counters.counted(line)


@pytest.mark.parametrize(
    "line", ["2 of 10 documents", "He signed 2 of 10 DOCUMENTS.", "     10 of 2 DOCUMENTS", "", "    Page 1 of 3"]
)
def test_counter__is_no_line_of_a_text(line):
    assert not _nexis_counters.counted(line)


def test_txt__several_queries_in_one_file_are_added_up(tmp_path):
    case = HERE.parents[1] / "cases" / "readers" / "nexis_txt" / "two_queries.txt"
    count, declared, notes = notes_of(case)
    assert (count, declared) == (7, 7)
    assert notes["passed over"] == "2 cover pages"


def test_txt__lost_article_is_warned_about(tmp_path):
    whole = (HERE.parents[1] / "cases" / "readers" / "nexis_txt" / "two_queries.txt").read_text("utf-8")
    begin = whole.index("2 of 3 DOCUMENTS")
    end = whole.index("3 of 3 DOCUMENTS")
    path = tmp_path / "a.txt"
    path.write_text(whole[:begin].rstrip(" ") + whole[end:], "utf-8")
    with pytest.warns(NewsstudyWarning, match="declares 7 documents, 6 were found"):
        ns.read_corpus(path)


def test_txt__article_before_the_first_counter_is_kept(tmp_path):
    case = (HERE.parents[1] / "cases" / "readers" / "nexis_txt" / "empty_article.txt").read_text("utf-8")
    first, counter, rest = case.partition("1 of 3 DOCUMENTS")
    (tmp_path / "a.txt").write_text(first.strip() + "\n" + rest, "utf-8")
    assert counter
    assert [document["title"] for document in read(tmp_path / "a.txt")] == ["Boats wait", "Boats leave"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_txt__line_ends_of_any_system(tmp_path, ending):
    case = (HERE.parents[1] / "cases" / "readers" / "nexis_txt" / "two_queries.txt").read_text("utf-8")
    (tmp_path / "a.txt").write_bytes(case.replace("\n", ending).encode("utf-8"))
    assert len(read(tmp_path / "a.txt")) == 7


def test_txt__indents_that_an_editor_took_away_are_not_needed(tmp_path):
    case = (HERE.parents[1] / "cases" / "readers" / "nexis_txt" / "two_queries.txt").read_text("utf-8")
    (tmp_path / "a.txt").write_text("\n".join(line.strip() for line in case.split("\n")), "utf-8")
    (tmp_path / "b.txt").write_text(case, "utf-8")
    stripped, whole = read(tmp_path / "a.txt"), read(tmp_path / "b.txt")
    for column in ("title", "source", "date", "author", "word_count"):
        assert [document[column] for document in stripped] == [document[column] for document in whole]


def test_txt__plain_articles_are_not_taken_for_nexis():
    for text in (
        "The ferry stays.\n\nLENGTH: 12 metres\n",
        "1 of 2 documents was signed.\n",
        "BYLINE: x\n\nText\n",
        "# LANGUAGE: en\n",
    ):
        assert readers.named("nexis_txt").sniff(Source.of_bytes(text.encode(), "a.txt")) == 0


CASES = [path for path in sorted((HERE.parents[1] / "cases" / "readers").glob("nexis_*/*")) if path.suffix != ".json"]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_cut_file__is_read_up_to_its_end_or_a_named_error(tmp_path, case, share):
    content = case.read_bytes()
    path = tmp_path / case.name
    path.write_bytes(content[: int(len(content) * share)])
    assert outcome(path, case.parent.name) in ("read", "named")


def outcome(path, name):
    """What comes of a file: it is read, or the error names it, or not even that."""
    try:
        read(path, format=name)
    except ReadError as error:
        return "named" if path.name in str(error) else "unnamed"
    return "read"


@pytest.mark.parametrize("name", ["nexis_txt", "nexis_html", "nexis_rtf", "nexis_docx", "nexis_pdf"])
@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 2000,
        b"PK\x03\x04" + b"\xff" * 500,
        b"%PDF-1.7\n" + b"\x80" * 500,
        b"{\\rtf1 " + b"{" * 5000,
        b"<!-- Hide XML section from browser\n<DOC NUMBER=1>",
        "1 of 2 DOCUMENTS\n".encode("utf-16"),
        b" " * 5000,
        b"LENGTH: " * 3000,
        b"\n" * 3000,
        "é".encode("latin-1") * 100,
    ],
    ids=["zeros", "zip", "pdf", "braces", "open comment", "utf-16", "blanks", "one line", "line feeds", "latin-1"],
)
def test_hostile_content__is_a_named_error(tmp_path, name, content):
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"a\.bin"):
        ns.read_corpus(path, format=name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nexis_txt", "nexis_html", "nexis_rtf"])
@pytest.mark.parametrize(
    "line",
    [
        "A" * 50 + ": ",
        "1 of 2 ",
        "<P CLASS=x>",
        "\\par LENGTH: ",
        '{\\field{\\*\\fldinst{HYPERLINK "',
        "Copyright ",
        "                ",
        "March 4, 2019 ",
    ],
)
def test_long_lines__take_time_in_proportion(tmp_path, name, line):
    begin = {
        "nexis_txt": "",
        "nexis_html": "<!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->",
        "nexis_rtf": "{\\rtf1 ",
    }[name]
    (tmp_path / "a").write_text(begin + line * (400_000 // len(line)), "utf-8")
    started = time.perf_counter()
    with contextlib.suppress(ReadError):
        ns.read_corpus(tmp_path / "a", format=name)
    assert time.perf_counter() - started < 10


def test_html__count_of_the_page_is_checked_without_its_error_pages():
    case = HERE.parents[1] / "cases" / "readers" / "nexis_html" / "five_documents.html"
    count, declared, notes = notes_of(case)
    assert (count, declared) == (4, 4)
    assert notes["passed over"] == "1 cover page, 1 error page of the vendor's"


# ----------------------------------------------------------------------------------------------------------------- RTF and PDF


def test_rtf__interface_in_german_with_and_without_bookmarks_is_the_same():
    folder = HERE.parents[1] / "cases" / "readers" / "nexis_rtf"
    first, second = (read(folder / f"nexis_uni_german{end}.rtf") for end in ("", "_without_bookmarks"))
    for one, other in zip(first, second, strict=True):
        assert {**one, "file": ""} == {**other, "file": ""}
    assert notes_of(folder / "nexis_uni_german.rtf")[1] == 2


def test_rtf__of_somebody_else_is_not_ours():
    letter = b"{\\rtf1\\ansi Dear Sir,\\par the boat\\page is late.\\par}"
    assert readers.named("nexis_rtf").sniff(Source.of_bytes(letter, "a.rtf")) == 0


def test_rtf__utf8_bytes_are_no_mojibake(tmp_path):
    folder = HERE.parents[1] / "cases" / "readers" / "nexis_rtf"
    raw = (folder / "nexis_uni_single.rtf").read_text("ascii").replace("The ferry waits.", "Das Café wartet – „lange“.")
    (tmp_path / "a.rtf").write_text(raw, "utf-8")
    assert read(tmp_path / "a.rtf")[0]["text"] == "Das Café wartet – „lange“."


PDF_HEAD = [
    (0, 80, 16, "Ferry stays in port as wind rises"),
    (20, 80, 10, "The Harbour Post"),
    (14, 80, 10, "March 4, 2019 Monday, Late Edition"),
    (30, 60, 10, "Copyright 2019 Harbour Press All Rights Reserved"),
    (20, 60, 10, "Section: News; Briefs;"),
    (12, 60, 10, "Pg. 4"),
    (14, 60, 10, "Length: 39 words"),
    (14, 60, 10, "Byline: By Ann Low"),
    (24, 60, 14, "Body"),
]
PDF_BODY = [
    (30, 60, 10, "The ferry stayed in port on Monday because the wind, which had been"),
    (12, 60, 10, "rising since noon, did not drop."),
    (22, 60, 10, "Nobody was hurt. The next boat will leave on Tuesday at noon if the"),
    (0, 0, 0, None),
    (26, 60, 10, "wind drops."),
    (22, 60, 10, "A man spoke of the end of document and laughed."),
]
PDF_TAIL = [
    (30, 60, 12, "Graphic"),
    (20, 60, 10, "The ferry in port."),
    (30, 60, 12, "Classification"),
    (20, 60, 10, "Language: ENGLISH"),
    (16, 60, 10, "Subject: FERRIES (93%); WEATHER (90%); HARBOURS"),
    (12, 60, 10, "& PORTS (80%)"),
    (16, 60, 10, "Load-Date: March 5, 2019"),
    (30, 250, 10, "End of Document"),
]
PDF_SECOND = [
    (0, 0, 0, None),
    (0, 80, 16, "Wind drops"),
    (20, 80, 10, "The Harbour Post"),
    (14, 80, 10, "March 5, 2019 Tuesday"),
    (30, 60, 10, "Copyright 2019 Harbour Press All Rights Reserved"),
    (20, 60, 10, "Length: 3 words"),
    (24, 60, 14, "Body"),
    (30, 60, 10, "The wind drops."),
    (30, 60, 10, "Load-Date: March 6, 2019"),
    (30, 250, 10, "End of Document"),
]
PDF_TEXT = (
    "The ferry stayed in port on Monday because the wind, which had been rising since noon, did not drop.\n\nNobody was hurt. "
    "The next boat will leave on Tuesday at noon if the wind drops.\n\nA man spoke of the end of document and laughed."
)


def test_pdf__page_heads_and_feet_and_line_ends_are_no_text(tmp_path):
    pages = make.flowed(PDF_HEAD + PDF_BODY + PDF_TAIL, head="Ferry stays in port as wind rises")
    (found,) = read(make.pdf(tmp_path / "a.pdf", pages))
    assert found["text"] == PDF_TEXT
    assert (found["title"], found["source"], found["author"]) == (
        "Ferry stays in port as wind rises",
        "The Harbour Post",
        "Ann Low",
    )
    assert (found["date"], found["edition"], found["section"], found["page"]) == (
        "2019-03-04",
        "Late Edition",
        "News; Briefs; Pg. 4",
        "4",
    )
    assert (found["caption"], found["language"], found["load_date"]) == ("The ferry in port.", "en", "March 5, 2019")
    assert found["subjects"] == "FERRIES (93%); WEATHER (90%); HARBOURS & PORTS (80%)"


def test_pdf__bundle_with_a_cover_page(tmp_path):
    lines = [(12, 60, 10, text) for text, _ in make.cover(["Ferry stays in port as wind rises", "Wind drops"])]
    lines += [(0, 0, 0, None), *PDF_HEAD, *PDF_BODY, *PDF_TAIL, *PDF_SECOND]
    path = make.pdf(tmp_path / "a.pdf", make.flowed(lines))
    found = read(path)
    assert [document["title"] for document in found] == ["Ferry stays in port as wind rises", "Wind drops"]
    assert [document["text"] for document in found] == [PDF_TEXT, "The wind drops."]
    assert notes_of(path)[1] == 2


def test_pdf__layout_of_nexis_com(tmp_path):
    lines = [
        (0, 250, 10, "1 of 2 DOCUMENTS"),
        (30, 250, 10, "The Harbour Post"),
        (24, 250, 10, "March 4, 2019 Monday"),
        (24, 60, 10, "Ferry stays"),
        (24, 60, 10, "BYLINE: Ann Low"),
        (24, 60, 10, "LENGTH: 39 words"),
        (24, 60, 10, "The ferry stayed in port because the"),
        (12, 60, 10, "wind rose."),
        (24, 60, 10, "LANGUAGE: ENGLISH"),
        (24, 220, 10, "Copyright 2019 Harbour Press"),
        (0, 0, 0, None),
        (0, 250, 10, "2 of 2 DOCUMENTS"),
        (30, 250, 10, "The Harbour Post"),
        (24, 250, 10, "March 5, 2019 Tuesday"),
        (24, 60, 10, "Wind drops"),
        (24, 60, 10, "LENGTH: 3 words"),
        (24, 60, 10, "The wind drops."),
        (24, 60, 10, "LANGUAGE: ENGLISH"),
    ]
    path = make.pdf(tmp_path / "a.pdf", make.flowed(lines))
    found = read(path)
    assert [(document["title"], document["text"]) for document in found] == [
        ("Ferry stays", "The ferry stayed in port because the wind rose."),
        ("Wind drops", "The wind drops."),
    ]
    assert notes_of(path)[1] == 2


def test_pdf__of_somebody_else_is_not_ours(tmp_path):
    path = make.pdf(tmp_path / "a.pdf", [[(60, 700, 10, "Dear Sir, the boat is late."), (60, 680, 10, "Length: 3 metres")]])
    assert readers.named("nexis_pdf").sniff(Source.of_file(path, path.name)) == 0


def test_pdf__cut_anywhere_is_an_error_or_an_article(tmp_path):
    whole = make.pdf(tmp_path / "a.pdf", make.flowed(PDF_HEAD + PDF_BODY + PDF_TAIL)).read_bytes()
    for share in (0.05, 0.3, 0.5, 0.8, 0.95):
        (tmp_path / "b.pdf").write_bytes(whole[: int(len(whole) * share)])
        assert outcome(tmp_path / "b.pdf", "nexis_pdf") in ("read", "named")


# --------------------------------------------------------------------------------------------------------------- small things


@pytest.mark.parametrize(
    ("line", "date", "rest"),
    [
        ("November 5, 2002 Tuesday Final Edition", "November 5, 2002 Tuesday", "Final Edition"),
        ("January 28, 1993, Tuesday, Late Edition - Final", "January 28, 1993, Tuesday", "Late Edition - Final"),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "27. Februar 2012 Montag 9:50 PM GMT+1", ""),
        ("Dienstag 10.Dezember 2019", "Dienstag 10.Dezember 2019", ""),
        ("décembre 10 2019", "décembre 10 2019", ""),
        ("4 oktober 2017 woensdag", "4 oktober 2017 woensdag", ""),
        ("5 de mayo de 2010 miércoles Edición Nacional", "5 de mayo de 2010 miércoles", "Edición Nacional"),
        ("Summer, 2008", "Summer, 2008", ""),
        ("June 13, 2005, Monday 20:00:00 - 21:00:00 Eastern Time", "June 13, 2005, Monday 20:00:00", ""),
        ("June 17, 1995, CITY EDITION", "June 17, 1995", "CITY EDITION"),
    ],
)
def test_split_date__parts_date_and_edition(line, date, rest):
    assert _nexis_dates.split_date(line) == (date, rest)


@pytest.mark.parametrize(
    "line", ["Sunday Mirror", "The Sun", "3 Star Edition", "Guardian.com.", "Monday", "May be", "", "2019", "SHOW: MARCH 2019"]
)
def test_split_date__finds_none_where_none_begins(line):
    assert _nexis_dates.split_date(line) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ENGLISH", "en"),
        ("GERMAN; DEUTSCH", "de"),
        ("Dutch / Nederlands", "nl"),
        ("FRENCH; FRANÇAIS", "fr"),
        ("Klingon", "Klingon"),
        ("DANISH; DANSK", "da"),
    ],
)
def test_language__is_a_code_where_it_is_known(written, code):
    found = _nexis.Found(paragraphs=["Text."], values={"language": [written]})
    assert _nexis.record(found)["language"] == code


@pytest.mark.parametrize(
    ("written", "language", "author"),
    [
        ("By ANN LOW", "", "ANN LOW"),
        ("BY BYRON LOW", "", "BYRON LOW"),
        ("Byron Low", "", "Byron Low"),
        ("Von Eva Klein", "de", "Eva Klein"),
        ("VON EVA KLEIN", "de", "EVA KLEIN"),
        ("Von der Klein, Eva", "de", "Von der Klein, Eva"),
        ("Von Dutch", "en", "Von Dutch"),
        ("Ann Low;Kim High", "", "Ann Low; Kim High"),
    ],
)
def test_author__stands_without_by(written, language, author):
    found = _nexis.Found(paragraphs=["Text."], values={"author": [written], "language": [language] if language else []})
    assert _nexis.record(found)["author"] == author


@pytest.mark.parametrize(
    ("section", "page"),
    [
        ("News; Briefs; Pg. A10; Column; Brief", "A10"),
        ("Cover Story; Pg.22", "22"),
        ("S. 7 Ausg. 167", "7"),
        ("ECONOMIE; Blz. 9", "9"),
        ("Financial; E01", "E01"),
        ("Section B; Page 22, Column 2; National Desk", "22"),
        ("WORLD; asia", None),
        ("OPINION", None),
        ("B 12 Group", None),
    ],
)
def test_page__is_taken_from_the_section(section, page):
    found = _nexis.Found(paragraphs=["Text."], values={"section": [section]})
    assert _nexis.record(found).get("page") == page


@pytest.mark.parametrize(
    ("written", "n_words"),
    [("1,123 words", 1123), ("1.306 Wörter", 1306), ("1 306 mots", 1306), ("376  words", 376), ("words", None)],
)
def test_word_count__is_a_number(written, n_words):
    found = _nexis.Found(paragraphs=["Text."], values={"length": [written]})
    assert _nexis.record(found).get("word_count") == n_words


def test_labels__are_data_with_a_source_and_fold_to_themselves():
    table = _nexis.labels()
    assert table["source"]
    assert table["licence"]
    for by_language in table["fields"].values():
        for forms in by_language.values():
            assert all(form == _nexis.plain(form) for form in forms)
