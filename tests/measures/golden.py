"""What the tests of published numbers share: how a case is read, and when a number agrees with it within its tolerance."""

import json
import math
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "golden"
LN10, LN2 = math.log(10), math.log(2)

# Parts of a case that its note says cannot be tested, or that are no measure of ours.
NOT_TESTED = {
    "dispersion_parts": {"SD", "VC"},
    "keyness_contingency": {"conservative_log_ratio"},
    "log_ratio_cqpweb": {"conservative_LR"},
    "distance_based_dispersion": {"distances"},
    "juilland_D": {"D2"},
    "yule_K": {"paper"},
}
# One number of a case that is left out, with the reason.
CELL_OUT = {
    (
        "gries4-do",
        "minus_log10_fisher",
    ): "R and scipy give our two-sided p for these cells, 10^-1.7525, not the printed 10^-1.6160",
}
# Where the printed value itself has lost digits: our value agrees with 50 digits of mpmath (test_precision).
LOOSER = {
    "colloc.nltk.full.likelihood_ratio.MS_new_companies": 2e-9,
    "colloc.nltk.full.likelihood_ratio.MS_house": 2e-9,
}


def load(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def longest_key(table, name):
    """The key of the table that the name begins with, the longest of them; None where there is none."""
    return max((key for key in table if name.startswith(key)), key=len, default=None)


def ids(tokens):
    """Word numbers of a list of tokens."""
    order = {}
    return [order.setdefault(token, len(order)) for token in tokens]


def cells(i):
    """The table of a case, whatever its source calls the four counts."""
    if "o11" in i and "o22" in i:
        return i["o11"], i["o12"], i["o21"], i["o22"]
    if "O11" in i:
        return i["O11"], i["O12"], i["O21"], i["O22"]
    if "a" in i and "d" in i:
        return i["a"], i["b"], i["c"], i["d"]
    if "table_a_b_c_d" in i:
        return tuple(i["table_a_b_c_d"])
    if "table" in i:
        (a, b), (c, d) = i["table"]
        return a, b, c, d
    if "n1" in i:
        return i["f1"], i["f2"], i["n1"] - i["f1"], i["n2"] - i["f2"]
    if "n_ii" in i:
        together, first, second, n = i["n_ii"], i["n_ix"], i["n_xi"], i["n_xx"]
    elif "f_word" in i:
        together, first, second, n = i["o11"], i["f_word"], i.get("f_construction"), i["N"]
    elif "r1" in i:
        together, first, second, n = i["o11"], i["r1"], i["c1"], 10**6
    elif "R1_estimated" in i:
        together, first, second, n = i["f"], i["R1_estimated"], i["f2"], i["N"]
    elif "f_xy" in i:
        together, first, second, n = i["f_xy"], i["f_x"], i["f_y"], 10**6
    else:
        together, first, second, n = i["f"], i["f1"], i["f2"], i.get("N", 10**6)
    return together, first - together, second - together, n - first - second + together


def allowed(case, key, expected):
    tolerance = LOOSER.get(case["id"], case["tolerance"])
    if isinstance(tolerance, dict):
        tolerance = tolerance.get(key, tolerance.get("per100k") if key and key.startswith("per100k") else None)
        if tolerance is None:
            tolerance = 0.005
    if isinstance(tolerance, str) and tolerance.startswith("relative"):
        relative = 6e-3 if key == "fisher_p" else float(tolerance.split()[1].rstrip(";"))
        rounding = 5e-7 if "printed digits)" in tolerance and relative < 1e-3 else 0.0  # cwb-ccc prints six decimals
        return abs(expected) * relative + rounding
    if case.get("tolerance_type") == "relative":
        return abs(expected) * tolerance
    return float(tolerance)


def agrees(case, key, expected, found):
    if isinstance(expected, str):
        return expected == found or (
            expected in ("inf", "-inf", "-Infinity") and float(expected.replace("Infinity", "inf")) == found
        )
    if expected is None:
        return np.isnan(found)
    return abs(float(found) - expected) <= allowed(case, key, expected) + 1e-15 * abs(expected)


def disagreements(case, found):
    """What of the case does not come out, as text; empty where all agrees."""
    expected, bad = case["expected"], []
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key in NOT_TESTED.get(case["function"], ()) or (case["id"], key) in CELL_OUT:
                continue
            mine = found[key]
            pairs = zip(value, mine, strict=True) if isinstance(value, list) else [(value, mine)]
            bad += [f"{key}: {e} but {f}" for e, f in pairs if not agrees(case, key, e, f)]
        return bad
    mine = found[None] if isinstance(found, dict) else found
    pairs = list(zip(expected, mine, strict=True)) if isinstance(expected, list) else [(expected, mine)]
    return [f"{e} but {f}" for e, f in pairs if not agrees(case, None, e, f)]
