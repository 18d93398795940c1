"""Fits that go on: from a model that stands, until held-out documents say stop, and after an interruption."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest
import scipy.sparse as sp

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.topics import _lda_checkpoint
from newsstudy.topics._lda_watch import held_out_rows
from newsstudy.topics._matrix import canonical

MODELS = {
    "plain": {},
    "held out": {"early_stopping": 0.2, "evaluate_every": 2, "tol": 0.0, "max_iter": 40},
    "another seed": {"random_state": 5, "method": "em"},
    "known priors": {"doc_topic_prior": 0.1, "topic_word_prior": 0.05, "tol": 0.0, "max_iter": 25},
}
SEEDS = {"one": ["t0150", "t0112"], "two": ["t0083"]}


def bits(model):
    names = sorted(name for name in vars(model) if name.endswith("_") and not name.startswith("_"))
    return {name: np.asarray(getattr(model, name)).tobytes() for name in names}


class PowerCut(BaseException):
    """What no `except Exception` holds up."""


def cut_after(monkeypatch, n):
    """From now on the n-th writing of a checkpoint is followed by a power cut; a later one by none."""
    write, left = _lda_checkpoint.Checkpoints.write, itertools.count(1)

    def write_and_cut(self, *given):
        write(self, *given)
        if next(left) == n:
            raise PowerCut

    monkeypatch.setattr(_lda_checkpoint.Checkpoints, "write", write_and_cut)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("n", [1, 7])
def test_checkpoints__an_interrupted_fit_ends_with_the_same_bytes(name, n, known, tmp_path, monkeypatch):
    whole = ns.LDA(6, **MODELS[name]).fit(known[0])
    cut_after(monkeypatch, n)
    model = ns.LDA(6, **MODELS[name])
    with pytest.raises(PowerCut):
        model.fit(known[0], checkpoints=tmp_path / "fit", checkpoint_every=1)
    assert not hasattr(model, "components_")
    turned = ns.LDA(6, n_jobs=3, **MODELS[name])
    order = np.random.default_rng(0).permutation(known[0].shape[0])
    assert bits(turned.fit(known[0][order], checkpoints=tmp_path / "fit", checkpoint_every="30 s")) == bits(whole)
    # And once more, from the last one that was kept.
    assert bits(ns.LDA(6, **MODELS[name]).fit(known[0], checkpoints=tmp_path / "fit")) == bits(whole)


def test_checkpoints__writing_them_changes_nothing(known, tmp_path):
    whole = ns.LDA(6).fit(known[0])
    assert bits(ns.LDA(6).fit(known[0], checkpoints=tmp_path / "a", checkpoint_every=2)) == bits(whole)
    assert bits(ns.LDA(6).fit(known[0], checkpoints=str(tmp_path / "b"))) == bits(whole)
    assert not (tmp_path / "b").exists()  # it took less than a minute


def test_checkpoints__seeded_topics_go_on_too(known, as_counts, tmp_path, monkeypatch):
    counts = as_counts(known[0])
    whole = ns.SeededLDA(seeds=SEEDS, residual=2).fit(counts)
    cut_after(monkeypatch, 4)
    with pytest.raises(PowerCut):
        ns.SeededLDA(seeds=SEEDS, residual=2).fit(counts, checkpoints=tmp_path / "fit", checkpoint_every=1)
    model = ns.SeededLDA(seeds=SEEDS, residual=2).fit(counts, checkpoints=tmp_path / "fit", checkpoint_every=1)
    assert model.components_.tobytes() == whole.components_.tobytes()
    assert model.seed_terms_.equals(whole.seed_terms_)
    with pytest.raises(InputError, match="another seeds"):
        ns.SeededLDA(seeds={"one": ["t0150"], "two": ["t0083"]}, residual=2).fit(counts, checkpoints=tmp_path / "fit")
    with pytest.raises(InputError, match='another model: "SeededLDA" there, "LDA" now'):
        ns.LDA(4).fit(counts, checkpoints=tmp_path / "fit")


def test_checkpoints__a_killed_process_leaves_a_whole_state_behind(known, tmp_path):
    sp.save_npz(tmp_path / "counts.npz", sp.csr_matrix(known[0]))
    script = tmp_path / "fit.py"
    script.write_text(
        textwrap.dedent("""
        import sys, scipy.sparse as sp, newsstudy as ns
        print("ready", flush=True)
        ns.LDA(6, tol=0.0, max_iter=100_000).fit(sp.load_npz(sys.argv[1]), checkpoints=sys.argv[2], checkpoint_every=1)
        """)
    )
    folder = tmp_path / "fit"
    child = subprocess.Popen([sys.executable, str(script), str(tmp_path / "counts.npz"), str(folder)], stdout=subprocess.PIPE)
    try:
        assert child.stdout.readline() == b"ready\n"
        while child.poll() is None and not (folder / "checkpoint.json").is_file():
            pass
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    page = json.loads((folder / "checkpoint.json").read_text("utf-8"))
    kept = page["state"]["n_iter"]
    about = {name: page[name] for name in ("data", "model", "newsstudy", "settings", "start")}
    arrays, numbers = _lda_checkpoint.Checkpoints(folder, 1, about).read()
    assert numbers["n_iter"] == kept
    assert arrays["table"].shape == (300, 16 if numbers["n_topics"] <= 16 else 32)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_checkpoints__the_same_fit_writes_the_same_files(known, tmp_path):
    for n_jobs in (1, 3):
        ns.LDA(6, n_jobs=n_jobs).fit(known[0], checkpoints=tmp_path / str(n_jobs), checkpoint_every=4)
    files = contents(tmp_path / "1")
    assert files == contents(tmp_path / "3")
    assert len({name.rpartition("-")[2] for name in files if name.endswith(".npy")}) == 1  # older states are gone
    assert str(tmp_path).encode() not in files["checkpoint.json"]


@pytest.fixture
def kept(known, tmp_path):
    ns.LDA(6).fit(known[0], checkpoints=tmp_path / "fit", checkpoint_every=1)
    return tmp_path / "fit"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"n_components": 5}, "another n_components: 6 there, 5 now"),
        ({"tol": 0.1}, "another tol: 0.005 there, 0.1 now"),
        ({"tol": np.inf}, "another tol"),
        ({"max_iter": 300}, "another max_iter: 200 there, 300 now"),
        ({"random_state": 1}, "another random_state: 0 there, 1 now"),
        ({"early_stopping": True}, "another early_stopping: false there, true now"),
        ({"method": "em"}, 'another method: null there, "em" now'),
    ],
)
def test_checkpoints__of_other_settings_are_refused_by_name(settings, words, known, kept):
    before = contents(kept)
    with pytest.raises(InputError, match=words):
        ns.LDA(**{"n_components": 6, **settings}).fit(known[0], checkpoints=kept)
    assert contents(kept) == before


def test_checkpoints__settings_that_no_fit_knows_may_differ(known, kept):
    whole = ns.LDA(6).fit(known[0])
    model = ns.LDA(6, n_jobs=2, batch_size=64, learning_decay=0.9, random_state=None).fit(known[0], checkpoints=kept)
    assert model.components_.tobytes() == whole.components_.tobytes()


def test_checkpoints__of_other_documents_or_terms_are_refused_by_name(known, kept, as_counts):
    matrix = known[0]
    changed = sp.lil_array(matrix)
    changed[7, 7] += 1
    for given, words in (
        (matrix[1:], "another number of documents: 400 there, 399 now"),
        (matrix[:, :299], "another number of terms"),
        (sp.csr_array(changed), "another digest of counts"),
        (as_counts(matrix), "another digest of terms"),
    ):
        with pytest.raises(InputError, match=words):
            ns.LDA(6).fit(given, checkpoints=kept)


def test_checkpoints__of_another_version_or_changed_ones_are_refused(known, kept, monkeypatch):
    page = json.loads((kept / "checkpoint.json").read_text("utf-8"))
    array = next(kept.glob("table-*.npy"))
    whole = array.read_bytes()
    for damaged in (whole[:-1] + bytes([whole[-1] ^ 1]), b""):
        array.write_bytes(damaged)
        with pytest.raises(InputError, match=r"table-\d+.npy: is gone or was changed"):
            ns.LDA(6).fit(known[0], checkpoints=kept)
    array.unlink()
    with pytest.raises(InputError, match=r"table-\d+.npy: is gone or was changed"):
        ns.LDA(6).fit(known[0], checkpoints=kept)
    array.write_bytes(whole)
    with monkeypatch.context() as patch:
        patch.setattr(ns, "__version__", "9.9")
        with pytest.raises(InputError, match="another version of newsstudy"):
            ns.LDA(6).fit(known[0], checkpoints=kept)
    for text in ("", "[]", "{}", json.dumps({**page, "version": 2}), json.dumps({**page, "newsstudy": "x"}), "[" * 100_000):
        (kept / "checkpoint.json").write_text(text)
        with pytest.raises(InputError, match=r"checkpoint.json: cannot be read"):
            ns.LDA(6).fit(known[0], checkpoints=kept)


def test_checkpoints__a_folder_of_other_things_stays_as_it_is(known, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds no checkpoint"):
        ns.LDA(2).fit(known[0], checkpoints=tmp_path, checkpoint_every=1)
    with pytest.raises(InputError, match="holds no checkpoint"):
        ns.LDA(2).fit(known[0], checkpoints=tmp_path / "thesis.txt", checkpoint_every=1)
    assert contents(tmp_path) == {"thesis.txt": b"years of work"}


def test_checkpoints__what_was_cut_off_before_the_first_page_is_no_hindrance(known, kept):
    (kept / "checkpoint.json").unlink()
    assert bits(ns.LDA(6).fit(known[0], checkpoints=kept, checkpoint_every=1)) == bits(ns.LDA(6).fit(known[0]))
    assert (kept / "checkpoint.json").is_file()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders without permission are of POSIX")
def test_checkpoints__a_folder_that_cannot_be_written_is_named(known, tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        ns.LDA(2, max_iter=3).fit(known[0], checkpoints="/proc/none", checkpoint_every=1)


@pytest.mark.parametrize("every", [0, -1, True, 2.5, "soon", "", None, "10", "1e9 s"])
def test_checkpoints__an_interval_is_sweeps_or_seconds(every, known, tmp_path):
    with pytest.raises(InputError, match="checkpoint_every is a number of sweeps"):
        ns.LDA(2).fit(known[0], checkpoints=tmp_path / "fit", checkpoint_every=every)


def test_checkpoints__zero_seconds_means_every_sweep(known, tmp_path):
    model = ns.LDA(4, max_iter=7, tol=0.0).fit(known[0], checkpoints=tmp_path / "fit", checkpoint_every="0 s")
    page = json.loads((tmp_path / "fit" / "checkpoint.json").read_text("utf-8"))
    assert page["state"]["n_iter"] == model.n_iter_ == 7


def test_warm_start__goes_on_from_the_model_that_stands(known):
    matrix = known[0]
    model = ns.LDA(6, warm_start=True, max_iter=12, tol=0.0)
    first = model.fit(matrix).components_
    second = model.fit(matrix).components_
    # Topics keep their numbers.
    assert np.diag(np.corrcoef(first, second)[:6, 6:]).min() > 0.98
    assert first.tobytes() != second.tobytes()
    cold = ns.LDA(6, max_iter=12, tol=0.0)
    assert cold.fit(matrix).fit(matrix).components_.tobytes() == first.tobytes()


def test_warm_start__is_the_same_for_any_threads_and_order(known):
    matrix, order = known[0], np.random.default_rng(0).permutation(400)
    one = ns.LDA(6, warm_start=True, n_jobs=1).fit(matrix[:200]).fit(matrix)
    other = ns.LDA(6, warm_start=True, n_jobs=3).fit(matrix[:200]).fit(matrix[order])
    assert bits(one) == bits(other)


def test_warm_start__takes_new_documents_and_keeps_the_topics_they_do_not_speak_of(known):
    matrix = known[0]
    model = ns.LDA(6, warm_start=True).fit(matrix[:200])
    first = model.components_
    model.fit(matrix[200:])
    assert np.diag(np.corrcoef(first, model.components_)[:6, 6:]).min() > 0.8
    assert model.topic_sizes_.sum() == pytest.approx(matrix[200:].sum(), rel=1e-4)
    assert model.n_documents_ == model.total_documents_ == 200


def test_warm_start__goes_on_with_the_priors_that_were_learned(known):
    learned = ns.LDA(6, warm_start=True).fit(known[0])
    before = learned.doc_topic_prior_.copy(), learned.topic_word_prior_
    learned.set_params(max_iter=1).fit(known[0])
    np.testing.assert_allclose(learned.doc_topic_prior_, before[0], rtol=0.2)
    assert learned.topic_word_prior_ == pytest.approx(before[1], rel=0.5)
    given = ns.LDA(6, warm_start=True).fit(known[0]).set_params(doc_topic_prior=0.4, topic_word_prior=0.3).fit(known[0])
    assert given.doc_topic_prior_.tolist() == [0.4] * 6
    assert given.topic_word_prior_ == 0.3


def test_warm_start__another_number_of_topics_is_an_error_that_says_so(known):
    model = ns.LDA(6, warm_start=True).fit(known[0])
    with pytest.raises(InputError, match="n_components is 7, and the model that stands has 6 topics"):
        model.set_params(n_components=7).fit(known[0])
    assert model.set_params(warm_start=False).fit(known[0]).components_.shape[0] == 7


def test_warm_start__other_terms_are_an_error_that_says_so(known, as_counts):
    model = ns.LDA(6, warm_start=True).fit(as_counts(known[0]))
    before = bits(model)
    with pytest.raises(InputError, match="300 terms and is now given 200"):
        model.fit(as_counts(known[0][:, :200]))
    assert bits(model) == before


def test_warm_start__a_model_outlives_a_fit_that_was_interrupted(known, as_counts, tmp_path, monkeypatch):
    counts = as_counts(known[0])
    for model in (ns.LDA(4, warm_start=True), ns.SeededLDA(seeds=SEEDS, residual=2, warm_start=True)):
        before = bits(model.fit(as_counts(known[0][:200])))
        with monkeypatch.context() as patch:
            cut_after(patch, 2)
            with pytest.raises(PowerCut):
                model.fit(counts, checkpoints=tmp_path / type(model).__name__, checkpoint_every=1)
        assert bits(model) == before


def test_warm_start__does_not_go_on_from_a_model_of_another_program(known):
    imported = ns.topics_from((np.eye(3) + 0.1, ["a", "b", "c"]))
    for go_on in (imported.set_params(warm_start=True).fit, imported.partial_fit):
        with pytest.raises(InputError, match="nothing is known of the documents"):
            go_on(np.eye(3))


def test_warm_start__checkpoints_belong_to_the_model_it_goes_on_from(known, tmp_path, monkeypatch):
    matrix = known[0]
    model = ns.LDA(6, warm_start=True).fit(matrix[:200])
    model.save(tmp_path / "model")
    whole = bits(ns.open_model(tmp_path / "model").fit(matrix))
    with monkeypatch.context() as patch:
        cut_after(patch, 3)
        with pytest.raises(PowerCut):
            model.fit(matrix, checkpoints=tmp_path / "fit", checkpoint_every=1)
    assert bits(ns.open_model(tmp_path / "model").fit(matrix, checkpoints=tmp_path / "fit")) == whole
    with pytest.raises(InputError, match="another model to go on from"):
        ns.LDA(6, warm_start=True).fit(matrix, checkpoints=tmp_path / "fit")


def test_warm_start__seeded_topics_keep_their_seeds_and_names(known, as_counts):
    counts, later = as_counts(known[0][:200]), as_counts(known[0])
    model = ns.SeededLDA(seeds=SEEDS, residual=2, warm_start=True).fit(counts).fit(later)
    table = model.seed_terms_
    assert table["count"].tolist() == [float(known[0][:, [column]].sum()) for column in (150, 112, 83)]
    assert np.all(model.components_[table["topic"], [150, 112, 83]] >= table["pseudo_tokens"])
    with pytest.raises(InputError, match="these seeds name one, other1"):
        model.set_params(seeds={"one": ["t0150"]}, residual=3).fit(later)


def test_warm_start__and_partial_fit_follow_one_another(known):
    matrix = known[0]
    model = ns.LDA(6, warm_start=True).fit(matrix[:200]).partial_fit(matrix[200:]).fit(matrix)
    assert model.topic_sizes_.sum() == pytest.approx(matrix.sum(), rel=1e-4)
    again = ns.LDA(6, warm_start=True).fit(matrix[:200]).partial_fit(matrix[200:]).fit(matrix)
    assert bits(again) == bits(model)


def test_early_stopping__keeps_the_best_state_and_tells_the_curve(generated):
    matrix, _ = generated(300, 400, 5, 40, seed=3)
    # Priors near nothing and far too many topics: such a model over-fits.
    settings = {"doc_topic_prior": 1e-3, "topic_word_prior": 1e-4, "method": "em", "tol": 0.0, "evaluate_every": 1}
    model = ns.LDA(40, early_stopping=0.2, max_iter=100, **settings).fit(matrix)
    assert model.held_out_.shape == model.held_out_iter_.shape
    assert model.best_iter_ == model.held_out_iter_[model.held_out_.argmin()]
    assert model.n_iter_ == model.held_out_iter_[-1] == model.best_iter_ + 3
    assert np.all(np.diff(model.held_out_iter_) == 1)
    # The state that was kept is that of a fit which ended there.
    ends = ns.LDA(40, early_stopping=0.2, max_iter=int(model.best_iter_), **settings).fit(matrix)
    assert ends.components_.tobytes() == model.components_.tobytes()
    assert not model.converged_


def test_early_stopping__the_curve_is_the_perplexity_of_the_documents_held_out(known):
    model = ns.LDA(6, early_stopping=0.25, evaluate_every=3, max_iter=30).fit(known[0])
    entries, words = canonical(sp.csr_matrix(known[0].astype(float)))
    rows = held_out_rows(entries, words, 0.25, 0)
    assert rows.sum() == 100
    best = model.held_out_.min()
    assert model.perplexity(entries.matrix[rows]) == pytest.approx(best, rel=1e-6)
    assert model.n_documents_ == 300


def test_early_stopping__any_threads_and_order_give_the_same_bits(known):
    order = np.random.default_rng(1).permutation(400)
    first = bits(ns.LDA(6, early_stopping=True, n_jobs=1).fit(known[0]))
    for n_jobs, matrix in ((2, known[0]), (3, known[0][order])):
        assert bits(ns.LDA(6, early_stopping=True, n_jobs=n_jobs).fit(matrix)) == first
    assert bits(ns.LDA(6, early_stopping=0.1).fit(known[0])) == first
    assert bits(ns.LDA(6, early_stopping=True, random_state=1).fit(known[0])) != first


def test_early_stopping__copies_of_a_document_stay_on_one_side(known):
    few = sp.csr_matrix(known[0][:20].astype(float))
    entries, words = canonical(sp.vstack([few] * 5).tocsr())
    rows = held_out_rows(entries, words, 0.2, 0)
    held = {words[row] for row in np.flatnonzero(rows)}
    assert held.isdisjoint(words[~rows])
    assert rows.sum() == 20


def test_early_stopping__attributes_of_an_earlier_fit_do_not_stay(known):
    model = ns.LDA(6, early_stopping=True).fit(known[0])
    assert hasattr(model, "held_out_")
    assert not hasattr(model.set_params(early_stopping=False).fit(known[0]), "held_out_")
    model.set_params(early_stopping=True).fit(known[0]).partial_fit(known[0][:50])
    assert not hasattr(model, "best_iter_")


def test_early_stopping__is_saved_with_the_model(known, tmp_path):
    model = ns.LDA(6, early_stopping=True).fit(known[0])
    model.save(tmp_path / "model")
    assert bits(ns.open_model(tmp_path / "model")) == bits(model)


@pytest.mark.parametrize("given", [np.eye(3), np.array([[1, 2, 3]]), np.array([[1, 0], [5, 1]])], ids=["ones", "one", "all"])
def test_early_stopping__says_when_there_is_nothing_to_hold_out(given):
    if given.shape[0] == 2:
        assert ns.LDA(2, early_stopping=True).fit(given).n_documents_ == 1
    else:
        with pytest.raises(InputError, match="early_stopping holds out documents of two tokens"):
            ns.LDA(2, early_stopping=True).fit(given)


@pytest.mark.parametrize(
    "settings",
    [
        {"early_stopping": 1.0},
        {"early_stopping": 0.0},
        {"early_stopping": "yes"},
        {"early_stopping": None},
        {"evaluate_every": 0},
        {"n_iter_no_change": 1.5},
        {"warm_start": "yes"},
    ],
)
def test_lda__refuses_settings_of_going_on_by_name(settings):
    with pytest.raises(InputError, match=next(iter(settings))):
        ns.LDA(2, **settings).fit(np.eye(3) * 4)


def test_checkpoints__a_moved_folder_is_the_same_folder(known, kept, tmp_path):
    shutil.move(kept, tmp_path / "elsewhere")
    assert bits(ns.LDA(6).fit(known[0], checkpoints=tmp_path / "elsewhere")) == bits(ns.LDA(6).fit(known[0]))
