"""Published numbers of dispersion, diversity and readability, and the list of all golden cases that are left out.

The cases stand in tests/golden/*.json with source, inputs and expected values. OUT lists the cases of those files' origins that
these measures do not reproduce, each with the reason.
"""

import json
import pathlib
import runpy
import types
from collections import Counter

import numpy as np
import pytest

from newsstudy import measures as m
from newsstudy.text.syllables import syllables

golden = types.SimpleNamespace(**runpy.run_path(str(pathlib.Path(__file__).with_name("golden.py"))))
ids, load, longest_key, disagreements = golden.ids, golden.load, golden.longest_key, golden.disagreements

OUT = {
    "stefgries-verbsditransitive-send": "erratum: the printed cells do not give the printed p",
    "stefgries-verbsditransitive-offer": "erratum: the printed cells do not give the printed p",
    "stefgries-verbsditransitive-show": "erratum: the printed cells do not give the printed p",
    "stefgries-verbsditransitive-teach": "erratum: the printed cells do not give the printed p",
    "nltk-brown-romance": "needs the Brown corpus",
    "rtd-norm-inf": "compares whole distributions; checked in test_comparison",
    "yake-kaggle": "needs YAKE's own tokenizer; its program is compared in keywords/test_extraction_golden.py",
    "es.zero.log_ratio": "an empty corpus has no rate: NaN here, ±infinity in Wordless",
    "lexdiv.lr.ttr_nd": "a point of the curve that vocd_d fits; the curve itself is no measure",
    "disp.distances.gries2008": "the distances themselves; the measures over them are checked",
    "disp.unequal.sd_population": "a standard deviation of counts is no dispersion measure of ours",
    "disp.unequal.vc": "a variation coefficient of counts; Juilland's D is checked",
    **{
        f"lexdiv.popescu.{name}": "Popescu's indices are not offered"
        for name in ("B1", "B2", "B3", "B4", "B5", "R1", "R2", "R3", "R4")
    },
    "lexdiv.popescu.repeat_rate.rf": "the repeat rate is not offered; Yule's K and Simpson's D are its kin",
    "lexdiv.popescu.repeat_rate.spectrum": "the repeat rate is not offered",
    "lexdiv.popescu.entropy.spectrum": "the entropy of a spectrum is not offered",
    "keyness-pmi-zero-target": "an artefact of the 1e-9 that quanteda adds inside the logarithm",
    "keyness-two-targets": "counts only",
    "colloc-nested": "lambda of three words and more; ours are two-by-two tables",
    "lexdiv-hyphen-split": "needs their tokenizer",
    "readab-flesch-min-sentence": "their filter of short sentences",
    "readab-mean-sentence-length": "needs their sentence splitter",
    "readab-mean-sentence-length-min3": "needs their sentence splitter",
    "readab-dalechall-old-1": "Dale-Chall needs a word list under a licence of its own; not offered",
    "readab-dalechall-old-2": "Dale-Chall is not offered",
    "readab-dalechall-old-3": "Dale-Chall is not offered",
}


def equal_parts(counts):
    return [1000] * len(counts)


def parts(i):
    counts, sizes = i["subfreq"], i.get("partsize", equal_parts(i["subfreq"]))
    conventional = {
        "range": m.range(counts, sizes),
        "juilland_D": m.juilland_d(counts, sizes),
        "rosengren_S": m.rosengren_s(counts, sizes),
        "DPnorm": m.dp_norm(counts, sizes),
        "KLD": m.kld(counts, sizes),
        "Rrel": m.range_share(counts, sizes),
        "D": m.juilland_d(counts, sizes),
        "D2": m.carroll_d2(counts, sizes),
        "S": m.rosengren_s(counts, sizes),
        "DA": m.da(counts, sizes),
        "DKL": m.dkl(counts, sizes, normalisation="o2p"),
    }
    if i.get("directionality") == "gries":
        return {**{name: 1 - value for name, value in conventional.items()}, "DP": m.dp(counts, sizes)}
    if i.get("directionality") == "conventional":
        # tlda prints 1 − Gries' DP for its example, and Egbert's DP is meant by the limits 0 and 1.
        published = 1 - m.dp(counts, sizes) if len(counts) == 10 else m.dp_egbert(counts, sizes)
        return {**conventional, "DP": published}
    return {**conventional, "DP": m.dp(counts, sizes)}


def distances(i):
    places, n = [place for place, token in enumerate(i["tokens"]) if token == i["word"]], len(i["tokens"])
    return {
        "ALD": m.ald(places, n),
        "ARF": m.arf(places, n),
        "AWT": m.awt(places, n),
        "fALD": m.f_ald(places, n),
        "fAWT": m.f_awt(places, n),
    }


KEYNESS = {
    "distance_based_dispersion": distances,
    "carroll_D2": lambda i: m.carroll_d2(i["subfreq"], equal_parts(i["subfreq"])),
    "lyne_D3": lambda i: m.lyne_d3(i["subfreq"], equal_parts(i["subfreq"])),
    "dp": lambda i: m.dp(i["subfreq"], i["partsize"]),
    "carroll_Um": lambda i: m.carroll_um(i["subfreq"], equal_parts(i["subfreq"])),
    "juilland_U": lambda i: m.juilland_u(i["subfreq"], equal_parts(i["subfreq"])),
    "rosengren_KF": lambda i: m.rosengren_kf(i["subfreq"], equal_parts(i["subfreq"])),
    "dispersion_parts": parts,
    "juilland_D": lambda i: {"D": m.juilland_d(i["subfreq"], equal_parts(i["subfreq"]))},  # its D2 is swapped with another's
    "yule_K": lambda i: {"quanteda": m.yule_k(spectrum=spectrum(i["frequency_spectrum"]))},  # the paper contradicts itself
    "lexical_diversity": lambda i: {
        "TTR": m.ttr(i["ids"]),
        "RTTR": m.guiraud(i["ids"]),
        "logTTR": m.herdan_c(i["ids"]),
        "Maas": m.maas_log10(i["ids"]),
        "MSTTR50": m.msttr(i["ids"]),
        "MSTTR25": m.msttr(i["ids"], segment=25),
        "MATTR50": m.mattr(i["ids"]),
        "MATTR25": m.mattr(i["ids"], window=25),
        "HDD42": m.hdd(i["ids"]),
        "MTLD": m.mtld(i["ids"], ends="below", shortest=10),
        "MTLD_wrap": m.mtld_wrap(i["ids"]),
        "MTLD_bid": m.mtld_bid(i["ids"]),
    },
    "mattr": lambda i: {f"w{w}": m.mattr(ids(i["tokens"]), window=w) for w in (2, 3, 4)},
    "flesch_reading_ease": lambda i: m.flesch_reading_ease(4, 1, 5),
}


def spectrum(told):
    """A frequency spectrum whose keys came through JSON as text."""
    return {int(frequency): types for frequency, types in told.items()}


@pytest.mark.parametrize("case", [case for case in load("keyness") if case["function"] in KEYNESS], ids=lambda case: case["id"])
def test_numbers_of_the_literature__come_out_as_published(case):
    assert disagreements(case, KEYNESS[case["function"]](case["inputs"])) == []


def same_tokens(i):
    """The tokens of a diversity case; some are told in words."""
    if "tokens" in i and isinstance(i["tokens"], str):
        return ["This", "is", "a", "sentence", "."] * 20
    return i["tokens"]


def diversity(measure, **options):
    return lambda i: measure(ids(same_tokens(i)), **options)


def over_parts(measure):
    def found(i):
        if "part_sizes" in i:
            return [measure(counts, i["part_sizes"]) for counts in i["part_freqs"].values()]
        return measure(i["freqs"], equal_parts(i["freqs"]))

    return found


PEERS = {
    "disp.ald.gries2008": lambda i: distances(i)["ALD"],
    "disp.arf.gries2008": lambda i: distances(i)["ARF"],
    "disp.awt.gries2008": lambda i: distances(i)["AWT"],
    "adjfreq.fald.gries2008": lambda i: distances(i)["fALD"],
    "adjfreq.farf.gries2008": lambda i: distances(i)["ARF"],
    "adjfreq.fawt.gries2008": lambda i: distances(i)["fAWT"],
    "disp.carroll_d2": over_parts(m.carroll_d2),
    "disp.juilland_d": over_parts(m.juilland_d),
    "disp.lyne_d3": over_parts(m.lyne_d3),
    "disp.rosengren_s": over_parts(m.rosengren_s),
    "disp.zhang_dc": over_parts(m.dc),
    "disp.dp.": over_parts(m.dp),
    "disp.dpnorm": over_parts(m.dp_norm),
    "adjfreq.carroll_um": over_parts(m.carroll_um),
    "adjfreq.juilland_u": over_parts(m.juilland_u),
    "adjfreq.rosengren_kf": over_parts(m.rosengren_kf),
    "adjfreq.engwall_fm": over_parts(m.engwall_fm),
    "adjfreq.kromer_ur": lambda i: m.kromer_ur(i["freqs"]),
    "disp.unequal.range": over_parts(m.range),
    "disp.unequal.juilland_d": over_parts(m.juilland_d),
    "disp.unequal.rosengren_s": over_parts(m.rosengren_s),
    "disp.unequal.dp": over_parts(m.dp),
    "disp.unequal.dpnorm": over_parts(m.dp_norm),
    "disp.unequal.kld": over_parts(m.kld),
    "lexdiv.lr.ttr": diversity(m.ttr),
    "lexdiv.lr.rttr": diversity(m.guiraud),
    "lexdiv.lr.cttr": diversity(m.cttr),
    "lexdiv.lr.herdan_c": diversity(m.herdan_c),
    "lexdiv.lr.summer": diversity(m.summer_s),
    "lexdiv.lr.dugast": diversity(m.dugast_u),
    "lexdiv.lr.maas": diversity(m.maas),
    "lexdiv.lr.maas_log10": diversity(m.maas_log10),
    "lexdiv.lr.yule_k": diversity(m.yule_k),
    "lexdiv.lr.yule_i": diversity(m.yule_i),
    "lexdiv.wordless.yule_index_of_diversity": diversity(m.yule_index_of_diversity),
    "lexdiv.lr.herdan_vm": diversity(m.herdan_vm),
    "lexdiv.lr.simpson_d": diversity(m.simpson_d),
    "lexdiv.lr.msttr.keep": diversity(m.msttr, segment=5),
    "lexdiv.lr.msttr.discard": diversity(m.msttr, segment=5),
    "lexdiv.lr.mattr5": diversity(m.mattr, window=5),
    "lexdiv.lr.mtld": diversity(m.mtld),
    "lexdiv.lr.hdd5": diversity(m.hdd, draws=5),
    "lexdiv.textacy.ttr": diversity(m.ttr),
    "lexdiv.textacy.root_ttr": diversity(m.guiraud),
    "lexdiv.textacy.corrected_ttr": diversity(m.cttr),
    "lexdiv.textacy.herdan_c": diversity(m.herdan_c),
    "lexdiv.textacy.summer": diversity(m.summer_s_log10),
    "lexdiv.textacy.dugast": diversity(m.dugast_u_log10),
    "lexdiv.textacy.mattr": lambda i: m.mattr(ids(i["tokens"]), window=i["window"]),
    "lexdiv.textacy.mtld": lambda i: m.mtld(ids(i["tokens"]), threshold=i["threshold"], ends="below"),
    "lexdiv.mtld.kyle.min10": diversity(m.mtld, ends="below", shortest=10),
    "lexdiv.wordless.fisher_alpha": lambda i: m.fisher_alpha(spectrum={1: i["S"] - 1, i["N"] - i["S"] + 1: 1}),
    "lexdiv.popescu.entropy.rf": lambda i: m.entropy(spectrum=Counter(i["rank_frequencies"])),
    "lexdiv.mtld.le_vs_lt": lambda i: m.mtld(ids(i["tokens"]), threshold=i["threshold"]),
    "lexdiv.wordless.brunet_w": diversity(m.brunet),
    "lexdiv.wordless.honore_r": diversity(m.honore),
    "lexdiv.wordless.hdd42": diversity(m.hdd),
    "lexdiv.wordless.simpson_l": diversity(m.simpson_d),
    "lexdiv.wordless.yule_k": diversity(m.yule_k),
    "lexdiv.wordless.yule_index_div": diversity(m.yule_index_of_diversity),
    "lexdiv.wordless.maas_ln": diversity(m.maas),
    "lexdiv.wordless.dugast_ln": diversity(m.dugast_u),
    "lexdiv.wordless.mtld": diversity(m.mtld),
}


@pytest.mark.parametrize(
    "case", [case for case in load("python-peers") if longest_key(PEERS, case["id"])], ids=lambda case: case["id"]
)
def test_numbers_of_python_tools__come_out(case):
    assert disagreements(case, PEERS[longest_key(PEERS, case["id"])](case["inputs"])) == []


def letters(text):
    return ids(text.split())


def for_documents(**columns):
    def found(i):
        texts = i["docs"] if isinstance(i["docs"], list) else list(i["docs"].values())
        out = {name: [measure(letters(text)) for text in texts] for name, measure in columns.items()}
        return {name: values if len(values) > 1 else values[0] for name, values in out.items()}

    return found


STATIC = {
    "TTR": m.ttr,
    "C": m.herdan_c,
    "R": m.guiraud,
    "CTTR": m.cttr,
    "U": m.dugast_u_log10,
    "S": m.summer_s_log10,
    "K": m.yule_k,
    "I": m.yule_i,
    "D": m.simpson_d,
    "Vm": m.herdan_vm,
    "Maas": lambda x: np.sqrt(m.maas_log10(x)),
}


def flesch_by_counts(i):
    found = {"d1": (10, 1, 10), "d2": (0, 0, 0), "d3": (4, 1, 5)}  # words, sentences, syllables as quanteda counts them
    return {"Flesch": [m.flesch_reading_ease(*found[name]) for name in i["docs"]]}


R = {
    "lexdiv-TTR": for_documents(TTR=m.ttr),
    "lexdiv-CTTR": for_documents(CTTR=m.cttr),
    "lexdiv-R": for_documents(R=m.guiraud),
    "lexdiv-C": for_documents(C=m.herdan_c),
    "lexdiv-Maas": lambda i: {"Maas_d1": STATIC["Maas"](letters(i["docs"]["d1"]))},
    "lexdiv-I": for_documents(I=m.yule_i),
    "lexdiv-single-doc": for_documents(TTR=m.ttr, C=m.herdan_c),
    "lexdiv-K-exact-1": for_documents(K=m.yule_k),
    "lexdiv-all-ten-tokens": lambda i: {name: measure(letters(i["text"])) for name, measure in STATIC.items()},
    "lexdiv-K-stjohn-spectrum": lambda i: {
        "N": 755,
        "V": 331,
        "K_formula": m.yule_k(spectrum=spectrum(i["spectrum_freq_to_types"])),
        "D_formula": m.simpson_d(spectrum=spectrum(i["spectrum_freq_to_types"])),
        "Vm_formula": m.herdan_vm(spectrum=spectrum(i["spectrum_freq_to_types"])),
    },
    "lexdiv-static-toy": lambda i: {
        f"{name} {short}": measure(letters(text)) for name, text in i["docs"].items() for short, measure in STATIC.items()
    },
    "lexdiv-MATTR": lambda i: {"MATTR": [m.mattr(letters(i["text"]), window=w) for w in i["windows"]]},
    "lexdiv-MSTTR": lambda i: {"MSTTR": [m.msttr(letters(i["text"]), segment=w) for w in i["segments"]]},
    "readab-flesch-cat": lambda i: {
        "Flesch": m.flesch_reading_ease(7, 1, 8),
        "Flesch_exact": m.flesch_reading_ease(7, 1, 8),
        "FOG": m.gunning_fog(7, 1, 0),
    },
    "readab-flesch-empty-doc": flesch_by_counts,
    "readab-coleman-liau-1975": lambda i: {name: m.coleman_liau(5370, 1000, 42) for name in ("CLI_published", "CLI_formula")},
    "nsyllable-basic": lambda i: {"n": syllables(i["tokens"]).tolist()},
    "dispersion-gries-style": lambda i: {
        "range": m.range(i["v"], i["s"]),
        "juilland_D_unequal": None,
        "carroll_D2": m.carroll_d2(i["v"], equal_parts(i["v"])),
        "rosengren_S_unequal": m.rosengren_s(i["v"], i["s"]),
        "DC": m.dc(i["v"], i["s"]),
        "DP": m.dp(i["v"], i["s"]),
        "DP_norm": m.dp_norm(i["v"], i["s"]),
        "chi2": (1 - m.lyne_d3(i["v"], i["s"])) * 60,
    },
}

# Values with a sample standard deviation, tf-idf's idf, and what a note calls wrong.
R_NOT_OURS = {
    "lgV0",
    "lgeV0",
    "K_published",
    "Herdan_identity_Vm2",
    "maxmin",
    "sd_sample",
    "vc",
    "juilland_D_equal",
    "juilland_D_unequal",
    "idf_log2",
    "quanteda_reported",
    "with_pad_for_ten",
}
R_OUT = {
    "lexdiv-MATTR-window-too-long": "a window longer than the text gives NaN here, the text's TTR there",
}


@pytest.mark.parametrize(
    "case",
    [case for case in load("r-peers") if longest_key(R, case["id"]) and case["id"] not in R_OUT],
    ids=lambda case: case["id"],
)
def test_numbers_of_r_packages__come_out(case):
    found = R[longest_key(R, case["id"])](case["inputs"])
    expected = {key: value for key, value in case["expected"].items() if key not in R_NOT_OURS}
    if case["id"] == "lexdiv-static-toy":
        expected = {f"{d} {k}": v for d, row in case["expected"].items() for k, v in row.items() if k not in R_NOT_OURS}
    assert disagreements({**case, "expected": expected, "function": ""}, found) == []


def tables(name):
    """The cases that a sibling of this file checks, as (prefixes of ids, functions)."""
    return runpy.run_path(str(pathlib.Path(__file__).with_name(f"{name}.py")))


def test_every_vendored_case__is_checked_by_one_of_these_files():
    by_function = KEYNESS.keys() | tables("test_golden_tables")["MEASURES"].keys()
    peers = tables("test_golden_peers")
    assert {case["function"] for case in load("keyness")} <= by_function
    assert {case["function"] for case in load("tables") if "source_repo" not in case} <= by_function
    for name, mine in (("python-peers", {**PEERS, **peers["PYTHON"]}), ("r-peers", {**R, **R_OUT, **peers["R"]})):
        assert [case["id"] for case in load(name) if longest_key(mine, case["id"]) is None] == []
    both = {**peers["PYTHON"], **peers["R"]}
    assert [case["id"] for case in load("tables") if "source_repo" in case and longest_key(both, case["id"]) is None] == []


def test_every_golden_case_about_measures__is_vendored_or_left_out_with_a_reason(shared):
    families = {
        "keyness": ("",),
        "python-peers": ("disp.", "adjfreq.", "es.", "sig.", "colloc.", "lexdiv.", "keyness."),
        "r-peers": (
            "keyness-",
            "lexdiv-",
            "readab-",
            "nsyllable-basic",
            "dispersion-gries",
            "colloc-",
            "tidylo-",
            "corpustools-compare",
        ),
    }
    vendored = {case["id"] for case in load("tables")}
    for name, families_of_file in families.items():
        ours = {case["id"] for case in load(name)} | vendored
        all_of_them = {case["id"] for case in json.loads((shared / "golden" / f"{name}.json").read_text("utf-8"))}
        missing = {case for case in all_of_them if case.startswith(families_of_file)} - ours
        assert {case for case in missing if longest_key(OUT, case) is None} == set()
