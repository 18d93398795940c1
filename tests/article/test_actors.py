"""Actors are counted as they were mentioned, and aliases are suggested, never applied."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.article._share_interval import wilson
from newsstudy.errors import InputError

STORY = (
    "Then the trade secretary, Anna Holm, met President Jean Moreau at the Bank of Norland in Norland. Holm left early, and the "
    "president stayed. The bank had told the International Ports Agency (IPA) of it. Norse guests asked Bill Lund and Hillary "
    "Lund; then Lund spoke. The Russian guests were not from Russia. The talks of the European Commission went on, and the "
    "Commission agreed."
)


def test_actors__counts_come_from_the_mentions(article):
    aliases = {"Trump": ["Donald Trump"], "Putin": {"forms": ["Vladimir Putin"], "kind": "person"}, "Merkel": []}
    mentions = ns.actor_mentions(article, aliases=aliases, antecedents=[(0, "he", "Trump")])
    table = ns.actors(article, aliases=aliases, antecedents=[(0, "he", "Trump")])
    assert table.equals(ns.actors(mentions))
    trump = table[table.actor == "Trump"].iloc[0]
    assert (trump.mentions, trump.by_name, trump.by_alias, trump.by_pronoun) == (8, 6, 1, 1)
    rows = mentions[mentions.actor == "Trump"]
    assert trump.n_sentences == rows.sentence.nunique()
    assert (trump.first_sentence, trump.last_sentence) == (rows.sentence.min(), rows.sentence.max())
    assert trump.first_position == rows.position.min()
    assert (table.mentions == table.by_name + table.by_alias + table.by_pronoun).all()
    assert (table.sentence_low <= table.sentence_share).all()
    assert (table.sentence_share <= table.sentence_high).all()
    assert table[table.actor == "Putin"].kind.item() == "person"


def test_actors__who_was_listed_and_never_found_has_a_row_of_zeros(article):
    table = ns.actors(article, aliases={"Merkel": {"forms": ["the chancellor"], "kind": "person"}})
    last = table.iloc[-1]
    assert (last.actor, last.kind, last.mentions, last.sentence_share) == ("Merkel", "person", 0, 0.0)
    assert np.isnan(last.first_position)


def test_actors__stand_by_mentions_then_by_name(article):
    table = ns.actors(article)
    order = sorted(zip(-table.mentions, table.actor, strict=True))
    assert table.actor.tolist() == [actor for _, actor in order]


def test_actors__sentences_of_several_documents_are_told_apart():
    corpus = ns.corpus_from([{"id": "a", "text": "We saw Holm."}, {"id": "b", "text": "It rained. We saw Holm and Moreau."}])
    table = ns.actors(corpus).set_index("actor")
    assert table.loc["Holm", ["n_documents", "n_sentences", "first_document", "last_document", "last_sentence"]].tolist() == [
        2, 2, "a", "b", 1,
    ]  # fmt: skip
    assert table.loc["Holm", "sentence_share"] == 2 / 3


def test_actors__aliases_do_not_go_with_a_table(article):
    with pytest.raises(InputError, match="go with a Corpus"):
        ns.actors(ns.actor_mentions(article), aliases={"a": []})


def test_wilson__gives_the_published_interval():
    # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3
    for hits, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        _, lower, upper = wilson(hits, n)
        assert (round(float(lower), 4), round(float(upper), 4)) == (low, high)
    assert np.isnan(wilson(0, 0)).all()


def test_suggest_aliases__gives_each_form_with_its_rule():
    table = ns.suggest_aliases(ns.corpus_from([STORY]))
    found = {(row.actor, row.form): row.rule for row in table.itertuples()}
    assert found == {
        ("Anna Holm", "Holm"): "surname",
        ("Bank of Norland", "Norland"): "part of the name",
        ("Bank of Norland", "the bank"): "head noun",
        ("Bill Lund", "Lund"): "surname",
        ("European Commission", "Commission"): "head noun",
        ("Hillary Lund", "Lund"): "surname",
        ("International Ports Agency", "IPA"): "initials",
        ("Jean Moreau", "the president"): "head noun",
        ("Russia", "Russian"): "adjective of the place",
    }
    assert table[table.form == "Lund"].n_actors.tolist() == [2, 2]
    assert table[table.form == "the bank"].example.item().startswith("The bank had told")


def test_suggest_aliases__are_applied_only_where_they_are_handed_over(article):
    suggested = ns.suggest_aliases(article)
    assert ns.actors(article).mentions.max() == 7
    applied = ns.actors(article, aliases=suggested).set_index("actor")
    assert applied.loc["Donald Trump", ["by_name", "by_alias"]].tolist() == [1, 6]
    assert applied.loc["Russia", ["by_name", "by_alias"]].tolist() == [5, 3]


def test_suggest_aliases__a_form_of_two_actors_must_be_settled_first():
    corpus = ns.corpus_from([STORY])
    with pytest.raises(InputError, match="stands for both"):
        ns.actors(corpus, aliases=ns.suggest_aliases(corpus))


@pytest.mark.parametrize("text", ["", "nothing here", "普京", "Der Hund und die Katze und das Haus sind im Garten."])
def test_suggest_aliases__where_there_are_no_names_the_table_is_empty(text):
    assert len(ns.suggest_aliases(ns.corpus_from([text]))) == 0
