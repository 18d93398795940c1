"""Syllables of English words, against a list that anyone can check by speaking it aloud."""

import pytest

from newsstudy.errors import InputError
from newsstudy.text.syllables import count_syllables, syllables

SPOKEN = {
    0: """' 's Україна – …""",
    1: """a asked breathe change choice coach cook count course court deal died eyes fire horse house judge jumped league made
        make makes pierced reach strength strike the through tongue tried troops troops' voice war whale world""",
    2: """Kremlin Mr Putin Russia Sunday Ukraine acre action angle army attack being billion boxes brilliant business captain
        careful chaos churches client closely conscience cruel diet doctor fashion fighting fluent giant giants going handled
        homework hopeful judges leader lion loyal member minute mountain movement ocean patient people people's playing poem
        prism quiet rhythm ruin science social soldier special statement's summit table union's village villain wages wanted
        water weapon western""",
    3: """December Korean Vladimir Zelensky according animal annual area audience champion chemical creative easiest energy
        everything factory familiar genuine government heroic however idea important industry invasion italian library medium
        minister museum museum's nuclear's opinion period piano position president previous radio reunion scientist serious
        several stadium unity's victory video violence wealthier""",
    4: """America American American's European's Ukrainian ability alliance's calamity celebrity's continual democracy economy
        emergency federation historical information intelligence interior material military military's millennium operation
        particular political population reality security situation society society's territory variety""",
    5: """administration association association's capitalism civilization's cooperation creativity creativity's ecological's
        electricity immediately individual's international investigation opportunity refrigerator representative university""",
    6: """responsibility's""",
}


def test_known_words__have_the_syllables_that_are_spoken():
    spoken = {word: number for number, words in SPOKEN.items() for word in words.split()}
    assert len(spoken) > 200
    assert {word: count_syllables(word) for word in spoken} == spoken


@pytest.mark.parametrize(
    ("term", "number"),
    [
        ("US", 2),
        ("UN", 2),
        ("BBC", 3),
        ("WTO", 5),
        ("NATO", 2),
        ("us", 1),
        ("it", 1),
        ("U.S.", 2),
        ("vice-president", 4),
        ("café", 2),
    ],
)
def test_capitals_and_compounds__are_spelled_or_read_in_parts(term, number):
    assert count_syllables(term) == number


@pytest.mark.parametrize(
    ("figures", "number"),
    [("0", 2), ("7", 2), ("11", 3), ("20", 2), ("77", 5), ("105", 4), ("1,000", 3), ("1900", 4), ("1905", 4), ("1990", 4),
     ("2000", 3), ("2019", 4), ("2022", 5), ("1000000", 3), ("20th", 2), ("007", 6)],
)  # fmt: skip
def test_figures__are_read_aloud(figures, number):
    assert count_syllables(figures) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("don't", 1), ("can't", 1), ("won't", 1), ("isn't", 2), ("couldn't", 2), ("haven't", 2), ("it'll", 2), ("we'll", 1),
     ("boss's", 2), ("Putin’s", 2), ("they're", 1)],
)  # fmt: skip
def test_clitics__add_a_syllable_only_where_one_is_spoken(word, number):
    assert count_syllables(word) == number


def test_syllables__takes_a_list_and_refuses_what_is_no_text():
    assert syllables(["one", "ten", "twenty"]).tolist() == [1, 1, 2]
    assert syllables([]).dtype == "int64"
    with pytest.raises(InputError, match="must be text"):
        syllables([None])
