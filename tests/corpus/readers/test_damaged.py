"""Files that were cut, flipped, renamed, recoded, joined or made to do harm end in named errors, soon, and cost no neighbour.

What is damaged depends on the file's name and a counter alone, so each run damages the same places.
"""

import hashlib
import importlib.util
import io
import pathlib
import time
import warnings
import zipfile

import pytest

import newsstudy as ns
from newsstudy.corpus.readers import READERS, Source, choose
from newsstudy.errors import NewsstudyWarning, ReadError

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE.parents[1] / "cases" / "readers"
spec = importlib.util.spec_from_file_location("nexis_files", HERE / "_nexis_files.py")
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)
NEIGHBOUR = "The ferry stays in port, whatever lies beside it."
SUFFIXES = (".txt", ".html", ".xml", ".json", ".jsonl", ".csv", ".docx", ".rtf", ".pdf", ".zip", ".gz", ".parquet", ".warc", "")
JUNK = (
    b"\0" * 300,
    b"<" * 300,
    b"{" * 300,
    b'"' * 7,
    b"\xff\xfe",
    b"[[[",
    b"</p></div>",
    b"&#0;&#xD800;&bogus;",
    b"\\u" * 9,
    b"<!--",
)


def number(limit, *salt):
    """A number below the limit that depends on the salt alone."""
    return int.from_bytes(hashlib.sha256(repr(salt).encode()).digest()[:8], "big") % max(limit, 1)


def damaged(content, name, times):
    """(what was done, content, suffix) for a file, the given number of times for each kind of damage."""
    suffix = pathlib.PurePosixPath(name).suffix
    for at in range(times):
        place = number(len(content), name, at)
        yield "cut", content[:place], suffix
        flipped = bytearray(content)
        for which in range(1 + at % 4):
            flipped[number(len(content), name, at, which)] = number(256, name, at, which, "value")
        yield "flipped", bytes(flipped), suffix
        yield "junk", content[:place] + JUNK[(at + len(name)) % len(JUNK)] + content[place:], suffix
        yield "hole", content[:place] + content[place + 200 :], suffix
    for at in range(times):
        yield "renamed", content, SUFFIXES[number(len(SUFFIXES), name, at, "suffix")]
    yield "headless", content[len(content) // 3 :], suffix
    yield "doubled", content + content, suffix
    yield "padded", content + b"\0" * 1000, suffix
    yield "backwards", content[::-1], suffix
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        yield "recoded", text.encode(encoding, "replace"), suffix
    yield "one line", text.replace("\n", " ").encode("utf-8"), suffix
    yield "old lines", text.replace("\n", "\r").encode("utf-8"), suffix


def originals():
    """The largest case of each reader, and the files that are made for want of any."""
    found = {}
    for path in sorted(CASES.glob("*/*")):
        if not path.name.endswith(".expected.json"):
            held = found.get(path.parent.name)
            if held is None or path.stat().st_size > held.stat().st_size:
                found[path.parent.name] = path
    return found


ORIGINALS = originals()
MADE = ("nexis_docx", "nexis_pdf")


def content_of(name, folder):
    """The bytes of a reader's file, and its name."""
    if name in ORIGINALS:
        return ORIGINALS[name].read_bytes(), ORIGINALS[name].name
    lines = [line for at, title in enumerate(("Ferry", "Wind"), 1) for line in make.article(title, ["It stays."], number=at)]
    path = folder / f"made.{name.removeprefix('nexis_')}"
    if name == "nexis_docx":
        make.docx(path, lines)
    else:
        make.pdf(path, make.flowed([(14, 72, 11, text) for text, _ in lines if text.strip()]))
    content = path.read_bytes()
    path.unlink()
    return content, path.name


def read_beside(folder):
    """Read a folder in which a good file lies; whatever else is in it, that file is read."""
    (folder / "neighbour.txt").write_text(NEIGHBOUR, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NewsstudyWarning)
        corpus = ns.read_corpus(folder, n_jobs=1)
    corpus.ledger.check()
    assert corpus.texts[corpus.table["file"].to_pylist().index("neighbour.txt")] == NEIGHBOUR
    return corpus


def test_damaged__every_reader_has_a_file_to_damage():
    assert {*ORIGINALS, *MADE} == {reader.name for reader in READERS}


@pytest.mark.parametrize("name", sorted({*ORIGINALS, *MADE}))
def test_damaged_file__costs_no_more_than_itself(tmp_path, name):
    content, called = content_of(name, tmp_path)
    for at, (what, bad, suffix) in enumerate(damaged(content, called, 4)):
        (tmp_path / f"{at:03} {what}{suffix}").write_bytes(bad)
    begun = time.process_time()
    corpus = read_beside(tmp_path)
    assert time.process_time() - begun < 10
    gone = {entry.reason for entry in corpus.ledger.entries if entry.outcome == "dropped"}
    assert all(reason and "Traceback" not in reason for reason in gone)


def test_damaged_samples_of_others__cost_no_more_than_themselves(shared, tmp_path):
    folder = shared / "formats"
    smallest = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and 0 < path.stat().st_size < 60_000:
            key = (path.relative_to(folder).parts[0], path.suffix)
            smallest[key] = min(smallest.get(key, path), path, key=lambda one: (one.stat().st_size, str(one)))
    for at, path in enumerate(smallest.values()):
        for also, (what, bad, suffix) in enumerate(damaged(path.read_bytes(), path.name, 1)):
            (tmp_path / f"{at:03}{also:02} {what}{suffix}").write_bytes(bad)
    assert len(read_beside(tmp_path)) > 100


# Neighbours in the same file


def texts_of(content, name):
    """The texts of a file's articles; what cannot be read is left out."""
    source = Source.of_bytes(content, name)
    found = []
    try:
        reader = choose(source)
        for piece in reader.split(source):
            try:
                found.append(reader.parse(piece)["text"])
            except ReadError:
                continue
    except ReadError:
        pass
    return found


def several():
    """Cases with three articles and more, and the place of a word in one between the first and the last."""
    for path in sorted(CASES.glob("*/*")):
        if path.name.endswith(".expected.json"):
            continue
        content = path.read_bytes()
        texts = texts_of(content, path.name)
        middle = texts[len(texts) // 2].split("\n")[0].encode("utf-8")[:12] if len(texts) > 2 else b""
        if middle and content.count(middle) == 1:
            yield path, texts, content.index(middle) + 4


SEVERAL = list(several())
# The last article stands in the same item as the damaged one.
SHARED_ITEM = {"newsml_1/item.xml"}


def test_damaged_article__is_looked_for_in_many_formats():
    assert len({path.parent.name for path, _, _ in SEVERAL}) > 10


@pytest.mark.parametrize("junk", [b"\0\1", b"\xff", b"<", b'"', b"&", b"{", b"</p>", b"\\", b"]]>"], ids=repr)
@pytest.mark.parametrize(("path", "texts", "place"), SEVERAL, ids=lambda one: getattr(one, "name", ""))
def test_damaged_article__costs_no_neighbour_in_its_file(path, texts, place, junk):
    content = path.read_bytes()
    found = texts_of(content[:place] + junk + content[place:], path.name)
    assert found[0] == texts[0]
    if f"{path.parent.name}/{path.name}" not in SHARED_ITEM:
        assert found[-1] == texts[-1]


# Files made to do harm


def zipped(name, content, *, packed=zipfile.ZIP_DEFLATED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packed) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("[Content_Types].xml", "<Types/>")
        if name.startswith("xl/"):
            archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr(name, content)
    return held.getvalue()


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9)
) + b"]><a>&j;</a>"  # fmt: skip
FETCHES = (
    b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body><body.content><p>&x;</p></body.content></body></nitf>'
)
W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
BIG = 50_000_000
HOSTILE = {
    "laughs.xml": lambda: LAUGHS,
    "fetches.xml": lambda: FETCHES,
    "laughs.rss": lambda: LAUGHS.replace(b"<a>", b"<rss><channel><item>").replace(b"</a>", b"</item></channel></rss>"),
    "laughs.docx": lambda: zipped("word/document.xml", LAUGHS),
    "laughs.odt": lambda: zipped("content.xml", LAUGHS),
    "deep.html": lambda: b"<html><body>" + b"<div>" * 100_000 + b"Snow.",
    "deep.xml": lambda: b"<nitf>" + b"<p>" * 100_000,
    "deep.rss": lambda: b"<rss><channel><item>" + b"<b>" * 100_000,
    "deep.json": lambda: b"[" * 1_000_000,
    "deep_objects.json": lambda: b'{"a":' * 500_000,
    "deep.jsonl": lambda: b'{"text": ' + b"[" * 1_000_000 + b"\n" + b'{"text": "Snow."}\n',
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 1_000_000 + b"Snow.",
    "deep.docx": lambda: zipped("word/document.xml", W + b"<w:p>" * 100_000),
    "deep.odt": lambda: zipped("content.xml", b"<office:document-content>" + b"<text:p>" * 100_000),
    "attribute.html": lambda: b'<html><body><p title="' + b"x" * BIG + b'">Snow.</p>',
    "attribute.xml": lambda: b'<?xml version="1.0"?><nitf><body a="' + b"x" * BIG + b'"/></nitf>',
    "line.txt": lambda: b"x" * BIG,
    "line.csv": lambda: b"text,date\n" + b"x" * BIG,
    "line.jsonl": lambda: b'{"text": "' + b"x" * BIG,
    "lines.csv": lambda: b"text\n" + b"\n" * 5_000_000,
    "quotes.csv": lambda: b"text,title\n" + b'"' * 5_000_001,
    "columns.csv": lambda: b",".join(b"c%d" % at for at in range(100_000)) + b",text\n" + b"1," * 100_000 + b"Snow.",
    "bomb.docx": lambda: zipped("word/document.xml", W + b" " * (4 * BIG)),
    "bomb.odt": lambda: zipped("content.xml", b" " * (4 * BIG)),
    "bomb.xlsx": lambda: zipped("xl/worksheets/sheet1.xml", b" " * (4 * BIG)),
    "bomb.zip": lambda: zipped("a.txt", b"a" * (4 * BIG)),
    "far_cell.xlsx": lambda: zipped("xl/worksheets/sheet1.xml", b'<sheetData><row r="1"><c r="XFD1048576"/></row></sheetData>'),
    "surrogates.json": lambda: b'[{"text": "\\ud800 Snow."}]',
    "numbers.json": lambda: b'[{"text": "Snow.", "n": ' + b"9" * 100_000 + b"}]",
    "headers.eml": lambda: b"Subject: ProQuest\n" * 100_000,
    "parts.eml": lambda: b"MIME-Version: 1.0\nFrom: ProQuest\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 300_000,
    "records.warc": lambda: b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n" * 10_000,
    "counters.txt": lambda: b"      1 of 99999999 DOCUMENTS\n\n" * 20_000,
    "ends.txt": lambda: b"End of Document\n" * 100_000,
    "rules.txt": lambda: (b"_" * 60 + b"\n") * 50_000,
    "objects.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj <</Type/Pages/Kids[1 0 R]>> endobj\n" * 20_000 + b"trailer <</Root 1 0 R>>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file__ends_soon_and_costs_no_neighbour(tmp_path, name):
    (tmp_path / name).write_bytes(HOSTILE[name]())
    begun = time.process_time()
    corpus = read_beside(tmp_path)
    assert time.process_time() - begun < 8
    assert not any("root:" in text for text in corpus.texts)
    assert all(len(entry.reason) < 1000 for entry in corpus.ledger.entries)
