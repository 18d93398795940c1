"""Every measure on two-by-two tables at 50 digits, each written down as the textbook does: slow, and plainly right.

A function takes the four cells as whole numbers and gives an mpmath number; where the definition divides by 0 it raises
ZeroDivisionError or ValueError. Logarithms of 0 are −inf.
"""

import mpmath
from mpmath import mpf

HALF = mpf("0.5")


def log2(x):
    return mpmath.log(x) / mpmath.log(2) if x else -mpmath.inf


class Table:
    """Cells, margins and expected counts."""

    def __init__(self, *cells):
        self.o = self.a, self.b, self.c, self.d = [mpf(cell) for cell in cells]
        self.r1, self.r2 = self.a + self.b, self.c + self.d
        self.c1, self.c2 = self.a + self.c, self.b + self.d
        self.n = self.r1 + self.r2
        self.det = self.a * self.d - self.b * self.c

    @property
    def e(self):
        n = self.n
        return self.r1 * self.c1 / n, self.r1 * self.c2 / n, self.r2 * self.c1 / n, self.r2 * self.c2 / n

    @property
    def p1(self):
        return self.a / self.c1

    @property
    def p2(self):
        return self.b / self.c2


def _sum_log(observed, expected):
    return 2 * mpmath.fsum(o * mpmath.log(o / e) for o, e in zip(observed, expected, strict=True) if o)


def _on(formula):
    return lambda *cells: formula(Table(*cells))


def _williams(t):
    return 1 + (t.n * (1 / t.r1 + 1 / t.r2) - 1) * (t.n * (1 / t.c1 + 1 / t.c2) - 1) / (6 * t.n)


def _chi2(t, bracket):
    return t.n * bracket**2 / (t.r1 * t.r2 * t.c1 * t.c2)


def _g2_yates(t):
    gap = t.a - t.e[0]
    if abs(gap) <= HALF:
        return mpf(0)
    half = -HALF if gap > 0 else HALF
    return _sum_log((t.a + half, t.b - half, t.c - half, t.d + half), t.e)


def _z_yates(t):
    gap = t.a - t.e[0]
    return (gap + (-HALF if gap >= 0 else HALF)) / mpmath.sqrt(t.e[0])


def _entropy(t):
    return -mpmath.fsum(o / t.n * mpmath.log(o / t.n) for o in t.o if o)


def _g2(t):
    return _sum_log(t.o, t.e)


def _g2_two_cell(t):
    both = t.a + t.b
    return _sum_log((t.a, t.b), (t.c1 * both / t.n, t.c2 * both / t.n))


def _pmi(t):
    return log2(t.a / t.e[0])


def _npmi(t):
    return _pmi(t) / -log2(t.a / t.n)


def _million(t, k):
    return (10**6 * t.p1 + k) / (10**6 * t.p2 + k)


def _walter(t):
    return log2((t.a + HALF) / (t.c1 + HALF) / ((t.b + HALF) / (t.c2 + HALF)))


def _halved(t):
    return log2((t.a or HALF) / t.c1 / ((t.b or HALF) / t.c2))


def _log_odds(t, add=HALF):
    a, b, c, d = (cell + add for cell in t.o)
    return log2(a * d / (b * c))


def _log_odds_z(t, add):
    a, b, c, d = (cell + add for cell in t.o)
    return mpmath.log(a * d / (b * c)) / mpmath.sqrt(1 / a + 1 / b + 1 / c + 1 / d)


def dirichlet(cells, prior, total):
    """The log odds difference in bits, and the two variances."""
    t, rest = Table(*cells), mpf(total) - mpf(prior)
    a, b, c, d = t.a + mpf(prior), t.b + mpf(prior), t.c + rest, t.d + rest
    return log2(a * d / (b * c)), 1 / a + 1 / b, 1 / a + 1 / b + 1 / c + 1 / d


MEASURES = {
    "expected": _on(lambda t: t.e[0]),
    "g2": _on(_g2),
    "g2_williams": _on(lambda t: _g2(t) / _williams(t)),
    "g2_yates": _on(_g2_yates),
    "simple_ll": _on(lambda t: _sum_log((t.a,), (t.e[0],)) - 2 * (t.a - t.e[0])),
    "chi2": _on(lambda t: _chi2(t, t.det)),
    "chi2_yates": _on(lambda t: _chi2(t, max(abs(t.det) - t.n / 2, mpf(0)))),
    "chi2_williams": _on(lambda t: _chi2(t, t.det) / _williams(t)),
    "bic": _on(lambda t: _g2(t) - mpmath.log(t.n)),
    "mutual_information": _on(lambda t: _g2(t) / (2 * t.n * mpmath.log(2))),
    "normalised_mutual_information": _on(lambda t: _g2(t) / (2 * t.n) / _entropy(t)),
    "pmi": _on(_pmi),
    "pmi2": _on(lambda t: log2(t.a**2 / t.e[0])),
    "pmi3": _on(lambda t: log2(t.a**3 / t.e[0])),
    "local_mi": _on(lambda t: t.a * _pmi(t)),
    "npmi": _on(_npmi),
    "poisson_stirling": _on(lambda t: t.a * (_pmi(t) - 1)),
    "poisson_stirling_log10": _on(lambda t: t.a * (mpmath.log(t.a / t.e[0]) - 1) / mpmath.log(10)),
    "t_score": _on(lambda t: (t.a - t.e[0]) / mpmath.sqrt(t.a)),
    "t_score_one_sample": _on(lambda t: (t.a - t.e[0]) / mpmath.sqrt(t.a * (1 - t.a / t.n))),
    "z_score": _on(lambda t: (t.a - t.e[0]) / mpmath.sqrt(t.e[0])),
    "z_score_yates": _on(_z_yates),
    "dice": _on(lambda t: 2 * t.a / (t.r1 + t.c1)),
    "log_dice": _on(lambda t: 14 + log2(2 * t.a / (t.r1 + t.c1))),
    "jaccard": _on(lambda t: t.a / (t.a + t.b + t.c)),
    "geometric_mean": _on(lambda t: t.a / mpmath.sqrt(t.r1 * t.c1)),
    "minimum_sensitivity": _on(lambda t: min(t.a / t.r1, t.a / t.c1)),
    "delta_p_row": _on(lambda t: t.a / t.r1 - t.c / t.r2),
    "delta_p_column": _on(lambda t: t.a / t.c1 - t.b / t.c2),
    "liddell": _on(lambda t: t.det / (t.c1 * t.c2)),
    "zeta": _on(lambda t: t.p1 - t.p2),
    "zeta_craig": _on(lambda t: t.p1 + (1 - t.p2)),
    "phi": _on(lambda t: t.det / mpmath.sqrt(t.r1 * t.r2 * t.c1 * t.c2)),
    "cramers_v": _on(lambda t: mpmath.sqrt(_chi2(t, t.det) / t.n)),
    "phi_squared": _on(lambda t: _chi2(t, t.det) / t.n),
    "mu_value": _on(lambda t: t.a / t.e[0]),
    "mi_like": _on(lambda t: t.a**3 / (t.r1 * t.c1)),
    "ell": _on(lambda t: _g2_two_cell(t) / (t.n * mpmath.log(min(t.e[0], t.e[1])))),
    "log_ratio": _on(_walter),
    "relative_risk": _on(lambda t: t.p1 / t.p2),
    "percent_diff": _on(lambda t: 100 * (t.p1 - t.p2) / t.p2),
    "difference_coefficient": _on(lambda t: (t.p1 - t.p2) / (t.p1 + t.p2)),
    "odds_ratio": _on(lambda t: t.a * t.d / (t.b * t.c)),
    "log_odds_ratio": _on(lambda t: _log_odds(t, 0)),
    "log_odds_ratio_z": _on(lambda t: _log_odds_z(t, 0)),
    "simple_maths": _on(lambda t: _million(t, 1)),
}
OPTIONS = {
    ("chi2_yates", "rule", "ucs"): _on(lambda t: _chi2(t, abs(t.det) - t.n / 2)),
    ("log_ratio", "zero", "half"): _on(_halved),
    ("log_ratio", "zero", None): _on(lambda t: log2(t.p1 / t.p2)),
    ("relative_risk", "zero", "walter"): _on(lambda t: mpf(2) ** _walter(t)),
    ("odds_ratio", "zero", "haldane"): _on(lambda t: mpf(2) ** _log_odds(t)),
    ("log_odds_ratio", "zero", "haldane"): _on(_log_odds),
    ("log_odds_ratio", "zero", "half"): _on(lambda t: _log_odds(t, 0 if min(t.o) else HALF)),
    ("log_odds_ratio_z", "zero", "haldane"): _on(lambda t: _log_odds_z(t, HALF)),
    ("simple_maths", "k", 100): _on(lambda t: _million(t, 100)),
}
# Measures of counts and sizes (f1, f2, n1, n2) instead of cells.
BY_SIZES = {"g2_two_cell": _on(_g2_two_cell), "bic_two_cell": _on(lambda t: _g2_two_cell(t) - mpmath.log(t.n))}
# A result that passes through 0 is the sum of larger numbers, and its digits are those of the largest: these.
LARGEST_PART = {
    "bic": _on(lambda t: mpmath.log(t.n)),
    "bic_two_cell": _on(lambda t: mpmath.log(t.n)),
    "pmi2": _on(lambda t: log2(t.a)),
    "pmi3": _on(lambda t: 2 * log2(t.a)),
    "log_dice": _on(lambda t: mpf(14)),
    "poisson_stirling": _on(lambda t: t.a),
    "poisson_stirling_log10": _on(lambda t: t.a),
    "z_score_yates": _on(lambda t: HALF / mpmath.sqrt(t.e[0])),
    "chi2_yates": _on(lambda t: _chi2(t, 1) * abs(abs(t.det) - t.n / 2) * t.n),
}
