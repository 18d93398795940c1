"""Writes what two other sentence splitters, pysbd and sentencex, make of the texts that the tests compare.

Run it in an environment of its own that holds both peers (newsstudy is not needed):

    python -m venv peers && peers/bin/pip install pysbd==0.3.4 sentencex==1.0.32
    peers/bin/python tools/make_sentence_peers.py

It reads the cases of tests/cases/sentences/, the sample article and the speeches of tests/cases/sotu/, and writes
tests/golden/sentence-peers.json: for each text the places, in code points, at which a peer's sentences begin (blanks skipped).
"""

from __future__ import annotations

import importlib.metadata
import json
import pathlib
from collections.abc import Callable, Iterable

import pysbd
import sentencex

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests" / "golden" / "sentence-peers.json"


def starts(text: str, sentences: Iterable[str]) -> list[int]:
    """Where each sentence that holds more than blanks begins; sentences are parts of the text, in order."""
    places = []
    at = 0
    for sentence in sentences:
        words = sentence.strip()
        if not words:
            continue
        found = text.find(words, at)
        if found < 0:
            raise SystemExit(f"a peer changed the text: {words!r}")
        places.append(found)
        at = found + len(words)
    return places


def lines(split: Callable[[str], Iterable[str]]) -> Callable[[str], list[int]]:
    """The peer on each line apart: a line end ends a sentence for us too, and pysbd takes minutes for a whole speech."""

    def places(text: str) -> list[int]:
        found: list[int] = []
        at = 0
        for line in text.split("\n"):
            found += [at + place for place in starts(line, split(line))]
            at += len(line) + 1
        return found

    return places


def main() -> None:
    """Write the file anew."""
    pragmatic = pysbd.Segmenter(language="en", clean=False)
    peers = {"pysbd": lines(pragmatic.segment), "sentencex": lines(lambda text: sentencex.segment("en", text))}
    cases = json.loads((ROOT / "tests" / "cases" / "sentences" / "news.json").read_text("utf-8"))
    article = (ROOT / "newsstudy" / "data" / "sample-article.txt").read_text("utf-8")
    speeches = [
        json.loads(line) for line in (ROOT / "tests" / "cases" / "sotu" / "speeches.jsonl").read_text("utf-8").splitlines()
    ]
    content = {
        name: {
            "version": importlib.metadata.version(name),
            "cases": [places(case["text"]) for case in cases],
            "sample_article": places(article),
            "speeches": {speech["id"]: places(speech["text"]) for speech in speeches},
        }
        for name, places in sorted(peers.items())
    }
    TARGET.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
