"""Write tests/golden/weights.json: term weights that other people's programs and books give, for the tests of Counts.weight.

Numbers of gensim are computed here (pip install gensim==4.4.0 into an environment of its own; newsstudy is not needed);
those of quanteda and of the book are copied from where `cites` says, with the digits printed there.
"""

import json
import pathlib

import gensim
from gensim.corpora import Dictionary
from gensim.models import TfidfModel

OUT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "weights.json"

# The nine titles of Deerwester and others (1990), the corpus of gensim's own tests and tutorial, with a few repeated words.
TITLES = [
    "human interface computer",
    "survey user computer system response time user user",
    "eps user interface system",
    "system human system eps",
    "user response time",
    "trees",
    "graph trees graph graph graph",
    "graph minors trees",
    "graph minors survey",
]
# gensim's letters on the left; t is its "zero-corrected" and f the plain inverse document frequency of the book.
GENSIM = {
    "nfc": {"tf": "count", "idf": "plain", "normalise": "euclid"},
    "nfn": {"tf": "count", "idf": "plain"},
    "ntc": {"tf": "count", "idf": "zero_corrected", "normalise": "euclid"},
    "npn": {"tf": "count", "idf": "probabilistic"},
    "lfn": {"tf": "log", "idf": "plain"},
    "lfc": {"tf": "log", "idf": "plain", "normalise": "euclid"},
    "dfn": {"tf": "double_log", "idf": "plain"},
    "afc": {"tf": "augmented", "idf": "plain", "normalise": "euclid"},
    "ann": {"tf": "augmented", "idf": "none"},
    "bfc": {"tf": "boolean", "idf": "plain", "normalise": "euclid"},
    "Lnn": {"tf": "log_average", "idf": "none"},
    "Lpc": {"tf": "log_average", "idf": "probabilistic", "normalise": "euclid"},
}
QUANTEDA = "quanteda, tests/testthat/test-dfm_weight.R; Benoit and others 2018, doi:10.21105/joss.00774"
FRUIT = ["apple better banana", "banana banana apple much better"]
WIKI = ["this is a a sample", "this is another example another example example"]
NOVELS = [
    "affection " * 115 + "jealous " * 10 + "gossip " * 2,
    "affection " * 58 + "jealous " * 7,
    "affection " * 20 + "jealous " * 11 + "gossip " * 6,
]
BOOK = "Manning, Raghavan and Schütze 2008, doi:10.1017/CBO9780511809071, figures 6.13 and 6.14: three novels"
PUBLISHED = [
    ("quanteda prop", QUANTEDA, FRUIT, {"tf": "share", "idf": "none"}, 0.005, [
        {"apple": 0.33, "better": 0.33, "banana": 0.33}, {"apple": 0.2, "better": 0.2, "banana": 0.4, "much": 0.2}]),
    ("quanteda propmax", QUANTEDA, FRUIT, {"tf": "max_share", "idf": "none"}, 0.005, [
        {"apple": 1, "better": 1, "banana": 1}, {"apple": 0.5, "better": 0.5, "banana": 1, "much": 0.5}]),
    ("quanteda logcount", QUANTEDA, FRUIT, {"tf": "log", "idf": "none", "base": 10}, 0.005, [
        {"apple": 1, "better": 1, "banana": 1}, {"apple": 1, "better": 1, "banana": 1.3, "much": 1}]),
    ("quanteda tf-idf of Wikipedia's example", QUANTEDA, WIKI, {"tf": "share", "idf": "plain", "base": 10}, 0.005, [
        {"this": 0, "is": 0, "a": 0.12, "sample": 0.06}, {"this": 0, "is": 0, "another": 0.09, "example": 0.13}]),
    ("Euclidean lengths of three novels", BOOK, NOVELS, {"tf": "count", "idf": "none", "normalise": "euclid"}, 0.0005, [
        {"affection": 0.996, "jealous": 0.087, "gossip": 0.017}, {"affection": 0.993, "jealous": 0.120},
        {"affection": 0.847, "jealous": 0.466, "gossip": 0.254}]),
]  # fmt: skip


def gensim_cases():
    texts = [title.split() for title in TITLES]
    dictionary = Dictionary(texts)
    corpus = [dictionary.doc2bow(text) for text in texts]
    for letters, options in GENSIM.items():
        model = TfidfModel(corpus, smartirs=letters)
        expected = [{dictionary[term]: float(weight) for term, weight in model[document]} for document in corpus]
        yield {
            "id": f"gensim {letters}",
            "cites": f"gensim {gensim.__version__}, TfidfModel(smartirs={letters!r}); Řehůřek and Sojka 2010",
            "documents": texts,
            "options": {**options, "base": 2},
            "tolerance": 1e-11,
            "expected": expected,
        }


def published_cases():
    for name, cites, texts, options, tolerance, expected in PUBLISHED:
        documents = [text.split() for text in texts]
        yield {"id": name, "cites": cites, "documents": documents, "options": options,
               "tolerance": tolerance, "expected": expected}  # fmt: skip


if __name__ == "__main__":
    cases = [*gensim_cases(), *published_cases()]
    OUT.write_text(json.dumps(cases, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
