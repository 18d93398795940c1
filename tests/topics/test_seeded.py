"""SeededLDA: topics as they were named, seeds as a dictionary has them, a plain LDA without any, clear words about the rest."""

import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.utils.estimator_checks import check_estimator

import newsstudy as ns
from newsstudy.errors import InputError, NewsstudyWarning

WAR = {"war": ["war*", "attack*", "militar*"], "talks": ["negotiat*", "conversation"]}


@pytest.fixture(scope="module")
def counts(article):
    return article.split("paragraph").tokenize().drop("function words").count()


@pytest.fixture(scope="module")
def seeded_data(known, as_counts):
    """The generated documents, and as seeds of three of their six topics the five terms that are most of a topic's own."""
    matrix, topics = known
    own = topics / topics.sum(axis=0)
    chosen = [5, 2, 0]
    seeds = {f"topic {topic}": [f"t{term:04d}" for term in np.argsort(-own[topic] * topics[topic])[:5]] for topic in chosen}
    return as_counts(matrix), topics[chosen], seeds


@pytest.mark.parametrize("settings", [{"n_components": 3}, {"seeds": {"a": ["x0", "x1"]}}, {}], ids=str)
def test_seeded_lda__passes_every_check_of_scikit_learn(settings):
    # One seeded topic: some checks set n_components to 1.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(ns.SeededLDA(max_iter=30, **settings), on_skip=None)
    assert len(results) >= 45
    assert {result["check_name"] for result in results if result["status"] != "passed"} <= {"check_array_api_input"}


def test_seeded_lda__without_seeds_is_lda_bit_for_bit(counts, known):
    for data, settings in ((counts, {}), (known[0], {"random_state": 3, "max_iter": 7})):
        plain, seeded = ns.LDA(4, **settings).fit(data), ns.SeededLDA(4, **settings).fit(data)
        assert seeded.components_.tobytes() == plain.components_.tobytes()
        assert seeded.topic_sizes_.tobytes() == plain.topic_sizes_.tobytes()
        assert seeded.transform(data).tobytes() == plain.transform(data).tobytes()
    assert not hasattr(seeded, "topic_names_")
    assert len(seeded.seed_terms_) == 0


def test_seeded_lda__gives_each_name_the_topic_that_made_its_words(seeded_data, known):
    all_topics = known[1]
    counts, true, seeds = seeded_data
    model = ns.SeededLDA(seeds=seeds, residual=3).fit(counts)
    assert model.topic_names_ == [*seeds, "other1", "other2", "other3"]
    found = model.components_ / model.components_.sum(axis=1, keepdims=True)
    table = np.corrcoef(np.vstack([found, true]))[:6, 6:]
    assert table.argmax(axis=0).tolist() == [0, 1, 2]
    assert table[[0, 1, 2], [0, 1, 2]].min() > 0.95
    others = np.corrcoef(np.vstack([found[3:], all_topics]))[:3, 3:]
    assert sorted(others.argmax(axis=1).tolist()) == [1, 3, 4]  # those without seeds
    assert others.max(axis=1).min() > 0.95


def test_seeded_lda__one_other_topic_takes_what_the_seeds_do_not_name(seeded_data):
    counts, true, seeds = seeded_data
    model = ns.SeededLDA(seeds=seeds, residual=True).fit(counts)
    assert model.topic_names_[-1] == "other"
    found = model.components_ / model.components_.sum(axis=1, keepdims=True)
    assert np.corrcoef(np.vstack([found, true]))[:4, 4:].argmax(axis=0).tolist() == [0, 1, 2]


def test_seeded_lda__gives_the_same_bits_for_any_threads_and_any_order(seeded_data):
    counts, _, seeds = seeded_data
    names = list(counts.vocabulary.terms)
    order = np.random.default_rng(0).permutation(counts.matrix.shape[0])
    first = ns.SeededLDA(6, seeds=seeds, n_jobs=1, max_iter=20).fit(counts)
    for n_jobs in (2, 3, 7):
        other = ns.SeededLDA(6, seeds=seeds, n_jobs=n_jobs, max_iter=20).fit(
            type(counts)(**{**vars(counts), "matrix": counts.matrix[order]})
        )
        assert other.components_.tobytes() == first.components_.tobytes()
        assert other.topic_sizes_.tobytes() == first.topic_sizes_.tobytes()
        assert other.seed_matches_ == first.seed_matches_
        assert other.transform(counts).tobytes() == first.transform(counts).tobytes()
    shuffled = np.random.default_rng(1).permutation(len(names))
    frame = pd.DataFrame(counts.matrix.toarray()[:, shuffled], columns=[names[place] for place in shuffled])
    of_frame = ns.SeededLDA(6, seeds=seeds, max_iter=20).fit(frame)
    assert sorted(map(tuple, of_frame.seed_matches_)) == sorted(map(tuple, first.seed_matches_))


def test_seeds__are_folded_stemmed_and_matched_as_the_counts_were(article):
    tokens = article.split("paragraph").tokenize().drop("function words")
    model = ns.SeededLDA(seeds={"a": "UKRAINE", "b": ["Putin", "US"]}, max_iter=2).fit(tokens.count())
    assert [row[2] for row in model.seed_matches_] == ["ukraine", "putin", "US"]
    model = ns.SeededLDA(seeds={"a": ["negotiations"], "b": ["attacking", "militar*"]}, max_iter=2).fit(tokens.stem().count())
    assert [row[2] for row in model.seed_matches_] == ["negoti", "attack", "militari"]
    model = ns.SeededLDA(seeds={"a": ["social media", "Vladimir Put*"], "b": "iran"}, max_iter=2)
    model.fit(tokens.ngrams((1, 2)).count())
    assert [row[2] for row in model.seed_matches_] == ["social media", "vladimir putin", "iran"]
    imported = ns.counts_from(tokens.count().to_pandas())
    model = ns.SeededLDA(seeds={"a": ["Ukrain*"], "b": "iran"}, max_iter=2).fit(imported)
    assert [row[2] for row in model.seed_matches_] == ["ukraine", "iran"]


def test_seeds__of_a_dictionary_are_its_keys(counts):
    dictionary = ns.Dictionary({"people": {"us": "trump", "russia": ["putin", "lavrov"]}, "war": ["attack*"]})
    with pytest.warns(NewsstudyWarning, match="lavrov"):
        model = ns.SeededLDA(seeds=dictionary, residual=1, max_iter=5).fit(counts)
    assert model.topic_names_ == ["people.us", "people.russia", "war", "other"]
    with pytest.warns(NewsstudyWarning):
        same = ns.SeededLDA(seeds=dictionary.flatten(), residual=1, max_iter=5).fit(counts)
    assert same.components_.tobytes() == model.components_.tobytes()


def test_seeds__that_match_nothing_are_named_and_kept(counts):
    with pytest.warns(NewsstudyWarning, match=r"war: zebra\*; ghosts: boo, spook\*\)\. Without any seed: ghosts") as caught:
        model = ns.SeededLDA(seeds={"war": ["attack*", "zebra*"], "ghosts": ["boo", "spook*"]}, max_iter=5).fit(counts)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert model.unmatched_seeds_ == {"war": ["zebra*"], "ghosts": ["boo", "spook*"]}
    assert np.isfinite(model.components_).all()
    table = model.seed_terms_
    ns.schemas.SEED_TERMS.check(table)
    assert table.loc[table["term"] == "", "pattern"].tolist() == ["zebra*", "boo", "spook*"]
    with pytest.raises(InputError, match="no pattern of the seeds means a term"):
        ns.SeededLDA(seeds={"ghosts": "boo"}).fit(counts)


def test_seed_terms__have_seededldas_pseudo_tokens(counts):
    model = ns.SeededLDA(seeds={"a": ["trump", "trum*"], "b": ["putin", "trump"]}, weight=0.02, max_iter=5, topic_word_prior=0.1)
    model.fit(counts)
    table = model.seed_terms_
    assert table["pattern"].tolist() == ["trump", "trum*", "putin", "trump"]
    assert table["count"].tolist() == [7, 7, 7, 7]
    assert table["pseudo_tokens"].tolist() == [14, 0, 14, 14]  # 100 x weight x count; once a topic, in each of two topics
    told = model.seed_pseudo_tokens
    assert told.sum() == 42
    # What the documents say and what was told beforehand add up to the components.
    np.testing.assert_allclose((model.components_ - told - 0.1).sum(axis=0), counts.term_counts, rtol=1e-6)  # single precision
    np.testing.assert_allclose(model.topic_sizes_.sum(), counts.total, rtol=1e-9)
    shares = ns.topic_terms(model, n=300).query("term == 'trump'")["share"]
    assert shares.sum() == pytest.approx(1)


def test_weight__draws_a_word_into_its_topic(counts):
    def share(weight):
        model = ns.SeededLDA(seeds={"a": ["trump"], "b": ["putin"]}, weight=weight, topic_word_prior=0.1).fit(counts)
        return (model.components_[0] / model.components_.sum(axis=0))[counts.vocabulary.index("trump")]

    assert share(0.5) > share(0.01) > 0.5
    assert share(0.5) > 0.95


@pytest.mark.parametrize(
    ("settings", "n_topics"),
    [
        ({"seeds": WAR}, 2), ({"seeds": WAR, "residual": False}, 2), ({"seeds": WAR, "residual": True}, 3),
        ({"seeds": WAR, "residual": np.int64(3)}, 5), ({"seeds": WAR, "n_components": np.int32(4)}, 4),
        ({"seeds": WAR, "n_components": 4, "residual": 2}, 4), ({"n_components": 2}, 2),
        ({"n_components": 2, "residual": 0}, 2), ({}, 20),
    ],
    ids=str,
)  # fmt: skip
def test_n_components__follows_from_seeds_and_residual(counts, settings, n_topics):
    model = ns.SeededLDA(max_iter=2, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert model.fit(counts).components_.shape[0] == n_topics
    assert clone(model).get_params() == model.get_params()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"seeds": WAR, "n_components": 1}, "n_components is 1, but there are 2 topics with seeds"),
        ({"seeds": WAR, "n_components": 4, "residual": 1}, "2 topics with seeds and 1 without"),
        ({"seeds": WAR, "residual": -1}, "residual"),
        ({"seeds": WAR, "residual": 1.5}, "residual"),
        ({"seeds": WAR, "n_components": 2.0}, "n_components"),
        ({"seeds": WAR, "weight": -0.1}, "weight"),
        ({"seeds": WAR, "weight": float("nan")}, "weight"),
        ({"seeds": WAR, "weight": True}, "weight"),
        ({"seeds": WAR, "tol": -1}, "tol"),
        ({"residual": 2}, "n_components"),
        ({"seeds": {}}, "names no topic"),
        ({"seeds": {"a": []}}, "'a' has no pattern"),
        ({"seeds": ["war"]}, "seeds is a dict"),
        ({"seeds": {"a": [1]}}, "patterns"),
        ({"seeds": {1: ["a"]}}, "names"),
        ({"seeds": {"other": ["attack*"]}, "residual": 1}, "'other' names a topic without seeds"),
    ],
    ids=str,
)
def test_seeded_lda__refuses_settings_that_do_not_go_together(counts, settings, words):
    with pytest.raises(InputError, match=words):
        ns.SeededLDA(**settings).fit(counts)


def test_seeded_lda__more_topics_than_documents_and_one_document_are_defined():
    matrix = sp.csr_array(np.array([[3, 1, 0]]))
    model = ns.SeededLDA(seeds={"a": "x0", "b": "x1"}, residual=3).fit(matrix)
    assert model.components_.shape == (5, 3)
    np.testing.assert_allclose(model.transform(matrix).sum(axis=1), 1)
    assert ns.SeededLDA(seeds={"a": "x0"}).fit(matrix).transform(matrix).tolist() == [[1.0]]


def test_seeded_lda__fits_anew_without_a_trace_of_the_last_fit(counts):
    model = ns.SeededLDA(seeds=WAR, residual=1, max_iter=3).fit(counts)
    model.set_params(seeds=None, residual=None, n_components=2).fit(counts)
    assert not hasattr(model, "topic_names_")
    assert model.seed_matches_ == []
    assert model.components_.tobytes() == ns.LDA(2, max_iter=3).fit(counts).components_.tobytes()


def test_seeded_lda__is_saved_and_opened_with_its_names(counts, tmp_path):
    for name, seeds in (("dict", WAR), ("dictionary", ns.Dictionary(WAR)), ("none", None)):
        model = ns.SeededLDA(4, seeds=seeds, max_iter=5).fit(counts)
        model.save(tmp_path / name)
        opened = ns.open_model(tmp_path / name)
        assert type(opened) is ns.SeededLDA
        assert getattr(opened, "topic_names_", None) == getattr(model, "topic_names_", None)
        assert opened.seed_terms_.equals(model.seed_terms_)
        assert opened.transform(counts).tobytes() == model.transform(counts).tobytes()
        opened.save(tmp_path / "again")
        for path in (tmp_path / name).iterdir():
            assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
        if seeds is not None:
            refitted = opened.fit(counts)
            assert refitted.components_.tobytes() == model.components_.tobytes()


def test_choose_k__of_seeds_counts_the_other_topics(counts):
    table = ns.choose_k(ns.SeededLDA(seeds=WAR, max_iter=5), counts, [2, 4], seeds=2)
    assert table["k"].tolist() == [2, 2, 4, 4]
