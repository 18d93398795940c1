"""Who says what: quotations against articles read by hand, marks of every kind, shares and hedges with their intervals."""

import json
import pathlib
import runpy
import sys
import types

import numpy as np
import pandas as pd
import pytest

import newsstudy as ns
from newsstudy import randomness, schemas
from newsstudy.article._marks import pairs_of
from newsstudy.errors import InputError, NewsstudyError
from newsstudy.text.data_files import read_json

cases = types.SimpleNamespace(**runpy.run_path(str(pathlib.Path(__file__).with_name("cases.py"))))
NAMES, case, compared, found = cases.NAMES, cases.case, cases.compared, cases.found
WRITTEN = [name for name in NAMES if name != "sample-article"]


def one(text, **options):
    return ns.quotations(ns.corpus_from([{"text": text, "language": options.pop("language", "en")}]), **options)


def test_quotations__of_the_sample_article_are_right_in_every_row():
    corpus, expected = case("sample-article")
    right, missed, wrong = compared(expected, found(corpus))
    assert (missed, wrong) == ([], [])
    assert len(right) == 15


def test_quotations__of_the_written_articles_have_precision_and_recall_of_nine_tenths(capsys):
    right = missed = wrong = 0
    by_kind = {}
    for name in WRITTEN:
        corpus, expected = case(name)
        parts = compared(expected, found(corpus))
        right, missed, wrong = (total + len(part) for total, part in zip((right, missed, wrong), parts, strict=True))
        for place, part in enumerate(parts):
            for row in part:
                by_kind.setdefault(row[0], [0, 0, 0])[place] += 1
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        told = "; ".join(f"{kind}: {r} right, {m} missed, {w} wrong" for kind, (r, m, w) in sorted(by_kind.items()))
        sys.stdout.write(f"\n{len(WRITTEN)} articles: precision {precision:.3f}, recall {recall:.3f} ({told})\n")
    assert len(WRITTEN) >= 20
    assert precision >= 0.9
    assert recall >= 0.9


@pytest.mark.parametrize("name", NAMES)
def test_quotations__of_each_article_lie_where_the_table_says(name):
    corpus, _ = case(name)
    table = ns.quotations(corpus)
    raw = corpus.texts[0].encode()
    for row in table.itertuples():
        assert raw[row.start : row.start + row.length].decode() == row.text
        assert row.n_words > 0
        if not pd.isna(row.verb):
            assert raw[row.verb_start : row.verb_start + row.verb_length].decode() == row.verb
    around = [(row.start, row.start + row.length) for row in table.itertuples()]
    for row, level in zip(around, table.level, strict=True):
        assert level == 1 + len([one for one in around if one != row and one[0] <= row[0] and row[1] <= one[1]])


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("“a” and “b”", [(0, 3), (8, 11)]),
        ('"a" and "b"', [(0, 3), (8, 11)]),
        ("„a“ und „b”", [(0, 3), (8, 11)]),
        ("»a« und «b»", [(0, 3), (8, 11)]),
        ("« a » et « b »", [(0, 5), (9, 14)]),
        ("”a” och ”b”", [(0, 3), (8, 11)]),
        ("»a» och »b»", [(0, 3), (8, 11)]),
        ("‘a’ and 'b'", [(0, 3), (8, 11)]),
        ("‚a‘ und ›b‹", [(0, 3), (8, 11)]),
        ("「甲『乙』丙」", [(0, 7), (2, 5)]),
        ("“He said ‘no’,” she wrote", [(0, 15), (9, 13)]),
        ("the workers’ hall and the ’90s", []),
        ("a 6' 2\" man", []),
        ("‘It’s the lads’ first,’ he said", [(0, 23)]),
        ("“one\n\n“two”", [(0, 11)]),
    ],
)
def test_marks__are_paired_in_the_manner_of_each_language(text, pairs):
    found_pairs = pairs_of(text)
    assert [(pair.start, pair.end) for pair in found_pairs] == pairs
    assert all(pair.balanced for pair in found_pairs)


@pytest.mark.parametrize("text", ["“never closed\n\nNext.", "closed only”", "“", "”", "»«»"])
def test_marks__that_lack_their_other_are_reported(text):
    assert [pair.balanced for pair in pairs_of(text)].count(False) >= 1
    table = one(text)
    assert table.attrs["newsstudy"]["settings"]["n_unbalanced"] == int((~table.balanced).sum()) >= 1


def test_marks__of_any_signs_in_any_order_end_where_the_text_does():
    signs = "“”„‘’'\"«»‹›「」a \n.s,"
    for trial in range(300):
        places = randomness.integers_below(randomness.child(0, "marks", trial), 24, len(signs))
        text = "".join(signs[place] for place in places.tolist())
        for pair in pairs_of(text):
            assert 0 <= pair.start < pair.end <= len(text)
        one(text)


def test_quotations__take_names_from_a_dict_and_from_places():
    article = ns.sample_article()
    names = {"Trump": ["Donald Trump", "Trump"], "Putin": "Putin"}
    table = ns.quotations(article, speakers=names)
    assert table.speaker.value_counts().to_dict() == {"Trump": 7, "Putin": 4, "he": 3, "Reports": 1}
    pronouns = table[table.speaker_kind == "pronoun"]
    places = pronouns.rename(columns={"speaker_start": "at", "start": "s", "length": "n"})
    mentions = pd.DataFrame(
        {"document": places.document, "start": places["at"], "length": places.speaker_length, "actor": "Trump"}
    )
    resolved = ns.quotations(article, speakers=mentions)
    assert (resolved.speaker[pronouns.index] == "Trump").all()


def test_quotations__in_arabic_and_chinese_are_found_and_named_by_the_caller_only():
    arabic, chinese = "قال الرئيس: «نعم، سنرد على ذلك اليوم». ثم غادر.", "外交部長王毅說：「我們會回應。」他隨後離開。"
    for text, language, names, quoted in (
        (arabic, "ar", {"الرئيس": ["الرئيس"]}, "«نعم، سنرد على ذلك اليوم»"),
        (chinese, "zh", {"王毅": ["王毅"]}, "「我們會回應。」"),
    ):
        table = one(text, language=language)
        assert table.text.tolist() == [quoted]
        assert table.speaker.isna().all()
        assert "speakers=" in table.attrs["newsstudy"]["settings"]["missing"]["speaker"]
        named = one(text, language=language, speakers=names)
        assert named.speaker.tolist() == list(names)
        assert named.kind.tolist() == ["direct"]


def test_quotations__of_a_language_not_named_are_read_by_the_list_that_fits():
    text = "Der Rat tagte am Montag in der Stadt. „Wir haben keine Wahl“, sagte die Bürgermeisterin nach der Sitzung."
    table = ns.quotations(ns.corpus_from([text]))
    assert table.attrs["newsstudy"]["settings"]["verbs"] == {"reporting-verbs-de-1": 1}
    assert table.speaker.tolist() == ["Bürgermeisterin"]


@pytest.mark.parametrize("text", ["", " ", "no marks no stops", "…", "。", "“”"])
def test_voices__of_texts_with_nothing_in_them_are_empty_tables(text):
    corpus = ns.sample_article().where([False]) if not text.strip() else ns.corpus_from([text])
    table = ns.quotations(corpus)
    assert len(table) == 0
    assert len(ns.quoted_share(table, corpus)) == 0
    rates = ns.hedge_rates(ns.hedges(corpus))
    assert rates["count"].tolist() == [0] * len(rates)


def test_voices__of_twenty_thousand_words_take_seconds(sotu_text):
    corpus = ns.corpus_from([sotu_text])
    table = ns.quotations(corpus, language="en")
    assert len(corpus.tokenize().ids) > 20_000
    shares = ns.quoted_share(table, corpus, kinds=["direct", "reported"], n_resamples=200)
    assert shares.n_words.sum() <= table.n_words.sum()
    assert len(ns.hedges(corpus, language="en")) > 50


@pytest.fixture(scope="module")
def sotu_text():
    lines = (pathlib.Path(__file__).parent.parent / "cases" / "sotu" / "speeches.jsonl").read_text("utf-8").splitlines()
    texts, n_words = [], 0
    while n_words < 22_000:
        texts.append(json.loads(lines[len(texts) % len(lines)])["text"])
        n_words += len(texts[-1].split())
    return "\n".join(texts)


def test_quoted_share__adds_up_and_counts_each_word_once():
    corpus, _ = case("04-nested")
    table = ns.quotations(corpus)
    shares = ns.quoted_share(table, corpus)
    outer = table[(table.kind == "direct") & (table.level == 1)]
    assert shares.n_words.sum() == outer.n_words.sum()
    assert shares.quoted_share.sum() == pytest.approx(1.0)
    settings = shares.attrs["newsstudy"]["settings"]
    assert np.allclose(shares.share, shares.n_words / settings["n_words"])
    assert ((shares.share_low <= shares.share) & (shares.share <= shares.share_high)).all()


def test_quoted_share__interval_is_that_of_sentences_drawn_again():
    """Ten sentences of ten words, five of them quoted: the share has the spread of a binomial of ten draws."""
    said = "“" + " ".join(["Snow"] * 9) + ",” he said."
    quiet = " ".join(["Rain"] * 10) + " fell."
    corpus = ns.corpus_from([{"text": " ".join([said, quiet] * 5), "language": "en"}])
    share = ns.quoted_share(ns.quotations(corpus), corpus, n_resamples=2000).iloc[0]
    assert share.share == 45 / 110
    assert abs(share.share_low - 0.18) < 0.06
    assert abs(share.share_high - 0.65) < 0.06


def test_quoted_share__needs_the_corpus_of_the_table():
    table = ns.quotations(ns.sample_article())
    with pytest.raises(InputError, match="another corpus"):
        ns.quoted_share(table, ns.corpus_from(["Another text."]))


def test_quoted_share__of_few_sentences_has_no_interval_and_says_so():
    corpus = ns.corpus_from([{"text": "“We lost the game,” he said.", "language": "en"}])
    shares = ns.quoted_share(ns.quotations(corpus), corpus)
    assert shares.share_low.isna().all()
    assert "fewer than 5" in shares.attrs["newsstudy"]["settings"]["missing"]["share_low"]


def test_hedges__of_the_sample_article_are_these():
    table = ns.hedges(ns.sample_article())
    assert table.text.tolist() == [
        *("described as", "indicating", "suggested", "potential", "could", "could", "potentially", "indicated", "somewhat"),
        *("implied", "As of now", "continues to evolve", "Reports indicate", "may", "remains fluid", "anticipated to"),
    ]
    raw = ns.sample_article().texts[0].encode()
    assert [raw[row.start : row.start + row.length].decode() for row in table.itertuples()] == table.text.tolist()


def test_hedges__know_the_month_of_may_numbers_and_quotations():
    text = "In May it may rain. About 40 people left; it was about time. “It could be worse,” she said."
    table = ns.hedges(ns.corpus_from([{"text": text, "language": "en"}]))
    assert table[["text", "quoted"]].values.tolist() == [["may", False], ["About", False], ["could", True]]


def test_hedge_rates__have_garwoods_interval():
    """Garwood 1936, table I: for a count of 10 the limits of 0.95 are 4.795 and 18.390."""
    text = " ".join(["It may rain and pour on."] * 10)
    rates = ns.hedge_rates(ns.hedges(ns.corpus_from([{"text": text, "language": "en"}]))).set_index("kind").loc["possibility"]
    assert rates["count"] == 10
    words = 60
    assert rates.per_thousand == pytest.approx(10 / words * 1000)
    assert rates.per_thousand_low * words / 1000 == pytest.approx(4.795, abs=5e-4)
    assert rates.per_thousand_high * words / 1000 == pytest.approx(18.390, abs=5e-4)


def test_lists__name_their_source_and_hold_terms():
    for name in ("reporting-verbs-en-1", "reporting-verbs-de-1", "reporting-verbs-fr-1", "hedges-en-1"):
        content = read_json(name)
        assert content["version"] == name
        assert content["source"].startswith("newsstudy: ")
    forms = [form for entry in read_json("reporting-verbs-en-1")["verbs"].values() for form in entry["forms"]]
    assert len(forms) == len(set(forms)), "a form belongs to one verb"
    classes = read_json("hedges-en-1")["classes"].values()
    expressions = [expression for listed in classes for expression in listed]
    assert len(expressions) == len(set(expressions)), "an expression belongs to one class"


def test_tables__are_those_of_their_schemas_and_can_be_told_in_a_method_section():
    article = ns.sample_article()
    table = ns.quotations(article)
    found_hedges = ns.hedges(article)
    for made in (table, ns.quoted_share(table, article), found_hedges, ns.hedge_rates(found_hedges)):
        name = made.attrs["newsstudy"]["schema"]
        assert getattr(schemas, name).check(made)["schema"] == name
        assert len(ns.table_method(made).text) > 200


ODD = [None, True, -1, 1.5, float("nan"), 10**30, "", "x", "\ud800", b"x", [], [None], [1], {}, {"x": 1}, object(), slice(1)]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}-{str(odd)[:4]!a}")
def test_voices__refuse_odd_input_by_name_or_take_it(odd):
    article = ns.sample_article()
    said = ns.quotations(article)
    for call in (
        lambda: ns.quotations(odd),
        lambda: ns.quotations(article, speakers=odd),
        lambda: ns.quotations(article, speakers={"x": odd}),
        lambda: ns.quotations(article, speakers={"x": [odd]}),
        lambda: ns.quotations(article, speakers=pd.DataFrame({"actor": pd.Series([odd], dtype=object)})),
        lambda: ns.quotations(article, language=odd),
        lambda: ns.quotations(article, scare_words=odd),
        lambda: ns.quotations(article, segmenter=odd),
        lambda: ns.quotations(article, sentence_rule=odd),
        lambda: ns.quoted_share(odd, article),
        lambda: ns.quoted_share(said, odd),
        lambda: ns.quoted_share(said, article, kinds=odd),
        lambda: ns.quoted_share(said, article, kinds=[odd]),
        lambda: ns.quoted_share(said, article, n_resamples=odd),
        lambda: ns.quoted_share(said, article, rng=odd),
        lambda: ns.hedges(odd),
        lambda: ns.hedges(article, language=odd),
        lambda: ns.hedge_rates(odd),
    ):
        refusal = None
        try:
            call()
        except NewsstudyError as error:
            refusal = str(error)
        assert refusal is None or len(refusal) > 20, "an error names the thing and the next move"
