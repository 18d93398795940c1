import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.errors import InputError
from newsstudy.tokens import Counts

# tests/testthat/test-dfm_trim.R of quanteda (doi:10.21105/joss.00774): three documents, the bounds, and how many terms are left.
QUANTEDA = ["a b c d e", "a a b b e f", "b c e e f f f"]
TOTAL = 18
PUBLISHED = [
    ({"min_count": 0.5, "count_type": "quantile"}, 4),
    ({"min_count": 3 / TOTAL, "count_type": "share"}, 4),
    ({"min_count": 3}, 4),
    ({"max_count": 0.8, "count_type": "quantile"}, 6),
    ({"max_count": 4 / TOTAL, "count_type": "share"}, 6),
    ({"max_count": 4}, 6),
    ({"min_documents": 0.5, "document_type": "quantile"}, 5),
    ({"min_documents": 2 / 3, "document_type": "share"}, 5),
    ({"min_documents": 2}, 5),
    ({"max_documents": 0.5, "document_type": "quantile"}, 4),
    ({"max_documents": 2 / 3, "document_type": "share"}, 4),
    ({"max_documents": 2}, 4),
    ({"min_count": 2, "count_type": "rank"}, 3),
    ({"max_count": 4, "count_type": "rank"}, 3),
    ({"min_documents": 1, "document_type": "rank"}, 2),
    ({"max_documents": 2, "document_type": "rank"}, 4),
]
some_counts = st.integers(1, 5).flatmap(
    lambda n_terms: st.lists(st.lists(st.integers(0, 4), min_size=n_terms, max_size=n_terms), min_size=1, max_size=5)
)


@pytest.fixture
def published(made):
    return made([text.split() for text in QUANTEDA]).count()


def counts_of(rows):
    return Counts(np.array(rows), [chr(97 + place) for place in range(len(rows[0]))], None, "unicode-1")


@pytest.mark.parametrize(("bounds", "left"), PUBLISHED)
def test_trim__leaves_as_many_terms_as_quanteda(published, bounds, left):
    assert len(published.trim(**bounds).vocabulary) == left


def test_trim__one_is_a_document_and_one_point_nought_is_all_of_them(published):
    assert published.trim(min_documents=1) is not published
    assert published.trim(min_documents=1).vocabulary.terms == tuple("abcdef")
    assert published.trim(min_documents=1.0).vocabulary.terms == ("b", "e")
    with pytest.raises(InputError, match=r"without a decimal point \(1\.0 would be the share of all\)"):
        published.trim(min_documents=1.0, document_type="count")
    assert published.trim(min_documents=1, document_type="share").vocabulary.terms == ("b", "e")


def test_trim__terms_of_one_frequency_are_never_parted_by_rank(published):
    assert published.trim(min_count=1, count_type="rank").vocabulary.terms == ("b", "e", "f")
    assert published.trim(min_count=4, count_type="rank").vocabulary.terms == ("a", "b", "e", "f")
    assert published.trim(max_count=2, count_type="rank").vocabulary.terms == ("a", "c", "d")


def test_trim__a_share_is_not_lost_to_rounding():
    counts = counts_of([[7, 6, 87]])  # 0.07 * 100 is 7.000000000000001
    assert counts.trim(min_count=0.07).vocabulary.terms == ("a", "c")
    assert counts_of([[1] + [0] * 99 + [1]] * 100).trim(min_documents=0.29, document_type="quantile")


def test_trim__numbers_of_numpy_are_numbers_and_leave_the_same_record(published):
    for plain, other in ((2, np.int64(2)), (2, np.uint8(2)), (0.125, np.float64(0.125)), (0.125, np.float32(0.125))):
        assert published.trim(plain).digest == published.trim(other).digest
    assert published.trim(2, 4, min_documents=2, document_type="rank").steps == (
        "trim:min_count=2,max_count=4,min_documents=2 by rank",
    )
    assert published.trim(2, count_type="count").steps == published.trim(2).steps == ("trim:min_count=2",)


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"min_count": 2.0, "count_type": "count"}, "min_count must be a whole number of at least 0, without"),
        ({"min_count": 2, "count_type": "share"}, "min_count must be a share"),
        ({"min_count": 0, "count_type": "rank"}, "count_type='rank'"),
        ({"max_count": 1.5, "count_type": "rank"}, "max_count must be a rank"),
        ({"min_documents": -0.1, "document_type": "quantile"}, "document_type='quantile'"),
        ({"min_documents": float("nan"), "document_type": "quantile"}, "min_documents must be a quantile"),
        ({"min_documents": True, "document_type": "rank"}, "min_documents must be a rank"),
        ({"min_count": np.True_}, "min_count must be a whole number"),
        ({"min_count": 1, "count_type": "percent"}, "count_type must be one of 'count', 'share', 'rank', 'quantile'"),
        ({"document_type": 3}, "document_type must be one of"),
    ],
)
def test_trim__refuses_bounds_that_do_not_fit_their_type(published, bounds, message):
    with pytest.raises(InputError, match=message):
        published.trim(**bounds)


def kept(frequencies, low, high, kind, whole):
    """Which frequencies lie within the bounds, said slowly."""
    if kind == "rank":
        places = [1 + sum(other > value for other in frequencies) for value in frequencies]
        return [(low is None or place <= low) and (high is None or place >= high) for place in places]
    if kind == "quantile":
        limits = [
            None if q is None else min(v for v in frequencies if sum(o <= v for o in frequencies) >= q * len(frequencies))
            for q in (low, high)
        ]
    else:
        limits = [None if bound is None else bound * (whole if kind == "share" else 1) for bound in (low, high)]
    return [(limits[0] is None or value >= limits[0]) and (limits[1] is None or value <= limits[1]) for value in frequencies]


@given(some_counts, st.sampled_from(["count", "share", "rank", "quantile"]), st.sampled_from(["count", "documents"]), st.data())
def test_trim__keeps_the_terms_within_the_bounds(rows, kind, what, data):
    counts = counts_of(rows)
    bound = st.integers(1, 6) if kind in ("count", "rank") else st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
    low, high = data.draw(st.none() | bound), data.draw(st.none() | bound)
    frequencies = [sum(column) if what == "count" else sum(map(bool, column)) for column in zip(*rows, strict=True)]
    whole = counts.total if what == "count" else len(counts)
    expected = [term for term, keep in zip(counts.vocabulary, kept(frequencies, low, high, kind, whole), strict=True) if keep]
    type_name = "count_type" if what == "count" else "document_type"
    bounds = {f"min_{what}": low, f"max_{what}": high, type_name: kind}
    if not expected:
        with pytest.raises(InputError, match="no term is left"):
            counts.trim(**bounds)
        return
    trimmed = counts.trim(**bounds)
    assert list(trimmed.vocabulary) == expected
    places = [counts.vocabulary.index(term) for term in expected]
    assert trimmed.term_counts.tolist() == counts.term_counts[places].tolist()
    assert trimmed.total == sum(counts.term_counts[places].tolist())


@given(some_counts, st.randoms(use_true_random=False))
def test_trim__knows_nothing_of_the_order_of_documents(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    bounds = {"min_count": 3, "count_type": "rank", "min_documents": 0.25, "document_type": "quantile"}
    try:
        there = counts_of(rows).trim(**bounds)
    except InputError:
        return
    here = counts_of([rows[place] for place in order]).trim(**bounds)
    assert here.vocabulary == there.vocabulary
    assert np.array_equal(here.matrix.toarray(), there.matrix.toarray()[order])
