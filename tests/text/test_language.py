"""Which language a text is in: what py3langid says, with sums that are the same everywhere."""

import sys

import numpy as np
import pytest

from newsstudy.errors import InputError
from newsstudy.text import language
from newsstudy.text.language import detector, known_languages, likely_language

TEXTS = {
    "en": "The council voted for the new harbour on Tuesday, and work on it begins in the autumn.",
    "de": "Der Rat stimmte am Dienstag für den neuen Hafen, die Arbeiten beginnen im Herbst.",
    "fr": "Le conseil a voté mardi pour le nouveau port, et les travaux commenceront à l'automne.",
    "es": "El consejo votó el martes a favor del nuevo puerto, y las obras comenzarán en otoño.",
    "pl": "Rada zagłosowała we wtorek za nowym portem, a prace rozpoczną się jesienią.",
    "ru": "Совет проголосовал во вторник за новый порт, работы начнутся осенью.",
    "tr": "Meclis salı günü yeni liman için oy kullandı, çalışmalar sonbaharda başlayacak.",
    "ar": "صوت المجلس يوم الثلاثاء لصالح الميناء الجديد وستبدأ الأعمال في الخريف.",
    "zh": "市议会星期二投票支持新港口，工程将于秋季开始。",
    "ja": "市議会は火曜日に新しい港に賛成し、工事は秋に始まる。",
    "ko": "시의회는 화요일에 새 항구를 승인했으며 공사는 가을에 시작된다.",
    "sw": "Baraza lilipiga kura Jumanne kuunga mkono bandari mpya, na kazi itaanza katika majira ya vuli.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_likely_language__of_a_sentence(code):
    assert likely_language(TEXTS[code]) == code
    assert likely_language(TEXTS[code].upper()) == code


def test_likely_language__says_what_py3langid_says():
    import py3langid

    pieces = [text[:size] for text in TEXTS.values() for size in (5, 12, 30, 200)]
    assert [likely_language(piece) for piece in pieces] == [py3langid.classify(piece)[0] for piece in pieces]


def test_scores__are_sums_in_one_order_and_precision():
    model = language._model()
    counts = model.visits(TEXTS["en"].encode())
    turned = dict(sorted(counts.items(), reverse=True))
    scores = model.scores(counts)
    assert scores.dtype == np.float64
    assert scores.tobytes() == model.scores(turned).tobytes()


def test_likely_language__among_those_that_it_may_be():
    assert likely_language(TEXTS["de"], languages=["nl", "da"]) in ("nl", "da")
    assert likely_language(TEXTS["de"], languages="de") == "de"
    assert likely_language("") is None
    assert likely_language("12345 67") is None or likely_language("12345 67") in known_languages()
    for languages in (["en", "klingon"], []):
        with pytest.raises(InputError, match=r"klingon|were not named"):
            likely_language("x", languages=languages)


def test_likely_language__same_for_composed_and_decomposed_letters():
    assert likely_language("Le conseil a de\u0301cide\u0301 : l'e\u0301cole fermera a\u0300 l'e\u0301te\u0301.") == "fr"


def test_detector__is_named_with_its_version():
    assert detector().startswith("py3langid ")
    assert len(known_languages()) > 90


def test_py3langid_missing__is_an_error_that_says_how_to_install_it(monkeypatch):
    language._model.cache_clear()
    language._chosen.cache_clear()
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    with pytest.raises(InputError, match=r'pip install "newsstudy\[readers\]"'):
        likely_language("Snow fell in the north.")
    language._model.cache_clear()
