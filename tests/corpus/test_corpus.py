"""The laws of a corpus: ids, digest, order, ledger, and what each verb leaves alone."""

import datetime
import pathlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, ReadError, SchemaError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
records = st.fixed_dictionaries(
    {"text": texts},
    optional={
        "title": st.none() | texts,
        "source": st.sampled_from(["Gazette", "Post", None]),
        "date": st.sampled_from(["2019", "2019-03", "2020-02-29", "June 4", None]),
        "n": st.none() | st.integers(-(2**63), 2**63 - 1),
        "share": st.none() | st.floats(allow_nan=False),
        "flag": st.none() | st.booleans(),
    },
)


def test_sample_article__is_honest_about_what_is_not_known(article):
    document = article[article.ids[0]]
    assert len(article) == 1
    assert len(document["text"].encode()) == 3944
    unknown = ("title", "date", "date_from", "date_to", "source", "author", "section", "url", "vendor_id")
    assert [document[name] for name in unknown] == [None] * len(unknown)
    assert (document["date_raw"], document["language"], document["file"]) == ("June 4", "en", "sample-article.txt")
    article.ledger.check()


def test_sample_article__has_nine_paragraphs_and_23_sentences(article):
    paragraphs, sentences = article.split("paragraph"), article.split("sentence")
    assert (len(paragraphs), len(sentences)) == (9, 23)
    of = paragraphs.split("sentence").table["parent"].to_pylist()
    assert [of.count(name) for name in paragraphs.ids] == [2, 3, 3, 3, 2, 3, 2, 3, 2]
    assert paragraphs.split("sentence").texts == sentences.texts


# Ids and digest


def test_id__is_the_known_one_and_comes_from_content_alone():
    corpus = ns.corpus_from(["A short text."])
    assert corpus.ids == ["08480fa48416b926"]
    assert ns.corpus_from([{"text": "A short text.", "section": "north"}]).ids == corpus.ids
    assert ns.corpus_from([{"text": "A short text.", "title": "T"}]).ids != corpus.ids


def test_id__second_identical_copy_gets_a_number():
    first, second, third = ns.corpus_from(["Same.", "Same.", "Same."]).ids
    assert [second, third] == [first + "~2", first + "~3"]


def test_id__copies_are_told_apart_by_their_metadata_not_their_order():
    rows = [{"text": "Same.", "section": "b"}, {"text": "Same.", "section": "a"}]
    there, back = ns.corpus_from(rows), ns.corpus_from(rows[::-1])
    assert there.ids == back.ids[::-1]
    assert there.digest == back.digest


@given(st.lists(records, max_size=6))
def test_digest__does_not_depend_on_chunks_or_on_a_journey_through_pandas_and_arrow(rows):
    corpus = ns.corpus_from(rows)
    pieces = pa.concat_tables([corpus.table.slice(row, 1) for row in range(len(corpus))]) if rows else corpus.table
    assert ns.corpus_from(pieces).digest == corpus.digest
    assert ns.corpus_from(corpus.to_pandas()).digest == corpus.digest
    assert ns.corpus_from(corpus.table.to_pylist() if rows else []).digest == corpus.digest


@given(st.lists(records, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_digest__permuting_documents_keeps_ids_and_digest(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    corpus, permuted = ns.corpus_from(rows), ns.corpus_from([rows[place] for place in order])
    assert permuted.digest == corpus.digest
    assert sorted(permuted.ids) == sorted(corpus.ids)
    assert len(set(corpus.ids)) == len(rows)


@pytest.mark.parametrize("change", [{"text": "b"}, {"title": "b"}, {"n": 2}, {"new": "x"}, {"date": "2019-03"}])
def test_digest__any_change_of_text_or_metadata_changes_it(change):
    row = {"text": "a", "title": "a", "n": 1, "date": "2019"}
    assert ns.corpus_from([{**row, **change}]).digest != ns.corpus_from([row]).digest


def test_digest__is_the_known_one():
    corpus = ns.corpus_from([{"text": "Snow fell.", "date": "2019-03", "n": 3, "share": 0.5, "flag": True}])
    assert corpus.digest == "837a88dad8be6e50323913b920d084395fbca532c5b7c25de890123d9239280f"


# corpus_from


def test_corpus_from__knows_pandas_types():
    frame = pd.DataFrame(
        {
            "body": ["x", "y"],
            "when": pd.to_datetime(["2019-01-01T00:00", "2019-01-02T10:00"]),
            "date": pd.to_datetime(["2019-01-01", None]),
            "kind": pd.Categorical(["u", None]),
            "n": pd.array([1, None], dtype="Int64"),
            "mixed": [1, "a"],
            "nested": [{"b": 1, "a": [2]}, None],
        },
        index=[7, 7],
    )
    table = ns.corpus_from(frame, text="body").table
    assert table["text"].to_pylist() == ["x", "y"]
    assert table["when"].to_pylist() == ["2019-01-01", "2019-01-02T10:00:00"]
    assert table["date"].to_pylist() == ["2019-01-01", None]
    assert table["date_from"].to_pylist() == [datetime.date(2019, 1, 1), None]
    assert table["kind"].to_pylist() == ["u", None]
    assert table["n"].to_pylist() == [1, None]
    assert table["mixed"].to_pylist() == ["1", "a"]
    assert table["nested"].to_pylist() == ['{"a": [2], "b": 1}', None]


def test_corpus_from__takes_ids_from_a_column_and_keeps_what_stood_in_the_way():
    corpus = ns.corpus_from([{"text": "a", "id": 5, "key": "k1"}, {"text": "b", "id": 6, "key": "k2"}], id="key")
    assert corpus.ids == ["k1", "k2"]
    assert corpus.table["id_given"].to_pylist() == [5, 6]
    assert ns.corpus_from([{"text": "a", "id": 5}]).ids == ["5"]


class Polars:
    """What corpus_from uses of a polars table."""

    def to_arrow(self):
        return pa.table({"text": pa.array(["a"], pa.string_view())})


def test_corpus_from__takes_polars_record_batches_and_nothing():
    assert ns.corpus_from(Polars()).texts == ["a"]
    assert ns.corpus_from(pa.RecordBatch.from_pydict({"text": ["a"]})).texts == ["a"]
    assert len(ns.corpus_from([])) == 0
    assert ns.corpus_from([]).utf8()[1].tolist() == [0]


@pytest.mark.parametrize(
    ("table", "options", "problem"),
    [
        ("one text", {}, "put it into a list"),
        ({"text": ["a"]}, {}, "put it into a list"),
        (5, {}, "takes a pandas, polars or Arrow table"),
        ([1, 2], {}, "row 0 is int"),
        ([{"text": "a"}, "b"], {}, "row 1 is str"),
        ([{"body": "a"}], {}, "no column 'text'; its columns are: body"),
        ([{"text": "a"}], {"id": "key"}, "no column 'key' for id="),
        ([{"text": "a"}, {"text": None}], {}, "no text in row 1"),
        ([{"text": 5}], {}, "holds int64, not text"),
        ([{"text": "a", "id": "x"}, {"text": "b", "id": "x"}], {}, "the id 'x' twice (rows 0 and 1"),
        ([{"text": "a", "id": "x"}, {"text": "b"}], {}, "no id in row 1"),
        (["ok", "half \ud800 a character"], {}, "'text', row 1: a lone surrogate (U+D800) at character 5"),
        ([{"text": "a", "title": "\udfff"}], {}, "'title', row 0: a lone surrogate"),
        (pa.table([["a"], ["b"]], names=["text", "text"]), {}, "'text' twice"),
        (pa.table({"text": ["a"], "blob": [b"x"]}), {}, "'blob' holds bytes"),
        (pa.table({"text": ["a"], "position": ["x"]}), {}, "'position' must hold int64"),
    ],
)
def test_corpus_from__bad_tables_are_named_errors(table, options, problem):
    with pytest.raises(InputError) as caught:
        ns.corpus_from(table, **options)
    assert problem in str(caught.value)


def test_corpus_from__nul_characters_are_kept():
    assert ns.corpus_from(["a\0b"]).texts == ["a\0b"]


# Looking at it


@given(st.lists(texts, max_size=6), st.integers(0, 6), st.integers(0, 6))
def test_utf8__gives_the_bytes_of_every_document_also_of_a_slice(given_texts, start, n):
    corpus = ns.corpus_from(given_texts)
    cut = ns.Corpus(corpus.table.slice(start, n), corpus.ledger)
    data, offsets = cut.utf8()
    assert (data.dtype, offsets.dtype, offsets[0], offsets[-1]) == (np.uint8, np.int64, 0, len(data))
    found = [bytes(data[offsets[row] : offsets[row + 1]]).decode() for row in range(len(cut))]
    assert found == given_texts[start : start + n] == cut.texts
    assert not data.flags.writeable
    assert not offsets.flags.writeable


def test_utf8__of_one_chunk_is_no_copy():
    table = pa.table({"id": ["a"], "text": pa.array(["x" * 1_000_000], pa.large_string())})
    corpus = ns.corpus_from(table)
    before = pa.total_allocated_bytes()
    data, _ = corpus.utf8()
    assert len(data) == 1_000_000
    assert pa.total_allocated_bytes() - before < 1_000_000


def test_utf8__joins_chunks():
    corpus = ns.concat([ns.corpus_from(["é"]), ns.corpus_from(["b", ""])])
    assert corpus.utf8()[1].tolist() == [0, 2, 3, 3]


def test_parts__rejoin_to_the_table(monkeypatch):
    monkeypatch.setattr("newsstudy.corpus._corpus.PART_BYTES", 10)
    corpus = ns.corpus_from(["a" * size for size in (3, 8, 20, 0, 1)])
    parts = list(corpus.parts())
    assert [part.num_rows for part in parts] == [2, 1, 2]
    assert pa.concat_tables(parts).equals(corpus.table)


def test_document__by_id_and_the_error_for_a_stranger(article):
    assert article.ids[0] in article
    with pytest.raises(InputError, match="no document with the id 'x'; its ids are 735adf5f83495258"):
        article["x"]
    with pytest.raises(InputError, match="no document with the id 0"):
        article[0]


def test_html__escapes_whatever_a_text_holds():
    evil = '<script>alert("x")</script>'
    corpus = ns.corpus_from([{"text": evil, "title": evil, "source": evil, "id": evil, "date": evil}])
    shown = (
        corpus._repr_html_()
        + corpus.where({"title": "x"}).ledger._repr_html_()
        + corpus.where(f"title == '{evil}'")._repr_html_()
    )
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert repr(corpus) == "Corpus of 1 document"


def test_head_and_to_pandas__keep_whole_numbers_whole():
    corpus = ns.corpus_from([{"text": "a", "n": 2**53 + 1}, {"text": "b"}])
    assert corpus.to_pandas()["n"].tolist() == [2**53 + 1, pd.NA]
    assert len(corpus.head(1)) == 1


def test_describe__counts_by_source_and_adds_up():
    corpus = ns.corpus_from(
        [
            {"text": "One.\n\nTwo.", "source": "Post", "date": "2019"},
            {"text": "é", "source": "Gazette", "date": "2019-03-04"},
            {"text": "x", "date": "June 4"},
            {"text": "y", "source": "Post", "date": "2018-05"},
        ]
    )
    table = corpus.describe()
    assert table["source"].fillna("-").tolist() == ["Gazette", "Post", "-"]
    assert table["n_documents"].tolist() == [1, 2, 1]
    assert table["n_characters"].tolist() == [1, 11, 1]
    assert table["n_paragraphs"].tolist() == [1, 3, 1]
    assert table["date_from"].fillna("-").tolist() == ["2019-03-04", "2018-05-01", "-"]
    assert table["date_to"].fillna("-").tolist() == ["2019-03-04", "2019-12-31", "-"]
    assert table["n_without_date"].tolist() == [0, 0, 1]
    assert ns.schemas.record(table)["settings"] == {"corpus": corpus.digest, "unit": "document"}


def test_constructor__a_table_without_our_columns_is_an_error():
    with pytest.raises(InputError, match=r"make one with ns\.corpus_from"):
        ns.Corpus(pa.table({"text": ["a"]}), ns.Ledger())


# Verbs


def test_sample__depends_on_seed_and_ids_not_on_order():
    rows = [f"Text number {number}." for number in range(30)]
    corpus, reversed_corpus = ns.corpus_from(rows), ns.corpus_from(rows[::-1])
    drawn = corpus.sample(10)
    assert len(drawn) == 10
    assert drawn.ids == [name for name in corpus.ids if name in set(drawn.ids)]
    assert sorted(reversed_corpus.sample(10).ids) == sorted(drawn.ids)
    assert corpus.sample(10, rng=1).ids != drawn.ids
    assert set(corpus.sample(5).ids) < set(drawn.ids)
    assert corpus.sample(0).texts == []
    for n in (-1, 31, True, 1.5, "3"):
        with pytest.raises(InputError, match="n must be a whole number from 0 to 30"):
            corpus.sample(n)


@given(
    st.lists(st.text(st.sampled_from("aé.!? \n\t\r\u2029\U0001f600B"), max_size=40), max_size=4),
    st.sampled_from(["paragraph", "sentence"]),
)
def test_split__spans_give_the_text_and_lose_nothing_but_blanks(given_texts, into):
    corpus = ns.corpus_from(given_texts)
    parts = corpus.split(into)
    parts.ledger.check()
    raw = {name: text.encode() for name, text in zip(corpus.ids, corpus.texts, strict=True)}
    covered = dict.fromkeys(corpus.ids, 0)
    for row in parts.table.to_pylist():
        content = raw[row["parent"]]
        assert content[row["start"] : row["end"]].decode() == row["text"] == row["text"].strip()
        assert content[covered[row["parent"]] : row["start"]].decode().strip() == ""
        covered[row["parent"]] = row["end"]
    for name, content in raw.items():
        assert content[covered[name] :].decode().strip() == ""


def test_split__ids_and_metadata_follow_the_parent():
    corpus = ns.corpus_from([{"text": "One. Two.\nThree.", "id": "x/1", "source": "Post", "n": 3}])
    sentences = corpus.split("paragraph").split("sentence")
    assert sentences.ids == ["x/1/p001/s001", "x/1/p001/s002", "x/1/p002/s001"]
    assert sentences.table["parent"].to_pylist() == ["x/1/p001", "x/1/p001", "x/1/p002"]
    assert sentences.table["start"].to_pylist() == [0, 5, 0]
    assert sentences.table["n"].to_pylist() == [3, 3, 3]
    assert repr(sentences) == "Corpus of 3 sentences"
    with pytest.raises(InputError, match="splits into 'paragraph' or 'sentence'; got 'word'"):
        corpus.split("word")
    with pytest.raises(InputError, match="made of sentences already"):
        sentences.split("paragraph")


def test_with_metadata__joins_replaces_and_says_what_did_not_fit():
    corpus = ns.corpus_from(
        [{"text": "a", "id": "1", "title": "old", "date": "2018"}, {"text": "b", "id": "2"}, {"text": "c", "id": "3"}]
    )
    more = corpus.with_metadata(
        pd.DataFrame({"id": [2, 1, 9], "title": ["B", None, "Z"], "date": ["2019-03", None, None], "rank": [7, 8, 9]})
    )
    assert more.table["title"].to_pylist() == ["old", "B", None]
    assert more.table["date"].to_pylist() == ["2018", "2019-03", None]
    assert more.table["date_to"].to_pylist() == [datetime.date(2018, 12, 31), datetime.date(2019, 3, 31), None]
    assert more.table["rank"].to_pylist() == [8, 7, None]
    assert more.ids == corpus.ids
    assert corpus.table["title"].to_pylist() == ["old", None, None]
    assert more.ledger.entries[-1].reason == "2 of 3 matched on 'id'; 1 rows of the table fit nothing"


def test_with_metadata__several_documents_may_share_a_key():
    corpus = ns.corpus_from([{"text": "a", "source": "Post"}, {"text": "b", "source": "Post"}])
    assert corpus.with_metadata([{"source": "Post", "owner": "X"}], on="source").table["owner"].to_pylist() == ["X", "X"]


@pytest.mark.parametrize(
    ("rows", "on", "problem"),
    [
        ([{"id": "1"}, {"id": "1"}], "id", "has the id '1' twice (rows 0 and 1"),
        ([{"title": "x"}], "id", "the table has no column 'id'"),
        ([{"key": "x"}], "key", "the corpus has no column 'key'"),
        ([{"id": "1", "text": "x"}], "id", "text cannot be replaced"),
        ([{"id": "1", "title": "\ud800"}], "id", "lone surrogate"),
    ],
)
def test_with_metadata__bad_tables_are_named_errors(rows, on, problem):
    with pytest.raises(InputError) as caught:
        ns.corpus_from([{"text": "a", "id": "1"}]).with_metadata(rows, on=on)
    assert problem in str(caught.value)


def test_concat__renames_second_copies_with_their_parts_and_unites_columns():
    one = ns.corpus_from([{"text": "One.\nTwo.", "n": 1}])
    two = ns.corpus_from([{"text": "One.\nTwo.", "n": "x"}, {"text": "Three.", "k": 2}])
    both = ns.concat([one.split("paragraph"), two.split("paragraph")])
    root = one.ids[0]
    assert both.ids[:4] == [f"{root}/p001", f"{root}/p002", f"{root}~2/p001", f"{root}~2/p002"]
    assert both.table["parent"].to_pylist()[:4] == [root, root, f"{root}~2", f"{root}~2"]
    assert both.table["n"].to_pylist() == ["1", "1", "x", "x", None]
    assert both.table["k"].to_pylist() == [None, None, None, None, 2]
    both.ledger.check()
    for wrong in ([], [one, one.split("paragraph")], one, [one, "x"]):
        with pytest.raises(InputError, match=r"ns\.concat takes"):
            ns.concat(wrong)


# Save and open


@given(st.lists(records, max_size=5))
def test_save_and_open__give_the_same_corpus(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("saved") / "corpus"
    corpus = ns.corpus_from(rows).where("text != ''")
    corpus.save(folder)
    again = ns.open_corpus(folder)
    assert again.table.equals(corpus.table)
    assert (again.digest, again.ledger) == (corpus.digest, corpus.ledger)


def test_save__same_bytes_twice_and_nothing_left_beside_it(tmp_path, article):
    for name in ("a", "b", "a"):
        article.split("sentence").save(tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_save__leaves_what_is_no_corpus_alone(tmp_path, article):
    (tmp_path / "thesis.txt").write_text("Ten years of work.")
    for target in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(InputError, match="is no saved corpus; choose another folder"):
            article.save(target)
    assert (tmp_path / "thesis.txt").read_text() == "Ten years of work."


def test_save__a_failure_leaves_the_old_one(tmp_path, article, monkeypatch):
    article.save(tmp_path / "a")

    def broken(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("newsstudy.corpus._parts.pq.write_table", lambda *_, **__: broken())
    with pytest.raises(OSError, match="disk is full"):
        article.split("sentence").save(tmp_path / "a")
    assert ns.open_corpus(tmp_path / "a").digest == article.digest
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_open__errors_name_folder_and_next_move(tmp_path, article):
    with pytest.raises(MissingFileError, match="no such folder"):
        ns.open_corpus(tmp_path / "nowhere")
    with pytest.raises(InputError, match="no saved corpus"):
        ns.open_corpus(tmp_path)
    page = tmp_path / "a" / "corpus.json"
    for damage, problem in (
        (lambda: (tmp_path / "a" / "part-00000.parquet").unlink(), "part-00000.parquet is missing"),
        (lambda: (tmp_path / "a" / "part-00000.parquet").write_bytes(b"PAR1"), "is damaged"),
        (lambda: page.write_text("{"), "is damaged"),
        (lambda: page.write_text("[" * 100_000), "is damaged"),
        (lambda: page.write_text('{"kind": "newsstudy corpus"}'), "is damaged"),
        (lambda: page.write_text(page.read_text().replace("part-0", "../part-0")), "made to do harm"),
        (lambda: page.write_text(page.read_text().replace('"version": 1', '"version": 2')), "reads version 1"),
        (lambda: page.write_text(page.read_text().replace(article.digest, "0" * 64)), "the digest differs"),
    ):
        article.save(tmp_path / "a")
        damage()
        with pytest.raises(ReadError) as caught:
            ns.open_corpus(tmp_path / "a")
        assert problem in str(caught.value)
        pathlib.Path(page).unlink(missing_ok=True)
        for left in (tmp_path / "a").iterdir():
            left.unlink()


def test_read_corpus__does_not_read_a_saved_corpus_as_tables(tmp_path, article):
    article.save(tmp_path / "a")
    with pytest.raises(InputError, match=r"open it with ns.open_corpus"):
        ns.read_corpus(tmp_path / "a")


def test_schema__of_ledger_and_description_is_kept(article):
    ns.schemas.LEDGER.check(article.ledger.table)
    ns.schemas.DESCRIPTION.check(article.describe())
    with pytest.raises(SchemaError):
        ns.schemas.LEDGER.check(article.describe())


def test_empty_corpus__every_verb_works(tmp_path):
    empty = ns.corpus_from([])
    for corpus in (empty.where("title is missing"), empty.sample(0)):
        assert len(corpus) == 0
    assert len(empty.split("paragraph").split("sentence")) == 0
    assert len(empty.describe()) == 0
    assert "Corpus of 0 documents" in empty._repr_html_()
    assert len(ns.concat([empty, empty])) == 0
    empty.save(tmp_path / "e")
    assert ns.open_corpus(tmp_path / "e").digest == empty.digest


def test_import__of_newsstudy_loads_no_arrow(tmp_path):
    code = "import sys, newsstudy; assert not {'pyarrow', 'pandas', 'numpy'} & set(sys.modules), sorted(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
