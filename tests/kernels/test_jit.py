"""Compiled kernels: an edit anywhere throws old machine code away, and each kernel is compiled once."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

import newsstudy

PACKAGE = pathlib.Path(newsstudy.__file__).parent


def run(code, folder, **environment):
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert child.returncode == 0, child.stderr
    return json.loads(child.stdout)


LOG2_OF_12 = """
import json
from newsstudy.kernels import elementary
value = float(elementary.log2(12.0))
stats = elementary._log2_each.stats
print(json.dumps([value, len(stats.cache_hits), elementary.__file__]))
"""


def test_kernels__a_caller_changes_when_a_helper_in_another_file_is_edited(tmp_path):
    copy = tmp_path / "newsstudy"
    shutil.copytree(PACKAGE / "kernels", copy / "kernels", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__init__.py", "errors.py"):
        shutil.copy(PACKAGE / name, copy / name)
    environment = {"PYTHONPATH": str(tmp_path), "NEWSSTUDY_CACHE": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    value, hits, file = run(LOG2_OF_12, tmp_path, **environment)
    assert pathlib.Path(file).is_relative_to(tmp_path)
    assert (value, hits) == (3.584962500721156, 0)
    value, hits, _ = run(LOG2_OF_12, tmp_path, **environment)
    assert (value, hits) == (3.584962500721156, 1), "the machine code was not kept"

    helper = copy / "kernels" / "_double.py"
    before = "    return np.float64(k) - extra, part"
    content = helper.read_text("utf-8")
    assert content.count(before) == 1
    helper.write_text(content.replace(before, before.replace("- extra", "- extra + 1.0")), "utf-8")
    value, hits, _ = run(LOG2_OF_12, tmp_path, **environment)
    assert (value, hits) == (4.584962500721156, 0), "the caller kept old machine code"


COMPILED_TOGETHER = """
import json, pathlib, sys, time
from newsstudy.kernels import elementary
pathlib.Path(sys.argv[1]).touch()
while len(list(pathlib.Path().glob("here*"))) < 3:
    time.sleep(0.01)
value = float(elementary.log2(12.0))
stats = elementary._log2_each.stats
print(json.dumps([value, len(stats.cache_hits), len(stats.cache_misses)]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes do not wait for one another on Windows")
def test_kernels__are_compiled_by_one_of_the_processes_that_start_together(tmp_path):
    environment = {**os.environ, "NEWSSTUDY_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-W", "error", "-c", COMPILED_TOGETHER]
    pipes = {"stdout": subprocess.PIPE, "text": True, "cwd": tmp_path, "env": environment}
    children = [subprocess.Popen([*command, f"here{number}"], **pipes) for number in range(3)]
    found = [json.loads(child.communicate(timeout=300)[0]) for child in children]
    assert [value for value, _, _ in found] == [3.584962500721156] * 3
    assert sorted((hits, misses) for _, hits, misses in found) == [(0, 1), (1, 0), (1, 0)]


def test_kernels__an_edit_makes_a_folder_of_its_own(tmp_path, monkeypatch):
    from newsstudy.kernels import _jit

    monkeypatch.setenv("NEWSSTUDY_CACHE", str(tmp_path))
    _jit.cache_folder.cache_clear()
    try:
        assert _jit.cache_folder() == tmp_path / "kernels" / _jit.sources_digest()
    finally:
        monkeypatch.undo()
        _jit.cache_folder.cache_clear()


def test_ready__copies_only_what_does_not_fit():
    import numpy as np

    from newsstudy.kernels._jit import ready

    fits = np.arange(4.0)
    view = ready(fits, np.float64)
    assert np.shares_memory(view, fits)
    assert not view.flags.writeable
    assert fits.flags.writeable
    assert ready(np.arange(8.0)[::2], np.float64).flags.c_contiguous
    assert ready([1, 2], np.int32).dtype == np.int32


STUDY = """
import importlib, json, pkgutil, re, tempfile
import newsstudy as ns
from newsstudy import kernels
from newsstudy.kernels import elementary, special

elementary.log([1.0, 2.0]), elementary.log(2), elementary.log([[1, 2]])
special.betainc(1, 2, [0.5]), special.betaincc(1.5, [2], 0.5), special.gammainc_inverse(2, 0.5)

tokens = ns.sample_article().split("paragraph").tokenize()
counts = tokens.count()
tokens.phrases(min_count=2, max_n=3), tokens.phrases(["Vladimir Putin"]).sentences, ns.find_phrases(tokens, min_count=2)
tokens.lookup({"war": ["attack*", "peace deal"]}), tokens.lookup({"war": "peace *"}, exclusive=False)
tokens.ngrams(2).count().top(3), tokens.ngrams([1, 2], skip=1).count(), tokens.ngrams(2, skip=[0, 2]).ngrams(2)
tokens.keep(["war", "peace*"]), tokens.drop("function words").count(), tokens.drop(["the"], padding=True).ngrams(2)
tokens.window("Ukraine", 3), tokens.stem("english").count(), tokens.sentences
composed = ["unicode-1 case=keep clitics=en numbers=drop", "news-en-1 hyphens=whole punctuation=keep urls=drop"]
for rule in ["unicode-1", "sklearn", *composed]:
    found = ns.sample_article().tokenize(rule)
    found.count(), found.ids, found.sentences, found.count()
article = ns.sample_article()
article.split("sentence").tokenize().count(), ns.sentence_boundaries(article.texts[0], rule="news-en-1")
for texts in (article.texts, article, article.table["text"], [b"one two"]):
    ns.TermCounter(n_jobs=1).fit_transform(texts), ns.TermCounter(ngram_range=(1, 2)).fit_transform(texts)
ns.frequency(counts)
ns.dispersion(counts)
ns.keyness(counts, "id == '" + counts.documents["id"][0].as_py() + "'", n_resamples=100)
padded = tokens.drop("function words", padding=True)
for node in (None, "Ukraine", "Vladimir Putin", {"x": ["Vladimir Putin", "Trump"]}):
    ns.collocations(tokens, node), ns.collocations(padded, node, bounds="document")
    for unit in ("adjacent", "sentence", "document"):
        ns.collocations(tokens, node, cooccurrence=unit), ns.collocations(padded, node, cooccurrence=unit)
with tempfile.TemporaryDirectory() as folder:
    tokens.save(folder + "/saved")
    for some in (tokens, padded, ns.open_tokens(folder + "/saved")):
        ns.kwic(some, "Ukraine"), ns.kwic(some, ["Vladimir Putin", "Trump"], sort="1R 2L", bounds="sentence", n=3)
        ns.collocations(some, "putin"), ns.occurrences(some, "US"), some.positions("US")
ns.extract_keywords(tokens, method="tf_idf")
ns.diversity(tokens)
ns.LDA(3, max_iter=5).fit(counts)
ns.NMF(3, max_iter=5).fit(counts)

signatures = {}
for found in pkgutil.iter_modules(kernels.__path__):
    module = importlib.import_module("newsstudy.kernels." + found.name)
    for name, value in sorted(vars(module).items()):
        if hasattr(value, "py_func") and value.py_func.__module__ == module.__name__:
            # Inside kernels a constant has a type of its own at first; with kept machine code it is not seen again.
            plain = {re.sub(r"Literal\\[(int|bool)\\]\\(-?[0-9a-zA-Z]+\\)", r"\\1", str(one)) for one in value.signatures}
            plain = {re.sub(r"\\bint\\b", "int64", one) for one in plain}
            signatures[found.name + "." + name] = sorted(plain)
print(json.dumps(signatures))
"""


def test_kernels__each_is_compiled_for_one_signature_by_a_study(tmp_path):
    signatures = run(STUDY, tmp_path)
    assert len(signatures) > 40
    assert sum(map(len, signatures.values())) > 10
    assert {name: found for name, found in signatures.items() if len(found) > 1} == {}
