import datetime
import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.keywords._kwic_order import in_order, sampled

ROWS = [
    {"id": "d1", "text": "Peace now. The war ended, and peace came.", "date": "2020-05-02", "source": "Post", "n": 3},
    {"id": "d2", "text": "No peace, no war; the peace talks failed.", "date": "2019-01", "source": "Gazette", "r": 0.5},
    {"id": "d3", "text": "War! The peace of the north.", "source": "Post", "n": 4},
]


@pytest.fixture(scope="module")
def tokens():
    return ns.corpus_from(ROWS).tokenize()


@pytest.fixture(scope="module")
def opened(tokens, tmp_path_factory):
    folder = tmp_path_factory.mktemp("opened") / "tokens"
    tokens.save(folder)
    return ns.open_tokens(folder)


def lines(table):
    return table[["left", "node", "right"]].values.tolist()


def test_kwic__the_spans_point_at_the_node(article):
    text = article.texts[0].encode()
    for row in ns.kwic(article.tokenize(), "Putin").itertuples():
        assert text[row.start : row.start + row.length].decode() == row.node == "Putin"


def test_kwic__shows_the_text_as_printed_within_the_document():
    tokens = ns.corpus_from(["One two.\nThree, “four” five!", "four"]).tokenize()
    table = ns.kwic(tokens, "four", window=2)
    assert lines(table) == [["two. Three, “", "four", "” five"], ["", "four", ""]]


def test_kwic__protected_capitals_are_another_word(article):
    tokens = article.tokenize("news-en-1")
    assert len(ns.kwic(tokens, "US")) == 3
    assert len(ns.kwic(tokens, "us")) == 0


def test_kwic__phrases_and_patterns(article):
    tokens = article.tokenize()
    assert ns.kwic(tokens, "Vladimir Putin").node.tolist() == ["Vladimir Putin"]
    assert set(ns.kwic(tokens, "diploma*").node) == {"diplomatic", "diplomacy"}
    assert set(ns.kwic(tokens, re.compile("^diploma")).node) == {"diplomatic", "diplomacy"}


@given(st.lists(st.text(max_size=20), min_size=1, max_size=3), st.integers(1, 4))
def test_kwic__every_occurrence_of_every_term_is_found(texts, window):
    tokens = ns.corpus_from([text.encode("utf-8", "ignore").decode() for text in texts]).tokenize()
    term_of = tokens.vocabulary.terms
    for number, term in enumerate(term_of[:3]):
        if any(letter in term for letter in "*? "):
            continue
        table = ns.kwic(tokens, term, window=window)
        assert set((tokens.ids == number).nonzero()[0]) <= set(table.token)


# ---------------------------------------------------------------- windows and bounds


def test_kwic__a_sentence_can_be_the_bound_and_the_whole_line(tokens):
    table = ns.kwic(tokens, "peace", window=(2, 1), bounds="sentence")
    assert lines(table)[:2] == [["", "Peace", "now"], ["ended, and", "peace", "came"]]
    whole = ns.kwic(tokens, "peace", window=None, bounds="sentence")
    assert lines(whole)[1] == ["The war ended, and", "peace", "came"]
    assert whole.attrs["newsstudy"]["settings"]["window"] is None
    assert lines(ns.kwic(tokens, "peace", window=10**30))[-1] == ["War! The", "peace", "of the north"]


@given(
    st.lists(st.lists(st.sampled_from([*"abc", "a.", "b!"]), max_size=12), min_size=1, max_size=3),
    st.integers(0, 3),
    st.integers(1, 3),
    st.booleans(),
)
def test_kwic__windows_equal_a_plain_walk_over_the_tokens(documents, left, right, by_sentence):
    tokens = ns.corpus_from([" ".join(words).replace(".", ".\n\n").replace("!", "!\n\n") for words in documents]).tokenize()
    table = ns.kwic(tokens, "a", window=(left, right), bounds="sentence" if by_sentence else "document")
    for row in table.itertuples():
        document = int(tokens.document_numbers[row.token])
        place = [
            (int(tokens.document_numbers[i]), int(tokens.sentences[i]) if by_sentence else 0) for i in range(len(tokens.ids))
        ]
        near = [i for i in range(len(tokens.ids)) if place[i] == place[row.token] and -left <= i - row.token <= right]
        text = tokens.corpus.texts[document]
        begin, end = (int(tokens.starts[near[0]]), int(tokens.starts[near[-1]] + tokens.lengths[near[-1]]))
        shown = " ".join(text.encode()[begin:end].decode().split())
        assert re.sub(r"\s", "", row.left + row.node + row.right) == re.sub(r"\s", "", shown)


@pytest.mark.parametrize("window", [0, -1, 2.5, True, (0, 0), (1,), (1, -1), (True, 2), "7", None])
def test_kwic__a_window_is_a_positive_number(article, window):
    with pytest.raises(InputError, match="window"):
        ns.kwic(article.tokenize(), "Putin", window=window)


# ---------------------------------------------------------------- several patterns


def test_kwic__of_overlapping_patterns_the_earliest_and_longest_is_shown(article):
    tokens = article.tokenize()
    table = ns.kwic(tokens, ["Putin", "Vladimir Putin", "Vladimir"])
    assert table.node.tolist().count("Vladimir Putin") == 1
    assert len(table) == article.texts[0].count("Putin")
    assert "label" not in table


def test_kwic__labels_have_lines_of_their_own(tokens):
    wanted = {"violence": ["war"], "calm": ["peace", "peace talks"], "north": "*th"}
    table = ns.kwic(tokens, wanted, window=1, sort="label 1L")
    assert table.label.tolist() == ["violence"] * 3 + ["calm"] * 5 + ["north"]
    assert table.node.tolist()[3:8].count("peace talks") == 1
    assert table.equals(ns.kwic(tokens, ns.Dictionary(wanted), window=1, sort="label 1L"))
    nested = ns.kwic(tokens, {"topic": {"calm": "peace", "violence": "war"}})
    assert set(nested.label) == {"topic.calm", "topic.violence"}
    assert nested.attrs["newsstudy"]["settings"]["pattern"] == {"topic.calm": ["peace"], "topic.violence": ["war"]}


@pytest.mark.parametrize(
    "pattern", [[], {}, {"a": []}, {"a": 1}, {1: "a"}, [None], {"a", "b"}, b"x", re.compile(b"xy"), "", "!", None]
)
def test_kwic__what_is_no_pattern_is_refused(tokens, pattern):
    with pytest.raises(InputError):
        ns.kwic(tokens, pattern)


def test_golden__two_patterns_are_those_of_quanteda_in_order_of_the_text(golden):
    (given,) = (one for one in golden("concordance") if one["id"] == "kwic-two-patterns")
    table = ns.kwic(ns.corpus_from([given["inputs"]["text"]]).tokenize("unicode-1"), given["inputs"]["patterns"], window=3)
    expected = given["expected"]
    assert (table.token + 1).tolist() == expected["from"]
    assert lines(table) == [list(row) for row in zip(expected["pre"], expected["keyword"], expected["post"], strict=True)]


def test_golden__a_line_of_corpustools(golden):
    (given,) = (one for one in golden("concordance") if one["id"] == "corpustools-kwic")
    (row,) = lines(ns.kwic(ns.corpus_from(list(given["inputs"]["docs"].values())).tokenize(), given["inputs"]["query"], window=2))
    assert f"...{row[0]} <{row[1]}> {row[2]}..." == given["expected"]["kwic"]


# ---------------------------------------------------------------- order


def beside(tokens, row, place, bounds):
    """The term at a place beside a match, "" where there is none: what "1R" and its like order by."""
    first, n = row.token, len(tokens.fold(row.node))
    at = first + place if place < 0 else first + n - 1 + place
    if not 0 <= at < len(tokens.ids) or tokens.document_numbers[at] != tokens.document_numbers[first]:
        return ""
    edge = first if place < 0 else first + n - 1
    if bounds == "sentence" and tokens.sentences[at] != tokens.sentences[edge]:
        return ""
    return tokens.vocabulary[int(tokens.ids[at])]


@pytest.mark.parametrize("bounds", ["document", "sentence"])
@pytest.mark.parametrize("places", [(1,), (-1,), (2, 1), (1, 2, 3), (-2, 1), (-9,), (3, -3)])
@pytest.mark.parametrize("pattern", ["the", "*a*", "to *"])
def test_kwic__order_by_context_is_that_of_the_terms_by_code_point(article, places, pattern, bounds):
    tokens = article.split("paragraph").tokenize()
    plain = ns.kwic(tokens, pattern, bounds=bounds)
    expected = sorted(plain.itertuples(), key=lambda row: [*(beside(tokens, row, place, bounds) for place in places), row.token])
    names = [f"{abs(place)}{'L' if place < 0 else 'R'}" for place in places]
    for n in (None, 1, 5, len(plain)):
        table = ns.kwic(tokens, pattern, bounds=bounds, sort=" ".join(names), n=n)
        assert table.token.tolist() == [row.token for row in expected][:n]
    assert (
        ns.kwic(tokens, pattern, bounds=bounds, sort=[name.lower() for name in names]).attrs["newsstudy"]["settings"]["sort"]
        == names
    )


def test_kwic__order_by_node_document_and_columns(tokens):
    by_node = ns.kwic(tokens, ["peace", "war", "peace talks"], sort="node 1R")
    assert [node.lower() for node in by_node.node] == ["peace"] * 4 + ["peace talks"] + ["war"] * 3
    by_date = ns.kwic(tokens, "peace", sort="date", columns="date")
    assert by_date.date.fillna("-").tolist() == ["2019-01", "2019-01", "2020-05-02", "2020-05-02", "-"]
    assert ns.kwic(tokens, "peace", sort="document").token.is_monotonic_increasing
    source = ns.kwic(tokens, "peace", sort=["source", "1R"], columns=["source"])
    assert source.source.tolist() == ["Gazette"] * 2 + ["Post"] * 3
    assert source.right.str.split().str[0].tolist()[2:] == ["came", "now.", "of"]


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 2)), max_size=40), st.integers(1, 45))
def test_order__the_first_n_are_those_of_the_whole_order(pairs, n):
    values = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    keys = [lambda chosen: values[chosen, 0], lambda chosen: values[chosen, 1]]
    expected = sorted(range(len(pairs)), key=lambda i: (*pairs[i], i))
    everything = np.arange(len(pairs))
    assert in_order(keys, everything, n).tolist() == expected[:n]
    assert in_order(keys, everything, None).tolist() == expected
    assert in_order([], everything, n).tolist() == list(range(len(pairs)))[:n]


@pytest.mark.parametrize("sort", ["0R", "R", "colour", "1R colour", ["1R", 2], 7, b"1R", "label", "99999R"])
def test_kwic__an_unknown_order_is_refused_and_the_known_are_named(tokens, sort):
    with pytest.raises(InputError, match="sort"):
        ns.kwic(tokens, "peace", sort=sort)


# ---------------------------------------------------------------- how many


def test_kwic__limits_and_samples_say_how_many_there_are(tokens):
    first = ns.kwic(tokens, "peace", n=2)
    assert first.token.tolist() == ns.kwic(tokens, "peace").token.tolist()[:2]
    assert first.attrs["newsstudy"]["settings"]["n_matches"] == 5
    drawn = ns.kwic(tokens, "peace", sample=3, rng=1)
    assert drawn.equals(ns.kwic(tokens, "peace", sample=3, rng=1))
    assert drawn.token.is_monotonic_increasing
    assert set(drawn.token) < set(ns.kwic(tokens, "peace").token)
    assert len(ns.kwic(tokens, "peace", sample=100)) == 5
    assert ns.kwic(tokens, "peace", sample=3, rng=1, sort="1R", n=1).token[0] in set(drawn.token)


@given(st.integers(0, 300), st.integers(1, 60), st.integers(0, 5))
def test_sample__draws_so_many_different_ones_in_order(n_matches, n, seed):
    drawn = sampled(n_matches, n, seed).tolist()
    assert len(drawn) == min(n, n_matches)
    assert drawn == sorted(set(drawn))
    assert not drawn or (drawn[0] >= 0 and drawn[-1] < n_matches)


@pytest.mark.parametrize(("n_matches", "n"), [(6, 2), (40, 2)])
def test_sample__every_match_is_drawn_equally_often(n_matches, n):
    times = np.bincount(np.concatenate([sampled(n_matches, n, seed) for seed in range(3000)]), minlength=n_matches)
    expected = 3000 * n / n_matches
    assert ((times - expected) ** 2 / expected).sum() < n_matches + 5 * np.sqrt(2 * n_matches)


@pytest.mark.parametrize("wrong", [{"n": 0}, {"n": 1.5}, {"sample": True}, {"sample": -1}, {"sample": 2, "rng": None}])
def test_kwic__limits_are_positive_numbers(tokens, wrong):
    with pytest.raises(InputError):
        ns.kwic(tokens, "peace", **wrong)


# ---------------------------------------------------------------- what stands beside


def test_kwic__columns_of_the_corpus_stand_beside_the_lines(tokens):
    table = ns.kwic(tokens, "war", columns=["date", "n", "r", "date_from", "source"])
    assert list(table.columns) == [*schemas.KWIC.names, "date", "n", "r", "date_from", "source"]
    assert table.n.tolist()[0] == 3
    assert table.n.isna().tolist() == [False, True, False]
    assert table.r.tolist()[1] == 0.5
    assert table.date_from.tolist()[:2] == [str(datetime.date(2020, 5, 2)), "2019-01-01"]
    assert not schemas.record(table)["edited"]
    schemas.KWIC.check(table)


@pytest.mark.parametrize("columns", [["colour"], ["text"], [1], 7, b"date", ["document"]])
def test_kwic__columns_that_cannot_be_shown_are_refused(tokens, columns):
    with pytest.raises(InputError, match="column"):
        ns.kwic(tokens, "peace", columns=columns)


def test_kwic__a_column_of_the_corpus_may_not_hide_one_of_the_table(article):
    with pytest.raises(InputError, match="stands in the table already"):
        ns.kwic(article.split("sentence").tokenize(), "Putin", columns=["start"])


def test_kwic__a_table_with_further_columns_can_be_saved_and_drawn(tokens, tmp_path):
    table = ns.kwic(tokens, {"calm": "peace"}, columns=["date", "n"], sort="date")
    with ns.Study(tmp_path / "study") as study:
        study.save_table(table, "lines", excel_safe=True)
        study.save_figure(ns.figures.kwic(table), "lines")
    header = (tmp_path / "study" / "lines.csv").read_text("utf-8").splitlines()[0]
    assert header == "document,token,sentence,left,node,right,start,length,label,date,n"
    assert ns.verify(tmp_path / "study").ok


# ---------------------------------------------------------------- any tokens, any store


QUESTIONS = [
    {"pattern": "peace"},
    {"pattern": "peace talks"},
    {"pattern": "*a*", "sort": "1R 1L", "n": 4},
    {"pattern": {"x": ["war", "peace"]}, "bounds": "sentence", "sort": "date 2L", "columns": ["source"]},
    {"pattern": "the", "sample": 2},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["pattern"]))
def test_kwic__opened_tokens_and_a_corpus_on_disk_give_the_same_table(tokens, opened, question, tmp_path, monkeypatch):
    from newsstudy.corpus import _parts, _store
    from newsstudy.keywords import _kwic

    expected = ns.kwic(tokens, **question)
    assert ns.kwic(opened, **question).equals(expected)
    monkeypatch.setattr(_parts, "PART_BYTES", 30)
    monkeypatch.setattr(_store, "MEMORY_BYTES", 0)
    monkeypatch.setattr(_kwic, "DOCUMENTS", 2)
    tokens.corpus.save(tmp_path / "corpus")
    stored = ns.open_corpus(tmp_path / "corpus")
    assert stored.on_disk
    table = ns.kwic(stored.tokenize(), **question)
    assert table.equals(expected)
    assert table.attrs == expected.attrs


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_kwic__is_the_same_for_any_number_of_threads(tokens, threads, monkeypatch):
    from newsstudy.keywords import _kwic_order

    expected = ns.kwic(tokens, "*", sort="1R 2L", n=20)
    monkeypatch.setattr(_kwic_order, "BLOCK", 3)
    with ns.use_engine(threads=threads):
        assert ns.kwic(tokens, "*", sort="1R 2L", n=20).equals(expected)


def test_kwic__segmented_dropped_and_padded_tokens_show_the_text(tokens):
    chinese = ns.corpus_from(["我 爱 北京 天安门"]).tokenize("unicode-1", segmenter=str.split)
    assert lines(ns.kwic(chinese, "北京", window=1)) == [["爱", "北京", "天安门"]]
    content = tokens.drop("function words")
    assert lines(ns.kwic(content, "peace", window=1))[1] == ["ended, and", "peace", "came"]
    padded = tokens.drop("function words", padding=True)
    assert lines(ns.kwic(padded, "peace", window=1))[1] == ["and", "peace", "came"]
    # A hole is no word: it comes before any.
    holes = ns.kwic(padded, "peace", sort="1L", window=1).left.tolist()
    assert holes == ["", "and", "No", "the", "The"]


def test_kwic__raw_places_of_a_cleaned_text_are_a_step_away():
    corpus = ns.corpus_from(["PARIS (AFP) - Snow&nbsp;fell."]).clean(["html_leftovers", "agency_slug"])
    tokens = corpus.tokenize()
    (place,) = ns.kwic(tokens, "fell").token
    assert tokens.locate(place)["raw_start"] == 24


def test_kwic__counts_are_refused_with_the_reason(article):
    with pytest.raises(InputError, match="Tokens"):
        ns.kwic(article.tokenize().count(), "Putin")


def test_kwic__nothing_found_is_an_empty_table(tokens):
    for question in ({}, {"sort": "1R node date"}, {"sample": 3}, {"columns": ["date", "n"]}):
        table = ns.kwic(tokens, "zeppelin", **question)
        assert len(table) == 0
        schemas.KWIC.check(table)
    assert len(ns.kwic(ns.corpus_from([""]).tokenize(), {"a": ["b c"]}, sort="label")) == 0


# ---------------------------------------------------------------- occurrences


def test_occurrences__a_label_counts_overlapping_patterns_once(article):
    table = ns.occurrences(article.tokenize(), {"Putin": ["Vladimir Putin", "Putin"]})
    text = article.texts[0].encode()
    names = [text[row.start : row.start + row.length].decode() for row in table.itertuples()]
    assert names.count("Vladimir Putin") == 1
    assert len(names) == article.texts[0].count("Putin")


def test_occurrences__positions_run_through_the_whole_text(article):
    tokens = article.split("paragraph").tokenize()
    table = ns.occurrences(tokens, "Ukraine")
    assert table.position.tolist() == (table.token / len(tokens.ids)).tolist()
    assert table.token.is_monotonic_increasing
    assert (table.document == [tokens.corpus.ids[i] for i in table.document_number]).all()


def test_occurrences__a_label_that_does_not_occur_stays_in_the_settings(article):
    table = ns.occurrences(article.tokenize(), ["Putin", "Zeppelin"])
    assert table.attrs["newsstudy"]["settings"]["labels"] == ["Putin", "Zeppelin"]


def test_occurrences__an_empty_label_is_refused(article):
    with pytest.raises(InputError, match="at least one pattern"):
        ns.occurrences(article.tokenize(), {"Putin": []})


def test_occurrences__opened_tokens_give_the_same_table(tokens, opened):
    wanted = {"calm": ["peace talks", "peace"], "war": re.compile("^war$")}
    assert ns.occurrences(opened, wanted).equals(ns.occurrences(tokens, wanted))
    assert list(itertools.chain(ns.occurrences(opened, [re.compile("x"), "war"]).attrs["newsstudy"]["settings"]["labels"])) == [
        "/x/",
        "war",
    ]
