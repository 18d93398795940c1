import pytest

from newsstudy.study import causes
from newsstudy.study.manifest import Artefact

PLAIN = {"inputs": [], "seed": 0, "versions": {"newsstudy": "0.1.0"}, "lock": "a" * 64, "code": None}
RECORD = {"schema": "KEYNESS", "version": 1, "settings": {"n": 10, "n_terms": 7, "vocabulary": "b" * 64}, "edited": False}
READ = {"corpus": "c" * 64, "documents": 3, "files": [{"file": "a.txt", "sha256": "d" * 64}], "settings": {"format": "csv"}}
CODE = {"arguments": [], "files": {"a.py": "e" * 64}, "main": "a.py"}


def cause(now=None, then=None, record=None, expected=None):
    here = Artefact("x.csv", "table", "x", "0" * 64, RECORD | (record or {}))
    there = Artefact("x.csv", "table", "x", "1" * 64, RECORD | (expected or {}))
    return causes.first_cause(PLAIN | (now or {}), PLAIN | (then or {}), here, there)


@pytest.mark.parametrize(
    ("now", "then", "says"),
    [
        ({"inputs": [READ]}, {}, "input: 1 inputs were read instead of 0"),
        (
            {"inputs": [READ]},
            {"inputs": [READ | {"files": [{"file": "b.txt", "sha256": "d" * 64}]}]},
            "input: a.txt is new",
        ),
        (
            {"inputs": [READ | {"corpus": "f" * 64, "documents": 4}]},
            {"inputs": [READ]},
            "input: corpus 1 has the digest ffffffffffff… instead of cccccccccccc…, 4 documents instead of 3",
        ),
        (
            {"inputs": [READ | {"settings": {}}]},
            {"inputs": [READ]},
            "input: corpus 1 was read with format none instead of csv",
        ),
        ({"seed": 2}, {}, "setting: seed 2 instead of 0"),
        ({"versions": {"newsstudy": "0.2.0"}}, {}, "version: newsstudy 0.2.0 instead of 0.1.0"),
        ({"versions": {}}, {}, "version: newsstudy not installed instead of 0.1.0"),
        ({"lock": None}, {}, "version: lock none instead of aaaaaaaaaaaa…"),
        ({"code": CODE}, {}, "code: made by 'newsstudy run' instead of interactively"),
        ({"code": CODE | {"arguments": ["2"]}}, {"code": CODE}, "code: arguments ['2'] instead of []"),
        ({"code": CODE}, {"code": CODE | {"files": {}}}, "code: a.py is new"),
        ({}, {}, "unexplained"),
    ],
)
def test_first_cause__of_the_whole_study(now, then, says):
    assert cause(now, then) == says


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"settings": RECORD["settings"] | {"n": 5}}, "setting: n 5 instead of 10"),
        ({"settings": {}}, "setting: n none instead of 10"),
        ({"version": 2}, "version: table KEYNESS version 2 instead of 1"),
        ({"edited": True}, "edited by hand: the table was changed after newsstudy made it"),
        ({"settings": RECORD["settings"] | {"n_terms": 5}}, "input: the table has n_terms 5 instead of 7"),
        (
            {"settings": RECORD["settings"] | {"vocabulary": "f" * 64}},
            "input: the table has vocabulary ffffffffffff…",
        ),
        ({"panels": [RECORD]}, "setting: n none instead of 10"),
    ],
)
def test_first_cause__of_one_table(record, says):
    assert cause(record=record).startswith(says)


def test_first_cause__panels_are_compared_one_by_one():
    panels = [RECORD, RECORD | {"settings": {"n": 5}}]
    assert cause(record={"panels": panels}, expected={"panels": [RECORD, RECORD]}) == "setting: panel 2, n 5 instead of 10"


def test_first_cause__a_fact_that_follows_from_the_code_does_not_hide_it():
    changed = {"settings": RECORD["settings"] | {"n_terms": 5}}
    read = {"inputs": [READ]}
    assert cause(read | {"code": CODE | {"arguments": ["2"]}}, read | {"code": CODE}, record=changed).startswith(
        "code: arguments"
    )
    assert cause({"versions": {}}, {}, record=changed).startswith("input: the table has n_terms")


def test_surroundings__name_what_differs_as_a_hint():
    now = {"python": "CPython 3.13.0", "libraries": {"numpy": "2.5.5"}, "newsstudy_source": "a"}
    then = {"python": "CPython 3.11.7", "libraries": {"numpy": "2.4.6"}, "newsstudy_source": "b"}
    assert causes.surroundings(now, then) == (
        "python CPython 3.13.0 instead of CPython 3.11.7; numpy 2.5.5 instead of 2.4.6; newsstudy's own files within one version"
    )
    assert causes.surroundings(now, now) == ""


@pytest.mark.parametrize(
    ("now", "then", "says"),
    [
        ("<svg width='1'>", "<svg width='2'>", "figure of another size"),
        ("<svg><text x='1'>a</text>", "<svg><text x='1'>b</text>", "other text: 'a' instead of 'b'"),
        ("<svg><!-- a --><!-- b -->", "<svg><!-- a -->", "figure with 2 texts instead of 1"),
        ("<svg><path d='1'/>", "<svg>", "figure with 1 marks instead of 0"),
        ("<svg><path d='1'/>", "<svg><path d='2'/>", "other places or another look"),
        ("<svg><metadata>1</metadata>", "<svg><metadata>2</metadata>", "the same drawing, other metadata"),
    ],
)
def test_svg_difference__says_which_kind_of_change(now, then, says):
    assert says in causes.svg_difference(now, then)
