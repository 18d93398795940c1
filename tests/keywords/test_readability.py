"""The table of readability: formulas by language, counted by hand, missing with the reason."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError

TEXTS = {
    "en": "The police came late. Nobody was in the house.",
    # Die Po-li-zei kam spät. Nie-mand war im Re-gie-rungs-ge-bäu-de.
    "de": "Die Polizei kam spät. Niemand war im Regierungsgebäude.",
    # La po-lice est ve-nue tard. Per-sonne n'é-tait dans la mai-son.
    "fr": "La police est venue tard. Personne n'était dans la maison.",
    # La po-li-cí-a lle-gó tar-de. Na-die es-ta-ba en ca-sa.
    "es": "La policía llegó tarde. Nadie estaba en casa.",
    "it": "La polizia arrivò tardi. Nessuno era in casa.",
    "sv": "Polisen kom sent. Ingen var i huset.",
}


def made(*languages, **options):
    rows = [{"id": language or "unknown", "text": TEXTS[language or "en"], "language": language} for language in languages]
    return ns.readability(ns.corpus_from(rows), **options).set_index("document")


def test_readability__of_german_counted_by_hand():
    row = made("de").loc["de"]
    # 8 words in 2 sentences; 1 3 1 1 and 2 1 1 6 syllables; over six letters: Polizei, Niemand, Regierungsgebäude.
    assert (row.n_words, row.n_sentences, row.mean_syllables) == (8, 2, 16 / 8)
    assert row.flesch_amstad == pytest.approx(180 - 4 - 58.5 * 16 / 8)
    assert row.wiener_sachtextformel_1 == pytest.approx(0.1935 * 25 + 0.1672 * 4 + 0.1297 * 37.5 - 0.0327 * 62.5 - 0.875)
    assert row.wiener_sachtextformel_2 == pytest.approx(0.2007 * 25 + 0.1682 * 4 + 0.1373 * 37.5 - 2.779)
    assert row.wiener_sachtextformel_3 == pytest.approx(0.2963 * 25 + 0.1905 * 4 - 1.1144)
    assert row.wiener_sachtextformel_4 == pytest.approx(0.2744 * 25 + 0.2656 * 4 - 1.693)
    assert row.lix == pytest.approx(4 + 37.5)
    assert row.rix == 1.5


def test_readability__of_french_spanish_and_italian_counted_by_hand():
    french, spanish, italian = made("fr").loc["fr"], made("es").loc["es"], made("it").loc["it"]
    assert (french.n_words, french.mean_syllables) == (10, (1 + 2 + 1 + 2 + 1 + 2 + 2 + 1 + 1 + 2) / 10)
    assert french.kandel_moles == pytest.approx(207 - 1.015 * 5 - 73.6 * 1.5)
    assert (spanish.n_words, spanish.mean_syllables) == (8, (1 + 4 + 2 + 2 + 2 + 3 + 1 + 2) / 8)
    assert spanish.fernandez_huerta == pytest.approx(206.84 - 1.02 * 4 - 60 * 17 / 8)
    assert spanish.szigriszt_pazos == pytest.approx(206.835 - 4 - 62.3 * 17 / 8)
    assert italian.gulpease == pytest.approx(89 + (300 * 2 - 10 * 36) / 8)
    assert np.isnan(italian.mean_syllables)


def test_readability__columns_are_those_of_the_languages_that_occur():
    fixed = [name for name in schemas.READABILITY.names if name != "document"]
    assert list(made("en").columns) == [*fixed, "gunning_fog", "smog", "automated_readability", "coleman_liau"]
    assert list(made("sv").columns) == fixed
    mixed = made("de", "es", "it", None)
    assert list(mixed.columns)[len(fixed) :] == [
        "flesch_amstad",
        *(f"wiener_sachtextformel_{number}" for number in (1, 2, 3, 4)),
        "fernandez_huerta",
        "szigriszt_pazos",
        "gulpease",
    ]
    assert mixed.flesch_amstad.notna().tolist() == [True, False, False, False]
    assert mixed.gulpease.notna().tolist() == [False, False, True, False]
    assert mixed.lix.notna().all()
    assert mixed.language.isna().tolist() == [False, False, False, True]


def test_readability__says_why_a_formula_is_missing_and_which_rules_counted():
    settings = made("de", "sv", None).attrs["newsstudy"]["settings"]
    told = "documents left out: 1 in a language not known, 1 in sv; name it by language= or with corpus.with_metadata"
    assert settings["missing"]["flesch_amstad"] == f"made for the language German; {told}"
    assert settings["syllables"] == ["syllables-de-1"]
    assert "syllables" not in made("sv").attrs["newsstudy"]["settings"]
    assert made("en").attrs["newsstudy"]["settings"]["missing"] == {}


def test_readability__a_language_may_be_named_for_texts_that_do_not_know_theirs():
    named = ns.readability(ns.corpus_from([{"id": "de", "text": TEXTS["de"]}]), language="de-AT")
    assert named.set_index("document").equals(made("de"))
    assert made("en", language="de").flesch_reading_ease.notna().all(), "a language that is known stays"
    for odd in ("", 3, ["de"], True):
        with pytest.raises(InputError, match="language must be"):
            made("en", language=odd)


def test_readability__a_formula_asked_for_by_name_stands_there_even_where_it_is_missing():
    table = made("en", measures=["flesch_amstad", "smog"])
    assert list(table.columns)[-2:] == ["smog", "flesch_amstad"]
    assert table.flesch_amstad.isna().all()
    assert list(made("de", measures=[]).columns) == [name for name in schemas.READABILITY.names if name != "document"]
    with pytest.raises(InputError, match=r"'flesch' is no measure of a READABILITY table; there are .*gulpease"):
        made("en", measures=["flesch"])


def test_readability__one_text_is_counted_by_the_rules_of_its_language_beside_others():
    mixed, alone = made("en", "de", "fr", "es"), [made(language) for language in ("en", "de", "fr", "es")]
    assert mixed.mean_syllables.tolist() == [table.mean_syllables.iloc[0] for table in alone]
