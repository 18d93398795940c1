import numpy as np
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError

NAMES = ["g2", "chi2", "log_ratio_interval", "lrc", "lrc_documents", "wilcoxon_p", "welch_t", "linear_interval"]


def bursty(n=160, n_terms=150, seed=0, copies=1):
    """Documents in which words come in bursts; each is printed `copies` times."""
    random = np.random.default_rng(seed)
    sizes = random.integers(150, 400, n)
    counts = random.poisson(0.0015 * random.gamma(0.3, 1 / 0.3, (n, n_terms)) * sizes[:, None])
    counts = np.concatenate([counts, np.maximum(sizes - counts.sum(axis=1), 1)[:, None]], axis=1)
    names = [*(f"w{i:03d}" for i in range(n_terms)), "zzz"]
    rows = [{"id": f"{d:04d}", "story": f"s{d // copies}", "side": "AAB"[d % 3]} for d in range(n * copies)]
    return ns.counts_from((np.repeat(counts, copies, axis=0), names), documents=rows)


@pytest.fixture(scope="module")
def table():
    return ns.calibration(bursty(), splits=30)


def test_calibration__one_row_a_method_those_of_tokens_first(table):
    schemas.CALIBRATION.check(table)
    assert table.method.tolist() == NAMES
    assert table.independent.tolist() == ["tokens"] * 4 + ["documents"] * 4
    assert ((table.flagged_low <= table.flagged_share) & (table.flagged_share <= table.flagged_high)).all()


def test_calibration__methods_of_tokens_cry_wolf_and_those_of_documents_do_not(table):
    rows = table.set_index("method")
    assert (rows.flagged_share[NAMES[:4]] > 0.15).all()
    assert (rows.any_share[["g2", "chi2", "lrc"]] > 0.9).all()
    for name in NAMES[4:]:
        assert rows.flagged_low[name] < 0.05
        assert rows.flagged_share[name] < 0.07
        assert rows.any_share[name] <= 0.2
    assert rows.flagged_share["wilcoxon_p"] > 0.035
    assert rows.flagged_share["linear_interval"] > 0.035


def test_calibration__the_bootstrap_agrees_with_the_interval_that_stands_for_it():
    table = ns.calibration(bursty(), splits=20, n_resamples=200).set_index("method")
    assert table.flagged_share["bootstrap_interval"] == pytest.approx(table.flagged_share["linear_interval"], abs=0.02)
    assert np.isnan(table.any_share["bootstrap_interval"])
    assert table.corrected["bootstrap_interval"] == ""


def test_calibration__copies_that_are_shuffled_one_by_one_mislead_where_whole_stories_do_not():
    counts = bursty(60, copies=4)
    alone = ns.calibration(counts, splits=20).set_index("method")
    whole = ns.calibration(counts, splits=20, cluster="story").set_index("method")
    assert whole.independent["linear_interval"] == "clusters"
    # Copies on both sides balance: a shuffle of documents hides what copies do to a comparison of papers.
    assert alone.flagged_share["wilcoxon_p"] < 0.07
    assert whole.flagged_share["wilcoxon_p"] > 0.15
    assert whole.flagged_share["linear_interval"] < 0.08


def test_calibration__sides_have_the_sizes_that_were_asked_for():
    counts = bursty()
    settings = ns.calibration(counts, "side == 'B'", splits=2).attrs["newsstudy"]["settings"]
    assert settings["n_target_documents"] == sum(side == "B" for side in counts.documents.column("side").to_pylist())
    assert settings["n_reference_documents"] == len(counts) - settings["n_target_documents"]


@pytest.mark.parametrize("cluster", [None, "story"])
def test_calibration__threads_and_order_of_documents_do_not_matter(cluster):
    counts = bursty(40, 30, copies=2)
    turned = ns.counts_from((counts.matrix[::-1], list(counts.vocabulary.terms)), documents=counts.documents.to_pylist()[::-1])
    found = set()
    for threads, some in ((1, counts), (2, counts), (3, turned), (7, turned)):
        with ns.use_engine(threads=threads):
            table = ns.calibration(some, splits=5, min_documents=5, n_resamples=100, cluster=cluster)
        found.add(schemas.digest(table))
    assert len(found) == 1


def test_calibration__another_seed_gives_other_splits():
    counts = bursty(40, 30)
    one, two = (ns.calibration(counts, splits=5, min_documents=5, rng=seed) for seed in (0, 1))
    assert not one.flagged_share.equals(two.flagged_share)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"splits": 1}, "splits must be a whole number of at least 2"),
        ({"splits": True}, "splits"),
        ({"level": 0}, "level lies between"),
        ({"level": True}, "level lies between"),
        ({"level": float("nan")}, "level lies between"),
        ({"min_documents": 0}, "min_documents"),
        ({"min_documents": 10_000}, "set min_documents lower"),
        ({"n_resamples": 50}, "at least 100"),
        ({"cluster": "outlet"}, "calibration: there is no column 'outlet'"),
        ({"cluster": "same"}, "nothing to shuffle"),
        ({"target": "id < '0002'"}, "each side needs at least 5"),
        ({"target": "side == 'C'"}, "calibration: no document fits"),
        ({"rng": None}, "rng"),
    ],
)
def test_calibration__what_it_cannot_do_is_named(options, message):
    counts = bursty(40, 10)
    counts = ns.counts_from(
        (counts.matrix, list(counts.vocabulary.terms)), documents=[{**row, "same": "x"} for row in counts.documents.to_pylist()]
    )
    with pytest.raises(InputError, match=message):
        ns.calibration(counts, **{"splits": 2, "min_documents": 5, **options})


def test_calibration__weights_are_refused():
    with pytest.raises(InputError, match="not weights"):
        ns.calibration(bursty(20, 5).weight("tf_idf"))
