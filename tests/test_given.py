"""Whole numbers are taken as int or as NumPy's, everywhere, and recorded as plain ones."""

import json

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.given import is_whole, whole

THREE = (np.int64(3), np.int8(3), np.uint16(3), np.int32(3), 3)


@pytest.mark.parametrize("three", THREE, ids=lambda value: type(value).__name__)
def test_whole__takes_every_integer_type_and_gives_a_plain_int(three):
    assert is_whole(three)
    given = whole(three, "n", 1)
    assert type(given) is int
    assert json.dumps(given) == "3"


@pytest.mark.parametrize("odd", [True, np.True_, 3.0, np.float32(3), "3", None, float("nan"), [3], 0, -1, np.int64(-2)], ids=repr)
def test_whole__refuses_everything_else_by_name(odd):
    with pytest.raises(InputError, match="n must be a whole number of at least 1"):
        whole(odd, "n", 1)


@pytest.mark.parametrize("three", THREE[:3], ids=lambda value: type(value).__name__)
def test_whole_numbers__of_numpy_are_taken_wherever_a_user_gives_one(three, article, tmp_path):
    tokens = article.split("paragraph").tokenize()
    counts = tokens.count()
    pairs = ns.collocations(tokens, min_count=three)
    tables = [
        pairs,
        ns.collocation_network(pairs, n=three, rng=three),
        ns.kwic(tokens, "Putin", window=three),
        ns.diversity(tokens, window=three),
        ns.keyness(counts, [True] * 4 + [False] * 5, n_resamples=np.int64(100), rng=three),
        ns.topic_terms(ns.LDA(three, max_iter=three, random_state=three).fit(counts), n=three),
        ns.find_phrases(tokens, min_count=three, max_n=three),
    ]
    for table in tables:
        json.dumps(table.attrs["newsstudy"])  # plain numbers only
    assert tokens.window("Putin", three).ids.tolist() == tokens.window("Putin", 3).ids.tolist()
    assert tokens.window("Putin", (three, 1)).steps == tokens.window("Putin", (3, 1)).steps
    assert tokens.ngrams(three).steps == tokens.ngrams(3).steps
    assert len(article.with_language(min_characters=three)) == 1
    assert ns.cleaning_step("boilerplate", min_documents=three).label == ns.cleaning_step("boilerplate", min_documents=3).label
    assert ns.cleaning_step("unwrap_lines", width=np.int64(60)).label == ns.cleaning_step("unwrap_lines", width=60).label
    assert ns.cleaning_step(lambda text: [], name="none", version=three, explanation="does nothing").version == 3
    with ns.use_engine(threads=three), ns.Study(tmp_path / "s", seed=three) as study:
        study.save_table(tables[0], "pairs")
    assert json.loads((tmp_path / "s" / "manifest.json").read_text("utf-8"))["seed"] == 3
    assert ns.figures.collocations(pairs, n=three).svg() == ns.figures.collocations(pairs, n=3).svg()
