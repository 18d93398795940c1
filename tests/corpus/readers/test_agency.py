"""Agencies' files give what the manifest beside them says; broken and hostile ones cost themselves alone, and little time."""

import json
import pathlib
import re
import time

import pytest

import newsstudy as ns
from newsstudy.corpus import readers
from newsstudy.corpus.readers import Source, _agency, named
from newsstudy.errors import ReadError

FORMATS = (
    "newsml_g2", "newsml_1_2", "nitf", "nyt_annotated_nitf", "ninjs", "ap_media_json", "rcv1_xml", "reuters21578_sgml",
    "trec_sgml", "wordpress_wxr", "wire_text", "other_archives",
)  # fmt: skip
OURS = {
    "newsml_g2", "newsml_1", "nitf", "ninjs", "ap_json", "rcv1", "reuters21578", "trec", "wordpress", "wire", "yomidas", "kikuzo",
    "integrum", "apa_defacto",
}  # fmt: skip


def entries():
    """The manifest's entries of our formats; none where the folder is not there."""
    folder = pathlib.Path(__file__).resolve().parents[4] / "shared" / "formats"
    if not folder.is_dir():
        return []
    listed = json.loads((folder / "MANIFEST.json").read_text("utf-8"))["files"]
    return [entry for entry in listed if entry["format"] in FORMATS]


ENTRIES = entries()


def read(path):
    """Documents, reasons by place, and the names of the readers; what could not be read at all has no documents."""
    try:
        corpus = ns.read_corpus(path)
    except ReadError as error:
        return [], {"": str(error)}
    corpus.ledger.check()
    gone = {place: entry.reason for entry in corpus.ledger.entries if entry.outcome == "dropped" for place in entry.ids}
    return corpus.table.to_pylist(), gone


def squeezed(text):
    return re.sub(r"\s+", " ", text or "").strip()


def test_manifest__no_two_readers_tie_on_any_file(shared):
    folder = shared / "formats"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            source = Source.of_file(path, path.relative_to(folder).as_posix())
            scores = sorted((reader.sniff(source), reader.name) for reader in readers.READERS if reader.sniff(source))
            assert len(scores) < 2 or scores[-1][0] > scores[-2][0], (source.name, scores)


def test_manifest__files_of_other_formats_are_not_ours(shared):
    folder = shared / "formats"
    for path in sorted(folder.rglob("*")):
        top = path.relative_to(folder).parts[0]
        if path.is_file() and top not in FORMATS and path.name != "rcv1_newsitem.xml":
            source = Source.of_file(path, path.name)
            assert [reader.name for reader in readers.READERS if reader.name in OURS and reader.sniff(source)] == []


# Counts of what is no article


def test_message__counts_its_pictures_and_packages_in_the_notes(shared):
    path = shared / "formats" / "newsml_g2" / "superdesk-core" / "video.xml"
    source = Source.of_file(path, "video.xml")
    assert len(list(named("newsml_g2").split(source))) == 1
    assert source.notes["passed over"] == "1 audio, 1 package, 1 picture, 1 video"


def test_reuters__the_empty_story_is_recorded_and_the_others_are_read(shared):
    path = shared / "formats" / "reuters21578_sgml" / "reuters21578" / "reut2-012.sgm"
    documents, gone = read(path)
    assert len(documents) == 999
    assert gone == {"reut2-012.sgm#793": "no text in it"}
    assert [document["text_type"] for document in documents].count("BRIEF") == 61
    assert not any(re.search(r"(?i)\sreuters?$|[\x00-\x08]|&#", document["text"]) for document in documents)


def test_reuters__bodies_titles_and_datelines_have_the_words_of_another_parser(shared):
    import pyarrow.parquet as pq

    others = {row["id"]: row for row in pq.read_table(shared / "corpora" / "reuters21578.parquet").to_pylist()}
    documents, _ = read(shared / "formats" / "reuters21578_sgml" / "reuters21578")
    assert len(documents) == 1999
    for document in documents:
        other = others[document["vendor_id"]]
        for name in ("title", "dateline"):
            assert squeezed(document[name]) == squeezed(other[name])
        if document["text_type"] == "NORM":
            assert squeezed(document["text"]) == re.sub(r"(?i)( reuters?)+$", "", squeezed(other["body"]))


def test_folder__files_of_pictures_alone_are_recorded_and_stop_nothing(tmp_path):
    picture = message(["Snow fell."]).replace(b"ninat:text", b"ninat:picture")
    (tmp_path / "1.xml").write_bytes(picture)
    (tmp_path / "2.xml").write_bytes(message(["Rain fell.", "Wind blew."]))
    corpus = ns.read_corpus(tmp_path, on_error="raise")
    corpus.ledger.check()
    assert corpus.texts == ["Rain fell.", "Wind blew."]
    gone = {entry.reason: entry.ids for entry in corpus.ledger.entries if entry.outcome == "dropped"}
    assert gone == {"no article in it, by its own words: 1 picture": ("1.xml",)}


# Dates, bylines, lists


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20131020T192751+1100", "2013-10-20T19:27:51+11:00"),
        ("20141126T152703", "2014-11-26T15:27:03"),
        ("20151210T191044Z", "2015-12-10T19:10:44+00:00"),
        ("20070201T000000", "2007-02-01"),
        ("20240114", "2024-01-14"),
        ("2016-04-13 04:52:21+00:00", "2016-04-13T04:52:21+00:00"),
        ("2017-08-25T04:41:35+0000", "2017-08-25T04:41:35+00:00"),
        ("2014-07-16T13:00:03.000Z", "2014-07-16T13:00:03+00:00"),
        ("20160112 1235", "2016-01-12T12:35"),
        ("Tuesday", "Tuesday"),
    ],
)
def test_dated__machines_dates_become_iso_and_stay_as_written(written, meant):
    columns = _agency.dated(written)
    assert columns["date"] == meant
    assert columns.get("date_raw", written) == written


@pytest.mark.parametrize(
    ("byline", "language", "meant"),
    [
        ("By Jane Example", None, "Jane Example"),
        ("BY JANE EXAMPLE", None, "JANE EXAMPLE"),
        ("Von Max Muster, dpa", "de", "Max Muster, dpa"),
        ("Von Miller", "en-US", "Von Miller"),
        ("Par Jeanne Exemple", "fr-FR", "Jeanne Exemple"),
        ("By", None, "By"),
        ("gr/bp", "es", ""),
        ("Staff Reporter", None, ""),
        ("", None, ""),
    ],
)
def test_author__loses_its_by_in_the_articles_own_language(byline, language, meant):
    assert _agency.author(byline, language) == meant


@pytest.mark.parametrize(
    ("part", "meant"),
    [("By Jane Example", "Jane Example"), ("By Jane Example and Max de la Cruz =", "Jane Example and Max de la Cruz"),
     ("By Friday it was over.", ""), ("By", ""), ("By all means", ""), ("Snow fell. By Jane Example", "")],
)  # fmt: skip
def test_body_author__is_a_paragraph_that_says_nothing_else(part, meant):
    assert _agency.body_author(["Snow.", part]) == meant


# Damage


def documents_of(name, content, reader):
    source = Source.of_bytes(content, name)
    found, failed = [], []
    for piece in named(reader).split(source):
        try:
            found.append(named(reader).parse(piece))
        except ReadError as error:
            failed.append(str(error))
    return found, failed, source


ITEM = (
    '<newsItem guid="urn:example:{n}" version="1"><itemMeta><itemClass qcode="ninat:text"/></itemMeta><contentMeta>'
    "<headline>Title {n}</headline></contentMeta><contentSet><inlineXML><html><body><p>{text}</p></body></html></inlineXML>"
    "</contentSet></newsItem>"
)


def message(texts, end="</itemSet></newsMessage>"):
    inside = "".join(ITEM.format(n=number, text=text) for number, text in enumerate(texts))
    return f'<?xml version="1.0"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inside}{end}'.encode()


def test_newsml__a_broken_item_costs_itself_alone():
    found, failed, _ = documents_of("m.xml", message(["Snow fell.", "Rain <b>fell.", "Wind blew."]), "newsml_g2")
    assert [document["text"] for document in found] == ["Snow fell.", "Wind blew."]
    assert len(failed) == 1
    assert "not well-formed" in failed[0]


def test_newsml__a_cut_message_keeps_its_whole_items():
    content = message(["Snow fell.", "Rain fell.", "Wind blew."])
    found, failed, _ = documents_of("m.xml", content[: content.rindex(b"Wind") + 4], "newsml_g2")
    assert [document["text"] for document in found] == ["Snow fell.", "Rain fell."]
    assert failed == ["the file breaks off inside it; fetch the file again"]


@pytest.mark.parametrize(
    "dash", ["<endash>-</endash>", "&lt;endash&gt;-&lt;/endash&gt;", "<endash>", "<endash/>", "&lt;endash/&gt;"]
)
def test_newsml__a_dash_written_as_an_element_is_a_dash(dash):
    found, _, _ = documents_of("m.xml", message([f"800{dash}1000 birds"]), "newsml_g2")
    assert found[0]["text"] == "800–1000 birds"


def test_xml__declared_encodings_that_are_not_true_are_seen_through():
    body = message(["Café"]).replace(b'version="1.0"', b'version="1.0" encoding="iso-8859-1"')
    assert documents_of("m.xml", body, "newsml_g2")[0][0]["text"] == "Café"
    latin = body.decode("utf-8").encode("cp1252").replace(b"iso-8859-1", b"utf-8")
    assert documents_of("m.xml", latin, "newsml_g2")[0][0]["text"] == "Café"
    wide = body.decode("utf-8").replace("iso-8859-1", "utf-16").encode("utf-16")
    source = Source.of_bytes(wide, "m.xml")
    assert named("newsml_g2").sniff(source) == 90
    assert documents_of("m.xml", wide, "newsml_g2")[0][0]["text"] == "Café"


NITF = "{top}<nitf><body><body.content><p>{text}</p></body.content></body></nitf>"


def test_nitf__named_characters_are_read_without_fetching_the_dtd():
    top = '<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.3/specification/dtd/nitf-3-3.dtd">'
    found, _, _ = documents_of("n.xml", NITF.format(top=top, text="Caf&eacute; &mdash; &amp; &lt;b&gt;").encode(), "nitf")
    assert found[0]["text"] == "Café — & <b>"


def test_nitf__harmless_entities_of_its_own_are_put_in():
    top = "<!DOCTYPE nitf [<!ENTITY pound \"&#163;\"> <!ENTITY firm 'Example Ltd'>]>"
    found, _, _ = documents_of("n.xml", NITF.format(top=top, text="&pound;5 for &firm;").encode(), "nitf")
    assert found[0]["text"] == "£5 for Example Ltd"


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % remote SYSTEM "http://example.org/x.dtd"> %remote;',
        '<!ENTITY a "<p>no</p>">',
    ],
)
def test_nitf__other_entities_are_refused(subset):
    content = NITF.format(top=f"<!DOCTYPE nitf [{subset}]>", text="&a;&b;&x;").encode()
    with pytest.raises(ReadError, match="defines entities of its own"):
        documents_of("n.xml", content, "nitf")


def test_ninjs__one_broken_line_costs_itself_alone():
    line = (
        '{"uri": "urn:example:%d", "type": "text", "versioncreated": "20240114T101500Z", "body_text": "It fell.", "slugline": ""}'
    )
    content = "\n".join([line % 1, line[:40], line % 2]).encode()
    source = Source.of_bytes(content, "items.json")
    assert readers.choose(source).name == "ninjs"
    found, failed, _ = documents_of("items.json", content, "ninjs")
    assert [document["vendor_id"] for document in found] == ["urn:example:1", "urn:example:2"]
    assert len(failed) == 1
    assert "not JSON" in failed[0]


def test_ninjs__deep_nesting_and_strange_types_are_errors_of_the_item():
    deep = '{"uri": "u", "pubstatus": "usable", "headline": "x", "slugline": "", "a": ' + "[" * 5000 + "]" * 5000 + "}"
    with pytest.raises(ReadError, match="deeper than"):
        documents_of("d.json", deep.encode(), "ninjs")
    odd = json.dumps([1, "x", None, {"uri": 5, "type": ["text"], "bodies": {"value": 3}, "headlines": 7, "body_text": ["a"]}])
    found, failed, _ = documents_of("o.json", odd.encode(), "ninjs")
    assert found == []
    assert len(failed) == 4


def test_trec__a_document_without_end_costs_itself_alone():
    one = "<DOC>\n<DOCNO> X-{n} </DOCNO>\n<TEXT>\nSnow {n}.\n</TEXT>\n</DOC>\n"
    content = one.format(n=1) + one.format(n=2).replace("</DOC>\n", "") + one.format(n=3) + "<DOC>\n<DOCNO> X-4"
    found, failed, _ = documents_of("t.sgml", content.encode(), "trec")
    assert [document["vendor_id"] for document in found] == ["X-1", "X-3"]
    assert ["no end" in failed[0], "breaks off" in failed[1]] == [True, True]


def test_reuters__a_story_without_end_costs_itself_alone():
    story = '<REUTERS NEWID="{n}">\n<DATE> 1-APR-1987 11:04:07.01</DATE>\n<TEXT>&#2;\n<BODY>Snow.\n&#3;</BODY></TEXT>\n'
    content = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + story.format(n=1) + story.format(n=2) + "</REUTERS>\n" + story.format(n=3)
    found, failed, _ = documents_of("r.sgm", content.encode(), "reuters21578")
    assert [document["vendor_id"] for document in found] == ["2"]
    assert len(failed) == 2


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        ("reuters21578", b"<!DOCTYPE lewis>\n" + b"<REUTERS " * 300_000),
        ("reuters21578", b"<!DOCTYPE lewis>\n" + b"<REUTERS><TEXT " * 100_000),
        ("trec", b"<DOC>\n<DOCNO> 1 </DOCNO>\n<TEXT>" + b"<H3>" * 300_000 + b"</TEXT></DOC>"),
        ("trec", b"<DOC>\n" * 20_000),
        ("newsml_g2", b"<newsMessage>" + b"<!--" * 300_000),
        ("newsml_g2", b"<newsMessage>" + b"<newsItem " * 200_000),
        ("newsml_g2", b"<!-- a -->" * 6000 + b"x" * 10),
        ("nitf", b"<!DOCTYPE nitf [" + b"<!ENTITY " * 6000 + b"]><nitf/>"),
        ("nitf", b"<nitf>" + b"<p>" * 200_000),
        ("wordpress", b"<rss><item><encoded xmlns='content'>" + b"[a] " * 200_000 + b"[/a]</encoded></item></rss>"),
        ("wire", b"\x01eca062 4 i 211 dpa 061\r\n\x02" + b"# " * 300_000),
        ("wire", b"\x01" * 100_000),
        ("ninjs", b"[" * 1_000_000),
        ("ninjs", b'{"uri": "' + b"\\" * 1_000_001),
        ("apa_defacto", b'{\\rtf1 "X" vom 01.01.2020 ' + b'"' * 200_000),
        ("kikuzo", b'<table class="topic-list"><td class="topic-list">' * 5000),
        ("yomidas", b'<table class="contentsTable"><th>1' * 5000),
    ],
    ids=range(17),
)  # fmt: skip
def test_hostile_input__ends_soon_in_errors_or_documents(reader, content):
    start = time.process_time()
    source = Source.of_bytes(content, "x")
    for each in readers.READERS:
        if each.name in OURS:
            assert 0 <= each.sniff(source) <= 100
    try:
        documents_of("x", content, reader)
        named(reader).declared(source)
    except ReadError:
        pass
    assert time.process_time() - start < 10


@pytest.mark.parametrize("cut", range(7, 100, 13))
def test_cut_files__end_in_errors_or_documents(shared, cut):
    for entry in ENTRIES:
        content = (shared / "formats" / entry["file"]).read_bytes()[:200_000]
        source = Source.of_bytes(content[: len(content) * cut // 100 + 1], pathlib.Path(entry["file"]).name)
        for reader in readers.READERS:
            if reader.name in OURS and reader.sniff(source):
                try:
                    found, _, _ = documents_of(source.name, source.content(), reader.name)
                except ReadError:
                    continue
                for document in found:
                    assert document["text"].strip()
                    assert all(isinstance(value, str | int) for value in document.values())
