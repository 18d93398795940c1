"""The method paragraph of every table, and the one bibliography behind it."""

import json
import re

import pandas as pd
import pytest

import newsstudy as ns
from newsstudy import measures, schemas
from newsstudy.errors import InputError
from newsstudy.keywords import METHODS, _bibliography, _method_sentences, _table_method

NO_WORK = {"maximum likelihood over ranks", "tokens dealt anew"}  # sources that are an explanation, not a work
MANY = {
    **{"rule": "news-en-1", "steps": ["drop:function words", "stem:english"], "n_documents": 9, "n_tokens": 1564, "n_terms": 324},
    **{"vocabulary": "ab" * 32, "corpus": "cd" * 32, "seed": 7, "measure": "log_dice", "window": 5, "sentence_rule": "news-en-1"},
    **{"missing": {"npmi": "there is no pair"}, "newsstudy": "0.1.0", "model": "LDA", "converged": True, "n_iter": 21},
    **{"parameters": {"n_components": 4, "tol": 0.002}, "cluster": ["source", "date"], "method": "rake", "stop_words": []},
}


def empty(schema, settings=None):
    return schema.table({name: [] for name in schema.names}, MANY if settings is None else settings)


@pytest.mark.parametrize("schema", schemas.ALL, ids=lambda schema: schema.name)
@pytest.mark.parametrize("settings", [MANY, {}], ids=["settings", "none"])
def test_table_method__every_schema_has_a_text_and_every_key_resolves(schema, settings):
    table = empty(schema, settings)
    method = ns.table_method(table)
    assert schema.question in method.text
    assert schema.name in _method_sentences.SENTENCES, "write a sentence on how this table is made"
    assert not re.search(r"\[[a-z]+\d{4}", method.text), "a work is cited that the bibliography lacks"
    assert method.text.count("\n\n\n") == 0
    assert schemas.record(table)["digest"] in method.text
    assert not method.edited
    assert "edited" not in method.text
    for key in method.keys:
        assert _bibliography.works()[key].label in method.text
        assert f"{{{key}," in method.bibtex
    assert set(_bibliography.parse(method.bibtex)) == set(method.keys)
    if settings:
        for words in ("news-en-1", "drop:function words, stem:english", "9 documents, 1,564 tokens and 324 different terms"):
            assert words in method.text
        for words in ("window 5", "the seed was 7", "newsstudy 0.1.0", "(Rychlý 2008)", "n components 4"):
            assert words in method.text


@pytest.mark.parametrize("name", sorted(METHODS))
def test_table_method__names_the_method_of_extraction_and_its_paper(name):
    tokens = ns.sample_article().split("paragraph").tokenize()
    method = ns.table_method(ns.extract_keywords(tokens, method=name, n=3))
    assert len(method.keys) >= 2
    assert "n 3" in method.text
    assert name in _method_sentences.EXTRACTION


@pytest.mark.parametrize(
    ("measure", "label"),
    [("npmi", "Bouma 2009"), ("g2", "Dunning 1993"), ("delta_p_column", "Gries 2013"), ("dice", "Dice 1945")],
)
def test_table_method__names_the_measure_and_its_source(measure, label):
    tokens = ns.sample_article().tokenize()
    text = ns.table_method(ns.collocations(tokens, "Putin", measure=measure)).text
    assert re.search(rf"The score is [^.(]+ \([^)]*{label}", text)


def test_table_method__names_the_columns_that_were_asked_for():
    table = ns.diversity(ns.sample_article().tokenize(), measures=["mtld_bid"])
    method = ns.table_method(table)
    assert "(Kyle, Crossley & Jarvis 2021)" in method.text
    assert "vocd_d" not in method.text


def test_table_method__says_plainly_that_a_table_was_edited_and_in_what():
    table = ns.frequency(ns.sample_article().tokenize().count())
    method = ns.table_method(table.head(20))
    assert method.edited
    assert "**The table was edited since it was made: 20 of 324 rows, unchanged.**" in method.text
    assert schemas.record(table)["digest"] in method.text
    assert schemas.record(table.head(20))["digest"] in method.text
    assert "<b>The table was edited" in method._repr_html_()


def test_table_method__columns_that_are_missing_or_gone_are_not_claimed():
    counts = ns.sample_article().split("paragraph").tokenize().count()
    text = ns.table_method(ns.keyness(counts, [True] * 4 + [False] * 5, n_resamples=100)).text
    assert "Not given: " in text
    assert "resampling" not in text
    assert "rank-sum" not in text
    whole = ns.keyness(counts, reference=ns.general_english(), n_resamples=100)
    assert "resampling documents (Lijffijt et al. 2016)" in ns.table_method(whole).text
    assert "g2_one_sample_signed: " not in ns.table_method(whole.drop(columns="g2_one_sample_signed")).text
    clustered = ns.keyness(counts, reference=ns.general_english(), cluster="parent", n_resamples=100)
    assert "resampling clusters of documents that share their parent" in ns.table_method(clustered).text


@pytest.mark.parametrize("wrong", [None, "a table", 3, {}, [1]], ids=repr)
def test_table_method__what_is_no_table_is_named(wrong):
    with pytest.raises(InputError, match="needs a table that newsstudy made"):
        ns.table_method(wrong)


def test_table_method__a_table_without_its_record_is_refused():
    table = ns.frequency(ns.sample_article().tokenize().count())
    for lost in (pd.DataFrame({"term": ["a"]}), table.merge(ns.frequency(ns.corpus_from(["a"]).tokenize().count()), on="term")):
        with pytest.raises(InputError, match="no record of how it was made"):
            ns.table_method(lost)


def test_table_method__text_of_the_user_is_harmless_in_html():
    tokens = ns.sample_article().tokenize()
    table = ns.occurrences(tokens, {"<script>alert(1)</script>\n\n- x": ["Putin"]})
    method = ns.table_method(table)
    assert "<script" not in method._repr_html_()
    assert "\n- x" not in method.text


def test_table_method__of_a_schema_that_the_package_does_not_have_says_what_the_record_says():
    schema = schemas.Schema("MINE", "What?", (schemas.Column("term", "str", "", "a term"),))
    text = ns.table_method(schema.table({"term": ["a"]}, {"rule": "unicode-1", "alpha": 0.5})).text
    assert text.startswith("The table MINE.")
    assert "alpha 0.5" in text


def test_study__saves_the_method_beside_the_table(tmp_path):
    table = ns.frequency(ns.sample_article().tokenize().count())
    with ns.Study(tmp_path / "s") as study:
        study.save_table(table, "frequency", method=True)
        study.save_table(table, "plain")
    method = ns.table_method(table)
    assert (tmp_path / "s" / "frequency.method.md").read_text("utf-8") == method.text
    assert (tmp_path / "s" / "frequency.method.bib").read_text("utf-8") == method.bibtex
    assert not (tmp_path / "s" / "plain.method.md").exists()
    assert ns.verify(tmp_path / "s").ok
    (tmp_path / "s" / "frequency.method.md").write_text("else", "utf-8")
    assert not ns.verify(tmp_path / "s").ok


# ---------------------------------------------------------------- the bibliography


def test_bibliography__every_entry_is_whole_and_told_apart():
    works = _bibliography.works()
    assert list(works) == sorted(works)
    for key, work in works.items():
        assert re.fullmatch(r"[a-z]+\d{4}[a-z]*|unicode29", key)
        assert work.type in {"article", "book", "incollection", "inproceedings", "misc", "phdthesis", "techreport"}
        assert re.fullmatch(r"(18|19|20)\d\d", work.fields["year"])
        assert key == "unicode29" or work.fields["year"] in key
        assert "{" not in work.text
        assert "doi" not in work.fields or re.fullmatch(r"10\.\d{4,}/\S+", work.fields["doi"])
        venue = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}.get(work.type)
        assert venue is None or venue in work.fields, key
    labels = [work.label for work in works.values()]
    twice = {label for label in labels if labels.count(label) > 1}
    assert not twice - {"Church & Gale 1991"}


def test_bibliography__every_source_of_a_column_is_in_it():
    for schema in schemas.ALL:
        for column in (*schema.columns, *schemas.ON_REQUEST.get(schema.name, ())):
            for source in column.source.split(";"):
                known = _bibliography.cited_in(source) or source.strip() in NO_WORK or not source.strip()
                assert known, f"{schema.name}.{column.name}: {source.strip()!r} is not in newsstudy/data/references.bib"


def test_bibliography__every_source_of_a_measure_is_in_it():
    wrong = []
    for name in measures.__all__:
        text = " ".join((getattr(measures, name).__doc__ or "").split())
        if re.search(r"Sources?: [^.]*\b(1[89]|20)\d\d", text) and not _table_method.sources_of(name):
            wrong.append(name)
    assert not wrong, "their sources are not in newsstudy/data/references.bib"


def test_bibliography__dois_agree_with_those_in_the_docstrings():
    for name in measures.__all__:
        text = " ".join((getattr(measures, name).__doc__ or "").split())
        for label, doi in re.findall(r"((?:[A-Z][^;.()]*?) \d{4}), doi:(10\.[^\s;,]+)", text):
            keys = _bibliography.cited_in(label)
            if keys:
                expected = _bibliography.works()[keys[-1]].fields.get("doi", "")
                assert expected.lower() == doi.rstrip(".)").lower(), f"{name}: {label}"


@pytest.mark.parametrize(
    "wrong",
    [
        "@article{a2000,\n  author = {A},\n}",
        "@article{a2000,\n  author = {A},\n  year = {2000},\n  title = {{T}},\n  title = {{T}},\n}",
        "@article{a2000,\n  author = {A,\n  year = {2000},\n  title = {{T},\n}",
        "loose words",
    ],
    ids=["no year", "field twice", "brace", "loose"],
)
def test_bibliography__a_damaged_file_is_named(wrong):
    with pytest.raises(InputError, match=r"references\.bib"):
        _bibliography.parse(wrong)


def test_cited_in__finds_all_ways_of_citing_in_their_order():
    text = "Spärck Jones 1972; Egbert, Burch & Biber 2020; Kincaid, Fishburne, Rogers & Chissom 1975; Dodds et al. 2023"
    text += "; Lee and Seung 1999"
    assert _bibliography.cited_in(text) == ["sparckjones1972", "egbert2020", "kincaid1975", "dodds2023", "lee1999"]
    assert _bibliography.cited_in("nobody 1900") == []


def test_table_method__is_the_same_text_for_any_order_of_calls():
    table = ns.frequency(ns.sample_article().tokenize().count())
    first = ns.table_method(table)
    assert ns.table_method(table.copy()) == first
    assert json.dumps(first.keys)
