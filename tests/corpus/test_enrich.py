"""What is added to documents afterwards: languages told by the texts, dates read under an order, and the rules that fired."""

import pytest

import newsstudy as ns
from newsstudy.corpus.columns import date_rules
from newsstudy.errors import InputError

GERMAN = "Der Rat stimmte am Dienstag für den neuen Hafen, die Arbeiten beginnen im Herbst."
ENGLISH = "The council voted for the new harbour on Tuesday, and work on it begins in the autumn."


@pytest.fixture
def mixed():
    return ns.corpus_from(
        [
            {"id": "a", "text": GERMAN},
            {"id": "b", "text": ENGLISH, "language": "cy"},
            {"id": "c", "text": "Snow."},
            {"id": "d", "text": "1 2 3 4 5 6 7 8 9 " * 5, "language": ""},
        ]
    )


def test_with_language__fills_what_is_missing_and_says_so(mixed):
    corpus = mixed.with_language(languages=["de", "en"])
    assert corpus.table["language"].to_pylist()[:3] == ["de", "cy", None]
    assert mixed.table["language"].to_pylist()[:3] == [None, "cy", None]
    corpus.ledger.check()
    reason = corpus.ledger.entries[-1].reason
    assert "told by py3langid" in reason
    assert "1 had one already; 1 have fewer than 40 characters" in reason
    assert reason.endswith("among de, en")
    assert corpus.texts == mixed.texts


def test_with_language__overwrites_only_when_told_to(mixed):
    assert mixed.with_language(overwrite=True).table["language"].to_pylist()[:3] == ["de", "en", None]
    assert mixed.with_language(min_characters=3).table["language"].to_pylist()[2] is not None


def test_with_language__of_an_empty_corpus_and_of_sentences(mixed):
    empty = mixed.where("id == 'x'")
    assert len(empty.with_language()) == 0
    sentences = ns.corpus_from([{"text": f"{GERMAN} {ENGLISH}"}]).split("sentence").with_language()
    assert sentences.table["language"].to_pylist() == ["de", "en"]
    assert sentences.ledger.unit == "sentence"


@pytest.mark.parametrize("options", [{"min_characters": 0}, {"min_characters": True}, {"languages": ["xx"]}, {"languages": []}])
def test_with_language__refuses_what_makes_no_sense(mixed, options):
    with pytest.raises(InputError):
        mixed.with_language(**options)


DATED = [
    {"id": "a", "text": "x", "date": "03/04/2019", "language": "en"},
    {"id": "b", "text": "x", "date": "03.04.2019 10:30", "language": "de"},
    {"id": "c", "text": "x", "date": "2019-05-01"},
    {"id": "d", "text": "x", "date": "someday"},
    {"id": "e", "text": "x"},
    {"id": "f", "text": "x", "date": "25/12/2019"},
    {"id": "g", "text": "x", "date": "Sonntag, 1. März 2019", "language": "de"},
    {"id": "h", "text": "x", "date": "Dec. 30, 2018 – Jan. 2, 2019"},
]


def test_corpus__reads_written_dates_and_counts_the_rules():
    corpus = ns.corpus_from(DATED)
    assert corpus.table["date"].to_pylist() == [None, None, "2019-05-01", None, None, "2019-12-25", "2019-03-01", None]
    assert corpus.table["date_raw"].to_pylist() == [row.get("date") for row in DATED]
    assert corpus.table["date_from"].to_pylist()[7].isoformat() == "2018-12-30"
    assert date_rules(corpus.table) == {
        "ISO 8601": 1,
        "a figure above 12 settles the month": 1,
        "day or month undecided": 2,
        "no date": 1,
        "not understood": 1,
        "range": 1,
        "weekday differs": 1,
    }


def test_report__says_by_which_rule_dates_were_read(tmp_path):
    corpus = ns.corpus_from(DATED)
    corpus.save(tmp_path / "c")
    for one in (corpus, ns.open_corpus(tmp_path / "c")):
        assert one.report.date_rules == date_rules(corpus.table)
        assert {"rule": "weekday differs", "n_documents": 1} in one.report.to_dict()["dates"]
        assert "weekday differs" in str(one.report)


def test_range_over_the_turn_of_a_year__is_found_by_its_days():
    corpus = ns.corpus_from(DATED)
    assert corpus.where("date >= '2018-12' and date <= '2019-01'").ids == ["h"]


@pytest.mark.parametrize(
    ("order", "dates", "n_read"),
    [
        ("dmy", ["2019-04-03", "2019-04-03T10:30"], 2),
        ("mdy", ["2019-03-04", "2019-03-04T10:30"], 2),
        ("language", [None, "2019-04-03T10:30"], 1),
    ],
)
def test_with_dates__reads_what_was_undecided_under_the_order_given(order, dates, n_read):
    before = ns.corpus_from(DATED)
    corpus = before.with_dates(order=order)
    assert corpus.table["date"].to_pylist()[:2] == dates
    assert corpus.table["date"].to_pylist()[2:] == before.table["date"].to_pylist()[2:]
    assert corpus.table["date_from"].to_pylist()[2:] == before.table["date_from"].to_pylist()[2:]
    assert corpus.table["date_raw"].equals(before.table["date_raw"])
    corpus.ledger.check()
    assert corpus.ledger.entries[-1].reason == f"{n_read} of 3 undecided dates read as {order}"
    assert date_rules(corpus.table)["day or month undecided" if order == "language" else "given"] == (
        1 if order == "language" else 2
    )


def test_with_dates__refuses_another_order():
    with pytest.raises(InputError, match="order must be 'dmy', 'mdy' or 'language'; got 'ymd'"):
        ns.corpus_from(DATED).with_dates(order="ymd")


def test_with_metadata__reads_written_dates_too():
    corpus = ns.corpus_from([{"id": "a", "text": "x", "language": "fi"}])
    assert corpus.with_metadata([{"id": "a", "date": "7. lokakuuta 2018"}]).table["date"].to_pylist() == ["2018-10-07"]
