"""Archives of all kinds read like the folder that was packed; harmful and broken ones cost themselves alone."""

import bz2
import gzip
import io
import lzma
import pathlib
import shutil
import tarfile
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus import _archives, _unpacking
from newsstudy.corpus._sources import Refused, find
from newsstudy.corpus.readers import Source
from newsstudy.errors import ReadError

PACK = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
NEWS = {"c.txt": b"Sun shone.", "a.txt": b"Snow fell.", "b/x.txt": b"Rain fell."}


def reasons(corpus):
    return {place: entry.reason for entry in corpus.ledger.entries for place in entry.ids if entry.outcome != "kept"}


def tarred(members, format=tarfile.PAX_FORMAT):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=format) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
            else:
                for field, value in content.items():
                    setattr(info, field, value)
                archive.addfile(info)
    return stream.getvalue()


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def read(folder, name, content):
    (folder / name).write_bytes(content)
    return ns.read_corpus(folder / name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped(NEWS)),
        ("a", zipped(NEWS)),
        ("a.zip", zipped(NEWS, zipfile.ZIP_BZIP2)),
        ("a.zip", zipped(NEWS, zipfile.ZIP_LZMA)),
        ("a.tar", tarred(NEWS)),
        ("a.tar", tarred(NEWS, tarfile.USTAR_FORMAT)),
        ("a.tar", tarred(NEWS, tarfile.GNU_FORMAT)),
        ("a.dat", tarred(NEWS)),
        ("a.tar.gz", gzip.compress(tarred(NEWS))),
        ("a.tgz", gzip.compress(tarred(NEWS))),
        ("a.tar.bz2", bz2.compress(tarred(NEWS))),
        ("a.tar.xz", lzma.compress(tarred(NEWS))),
        ("a.tar.gz", gzip.compress(tarred({f"./{name}": text for name, text in NEWS.items()}))),
    ],
)
def test_archive__reads_like_its_folder_whatever_its_kind_and_name(tmp_path, name, content):
    corpus = read(tmp_path, name, content)
    assert corpus.texts == ["Snow fell.", "Rain fell.", "Sun shone."]
    assert corpus.table["file"].to_pylist() == [f"{name}/a.txt", f"{name}/b/x.txt", f"{name}/c.txt"]


@pytest.mark.parametrize("kind", PACK)
def test_packed_file__reads_like_the_file(tmp_path, kind):
    content = b'{"text": "Snow fell."}\n' * 3 + b'{"text": "Rain fell."}\n'
    corpus = read(tmp_path, f"a.jsonl.{kind}", PACK[kind](content))
    assert corpus.texts == ["Snow fell."] * 3 + ["Rain fell."]
    assert set(corpus.table["file"].to_pylist()) == {f"a.jsonl.{kind}/a.jsonl"}
    several = read(tmp_path, f"b.jsonl.{kind}", PACK[kind](content[:30]) + PACK[kind](content[30:]))
    assert several.texts == corpus.texts


def test_archive_in_an_archive__is_read_and_a_third_one_is_not(tmp_path):
    inner = {"zip": zipped(NEWS), "tar": tarred(NEWS), "tgz": gzip.compress(tarred(NEWS)), "txt.gz": gzip.compress(b"Fog.")}
    for outer in (zipped, tarred):
        name = f"{outer.__name__}.bin"
        corpus = read(tmp_path, name, outer({f"n/1.{kind}": content for kind, content in inner.items()}))
        assert len(corpus) == 10
        assert corpus.table["file"].to_pylist()[0] == f"{name}/n/1.tar/a.txt"
        assert corpus.table["file"].to_pylist()[6] == f"{name}/n/1.txt.gz/1.txt"
        deep = read(tmp_path, "deep.bin", outer({"a.txt": b"Fog.", "b.zip": zipped({"c.zip": zipped(NEWS)})}))
        assert deep.texts == ["Fog."]
        assert reasons(deep) == {
            "deep.bin/b.zip/c.zip": "an archive inside an archive inside an archive; unpack the outer ones first"
        }


def test_archive_in_an_archive__keeps_few_copies_on_disk(tmp_path):
    content = zipped({f"{number:02}.zip": zipped({"a.txt": f"Day {number}."}) for number in range(20)})
    corpus = read(tmp_path, "drive.zip", content)
    assert corpus.texts == [f"Day {number}." for number in range(20)]
    assert len(_unpacking.Opened._open) <= _unpacking.KEPT_OPEN


def test_tar__links_devices_and_names_that_lead_out_are_refused(tmp_path):
    members = {
        "a.txt": b"Snow fell.",
        "link.txt": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        "hard.txt": {"type": tarfile.LNKTYPE, "linkname": "a.txt"},
        "null": {"type": tarfile.CHRTYPE},
        "pipe": {"type": tarfile.FIFOTYPE},
        "../up.txt": b"x",
        "/abs.txt": b"x",
        "folder": {"type": tarfile.DIRTYPE},
        ".hidden": b"x",
    }
    corpus = read(tmp_path, "a.tar", tarred(members))
    assert corpus.texts == ["Snow fell."]
    told = reasons(corpus)
    assert len(told) == 7
    assert "a link" in told["a.tar/link.txt"]
    assert "a link" in told["a.tar/hard.txt"]
    assert "a device" in told["a.tar/null"]
    assert "a device" in told["a.tar/pipe"]
    assert "leads out" in told["a.tar/../up.txt"]
    assert "leads out" in told["a.tar//abs.txt"]


def test_zip__a_link_is_refused(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "Snow fell.")
    assert "a link" in reasons(read(tmp_path, "a.zip", stream.getvalue()))["a.zip/link.txt"]


def entry(name, *, flags=0, extra=b""):
    """A zip of one stored file of which the bytes of the name are given."""
    content = b"Snow fell."
    common = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little") * 2
    common += len(name).to_bytes(2, "little") + len(extra).to_bytes(2, "little")
    start = flags.to_bytes(2, "little") + bytes(6) + common
    local = b"PK\3\4" + b"\x14\0" + start + name + extra + content
    central = b"PK\1\2" + b"\x14\0\x14\0" + start + bytes(14) + name + extra
    end = b"PK\5\6" + bytes(4) + b"\1\0\1\0" + len(central).to_bytes(4, "little") + len(local).to_bytes(4, "little") + bytes(2)
    return local + central + end


@pytest.mark.parametrize(
    ("name", "flags", "extra", "read_as"),
    [
        ("Zürich.txt".encode(), 0x800, b"", "Zürich.txt"),
        ("Zürich.txt".encode(), 0, b"", "Zürich.txt"),
        ("Zürich.txt".encode("cp437"), 0, b"", "Zürich.txt"),
        (b"north\\Zurich.txt", 0, b"", "north/Zurich.txt"),
        (b"Z.txt", 0, b"up\x10\0\1" + zlib.crc32(b"Z.txt").to_bytes(4, "little") + "Zürich.txt".encode(), "Zürich.txt"),
        (b"Z.txt", 0, b"up\x10\0\1\0\0\0\0" + "Zürich.txt".encode(), "Z.txt"),
    ],
)
def test_zip__names_are_read_as_they_were_meant(tmp_path, name, flags, extra, read_as):
    corpus = read(tmp_path, "a.zip", entry(name, flags=flags, extra=extra))
    assert corpus.table["file"].to_pylist() == [f"a.zip/{read_as}"]
    assert corpus.texts == ["Snow fell."]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".odt", ".epub", ""])
def test_document_of_an_office_program__is_no_archive(tmp_path, suffix):
    for member in ("[Content_Types].xml", "mimetype"):
        path = tmp_path / f"a{suffix}"
        path.write_bytes(zipped({member: b"x", "word/document.xml": b"<x/>"}))
        assert [type(one) for one in find(path)] == [Source]
    path.write_bytes(zipped({"[Content_Types].xml": b"x" * 9000})[:60])
    assert isinstance(find(path)[0], Source if suffix else Refused)


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz"])
def test_name_of_an_archive_without_one__is_named(tmp_path, suffix):
    with pytest.raises(ReadError, match=f"named {suffix}, but its content is no such archive"):
        read(tmp_path, f"a{suffix}", b"<html>Sorry, sign in first</html>")
    with pytest.raises(ReadError, match="an empty file"):
        read(tmp_path, f"a{suffix}", b"")


@pytest.mark.parametrize(
    ("magic", "kind"), [(b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07\x01\0", "rar"), (b"\x28\xb5\x2f\xfd", "zstd")]
)
def test_other_archives__are_named(tmp_path, magic, kind):
    with pytest.raises(ReadError, match=f"a {kind} archive, which is not read; unpack it"):
        read(tmp_path, "a.bin", magic + b"abc")


def test_empty_tar__is_named(tmp_path):
    with pytest.raises(ReadError, match="an archive with no file in it"):
        read(tmp_path, "a.tar.gz", gzip.compress(tarred({})))


@pytest.mark.parametrize("kind", PACK)
def test_packed_bomb__is_given_up_and_its_neighbours_are_read(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(_unpacking, "RATIO_FROM", 1 << 20)
    bomb = PACK[kind](b"0" * (1 << 23))
    (tmp_path / "a.txt").write_text("Snow fell.")
    (tmp_path / f"b.txt.{kind}").write_bytes(bomb)
    (tmp_path / f"c.tar.{kind}").write_bytes(PACK[kind](tarred({"x.txt": b"0" * (1 << 23)})))
    (tmp_path / "d.zip").write_bytes(zipped({f"b.txt.{kind}": bomb, "c.txt": b"Rain fell."}))
    corpus = ns.read_corpus(tmp_path)
    assert corpus.texts == ["Snow fell.", "Rain fell."]
    told = reasons(corpus)
    assert "no text packs like that" in told[f"b.txt.{kind}/b.txt"]
    assert "no text packs like that" in told[f"c.tar.{kind}"]
    assert "no text packs like that" in told[f"d.zip/b.txt.{kind}/b.txt"]


def test_archives__have_limits_of_number_and_size_with_all_that_is_in_them(tmp_path, monkeypatch):
    monkeypatch.setattr(_archives, "MAX_MEMBERS", 5)
    content = tarred({f"{number}.zip": zipped(NEWS) for number in range(2)})
    corpus = read(tmp_path, "a.tar", content)
    assert len(corpus) == 3
    assert "8 files in one archive, the limit is 5" in reasons(corpus)["a.tar/1.zip"]
    monkeypatch.setattr(_archives, "MAX_ARCHIVE_BYTES", 100)
    with pytest.raises(ReadError, match="it unpacks to more than 100 bytes"):
        read(tmp_path, "b.tar.gz", gzip.compress(content))


def test_xz__that_wants_much_memory_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(_unpacking, "MAX_XZ_MEMORY", 1 << 16)
    with pytest.raises(ReadError, match=r"the xz file is damaged: .*[Mm]emory"):
        read(tmp_path, "a.txt.xz", lzma.compress(b"Snow fell."))


def test_tar__with_a_header_of_megabytes_or_one_that_leads_back_ends(tmp_path):
    huge = bytearray(tarred({"a.txt": b"Snow fell."}))
    info = tarfile.TarInfo("x")
    info.type = tarfile.XHDTYPE
    info.size = 1 << 32
    with pytest.raises(ReadError, match="not a whole tar archive: a header of"):
        read(tmp_path, "a.tar", info.tobuf(tarfile.GNU_FORMAT) + bytes(huge))
    back = tarfile.TarInfo("x")
    block = bytearray(back.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = (-1024 + (1 << 96)).to_bytes(12, "big")  # a size below nothing
    block[148:156] = b" " * 8
    checksum = 0
    for byte in block:
        checksum += byte
    block[148:156] = b"%06o\0 " % checksum
    read_back = tarred({"a.txt": b"Snow fell."})[:1024] + bytes(block) + bytes(1024)
    assert read(tmp_path, "b.tar", read_back).texts == ["Snow fell."]


def test_tar__with_names_of_names_of_names_ends(tmp_path):
    long = tarfile.TarInfo("././@LongLink")
    long.type, long.size = tarfile.GNUTYPE_LONGNAME, 2
    content = tarred({"a.txt": b"Snow fell."})
    header = long.tobuf(tarfile.GNU_FORMAT) + b"x\0" + bytes(510)
    with pytest.raises(ReadError, match="not a whole tar archive: more than 16 headers before one member"):
        read(tmp_path, "a.tar", header * 3000 + content)
    assert read(tmp_path, "b.tar", header * 3 + content).texts == ["Snow fell."]


def test_tar__that_breaks_off_gives_what_came_before(tmp_path):
    content = tarred({"a.txt": b"Snow fell.", "b.txt": b"Rain. " * 500, "c.txt": b"Fog."})
    for name, cut in (("a.tar", content[:3000]), ("a.tgz", gzip.compress(content)[:-30])):
        corpus = read(tmp_path, name, cut)
        assert corpus.texts[0] == "Snow fell."
        assert any("breaks off" in reason or "damaged" in reason for reason in reasons(corpus).values())


def test_gz__that_breaks_off_gives_what_came_before(tmp_path):
    import random

    numbers = random.Random(1)
    lines = "".join(f'{{"text": "Day {numbers.random()}"}}\n' for _ in range(30_000))
    corpus = read(tmp_path, "a.jsonl.gz", gzip.compress(lines.encode())[:-9000])
    assert 1000 < len(corpus) < 30_000
    assert any("the gz file is damaged" in reason for reason in reasons(corpus).values())
    with pytest.raises(ReadError, match="the gz file is damaged"):
        read(tmp_path, "b.txt.gz", b"\x1f\x8b\x08\0junk")


@settings(max_examples=80)
@given(
    st.sampled_from(["a.zip", "a.tar", "a.tar.gz", "a.jsonl.xz", "a.tar.bz2"]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=4),
    st.integers(0, 4000),
)
def test_damaged_archive__is_read_or_named_and_the_ledger_adds_up(tmp_path_factory, name, damages, length):
    content = {
        "a.zip": zipped({**NEWS, "in.zip": zipped(NEWS)}),
        "a.tar": tarred(NEWS),
        "a.tar.gz": gzip.compress(tarred(NEWS)),
        "a.jsonl.xz": lzma.compress(b'{"text": "Snow fell."}\n'),
        "a.tar.bz2": bz2.compress(tarred(NEWS)),
    }[name]
    damaged = bytearray(content)
    for place, value in damages:
        damaged[place % len(damaged)] = value
    folder = tmp_path_factory.mktemp("damaged")
    try:
        corpus = read(folder, name, bytes(damaged[: len(damaged) - length % len(damaged) if length > 3000 else None]))
    except ReadError:
        return
    corpus.ledger.check()
    assert set(corpus.texts) <= {text.decode() for text in NEWS.values()} or damages


def test_archive__may_be_removed_after_it_was_read(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(NEWS))
    corpus = ns.read_corpus(path)
    shutil.rmtree(tmp_path)
    assert len(corpus) == 3
    assert not pathlib.Path(path).exists()
