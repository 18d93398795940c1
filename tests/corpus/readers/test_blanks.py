"""Mark-up read as text: blanks are those of Unicode on every Python."""

import re
import sys

from newsstudy.corpus import columns
from newsstudy.corpus.readers import _markup


def test_words__splits_at_the_blanks_of_unicode_on_every_python():
    every = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    assert [char for char in every if _markup.words(f"a{char}b") == "a b"] == [char for char in every if char in columns.BLANKS]


def test_words__is_the_same_with_and_without_separators():
    for text in (" a\xa0 b\n\n c ", "a\u3000\t b", "  ", "a", ""):
        slow = re.sub(f"[{re.escape(columns.BLANKS)}]+", " ", text).strip(" ")
        assert _markup.words(text) == slow
        assert _markup.words(f"{text}\x1c").replace("\x1c", "").strip(" ") == slow
