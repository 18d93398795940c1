"""Published numbers on two-by-two tables, rank tests and the like: handbooks, papers, and tools that are no Python or R peers."""

import math
import pathlib
import runpy
import types

import numpy as np
import pytest
from scipy import stats

from newsstudy import measures as m

golden = types.SimpleNamespace(**runpy.run_path(str(pathlib.Path(__file__).with_name("golden.py"))))
cells, LN2, LN10 = golden.cells, golden.LN2, golden.LN10


def term_table(i):
    """Rows term / others, where a source's rows are corpora."""
    o11, o12, o21, o22 = cells(i)
    return o11, o21, o12, o22


def association(i):
    t = cells(i)
    return {
        "G": m.g2(*t),
        "G_signed": m.g2(*t, signed=True),
        "chi2": m.chi2(*t),
        "MI": m.pmi(*t),
        "PMI": m.pmi(*t),
        "MI_log2": m.pmi(*t),
        "MS": m.minimum_sensitivity(*t),
        "fisher_p": 10 ** m.fisher(*t, alternative="greater"),
        "DP_rows": m.delta_p_row(*t),
        "exp_a": m.expected(*t),
        "log_likelihood": m.g2(*t),
        "log_odds": m.log_odds_ratio(*t) * LN2,
        "deltaP_cxn_given_word": m.delta_p_row(*t),
        "deltaP_word_given_cxn": m.delta_p_column(*t),
        "minus_log10_fisher": -m.fisher(*t),
        "pearson_residual": m.z_score(*t),
    }


def ucs(i):
    t = cells(i)
    return {
        "MI": m.pmi(*t) * LN2 / LN10,
        "MI2": m.pmi2(*t) * LN2 / LN10,
        "MI3": m.pmi3(*t) * LN2 / LN10,
        "local.MI": m.local_mi(*t) * LN2 / LN10,
        "average.MI": m.mutual_information(*t) * LN2 / LN10 * sum(t),
        "log.likelihood": m.g2(*t, signed=True),
        "simple.ll": m.simple_ll(*t, signed=True),
        "t.score": m.t_score(*t),
        "z.score": m.z_score(*t),
        "z.score.corr": m.z_score_yates(*t),
        "chi.squared": m.chi2(*t, signed=True),
        "chi.squared.corr": m.chi2_yates(*t, rule="ucs", signed=True),
        "Dice": m.dice(*t),
        "Jaccard": m.jaccard(*t),
        "MS": m.minimum_sensitivity(*t),
        "gmean": m.geometric_mean(*t),
        "odds.ratio": m.log_odds_ratio(*t) * LN2 / LN10,
        "odds.ratio.disc": m.log_odds_ratio(*t, zero="haldane") * LN2 / LN10,
        "relative.risk": np.log10(m.relative_risk(*t)),
        "Poisson.Stirling": m.poisson_stirling_log10(*t),
        "Fisher.pv": -m.fisher(*t, alternative="greater"),
        "Poisson.pv": -m.poisson(*t, alternative="greater"),
    }


def keyness_evert(i):
    t, options = cells(i), {"conf": i["conf_level"], "n_tests": i["m"]}
    significant = m.g2(*t) > m.chi2_critical(i["alpha"] / i["m"])
    ratio = m.log_ratio(*t)
    return {
        "G2": m.g2(*t, signed=True),
        "LogRatio": ratio,
        "LogRatio.G2": ratio if significant else 0.0,
        "SM": m.simple_maths(*t, k=i["simple_maths_lambda"]),
        "LRC": m.lrc(*t, **options),
        "LRC.positive": m.lrc_positive(*t, **options),
    }


def log_ratio_family(i):
    n1, n2 = i["f1"], i["N"] - i["f1"]
    t = i["f"], i["f2"] - i["f"], n1 - i["f"], n2 - (i["f2"] - i["f"])
    tests = i.get("m_bonferroni", i.get("types", 1))
    low = m.log_ratio_interval(*t, conf=0.99, n_tests=tests, zero="half")[0]
    return {
        "lr": m.log_ratio(*t, zero="half"),
        "clr": low,
        "lrc": m.lrc(*t, n_tests=tests),
        "lrc.positive": m.lrc_positive(*t, n_tests=tests),
        "lrc.normal": m.log_ratio_interval(*t, n_tests=tests, zero="half")[0],
    }


def log_ratio_cqpweb(i):
    found = log_ratio_family({**i, "f1": i["R1_estimated"]})
    return {"log_ratio": found["lr"], "expected_frequency": m.expected(*cells(i))}


def keyness_contingency(i):
    t, k = cells(i), term_table(i)
    return {
        "log_likelihood": m.g2(*t),
        "simple_ll": m.simple_ll(*t),
        "z_score": m.z_score(*t),
        "t_score": m.t_score(*t),
        "min_sensitivity": m.minimum_sensitivity(*t),
        "liddell": m.liddell(*t),
        "dice": m.dice(*t),
        "log_ratio": m.log_ratio(*k, zero=None),
        "mutual_information_log10": m.pmi(*t) * LN2 / LN10,
        "local_mi": m.local_mi(*t) * LN2 / LN10,
        "ipm": m.per_million(t[0], t[0] + t[1]),
        "ipm_reference": m.per_million(t[2], t[2] + t[3]),
        "ipm_expected": m.per_million(t[0] + t[2], sum(t)),
    }


def keyness_report(i):
    t = cells(i)
    two = m.g2_two_cell(i["f1"], i["f2"], i["n1"], i["n2"])
    ratio = m.log_ratio(*t, zero="half")
    return {
        "relative_risk": m.relative_risk(*t, zero="half"),
        "log_ratio": ratio,
        "log_likelihood": two,
        "LL": two,
        "LR": ratio,
        "per100k_1": m.per_million(i["f1"], i["n1"]) / 10,
        "per100k_2": m.per_million(i["f2"], i["n2"]) / 10,
    }


def two_cell(i):
    signed = m.g2_two_cell(i["f1"], i["f2"], i["n1"], i["n2"], signed=True)
    e1 = i["n1"] * (i["f1"] + i["f2"]) / (i["n1"] + i["n2"])
    return {
        "LL": abs(signed),
        "direction": "-" if signed < 0 else "+",
        "E1": e1,
        "E2": i["f1"] + i["f2"] - e1,
        "pct1": m.per_million(i["f1"], i["n1"]) / 1e4,
        "pct2": m.per_million(i["f2"], i["n2"]) / 1e4,
        None: abs(signed),
    }


def orange(i):
    present = np.array(i["X"]) > 0
    chosen = np.isin(np.arange(len(present)), i["selected_rows"])
    o11, o12 = present[chosen].sum(axis=0), present[~chosen].sum(axis=0)
    return (10 ** m.fisher(o11, o12, chosen.sum() - o11, (~chosen).sum() - o12, alternative="greater")).tolist()


def scattertext_z(i):
    first, second = np.array(i["y_i"]), np.array(i["y_j"])
    tables = first, second, first.sum() - first, second.sum() - second
    return m.log_odds_dirichlet_z(*tables, prior=i["alpha_w"], variance="four")


def two_phi(z):
    """2 Φ(z) − 1, which scattertext prints for z."""
    return 2 * stats.norm.cdf(z) - 1


def bm25(i):
    texts = [text.split() for text in i["documents"]]
    mean = sum(map(len, texts)) / len(texts)
    return [
        sum(m.bm25(text.count(w), len(text), sum(w in t for t in texts), len(texts), mean) for w in i["query"].split())
        for text in texts
    ]


def keyness_measures(i):
    t = cells(i)
    return {
        "log_likelihood": m.g2_two_cell(i["f1"], i["f2"], i["n1"], i["n2"]),
        "ell": m.ell(*t),
        "bic": m.bic_two_cell(i["f1"], i["f2"], i["n1"], i["n2"]),
        "perc_diff": m.percent_diff(*t),
        "relative_risk": m.relative_risk(*t),
        "log_ratio": m.log_ratio(*t, zero="half"),
        "odds_ratio": m.odds_ratio(*t),
    }


MEASURES = {
    "log_likelihood_2cell": two_cell,
    "odds_ratio_zero_adjusted": lambda i: m.odds_ratio(*cells(i), zero="half"),
    "log_likelihood_4cell": lambda i: m.g2(*cells(i)),
    "chi_squared": lambda i: {"expected": m.expected(*cells(i)), "chisquare": m.chi2(*cells(i)), None: m.chi2(*cells(i))},
    "association_measures": association,
    "fisher_exact_p": lambda i: {
        "two_sided": 10 ** m.fisher(*cells(i)),
        "left": 10 ** m.fisher(*cells(i), alternative="less"),
        "right": 10 ** m.fisher(*cells(i), alternative="greater"),
        None: 10 ** m.fisher(*cells(i), alternative="greater"),
    },
    "keyness_evert": keyness_evert,
    "association_measures_ucs": ucs,
    "log_ratio_family": log_ratio_family,
    "log_ratio_cqpweb": log_ratio_cqpweb,
    "keyness_contingency": keyness_contingency,
    "keyness_report": keyness_report,
    "log_likelihood_4cell_signed": lambda i: m.g2(*cells(i), signed=True),
    "log_ratio": lambda i: {
        word: m.log_ratio(first + third, second, 30 - first - third, 14 - second, zero=None)  # groups m f m
        for word, (first, second, third) in zip(i["columns"], zip(*i["matrix"], strict=True), strict=True)
    },
    "bic_and_log_ratio_identities": lambda i: {
        "bic": i["log_likelihood"] - math.log(724618),
        "log_ratio": math.log2(i["relative_risk"]),
    },
    "t_score": lambda i: m.t_score(*cells(i)),
    "conditional_probability_percent": lambda i: 100 * i["o11"] / (i["o11"] + i["o12"]),
    "delta_p": lambda i: {"row": m.delta_p_row(*cells(i)), "column": m.delta_p_column(*cells(i))},
    "dice": lambda i: m.dice(*cells(i)),
    "difference_coefficient": lambda i: m.difference_coefficient(*cells(i)),
    "simple_maths": lambda i: {
        "score": m.simple_maths(*cells(i), k=i["N_smoothing"]),
        "fpm_focus": m.per_million(i["f1"], i["n1"]),
        "fpm_ref": m.per_million(i["f2"], i["n2"]),
    },
    "mutual_information_expected": lambda i: m.mutual_information(*cells(i)),
    "npmi": lambda i: [m.npmi(*table) for table in i["tables"]],
    "mu_value_O_over_E": lambda i: m.mu_value(*cells(i)),
    "odds_ratio": lambda i: m.odds_ratio(*cells(i)),
    "percent_diff": lambda i: m.percent_diff(*cells(i)),
    "pmi_log2": lambda i: m.pmi(*cells(i)),
    "phi_squared": lambda i: m.phi_squared(*cells(i)),
    "chi_squared_yates": lambda i: {"chi2": m.chi2_yates(*cells(i)), "p": 10 ** m.chi2_log10_p(m.chi2_yates(*cells(i)))},
    "wilcoxon_rank_sum": lambda i: {"rank_sum_x": m.wilcoxon(i["x"], i["y"]).rank_sum, "U": m.wilcoxon(i["x"], i["y"]).u},
    "hypergeometric_enrichment_p": orange,
    "chi2_1df_critical_value": lambda i: m.chi2_critical(i["p"]).tolist(),
    "log_dice": lambda i: m.log_dice(*cells(i)),
    "binomial_point_probability": lambda i: 10 ** m.binomial_likelihood(*cells(i)),
    "log_odds_uninformative_dirichlet_score": lambda i: -two_phi(scattertext_z(i)),  # that scorer's sign is flipped
    "log_odds_uninformative_dirichlet_thresholded": lambda i: [
        score if stats.norm.sf(abs(z)) < i["threshold"] else 0.0
        for z, score in zip(scattertext_z(i), two_phi(scattertext_z(i)), strict=True)
    ],
    "bm25_okapi": bm25,
    "keyness_measures": keyness_measures,
    "welch": lambda i: {
        "t": m.welch(i["x"], i["y"]).t,
        "df": m.welch(i["x"], i["y"]).df,
        "p": 10 ** m.welch(i["x"], i["y"]).log10_p,
    },
    "cohen_d": lambda i: m.cohen_d(i["x"], i["y"]),
    "fisher_conditional": lambda i: {
        "p": 10 ** m.fisher(*cells(i), alternative="greater"),
        "odds_ratio": m.odds_ratio_conditional(*cells(i)),
    },
    "fisher_exact_p_one_sided": lambda i: 10 ** m.fisher(*cells(i), alternative="greater"),
}

CASES = [case for name in ("keyness", "tables") for case in golden.load(name) if case["function"] in MEASURES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_numbers_on_tables__come_out_as_published(case):
    assert golden.disagreements(case, MEASURES[case["function"]](case["inputs"])) == []
