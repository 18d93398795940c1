"""The progress bar: silent where nobody watches, and never in the way of the items."""

import sys

import pytest

from newsstudy.engine import progress as module
from newsstudy.engine.progress import progress, watched


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
