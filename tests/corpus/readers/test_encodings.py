"""Bytes to text: what is certain is believed, a detector comes last, and one bad byte does not change a file."""

import codecs
import io
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus.readers import Source, _encoding, named
from newsstudy.corpus.readers._detection import Folder, known
from newsstudy.corpus.readers._encoding import decode, head_of, text_of, utf8_stream
from newsstudy.errors import InputError, ReadError

TEXTS = {
    "cp1252": "Der Bürgermeister erklärte, die Brücke werde erst im März geöffnet. Größere Schäden gab es nicht.",
    "cp1250": "Burmistrz powiedział, że most zostanie otwarty w marcu. Większych szkód nie było, ale ścieżki są zamknięte.",
    "cp1251": "Мэр сообщил, что мост откроют только в марте. Крупных повреждений нет, но дорожки закрыты.",
    "koi8-r": "Мэр сообщил, что мост откроют только в марте. Крупных повреждений нет, но дорожки закрыты.",
    "cp1253": "Ο δήμαρχος είπε ότι η γέφυρα θα ανοίξει τον Μάρτιο. Δεν υπήρξαν μεγάλες ζημιές.",
    "cp1254": "Belediye başkanı köprünün ancak mart ayında açılacağını söyledi. Büyük bir hasar yoktu, ancak yollar kapalıydı.",
    "cp1256": "قال رئيس البلدية إن الجسر لن يفتح قبل شهر مارس، ولم تقع أضرار كبيرة لكن الطرق مغلقة.",
    "gb18030": "市长表示，大桥要到三月才会开放。没有造成重大损失，但道路已经封闭。",
    "cp932": "市長は橋が三月まで開かないと述べた。大きな被害はなかったが、道路は閉鎖されている。",
    "cp949": "시장은 다리가 삼월에야 열릴 것이라고 말했다. 큰 피해는 없었지만 도로는 폐쇄되었다.",
    "utf-16-le": "Мэр сообщил, что мост откроют только в марте.",
    "utf-16-be": "市长表示，大桥要到三月才会开放。没有造成重大损失，\n但道路已经封闭。",
    "utf-32-le": "The mayor said so.",
    "iso2022_jp": "市長は橋が三月まで開かないと述べた。",
    "iso2022_kr": "시장은 다리가 삼월에야 열릴 것이라고 말했다.",
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_encoding__of_a_few_sentences_is_found(name):
    text, how = decode(TEXTS[name].encode(name))
    assert text == TEXTS[name]
    assert how.endswith("(found)")


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_mark__says_it(name):
    text, how = decode("Šnění.".encode(name))
    assert (text, how.endswith("(mark)")) == ("Šnění.", True)


def test_mark__that_lies_is_an_error_with_the_place():
    with pytest.raises(ReadError, match="begins with the mark of utf-8 and is none from byte 3 on"):
        decode(codecs.BOM_UTF8 + b"abc\xff")


def test_utf8__goes_before_what_is_declared():
    assert decode("Besançon".encode(), declared="iso-8859-1") == ("Besançon", "utf-8")


def test_declared__goes_before_the_detector_and_means_its_wider_form():
    text = "“Złoty”"
    assert decode(text.encode("cp1250"), declared="windows-1250") == (text, "cp1250 (declared)")
    assert decode("“Café”".encode("cp1252"), declared="ISO-8859-1") == ("“Café”", "cp1252 (declared)")


@pytest.mark.parametrize(
    "declared", ["hex", "rot13", "idna", "unicode_escape", "undefined", "x-user-defined", "", " ", "\0", "utf-8"]
)
def test_declared__that_is_no_encoding_of_text_is_passed_over(declared):
    assert declared == "utf-8" or known(declared) is None
    assert decode("Le café est fermé à midi, déclare-t-il.".encode("cp1252"), declared=declared)[1] == "cp1252 (found)"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"The company paid \xa3100m.", "The company paid £100m."),
        (b"\x93We won\x94, she said \x96 it\x92s over.", "“We won”, she said – it’s over."),
        (b"caf\xe9 au lait", "café au lait"),
        (
            b"The report has p\xe6dagogy once" + b", and says no more" * 9,
            "The report has pædagogy once" + ", and says no more" * 9,
        ),
    ],
)
def test_few_bytes__are_read_as_western_unless_they_are_words_of_another_script(content, text):
    assert decode(content)[0] == text
    word = "Правда"
    assert decode(f"The paper {word} wrote.".encode("cp1251"))[0] == f"The paper {word} wrote."


# Damage


def test_one_bad_byte__does_not_make_another_encoding_of_a_file():
    text = TEXTS["cp1252"] * 100
    content = text.encode() + b"caf\xe9" + text.encode()
    assert decode(content) == (f"{text}café{text}", "utf-8 (1 byte as cp1252)")


def test_sequence_that_was_cut__is_lost_and_said_to_be():
    cut = "Schnee über".encode() + "–".encode()[:2] + " München".encode()
    assert decode(cut) == ("Schnee über\ufffd München", "utf-8 (2 bytes lost)")


def test_bytes_in_another_script__are_never_read_as_western():
    text = TEXTS["cp1251"]
    assert decode(text.encode() + b"\xd0") == (text + "\ufffd", "utf-8 (1 byte lost)")


def test_no_encoding__is_an_error_with_the_next_move():
    with pytest.raises(ReadError, match=r"could not be told \(no UTF-8 from byte 2 on: 0x81\).*encoding="):
        decode(b"ca\x81\x8d\x1f")


def test_text_encoded_twice__is_kept_and_noted():
    source = Source.of_bytes("Le cafÃ© est fermÃ©, dit-il. Itâ€™s.".encode(), "a.txt")
    assert text_of(source) == "Le cafÃ© est fermÃ©, dit-il. Itâ€™s."
    assert source.notes["encoded twice"].startswith("3 places")
    clean = Source.of_bytes("São Paulo, Â".encode(), "a.txt")
    text_of(clean)
    assert list(clean.notes) == ["encoding"]


def test_detector_that_is_missing__is_an_error_that_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "chardet", None)
    assert decode("Besançon".encode())[1] == "utf-8"
    with pytest.raises(ReadError, match=r'pip install "newsstudy\[readers\]"'):
        decode("Besançon".encode("cp1252"))


# Files around, and what the user says


def test_thin_evidence__is_read_as_the_files_around_it_whatever_the_order(tmp_path):
    word = "Žďár"  # alone it could be anything
    for number, text in enumerate(["Příliš žluťoučký kůň úpěl ďábelské ódy celou noc.", word, "Snow."]):
        (tmp_path / f"{number}.txt").write_bytes(text.encode("cp1250"))
    names = sorted(tmp_path.iterdir())
    assert ns.read_corpus(names).texts[1] == ns.read_corpus(names[::-1]).texts[1] == word
    folder = Folder([Source.of_file(path, path.name) for path in names])
    assert decode(word.encode("cp1250"), folder=folder) == (word, "cp1250 (as the files around it)")


def test_thin_evidence__of_many_files_is_put_together():
    texts = [f"Obec {name} má nový most." for name in ("Žďár", "Třebíč", "Šumperk", "Kuřim", "Děčín", "Náchod")]
    sources = [Source.of_bytes(text.encode("cp1250"), f"{number}.txt") for number, text in enumerate(texts)]
    folder = Folder(sources)
    assert folder.encoding in ("cp1250", "iso8859-2")
    assert Folder([Source.of_bytes(b"Snow.", "a"), Source.of_bytes(b"\xa31", "b")]).encoding is None


def test_encoding__that_the_user_names_is_for_files_that_are_no_utf8(tmp_path):
    (tmp_path / "a.txt").write_bytes("Żółw".encode("cp1250"))
    (tmp_path / "b.txt").write_bytes("Żółw".encode())
    (tmp_path / "c.csv").write_bytes("text,n\nŻółw,1\nŻółw,2\n".encode("cp1250"))
    (tmp_path / "d.jsonl").write_bytes('{"text": "Żółw"}\n'.encode("cp1250"))
    assert ns.read_corpus(tmp_path, encoding="windows-1250").texts == ["Żółw"] * 5
    for encoding in ("klingon", "hex", 5):
        with pytest.raises(InputError, match=r"encoding .* is not known"):
            ns.read_corpus(tmp_path, encoding=encoding)


# Tables of any size


def read(content, **options):
    source = Source.of_bytes(content, "a.csv")
    with utf8_stream(source, **options) as stream:
        return stream.read(), source.notes["encoding"]


@pytest.mark.parametrize("name", [name for name in TEXTS if not name.startswith("iso")])
def test_stream__gives_lines_of_any_encoding_as_utf8(name):
    text = f"text,n\n{TEXTS[name]},1\n".replace("，\n", "，") * 30
    assert read(text.encode(name)) == (text.encode(), f"{name} (found)")


def test_stream__each_line_is_utf8_or_of_the_other_encoding():
    lines = ["Größe\n".encode(), "Größe\n".encode("cp1252"), b"plain\n", "ÄÖÜ äöü ß\n".encode("cp1252"), "Maß".encode()]
    content, told = read(b"".join(lines))
    assert content.decode().split("\n") == ["Größe", "Größe", "plain", "ÄÖÜ äöü ß", "Maß"]
    assert told.startswith("utf-8; 2 lines in cp1252")
    assert read("Größe, Maß\n".encode() + b"Gr\xc3\xb6\xc3\x9fe Ma\xdf\n") == (
        "Größe, Maß\nGröße Maß\n".encode(),
        "utf-8; 1 line with bytes of cp1252, or lost ones",
    )


def test_stream__a_line_in_no_encoding_comes_through_as_it_is():
    assert read(b"Snow.\nca\x81\x8d\x1f\nRain.\n") == (b"Snow.\nca\x81\x8d\x1f\nRain.\n", "utf-8")


def test_stream__first_bad_line_may_come_after_any_number_of_good_ones():
    good = "Größe\n".encode() * 30_000
    content, told = read(good + "Ä, ö, ü: Straßenfußgänger\n".encode("cp1252"))
    assert content == good + "Ä, ö, ü: Straßenfußgänger\n".encode()
    assert told == "utf-8; 1 line in cp1252 (found)"


def test_stream__short_lines_that_are_utf8_by_chance_go_with_the_others():
    by_chance = "雪".encode("gb18030")
    text = (TEXTS["gb18030"] + "\n") * 3
    assert read(text.encode("gb18030") + by_chance + "。\n".encode("gb18030"))[0].decode() == text + "雪。\n"
    pair = next(a + b for a in "雪雨风云山水火土" for b in "大中小上下来去" if (a + b).encode("gb18030")[:1] >= b"\xc2")
    assert read((text + pair + "\n").encode("gb18030"))[0].decode() == text + pair + "\n"


@given(st.lists(st.text(st.sampled_from('aé雪\U0001f600,"\r'), max_size=6), max_size=12), st.integers(1, 9))
def test_stream__of_utf8_is_the_same_bytes_in_any_chunks(lines, size):
    content = "\n".join(lines).encode()
    source = Source.of_bytes(content, "a.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_encoding, "CHUNK_BYTES", size)
        with utf8_stream(source) as stream:
            assert b"".join(iter(lambda: stream.read(size), b"")) == content
            assert stream.seek(len(content) // 2) == len(content) // 2
            assert stream.read() == content[len(content) // 2 :]


@given(st.binary(max_size=60), st.integers(1, 9))
def test_stream__of_any_bytes_is_no_error_and_the_same_in_any_chunks(content, size):
    whole = read(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_encoding, "CHUNK_BYTES", size)
        assert read(content) == whole


@given(st.binary(max_size=200))
def test_any_bytes__are_text_or_a_named_error(content):
    head_of(Source.of_bytes(content, "a"))
    try:
        text, how = decode(content)
    except ReadError:
        return
    assert isinstance(text, str)
    assert how
    text.encode("utf-8")


def test_line_without_end__is_not_held(monkeypatch):
    monkeypatch.setattr("newsstudy.corpus.readers._protocol.MAX_PIECE_BYTES", 1000)
    monkeypatch.setattr(_encoding, "CHUNK_BYTES", 100)
    content = b"a\n" + b"\xe9" * 5000 + b"\nb\n"
    assert read(content)[0] == content


# Other people's texts


def test_shared_files__of_known_encoding_are_read_to_the_last_sign(shared):
    path = shared / "formats" / "encodings" / "readtext" / "data_files_encodedtexts.zip"
    corpus = ns.read_corpus(path, format="plain_text")
    texts = dict(zip(corpus.table["file"].to_pylist(), corpus.texts, strict=True))
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt") and "__MACOSX" not in name]
        assert len(names) == 36
        for name in names:
            said = name.removesuffix(".txt").rsplit("_", 1)[-1]
            truth = archive.read(name).decode({"UTF-8-BOM": "utf-8-sig", "WINDOWS-936": "gbk"}.get(said, said))
            assert texts[f"{path.name}/{name}"] == truth.removeprefix("\ufeff").replace("\r\n", "\n"), name


def test_shared_articles__with_few_signs_outside_ascii_are_read_right(shared):
    import pyarrow.parquet as pq

    texts = pq.read_table(shared / "corpora" / "bbc_fulltext.parquet")["text"].to_pylist()
    wrong = n = 0
    for text in texts:
        content = text.encode("cp1252", "ignore")
        if not content.isascii():
            n += 1
            wrong += decode(content)[0] != content.decode("cp1252")
    assert (wrong, n > 500) == (0, True)


def test_readers__note_the_encoding(tmp_path):
    for name, reader in (("a.txt", "plain_text"), ("a.csv", "csv"), ("a.jsonl", "jsonl")):
        text = {"a.txt": "{}", "a.csv": 'text,n\n"{}",1\n', "a.jsonl": '{{"text": "{}"}}\n'}[name].format(TEXTS["cp1251"])
        source = Source(name, 1, lambda text=text: io.BytesIO(text.encode("cp1251")))
        one = named(reader)
        assert [one.parse(piece)["text"] for piece in one.split(source)] == [TEXTS["cp1251"]]
        assert source.notes["encoding"] == "cp1251 (found)"
