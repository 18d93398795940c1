"""The language data in the package: checksums, order, forms that match what the term rules make."""

import csv
import hashlib
import pathlib
import re
import subprocess
import sys

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.text.data_files import DATA, read_general_english
from newsstudy.text.function_words import function_words
from newsstudy.text.rules import protected_capitals
from newsstudy.text.words import scan

PACKAGE = pathlib.Path(ns.__file__).parent
TOOLS = PACKAGE.parent / "tools"


def test_notice__names_every_data_file_with_its_checksum():
    notice = (DATA / "NOTICE.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \| [^|]+ \| `([0-9a-f]{64})` \|$", notice, re.MULTILINE))
    actual = {
        path.relative_to(PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (DATA, PACKAGE / "text" / "data")
        for path in folder.iterdir()
        if path.name not in ("NOTICE.md", "LICENSE.unicode.txt", "about.json")
    }
    assert listed == actual


def test_notice__carries_the_licences():
    notice = (DATA / "NOTICE.md").read_text("utf-8")
    for words in (
        "Attribution-ShareAlike 4.0",
        "10.5281/zenodo.7199437",
        "Marc Brysbaert",
        "supplied with the commission of this project",
    ):
        assert words in notice
    assert "UNICODE LICENSE V3" in (PACKAGE / "text" / "data" / "LICENSE.unicode.txt").read_text("utf-8")


def test_read_general_english__fifty_thousand_terms_in_order():
    terms, per_million = read_general_english()
    assert len(terms) == per_million.size == 50_000
    assert terms == sorted(set(terms))
    assert per_million.dtype == np.float64
    assert (per_million > 0).all()
    rates = dict(zip(terms, per_million.tolist(), strict=True))
    assert 10 < rates["ukraine"] < 50
    assert rates["US"] == rates["us"], "wordfreq cannot tell them apart; the notes say so"
    assert "nato" not in rates


def test_read_general_english__terms_are_what_news_en_1_makes(as_documents):
    terms, _ = read_general_english()
    alone = [term for term in terms if term != "'s"]
    found = scan(*as_documents(alone), "news-en-1")
    assert [found.terms[k] for k in found.ids.tolist()] == alone


def test_general_english__notes_give_a_reason_for_each_word():
    with (DATA / "general-english-2021.notes.csv").open(encoding="utf-8", newline="") as file:
        notes = list(csv.DictReader(file))
    assert {"US", "WHO", "IT"} <= {note["word"] for note in notes if note["note"].startswith("upper bound")}
    assert all(note["note"] and float(note["per_million"]) >= 1 for note in notes)


def test_function_words__hold_no_content_words():
    words = function_words()
    assert list(words) == sorted(words)
    for word in ("state", "system", "information", "world", "million", "government", "said", "make"):
        assert word not in words
    assert (words["the"], words["of"], words["they"], words["'s"], words["don't"]) == (
        "article",
        "preposition",
        "pronoun",
        "clitic",
        "contraction",
    )


def test_function_words__are_forms_that_the_rule_makes(as_documents):
    words = [word for word, word_class in function_words().items() if word_class != "clitic"]
    found = scan(*as_documents(words), "unicode-1")
    assert [found.terms[k] for k in found.ids.tolist()] == words


def test_function_words__an_unknown_language_is_an_error():
    with pytest.raises(InputError, match="'xx'; lists exist for en"):
        function_words("xx")


def test_function_words__a_caller_cannot_change_the_list():
    function_words()["state"] = "noun"
    assert "state" not in function_words()


def test_protected_capitals__are_capitals_that_the_kernel_looks_at():
    for form, about in protected_capitals("protected-capitals-en-1").items():
        assert form[:2].isupper(), "the kernel keeps words apart whose second letter is a capital"
        assert form.isascii()
        assert about["means"]


def test_make_unicode_tables__writes_the_same_bytes_again(shared, tmp_path):
    copy = tmp_path / "newsstudy"
    (tmp_path / "tools").mkdir()
    script = tmp_path / "tools" / "make_unicode_tables.py"
    script.write_bytes((TOOLS / "make_unicode_tables.py").read_bytes())
    for name in ("__init__.py", "errors.py"):
        (copy / "kernels").mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes((PACKAGE / name).read_bytes())
    for name in ("__init__.py", "unicode_classes.py"):
        (copy / "kernels" / name).write_bytes((PACKAGE / "kernels" / name).read_bytes())
    subprocess.run([sys.executable, script, shared / "unicode"], check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in (copy / "text" / "data").iterdir()}
    assert made == {name: (PACKAGE / "text" / "data" / name).read_bytes() for name in made}
    assert len(made) == 13
