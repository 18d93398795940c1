"""Texts of every kind that the questions about one article must answer or decline in words."""

import json
import pathlib

import pytest

import newsstudy as ns

SPEECHES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "sotu" / "speeches.jsonl"
TEXTS = {
    "empty": "",
    "blanks": " \n \n",
    "one word": "Snow",
    "one sentence": "Snow fell on the hills.",
    "one paragraph": "Snow fell on the hills. Trains stood still. On the hills snow fell again, and no train came.",
    "no sentence marks": "snow fell on the hills and trains stood still " * 30,
    "German": "Der Rat stimmte am Montag für die Brücke. Die Brücke ist alt. Der Rat zahlt. Die Kanzlerin schwieg.\n" * 3,
    "Arabic": "وافق المجلس يوم الاثنين على الجسر. الجسر قديم جدا. المجلس يدفع ثمن الجسر؟ نعم.\n" * 3,
    "Chinese": "市议会周一同意建桥。旧桥太窄。市议会将付款。\n" * 3,
}


def words_of(text):
    """Pairs of characters: a segmenter that needs no dictionary."""
    return [text[place : place + 2] for place in range(0, len(text), 2)]


@pytest.fixture(params=[*TEXTS, "Chinese with a segmenter"])
def any_text(request):
    """The tokens of a text of each kind."""
    if request.param == "Chinese with a segmenter":
        return ns.corpus_from([TEXTS["Chinese"]]).tokenize(segmenter=words_of)
    return ns.corpus_from([TEXTS[request.param]]).tokenize()


@pytest.fixture(scope="session")
def long_text():
    """20,000 words in one text."""
    speeches = [json.loads(line)["text"] for line in SPEECHES.read_text("utf-8").splitlines()]
    words = "\n\n".join(speeches).split(" ")[:20_000]
    return ns.corpus_from([" ".join(words)]).tokenize()
