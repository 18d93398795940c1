"""Office files, tables and archives that others made, and files that are made to do harm."""

import io
import json
import math
import pathlib
import time
import zipfile
import zlib

import pyarrow as pa
import pytest

import newsstudy as ns
from newsstudy.corpus.readers import READERS, Source, _office, _rtf, choose, pdf, xlsx
from newsstudy.errors import ReadError

OFFICE = ("office_pdf_rtf", "plain_folder", "tabular", "zip", "jsonl", "empty_files")
HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE.parents[1] / "cases" / "readers"
KNOWN = json.loads((HERE / "known_failures.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def manifest(shared):
    return json.loads((shared / "formats" / "MANIFEST.json").read_text("utf-8"))["files"]


def words(text):
    return " ".join(text.split())


def test_rtf_of_others__has_the_text_that_its_makers_expect(shared, manifest):
    entries = [entry for entry in manifest if entry["format"] == "office_pdf_rtf" and entry["expected"]]
    assert len(entries) == 16
    differing = []
    for entry in entries:
        corpus = ns.read_corpus(shared / "formats" / entry["file"])
        wanted = (shared / "formats" / entry["expected"]["text"]).read_text("utf-8")
        if words(corpus.texts[0]) != words(wanted):
            differing.append(entry["file"])
    assert differing == [name for name in KNOWN if name.startswith("office_pdf_rtf/")]


def test_files_of_others__are_read_by_the_reader_of_their_kind(shared, manifest):
    by_suffix = {
        **{".docx": "docx", ".odt": "odt", ".pdf": "pdf", ".rtf": "rtf", ".txt": "plain_text", ".csv": "csv", ".tsv": "csv"},
        **{".xls": "xlsx", ".xlsx": "xlsx"},
    }
    unread = {}
    for entry in manifest:
        path = shared / "formats" / entry["file"]
        if entry["format"] not in OFFICE:
            continue
        try:
            corpus = ns.read_corpus(path)
        except ReadError as error:
            unread[entry["file"].split("/", 2)[2]] = str(error).split("\n")[1]
            continue
        assert len(corpus) > 0
        if path.suffix in by_suffix:
            assert {name.split("/")[0] for name in corpus.table["reader"].to_pylist()} == {by_suffix[path.suffix]}
    empty = {name for name, reason in unread.items() if "an empty file" in reason}
    assert {name: reason.split(": ", 1)[1][:40] for name, reason in unread.items() if name not in empty} == {
        "empty/empty.tar.gz": "an archive with no file in it",
        "doc/test.doc": "a document of an office program of befor",
        "csv/data_onecol.csv": "none of its columns is named text, body,",
        "csv/data_twocol.csv": "none of its columns is named text, body,",
    }
    assert all("empty" in name or name.startswith("docvars/") for name in empty)


def test_jsonl_of_the_manifest__has_two_articles_of_which_one_is_empty(shared):
    corpus = ns.read_corpus(shared / "formats" / "synthetic" / "articles.jsonl")
    assert corpus.table["title"].to_pylist() == ["Café"]
    assert [entry.reason for entry in corpus.ledger.entries if entry.outcome == "dropped"] == ["no text in it"]


def test_universal_declaration__is_the_same_from_pdf_and_from_text(shared):
    folder = shared / "formats"
    for language in ("english", "french", "danish"):
        whole = words(ns.read_corpus(folder / "plain_folder" / "readtext" / "txt" / "UDHR" / f"UDHR_{language}.txt").texts[0])
        paged = words(ns.read_corpus(folder / "office_pdf_rtf" / "readtext" / "UDHR" / f"UDHR_{language}.pdf").texts[0])
        common = set(paged.lower().split()) & set(whole.lower().split())
        assert len(common) > 0.75 * len(set(paged.lower().split()))


def test_every_case_and_sample__is_taken_by_one_reader_alone(shared):
    from newsstudy.corpus._sources import Refused, find

    for folder in ("office_pdf_rtf", "tabular", "zip", "plain_folder"):
        for source in find(shared / "formats" / folder):
            if not isinstance(source, Refused) and source.size and source.suffix != ".doc":
                choose(source)


# Made to do harm


def read(content, name="a"):
    source = Source.of_bytes(content, name)
    reader = choose(source)
    return [reader.parse(piece) for piece in reader.split(source)]


def seconds(action):
    begin = time.process_time()
    action()
    return time.process_time() - begin


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1 " + b"{" * 200_000 + b"Snow." + b"}" * 200_000 + b"}",
        b"{\\rtf1 " + b"{\\field{\\*\\fldinst{HYPERLINK " * 20_000,
        b"{\\rtf1{\\fonttbl" + b"{\\f1" * 50_000 + b"}}Snow.}",
        b"{\\rtf1 \\bin99999999999 Snow.}",
        b"{\\rtf1 " + b"\\u-10179?" * 50_000 + b"}",
        b"{\\rtf1 \\uc1000000 \\u8217 Snow.}",
        b"{\\rtf1 " + b"\\'e4" * 200_000 + b"}",
        b"{\\rtf1 " + b"\\" * 400_001,
        b"{\\rtf1 }}}}}}}}",
        b"{\\rtf1 Snow.\\",
    ],
)
def test_rtf__that_is_made_to_take_time_does_not(content):
    assert seconds(lambda: _rtf.rtf_of(content)) < 5
    try:
        documents = read(content)
    except ReadError:
        return
    assert documents[0]["text"]


def test_rtf__takes_time_with_its_length_alone():
    def one(n):
        return (
            b"{\\rtf1{\\fonttbl{\\f0\\fcharset204 A;}}"
            + b'\\par {\\b Snow} \\\'e4 {\\field{\\*\\fldinst{HYPERLINK "a"}}{x}}' * n
            + b"}"
        )

    short, long = (min(seconds(lambda n=n: _rtf.rtf_of(one(n))) for _ in range(3)) for n in (2_000, 16_000))
    assert long < 8 * short * 2.5


def zipped(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<w:p>" * 100_000, "breaks off or is damaged"),
        ("<w:tbl>" * 300, "breaks off or is damaged"),
        ("<w:p/>" * 200_000, "no text in it"),
        ("<w:p><w:r><w:t>" + "a" * 11_000_000, "breaks off or is damaged"),
    ],
)
def test_docx__that_is_made_to_take_time_or_memory_does_not(body, problem):
    content = zipped({"[Content_Types].xml": "x", "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})
    begin = time.process_time()
    with pytest.raises(ReadError, match=problem):
        read(content)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml", "xl/worksheets/sheet1.xml"])
def test_office_file__with_a_bomb_in_it_is_refused(monkeypatch, name):
    monkeypatch.setattr(_office, "RATIO_FROM", 1 << 20)
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", name: b" " * (1 << 24)}
    if name.startswith("xl"):
        parts = {"xl/workbook.xml": "<workbook/>", name: b" " * (1 << 24)}
    with pytest.raises(ReadError, match="no document is like that"):
        read(zipped(parts))


def test_xlsx__with_cells_far_apart_is_refused_before_it_fills_the_memory():
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 2000, 3))
    with pytest.raises(ReadError, match="spans 1,999 rows and 16,384 columns"):
        read(zipped({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": f"<worksheet>{rows}</worksheet>"}))


def test_xlsx__cells_of_the_greatest_length_are_told():
    source = Source.of_bytes(b"", "a.xlsx")
    xlsx._note(source, 2, ["Notes"])
    assert source.notes == {
        "texts of 32,767 characters, surely cut by the program that saved them": "2",
        "sheets without a column of texts": "Notes",
    }


def made_pdf(*objects):
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return content + end % (len(objects) + 1, table, len(objects) + 1, len(content))


def stream(content, extra=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 5 0 R >> >>"


@pytest.mark.parametrize(
    "content",
    [
        made_pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"),
        made_pdf(CATALOG, b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 4 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 4 >>"),
        made_pdf(CATALOG, PAGES, PAGE, stream(zlib.compress(b" " * (1 << 28)), b"/Filter /FlateDecode")),
        made_pdf(CATALOG, PAGES, PAGE, stream(b"[" * 100_000), stream(b"")),
        made_pdf(CATALOG, PAGES, PAGE, stream(b"/X Do /X Do"), stream(b"/X Do /X Do", FORM)),
        made_pdf(CATALOG, b"<</A " * 20_000),
        b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 20_000,
        b"%PDF-1.7\n" + bytes(range(256)) * 400,
    ],
    ids=["own child", "loop", "bomb", "deep array", "form in itself", "deep object", "many objects", "noise"],
)
def test_pdf__that_is_made_to_do_harm_is_a_named_error(content):
    begin = time.process_time()
    with pytest.raises(ReadError):
        read(content, "a.pdf")
    assert time.process_time() - begin < 20


def test_pdf__with_more_instructions_than_any_text_needs_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_STEPS", 1000)
    with pytest.raises(ReadError, match="more than 1,000 drawing instructions"):
        read(made_pdf(CATALOG, PAGES, PAGE, stream(b"q Q " * 1000), stream(b"")))


@pytest.mark.parametrize("name", ["docx", "odt", "rtf", "pdf", "xlsx", "arrow", "json", "markdown"])
def test_damaged_document__is_read_or_a_named_error(name, tmp_path):
    for path in [path for path in sorted((CASES / name).iterdir()) if not path.name.endswith(".expected.json")][:2]:
        content = path.read_bytes()
        for step in range(40):
            place = (step * 7919) % max(1, len(content))
            damaged = content[:place] + bytes([step * 37 % 256]) + content[place + 1 :]
            if step % 4 == 0:
                damaged = damaged[:place]
            (tmp_path / path.name).write_bytes(damaged)
            try:
                ns.read_corpus(tmp_path / path.name).ledger.check()
            except ReadError:
                continue


def test_arrow__whose_lengths_lie_is_refused():
    sink = io.BytesIO()
    table = pa.table({"text": ["Snow fell."] * 50})
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content = sink.getvalue()
    for place in range(0, len(content), 13):
        damaged = content[:place] + b"\xff" + content[place + 1 :]
        try:
            documents = read(damaged, "a.arrows")
        except ReadError:
            continue
        assert all(isinstance(document["text"], str) for document in documents)


def test_every_reader__has_a_name_and_a_version_of_its_own():
    assert len({reader.name for reader in READERS}) == len(READERS)
    assert all(math.isfinite(reader.version) and reader.version >= 1 for reader in READERS)
