"""Each kernel of the text part compiles for one signature, whatever is asked of it."""

import numpy as np

import newsstudy as ns
from newsstudy.kernels import keys, segments, sentences, word_pattern, words
from newsstudy.text.paragraphs import paragraph_starts
from newsstudy.text.sentences import sentence_starts
from newsstudy.text.words import scan


def test_text_kernels__compile_for_one_signature(monkeypatch):
    content = np.frombuffer("One’s TWO. 3's\n\nfour".encode() * 2, np.uint8)
    writeable = content.copy()
    for data in (content, writeable, writeable[::2], writeable.astype(np.int64)):
        offsets = np.array([0, data.size])
        for rule in ("unicode-1", "news-en-1", "sklearn"):
            scan(data, offsets, rule)
        sentence_starts(data, offsets.astype(np.int32))
        paragraph_starts(data, offsets)
    many = " ".join(f"w{k}" for k in range(9000)).encode()
    scan(np.frombuffer(many, np.uint8), np.array([0, len(many)]), "unicode-1")
    monkeypatch.setattr("newsstudy.text.words.blocks_by_bytes", lambda offsets: [(0, 1), (1, 2)])
    scan(content, np.array([0, 9, 18]), "news-en-1")
    ns.word_boundaries("a b")
    ns.sentence_boundaries("a b")
    for module in (keys, segments, sentences, word_pattern, words):
        for name, value in vars(module).items():
            if hasattr(value, "signatures"):
                assert len(value.signatures) <= 1, f"{module.__name__}.{name}: {value.signatures}"
