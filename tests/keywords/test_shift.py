"""Word shifts of a corpus: contributions by hand, their sums, intervals, and what is refused."""

import math

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError, NewsstudyError

SHARED = ["the", "of", "and", "war", "peace", "storm", "tax", "vote"]


def rows_of(n, seed=0):
    rng = np.random.default_rng(seed)
    tilt = {"A": [9, 6, 5, 4, 1, 1, 1, 0], "B": [9, 6, 5, 1, 1, 3, 3, 2]}
    rows = []
    for i in range(n):
        side = "AB"[i % 2]
        shares = np.array(tilt[side], float) + 0.01
        rows.append({"text": " ".join(rng.choice(SHARED, 40, p=shares / shares.sum())), "source": side, "k": str(i // 4)})
    return rows


@pytest.fixture(scope="module")
def counts():
    return ns.corpus_from(rows_of(40)).tokenize().count()


def settings(table):
    return table.attrs["newsstudy"]["settings"]


def sides(counts):
    source = np.array(counts.documents.column("source").to_pylist())
    dense = counts.matrix.toarray()
    return dense[source == "A"].sum(axis=0), dense[source == "B"].sum(axis=0)


def test_shift__jsd_adds_up_to_scipys(counts):
    table = ns.shift(counts, "source == 'A'")
    one, two = sides(counts)
    assert settings(table)["total"] == pytest.approx(jensenshannon(one, two, base=2) ** 2, rel=1e-12)
    assert np.abs(table.contribution).sum() == pytest.approx(settings(table)["total"])
    assert table.contribution_share.sum() == pytest.approx(1)
    assert table.cumulative_share.iloc[-1] == pytest.approx(1)
    assert (np.diff(np.abs(table.contribution)) <= 0).all()
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    assert ((table.contribution > 0) == (table.direction == "target")).all()
    assert settings(table)["towards_target"] - settings(table)["towards_reference"] == pytest.approx(settings(table)["total"])


def test_shift__counts_rates_documents_and_ranks_are_those_of_the_sides(counts):
    table = ns.shift(counts, "source == 'A'").set_index("term")
    one, two = sides(counts)
    for place, term in enumerate(counts.vocabulary.terms):
        row = table.loc[term]
        assert (row.target_count, row.reference_count) == (one[place], two[place])
        assert row.target_per_million == one[place] / one.sum() * 1e6
    assert table.target_rank["the"] == 1
    np.testing.assert_array_equal(table.target_rank[list(counts.vocabulary.terms)], ns.measures.word_ranks(one))


@pytest.mark.parametrize("measure", ["jsd", "rank_turbulence", "proportion", "entropy"])
def test_shift__each_measure_is_the_one_of_that_name(counts, measure):
    table = ns.shift(counts, "source == 'A'", measure=measure, n_resamples=100).set_index("term")
    one, two = sides(counts)
    found = table.contribution[list(counts.vocabulary.terms)].to_numpy()
    function = {
        "jsd": ns.measures.jsd_contributions,
        "rank_turbulence": ns.measures.rank_turbulence_contributions,
        "proportion": ns.measures.proportion_shift,
        "entropy": ns.measures.entropy_shift,
    }[measure]
    expected = function(one, two)
    signed = measure in ("proportion", "entropy")
    np.testing.assert_allclose(found if signed else np.abs(found), expected, rtol=1e-12)
    total = settings(table)["total"]
    whole = {
        "jsd": ns.measures.jsd(one, two),
        "rank_turbulence": ns.measures.rank_turbulence(one, two),
        "proportion": np.abs(one / one.sum() - two / two.sum()).sum() / 2,
        "entropy": expected.sum(),
    }[measure]
    assert total == pytest.approx(whole, rel=1e-12)


def test_shift__relative_entropy_needs_a_reference_that_has_every_word():
    few = ns.corpus_from([{"text": "war vote", "source": "B"}, {"text": "war", "source": "A"}]).tokenize().count()
    with pytest.raises(InputError, match="'vote'"):
        ns.shift(few, "source == 'B'", measure="relative_entropy")
    ok = ns.corpus_from([{"text": "war vote vote", "source": "B"}, {"text": "war vote", "source": "A"}]).tokenize().count()
    table = ns.shift(ok, "source == 'B'", measure="relative_entropy")
    assert settings(table)["total"] == pytest.approx(2 / 3 * math.log2(4 / 3) + 1 / 3 * math.log2(2 / 3))


def test_shift__intervals_hold_the_contribution_and_say_which_side_is_certain(counts):
    table = ns.shift(counts, "source == 'A'").set_index("term")
    assert (table.contribution_low <= table.contribution).all()
    assert (table.contribution <= table.contribution_high).all()
    assert table.contribution_low["war"] > 0 > table.contribution_high["tax"]
    assert table.contribution_low["and"] < 0 < table.contribution_high["and"]
    same = ns.shift(counts, "source == 'A'", rng=1).set_index("term")
    assert same.contribution_low["war"] != table.contribution_low["war"]


def test_shift__proportion_intervals_cover_the_difference():
    inside, n = 0, 120
    for seed in range(n):
        counts = ns.corpus_from(rows_of(40, seed + 1)).tokenize().count()
        table = ns.shift(counts, "source == 'A'", measure="proportion", n_resamples=200).set_index("term")
        a, b = (np.array(t, float) + 0.01 for t in ([9, 6, 5, 4, 1, 1, 1, 0], [9, 6, 5, 1, 1, 3, 3, 2]))
        truth = dict(zip(SHARED, a / a.sum() - b / b.sum(), strict=True))
        for term in ("the", "war", "tax"):
            inside += table.contribution_low[term] <= truth[term] <= table.contribution_high[term]
    assert 0.91 <= inside / (3 * n) <= 0.985


def test_shift__without_intervals_says_why(counts):
    few = ns.shift(counts, [True] * 3 + [False] * 37)
    assert few.contribution_low.isna().all()
    assert "at least 5" in settings(few)["missing"]["contribution_low"]
    turbulent = ns.shift(counts, "source == 'A'", measure="rank_turbulence")
    assert turbulent.contribution_high.isna().all()
    assert "rank" in settings(turbulent)["missing"]["contribution_high"]
    assert settings(turbulent)["alpha"] == pytest.approx(1 / 3)
    assert settings(ns.shift(counts, "source == 'A'", measure="rank_turbulence", alpha=math.inf))["alpha"] == "infinity"


def test_shift__another_corpus_joins_the_vocabularies(counts):
    other = ns.corpus_from([{"text": "the the of budget budget"} for _ in range(6)]).tokenize().count()
    table = ns.shift(counts, None, other).set_index("term")
    assert (table.target_count["budget"], table.reference_count["budget"]) == (0, 12)
    assert table.direction["budget"] == "reference"
    assert set(table.index) == {*SHARED, "budget"}


def test_shift__identical_sides_share_everything():
    counts = ns.corpus_from([{"text": "a b b", "s": s} for s in "xy" for _ in range(6)]).tokenize().count()
    table = ns.shift(counts, "s == 'x'")
    assert settings(table)["total"] == 0
    assert (table.contribution == 0).all()
    assert (table.contribution_share == 0).all()
    assert table.direction.tolist() == ["none", "none"]
    assert table.term.tolist() == ["a", "b"]


def test_shift__order_of_documents_and_threads_do_not_matter():
    rows = rows_of(30)
    digests = set()
    for order, threads in ((rows, 1), (rows[::-1], 2), (rows, 3), (rows, 7)):
        with ns.use_engine(threads=threads):
            counts = ns.corpus_from(order).tokenize().count()
            digests.add(schemas.digest(ns.shift(counts, "source == 'A'", cluster="k", n_resamples=150)))
    assert len(digests) == 1


ODD = [None, True, -1, 1.5, float("nan"), 10**30, "", "x", "\ud800", b"x", [], [None], [1], {}, {"x": 1}, object(), np.arange(3)]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}-{str(odd)[:4]!a}")
def test_shift__odd_input_is_refused_by_name_or_taken(odd, counts):
    for call in (
        lambda: ns.shift(odd, "source == 'A'"),
        lambda: ns.shift(counts, odd),
        lambda: ns.shift(counts, "source == 'A'", odd),
        lambda: ns.shift(counts, "source == 'A'", measure=odd),
        lambda: ns.shift(counts, "source == 'A'", alpha=odd, measure="rank_turbulence"),
        lambda: ns.shift(counts, "source == 'A'", cluster=odd),
        lambda: ns.shift(counts, "source == 'A'", n_resamples=odd),
        lambda: ns.shift(counts, "source == 'A'", rng=odd),
    ):
        refusal = None
        try:
            call()
        except NewsstudyError as error:
            refusal = str(error)
        assert refusal is None or len(refusal) > 20


def test_shift__errors_are_in_its_own_name(counts):
    with pytest.raises(InputError, match=r"^shift: name a target"):
        ns.shift(counts, None)
    with pytest.raises(InputError, match=r"^shift: no document fits"):
        ns.shift(counts, "source == 'Z'")
    with pytest.raises(InputError, match="list of rates"):
        ns.shift(counts, "source == 'A'", ns.general_english())
