"""The progress bar: silent where nobody watches, and never in the way of the items."""

import sys

import pytest

from newsstudy.engine import progress as module
from newsstudy.engine.progress import MOST_STEPS, Steps, progress, steps_left, watched


def test_progress__gives_all_items_in_order_and_is_silent_outside_a_terminal(capsys):
    assert list(progress(range(3), 3, "files", "reading")) == [0, 1, 2]
    assert capsys.readouterr() == ("", "")


def test_progress__shows_a_bar_after_its_delay(monkeypatch, capsys):
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.0)
    monkeypatch.delenv("NEWSSTUDY_PROGRESS", raising=False)
    assert list(progress(range(3), 3, "files", "reading", show=True)) == [0, 1, 2]
    assert "reading" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "terminal", "shown"), [(None, True, True), (None, False, False), (True, False, True), (False, True, False)]
)
def test_watched__follows_the_terminal_unless_told(monkeypatch, asked, terminal, shown):
    monkeypatch.delenv("NEWSSTUDY_PROGRESS", raising=False)
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    assert watched(asked) is shown
    monkeypatch.setenv("NEWSSTUDY_PROGRESS", "off")
    assert watched(asked) is False


def test_steps__count_from_what_is_done_and_are_silent_outside_a_terminal(capsys):
    steps = Steps(5, "sweeps", "fitting", done=2)
    for _ in steps:
        steps.report(0.5, 0.1)
    assert list(Steps(2, "sweeps", "fitting", done=2)) == []
    assert capsys.readouterr() == ("", "")


def test_steps__say_how_far_a_value_has_come_and_when_it_should_arrive(monkeypatch, capsys):
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.0)
    monkeypatch.delenv("NEWSSTUDY_PROGRESS", raising=False)
    steps, totals = Steps(1000, "sweeps", "fitting", show=True), []
    for step in steps:
        steps.report(0.64 / 2**step, 0.005)
        totals.append(steps._bar.total)
        if step == 7:
            break
    assert totals[0] == 1000
    assert set(totals[1:]) <= {7, 8, 9}  # it looks back over three steps, so it guesses in threes
    assert steps._bar.postfix == "0.5 % moves, ends at 0.5 %"
    assert "fitting" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("values", "goal", "left"),
    [
        ([0.4], 0.5, 0),
        ([0.8], 0.1, MOST_STEPS),
        ([0.8, 0.9], 0.1, MOST_STEPS),
        ([0.8, 0.4], 0.0, MOST_STEPS),
        ([0.8, 0.4], 0.1, 2),
    ],
)
def test_steps_left__goes_on_as_the_last_steps_did(values, goal, left):
    assert steps_left(values, goal) == left


def test_steps_left__a_value_that_hardly_falls_is_far_off():
    assert steps_left([0.8, 0.8 - 1e-13], 0.1) == MOST_STEPS
