"""Near-duplicates as contenders: ours, and rensa and datasketch with the true similarity of each candidate counted after them."""

import pathlib
import re

import numpy as np
from _work import Work

N, THRESHOLD = 5, 0.7
BANDS, ROWS = 32, 4  # for the peers: of the pairs at the threshold they overlook 1 in 6,600, ours 1 in 1,200,000


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[place : place + N]) for place in range(len(words) - N + 1)]


def pairs_of(candidates, listed):
    """The candidates that are alike, by sets of the shingles; each set is made once."""
    sets, found = {}, []
    for one, other in candidates:
        for place in (one, other):
            if place not in sets:
                sets[place] = set(listed[place])
        shared = len(sets[one] & sets[other])
        if shared / (len(sets[one]) + len(sets[other]) - shared) >= THRESHOLD:
            found.append((one, other))
    return found


def kept(path):
    """Writes the pairs beside the texts, where the benchmark looks at them."""

    def about(found):
        pairs = np.sort(np.array(found, np.int64).reshape(-1, 2), axis=1)
        np.save(pathlib.Path(path).with_suffix(".pairs.npy"), pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])
        return {"items": len(pairs)}

    return about


def rensa(texts, path, threads):
    from rensa import RMinHash, RMinHashLSH

    texts = list(texts)

    def timed(_):
        listed = [shingles(text) for text in texts]
        hashed = RMinHash.from_token_sets(listed, BANDS * ROWS, 42)
        index = RMinHashLSH(THRESHOLD, BANDS * ROWS, BANDS)
        index.insert_many(hashed)
        met = enumerate(index.query_all(hashed))
        return pairs_of({(one, other) for one, others in met for other in others if one < other and listed[one]}, listed)

    return Work(timed, kept(path))


def datasketch(texts, path, threads):
    from datasketch import MinHash, MinHashLSH

    texts = list(texts)

    def timed(_):
        listed = [shingles(text) for text in texts]
        index, met = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS)), set()
        bulk = MinHash.bulk([[run.encode() for run in runs] for runs in listed], num_perm=BANDS * ROWS)
        for place, hashed in enumerate(bulk):
            if listed[place]:
                met.update((other, place) for other in index.query(hashed))
                index.insert(place, hashed)
        return pairs_of(met, listed)

    return Work(timed, kept(path))


def newsstudy(texts, path, threads):
    """`corpus.duplicate_pairs()` of a corpus in memory."""
    import pyarrow as pa

    import newsstudy as ns

    ids = pa.array([str(place) for place in range(len(texts))], pa.large_string())
    corpus = ns.corpus_from(pa.table({"id": ids, "text": pa.array(texts, pa.large_string())}))
    texts.clear()

    def timed(_):
        with ns.use_engine(threads=threads):
            return corpus.duplicate_pairs()

    about = kept(path)
    return Work(timed, lambda made: about(made[["document", "other"]].astype("int64").to_numpy()))


COPIES = {"duplicates": newsstudy, "rensa": rensa, "datasketch": datasketch}
