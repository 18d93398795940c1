import inspect

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import newsstudy as ns
from newsstudy import measures, schemas
from newsstudy.errors import InputError, SchemaError
from newsstudy.keywords import _extra, _resampling, _steadiness
from newsstudy.keywords._sides import sides_of
from newsstudy.measures._student import student_t

WORDS = ["the", "of", "storm", "flood", "mayor", "river", "dam", "council"]


def corpus_of(n, seed, extra=""):
    draws = np.random.Generator(np.random.Philox(seed)).integers(0, len(WORDS), (n, 30))
    return [
        {"text": " ".join(WORDS[i] for i in row) + extra, "source": "A" if d % 2 else "B"} for d, row in enumerate(draws.tolist())
    ]


@pytest.fixture(scope="module")
def counts():
    rows = corpus_of(20, 1)
    for row in rows[1::2]:
        row["text"] += " vote vote"
    return ns.corpus_from(rows).tokenize().count()


def test_keyness__a_planted_word_is_key_and_first(counts):
    table = ns.keyness(counts, "source == 'A'")
    assert table.term[0] == "vote"
    assert table.verdict[0] == "key"
    assert table.log_ratio_low[0] > 3


def test_keyness__the_other_side_turns_every_sign(counts):
    one = ns.keyness(counts, "source == 'A'").set_index("term").sort_index()
    two = ns.keyness(counts, "source == 'B'").set_index("term").sort_index()
    np.testing.assert_array_equal(one.lrc, -two.lrc)
    np.testing.assert_array_equal(one.g2_signed, -two.g2_signed)
    np.testing.assert_array_equal(one.wilcoxon_p, two.wilcoxon_p)
    np.testing.assert_array_equal(one.target_dkl, two.reference_dkl)
    np.testing.assert_allclose(one.log_ratio, -two.log_ratio, atol=1e-14)


def test_keyness__columns_are_the_measures_of_the_table(counts):
    table = ns.keyness(counts, "source == 'A'", n_resamples=100)
    f1, f2 = table.target_count.to_numpy(), table.reference_count.to_numpy().astype(np.int64)
    n1, n2 = f1.sum(), f2.sum()
    cells = (f1, f2, n1 - f1, n2 - f2)
    np.testing.assert_array_equal(table.g2_signed, measures.g2(*cells, signed=True))
    np.testing.assert_array_equal(table.lrc, measures.lrc(*cells, n_tests=len(table)))
    np.testing.assert_array_equal(table.log_ratio, measures.log_ratio(*cells))
    np.testing.assert_allclose(table.target_per_million, f1 / n1 * 1e6)


def test_keyness__wilcoxon_is_scipys_on_the_rates_of_documents(counts):
    table = ns.keyness(counts, "source == 'A'", n_resamples=100)
    dense = counts.matrix.toarray()
    rates = dense / dense.sum(axis=1, keepdims=True)
    target = np.array([s == "A" for s in counts.documents.column("source").to_pylist()])
    for term, p in zip(table.term, table.wilcoxon_p, strict=True):
        column = rates[:, counts.vocabulary.index(term)]
        expected = stats.mannwhitneyu(column[target], column[~target], method="asymptotic").pvalue
        assert p == pytest.approx(np.log10(expected), abs=1e-9)


def test_keyness__documents_in_another_order_give_the_same_table():
    rows = corpus_of(14, 5)
    one = ns.keyness(ns.corpus_from(rows).tokenize().count(), "source == 'A'", n_resamples=100)
    two = ns.keyness(ns.corpus_from(rows[::-1]).tokenize().count(), "source == 'A'", n_resamples=100)
    assert schemas.digest(one) == schemas.digest(two)


def test_keyness__threads_do_not_matter(counts, monkeypatch):
    monkeypatch.setattr(_resampling, "TERMS_PER_BLOCK", 2)
    monkeypatch.setattr(_steadiness, "TERMS_PER_BLOCK", 2)
    tables = []
    for threads in (1, 2, 3, 7):
        with ns.use_engine(threads=threads):
            extra = ["dp", "welch_t", "document_interval"]
            tables.append(schemas.digest(ns.keyness(counts, "source == 'A'", cluster="id", measures=extra, n_resamples=100)))
    assert len(set(tables)) == 1


def test_keyness__another_seed_moves_only_the_resampling(counts):
    one, two = (ns.keyness(counts, "source == 'A'", n_resamples=100, rng=seed) for seed in (0, 1))
    moved = [name for name in one.columns if not one[name].equals(two[name])]
    assert set(moved) <= {"log_ratio_low", "log_ratio_high", "top100_share", "verdict"}
    assert "log_ratio_low" in moved


def test_keyness__clusters_widen_the_interval():
    rows = [
        {"text": "storm the of river" if d < 6 else "the of river dam", "source": "A", "copy": "one" if d < 6 else str(d)}
        for d in range(12)
    ]
    rows += [{"text": "the of river dam council", "source": "B", "copy": f"b{d}"} for d in range(12)]
    counts = ns.corpus_from(rows).tokenize().count()
    alone = ns.keyness(counts, "source == 'A'").set_index("term").loc["storm"]
    together = ns.keyness(counts, "source == 'A'", cluster="copy").set_index("term").loc["storm"]
    assert alone.log_ratio_low > together.log_ratio_low


def test_keyness__below_five_documents_says_nothing_about_documents(counts):
    table = ns.keyness(counts, [True] * 4 + [False] * 16)
    missing = table.attrs["newsstudy"]["settings"]["missing"]
    for name in (
        "log_ratio_low",
        "log_ratio_high",
        "lrc_documents",
        "wilcoxon_p",
        "wilcoxon_q",
        "target_dkl",
        "reference_dkl",
        "top100_share",
    ):
        assert table[name].isna().all(), name
        assert "at least 5" in missing[name]
    assert table.lrc.notna().all()


def test_keyness__against_known_rates_is_named_one_sample(article):
    counts = article.split("sentence").tokenize().count()
    table = ns.keyness(counts, reference=ns.general_english(), n_resamples=200)
    schemas.KEYNESS_ONE_SAMPLE.check(table)
    f, rate = table.target_count.to_numpy(), table.reference_per_million.to_numpy() / 1e6
    np.testing.assert_array_equal(table.g2_one_sample_signed, measures.g2_one_sample(f, f.sum(), rate, signed=True))
    assert {"putin", "trump", "ukraine"} <= set(table.term.head(10))
    absent = table[table.target_count == 0]
    assert (absent.reference_per_million / 1e6 * f.sum() >= 5).all()
    assert table.reference_count.isna().all()


def test_keyness__another_corpus_as_reference_joins_the_vocabularies():
    one = ns.corpus_from(["storm flood"] * 6).tokenize().count()
    two = ns.corpus_from(["flood mayor"] * 7).tokenize().count()
    table = ns.keyness(one, reference=two, n_resamples=100)
    assert sorted(table.term) == ["flood", "mayor", "storm"]
    assert table.set_index("term").loc["mayor", ["target_count", "reference_count"]].tolist() == [0, 7]


@pytest.mark.parametrize(
    ("target", "reference", "message"),
    [
        ("source == 'C'", None, "no document fits the target"),
        (None, None, "general_english"),
        ("source is not missing", None, "no documents"),
        ("source == 'A'", "source == 'A'", "both sides"),
        ("source == 'A'", "source == 'C'", "no document fits the reference"),
    ],
)
def test_keyness__sides_that_cannot_be_compared_are_named(counts, target, reference, message):
    with pytest.raises(InputError, match=message):
        ns.keyness(counts, target, reference)


def test_keyness__weights_tokens_and_wrong_numbers_are_refused(counts, article):
    with pytest.raises(InputError, match="weights"):
        ns.keyness(counts.weight("tf_idf"), "source == 'A'")
    with pytest.raises(InputError, match=r"\.count\(\)"):
        ns.keyness(article.tokenize(), reference=ns.general_english())
    with pytest.raises(InputError, match="at least 100"):
        ns.keyness(counts, "source == 'A'", n_resamples=10)
    with pytest.raises(InputError, match="cluster by"):
        ns.keyness(counts, "source == 'A'", cluster="outlet")
    with pytest.raises(InputError, match="same steps"):
        ns.keyness(counts, reference=article.tokenize().drop("function words").count())
    with pytest.raises(InputError, match="one rule"):
        ns.keyness(counts, reference=article.tokenize("unicode-1").count())


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_keyness__every_term_of_either_side_is_one_row(one, two):
    counts = ns.corpus_from([" ".join(one), " ".join(two)]).tokenize().count()
    table = ns.keyness(counts, [True, False])
    assert sorted(table.term) == sorted({*one, *two})
    assert table.target_count.sum() == len(one)
    assert table.reference_count.sum() == len(two)


def test_keyness__a_word_shown_to_be_equal_is_a_lockword():
    rows = corpus_of(200, 9)
    table = ns.keyness(ns.corpus_from(rows).tokenize().count(), "source == 'A'", n_resamples=300)
    assert set(table.verdict) == {"lockword"}


def test_keyness__numbers_are_not_compared_with_a_list_that_is_silent_on_them():
    counts = ns.corpus_from(["in 2024 the storm came"] * 6).tokenize().count()
    table = ns.keyness(counts, reference=ns.general_english(), n_resamples=100)
    row = table.set_index("term").loc["2024"]
    assert np.isnan([row.log_ratio, row.log_ratio_low, row.lrc_one_sample]).all()
    assert (row.verdict, row.top100_share) == ("undecided", 0.0)
    assert table.term.iloc[-1] == "2024"
    ns.figures.keyness(table).svg()


def clustered(seed=3, n=60):
    """Documents of two papers, printed in copies: story and day are columns."""
    random = np.random.default_rng(seed)
    rows = []
    for d in range(n):
        story = int(random.integers(0, n // 3))
        words = np.random.default_rng([seed, story]).integers(0, len(WORDS), 25)
        text = " ".join(WORDS[i] for i in words.tolist())
        rows.append({"text": text, "source": "AB"[d % 2], "story": str(story), "day": str(d % 7), "id": f"d{d:03d}"})
    return rows


def test_keyness__several_columns_cluster_as_one_that_joins_them():
    rows = [{**row, "both": row["source"] + row["day"]} for row in clustered()]
    counts = ns.corpus_from(rows).tokenize().count()
    one = ns.keyness(counts, "source == 'A'", cluster="both", n_resamples=100)
    two = ns.keyness(counts, "source == 'A'", cluster=["source", "day"], n_resamples=100)
    assert schemas.digest(one) == schemas.digest(two)
    assert two.attrs["newsstudy"]["settings"]["cluster"] == ["source", "day"]
    assert two.attrs["newsstudy"]["settings"]["n_target_clusters"] == 7


def test_keyness__a_document_without_a_label_is_its_own_cluster():
    rows = clustered()
    counts = (
        ns.corpus_from([{**row, "group": None} for row in rows] + [{**rows[0], "id": "last", "group": "x"}]).tokenize().count()
    )
    none = ns.keyness(counts, "source == 'A'", n_resamples=100)
    own = ns.keyness(counts, "source == 'A'", cluster="group", n_resamples=100)
    assert schemas.digest(none) == schemas.digest(own)


@pytest.mark.parametrize("cluster", [None, "story", ["source", "story"]])
def test_keyness__order_of_documents_and_names_of_clusters_do_not_matter(cluster):
    rows = clustered()
    other = [{**row, "story": f"s{99 - int(row['story'])}"} for row in rows[::-1]]
    digests = set()
    for some in (rows, other):
        counts = ns.corpus_from(some).tokenize().count()
        table = ns.keyness(counts, "source == 'A'", cluster=cluster, measures=["welch_t", "da", "few_documents"], n_resamples=150)
        digests.add(schemas.digest(table))
    assert len(digests) == 1


def test_keyness__a_story_on_both_sides_is_drawn_for_both_at_once():
    rows = [
        {"text": f"storm {'flood ' * (story % 5)} river", "side": side, "story": str(story)}
        for story in range(40)
        for side in "AB"
    ]
    counts = ns.corpus_from(rows).tokenize().count()
    table = ns.keyness(counts, "side == 'A'", cluster="story", measures="document_interval", n_resamples=300).set_index("term")
    # Each side prints the same stories, so that only Walter's 1/2 keeps the ratio of a resample from being 0 exactly.
    assert abs(table.log_ratio_low["flood"]) < 1e-9
    assert table.log_ratio_high_documents["flood"] > 0.2


def test_keyness__resamples_that_leave_a_side_empty_are_drawn_again():
    rows = [{"text": "storm flood", "side": "A", "story": "one"} for _ in range(5)]
    rows += [{"text": "flood dam", "side": "B", "story": "one" if d == 0 else str(d)} for d in range(6)]
    counts = ns.corpus_from(rows).tokenize().count()
    table = ns.keyness(counts, "side == 'A'", cluster="story", n_resamples=200)
    assert np.isfinite(table.log_ratio_low).all()
    sides = sides_of(counts, "side == 'A'", None, "story")
    units = _resampling.Units(sides, sides.clusters)
    drawn = _resampling.totals(units.target.sizes, units.weights(200, 0))
    assert drawn.min() > 0
    assert len(set(drawn.tolist())) > 1


def test_keyness__top100_share_is_that_of_a_ranking_of_every_resample(naive):
    rows = corpus_of(60, 4, " the the")
    random = np.random.default_rng(2)
    for d, row in enumerate(rows):
        marks = [f"v{i}" for i in range(180) if d % 2 and random.random() < 0.9]
        row["text"] += " ".join(["", *marks, *(f"w{i}" for i in random.integers(0, 400, 40))])
    counts = ns.corpus_from(rows).tokenize().count()
    table = ns.keyness(counts, "source == 'A'", n_resamples=100)
    sides = sides_of(counts, "source == 'A'", None, None)
    units = _resampling.Units(sides, None)
    weights = units.weights(100, 0).astype(np.int64)
    d1, d2 = ((side.documents.toarray().T @ weights) for side in (units.target, units.reference))
    scores = measures.lrc(d1, d2, sides.n_target - d1, sides.n_reference - d2, n_tests=len(table))
    place = {term: i for i, term in enumerate(sides.terms)}
    order = [place[term] for term in table.term]
    expected = naive("keyness").top_shares(scores[order].tolist(), 100)
    np.testing.assert_array_equal(table.top100_share, expected)
    assert ((table.top100_share > 0) & (table.top100_share < 1)).sum() > 30


def test_keyness__top100_share_against_a_list_ranks_the_tokens_drawn(article, naive):
    counts = article.split("sentence").tokenize().count()
    reference = ns.general_english()
    table = ns.keyness(counts, reference=reference, n_resamples=100)
    sides = sides_of(counts, None, reference, None)
    units = _resampling.Units(sides, None)
    weights = units.weights(100, 0).astype(np.int64)
    f = units.target.counts.toarray().T @ weights
    rates = reference.rates(sides.terms)[:, None] / 1e6
    scores = np.nan_to_num(measures.lrc_one_sample(f, units.target.sizes @ weights, rates, n_tests=len(table)))
    place = {term: i for i, term in enumerate(sides.terms)}
    expected = naive("keyness").top_shares(scores[[place[term] for term in table.term]].tolist(), 100)
    np.testing.assert_array_equal(table.top100_share, expected)


def test_intervals__stretch_the_percentiles_by_students_t(counts, naive):
    twin = naive("keyness")
    table = ns.keyness(counts, "source == 'A'").set_index("term")
    sides = sides_of(counts, "source == 'A'", None, None)
    units = _resampling.Units(sides, None)
    weights = units.weights(1000, 0).T.tolist()
    for at, term in enumerate(sides.terms):
        one, two = (list(zip(side.counts.toarray()[:, at].tolist(), side.sizes.tolist(), strict=True)) for side in
                    (units.target, units.reference))  # fmt: skip
        if term == "vote":
            continue  # absent from the reference, which has a rule of its own
        low, high = twin.ends(twin.log_ratios(one, two, weights), 0.025)
        _, wider, freedom = twin.influences(one, two, [range(units.starts[1]), range(units.starts[1], units.n)])
        factor = stats.t.ppf(0.975, np.floor(freedom * 10) / 10) / stats.norm.ppf(0.975) * np.sqrt(wider)
        middle = table.log_ratio[term]
        assert table.log_ratio_low[term] == pytest.approx(middle - (middle - low) * factor, abs=1e-9)
        assert table.log_ratio_high[term] == pytest.approx(middle + (high - middle) * factor, abs=1e-9)


def test_student_t__is_scipys():
    freedom = np.array([1.0, 2.5, 7.3, 99.9, 250.0, 4096.0])
    np.testing.assert_allclose(student_t(freedom), stats.t.ppf(0.975, freedom), rtol=1e-10)


def test_intervals__of_an_absent_term_reach_as_far_as_jeffreys_allows(counts):
    row = ns.keyness(counts, "source == 'A'").set_index("term").loc["vote"]
    more = np.log2(10 * stats.beta.ppf(0.975, 0.5, 10.5) / 0.5)
    less = np.log2(0.5 / (10 * stats.beta.ppf(0.025, 0.5, 10.5)))
    assert row.log_ratio - row.log_ratio_low == pytest.approx(more, abs=1e-9)  # the target's documents are all alike
    assert row.log_ratio_high - row.log_ratio == pytest.approx(less, abs=1e-9)
    turned = ns.keyness(counts, "source == 'B'").set_index("term").loc["vote"]
    assert turned.log_ratio_high < 0
    assert turned.log_ratio_high - turned.log_ratio == pytest.approx(more, abs=1e-9)


def test_keyness__a_verdict_follows_from_the_other_columns():
    rows = corpus_of(120, 8)
    random = np.random.default_rng(1)
    for d, row in enumerate(rows):
        row["text"] += (
            " vote" * (d % 2) + " bursty" * (40 if d in (1, 7) else 0) + " law" * int(random.integers(0, 3)) * (2 - d % 2)
        )
    table = ns.keyness(ns.corpus_from(rows).tokenize().count(), "source == 'A'")
    over = (table.lrc > 0) & (table.log_ratio_low > 0) & ((table.lrc_documents > 0) | (10**table.wilcoxon_q <= 0.05))
    under = (table.lrc < 0) & (table.log_ratio_high < 0) & ((table.lrc_documents < 0) | (10**table.wilcoxon_q <= 0.05))
    lock = ~over & ~under & (table.log_ratio_low >= -0.5) & (table.log_ratio_high <= 0.5)
    expected = np.select([over, under, lock], ["key", "anti-key", "lockword"], "undecided")
    assert table.verdict.tolist() == expected.tolist()
    assert set(table.verdict) == {"key", "anti-key", "lockword", "undecided"}
    assert table.set_index("term").verdict["bursty"] == "undecided"  # eighty times, but in two documents


# ---------------------------------------------------------------- more columns


def test_measures__every_name_gives_the_number_of_its_measure(counts):
    options = {"log_odds_dirichlet": {"prior": 0.01, "prior_total": 10}}
    have = {*schemas.KEYNESS.names, "dkl"}
    names = [name for name in _extra.known_names(one_sample=False) if name not in have]
    table = ns.keyness(counts, "source == 'A'", measures={name: options.get(name) for name in names}, n_resamples=100)
    schemas.KEYNESS.check(table)
    f1, f2 = table.target_count.to_numpy(), table.reference_count.to_numpy().astype(np.int64)
    n1, n2 = f1.sum(), f2.sum()
    dense = counts.matrix.toarray()
    target = np.array([s == "A" for s in counts.documents.column("source").to_pylist()])
    columns = [counts.vocabulary.index(term) for term in table.term]
    for name in names:
        if name in ("welch_t", "few_documents", "document_interval"):
            continue
        function = getattr(measures, name)
        if f"target_{name}" in table:
            for side, rows in (("target", dense[target]), ("reference", dense[~target])):
                np.testing.assert_allclose(table[f"{side}_{name}"], function(rows.T[columns], rows.sum(axis=1)), rtol=1e-12)
            continue
        third = (n1, n2) if "f1" in inspect.signature(function).parameters else (n1 - f1, n2 - f2)
        if name in ("zeta", "zeta_craig"):
            continue
        given = options.get(name, {})
        expected = function(f1, f2, *third, **given)
        named = name + "".join(f"_{key}_{value}" for key, value in given.items())
        if isinstance(expected, tuple):
            np.testing.assert_array_equal(table[f"{named}_low"], expected[0])
            np.testing.assert_array_equal(table[f"{named}_high"], expected[1])
        else:
            # The scaled F-score adds up over all terms, which stand in another order here.
            np.testing.assert_allclose(table[named], expected, rtol=1e-12, atol=1e-15)


def test_measures__on_documents_have_documents_for_counts(counts):
    wanted = ["g2_documents", "zeta", ("fisher_documents", {"alternative": "greater"})]
    table = ns.keyness(counts, "source == 'A'", measures=wanted, n_resamples=100)
    d1, d2 = table.target_documents.to_numpy(), table.reference_documents.to_numpy().astype(np.int64)
    cells = d1, d2, 10 - d1, 10 - d2
    np.testing.assert_array_equal(table.g2_documents, measures.g2(*cells))
    np.testing.assert_array_equal(table.zeta, measures.zeta(*cells))
    np.testing.assert_array_equal(table.fisher_documents_alternative_greater, measures.fisher(*cells, alternative="greater"))
    few = ns.keyness(counts, [True] * 4 + [False] * 16, measures="g2_documents", n_resamples=100)
    assert few.g2_documents.isna().all()


def test_measures__stand_behind_the_contract_and_in_the_settings(counts):
    wanted = ["percent_diff", ("simple_maths", {"k": 100}), ("log_ratio", {"zero": "half"}), "few_documents"]
    table = ns.keyness(counts, "source == 'A'", measures=wanted, n_resamples=100)
    names = ["percent_diff", "simple_maths_k_100", "log_ratio_zero_half", "few_documents"]
    assert table.columns.tolist() == [*schemas.KEYNESS.names, *names]
    record = schemas.KEYNESS.check(table)
    assert record["settings"]["measures"] == names
    assert not record["edited"]
    ns.figures.keyness(table).svg()
    bare = ns.keyness(counts, "source == 'A'", n_resamples=100)
    assert schemas.digest(table[schemas.KEYNESS.names]) == schemas.digest(bare)


def test_measures__the_document_interval_is_the_one_without_clusters(counts):
    with_both = ns.keyness(counts, "source == 'A'", cluster="id", measures="document_interval", n_resamples=100)
    alone = ns.keyness(counts, "source == 'A'", n_resamples=100)
    np.testing.assert_array_equal(with_both.log_ratio_low_documents, alone.log_ratio_low)
    np.testing.assert_array_equal(with_both.log_ratio_high_documents, alone.log_ratio_high)


def test_measures__terms_in_fewer_than_twenty_documents_of_a_side_are_flagged():
    rows = [{"text": "storm " + "flood " * (d < 19) + "dam " * (d < 20), "side": side} for side in "AB" for d in range(25)]
    table = ns.keyness(ns.corpus_from(rows).tokenize().count(), "side == 'A'", measures="few_documents", n_resamples=100)
    assert table.set_index("term").few_documents.to_dict() == {"storm": False, "dam": False, "flood": True}
    settings = table.attrs["newsstudy"]["settings"]
    assert (settings["few_documents"], settings["n_terms_in_few_documents"]) == (20, 1)


def test_measures__of_documents_are_missing_below_five(counts):
    table = ns.keyness(counts, [True] * 4 + [False] * 16, measures=["dp", "welch_t", "percent_diff", "document_interval"])
    missing = table.attrs["newsstudy"]["settings"]["missing"]
    for name in ("target_dp", "reference_dp", "welch_t", "log_ratio_low_documents", "log_ratio_high_documents"):
        assert table[name].isna().all()
        assert "at least 5" in missing[name]
    assert "percent_diff" not in missing


def test_measures__against_a_list_are_those_of_one_sample(article):
    counts = article.split("sentence").tokenize().count()
    table = ns.keyness(counts, reference=ns.general_english(), measures=["specificity_one_sample", "dp"], n_resamples=100)
    f, rates = table.target_count.to_numpy(), table.reference_per_million.to_numpy() / 1e6
    np.testing.assert_array_equal(table.specificity_one_sample, measures.specificity_one_sample(f, f.sum(), rates))
    assert "reference_dp" not in table
    with pytest.raises(InputError, match="has no counts"):
        ns.keyness(counts, reference=ns.general_english(), measures="chi2")
    with pytest.raises(InputError, match="no documents"):
        ns.keyness(counts, reference=ns.general_english(), measures="welch_t")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("chi2_yate", "did you mean 'chi2_yates'"),
        ("mattr", "no measure 'mattr'"),
        ("log_ratio", "column of the table already"),
        (["dp", "dp"], "already"),
        ({"simple_maths": {"kk": 1}}, "no option 'kk'; it has: k"),
        ({"dp": {"k": 1}}, "no options"),
        ("lrc_one_sample", "known rates"),
        (3, "a name, a list of names"),
        ([3], "a name, or a name with a dict"),
        ({"simple_maths": {"k": [1]}}, "texts or numbers"),
        ({"simple_maths": {"k": -1}}, "k: must lie between"),
    ],
)
def test_measures__that_cannot_be_had_are_named(counts, wanted, message):
    with pytest.raises(InputError, match=message):
        ns.keyness(counts, "source == 'A'", measures=wanted, n_resamples=100)


def test_schema__with_columns_refuses_a_name_twice():
    column = schemas.Column("lrc", "float64", "", "again")
    with pytest.raises(SchemaError, match="two columns 'lrc'"):
        schemas.KEYNESS.with_columns([column])


# ---------------------------------------------------------------- what comes in


def test_keyness__takes_counts_that_were_made_elsewhere():
    matrix = sp.csr_matrix(np.array([[3, 0, 1], [2, 1, 0]] * 6))
    counts = ns.counts_from((matrix, ["storm", "flood", "dam"]))
    table = ns.keyness(counts, [True, False] * 6, n_resamples=np.int64(100), rng=np.int32(3))
    assert table.term.tolist()[0] == "dam"
    assert table.attrs["newsstudy"]["settings"]["rule"] == "imported"
    assert table.attrs["newsstudy"]["settings"]["seed"] == 3
    for wrong in ([[-1, 2]], [[0.5, 2]]):
        with pytest.raises(InputError):
            ns.counts_from((sp.csr_matrix(np.array(wrong)), ["storm", "flood"]))
    with pytest.raises(InputError, match="needs the Counts"):
        ns.keyness(matrix, [True, False] * 6)


@pytest.mark.parametrize("wrong", [None, True, 100.0, float("nan"), "100"])
def test_keyness__a_number_of_resamples_of_another_kind_is_refused(counts, wrong):
    with pytest.raises(InputError, match="n_resamples"):
        ns.keyness(counts, "source == 'A'", n_resamples=wrong)


@pytest.mark.parametrize("wrong", [3, ["source", 3], [], ["source", "outlet"], True, {"source": 1}])
def test_keyness__clusters_of_another_kind_are_refused(counts, wrong):
    with pytest.raises(InputError, match="cluster"):
        ns.keyness(counts, "source == 'A'", cluster=wrong)


def test_keyness__documents_without_words_change_nothing_but_their_number():
    rows = corpus_of(20, 1)
    empty = [{"text": "", "source": source} for source in "AABB"]
    one = ns.keyness(ns.corpus_from(rows).tokenize().count(), "source == 'A'", n_resamples=100)
    two = ns.keyness(ns.corpus_from([*rows, *empty]).tokenize().count(), "source == 'A'", n_resamples=100)
    np.testing.assert_array_equal(one.wilcoxon_p, two.wilcoxon_p)
    np.testing.assert_array_equal(one.target_dkl, two.target_dkl)
    assert np.isfinite(two.log_ratio_low).all()
