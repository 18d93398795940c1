"""Topic shares by group and by period, their correlation, and the intervals that drawing documents again gives."""

import datetime

import numpy as np
import pyarrow as pa
import pytest
import scipy.sparse as sp
from scipy import stats

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import ConditionError, InputError
from newsstudy.kernels import bootstrap
from newsstudy.randomness import child
from newsstudy.topics.resampling import percentile_ends


class Plain:
    """A model whose topics are its terms: a document's shares are its counts over their sum."""

    def __init__(self, n_topics):
        self.components_ = np.eye(n_topics)
        self.feature_names_in_ = np.array([f"t{number:02d}" for number in range(n_topics)], dtype=object)

    def get_params(self, deep=True):
        return {}

    def transform(self, matrix):
        return np.asarray(matrix.toarray(), dtype=np.float64)


def made(shares, **columns):
    """Counts of documents with these shares, each of a thousand tokens or so."""
    matrix = sp.csr_array(np.floor(np.asarray(shares) * 1000 + 0.5).astype(np.int32))
    documents = pa.table({"id": [f"d{row:04d}" for row in range(matrix.shape[0])], **columns})
    return ns.Counts(matrix, [f"t{number:02d}" for number in range(matrix.shape[1])], documents, "unicode-1")


def settings(table):
    return table.attrs["newsstudy"]["settings"]


@pytest.fixture(scope="module")
def sample():
    rng = np.random.default_rng(4)
    shares = rng.dirichlet(np.full(4, 0.8), 60)
    desk = ["a"] * 15 + ["b"] * 25 + ["c"] * 20
    day = [datetime.date(2021, 1, 1) + datetime.timedelta(days=4 * row) for row in range(60)]
    story = [f"s{row // 3}" for row in range(60)]
    return made(shares, desk=desk, story=story, date_from=pa.array(day), date_to=pa.array(day))


@pytest.fixture(scope="module")
def plain():
    return Plain(4)


def exact(counts):
    rows = counts.matrix.toarray().astype(float)
    return rows / rows.sum(axis=1, keepdims=True)


def test_effect__shares_and_differences_are_means_over_documents(plain, sample):
    table = ns.effect(plain, sample, "desk", n_resamples=100)
    schemas.EFFECT.check(table)
    shares, desk = exact(sample), np.array(sample.documents["desk"].to_pylist())
    for row in table.to_dict("records"):
        own = desk == row["group"]
        assert row["share"] == pytest.approx(shares[own, row["topic"]].mean())
        assert row["rest_share"] == pytest.approx(shares[~own, row["topic"]].mean())
        assert row["difference"] == pytest.approx(row["share"] - row["rest_share"])
        assert row["n_documents"] == own.sum()
        assert row["share_low"] < row["share"] < row["share_high"]
        assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert table["group"].tolist() == ["a", "b", "c"] * 4


def test_effect__per_token_weighs_documents_by_their_length(plain):
    matrix = np.array([[90, 10]] * 5 + [[1, 9]] * 5 + [[5, 5]] * 5)
    counts = ns.Counts(sp.csr_array(matrix.astype(np.int32)), ["t00", "t01"],
                       pa.table({"id": [str(i) for i in range(15)], "desk": ["a"] * 10 + ["b"] * 5}), "unicode-1")  # fmt: skip
    table = ns.effect(Plain(2), counts, "desk", per="token", n_resamples=100)
    assert table["share"][0] == pytest.approx(455 / 550)
    assert ns.effect(Plain(2), counts, "desk", n_resamples=100)["share"][0] == pytest.approx(0.5)


def test_effect__intervals_are_percentiles_of_documents_drawn_again_stretched_by_t(plain, sample):
    counts = sample.where("desk != 'c'")
    table = ns.effect(plain, counts, "desk", n_resamples=199, rng=3)
    shares = exact(counts)
    order = sorted(range(40), key=lambda row: (row >= 15, _content(counts, row)))
    key = child(3, "effect-bootstrap")
    weights = bootstrap.resample_weights(np.uint64(key[0]), np.uint64(key[1]), np.array([0, 15, 40]), np.arange(199)).astype(
        float
    )
    drawn = np.stack([(weights[part].T @ shares[order][part]) / weights[part].sum(axis=0)[:, None]
                      for part in (slice(0, 15), slice(15, 40))])  # fmt: skip
    difference = drawn[0] - drawn[1]
    first, second = shares[:15], shares[15:]
    for topic in range(4):
        row = table[(table["topic"] == topic) & (table["group"] == "a")].iloc[0]
        pulls = [(part[:, topic] - part[:, topic].mean()) / len(part) for part in (first, second)]
        plain_variance = sum((pull**2).sum() for pull in pulls)
        variance = sum((pull**2).sum() * len(pull) / (len(pull) - 1) for pull in pulls)
        welch = variance**2 / sum(((p**2).sum() * len(p) / (len(p) - 1)) ** 2 / (len(p) - 1) for p in pulls)
        freedom = min(2 * plain_variance**2 / sum((pull**4).sum() for pull in pulls), welch)
        factor = stats.t.ppf(0.975, np.floor(freedom * 10) / 10) / stats.norm.ppf(0.975) * np.sqrt(variance / plain_variance)
        low, high = np.sort(difference[:, topic])[[4, -5]]  # place 0.025 × 200
        assert row.difference_low == pytest.approx(row.difference - (row.difference - low) * factor, abs=1e-8)
        assert row.difference_high == pytest.approx(row.difference + (high - row.difference) * factor, abs=1e-8)
        t = row.difference / np.sqrt(variance)
        assert t == pytest.approx(stats.ttest_ind(first[:, topic], second[:, topic], equal_var=False).statistic)
        assert row.difference_p == pytest.approx(np.log10(2 * stats.t.sf(abs(t), freedom)), abs=1e-8)


def _content(counts, row):
    from newsstudy.topics.shares import contents_of

    return contents_of(counts.matrix)[row]


@pytest.mark.parametrize(("name", "method"), [("benjamini_yekutieli", "by"), ("benjamini_hochberg", "bh")])
def test_effect__q_is_scipys(plain, sample, name, method):
    table = ns.effect(plain, sample, "desk", n_resamples=100, correction=name)
    expected = stats.false_discovery_control(10 ** table["difference_p"].to_numpy(), method=method)
    np.testing.assert_allclose(10 ** table["difference_q"], expected, rtol=1e-9)


def test_effect__a_condition_is_one_group_against_the_rest(plain, sample):
    by_column = ns.effect(plain, sample.where("desk != 'c'"), "desk", n_resamples=100)
    table = ns.effect(plain, sample.where("desk != 'c'"), "desk == 'a'", n_resamples=100)
    assert set(table["group"]) == {"desk == 'a'"}
    assert table["difference"].tolist() == by_column.loc[by_column["group"] == "a", "difference"].tolist()
    mask = [desk == "a" for desk in sample.documents["desk"].to_pylist()]
    assert set(ns.effect(plain, sample, mask, n_resamples=100)["group"]) == {"a boolean mask"}


def test_effect__documents_without_a_group_or_a_word_are_left_out_and_counted(plain):
    shares = np.vstack([np.tile([0.5, 0.2, 0.2, 0.1], (12, 1)), np.zeros((2, 4))])
    counts = made(shares, desk=["a"] * 5 + ["b"] * 5 + [None] * 2 + ["a", "b"])
    table = ns.effect(plain, counts, "desk", n_resamples=100)
    assert settings(table)["n_without_group"] == 2
    assert settings(table)["n_empty"] == 2
    assert set(table["n_documents"]) == {5}
    assert (table["difference_p"] == 0).all()  # nothing varies, nothing differs


def test_effect__without_five_units_there_is_no_interval(plain):
    counts = made(
        np.random.default_rng(0).dirichlet(np.ones(4), 12), desk=["a"] * 4 + ["b"] * 8, story=["x"] * 6 + list("abcdef")
    )
    table = ns.effect(plain, counts, "desk", n_resamples=100)
    few = table[table["group"] == "a"]
    assert few["share"].notna().all()
    assert few[["share_low", "difference_low", "difference_p", "difference_q"]].isna().all().all()
    assert table.loc[table["group"] == "b", "share_low"].notna().all()
    assert table.loc[table["group"] == "b", "difference_low"].isna().all()
    clustered = ns.effect(plain, counts, "desk", cluster="story", n_resamples=100)
    assert clustered["n_clusters"].tolist()[:2] == [1, 7]


def test_effect__copies_drawn_together_add_no_certainty(plain, sample):
    once = ns.effect(plain, sample, "desk", n_resamples=400)
    rows = np.repeat(np.arange(60), 3)
    documents = sample.documents.take(pa.array(rows)).set_column(0, "id", pa.array([f"c{i}" for i in range(180)]))
    documents = documents.append_column("text", pa.array([str(row) for row in rows]))
    copies = ns.Counts(sample.matrix[rows], sample.vocabulary, documents, "unicode-1")
    together = ns.effect(plain, copies, "desk", cluster="text", n_resamples=400)
    width = [(table["difference_high"] - table["difference_low"]).mean() for table in (once, together)]
    assert width[1] == pytest.approx(width[0], rel=0.08)
    np.testing.assert_allclose(together["difference_p"], once["difference_p"], rtol=1e-6)
    alone = ns.effect(plain, copies, "desk", n_resamples=400)
    assert (alone["difference_high"] - alone["difference_low"]).mean() < 0.7 * width[0]


@pytest.mark.parametrize("cluster", [None, "story"])
def test_effect__same_bytes_for_any_threads_and_any_order_of_documents(plain, sample, cluster):
    order = np.random.default_rng(0).permutation(60)
    permuted = ns.Counts(sample.matrix[order], sample.vocabulary, sample.documents.take(pa.array(order)), "unicode-1")
    digests = set()
    for threads, counts in ((1, sample), (2, permuted), (3, sample), (7, permuted)):
        with ns.use_engine(threads=threads):
            digests |= {
                (
                    schemas.digest(ns.effect(plain, counts, "desk", cluster=cluster, n_resamples=200)),
                    schemas.digest(ns.topics_over_time(plain, counts, cluster=cluster, n_resamples=200)),
                    schemas.digest(ns.topic_correlation(plain, counts, cluster=cluster, n_resamples=200)),
                )
            }
    assert len(digests) == 1


def test_effect__holds_its_level_and_its_coverage():
    rng = np.random.default_rng(8)
    plain, found, covered = Plain(3), 0, 0
    for run in range(150):
        shares = np.vstack([rng.dirichlet([1.0, 2.0, 0.4], 25), rng.dirichlet([1.0, 2.0, 0.4], 25)])
        table = ns.effect(plain, made(shares, desk=["a"] * 25 + ["b"] * 25), "desk == 'a'", n_resamples=199, rng=run)
        found += np.count_nonzero(table["difference_p"] <= np.log10(0.05))
        covered += np.count_nonzero((table["difference_low"] <= 0) & (table["difference_high"] >= 0))
    assert 0.02 <= found / 450 <= 0.08
    assert 0.92 <= covered / 450 <= 0.98


@pytest.fixture(scope="module")
def fitted(generated, as_counts):
    matrix, _ = generated(n_documents=80, length=12, n_topics=4)
    documents = pa.table({"id": [f"d{row}" for row in range(80)], "desk": ["a", "b"] * 40})
    counts = ns.Counts(matrix, [f"t{number:04d}" for number in range(300)], documents, "unicode-1")
    return ns.LDA(4, max_iter=40).fit(counts), counts


def test_effect__draws_from_the_posterior_widen_intervals_of_short_documents(fitted):
    model, counts = fitted
    plain, drawn = (ns.effect(model, counts, "desk", draws=draws, n_resamples=400) for draws in (0, 25))
    assert plain["difference"].tolist() == drawn["difference"].tolist()
    width = [(table["difference_high"] - table["difference_low"]).to_numpy() for table in (plain, drawn)]
    assert width[1].mean() > width[0].mean()
    assert (drawn["difference_p"] >= plain["difference_p"]).all()
    with ns.use_engine(threads=3):
        again = ns.effect(model, counts, "desk", draws=25, n_resamples=400)
    assert schemas.digest(again) == schemas.digest(drawn)


def test_effect__a_draw_has_the_mean_and_variance_of_the_dirichlet(fitted):
    from newsstudy.topics._effect import dirichlet_draw

    parameters = np.tile([0.3, 2.0, 5.0], (40_000, 1))
    drawn = dirichlet_draw(parameters, parameters / 7.3, child(0, "a test"))
    np.testing.assert_allclose(drawn.sum(axis=1), 1.0)
    mean = np.array([0.3, 2.0, 5.0]) / 7.3
    np.testing.assert_allclose(drawn.mean(axis=0), mean, atol=0.01)
    np.testing.assert_allclose(drawn.var(axis=0), mean * (1 - mean) / 8.3, rtol=0.05)


def test_effect__draws_need_a_prior_on_documents(sample):
    with pytest.raises(InputError, match="NMF has none"):
        ns.effect(ns.NMF(2).fit(sample), sample, "desk", draws=5)


ODD = [None, True, float("nan"), "many", 10, 1_000_000]


@pytest.mark.parametrize("odd", ODD)
def test_groups__wrong_numbers_of_resamples_are_named(plain, sample, odd):
    for ask in (
        lambda: ns.effect(plain, sample, "desk", n_resamples=odd),
        lambda: ns.topics_over_time(plain, sample, n_resamples=odd),
        lambda: ns.topic_correlation(plain, sample, n_resamples=odd),
    ):
        with pytest.raises(InputError, match="n_resamples"):
            ask()


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"per": "word"}, "per must be"),
        ({"cluster": "paper"}, "no column 'paper'"),
        ({"cluster": 3}, "cluster is a column"),
        ({"conf": 2}, "conf"),
        ({"rng": None}, "rng"),
    ],
)
def test_groups__wrong_settings_are_named(plain, sample, wrong, match):
    with pytest.raises(InputError, match=match):
        ns.effect(plain, sample, "desk", **wrong)
    with pytest.raises(InputError, match=match):
        ns.topics_over_time(plain, sample, **wrong)


def test_effect__wrong_groups_are_named(plain, sample):
    for wrong in (None, "source"):
        with pytest.raises(InputError, match="by is a column"):
            ns.effect(plain, sample, wrong)
    with pytest.raises(ConditionError):
        ns.effect(plain, sample, "source == 'x'")
    with pytest.raises(InputError, match="no document with a term of the model is in the group"):
        ns.effect(plain, sample, "desk == 'z'")
    with pytest.raises(InputError, match="1 values"):
        ns.effect(plain, sample.where("desk == 'a'"), "desk")
    for wrong in (-1, 2000, True, None, "3"):
        with pytest.raises(InputError, match="draws"):
            ns.effect(plain, sample, "desk", draws=wrong)
    with pytest.raises(InputError, match="correction"):
        ns.effect(plain, sample, "desk", correction="none")
    with pytest.raises(InputError, match="is not fitted"):
        ns.effect(ns.LDA(2), sample, "desk")
    with pytest.raises(InputError, match="effect needs Counts"):
        ns.effect(plain, sample.matrix, "desk")


# ---------------------------------------------------------------- over time


def test_topics_over_time__means_by_month_and_gaps_where_nothing_was_printed(plain):
    shares = np.random.default_rng(1).dirichlet(np.ones(4), 14)
    days = [datetime.date(2021, month, 5) for month in [1] * 7 + [3] * 6 + [4]]
    counts = made(shares, date_from=pa.array(days), date_to=pa.array(days))
    table = ns.topics_over_time(plain, counts, n_resamples=100)
    schemas.TOPICS_OVER_TIME.check(table)
    first = table[table["topic"] == 0]
    assert first["period"].tolist() == ["2021-01", "2021-02", "2021-03", "2021-04"]
    assert first["n_documents"].tolist() == [7, 0, 6, 1]
    own = exact(counts)[:, 0]
    np.testing.assert_allclose(first["share"], [own[:7].mean(), np.nan, own[7:13].mean(), own[13]])
    assert first["share_low"].isna().tolist() == [False, True, False, True]
    assert (first["share_low"] < first["share"]).tolist() == [True, False, True, False]
    assert settings(table)["n_empty_periods"] == 1


def test_topics_over_time__takes_the_values_of_a_column(plain, sample):
    table = ns.topics_over_time(plain, sample, by="desk", n_resamples=100)
    groups = ns.effect(plain, sample, "desk", n_resamples=100)
    np.testing.assert_allclose(table["share"], groups["share"])
    assert table["period_from"].isna().all()


def test_topics_over_time__undated_documents_are_counted(plain, sample):
    with pytest.raises(InputError, match="no dates"):
        ns.topics_over_time(plain, made(np.eye(4)))
    with pytest.raises(InputError, match="by must be"):
        ns.topics_over_time(plain, sample, by="decade")


# ---------------------------------------------------------------- correlation


def test_topic_correlation__is_pearsons_of_centred_log_ratios(plain):
    shares = np.random.default_rng(2).dirichlet(np.full(4, 3.0), 80)
    counts = made(shares)
    table = ns.topic_correlation(plain, counts, n_resamples=200)
    schemas.TOPIC_CORRELATION.check(table)
    logs = np.log(exact(counts))
    expected = np.corrcoef((logs - logs.mean(axis=1, keepdims=True)).T)
    for row in table.to_dict("records"):
        assert row["correlation"] == pytest.approx(expected[row["topic"], row["other_topic"]])
        assert row["correlation_low"] < row["correlation"] < row["correlation_high"]
    assert settings(table)["unrelated"] == pytest.approx(-1 / 3)


def test_topic_correlation__intervals_are_percentiles_of_documents_drawn_again():
    shares = np.random.default_rng(5).dirichlet(np.full(3, 2.0), 40)
    counts = made(shares)
    table = ns.topic_correlation(Plain(3), counts, n_resamples=199, rng=1)
    logs = np.log(exact(counts)[sorted(range(40), key=lambda row: _content(counts, row))])
    ratios = logs - logs.mean(axis=1, keepdims=True)
    key = child(1, "topic-correlation")
    weights = bootstrap.resample_weights(np.uint64(key[0]), np.uint64(key[1]), np.array([0, 40]), np.arange(199))
    drawn = [np.corrcoef(np.repeat(ratios, weights[:, b], axis=0).T)[0, 1] for b in range(199)]
    low, high = np.sort(drawn)[[4, -5]]
    assert table["correlation_low"][0] == pytest.approx(low, abs=1e-6)
    assert table["correlation_high"][0] == pytest.approx(high, abs=1e-6)


def test_topic_correlation__unrelated_topics_have_minus_one_over_k_less_one():
    shares = np.random.default_rng(3).dirichlet(np.full(6, 2.0), 2000)  # a Dirichlet's parts are as unrelated as shares can be
    table = ns.topic_correlation(Plain(6), made(shares), n_resamples=100)
    np.testing.assert_allclose(table["correlation"], -0.2, atol=0.08)


def test_topic_correlation__counts_documents_with_both_topics():
    shares = [[0.5, 0.5, 0.0]] * 6 + [[0.5, 0.0, 0.5]] * 2 + [[0.0, 0.05, 0.95]] * 4
    table = ns.topic_correlation(Plain(3), made(shares), n_resamples=100)
    assert table["n_both"].tolist() == [6, 2, 0]
    np.testing.assert_allclose(table["expected_both"], [8 * 6 / 12, 8 * 6 / 12, 6 * 6 / 12])
    np.testing.assert_allclose(table["co_occurrence"], np.log2([6.5 / 4.5, 2.5 / 4.5, 0.5 / 3.5]))


def test_topic_correlation__needs_three_topics_and_five_documents(plain):
    with pytest.raises(InputError, match="at least 3"):
        ns.topic_correlation(Plain(2), made([[0.5, 0.5]] * 9))
    with pytest.raises(InputError, match="at least 5"):
        ns.topic_correlation(plain, made(np.eye(4)))
    constant = ns.topic_correlation(plain, made([[0.4, 0.3, 0.2, 0.1]] * 6), n_resamples=100)
    assert constant["correlation"].isna().all()
    with pytest.raises(InputError, match="threshold"):
        ns.topic_correlation(plain, made([[0.4, 0.3, 0.2, 0.1]] * 6), threshold=None)


def test_percentile_ends__lie_between_order_statistics():
    low, high = percentile_ends(np.arange(100.0)[None], 0.025)
    assert (low[0], high[0]) == (pytest.approx(1.525), pytest.approx(97.475))
    assert [float(end[0]) for end in percentile_ends(np.zeros((1, 1)), 0.025)] == [0.0, 0.0]
