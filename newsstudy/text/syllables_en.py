"""How many syllables an English word has: rules on letters, and a list of the words that the rules get wrong.

Rules and list together are named "syllables-en-1". A count of groups of vowels comes first; then pairs of vowels that are spoken
apart (ra-di-o) add one, and silent letters (make, jumped, basically) take one away. Words that the rules get wrong stand in
data/syllables-en-1.json. Over the 20,000 most frequent words of general English that the CMU Pronouncing Dictionary has, 99 per
cent get a count of that dictionary (most others are abbreviations, which it spells); of the 23,000 words after them, 94 per cent.
"""

from __future__ import annotations

import functools
import re

from newsstudy.text.data_files import read_json

RULES = "syllables-en-1"

# Letters with marks, as the plain letters that they sound like: what English prints, not Unicode's decomposition.
_PLAIN = str.maketrans("àáâãäåèéêëìíîïòóôõöøùúûüýÿçñ’", "aaaaaaeeeeiiiioooooouuuuyycn'")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
_PIECES = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+", re.IGNORECASE)
_CLITICS = ("'s", "'d", "'m", "'re", "'ve", "'ll", "'t", "'")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?:[^aeiouylr]|[aeiouy]r|[aeiouyrnwl]l|[gq]u|[aeiou][uy])e$"  # make, whale, league; but table, acre
    r"|(?:[^aeioutdyl]|[aeiouyrnwl]l|[gq]u|[aeou][iuwy]|[aeiou]y)ed$"  # jumped, billed; but wanted, handled
    r"|(?:[^aeiouysxzcgl]|[^cs]h|[aeiouyrnwl]l|[gq]u)es$(?<![cs]hes)"  # makes, whales; but boxes, tables
    r"|ically$"  # basically
)
_SILENT_INSIDE = re.compile(
    r"[aeiouy][^aeiouy]{1,2}e(?:"  # statement, careful, homework
    r"ments?|ful|fully|less|ly|ness|some|where|thing|land|wood|works?|lines?|sides?|man|men|times?|house|ways?|places?|room|town"
    r"|board|back|ship|by|port|point|day|born|well|ware|word|ton|wide|keeper)$"
)
# Each match is one syllable more than its group of vowels counts for.
_APART = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![cstgxz])i(?:a(?!ge|r?d?ge)|o(?!us|n(?:s|al|ally|ed|ing)?$|rs?$)|u)",  # dial, radio; but nation, special, carriage
        r"(?<=[bdfhkmprw])io(?:us|ns?$)|(?<=[vn])ious|(?<=[drt])iors?$",  # previous, champion, interior
        r"(?<=[cstgxz])iat|(?<=[cstxz])io[lpt]|(?<=[cstz])i(?:u|ary|as?$)",  # associate, violence, stadium
        r"^(?:re(?=act|align|appe|assu|arr|aff|en[tfg]|elect|in|us|open|organ)|co(?=oper|ordi|incid|educ)|pre(?=em|ex))",  # react
        r"(?<![cst])ie(?:nc|nt(?!$))|(?<![cst])ient$|iet(?:y|ies|al|er|ing|ly|s?$)",  # audience, client, society
        r"(?<=[^aeiouy][^aeiouy])i(?:er|est)$(?<!dier)|(?<=[aeiouy][bdfgklmnprtvwz])i(?:er|est)$",  # wealthier, easiest
        r"(?<![gq])u[ao](?!y)|(?<![gqo])u(?:ous|ents?|ences?|ity|ities|els?$|et$|ist)",  # annual, fluent, cruel
        r"(?<!r)e(?:o(?!u|p|ns?$|rge|m|ver)|um|us$)|ocean$|(?<=[rn])ean$",  # video, museum, Korean
        r"(?<=[^aeiou])eat(?:ion|ive|ors?)|(?<=cr)eat(?!ure)|(?<=r)eali|ideal|idea$|theat|area",  # creative, reality, theatre
        r"(?:[aeio]|(?<![gq])u|[^aeiou]y)(?=ing)|(?<=[aeiou])y(?=[aeiou])",  # going, studying, loyal
        r"oe[mt]|(?<!q)uie|ao|[ao]ic(?!e)|eic|nuin|fluid|ruin|suici|oist|ael$",  # poem, quiet, chaos, heroic
        r"[^aeiouys]sms?$|[ia]sms?$|thms?$",  # capitalism, rhythm
    )
)
_UNITS = (0, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)  # one … nineteen
_TENS = (0, 1, 2, 2, 2, 2, 2, 3, 2, 2)  # ten … ninety


@functools.cache
def _lists() -> tuple[dict[str, int], dict[str, int]]:
    """Words, and acronyms that are read as words, with their syllables."""
    data = read_json(RULES)
    return data["words"], data["acronyms"]


def count(word: str) -> int:
    """The number of syllables of an English word, as it is spoken.

    Capitals alone are spelled (US, BBC), but for acronyms that are read as words (NATO). Clitics such as "'s" have none.

    >>> count("radio"), count("US"), count("us")
    (3, 2, 1)
    """
    words, acronyms = _lists()
    if word in acronyms:
        return acronyms[word]
    plain = word.lower().translate(_PLAIN)
    if plain in _CLITICS:
        return 0
    if plain in words and not (word.isupper() and len(word) <= 5 and len(word) > 1):
        return words[plain]
    total = 0
    for piece in _PIECES.finditer(_THOUSANDS.sub("", word.translate(_PLAIN) if word.isupper() else plain)):
        total += _piece(piece.group(), words)
    return total


def _piece(piece: str, words: dict[str, int]) -> int:
    """Syllables of a run of figures, of spelled capitals, or of one word without a hyphen."""
    if piece.isdigit():
        return _number(piece)
    if piece in ("st", "nd", "rd", "th"):
        return 0  # 21st
    if piece.isupper() and 1 < len(piece) <= 5:
        return len(piece) + 2 * piece.count("W")
    stem, apostrophe, ending = piece.lower().partition("'")
    if apostrophe and stem.endswith("n") and ending == "t":
        # don't, can't, aren't are one; wasn't, couldn't have one more than was, could.
        root = stem[:-1]
        return max(_word(root or stem, words), 1) + (root.endswith(("s", "d", "ve")) or root in ("must", "might", "ought"))
    if ending == "ll" and not stem.endswith(("e", "i", "u", "y", "o")):
        return _word(stem, words) + 1
    return _word(stem, words) + (ending == "s" and stem.endswith(("s", "x", "z", "sh", "ch", "ce", "ge", "se", "ze")))


def _word(word: str, words: dict[str, int]) -> int:
    if word in words:
        return words[word]
    if word.startswith("y") and word[1:2] in ("a", "e", "i", "o", "u"):
        word = word[1:]
    count = len(_VOWELS.findall(word))
    for pattern in _APART:
        count += len(pattern.findall(word))
    count -= _SILENT.search(word) is not None
    count -= _SILENT_INSIDE.search(word) is not None
    return max(count, 1)


def _number(figures: str) -> int:
    """Syllables of a number read aloud; four figures from 1100 to 2099 as a year."""
    if figures.strip("0") == "":
        return 2 * len(figures)
    if figures[0] == "0" or len(figures) > 15:
        return len(figures) + figures.count("0") + figures.count("7")
    value = int(figures)
    if 1100 <= value < 2100 and not 2000 <= value < 2010:
        tail = value % 100
        return _hundreds(value // 100) + (2 if tail == 0 else (tail < 10) + _hundreds(tail))
    total = 0
    for unit in (10**12, 10**9, 10**6, 10**3):  # each has a name of two syllables
        if value >= unit:
            total += _hundreds(value // unit) + 2
            value %= unit
    return total + _hundreds(value)


def _hundreds(value: int) -> int:
    """Syllables of a number below 1000."""
    below = value % 100
    head = _UNITS[value // 100] + 2 if value >= 100 else 0
    return head + (_UNITS[below] if below < 20 else _TENS[below // 10] + _UNITS[below % 10])
