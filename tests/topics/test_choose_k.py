"""The grid over K: one row a fit, judged on documents that no fit saw, the same bytes when it was interrupted."""

import json

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn import decomposition

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.topics import _choose_k
from newsstudy.topics._held_out import Split, held_out_perplexity, split_documents
from newsstudy.topics._parts import Documents


@pytest.fixture(scope="module")
def counts(known, as_counts):
    return as_counts(known[0][:200])


@pytest.fixture
def small():
    return ns.LDA(max_iter=10)


def test_choose_k__gives_one_row_for_each_fit(counts):
    table = ns.choose_k(ns.LDA(max_iter=15), counts, [4, 2], seeds=3, n=5, held_out=None)
    schemas.CHOOSE_K.check(table)
    assert table["k"].tolist() == [2, 2, 2, 4, 4, 4]
    assert table["seed"].tolist() == [0, 1, 2] * 2
    for name in ("stability", "exclusivity", "diversity"):
        assert table[name].between(0, 1).all()
    alone = ns.LDA(4, max_iter=15, random_state=1).fit(counts)
    assert table["fit"].iloc[4] == alone.perplexity(counts, method="training")
    assert table["n_iter"].iloc[4] == alone.n_iter_
    assert table["converged"].iloc[4] == alone.converged_
    settings = table.attrs["newsstudy"]["settings"]
    assert settings["fit"] == "training perplexity"
    assert settings["missing"]["held_out_fit"] == "nothing was held out"
    assert table["held_out_fit"].isna().all()


def test_choose_k__stability_is_that_of_the_runs_of_the_same_k(counts):
    table = ns.choose_k(ns.LDA(max_iter=15), counts, [3, 4], seeds=3, held_out=None)
    runs = ns.stability(ns.LDA(4, max_iter=15), counts, seeds=3).attrs["newsstudy"]["settings"]["run_means"]
    assert table["stability"].tolist()[3:] == runs


def test_choose_k__held_out_fit_is_best_near_the_number_of_topics_that_made_the_data(known):
    table = ns.choose_k(ns.LDA(max_iter=60), known[0], [2, 6, 20], seeds=2)  # 6 topics made it
    middle = table.groupby("k")["held_out_fit"].min()
    assert middle[2] > 1.2 * middle[6]
    assert middle[20] > middle[6]
    assert table.groupby("k")["fit"].min()[20] < table.groupby("k")["fit"].min()[6]  # the training fit never sees it
    assert table.attrs["newsstudy"]["settings"]["n_held_out"] == 40


def test_held_out_fit__is_what_the_model_says_of_documents_that_it_has_not_seen(counts):
    split = split_documents(Documents.of(counts), 0.1, 0)
    model = ns.LDA(4, max_iter=15).fit(split.training.given)
    table = ns.choose_k(ns.LDA(max_iter=15), counts, [4], seeds=1)
    assert table["held_out_fit"].iloc[0] == model.perplexity(split.held_out.given)
    assert table["fit"].iloc[0] == model.perplexity(split.training.given, method="training")


def test_held_out_fit__gives_terms_that_no_topic_has_a_little_of_the_training_terms():
    matrix = np.array([[4, 4, 0, 0], [2, 2, 0, 0], [0, 0, 4, 2], [0, 0, 2, 1], [1, 1, 1, 1]])
    documents = Documents.of(matrix)
    split = Split(documents.rows(np.arange(4)), documents.rows(np.array([4])))
    model = ns.NMF(1, max_iter=50).fit(matrix[:2])
    background = (matrix[:4].sum(axis=0) + 1) / (matrix[:4].sum() + 4)
    chances = 0.99 * model.components_[0] / model.components_[0].sum() + 0.01 * background
    assert held_out_perplexity(model, split, 1) == pytest.approx(np.exp(-np.log(chances).mean()), rel=1e-12)


def test_split__keeps_copies_on_one_side_in_any_order(counts):
    matrix = sp.vstack([counts.matrix[:40], counts.matrix[:40], counts.matrix[40:50], sp.csr_array((2, 300), dtype=np.int32)])
    documents = Documents.of(matrix.tocsr())
    split = split_documents(documents, 0.2, 0)
    train = {row.tobytes() for row in split.training.matrix.toarray()}
    held = {row.tobytes() for row in split.held_out.matrix.toarray()}
    assert 18 <= split.n_held_out <= 20
    assert split.n_held_out + split.training.matrix.shape[0] == 92
    assert not train & held
    assert (split.training.matrix.sum(axis=1) == 0).sum() == 2  # empty documents stay where they do no harm
    order = np.random.default_rng(0).permutation(92)
    other = split_documents(Documents.of(matrix.tocsr()[order]), 0.2, 0)
    assert other.training.digest == split.training.digest
    assert other.held_out.digest == split.held_out.digest
    assert split_documents(documents, 0.2, 1).training.digest != split.training.digest


def test_choose_k__does_not_depend_on_threads_or_the_order_of_documents(counts):
    order = np.random.default_rng(0).permutation(200)
    first = ns.choose_k(ns.LDA(max_iter=8, n_jobs=1), counts.matrix, [2, 5], seeds=2)
    for n_jobs in (2, 3, 7):
        other = ns.choose_k(ns.LDA(max_iter=8, n_jobs=n_jobs), counts.matrix[order], [2, 5], seeds=2)
        assert schemas.digest(first) == schemas.digest(other)
        assert first.attrs["newsstudy"] == other.attrs["newsstudy"]


def test_choose_k__of_no_documents_says_so():
    counts = ns.corpus_from([""]).split("sentence").tokenize().count()
    for ask in (lambda: ns.choose_k(ns.LDA(), counts, [2]), lambda: ns.stability(ns.LDA(2), counts)):
        with pytest.raises(InputError, match="there are no documents in these counts"):
            ask()


def test_choose_k__of_nmf_reports_its_reconstruction_error(counts):
    table = ns.choose_k(ns.NMF(init="random", max_iter=10), counts, [2], seeds=2)
    assert table.attrs["newsstudy"]["settings"]["fit"] == "reconstruction_err_"
    assert table["held_out_fit"].between(10, 1000).all()
    with pytest.raises(InputError, match="at least one"):
        ns.choose_k(ns.LDA(), counts, [])


def test_choose_k__with_one_seed_takes_a_start_that_ignores_it(counts):
    table = ns.choose_k(ns.NMF(max_iter=10), counts, [2, 4], seeds=1)
    assert table["stability"].isna().all()
    assert table.attrs["newsstudy"]["settings"]["missing"]["stability"] == "a single seed"
    with pytest.raises(InputError, match='init="random"'):
        ns.choose_k(ns.NMF(max_iter=10), counts, [2, 4], seeds=2)


def test_choose_k__judges_the_models_of_scikit_learn_by_the_same_measure(counts):
    peer = ns.choose_k(decomposition.LatentDirichletAllocation(max_iter=15), counts, [6], seeds=2)
    ours = ns.choose_k(ns.LDA(max_iter=60), counts, [6], seeds=2)
    assert 0.8 < peer["held_out_fit"].min() / ours["held_out_fit"].min() < 1.6
    assert not peer["converged"].any()


def test_choose_k__of_weights_halves_their_cells(counts):
    table = ns.choose_k(ns.NMF(init="random", max_iter=10), counts.matrix.astype(float) / 3, [3], seeds=2)
    assert np.isfinite(table["held_out_fit"]).all()


def test_choose_k__counts_coherence_for_all_fits_as_for_each(small):
    tokens = ns.sample_article().split("sentence").tokenize()
    counts = tokens.drop("function words").count()
    table = ns.choose_k(small, counts, [2, 3], seeds=2, tokens=tokens, coherence="u_mass", held_out=None, n=5)
    for _, row in table.iterrows():
        model = ns.LDA(int(row["k"]), max_iter=10, random_state=int(row["seed"])).fit(counts)
        alone = ns.coherence(model, tokens, measure="u_mass", n=5, n_resamples=0).attrs["newsstudy"]["settings"]["mean"]
        assert row["coherence"] == pytest.approx(alone, rel=1e-12)
    settings = table.attrs["newsstudy"]["settings"]
    assert settings["coherence"]["measure"] == "u_mass"
    assert settings["coherence"]["window"] == "document"
    assert "missing" not in settings or "coherence" not in settings["missing"]


@pytest.mark.parametrize(
    ("options", "words"),
    [({"coherence": "dice"}, "measure must be"), ({"tokens": "a text"}, "texts to look in"), ({"tokens": 3}, "texts to look in")],
)
def test_choose_k__looks_at_texts_and_measure_before_it_fits(small, monkeypatch, options, words):
    monkeypatch.setattr(_choose_k, "_fitted", None)
    tokens = ns.sample_article().split("sentence").tokenize()
    with pytest.raises(InputError, match=words):
        ns.choose_k(small, tokens.count(), [2], seeds=2, **{"tokens": tokens, **options})
    with pytest.raises(InputError, match="give the Counts"):
        ns.choose_k(small, tokens.count().matrix, [2], seeds=2, tokens=tokens)


@pytest.mark.parametrize("matrix", [[[2, 0, 1]], [[2, 1], [0, 0]], [[1, 0], [0, 1]]])
def test_choose_k__says_where_too_few_documents_can_be_held_out(matrix, small):
    table = ns.choose_k(small, np.array(matrix), [2], seeds=2)
    assert table["held_out_fit"].isna().all()
    assert "too few documents" in table.attrs["newsstudy"]["settings"]["missing"]["held_out_fit"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"held_out": 0}, "held_out must be"),
        ({"held_out": 1.0}, "held_out must be"),
        ({"held_out": True}, "held_out must be"),
        ({"held_out": float("nan")}, "held_out must be"),
        ({"n": 0}, "n must be"),
        ({"rng": None}, "rng must be"),
        ({"folder": 3}, "path of a folder"),
        ({"folder": ""}, "path of a folder"),
        ({"folder": "\ud800"}, "cannot be written"),
        ({"seeds": 10**30}, "not possible"),
    ],
)
def test_choose_k__refuses_other_options_by_name(counts, small, options, words):
    with pytest.raises(InputError, match=words):
        ns.choose_k(small, counts, [2], **{"seeds": 2, **options})


# ---------------------------------------------------------------- seconds


def test_choose_k__keeps_seconds_out_of_the_table_and_a_study_puts_them_into_its_environment(counts, small, tmp_path):
    table = ns.choose_k(small, counts, [2, 3], seeds=2)
    seconds = table.attrs["newsstudy_environment"]["seconds"]
    assert len(seconds) == 4
    assert min(seconds) > 0
    assert "seconds" not in json.dumps(table.attrs["newsstudy"])
    with ns.Study(tmp_path / "study") as study:
        study.save_table(table, "grid")
    environment = json.loads((tmp_path / "study" / "environment.json").read_text())
    assert environment["tables"]["grid"]["seconds"] == seconds
    assert "seconds" not in (tmp_path / "study" / "manifest.json").read_text()
    assert b"newsstudy_environment" not in (tmp_path / "study" / "grid.parquet").read_bytes()


# ---------------------------------------------------------------- going on


def test_choose_k__goes_on_where_it_was_interrupted_with_the_same_bytes(counts, small, tmp_path, monkeypatch):
    whole = ns.choose_k(small, counts, [2, 3], seeds=2)
    made, fitted = [], _choose_k._fitted

    def breaks(estimator, split, k, seed, n):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append((k, seed))
        return fitted(estimator, split, k, seed, n)

    monkeypatch.setattr(_choose_k, "_fitted", breaks)
    with ns.use_engine(threads=1), pytest.raises(KeyboardInterrupt):
        ns.choose_k(small, counts, [2, 3], seeds=2, folder=tmp_path / "grid")
    assert made == [(3, 0), (3, 1)]  # the largest first
    assert sorted(path.name for path in (tmp_path / "grid").iterdir()) == ["grid.json", "k00003-seed0.json", "k00003-seed1.json"]
    after = []
    monkeypatch.setattr(_choose_k, "_fitted", lambda *given: after.append(given[2:4]) or fitted(*given))
    resumed = ns.choose_k(small, counts, [2, 3], seeds=2, folder=tmp_path / "grid")
    assert sorted(after) == [(2, 0), (2, 1)]
    assert schemas.digest(resumed) == schemas.digest(whole)
    assert resumed.attrs["newsstudy"] == whole.attrs["newsstudy"]
    assert len(resumed.attrs["newsstudy_environment"]["seconds"]) == 4


def test_choose_k__takes_more_topics_and_seeds_into_an_old_folder(counts, small, tmp_path, monkeypatch):
    ns.choose_k(small, counts, [2, 3], seeds=[0, 1], folder=tmp_path)
    fitted, after = _choose_k._fitted, []
    monkeypatch.setattr(_choose_k, "_fitted", lambda *given: after.append(given[2:4]) or fitted(*given))
    table = ns.choose_k(small, counts, [2, 4], seeds=[0, 2], folder=tmp_path)
    assert sorted(after) == [(2, 2), (4, 0), (4, 2)]
    monkeypatch.undo()
    assert schemas.digest(table) == schemas.digest(ns.choose_k(small, counts, [2, 4], seeds=[0, 2]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"estimator": ns.LDA(max_iter=11)}, "another parameters"),
        ({"held_out": 0.2}, "another held out"),
        ({"n": 4}, "another n"),
        ({"rng": 1}, "another rng"),
        ({"rows": 150}, "another documents"),
    ],
)
def test_choose_k__notices_that_a_folder_belongs_to_another_input_or_setting(counts, small, tmp_path, change, words):
    ns.choose_k(small, counts.matrix, [2], seeds=2, folder=tmp_path)
    given = counts.matrix[: change.pop("rows", 200)]
    with pytest.raises(InputError, match=words):
        ns.choose_k(change.pop("estimator", small), given, [2], seeds=2, folder=tmp_path, **change)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"k": 2}', b'{"k": NaN}', b"\xff", b"[" * 100_000, None], ids=[*"abcdefgh"]
)
def test_choose_k__names_a_damaged_file(counts, small, tmp_path, content):
    ns.choose_k(small, counts, [2], seeds=2, folder=tmp_path)
    path = tmp_path / "k00002-seed1.json"
    if content is None:  # the terms of three topics under the name of two
        fit = json.loads(path.read_text())
        fit["top_terms"].append([1])
        content = json.dumps(fit).encode()
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"k00002-seed1\.json.*delete the file"):
        ns.choose_k(small, counts, [2], seeds=2, folder=tmp_path)


def test_choose_k__writes_into_no_folder_of_somebody_else(counts, small, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="holds no grid"):
        ns.choose_k(small, counts, [2], seeds=2, folder=tmp_path)
    with pytest.raises(InputError, match="holds no grid"):
        ns.choose_k(small, counts, [2], seeds=2, folder=tmp_path / "thesis.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thesis.txt"]
