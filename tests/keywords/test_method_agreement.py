"""Methods side by side: overlaps are the published ones, resampled texts keep their words, and odd texts have a reason."""

import itertools

import numpy as np
import pytest
import scipy.stats

import newsstudy as ns
from newsstudy.errors import InputError
from newsstudy.keywords._rank_agreement import kendall_tau, rank_biased_overlap
from newsstudy.keywords._sentence_resampling import resampled, sentences_of
from newsstudy.randomness import child, permutation
from newsstudy.topics.matching import _rank_biased

QUICK = {"n_resamples": 100}


@pytest.fixture(scope="module")
def tokens(article):
    return article.tokenize()


@pytest.fixture(scope="module")
def agreement(tokens):
    return ns.method_agreement(tokens, **QUICK)


@pytest.fixture(scope="module")
def keywords(tokens):
    return ns.method_keywords(tokens, **QUICK)


@pytest.mark.parametrize("seed", range(8))
def test_rank_biased_overlap__is_that_of_topics(seed):
    first, second = (permutation(child(seed, "a list", number), 30)[:12] for number in range(2))
    theirs = _rank_biased([first], [second])[0, 0]
    assert rank_biased_overlap(first.tolist(), second.tolist()) == pytest.approx(theirs, abs=1e-12)


def test_rank_biased_overlap__has_its_ends():
    assert rank_biased_overlap([3, 1, 2], [3, 1, 2]) == pytest.approx(1.0)
    assert rank_biased_overlap([1, 2], [3, 4]) == 0.0
    assert rank_biased_overlap([], [1]) == 0.0
    assert rank_biased_overlap([1, 2], [2, 1]) < 1.0


@pytest.mark.parametrize("seed", range(8))
def test_kendall_tau__is_scipys_with_what_a_list_lacks_tied_behind(seed):
    first, second = (permutation(child(seed, "a list", number), 15)[:9].tolist() for number in range(2))
    items = sorted({*first, *second})
    x, y = ([one.index(item) if item in one else 9 for item in items] for one in (first, second))
    assert kendall_tau(first, second) == pytest.approx(scipy.stats.kendalltau(x, y).statistic, abs=1e-12)


def test_resampled__words_of_drawn_sentences_stand_where_they_say(tokens):
    bounds = sentences_of(tokens)
    known = {tuple(tokens.ids[a:b].tolist()) for a, b in itertools.pairwise(bounds)}
    (some,) = resampled(tokens, 5, 0)
    for document in range(len(some)):
        here = slice(some.offsets[document], some.offsets[document + 1])
        ids, sentences = some.ids[here], some.sentences[here]
        assert sentences[-1] + 1 == len(bounds) - 1
        assert all(tuple(ids[sentences == number].tolist()) in known for number in range(sentences[-1] + 1))
        for number in range(0, len(ids), 25):
            word = some[document][number]
            assert not word.isalpha() or some.locate(int(some.offsets[document]) + number)["text"].lower() == word.lower()


def test_method_agreement__a_method_that_is_compared_with_itself_has_no_shared_words_of_another(agreement):
    own = agreement[agreement.method == agreement.other]
    assert own.method.tolist() == ["specificity", "rake", "textrank", "singlerank", "positionrank", "yake"]
    assert own.shared.isna().all()
    assert (agreement.rbo_low <= agreement.rbo_high).all()
    assert (own.rbo > own.rbo_chance).all()
    assert len(agreement) == 21


def test_method_agreement__pairs_are_those_of_the_lists_of_words(agreement, tokens):
    lists = {}
    for method in ("rake", "yake"):
        table = ns.extract_keywords(tokens, method=method)
        stopped = ns.text.function_words.function_words("en")
        words = [word for term in table.term for word in term.split() if word not in stopped]
        lists[method] = list(dict.fromkeys(words))[:20]
    row = agreement[(agreement.method == "rake") & (agreement.other == "yake")].iloc[0]
    assert row.shared == len({*lists["rake"]} & {*lists["yake"]})
    assert row.rbo == pytest.approx(rank_biased_overlap(lists["rake"], lists["yake"]))


def test_method_keywords__single_words_have_the_rank_of_extract_keywords(keywords, tokens):
    ours = keywords[(keywords.method == "specificity") & (keywords["rank"] <= 5)].sort_values("rank")
    theirs = ns.extract_keywords(tokens.drop("function words"), method="specificity", n=5)
    assert ours.term.tolist() == theirs.term.tolist()


def test_method_keywords__rows_are_the_words_that_some_method_puts_first(keywords):
    first = keywords[keywords["rank"] <= 10]
    assert set(first.term) == set(keywords.term)
    n_methods = first.groupby("term").size()
    assert keywords.drop_duplicates("term").set_index("term").n_methods.to_dict() == n_methods.to_dict()
    assert keywords.drop_duplicates("term").n_methods.is_monotonic_decreasing
    known = keywords.dropna(subset=["rank_low"])
    assert (known.rank_low <= known.rank_high).all()


def test_method_keywords__the_same_bytes_for_any_number_of_threads(tokens):
    digests = set()
    for threads in (1, 2):
        with ns.use_engine("local", threads=threads):
            digests.add(ns.schemas.record(ns.method_keywords(tokens, ["yake", "rake"], **QUICK))["digest"])
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("text", "language", "stop_words"),
    [
        ("", None, "function words"),
        ("Snow.", None, "function words"),
        ("snow fell on the town and nobody saw it", None, "function words"),
        ("Der Hund lief. Die Katze lief weg. Es regnete. Es schneite. Alle lachten.", "de", "function words"),
        ("Der Hund lief. Die Katze lief weg. Es regnete. Es schneite. Alle lachten.", "de", ["der", "die", "es"]),
        ("ذهب الرجل إلى البيت. عاد الرجل. نام الرجل. جاء الولد. ذهب الولد.", "ar", []),
        ("新闻 报道 说。新闻 很 多。人们 读 新闻。报道 很 长。人们 说 好。", "zh", []),
    ],
)
def test_method_agreement__any_text_has_rows_or_a_reason(text, language, stop_words):
    tokens = ns.corpus_from([{"text": text, "language": language}]).tokenize()
    for make, draw in ((ns.method_agreement, ns.figures.method_agreement), (ns.method_keywords, ns.figures.method_keywords)):
        table = make(tokens, stop_words=stop_words, **QUICK)
        missing = ns.schemas.record(table)["settings"]["missing"]
        assert len(table) or missing
        assert draw(table).record["schema"]


def test_method_agreement__several_documents_are_refused_by_name(article, tokens):
    with pytest.raises(InputError, match="9 documents"):
        ns.method_agreement(article.split("paragraph").tokenize())
    with pytest.raises(InputError, match="tf_idf"):
        ns.method_agreement(tokens, ["tf_idf"])
    with pytest.raises(InputError, match="at most 200"):
        ns.method_keywords(tokens, n=201)
    with pytest.raises(InputError, match="ReferenceList"):
        ns.method_keywords(tokens, reference="english")


def test_method_agreement__a_text_of_one_repeated_sentence_agrees_with_itself():
    tokens = ns.corpus_from([{"text": "Snow covered the quiet harbour town. " * 12}]).tokenize()
    own = ns.method_agreement(tokens, ["rake", "yake"], **QUICK)
    assert np.allclose(own[own.method == own.other].rbo, 1.0)
