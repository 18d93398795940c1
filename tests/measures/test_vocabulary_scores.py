"""Scores that need the whole vocabulary: the Dirichlet prior and the scaled F-score."""

import numpy as np
import pytest

from newsstudy import measures as m
from newsstudy.errors import InputError

F1, F2 = np.array([9, 1, 4, 0]), np.array([2, 6, 4, 3])
VOCABULARY = F1, F2, F1.sum() - F1, F2.sum() - F2


def test_log_odds_dirichlet__the_named_priors_are_these_numbers():
    plain = m.log_odds_dirichlet(*VOCABULARY)
    assert plain.tolist() == m.log_odds_dirichlet(*VOCABULARY, prior=0.01, prior_total=0.04).tolist()
    informative = m.log_odds_dirichlet(*VOCABULARY, prior="informative")
    assert informative == pytest.approx(m.log_odds_dirichlet(*VOCABULARY, prior=F1 + F2), rel=1e-14)
    smaller = m.log_odds_dirichlet(*VOCABULARY, prior="informative", prior_total=5)
    assert smaller == pytest.approx(m.log_odds_dirichlet(*VOCABULARY, prior=(F1 + F2) * 5 / 29, prior_total=5), rel=1e-14)
    assert (np.abs(informative) < np.abs(smaller)).all()
    assert m.log_odds_dirichlet(*VOCABULARY, prior=0) == pytest.approx(m.log_odds_ratio(*VOCABULARY), rel=1e-14)


@pytest.mark.parametrize("prior", [-1, "flat", None, np.nan, True, [0.01, 0.01]], ids=str)
def test_log_odds_dirichlet__refuses_a_prior_that_is_none(prior):
    for measure in (m.log_odds_dirichlet, m.log_odds_dirichlet_z):
        with pytest.raises(InputError, match=r"prior|do not fit"):
            measure(*VOCABULARY, prior=prior)
    with pytest.raises(InputError, match="prior_total"):
        m.log_odds_dirichlet(1, 2, 3, 4, prior=2, prior_total=1)
    with pytest.raises(InputError, match="variance must be one of"):
        m.log_odds_dirichlet_z(1, 2, 3, 4, variance="both")


def test_scaled_f_score__is_the_vocabularys_and_leaves_words_of_neither_corpus_out():
    score = m.scaled_f_score(*VOCABULARY)
    assert score[0] == 1
    assert score.min() == 0
    assert m.scaled_f_score(*VOCABULARY, signed=True) == pytest.approx(2 * score - 1, abs=1e-15)
    more = m.scaled_f_score(np.append(F1, 0), np.append(F2, 0), np.append(VOCABULARY[2], 14), np.append(VOCABULARY[3], 15))
    assert more[:4].tolist() == score.tolist()
    assert np.isnan(more[4])
    assert m.scaled_f_score(3, 2, 10, 20) == m.scaled_f_score(3, 2, 10, 20, beta=2) == 0.5
    assert m.scaled_f_score([[1, 2]], 1, 3, [[4], [5]]).shape == (2, 2)
    assert m.scaled_f_score([], [], [], []).shape == (0,)
    for bad in (0, -1, np.inf, np.nan, None, "1", [1, 2]):
        with pytest.raises(InputError, match="beta"):
            m.scaled_f_score(1, 2, 3, 4, beta=bad)
