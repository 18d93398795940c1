"""Wrong input to the public names is a named error that says what to do, never a traceback from the depths."""

import functools
import json
import os
import pathlib
import re
import subprocess
import sys

import matplotlib.figure
import numpy as np
import pandas as pd
import pytest

import newsstudy as ns
from newsstudy.errors import InputError, NewsstudyError, ReadError, StudyError

ODD = [None, True, -1, 1.5, float("nan"), 10**30, "", "x", "\ud800", b"x", [], [None], [1], {}, {"x": 1}, object(), slice(1)]


@pytest.fixture(scope="module")
def tokens():
    return ns.sample_article().split("paragraph").tokenize()


@pytest.fixture(scope="module")
def counts(tokens):
    return tokens.count()


def table_of_five():
    return [{"text": "Snow fell on the town. The town slept. Snow fell on the hills. The hills slept. Rain came at dawn."}]


def refused_or_done(call, *arguments, **keywords):
    """Anything but an error of newsstudy's own goes through and fails the test."""
    refusal = None
    try:
        call(*arguments, **keywords)
    except NewsstudyError as error:
        refusal = str(error)
    assert refusal is None or len(refusal) > 20, "an error names the thing and the next move"


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}-{str(odd)[:4]!a}")
def test_bad_input__is_refused_by_name_or_taken(odd, tokens, counts, tmp_path):
    article = tokens.corpus
    whole = ns.corpus_from(table_of_five()).tokenize()
    table = [{"text": "Snow fell."}]
    model = ns.LDA(2, max_iter=2).fit(counts)
    words = tmp_path / "words.lc3"
    words.write_text("+war\nattack*\n", "utf-8")
    fitted = ns.LDA(2, max_iter=2).fit(counts)
    marked = ns.annotations(article, places=["Ukraine"])
    calls = [
        lambda: ns.read_corpus(odd if not isinstance(odd, str) else tmp_path / "nothing" / "there"),
        lambda: ns.corpus_from(odd),
        lambda: ns.corpus_from(table, text=odd),
        lambda: ns.corpus_from(table, id=odd),
        lambda: ns.concat(odd),
        lambda: ns.open_corpus(odd),
        lambda: ns.open_counts(odd),
        lambda: ns.word_boundaries(odd) if odd != "\ud800" else None,
        lambda: ns.term_rule(odd),
        lambda: ns.term_rule(numbers=odd),
        lambda: ns.term_rule(possessive=odd),
        lambda: ns.use_engine(odd),
        lambda: ns.use_engine(client=odd),
        lambda: article[odd],
        lambda: article.head(odd),
        lambda: article.split(odd),
        lambda: article.where(odd),
        lambda: article.sample(odd),
        lambda: article.tokenize(odd),
        lambda: article.tokenize(segmenter=odd),
        lambda: tokens.keep(odd),
        lambda: tokens.stem(odd),
        lambda: tokens.lemmatize(odd),
        lambda: tokens.phrases(odd),
        lambda: tokens.phrases(measure=odd),
        lambda: tokens.phrases(threshold=odd),
        lambda: tokens.phrases(min_count=odd),
        lambda: tokens.phrases(max_n=odd),
        lambda: tokens.phrases("Vladimir Putin", joiner=odd),
        lambda: ns.find_phrases(odd),
        lambda: tokens.lookup(odd),
        lambda: tokens.lookup({"x": odd}),
        lambda: tokens.lookup({"x": [odd, "putin"]}),
        lambda: tokens.lookup({"x": "putin"}, levels=odd),
        lambda: tokens.lookup({"x": "putin"}, exclusive=odd),
        lambda: tokens.lookup({"x": "putin"}, unmatched=odd),
        lambda: ns.Dictionary(odd),
        lambda: ns.read_dictionary(odd),
        lambda: ns.read_dictionary(tmp_path / "none.yml", format=odd),
        lambda: ns.read_dictionary(words, format="lexicoder", encoding=odd),
        lambda: tokens.ngrams(odd),
        lambda: tokens.window(odd, 2),
        lambda: tokens.window("Putin", odd),
        lambda: tokens.locate(odd),
        lambda: tokens[odd],
        lambda: tokens.fold(odd),
        lambda: counts.vocabulary[odd],
        lambda: counts.vocabulary.index(odd),
        lambda: counts.vocabulary.get(odd),
        lambda: odd in counts.vocabulary,
        lambda: counts.trim(odd),
        lambda: counts.group(odd),
        lambda: counts.weight(odd),
        lambda: counts.weight("bm25", k1=odd),
        lambda: counts.weight("tf_idf", tf=odd),
        lambda: counts.weight("ltc", base=odd),
        lambda: counts.trim(odd, count_type="rank"),
        lambda: counts.trim(min_documents=odd, document_type="quantile"),
        lambda: counts.trim(1, count_type=odd),
        lambda: counts.group([odd]),
        lambda: counts.group(["source", odd]),
        lambda: counts.top(odd),
        lambda: counts.top(3, by=odd),
        lambda: ns.counts_from(odd),
        lambda: ns.counts_from(odd, terms=["a"]),
        lambda: ns.counts_from((odd, odd)),
        lambda: ns.counts_from([[(odd, odd)]], terms=["a"]),
        lambda: ns.counts_from(counts.matrix, terms=odd),
        lambda: ns.counts_from(counts.to_sklearn(), documents=odd),
        lambda: ns.counts_from(counts.to_sklearn(), documents=[odd] * len(counts)),
        lambda: ns.counts_from(counts.to_sklearn(), rule=odd),
        lambda: ns.counts_from(pd.DataFrame({"document": pd.Series([odd], dtype=object), "term": ["a"], "count": [1]})),
        lambda: ns.counts_from(pd.DataFrame({"document": ["x"], "term": ["a"], "count": pd.Series([odd], dtype=object)})),
        lambda: counts.where(odd),
        lambda: ns.Counts(counts.matrix, counts.vocabulary, counts.documents, "r", steps=odd),
        lambda: ns.Tokens(odd, tokens.offsets, tokens.starts, tokens.lengths, tokens.vocabulary, "unicode-1"),
        lambda: ns.frequency(odd),
        lambda: ns.keyness(counts, odd, n_resamples=100),
        lambda: ns.dispersion(counts, by=odd),
        lambda: ns.collocations(tokens, odd),
        lambda: ns.collocations(tokens, measure=odd),
        lambda: ns.collocations(tokens, measures=odd),
        lambda: ns.collocations(tokens, measures=[("simple_maths", odd)]),
        lambda: ns.collocations(tokens, span=odd),
        lambda: ns.collocations(tokens, span=(odd, 1)),
        lambda: ns.collocations(tokens, cooccurrence=odd),
        lambda: ns.collocations(tokens, bounds=odd, n=odd),
        lambda: ns.collocations(tokens, margins=odd),
        lambda: ns.collocations(tokens, {"x": odd}, cooccurrence="sentence"),
        lambda: ns.collocations(tokens, "Putin", min_count=odd),
        lambda: ns.collocation_network(odd),
        lambda: ns.actor_mentions(odd),
        lambda: ns.actor_mentions(article, aliases=odd),
        lambda: ns.actor_mentions(article, aliases={"Putin": odd}),
        lambda: ns.actor_mentions(article, aliases={odd if isinstance(odd, str) else "x": [odd]}),
        lambda: ns.actor_mentions(article, antecedents=odd),
        lambda: ns.actor_mentions(article, antecedents=[odd]),
        lambda: ns.actor_mentions(article, antecedents=[(odd, odd, odd)]),
        lambda: ns.actor_mentions(article, antecedents=[(0, odd, "Putin")]),
        lambda: ns.actor_mentions(article, ignore=odd),
        lambda: ns.actor_mentions(article, unlisted=odd),
        lambda: ns.actor_mentions(article, rule=odd),
        lambda: ns.actor_mentions(article, sentence_rule=odd),
        lambda: ns.actors(odd),
        lambda: ns.pronouns(odd),
        lambda: ns.suggest_aliases(odd),
        lambda: ns.suggest_aliases(article, ignore=odd),
        lambda: ns.comentions(odd),
        lambda: ns.comentions(ns.actor_mentions(article), n=odd),
        lambda: ns.comentions(ns.actor_mentions(article), n_permutations=odd) if odd != 10**30 else None,
        lambda: ns.comentions(ns.actor_mentions(article), min_sentences=odd),
        lambda: ns.comentions(ns.actor_mentions(article), rng=odd),
        lambda: ns.comention_network(odd),
        lambda: ns.comention_network(ns.comentions(ns.actor_mentions(article), n_permutations=99), min_count=odd),
        lambda: ns.figures.actors(odd),
        lambda: ns.figures.comentions(ns.comentions(ns.actor_mentions(article), n_permutations=99), n=odd),
        lambda: ns.kwic(tokens, odd),
        lambda: ns.kwic(tokens, {"x": odd}),
        lambda: ns.kwic(tokens, "Putin", window=odd),
        lambda: ns.kwic(tokens, "Putin", window=(odd, 2), bounds="sentence"),
        lambda: ns.kwic(tokens, "Putin", bounds=odd),
        lambda: ns.kwic(tokens, "Putin", sort=odd),
        lambda: ns.kwic(tokens, "Putin", sort=[odd]),
        lambda: ns.kwic(tokens, "Putin", n=odd),
        lambda: ns.kwic(tokens, "Putin", sample=odd, rng=odd),
        lambda: ns.kwic(tokens, "Putin", columns=odd),
        lambda: ns.kwic(tokens, "Putin", columns=[odd]),
        lambda: ns.kwic_html(odd),
        lambda: ns.kwic_html(ns.kwic(tokens, "Putin"), n=odd),
        lambda: ns.kwic_html(ns.kwic(tokens, "Putin"), title=odd),
        lambda: ns.kwic_latex(odd),
        lambda: ns.kwic_latex(ns.kwic(tokens, "Putin"), n=odd, characters=odd),
        lambda: ns.kwic_latex(ns.kwic(tokens, "Putin"), caption=odd, label=odd),
        lambda: ns.annotations(odd),
        lambda: ns.annotations(article, keywords=odd),
        lambda: ns.annotations(article, actors={"x": odd}),
        lambda: ns.annotations(article, hedges=[odd]),
        lambda: ns.annotations(
            article, quotations=pd.DataFrame({"document": [odd], "start": [odd], "length": [odd]}, dtype=object)
        ),
        lambda: ns.annotations(article, others=odd),
        lambda: ns.annotations(article, others={odd if isinstance(odd, str) else "x": odd}),
        lambda: ns.annotations(article, rule=odd),
        lambda: ns.annotated_html(odd),
        lambda: ns.annotated_html(marked, odd),
        lambda: ns.annotated_html(marked, title=odd, level=odd),
        lambda: ns.figures.annotations(odd),
        lambda: ns.figures.annotations(marked, page=odd),
        lambda: ns.figures.annotations(marked, columns=odd, title=odd),
        lambda: ns.figures.annotations(marked, ax=odd),
        lambda: ns.open_tokens(odd),
        lambda: tokens.positions(odd),
        lambda: ns.occurrences(tokens, odd),
        lambda: ns.extract_keywords(tokens, method=odd),
        lambda: ns.extract_keywords(tokens, reference=odd),
        lambda: ns.dispersion(counts, measures=odd),
        lambda: ns.extract_keywords(tokens, method="rake", stop_words=odd),
        lambda: ns.extract_keywords(tokens, method="rake", n=odd),
        lambda: ns.extract_keywords(tokens, method="singlerank", window=odd, damping=odd),
        lambda: ns.extract_keywords(tokens, method="textrank", share=odd),
        lambda: ns.extract_keywords(tokens, method="yake", max_words=odd),
        lambda: ns.KeywordExtractor(odd).fit(tokens),
        lambda: ns.KeywordExtractor("rake", options=odd).fit(tokens),
        lambda: ns.KeywordExtractor("rake", rule=odd).fit(["storm"]),
        lambda: ns.KeywordExtractor("rake").fit(odd),
        lambda: ns.table_method(odd),
        lambda: ns.diversity(tokens, window=odd),
        lambda: ns.diversity(tokens, measures=odd),
        lambda: ns.diversity(tokens, threshold=odd),
        lambda: ns.boilerplate(odd),
        lambda: ns.boilerplate(article, min_share=odd),
        lambda: ns.without_boilerplate(article, odd),
        lambda: ns.new_words(odd),
        lambda: ns.new_words(tokens, n_resamples=odd),
        lambda: ns.new_words(tokens, n_resamples=99, rng=odd),
        lambda: ns.sentence_similarity(tokens, by=odd),
        lambda: ns.text_segments(tokens, block=odd),
        lambda: ns.text_segments(tokens, cutoff=odd),
        lambda: ns.text_segments(tokens, smoothing=odd),
        lambda: ns.keyword_positions(tokens, odd, n_resamples=99),
        lambda: ns.keyword_positions(tokens, {"x": odd}, n_resamples=99),
        lambda: ns.moving_diversity(tokens, window=odd),
        lambda: ns.moving_diversity(tokens, function_words=odd, n_resamples=99),
        lambda: ns.sentence_lengths(odd),
        lambda: ns.readability(tokens.corpus, measures=odd),
        lambda: ns.readability(tokens.corpus, language=odd),
        lambda: ns.measures.ttr(spectrum=odd),
        lambda: ns.measures.mtld([1, 2], ends=odd),
        lambda: ns.measures.dkl([1], [1], normalisation=odd),
        lambda: ns.ReferenceList(odd, [1.0]),
        lambda: ns.ReferenceList(["a"], odd),
        lambda: ns.general_english().rates(odd),
        lambda: ns.LDA(odd, max_iter=2).fit(counts),
        lambda: ns.NMF(odd, max_iter=2).fit(counts),
        lambda: ns.SeededLDA(odd, max_iter=2).fit(counts),
        lambda: ns.SeededLDA(seeds=odd, max_iter=2).fit(counts),
        lambda: ns.SeededLDA(seeds={"x": odd}, max_iter=2).fit(counts),
        lambda: ns.SeededLDA(seeds={"x": "putin"}, residual=odd, max_iter=2).fit(counts),
        lambda: ns.SeededLDA(seeds={"x": "putin"}, weight=odd, max_iter=2).fit(counts),
        lambda: ns.LDA(2, random_state=0).save(odd),
        lambda: fitted.save(odd if not isinstance(odd, str) else tmp_path / "saved"),
        lambda: fitted.export(tmp_path / "exported", odd, counts=counts),
        lambda: fitted.export(tmp_path / "exported", "mallet", counts=odd),
        lambda: fitted.export(tmp_path / "exported", "mallet", counts=counts, rng=odd),
        lambda: fitted.export(tmp_path / "exported", "mallet_keys", n=odd),
        lambda: fitted.export(odd if not isinstance(odd, str) else tmp_path / "exported", "mallet_weights"),
        lambda: fitted.to_pyldavis(odd),
        lambda: ns.open_model(odd),
        lambda: ns.topics_from(odd),
        lambda: ns.topics_from((odd, ["a"])),
        lambda: ns.topics_from(([[1.0]], odd)),
        lambda: ns.topics_from(([[1.0]], ["putin"]), odd),
        lambda: ns.topics_from(([[1.0]], ["putin"]), format=odd),
        lambda: ns.counts_from(odd),
        lambda: ns.counts_from({"documents": odd, "vocab": ["a"]}),
        lambda: ns.counts_from({"documents": [[[1], [1]]], "vocab": odd}),
        lambda: ns.counts_from({"i": odd, "j": [1], "v": [1], "documents": ["a"], "features": ["a"]}),
        lambda: ns.counts_from({"i": [1], "j": [1], "v": [odd], "documents": ["a"], "features": ["a"]}),
        lambda: counts.export(tmp_path / "counts", odd),
        lambda: counts.export(odd if not isinstance(odd, str) else tmp_path / "counts", "stm"),
        lambda: counts.match(odd),
        lambda: ns.method_keywords(odd),
        lambda: ns.method_keywords(article, odd, n_resamples=100),
        lambda: ns.method_keywords(whole, odd or "rake", n_resamples=100),
        lambda: ns.method_keywords(whole, "rake", n=odd, n_resamples=100),
        lambda: ns.method_keywords(whole, "specificity", reference=odd, n_resamples=100),
        lambda: ns.method_agreement(whole, "rake", stop_words=odd, n_resamples=100),
        lambda: ns.method_agreement(whole, "rake", n_resamples=odd),
        lambda: ns.method_agreement(whole, "rake", rng=odd, n_resamples=100),
        lambda: ns.compare_articles(odd, whole),
        lambda: ns.compare_articles(whole, odd),
        lambda: ns.compare_articles(whole, whole, names=odd, n_resamples=100),
        lambda: ns.compare_articles(whole, whole, names=(odd, "b"), n_resamples=100),
        lambda: ns.compare_articles(whole, whole, stop_words=odd, n_resamples=100),
        lambda: ns.compare_articles(whole, whole, n_resamples=odd),
        lambda: ns.aligned_sentences(odd, whole),
        lambda: ns.aligned_sentences(whole, odd),
        lambda: ns.aligned_sentences(whole, whole, n=odd, n_shuffles=19),
        lambda: ns.aligned_sentences(whole, whole, n_shuffles=odd),
        lambda: ns.aligned_sentences(whole, whole, rng=odd, n_shuffles=19),
        lambda: ns.words_needed(odd),
        lambda: ns.words_needed(tokens, odd),
        lambda: ns.words_needed(tokens, [odd]),
        lambda: ns.words_needed(tokens, within=odd),
        lambda: ns.words_needed(tokens, n=odd),
        lambda: ns.words_needed(tokens, unit=odd),
        lambda: ns.words_needed(tokens, stop_words=odd),
        lambda: ns.words_needed(tokens, n_resamples=odd),
        lambda: ns.words_needed(tokens, rng=odd),
        lambda: ns.shuffled_baseline(odd),
        lambda: ns.shuffled_baseline(tokens, odd),
        lambda: ns.shuffled_baseline(tokens, n=odd, n_shuffles=19),
        lambda: ns.shuffled_baseline(tokens, min_count=odd, n_shuffles=19),
        lambda: ns.shuffled_baseline(tokens, "collocations", span=odd, n_shuffles=19),
        lambda: ns.shuffled_baseline(tokens, "topics", topics=odd, n_shuffles=19) if not isinstance(odd, int) else None,
        lambda: ns.shuffled_baseline(tokens, n_shuffles=odd) if odd is not None else None,
        lambda: ns.shuffled_baseline(tokens, rng=odd, n_shuffles=19),
        lambda: ns.stability(odd, counts),
        lambda: ns.stability(ns.LDA(2, max_iter=2), odd, seeds=2),
        lambda: ns.stability(ns.LDA(2, max_iter=2), counts, seeds=odd),
        lambda: ns.stability(ns.LDA(2, max_iter=2), counts, seeds=2, over=odd),
        lambda: ns.stability(ns.LDA(2, max_iter=2), counts, seeds=2, n=odd),
        lambda: ns.stability(ns.LDA(2, max_iter=2), counts, seeds=2, measure=odd),
        lambda: ns.stability(ns.LDA(2, max_iter=2), counts, seeds=2, baseline=odd),
        lambda: ns.prototype(odd, counts),
        lambda: ns.prototype(ns.LDA(2, max_iter=2), counts, table=odd, seeds=2),
        lambda: ns.choose_k(odd, counts, [2]),
        lambda: ns.choose_k(ns.LDA(max_iter=2), odd, [2], seeds=2),
        lambda: ns.choose_k(ns.LDA(max_iter=2), counts, [2], seeds=odd),
        lambda: ns.choose_k(ns.LDA(max_iter=2), counts, [2], seeds=2, held_out=odd),
        lambda: ns.choose_k(ns.LDA(max_iter=2), counts, [2], seeds=2, n=odd),
        lambda: ns.choose_k(ns.LDA(max_iter=2), counts, [2], seeds=2, rng=odd),
        lambda: ns.choose_k(ns.LDA(max_iter=2), counts, odd, seeds=2),
        lambda: ns.coherence(odd, tokens, n_resamples=0),
        lambda: ns.coherence([["war", odd]], tokens, n_resamples=0),
        lambda: ns.coherence([["war", "peace"]], odd, n_resamples=0),
        lambda: ns.coherence([["war", "peace"]], [["war", odd]], n_resamples=0),
        *[
            functools.partial(ns.coherence, [["war", "peace"]], tokens, **{"n_resamples": 0, name: odd})
            for name in ("measure", "n", "window", "smoothing", "missing", "compatible", "reference", "rng")
        ],
        lambda: ns.coherence([["war", "peace"]], tokens, n_resamples=odd),
        lambda: ns.exclusivity(odd),
        lambda: ns.exclusivity(model, n=odd),
        lambda: ns.exclusivity(model, measure=odd),
        lambda: ns.exclusivity(model, measure="frex", weight=odd),
        lambda: ns.topic_diversity(odd),
        lambda: ns.topic_diversity(model, n=odd),
        lambda: model.perplexity(counts, method=odd),
        lambda: model.perplexity(counts, random_state=odd),
        lambda: model.perplexity(counts, method="left_to_right", n_particles=odd),
        lambda: ns.TermCounter(odd).fit(["a b"]),
        lambda: ns.TermCounter(stop_words=odd).fit(["a b"]),
        lambda: ns.TermCounter(vocabulary=odd).fit(["a b"]),
        lambda: ns.TermCounter().fit(odd),
        lambda: ns.verify(odd),
        lambda: ns.Study(odd) if not isinstance(odd, str) else None,
    ]
    for call in calls:
        refused_or_done(call)


@pytest.mark.parametrize("odd", [None, -1, "x", [], [None], np.array(["a"]), {}, object(), 10**30], ids=lambda odd: str(odd)[:4])
@pytest.mark.parametrize(
    "name",
    [
        "g2",
        "dp",
        "range_share",
        "arf",
        "engwall_fm",
        "lix",
        "mattr",
        "holm",
        "wilcoxon",
        "zipf_log10_counts",
        "fisher_alpha",
        "gulpease",
    ],
)
def test_measures__refuse_what_is_no_number(name, odd):
    arguments = {
        "g2": 4,
        "dp": 2,
        "range_share": 2,
        "arf": 2,
        "engwall_fm": 2,
        "lix": 3,
        "mattr": 1,
        "fisher_alpha": 1,
        "holm": 1,
        "wilcoxon": 2,
    }
    refused_or_done(getattr(ns.measures, name), *[odd] * arguments.get(name, 3))


def test_readability__refuses_counts_of_other_lengths():
    with pytest.raises(InputError, match="do not fit one shape"):
        ns.measures.lix([1, 2, 3], [1, 2], [1])


def test_topics__say_what_they_take_when_given_tokens_or_a_corpus(tokens):
    for given in (tokens, tokens.corpus):
        with pytest.raises(InputError, match=r"takes the Counts of a corpus.*got (Tokens|Corpus)"):
            ns.LDA(2).fit(given)


def test_figures__refuse_other_tables_and_odd_arguments(counts):
    table = ns.frequency(counts)
    for wrong in (None, "x", counts, pd.DataFrame({"term": ["a"]})):
        for name in sorted(set(ns.figures.__all__) - {"Figure"}):
            with pytest.raises(InputError):
                getattr(ns.figures, name)(wrong)
    for keywords in ({"n": 0}, {"n": "x"}, {"title": 1}, {"title": "\ud800"}, {"ax": matplotlib.figure.Figure()}):
        with pytest.raises(InputError, match="must be"):
            ns.figures.frequency(table, **keywords)


def test_figures__show_infinite_and_undefined_scores(recwarn):
    apart = ns.collocations(ns.corpus_from(["Snow fell. Snow fell. Rain came and went."]).tokenize(), measure="odds_ratio")
    assert np.isinf(apart["score"]).any()
    alike = ns.collocations(ns.corpus_from(["peace " * 40]).tokenize(), measure="delta_p_row")
    assert apart["score"].notna().any()
    assert alike["score"].isna().all()
    for table in (apart, alike):
        assert b"infinite score" in ns.figures.collocations(table).svg()
        ns.figures.collocation_network(ns.collocation_network(table)).svg()
    assert not recwarn.list


def test_sets__are_refused_where_order_reaches_a_result(tokens):
    for call in (ns.corpus_from, lambda words: ns.occurrences(tokens, words), lambda words: ns.ReferenceList(words, [1.0, 2.0])):
        with pytest.raises(InputError):
            call({"peace", "war"})


def test_sets__leave_the_same_record_under_any_hash_seed():
    code = (
        "import newsstudy as ns; t = ns.sample_article().split('paragraph').tokenize().drop({'said', 'the', 'call', 'of'});"
        "k = ns.keyness(t.count(), {'position': {1, 2}, 'language': {'en', 'de', 'fr'}}, reference=ns.general_english(),"
        "n_resamples=100); print(t.steps, k.attrs['newsstudy']['settings']['target'])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1


def test_ngrams__longer_than_any_document_are_none_and_take_no_time(tokens):
    assert tokens.ngrams(10**30).n_tokens == 0
    assert ns.TermCounter(ngram_range=(1, 10**30)).fit_transform(["a b", "c"]).shape == (2, 4)


def test_parquet__is_read_without_threads_that_outlive_the_process():
    """Arrow's dataset reader aborts a short process now and then, which would turn exit code 0 into 134."""
    package = pathlib.Path(ns.__file__).parent
    wrong = [
        path.name
        for path in sorted(package.rglob("*.py"))
        if re.search(r"pq\.read_table\(|ds\.dataset\(", path.read_text("utf-8"))
    ]
    assert not wrong


def test_use_engine__has_the_signature_of_the_design():
    with pytest.raises(InputError, match="client"):
        ns.use_engine("local", client=object())
    with ns.use_engine("local", threads=1, client=None):
        assert ns.sample_article().tokenize().n_tokens == 564


@pytest.mark.parametrize(
    "entry",
    [
        {"code": {"files": [1]}},
        {"code": {"files": {}, "main": 1, "arguments": []}},
        {"inputs": [1]},
        {"inputs": [{"corpus": "x", "documents": 1, "settings": {}, "files": [1]}]},
    ],
    ids=["files-list", "main-number", "input-number", "input-files"],
)
def test_verify__names_a_manifest_that_was_changed_by_hand(entry, counts, tmp_path):
    with ns.Study(tmp_path / "s") as study:
        study.save_table(ns.frequency(counts), "frequency")
    page = tmp_path / "s" / "manifest.json"
    page.write_text(json.dumps({**json.loads(page.read_text("utf-8")), **entry}), "utf-8")
    with pytest.raises(StudyError, match="changed by hand"):
        ns.verify(tmp_path / "s")


def test_save__names_a_place_that_cannot_be_written(counts, tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    for saved in (ns.sample_article(), counts):
        with pytest.raises(InputError, match="cannot be written"):
            saved.save(tmp_path / "file" / "below")


def test_empty_folder__says_what_to_name_instead(tmp_path):
    with pytest.raises(ReadError, match="name the folder, archive or file that holds the articles"):
        ns.read_corpus(tmp_path)


def test_errors__of_a_place_that_does_not_exist_are_index_errors_too(tokens):
    for call in (lambda: tokens[99], lambda: tokens.vocabulary[-1], lambda: tokens.locate(10**6)):
        with pytest.raises(IndexError, match="there is no"):
            call()
