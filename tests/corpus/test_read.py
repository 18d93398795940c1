"""Reading files: any order, any container, the same corpus; bad input is an error or a line in the ledger, never silence."""

import csv
import io
import json
import os
import stat
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus import _archives, _unpacking, readers
from newsstudy.corpus.readers import Piece, Source, _protocol
from newsstudy.errors import InputError, MissingFileError, NewsstudyWarning, ReadError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b").mkdir()
    for name, text in (("c.txt", "Sun shone."), ("a.txt", "Snow fell."), ("b/x.txt", "Rain fell."), ("b.txt", "Wind blew.")):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def reasons(corpus):
    return {place: entry.reason for entry in corpus.ledger.entries for place in entry.ids if entry.outcome != "kept"}


# Order and containers


def test_folder__files_come_by_relative_path_in_code_point_order(folder):
    corpus = ns.read_corpus(folder)
    assert corpus.table["file"].to_pylist() == ["a.txt", "b.txt", "b/x.txt", "c.txt"]
    assert corpus.texts == ["Snow fell.", "Wind blew.", "Rain fell.", "Sun shone."]
    corpus.ledger.check()


@given(st.permutations(["c.txt", "a.txt", "b/x.txt", "b.txt"]))
def test_list__any_order_of_files_gives_the_same_corpus(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("f")
    (folder / "b").mkdir()
    for name in order:
        (folder / name).write_text(f"Text of {name}", "utf-8")
    corpus = ns.read_corpus([folder / name for name in order])
    assert corpus.table.equals(ns.read_corpus(folder).table)
    assert corpus.ledger == ns.read_corpus(folder).ledger


def test_glob_list_and_folder__are_the_same(folder, monkeypatch):
    whole = ns.read_corpus(folder)
    for paths in (str(folder) + "/**", f"{folder}/**/*.txt", [folder / "b", f"{folder}/*.txt"], (path for path in [folder])):
        assert ns.read_corpus(paths).table.equals(whole.table)
    monkeypatch.chdir(folder)
    assert ns.read_corpus(".").table.equals(whole.table)


def test_file_named_twice__is_read_once_and_merged_in_the_ledger(folder):
    corpus = ns.read_corpus([folder, folder / "a.txt", str(folder / "a.txt")])
    assert len(corpus) == 4
    assert [(entry.outcome, entry.count) for entry in corpus.ledger.entries if entry.unit == "file"] == [
        ("made", 5),
        ("kept", 4),
        ("merged", 1),
    ]


def written(rows, kind):
    names = ["text", "title", "date", "n"]
    if kind == "csv":
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([names, *([row.get(name) for name in names] for row in rows)])
        return stream.getvalue().encode()
    if kind == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    sink = io.BytesIO()
    pq.write_table(
        pa.Table.from_pylist(
            rows, schema=pa.schema([("text", "string"), ("title", "string"), ("date", "string"), ("n", "int64")])
        ),
        sink,
    )
    return sink.getvalue()


line = st.text(st.sampled_from("aé\"', ;\n\t|\U0001f600"), min_size=1, max_size=12).map(lambda text: "x" + text)
rows_to_write = st.lists(
    st.fixed_dictionaries({"text": line, "title": line, "date": st.sampled_from(["2019", "June 4"]), "n": st.integers(-99, 99)}),
    min_size=1,
    max_size=5,
)


@given(rows_to_write, st.integers(1, 4))
def test_digest__does_not_depend_on_format_file_or_how_many_files(tmp_path_factory, rows, cut):
    folder = tmp_path_factory.mktemp("f")
    corpora = []
    for kind in ("csv", "jsonl", "parquet"):
        (folder / kind).mkdir()
        (folder / f"whole.{kind}").write_bytes(written(rows, kind))
        (folder / kind / f"1.{kind}").write_bytes(written(rows[:cut], kind))
        if rows[cut:]:
            (folder / kind / f"0.{kind}").write_bytes(written(rows[cut:], kind))  # a name that comes first
        corpora += [ns.read_corpus(folder / f"whole.{kind}"), ns.read_corpus(folder / kind)]
    assert {corpus.digest for corpus in corpora} == {ns.corpus_from(rows).digest}


def test_blocks__do_not_change_the_corpus(folder, monkeypatch):
    (folder / "t.csv").write_text("text,n\n" + "".join(f"Text {n},{n}\n" for n in range(20)))
    whole = ns.read_corpus(folder)
    monkeypatch.setattr("newsstudy.corpus._reading.BLOCK_BYTES", 10)
    assert ns.read_corpus(folder).table.equals(whole.table)


def test_zip__reads_like_its_folder(folder, tmp_path_factory):
    target = tmp_path_factory.mktemp("z") / "news.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (folder / "c.txt", folder / "b" / "x.txt", folder / "a.txt", folder / "b.txt"):
            archive.write(path, path.relative_to(folder).as_posix())
        archive.writestr("__MACOSX/._a.txt", "junk")
        archive.writestr("t.parquet", written([{"text": "Fog."}], "parquet"))
    corpus = ns.read_corpus(target)
    assert corpus.texts == [*ns.read_corpus(folder).texts, "Fog."]
    assert corpus.table["file"].to_pylist()[:2] == ["news.zip/a.txt", "news.zip/b.txt"]
    assert list(reasons(corpus)) == ["news.zip/__MACOSX/._a.txt"]


def zipped(folder, members, **changes):
    with zipfile.ZipFile(folder / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return folder / "z.zip"


def test_zip__hostile_members_are_refused_and_their_neighbours_read(tmp_path, monkeypatch):
    monkeypatch.setattr(_unpacking, "RATIO_FROM", 1000)
    path = zipped(
        tmp_path,
        [
            ("../evil.txt", "x"),
            ("/abs.txt", "x"),
            ("C:\\win.txt", "x"),
            ("bomb.txt", "0" * 1_000_000),
            ("in.zip", "x"),
            ("ok.txt", "Snow."),
        ],
    )
    corpus = ns.read_corpus(path)
    assert corpus.texts == ["Snow."]
    told = reasons(corpus)
    assert "leads out of the archive" in told["z.zip/../evil.txt"]
    assert "leads out of the archive" in told["z.zip//abs.txt"]
    assert "no text packs like that" in told["z.zip/bomb.txt"]
    assert "its content is no such archive" in told["z.zip/in.zip"]
    assert len(told) == 5
    with pytest.raises(ReadError, match="leads out"):
        ns.read_corpus(path, on_error="raise")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip__two_members_of_one_name_are_both_read(tmp_path):
    corpus = ns.read_corpus(zipped(tmp_path, [("a.txt", "Snow."), ("a.txt", "Rain.")]))
    assert dict(zip(corpus.table["file"].to_pylist(), corpus.texts, strict=True)) == {
        "z.zip/a.txt": "Snow.",
        "z.zip/a.txt~2": "Rain.",
    }


def test_zip__too_many_too_large_broken_or_encrypted(tmp_path, monkeypatch):
    path = zipped(tmp_path, [("a.txt", "Snow."), ("b.txt", "Rain fell all day.")])
    content = path.read_bytes()
    monkeypatch.setattr(_archives, "MAX_MEMBERS", 1)
    with pytest.raises(ReadError, match="2 files in one archive, the limit is 1"):
        ns.read_corpus(path)
    monkeypatch.setattr(_archives, "MAX_MEMBERS", 9)
    monkeypatch.setattr(_archives, "MAX_ARCHIVE_BYTES", 10)
    with pytest.raises(ReadError, match="it unpacks to 23 bytes"):
        ns.read_corpus(path)
    monkeypatch.setattr(_archives, "MAX_ARCHIVE_BYTES", 1000)
    path.write_bytes(content[:50])
    with pytest.raises(ReadError, match="not a whole zip archive"):
        ns.read_corpus(path)
    place = content.index(b"Rain") if b"Rain" in content else content.index(b"b.txt") + 8
    path.write_bytes(content[:place] + b"\xff\xff" + content[place + 2 :])
    corpus = ns.read_corpus(path)  # a damaged member costs itself alone
    assert corpus.texts == ["Snow."]
    assert "could not be read" in reasons(corpus)["z.zip/b.txt"]
    flagged = bytearray(content)
    flagged[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(flagged))
    assert "encrypted" in reasons(ns.read_corpus(path))["z.zip/a.txt"]


# Bad input


def test_missing_file__is_a_named_error_with_a_next_move(tmp_path):
    for path in (tmp_path / "nope.txt", f"{tmp_path}/nope*.txt"):
        with pytest.raises(MissingFileError, match="nope") as caught:
            ns.read_corpus(path)
        assert "check" in str(caught.value)
    with pytest.raises(FileNotFoundError):
        ns.read_corpus([tmp_path, tmp_path / "nope.txt"])


@pytest.mark.parametrize(
    ("paths", "options", "problem"),
    [
        ([], {}, "no path was given"),
        (5, {}, "must be a path or a list of paths; got int"),
        ([5], {}, "a path must be a string"),
        (b"x", {}, "must be a path or a list of paths; got bytes"),
        ("", {}, "is no path"),
        ("a\0b", {}, "is no path"),
        (".", {"on_error": "ignore"}, "on_error must be"),
        (".", {"format": "betamax"}, "the formats are: .*csv.*plain_text"),
    ],
)
def test_arguments__that_make_no_sense_are_named_errors(paths, options, problem):
    with pytest.raises(InputError, match=problem):
        ns.read_corpus(paths, **options)


def test_nothing_readable__is_an_error_with_the_first_reasons(tmp_path):
    with pytest.raises(ReadError, match="the folder holds no file"):
        ns.read_corpus(tmp_path)
    for number in range(7):
        (tmp_path / f"{number}.txt").write_bytes(b"")
    (tmp_path / "0.bin").write_bytes(bytes(range(256)))
    with pytest.raises(ReadError) as caught:
        ns.read_corpus(tmp_path)
    assert str(caught.value).split("\n")[0].endswith("(8 files tried).")
    assert "0.bin: no reader knows this format (.bin)" in str(caught.value)
    assert "… and 3 more" in str(caught.value)


def test_bad_files__cost_themselves_alone_and_stand_in_the_ledger(folder):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "no_text.txt").write_bytes(b"ca\x81\x8d\x1f")
    (folder / "table.csv").write_text("a,b\n1,2\n")
    (folder / ".hidden.txt").write_text("x")
    (folder / "Thumbs.db").write_text("x")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    corpus = ns.read_corpus(folder)
    corpus.ledger.check()
    assert len(corpus) == 4
    told = reasons(corpus)
    for place, words in {
        "empty.txt": "an empty file",
        "no_text.txt": "its encoding could not be told",
        "table.csv": "none of its columns",
        ".hidden.txt": "a hidden file",
        "Thumbs.db": "made by the operating system",
        "pipe.txt": "not a regular file",
        "loop": "a link to a folder",
        "gone.txt": "could not be opened",
    }.items():
        assert words in told[place]
    made = [entry.count for entry in corpus.ledger.entries if entry.unit == "file" and entry.outcome == "made"]
    assert made == [12]


def test_unreadable_file__is_recorded(folder):
    (folder / "a.txt").chmod(0)
    if os.access(folder / "a.txt", os.R_OK):
        pytest.skip("this user may read everything")
    assert "could not be read" in reasons(ns.read_corpus(folder))["a.txt"]
    (folder / "a.txt").chmod(stat.S_IRUSR)


def test_on_error_raise__names_file_and_place(folder):
    (folder / "bad.jsonl").write_text('{"text": "ok"}\n{"text": \n')
    with pytest.raises(ReadError, match=r"bad.jsonl, line 2, byte 15: not a JSON object.*\(4 documents were read before it\)"):
        ns.read_corpus(folder, on_error="raise")
    (folder / "bad.jsonl").unlink()
    (folder / ".DS_Store").write_text("x")
    assert len(ns.read_corpus(folder, on_error="raise")) == 4


def test_file_name_that_is_no_utf8__is_written_with_escapes(tmp_path):
    try:
        with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "w") as stream:
            stream.write("Snow fell.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert ns.read_corpus(tmp_path).table["file"].to_pylist() == ["caf\\xe9.txt"]


def test_format__named_by_the_user_wins(tmp_path):
    (tmp_path / "a.json").write_text('{"text": "Snow fell."}')
    (tmp_path / "b.html").write_text("<html>")
    corpus = ns.read_corpus(tmp_path, format="plain_text")
    assert corpus.texts == ['{"text": "Snow fell."}', "<html>"]
    with pytest.raises(ReadError, match="not a JSON object"):
        ns.read_corpus(tmp_path / "b.html", format="jsonl")


def test_long_lines__are_passed_over_without_being_held(tmp_path, monkeypatch):
    monkeypatch.setattr(_protocol, "MAX_PIECE_BYTES", 1000)
    (tmp_path / "a.jsonl").write_text('{"text": "Snow."}\n{"text": "' + "x" * 5000 + '"}\n{"text": "Rain."}\n')
    (tmp_path / "b.csv").write_text("text,n\nSnow.,1\n" + "x" * 5000 + ",2\nRain.,3\n")
    corpus = ns.read_corpus(tmp_path)
    assert corpus.texts == ["Snow.", "Rain."] * 2
    assert "5,013 bytes long, the limit is 1,000" in reasons(corpus)["a.jsonl#2"]
    assert "more than 1,000 bytes" in reasons(corpus)["b.csv#2"]


def test_open_quotes_again_and_again__end_in_bounded_time(tmp_path):
    (tmp_path / "a.csv").write_text("text,n\nSnow.,1\n" + '"open,2\nfine,3\n' * 2001)
    corpus = ns.read_corpus(tmp_path)
    corpus.ledger.check()
    assert "Snow." in corpus.texts


def test_columns__there_are_never_more_than_a_thousand(tmp_path):
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": "x", f"k{n}": n}) + "\n" for n in range(1200)))
    corpus = ns.read_corpus(tmp_path)
    assert len(corpus.table.column_names) <= 1000 + 3
    assert "there are 1,000 already" in reasons(corpus)["a.jsonl#1200"]


def test_columns_of_several_kinds__become_text(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "a", "n": 1}\n{"text": "b", "n": 2.5}\n')
    (tmp_path / "b.jsonl").write_text('{"text": "c", "n": "x"}\n')
    corpus = ns.read_corpus(tmp_path)
    assert corpus.table["n"].type == pa.float64() or corpus.table["n"].to_pylist()[2] == "x"
    assert ns.read_corpus([tmp_path / "b.jsonl", tmp_path / "a.jsonl"]).digest == corpus.digest


# The protocol


class Declares:
    """A reader whose source says how much it holds, and breaks off."""

    name, version = "declares", 1

    def __init__(self, says, breaks=False):
        self.says, self.breaks = says, breaks

    def sniff(self, source):
        return 100

    def split(self, source):
        yield Piece(1, "line 1", "Snow.")
        yield Piece(2, "line 2", "Rain.")
        if self.breaks:
            raise ReadError("the end is missing")

    def parse(self, piece):
        return {"text": piece.content}

    def declared(self, source):
        return self.says


def test_declared_number__that_differs_is_warned_about_recorded_and_raised(folder, monkeypatch):
    monkeypatch.setattr(readers, "READERS", (Declares(3),))
    with pytest.warns(NewsstudyWarning, match="a.txt: the file declares 3 documents, 2 were found"):
        corpus = ns.read_corpus(folder / "a.txt")
    corpus.ledger.check()
    assert len(corpus) == 2
    assert [(entry.outcome, entry.ids) for entry in corpus.ledger.entries if entry.ids] == [("kept", ("a.txt",))]
    with pytest.raises(ReadError, match="the file declares 3 documents"):
        ns.read_corpus(folder / "a.txt", on_error="raise")


def test_source_that_breaks_off__keeps_what_was_read_before(folder, monkeypatch):
    monkeypatch.setattr(readers, "READERS", (Declares(None, breaks=True),))
    corpus = ns.read_corpus(folder / "a.txt")
    corpus.ledger.check()
    assert corpus.texts == ["Snow.", "Rain."]
    assert reasons(corpus) == {"a.txt#3": "the rest of the file was not read: the end is missing"}


def test_tie__between_two_readers_names_both(folder, monkeypatch):
    other = Declares(None)
    other.name = "other"
    monkeypatch.setattr(readers, "READERS", (Declares(None), other))
    with pytest.raises(ReadError, match=r"it could be declares or other; say which: .*format='declares'"):
        ns.read_corpus(folder / "a.txt")


def test_source__of_bytes_and_of_files_are_alike(folder):
    from_file = Source.of_file(folder / "a.txt", "a.txt")
    from_bytes = Source.of_bytes(b"Snow fell.", "a.txt")
    assert (from_file.size, from_file.head(), from_file.suffix) == (from_bytes.size, from_bytes.head(), ".txt")
    assert readers.choose(from_bytes).name == "plain_text"


# The real corpora beside a development checkout


@pytest.mark.parametrize(("name", "n_documents"), [("sotu", 249), ("bbc_fulltext", 2225), ("wikinews_2019_2020", 295)])
def test_shared_corpora__read_without_a_loss(shared, name, n_documents):
    corpus = ns.read_corpus(shared / "corpora" / f"{name}.parquet", on_error="raise")
    corpus.ledger.check()
    assert len(corpus) == n_documents


def test_shared_formats__each_file_is_read_or_recorded(shared):
    with pytest.warns(NewsstudyWarning, match="declares"):  # some of them are excerpts and say how many they once held
        corpus = ns.read_corpus(shared / "formats")
    corpus.ledger.check()
    assert corpus.ledger.alive("document") == len(corpus) > 1000


def test_reason__that_quotes_a_hostile_file_is_cut(tmp_path):
    (tmp_path / "a.csv").write_text("x" * 60_000 + ",b\n1,2\n")
    with pytest.raises(ReadError) as caught:
        ns.read_corpus(tmp_path / "a.csv")
    assert len(str(caught.value)) < 1500


def test_row_that_never_ends__is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(_protocol, "MAX_PIECE_BYTES", 1000)
    (tmp_path / "a.csv").write_text('text,n\nSnow.,1\n"a\n' + '","b\n' * 2000 + "\nRain.,3\n")
    corpus = ns.read_corpus(tmp_path)
    corpus.ledger.check()
    assert corpus.texts[0] == "Snow."


@given(
    st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.txt", "a.json", "a"]),
    st.sampled_from(
        [b'text,n\r\n"Snow ""fell""",1\nRain,2\n', b'{"text": "Snow", "n": [1]}\n{"text": "Rain"}\n', b"Snow fell.\n", b""]
    ),
    st.lists(st.tuples(st.integers(0, 60), st.binary(max_size=4), st.integers(0, 9)), max_size=4),
)
def test_damaged_file__is_read_or_a_named_error_and_the_ledger_adds_up(tmp_path_factory, name, content, damages):
    for place, put_in, cut_out in damages:
        content = content[:place] + put_in + content[place + cut_out :]
    path = tmp_path_factory.mktemp("d") / name
    path.write_bytes(content)
    try:
        corpus = ns.read_corpus(path)
    except ReadError as error:
        assert path.name in str(error)  # noqa: PT017
        return
    corpus.ledger.check()
    assert corpus.ledger.alive("document") == len(corpus) > 0
    assert len(corpus.digest) == 64
