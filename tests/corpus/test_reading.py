"""Reading much: by many processes, into a folder, interrupted and gone on with; always the same corpus, byte for byte."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import zipfile

import pytest

import newsstudy as ns
from newsstudy.corpus import _read, columns, readers
from newsstudy.corpus.readers import jsonl, plain_text
from newsstudy.errors import InputError, NewsstudyWarning, ReadError

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path):
    """Files of several formats, some broken, with copies of documents in several of them."""
    place = tmp_path / "news"
    place.mkdir()
    for number in range(12):
        (place / f"{number:02d}.txt").write_text(f"Snow fell on day {number % 5}.", "utf-8")
    (place / "03.txt").write_bytes(b"")
    (place / ".hidden").write_text("x")
    rows = [{"text": f"Rain {n}", "title": "Rain", "n": n, "date": "2019-03-04"} for n in range(9)]
    (place / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (place / "b.jsonl").write_text('{"text": "Rain 3", "title": "Rain", "n": 3.5, "date": "2019-03-04"}\n{"text": \n')
    (place / "c.csv").write_text("text,k,m\n" + "".join(f"Wind {n},{n},0{n}\n" for n in range(7)))
    (place / "d.csv").write_text("text,k\nWind 3,3\nFog,1.5\nbroken\n")
    with zipfile.ZipFile(place / "e.zip", "w") as archive:
        for name in ("x.txt", "y.txt", "../z.txt"):
            archive.writestr(name, f"Hail in {name}. Snow fell on day 1.")
    return place


@pytest.fixture
def many(monkeypatch):
    """Blocks of one file, and other processes at once."""
    monkeypatch.setattr(_read, "BLOCK_FILES", 1)
    monkeypatch.setattr(_read, "ALONE_SECONDS", -1)
    monkeypatch.setattr(_read, "WORTH_SECONDS", -1)


def test_processes__know_names_encodings_and_the_files_around(tmp_path, many):
    place = tmp_path / "news"
    place.mkdir()
    long = "Příliš žluťoučký kůň úpěl ďábelské ódy celou noc."
    for number, text in enumerate([long, "Žďár", "Snow fell.", "Žďár"]):
        (place / f"2019-03-0{number + 1}_Post_{number}.txt").write_bytes(text.encode("cp1250"))
    (place / "notes.csv").write_bytes("text,n\nŽďár,1\n".encode("cp1250"))
    with zipfile.ZipFile(place / "z.zip", "w") as archive:
        for number, text in enumerate(["Žďár", long]):
            archive.writestr(f"{number}.txt", text.encode("cp1250"))
    options = {"names": "{date}_{source}_{desk}"}
    with pytest.warns(NewsstudyWarning, match=r"3 of 7 files have names that do not fit"):
        whole = ns.read_corpus(place, n_jobs=1, **options)
    assert whole.texts == [long, "Žďár", "Snow fell.", "Žďár", "Žďár", "Žďár", long]
    assert whole.table["desk"].to_pylist() == ["0", "1", "2", "3", None, None, None]
    assert whole.report.encodings["cp1250 (as the files around it)"] == 4
    for more in ({"n_jobs": 3}, {"n_jobs": 2, "into": tmp_path / "into"}):
        with pytest.warns(NewsstudyWarning, match=r"3 of 7 files"):
            same(ns.read_corpus(place, **options, **more), whole)
    named = ns.read_corpus(place, n_jobs=3, encoding="cp1250")
    assert named.texts == whole.texts
    assert named.report.encodings["cp1250 (declared)"] == 6


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def same(one, other):
    assert one.table.equals(other.table)
    assert one.ledger == other.ledger
    assert one._files == other._files
    assert one.digest == other.digest


@pytest.mark.parametrize("n_jobs", [1, 2, 3])
def test_processes__any_number_gives_the_same_corpus(folder, many, n_jobs, tmp_path):
    whole = ns.read_corpus(folder, n_jobs=1)
    same(ns.read_corpus(folder, n_jobs=n_jobs), whole)
    same(ns.read_corpus(folder, n_jobs=n_jobs, into=tmp_path / "into"), whole)
    whole.ledger.check()
    whole.save(tmp_path / "saved")
    assert contents(tmp_path / "into") == contents(tmp_path / "saved")


def test_blocks__of_any_size_give_the_same_corpus(folder, monkeypatch, tmp_path):
    whole = ns.read_corpus(folder)
    assert sorted(name[-2:] for name in whole.ids if "~" in name) == ["~2"] * 6 + ["~3"] * 2
    assert whole.table.schema.field("n").type == "double"
    assert whole.table["k"].to_pylist()[-11:-2] == [0, 1, 2, 3, 4, 5, 6, 3, 1.5]
    assert set(whole.table["m"].to_pylist()) == {None, *(f"0{n}" for n in range(7))}
    for module, name, value in (("_read", "BLOCK_FILES", 3), ("_reading", "BLOCK_DOCUMENTS", 2), ("_reading", "SMALL_FILE", 5)):
        monkeypatch.setattr(f"newsstudy.corpus.{module}.{name}", value)
        same(ns.read_corpus(folder), whole)
        same(ns.read_corpus(folder, into=tmp_path / name), whole)


def test_error__is_the_first_one_whoever_meets_it(folder, many):
    (folder / "03.txt").unlink()
    messages = []
    for n_jobs in (1, 2):
        with pytest.raises(ReadError) as caught:
            ns.read_corpus(folder, on_error="raise", n_jobs=n_jobs)
        messages.append(str(caught.value))
    assert messages[0] == messages[1]
    assert messages[0].startswith("b.jsonl, line 2, byte ")
    assert messages[0].endswith("(21 documents were read before it)")


def test_interrupted__goes_on_at_the_next_file(folder, tmp_path, monkeypatch):
    whole = ns.read_corpus(folder)
    parsed = []
    parse = jsonl.JsonLines.parse

    def stopping(self, piece):
        if piece.content.startswith(b'{"text": "Rain 5'):
            raise KeyboardInterrupt
        return parse(self, piece)

    def counting(self, piece):
        parsed.append(piece)
        return read(self, piece)

    monkeypatch.delattr(jsonl.JsonLines, "runs")
    monkeypatch.setattr(jsonl.JsonLines, "parse", stopping)
    with pytest.raises(KeyboardInterrupt):
        ns.read_corpus(folder, into=tmp_path / "into")
    monkeypatch.setattr(jsonl.JsonLines, "parse", parse)
    read = plain_text.PlainText.parse
    monkeypatch.setattr(plain_text.PlainText, "parse", counting)
    corpus = ns.read_corpus(folder, into=tmp_path / "into")
    assert len(parsed) == 2  # those in e.zip; the ones before a.jsonl were read already
    same(corpus, whole)
    whole.save(tmp_path / "saved")
    assert contents(tmp_path / "into") == contents(tmp_path / "saved")


def test_interrupted_again_and_again__with_files_that_change_come_and_go(folder, tmp_path, monkeypatch):
    def once(self, source):
        left.append(source)
        if len(left) % 4 == 0:
            raise KeyboardInterrupt
        return choose(source)

    left = []
    choose = readers.choose
    monkeypatch.setattr(readers, "choose", lambda source: once(None, source))
    for attempt in range(20):
        try:
            corpus = ns.read_corpus(folder, into=tmp_path / "into")
            break
        except KeyboardInterrupt:
            if attempt == 1:
                (folder / "00.txt").write_text("Snow fell on day 9.", "utf-8")  # of the same size
                (folder / "01.txt").unlink()
                (folder / "00a.txt").write_text("Thaw.", "utf-8")
    monkeypatch.setattr(readers, "choose", choose)
    same(corpus, ns.read_corpus(folder))
    ns.read_corpus(folder).save(tmp_path / "saved")
    assert contents(tmp_path / "into") == contents(tmp_path / "saved")


def test_read_again__reads_nothing_unless_something_changed(folder, tmp_path, monkeypatch):
    first = ns.read_corpus(folder, into=tmp_path / "into")
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "into").iterdir()}
    same(ns.read_corpus(folder, into=tmp_path / "into"), first)
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "into").iterdir()} == before
    (folder / "02.txt").write_text("Snow fell on day 7.", "utf-8")
    again = ns.read_corpus(folder, into=tmp_path / "into")
    assert again.digest != first.digest
    same(again, ns.read_corpus(folder))
    same(ns.open_corpus(tmp_path / "into"), again)


def test_damaged_journal__is_read_again(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(_read, "BLOCK_FILES", 1)

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("newsstudy.corpus._journal.Journal.finish", stopped)
    with pytest.raises(KeyboardInterrupt):
        ns.read_corpus(folder, into=tmp_path / "into")
    monkeypatch.undo()
    unfinished = tmp_path / "into" / "unfinished"
    pages = sorted(unfinished.glob("0*.json"))
    tables = sorted(unfinished.glob("0*.arrow"))
    pages[0].write_text("{")
    tables[3].write_bytes(tables[3].read_bytes()[:-9])
    tables[4].unlink()
    (unfinished / "99999.arrow").write_bytes(b"left behind")
    same(ns.read_corpus(folder, into=tmp_path / "into"), ns.read_corpus(folder))


def test_into__leaves_what_is_no_corpus_alone(folder, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "one.txt").write_text("Ten years of work.")
    with pytest.raises(InputError, match="is no corpus that was read into it; choose another folder"):
        ns.read_corpus(folder, into=tmp_path / "thesis")
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["one.txt"]
    for odd in (5, "", "a\0b", folder / "00.txt" / "x"):
        with pytest.raises(InputError, match="read_corpus"):
            ns.read_corpus(folder, into=odd)
    with pytest.raises(InputError, match="n_jobs must be a whole number"):
        ns.read_corpus(folder, n_jobs=0)


def test_into_a_folder_within__does_not_read_what_it_writes(folder):
    whole = ns.read_corpus(folder)
    for _ in range(2):
        corpus = ns.read_corpus(folder, into=folder / "corpus")
        assert corpus.digest == whole.digest


def test_into__two_at_once_is_an_error(folder, tmp_path):
    pytest.importorskip("fcntl")
    from newsstudy.corpus._journal import Journal
    from newsstudy.corpus._reading import Settings

    journal = Journal(tmp_path / "into", Settings())
    with pytest.raises(InputError, match="another process is reading into this folder"):
        ns.read_corpus(folder, into=tmp_path / "into")
    journal.close()
    assert len(ns.read_corpus(folder, into=tmp_path / "into")) > 20


def test_into__other_settings_begin_anew(tmp_path):
    (tmp_path / "a.txt").write_text('{"text": "Snow."}')
    first = ns.read_corpus(tmp_path / "a.txt", into=tmp_path / "into", format="plain_text")
    second = ns.read_corpus(tmp_path / "a.txt", into=tmp_path / "into", format="jsonl")
    assert (first.texts, second.texts) == (['{"text": "Snow."}'], ["Snow."])


def test_nothing_readable__into_a_folder_is_the_same_error(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_bytes(b"")
    with pytest.raises(ReadError, match="an empty file"):
        ns.read_corpus(tmp_path / "news", into=tmp_path / "into")


def test_columns__beyond_the_limit_cost_the_same_documents_in_any_blocks(tmp_path, monkeypatch):
    for module in ("_reading", "_gathered"):
        monkeypatch.setattr(f"newsstudy.corpus.{module}.MAX_COLUMNS", len(columns.TYPES) + 6)
    for number in range(5):
        rows = [{"text": "x", f"k{2 * number}": 1}, {"text": "y"}, {"text": "z", f"k{2 * number + 1}": 1}]
        (tmp_path / f"{number}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    whole = ns.read_corpus(tmp_path)
    whole.ledger.check()
    assert (len(whole), len(whole.column_names)) == (5 * 3 - 4, len(columns.CORE) + 6)
    monkeypatch.setattr(_read, "BLOCK_FILES", 1)
    same(ns.read_corpus(tmp_path), whole)


class Failing:
    """A reader with a fault of its own."""

    name, version = "failing", 1

    def sniff(self, source):
        return 100

    def split(self, source):
        raise ZeroDivisionError("a fault of the reader")

    def declared(self, source):
        return None


def test_fault_of_a_reader__is_not_taken_for_a_fault_of_the_file(folder, monkeypatch):
    monkeypatch.setattr(readers, "READERS", (Failing(),))
    with pytest.raises(ZeroDivisionError):
        ns.read_corpus(folder, n_jobs=2)


def test_declared_number__that_differs_is_warned_about_once(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl.JsonLines, "declared", lambda self, source: 9)
    with pytest.warns(NewsstudyWarning, match=r"b\.jsonl: the file declares 9 documents, 2 were found") as told:
        corpus = ns.read_corpus(folder, into=tmp_path / "into")
    assert len(told) == 1
    assert told[0].filename == __file__
    assert [(one.n_declared, one.n_found, one.n_kept) for one in corpus._files if one.file.endswith("jsonl")] == [
        (9, 9, 9),
        (9, 2, 1),
    ]


SCRIPT = """
import sys, time, pathlib
import newsstudy as ns
from newsstudy.corpus import _read
_read.BLOCK_FILES, _read.ALONE_SECONDS, _read.WORTH_SECONDS = 4, -1, -1
print(ns.read_corpus(sys.argv[1], n_jobs=3, into=sys.argv[2]).digest)
"""


def run(script, *words):
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run([sys.executable, script, *map(str, words)], capture_output=True, text=True, env=environment)


def test_script_without_a_guard__reads_by_many_processes(folder, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "csv.py").write_text("raise SystemExit('the wrong module')")  # beside the script, not in the way of workers
    done = run(tmp_path / "script.py", folder, tmp_path / "into")
    if "the wrong module" in done.stderr:  # Python puts the script's folder first for the script itself
        (tmp_path / "csv.py").unlink()
        done = run(tmp_path / "script.py", folder, tmp_path / "into")
    assert (done.stdout.strip(), done.stderr) == (ns.read_corpus(folder).digest, "")


def interruptible():
    """A shell that starts tests in the background has them ignore interrupts, which children would inherit."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_interrupt__ends_all_processes_at_once(tmp_path):
    place = tmp_path / "news"
    place.mkdir()
    for number in range(2500):
        (place / f"{number}.jsonl").write_text('{"text": "Snow fell."}\n' * 50)
    (tmp_path / "script.py").write_text(SCRIPT)
    command = [sys.executable, tmp_path / "script.py", place, tmp_path / "into"]
    settings = {"env": {**os.environ, "PYTHONPATH": str(REPOSITORY)}, "preexec_fn": interruptible}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **settings)
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers = []
    while process.poll() is None and len(workers) < 2:
        workers = children.read_text().split()
        time.sleep(0.01)
    process.send_signal(2)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode != 0, said
    for worker in workers:
        assert not pathlib.Path(f"/proc/{worker}/stat").exists() or " Z " in pathlib.Path(f"/proc/{worker}/stat").read_text()
    again = run(tmp_path / "script.py", place, tmp_path / "into")
    assert again.stdout.strip() == ns.read_corpus(place).digest
