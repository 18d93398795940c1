"""The sentence kernel again in obvious Python: the UAX #29 rules as regular expressions over one letter per class."""

import re

from newsstudy.kernels import unicode_classes as u
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


def is_boundary(code, i):
    before, after = code[i - 1], code[i]
    if before == "r" and after == "n":
        return False
    if before in END:
        return True
    if after in "xf":
        return False
    if any(re.search(left, code[:i]) and re.match(right, code[i:]) for left, right in NO_BREAK):
        return False
    return bool(re.search(f"[tS]{X}{CLOSE}{SPACE}[{END}]?$", code[:i]))  # SB11, else SB998


def boundaries(text):
    code = "".join(LETTER[u.SENTENCE_BREAK[record(ord(c)) >> u.S_SHIFT & u.S_MASK]] for c in text)
    inside = [i for i in range(1, len(text)) if is_boundary(code, i)]
    return [0, *inside, len(text)] if text else [0]
