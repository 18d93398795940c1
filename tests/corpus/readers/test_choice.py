"""Which reader takes a file: nobody who could be sure is left unasked, and no file is taken by two."""

import pathlib

import pytest

from newsstudy.corpus import readers
from newsstudy.corpus._sources import Refused, find

CASES = pathlib.Path(__file__).resolve().parents[2] / "cases" / "readers"


def test_readers_that_need_a_sign__have_names_that_exist():
    assert set(readers._NEEDED) <= {reader.name for reader in readers.READERS}


@pytest.mark.parametrize("folder", [CASES, "formats"])
def test_readers_that_are_not_asked__would_have_said_nothing(folder, request):
    root = request.getfixturevalue("shared") / folder if isinstance(folder, str) else folder
    wrong = []
    for source in find(root):
        if isinstance(source, Refused) or source.size == 0 or source.name.endswith(".expected.json"):
            continue
        for reader in readers.READERS:
            needed = readers._NEEDED.get(reader.name)
            if needed and needed not in source.head() and reader.sniff(source):
                wrong.append((source.name, reader.name))
    assert wrong == []
