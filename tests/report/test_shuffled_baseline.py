"""Shuffled baselines: what is there is told from what disorder shows as well, and the numbers are those of a slow count."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.randomness import child, integers_below
from newsstudy.report._shuffled_text import Chosen, Text, company

SMALL = {"n_shuffles": 99}


def parts(text, unit="paragraph"):
    return ns.corpus_from([{"text": text}]).split(unit).tokenize()


@pytest.fixture(scope="module")
def planted():
    """Six paragraphs of four sentences; each has a subject of its own, and "blue" is never far from "moon"."""
    subjects = ["harbour", "orchard", "railway", "theatre", "glacier", "library"]
    sentence = "The {0} opened, people saw {0} lights and a blue moon over {1}."
    fill = ["town", "hills", "fields", "coast"]
    return "\n\n".join(" ".join(sentence.format(subject, place) for place in fill) for subject in subjects)


@pytest.fixture(scope="module")
def noise():
    """Forty words drawn at random, in paragraphs of four sentences."""
    draws = integers_below(child(0, "noise of a test"), 6 * 4 * 12, 40).reshape(6, 4, 12)
    return "\n\n".join(
        " ".join(" ".join(f"w{n:02d}x" for n in one).capitalize() + "." for one in rows) for rows in draws.tolist()
    )


def test_shuffled_baseline__words_that_live_in_one_part_are_crowded_against_both_shuffles(planted):
    table = ns.shuffled_baseline(parts(planted), "dispersion", **SMALL)
    for kind in ("sentences", "words"):
        rows = table[table.by == kind].set_index("item")
        assert rows.loc["harbour", "p"] <= 0.02
        assert rows.loc["harbour", "observed"] > rows.loc["harbour", "shuffled_high"]
        assert rows.loc["blue", "observed"] == 0.0  # once in every sentence


def test_shuffled_baseline__words_that_stand_together_are_found_against_shuffled_words(planted):
    table = ns.shuffled_baseline(parts(planted), "collocations", span=2, **SMALL)
    rows = table[table.by == "words"].set_index("item")
    assert rows.loc["blue + moon", "observed"] == 24
    assert rows.loc["blue + moon", "p"] == 0.01
    assert rows.loc["blue + moon", "chance_share"] < 0.1


def test_shuffled_baseline__topics_fit_planted_parts_better_than_shuffled_ones(planted):
    table = ns.shuffled_baseline(parts(planted).drop("function words"), "topics", topics=6, n_shuffles=19)
    assert (table.observed < table.shuffled_low).all()
    assert table.p.tolist() == [0.05, 0.05]


@pytest.mark.parametrize("what", ["dispersion", "collocations"])
def test_shuffled_baseline__noise_has_no_more_finds_than_its_shuffles(noise, what):
    table = ns.shuffled_baseline(parts(noise), what, **SMALL)
    first = table[table.p <= 0.05]
    assert (first.as_extreme <= 3 * first.as_extreme_shuffled + 3).all()


def test_shuffled_baseline__shuffles_keep_what_they_promise(planted):
    text = Text.of(parts(planted))
    for kind in ("sentences", "words", "words within sentences"):
        other = text.shuffled(kind, 0, 1)
        assert sorted(other.ids.tolist()) == sorted(text.ids.tolist())
        assert np.bincount(other.part_of).tolist() == np.bincount(text.part_of).tolist()
        assert other.shuffled(kind, 0, 2).ids.tolist() != other.ids.tolist() or kind == "sentences"
    within = text.shuffled("words within sentences", 0, 1)
    for sentence in range(text.n_sentences):
        here = text.sentence == sentence
        assert sorted(within.ids[here].tolist()) == sorted(text.ids[here].tolist())


def test_shuffled_baseline__company_is_that_of_a_slow_count(article):
    text = Text.of(article.split("paragraph").tokenize())
    chosen = Chosen.of(text, 20, 2)
    names, _ = chosen.pairs()
    slow = dict.fromkeys(names, 0)
    words = [(text.terms[term], sentence) for term, sentence in zip(text.ids.tolist(), text.sentence.tolist(), strict=True)]
    for place, (word, sentence) in enumerate(words):
        for other, its_sentence in words[place + 1 : place + 4]:
            pair = " + ".join(sorted((word, other)))
            if sentence == its_sentence and word != other and pair in slow:
                slow[pair] += 1
    assert company(text, chosen, 3).tolist() == list(slow.values())


def test_shuffled_baseline__dispersion_is_that_of_the_table_of_dispersion(article):
    tokens = article.split("paragraph").tokenize()
    table = ns.shuffled_baseline(tokens, "dispersion", n_shuffles=19)
    ours = table[table.by == "words"].set_index("item").observed
    theirs = ns.dispersion(tokens.count()).set_index("term").dp_norm
    np.testing.assert_allclose(ours, theirs[ours.index], atol=1e-11)


def test_shuffled_baseline__p_counts_the_text_itself_and_finds_of_every_item(article):
    table = ns.shuffled_baseline(article.split("paragraph").tokenize(), "collocations", n=12, n_shuffles=19)
    assert table.p.min() >= 1 / 20
    for _, rows in table.groupby("by"):
        assert rows.as_extreme.iloc[-1] <= 66  # pairs of twelve terms
        assert (np.diff(rows.p) >= 0).all()
        assert (np.diff(rows.as_extreme) >= 0).all()


@pytest.mark.parametrize("what", ["dispersion", "collocations", "topics"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "One.",
        "One paragraph of one sentence without an end",
        "A b c d. A b c d. B c d e.",
        "ذهب الرجل إلى البيت. عاد الرجل إلى البيت.",
    ],
)
def test_shuffled_baseline__short_texts_have_a_result_or_a_reason(what, text):
    table = ns.shuffled_baseline(parts(text), what, n_shuffles=19)
    missing = ns.schemas.record(table)["settings"]["missing"]
    assert len(table) or all(len(reason) > 15 for reason in missing.values())
    figure = ns.figures.shuffled_baseline(table)
    assert figure.record["schema"] == "SHUFFLED_BASELINE"


def test_shuffled_baseline__sentences_that_are_parts_are_not_dealt(article):
    table = ns.shuffled_baseline(article.split("sentence").tokenize(), "dispersion", n_shuffles=19)
    assert set(table.by) == {"words"}
    assert "single sentence" in ns.schemas.record(table)["settings"]["missing"]["sentences"]


def test_shuffled_baseline__another_seed_gives_other_shuffles_and_the_same_observed(article):
    tokens = article.split("paragraph").tokenize()
    one, other = (ns.shuffled_baseline(tokens, n_shuffles=19, rng=seed).sort_values(["by", "item"]) for seed in (0, 1))
    assert one.observed.tolist() == other.observed.tolist()
    assert one.shuffled.tolist() != other.shuffled.tolist()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"what": "keyness"}, "dispersion"),
        ({"n": 501}, "at most 500"),
        ({"n_shuffles": 18}, "at least 19"),
        ({"n_shuffles": 10_000}, "9,999"),
        ({"what": "topics", "topics": []}, "topics is a number"),
        ({"what": "topics", "topics": [2, 0]}, "at least 1"),
        ({"span": 0}, "span"),
        ({"min_count": 1.5}, "min_count"),
    ],
)
def test_shuffled_baseline__wrong_settings_are_named(article, options, said):
    with pytest.raises(InputError, match=said):
        ns.shuffled_baseline(article.split("paragraph").tokenize(), **options)
    with pytest.raises(InputError, match="needs the Tokens"):
        ns.shuffled_baseline(article)
