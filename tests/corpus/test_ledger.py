"""The ledger adds up: at each step, in each branch, through any sequence of verbs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus.ledger import Entry, step
from newsstudy.errors import InputError, NewsstudyError

START = [
    {"text": "One. Two.\nThree.", "source": "Post", "date": "2019"},
    {"text": " \n ", "source": "Post", "date": "2019-03"},
    {"text": "Four.", "source": None, "date": "2020-01-02"},
    {"text": "Four.", "source": None, "date": "2020-01-02"},
    {"text": "", "source": "Gazette", "date": None},
]
VERBS = {
    "where": lambda corpus: corpus.where("date >= '2019-03'"),
    "where not": lambda corpus: corpus.where("not source == 'Post'"),
    "where mask": lambda corpus: corpus.where([row % 2 == 0 for row in range(len(corpus))]),
    "sample": lambda corpus: corpus.sample(len(corpus) // 2),
    "paragraph": lambda corpus: corpus.split("paragraph"),
    "sentence": lambda corpus: corpus.split("sentence"),
    "metadata": lambda corpus: corpus.with_metadata([{"source": "Post", "owner": "X"}], on="source"),
    "concat": lambda corpus: ns.concat([corpus, corpus.where("source is missing")]),
}


@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=6))
def test_ledger__adds_up_through_any_sequence_of_verbs(verbs):
    corpus = ns.corpus_from(START)
    for verb in verbs:
        before, unit = len(corpus), corpus.ledger.unit
        try:
            after = VERBS[verb](corpus)
        except NewsstudyError:  # a sentence does not split again
            assert verb in ("paragraph", "sentence")
            continue
        after.ledger.check()
        assert after.ledger.alive(after.ledger.unit) == len(after)
        lines = [entry for entry in after.ledger.entries[len(corpus.ledger) :] if entry.unit == unit and entry.branch == ""]
        if verb != "concat":
            counts = {entry.outcome: 0 for entry in lines}
            for entry in lines:
                counts[entry.outcome] += entry.count
            assert before == counts["kept"] + counts.get("dropped", 0) + counts.get("merged", 0)
            assert after.ledger.entries[: len(corpus.ledger)] == corpus.ledger.entries
        assert len(set(after.ids)) == len(after)
        corpus = after


def test_ledger__every_document_that_went_is_named():
    corpus = ns.corpus_from(START)
    later = corpus.where("date >= '2020'")
    named = [name for entry in later.ledger.entries for name in entry.ids]
    assert sorted([*named, *later.ids]) == sorted(corpus.ids)


@pytest.mark.parametrize(
    "entries",
    [
        [Entry("document", "read", "made", "", 3), *step("document", "read", 2)],
        [Entry("document", "read", "made", "", 3), *step("document", "read", 2, [("dropped", "x", ["a", "b"])])],
        [Entry("document", "read", "dropped", "x", 1, ("a",))],
        [Entry("document", "read", "made", "", 1), Entry("document", "read", "dropped", "x", 1, ("a", "b"))],
        [Entry("document", "read", "made", "", 3), Entry("document", "read", "kept", "", 4)],
    ],
)
def test_check__finds_a_ledger_that_does_not_add_up(entries):
    with pytest.raises(InputError, match="does not add up"):
        ns.Ledger().and_then(entries).check()


def test_table__ids_with_blanks_stay_apart():
    ledger = ns.Ledger().and_then(
        [Entry("file", "read", "made", "", 2), *step("file", "read", 0, [("dropped", "x", ["a b.txt", "100%.txt"])])]
    )
    assert ledger.table["ids"].tolist() == ["", "", "a%20b.txt 100%25.txt"]
    assert ns.Ledger.from_json(ledger.to_json()) == ledger


def test_table__is_a_copy(article):
    table = article.ledger.table
    table["count"] = 0
    assert article.ledger.table["count"].tolist() == [1, 1, 1, 1]


def test_ledger__shows_the_first_of_many_reasons():
    gone = [("merged", f"near-duplicates of d{place}", [f"e{place}", f"f{place}"]) for place in range(1500)]
    ledger = ns.corpus_from(["One."] * 4000).ledger.and_then(step("document", "drop_duplicates", 1000, gone))
    shown = repr(ledger).split("\n")
    assert len(shown) == 1 + 3 + 10 + 1
    assert shown[-2] == "  drop_duplicates: 2 documents merged: near-duplicates of d9"
    assert shown[-1] == "  drop_duplicates: 2,980 documents merged: for 1,490 more reasons"
    assert "for 1,490 more reasons" in ledger._repr_html_()
    assert len(ledger.table) == len(ledger.to_json()) == 3 - 1 + 1 + 1500
