"""The word kernels again in obvious Python: every UAX #29 rule looked up at every place, terms by the published formulas."""

from itertools import pairwise

from newsstudy.kernels import unicode_classes as u
from newsstudy.text.rules import get_rule, term_form
from newsstudy.text.tables import record

LETTERS = ("ALetter", "Hebrew_Letter")
MID_LETTERS = ("MidLetter", "MidNumLet", "Single_Quote")
MID_NUMBERS = ("MidNum", "MidNumLet", "Single_Quote")
IGNORED = ("Extend", "Format", "ZWJ")
LINE_ENDS = ("CR", "LF", "Newline")
APOSTROPHES = "'‘’ʼ＇"


def word_class(character):
    return u.WORD_BREAK[record(ord(character)) & u.W_MASK]


def is_boundary(classes, text, i):
    """Whether a word boundary lies before text[i], 0 < i < len(text)."""
    before, after = classes[i - 1], classes[i]
    if before == "CR" and after == "LF":
        return False
    if before in LINE_ENDS or after in LINE_ENDS:
        return True
    if before == "ZWJ" and record(ord(text[i])) & u.PICTOGRAPHIC:
        return False
    if before == "WSegSpace" and after == "WSegSpace":
        return False
    if after in IGNORED:
        return False
    left = [c for k, c in enumerate(classes[:i]) if c not in IGNORED or k == 0 or classes[k - 1] in LINE_ENDS]
    right = [after] + [c for c in classes[i + 1 :] if c not in IGNORED]
    a = left[-1] if left else ""
    a2 = left[-2] if len(left) > 1 else ""
    b = right[0]
    b2 = right[1] if len(right) > 1 else ""
    if a in LETTERS and b in LETTERS:
        return False
    if a in LETTERS and b in MID_LETTERS and b2 in LETTERS:
        return False
    if a2 in LETTERS and a in MID_LETTERS and b in LETTERS:
        return False
    if a == "Hebrew_Letter" and b == "Single_Quote":
        return False
    if a == "Hebrew_Letter" and b == "Double_Quote" and b2 == "Hebrew_Letter":
        return False
    if a2 == "Hebrew_Letter" and a == "Double_Quote" and b == "Hebrew_Letter":
        return False
    if (a == "Numeric" or a in LETTERS) and (b == "Numeric" or b in LETTERS):
        return False
    if a2 == "Numeric" and a in MID_NUMBERS and b == "Numeric":
        return False
    if a == "Numeric" and b in MID_NUMBERS and b2 == "Numeric":
        return False
    if a == "Katakana" and b == "Katakana":
        return False
    if (a in (*LETTERS, "Numeric", "Katakana", "ExtendNumLet")) and b == "ExtendNumLet":
        return False
    if a == "ExtendNumLet" and (b in (*LETTERS, "Numeric", "Katakana")):
        return False
    if a == "Regional_Indicator" and b == "Regional_Indicator":
        n = 0
        while n < len(left) and left[-1 - n] == "Regional_Indicator":
            n += 1
        return n % 2 == 0
    return True


def boundaries(text):
    classes = [word_class(character) for character in text]
    inside = [i for i in range(1, len(text)) if is_boundary(classes, text, i)]
    return [0, *inside, len(text)] if text else [0]


def words(text, rule):
    """(term, first code point, code points) of each word under unicode-1 or news-en-1."""
    rule = get_rule(rule)
    cuts = boundaries(text)
    found = []
    for start, stop in pairwise(cuts):
        word = text[start:stop]
        if not any(record(ord(character)) & u.LETTER_OR_NUMBER for character in word):
            continue
        if rule.possessive:
            if len(word) > 2 and word[-1] in "sS" and word[-2] in APOSTROPHES:
                found.append((term_form(word[:-2], rule), start, len(word) - 2))
                found.append(("'s", stop - 2, 2))
                continue
            number_before = start > 1 and word_class(text[start - 2]) == "Numeric"
            if word in ("s", "S") and number_before and text[start - 1] in APOSTROPHES:
                found.append(("'s", start - 1, 2))
                continue
        found.append((term_form(word, rule), start, len(word)))
    return found
