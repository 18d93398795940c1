"""Documents: read, clean, select, split, join with metadata, store; and the ledger of what became of each."""

from newsstudy.corpus._concat import concat
from newsstudy.corpus._corpus import Corpus
from newsstudy.corpus._read import read_corpus
from newsstudy.corpus._sample import sample_article
from newsstudy.corpus._store import open_corpus
from newsstudy.corpus._tables import corpus_from
from newsstudy.corpus.cleaning import cleaning_step, cleaning_steps
from newsstudy.corpus.ledger import Ledger

__all__ = [
    "Corpus",
    "Ledger",
    "cleaning_step",
    "cleaning_steps",
    "concat",
    "corpus_from",
    "open_corpus",
    "read_corpus",
    "sample_article",
]
