"""The texts that the benchmarks read: corpora repeated up to a size, and made-up ones, in files for all alike."""

import json
import pathlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
SPEECHES = ROOT / "tests" / "cases" / "sotu" / "speeches.jsonl"
ENGLISH = {
    "BBC News": "bbc_fulltext.parquet",
    "20 Newsgroups": "newsgroups20_bydate.parquet",
    "Reuters-21578": "reuters21578.parquet",
}
GERMAN = "gnad10k_test.parquet"
SHORT = 100  # about so many bytes in a short text
ASCII = ", ASCII texts"
BODIES = "Reuters-21578, 10,000 bodies"
COPIES = "copies "  # and how many documents
SEED = 20_260_101


class TextFiles:
    """Each set of texts once in a folder: a file with a line feed after each text, as `wc` reads it, and where each stands."""

    def __init__(self, folder, megabytes):
        self.folder, self.megabytes, self.made = pathlib.Path(folder), megabytes, {}

    def __call__(self, name):
        """The path of a set of texts, how many they are, and their bytes of UTF-8."""
        if name not in self.made:
            texts = self._texts(name)
            self.made[name] = (path := self.folder / f"{len(self.made)}.txt"), len(texts), write(path, texts)
        return self.made[name]

    def _texts(self, name):
        if name == "short":
            return short_texts(self.megabytes)
        if name == BODIES:
            return bodies()
        if name.startswith(COPIES):
            return with_copies(int(name.removeprefix(COPIES)))[0]
        return repeated(once(name, self.megabytes), self.megabytes)

    def ascii(self, name):
        """The name of those texts of a set that are ASCII: where two kinds of regular expressions agree what a word is."""
        return name if all(map(str.isascii, once(name, self.megabytes))) else name + ASCII


def write(path, texts):
    encoded = [text.encode() for text in texts]
    sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
    ends = np.cumsum(sizes + 1) - 1
    np.save(path.with_suffix(".npy"), np.stack([ends - sizes, ends]))
    path.write_bytes(b"\n".join(encoded) + b"\n")
    return int(sizes.sum())


def read(path):
    """The texts of a file as a list of str, each an object of its own; nothing else stays in memory."""
    data = pathlib.Path(path).read_bytes()
    starts, ends = np.load(pathlib.Path(path).with_suffix(".npy")).tolist()
    return [data[start:end].decode() for start, end in zip(starts, ends, strict=True)]


# ------------------------------------------------------------------ which texts


def english_names():
    """The English corpora that are there; without any, the State of the Union addresses of the tests."""
    return [name for name, file in ENGLISH.items() if (CORPORA / file).exists()] or ["State of the Union"]


def once(name, megabytes):
    """A set of texts as it comes, before it is repeated."""
    if name.endswith(ASCII):
        return [text for text in once(name.removesuffix(ASCII), megabytes) if text.isascii()]
    if name in ("Russian", "Arabic"):
        return generated(name, min(5, megabytes))
    if name == "State of the Union":
        return [json.loads(line)["text"] for line in SPEECHES.read_text("utf-8").splitlines()]
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(CORPORA / (GERMAN if name == "German" else ENGLISH[name]), columns=["text"])
    return [text for text in table["text"].to_pylist() if text]


def repeated(texts, megabytes):
    """The texts in order, again and again, until there are as many bytes."""
    wanted, size, taken = megabytes * 1e6, 0, []
    while size < wanted:
        for text in texts:
            taken.append(text)
            size += len(text.encode())
            if size >= wanted:
                break
    return taken


def short_texts(megabytes):
    """Pieces of about 100 bytes, cut at blanks: a million of them in 100 MB."""
    pieces = []
    for text in once(english_names()[0], megabytes):
        begin = 0
        while len(text) - begin > SHORT:
            end = text.rfind(" ", begin + 1, begin + SHORT + 4)
            end = begin + SHORT if end < 0 else end
            pieces.append(text[begin:end].strip())
            begin = end
    return repeated([piece for piece in pieces if piece], megabytes)


# ------------------------------------------------------------------ made-up texts

# Real text in these scripts is not at hand. Words are made of syllables that the language has, their frequencies follow Zipf's
# law as Mandelbrot corrected it (1 / (rank + 2.7)), and frequent words are short. No word of it means anything.
RUSSIAN = {
    "onsets": [*"бвгджзклмнпрстфхцчшщ", "ст", "пр", "кр", "тр", "сл", "ск", "гр", "бр", "дв", "вз"],
    "vowels": list("ааееииоооуыяюэё"),
    "codas": ["", "", "", "", "н", "т", "л", "р", "с", "й", "м", "ль"],
    "before": ["", "", "", "по", "за", "вы", "не", "при"],
    "after": ["", "", "", "ов", "ами", "ого", "ый", "ая", "ить", "ение", "ской"],
    "function": [
        *"ивясакоу",
        "не",
        "на",
        "что",
        "он",
        "как",
        "по",
        "это",
        "она",
        "но",
        "они",
        "мы",
        "из",
        "за",
        "то",
        "так",
        "же",
        "от",
    ],
    "comma": ",",
    "ends": [".", ".", ".", ".", ".", ".", "?", "!", "…"],
}
ARABIC = {
    "onsets": list("بتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    "vowels": ["", "", "", "ا", "ا", "و", "ي"],  # short vowels are not written
    "codas": ["", "", "", "ر", "ل", "م", "ن", "د"],
    "before": ["", "", "", "ال", "ال", "وال", "ب", "لل", "ي", "ت"],
    "after": ["", "", "", "", "", "", "ة", "ة", "ات", "ين", "ون", "ها", "هم", "ًا"],
    "function": [
        "في",
        "من",
        "على",
        "إلى",
        "أن",
        "عن",
        "مع",
        "هذا",
        "هذه",
        "التي",
        "الذي",
        "ما",
        "لا",
        "لم",
        "كان",
        "قد",
        "بعد",
        "بين",
        "أو",
    ],
    "comma": "،",
    "ends": [".", ".", ".", ".", ".", ".", "؟", "!", "؛"],
}


def generated(language, megabytes, n_words=60_000):
    """Documents of about 400 words in Russian or Arabic script: the same for the same size, everywhere."""
    parts = RUSSIAN if language == "Russian" else ARABIC
    random = np.random.default_rng(SEED)
    words = made_up_words(parts, n_words, random)
    chances = np.cumsum(1.0 / (np.arange(len(words)) + 2.7))
    texts, size = [], 0
    while size < megabytes * 1e6:
        drawn = np.searchsorted(chances, random.random(400) * chances[-1])
        texts.append(document([words[place] for place in drawn.tolist()], parts, random))
        size += len(texts[-1].encode())
    return texts


def made_up_words(parts, n_words, random):
    """Distinct words, the frequent ones first: function words, then by length with some luck."""

    def pick(name):
        return parts[name][int(random.random() * len(parts[name]))]

    found = dict.fromkeys(parts["function"])
    while len(found) < n_words:
        stem = "".join(pick("onsets") + pick("vowels") + pick("codas") for _ in range(1 + int(random.random() * 3)))
        found[pick("before") + stem + pick("after")] = None
    rare = list(found)[len(parts["function"]) :]
    places = [len(word) * (0.5 + luck) for word, luck in zip(rare, random.random(len(rare)).tolist(), strict=True)]
    order = np.argsort(places, kind="stable")
    return parts["function"] + [rare[place] for place in order.tolist()]


def document(words, parts, random):
    """Words as sentences: commas, numbers, quotation marks, full stops, paragraphs."""
    written, left, quoted = [], 0, False
    for word, luck in zip(words, random.random(len(words)).tolist(), strict=True):
        if left == 0:
            left, quoted = 6 + int(luck * 20), luck > 0.9
            word = ("«" if quoted else "") + word.capitalize()
        left -= 1
        if left == 0:
            word += ("»" if quoted else "") + parts["ends"][int(luck * len(parts["ends"]))] + ("\n\n" if luck > 0.8 else "")
        elif luck < 0.02:
            word += f" {1900 + int(luck * 6000)}"
        elif luck > 0.92:
            word += parts["comma"]
        written.append(word)
    return " ".join(written)


# ------------------------------------------------------------------ copies


def bodies():
    """The bodies of Reuters-21578 that are not blank, the first ten thousand; without it, speeches and parts of them."""
    if not (CORPORA / ENGLISH["Reuters-21578"]).exists():
        speeches = once("State of the Union", 0)
        return [*speeches, *(text[: len(text) * 9 // 10] for text in speeches)]
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(CORPORA / ENGLISH["Reuters-21578"], columns=["body"])
    return [text for text in table["body"].to_pylist() if (text or "").strip()][:10_000]


LATIN = {
    "onsets": [*"bcdfghjklmnprstvw", "st", "pr", "th", "tr", "sh"],
    "vowels": list("aeeiou"),
    "codas": ["", "", "", "n", "r", "t", "s", "ng"],
    "before": ["", "", "", "re", "un"],
    "after": ["", "", "", "ed", "ing", "ly"],
    "function": [
        "the",
        "of",
        "to",
        "and",
        "a",
        "in",
        "for",
        "on",
        "that",
        "is",
        "was",
        "by",
        "he",
        "with",
        "at",
        "as",
        "it",
        "from",
        "be",
    ],
}


def with_copies(n_documents, share=0.05):
    """Made-up documents of 40 to 200 words, of which 5 % copy an earlier one and change up to a tenth of its words.

    Returns the texts, and (copy, original) of each copy.
    """
    random = np.random.default_rng(SEED)
    words = np.array(made_up_words(LATIN, 60_000, random), object)
    chances = np.cumsum(1.0 / (np.arange(len(words)) + 2.7))
    texts, copies, drawn = [], [], []
    sizes = random.integers(40, 201, n_documents).tolist()
    lucky, sources, changes = (random.random(n_documents).tolist() for _ in range(3))
    for place in range(n_documents):
        if place and lucky[place] < share:
            original = int(sources[place] * place)
            numbers = drawn[original].copy()
            where = random.integers(0, len(numbers), int(changes[place] * len(numbers) / 10))
            numbers[where] = random.integers(0, len(words), len(where))
            copies.append((place, original))
        else:
            numbers = np.searchsorted(chances, random.random(sizes[place]) * chances[-1]).astype(np.int32)
        drawn.append(numbers)
        texts.append(" ".join(words[numbers]))
    return texts, copies
