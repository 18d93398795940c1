"""Near-duplicates: the pairs that comparing everything finds, whatever the order, the threads and the blocks."""

import datetime
import itertools

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy import schemas
from newsstudy.corpus import _near
from newsstudy.errors import InputError

WIRE = "Snow fell over the whole north of the country on Monday, and the roads to the coast were closed until the evening"
LATER = WIRE.replace("until the evening", "until late in the night")
OTHER = "The parliament has voted for the budget of the coming year after a debate that went on for eleven hours"


def corpus_of(*rows):
    return ns.corpus_from(
        [{"id": f"d{place}", **({"text": row} if isinstance(row, str) else row)} for place, row in enumerate(rows)]
    )


def groups_of(table):
    return [group["document"].tolist() for _, group in table.groupby("group", sort=False)]


def pairs_of(table):
    return {(row.document, row.other): row.jaccard for row in table.itertuples()}


# -------------------------------------------------------------------- what is found


def test_duplicates__the_309_pairs_of_reuters_are_found_and_no_other(shared, golden):
    known = golden("duplicates")
    table = pq.read_table(shared / "corpora" / "reuters21578.parquet", columns=["id", "body"])
    rows = [row for row in table.to_pylist() if (row["body"] or "").strip()][:10_000]
    corpus = ns.corpus_from(rows, text="body")
    found = {frozenset(pair): similarity for pair, similarity in pairs_of(corpus.duplicate_pairs()).items()}
    expected = {frozenset(pair): similarity for *pair, similarity in known["pairs"]}
    assert set(found) == set(expected)
    assert len(found) == 309
    assert max(abs(found[pair] - expected[pair]) for pair in expected) <= 5e-7  # six digits are given
    table = corpus.duplicates()
    assert set(table["document"]) == set(itertools.chain(*expected))
    assert table.groupby("group").size().sum() == table["document"].nunique() == 572


def test_duplicates__a_chain_is_one_group_though_its_ends_are_less_alike():
    words = [f"word{place}" for place in range(100)]
    texts = [" ".join([*(f"new{place}" for place in range(changed)), *words[changed:]]) for changed in (0, 12, 24)]
    corpus = corpus_of(*texts)
    table = corpus.duplicates(0.7)
    assert groups_of(table) == [["d0", "d1", "d2"]]
    assert table["jaccard"].tolist() == [1.0, 84 / 108, 72 / 120]
    assert table["jaccard"].tolist()[2] < 0.7 <= min(table["nearest_jaccard"])
    assert table["nearest"].tolist() == ["d1", "d0", "d1"]
    assert list(pairs_of(corpus.duplicate_pairs(0.7))) == [("d0", "d1"), ("d1", "d2")]


def test_duplicates__titles_case_and_signs_do_not_count():
    corpus = corpus_of({"text": WIRE, "title": "Snow"}, {"text": WIRE.upper().replace(" ", " - "), "title": "Ice"}, OTHER)
    assert groups_of(corpus.duplicates(1)) == [["d0", "d1"]]


def test_duplicates__the_earliest_document_names_the_group():
    corpus = corpus_of(
        {"text": WIRE},
        {"text": WIRE, "date": "2019-03-05"},
        {"text": WIRE, "date": "2019-03"},
        {"text": LATER, "date": "2019-03-01", "source": "Post", "title": "Roads closed"},
    )
    table = corpus.duplicates(0.6)
    assert table["document"].tolist() == ["d3", "d2", "d1", "d0"]  # the exact first of March before a day in March, undated last
    assert set(table["group"]) == {"d3"}
    assert table["days"].astype(object).where(table["days"].notna(), None).tolist() == [0, 0, 4, None]
    assert table.iloc[0][["date", "source", "title"]].tolist() == ["2019-03-01", "Post", "Roads closed"]
    assert table["n_documents"].tolist() == [4, 4, 4, 4]


def test_duplicates__short_texts_are_apart_unless_asked():
    corpus = corpus_of("blah blah blah", "Blah, blah, blah!", "blah blah", "", "", "...")
    assert len(corpus.duplicates(0.1)) == 0
    assert len(corpus.duplicate_pairs(0.1)) == 0
    assert groups_of(corpus.duplicates(0.1, short="equal")) == [["d0", "d1"]]
    assert corpus.duplicate_pairs(short="equal")["n_shared"].tolist() == [1]


def test_duplicates__a_short_text_is_not_like_a_long_one_that_repeats_it():
    corpus = corpus_of("one two", "one two one two one two one two", "one two")
    assert groups_of(corpus.duplicates(0.1, n=5, short="equal")) == [["d0", "d2"]]


def test_duplicates__across_sources_and_within_one():
    corpus = corpus_of(
        *({"text": WIRE, "source": source} for source in ("Post", "Post", "Gazette", None)), {"text": LATER, "source": "Post"}
    )
    assert groups_of(corpus.duplicates(0.6)) == [["d0", "d1", "d2", "d3", "d4"]]
    assert list(pairs_of(corpus.duplicate_pairs(0.6, across="source"))) == [("d0", "d2"), ("d1", "d2"), ("d2", "d4")]
    assert groups_of(corpus.duplicates(0.6, across="source")) == [["d0", "d1", "d2", "d4"]]
    assert list(pairs_of(corpus.duplicate_pairs(0.6, within="source"))) == [("d0", "d1"), ("d0", "d4"), ("d1", "d4")]
    assert corpus.duplicates(0.6, across="source")["nearest"].tolist() == ["d2", "d2", "d0", "d2"]


def test_duplicates__a_window_takes_pairs_that_are_surely_near_in_time():
    dates = ["2019-03-01", "2019-03-04", "2019-03-09", "2019-03", "2019-03-09", None]
    corpus = corpus_of(*({"text": WIRE, "date": date} for date in dates))
    assert list(pairs_of(corpus.duplicate_pairs(window_days=3))) == [("d0", "d1"), ("d2", "d4")]
    assert groups_of(corpus.duplicates(window_days=5)) == [["d0", "d1", "d2", "d4"]]
    assert ("d0", "d3") in pairs_of(corpus.duplicate_pairs(window_days=30))
    assert ("d0", "d3") not in pairs_of(corpus.duplicate_pairs(window_days=29))
    assert len(corpus.duplicate_pairs()) == 15


def test_duplicates__another_rule_cuts_what_is_written_without_blanks():
    corpus = corpus_of("北京今天下雪道路关闭学校停课", "北京今天下雪道路关闭学校放假", "议会今天通过了明年的预算方案")
    assert len(corpus.duplicates(0.5)) == 0
    assert groups_of(corpus.duplicates(0.5, rule="unicode-1")) == [["d0", "d1"]]


@pytest.mark.parametrize("corpus", [ns.corpus_from([]), corpus_of(""), corpus_of(WIRE), corpus_of(WIRE, OTHER)])
def test_duplicates__nothing_alike_gives_empty_tables(corpus):
    for table, schema in ((corpus.duplicates(), schemas.DUPLICATES), (corpus.duplicate_pairs(), schemas.DUPLICATE_PAIRS)):
        assert schema.check(table)["schema"] == schema.name
        assert len(table) == 0
    assert corpus.drop_duplicates().ids == corpus.with_syndication().ids == corpus.ids


def test_duplicates__settings_stand_in_the_table():
    table = corpus_of(WIRE, WIRE).duplicates(0.8, n=3, window_days=2, across="source")
    settings = schemas.record(table)["settings"]
    asked = {
        "threshold": 0.8,
        "n": 3,
        "window_days": 2,
        "across": "source",
        "within": None,
        "rule": "word-runs-1",
        "short": "apart",
    }
    assert {name: settings[name] for name in asked} == asked
    assert settings["n_documents"] == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 0}, "threshold must be a number from 0.1 to 1"),
        ({"threshold": True}, "threshold must be"),
        ({"threshold": "high"}, "threshold must be"),
        ({"threshold": float("nan")}, "threshold must be"),
        ({"n": 0}, "n must be a whole number of at least 1"),
        ({"n": 2.0}, "n must be"),
        ({"window_days": -1}, "window_days must be"),
        ({"across": "outlet"}, "across='outlet' is no column of the corpus"),
        ({"within": ["source"]}, "is no column"),
        ({"across": "source", "within": "section"}, "give one of them"),
        ({"rule": "words"}, "no term rule is called 'words'"),
        ({"short": "drop"}, "short must be 'apart' or 'equal'"),
    ],
)
def test_duplicates__senseless_settings_are_named(options, message):
    for ask in (corpus_of(WIRE).duplicates, corpus_of(WIRE).drop_duplicates, corpus_of(WIRE).with_syndication):
        with pytest.raises(InputError, match=message):
            ask(**options)


def test_duplicate_pairs__too_many_for_a_table_are_refused(monkeypatch):
    monkeypatch.setattr("newsstudy.corpus._duplicates.MOST_PAIRS", 9)
    with pytest.raises(InputError, match="there are 10 pairs, too many for a table"):
        corpus_of(*[WIRE] * 5).duplicate_pairs()


def test_duplicates__ten_thousand_equal_texts_take_no_square_of_time():
    table = ns.corpus_from([WIRE] * 10_000 + [LATER] * 10_000).duplicates(0.6)
    assert table["group"].nunique() == 1
    assert table["n_documents"].iloc[0] == 20_000


# -------------------------------------------------------------------- laws

WORDS = st.sampled_from(["a", "b", "c", "d", "e"])
DAYS = st.sampled_from([None, "2019-03-01", "2019-03-02", "2019-03-05", "2019-03", "2019"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"text": st.lists(WORDS, max_size=9).map(" ".join), "date": DAYS, "source": st.sampled_from([None, "Post", "Gazette"])}
    ),
    max_size=12,
)
OPTIONS = st.fixed_dictionaries(
    {
        "threshold": st.sampled_from([0.1, 0.25, 0.5, 0.7, 0.9, 1.0]),
        "n": st.integers(1, 4),
        "window_days": st.sampled_from([None, 0, 1, 4, 40]),
        "short": st.sampled_from(["apart", "equal"]),
    },
    optional={"across": st.just("source")},
)


@given(rows=ROWS, options=OPTIONS)
def test_duplicates__agree_with_comparing_everything(naive, rows, options):
    twin = naive("duplicates")
    corpus = corpus_of(*rows)
    documents = corpus.table.select(["id", "text", "date_from", "date_to", "source"]).to_pylist()
    expected = twin.pairs(documents, **options)
    assert pairs_of(corpus.duplicate_pairs(**options)) == expected
    table = corpus.duplicates(**options)
    assert groups_of(table) == twin.groups(documents, expected)
    sets = {row["id"]: twin.shingles(row["text"], options["n"], options["short"]) for row in documents}
    for row in table.itertuples():
        assert row.jaccard == twin.jaccard(sets[row.group], sets[row.document])
        assert row.nearest_jaccard == max(value for pair, value in expected.items() if row.document in pair)
        assert expected[
            (row.nearest, row.document) if (row.nearest, row.document) in expected else (row.document, row.nearest)
        ] == (row.nearest_jaccard)


@given(rows=ROWS, options=OPTIONS, random=st.randoms(use_true_random=False))
def test_duplicates__the_order_of_documents_plays_no_part(rows, options, random):
    rows = [{"id": f"d{place}", **row} for place, row in enumerate(rows)]
    shuffled = random.sample(rows, len(rows))
    for verb in ("duplicates", "duplicate_pairs"):
        one, other = (getattr(ns.corpus_from(given), verb)(**options) for given in (rows, shuffled))
        assert schemas.digest(one) == schemas.digest(other)


@given(rows=ROWS, n=st.integers(1, 4))
def test_duplicates__a_higher_threshold_finds_some_of_the_same_pairs(rows, n):
    corpus = corpus_of(*rows)
    low, middle, high = (set(pairs_of(corpus.duplicate_pairs(threshold, n=n))) for threshold in (0.3, 0.6, 0.9))
    assert high <= middle <= low


def many(n=300):
    """Texts of which some copy others with changes, and dates and sources for them."""
    random = np.random.default_rng(7)
    words = np.array([f"w{place}" for place in range(400)], object)
    rows = []
    for place in range(n):
        chosen = random.integers(0, 400, random.integers(3, 60))
        if place and random.random() < 0.6:
            chosen = rows[random.integers(0, place)]["words"].copy()
            chosen[random.integers(0, len(chosen), random.integers(0, 4))] = 1
        day = datetime.date(2019, 3, 1) + datetime.timedelta(int(random.integers(0, 20)))
        rows.append({"words": chosen, "date": day.isoformat(), "source": ["Post", "Gazette", None][random.integers(0, 3)]})
    return [{"id": f"d{place}", **row, "words": None, "text": " ".join(words[row["words"]])} for place, row in enumerate(rows)]


def test_duplicates__threads_and_blocks_play_no_part(monkeypatch, naive):
    corpus = ns.corpus_from(many())
    whole = corpus.duplicates(window_days=6), corpus.duplicate_pairs(0.5)
    documents = corpus.table.select(["id", "text", "date_from", "date_to", "source"]).to_pylist()
    assert pairs_of(whole[1]) == naive("duplicates").pairs(documents, 0.5)
    assert len(whole[0]) > 100
    for size, threads in ((1 << 10, 1), (1 << 8, 3), (1, 2)):
        monkeypatch.setattr(_near, "PART_BYTES", 4 * size)
        monkeypatch.setattr(_near, "BLOCK_BYTES", size)
        with ns.use_engine(threads=threads):
            found = corpus.duplicates(window_days=6), corpus.duplicate_pairs(0.5)
        assert [schemas.digest(table) for table in found] == [schemas.digest(table) for table in whole]


@pytest.mark.parametrize("threshold", [0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.99, 1.0])
def test_bands__overlook_a_millionth_of_the_pairs_at_the_threshold(threshold):
    n_bands, n_rows = _near.bands(threshold)
    assert (1 - threshold**n_rows) ** n_bands <= 1e-6
    assert n_bands * n_rows <= 256 or n_rows == 1


# -------------------------------------------------------------------- what is done with them


def printed():
    return corpus_of(
        {"text": LATER + " and longer than the others", "source": "Gazette", "date": "2019-03-06"},
        {"text": WIRE, "source": "Post", "date": "2019-03-05"},
        {"text": OTHER, "source": "Post", "date": "2019-03-05"},
        {"text": WIRE, "source": "Herald", "date": "2019-03-07"},
    )


@pytest.mark.parametrize(
    ("keep", "kept", "merged"), [("earliest", "d1", "d0 d3"), ("longest", "d0", "d1 d3"), ("first", "d0", "d1 d3")]
)
def test_drop_duplicates__keeps_one_and_names_it_in_the_ledger(keep, kept, merged):
    corpus = printed().drop_duplicates(keep, threshold=0.5)
    assert corpus.ids == sorted([kept, "d2"])
    line = corpus.ledger.table.iloc[-1]
    assert (line["outcome"], line["reason"], line["count"], line["ids"]) == ("merged", f"near-duplicates of {kept}", 2, merged)
    corpus.ledger.check()
    assert corpus.ledger.alive("document") == 2
    assert corpus[kept]["n_copies"] == 3
    assert corpus[kept]["copy_sources"] == "Gazette; Herald; Post"
    assert (corpus["d2"]["n_copies"], corpus["d2"]["copy_sources"]) == (1, "Post")


def test_drop_duplicates__copies_of_copies_add_up():
    exact = printed().drop_duplicates(threshold=1)
    assert exact.ids == ["d0", "d1", "d2"]
    twice = exact.drop_duplicates(threshold=0.5)
    assert twice["d1"]["n_copies"] == 3
    assert twice["d1"]["copy_sources"] == "Gazette; Herald; Post"
    assert twice.ledger.alive("document") == 2


def test_drop_duplicates__passes_its_options_on():
    assert printed().drop_duplicates(threshold=0.5, window_days=0).ids == printed().ids
    assert printed().drop_duplicates(threshold=0.5, within="source").ids == printed().ids
    told = printed().drop_duplicates(threshold=0.5, window_days=1, across="source", short="equal").ledger.table["reason"]
    assert (
        "Jaccard of 5-word runs at least 0.5 (word-runs-1), within 1 days, different source, equal short texts too"
        in told.iloc[2]
    )


def test_drop_duplicates__works_on_paragraphs_too():
    paragraphs = corpus_of(WIRE + "\n\n" + OTHER, OTHER).split("paragraph")
    kept = paragraphs.drop_duplicates()
    assert kept.ids == ["d0/p001", "d0/p002"]
    assert kept.ledger.alive("paragraph") == 2


@pytest.mark.parametrize("keep", ["last", None, 1, ["first"]])
def test_drop_duplicates__an_unknown_keep_is_refused(keep):
    with pytest.raises(InputError, match="keep must be one of 'earliest', 'longest', 'first'"):
        printed().drop_duplicates(keep)


def test_drop_duplicates__a_column_of_that_name_is_not_overwritten():
    corpus = corpus_of({"text": WIRE, "n_copies": "many"}, WIRE)
    with pytest.raises(InputError, match="has a column 'n_copies' of large_string values already"):
        corpus.drop_duplicates()


def test_with_syndication__marks_groups_and_leaves_the_others_empty():
    corpus = printed().with_syndication(0.5)
    assert corpus.table["syndication"].to_pylist() == ["d1", "d1", None, "d1"]
    assert corpus.ledger.table["reason"].iloc[-1].startswith("3 in 1 groups of near-duplicates, column 'syndication'")
    assert printed().with_syndication(0.5, column="story").column_names[-1] == "story"
    for column in ("", None, "text", "date", "parent"):
        with pytest.raises(InputError, match="column must be a name"):
            printed().with_syndication(column=column)


def test_with_syndication__keyness_resamples_stories(article):
    rows = [
        {"text": text, "side": "one" if place < 5 else "other"} for place, text in enumerate(article.split("paragraph").texts)
    ]
    corpus = ns.corpus_from([*rows, *rows]).with_syndication(short="equal")
    counts = corpus.tokenize().count()
    alone, clustered = (
        ns.keyness(counts, {"side": "one"}, cluster=cluster, n_resamples=200).set_index("term")
        for cluster in (None, "syndication")
    )
    wide = clustered["log_ratio_high"] - clustered["log_ratio_low"]
    assert (wide - (alone["log_ratio_high"] - alone["log_ratio_low"]) > 0).mean() > 0.9
