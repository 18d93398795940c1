"""A written form is folded to the term that the rule says, or is left for a closer look."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.kernels import folding
from newsstudy.kernels.folding import CAPITALS, LOOK, OWNED
from newsstudy.text.forms import is_plain, pieces
from newsstudy.text.rules import get_rule, protected_capitals, term_form
from newsstudy.text.scanner import FormTable
from newsstudy.text.terms import _folded

SIGNS = "aZsS09'’ʼ＇-.:_éÉßİıΣσςǅﬁſŉᾳᾼ\u0301\u0308\u0345\u1161Å가각\u0344漢Кк½"
WORDS = ["US", "us", "UN’s", "BBC's", "G7", "NATO", "Nato", "ΣΑΣ", "STRASSE", "Straße", "1,000.5", "don’t", "naïve", "Å", "x-y"]
FORMS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text(st.sampled_from(SIGNS), min_size=1, max_size=30)),
    min_size=1,
    max_size=12,
    unique=True,
)
RULES = ["unicode-1", "news-en-1", "unicode-1 case=keep", "unicode-1 numbers=drop", "news-en-1 clitics=en hyphens=whole"]


def folded(forms, rule):
    """For each form its folded bytes as text, and what is said of it."""
    table = FormTable()
    encoded = [form.encode() for form in forms]
    table.arena = np.frombuffer(b"".join(encoded) + bytes(16), np.uint8).copy()
    table.ends = np.cumsum([0, *map(len, encoded)])
    table.n_forms = len(forms)
    words, ends, said = _folded(table, get_rule(rule))
    texts = [words[a:b].tobytes().decode() for a, b in itertools.pairwise(ends.tolist())]
    return list(zip(texts, said.tolist(), strict=True))


@given(forms=FORMS)
@pytest.mark.parametrize("rule", RULES)
def test_fold_forms__gives_the_term_of_every_form_that_needs_no_look(rule, forms):
    for form, (term, said) in zip(forms, folded(forms, rule), strict=True):
        if said & LOOK:
            assert term == ""
            continue
        content = form.encode()
        head = content[: len(content) - (said & OWNED)].decode()
        if said & CAPITALS and head in protected_capitals(get_rule(rule).protected):
            assert term_form(head, rule) == head
        else:
            assert term == term_form(head, rule)
        # Nor does the rule cut it elsewhere.
        if is_plain(head):
            stands = [(start, stop) for start, stop, _ in pieces(form, rule)]
            size = len(head.encode())
            assert stands == ([(0, size), (size, len(content))] if said & OWNED else [(0, size)])


@given(forms=FORMS)
def test_fold_forms__under_the_pattern_a_form_is_the_word_that_scikit_learn_finds(forms):
    # A form of the pattern ends after İ, and its capital sigmas are lowered already.
    forms = [re.sub("İ.*|\\W", "", form.replace("Σ", "σ")) or "a" for form in forms]
    assert folded(forms, "sklearn") == [(form.lower(), 0) for form in forms]


def test_fold_forms__a_form_with_a_possessive_gets_what_stands_before_it():
    assert folded(["Kyiv’s", "KYIV'S", "Kyivʼs", "Kyiv＇s", "s", "’s"], "news-en-1") == [
        ("kyiv", 4), ("kyiv", 2 | CAPITALS), ("kyiv", 3), ("kyiv", 4), ("s", 0), ("'s", 0)
    ]  # fmt: skip


def test_fold_forms__compiles_for_one_signature():
    assert len(folding.fold_forms.signatures) <= 1
