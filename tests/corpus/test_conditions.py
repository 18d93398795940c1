"""The grammar of conditions, its three values, and its errors, which point at the place."""

import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.corpus.conditions import decide, mask, words
from newsstudy.errors import ConditionError

TABLE = ns.corpus_from(
    [
        {
            "text": "a",
            "source": "Guardian",
            "date": "2019-03-07",
            "page": "1",
            "n": 1,
            "share": 0.5,
            "front": True,
            "odd name": "x",
        },
        {"text": "b", "source": "Times", "date": "2019-03", "page": "2", "n": 2, "share": 1.5, "front": False, "odd name": "y"},
        {
            "text": "c",
            "source": None,
            "date": "2019",
            "page": "3",
            "n": None,
            "share": float("nan"),
            "front": None,
            "odd name": None,
        },
        {
            "text": "d",
            "source": "O'Neil's \"Post\"",
            "date": "June 4",
            "page": "4",
            "n": -4,
            "share": 2.0,
            "front": True,
            "odd name": "z",
        },
    ]
).table


def taken(condition):
    return "".join(letter for letter, yes in zip("abcd", mask(TABLE, condition).tolist(), strict=True) if yes)


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("source == 'Guardian'", "a"),
        ('source == "Guardian"', "a"),
        ("'Guardian' == source", "a"),
        ("source != 'Guardian'", "bd"),
        ("not source == 'Guardian'", "bd"),
        ("not not source == 'Guardian'", "a"),
        ("source in ('Guardian', 'Times')", "ab"),
        ("source in ['Guardian', 'Times',]", "ab"),
        ("source not in ('Guardian',)", "bd"),
        ("source in ()", ""),
        ("source not in ()", "abd"),
        ("source is missing", "c"),
        ("source is not missing", "abd"),
        ("not source is missing", "abd"),
        ("source == 'O\\'Neil\\'s \"Post\"'", "d"),
        ('source == "O\'Neil\'s \\"Post\\""', "d"),
        ("source > 'H'", "bd"),
        ("n > 1", "b"),
        ("1 < n", "b"),
        ("n >= 1 and n <= 2", "ab"),
        ("n == -4", "d"),
        ("n in (1, -4)", "ad"),
        ("n > 1.5", "b"),
        ("share > 1", "bd"),
        ("share is missing", "c"),
        ("front", "ad"),
        ("not front", "b"),
        ("front == true", "ad"),
        ("front == FALSE", "b"),
        ("front is missing", "c"),
        ("`odd name` == 'y'", "b"),
        ("n > 1 or source is missing", "bc"),
        ("n == 1 or n == 2 and source == 'nobody'", "a"),
        ("(n == 1 or n == 2) and source == 'Times'", "b"),
        ("not (n == 1 or n == 2)", "d"),
        ("NOT n == 1 AND source Is Not Missing", "bd"),
        ("n == share", ""),
        ("n < share", "d"),
        ("date_from <= date_to", "abc"),
        ("source\n  ==\t'Guardian'", "a"),
        ("text in ('a', 'd') and n is not missing", "ad"),
        # dates
        ("date == '2019-03-07'", "a"),
        ("date == '2019-03'", "ab"),
        ("date == '2019'", "abc"),
        ("date != '2019-03-07'", ""),
        ("date != '2019-04'", "ab"),
        ("date >= '2019-03'", "ab"),
        ("date >= '2019'", "abc"),
        ("date > '2019-02'", "ab"),
        ("date > '2018'", "abc"),
        ("date < '2019-03-08'", "a"),
        ("date < '2019-04'", "ab"),
        ("date <= '2019-03'", "ab"),
        ("date <= '2019'", "abc"),
        ("date < '2019'", ""),
        ("not date >= '2020'", "abc"),
        ("date in ('2019-03', '2020')", "ab"),
        ("date not in ('2018', '2020')", "abc"),
        ("date is missing", "d"),
        ("date is not missing", "abc"),
        ("date_to >= '2019-12'", "c"),
        ("date_from == '2019-03'", "ab"),
        ("'2019-03' <= date and date < '2019-04'", "ab"),
    ],
)
def test_condition__takes_these_rows(condition, rows):
    assert taken(condition) == rows


def test_partial_date__decides_only_when_all_its_days_do():
    assert [decide(TABLE, "date >= '2019-03-07'").true.tolist(), decide(TABLE, "date >= '2019-03-07'").false.tolist()] == [
        [True, False, False, False],
        [False, False, False, False],
    ]
    assert taken("date >= '2019-03-07' or date < '2019-03-07'") == "a"  # undecided or undecided stays undecided
    assert taken("date >= '2019-03-07' or source is missing") == "ac"  # one side settles it


@given(
    st.dates(datetime.date(2018, 1, 1), datetime.date(2020, 12, 31)),
    st.sampled_from([4, 7, 10]),
    st.dates(datetime.date(2018, 1, 1), datetime.date(2020, 12, 31)),
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
)
def test_partial_date__agrees_with_asking_every_day_that_it_can_mean(day, precision, other, other_precision, sign):
    written, constant = day.isoformat()[:precision], other.isoformat()[:other_precision]
    corpus = ns.corpus_from([{"text": "x", "date": written}])
    start, stop = corpus.table["date_from"][0].as_py(), corpus.table["date_to"][0].as_py()
    meant = [start + datetime.timedelta(days) for days in range((stop - start).days + 1)]
    compare = {  # a constant stands for the period that it names
        "==": lambda one: one.isoformat().startswith(constant),
        "!=": lambda one: not one.isoformat().startswith(constant),
        "<": lambda one: one.isoformat()[: len(constant)] < constant,
        "<=": lambda one: one.isoformat()[: len(constant)] <= constant,
        ">": lambda one: one.isoformat()[: len(constant)] > constant,
        ">=": lambda one: one.isoformat()[: len(constant)] >= constant,
    }[sign]
    answers = {compare(one) for one in meant}
    decision = decide(corpus.table, f"date {sign} '{constant}'")
    assert decision.true.tolist() == [answers == {True}]
    assert decision.false.tolist() == [answers == {False}]


@pytest.mark.parametrize(
    ("condition", "problem", "at"),
    [
        ("", "empty", 0),
        ("sourc == 'x'", "there is no column 'sourc'; the columns are: author, date,", 0),
        ("source = 'x'", "write ==", 7),
        ("source == 'x", "never closed", 10),
        ("source == ‘x’", "typographic quotes", 10),
        ("source == 'x' & n == 1", "write and, or, not", 14),
        ("source.lower == 'x'", "attributes", 6),
        ("len(text) > 5", "calls and subscripts", 3),
        ("text[0] == 'a'", "calls and subscripts", 4),
        ("n + 1 == 2", "no arithmetic", 2),
        ("1 < n < 3", "comparisons do not chain", 6),
        ("'a' == 'b'", "both sides are constants", 4),
        ("'a'", "a constant alone", 3),
        ("source", "not true or false", 0),
        ("n == '1'", "numbers without quotes", 5),
        ("n == true", "numbers without quotes", 5),
        ("source == 5", "a text between quotes", 10),
        ("front == 'yes'", "true or false without quotes", 9),
        ("source is None", "'missing' or 'not missing'", 10),
        ("source is not 'x'", "'missing' or 'not missing'", 14),
        ("source in 'x'", "a list of constants", 10),
        ("source in (Guardian)", "put texts between quotes", 11),
        ("source in ('a' 'b')", "a comma or )", 15),
        ("source not 'x'", "must be followed by 'in'", 11),
        ("(source == 'x'", "bracket is not closed", 14),
        ("source == 'x')", "not expected here", 13),
        ("source == 'x' n == 1", "not expected here", 14),
        ("and source == 'x'", "a word of the grammar", 0),
        ("source == ", "a column or a constant is expected", 10),
        ("date > 'June 4'", "no year, month or day", 7),
        ("date > 2019", "no year, month or day", 7),
        ("date > '2019-03-07T10:00'", "no year, month or day", 7),
        ("date == date_from", "compare date_from and date_to", 8),
        ("n == source", "only columns of one kind", 5),
        ("n == 12345678901234567890123", "more than 18 digits", 5),
        ("n == 1e5", "not part of a condition", 5),
        ("n == 1; import os", "not part of a condition", 6),
        ("__import__('os')", "calls and subscripts", 10),
        ("source == 'x' or\n sourc == 'y'", "there is no column", 1),
        ("(" * 60 + "n == 1" + ")" * 60, "nested deeper than 50", 50),
        ("not " * 60 + "n == 1", "nested deeper than 50", 60),
    ],
)
def test_condition_error__points_at_the_place(condition, problem, at):
    with pytest.raises(ConditionError) as caught:
        mask(TABLE, condition)
    message, *_, caret = str(caught.value).split("\n")
    assert problem in message
    assert caret.strip() == "^"
    assert len(caret) - 3 == at


@given(st.text(max_size=40))
def test_condition__any_text_is_understood_or_a_condition_error(condition):
    try:
        assert mask(TABLE, condition).shape == (4,)
    except ConditionError as error:
        assert str(error)  # noqa: PT017


words_of_the_grammar = st.sampled_from(
    [
        "source",
        "n",
        "date",
        "front",
        "==",
        "<",
        "and",
        "or",
        "not",
        "in",
        "is",
        "missing",
        "(",
        ")",
        "'x'",
        "'2019'",
        "1",
        ",",
        "true",
    ]
)


@given(st.lists(words_of_the_grammar, max_size=12))
def test_condition__any_row_of_its_words_is_understood_or_a_condition_error(parts):
    try:
        decision = decide(TABLE, " ".join(parts))
    except ConditionError:
        return
    assert not (decision.true & decision.false).any()


@given(
    st.sampled_from(["n > 1", "source == 'Times'", "date >= '2019-03'", "front"]), st.sampled_from(["n < 2", "date == '2019'"])
)
def test_condition__de_morgan_and_excluded_contradiction_hold(left, right):
    both = decide(TABLE, f"not ({left} and {right})")
    either = decide(TABLE, f"not {left} or not {right}")
    assert both.true.tolist() == either.true.tolist()
    assert both.false.tolist() == either.false.tolist()
    assert not mask(TABLE, f"{left} and not {left}").any()


def test_long_condition__is_refused_and_a_long_list_is_not():
    assert mask(TABLE, "n in (" + ", ".join(map(str, range(2000))) + ")").tolist() == [True, True, False, False]
    with pytest.raises(ConditionError, match="use a boolean mask"):
        mask(TABLE, "n == 1 or " * 20_000 + "n == 1")


def test_dict__equals_lists_and_missing():
    assert taken({"source": "Guardian"}) == "a"
    assert taken({"source": ["Guardian", "Times"], "n": 2}) == "b"
    assert taken({"source": None}) == "c"
    assert taken({"date": "2019-03"}) == "ab"
    assert taken({"date": datetime.date(2019, 3, 7)}) == "a"
    assert taken({"n": np.int64(2)}) == "b"
    assert taken({}) == "abcd"
    with pytest.raises(ConditionError, match="no column 'nobody'"):
        mask(TABLE, {"nobody": 1})
    with pytest.raises(ConditionError, match="compares with texts"):
        mask(TABLE, {"n": object()})


@pytest.mark.parametrize(
    "given_mask",
    [
        [True, False, True, False],
        np.array([1, 0, 1, 0], bool),
        pd.Series([True, False, True, False], index=[9, 8, 7, 6]),
        pa.array([True, None, True, False]),
        pd.array([True, pd.NA, True, False], dtype="boolean"),
    ],
    ids=["list", "numpy", "pandas", "arrow", "nullable"],
)
def test_boolean_mask__of_any_library(given_mask):
    assert mask(TABLE, given_mask).tolist() == [True, False, True, False]


def test_boolean_mask__wrong_length_or_kind_is_an_error():
    with pytest.raises(ConditionError, match="3 values, the corpus has 4 rows"):
        mask(TABLE, [True] * 3)
    with pytest.raises(ConditionError, match="row 1 holds 2"):
        mask(TABLE, [True, 2, True, True])
    with pytest.raises(ConditionError, match="got int"):
        mask(TABLE, 5)


def test_condition__works_on_a_table_with_no_intervals_and_on_dictionaries():
    table = pa.table({"date": ["2019-03", "2020", None], "source": pa.array(["a", "b", "a"]).dictionary_encode()})
    assert mask(table, "date >= '2019-03' and source == 'a'").tolist() == [True, False, False]
    assert mask(pa.table({"x": pa.nulls(2)}), "x == 'a' or x == 3").tolist() == [False, False]


def test_words__say_the_condition_on_one_line():
    assert words("source ==\n 'x'") == "source == 'x'"
    assert words({"source": "x", "n": 1}) == "source == 'x' and n == 1"
    assert words([True]) == "a boolean mask"


def test_where__counts_what_fails_apart_from_what_is_undecided(article):
    corpus = ns.corpus_from([{"text": "a", "date": "2019"}, {"text": "b", "date": "2020"}, {"text": "c", "date": "2018-05"}])
    later = corpus.where("date >= '2019-06'")
    assert later.texts == ["b"]
    outcomes = [(entry.outcome, entry.reason.split(":")[0], entry.count) for entry in later.ledger.entries[2:]]
    assert outcomes == [
        ("kept", "date >= '2019-06'", 1),
        ("dropped", "not so", 1),
        ("dropped", "undecided, a value is missing or a date too vague", 1),
    ]
    assert len(article.where("date >= '2019'")) == 0


def test_words__do_not_depend_on_the_order_of_a_set():
    assert words({"source": {"b", "a", "c"}}) == "source == one of 'a', 'b', 'c'"
    assert words({"n": [np.int64(2), 1], "title": None}) == "n == one of 2, 1 and title == missing"
