"""The sentence kernels again in obvious Python: UAX #29 as regular expressions over one letter per class, and the news layer."""

import re

from newsstudy.kernels import unicode_classes as u
from newsstudy.text.sentences import word_classes
from newsstudy.text.tables import record

# One letter per Sentence_Break class, so that the rules read as patterns.
LETTER = dict(zip(u.SENTENCE_BREAK, "orn\x85xfslueNtcSC", strict=True))
END = "rn\x85"
X = "[xf]*"
CLOSE, SPACE = f"(?:C{X})*", f"(?:s{X})*"
NO_BREAK = [
    (f"t{X}$", "N"),  # SB6
    (f"[ul]{X}t{X}$", "u"),  # SB7
    (f"t{X}{CLOSE}{SPACE}$", f"[^eul{END}tS]*l"),  # SB8
    (f"[tS]{X}{CLOSE}{SPACE}$", "[ctS]"),  # SB8a
    (f"[tS]{X}{CLOSE}$", f"[Cs{END}]"),  # SB9
    (f"[tS]{X}{CLOSE}{SPACE}$", f"[s{END}]"),  # SB10
]


WITHOUT_SB8 = [rule for rule in NO_BREAK if not rule[1].endswith("*l")]
STOPS_AT_END = re.compile(f"(?:[tS]{X}{CLOSE}{SPACE})+$")


def is_boundary(code, i, no_break=NO_BREAK):
    before, after = code[i - 1], code[i]
    if before == "r" and after == "n":
        return False
    if before in END:
        return True
    if after in "xf":
        return False
    if any(re.search(left, code[:i]) and re.match(right, code[i:]) for left, right in no_break):
        return False
    return bool(re.search(f"[tS]{X}{CLOSE}{SPACE}[{END}]?$", code[:i]))  # SB11, else SB998


def classes(text):
    return "".join(LETTER[u.SENTENCE_BREAK[record(ord(c)) >> u.S_SHIFT & u.S_MASK]] for c in text)


def boundaries(text):
    code = classes(text)
    inside = [i for i in range(1, len(text)) if is_boundary(code, i)]
    return [0, *inside, len(text)] if text else [0]


def candidates(text):
    """Where the news layer may put boundaries: UAX #29 without SB8, with the sign for an ellipsis as a full stop."""
    code = classes(text.replace("…", "."))
    inside = [i for i in range(1, len(text)) if is_boundary(code, i, WITHOUT_SB8)]
    return [0, *inside, len(text)] if text else [0]


def news_boundaries(text):
    code = classes(text.replace("…", "."))
    cuts = [0]
    for i in candidates(text)[1:-1]:
        if code[i - 1] in END or not goes_on(text, code, cuts[-1], i):
            cuts.append(i)
    return [*cuts, len(text)] if text else [0]


def known(word, lower=False):
    word = word.replace("’", "'")
    return set(word_classes("abbreviations-en-1").get(word.lower() if lower and word.isascii() else word, ()))


def goes_on(text, code, begin, i):
    stops = STOPS_AT_END.search(code[begin:i])
    at = begin + stops.start()
    content = [k for k in range(begin, i) if code[k] not in "tSCs" and (k == begin or code[k] not in "xf")]
    if not content or text[i] in ")]":
        return True
    found = re.search(f"[uleNtS{END}]", code[i:])
    place = i + found.start() if found else len(text)
    follows = found.group() if found and found.group() in "uleN" else ""
    if follows == "l":
        items = all(re.match(r"[A-Za-z]\. ", text[k:]) for k in (content[0], place))
        kind, sign = [(code[k], text[k]) for k in range(at, i) if code[k] in "tS"][-1]
        return not items and (kind == "t" or (sign in "?!" and code[content[0]] != "l"))
    single = text[at] != "…" and re.fullmatch(f"t{X}{SPACE}", code[at:i])
    if not single or not follows:
        return False
    first, word = word_ending(text, begin, at)
    if not word:
        return False
    if first == content[0] and re.fullmatch("[A-Za-z]|[0-9]{1,3}", word):
        return True
    return goes_on_after(text, begin, first, word, i, place, follows)


def word_ending(text, begin, end):
    """The run of letters, digits, full stops and apostrophes that ends there, and where it begins; no word if it is too long."""
    first = end
    while first > begin and (
        record(ord(text[first - 1])) & u.LETTER_OR_NUMBER or text[first - 1] in ".'’" or classes(text[first - 1]) in "xf"
    ):
        first -= 1
    if len(text[first:end].encode()) > 32:
        return end, ""
    while first < end and text[first] == ".":
        first += 1
    return first, text[first:end]


def word_before(text, begin, first):
    end = first
    while end > begin and end > first - 2 and text[end - 1] in " \u00a0":
        end -= 1
    return word_ending(text, begin, end)[1] if end < first else ""


def goes_on_after(text, begin, first, word, i, place, follows):
    this = known(word)
    letters = re.match("[A-Za-z]*", text[place:]).group()
    after = text[place + len(letters) :]
    following = known(letters) if len(letters) <= 16 else set()
    if len(letters) == 1 and after.startswith("."):
        following -= {"starter"}
    dotted = re.fullmatch(r"[A-Za-z](\.[A-Za-z])+", word)
    if follows == "N" or (len(letters) <= 16 and re.match("-?[0-9]", after)):
        if this & {"title", "suffix", "month", "numbered", "joiner", "closer", "state"}:
            return True
        if this & {"unit", "time"} and text[i] == "(":
            return True
        if "unit" in this:
            if re.search("[0-9]", word_before(text, begin, first)):
                return True
        elif dotted and "time" not in this:
            return True
        if follows == "N":
            return False
    starts = "starter" in following
    if this & {"title", "joiner"}:
        return True
    abbreviation = this & {"suffix", "month", "unit", "numbered", "closer", "time", "state"}
    if abbreviation and text[i] == "(":
        return not starts
    if "suffix" in this:
        return not starts
    if "month" in this:
        return "month" in following
    if "time" in this:
        return "time_word" in following
    if "state" in this:
        return "title" in following and after.startswith(".")
    if abbreviation or starts:
        return False
    if dotted:
        return True
    if len(word) != 1 or classes(word) != "u":
        return False
    if re.search(r"[&/]$|[^.]-$", text[begin:first], re.DOTALL):
        return False
    before = word_before(text, begin, first)
    if "lettered" in known(before, lower=True):
        return False
    if word == "I":
        return bool(re.match(r"[A-Za-z]\.", text[place:]) or re.fullmatch(r".\.", before, re.DOTALL))
    return True
