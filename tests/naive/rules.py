"""A whole tokenizer in obvious Python: segments of the slow UAX #29, regular expressions for what stays whole, then pieces."""

import importlib.util
import pathlib

from newsstudy.text.forms import pieces
from newsstudy.text.rules import get_rule

HERE = pathlib.Path(__file__).resolve().parent


def twin(name):
    spec = importlib.util.spec_from_file_location(f"naive_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WORDS, WHOLE = twin("words"), twin("whole")


def lines(text):
    """(first code point, line) of each line: a word boundary stands around every line end, so each can be cut by itself."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or WORDS.word_class(text[end - 1]) in WORDS.LINE_ENDS:
            yield start, text[start:end]
            start = end


def wanted(rule):
    names = [name for name in ("url", "email", "hashtag", "mention") if getattr(rule, f"{name}s") != "split"]
    return [*names, "hyphens"] if rule.hyphens == "whole" else names


def forms(line, rule):
    """(first code point, end) of each written form of one line: segments, what stays whole, and ’s behind a number."""
    cuts = WORDS.boundaries(line)
    cuts_possessive = rule.possessive or rule.clitics == "en"
    i = 0

    def boundaries(rest):
        at = len(line) - len(rest)
        return [cut - at for cut in cuts if cut >= at] if at in cuts else WORDS.boundaries(rest)

    while i < len(line):
        if i not in cuts:  # what stays whole ended within a segment: the rest is cut afresh
            cuts = [*(cut for cut in cuts if cut < i), *(i + cut for cut in WORDS.boundaries(line[i:]))]
        end = WHOLE.whole_end(line, i, wanted(rule), boundaries) if wanted(rule) else None
        if end is None:
            end = min(cut for cut in cuts if cut > i)
            after_number = i > 0 and WORDS.word_class(line[i - 1]) == "Numeric"
            if cuts_possessive and after_number and line[i:end] in WORDS.APOSTROPHES:
                end = max(end, WHOLE.possessive(line, i, boundaries))
        yield i, end
        i = end


def tokens(text, rule):
    """(first byte, byte after the last, term) of each token of a text under a rule of UAX #29 words."""
    rule = get_rule(rule)
    found = []
    for first, line in lines(text):
        for start, end in forms(line, rule):
            at = len(text[: first + start].encode())
            found += [(at + begin, at + stop, term) for begin, stop, term in pieces(line[start:end], rule)]
    return found
