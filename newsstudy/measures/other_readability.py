"""How hard is a text to read in German, French, Spanish or Italian? Formulas fitted, or fitted anew, for these languages.

All take broadcastable arrays of whole numbers and give float64; NaN where there is no word or no sentence. A formula says
nothing of texts in other languages than its own, and the English ones say nothing of these: a German word has more syllables
than an English one. `ns.readability` chooses by the language of each document and counts syllables by that language's rules.
"""

from __future__ import annotations

from typing import Any

from newsstudy.measures._checks import Floats
from newsstudy.measures.readability import _fitting, _known, _ratios


def _flesch(constant: float, a: float, b: float, n_words: Any, n_sentences: Any, n_syllables: Any) -> Any:
    """constant − a words/sentence − b syllables/word."""
    n_words, n_sentences, n_syllables = _fitting(n_words=n_words, n_sentences=n_sentences, n_syllables=n_syllables)
    length = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(constant - a * length - b * _ratios(n_syllables, "n_syllables", n_words, "n_words"), n_words, n_sentences)


def flesch_amstad(n_words: Any, n_sentences: Any, n_syllables: Any) -> Any:
    """180 − words/sentence − 58.5 syllables/word; mostly 0 (hard) to 100 (easy), not bounded. German.

    Source: Amstad 1978, Wie verständlich sind unsere Zeitungen? (thesis, Zürich; no DOI). The same formula: textstat, koRpus.

    >>> flesch_amstad(100, 5, 180).round(2)
    np.float64(54.7)
    """
    return _flesch(180.0, 1.0, 58.5, n_words, n_sentences, n_syllables)


def kandel_moles(n_words: Any, n_sentences: Any, n_syllables: Any) -> Any:
    """207 − 1.015 words/sentence − 73.6 syllables/word; mostly 0 (hard) to 100 (easy), not bounded. French.

    Source: Kandel & Moles 1958, Cahiers d'études de radio-télévision 19, 253-274 (no DOI). The same formula: textstat. Trap:
    koRpus has 209 − 1.15 words/sentence − 68 syllables/word under this name.

    >>> kandel_moles(100, 5, 160).round(2)
    np.float64(68.94)
    """
    return _flesch(207.0, 1.015, 73.6, n_words, n_sentences, n_syllables)


def fernandez_huerta(n_words: Any, n_sentences: Any, n_syllables: Any) -> Any:
    """206.84 − 1.02 words/sentence − 60 syllables/word; mostly 0 (hard) to 100 (easy), not bounded. Spanish.

    Source: Fernández Huerta 1959, Consigna 214, 29-32 (no DOI): 0.60 for syllables in 100 words. The same formula: textstat,
    legible.es. Trap: some take 0.60 for syllables in one word, or read 1.02 as a factor of sentences in 100 words.

    >>> fernandez_huerta(100, 5, 200).round(2)
    np.float64(66.44)
    """
    return _flesch(206.84, 1.02, 60.0, n_words, n_sentences, n_syllables)


def szigriszt_pazos(n_words: Any, n_sentences: Any, n_syllables: Any) -> Any:
    """206.835 − words/sentence − 62.3 syllables/word (perspicuidad); the INFLESZ scale reads the same number. Spanish.

    INFLESZ: below 40 very hard, to 55 somewhat hard, to 65 normal, to 80 fairly easy, above very easy.

    Source: Szigriszt Pazos 1993, Sistemas predictivos de legibilidad del mensaje escrito (thesis, Madrid; no DOI); the scale:
    Barrio-Cantalejo et al. 2008, doi:10.4321/S1137-66272008000300004. The same formula: textstat, legible.es.

    >>> szigriszt_pazos(100, 5, 200).round(3)
    np.float64(62.235)
    """
    return _flesch(206.835, 1.0, 62.3, n_words, n_sentences, n_syllables)


def gulpease(n_letters: Any, n_words: Any, n_sentences: Any) -> Any:
    """89 + (300 sentences − 10 letters) / words, mostly 0 (hard) to 100 (easy). Italian; needs no syllables.

    Below 80 it is hard for readers with five years of school, below 60 with eight, below 40 with thirteen.

    Source: Lucisano & Piemontese 1988, Scuola e città 39(3), 110-124 (no DOI). The same formula: textstat.

    >>> gulpease(500, 100, 5)
    np.float64(54.0)
    """
    n_letters, n_words, n_sentences = _fitting(n_letters=n_letters, n_words=n_words, n_sentences=n_sentences)
    sentences = 300.0 * _ratios(n_sentences, "n_sentences", n_words, "n_words")
    return _known(89.0 + sentences - 10.0 * _ratios(n_letters, "n_letters", n_words, "n_words"), n_words, n_sentences)


def _percent(part: Any, name: str, n_words: Any) -> Floats:
    return 100.0 * _ratios(part, name, n_words, "n_words")


def wiener_sachtextformel_1(n_words: Any, n_sentences: Any, n_complex_words: Any, n_long_words: Any, n_monosyllables: Any) -> Any:
    """First Vienna formula for factual texts: 0.1935 MS + 0.1672 SL + 0.1297 IW − 0.0327 ES − 0.875, in school years. German.

    MS, IW and ES are per cent of words with three syllables or more, with more than six letters, with one syllable; SL is
    words/sentence. About 4 (easy) to 15 (hard).

    Source: Bamberger & Vanecek 1984, Lesen – Verstehen – Lernen – Schreiben, 83-84 (no DOI). The same formula: textstat, koRpus.

    >>> wiener_sachtextformel_1(100, 5, 20, 30, 50).round(4)
    np.float64(8.595)
    """
    n_words, n_sentences, n_complex_words, n_long_words, n_monosyllables = _fitting(
        n_words=n_words,
        n_sentences=n_sentences,
        n_complex_words=n_complex_words,
        n_long_words=n_long_words,
        n_monosyllables=n_monosyllables,
    )
    ms, iw = _percent(n_complex_words, "n_complex_words", n_words), _percent(n_long_words, "n_long_words", n_words)
    es, sl = _percent(n_monosyllables, "n_monosyllables", n_words), _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(0.1935 * ms + 0.1672 * sl + 0.1297 * iw - 0.0327 * es - 0.875, n_words, n_sentences)


def wiener_sachtextformel_2(n_words: Any, n_sentences: Any, n_complex_words: Any, n_long_words: Any) -> Any:
    """Second Vienna formula: 0.2007 MS + 0.1682 SL + 0.1373 IW − 2.779. MS, SL, IW and source as in the first. German.

    >>> wiener_sachtextformel_2(100, 5, 20, 30).round(4)
    np.float64(8.718)
    """
    n_words, n_sentences, n_complex_words, n_long_words = _fitting(
        n_words=n_words, n_sentences=n_sentences, n_complex_words=n_complex_words, n_long_words=n_long_words
    )
    ms, iw = _percent(n_complex_words, "n_complex_words", n_words), _percent(n_long_words, "n_long_words", n_words)
    sl = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(0.2007 * ms + 0.1682 * sl + 0.1373 * iw - 2.779, n_words, n_sentences)


def wiener_sachtextformel_3(n_words: Any, n_sentences: Any, n_complex_words: Any) -> Any:
    """Third Vienna formula: 0.2963 MS + 0.1905 SL − 1.1144. MS, SL and source as in the first. German.

    >>> wiener_sachtextformel_3(100, 5, 20).round(4)
    np.float64(8.6216)
    """
    return _syllables_only(0.2963, 0.1905, 1.1144, n_words, n_sentences, n_complex_words)


def wiener_sachtextformel_4(n_words: Any, n_sentences: Any, n_complex_words: Any) -> Any:
    """Fourth Vienna formula: 0.2744 MS + 0.2656 SL − 1.693. MS, SL and source as in the first. German.

    >>> wiener_sachtextformel_4(100, 5, 20).round(4)
    np.float64(9.107)
    """
    return _syllables_only(0.2744, 0.2656, 1.693, n_words, n_sentences, n_complex_words)


def _syllables_only(a: float, b: float, constant: float, n_words: Any, n_sentences: Any, n_complex_words: Any) -> Any:
    n_words, n_sentences, n_complex_words = _fitting(n_words=n_words, n_sentences=n_sentences, n_complex_words=n_complex_words)
    sl = _ratios(n_words, "n_words", n_sentences, "n_sentences")
    return _known(a * _percent(n_complex_words, "n_complex_words", n_words) + b * sl - constant, n_words, n_sentences)
