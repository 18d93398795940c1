"""Write the Unicode tables inside the package from the files of the Unicode Character Database.

    python tools/make_unicode_tables.py FOLDER

FOLDER holds UnicodeData.txt, CaseFolding.txt, WordBreakProperty.txt and the others of one version (15.0.0); the tables go to
`newsstudy/text/data/`. Running it again on the same files writes the same bytes.
"""

from __future__ import annotations

import json
import pathlib
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsstudy.kernels import unicode_classes as u  # noqa: E402

OUT = ROOT / "newsstudy" / "text" / "data"
N = 0x110000
VERSION = "15.0.0"
# One apostrophe in term forms: right and left single quotation mark, modifier letter apostrophe, fullwidth apostrophe.
APOSTROPHES = (0x2018, 0x2019, 0x02BC, 0xFF07)
HANGUL_BASE, HANGUL_COUNT = 0xAC00, 11172


def rows(path: pathlib.Path):
    """Fields of each line of a UCD file, comments away, with the range of its first field."""
    for line in path.read_text("utf-8").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if fields[0]:
            first, _, last = fields[0].partition("..")
            yield range(int(first, 16), int(last or first, 16) + 1), fields[1:]


def check_version(folder: pathlib.Path) -> None:
    """Stop when a file is of another version."""
    for name in (
        "WordBreakProperty",
        "SentenceBreakProperty",
        "CaseFolding",
        "DerivedNormalizationProps",
        "DerivedCoreProperties",
    ):
        head = (folder / f"{name}.txt").read_text("utf-8").splitlines()[0]
        if head != f"# {name}-{VERSION}.txt":
            raise SystemExit(f"{name}.txt: the first line is {head!r}, not of version {VERSION}")


class Database:
    """What the tables need, read from the files: one array or dictionary per property."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.records = np.zeros(N, np.uint32)
        self.ccc: dict[int, int] = {}
        self.decomposition: dict[int, tuple[int, ...]] = {}
        self.lower: dict[int, int] = {}
        self.fold: dict[int, tuple[int, ...]] = {}
        self._unicode_data(folder / "UnicodeData.txt")
        self._classes(folder)
        self._flags(folder)
        for span, fields in rows(folder / "CaseFolding.txt"):
            if fields[0] in "CF":
                self.fold[span[0]] = tuple(int(code, 16) for code in fields[1].split())
        excluded = {code for span, fields in rows(folder / "DerivedNormalizationProps.txt")
                    if fields[0] == "Full_Composition_Exclusion" for code in span}  # fmt: skip
        self.composition = {pair: code for code, pair in self.decomposition.items() if len(pair) == 2 and code not in excluded}

    def _unicode_data(self, path: pathlib.Path) -> None:
        first = 0
        for line in path.read_text("utf-8").splitlines():
            fields = line.split(";")
            code = int(fields[0], 16)
            if fields[1].endswith("First>"):
                first = code
                continue
            span = range(first, code + 1) if fields[1].endswith("Last>") else range(code, code + 1)
            record = u.ASSIGNED | u.CATEGORIES.index(fields[2]) << u.CATEGORY_SHIFT
            if fields[2][0] in "LN":
                record |= u.LETTER_OR_NUMBER
            if fields[2][0] == "L" or fields[8] or code == ord("_"):
                record |= u.PATTERN_WORD
            self.records[span.start : span.stop] |= np.uint32(record)
            if fields[3] != "0":
                self.ccc[code] = int(fields[3])
            if fields[5] and not fields[5].startswith("<"):
                self.decomposition[code] = tuple(int(part, 16) for part in fields[5].split())
            if fields[13]:
                self.lower[code] = int(fields[13], 16)

    def _classes(self, folder: pathlib.Path) -> None:
        for span, fields in rows(folder / "WordBreakProperty.txt"):
            self.records[span.start : span.stop] |= np.uint32(u.WORD_BREAK.index(fields[0]))
        for span, fields in rows(folder / "SentenceBreakProperty.txt"):
            self.records[span.start : span.stop] |= np.uint32(u.SENTENCE_BREAK.index(fields[0]) << u.S_SHIFT)

    def _flags(self, folder: pathlib.Path) -> None:
        wanted = {
            ("emoji-data.txt", "Extended_Pictographic"): u.PICTOGRAPHIC,
            ("PropList.txt", "White_Space"): u.WHITE_SPACE,
            ("DerivedCoreProperties.txt", "Cased"): u.CASED,
            ("DerivedCoreProperties.txt", "Case_Ignorable"): u.CASE_IGNORABLE,
            ("DerivedNormalizationProps.txt", "NFC_QC"): u.NFC_MAYBE,
        }
        for name in dict.fromkeys(name for name, _ in wanted):
            for span, fields in rows(folder / name):
                bit = wanted.get((name, fields[0]))
                if bit:
                    self.records[span.start : span.stop] |= np.uint32(bit)

    def nfd(self, codes) -> list[int]:
        """Canonical decomposition in canonical order (Hangul syllables need none here: they have no case)."""
        out: list[int] = []
        todo = list(reversed(codes))
        while todo:
            code = todo.pop()
            if code in self.decomposition:
                todo.extend(reversed(self.decomposition[code]))
            else:
                place = len(out)
                while place and self.ccc.get(code, 0) and self.ccc.get(out[place - 1], 0) > self.ccc[code]:
                    place -= 1
                out.insert(place, code)
        return out

    def nfc(self, codes) -> list[int]:
        """Canonical composition of the canonical decomposition."""
        out: list[int] = []
        starter = -1
        last = 0
        for code in self.nfd(codes):
            ccc = self.ccc.get(code, 0)
            if starter >= 0 and (len(out) - 1 == starter or last < ccc) and (out[starter], code) in self.composition:
                out[starter] = self.composition[out[starter], code]
                continue
            if ccc == 0:
                starter = len(out)
            last = ccc
            out.append(code)
        return out

    def term_form(self, code: int) -> list[int]:
        """The code point folded, in NFC, its apostrophes unified."""
        folded = [part for piece in self.nfd([code]) for part in self.fold.get(piece, (piece,))]
        return [0x27 if part in APOSTROPHES else part for part in self.nfc(folded)]


def mapped(forms: dict[int, bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each code point the number of its form (0: stays as it is), and all forms as one run of bytes with offsets."""
    number = {form: place for place, form in enumerate(sorted(set(forms.values())), start=1)}
    at = np.zeros(N, np.uint16)
    for code, form in forms.items():
        at[code] = number[form]
    lengths = np.array([0, 0, *(len(form) for form in number)], np.int32)
    return at, np.add.accumulate(lengths, dtype=np.int32), np.frombuffer(b"".join(number), np.uint8)


def main(folder: pathlib.Path) -> None:
    check_version(folder)
    base = Database(folder)
    maybe = {int(code) for code in np.flatnonzero(base.records & u.NFC_MAYBE)}
    unsafe = maybe | set(base.ccc)
    folds: dict[int, bytes] = {}
    for code in sorted(set(base.fold) | set(base.decomposition) | unsafe | set(APOSTROPHES)):
        form = base.term_form(code)
        if code in unsafe or any(part in unsafe for part in form):
            base.records[code] |= u.HARD
        elif form != [code]:
            folds[code] = "".join(map(chr, form)).encode()
    lowers = {code: chr(low).encode() for code, low in base.lower.items()}
    lowers[0x130] = b"i"  # İ lowers to i and a combining dot; the kernel of rule "sklearn" knows that the dot follows

    fold_at, fold_offsets, fold_bytes = mapped(folds)
    lower_at, lower_offsets, lower_bytes = mapped(lowers)
    size = u.BLOCK_MASK + 1
    table = np.stack([base.records, fold_at.astype(np.uint32), lower_at.astype(np.uint32)], axis=1).reshape(N // size, size * 3)
    known: dict[bytes, int] = {}
    index = np.array([known.setdefault(block.tobytes(), len(known)) for block in table], np.uint16)
    blocks = np.frombuffer(b"".join(known), np.uint32).reshape(-1, 3)
    full_folds = sorted(base.fold.items())
    arrays = {
        "index": index,
        "records": np.ascontiguousarray(blocks[:, 0]),
        "fold_at": blocks[:, 1].astype(np.uint16),
        "fold_offsets": fold_offsets,
        "fold_bytes": fold_bytes,
        "lower_at": blocks[:, 2].astype(np.uint16),
        "lower_offsets": lower_offsets,
        "lower_bytes": lower_bytes,
        "combining_classes": np.array(sorted(base.ccc.items()), np.int32),
        "decompositions": np.array([(c, *p, *[0] * (2 - len(p))) for c, p in sorted(base.decomposition.items())], np.int32),
        "compositions": np.array([(*pair, code) for pair, code in sorted(base.composition.items())], np.int32),
        "folds": np.array([(c, *p, *[0] * (3 - len(p))) for c, p in full_folds], np.int32),
    }
    OUT.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(OUT / f"{name}.npy", array, allow_pickle=False)
    about = {
        "unicode": VERSION,
        "source": "Unicode Character Database, https://www.unicode.org/Public/15.0.0/ucd/",
        "licence": "Unicode Terms of Use, https://www.unicode.org/terms_of_use.html (Copyright 1991-2022 Unicode, Inc.)",
        "made_by": "tools/make_unicode_tables.py",
    }
    (OUT / "about.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{len(known)} blocks, {sum(array.nbytes for array in arrays.values()):,} bytes in {OUT}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
