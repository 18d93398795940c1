import collections

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsstudy as ns
from newsstudy.errors import InputError

texts = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=12).map(" ".join), min_size=1, max_size=6)


@given(texts)
def test_frequency__counts_and_documents_are_those_of_plain_python(documents):
    table = ns.frequency(ns.corpus_from(documents).tokenize().count())
    counts = collections.Counter(" ".join(documents).split())
    assert dict(zip(table.term, table["count"], strict=True)) == counts
    assert dict(zip(table.term, table.n_documents, strict=True)) == {t: sum(t in d.split() for d in documents) for t in counts}
    assert table.term.tolist() == sorted(counts, key=lambda term: (-counts[term], term))


def test_frequency__of_the_sample_article(article):
    table = ns.frequency(article.tokenize("news-en-1").count()).set_index("term")
    assert table.loc["ukraine", "count"] == 7
    assert table.loc["US", "count"] == 3
    assert "us" not in table.index
    assert table.per_million.sum() == pytest.approx(1e6)
    np.testing.assert_allclose(table.log10_count, np.log10(table["count"]), atol=1e-15)


def test_frequency__zipf_expects_as_many_tokens_as_there_are(article):
    counts = article.tokenize().count()
    table = ns.frequency(counts)
    assert (10**table.zipf_log10_count).sum() == pytest.approx(table["count"].sum(), rel=1e-9)


def test_frequency__of_nothing_is_an_empty_table():
    assert len(ns.frequency(ns.corpus_from(["", "…"]).tokenize().count())) == 0


def test_frequency__weights_are_refused(article):
    with pytest.raises(InputError, match="weights"):
        ns.frequency(article.tokenize().count().weight("share"))


def test_dispersion__of_one_document_asks_for_parts(article):
    with pytest.raises(InputError, match="split"):
        ns.dispersion(article.tokenize().count())


def test_dispersion__an_even_term_has_dp_zero():
    table = ns.dispersion(ns.corpus_from(["a b", "a c", "a d"]).tokenize().count()).set_index("term")
    assert table.loc["a", "dp"] == 0.0
    assert table.loc["a", "dkl"] == 1.0
    assert table.loc["b", "dp"] == pytest.approx(2 / 3, rel=1e-15)
    assert table.loc["b", "dp_norm"] == 1.0


def test_dispersion__by_a_column_takes_its_values_for_parts():
    rows = [{"text": "a b", "source": "x"}, {"text": "a c", "source": "x"}, {"text": "a d", "source": "y"}]
    table = ns.dispersion(ns.corpus_from(rows).tokenize().count(), by="source")
    assert table.attrs["newsstudy"]["settings"]["n_parts"] == 2
    assert table.set_index("term").loc["a", "n_parts"] == 2
