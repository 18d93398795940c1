"""Where a web address, an e-mail address, a hashtag, a mention or a hyphenated word ends, so that it can stay in one piece.

UAX #29 cuts all of these at their signs. What is looked for is said by bits of `options`; each search looks ahead a bounded
way or uses up what it has read, so a scan stays linear whatever the text.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.segments import IGNORED, decode, place_of, segment_end
from newsstudy.kernels.unicode_classes import CATEGORIES, CATEGORY_SHIFT, LETTER_OR_NUMBER, W_MASK, WHITE_SPACE

Array = np.ndarray[Any, Any]
Int = Any  # an int64 of the compiled code, an int or a NumPy integer to the type checker

# Bits of the scanners' `options`, beside those of words.py.
WHOLE_URLS, WHOLE_EMAILS, WHOLE_HASHTAGS, WHOLE_MENTIONS, WHOLE_HYPHENS = 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12
WHOLE_ANY = WHOLE_URLS | WHOLE_EMAILS | WHOLE_HASHTAGS | WHOLE_MENTIONS

LONGEST_URL = 8000  # bytes; what RFC 9110, section 4.1, asks every program to take. The rest of a longer one is words
LONGEST_SCHEME = 32
LONGEST_LOCAL, LONGEST_DOMAIN = 64, 255  # bytes before and after the @, RFC 5321, section 4.5.3.1
MOST_HYPHENS = 3  # in a row within a domain: "xn--" has two

_BIT = {name: 1 << place for place, name in enumerate(CATEGORIES)}
LETTER = _BIT["Lu"] | _BIT["Ll"] | _BIT["Lt"] | _BIT["Lm"] | _BIT["Lo"]
NUMBER = _BIT["Nd"] | _BIT["Nl"] | _BIT["No"]
MARK = _BIT["Mn"] | _BIT["Mc"] | _BIT["Me"]
QUOTES_AND_BRACKETS = _BIT["Pd"] | _BIT["Ps"] | _BIT["Pe"] | _BIT["Pi"] | _BIT["Pf"]
NO_PART_OF_URL = QUOTES_AND_BRACKETS | _BIT["Zs"] | _BIT["Zl"] | _BIT["Zp"] | _BIT["Cc"] | _BIT["Cf"] | _BIT["Cs"]
PUNCTUATION = QUOTES_AND_BRACKETS | _BIT["Pc"] | _BIT["Po"]
SYMBOL = _BIT["Sm"] | _BIT["Sc"] | _BIT["Sk"] | _BIT["So"]
OTHER_PUNCTUATION = _BIT["Po"]

NO_SIGN, PUNCTUATION_SIGN, SYMBOL_SIGN = 0, 1, 2


@kernel
def category_of(code: Int, index: Array, records: Array) -> Int:
    """The general category of a code point, as one bit."""
    return np.int64(1) << (np.int64(records[place_of(code, index)]) >> CATEGORY_SHIFT & 31)


@kernel
def sign_kind(data: Array, i: Int, stop: Int, index: Array, records: Array) -> Int:
    """Whether a segment without letter or number, which begins at byte i, is punctuation, a symbol, or neither."""
    code, _ = decode(data, i, stop)
    category = category_of(code, index, records)
    if category & PUNCTUATION:
        return PUNCTUATION_SIGN
    return SYMBOL_SIGN if category & SYMBOL else NO_SIGN


@kernel
def code_before(data: Array, i: Int, begin: Int) -> Int:
    """The code point that ends before byte i; a blank at the beginning of the document."""
    if i <= begin:
        return np.int64(32)
    k = i - 1
    while k > begin and k > i - 4 and (data[k] & 0xC0) == 0x80:
        k -= 1
    code, _ = decode(data, k, i)
    return code


@kernel
def is_apostrophe(code: Int) -> bool:
    """Whether a code point is one of the apostrophes that term forms unify."""
    return bool(code == 0x27 or code == 0x2018 or code == 0x2019 or code == 0x2BC or code == 0xFF07)


@kernel
def possessive_end(data: Array, i: Int, stop: Int, index: Array, records: Array) -> Int:
    """The end of an apostrophe and a lone s that begin at byte i; i if there are none."""
    if i >= stop:
        return i
    code, after = decode(data, i, stop)
    if not is_apostrophe(code) or after >= stop or (data[after] | 0x20) != 0x73:
        return i
    end, _ = segment_end(data, after, stop, index, records)
    return end if end == after + 1 else i


@kernel
def url_body(data: Array, i: Int, stop: Int) -> Int:
    """Where the part after `scheme://` or `www.` begins, -1 if neither stands at byte i."""
    first = data[i] | 0x20
    if not 97 <= first <= 122:
        return -1
    k = i
    while k < stop and k - i < LONGEST_SCHEME:
        c = data[k]
        if not (97 <= (c | 0x20) <= 122 or 48 <= c <= 57 or c == 0x2B):
            break
        k += 1
    if k + 2 < stop and data[k] == 0x3A and data[k + 1] == 0x2F and data[k + 2] == 0x2F:
        return k + 3
    if k != i + 3 or k >= stop or data[k] != 0x2E or first != 0x77:
        return -1
    return k + 1 if (data[i + 1] | 0x20) == 0x77 and (data[i + 2] | 0x20) == 0x77 else -1


@kernel
def url_end(data: Array, i: Int, stop: Int, index: Array, records: Array) -> Int:
    """The end of the web address at byte i, -1 if there is none.

    White space, quotation marks and any of <>{}|^` and backslash end it, and so does a closing bracket that it did not open;
    full stops and their like at its end are not of it.
    """
    j = url_body(data, i, stop)
    if j < 0 or j >= stop:
        return -1
    code, _ = decode(data, j, stop)
    if not np.int64(records[place_of(code, index)]) & LETTER_OR_NUMBER:
        return -1
    end = j
    rounds = 0
    squares = 0
    while j < stop:
        code, after = decode(data, j, stop)
        if after - i > LONGEST_URL:
            break
        trails = False
        if code < 0x80:
            if code <= 0x20 or code == 0x22 or code == 0x27 or code == 0x3C or code == 0x3E or code == 0x5C or code == 0x5E:
                break
            if code == 0x60 or 0x7B <= code <= 0x7D or code == 0x7F:
                break
            if code == 0x28:
                rounds += 1
                trails = True
            elif code == 0x5B:
                squares += 1
                trails = True
            elif code == 0x29:
                rounds -= 1
            elif code == 0x5D:
                squares -= 1
            elif code == 0x21 or code == 0x2A or code == 0x2C or code == 0x2E or code == 0x3A or code == 0x3B or code == 0x3F:
                trails = True
            if rounds < 0 or squares < 0:
                break
        else:
            record = np.int64(records[place_of(code, index)])
            category = np.int64(1) << (record >> CATEGORY_SHIFT & 31)
            if category & NO_PART_OF_URL or record & WHITE_SPACE:
                break
            trails = category & OTHER_PUNCTUATION != 0
        if not trails:
            end = after
        j = after
    return end


@kernel
def domain_end(data: Array, i: Int, stop: Int, index: Array, records: Array) -> Int:
    """The end of a domain of at least two labels at byte i, the last of two code points or more with a letter; -1 if none."""
    start = i
    end = i
    labels = 0
    signs = 0
    letter = False
    hyphens = 0
    fresh = True  # whether a label must begin here
    while i < stop:
        code, after = decode(data, i, stop)
        category = category_of(code, index, records)
        if category & (LETTER | NUMBER):
            if fresh:
                labels += 1
                signs = 0
                letter = False
            signs += 1
            letter = letter or category & LETTER != 0
            fresh = False
            hyphens = 0
            end = after
        elif category & MARK and not fresh and hyphens == 0:
            signs += 1
            end = after
        elif code == 0x2D and not fresh and hyphens < MOST_HYPHENS:
            hyphens += 1
        elif code == 0x2E and not fresh and hyphens == 0:
            fresh = True
        else:
            break
        if end - start > LONGEST_DOMAIN:
            return -1
        i = after
    return end if labels > 1 and signs > 1 and letter else -1


@kernel
def email_end(data: Array, i: Int, stop: Int, index: Array, records: Array) -> Int:
    """The end of the e-mail address at byte i, -1 if there is none."""
    j = i
    dot = False
    while j < stop and j - i <= LONGEST_LOCAL:
        code, after = decode(data, j, stop)
        if code == 0x40:
            return -1 if dot or j == i else domain_end(data, after, stop, index, records)
        dot = code == 0x2E
        if not category_of(code, index, records) & (LETTER | NUMBER | MARK):
            sign = dot or code == 0x5F or code == 0x25 or code == 0x2B or code == 0x2D or code == 0x27
            if not sign or j == i:
                return -1
        elif j == i and not category_of(code, index, records) & (LETTER | NUMBER):  # a mark goes with what stands before it
            return -1
        j = after
    return -1


@kernel
def name_end(data: Array, i: Int, stop: Int, index: Array, records: Array) -> tuple[Int, bool]:
    """The end of a run of letters, digits, marks and underscores at byte i (i if there is none), and whether it has a letter.

    The two joiners of Persian and Indic writing stay within, but not at the end.
    """
    end = i
    start = i
    letter = False
    while i < stop:
        code, i = decode(data, i, stop)
        category = category_of(code, index, records)
        if category & (LETTER | NUMBER) or code == 0x5F:
            letter = letter or category & LETTER != 0
            end = i
        elif end == start:
            break
        elif category & MARK:
            end = i
        elif code != 0x200C and code != 0x200D:
            break
    return end, letter


@kernel
def hashtag_end(data: Array, i: Int, begin: Int, stop: Int, index: Array, records: Array) -> Int:
    """The end of the hashtag whose # is at byte i, -1 if there is none: one letter at least, and no word right before it."""
    before = code_before(data, i, begin)
    if category_of(before, index, records) & (LETTER | NUMBER | MARK) or before == 0x5F or before == 0x26 or before == 0x2F:
        return -1
    _, after = decode(data, i, stop)
    end, letter = name_end(data, after, stop, index, records)
    return end if letter else -1


@kernel
def mention_end(data: Array, i: Int, begin: Int, stop: Int, index: Array, records: Array) -> Int:
    """The end of the mention whose @ is at byte i, -1 if there is none: @user, @user.bsky.social, @user@mastodon.social."""
    before = code_before(data, i, begin)
    if category_of(before, index, records) & (LETTER | NUMBER | MARK) or before == 0x5F or before == 0x26 or before == 0x2F:
        return -1
    if before == 0x40 or before == 0xFF20:
        return -1
    _, after = decode(data, i, stop)
    end, letter = name_end(data, after, stop, index, records)
    if end == after:
        return -1
    while end < stop and data[end] == 0x2E:
        more, another = name_end(data, end + 1, stop, index, records)
        if more == end + 1:
            break
        letter = letter or another
        end = more
    if not letter:
        return -1
    if end < stop and data[end] == 0x40:
        more = domain_end(data, end + 1, stop, index, records)
        if more > 0:
            end = more
    return end


@kernel
def compound_end(data: Array, i: Int, end: Int, stop: Int, index: Array, records: Array) -> Int:
    """The end of the hyphenated word whose first segment, with a letter or number, is [i, end); `end` if no hyphen joins on."""
    while end < stop:
        code, after = decode(data, end, stop)
        if after >= stop or not (code == 0x2D or code == 0x2010 or code == 0x2011):
            break
        code, _ = decode(data, after, stop)
        if not np.int64(records[place_of(code, index)]) & LETTER_OR_NUMBER:
            break
        # What stands before the hyphen; marks and joiners belong to the letter before them.
        k = end
        record = np.int64(0)
        while k > i:
            k -= 1
            while k > i and (data[k] & 0xC0) == 0x80:
                k -= 1
            code, _ = decode(data, k, end)
            record = np.int64(records[place_of(code, index)])
            if not (1 << (record & W_MASK)) & IGNORED:
                break
        if not record & LETTER_OR_NUMBER:
            break
        i = after
        end, _ = segment_end(data, after, stop, index, records)
    return end


@kernel
def is_surely_none(data: Array, i: Int, stop: Int) -> bool:
    """Whether a look at ASCII bytes tells that nothing whole begins at byte i: most words and signs end here."""
    c = data[i]
    if c >= 0x80 or c == 0x23 or c == 0x40 or c == 0x5F:
        return False
    k = i
    while k < stop and (97 <= (data[k] | 0x20) <= 122 or 48 <= data[k] <= 57):
        k += 1
    if k == stop:
        return True
    c = data[k]
    if c >= 0x80:
        return False
    if k == i:  # a sign or a blank; a joiner behind it may glue a pictograph to it that is a letter
        return bool(k + 1 == stop or data[k + 1] < 0x80)
    # Any of + - . : @ _ % ' and what joins numbers may go on, but not before a blank.
    if (
        c == 0x2B
        or c == 0x2D
        or c == 0x2E
        or c == 0x3A
        or c == 0x40
        or c == 0x5F
        or c == 0x25
        or c == 0x27
        or c == 0x2C
        or c == 0x3B
    ):
        return bool(k + 1 == stop or data[k + 1] <= 0x20)
    return True


@kernel
def whole_end(data: Array, i: Int, begin: Int, stop: Int, options: Int, index: Array, records: Array) -> Int:
    """The end of what `options` keep whole and what begins at byte i, where a UAX #29 segment begins; -1 if nothing does.

    `begin` and `stop` are the bounds of the document. An address goes before a hyphenated word. A possessive right behind an
    address, a hashtag or a mention (#Brexit’s) lies within the end: `text/forms.py` cuts it off.
    """
    end = np.int64(-1)
    if is_surely_none(data, i, stop):
        return end
    code, _ = decode(data, i, stop)
    if code == 0x23 or code == 0xFF03:
        if options & WHOLE_HASHTAGS:
            end = hashtag_end(data, i, begin, stop, index, records)
    elif code == 0x40 or code == 0xFF20:
        if options & WHOLE_MENTIONS:
            end = mention_end(data, i, begin, stop, index, records)
    else:
        if options & WHOLE_URLS:
            end = url_end(data, i, stop, index, records)
        if end < 0 and options & WHOLE_EMAILS:
            end = email_end(data, i, stop, index, records)
    if end >= 0:
        return possessive_end(data, end, stop, index, records)
    if options & WHOLE_HYPHENS:
        segment, bits = segment_end(data, i, stop, index, records)
        if bits & LETTER_OR_NUMBER:
            end = compound_end(data, i, segment, stop, index, records)
            return end if end > segment else np.int64(-1)
    return np.int64(-1)
