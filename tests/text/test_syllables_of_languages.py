"""Syllables of German, French and Spanish words, counted by hand, in the way that the file of each language says."""

import pytest

from newsstudy.errors import InputError
from newsstudy.text import syllables_de, syllables_es, syllables_fr
from newsstudy.text.syllables import RULES, count_syllables, syllables

GERMAN = {
    0: "– … Україна",
    1: """Angst Arzt Bahn Berg Brief deutsch durch Feind Frau Geld Haus Herbst Herr Jahr Knie Krieg Land Meer Mensch Mond
        Not Preis Quark Rat Recht schien schon See Staat Stadt Streik Tag Team Tod Trump und Volk Wahl Wien Wort
        Zoo""",
    2: """Abend aktiv Armee Asyl Bauer Bayern Berlin Brüssel Bürger Einfluss Entwurf EU Feuer Frauen Frieden geehrt Goethe
        Grenze heute Hunger immer Kanzler Klage Klient Kosten Leute Linie loyal Mehrheit Menschen Milieu naiv
        Niveau Online Partei Poet Polen Prozent Quelle Reform Regen Ruhe Schule Soldat Spiegel Steuer Studie
        Suche Treffen Vertrag Woche Zeitung zuerst""",
    3: """Abgabe aktuell Analyst Arbeiter Asien Belgien beenden CDU Einwohner Ereignis Feiertag Ferien Ideen Indien Januar
        Klimaschutz Kokain Linien Medien Minute Million Museum Nachrichten Nation Ozean Parteien Patient
        Präsident Regierung Region Ruine Soldaten Spanien SPD Studium Syrien Theater Union Vertreter Zeitungen
        Zustimmung""",
    4: """Analyse Bundeskanzler Bürgermeister beeindruckend beinhalten beobachten beurteilen Demokratie Familien
        Funktionär Fahrradfahrer Journalisten Kolonien Kriterium Material Ministerin national Politiker Reaktion
        religiös Spezialist Ukraine Wirtschaftskrise""",
    5: """Bürgermeisterin beunruhigen Bundesregierung Demonstration europäische Generation Italiener italienisch
        kooperieren Ministerium Situation Universität""",
    6: "Familienvater Initiative Kommunikation Organisation Parlamentarier",
    7: "internationale",
}
FRENCH = {
    0: "– … Україна l d",
    1: """aime aiment août banque blanc bruit cœur coup croire deux eau elle feuille fille fleuve France grand guerre
        homme huit joie juin Jean jeune langue les l'homme lieu ligne loi main monde neige nuit œil onze oui
        parlent pierre pied pluie porte quatre que quelque rue rien siècle sœur suisse trois vent vie vieille
        ville vingt voix vrai yeux""",
    2: """accueil affaire argent armée avion avril billet bonjour chanter chapeau chômage client comment content crayon
        croissance demain dollar école église emploi enfant étude famille faillite frontière histoire juillet
        justice maison manger mangeons mangeait marché milieu million ministre moment monsieur moyen musée
        nation naïf Noël nommer parler pays Paris pigeon police poulet prière public quartier question raison
        royaume semaine soldat soleil souvent système théâtre travail UE voisin voyage zéro""",
    3: """appeler aujourd'hui campagnard citoyenne électrique février gouverner important journaliste maintenant médecin
        national nucléaire océan ouvrier paysage paysan président qualité république réunion samedi société
        travailler tribunal vendredi TVA""",
    4: """américain coopérer développer européen européenne événement gouvernement l'événement ministériel remerciement
        sécurité télévision SNCF""",
    5: "administration coopération développement international université",
    6: "responsabilité",
}
SPANISH = {
    0: "– … Україна",
    1: """a bien buey cien dos el fiel guion huir ley luz mal más muy no pan PIB pie plan que quien rey sal seis sin sol
        tres tren vais voy y yo""",
    2: """agua aire ahí año causa ciudad cuando cuidar cuota después dueño fuerza gente guardias guerra hacia hielo huevo
        huida juicio julio leer luna mayo mujer nación nuevo ONU país pausa peor PP pueblo quizá radio Raúl
        rehén río ruido siempre sitio tarde también tía UE viaje viernes zoo""",
    3: """abierto acuerdo afuera ahora alcohol aldea anuncio ayuda Bolivia búsqueda ciudades cohete continuo cuidado
        diciembre Europa familia febrero frecuente gobierno hablaron historia idea mañana mercado millones
        ministro noticia palabra problema semana servicio siguiente teatro trabajo Ucrania verano violencia""",
    4: """aéreo América averiguáis caótico ciudadano comunidad continúa democracia diputados elecciones energía fiscalía
        lingüística mayoría océano paranoia policía política presidente seguridad vehículo""",
    5: "administración economía periodístico republicano universidad",
    6: "administraciones EEUU universitario",
}
LISTS = {"de": GERMAN, "fr": FRENCH, "es": SPANISH}
MODULES = {"de": syllables_de, "fr": syllables_fr, "es": syllables_es}


@pytest.mark.parametrize("language", LISTS)
def test_known_words__have_the_syllables_that_were_counted_by_hand(language):
    spoken = {word: number for number, words in LISTS[language].items() for word in words.split()}
    assert len(spoken) >= 150
    assert {word: count_syllables(word, language) for word in spoken} == spoken


@pytest.mark.parametrize(
    ("language", "figures", "number"),
    [
        *(("de", *pair) for pair in (("0", 1), ("7", 2), ("21", 4), ("100", 2), ("305", 4), ("1.000", 2), ("1990", 6))),
        *(("de", *pair) for pair in (("2022", 7), ("1000000", 5), ("3000000000", 5), ("007", 4))),
        *(("fr", *pair) for pair in (("0", 2), ("17", 2), ("21", 3), ("71", 4), ("77", 4), ("80", 3), ("99", 5), ("100", 1))),
        *(("fr", *pair) for pair in (("1.000", 1), ("1990", 7), ("2022", 4), ("1000000", 3), ("05", 3))),
        *(("es", *pair) for pair in (("0", 2), ("16", 3), ("22", 3), ("31", 5), ("100", 1), ("101", 4), ("1.000", 1))),
        *(("es", *pair) for pair in (("1990", 8), ("2022", 5), ("1000000", 3), ("2000000", 4), ("05", 4))),
    ],
)
def test_figures__are_read_aloud(language, figures, number):
    assert count_syllables(figures, language) == number


@pytest.mark.parametrize("language", LISTS)
def test_word_lists__hold_only_what_the_rules_get_wrong(language):
    module = MODULES[language]
    words = module._words() if language != "fr" else module._lists()[0]
    by_rule = {word: sum(module._word(piece) for piece in module._PIECES.findall(word)) for word in words}
    assert [word for word, number in words.items() if by_rule[word] == number] == []


@pytest.mark.parametrize("language", LISTS)
def test_odd_words__are_counted_without_error(language):
    for word in (
        "",
        "'",
        "''",
        "-",
        "ß",
        "e",
        "es",
        "ent",
        "qu",
        "y",
        "ÿ",
        "œ",
        "ai",
        "a" * 2000,
        "9" * 40,
        "³",
        "½",
        "x-y-z",
        "l'",
    ):
        assert count_syllables(word, language) >= 0


def test_language__a_country_does_not_matter_and_others_are_refused():
    assert count_syllables("Familien", "de-AT") == count_syllables("Familien", "DE_ch") == 4
    assert syllables(["uno", "dos"], "es").tolist() == [2, 1]
    for odd in ("it", "", None, 3, ["de"], "deu"):
        with pytest.raises(InputError, match="there are rules for de, en, es, fr"):
            syllables([], odd)


def test_rules__have_names():
    assert {language: f"syllables-{language}-1" for language in ("de", "en", "es", "fr")} == RULES
