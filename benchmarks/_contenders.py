"""What is timed: each contender as a function from texts to a piece of work that can be done again and again."""

import hashlib
import os
import subprocess

import numpy as np
from _copies import COPIES
from _work import Work


def same(matrix, terms):
    """The identity of a matrix and its vocabulary, whatever the integer types, and the type of its numbers beside it."""
    matrix.sort_indices()  # CountVectorizer leaves the cells of a row in the order of its dictionary
    hasher = hashlib.sha256("\n".join(terms).encode())
    for array in (matrix.indptr, matrix.indices, matrix.data):
        hasher.update(np.ascontiguousarray(array, "<i8").tobytes())
    return {"digest": hasher.hexdigest()[:16], "dtype": str(matrix.data.dtype), "items": int(matrix.data.sum())}


# ------------------------------------------------------------------ the peers


def count_vectorizer(texts, path, threads):
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer()
    return Work(lambda _: counter.fit_transform(texts), lambda made: same(made, counter.get_feature_names_out()))


def polars(texts, path, threads):
    """Cells of a document-term matrix in polars, with the pattern of `rule="sklearn"`; the texts are a column already."""
    import polars as pl
    import scipy.sparse

    frame = pl.DataFrame({"document": np.arange(len(texts), dtype=np.int32), "text": texts})
    texts.clear()
    words = pl.col("text").str.to_lowercase().str.extract_all(r"\b\w\w+\b")
    query = frame.lazy().with_columns(words).explode("text").group_by("document", "text").agg(pl.len().alias("count"))

    def about(made):
        made = made.drop_nulls()
        terms = made.select("text").unique().sort("text").with_row_index("term")
        cells = made.join(terms, on="text").sort("document", "term")
        counts = np.bincount(cells["document"].to_numpy(), minlength=len(frame))
        indptr = np.concatenate([[0], np.cumsum(counts)])
        parts = (cells["count"].to_numpy(), cells["term"].to_numpy(), indptr)
        return same(scipy.sparse.csr_array(parts, shape=(len(frame), len(terms))), terms["text"].to_list())

    return Work(lambda _: query.collect(engine="streaming"), about)  # twice as fast as its engine in memory


def wc(texts, path, threads):
    texts.clear()
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}  # the locale in which it must decode UTF-8, as ours does

    def timed(_):
        return subprocess.run(["wc", "-w", path], capture_output=True, check=True, env=environment).stdout

    return Work(timed, lambda out: {"items": int(out.split()[0])})


# ------------------------------------------------------------------ ours


def term_counter(texts, path, threads):
    """What replaces CountVectorizer, from a list of str."""
    import newsstudy as ns

    counter = ns.TermCounter("sklearn", n_jobs=threads)
    return Work(lambda _: counter.fit_transform(texts), lambda made: same(made, counter.get_feature_names_out()))


def term_counter_column(texts, path, threads):
    """The same from a column in memory, as polars has it."""
    import pyarrow as pa

    import newsstudy as ns

    column = pa.array(texts, pa.large_string())
    texts.clear()
    counter = ns.TermCounter("sklearn", n_jobs=threads)
    return Work(lambda _: counter.fit_transform(column), lambda made: same(made, counter.get_feature_names_out()))


def corpus_of(texts):
    import pyarrow as pa

    import newsstudy as ns

    ids = pa.array([str(place) for place in range(len(texts))], pa.large_string())
    corpus = ns.corpus_from(pa.table({"id": ids, "text": pa.array(texts, pa.large_string())}))
    texts.clear()
    return corpus


def fused(rule):
    """Texts of a corpus in memory to `Counts`, without a list of tokens in between."""

    def prepare(texts, path, threads):
        import newsstudy as ns

        corpus = corpus_of(texts)

        def timed(_):
            with ns.use_engine(threads=threads):
                return corpus.tokenize(rule).count()

        return Work(timed, lambda made: same(made.matrix, made.vocabulary.terms))

    return prepare


def verb(do, counted):
    """A verb of `Tokens` on words already found; new tokens before each run, so that nothing is remembered from the last."""

    def prepare(texts, path, threads):
        import newsstudy as ns
        from newsstudy.tokens import Tokens, Vocabulary

        corpus = corpus_of(texts)
        with ns.use_engine(threads=threads):
            found = corpus.tokenize("news-en-1")
            arrays = (found.ids, found.offsets, found.starts, found.lengths)

        def timed(tokens):
            with ns.use_engine(threads=threads):
                return do(tokens)

        def about(made):
            return {"items": len(found.ids) if counted == "token" else made.n_tokens if isinstance(made, Tokens) else made.total}

        return Work(timed, about, lambda: Tokens(*arrays, Vocabulary(found.vocabulary.array), found.rule, corpus))

    return prepare


def grouped(texts, path, threads):
    """`Counts.group` into fifty groups."""
    import newsstudy as ns

    with ns.use_engine(threads=threads):
        counts = corpus_of(texts).tokenize("news-en-1").count()
    labels = [str(place % 50) for place in range(len(counts))]

    def timed(_):
        with ns.use_engine(threads=threads):
            return counts.group(labels)

    return Work(timed, lambda made: {"items": counts.total})


def strings_made(tokens):
    """N-grams make the strings of their vocabulary when first asked."""
    assert len(tokens.vocabulary.array) == len(tokens.vocabulary)
    return tokens


FEW = ["the", "of", "and", "to", "a", "in", "is", "it"]
DICTIONARY = {
    "economy": ["econom*", "market*", "bank*", "growth", "interest rate*", "tax*"],
    "politics": {"party": ["labour", "tor*", "conservative*"], "office": ["prime minister", "mp*", "government*"]},
    "sport": ["win*", "match*", "world cup", "champion*"],
}
FIFTY = [
    "prime minister", "mr blair", "united states", "general election", "last year", "world cup", "tony blair", "gordon brown",
    "six nations", "chief executive", "mobile phone*", "mobile phones", "so far", "high street", "interest rate*", "last week",
    "las vegas", "los angeles", "new york", "new zealand", "south africa", "south korea", "european union", "house of commons",
    "house of lords", "bank of england", "chancellor of the exchequer", "secretary of state", "home office", "human rights",
    "stock market", "oil prices", "hedge fund*", "film festival", "box office", "best actor", "best actress", "million pounds",
    "video game*", "web site*", "open source", "search engine*", "second half", "first half", "grand slam", "champions league",
    "premier league", "the united nations", "red cross", "climate change",
]  # fmt: skip
# name: (how, in what its time is told)
VERBS = {
    "Tokens.count": (lambda tokens: tokens.count(), "token"),
    "Tokens.keep, 8 words": (lambda tokens: tokens.keep(FEW), "token"),
    "Tokens.drop, function words": (lambda tokens: tokens.drop("function words"), "token"),
    "Tokens.keep, min_documents=5": (lambda tokens: tokens.keep(min_documents=5), "token"),
    "Tokens.stem": (lambda tokens: tokens.stem(), "token"),
    "Tokens.lookup, 16 patterns": (lambda tokens: tokens.lookup(DICTIONARY), "token"),
    "Tokens.phrases, a list of 50": (lambda tokens: tokens.phrases(FIFTY), "token"),
    "Tokens.phrases, detected": (lambda tokens: tokens.phrases(), "token"),
    "Tokens.ngrams(2)": (lambda tokens: tokens.ngrams(2), "n-gram"),
    "Tokens.ngrams(3)": (lambda tokens: tokens.ngrams(3), "n-gram"),
    "Tokens.ngrams((1, 2, 3))": (lambda tokens: tokens.ngrams((1, 2, 3)), "n-gram"),
    "Tokens.ngrams((1, 2, 3)).count()": (lambda tokens: tokens.ngrams((1, 2, 3)).count(), "n-gram"),
    "Tokens.ngrams((1, 2, 3)), their strings too": (lambda tokens: strings_made(tokens.ngrams((1, 2, 3))), "n-gram"),
}
GROUP = "Counts.group, 50 groups"
CONTENDERS = {
    "CountVectorizer": count_vectorizer,
    "TermCounter": term_counter,
    "TermCounter on a column": term_counter_column,
    "polars": polars,
    "wc -w": wc,
    "unicode-1": fused("unicode-1"),
    "news-en-1": fused("news-en-1"),
    GROUP: grouped,
    **{name: verb(*how) for name, how in VERBS.items()},
    **COPIES,
}
