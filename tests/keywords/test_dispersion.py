"""The table of dispersion: measures by name, over parts and over distances."""

import numpy as np
import pytest

import newsstudy as ns
from newsstudy import schemas
from newsstudy.errors import InputError

EVERY = [column.name for column in schemas.DISPERSION_MORE]
DISTANCES = ["arf", "awt", "ald", "f_awt", "f_ald"]


def test_dispersion__has_the_numbers_of_the_measures(article):
    tokens = article.split("paragraph").tokenize().drop("function words")
    table = ns.dispersion(tokens, measures=EVERY)
    assert list(table.columns) == [*schemas.DISPERSION.names, *EVERY]
    counts = tokens.count()
    sizes, dense = counts.document_lengths, counts.matrix.toarray()
    special = {"dkl_o2p": ("dkl", {"normalisation": "o2p"}), "dkl_base_e": ("dkl", {"normalisation": "base_e"})}
    for row in (0, 1, 7, len(table) - 1):
        number = list(counts.vocabulary.terms).index(table.term[row])
        places = np.flatnonzero(tokens.ids == list(tokens.vocabulary.terms).index(table.term[row]))
        for name in (*schemas.DISPERSION.names[3:], *EVERY):
            measure, options = special.get(name, (name, {}))
            if name in DISTANCES:
                single = getattr(ns.measures, name)(places, len(tokens.ids))
            else:
                single = getattr(ns.measures, measure)(dense[:, number], sizes, **options)
            assert table[name][row] == pytest.approx(single, rel=1e-13, abs=1e-15), name


def test_dispersion__a_word_once_in_each_part_is_as_pervasive_as_a_frequent_one():
    corpus = ns.corpus_from([{"text": "war peace peace peace"}, {"text": "war peace treaty treaty"}])
    table = ns.dispersion(corpus.tokenize().count()).set_index("term")
    assert table.range_share.to_dict() == {"peace": 1.0, "treaty": 0.5, "war": 1.0}
    assert table.dp["war"] == 0 < table.dp["peace"]


def test_dispersion__distances_need_the_order_of_the_words(article):
    tokens = article.split("paragraph").tokenize()
    with pytest.raises(InputError, match="hand dispersion the tokens"):
        ns.dispersion(tokens.count(), measures=["kld", "arf"])
    assert ns.dispersion(tokens).equals(ns.dispersion(tokens.count()))


def test_dispersion__parts_may_be_groups_while_distances_go_through_the_corpus(article):
    sentences = article.split("paragraph").split("sentence").tokenize()
    grouped, single = ns.dispersion(sentences, by="parent", measures=["arf"]), ns.dispersion(sentences, measures=["arf"])
    assert grouped.arf.equals(single.arf)
    assert grouped.n_parts.max() <= 9 < single.n_parts.max()


@pytest.mark.parametrize("odd", ["arf", None, 3, ["zhang_dc"], [1]])
def test_dispersion__a_measure_that_is_none_is_refused_with_those_there_are(article, odd):
    with pytest.raises(InputError, match=r"measures must be a list|no measure of a DISPERSION table; there are n_parts, .*f_ald"):
        ns.dispersion(article.split("paragraph").tokenize(), measures=odd)


def test_dispersion__is_the_same_for_any_number_of_threads(article, monkeypatch):
    monkeypatch.setattr("newsstudy.keywords._dispersion.TERMS", 20)
    tokens = article.split("sentence").tokenize()
    made = []
    for threads in (1, 2, 3, 7):
        with ns.use_engine(threads=threads):
            made.append(schemas.digest(ns.dispersion(tokens, measures=EVERY)))
    assert len(set(made)) == 1


def test_dispersion_figure__draws_what_the_table_was_asked_for(article):
    counts = article.split("paragraph").tokenize().count()
    table = ns.dispersion(counts, measures=["dp_egbert"])
    assert ns.figures.dispersion(table, measure="dp_egbert").record["options"]["measure"] == "dp_egbert"
    with pytest.raises(InputError, match=r"'dc' is not in the table; choose one of dkl, .*dp_egbert"):
        ns.figures.dispersion(table, measure="dc")
