"""The counts that topic models are compared on: four corpora, or made-up ones, each with test documents cut into fixed halves."""

import hashlib
import pathlib
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from _texts import CORPORA

# key: (name, file or folder in shared/corpora)
CORPORA_OF_TOPICS = {
    "20ng": ("20 Newsgroups", "newsgroups_bow"),
    "nyt": ("New York Times", "nyt_bow"),
    "bbc": ("BBC News", "bbc_fulltext.parquet"),
    "reuters": ("Reuters-21578", "reuters21578.parquet"),
}
GENERATED = "generated"
PARTS = ("train", "half1", "half2")
TESTED = 5  # of the documents that the benchmark divides itself, one in so many is for testing
FEWEST, MOST = 5, 0.5  # terms in at least so many training documents, and in at most this share of all


@dataclass(frozen=True)
class Data:
    """Training counts, and the two halves of the test documents: rows of both halves are the same documents."""

    name: str
    train: sp.csr_matrix
    half1: sp.csr_matrix
    half2: sp.csr_matrix

    @property
    def digest(self):
        return digest_of(self.train)

    def __str__(self):
        n, m = self.train.shape
        tested = f"{self.half1.shape[0]:,} test documents"
        return f"{self.name}: {n:,} documents, {m:,} terms, {int(self.train.sum()):,} tokens; {tested}"


def digest_of(matrix):
    """The identity of a matrix of counts, whatever the integer types."""
    matrix = matrix.tocsr().sorted_indices()
    hasher = hashlib.sha256(repr(matrix.shape).encode())
    for array in (matrix.indptr, matrix.indices, matrix.data):
        hasher.update(np.ascontiguousarray(array, "<i8").tobytes())
    return hasher.hexdigest()[:16]


def available(quick):
    """The keys of what can be compared here: without the corpora, and in a quick run, only what is generated."""
    there = [key for key, (_, file) in CORPORA_OF_TOPICS.items() if (CORPORA / file).exists()]
    return [GENERATED] if quick or not there else there


def data_of(key, folder):
    """The counts of a corpus; made once and then read from `folder`, from where each contender gets its own."""
    if key in CORPORA_OF_TOPICS and (CORPORA / CORPORA_OF_TOPICS[key][1]).is_dir():
        name, files = CORPORA_OF_TOPICS[key][0], CORPORA / CORPORA_OF_TOPICS[key][1]
        parts = [sp.load_npz(files / f"{part}.npz").tocsr() for part in ("train", "test_half1", "test_half2")]
    else:
        name, files = CORPORA_OF_TOPICS.get(key, (GENERATED,))[0], pathlib.Path(folder)
        if not (files / f"{key}-half2.npz").exists():
            files.mkdir(parents=True, exist_ok=True)
            made = generated() if key == GENERATED else counted(CORPORA / CORPORA_OF_TOPICS[key][1])
            for part, matrix in zip(PARTS, made, strict=True):
                sp.save_npz(files / f"{key}-{part}.npz", matrix)
        parts = [sp.load_npz(files / f"{key}-{part}.npz").tocsr() for part in PARTS]
    return Data(name, *parts)


def train_file(key, folder):
    """Where a contender finds the training counts of a corpus."""
    if key in CORPORA_OF_TOPICS and (CORPORA / CORPORA_OF_TOPICS[key][1]).is_dir():
        return CORPORA / CORPORA_OF_TOPICS[key][1] / "train.npz"
    return pathlib.Path(folder) / f"{key}-train.npz"


def counted(path):
    """Counts of the articles of a Parquet file: function words, rare and very common terms are left out."""
    import pyarrow.parquet

    import newsstudy as ns

    table = pyarrow.parquet.read_table(path, columns=["id", "text"]).to_pylist()
    corpus = ns.corpus_from([row for row in table if (row["text"] or "").strip()], id="id")
    tokens = corpus.tokenize("news-en-1").drop("function words").keep(max_documents=MOST)
    parts = divided(sp.csr_matrix(tokens.count().matrix.astype(np.int32)), corpus.table["text"].to_pylist())
    # A peer that never saw a term gives it no probability at all, so the judge asks for terms of the training documents only.
    kept = np.flatnonzero(np.bincount(parts[0].indices, minlength=parts[0].shape[1]) >= FEWEST)
    return [sp.csr_matrix(part[:, kept]) for part in parts]


def divided(matrix, texts):
    """Training rows and the halves of the test rows: which is which follows from the sha256 of a text, and from nothing else."""
    testing = np.array([hashlib.sha256(text.encode()).digest()[0] % TESTED == 0 for text in texts])
    test, half1 = matrix[testing].sorted_indices(), matrix[testing].sorted_indices()
    bits = [
        np.unpackbits(np.frombuffer(hashlib.shake_128(text.encode()).digest(n // 8 + 1), np.uint8))[:n]
        for text, n in zip(np.array(texts, dtype=object)[testing], test.sum(axis=1).A1.tolist(), strict=True)
    ]
    # One bit for each token says in which half it stands.
    starts = np.concatenate([[0], np.cumsum(test.data)])
    ones = np.concatenate([[0], np.cumsum(np.concatenate(bits))])
    half1.data = (ones[starts[1:]] - ones[starts[:-1]]).astype(np.int32)
    half2 = sp.csr_matrix(test - half1)
    half1.eliminate_zeros()
    half2.eliminate_zeros()
    return matrix[~testing], half1, half2


def generated(n_documents=600, n_terms=400, n_topics=10):
    """Documents made from known topics, for a look whether the benchmark still works."""
    rng = np.random.default_rng(0)
    topics = rng.dirichlet(np.full(n_terms, 0.05), n_topics)
    rows = [rng.multinomial(80, rng.dirichlet(np.full(n_topics, 0.1)) @ topics) for _ in range(n_documents)]
    matrix = sp.csr_matrix(np.array(rows, dtype=np.int32))
    return divided(matrix, [str(number) for number in range(n_documents)])
