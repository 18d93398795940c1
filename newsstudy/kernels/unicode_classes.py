"""Numbers that stand for Unicode classes inside kernels: how one 32-bit record describes a code point.

`tools/make_unicode_tables.py` writes the records with these numbers and the kernels read them, so both import this file.
"""

from __future__ import annotations

# Word_Break property values (UAX #29), bits 0 to 4 of a record.
WORD_BREAK = (
    "Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Format", "WSegSpace", "Regional_Indicator", "Katakana", "Hebrew_Letter",
    "ALetter", "Single_Quote", "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric", "ExtendNumLet",
)  # fmt: skip
W_OTHER, W_CR, W_LF, W_NEWLINE, W_EXTEND, W_ZWJ, W_FORMAT, W_SPACE, W_RI, W_KATAKANA, W_HEBREW = range(11)
W_LETTER, W_SINGLE_QUOTE, W_DOUBLE_QUOTE, W_MID_NUM_LET, W_MID_LETTER, W_MID_NUM, W_NUMERIC, W_EXTEND_NUM_LET = range(11, 19)
W_MASK = 31

# Sentence_Break property values (UAX #29), bits 5 to 8.
SENTENCE_BREAK = (
    "Other", "CR", "LF", "Sep", "Extend", "Format", "Sp", "Lower", "Upper", "OLetter", "Numeric", "ATerm", "SContinue", "STerm",
    "Close",
)  # fmt: skip
S_OTHER, S_CR, S_LF, S_SEP, S_EXTEND, S_FORMAT, S_SP, S_LOWER, S_UPPER, S_OLETTER, S_NUMERIC, S_ATERM = range(12)
S_SCONTINUE, S_STERM, S_CLOSE = range(12, 15)
S_SHIFT = 5
S_MASK = 15

# Yes-or-no properties, one bit each.
PICTOGRAPHIC = 1 << 9  # Extended_Pictographic
LETTER_OR_NUMBER = 1 << 10  # general category L* or N*
PATTERN_WORD = 1 << 11  # what \w means to Python's re: a letter, a code point with a numeric value, or the underscore
WHITE_SPACE = 1 << 12
CASED = 1 << 13
CASE_IGNORABLE = 1 << 14
ASSIGNED = 1 << 15
HARD = 1 << 16  # its term form depends on its neighbours: combining marks, and what NFC may compose or reorder
NFC_MAYBE = 1 << 17  # NFC_Quick_Check is No or Maybe
CATEGORY_SHIFT = 18  # general category, five bits
CATEGORIES = (
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc",
    "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
)  # fmt: skip

# Records are kept in blocks of this many code points, each distinct block once.
BLOCK_BITS = 7
BLOCK_MASK = (1 << BLOCK_BITS) - 1
