"""ProQuest's text files, mails and XML: what others' samples hold, counts, proxies, and what broken files cost."""

import json
import pathlib
import time

import pytest

import newsstudy as ns
from newsstudy.corpus.readers import _proquest, named
from newsstudy.corpus.readers._protocol import Source
from newsstudy.errors import NewsstudyWarning, ReadError

CASES = pathlib.Path(__file__).resolve().parents[2] / "cases" / "readers"
RULE = "_" * 60


def entries(shared, *formats):
    listed = json.loads((shared / "formats" / "MANIFEST.json").read_text("utf-8"))["files"]
    return [entry for entry in listed if entry["format"] in formats]


def block(number):
    tail = f"Publication title: Example Herald\n\nProQuest document ID: {number}\n\n"
    return f"Title {number}\n\nFull text: Text {number}.\n\n{tail}"


def test_proquest_eml__samples_of_others_hold_what_their_manifest_says(shared):
    for entry in entries(shared, "proquest_eml"):
        rows = ns.read_corpus(shared / "formats" / entry["file"]).table.to_pylist()
        said = entry["expected"]
        assert {row["reader"] for row in rows} == {"proquest_eml/1"}
        assert len(rows) == said["n_articles"]
        assert sum(row["title"] is None for row in rows) == said.get("missing_headline", 0)
        assert sum(row["author"] is None for row in rows) == said.get("missing_author", 0)
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            assert row["language"] == "en"
            assert row["url"].startswith("https://")
            assert "accountid" not in row["url"]
            assert row["page"] or "New York Times" in row["source"]
            assert row["vendor_id"].isdigit()
            assert not row["text"].startswith(("html", "<"))
        if "first" in said:
            first = said["first"]
            assert rows[0]["title"] == first["headline"]
            assert rows[0]["author"] == "; ".join(first["authors"])
            assert rows[0]["source"] == " ".join(first["source"].split())
            assert rows[0]["word_count"] == first["wordcount"]


def test_proquest_xml__samples_of_others_hold_what_their_manifest_says(shared):
    for entry in entries(shared, "proquest_tdm_xml", "proquest_hnp_xml"):
        rows = ns.read_corpus(shared / "formats" / entry["file"]).table.to_pylist()
        said = entry["expected"]
        assert len(rows) == said["n_articles"]
        row = rows[0]
        assert row["reader"] == f"{entry['format']}/1"
        assert (row["vendor_id"], row["title"], row["date"], row["source"]) == (
            said["id"], said["headline"], said["date"], said["source"],
        )  # fmt: skip
        assert row["author"] == ("; ".join(said["authors"]) if "authors" in said else None)
        assert row["page"] == said.get("page")
        assert row["text"] == said.get("text", row["text"]).replace("\\n", "\n")
        assert row.get("subjects") == ("; ".join(said["subjects"]) if "subjects" in said else None)
        if "object_types" in said:
            assert row["document_type"] == "; ".join(said["object_types"])
            assert row["ocr"] == said["ocr"]


def test_proquest_txt__a_text_without_any_field_is_no_export_of_proquest(shared):
    for entry in entries(shared, "proquest_txt"):
        path = shared / "formats" / entry["file"]
        if entry["expected"]["n_articles"] == 0:
            assert named("proquest_txt").sniff(Source.of_file(path, path.name)) == 0
            with pytest.raises(ReadError):
                ns.read_corpus(path, format="proquest_txt")


def test_proquest_txt__numbered_blocks_must_be_there_up_to_the_last(tmp_path):
    def text(numbers, total, foot="\nContact us at: example\n"):
        return RULE + "\n" + (f"\n{RULE}\n").join(f"Document {n} of {total}\n\n{block(n)}" for n in numbers) + f"\n{RULE}\n{foot}"

    cases = {
        "whole.txt": (text([1, 2, 3], 3), 3),
        "later.txt": (text([101, 102, 103], 500), 3),
        "page.txt": (text([1, 2, 3], 500), 3),
        "hole.txt": (text([1, 2, 4], 4), 4),
        "cut.txt": (text([1, 2, 3], 5, foot=""), 5),
    }
    for name, (content, declared) in cases.items():
        (tmp_path / name).write_text(content, "utf-8")
        assert named("proquest_txt").declared(Source.of_file(tmp_path / name, name)) == declared, name
    with pytest.warns(NewsstudyWarning, match="declares 4 documents, 3 were found"):
        assert len(ns.read_corpus(tmp_path / "hole.txt")) == 3
    assert len(ns.read_corpus([tmp_path / "whole.txt", tmp_path / "later.txt"])) == 6


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("https://search.proquest.com/docview/1?accountid=14496", "https://search.proquest.com/docview/1"),
        ("https://login.ezproxy.example.edu/login?url=https://www.proquest.com/docview/1?accountid=1", "https://www.proquest.com/docview/1"),
        ("https://login.ezproxy.example.edu/login?qurl=https%3A%2F%2Fsearch.proquest.com%2Fdocview%2F1%3Faccountid%3D1", "https://search.proquest.com/docview/1"),
        ("https://search-proquest-com.gate3.library.example.ac.uk/docview/1/abc", "https://search.proquest.com/docview/1/abc"),
        ("https://www-proquest-com.ezproxy.example.edu/newspapers/a-b/docview/1/se-2", "https://www.proquest.com/newspapers/a-b/docview/1/se-2"),
        ("http://search.proquest.com.proxy.example.edu:2048/docview/1;jsessionid=22", "https://search.proquest.com/docview/1"),
        ("https://proxy.example.edu/https://search.proquest.com/docview/1", "https://search.proquest.com/docview/1"),
        ("https://library.example.edu/record/1", None),
        ("https://[broken/docview/1", None),
        ("https: //www.proquest.com/docview/1/se-2?accountid=1", "https://www.proquest.com/docview/1/se-2"),
        ("no address", None),
        (None, None),
    ],
)  # fmt: skip
def test_public_url__says_nothing_of_the_library(written, public):
    assert _proquest.public_url(written) == public


@pytest.mark.parametrize(
    "label", ["Full text", "Volltext", "Texte intégral", "Texto completo", "全文", "Полный текст", "FULL  TEXT"]
)
def test_fields__are_known_in_other_languages(label):
    assert _proquest.field_of(label) == "text"


def test_proquest_txt__a_paragraph_that_begins_like_a_field_stays_in_the_text():
    lines = [
        "H",
        "Full text: One.",
        "Location: a quiet place.",
        "Two.",
        "Author: so he said.",
        "Location: Here",
        "Source type: News",
    ]
    fields = _proquest.fields_of(lines)
    assert fields["text"] == ["One.", "Location: a quiet place.", "Two."] or fields["text"][-1] == "Two."
    assert fields["places"] == ["Here"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Jan 11, 2 009", "Jan 11, 2009"),
        ("Jan 1 7, 2009", "Jan 17, 2009"),
        ("May 8, 2010", "May 8, 2010"),
        ("Spring 2009", "Spring 2009"),
    ],
)
def test_date__that_lost_its_form_is_mended_and_kept_as_it_was_written(written, meant):
    date, raw = _proquest.date_of(written)
    assert date == meant
    assert raw == (written if written != meant else None)


def test_proquest_eml__a_mail_in_base64_with_windows_characters_is_read(tmp_path):
    import base64

    content = (CASES / "proquest_eml" / "without_anchors.eml").read_text("ascii")
    _, _, body = content.partition("quoted-printable\n\n")
    html = body.split("\n------=_Part")[0]
    import quopri

    decoded = quopri.decodestring(html.encode()).decode("utf-8").replace("©", "(c)").encode("cp1252")
    head = "From: a@example.org\nSubject: Fwd: articles\nMIME-Version: 1.0\nContent-Type: text/html; charset=windows-1252\n"
    mail = head.encode() + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(decoded)
    (tmp_path / "a.eml").write_bytes(mail.replace(b"\n", b"\r\n"))
    corpus = ns.read_corpus(tmp_path)
    assert corpus.table["text"][1].as_py() == "It snowed — all night."


def test_proquest_eml__a_mail_that_is_not_from_proquest_is_nobodys(tmp_path):
    (tmp_path / "a.eml").write_text("From: a@example.org\nTo: b@example.org\nSubject: Lunch\n\nAt noon?\n", "utf-8")
    with pytest.raises(ReadError):
        ns.read_corpus(tmp_path)


def test_proquest__truncated_files_cost_their_last_article_and_never_their_neighbours(tmp_path):
    for name in (
        "proquest_txt/three.txt",
        "proquest_eml/sent.eml",
        "proquest_eml/forwarded.eml",
        "proquest_tdm_xml/two_records.xml",
    ):
        content = (CASES / name).read_bytes()
        whole = ns.read_corpus(CASES / name).table["text"].to_pylist()
        for cut in range(200, len(content), 307):
            (tmp_path / "a").write_bytes(content[:cut])
            try:
                corpus = ns.read_corpus(tmp_path / "a")
            except ReadError:
                continue
            corpus.ledger.check()
            texts = corpus.table["text"].to_pylist()
            if "html" in name or name.startswith("proquest_txt"):
                assert texts[:-1] == whole[: len(texts) - 1]


def test_proquest__hostile_files_end_in_time_with_a_named_error(tmp_path):
    head = b"From: a@proquest.com\nSubject: ProQuest\nMIME-Version: 1.0\n"
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(5_000))
    hostile = {
        "nested.eml": head + nested,
        "anchors.eml": head + b"Content-Type: text/html\n\n" + b'<a name="DocID_1"></a>' * 5_000,
        "strong.eml": head + b'Content-Type: text/html\n\n<a name="DocID_1"></a>' + b"<strong><b>" * 30_000,
        "deep.eml": head
        + b'Content-Type: text/html\n\n<a name="DocID_1"></a><p><strong>Full text: </strong><Text>'
        + b"<div>" * 50_000,
        "labels.txt": (RULE + "\n" + "ProQuest document ID: 1\nSource type: a\n" * 20_000).encode(),
        "rules.txt": (f"{RULE}\nPublication title: a\nProQuest document ID: 1\n" * 20_000).encode(),
        "entity.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><RECORD><GOID>1</GOID></RECORD>',
        "deep.xml": b"<RECORD><GOID>1</GOID>" + b"<a>" * 50_000,
        "empty.xml": b"<Record><RecordID>1</RecordID></Record>",
    }
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
        start = time.perf_counter()
        with pytest.raises(ReadError) as caught:
            ns.read_corpus(tmp_path / name)
        assert name in str(caught.value)
        assert time.perf_counter() - start < 20, name


def test_proquest__every_date_is_read(shared):
    pytest.importorskip("newsstudy.text.dates", reason="dates in words are not read in this version")
    for entry in entries(shared, "proquest_eml", "proquest_tdm_xml", "proquest_hnp_xml"):
        dates = ns.read_corpus(shared / "formats" / entry["file"]).table["date"].to_pylist()
        assert None not in dates
        wanted = entry["expected"].get("date") or entry["expected"].get("first", {}).get("date")
        assert dates[0] == (wanted or dates[0])
    row = ns.read_corpus(CASES / "proquest_txt" / "three.txt").table.to_pylist()[1]
    assert (row["date"], row["date_raw"]) == ("2009-02-02", "Feb 2, 2 009")


def test_proquest_eml__a_forwarded_text_whose_articles_lack_their_last_field_is_cut_where_the_next_begins(tmp_path):
    text = (CASES / "proquest_eml" / "forwarded_as_text.eml").read_text("ascii")
    (tmp_path / "a.eml").write_text(text.replace("> Database: U.S. Major Dailies\n", ""), "ascii")
    rows = ns.read_corpus(tmp_path).table.to_pylist()
    assert [row["title"] for row in rows] == ["Council backs harbour plan: [Final Edition]", "Snow"]
    assert [row["text"] for row in rows] == ["The council voted.\n\nOpponents will appeal.", "It snowed."]


def test_proquest_txt__blocks_that_are_no_articles_are_counted_in_the_notes():
    path = CASES / "proquest_txt" / "three.txt"
    source = Source.of_file(path, path.name)
    assert len(list(named("proquest_txt").split(source))) == 3
    assert source.notes["skipped"] == "blocks without an article (contents, notices): 1"
    assert named("proquest_txt").declared(source) is None
