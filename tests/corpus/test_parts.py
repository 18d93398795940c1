"""A corpus on disk in parts is the same corpus: each verb gives what it gives in memory, and holds a part at a time."""

import pyarrow as pa
import pytest

import newsstudy as ns
from newsstudy.corpus._parts import recut
from newsstudy.errors import ConditionError, InputError, ReadError

ROWS = [
    {
        "text": f"Snow {'&amp; ice' if 10 < n < 15 else ''} fell on day {n}. Roads were closed.\n\n"
        f"Trains ran late, said {'Ann' if n % 3 else 'Bo'}.",
        "title": f"Day {n}" if n % 4 else None,
        "source": ["Gazette", "Post", None][n % 3],
        "date": ["2019-03-0" + str(1 + n % 9), "2019", "June 4", None][n % 4],
        "n": n if n % 5 else None,
        "flag": n % 2 == 0,
    }
    for n in range(40)
]


@pytest.fixture
def both(tmp_path, monkeypatch):
    """The same corpus in memory and on disk, in many small parts."""
    for name in ("_corpus.PART_BYTES", "_parts.PART_BYTES"):
        monkeypatch.setattr(f"newsstudy.corpus.{name}", 300)
    monkeypatch.setattr("newsstudy.corpus._store.MEMORY_BYTES", -1)
    held = ns.corpus_from(ROWS)
    held.save(tmp_path / "corpus")
    stored = ns.open_corpus(tmp_path / "corpus")
    assert stored.on_disk
    assert not held.on_disk
    assert len(list((tmp_path / "corpus").glob("*.parquet"))) > 5
    return held, stored


VERBS = {
    "where": lambda corpus: corpus.where("source == 'Post' and date >= '2019-03'"),
    "where on dates": lambda corpus: corpus.where("not date < '2019-03-05'"),
    "where on text": lambda corpus: corpus.where("text is missing or flag"),
    "where by dict": lambda corpus: corpus.where({"source": None}),
    "where by mask": lambda corpus: corpus.where([n % 7 == 0 for n in range(len(corpus))]),
    "where nothing": lambda corpus: corpus.where("n > 1000"),
    "twice": lambda corpus: corpus.where("flag").where("n > 5"),
    "sample": lambda corpus: corpus.sample(11, rng=3),
    "paragraphs": lambda corpus: corpus.split("paragraph"),
    "sentences of a selection": lambda corpus: corpus.where("flag").split("sentence"),
    "sentences of paragraphs": lambda corpus: corpus.split("paragraph").split("sentence"),
    "metadata": lambda corpus: corpus.with_metadata([{"source": "Post", "owner": "X", "date": "2020"}], on="source"),
    "metadata of a selection": lambda corpus: (
        corpus.where("flag")
        .with_metadata([{"id": name, "rank": place} for place, name in enumerate(corpus.ids)])
        .where("rank > 6")
    ),
    "metadata twice": lambda corpus: corpus.with_metadata([{"source": "Post", "title": "T"}], on="source").with_metadata(
        [{"title": "T", "n": 7}], on="title"
    ),
    "clean": lambda corpus: corpus.clean(["html_leftovers", "blanks"]),
    "clean what holds nothing to clean": lambda corpus: corpus.where("n == 3").clean(["html_leftovers"]),
    "clean with a look at all": lambda corpus: corpus.clean(["blanks", "boilerplate", "blanks"]),
    "clean and split": lambda corpus: corpus.clean(["html_leftovers"]).split("paragraph").where("flag").split("sentence"),
    "clean and take back": lambda corpus: corpus.clean(["html_leftovers", "blanks"]).split("paragraph").uncleaned(),
    "copies merged": lambda corpus: corpus.drop_duplicates(threshold=0.4, n=2),
    "copies marked": lambda corpus: (
        corpus.where("flag").with_syndication(0.4, n=2, window_days=3).drop_duplicates("longest", threshold=0.6)
    ),
    "concat": lambda corpus: ns.concat([corpus, corpus.where("flag")]),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verb__gives_the_same_from_disk(both, verb):
    held, stored = (VERBS[verb](corpus) for corpus in both)
    assert stored.table.equals(held.table)
    assert stored.table.schema.equals(held.table.schema)
    assert stored.ledger == held.ledger
    assert (stored.digest, len(stored), stored.ids) == (held.digest, len(held), held.ids)
    stored.ledger.check()


@pytest.mark.parametrize("verb", VERBS)
def test_save__of_what_came_from_disk_has_the_same_bytes(both, verb, tmp_path):
    for name, corpus in zip(("held", "stored"), both, strict=True):
        VERBS[verb](corpus).save(tmp_path / name)
    for path in sorted((tmp_path / "held").iterdir()):
        assert path.read_bytes() == (tmp_path / "stored" / path.name).read_bytes(), path.name


def test_looking_at_it__gives_the_same_from_disk(both):
    held, stored = both
    assert stored.texts == held.texts
    assert stored[held.ids[17]] == held[held.ids[17]]
    assert stored.describe().equals(held.describe())
    assert stored._repr_html_() == held._repr_html_()
    assert stored.head(9).equals(held.head(9))
    assert stored.head(0).equals(held.head(0))
    assert stored.to_pandas().equals(held.to_pandas())
    assert [part.num_rows for part in stored.parts()] == [part.num_rows for part in held.parts()]
    assert [array.tolist() for array in stored.utf8()] == [array.tolist() for array in held.utf8()]
    assert stored.columns("id", "n").equals(held.columns("id", "n"))
    with pytest.raises(InputError, match="no column 'x'"):
        stored.columns("x")


def test_words__are_the_same_from_disk(both):
    held, stored = (corpus.where("n != 3").tokenize() for corpus in both)
    assert stored.count().digest == held.count().digest
    assert (stored.ids == held.ids).all()
    assert (stored.sentences == held.sentences).all()
    assert stored.locate(77) == held.locate(77)
    assert stored.keep("s*").count().digest == held.keep("s*").count().digest
    assert ns.kwic(stored, "Ann").equals(ns.kwic(held, "Ann"))
    assert (
        ns.TermCounter().fit_transform(both[1]).toarray().tolist() == ns.TermCounter().fit_transform(both[0]).toarray().tolist()
    )


def test_words__are_the_same_in_chunks_of_any_size(both, monkeypatch):
    held, stored = (corpus.tokenize() for corpus in both)
    for size in (1, 700):
        monkeypatch.setattr("newsstudy.tokens._spilled.CHUNK_BYTES", size)
        tokens = both[1].tokenize()
        assert tokens.count().digest == held.count().digest
        for name in ("ids", "offsets", "starts", "lengths"):
            assert (getattr(tokens, name) == getattr(held, name)).all()
            assert not getattr(tokens, name).flags.writeable
    assert both[1].where("n > 1000").tokenize().count().shape == (0, 0)
    assert stored.count().matrix.indices.dtype == held.count().matrix.indices.dtype


def test_words__of_split_documents_know_their_raw_place_on_disk(both):
    held, stored = (corpus.split("paragraph").split("sentence").tokenize() for corpus in both)
    assert stored.locate(50) == held.locate(50)


def test_condition__that_is_wrong_names_columns_and_place(both):
    messages = []
    for corpus in both:
        with pytest.raises(ConditionError) as caught:
            corpus.where("sauce == 'Post'")
        messages.append(str(caught.value))
    assert messages[0] == messages[1]


def test_part__that_was_changed_since_is_a_named_error(both, tmp_path):
    _, stored = both
    path = tmp_path / "corpus" / "part-00001.parquet"
    content = path.read_bytes()
    path.write_bytes(content + b"x")
    with pytest.raises(ReadError, match=r"part-00001\.parquet was changed since the corpus was opened"):
        stored.texts  # noqa: B018
    path.unlink()
    with pytest.raises(ReadError, match=r"part-00001\.parquet is gone"):
        stored.texts  # noqa: B018


@pytest.mark.parametrize("sizes", [[], [0], [5, 5], [30], [1] * 20, [0, 0, 25, 0, 3]])
@pytest.mark.parametrize("pieces", [1, 3, 50])
def test_recut__depends_on_the_rows_alone(sizes, pieces, monkeypatch):
    monkeypatch.setattr("newsstudy.corpus._parts.PART_DOCUMENTS", 7)
    table = pa.table({"text": pa.array(["x" * size for size in sizes], pa.large_string())})
    whole = list(recut([table], 10))
    cut = [table.slice(start, pieces) for start in range(0, len(sizes), pieces)]
    again = list(recut(cut, 10))
    assert [part["text"].to_pylist() for part in again] == [part["text"].to_pylist() for part in whole]
    assert pa.concat_tables([table.slice(0, 0), *whole]).equals(table)
    for part in whole[:-1]:
        text = "".join(part["text"].to_pylist())
        assert len(text) >= 10 or part.num_rows == 7
        assert len("".join(part["text"].to_pylist()[:-1])) < 10
