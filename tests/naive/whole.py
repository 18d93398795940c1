"""Addresses, hashtags, mentions and hyphenated words by regular expressions over a text's shape: one letter per code point."""

import functools
import re

from newsstudy.kernels import unicode_classes as u
from newsstudy.text.tables import record

NAMES = ("url", "email", "hashtag", "mention", "hyphens")
APOSTROPHES = "'‘’ʼ＇"

# The shape keeps ASCII as it is and writes any other code point as one of these.
LETTER, NUMBER, MARK, POINT, BLANK, JOINER, OTHER = "λ५◌¡ ÷×"
KEPT = "‐‑＃＠‘’＇ʼ"
W = rf"[A-Za-z0-9{LETTER}{NUMBER}]"
WM = rf"[A-Za-z0-9{LETTER}{NUMBER}{MARK}]"
ANY_LETTER = re.compile(rf"[A-Za-z{LETTER}]")

LABEL = rf"{W}{WM}*(?:-{{1,3}}{W}{WM}*)*"
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL})+")
LOCAL = re.compile(rf"{W}(?:{WM}|[._%+\-'])*(?<!\.)@")
NAME = rf"(?:{W}|_)(?:{JOINER}*(?:{WM}|_))*"
HASHTAG = re.compile(rf"(?<!{WM})(?<![_&/])[#＃]({NAME})")
MENTION = re.compile(rf"(?<!{WM})(?<![_&/@＠])[@＠]({NAME}(?:\.{NAME})*)")
START = re.compile(rf"(?:[A-Za-z][A-Za-z0-9+]{{0,31}}://|(?i:www)\.)(?={W})")
IN_URL = re.compile(rf"(?:{WM}|[!#$%&()*+,\-./:;=?@\[\]_~]|[{POINT}{OTHER}＃＠＇ʼ])*")
TRAILING = f"!*,.:;?([{POINT}＃＠＇"
COMPOUND = re.compile(rf"[-‐‑]{W}")


def sign_shape(character):
    code = ord(character)
    if code < 128 or character in KEPT:
        return character if character != "ʼ" else LETTER
    bits = record(code)
    category = u.CATEGORIES[bits >> u.CATEGORY_SHIFT & 31]
    if bits & u.WHITE_SPACE:
        return BLANK
    if code in (0x200C, 0x200D):
        return JOINER
    if category in ("Pd", "Ps", "Pe", "Pi", "Pf", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs"):
        return BLANK
    return {"L": LETTER, "N": NUMBER, "M": MARK}.get(category[0]) or (POINT if category == "Po" else OTHER)


@functools.cache
def shape(text):
    return "".join(map(sign_shape, text))


def size(text):
    return len(text.encode("utf-8", "surrogatepass"))


def url(text, form, i):
    match = START.match(form, i)
    if not match:
        return None
    # Not longer than 8,000 bytes, and up to a closing bracket that was not opened.
    end = IN_URL.match(form, match.end()).end()
    while size(text[i:end]) > 8000:
        end -= 1
    for opening, closing in ("()", "[]"):
        depth = 0
        for k in range(match.end(), end):
            depth += (form[k] == opening) - (form[k] == closing)
            if depth < 0:
                end = k
                break
    while form[end - 1] in TRAILING:
        end -= 1
    return end


def domain(text, form, i):
    match = DOMAIN.match(form, i)
    if not match or size(text[i : match.end()]) > 255:
        return None
    last = match.group().rsplit(".", 1)[1].replace("-", "")
    return match.end() if len(last) > 1 and ANY_LETTER.search(last) else None


def email(text, form, i):
    match = LOCAL.match(form, i)
    if not match or size(text[i : match.end() - 1]) > 64:
        return None
    return domain(text, form, match.end())


def hashtag(text, form, i):
    match = HASHTAG.match(form, i)
    return match.end() if match and ANY_LETTER.search(match.group(1)) else None


def mention(text, form, i):
    match = MENTION.match(form, i)
    if not match or not ANY_LETTER.search(match.group(1)):
        return None
    end = match.end()
    return (form[end : end + 1] == "@" and domain(text, form, end + 1)) or end


def possessive(text, i, boundaries):
    """The end of ’s at text[i], if the s is a word of its own; else i."""
    if text[i : i + 1] and text[i] in APOSTROPHES and text[i + 1 : i + 2] in ("s", "S"):
        after = boundaries(text[i + 1 :])
        if after[1] == 1:
            return i + 2
    return i


def compound(text, form, i, boundaries):
    cuts = [i + cut for cut in boundaries(text[i:])]
    if not any(record(ord(sign)) & u.LETTER_OR_NUMBER for sign in text[i : cuts[1]]):
        return None
    end, first = cuts[1], i
    while COMPOUND.match(form, end):
        bare = text[first:end]
        while len(bare) > 1 and u.WORD_BREAK[record(ord(bare[-1])) & u.W_MASK] in ("Extend", "Format", "ZWJ"):
            bare = bare[:-1]
        if not record(ord(bare[-1])) & u.LETTER_OR_NUMBER:
            break
        first = end + 1
        end = first + boundaries(text[first:])[1]
    return end if end > cuts[1] else None


def whole_end(text, i, wanted, boundaries):
    """The end (in code points) of what begins at text[i] and is among the wanted NAMES, or None."""
    form = shape(text)
    for name, find in (("url", url), ("email", email), ("hashtag", hashtag), ("mention", mention)):
        end = find(text, form, i) if name in wanted else None
        if end is not None:
            return possessive(text, end, boundaries)
    return compound(text, form, i, boundaries) if "hyphens" in wanted else None
