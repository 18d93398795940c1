"""Strategies and helpers of the text tests: text that hits every class of the Unicode rules, and documents as bytes."""

import numpy as np
import pytest
from hypothesis import strategies as st

from newsstudy.kernels import unicode_classes as u
from newsstudy.text.tables import record

# One or two code points of every class, and those with surprising case, so that short texts meet the rules often.
TELLING = (
    "aZsS09_.,:;'’‘＇\"!? \t\n\r\x0b\x85\u2028\u3000\u00ad\u0301\u0308\u200d\u200c\u2060אבアーカ〱あ漢字ไท"
    "🇩🇪👍❤Ⓜℹ©éÉßİıΣσςǅﬁｓ½²٣ʼŉᾳᾼ\u0345\u1100\u1161\u11a8가각\u0340\u0344ﷺ\U0001d15e\U000e0041)”“«»—…․·"
)
TEXTS = st.text(st.one_of(st.sampled_from(TELLING), st.characters(exclude_categories=["Cs"])), max_size=40)


@pytest.fixture(scope="session")
def as_documents():
    """Texts as the two arrays that scanners take."""

    def build(texts):
        encoded = [text.encode() for text in texts]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.add.accumulate([len(document) for document in encoded], out=offsets[1:])
        return np.frombuffer(b"".join(encoded), np.uint8), offsets

    return build


def in_this_python(character):
    """Whether the running Python knows the code point too: Python 3.11 is of Unicode 14, 3.13 of 15.1."""
    import unicodedata

    known = bool(record(ord(character)) & u.ASSIGNED)
    return known and unicodedata.category(character) not in ("Cn", "Cs")


@pytest.fixture(scope="session")
def texts():
    """Arbitrary text, rich in what the rules speak of."""
    return TEXTS


@pytest.fixture(scope="session")
def assigned_texts():
    """The same, of code points that the running Python and Unicode 15.0 both know."""
    return TEXTS.map(lambda text: "".join(filter(in_this_python, text)))


@pytest.fixture(scope="session")
def break_cases():
    """Pairs of text and boundaries of a Unicode break test, in the original form or our compact one."""

    def read(path):
        cases = []
        for line in path.read_text("utf-8").splitlines():
            fields = line.split("#")[0].split()
            text, cuts = "", []
            for field in fields:
                if field in "÷/":
                    cuts.append(len(text))
                elif field not in "×-":
                    text += chr(int(field, 16))
            if fields:
                cases.append((text, cuts))
        return cases

    return read
