"""Write tests/golden/coherence_gensim.json: what gensim gives for made-up texts, for `coherence(compatible="gensim")`.

python tools/make_coherence_golden.py         in an environment with gensim 4.4.0 (it is not among our dependencies)

Texts are strings of letters, a letter a term; they repeat letters within a window, so that gensim's miscount shows.
"""

import json
import pathlib
import warnings

import gensim
import numpy as np
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel

OUT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "coherence_gensim.json"
MEASURES = ("u_mass", "c_uci", "c_npmi", "c_v")


def case(rng):
    letters = "abcdefghijkl"
    chances = rng.dirichlet(np.full(len(letters), 0.7))
    lengths = rng.integers(1, 40, 12)
    texts = ["".join(rng.choice(list(letters), size=length, p=chances)) for length in lengths]
    there = sorted(set("".join(texts)))
    topics = ["".join(rng.permutation(there)[: int(rng.integers(3, 7))]) for _ in range(3)]
    return texts, topics, int(rng.choice([2, 3, 5, 10]))


def values(texts, topics, measure, window):
    words = [list(text) for text in texts]
    dictionary = Dictionary(words)
    given = {"corpus": [dictionary.doc2bow(text) for text in words]} if measure == "u_mass" else {"texts": words}
    model = CoherenceModel(
        topics=[list(topic) for topic in topics], dictionary=dictionary, coherence=measure, processes=1, topn=10,
        **given, **({} if measure == "u_mass" else {"window_size": window}),
    )  # fmt: skip
    return [float(value) for value in model.get_coherence_per_topic()]


def main():
    rng = np.random.default_rng(2015)
    cases = []
    warnings.simplefilter("error", RuntimeWarning)
    for number in range(20):
        texts, topics, window = case(rng)
        expected = {measure: values(texts, topics, measure, window) for measure in MEASURES}
        cases.append({"id": f"random.{number:02}", "texts": texts, "topics": topics, "window": window, "expected": expected})
    known = {"source": f"gensim {gensim.__version__}, CoherenceModel.get_coherence_per_topic", "cases": cases}
    OUT.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
