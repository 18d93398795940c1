"""Articles with the quotations that a reader finds in them, and how many of those the rules find."""

import pathlib

import newsstudy as ns

FOLDER = pathlib.Path(__file__).parent.parent / "cases" / "quotations"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def case(name):
    """The corpus of one case and its rows: kind, speaker, verb, text."""
    head, _, rows = (FOLDER / f"{name}.txt").read_text("utf-8").partition("\n----\n")
    language, _, text = head.partition("\n")
    if name == "sample-article":
        corpus = ns.sample_article()
    else:
        corpus = ns.corpus_from([{"text": text.strip(), "language": language.removeprefix("language: ")}])
    return corpus, [tuple(row.split("|", 3)) for row in rows.strip().split("\n")]


def found(corpus):
    """The rows that `quotations` gives, in the form of a case."""
    table = ns.quotations(corpus)
    rows = zip(table.kind, table.speaker.fillna(""), table.verb.fillna(""), table.text, strict=True)
    return [tuple(row) for row in rows]


def same(expected, got):
    """Whether a row is right: kind, speaker, verb and the whole text, of which a case may leave out the middle."""
    begin, _, end = expected[3].partition(" [...] ")
    text = got[3].startswith(begin) and got[3].endswith(end) if end else got[3] == expected[3]
    return text and expected[:3] == got[:3]


def compared(expected, got):
    """Rows that are right, rows that were not found, rows that should not be there."""
    left = list(got)
    right, missed = [], []
    for row in expected:
        fits = next((place for place, one in enumerate(left) if same(row, one)), None)
        if fits is None:
            missed.append(row)
        else:
            right.append(left.pop(fits))
    return right, missed, left
