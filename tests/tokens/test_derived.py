"""A derived corpus holds no text, gives the numbers of the whole one, and tells whether somebody has the texts."""

import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError, MissingFileError, ReadError

ROWS = [
    {"id": "n1", "text": "LONDON (Reuters) - Snow fell. Roads closed.\n\nBuses stopped.", "source": "Post", "date": "2019-03-07",
     "title": "Snow", "author": "Ann Smith", "summary": "It snowed.", "party": "red", "n": 3, "file_note": "x"},
    {"id": "n2", "text": "Rain fell in the café.", "source": "Gazette", "date": "2019-03", "title": "Rain", "n": 4},
]  # fmt: skip


@pytest.fixture
def corpus():
    return ns.corpus_from(ROWS)


def words_in(folder):
    """All bytes of a saved folder, and all cells of its Parquet files."""
    import pyarrow.parquet as pq

    content = b""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content += path.read_bytes()
            if path.suffix == ".parquet":
                content += json.dumps(pq.read_table(path).to_pylist(), default=str, ensure_ascii=False).encode()
    return content


def test_derive__holds_facts_and_counts_but_no_text(corpus, tmp_path):
    derived = corpus.clean(["agency_slug"]).derive(keep=["party"])
    rows = derived.documents.to_pylist()
    assert list(rows[0]) == [
        "id", "text_sha256", "raw_sha256", "date", "date_from", "date_to", "date_raw", "source", "vendor_id", "party", "n",
        "n_characters", "n_bytes", "n_tokens",
    ]  # fmt: skip
    assert (rows[0]["n_characters"], rows[0]["n_tokens"]) == (40, 6)
    assert (rows[1]["n_characters"], rows[1]["n_bytes"], rows[1]["raw_sha256"]) == (22, 23, None)
    assert derived.settings["cleaning"] == ["agency_slug-1"]
    assert derived.sentences.tolist() == [0, 11, 26, 0]
    assert derived.paragraph_offsets.tolist() == [0, 2, 3]
    derived.save(tmp_path / "shared")
    content = words_in(tmp_path / "shared")
    for secret in (b"Snow fell", b"LONDON", b"Reuters", b"Ann Smith", b"It snowed", b"edit_map", b"file_note", b"Roads closed"):
        assert secret not in content
    assert b"reuters" not in content  # nor as a term: it was cleaned away
    assert b"2019-03-07" in content


def test_derive__gives_the_same_tables_as_the_texts(article):
    parts = article.split("paragraph")
    derived = parts.derive()
    counts = parts.tokenize().count()
    assert ns.schemas.digest(ns.frequency(derived.counts)) == ns.schemas.digest(ns.frequency(counts))
    target = [True] * 4 + [False] * 5
    here, there = (ns.keyness(each, target, n_resamples=100) for each in (counts, derived.counts))
    assert here.equals(there)
    assert here.attrs == there.attrs
    stems = parts.tokenize().drop("function words").stem("english")
    assert parts.derive(stems).counts.top(5) == stems.count().top(5)


@given(
    st.lists(st.text(st.sampled_from("ab é.\n"), max_size=20), min_size=1, max_size=6),
    st.integers(1, 4),
    st.sampled_from(["unicode-1"]),
)
def test_derive__rare_terms_are_counted_together(texts, least, rule):
    corpus = ns.corpus_from(texts)
    counts, derived = corpus.tokenize(rule).count(), corpus.derive(rule, min_documents=least)
    assert derived.counts.document_lengths.tolist() == counts.document_lengths.tolist()
    kept = [term for term, n in zip(counts.vocabulary.terms, counts.term_documents.tolist(), strict=True) if n >= least]
    assert sorted({*derived.counts.vocabulary.terms} - {"(rare)"}) == kept
    assert derived.check(corpus)["status"].tolist() == ["SAME"] * len(texts)


def test_save_and_open__give_the_same_and_find_out_changes(corpus, tmp_path):
    derived = corpus.derive()
    for _ in range(2):  # the second time in place of the first
        derived.save(tmp_path / "shared")
    again = ns.open_derived(tmp_path / "shared")
    assert (again.digest, again.corpus, again.settings) == (derived.digest, corpus.digest, derived.settings)
    assert again.documents.equals(derived.documents)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shared"]
    for name in ("sentences.npy", "derived.json", "counts/documents.parquet", "counts/data.npy"):
        path = tmp_path / "shared" / name
        content = path.read_bytes()
        path.write_bytes(content.replace(corpus.digest.encode(), b"0" * 64) if name == "derived.json" else content + b"x")
        with pytest.raises(ReadError):
            ns.open_derived(tmp_path / "shared")
        path.write_bytes(content)
    (tmp_path / "shared" / "sentences.npy").unlink()
    with pytest.raises(MissingFileError, match=r"sentences\.npy: is gone"):
        ns.open_derived(tmp_path / "shared")
    with pytest.raises(MissingFileError, match="no such folder"):
        ns.open_derived(tmp_path / "nowhere")
    with pytest.raises(ReadError, match="holds no derived corpus"):
        ns.open_derived(tmp_path)
    with pytest.raises(InputError, match="holds no saved derived corpus"):
        derived.save(tmp_path)


@pytest.mark.parametrize("page", ["", "[]", "{}", "[" * 9999, '{"format": "x"}'])
def test_open__a_damaged_page_is_a_named_error(corpus, tmp_path, page):
    corpus.derive().save(tmp_path / "shared")
    (tmp_path / "shared" / "derived.json").write_text(page)
    with pytest.raises(ReadError, match=r"derived\.json"):
        ns.open_derived(tmp_path / "shared")


def test_check__says_same_different_missing_and_new(corpus):
    derived = corpus.derive()
    other = ns.corpus_from([{"id": "n1", "text": "Snow fell elsewhere."}, {"id": "n9", "text": "Hail."}])
    table = derived.check(other)
    ns.schemas.DERIVED_CHECK.check(table)
    assert table.values.tolist() == [
        ["n1", "DIFFERENT", "20 bytes instead of 59"],
        ["n2", "MISSING", "no document of this id and none of this text"],
        ["n9", "NEW", "it was not there when the corpus was derived"],
    ]


def test_check__finds_texts_under_other_ids_and_raw_texts(corpus, tmp_path):
    texts = [row["text"] for row in ROWS]
    other = ns.corpus_from(texts)
    table = corpus.derive().check(other)
    assert table["status"].tolist() == ["SAME", "SAME"]
    assert table["cause"].tolist() == [f"under the id {name}" for name in other.ids]
    cleaned = corpus.clean(["agency_slug"])
    assert cleaned.derive().check(corpus)["cause"].tolist() == ["the raw text; it was derived after agency_slug-1", ""]
    assert cleaned.derive().check(cleaned)["cause"].tolist() == ["", ""]
    assert corpus.derive().check(cleaned)["cause"].tolist() == ["the raw text; yours was cleaned", ""]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    assert corpus.derive().check(tmp_path)["status"].tolist() == ["SAME", "SAME"]


def test_check__two_copies_are_two_documents():
    derived = ns.corpus_from(["Snow.", "Snow."]).derive()
    assert derived.check(ns.corpus_from([{"id": "a", "text": "Snow."}]))["status"].tolist() == ["SAME", "MISSING"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"keep": ["text"]}, "holds the text"),
        ({"keep": ["edit_map"]}, "holds the text"),
        ({"keep": ["nothing"]}, "no column 'nothing'"),
        ({"keep": "title"}, "keep is a list of columns"),
        ({"keep": ["n_tokens"]}, "derive makes itself"),
        ({"min_documents": 0}, "at least 1"),
        ({"min_documents": 0.5}, "at least 1"),
        ({"rule": "none-1"}, "none-1"),
        ({"rule": ns.corpus_from(["x"]).tokenize()}, "tokens are of another corpus"),
    ],
)
def test_derive__wrong_arguments_are_named(corpus, options, problem):
    with pytest.raises(InputError, match=problem):
        corpus.derive(**options)


def test_derive__shows_itself_and_works_on_nothing(tmp_path):
    derived = ns.corpus_from([]).derive()
    assert "0 documents without their texts" in repr(derived)
    derived.save(tmp_path / "empty")
    assert ns.open_derived(tmp_path / "empty").check(ns.corpus_from([])).empty
    assert "<table" in ns.sample_article().derive()._repr_html_()
    assert isinstance(derived.documents, pa.Table)
