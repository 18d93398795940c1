import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

import newsstudy as ns
from newsstudy import measures
from newsstudy.errors import InputError
from newsstudy.keywords import MEASURES
from newsstudy.keywords._association import Tables, score, small_is_strong


@pytest.fixture(scope="module")
def tokens(article):
    return article.tokenize()


def by_sentence(tokens):
    sentences, terms, last = [], tokens.vocabulary.terms, None
    for document in range(len(tokens.offsets) - 1):
        for i in range(tokens.offsets[document], tokens.offsets[document + 1]):
            place = (document, int(tokens.sentences[i]))
            if place != last:
                sentences.append([])
                last = place
            sentences[-1].append(terms[tokens.ids[i]] if tokens.ids[i] >= 0 else None)
    return sentences


@pytest.mark.parametrize("span", [(5, 5), (0, 1), (3, 0), (2, 7)])
def test_collocations__pairs_equal_the_slow_twin(tokens, naive, span):
    expected = naive("collocations").pairs(by_sentence(tokens), *span)
    table = ns.collocations(tokens, span=span, min_count=1)
    rows = zip(table.node, table.collocate, table.pair_count, table.pair_count_left, strict=True)
    assert {(a, b): (n, left) for a, b, n, left in rows} == expected


def test_collocations__padding_keeps_distances(article, naive):
    tokens = article.tokenize().drop("function words", padding=True)
    table = ns.collocations(tokens, span=(2, 2), min_count=1)
    expected = naive("collocations").pairs(by_sentence(tokens), 2, 2)
    assert dict(zip(zip(table.node, table.collocate, strict=True), table.pair_count, strict=True)) == {
        k: v[0] for k, v in expected.items()
    }


@given(st.lists(st.text("ab .", max_size=30), min_size=1, max_size=4), st.integers(0, 4), st.integers(1, 4))
def test_collocations__a_pair_never_exceeds_its_words(texts, left, right):
    table = ns.collocations(ns.corpus_from(texts).tokenize(), span=(left, right), min_count=1)
    assert (table.pair_count <= table.collocate_count).all()
    assert (table.pair_count_left <= table.pair_count).all()


def test_collocations__never_cross_a_full_stop():
    tokens = ns.corpus_from(["The mayor left. Nobody came."]).tokenize()
    table = ns.collocations(tokens, "left", min_count=1)
    assert sorted(table.collocate) == ["mayor", "the"]


@pytest.mark.parametrize("measure", ["log_dice", "npmi", "g2", "t_score", "delta_p_row"])
def test_collocations__the_score_is_the_measure_of_the_table_of_surface_cooccurrence(tokens, measure):
    table = ns.collocations(tokens, "putin", measure=measure)
    n, near = len(tokens.ids), ns.collocations(tokens, "putin", min_count=1).pair_count.sum()
    o11, c1 = table.pair_count.to_numpy(), table.collocate_count.to_numpy()
    cells = (o11, near - o11, c1 - o11, n - near - c1 + o11)
    signed = {"signed": True} if measure == "g2" else {}
    np.testing.assert_array_equal(table.score, getattr(measures, measure)(*cells, **signed))
    np.testing.assert_allclose(table.expected, near * c1 / n, rtol=1e-15)


def test_collocations__are_in_a_total_order(tokens):
    table = ns.collocations(tokens)
    keys = list(zip(-table.score, -table.pair_count, table.node, table.collocate, strict=True))
    assert keys == sorted(keys)


def test_collocations__a_node_may_be_a_pattern(tokens):
    assert set(ns.collocations(tokens, "diploma*", min_count=1).node) == {"diplomacy", "diplomatic"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"measure": "magic"}, "log_dice"),
        ({"span": (0, 0)}, "empty"),
        ({"span": 5}, "two whole numbers"),
        ({"span": (1.0, 2)}, "two whole numbers"),
        ({"span": (True, 2)}, "two whole numbers"),
        ({"span": (-1, 2)}, "negative"),
        ({"span": (1, 2), "cooccurrence": "sentence"}, "whole sentences count"),
        ({"margins": "words", "cooccurrence": "document"}, "whole documents count"),
        ({"cooccurrence": "syntactic"}, "surface"),
        ({"bounds": None}, "bounds is one of"),
        ({"margins": ["spans"]}, "margins is one of"),
        ({"measures": ["pmi", "magic"]}, "magic"),
        ({"measures": 3}, "list of names"),
        ({"measures": [None]}, "not known"),
        ({"measures": [("pmi", {"k": 1})]}, "options of 'pmi' are none"),
        ({"measures": {"simple_maths": 3}}, "options of 'simple_maths' are k"),
        ({"measures": {"simple_maths": {"k": [1]}}}, "texts or numbers"),
        ({"measures": "log_odds_dirichlet"}, "not known"),
        ({"measure": "expected"}, "not known"),
        ({"measure": "log_ratio_interval"}, "not known"),
        ({"n": 0}, "n must be"),
        ({"min_count": True}, "min_count must be"),
        ({"node": []}, "at least one pattern"),
        ({"node": {"a": []}}, "at least one pattern"),
        ({"node": b"Putin"}, "look for"),
        ({"node": {"Putin"}}, "look for"),
    ],
)
def test_collocations__wrong_input_is_named(tokens, wrong, message):
    with pytest.raises(InputError, match=message):
        ns.collocations(tokens, **wrong)


def test_collocations__nothing_found_is_an_empty_table(tokens):
    assert len(ns.collocations(tokens, "zeppelin")) == 0
    assert len(ns.collocations(ns.corpus_from([""]).tokenize())) == 0


# ---------------------------------------------------------------- other conventions


def counted(table, *names):
    names = names or ("pair_count", "pair_count_left")
    return dict(
        zip(zip(table.node, table.collocate, strict=True), zip(*(table[name] for name in names), strict=True), strict=True)
    )


DOCUMENTS = ["Old peace holds. War ends, old peace begins.", "", "Peace! Old war. Peace talks end; peace talks begin.", "War"]


@pytest.fixture(scope="module", params=["whole", "dropped", "padded"])
def several(request):
    made = ns.corpus_from(DOCUMENTS).tokenize()
    return made if request.param == "whole" else made.drop(["holds", "ends"], padding=request.param == "padded")


def by_document(tokens):
    return [document for document in tokens if document]


@pytest.mark.parametrize("span", [(0, 1), (0, 4), (2, 0), (2, 3)])
@pytest.mark.parametrize("bounds", ["sentence", "document"])
def test_adjacent__pairs_equal_the_slow_twin(several, span, bounds, naive):
    units = by_sentence(several) if bounds == "sentence" else by_document(several)
    table = ns.collocations(several, cooccurrence="adjacent", span=span, bounds=bounds, min_count=1)
    assert counted(table) == naive("collocations").every_pair(units, *span)


@pytest.mark.parametrize("bounds", ["sentence", "document"])
def test_adjacent__the_sums_are_those_of_all_pairs(several, bounds):
    table = ns.collocations(several, cooccurrence="adjacent", span=(1, 3), bounds=bounds, min_count=1)
    n = table.pair_count.sum()
    near = table.groupby("node").pair_count.sum()
    at = table.groupby("collocate").pair_count.sum()
    np.testing.assert_allclose(table.expected, near[table.node].to_numpy() * at[table.collocate].to_numpy() / n, rtol=1e-15)


@pytest.mark.parametrize("bounds", ["sentence", "document"])
@pytest.mark.parametrize("span", [(5, 5), (0, 2), (3, 0)])
def test_surface__pairs_equal_the_slow_twin_within_either_bound(several, span, bounds, naive):
    units = by_sentence(several) if bounds == "sentence" else by_document(several)
    assert counted(ns.collocations(several, span=span, bounds=bounds, min_count=1)) == naive("collocations").pairs(units, *span)


@pytest.mark.parametrize("unit", ["sentence", "document"])
def test_textual__units_equal_the_slow_twin(several, unit, naive):
    units = by_sentence(several) if unit == "sentence" else by_document(several)
    table = ns.collocations(several, cooccurrence=unit, min_count=1)
    assert counted(table) == naive("collocations").shared_units(units)
    n = len([one for one in units if any(term is not None for term in one)])
    held = {term: len([one for one in units if term in one]) for term in several.vocabulary.terms}
    assert table.node_count.tolist() == [held[term] for term in table.node]
    assert table.collocate_count.tolist() == [held[term] for term in table.collocate]
    np.testing.assert_allclose(table.expected, [held[a] * held[b] / n for a, b in zip(table.node, table.collocate, strict=True)])
    assert table.attrs["newsstudy"]["settings"]["n_pairs"] == len(table)


texts = st.lists(st.lists(st.sampled_from(["a", "b", "c", "d.", "x"]), max_size=14), min_size=1, max_size=3)


@given(texts, st.integers(0, 3), st.integers(0, 3), st.booleans(), st.integers(1, 3))
def test_collocations__of_any_texts_equal_the_slow_twins(naive, documents, left, right, padding, least):
    tokens = ns.corpus_from([" ".join(words).replace(".", ".\n\n") for words in documents]).tokenize().drop("x", padding=padding)
    twin, sentences = naive("collocations"), by_sentence(tokens)

    def enough(pairs):
        return {pair: values for pair, values in pairs.items() if values[0] >= least}

    if left + right:
        table = ns.collocations(tokens, span=(left, right), min_count=least)
        assert counted(table) == enough(twin.pairs(sentences, left, right))
        options = {"cooccurrence": "adjacent", "bounds": "document", "span": (left, right), "min_count": least}
        assert counted(ns.collocations(tokens, **options)) == enough(twin.every_pair(list(tokens), left, right))
    table = ns.collocations(tokens, cooccurrence="sentence", min_count=least)
    assert counted(table) == enough(twin.shared_units(sentences))


@pytest.mark.parametrize("cooccurrence", ["surface", "adjacent", "sentence", "document"])
def test_collocations__documents_of_a_pair_are_counted_and_one_is_a_warning(several, cooccurrence):
    whole = ns.collocations(several, cooccurrence=cooccurrence, min_count=1)
    parts = [
        several.corpus.where([place == number for place in range(len(DOCUMENTS))]).tokenize() for number in range(len(DOCUMENTS))
    ]
    padding = any("padding" in step for step in several.steps)
    parts = [part.drop(["holds", "ends"], padding=padding) if several.steps else part for part in parts]
    held = [set(counted(ns.collocations(part, cooccurrence=cooccurrence, min_count=1))) for part in parts]
    expected = {pair: len([one for one in held if pair in one]) for pair in counted(whole)}
    assert counted(whole, "pair_documents") == {pair: (number,) for pair, number in expected.items()}
    assert whole.one_document.tolist() == [number == 1 for number in whole.pair_documents]


def test_collocations__a_single_document_is_no_warning(tokens):
    assert not ns.collocations(tokens).one_document.any()


# ---------------------------------------------------------------- nodes of several words


def test_node__a_phrase_a_list_and_a_pattern(several, naive):
    table = ns.collocations(several, "old peace", span=(2, 2), min_count=1)
    assert set(table.node) == {"old peace"}
    sentences = by_sentence(several)
    spans = [
        (number, place, place + 1)
        for number, sentence in enumerate(sentences)
        for place in range(len(sentence) - 1)
        if sentence[place : place + 2] == ["old", "peace"]
    ]
    expected = naive("collocations").pairs_of_spans(sentences, spans, 2, 2)
    assert {("node", b): n for (_, b), n in counted(table).items()} == expected
    both = ns.collocations(several, ["peace talks", "war", "peace"], min_count=1)
    assert set(both.node) == {"peace talks", "war", "peace"}
    # "peace talks" is longer and comes first, so its "peace" is no node of its own.
    assert both.groupby("node").node_count.first().to_dict() == {"peace": 3, "peace talks": 2, "war": 3}
    assert set(ns.collocations(several, "* talks", min_count=1).node) == {"peace talks"}


def test_node__a_label_is_one_node_whatever_it_matches(several):
    table = ns.collocations(several, {"calm": ["peace talks", "peace"], "strife": "war"}, min_count=1)
    assert set(table.node) == {"calm", "strife"}
    assert table.groupby("node").node_count.first().to_dict() == {"calm": 5, "strife": 3}
    assert table.attrs["newsstudy"]["settings"]["node"] == {"calm": ["peace talks", "peace"], "strife": ["war"]}
    alone = ns.collocations(several, "war", min_count=1)
    strife = table[table.node == "strife"]
    assert counted(strife.assign(node="war")) == counted(alone)


def test_node__by_units_its_own_words_are_no_company(several):
    table = ns.collocations(several, "peace talks", cooccurrence="document", min_count=1)
    assert not {"peace", "talks"} & set(table.collocate)
    assert table.node_count.unique().tolist() == [1]


@pytest.mark.parametrize("cooccurrence", ["surface", "adjacent", "sentence", "document"])
def test_node__one_word_gives_its_rows_of_the_whole_table(article, cooccurrence):
    made = article.split("paragraph").tokenize()
    whole = ns.collocations(made, cooccurrence=cooccurrence, min_count=1, measure="t_score")
    alone = ns.collocations(made, "ukraine", cooccurrence=cooccurrence, min_count=1, measure="t_score")
    expected = whole[whole.node == "ukraine"].reset_index(drop=True)
    assert alone.equals(expected)


@pytest.mark.parametrize("node", ["zeppelin", "vladimir zeppelin", {"a": "zeppelin"}, ["zeppelin", "dirigible"]], ids=str)
@pytest.mark.parametrize("cooccurrence", ["surface", "adjacent", "sentence", "document"])
def test_node__that_is_not_there_gives_an_empty_table(tokens, node, cooccurrence):
    assert len(ns.collocations(tokens, node, cooccurrence=cooccurrence, min_count=1)) == 0


# ---------------------------------------------------------------- measures


@pytest.mark.parametrize("measure", MEASURES)
def test_measures__every_one_ranks_pairs_the_strongest_first(tokens, measure):
    table = ns.collocations(tokens, measure=measure)
    ranks = table.score.dropna().to_numpy()
    assert ranks.tolist() == sorted(ranks.tolist(), reverse=not small_is_strong(measure))
    assert table.score.isna().to_numpy().tolist() == sorted(table.score.isna().tolist())


@pytest.mark.parametrize("measure", MEASURES)
def test_measures__say_of_a_pair_what_they_say_of_it_alone(measure):
    # So that neither the blocks of the work nor min_count matter; what needs all terms at once is no measure of pairs.
    cells = Tables(
        *(np.array(column) for column in ([3, 30, 0, 7, 1], [5, 2, 9, 7, 60], [11, 4, 30, 7, 2], [900, 80, 7, 7, 10**6]))
    )
    alone = [score(measure, Tables(*(cell[place : place + 1] for cell in cells)), 5)[0] for place in range(5)]
    np.testing.assert_array_equal(score(measure, cells, 5), alone)


def test_measures__probabilities_are_small_for_close_ties():
    assert {name for name in MEASURES if small_is_strong(name)} >= {"fisher"}
    assert not any(map(small_is_strong, ("log_dice", "npmi", "g2", "lrc", "log_ratio", "specificity", "bic")))


def test_measures__columns_by_name_and_the_interval_of_the_log_ratio(article):
    made = article.split("paragraph").tokenize()
    table = ns.collocations(made, "putin", measures=["pmi", "log_ratio", "lrc", "npmi", "pmi"])
    assert list(table.columns)[-5:] == ["pmi", "log_ratio", "log_ratio_low", "log_ratio_high", "lrc"]
    assert (table.log_ratio_low <= table.log_ratio).all()
    assert (table.log_ratio <= table.log_ratio_high).all()
    assert (table.lrc.abs() <= table.log_ratio.abs()).all()
    assert not ns.schemas.record(table)["edited"]
    near = ns.collocations(made, "putin", min_count=1)
    n, span = len(made.ids), near.pair_count.sum()
    o11, c1 = table.pair_count.to_numpy(), table.collocate_count.to_numpy()
    # As CQPweb: how much more frequent the word is near the node than elsewhere.
    expected = measures.log_ratio(o11, c1 - o11, span - o11, n - span - c1 + o11)
    np.testing.assert_array_equal(table.log_ratio, expected)
    expected = measures.lrc(o11, c1 - o11, span - o11, n - span - c1 + o11, n_tests=len(near))
    np.testing.assert_array_equal(table.lrc, expected)


def test_measures__options_stand_in_the_names_of_their_columns(tokens):
    wanted = ["simple_maths", ("simple_maths", {"k": 100}), ("log_ratio", {"zero": "half"}), "log_ratio_interval"]
    table = ns.collocations(tokens, "putin", measures=wanted)
    names = [
        "simple_maths",
        "simple_maths_k_100",
        "log_ratio_zero_half",
        "log_ratio_zero_half_low",
        "log_ratio_zero_half_high",
    ]
    assert list(table.columns)[-7:] == [*names, "log_ratio_interval_low", "log_ratio_interval_high"]
    settings = table.attrs["newsstudy"]["settings"]
    assert settings["measures"] == ["simple_maths", "simple_maths_k_100", "log_ratio_zero_half", "log_ratio_interval"]
    assert not table.simple_maths.equals(table.simple_maths_k_100)
    one = ns.collocations(tokens, "putin", measures={"simple_maths": {"k": 100}}).simple_maths_k_100
    assert one.rename("x").equals(table.simple_maths_k_100.rename("x"))


def test_measures__the_words_own_frequencies_can_be_the_sums(tokens):
    table = ns.collocations(tokens, margins="words", min_count=1, measures=["dice"])
    f, a, b = (table[name].to_numpy() for name in ("pair_count", "node_count", "collocate_count"))
    possible = f <= np.minimum(a, b)
    assert not possible.all()
    assert table.score.isna().to_numpy().tolist() == (~possible).tolist()
    np.testing.assert_allclose(table.dice[possible], 2 * f[possible] / (a + b)[possible])  # Sketch Engine's
    np.testing.assert_allclose(table.expected, a * b / len(tokens.ids))


def test_limit__gives_the_first_rows(tokens):
    whole = ns.collocations(tokens, measure="g2")
    assert ns.collocations(tokens, measure="g2", n=7).equals(whole.head(7))


@pytest.mark.parametrize("threads", [2, 3, 7])
@pytest.mark.parametrize("cooccurrence", ["surface", "adjacent", "sentence"])
def test_collocations__are_the_same_for_any_number_of_threads(tokens, threads, cooccurrence, monkeypatch):
    from newsstudy.keywords import _association, _cooccurrence

    expected = ns.collocations(tokens, cooccurrence=cooccurrence, min_count=1)
    monkeypatch.setattr(_cooccurrence, "BLOCK", 10)
    monkeypatch.setattr(_association, "BLOCK", 7)
    with ns.use_engine(threads=threads):
        found = ns.collocations(tokens, cooccurrence=cooccurrence, min_count=1)
    assert found.equals(expected)
    assert found.attrs == expected.attrs


def test_collocations__opened_tokens_give_the_same_table(article, tmp_path):
    made = article.split("paragraph").tokenize()
    made.save(tmp_path / "tokens")
    opened = ns.open_tokens(tmp_path / "tokens")
    for options in (
        {},
        {"node": "putin"},
        {"node": "vladimir putin", "min_count": 1},
        {"cooccurrence": "adjacent"},
        {"cooccurrence": "document"},
    ):
        assert ns.collocations(opened, **options).equals(ns.collocations(made, **options))


# ---------------------------------------------------------------- published numbers and peers


def case(golden, name):
    (found,) = (one for one in golden("concordance") if one["id"] == name)
    return found


def test_golden__ordered_pairs_of_a_window_are_those_of_quanteda(golden):
    given = case(golden, "fcm-window3-ordered")
    made = ns.corpus_from([given["inputs"]["text"]]).tokenize("unicode-1")
    found = counted(ns.collocations(made, cooccurrence="adjacent", span=(0, 3), min_count=1), "pair_count")
    features = [name.lower() for name in given["inputs"]["features"]]
    assert [[found.get((a, b), (0,))[0] for b in features] for a in features] == given["expected"]["matrix"]


def test_golden__unordered_pairs_of_a_window_are_those_of_quanteda(golden):
    given = case(golden, "fcm-window3-count")
    made = ns.corpus_from([given["inputs"]["text"]]).tokenize("unicode-1")
    found = counted(ns.collocations(made, cooccurrence="adjacent", span=(3, 3), min_count=1), "pair_count")
    features = [name.lower() for name in given["inputs"]["features"]]
    for row, a in enumerate(features):
        for column, b in enumerate(features[row:], row):
            assert found.get((a, b), (0,))[0] == given["expected"]["upper"][row][column]


def test_golden__the_table_of_a_bigram_is_that_of_quanteda(golden):
    given = case(golden, "colloc-capital-nosmooth")
    made = ns.corpus_from([" ".join(given["inputs"]["tokens"])]).tokenize("unicode-1")
    table = ns.collocations(made, "other", cooccurrence="adjacent", measure="pmi", measures=["dice", "chi2", "g2"], min_count=1)
    row = table[table.collocate == "capital"].iloc[0]
    for name, column in (("pmi_log2", "score"), ("dice", "dice"), ("chi2", "chi2"), ("G2", "g2")):
        assert row[column] == pytest.approx(given["expected"][name], abs=1e-9)


@pytest.mark.parametrize(("name", "unit"), [("npmi", 1.0), ("pmi", 1 / np.log2(np.e))])
def test_golden__bigrams_of_sentences_are_those_of_tmtoolkit(golden, name, unit):
    given = case(golden, f"colloc.tmtoolkit.{name}")
    made = ns.corpus_from([" ".join(sentence) for sentence in given["inputs"]["sentences"]]).tokenize("unicode-1")
    options = {"cooccurrence": "adjacent", "margins": "words", "min_count": 1}
    found = counted(ns.collocations(made, measure=name, **options), "score")
    assert [found[tuple(pair)][0] * unit for pair in given["inputs"]["pairs"]] == pytest.approx(given["expected"], abs=1e-9)


@pytest.mark.parametrize("name", ["cwbccc-deswegen", "cwbccc-CSU", "cwbccc-CDU", "cwbccc-Wirtschaft"])
def test_golden__a_table_turned_for_two_corpora_gives_the_log_ratio_of_cwb_ccc(golden, name):
    given = case(golden, name)
    cells = Tables(*(np.array([given["inputs"][cell]]) for cell in ("O11", "O12", "O21", "O22")))
    for ours, theirs in (("dice", "dice"), ("g2", "log_likelihood"), ("t_score", "t_score")):
        assert score(ours, cells, 1)[0] == pytest.approx(given["expected"][theirs], rel=3e-4)
    # cwb-ccc adds nothing to counts above 0, so its log ratio is the logarithm of our relative risk.
    assert score("relative_risk", cells, 1)[0] == pytest.approx(2 ** given["expected"]["log_ratio"], rel=2e-4)


@pytest.fixture(scope="module")
def words():
    return ns.corpus_from([" ".join(ns.sample_article().texts) + " end"]).tokenize()


@pytest.mark.parametrize("window", [2, 3, 6, 11])
def test_nltk__pairs_of_its_finder_are_ours(words, window):
    finder = BigramCollocationFinder.from_words(words[0], window_size=window)
    table = ns.collocations(words, cooccurrence="adjacent", span=(0, window - 1), bounds="document", min_count=1)
    assert counted(table, "pair_count") == {pair: (n,) for pair, n in finder.ngram_fd.items()}


def test_nltk__documents_of_its_finder_are_ours(several):
    documents = [[term for term in document if term is not None] for document in several]
    plain = ns.corpus_from([" ".join(document) for document in documents]).tokenize()
    finder = BigramCollocationFinder.from_documents(documents)
    table = ns.collocations(plain, cooccurrence="adjacent", bounds="document", min_count=1)
    assert counted(table, "pair_count") == {pair: (n,) for pair, n in finder.ngram_fd.items() if None not in pair}


NLTK = {
    "pmi": "pmi",
    "t_score": "student_t",
    "chi2": "chi_sq",
    "g2": "likelihood_ratio",
    "dice": "dice",
    "jaccard": "jaccard",
    "phi_squared": "phi_sq",
    "mi_like": "mi_like",
    "poisson_stirling": "poisson_stirling",
}


@pytest.mark.parametrize("measure", NLTK)
def test_nltk__scores_of_its_finder_are_ours_with_the_words_as_sums(words, measure):
    finder = BigramCollocationFinder.from_words(words[0])
    expected = dict(finder.score_ngrams(getattr(BigramAssocMeasures, NLTK[measure])))
    options = {"cooccurrence": "adjacent", "bounds": "document", "margins": "words", "min_count": 1}
    table = ns.collocations(words, measure=measure, **options)
    found = {pair: abs(number) for pair, (number,) in counted(table, "score").items()}
    assert found == pytest.approx({pair: abs(number) for pair, number in expected.items()}, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("window", [3, 6])
def test_nltk__pmi_of_wider_windows_is_ours_but_for_the_ends(window):
    text = ns.corpus_from([" ".join(["peace and war", "war and bread", "bread and peace talks"] * 300)]).tokenize()
    finder = BigramCollocationFinder.from_words(text[0], window_size=window)
    expected = dict(finder.score_ngrams(BigramAssocMeasures.pmi))
    table = ns.collocations(text, cooccurrence="adjacent", span=(0, window - 1), bounds="document", measure="pmi", min_count=1)
    assert {pair: number for pair, (number,) in counted(table, "score").items()} == pytest.approx(expected, abs=0.01)


# ---------------------------------------------------------------- the network


def test_network__edges_are_the_first_distinct_pairs_and_places_are_inside(tokens):
    pairs = ns.collocations(tokens)
    network = ns.collocation_network(pairs, n=12)
    edges, nodes = network[network.kind == "edge"], network[network.kind == "node"]
    assert len(edges) == 12
    assert len({frozenset(pair) for pair in zip(edges.term, edges.other, strict=True)}) == 12
    assert set(nodes.term) == set(edges.term) | set(edges.other)
    assert nodes.term.is_monotonic_increasing
    assert nodes.x.between(0, 1).all()
    assert nodes.y.between(0, 1).all()
    where = dict(zip(nodes.term, zip(nodes.x, nodes.y, strict=True), strict=True))
    assert [where[t] for t in edges.other] == list(zip(edges.other_x, edges.other_y, strict=True))


def test_network__is_the_same_for_a_seed_and_another_for_another(tokens):
    pairs = ns.collocations(tokens)
    assert ns.collocation_network(pairs, rng=3).equals(ns.collocation_network(pairs, rng=3))
    assert not ns.collocation_network(pairs, rng=3).equals(ns.collocation_network(pairs, rng=4))


def test_network__of_no_pairs_is_empty(tokens):
    assert len(ns.collocation_network(ns.collocations(tokens, "zeppelin"))) == 0
