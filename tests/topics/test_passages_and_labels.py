"""What topics read like and what they may be called, on small made-up news."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError
from newsstudy.topics._topic_passages import _cut

SPORT = [
    "The home team scored a late goal in the cup final against the rival team.",
    "A goal by the home team decided the match and the cup went to the captain.",
    "The captain of the home team praised the goal keeper after the match.",
    "Fans of the home team sang as the captain lifted the cup in the stadium.",
]
MONEY = [
    "The central bank raised its interest rate and the market fell on the news.",
    "The interest rate of the central bank worries the market and many savers.",
    "The market expects the central bank to cut the interest rate next spring.",
    "Savers welcomed the interest rate that the central bank announced to the market.",
]


@pytest.fixture(scope="module")
def corpus():
    rows = []
    for number in range(12):
        one, two = (SPORT, MONEY) if number % 2 else (MONEY, SPORT)
        text = f"{one[number % 4]} {one[(number + 1) % 4]}\n{one[(number + 2) % 4]}"
        rows.append({"id": f"n{number:02d}", "text": text + (f"\n{two[number % 4]}" if number < 3 else "")})
    return ns.corpus_from(rows)


@pytest.fixture(scope="module")
def model(corpus):
    return ns.LDA(2, random_state=1).fit(corpus.tokenize().drop("function words").count())


@pytest.fixture(scope="module")
def money(model):
    """The number of the topic of money."""
    terms = ns.topic_terms(model, n=3)
    return int(terms.loc[terms["term"] == "bank", "topic"].iloc[0])


def test_topic_passages__are_those_of_the_topic_with_their_place(model, corpus, money):
    table = ns.topic_passages(model, corpus, n=2, min_tokens=6)
    schemas.TOPIC_PASSAGES.check(table)
    assert table["rank"].tolist() == [1, 2, 1, 2]
    for row in table.to_dict("records"):
        assert ("bank" in row["excerpt"]) == (row["topic"] == money)
        assert row["passage"].startswith(row["document"] + "/p")
        assert row["share"] > 0.8
        assert row["excerpt"] == " ".join(corpus.split("paragraph")[row["passage"]]["text"].split())


def test_topic_passages__share_is_that_of_the_passage_as_a_document(model, corpus):
    sentences = corpus.split("sentence")
    table = ns.topic_passages(model, corpus, n=1, unit="sentence", min_tokens=4)
    counts = sentences.tokenize().drop("function words").count()
    shares = dict(zip(counts.document_ids, model.transform(counts), strict=True))
    for row in table.to_dict("records"):
        assert row["share"] == pytest.approx(shares[row["passage"]][row["topic"]], rel=1e-12)
        assert row["share"] == pytest.approx(max(share[row["topic"]] for share in shares.values()), rel=1e-12)


def test_topic_passages__one_document_gives_so_many_at_most(model, corpus):
    one = ns.topic_passages(model, corpus, n=3, unit="sentence", min_tokens=4)
    assert all(rows["document"].is_unique for _, rows in one.groupby("topic"))
    more = ns.topic_passages(model, corpus, n=9, unit="sentence", min_tokens=4, per_document=9)
    assert any(not rows["document"].is_unique for _, rows in more.groupby("topic"))


def test_topic_passages__tokens_are_taken_as_they_are(corpus):
    tokens = corpus.tokenize().drop("function words").stem("english")
    model = ns.LDA(2).fit(tokens.count())
    table = ns.topic_passages(model, tokens, n=1)
    assert table["passage"].tolist() == table["document"].tolist()
    assert set(table["passage"]) <= set(corpus.ids)


def test_topic_passages__the_order_of_documents_changes_nothing(model, corpus):
    mixed = ns.corpus_from([{"id": name, "text": corpus[name]["text"]} for name in reversed(corpus.ids)])
    first, second = (ns.topic_passages(model, texts, min_tokens=4) for texts in (corpus, mixed))
    assert first.to_dict("list") == second.to_dict("list")


def test_topic_passages__wrong_input_is_named(model, corpus):
    with pytest.raises(InputError, match="no passage has 400 words"):
        ns.topic_passages(model, corpus, min_tokens=400)
    with pytest.raises(InputError, match="none of these texts' words"):
        ns.topic_passages(model, ns.corpus_from(["Schnee fällt leise."]))
    with pytest.raises(InputError, match="needs a Corpus"):
        ns.topic_passages(model, corpus.tokenize().count())
    with pytest.raises(InputError, match="unit must be"):
        ns.topic_passages(model, corpus, unit="page")
    with pytest.raises(InputError, match="knows no terms"):
        ns.topic_passages(ns.LDA(2).fit(np.eye(3)), corpus)
    with pytest.raises(InputError, match="is not fitted"):
        ns.topic_passages(ns.LDA(2), corpus)
    for name in ("n", "min_tokens", "per_document", "length"):
        for wrong in (None, True, 0, 2.5, "x"):
            with pytest.raises(InputError, match=name):
                ns.topic_passages(model, corpus, **{name: wrong})


def test_cut__ends_at_a_word_unless_there_is_none():
    assert _cut("snow fell all night", 20) == "snow fell all night"
    assert _cut("snow fell all night over the town", 20) == "snow fell all night…"
    assert _cut("snow fell all night over the town", 19) == "snow fell all…"
    assert _cut("x" * 40, 20) == "x" * 19 + "…"


def test_topic_labels__are_phrases_of_the_topic(model, corpus, money):
    table = ns.topic_labels(model, corpus.tokenize(), n=2)
    schemas.TOPIC_LABELS.check(table)
    for row in table.to_dict("records"):
        assert row["label"] in " ".join(MONEY if row["topic"] == money else SPORT).lower()
        assert row["share"] > 0.8
    assert (table["relevance"] > 0).all()
    assert table["share"].between(0, 1).all()
    assert (table["topic_count"] <= table["count"] * (1 + 1e-9)).all()


def test_topic_labels__no_label_is_part_of_another(model, corpus):
    for _, rows in ns.topic_labels(model, corpus.tokenize(), n=6, min_documents=2).groupby("topic"):
        for one in rows["label"]:
            assert not any(f" {one} " in f" {other} " for other in rows["label"] if other != one)


def test_topic_labels__begin_and_end_with_words_of_the_model(model, corpus):
    known = set(model.feature_names_in_)
    for label in ns.topic_labels(model, corpus.tokenize(), n=9, min_documents=1)["label"]:
        assert label.split()[0] in known
        assert label.split()[-1] in known


def test_topic_labels__relevance_is_the_mean_log_lift_of_the_topics_terms(model, corpus):
    tokens = corpus.tokenize()
    row = ns.topic_labels(model, tokens, n=1).iloc[0]
    counts = tokens.drop("function words").count()
    words = counts.matrix.toarray().astype(float)
    own = np.array([f" {row.label} " in f" {' '.join(tokens[d])} " for d in range(len(tokens))])
    assert row.n_documents == own.sum()
    place = [counts.vocabulary.terms.index(term) for term in model.feature_names_in_]
    shares = words.sum(axis=0) / words.sum()
    added = 10 * words.sum() / len(words)
    there = (words[own].sum(axis=0) + added * shares) / (words[own].sum() + added)
    phi = model.components_[row.topic] / model.components_[row.topic].sum()
    top = np.argsort(-phi, kind="stable")[:100]
    lifts = np.log(there / shares)[place]
    assert row.relevance == pytest.approx((phi[top] * lifts[top]).sum() / phi[top].sum())
    assert row.topic_count == pytest.approx(
        sum(
            share * f" {' '.join(tokens[d])} ".count(f" {row.label} ")
            for d, share in enumerate(model.transform(counts)[:, row.topic])
        ),
        rel=1e-6,
    )


def test_topic_labels__same_for_any_threads_and_order_of_documents(model, corpus):
    mixed = ns.corpus_from([{"id": name, "text": corpus[name]["text"]} for name in reversed(corpus.ids)])
    found = [
        ns.topic_labels(model, texts.tokenize(), n=4, n_jobs=threads).to_dict("list")
        for texts, threads in ((corpus, 1), (corpus, 3), (mixed, 2), (mixed, 7))
    ]
    assert all(one == found[0] for one in found)


def test_topic_labels__wrong_input_is_named(model, corpus):
    tokens = corpus.tokenize()
    with pytest.raises(InputError, match="needs the Tokens"):
        ns.topic_labels(model, corpus)
    with pytest.raises(InputError, match="lower min_documents"):
        ns.topic_labels(model, tokens, min_documents=1000)
    with pytest.raises(InputError, match="at most 5"):
        ns.topic_labels(model, tokens, max_words=6)
    for name in ("n", "max_words", "min_documents"):
        for wrong in (None, True, 0, 2.5, "x"):
            with pytest.raises(InputError, match=name):
                ns.topic_labels(model, tokens, **{name: wrong})
    assert (ns.topic_labels(model, tokens, max_words=1)["n_words"] == 1).all()
