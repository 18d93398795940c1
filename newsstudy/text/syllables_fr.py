"""How many syllables a French word has: groups of vowels, glides, and the e that is not spoken.

Rules and list together are named "syllables-fr-1". Counted is careful speech: an e at the end of a word is silent (porte,
parlent: one), inside a word it is spoken (sa-me-di: three); i, u and ou before a vowel are no syllable of their own (na-tion,
nuit, oui) but after two consonants such as cl or vr (cli-ent, ou-vri-er). Whether -ent is spoken (souvent) or silent (parlent),
and words that the rules get wrong, stand in data/syllables-fr-1.json.
"""

from __future__ import annotations

import functools
import re

from newsstudy.text.data_files import read_json

RULES = "syllables-fr-1"

_PLAIN = str.maketrans("áãäíìóòöõúñç’ÿ", "aaaiiooooun" + "c'y")
_THOUSANDS = re.compile(r"(?<=[0-9])[.,](?=[0-9]{3})")
_PIECES = re.compile(r"[a-zàâéèêëîïôùûüœæ]+|[0-9]+")
_VOWEL = "aàâeéèêëiîïoôuùûüyAEOU"
# What letters stand for, in order; capitals are single vowels: A as in oi, E as in eu or ai, O as in au, U as in ou.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?:œ|oe)(?=[ui])", "e"),
        (r"^coo(?=[pr])", "coho"),
        (r"[œæ]", "é"),
        (r"qu(?=[aàâeéèêëiîïoôuy']|$)", "q"),
        (r"gu(?=[eéèêiîy])", "g"),
        (r"(?<=g)e(?=[aoâô])", ""),  # mangeons, pigeon
        (r"^y(?=[aeéèiou])|(?<=[aeouéA])y(?=[aeéèêiouœ])", "j"),  # yeux, voyage
        (r"(?<=[iuyé])e(?=m?(?:ent$|ents$)|r(?:a|i|o|e))", ""),  # remerciement, oublierons
        (r"(?:eu|ou|ue|oe|a|e)(?:ill|il(?=s?$))", "El"),  # travail, feuille, accueil, brouillard
        (r"eau|aô|au", "O"),
        (r"eu|eû|ai|aî|ei|eî|[ae]y", "E"),
        (r"ou|où|oû|oo", "U"),
        (r"oi|oî|oê|oy", "A"),
        (r"ee|ea(?!u)", "E"),  # meeting, leader
    )
)
_CLUSTER = r"[bcdfgkptv][lr]"
_GLIDE = re.compile(rf"(?<!{_CLUSTER})[iyU](?=[{_VOWEL}])|u(?=[iîy])|(?<!{_CLUSTER})u(?=[{_VOWEL}])|ï(?=[{_VOWEL}])")
_COUNTED = re.compile(rf"[{_VOWEL}]")
_ELIDED = ("c", "d", "j", "l", "m", "n", "s", "t", "qu")
_LETTERS = {"w": 3, "y": 2}
_UNITS = (0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 2, 2)  # un … dix-neuf
_TENS = (0, 1, 1, 1, 2, 2, 2, 2, 3, 3)  # 70 and 90 are 60 and 80 with ten to nineteen


@functools.cache
def _lists() -> tuple[dict[str, int], frozenset[str], frozenset[str]]:
    """Words with their syllables, words whose -ent is spoken, and words whose -ment is silent."""
    data = read_json(RULES)
    return data["words"], frozenset(data["spoken_ent"]), frozenset(data["silent_ment"])


def count(word: str) -> int:
    """The number of syllables of a French word.

    >>> [count(word) for word in ("porte", "samedi", "ouvrier", "parlent", "souvent", "aujourd'hui", "1990")]
    [1, 3, 3, 1, 2, 3, 7]
    """
    plain = word.lower().translate(_PLAIN)
    words = _lists()[0]
    if plain in words:
        return words[plain]
    pieces = _PIECES.findall(_THOUSANDS.sub("", plain))
    total = 0
    for piece in pieces:
        if piece.isdigit():
            total += _number(piece)
        elif piece in words:
            total += words[piece]
        elif piece not in _ELIDED:
            total += _word(piece)
    return total


def _word(word: str) -> int:
    kept = _without_silent_end(word)
    for pattern, sound in _SOUNDS:
        kept = pattern.sub(sound, kept)
    total = len(_COUNTED.findall(_GLIDE.sub("", kept)))
    if total:
        return total
    for letter in word:  # spelled: SNCF
        total += _LETTERS.get(letter, 1)
    return total


def _without_silent_end(word: str) -> str:
    """The word without -e, -es or -ent where they are not spoken: where another vowel is left."""
    _, spoken, silent = _lists()
    stem = word
    if word.endswith("ent"):
        verb = word in silent if word.endswith("ment") else word not in spoken and not re.search(r"[vt]ient$", word)
        stem = word[:-3] if verb else word
    elif word.endswith(("e", "es")):
        stem = word.removesuffix("s").removesuffix("e")
    if stem != word:
        stem = re.sub(r"(?<=[qg])u$", "", stem)  # the u of -que and -gue is no vowel: que keeps its e
    return stem if _COUNTED.search(stem) else word


def _number(figures: str) -> int:
    """Syllables of a number read aloud; a number that begins with 0, or a very long one, is read figure by figure."""
    if figures[0] == "0" or len(figures) > 12:
        return len(figures) + figures.count("0")
    value = int(figures)
    total = 0
    for unit in (10**9, 10**6):  # un milliard, un million
        if value >= unit:
            total += _below(value // unit) + 2
            value %= unit
    if value >= 1000:
        total += 1 + (_below(value // 1000) if value >= 2000 else 0)
        value %= 1000
    return total + _below(value)


def _below(value: int) -> int:
    """Syllables of a number below 1000."""
    head = 0 if value < 100 else 1 if value < 200 else _UNITS[value // 100] + 1
    rest = value % 100
    if rest < 20:
        return head + _UNITS[rest]
    ten, unit = rest // 10, rest % 10
    if ten in (7, 9):
        unit += 10
    joined = unit in (1, 11) and ten < 8  # vingt et un, soixante et onze
    return head + _TENS[ten] + joined + _UNITS[unit]
