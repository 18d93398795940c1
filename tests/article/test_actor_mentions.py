"""Names are found where they stand, in every kind of writing that a newspaper prints; what cannot be told is said."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy.errors import InputError

ALIASES = {"Trump": ["Donald Trump"], "Putin": ["Russian President Vladimir Putin", "Vladimir Putin"]}

# Fictional sentences, each with the names in it, in order.
SENTENCES = [
    ("Holm met Peter O’Brien in Oslo. She likes Holm’s house; O’Brien’s is small.", "Holm|Peter O’Brien|Oslo|Holm|O’Brien"),
    ("The former Norland President Anna Holm spoke.", "Norland|Anna Holm"),
    (
        "They spoke to Foreign Minister Jean-Luc Moreau and to Chancellor Ursula von der Berg.",
        "Jean-Luc Moreau|Ursula von der Berg",
    ),
    ("The talks between the US and China hurt US-China trade.", "US|China|US|China"),
    ("It was the US’s fault, said the U.S. Navy.", "US|U.S. Navy"),
    ("A report by the Bank of Norland and the Ministry of Defence came on Friday.", "Bank of Norland|Ministry of Defence"),
    ("The trial began last May; Theresa May was there, and May said no.", "Theresa May|May"),
    ("They met on June 4, on Monday and in December.", ""),
    ("The Russian and the Eastern European guests, three Americans among them, left.", ""),
    ("We sailed to St. Petersburg with J.D. Vance and Halden & Sons.", "St. Petersburg|J.D. Vance|Halden & Sons"),
    ("Furthermore, this is so. Recently, Oslo agreed, and the mayor of Oslo smiled.", "Oslo|Oslo"),
    ("NATO agreed. Who asked the WHO? GDP fell.", "NATO|WHO"),
    ("“We know,” she told the BBC. “Drones fell on Kyiv,” said Prime Minister Holm.", "BBC|Kyiv|Holm"),
    ("It is the Department of Justice that sued.", "Department of Justice"),
    ("He lives in New York, and I’m from Rio de Janeiro.", "New York|Rio de Janeiro"),
    ("He read the Northern Post on Tuesday.", "Northern Post"),
    ("At 9 a.m. on 2 November Samuel Lund called, and 5 A.M. was late.", "Samuel Lund"),
    ("An adviser to President Moreau said that Mr Moreau and Sir Adam Lund agreed.", "Moreau|Moreau|Adam Lund"),
    ("We saw no-one but the pro-Norland crowd and Norland-backed troops of Norland.", "Norland|Norland|Norland"),
]


def texts_of(text, **options):
    return ns.actor_mentions(ns.corpus_from([text]), **options).text.tolist()


@pytest.mark.parametrize(("text", "names"), SENTENCES, ids=[names or text[:20] for text, names in SENTENCES])
def test_actor_mentions__finds_the_names_of_a_sentence_and_nothing_else(text, names):
    assert texts_of(text) == [name for name in names.split("|") if name]


def test_actor_mentions__of_the_sample_article_are_those_that_a_reader_finds(article):
    counts = ns.actor_mentions(article).actor.value_counts().to_dict()
    assert counts == {
        "Ukraine": 7, "Trump": 6, "Putin": 6, "Russia": 5, "US": 3, "Iran": 3, "Donald Trump": 1, "Vladimir Putin": 1,
        "Eastern Europe": 1, "Kremlin": 1, "Truth Social": 1, "BBC News App": 1,
    }  # fmt: skip


def test_actor_mentions__with_aliases_join_the_forms_and_leave_the_others(article):
    table = ns.actor_mentions(article, aliases=ALIASES)
    assert table.actor.value_counts().to_dict()["Putin"] == 7
    assert table[table.how == "alias"].text.tolist() == ["Donald Trump", "Russian President Vladimir Putin"]
    assert "Donald Trump" not in set(table.actor)
    assert table.kind.unique().tolist() == ["unknown"]


def test_actor_mentions__spans_are_the_printed_text(article):
    corpus = ns.corpus_from([{"id": "a", "text": "Café Norland: Zoë Été met Öl & Gas in Kyiv’s U.S. office."}, *[
        {"id": "b", "text": article.texts[0]}]])  # fmt: skip
    table = ns.actor_mentions(corpus)
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    for row in table.to_dict("records"):
        data = texts[row["document"]].encode()
        assert data[row["start"] : row["start"] + row["length"]].decode() == row["text"]
    assert list(zip(table.document_number, table.start, strict=True)) == sorted(
        zip(table.document_number, table.start, strict=True)
    )
    assert ((table.position >= 0) & (table.position < 1)).all()


def test_actor_mentions__sentences_are_those_of_the_tokens(article):
    tokens = article.tokenize()
    table = ns.actor_mentions(article)
    by_start = dict(zip(tokens.starts.tolist(), tokens.sentences.tolist(), strict=True))
    assert [by_start[start] for start in table.start] == table.sentence.tolist()
    assert table.attrs["newsstudy"]["settings"]["n_sentences"] == int(tokens.sentences.max()) + 1


def test_actor_mentions__headlines_hold_only_names_that_stand_elsewhere():
    text = "MINISTER HOLM QUITS AFTER ROW\nTrade Secretary Anna Holm Resigns Over Deal\n\nAnna Holm resigned, and Holm denied it."
    assert texts_of(text) == ["HOLM", "Anna Holm", "Anna Holm", "Holm"]


def test_actor_mentions__capitals_of_a_form_are_capitals_in_the_text_and_small_letters_either():
    aliases = {"America": ["US", "the president"], "Holm": []}
    assert texts_of("The president told us of the US. HOLM and holm.", aliases=aliases, unlisted=False) == [
        "The president",
        "US",
        "HOLM",
    ]


def test_actor_mentions__the_longest_form_counts_and_the_rest_of_its_name_is_no_other_actor():
    aliases = {"Holm": [], "Holm Bank": []}
    table = ns.actor_mentions(ns.corpus_from(["The Holm Bank sued Anna Holm."]), aliases=aliases)
    assert table[["text", "actor"]].values.tolist() == [["Holm Bank", "Holm Bank"], ["Holm", "Holm"]]


def test_actor_mentions__ignored_forms_and_unlisted_names_can_be_left_out(article):
    assert "Truth Social" not in set(ns.actor_mentions(article, ignore=["Truth Social"]).actor)
    assert set(ns.actor_mentions(article, aliases=ALIASES, unlisted=False).actor) == {"Trump", "Putin"}


def test_actor_mentions__say_which_words_may_be_names_that_only_open_sentences():
    table = ns.actor_mentions(ns.corpus_from(["Moreau refused. Holm’s office agreed. Recently nothing happened."]))
    assert table.actor.tolist() == ["Holm"]
    assert table.attrs["newsstudy"]["settings"]["undecided"] == {"Moreau": 1}


def test_actor_mentions__of_german_are_sequences_and_the_surnames_in_them():
    text = (
        "Bundeskanzlerin Angela Holm hat am Montag in Berlin den Präsidenten Wladimir Moreau getroffen. Die Gespräche dauerten "
        "drei Stunden. Holm sagte, die Lage sei ernst. Der Sprecher der NATO und die Regierung wollten sich nicht äußern."
    )
    table = ns.actor_mentions(ns.corpus_from([text]))
    assert table.actor.tolist() == ["Angela Holm", "Wladimir Moreau", "Holm", "NATO"]
    assert table.attrs["newsstudy"]["settings"]["capitals"] == {"nouns": 1}
    declared = ns.corpus_from([{"text": "Kurz: Das Treffen platzte.", "language": "de"}])
    assert ns.actor_mentions(declared).attrs["newsstudy"]["settings"]["capitals"] == {"nouns": 1}


@pytest.mark.parametrize(
    ("text", "aliases", "found"),
    [
        ("美国总统特朗普与普京通话。特朗普说，谈话很好。", {"特朗普": [], "普京": []}, ["特朗普", "普京", "特朗普"]),
        ("التقى الرئيس الروسي فلاديمير بوتين نظيره دونالد ترامب.", {"بوتين": ["فلاديمير بوتين"]}, ["فلاديمير بوتين"]),
        ("trump called putin and nobody knows why", {"putin": []}, ["putin"]),
    ],
    ids=["chinese", "arabic", "no capitals"],
)
def test_actor_mentions__without_capitals_only_the_alias_table_finds_anybody(text, aliases, found):
    assert texts_of(text) == []
    assert texts_of(text, aliases=aliases) == found
    record = ns.actor_mentions(ns.corpus_from([text])).attrs["newsstudy"]
    assert record["settings"]["capitals"] == {"nothing": 1}


def test_actor_mentions__no_text_or_no_sentence_mark_is_no_trouble():
    assert texts_of("") == []
    assert texts_of("  \n ") == []
    assert len(ns.actor_mentions(ns.corpus_from([]))) == 0
    assert texts_of("then Holm met Moreau in Oslo while Holm waited") == ["Holm", "Moreau", "Oslo", "Holm"]


def test_actor_mentions__pronouns_count_where_a_reader_listed_them(article):
    listed = [(0, "he", "Trump"), (9, "he", "Putin"), {"sentence": 5, "pronoun": "his", "actor": "Trump"}]
    table = ns.actor_mentions(article, aliases=ALIASES, antecedents=listed)
    added = table[table.how == "pronoun"]
    assert added[["sentence", "text", "actor"]].values.tolist() == [[0, "he", "Trump"], [5, "his", "Trump"], [9, "he", "Putin"]]
    assert len(table) == len(ns.actor_mentions(article, aliases=ALIASES)) + 3


def test_actor_mentions__take_the_table_of_pronouns_with_some_of_them_filled_in(article):
    table = ns.pronouns(article)
    assert (table.actor == "").all()
    table.loc[table.text.str.lower() == "he", "actor"] = "Donald Trump"
    found = ns.actor_mentions(article, antecedents=table)
    assert (found.how == "pronoun").sum() == (table.actor != "").sum() > 3


def test_pronouns__leave_out_the_countries_and_agencies_in_capitals():
    assert ns.pronouns(ns.corpus_from(["The US told us IT fails; WHO says it?"])).text.tolist() == ["us", "it"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"aliases": {"A": ["x"], "B": ["x"]}}, "stands for both 'A' and 'B'"),
        ({"aliases": {"A": ["Put*"]}}, "written out, without"),
        ({"aliases": {"A": ["!"]}}, "has no word"),
        ({"aliases": {"A": {"form": ["x"]}}}, '"forms" and "kind"'),
        ({"aliases": ["Putin"]}, "aliases is a dict"),
        ({"aliases": {"A": [1]}}, "actors, forms and kinds are texts"),
        ({"ignore": "!"}, "ignore is a list of forms"),
        ({"aliases": {"Putin": []}, "ignore": ["Putin"]}, "leave it in one of them"),
        ({"unlisted": 1}, "unlisted is True or False"),
        ({"antecedents": [(0, "he", "Nobody")]}, "'Nobody', who is no actor"),
        ({"antecedents": [(1, "she", "Putin")]}, "'she' does not stand in sentence 1"),
        ({"antecedents": [(99, "he", "Putin")]}, "no such sentence"),
        ({"antecedents": [(3, "Trump", "Putin")]}, "already is a mention by name"),
        ({"antecedents": [(0, "he", "Putin"), (0, "he", "Trump")]}, "listed twice"),
        ({"antecedents": [("zzz", 0, "he", "Putin")]}, "in which document"),
        ({"antecedents": {"he": "Putin"}}, "antecedents is a list"),
        ({"antecedents": ["he"]}, "an antecedent is"),
    ],
)
def test_actor_mentions__wrong_settings_are_named(article, options, message):
    with pytest.raises(InputError, match=message):
        ns.actor_mentions(article, **options)


def test_actor_mentions__take_a_corpus_only(article):
    with pytest.raises(InputError, match="give it a Corpus"):
        ns.actor_mentions(article.tokenize())


def test_actor_mentions__do_not_depend_on_the_order_of_the_alias_table(article):
    turned = dict(reversed(ALIASES.items()))
    one, two = (ns.actor_mentions(article, aliases=aliases) for aliases in (ALIASES, turned))
    assert one.equals(two)


def test_actor_mentions__of_twenty_thousand_words_are_ready_at_once():
    sentence = "Then President Anna Holm of Norland met Jean-Luc Moreau in Oslo, and Holm left with Moreau. "
    table = ns.actor_mentions(ns.corpus_from([sentence * 1250]))
    assert table.actor.value_counts().to_dict() == dict.fromkeys(
        ("Anna Holm", "Norland", "Jean-Luc Moreau", "Oslo", "Holm", "Moreau"), 1250
    )
    assert np.all(np.diff(table.start) > 0)
