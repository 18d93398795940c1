"""How many syllables a Spanish word has: the rules of the Academy's spelling, which decide nearly every word.

Rules and list together are named "syllables-es-1". Two open vowels (a, e, o) are two syllables, a closed one (i, u) beside an
open one is none of its own unless it bears the accent (pa-ís, via-je), two closed ones are one (ciu-dad); an h between vowels
does not count (prohi-bir), as the Ortografía of 2010 has it. Borrowed words and abbreviations stand in
data/syllables-es-1.json.
"""

from __future__ import annotations

import functools
import re

from newsstudy.text.data_files import read_json

RULES = "syllables-es-1"

_PLAIN = str.maketrans("àâäãèêëìîïòôöõùûçÿ", "aaaaeeeiiioooouucy")
_THOUSANDS = re.compile(r"(?<=[0-9])[.,](?=[0-9]{3})")
_PIECES = re.compile(r"[a-zñáéíóúü]+|[0-9]+")
_Y_VOWEL = re.compile(r"y(?![aeiouáéíóúü])")  # rey, y; but yo, mayo
_H_INSIDE = re.compile(r"(?<=[aeiouáéíóúü])h(?=[aeiouáéíóúü])")
_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_OWN = re.compile(r"[aeoáéó]|í(?=[aeoáéó])|ú(?=[aeoáéó])|(?<=[aeoáéó])[íú]")
_LETTERS = {"f": 2, "h": 2, "j": 2, "l": 2, "m": 2, "n": 2, "ñ": 2, "r": 2, "s": 2, "w": 4, "x": 2, "z": 2}
_UNITS = (0, 2, 1, 1, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 3, 2, 3, 4, 4, 4)  # uno … diecinueve
_TWENTIES = (2, 3, 3, 3, 4, 4, 3, 4, 3, 4)  # veinte … veintinueve
_TENS = (0, 1, 2, 2, 3, 3, 3, 3, 3, 3)
_HUNDREDS = (0, 2, 3, 3, 4, 3, 3, 4, 4, 4)  # ciento … novecientos


@functools.cache
def _words() -> dict[str, int]:
    words: dict[str, int] = read_json(RULES)["words"]
    return words


def count(word: str) -> int:
    """The number of syllables of a Spanish word.

    >>> [count(word) for word in ("país", "viaje", "construir", "averiguáis", "ahora", "1990")]
    [2, 2, 2, 4, 3, 8]
    """
    plain = word.lower().translate(_PLAIN)
    words = _words()
    if plain in words:
        return words[plain]
    total = 0
    for piece in _PIECES.findall(_THOUSANDS.sub("", plain)):
        total += _number(piece) if piece.isdigit() else words[piece] if piece in words else _word(piece)
    return total


def _word(word: str) -> int:
    vowels = _H_INSIDE.sub("", _Y_VOWEL.sub("i", word))
    total = 0
    for group in _VOWELS.findall(vowels):
        open_ones = len(_OWN.findall(group))
        total += open_ones or 1 + len(re.findall(r"ii|uu", group))
    if not total:  # spelled: PP, TVE has a vowel
        for letter in word:
            total += _LETTERS.get(letter, 1)
    return total


def _number(figures: str) -> int:
    """Syllables of a number read aloud; a number that begins with 0, or a very long one, is read figure by figure."""
    if figures[0] == "0" or len(figures) > 12:
        total = 2 * figures.count("0")
        for figure in figures:
            total += _UNITS[int(figure)]
        return total
    value = int(figures)
    total = 0
    if value >= 10**6:
        millions = value // 10**6
        total += 3 if millions == 1 else _thousands(millions) + 3  # un millón, dos millones
        value %= 10**6
    return total + _thousands(value)


def _thousands(value: int) -> int:
    head = value // 1000
    return (0 if head == 0 else 1 if head == 1 else _below(head) + 1) + _below(value % 1000)


def _below(value: int) -> int:
    """Syllables of a number below 1000."""
    if value == 100:
        return 1
    rest = value % 100
    head = _HUNDREDS[value // 100]
    if rest < 20:
        return head + _UNITS[rest]
    if rest < 30:
        return head + _TWENTIES[rest - 20]
    return head + _TENS[rest // 10] + (1 + _UNITS[rest % 10] if rest % 10 else 0)
