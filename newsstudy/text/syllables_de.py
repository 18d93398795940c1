"""How many syllables a German word has: groups of vowels, and where two vowels are spoken apart.

Rules and list together are named "syllables-de-1". Counted is what may be divided, as dictionaries print it (Na-ti-on, Li-nie,
Li-ni-en, The-a-ter), without the rule that a single letter is not cut off (A-bend has two). Words that the rules get wrong, most
of them borrowed, stand in data/syllables-de-1.json.
"""

from __future__ import annotations

import functools
import re

from newsstudy.text.data_files import read_json

RULES = "syllables-de-1"

_PLAIN = str.maketrans("àáâãèéêëìíîïòóôõùúûçñ", "aaaaeeeeiiiioooouuucn")
_THOUSANDS = re.compile(r"(?<=[0-9])[.,](?=[0-9]{3})")
_PIECES = re.compile(r"[a-zäöüß]+|[0-9]+")
_CONSONANT = re.compile(r"(?<=q)u(?=[aeiouäöü])|^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])")  # Quelle, Yacht, loyal
_NUCLEUS = re.compile(r"eau|ieu|au|äu|ai|ay|ei|ey|eu|ie|ee|aa|oo|oi|oy|ou|[aeiouäöüy]")
# Each match is one syllable more than its letters count for.
_APART = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![aeouäöüw])(?<!sch)iens?$",  # Ferien, Italiens; but Wien, schien
        r"(?:famil|med|akt|stud|fer|lin|ital|span|immobil|brasil|belg|sizil|kal?iforn|arg?entin)ien(?=[a-zäöü]{2})",
        r"(?:kl|pat|or|grad|quot|zip|amb|fiz)ient|ienz|hygien",  # Klient, Effizienz
        r"(?:span|argentin|austral|belg|kanad|mazedon|georg|alban|bosn|pers|tunes|arme|al?ger|syr|tar|brit?ann)ier(?:s|n|in|innen)?$",
        r"^(?:be|ge)e(?:nd|ng|h|rb|rd|ss|bn)",  # beenden, geehrt, Beerdigung
        r"^(?:ver|un|wieder)?(?:beu(?:nr|r[tlk])|bei(?:nhalt|rr)|gei(?:mpf|rrt))|reu(?:rop|nion)",  # beurteilen, beinhalten
        r"eell|een$|(?:mus|petrol|koloss|lyz)eum|läum|thäus",  # ideell, Ideen, Museum, Jubiläum
        r"naiv|mosaik|archaisch|prosaisch|judais|mithil?fei|kokain|heroin|heroi|egois|stoi[ks]|ukrain|haiti|laizi|atheis",
        r"koop|koord|zoolog|vakuu|kanaan|isaak|mikroo",
    )
)
# Each match is one syllable less: silent letters of English and French words.
_SILENT = re.compile(
    r"(?:on|off)line|(?:soft|hard|mal)ware|homepag|page|update|service|office|facebook|youtube|iphone|team|jeans|deal(?!i)|stream"
    r"|leader|leasing|beamer|teaser|college|image(?!n)"
)
_LETTERS = {"y": 3, "ß": 2}
_UNITS = (0, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2)  # eins … neunzehn


@functools.cache
def _words() -> dict[str, int]:
    words: dict[str, int] = read_json(RULES)["words"]
    return words


def count(word: str) -> int:
    """The number of syllables of a German word.

    >>> [count(word) for word in ("Bürgermeister", "Nation", "Familien", "beenden", "Quelle", "1990")]
    [4, 3, 4, 3, 2, 6]
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
    total = len(_NUCLEUS.findall(_CONSONANT.sub("j", word)))
    if not total:  # spelled: SPD, ZDF
        for letter in word:
            total += _LETTERS.get(letter, 1)
        return total
    for pattern in _APART:
        total += len(pattern.findall(word))
    return max(total - len(_SILENT.findall(word)), 1)


def _number(figures: str) -> int:
    """Syllables of a number read aloud; four figures from 1100 to 1999 as a year, one that begins with 0 figure by figure."""
    if figures[0] == "0" or len(figures) > 12:
        return len(figures) + figures.count("7")
    value = int(figures)
    if 1100 <= value < 2000:
        return _UNITS[value // 100] + 2 + _below(value % 100)
    total = 0
    for unit, one, many in ((10**9, 6, 4), (10**6, 5, 4)):  # eine Milliarde, zwei Milliarden; eine Million, zwei Millionen
        if value >= unit:
            total += one if value // unit == 1 else _below(value // unit) + many
            value %= unit
    if value >= 1000:
        total += 2 + (_below(value // 1000) if value >= 2000 else 0)
        value %= 1000
    return total + _below(value)


def _below(value: int) -> int:
    """Syllables of a number below 1000."""
    head = 0 if value < 100 else 2 if value < 200 else _UNITS[value // 100] + 2
    rest = value % 100
    if rest < 20:
        return head + _UNITS[rest]
    return head + 2 + (_UNITS[rest % 10] + 1 if rest % 10 else 0)
