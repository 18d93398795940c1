import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import newsstudy as ns
from newsstudy import measures, schemas
from newsstudy.errors import InputError

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


def test_keyness__threads_do_not_matter(counts):
    tables = []
    for threads in (1, 2, 3):
        with ns.use_engine(threads=threads):
            tables.append(schemas.digest(ns.keyness(counts, "source == 'A'", n_resamples=100)))
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
