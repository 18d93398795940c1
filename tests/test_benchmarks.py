"""The judges of the topic benchmark are right: perplexity as in the slow form, NPMI by hand, times to a value."""

import importlib
import json
import pathlib
import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse as sp

BENCHMARKS = pathlib.Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture
def judge(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("_topic_judge")


@pytest.fixture
def data(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("_topic_data")


def slow_perplexity(topics, half1, half2, prior=0.1, sweeps=50):
    """Document completion, said plainly."""
    topics = np.maximum(topics / topics.sum(axis=1, keepdims=True), 1e-12)
    log_likelihood = n_words = 0.0
    for seen, unseen in zip(half1.toarray(), half2.toarray(), strict=True):
        shares = np.ones(len(topics))
        for _ in range(sweeps):
            joint = shares[:, None] * topics
            shares = (joint * (seen / joint.sum(axis=0))).sum(axis=1) + prior
        shares /= shares.sum()
        log_likelihood += (unseen * np.log(shares @ topics)).sum()
        n_words += unseen.sum()
    return np.exp(-log_likelihood / n_words)


def test_perplexity__is_that_of_the_slow_judge(judge):
    random = np.random.default_rng(3)
    halves = [sp.csr_matrix(random.poisson(0.3, (150, 40))) for _ in range(2)]
    halves[0].data[:5] = 7
    for n_topics in (1, 3, 50):
        topics = random.gamma(0.2, 1.0, (n_topics, 40))
        assert judge.perplexity(topics, *halves) == pytest.approx(slow_perplexity(topics, *halves), rel=1e-12)


def test_perplexity__of_documents_without_a_first_half_is_that_of_even_shares(judge):
    topics = np.array([[3.0, 1.0], [1.0, 3.0]])
    empty, half2 = sp.csr_matrix((2, 2), dtype=np.int32), sp.csr_matrix([[1, 0], [0, 4]])
    assert judge.perplexity(topics, empty, half2) == pytest.approx(2.0)


def test_perplexity__is_that_of_the_published_judge(judge, shared, monkeypatch):
    monkeypatch.syspath_prepend(str(shared / "bench"))
    published = importlib.import_module("held_out")
    halves = [sp.load_npz(shared / "corpora" / "nyt_bow" / f"test_half{i}.npz").tocsr()[:30] for i in (1, 2)]
    topics = np.random.default_rng(0).gamma(0.1, 1.0, (20, halves[0].shape[1])) + 1e-6
    assert judge.perplexity(topics, *halves) == pytest.approx(published.perplexity(topics, *halves), rel=1e-12)


def test_top_terms__of_equal_probability_stand_in_the_order_of_the_columns(judge):
    assert judge.top_terms([[1, 5, 1, 5, 0]], 4).tolist() == [[1, 3, 0, 2]]


def test_npmi__counts_documents_and_gives_minus_one_to_terms_that_never_meet(judge):
    counts = sp.csr_matrix([[2, 1, 0], [1, 0, 0], [0, 3, 0], [0, 0, 1]])
    # Terms 0 and 1 stand in two documents each of four, and together in one: exactly as often as by chance.
    assert judge.npmi(np.array([[0, 1]]), counts) == pytest.approx(0.0)
    assert judge.npmi(np.array([[0, 1], [0, 2]]), counts) == pytest.approx(-0.5)
    always = sp.csr_matrix([[1, 1], [2, 2], [0, 0]])
    assert judge.npmi(np.array([[0, 1]]), always) == pytest.approx(1.0)


def test_diversity__is_the_share_of_different_terms(judge):
    assert judge.diversity(np.array([[0, 1, 2], [2, 1, 3]])) == pytest.approx(4 / 6)


def test_time_to__is_that_of_the_first_snapshot_as_good_and_none_where_there_is_none(judge):
    curve = [(1.0, 90.0), (2.0, 80.0), (3.0, 85.0), (4.0, 79.0)]
    assert [judge.time_to(curve, value) for value in (95, 90, 84, 80, 79.5, 79, 78)] == [1.0, 1.0, 2.0, 2.0, 4.0, 4.0, None]
    assert judge.best(curve) == 79.0


def test_envelope__holds_what_the_best_setting_had_reached_at_each_time(judge):
    slow, quick = [(2.0, 70.0), (8.0, 50.0)], [(1.0, 90.0), (3.0, 65.0), (5.0, 66.0)]
    assert judge.envelope([slow, quick]) == [(1.0, 90.0), (2.0, 70.0), (3.0, 65.0), (8.0, 50.0)]


def test_halves__add_up_to_the_test_documents_and_depend_on_the_texts_alone(data):
    random = np.random.default_rng(5)
    matrix, texts = sp.csr_matrix(random.poisson(1.0, (60, 25)).astype(np.int32)), [f"text {n}" for n in range(60)]
    train, half1, half2 = data.divided(matrix, texts)
    assert train.shape[0] + half1.shape[0] == 60
    assert half1.shape == half2.shape
    assert train.sum() + half1.sum() + half2.sum() == matrix.sum()
    assert abs(half1.sum() - half2.sum()) < 0.2 * half1.sum()
    order = random.permutation(60)
    again = data.divided(matrix[order], [texts[place] for place in order])
    assert data.digest_of(sp.csr_matrix(again[1].sum(axis=0))) == data.digest_of(sp.csr_matrix(half1.sum(axis=0)))


def test_objective__of_both_losses_is_that_of_the_dense_matrices(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    factors = importlib.import_module("_topic_factors")
    random = np.random.default_rng(2)
    dense, documents, topics = random.poisson(0.5, (20, 15)) * 1.0, random.random((20, 4)), random.random((4, 15))
    fitted, matrix = documents @ topics, sp.csr_matrix(dense)
    assert factors.objective(matrix, documents, topics, "frobenius") == pytest.approx(((dense - fitted) ** 2).sum() / 2)
    logarithms = np.log(np.where(dense > 0, dense, 1) / fitted)
    expected = (dense * logarithms - dense + fitted).sum()
    assert factors.objective(matrix, documents, topics, "kullback-leibler") == pytest.approx(expected)


def test_ways_of_scikit_learn__become_objectives_at_seconds_that_count_the_start(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    factors = importlib.import_module("_topic_factors")
    told = {"done": 25, "seconds": 5.0, "objective": 8.0, "way": [(10, 1.0, 6.0), (20, 2.0, 5.0)]}
    assert factors.way_of(told) == [[10, 4.0, 18.0], [20, 5.0, 12.5], [25, 5.0, 8.0]]


@pytest.mark.slow
def test_bench_topics__works_on_few_made_up_documents(tmp_path):
    command = [sys.executable, BENCHMARKS / "bench_topics.py", "lda", "seeds", "--quick", "--only", "newsstudy", "sklearn"]
    done = subprocess.run([*command, "--folder", tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "| newsstudy, 2 threads |" in done.stdout
    assert "scikit-learn online" in json.loads((tmp_path / "lda-generated-5.json").read_text("utf-8"))
    assert (tmp_path / "perplexity.png").stat().st_size > 10_000
