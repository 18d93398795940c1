"""A JSON file that is broken in one place keeps the articles around that place."""

import contextlib
import time

import pytest

from newsstudy.corpus.readers import Source, choose
from newsstudy.errors import ReadError

WHOLE = '{"status": "ok", "news": {"items": [{"id": 1, "text": "One."}, {"id": 2, "text": "Two."}, {"id": 3, "text": "Three."}]}}'


def read(text):
    source = Source.of_bytes(text.encode("utf-8"), "a.json")
    reader = choose(source)
    found, failed = [], []
    for piece in reader.split(source):
        try:
            found.append(reader.parse(piece)["text"])
        except ReadError as error:
            failed.append(str(error))
    return found, failed


@pytest.mark.parametrize("text", [WHOLE, WHOLE[WHOLE.index("[") : WHOLE.index("]") + 1]])
@pytest.mark.parametrize("damage", ['Tw"o.', "Two\\q.", 'Two.", x'])
def test_damage__in_one_object_costs_this_object(text, damage):
    found, failed = read(text.replace("Two.", damage))
    assert found == ["One.", "Three."]
    assert len(failed) == 1
    assert failed[0].startswith("not JSON")


def test_damage__between_objects_costs_none_of_them():
    found, failed = read(WHOLE.replace('Two."}', 'Two."}}'))
    assert found == ["One.", "Two.", "Three."]
    assert failed == ["not JSON: no comma behind an object at character 88; fetch the file again"]


def test_damage__in_the_first_object_costs_this_object():
    assert read(WHOLE.replace("One.", 'O"ne.'))[0] == ["Two.", "Three."]


def test_cut_file__keeps_what_came_before_the_cut():
    for place in range(WHOLE.index("One.") + 6, len(WHOLE)):
        found, failed = read(WHOLE[:place])
        assert found == ["One.", "Two.", "Three."][: len(found)]
        assert found
        assert len(failed) <= 1


def test_control_characters__in_texts_are_kept():
    assert read('[{"text": "One\nline."}, {"text": "Two\tcells."}]') == (["One\nline.", "Two\tcells."], [])


def test_objects_within_an_object__are_not_taken_for_its_neighbours():
    inner = '{"id": 2, "text": "Two.", "pictures": [{"url": "a"}, {"url": "b"}], "bad": }'
    assert read(f'[{{"id": 1, "text": "One."}}, {inner}, {{"id": 3, "text": "Three."}}]') == (
        ["One.", "Three."],
        ["not JSON: Expecting value: line 1 column 104 (char 103); fetch the file again"],
    )


def test_file_of_broken_objects_alone__is_refused():
    with pytest.raises(ReadError, match="not JSON"):
        read('[{"text": "One}, {"text": "Two}]')


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": ' * 90 + "x",
        '[{"a"' * 200_000,
        '[{"a": 1 2}' + ', {"a": [1 2]}' * 50_000 + "]",
        "[" + '{"text": "x"}, ' * 50_000,
        '["' * 100_000,
    ],
)
def test_damage__takes_bounded_time(text):
    begun = time.process_time()
    with contextlib.suppress(ReadError):
        read(text)
    assert time.process_time() - begun < 5
