"""Trends, change points and bursts of a corpus: counts by hand, bands that cover, periods without gaps, and what is refused."""

import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import scipy.sparse as sp
from scipy import stats

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError, NewsstudyError


def settings(table):
    return table.attrs["newsstudy"]["settings"]


def counted(rows):
    return ns.corpus_from(rows).tokenize().count()


ROWS = [
    {"text": "snow fell on the town and snow stayed", "date": "2021-01-03", "source": "A"},
    {"text": "rain fell", "date": "2021-01-30", "source": "B"},
    {"text": "snow again", "date": "2021-04-01", "source": "A"},
    {"text": "no one knows when snow fell", "date": "2021", "source": "B"},
    {"text": "nor that", "source": "A"},
]


@pytest.fixture(scope="module")
def counts():
    return counted(ROWS)


def simulated(rng, n_documents, n_periods, rates, shape):
    """Counts of words whose rate in a document is gamma distributed about `rates`; shape 0: no clusters."""
    n = n_documents * n_periods
    sizes = rng.integers(100, 800, n)
    columns = []
    for rate in rates:
        own = rate * rng.gamma(shape, 1 / shape, n) if shape else np.full(n, rate)
        columns.append(rng.poisson(own * sizes))
    words = np.column_stack(columns)
    matrix = sp.csr_matrix(np.column_stack([words, np.maximum(sizes - words.sum(axis=1), 0)]).astype(np.int32))
    months = np.datetime64("2010-01", "M") + np.repeat(np.arange(n_periods), n_documents)
    days = pa.array(months.astype("datetime64[D]"))
    documents = pa.table({"id": [f"d{i:06}" for i in range(n)], "date_from": days, "date_to": days})
    return ns.Counts(matrix, [*(f"a{i:03}" for i in range(len(rates))), "z"], documents, "unicode-1")


# ---------------------------------------------------------------- counts and periods


def test_trends__counts_rates_and_periods_without_gaps(counts):
    table = ns.trends(counts, ["snow", "rain"])
    assert table.period.tolist() == ["2021-01", "2021-02", "2021-03", "2021-04"] * 2
    assert table["count"].tolist() == [2, 0, 0, 1, 1, 0, 0, 0]
    assert table.n_documents.tolist() == [1, 0, 0, 1, 1, 0, 0, 0]
    assert table.period_tokens.tolist() == [10, 0, 0, 2] * 2
    assert table.period_documents.tolist() == [2, 0, 0, 1] * 2
    np.testing.assert_array_equal(table.per_million[:4], [2e5, np.nan, np.nan, 5e5])
    assert table.token_low[1:3].isna().all()
    assert table.period_from.tolist()[:2] == ["2021-01-01", "2021-02-01"]
    assert table.period_to.tolist()[:2] == ["2021-01-31", "2021-02-28"]
    assert settings(table)["n_undated"] == 1
    assert settings(table)["n_spanning"] == 1
    assert settings(table)["n_empty_periods"] == 2


def test_trends__below_five_documents_nothing_is_said_of_documents(counts):
    table = ns.trends(counts, "snow")
    for name in ("document_low", "document_high", "dispersion", "band"):
        assert table[name].isna().all()
    assert "at least 5" in settings(table)["missing"]["document_low"]


@pytest.mark.parametrize(
    ("by", "first", "n"),
    [
        ("day", "2021-01-03", 89),
        ("week", "2020-W53", 14),
        ("month", "2021-01", 4),
        ("quarter", "2021-Q1", 2),
        ("year", "2021", 1),
    ],
)
def test_trends__every_unit_of_time(counts, by, first, n):
    table = ns.trends(counts, "snow", by=by)
    assert (table.period[0], len(table)) == (first, n)
    assert settings(table)["n_spanning"] == (0 if by == "year" else 1)
    days = [datetime.date.fromisoformat(day) for day in (*table.period_from, *table.period_to)]
    gaps = [days[i + 1] - days[n + i] for i in range(n - 1)]
    assert all(gap == datetime.timedelta(1) for gap in gaps)
    assert table["count"].sum() == (4 if by == "year" else 3)


def test_trends__weeks_are_those_of_iso_8601():
    rng = np.random.default_rng(0)
    days = [datetime.date(1995, 12, 20) + datetime.timedelta(int(n)) for n in rng.integers(0, 4000, 60)]
    table = ns.trends(counted([{"text": f"snow {i}", "date": day.isoformat()} for i, day in enumerate(days)]), "snow", by="week")
    found = table.set_index("period")["count"]
    for day in days:
        year, week, _ = day.isocalendar()
        assert found[f"{year}-W{week:02}"] >= 1
    assert found.sum() == 60


def test_trends__by_a_column_in_its_order():
    counts = counted([{"text": f"snow fell {n}", "edition_number": n} for n in (10, 9, 2, 9)])
    table = ns.trends(counts, "snow", by="edition_number")
    assert table.period.tolist() == ["2", "9", "10"]
    assert table["count"].tolist() == [1, 2, 1]
    assert table.period_from.isna().all()
    assert ns.trends(counted(ROWS), "snow", by="source").period.tolist() == ["A", "B"]


def test_trends__labels_globs_and_folded_words():
    counts = counted([{"text": "Immigrants and immigration; US troops told us", "date": "2020-05-01"}] * 1 + ROWS)
    table = ns.trends(counts, {"them": ["immigra*", "SNOW"], "country": "US", "us": "us", "none": ["zzz"]}, by="year")
    found = table[table.period == "2020"].set_index("term")["count"]
    assert found.to_dict() == {"them": 2, "country": 1, "us": 1, "none": 0}
    both = table[(table.term == "them") & (table.period == "2021")].iloc[0]
    assert (both["count"], both.n_documents) == (4, 3)
    assert settings(table)["not_found"] == ["zzz"]
    assert settings(table)["terms"]["them"] == ["immigra*", "SNOW"]


def test_trends__phrases_that_are_terms_are_found():
    tokens = ns.corpus_from(ROWS).tokenize().phrases(["snow fell"])
    table = ns.trends(tokens.count(), "Snow fell", by="year")
    assert table["count"].tolist() == [2]


def test_trends__overlapping_terms_of_a_label_count_each_document_once():
    counts = counted([{"text": "war wars war", "date": "2021-01-01"}, {"text": "wars", "date": "2021-01-02"}])
    table = ns.trends(counts, {"war": ["war", "war*", "wars"]})
    assert (table["count"][0], table.n_documents[0]) == (4, 2)


# ---------------------------------------------------------------- bands


def test_token_band__is_wilsons():
    counts = simulated(np.random.default_rng(3), 8, 3, [1e-3, 0.0], 1.0)
    table = ns.trends(counts, ["a000", "a001"], conf=0.9)
    for row in table.itertuples():
        expected = stats.binomtest(row.count, row.period_tokens).proportion_ci(0.9, method="wilson")
        assert row.token_low == pytest.approx(expected.low * 1e6, abs=1e-6)
        assert row.token_high == pytest.approx(expected.high * 1e6, rel=1e-12)


def test_dispersion__is_that_of_residuals():
    counts = simulated(np.random.default_rng(4), 9, 4, [3e-3], 0.5)
    table = ns.trends(counts, "a000")
    above = below = 0.0
    lengths, own = counts.document_lengths, counts.matrix.toarray()[:, 0]
    period = np.repeat(np.arange(4), 9)
    for p in range(4):
        n, c = lengths[period == p], own[period == p]
        rate = c.sum() / n.sum()
        above += ((c - n * rate) ** 2).sum()
        below += c.sum() * (1 - (n**2).sum() / n.sum() ** 2)
    assert table.dispersion.unique() == pytest.approx([above / below])


@pytest.mark.parametrize(("n_documents", "shape"), [(50, 0), (200, 1.0), (200, 0.2)])
def test_document_band__covers_the_rate_where_the_token_band_does_not(n_documents, shape):
    rng = np.random.default_rng(7)
    pooled, resampled, tokens = [], [], []
    for rate in (1e-4, 2e-3, 1e-2):
        counts = simulated(rng, n_documents, 12, np.full(25, rate), shape)
        table = ns.trends(counts, [f"a{i:03}" for i in range(25)], n_resamples=300)
        inside = (table.document_low <= rate * 1e6) & (rate * 1e6 <= table.document_high)
        pooled += inside[table.band == "pooled"].tolist()
        resampled += inside[table.band == "bootstrap"].tolist()
        if rate == 1e-2:
            tokens += ((table.token_low <= rate * 1e6) & (rate * 1e6 <= table.token_high)).tolist()
    assert 0.92 <= np.mean(resampled) <= 0.98
    assert np.mean(pooled) >= 0.92
    if shape:
        assert np.mean(tokens) < 0.7


def test_bands__twenty_documents_with_the_term_decide(counts):
    counts = simulated(np.random.default_rng(1), 40, 2, [5e-2, 1e-4], 1.0)
    table = ns.trends(counts, ["a000", "a001", "nothing"])
    assert table.band.tolist() == ["bootstrap"] * 2 + ["pooled"] * 4
    nothing = table[table.term == "nothing"]
    assert (nothing.document_low == 0).all()
    assert (nothing.document_high > 0).all()
    assert nothing.dispersion.isna().all()
    known = table.dropna(subset=["document_low"])
    assert (known.document_low <= known.per_million).all()
    assert (known.per_million <= known.document_high).all()


def test_trends__clusters_widen_the_band():
    rows = [
        {"text": "snow " * 3 + "fell in the night", "date": "2021-01-03", "copy": "wire" if i < 25 else str(i)} if i < 40 else
        {"text": f"nothing of the kind here {i}", "date": "2021-01-03", "copy": str(i)}
        for i in range(80)
    ]  # fmt: skip
    counts = counted(rows)
    alone, together = ns.trends(counts, "snow").iloc[0], ns.trends(counts, "snow", cluster="copy").iloc[0]
    assert together.document_high - together.document_low > 1.5 * (alone.document_high - alone.document_low)


def test_trends__order_of_documents_and_threads_do_not_matter():
    rng = np.random.default_rng(2)
    rows = [
        {"text": " ".join(rng.choice(["snow", "rain", "and", "the"], 30)), "date": f"2021-0{1 + i % 3}-05", "k": i % 20}
        for i in range(90)
    ]
    digests = set()
    for order, threads in ((rows, 1), (rows[::-1], 2), (rows, 3), (rows, 7)):
        with ns.use_engine(threads=threads):
            counts = counted(order)
            tables = [
                ns.trends(counts, ["snow", "rain"], n_resamples=200),
                ns.trends(counts, "snow", cluster="k", n_resamples=100),
            ]
            tables += [ns.change_points(tables[0], penalty=0.5), ns.bursts(counts, "snow", by="month")]
            digests.add(tuple(schemas.digest(table) for table in tables))
    assert len(digests) == 1


def test_trends__another_seed_moves_only_the_bootstrap():
    counts = simulated(np.random.default_rng(1), 40, 2, [5e-2, 1e-4], 1.0)
    one, two = (ns.trends(counts, ["a000", "a001"], rng=seed) for seed in (0, 1))
    assert [name for name in one.columns if not one[name].equals(two[name])] == ["document_low", "document_high"]
    np.testing.assert_array_equal(one.document_low[2:], two.document_low[2:])


# ---------------------------------------------------------------- change points


def test_change_points__of_a_corpus_are_found_and_dated():
    rng = np.random.default_rng(5)
    before, after = simulated(rng, 40, 15, [1e-3, 2e-3], 0.5), simulated(rng, 40, 15, [4e-3, 2e-3], 0.5)
    later = before.documents.column("date_from").to_numpy().astype("datetime64[M]") + 15
    days = pa.array(later.astype("datetime64[D]"))
    documents = pa.table({"id": [f"e{i}" for i in range(len(after))], "date_from": days, "date_to": days})
    joined = ns.Counts(
        sp.vstack([before.matrix, after.matrix]),
        before.vocabulary,
        pa.concat_tables([before.documents.select(documents.column_names).cast(documents.schema), documents]),
        "unicode-1",
    )
    table = ns.change_points(ns.trends(joined, ["a001", "a000"], n_resamples=100))
    assert table.term.tolist() == ["a000"]
    row = table.iloc[0]
    assert row.period_low <= "2011-04" <= row.period_high
    assert abs((pd.Period(row.period) - pd.Period("2011-04")).n) <= 1
    assert row.log_ratio_low < 2 < row.log_ratio_high
    assert row.dispersion > 2
    assert row.n_periods_before + row.n_periods_after == 30


def test_change_points__are_rarely_found_in_clustered_words_without_a_trend():
    counts = simulated(np.random.default_rng(6), 30, 36, np.full(150, 3e-3), 0.3)
    table = ns.trends(counts, [f"a{i:03}" for i in range(150)], n_resamples=100)
    assert ns.change_points(table).term.nunique() <= 15
    naive = table.assign(dispersion=1.0)
    assert naive.dispersion.max() == 1  # neighbours alone still hold most of it
    assert ns.change_points(naive).term.nunique() <= 30


def test_change_points__pass_over_periods_without_tokens():
    table = schemas.TRENDS.table(
        {
            "term": ["a"] * 8,
            "period": list("abcdefgh"),
            "period_from": [None] * 8,
            "period_to": [None] * 8,
            "count": [5, 0, 6, 5, 50, 0, 55, 52],
            "n_documents": [1] * 8,
            "period_tokens": [1000, 0, 1000, 1000, 1000, 0, 1000, 1000],
            "period_documents": [1] * 8,
            **{name: [np.nan] * 8 for name in ("per_million", "token_low", "token_high", "document_low", "document_high")},
            "band": [None] * 8,
            "dispersion": [np.nan] * 8,
        },
        {},
    )
    (row,) = ns.change_points(table).itertuples()
    assert (row.period, row.period_low, row.period_high) == ("e", "e", "e")
    assert (row.n_periods_before, row.n_periods_after) == (3, 3)
    assert row.per_million_before == pytest.approx(16 / 3000 * 1e6)


def test_change_points__of_an_empty_table_are_none_and_options_are_checked(counts):
    table = ns.trends(counts, "snow")
    assert ns.change_points(table).empty
    assert ns.change_points(table[:0]).empty
    for wrong in ({"penalty": "x"}, {"min_periods": 0}, {"conf": 2}):
        with pytest.raises(InputError):
            ns.change_points(table[:0], **wrong)
    for wrong in (None, 3, ns.frequency(counts)):
        with pytest.raises(NewsstudyError):
            ns.change_points(wrong)


# ---------------------------------------------------------------- bursts


def test_bursts__of_documents_and_of_tokens():
    rows = [
        {"text": f"snow fell on day {i}" if 9 < i < 14 else f"rain fell on day {i}", "date": f"2021-01-{i:02}"}
        for i in range(1, 32)
    ]
    counts = counted(rows)
    (row,) = ns.bursts(counts, "snow", s=3).itertuples()
    assert (row.first_period, row.last_period, row.n_periods, row.level) == ("2021-01-10", "2021-01-13", 4, 1)
    assert (row.n_documents, row.period_documents, row.burst_share, row.usual_share) == (4, 4, 1.0, 4 / 31)
    (row,) = ns.bursts(counts, "snow", s=3, unit="tokens").itertuples()
    assert (row.n_documents, row.burst_share) == (4, 4 / 20)
    assert ns.bursts(counts, ["rain", "zzz"]).empty  # rain is in most documents, so no share is twice the usual one


def test_bursts__are_those_of_the_measure():
    rng = np.random.default_rng(8)
    rows = [{"text": f"{'snow' if rng.random() < (0.5 if 20 < i < 40 else 0.08) else 'rain'} {i} {j}",
             "date": str(np.datetime64("2021-01-01") + i)} for i in range(60) for j in range(6)]  # fmt: skip
    counts = counted(rows)
    table, series = ns.bursts(counts, "snow", n_states=3), ns.trends(counts, "snow", by="day", n_resamples=100)
    expected = ns.measures.bursts(series.n_documents, series.period_documents, n_states=3)
    found = list(zip(table.level, table.first_period, table.last_period, table.weight, strict=True))
    assert found == [(level, series.period[a], series.period[b], weight) for level, a, b, weight in expected]
    assert len(found) >= 1


# ---------------------------------------------------------------- what is refused

ODD = [
    None,
    True,
    -1,
    1.5,
    float("nan"),
    10**30,
    "",
    "x",
    "\ud800",
    b"x",
    [],
    [None],
    [1],
    {},
    {"x": 1},
    {1: "x"},
    object(),
    np.arange(3),
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}-{str(odd)[:4]!a}")
def test_trends_and_bursts__odd_input_is_refused_by_name_or_taken(odd, counts):
    table = ns.trends(counts, "snow")
    calls = [
        lambda: ns.trends(odd, "snow"),
        lambda: ns.trends(counts, odd),
        lambda: ns.trends(counts, {"x": odd}),
        lambda: ns.trends(counts, "snow", by=odd),
        lambda: ns.trends(counts, "snow", cluster=odd),
        lambda: ns.trends(counts, "snow", n_resamples=odd),
        lambda: ns.trends(counts, "snow", conf=odd),
        lambda: ns.trends(counts, "snow", rng=odd),
        lambda: ns.bursts(counts, odd),
        lambda: ns.bursts(counts, "snow", by=odd),
        lambda: ns.bursts(counts, "snow", unit=odd),
        lambda: ns.bursts(counts, "snow", s=odd),
        lambda: ns.bursts(counts, "snow", gamma=odd),
        lambda: ns.bursts(counts, "snow", n_states=odd),
        lambda: ns.change_points(odd),
        lambda: ns.change_points(table, penalty=odd),
        lambda: ns.change_points(table, min_periods=odd),
        lambda: ns.change_points(table, conf=odd),
    ]
    for place, call in enumerate(calls):
        refusal = None
        try:
            call()
        except NewsstudyError as error:
            refusal = str(error)
        assert refusal is None or len(refusal) > 20, place


def test_trends__without_dates_or_with_a_wrong_one_say_what_to_do():
    with pytest.raises(InputError, match="no document has a date"):
        ns.trends(counted([{"text": "a b"}]), "a")
    with pytest.raises(InputError, match="more than 100,000"):
        ns.trends(counted([{"text": "a b", "date": "0021-01-03"}, {"text": "a", "date": "2021-01-03"}]), "a", by="day")
    with pytest.raises(InputError, match="before"):
        ns.trends(counted(ROWS).weight("tf_idf"), "snow")
