"""Write the list of general English from wordfreq 3.1.1, in the terms of the rule news-en-1.

    python -m venv /tmp/wordfreq && /tmp/wordfreq/bin/pip install wordfreq==3.1.1
    /tmp/wordfreq/bin/python tools/make_general_english.py --words > words.tsv     (in the environment that has wordfreq)
    python tools/make_general_english.py words.tsv                                 (in the one that has newsstudy)

The second step writes newsstudy/data/general-english-2021.csv and, beside it, what could not be mapped one to one and why.
Running it again writes the same bytes.
"""

from __future__ import annotations

import csv
import importlib.metadata
import pathlib
import re
import sys
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "newsstudy" / "data"
N_TERMS = 50_000
SMALLEST_NOTED = Decimal("1")  # what could not be mapped is noted from once in a million words on


def print_words() -> None:
    """Every word of the large English list with its rate per million, three significant digits as wordfreq itself rounds."""
    import wordfreq

    if importlib.metadata.version("wordfreq") != "3.1.1":
        raise SystemExit("this needs wordfreq 3.1.1")
    for word, frequency in sorted(wordfreq.get_frequency_dict("en", wordlist="large").items()):
        print(f"{word}\t{frequency * 1e6:.3g}")


def mapped(words: list[str], rates: list[Decimal]) -> tuple[dict[str, Decimal], list[tuple[str, Decimal, str]]]:
    """Rates of our terms, and the words that are not simply one term, each with the reason."""
    import numpy as np

    from newsstudy.text.rules import protected_capitals
    from newsstudy.text.words import scan

    encoded = [word.encode() for word in words]
    offsets = np.zeros(len(words) + 1, np.int64)
    np.add.accumulate([len(word) for word in encoded], out=offsets[1:])
    found = scan(np.frombuffer(b"".join(encoded), np.uint8), offsets, "news-en-1")
    terms: dict[str, Decimal] = {}
    notes = []
    for place, (word, rate) in enumerate(zip(words, rates, strict=True)):
        parts = [found.terms[i] for i in found.ids[found.token_offsets[place] : found.token_offsets[place + 1]]]
        if re.search(r"\d\d", word):
            notes.append((word, rate, "left out: wordfreq writes 0 for each digit of longer numbers"))
        elif not parts:
            notes.append((word, rate, "left out: no letter or digit, so no term"))
        elif len(parts) == 1 or parts[1:] == ["'s"]:
            for part in parts:
                terms[part] = terms.get(part, Decimal(0)) + rate
        else:
            notes.append((word, rate, "left out: several terms: " + " ".join(parts)))
    for form, meaning in sorted(protected_capitals("protected-capitals-en-1").items()):
        folded = form.lower()
        if folded not in terms:
            continue
        if meaning["folds_onto"]:
            terms[form] = terms[folded]
            notes.append(
                (form, terms[form], f"upper bound: wordfreq folds case, so the rate is that of {form} and {folded} together")
            )
        else:
            terms[form] = terms.pop(folded)
            notes.append((form, terms[form], f"wordfreq's {folded}: the capitals stay under rule news-en-1"))
    return terms, notes


def write(name: str, header: list[str], rows: list[tuple[str, ...]]) -> None:
    """One CSV file, UTF-8, line feeds."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(path: str) -> None:
    lines = [line.split("\t") for line in pathlib.Path(path).read_text("utf-8").splitlines()]
    terms, notes = mapped([word for word, _ in lines], [Decimal(rate) for _, rate in lines])
    kept = sorted(terms.items(), key=lambda item: (-item[1], item[0]))[:N_TERMS]
    write("general-english-2021.csv", ["term", "per_million"], [(term, f"{rate:f}") for term, rate in sorted(kept)])
    notes = [note for note in notes if note[1] >= SMALLEST_NOTED]
    notes.sort(key=lambda note: (-note[1], note[0]))
    write(
        "general-english-2021.notes.csv", ["word", "per_million", "note"], [(word, f"{rate:f}", why) for word, rate, why in notes]
    )
    print(f"{len(kept)} of {len(terms)} terms; the last has {kept[-1][1]} per million; {len(notes)} notes")


if __name__ == "__main__":
    if sys.argv[1:] == ["--words"]:
        print_words()
    else:
        main(sys.argv[1])
