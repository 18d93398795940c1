"""Runs rejoin to the text, each with exactly the spans that hold it."""

from hypothesis import given
from hypothesis import strategies as st

from newsstudy.text.markup import escaped
from newsstudy.text.runs import runs

SPANS = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=8)


@given(st.text(max_size=12), SPANS, st.integers(0, 5))
def test_runs__rejoin_to_the_text_and_hold_each_letter_under_its_spans(text, spans, begin):
    content = text.encode("utf-8", "replace")
    made = runs(content, spans, begin=begin)
    assert "".join(run.text for run in made) == content.decode()
    letters = content.decode()
    edges = {len(letters[:at].encode()) for at in range(len(letters) + 1)}
    for run in made:
        place = run.start - begin
        assert place in edges, "a run begins at a letter"
        for number, (low, high) in enumerate(spans):
            whole = {low - begin, high - begin} <= edges | set(range(-9, 1)) | set(range(len(content), 60))
            if whole and run.text:
                assert (number in run.spans) == (low - begin <= place < high - begin)


def test_runs__an_empty_text_has_none():
    assert runs(b"", [(0, 3)]) == []


@given(st.text(st.characters(codec=None), max_size=30))
def test_escaped__no_text_opens_a_tag_an_entity_or_an_attribute(text):
    made = escaped(text)
    made.encode("utf-8")
    assert not set(made) & set("<>\"'\x00\x1b")
    assert all(part.startswith(("amp;", "lt;", "gt;", "quot;", "#x27;")) for part in made.split("&")[1:])
