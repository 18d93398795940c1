"""How the files of this folder were made: models of gensim 4.4.0 and tomotopy 0.14.0 on twelve invented headlines.

python make.py, in an environment that has these two. Not run by the tests.
"""

import json
import pathlib
import warnings

import gensim
import numpy as np
import tomotopy

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).resolve().parent
TEXTS = [
    "snow closed the road to Harlow pass snow fell all night",
    "rain and snow over Harlow pass road open again",
    "night of snow road crews worked all night",
    "rain fell on the harbour rain all day",
    "the council voted on the harbour tax",
    "mayor lost the vote council kept the tax",
    "the tax vote split the council again",
    "mayor said the council vote was fair",
    "goal in the last minute won the cup",
    "the cup goes to Harlow after a late goal",
    "keeper saved a late shot and won the cup",
    "a goal a shot and the keeper of Harlow",
]
WORDS = [text.lower().split() for text in TEXTS]


def of_gensim():
    dictionary = gensim.corpora.Dictionary(WORDS)
    corpus = [dictionary.doc2bow(words) for words in WORDS]
    out = {"version": gensim.__version__, "id2word": [dictionary[number] for number in range(len(dictionary))]}
    for alpha, eta, name in (("asymmetric", 0.1, "lda"), ("auto", "auto", "learned")):
        model = gensim.models.LdaModel(corpus, 3, dictionary, alpha=alpha, eta=eta, passes=20, random_state=1, dtype=np.float64)
        out[name] = {
            "alpha": model.alpha.tolist(),
            "eta": model.eta.tolist(),
            "lambda": model.state.get_lambda().tolist(),
            "topics": model.get_topics().tolist(),
            "shares": [dict(model.get_document_topics(bag, minimum_probability=0)) for bag in corpus],
        }
    nmf = gensim.models.Nmf(corpus, 3, dictionary, passes=20, random_state=1)
    out["nmf"] = {"topics": nmf.get_topics().tolist()}
    return out


def of_tomotopy():
    model = tomotopy.LDAModel(k=3, alpha=0.1, eta=0.05, seed=1, min_cf=2)
    for words in WORDS:
        model.add_doc(words)
    model.train(200, workers=1)
    return {
        "version": tomotopy.__version__,
        "k": model.k,
        "alpha": model.alpha.tolist(),
        "eta": float(model.eta),
        "vocabs": list(model.vocabs),
        "used_vocabs": list(model.used_vocabs),
        "counts": model.get_count_by_topics().tolist(),
        "topics": [model.get_topic_word_dist(topic).tolist() for topic in range(3)],
        "shares": [document.get_topic_dist().tolist() for document in model.docs],
    }


def main():
    for name, make in (("gensim", of_gensim), ("tomotopy", of_tomotopy)):
        (HERE / f"{name}.json").write_text(json.dumps(make(), sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
