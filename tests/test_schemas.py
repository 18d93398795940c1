"""Every table that is handed out has a schema: names, types, units and meanings."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import SchemaError


@pytest.mark.parametrize("schema", schemas.ALL, ids=lambda schema: schema.name)
def test_schemas__every_column_has_type_and_meaning(schema):
    assert schema.question.endswith((".", "?"))
    assert len(set(schema.names)) == len(schema.names)
    for column in schema.columns:
        assert column.type in ("str", "int64", "Int64", "float64", "bool")
        assert column.meaning
        if column.name.endswith("_share"):
            assert column.unit == "0..1"
        if column.name.endswith("_per_million"):
            assert column.unit.startswith("per million")
        if column.name.startswith("n_"):
            assert column.type in ("int64", "Int64")


def test_schemas__columns_on_request_have_type_and_meaning_and_names_of_their_own():
    for name, more in schemas.ON_REQUEST.items():
        asked_for = getattr(schemas, name).with_columns(more)
        assert len(set(asked_for.names)) == len(asked_for.names)
        assert all(column.type == "float64" and column.meaning and column.source for column in more)
        with pytest.raises(SchemaError, match="cannot have two columns"):
            asked_for.with_columns(more[:1])


def test_schemas__the_literal_list_of_names_misses_no_schema():
    of_module = {name for name, value in vars(schemas).items() if isinstance(value, schemas.Schema)}
    assert {schema.name for schema in schemas.ALL} == of_module
    assert of_module <= set(schemas.__all__)


def test_schemas__the_contract_of_keyness_stands():
    assert schemas.KEYNESS.names == [
        "term",
        "target_count",
        "reference_count",
        "target_per_million",
        "reference_per_million",
        "target_documents",
        "reference_documents",
        "log_ratio",
        "log_ratio_low",
        "log_ratio_high",
        "lrc",
        "lrc_documents",
        "wilcoxon_p",
        "wilcoxon_q",
        "g2_signed",
        "bic",
        "target_dkl",
        "reference_dkl",
        "verdict",
        "top100_share",
    ]


def example():
    columns = {
        "document": ["a", "b"],
        "document_number": [0, 1],
        "topic": [0, 0],
        "name": ["", ""],
        "share": [0.5, np.nan],
        "n_tokens": [3, 0],
    }
    return schemas.DOCUMENT_TOPICS.table(columns, {"rule": "unicode-1"})


def test_schemas__a_table_carries_its_settings_and_an_unbroken_digest():
    record = schemas.DOCUMENT_TOPICS.check(example())
    assert record["settings"] == {"rule": "unicode-1"}
    assert not record["edited"]


def test_schemas__a_changed_table_says_so():
    table = example()
    table.loc[0, "share"] = 0.25
    assert schemas.record(table)["edited"]
    assert schemas.record(example()[lambda t: t.topic > 0])["edited"]


def test_schemas__the_digest_sees_values_names_and_order_but_not_the_index():
    table = example()
    assert schemas.digest(table) == schemas.digest(table.set_index([[7, 8]]))
    assert schemas.digest(table) != schemas.digest(table.iloc[::-1])
    assert schemas.digest(table) != schemas.digest(table.rename(columns={"share": "shares"}))


def test_schemas__a_missing_column_is_named():
    with pytest.raises(SchemaError, match="lacks the column 'share'"):
        schemas.DOCUMENT_TOPICS.check(example().drop(columns="share"))


def test_schemas__a_wrong_type_is_named():
    with pytest.raises(SchemaError, match="n_tokens"):
        schemas.DOCUMENT_TOPICS.check(example().astype({"n_tokens": "float64"}))


def test_schemas__every_table_function_returns_its_schema(article):
    paragraphs = article.split("paragraph")
    tokens = paragraphs.tokenize()
    counts = tokens.count()
    pairs = ns.collocations(tokens)
    dated = ns.corpus_from([{"text": "a b", "date": "2021-01-03"}, {"text": "b", "date": "2021-02"}]).tokenize().count()
    mentions = ns.actor_mentions(article)
    together = ns.comentions(mentions, n_permutations=99)
    made = {
        "BOILERPLATE": ns.boilerplate(article),
        "ANNOTATIONS": ns.annotations(article, places=["Ukraine"]),
        "ACTORS": ns.actors(mentions),
        "ACTOR_MENTIONS": mentions,
        "ALIASES": ns.suggest_aliases(article),
        "COMENTIONS": together,
        "COMENTION_NETWORK": ns.comention_network(together),
        "PRONOUNS": ns.pronouns(article),
        "CALIBRATION": ns.calibration(article.split("sentence").tokenize().count(), splits=2, min_documents=3),
        "FREQUENCY": ns.frequency(counts),
        "KEYNESS": ns.keyness(counts, [True] * 4 + [False] * 5, n_resamples=100),
        "KEYNESS_ONE_SAMPLE": ns.keyness(counts, reference=ns.general_english(), n_resamples=100),
        "DISPERSION": ns.dispersion(counts),
        "OCCURRENCES": ns.occurrences(tokens, "Putin"),
        "COLLOCATIONS": pairs,
        "COLLOCATION_NETWORK": ns.collocation_network(pairs),
        "KWIC": ns.kwic(tokens, "Putin"),
        "EXTRACT_KEYWORDS": ns.extract_keywords(tokens),
        "DIVERSITY": ns.diversity(tokens),
        "READABILITY": ns.readability(paragraphs),
        "PHRASES": ns.find_phrases(tokens, min_count=2),
        "PROFILE": ns.profile(tokens),
        "TRENDS": ns.trends(dated, "a"),
        "CHANGE_POINTS": ns.change_points(ns.trends(dated, "a")),
        "BURSTS": ns.bursts(dated, "a"),
        "SHIFT": ns.shift(counts, [True] * 4 + [False] * 5, n_resamples=100),
        "DESCRIPTION": paragraphs.describe(),
        "FILES": article.report.files,
        "COVERAGE": article.report.coverage,
        "CLEANING_STEPS": ns.cleaning_steps(),
        "EDITS": article.clean(["blanks"]).edits,
        "DERIVED_CHECK": article.derive().check(article),
        "DUPLICATES": ns.concat([paragraphs, paragraphs]).duplicates(),
        "DUPLICATE_PAIRS": ns.concat([paragraphs, paragraphs]).duplicate_pairs(),
        "LEDGER": paragraphs.ledger.table,
        "TOPIC_TERMS": ns.topic_terms(ns.LDA(2).fit(counts)),
        "DOCUMENT_TOPICS": ns.document_topics(ns.LDA(2).fit(counts), counts),
        "METHOD_AGREEMENT": ns.method_agreement(article.tokenize(), ["rake", "yake"], n_resamples=100),
        "METHOD_KEYWORDS": ns.method_keywords(article.tokenize(), ["rake", "yake"], n_resamples=100),
        "SHUFFLED_BASELINE": ns.shuffled_baseline(tokens, n_shuffles=19),
        "STABILITY": ns.stability(ns.LDA(2), counts, seeds=2),
        "COHERENCE": ns.coherence([["Trump", "Putin"]], tokens),
        "EXCLUSIVITY": ns.exclusivity(ns.LDA(2).fit(counts)),
        "TOPIC_DIVERSITY": ns.topic_diversity([["war", "peace"], ["war", "drone"]]),
        "SEED_TERMS": ns.SeededLDA(seeds={"leaders": ["putin", "trump"]}, residual=1).fit(counts).seed_terms_,
        "CHOOSE_K": ns.choose_k(ns.LDA(2), counts, [2, 3], seeds=2),
        "TOPIC_PASSAGES": ns.topic_passages(ns.LDA(2).fit(counts), article),
        "TOPIC_LABELS": ns.topic_labels(ns.LDA(2).fit(counts), tokens, min_documents=2),
        "TOPIC_CORRELATION": ns.topic_correlation(ns.LDA(3).fit(counts), counts, n_resamples=100),
        "EFFECT": ns.effect(ns.LDA(2).fit(counts), counts, [True] * 4 + [False] * 5, n_resamples=100),
        "TOPICS_OVER_TIME": ns.topics_over_time(ns.LDA(2).fit(dated), dated, n_resamples=100),
        "NEW_WORDS": ns.new_words(tokens, n_resamples=99),
        "SENTENCE_SIMILARITY": ns.sentence_similarity(tokens, n_resamples=99),
        "QUOTATIONS": ns.quotations(article),
        "QUOTED_SHARE": ns.quoted_share(ns.quotations(article), article, n_resamples=100),
        "HEDGES": ns.hedges(article),
        "HEDGE_RATES": ns.hedge_rates(ns.hedges(article)),
        "TEXT_SEGMENTS": ns.text_segments(article.tokenize(), n_resamples=99),
        "KEYWORD_POSITIONS": ns.keyword_positions(tokens, ["Putin", "Iran"], n_resamples=99),
        "MOVING_DIVERSITY": ns.moving_diversity(article.tokenize(), n_resamples=99),
        "SENTENCE_LENGTHS": ns.sentence_lengths(tokens, n_resamples=99),
        "COMPARE_TOPICS": ns.compare_topics(ns.LDA(2).fit(counts), ns.NMF(3).fit(counts)),
    }
    two = [ns.corpus_from([{"text": text}]).tokenize() for text in ("Snow closed the pass.", "The pass is closed.")]
    made["COMPARE_ARTICLES"] = ns.compare_articles(*two, n_resamples=100)
    made["ALIGNED_SENTENCES"] = ns.aligned_sentences(*two, n_shuffles=19)
    made["WORDS_NEEDED"] = ns.words_needed(tokens)
    assert sorted(made) == [schema.name for schema in schemas.ALL]
    for name, table in made.items():
        record = getattr(schemas, name).check(table)
        assert record["schema"] == name
        assert not record["edited"], name
