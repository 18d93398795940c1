"""Numbers that Python tools and R packages print for two-by-two tables: Wordless, NLTK, scattertext, quanteda, tidylo …"""

import itertools
import pathlib
import re
import runpy
import types
from collections import Counter

import numpy as np
import pytest

from newsstudy import measures as m

golden = types.SimpleNamespace(**runpy.run_path(str(pathlib.Path(__file__).with_name("golden.py"))))
cells, LN2 = golden.cells, golden.LN2


def documents_table(i):
    """Target and reference counts of the feature in texts of single letters."""
    target, feature = i["target"], i["feature"]
    words = {name: text.split() for name, text in i["docs"].items()}
    rest = [word for name, text in words.items() if name != target for word in text]
    o11, o12 = words[target].count(feature), rest.count(feature)
    return o11, o12, len(words[target]) - o11, len(rest) - o12


def per_feature(i, measure):
    features = sorted(set(" ".join(i["docs"].values()).split()))
    return {f: measure(*documents_table({**i, "feature": f}), signed=True) for f in features}


def ordered(i, measure):
    scores = per_feature(i, measure)
    return sorted(scores, key=lambda f: (-round(scores[f], 9), f))


def on_cells(measure):
    return lambda i: measure(*cells(i))


def bigrams(sentences):
    """tmtoolkit's tables of pairs: every token is a place, and the margins are word counts."""
    n = sum(map(len, sentences))
    words = Counter(w for s in sentences for w in s)
    pairs = Counter(pair for s in sentences for pair in itertools.pairwise(s))
    return {(a, b): (k, words[a] - k, words[b] - k, n - words[a] - words[b] + k) for (a, b), k in pairs.items()}


def over_pairs(measure):
    return lambda i: [measure(*bigrams(i["sentences"])[tuple(pair)]) for pair in i["pairs"]]


def places(i):
    return sum(map(len, i["sentences"]))


PYTHON = {
    "es.cond_prob": lambda i: 100 * i["o11"] / (i["o11"] + i["o12"]),
    "es.delta_p": on_cells(m.delta_p_row),
    "es.dice": lambda i: m.dice(i["o11"], i["o12"], i["o21"], 0),
    "es.diff_coeff": on_cells(m.difference_coefficient),
    "es.kilgarriff_ratio": lambda i: m.simple_maths(*cells(i)),
    "es.log_ratio": lambda i: m.log_ratio(*cells(i), zero=None),
    "es.min_sensitivity": on_cells(m.minimum_sensitivity),
    "es.mutual_information": on_cells(m.mutual_information),
    "es.nmi": on_cells(m.normalised_mutual_information),
    "es.mu_value": on_cells(m.mu_value),
    "es.odds_ratio": on_cells(m.odds_ratio),
    "es.pct_diff": on_cells(m.percent_diff),
    "es.pmi": on_cells(m.pmi),
    "es.npmi": on_cells(m.npmi),
    "es.phi2": on_cells(m.phi_squared),
    "sig.fisher": lambda i: 10 ** m.fisher(*cells(i), alternative=i["alternative"]),
    "sig.g2": on_cells(m.g2),
    "sig.chi2.": on_cells(m.chi2),
    "sig.chi2_yates": on_cells(m.chi2_yates),
    "sig.t_1sample": on_cells(m.t_score_one_sample),
    "sig.mannwhitney": lambda i: m.wilcoxon(i["x1"], i["x2"]).rank_sum,
    "sig.expected_freqs": lambda i: [
        m.expected(*cells(i)),
        m.expected(i["o12"], i["o11"], i["o22"], i["o21"]),
        m.expected(i["o21"], i["o22"], i["o11"], i["o12"]),
        m.expected(i["o22"], i["o21"], i["o12"], i["o11"]),
    ],
    "es.zero.pct_diff": on_cells(m.percent_diff),
    "es.zero.odds_ratio": on_cells(m.odds_ratio),
    "es.logdice": on_cells(m.log_dice),
    "colloc.nltk.published.student_t": on_cells(m.t_score),
    "colloc.nltk.published.chi_sq": on_cells(m.chi2),
    "colloc.nltk.published.likelihood_ratio": on_cells(m.g2),
    "colloc.nltk.published.pmi": on_cells(m.pmi),
    "colloc.nltk.full.student_t": on_cells(m.t_score),
    "colloc.nltk.full.chi_sq": on_cells(m.chi2),
    "colloc.nltk.full.likelihood_ratio": on_cells(m.g2),
    "colloc.nltk.full.pmi": on_cells(m.pmi),
    "colloc.nltk.full.phi_sq": on_cells(m.phi_squared),
    "colloc.nltk.full.dice": on_cells(m.dice),
    "colloc.nltk.full.jaccard": on_cells(m.jaccard),
    "colloc.nltk.full.mi_like": on_cells(m.mi_like),
    "colloc.nltk.full.poisson_stirling": on_cells(m.poisson_stirling),
    "colloc.nltk.fisher": lambda i: 10 ** m.fisher(*cells(i), alternative="less"),  # NLTK's side
    "colloc.tmtoolkit.npmi": over_pairs(m.npmi),
    "colloc.tmtoolkit.pmi": lambda i: [m.pmi(*bigrams(i["sentences"])[tuple(pair)]) * LN2 for pair in i["pairs"]],
    "colloc.tmtoolkit.pmi2": lambda i: [
        (m.pmi2(*bigrams(i["sentences"])[tuple(pair)]) - np.log2(places(i))) * LN2 for pair in i["pairs"]
    ],
    "colloc.tmtoolkit.pmi3": lambda i: [
        (m.pmi3(*bigrams(i["sentences"])[tuple(pair)]) - 2 * np.log2(places(i))) * LN2 for pair in i["pairs"]
    ],
    "keyness.scaled_f_score": lambda i: m.scaled_f_score(
        i["cat_counts"],
        i["not_cat_counts"],
        [sum(i["cat_counts"]) - f for f in i["cat_counts"]],
        [sum(i["not_cat_counts"]) - f for f in i["not_cat_counts"]],
    ).tolist(),
    "keyness.fighting_words": lambda i: [
        measure(i["y1"], i["y2"], i["n1"] - i["y1"], i["n2"] - i["y2"], prior=i["alpha_w"], prior_total=i["alpha_0"]) * unit
        for measure, unit in ((m.log_odds_dirichlet, LN2), (m.log_odds_dirichlet_z, 1.0))
    ],
}


def yates(*t, signed):
    return m.chi2_yates(*t, signed=signed, rule="quanteda")


def window(i):
    """Words within the window of the target and all others, the target itself left out: quanteda's signed chi2 for each."""
    tokens, size = i["text"].split(), i["window"]
    nodes = [at for at, token in enumerate(tokens) if token == i["target"]]
    near = [w for at, w in enumerate(tokens) if at not in nodes and any(abs(at - node) <= size for node in nodes)]
    far = [w for at, w in enumerate(tokens) if at not in nodes and not any(abs(at - node) <= size for node in nodes)]
    docs = {"inside": " ".join(near), "outside": " ".join(far)}
    return {**docs, "chi2": per_feature({"docs": docs, "target": "inside"}, yates)}


def tidylo(i, alpha=None):
    """tidylo's log odds and z: counts with the prior added, a group against everything including itself."""
    pooled, sizes = Counter(), Counter()
    for _, word, count in i["rows_group_word_n"]:
        pooled[word] += count
    rows = [(group, word, count + (alpha or pooled[word])) for group, word, count in i["rows_group_word_n"]]
    pooled = Counter()
    for group, word, count in rows:
        pooled[word] += count
        sizes[group] += count
    total = sum(sizes.values())
    tables = [(count, pooled[word], sizes[group] - count, total - pooled[word]) for group, word, count in rows]
    weighted = [float(m.log_odds_dirichlet_z(*t, prior=0)) for t in tables]
    return {
        "log_odds": {word: m.log_odds_ratio(*t) * LN2 for (_, word, _), t in zip(rows, tables, strict=True)},
        "weighted": {word: z for (_, word, _), z in zip(rows, weighted, strict=True)},
        "n_positive_of_rows_2_4_5_6_8_10": sum(z > 0 for row, z in enumerate(weighted, 1) if row in (2, 4, 5, 6, 8, 10)),
        "rows": weighted,
    }


def corpustools(first, second):
    """The sum over all words of chi2, corrected beyond 0 where an expected count is below 1 or a margin below 5."""
    total = 0.0
    one, two = Counter(first), Counter(second)
    for word in sorted(one.keys() | two.keys()):
        t = one[word], two[word], len(first) - one[word], len(second) - two[word]
        small = min(t[0] + t[1], t[2] + t[3], len(first), len(second)) < 5 or any(
            m.expected(*o) < 1 for o in (t, (t[1], t[0], t[3], t[2]), (t[2], t[3], t[0], t[1]), (t[3], t[2], t[1], t[0]))
        )
        total += m.chi2_yates(*t, rule="ucs") if small else m.chi2(*t)
    return total


def words_of(texts):
    return [word for text in texts for word in re.findall(r"\w+|[!,]", text)]


def with_rutte(i):
    inside = [text for text in i["docs"] if "Rutte" in text]
    return words_of(inside), words_of([text for text in i["docs"] if "Rutte" not in text])


def compared_documents(i):
    """chi2 over numbers of documents, with the fourth cell as it should be."""
    inside = [set(words_of([text])) for text in i["docs"] if "Rutte" in text]
    outside = [set(words_of([text])) for text in i["docs"] if "Rutte" not in text]
    total = 0.0
    for word in sorted(set().union(*inside, *outside)):
        a, b = sum(word in d for d in inside), sum(word in d for d in outside)
        total += m.chi2_yates(a, b, len(inside) - a, len(outside) - b, rule="ucs")
    return total


def collocation(tokens, pair, smoothing="haldane"):
    """quanteda's lambda and z of a pair: windows of two tokens, counted by whether first and second word are the pair's."""
    seen = [pair_ for text in tokens for pair_ in itertools.pairwise(text)]
    hits = [(a == pair[0], b == pair[1]) for a, b in seen]
    t = [hits.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))]
    return {"lambda": m.log_odds_ratio(*t, zero=smoothing) * LN2, "z": m.log_odds_ratio_z(*t, zero=smoothing), "count": t[0]}


def icecream(i, punctuation):
    if not punctuation:
        return collocation(i["tokens"], ("i", "like"))
    parts = [part.lower().split() for text in i["texts"] for part in re.split(r"[.!]", text)]
    return {**collocation(parts, ("i", "like")), "count_nested": 0}


R = {
    "keyness-values-chi2-default-all": lambda i: {"chi2": per_feature(i, yates)},
    "keyness-order-chi2-target1": lambda i: {"order": ordered(i, yates)},
    "keyness-order-chi2-target2": lambda i: {"order": ordered(i, yates)},
    "keyness-small-table-naive-yates": lambda i: {
        "naive_yates_sum((|O-E|-0.5)^2/E)": m.chi2_yates(*cells(i), rule="ucs"),
        "R_chisq_test_correct_TRUE": m.chi2_yates(*cells(i)),
        "quanteda_cpp_value": m.chi2_yates(*cells(i), rule="quanteda"),
    },
    "keyness-context-window": window,
    "tidylo-log-odds-empirical": tidylo,
    "tidylo-log-odds-uninformative": lambda i: tidylo(i, alpha=1),
    "tidylo-log-odds-three-one": lambda i: {"weighted": tidylo(i)["rows"]},
    "corpustools-compare-freq": lambda i: dict.fromkeys(
        ("sum_chi2", "sum_chi2_exact"), corpustools(words_of(i["x"]), words_of(i["y"]))
    ),
    "corpustools-compare-subset-freq": lambda i: dict.fromkeys(("sum_chi2", "sum_chi2_exact"), corpustools(*with_rutte(i))),
    "corpustools-compare-subset-docfreq": lambda i: {"sum_chi2_with_N_minus_df": compared_documents(i)},
    "colloc-capital-smooth": lambda i: collocation([i["tokens"]], ("other", "capital")),
    "colloc-icecream-nopunct": lambda i: icecream(i, punctuation=False),
    "colloc-icecream-punct": lambda i: icecream(i, punctuation=True),
    "colloc-padded-gf": lambda i: collocation([i["tokens_after_padding"]], ("g", "f")),
    "keyness-chi2-yates-2x2": lambda i: {
        "chi2": m.chi2_yates(*cells(i)),
        "p": 10 ** m.chi2_log10_p(m.chi2_yates(*cells(i))),
        "n_target": 7,
        "n_reference": 2,
    },
    "keyness-chi2-none-2x2": lambda i: {
        "chi2": m.chi2(*documents_table(i)),
        "p": 10 ** m.chi2_log10_p(m.chi2(*documents_table(i))),
    },
    "keyness-chi2-williams": lambda i: {
        "chi2": m.chi2_williams(*documents_table(i)),
        "williams_q": m.chi2(*documents_table(i)) / m.chi2_williams(*documents_table(i)),
    },
    "keyness-chi2-three-docs": lambda i: {
        "chi2_yates": m.chi2_yates(*documents_table(i)),
        "chi2_none": m.chi2(*documents_table(i)),
        "n_target": documents_table(i)[0],
        "n_reference": documents_table(i)[1],
    },
    "keyness-values-lr-none-all": lambda i: {"G2": per_feature(i, m.g2)},
    "keyness-order-lr-target1": lambda i: {"order": ordered(i, m.g2)},
    "keyness-order-lr-target2": lambda i: {"order": ordered(i, m.g2)},
    "keyness-exact-2x2": lambda i: {
        "p_two_sided": 10 ** m.fisher(*cells(i)),
        "odds_ratio_conditional_mle": m.odds_ratio_conditional(*cells(i)),
    },
    "keyness-lr-none-2x2": lambda i: {"G2": m.g2(*documents_table(i)), "p": 10 ** m.chi2_log10_p(m.g2(*documents_table(i)))},
    "keyness-lr-williams-2x2": lambda i: {
        "G2": m.g2_williams(*documents_table(i)),
        "williams_q": m.g2(*documents_table(i)) / m.g2_williams(*documents_table(i)),
        "p": 10 ** m.chi2_log10_p(m.g2_williams(*documents_table(i))),
    },
    "keyness-lr-default-is-yates": lambda i: {"G2": m.g2_yates(*documents_table(i))},
    "keyness-pmi-a": lambda i: {"pmi": m.pmi(*documents_table(i)) * LN2},
    "keyness-pmi-g-max": lambda i: {"pmi_g": m.pmi(*documents_table({**i, "feature": "g"})) * LN2},
    "keyness-chi2-large-expected": lambda i: {
        "quanteda_default_or_yates": m.chi2(*cells(i)),
        "R_or_scipy_with_yates": m.chi2_yates(*cells(i)),
    },
    "keyness-loglike-extras": lambda i: {
        "LL": [
            m.g2(a, b, n - a, k - b, signed=True)
            for a, b, n, k in zip(i["n_target"], i["n_reference"], i["total_target"], i["total_reference"], strict=True)
        ]
    },
    "keyness-logratio-extras": lambda i: {"log2_ratio": m.log_ratio(10, 5, 90, 195, zero=None)},
    "colloc-capital-nosmooth": lambda i: {
        "pmi_log2": m.pmi(*cells(i)),
        "dice": m.dice(*cells(i)),
        "chi2": m.chi2(*cells(i)),
        "G2": m.g2(*cells(i)),
        "lambda": m.log_odds_ratio(*cells(i)) * LN2,
        "z": m.log_odds_ratio_z(*cells(i)),
    },
}

# What is no number of a measure: names, orders of ties, other tools' errors (see the notes of the cases).
NOT_NUMBERS = {"max", "top", "groups", "sum_chi2_upstream"}


def flat(values):
    """Dictionaries within a dictionary spread out, their keys joined."""
    return {
        f"{name} {inner}" if inner is not None else name: value
        for name, row in values.items()
        if name not in NOT_NUMBERS
        for inner, value in (row.items() if isinstance(row, dict) else ((None, row),))
    }


def cases(table, name):
    known = [case for file in (name, "tables") for case in golden.load(file)]
    return [case for case in known if "source_repo" in case and golden.longest_key(table, case["id"])]


@pytest.mark.parametrize("case", cases(PYTHON, "python-peers"), ids=lambda case: case["id"])
def test_numbers_of_python_tools__come_out(case):
    assert golden.disagreements(case, PYTHON[golden.longest_key(PYTHON, case["id"])](case["inputs"])) == []


@pytest.mark.parametrize("case", cases(R, "r-peers"), ids=lambda case: case["id"])
def test_numbers_of_r_packages__come_out(case):
    found, expected = flat(R[golden.longest_key(R, case["id"])](case["inputs"])), flat(case["expected"])
    if case["id"].startswith("colloc-icecream"):
        del expected["order"]  # of ties
    assert golden.disagreements({**case, "expected": expected, "function": ""}, found) == []
