"""Co-mentions agree with a count by hand, their expectation with all orders, their p-values with chance."""

import itertools
import json

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError, SchemaError

TEXT = "We saw Holm and Lund. We saw Holm with Lund and Berg. We saw Berg. We saw Holm and Berg. We saw nobody."


def mentions_of(text, **options):
    return ns.actor_mentions(ns.corpus_from([text]), **options)


def naive_counts(mentions):
    """Sentences of each pair, counted one by one."""
    by_sentence = {}
    for row in mentions.itertuples():
        by_sentence.setdefault((row.document, row.sentence), set()).add(row.actor)
    found = {}
    for actors in by_sentence.values():
        for pair in itertools.combinations(sorted(actors), 2):
            found[pair] = found.get(pair, 0) + 1
    return found


def all_orders(mentions, pair):
    """Sentences with both, for every way of dealing out the mentions of one document."""
    sentences, actors = mentions.sentence.tolist(), mentions.actor.tolist()
    counts = []
    for order in itertools.permutations(actors):
        found = {}
        for sentence, actor in zip(sentences, order, strict=True):
            found.setdefault(sentence, set()).add(actor)
        counts.append(sum(set(pair) <= who for who in found.values()))
    return np.array(counts)


def test_comentions__observed_is_a_count_by_hand(article):
    mentions = ns.actor_mentions(article, aliases={"Trump": ["Donald Trump"], "Putin": ["Vladimir Putin"]})
    table = ns.comentions(mentions, n_permutations=99)
    expected = naive_counts(mentions)
    assert {(row.actor, row.other): row.observed for row in table.itertuples() if row.observed} == expected
    assert len(table) == 10 * 9 // 2


def test_comentions__expected_is_the_mean_over_all_orders_and_p_their_share():
    mentions = mentions_of(TEXT)
    table = ns.comentions(mentions, n_permutations=9999)
    for row in table.itertuples():
        counts = all_orders(mentions, (row.actor, row.other))
        assert row.expected == pytest.approx(counts.mean(), abs=1e-12)
        far = np.mean(np.abs(counts - row.expected) >= abs(row.observed - row.expected) - 1e-9)
        assert 10**row.permutation_p == pytest.approx(far, abs=0.02)


def test_comentions__expected_adds_up_over_documents():
    corpus = ns.corpus_from([TEXT, "We saw Lund. We saw Holm and Berg. We saw Lund and Holm."])
    mentions = ns.actor_mentions(corpus)
    table = ns.comentions(mentions, n_permutations=99).set_index(["actor", "other"])
    parts = [all_orders(part, ("Berg", "Holm")).mean() for _, part in mentions.groupby("document")]
    assert table.loc[("Berg", "Holm"), "expected"] == pytest.approx(sum(parts), abs=1e-12)


def test_comentions__random_texts_are_seldom_beyond_chance():
    rng = np.random.default_rng(3)
    low = total = 0
    for _ in range(25):
        names = rng.choice(["Holm", "Lund", "Berg", "Moreau", "Dahl"], size=(30, 2))
        text = " ".join(f"We saw {one} and {two}." for one, two in names)
        p = ns.comentions(mentions_of(text), n_permutations=199).permutation_p
        low, total = low + int((p <= np.log10(0.05)).sum()), total + len(p)
    assert low / total < 0.08


def test_comentions__a_pair_that_is_always_together_is_beyond_chance():
    text = " ".join(
        ["We saw Holm and Lund."] * 9 + ["We saw Berg and Dahl.", "We saw Berg and Moreau.", "We saw Dahl and Moreau."] * 3
    )
    table = ns.comentions(mentions_of(text)).set_index(["actor", "other"])
    assert table.index[0] == ("Holm", "Lund")
    assert table.loc[("Holm", "Lund"), "permutation_q"] < -2
    assert table.loc[("Holm", "Lund"), "expected_high"] < 9


def test_comentions__who_stands_in_one_sentence_only_is_not_tested(article):
    table = ns.comentions(ns.actor_mentions(article), n_permutations=99)
    rare = table[["actor_sentences", "other_sentences"]].min(axis=1) < 2
    assert table.permutation_p.isna().equals(rare)
    assert not ns.comentions(ns.actor_mentions(article), min_sentences=1, n_permutations=99).permutation_p.isna().any()


def test_comentions__depend_on_the_seed_and_not_on_the_order_of_rows_or_documents(article):
    parts = article.split("paragraph")
    mentions = ns.actor_mentions(parts)
    table = ns.comentions(mentions, n_permutations=199)
    shuffled = mentions.sample(frac=1, random_state=1)
    shuffled.attrs = mentions.attrs
    assert ns.comentions(shuffled, n_permutations=199).equals(table)
    assert not ns.comentions(mentions, n_permutations=199, rng=1).equals(table)
    json.dumps(ns.comentions(mentions, n=np.int64(3), n_permutations=np.int64(99), rng=np.int64(2)).attrs["newsstudy"])


@pytest.mark.parametrize("text", ["", "We saw Holm.", "普京", "nobody at all"])
def test_comentions__fewer_than_two_actors_make_no_pair(text):
    table = ns.comentions(mentions_of(text))
    assert len(table) == 0
    assert len(ns.comention_network(table)) == 0


def test_comentions__wrong_input_is_named(article):
    mentions = ns.actor_mentions(article)
    for options in ({"n": 1}, {"n_permutations": 5}, {"min_sentences": 0}, {"rng": None}):
        with pytest.raises(InputError):
            ns.comentions(mentions, **options)
    with pytest.raises(SchemaError, match="ACTOR_MENTIONS"):
        ns.comentions(article)


def test_comention_network__joins_those_who_share_sentences(article):
    table = ns.comentions(ns.actor_mentions(article), n_permutations=99)
    network = ns.comention_network(table, min_count=2)
    assert (network.role == "pair").sum() == (table.observed >= 2).sum()
    assert set(network[network.role == "actor"].actor) == set(table.actor) | set(table.other)
    places = network[network.role == "actor"].set_index("actor")
    for row in network[network.role == "pair"].itertuples():
        assert (row.x, row.y) == tuple(places.loc[row.actor, ["x", "y"]])
        assert (row.other_x, row.other_y) == tuple(places.loc[row.other, ["x", "y"]])
    assert places[["x", "y"]].min().min() == 0.0
    assert places[["x", "y"]].max().max() == 1.0
