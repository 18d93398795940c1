"""Files that were cut, flipped, renamed, recoded, joined or made to do harm end in named errors, soon, and cost no neighbour.

What is damaged depends on the file's name and a counter alone, so each run damages the same places.
"""

import hashlib
import importlib.util
import pathlib
import time
import warnings

import pytest

import newsstudy as ns
from newsstudy.corpus.readers import READERS
from newsstudy.errors import NewsstudyWarning

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
