"""The table of lexical diversity: measures by name, options in the settings, reasons for what is missing."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError

EVERY = [column.name for column in schemas.DIVERSITY_MORE]


def corpus(*texts):
    return ns.corpus_from([{"id": f"d{i}", "text": text} for i, text in enumerate(texts)])


def test_diversity__has_the_numbers_of_the_measures(article):
    tokens = article.split("paragraph").tokenize()
    table = ns.diversity(tokens, measures=EVERY, window=20, segment=10, draws=30, threshold=0.8)
    options = {"mattr": {"window": 20}, "msttr": {"segment": 10}, "hdd": {"draws": 30}}
    options |= {name: {"threshold": 0.8} for name in ("mtld", "mtld_wrap", "mtld_bid")}
    assert list(table.columns) == [*schemas.DIVERSITY.names, *EVERY]
    for row, (start, end) in enumerate(zip(tokens.offsets, tokens.offsets[1:], strict=False)):
        for name in ("ttr", "mattr", "mtld", "hdd", "yule_k", *EVERY):
            single = getattr(ns.measures, name)(tokens.ids[start:end], **options.get(name, {}))
            np.testing.assert_array_equal(table[name][row], single, err_msg=name)


def test_diversity__settings_hold_the_options_and_why_values_are_missing():
    texts = " ".join("abcdefgh" * 8), "a b a", "a b c", ""
    settings = ns.diversity(corpus(*texts).tokenize(), measures=["mtld_bid"]).attrs["newsstudy"]["settings"]
    assert (settings["window"], settings["draws"], settings["threshold"]) == (50, 42, 0.72)
    assert "segment" not in settings
    assert settings["missing"] == {
        "ttr": "no words in 1 of 4 documents",
        "mattr": "shorter than the window of 50 words in 3 of 4 documents",
        "mtld": "no word comes again in 2 of 4 documents",
        "hdd": "shorter than the 42 words to be drawn in 3 of 4 documents",
        "yule_k": "no words in 1 of 4 documents",
        "mtld_bid": "no word comes again, or no run reaches the threshold in 3 of 4 documents",
    }


def test_diversity__columns_come_in_the_order_of_the_schema_whatever_was_asked_for_first(article):
    tokens = article.tokenize()
    one = ns.diversity(tokens, measures=["vocd_d", "cttr", "mattr"])
    assert list(one.columns)[-2:] == ["cttr", "vocd_d"]
    assert schemas.digest(one) == schemas.digest(ns.diversity(tokens, measures=("cttr", "vocd_d")))
    schemas.DIVERSITY.check(one)


def test_diversity__takes_whole_numbers_of_numpy_and_windows_longer_than_any_text(article):
    table = ns.diversity(article.tokenize(), window=np.int64(10**12), draws=np.int32(42))
    assert table.mattr.isna().all()
    assert table.attrs["newsstudy"]["settings"]["window"] == 10**12


@pytest.mark.parametrize("option", ["window", "segment", "draws"])
@pytest.mark.parametrize("odd", [0, 1, True, 2.5, "50", None, float("nan")])
def test_diversity__a_wrong_option_is_named(article, option, odd):
    with pytest.raises(InputError, match=option):
        ns.diversity(article.tokenize(), **{option: odd})


@pytest.mark.parametrize("odd", [0, 1.0, True, "a", None, float("nan")])
def test_diversity__a_wrong_threshold_is_named(article, odd):
    with pytest.raises(InputError, match="threshold"):
        ns.diversity(article.tokenize(), threshold=odd)


@pytest.mark.parametrize("odd", ["ttr", None, 3, ["maas_a2"], [None], [["ttr"]]])
def test_diversity__a_measure_that_is_none_is_refused_with_those_there_are(article, odd):
    with pytest.raises(
        InputError, match=r"measures must be a list|no measure of a DIVERSITY table; there are ttr, .*fisher_alpha"
    ):
        ns.diversity(article.tokenize(), measures=odd)


def test_diversity__is_the_same_for_any_number_of_threads(article, monkeypatch):
    monkeypatch.setattr("newsstudy.keywords._diversity.DOCUMENTS", 2)
    tokens = article.split("sentence").tokenize()
    made = []
    for threads in (1, 2, 3, 7):
        with ns.use_engine(threads=threads):
            made.append(schemas.digest(ns.diversity(tokens, measures=EVERY)))
    assert len(set(made)) == 1
    assert ns.diversity(corpus().tokenize(), measures=EVERY).empty
