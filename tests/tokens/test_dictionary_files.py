import json
import pathlib
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, NewsstudyWarning, ReadError

CASES = pathlib.Path(__file__).parent.parent / "cases" / "dictionaries"
EXPECTED = json.loads((CASES / "expected.json").read_text("utf-8"))
WITH_NOTES = {"frames.dic", "frames.cat"}


@pytest.fixture
def read(tmp_path):
    """Reads a dictionary that a test writes out."""

    def written(content, name="a.yml", **settings):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return ns.read_dictionary(path, **settings)

    return written


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.filterwarnings("ignore::newsstudy.errors.NewsstudyWarning")
def test_read_dictionary__each_format_as_expected(name):
    found = ns.read_dictionary(CASES / name)
    assert found.to_dict() == EXPECTED[name]
    assert list(found.to_dict()) == list(EXPECTED[name])
    assert ns.Dictionary(found.to_dict()) == found


def test_read_dictionary__says_what_it_passed_over():
    with pytest.warns(NewsstudyWarning) as caught:
        ns.read_dictionary(CASES / "frames.dic")
    (message,) = [str(one.message) for one in caught]
    assert "frames.dic, line 13: the condition in 'like\\t(02 134)125/464 (02)1' is passed over" in message
    assert "line 14: 'kind\\t<of>125\\t464' is left out" in message
    assert "line 17: the list of categories lacks number 99 of 'ghost'" in message
    with pytest.warns(NewsstudyWarning, match=r"frames.cat, line 6: the rule '@NEAR .*' is left out"):
        ns.read_dictionary(CASES / "frames.cat")


def test_read_dictionary__liwc_as_quanteda_reads_it(read):
    """quanteda 4.3.1, read_dict_liwc: tabs nest the legend; of duplicated and undefined categories see its notes."""
    nested = ns.read_dictionary(CASES / "nested.dic")
    assert nested.flatten(levels=1)["function (Function Words)"] == ["me", "the", "of"]
    assert nested.names(levels=[1, 2])[1] == "function (Function Words).pronoun (Pronouns)"
    assert read("%\n1 war\n%\nattack* 1\nspend less 1\nb4 1\n", "a.dic").to_dict() == {"war": ["attack*", "spend less", "b4"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_read_dictionary__encodings_and_line_ends_do_not_matter(read, encoding, end):
    text = end.join(["%", "1\tcafé", "%", "crème brûlée\t1", "thé*\t1"])
    assert read(text.encode(encoding), "a.dic").to_dict() == {"café": ["crème brûlée", "thé*"]}
    lexicoder = end.join(["+café", "crème brûlée", "thé*"])
    assert read(lexicoder.encode(encoding), "a.lc3").to_dict() == {"café": ["crème brûlée", "thé*"]}


def test_read_dictionary__encoding_may_be_given(read):
    assert read("+война\nтанк*\n".encode("koi8-r"), "a.lc3", encoding="koi8-r").names() == ["война"]
    with pytest.raises(ReadError, match="not in ascii"):
        read("+é\né\n", "a.lc3", encoding="ascii")
    with pytest.raises(InputError, match="no encoding 'klingon'"):
        read("+é\né\n", "a.lc3", encoding="klingon")


def test_read_dictionary__format_may_be_given(read):
    assert read("+a\nb\n", "words.txt", format="lexicoder").names() == ["a"]
    with pytest.raises(InputError, match=r"words.txt: the suffix does not say .*format="):
        read("+a\nb\n", "words.txt")
    with pytest.raises(InputError, match="no format of dictionaries called 'xml'"):
        read("+a\nb\n", "words.txt", format="xml")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yml", "war:\n  - a\n  - *b\n", r"a.yml, line 3: .*alias"),
        ("a.yml", "a: &x [b]\nc: *x\n", r"a.yml, line 2: the alias \*x is not read"),
        ("a.yml", "war: !!python/object/apply:os.system [ls]\n", r"a.yml, line 1: the tag .* is not read"),
        ("a.yml", "war:\n - a\n  b\n\t- c\n", r"a.yml, line 4: .*look at the indentation"),
        ("a.yml", "- a\n- b\n", r"a.yml, line 1: the file must begin with the name of a key"),
        ("a.yml", "war:\n  - [a, b]\n", r"a.yml, line 2: a list within a list"),
        ("a.yml", "? [a]\n: b\n", r"a.yml, line 1: the name of a key must be a text"),
        ("a.yml", "a:\n\x01", r"a.yml"),
        ("a.yml", "", r"a.yml: the dictionary has no patterns"),
        ("a.yml", "war: \x00", r"a.yml, line 1: a NUL byte"),
        ("a.yml", "{a: " * 100, r"a.yml, line 1: more than 50 levels"),
        ("a.yml", "a: [" * 100, r"a.yml, line 1: "),
        ("a.dic", "war\t1\n", r"a.dic: a LIWC dictionary has two lines with nothing but %.* has 0"),
        ("a.dic", "%\n1\twar\nattack\t1\n", r"has 1\. Is it of another kind"),
        ("a.dic", "%\nwar\n%\nattack\t1\n", r"a.dic, line 2: a category is a number and a name"),
        ("a.dic", "%\n1\twar\n1\tpeace\n%\n", r"a.dic, line 3: the category number 1 stands twice"),
        ("a.dic", "%\n%\nattack\t1\n", r"a.dic: there is no category"),
        ("a.dic", "%\n1\twar\n%\nattack\n", r"a.dic, line 4: an entry is a word and category numbers"),
        ("a.dic", "%\n1\twar\n%\n12\t1\n1\n", r"a.dic, line 5: an entry is"),
        ("a.dic", "%\n1\twar\n%\nattack /\n", r"a.dic, line 4: an entry is"),
        ("a.dic", "%\n1\twar\n%\n" + "1 " * 100_000 + "x\n", r"a.dic, line 4: an entry is"),
        ("a.lc3", "war\n+a\n", r"a.lc3, line 1: 'war' stands before the first key"),
        ("a.lc3", "+a\nb\n+\n", r"a.lc3, line 3: a \+ without a name"),
        ("a.cat", "attack (1)\n", r"a.cat, line 1: 'attack \(1\)' lies in no category"),
        ("a.cat", "".join("\t" * n + f"k{n}\n" for n in range(60)), r"a.cat, line 51: more than 50 levels"),
        ("a.ykd", "<dictionary><cnode name='a'>", r"a.ykd, line 1: not well-formed XML"),
        ("a.ykd", "<html/>", r"begins with <html>, not <dictionary>"),
        ("a.ykd", "<dictionary>\n<cnode>\n</cnode></dictionary>", r"a.ykd, line 2: this <cnode> has no name"),
        ("a.ykd", "<dictionary>\n<pnode name='b'/></dictionary>", r"a.ykd, line 2: the pattern 'b' lies in no category"),
        ("a.ykd", "<dictionary>" + "<cnode name='a'>" * 60 + "</cnode>" * 60 + "</dictionary>", r"more than 50 levels"),
        ("a.ykd", "", r"a.ykd.*not well-formed"),
        ("a.lcd", "<!DOCTYPE dictionary><dictionary/>", r"a.lcd: the XML has a document type"),
    ],
)
def test_read_dictionary__errors_name_file_line_and_what_to_do(read, name, content, message):
    with pytest.raises(ReadError, match=message):
        read(content, name)


BOMB = '<?xml version="1.0"{}?><!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_read_dictionary__document_types_and_entities_are_refused(read, encoding):
    xml = BOMB.format("") + '<dictionary><cnode name="&b;"><pnode name="&c;"/></cnode></dictionary>'
    with pytest.raises(ReadError, match="document type"):
        read(xml.encode(encoding), "a.ykd")


def test_read_dictionary__yaml_bombs_are_refused_at_once(read):
    bomb = "a: &a [x, x]\n" + "".join(f"k{n}: &k{n} [*{'a' if n == 0 else f'k{n - 1}'}, *a]\n" for n in range(60))
    with pytest.raises(ReadError, match="alias"):
        read(bomb)


def test_read_dictionary__files_that_are_not_there_or_too_large(tmp_path, monkeypatch):
    with pytest.raises(MissingFileError, match="there is no file"):
        ns.read_dictionary(tmp_path / "none.yml")
    (tmp_path / "folder.yml").mkdir()
    with pytest.raises(ReadError, match=r"folder.yml: cannot be read"):
        ns.read_dictionary(tmp_path / "folder.yml")
    monkeypatch.setattr("newsstudy.tokens.dictionary_files.LARGEST", 10)
    (tmp_path / "large.lc3").write_text("+a\nbcdefghij\n", "utf-8")
    with pytest.raises(ReadError, match="larger than"):
        ns.read_dictionary(tmp_path / "large.lc3")


def test_read_dictionary__without_pyyaml_says_what_to_install(read, monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(InputError, match=r"pip install newsstudy\[dictionaries\]"):
        read("a: b\n")
    assert read("+a\nb\n", "a.lc3").names() == ["a"]


@pytest.mark.filterwarnings("ignore::newsstudy.errors.NewsstudyWarning")
@given(st.sampled_from(["a.yml", "a.dic", "a.ykd", "a.lc3", "a.lcd", "a.cat"]), st.data())
def test_read_dictionary__any_bytes_give_a_dictionary_or_a_named_error(tmp_path_factory, name, data):
    pieces = ["%\n", "1\ta\n", "\t", "b", " ", "+", "é", "(1)", "- ", ": ", "\n", "<", "cnode", ">", "*", "&", "'", "[", "{", "]"]
    content = data.draw(st.one_of(st.binary(max_size=40), st.lists(st.sampled_from(pieces), max_size=30).map("".join)))
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        found = ns.read_dictionary(path)
    except (ReadError, InputError) as error:
        assert re.search(r"a\.\w+", str(error))  # noqa: PT017
    else:
        assert found.n_patterns > 0


names = st.text("abc", min_size=1, max_size=2)
patterns = st.lists(st.text("xyz*", min_size=1, max_size=3), max_size=3)
trees = st.recursive(patterns, lambda below: st.dictionaries(names, below, max_size=3), max_leaves=8)


@given(st.dictionaries(names, trees, max_size=4))
def test_dictionary__flattened_loses_no_pattern(tree):
    dictionary = ns.Dictionary(tree)
    whole = {pattern for of_key in dictionary.flatten().values() for pattern in of_key}
    upper = {pattern for of_key in dictionary.flatten(levels=1).values() for pattern in of_key}
    assert whole == upper
    assert set(dictionary.names(levels=1)) <= set(tree)
    assert ns.Dictionary(dictionary.to_dict()) == dictionary


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"a": 3}, "the key 'a' of a dictionary holds patterns in a list"),
        ({"a": {"b": [3]}}, r"the patterns of the key 'a\.b' are texts"),
        ({"a": [""]}, "the patterns of the key 'a' are texts"),
        ({"a": [None]}, "the patterns of the key 'a' are texts"),
        ({3: "a"}, "names of a dictionary's keys are texts; got 3"),
        ({"a": {" ": "b"}}, "got ' ' below 'a'"),
        (["a"], "a dictionary is a dict"),
        ("a.yml", "a dictionary is a dict"),
        ({"a": {"x", "y"}}, "holds patterns in a list"),
    ],
)
def test_dictionary__wrong_content_is_named(keys, message):
    with pytest.raises(InputError, match=message):
        ns.Dictionary(keys)


def test_dictionary__that_holds_itself_is_an_error():
    keys = {}
    keys["a"] = keys
    with pytest.raises(InputError, match="does a dict hold itself"):
        ns.Dictionary(keys)


def test_dictionary__says_what_it_is():
    dictionary = ns.Dictionary({"war": ["attack*", "attack*"], "people": {"leader": "king"}})
    assert repr(dictionary) == "<Dictionary: 2 patterns in 2 keys: war, people.leader>"
    assert (len(dictionary), list(dictionary), dictionary.n_patterns) == (2, ["war", "people"], 2)
    assert hash(dictionary) == hash(ns.Dictionary(dictionary))
    assert dictionary != ns.Dictionary({"war": "attack*"})
    assert "war" in dictionary
