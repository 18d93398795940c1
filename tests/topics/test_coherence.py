"""Coherence: the published numbers, gensim's own numbers where asked, the same bytes anywhere, and what is missing said."""

import functools
import itertools
import json

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import measures, schemas
from newsstudy.errors import InputError

SINGLE = ("coherence.component", "coherence.palmetto.log", "coherence.palmetto.nlr", "coherence.palmetto.fitelson")
ELSEWHERE = ("coherence.palmetto.window_counts", "coherence.palmetto.context_counts", "coherence.palmetto.n_windows")
NAMES = {"c_npmi": "npmi", "c_uci": "uci"}
EVERY = ("npmi", "uci", "c_v", "c_p", "c_a", "u_mass", "u_mass_mean", "u_mass_stm")
plain = functools.partial(ns.coherence, n_resamples=0)


def golden_cases(name, prefix):
    import pathlib

    path = pathlib.Path(__file__).resolve().parent.parent / "golden" / f"{name}.json"
    return [case for case in json.loads(path.read_text("utf-8")) if case["id"].startswith(prefix)]


def settings(table):
    return table.attrs["newsstudy"]["settings"]


@pytest.mark.parametrize(
    "case",
    golden_cases("coherence", ("coherence.gensim", "coherence.exact", "coherence.mimno2011")),
    ids=lambda case: case["id"].removeprefix("coherence."),
)
def test_coherence__gives_the_golden_numbers(case):
    _, source, measure, *_ = case["id"].split(".")
    given = case["inputs"]["topics"], case["inputs"]["texts"]
    if source == "gensim":
        table = plain(*given, measure=measure, compatible="gensim")
        assert settings(table)["window"] == case["inputs"]["window"]
    elif source == "exact":
        table = plain(*given, measure=NAMES.get(measure, measure), window=3)
    else:
        table = plain(*given, measure="u_mass")
    np.testing.assert_allclose(table["coherence"], case["expected"], rtol=0, atol=case["tolerance"])


@pytest.mark.parametrize("case", golden_cases("coherence", SINGLE), ids=lambda case: case["id"].removeprefix("coherence."))
def test_measures__give_palmettos_and_gensims_numbers_for_single_topics(case):
    if "postings" in case["inputs"]:
        documents = [set(case["inputs"]["postings"][word]) for word in ("w2", "w1")]  # the first given the second, which leads
        n = case["inputs"]["num_docs"]
        both = len(documents[0] & documents[1])
        singles = [len(one) for one in documents]
        together = [[singles[0], both], [both, singles[1]]]
    else:
        there = np.array(case["inputs"]["word_by_document_boolean"])
        singles, together, n = there.sum(axis=1), there @ there.T, there.shape[1]
    found = {
        "log_cond_prob": lambda: measures.coherence_u_mass_mean(singles, together, n),
        "log_ratio": lambda: measures.coherence_uci(singles, together, n),
        "logratio": lambda: measures.coherence_uci(singles, together, n),
        "logcondprob": lambda: measures.coherence_u_mass_mean(singles, together, n, smoothing=0.0),
        "nlr": lambda: measures.coherence_npmi(singles, together, n),
        "cosine_nlr": lambda: measures.coherence_c_v(singles, together, n),
        "fitelson": lambda: mean_fitelson(np.asarray(singles), np.asarray(together), n),
    }
    name = next(part for part in reversed(case["id"].split(".")) if part in found)
    assert float(found[name]()) == pytest.approx(case["expected"], abs=max(case["tolerance"], 1e-12))


def mean_fitelson(singles, together, n):
    pairs = list(itertools.permutations(range(len(singles)), 2))
    return np.mean([measures.fitelson(singles[list(pair)], together[np.ix_(pair, pair)], n) for pair in pairs])


def test_every_golden_case_about_coherence__is_vendored_and_checked(shared):
    there = {case["id"] for case in json.loads((shared / "golden" / "python-peers.json").read_text("utf-8"))}
    there = {name for name in there if name.startswith("coherence.")}
    ours = {case["id"] for case in golden_cases("coherence", "")}
    assert there <= ours
    checked = (*SINGLE, *ELSEWHERE, "coherence.gensim", "coherence.exact", "coherence.mimno2011")
    left = {name for name in ours if not name.startswith(checked)}
    assert left == {"coherence.segmentation.s_one_pre", "coherence.window2.counts", "stm-semcoh-exclusivity"}


def test_coherence__window_two_of_gensims_own_test():
    (case,) = golden_cases("coherence", "coherence.window2.counts")
    texts = case["inputs"]["texts"]
    terms = sorted(case["expected"])
    table = plain([terms], texts, window=2, measure="npmi")
    n_windows = settings(table)["n_windows"]
    # PMI of a pair that meets k times is ln(k n / (a b)); the four terms of the case meet nobody but one another's neighbours.
    found = [set(text[i : i + 2]) for text in texts for i in range(max(len(text) - 1, 1))]
    assert n_windows == len(found)
    assert {term: sum(term in one for one in found) for term in terms} == case["expected"]


def test_measures__pair_a_term_with_each_that_ranks_before_it():
    (case,) = golden_cases("coherence", "coherence.segmentation.s_one_pre")
    for topic, expected in zip(case["inputs"]["topics"], case["expected"], strict=True):
        # ln((both + 1) / D(v)) with one pair that meets tells which of the pair is the condition.
        for later, earlier in expected:
            i, j = topic.index(later), topic.index(earlier)
            assert j < i
            singles = np.full(3, 1.0)
            singles[j] = 7.0
            alone = np.zeros((3, 3))
            value = measures.coherence_u_mass(singles, alone, 100)
            conditions = sum(pair[1] == earlier for pair in expected)
            assert float(value) == pytest.approx(-conditions * np.log(7))


def test_coherence__compatible_with_gensim_reproduces_its_miscount_on_twenty_random_corpora(golden):
    n_moved = 0
    for case in golden("coherence_gensim")["cases"]:
        texts, topics = [list(text) for text in case["texts"]], [list(topic) for topic in case["topics"]]
        for measure, expected in case["expected"].items():
            window = {} if measure == "u_mass" else {"window": case["window"]}
            table = plain(topics, texts, measure=measure, compatible="gensim", **window)
            np.testing.assert_allclose(table["coherence"], expected, rtol=0, atol=1e-12)
            if window:
                exact = plain(topics, texts, measure=NAMES.get(measure, measure), **window)
                n_moved += bool(np.abs(exact["coherence"] - expected).max() > 1e-6)
    assert n_moved == 60  # of 60: the miscount shows in every one of them


def test_coherence__stm_orders_pairs_by_rank(golden):
    (case,) = golden_cases("coherence", "stm-semcoh-exclusivity")
    matrix = np.array(case["inputs"]["doc_term"])
    texts = [[f"w{term}" for term in np.flatnonzero(row)] for row in matrix]
    topics = [[f"w{term}" for term in np.argsort(-np.array(phi), kind="stable")[:3]] for phi in case["inputs"]["phi"]]
    table = plain(topics, texts, measure="u_mass_stm")
    np.testing.assert_allclose(table["coherence"], case["expected"]["semcoh_by_rank_order"], rtol=0, atol=1e-9)


@pytest.mark.parametrize("measure", EVERY)
def test_coherence__is_that_of_the_slow_twin(measure, naive):
    twin, rng = naive("coherence"), np.random.default_rng(4)
    for size in (3, 6):
        texts = [rng.choice(list("abcdefgh"), rng.integers(0, 25)).tolist() for _ in range(15)]
        topic = list("abcde")
        if measure == "c_a":
            singles = [sum(text.count(a) for text in texts) for a in topic]
            together = [[sum(twin.contexts(text, size, a, b) for text in texts) for b in topic] for a in topic]
            n = sum(max(len(text) - size + 1, 1) for text in texts)
        else:
            found = [set(text) for text in texts] if measure.startswith("u_mass") else twin.windows(texts, size)
            (singles, together), n = twin.counts(found, topic), len(found)
        window = {} if measure.startswith("u_mass") else {"window": size}
        value = plain([topic], texts, measure=measure, **window)["coherence"][0]
        assert value == pytest.approx(twin.score(measure, singles, together, n), rel=1e-12)


@pytest.fixture(scope="module")
def speech():
    """Sentences that repeat themselves, as speeches do."""
    lines = [
        "We will build roads",
        "We will build bridges and roads",
        "Taxes will fall",
        "Roads cost taxes",
        "And bridges cost more",
    ]
    return ns.corpus_from([{"text": " ".join(lines[i % 5 :] + lines[: i % 3])} for i in range(12)]).tokenize()


def test_coherence__of_a_model_takes_its_top_terms(speech):
    model = ns.LDA(2, random_state=0).fit(speech.count())
    table = ns.coherence(model, speech, n=4, reference="speeches of our own")
    schemas.COHERENCE.check(table)
    terms = ns.topic_terms(model, n=4).groupby("topic")["term"].agg(" ".join).tolist()
    assert table["top_terms"].tolist() == terms
    assert table["coherence"].tolist() == plain(ns.topic_terms(model, n=9), speech, n=4)["coherence"].tolist()
    assert table["coherence"].tolist() == plain([text.split() for text in terms], speech)["coherence"].tolist()
    assert (table["coherence_low"] <= table["coherence"]).all()
    assert (table["coherence"] <= table["coherence_high"]).all()
    known = settings(table)
    assert known["reference"] == "speeches of our own"
    assert known["corpus"] == speech.corpus.digest
    assert (known["measure"], known["window"], known["smoothing"], known["n"]) == ("npmi", 10, 1e-12, 4)
    assert known["mean"] == pytest.approx(table["coherence"].mean())


def test_coherence__has_the_same_bytes_for_any_threads_and_any_order_of_documents(speech):
    texts = [[term for term in speech[number] if term] for number in range(len(speech))]
    order = np.random.default_rng(0).permutation(len(texts))
    topics = [["roads", "bridges", "taxes"], ["will", "build", "fall", "cost"]]
    many = texts * 60  # more than one block
    for measure in EVERY:
        digests = set()
        for threads in (1, 2, 3, 7):
            with ns.use_engine(threads=threads):
                digests.add(schemas.digest(ns.coherence(topics, many, measure=measure, n_resamples=30)))
        assert len(digests) == 1
        one, two = (ns.coherence(topics, [texts[i] for i in places], measure=measure) for places in (range(len(texts)), order))
        assert schemas.digest(one) == schemas.digest(two)


def test_coherence__counts_of_documents_need_no_places(speech):
    topics = [["roads", "bridges", "taxes"]]
    for measure in ("u_mass", "u_mass_mean", "u_mass_stm"):
        assert plain(topics, speech.count(), measure=measure)["coherence"].tolist() == (
            plain(topics, speech, measure=measure)["coherence"].tolist()
        )
    by_document = plain(topics, speech.count(), window="document")
    assert by_document["coherence"].tolist() == plain(topics, speech, window="document")["coherence"].tolist()
    with pytest.raises(InputError, match="Counts know no places"):
        plain(topics, speech.count())


def test_coherence__holes_keep_their_places():
    texts = [["a", "x", "x", "b"], ["a", "b"], ["c"]]
    corpus = ns.corpus_from([" ".join(text) for text in texts]).tokenize("unicode-1")
    padded, closed = corpus.drop(["x"], padding=True), corpus.drop(["x"])
    assert plain([["a", "b"]], padded, window=3)["coherence"][0] == plain([["a", "b"]], texts, window=3)["coherence"][0]
    assert plain([["a", "b"]], closed, window=3)["coherence"][0] > plain([["a", "b"]], padded, window=3)["coherence"][0]


def test_coherence__says_what_is_missing_and_does_as_told():
    texts = [["a", "b"], ["a", "b", "c"], ["c"], ["d"]]
    topics = [["a", "b", "zebra"], ["zebra", "yak", "a"]]
    left = plain(topics, texts)
    assert left["n_missing"].tolist() == [1, 2]
    assert left["n_terms"].tolist() == [2, 1]
    assert left["n_pairs"].tolist() == [1, 0]
    assert left["coherence"][0] == plain([["a", "b"]], texts)["coherence"][0]
    assert np.isnan(left["coherence"][1])
    as_zero = plain(topics, texts, missing="zero")
    assert as_zero["coherence"][0] == pytest.approx(left["coherence"][0] / 3)
    assert as_zero["n_pairs"].tolist() == [3, 3]
    with pytest.raises(InputError, match="'zebra' of topic 0"):
        plain(topics, texts, missing="error")


def test_coherence__never_and_always_are_what_the_definition_says():
    apart, always = [["a"], ["b"], ["c"]], [["a", "b"], ["b", "a"]]
    assert plain([["a", "b"]], apart)["n_never"].tolist() == [1]
    assert plain([["a", "b"]], apart, smoothing=0)["coherence"].tolist() == [-1.0]
    assert plain([["a", "b"]], apart, measure="uci", smoothing=0)["coherence"].tolist() == [float("-inf")]
    assert -1 < plain([["a", "b"]], apart)["coherence"][0] < -0.5
    assert plain([["a", "b"]], always)["coherence"].tolist() == [1.0]
    assert plain([["a", "b"]], always, compatible="gensim")["coherence"].tolist() == [-1.0]


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"measure": "coherent"}, "must be one of npmi"),
        ({"measure": "c_p", "compatible": "gensim"}, "for gensim"),
        ({"compatible": "palmetto"}, 'must be "gensim"'),
        ({"compatible": "gensim", "smoothing": 0.5}, "gensim adds"),
        ({"window": 1}, "holds no pair"),
        ({"window": "sentence"}, "number of tokens"),
        ({"measure": "u_mass", "window": 5}, "counts documents"),
        ({"smoothing": -1}, "at least 0"),
        ({"n": 1}, "at least 2"),
        ({"missing": "skip"}, "leave_out"),
        ({"n_resamples": 10**6}, "at most 10,000"),
        ({"rng": None}, "rng must be"),
    ],
)
def test_coherence__refuses_settings_by_name(keywords, words):
    with pytest.raises(InputError, match=words):
        ns.coherence([["a", "b"]], [["a", "b"]], **keywords)


def test_coherence__refuses_topics_and_texts_that_are_none():
    with pytest.raises(InputError, match="'a' more than once"):
        plain([["a", "a"]], [["a"]])
    with pytest.raises(InputError, match="no topic"):
        plain([], [["a"]])
    with pytest.raises(InputError, match="no text"):
        plain([["a", "b"]], [])
    with pytest.raises(InputError, match="is not fitted"):
        plain(ns.LDA(2), [["a"]])
    with pytest.raises(InputError, match="tokenize"):
        plain([["a", "b"]], ["a b"])
    with pytest.raises(InputError, match="'rank'"):
        plain(schemas.STABILITY.table({name: [] for name in schemas.STABILITY.names}, {}), [["a"]])


def test_measures__of_many_topics_at_once_are_those_of_each():
    rng = np.random.default_rng(0)
    together = rng.integers(0, 9, (6, 4, 4))
    together += together.transpose(0, 2, 1)
    singles, n = rng.integers(18, 30, (6, 4)), np.arange(40, 46)
    for name in ("u_mass", "u_mass_stm", "u_mass_mean", "uci", "npmi", "c_v", "c_a", "c_p"):
        measure = getattr(measures, f"coherence_{name}")
        alone = [float(measure(*given)) for given in zip(singles, together, n, strict=True)]
        assert measure(singles, together, n).tolist() == alone
    with pytest.raises(InputError, match="k terms"):
        measures.coherence_npmi([1, 2], [[1, 2, 3]], 4)
    with pytest.raises(InputError, match="above 0"):
        measures.coherence_npmi([1, 2], [[1, 2], [2, 1]], 0)
