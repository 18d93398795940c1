"""Boilerplate: passages that promote the outlet are found with their reason, the story is left alone, nothing goes unasked."""

import pytest

import newsstudy as ns
from newsstudy.errors import InputError, SchemaError

STORY = "The council met on Monday. It voted for the new bridge."
FOUND = [
    ("en", "app", "Stay informed wherever you are with the Northern Post app."),
    ("en", "newsletter", "Sign up for our morning newsletter and start the day well informed."),
    ("en", "subscription", "Already a subscriber? Log in to go on."),
    ("en", "social_media", "Follow us on Instagram and tell your friends."),
    ("en", "programme", "Subscribe to our podcast wherever you get your podcasts."),
    ("en", "more", "This is a developing story. Check back for updates."),
    ("en", "tips", "Do you have a story for us? Write to us at the address below."),
    ("en", "production", "Ann Example contributed to this report."),
    ("en", "rights", "Copyright Northern Post. All rights reserved."),
    ("de", "newsletter", "Melden Sie sich jetzt für den täglichen Newsletter an."),
    ("de", "app", "Laden Sie jetzt kostenlos die App des Nordboten."),
    ("fr", "app", "Téléchargez gratuitement l’application du Courrier du Nord."),
    ("fr", "more", "À lire aussi : le pont coûtera plus cher que prévu."),
    ("es", "subscription", "Suscríbete y lee todo el periódico."),
    ("it", "social_media", "Seguici su Instagram."),
    ("pt", "newsletter", "Assine nossa newsletter e receba as notícias do dia."),
    ("nl", "app", "Download onze app en mis niets."),
    ("ar", "social_media", "تابعونا على منصات التواصل الاجتماعي."),
    ("zh", "social_media", "更多新闻，欢迎关注本报微信公众号。"),
]
LEFT_ALONE = [
    ("en", "The police got a tip on Sunday and searched the house."),
    ("en", "According to reporting by two other papers, the minister knew of it."),
    ("en", "The company said that users download the app two million times a day."),
    ("en", "Voters will have their say in June, and the mayor will stay in office."),
    ("en", "The newsletter was sent to 4,000 members of the party."),
    ("en", "He wrote on social media channels that the bridge would stay closed."),
    ("en", "The regulator opened an inquiry into the app and its alerts."),
    ("de", "Die App der Bahn fiel am Montag für drei Stunden aus."),
    ("fr", "L’application du ministère compte deux millions d’abonnés."),
    ("es", "La aplicación del banco dejó de funcionar el lunes."),
    ("ar", "أعلنت الشركة أن التطبيق توقف عن العمل يوم الاثنين."),
    ("zh", "该公司表示，其应用程序周一停止运行。"),
]


def of(text, language=None):
    return ns.corpus_from([{"text": text, "language": language}] if language else [text])


def test_boilerplate__last_paragraph_of_the_sample_article_promotes_an_app(article):
    table = ns.boilerplate(article)
    assert len(table) == 1
    row = table.iloc[0]
    assert (row.sentence, row.unit, row.kind, row.reason) == (21, "paragraph", "app", "promotes an app")
    assert row.text == article.split("paragraph").texts[-1]
    assert article.texts[0].encode()[row.start : row.start + row.length].decode() == row.text
    assert (row.n_sentences, row.n_cue_sentences) == (2, 1)
    assert row.position + row.word_share == pytest.approx(1.0)


@pytest.mark.parametrize(("language", "kind", "text"), FOUND, ids=[f"{row[0]}-{row[1]}" for row in FOUND])
@pytest.mark.parametrize("known", [True, False])
def test_boilerplate__is_found_with_its_reason_in_nine_languages(language, kind, text, known):
    table = ns.boilerplate(of(f"{STORY}\n\n{text}", language if known else None))
    assert table["kind"].tolist()[:1] == [kind]
    assert table["text"].tolist()[0] == text


@pytest.mark.parametrize(("language", "text"), LEFT_ALONE, ids=[f"{row[0]}-{row[1][:20]}" for row in LEFT_ALONE])
@pytest.mark.parametrize("known", [True, False])
def test_boilerplate__a_story_about_apps_and_newsletters_is_left_alone(language, text, known):
    table = ns.boilerplate(of(f"{STORY}\n\n{text}", language if known else None))
    assert table["cues"].tolist() == []


def test_boilerplate__a_text_of_one_paragraph_is_never_taken_whole():
    table = ns.boilerplate(of("The bridge opened. Follow us on Instagram."))
    assert table[["unit", "sentence", "text"]].values.tolist() == [["sentence", 1, "Follow us on Instagram."]]


def test_boilerplate__below_min_share_the_sentences_alone_are_rows():
    text = f"{STORY}\nThe bridge is old. It is narrow. Follow us on Instagram."
    assert ns.boilerplate(of(text))["unit"].tolist() == ["sentence"]
    assert ns.boilerplate(of(text), min_share=0.3)["unit"].tolist() == ["paragraph"]


@pytest.mark.parametrize("text", ["", " \n ", "no sentence marks at all", "只有一句话", "كلمة"])
def test_boilerplate__where_there_is_none_the_table_is_empty(text):
    table = ns.boilerplate(of(text))
    assert len(table) == 0
    assert ns.figures.boilerplate(table).record["schema"] == "BOILERPLATE"


def test_without_boilerplate__is_a_step_that_can_be_taken_back(article):
    left = ns.without_boilerplate(article)
    assert left.texts[0] == "\n".join(article.split("paragraph").texts[:-1])
    assert left.edits["step"].tolist() == ["without_boilerplate-1"]
    assert left.uncleaned().digest == article.digest


def test_without_boilerplate__takes_out_the_rows_that_were_left_in_the_table():
    corpus = of(f"{STORY}\n\nFollow us on Instagram.\n\nAll rights reserved.\n\nThe vote was close.")
    table = ns.boilerplate(corpus)
    assert table["kind"].tolist() == ["social_media", "rights"]
    kept = ns.without_boilerplate(corpus, table[table.kind == "rights"])
    assert kept.texts == [f"{STORY}\n\nFollow us on Instagram.\n\nThe vote was close."]
    assert ns.without_boilerplate(corpus, table.iloc[:0]) is corpus
    assert ns.without_boilerplate(of("Follow us on Instagram.\n\nThe vote was close.")).texts == ["The vote was close."]


def test_without_boilerplate__another_corpus_or_table_is_refused(article):
    table = ns.boilerplate(article)
    with pytest.raises(InputError, match="hand over the corpus that the table was made from"):
        ns.without_boilerplate(of("Another text."), table)
    with pytest.raises(SchemaError, match="no BOILERPLATE"):
        ns.without_boilerplate(article, ns.kwic(article.tokenize(), "Putin"))
    for wrong in (0, True, 2, "x"):
        with pytest.raises(InputError, match="min_share"):
            ns.boilerplate(article, min_share=wrong)
    with pytest.raises(InputError, match="Corpus"):
        ns.boilerplate(article.tokenize())
