import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy import measures
from newsstudy.errors import InputError


@pytest.fixture(scope="module")
def tokens(article):
    return article.tokenize()


def by_sentence(tokens):
    sentences, terms, last = [], tokens.vocabulary.terms, None
    for document in range(len(tokens.offsets) - 1):
        for i in range(tokens.offsets[document], tokens.offsets[document + 1]):
            place = (document, int(tokens.sentences[i]))
            if place != last:
                sentences.append([])
                last = place
            sentences[-1].append(terms[tokens.ids[i]] if tokens.ids[i] >= 0 else None)
    return sentences


@pytest.mark.parametrize("span", [(5, 5), (0, 1), (3, 0), (2, 7)])
def test_collocations__pairs_equal_the_slow_twin(tokens, naive, span):
    expected = naive("collocations").pairs(by_sentence(tokens), *span)
    table = ns.collocations(tokens, span=span, min_count=1)
    rows = zip(table.node, table.collocate, table.pair_count, table.pair_count_left, strict=True)
    assert {(a, b): (n, left) for a, b, n, left in rows} == expected


def test_collocations__padding_keeps_distances(article, naive):
    tokens = article.tokenize().drop("function words", padding=True)
    table = ns.collocations(tokens, span=(2, 2), min_count=1)
    expected = naive("collocations").pairs(by_sentence(tokens), 2, 2)
    assert dict(zip(zip(table.node, table.collocate, strict=True), table.pair_count, strict=True)) == {
        k: v[0] for k, v in expected.items()
    }


@given(st.lists(st.text("ab .", max_size=30), min_size=1, max_size=4), st.integers(0, 4), st.integers(1, 4))
def test_collocations__a_pair_never_exceeds_its_words(texts, left, right):
    table = ns.collocations(ns.corpus_from(texts).tokenize(), span=(left, right), min_count=1)
    assert (table.pair_count <= table.collocate_count).all()
    assert (table.pair_count_left <= table.pair_count).all()


def test_collocations__never_cross_a_full_stop():
    tokens = ns.corpus_from(["The mayor left. Nobody came."]).tokenize()
    table = ns.collocations(tokens, "left", min_count=1)
    assert sorted(table.collocate) == ["mayor", "the"]


@pytest.mark.parametrize("measure", ["log_dice", "npmi", "g2", "t_score", "delta_p_row"])
def test_collocations__the_score_is_the_measure_of_the_table_of_surface_cooccurrence(tokens, measure):
    table = ns.collocations(tokens, "putin", measure=measure)
    n, near = len(tokens.ids), ns.collocations(tokens, "putin", min_count=1).pair_count.sum()
    o11, c1 = table.pair_count.to_numpy(), table.collocate_count.to_numpy()
    cells = (o11, near - o11, c1 - o11, n - near - c1 + o11)
    signed = {"signed": True} if measure == "g2" else {}
    np.testing.assert_array_equal(table.score, getattr(measures, measure)(*cells, **signed))
    np.testing.assert_allclose(table.expected, near * c1 / n, rtol=1e-15)


def test_collocations__are_in_a_total_order(tokens):
    table = ns.collocations(tokens)
    keys = list(zip(-table.score, -table.pair_count, table.node, table.collocate, strict=True))
    assert keys == sorted(keys)


def test_collocations__a_node_may_be_a_pattern(tokens):
    assert set(ns.collocations(tokens, "diploma*", min_count=1).node) == {"diplomacy", "diplomatic"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"measure": "magic"}, "log_dice"),
        ({"span": (0, 0)}, "empty"),
        ({"span": 5}, "two whole numbers"),
        ({"node": "Vladimir Putin"}, "several words"),
    ],
)
def test_collocations__wrong_input_is_named(tokens, wrong, message):
    with pytest.raises(InputError, match=message):
        ns.collocations(tokens, **wrong)


def test_collocations__nothing_found_is_an_empty_table(tokens):
    assert len(ns.collocations(tokens, "zeppelin")) == 0
    assert len(ns.collocations(ns.corpus_from([""]).tokenize())) == 0


def test_network__edges_are_the_first_distinct_pairs_and_places_are_inside(tokens):
    pairs = ns.collocations(tokens)
    network = ns.collocation_network(pairs, n=12)
    edges, nodes = network[network.kind == "edge"], network[network.kind == "node"]
    assert len(edges) == 12
    assert len({frozenset(pair) for pair in zip(edges.term, edges.other, strict=True)}) == 12
    assert set(nodes.term) == set(edges.term) | set(edges.other)
    assert nodes.term.is_monotonic_increasing
    assert nodes.x.between(0, 1).all()
    assert nodes.y.between(0, 1).all()
    where = dict(zip(nodes.term, zip(nodes.x, nodes.y, strict=True), strict=True))
    assert [where[t] for t in edges.other] == list(zip(edges.other_x, edges.other_y, strict=True))


def test_network__is_the_same_for_a_seed_and_another_for_another(tokens):
    pairs = ns.collocations(tokens)
    assert ns.collocation_network(pairs, rng=3).equals(ns.collocation_network(pairs, rng=3))
    assert not ns.collocation_network(pairs, rng=3).equals(ns.collocation_network(pairs, rng=4))


def test_network__of_no_pairs_is_empty(tokens):
    assert len(ns.collocation_network(ns.collocations(tokens, "zeppelin"))) == 0
