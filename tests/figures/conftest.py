"""Tables to draw: plausible, awkward (long, many, other scripts), one row, and none; made by hand, not by the analysis."""

import re

import numpy as np
import pytest

from newsstudy import schemas
from newsstudy.schemas.annotations import LAYERS

WORDS = [
    "the",
    "and",
    "of",
    "to",
    "in",
    "Putin",
    "Trump",
    "Russia",
    "that",
    "Ukraine",
    "with",
    "conversation",
    "Iran",
    "nuclear",
    "drone",
    "peace",
    "conflict",
    "US",
    "diplomatic",
    "strike",
    "international",
    "military",
    "relations",
    "airbases",
    "post",
    "deadline",
    "ramifications",
    "geopolitical",
    "Kremlin",
    "threats",
    "bombers",
    "region",
    "stability",
    "fire",
    "crazy",
    "leader",
    "response",
    "sentiment",
    "candidness",
    "complexities",
]
HARD = [
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "政治 新闻",
    "مرحبا",
    "שלום עולם",
    "$100 and $5",
    "a\nb\tc",
    "<b>&amp;</b>",
    "e\u0301te\u0301",
    "\u202eevil",
    "x_{i}^2",
]
SETTINGS = {
    "rule": "news-en-1",
    "vocabulary": "ab" * 32,
    "corpus": "cd" * 32,
    "n_tokens": 541,
    "n_documents": 9,
    "measure": "log_dice",
    "seed": 0,
    "missing": {"lrc_documents": "fewer than five documents on a side", "wilcoxon_p": "fewer than five documents on a side"},
}


ACTOR_SETTINGS = {
    **SETTINGS,
    "aliases": {"Putin": ["Putin", "Vladimir Putin"]},
    "capitals": {"names": 1, "nouns": 1, "nothing": 1},
    "undecided": dict.fromkeys(("Reports", "Readers", "<b>", "Ende"), 1),
    "n_sentences": 23,
    "sentence_positions": [place / 23 for place in range(23)],
}


def words(n, hard=False):
    """n different terms; with `hard`, the awkward ones first."""
    base = [*(HARD if hard else []), *WORDS]
    return [base[i] if i < len(base) else f"{base[i % len(base)]}-{i // len(base)}" for i in range(n)]


def documents(n):
    return [f"a96abf4b85a87984/p{i + 1:03d}" for i in range(n)]


def wave(n, step=0.37):
    """Numbers between 0 and 1 that jump about, the same ones each time."""
    return [(i * step * 1.618 + 0.13) % 1.0 for i in range(n)]


class Tables:
    """Each method: a table of n rows (or for n topics, documents …); hard=True takes awkward terms."""

    def frequency(self, n=280, hard=False):
        count = [max(1, int(40 / (i + 1) ** 0.8)) for i in range(n)]
        total = max(int(np.sum(count)), 1)
        return schemas.FREQUENCY.table(
            {
                "term": words(n, hard),
                "count": count,
                "per_million": [c / total * 1e6 for c in count],
                "n_documents": [min(9, c) for c in count],
                "document_share": [min(9, c) / 9 for c in count],
                "rank": range(1, n + 1),
                "log10_rank": [round(float(np.log10(i + 1)), 9) for i in range(n)],
                "log10_count": [round(float(np.log10(c)), 9) for c in count],
                "zipf_log10_count": [1.55 - 0.78 * round(float(np.log10(i + 1)), 9) for i in range(n)],
            },
            SETTINGS,
        )

    def _keyness(self, n, hard):
        verdicts = ["key", "undecided", "anti-key", "lockword", "key"]
        ratio = [8 * w - 3.5 for w in wave(n)]
        return {
            "term": words(n, hard),
            "target_count": [1 + i % 12 for i in range(n)],
            "reference_count": [i % 7 for i in range(n)],
            "target_per_million": [1000.0 * (1 + i % 12) for i in range(n)],
            "reference_per_million": [1000.0 * (i % 7) for i in range(n)],
            "target_documents": [1 + i % 9 for i in range(n)],
            "reference_documents": [i % 5 for i in range(n)],
            "log_ratio": ratio,
            "log_ratio_low": [r - 1 - w for r, w in zip(ratio, wave(n, 0.7), strict=True)],
            "log_ratio_high": [r + 0.8 + w for r, w in zip(ratio, wave(n, 0.9), strict=True)],
            "lrc_documents": [np.nan] * n,
            "wilcoxon_p": [np.nan] * n,
            "wilcoxon_q": [np.nan] * n,
            "target_dkl": wave(n, 0.2),
            "reference_dkl": wave(n, 0.3),
            "verdict": [verdicts[i % 5] for i in range(n)],
            "top100_share": wave(n, 0.5),
        }, [max(r - 1.5, 0.0) if r > 0 else min(r + 1.5, 0.0) for r in ratio]

    def keyness(self, n=60, hard=False):
        columns, lrc = self._keyness(n, hard)
        return schemas.KEYNESS.table(
            {**columns, "lrc": lrc, "g2_signed": [9 * v for v in lrc], "bic": [9 * v - 6 for v in lrc]}, SETTINGS
        )

    def keyness_one_sample(self, n=60, hard=False):
        columns, lrc = self._keyness(n, hard)
        columns |= {"reference_count": [None] * n, "reference_documents": [None] * n, "reference_dkl": [np.nan] * n}
        more = {"lrc_one_sample": lrc, "g2_one_sample_signed": [9 * v for v in lrc], "bic_one_sample": [9 * v - 6 for v in lrc]}
        return schemas.KEYNESS_ONE_SAMPLE.table(
            {**columns, **more}, {**SETTINGS, "reference": {"name": "general-english-2021", "digest": "ef" * 32}}
        )

    def calibration(self, n=9, hard=False):
        names = ["g2", "chi2", "log_ratio_interval", "lrc", "lrc_documents", "wilcoxon_p", "welch_t", "linear_interval"]
        methods = words(n, True) if hard else [*names, "bootstrap_interval", *words(n)][:n]
        share = [0.02 + 0.3 * value * value for value in wave(n)]
        return schemas.CALIBRATION.table(
            {
                "method": methods,
                "independent": [("tokens", "documents", "clusters")[i % 3] for i in range(n)],
                "level": [0.05] * n,
                "n_splits": [20] * n,
                "n_terms": [4000] * n,
                "flagged_share": share,
                "flagged_low": [max(value - 0.01 * (1 + i % 3), 0) for i, value in enumerate(share)],
                "flagged_high": [value + 0.01 * (1 + i % 3) for i, value in enumerate(share)],
                "corrected": ["Benjamini-Hochberg" if i % 4 else "" for i in range(n)],
                "any_share": [w if i % 4 else np.nan for i, w in enumerate(wave(n))],
            },
            SETTINGS,
        )

    def dispersion(self, n=60, hard=False):
        dp = wave(n)
        return schemas.DISPERSION.table(
            {
                "term": words(n, hard),
                "count": [40 - i // 2 if i < 70 else 1 for i in range(n)],
                "n_parts": [1 + i % 9 for i in range(n)],
                "range_share": [(1 + i % 9) / 9 for i in range(n)],
                "dp": dp,
                "dp_norm": dp,
                "dkl": [1 - 0.9 * v for v in dp],
                "da": [1 - v * v for v in dp],
                "juilland_d": [max(0.0, 1 - 1.1 * v) for v in dp],
                "carroll_d2": [1 - 0.8 * v for v in dp],
                "rosengren_s": [1 - 0.7 * v for v in dp],
            },
            SETTINGS,
        )

    def quotations(self, n=9, hard=False):
        names = words(n, hard) if hard else [["Trump", "Putin", "he", "Reports", None][i % 5] for i in range(n)]
        kinds = [["direct", "reported", "direct", "scare"][i % 4] for i in range(n)]
        return schemas.QUOTATIONS.table(
            {
                "document": ["a1"] * n,
                "document_number": [i % 2 for i in range(n)],
                "kind": kinds,
                "sentence": range(n),
                "last_sentence": range(n),
                "start": [(97 * i) % 3000 for i in range(n)],
                "length": [3 + (31 * i) % 200 for i in range(n)],
                "text": ["words"] * n,
                "n_words": [1 + i for i in range(n)],
                "level": [1] * n,
                "speaker": [None if kind == "scare" else name for name, kind in zip(names, kinds, strict=True)],
                "speaker_kind": ["name"] * n,
                "speaker_start": [None] * n,
                "speaker_length": [None] * n,
                "verb": ["said"] * n,
                "verb_start": [None] * n,
                "verb_length": [None] * n,
                "position": ["after"] * n,
                "marks": ["“”"] * n,
                "balanced": [True] * n,
                "n_paragraphs": [1] * n,
            },
            {**SETTINGS, "document_starts": [0, 3300, 6600], "missing": {"speaker": "no list of verbs"} if hard else {}},
        )

    def quoted_share(self, n=5, hard=False):
        return schemas.QUOTED_SHARE.table(
            {
                "speaker": [*words(n, hard)[: n - 1], None][:n],
                "speaker_kind": ["name"] * n,
                "n_quotations": [3] * n,
                "n_sentences": [2] * n,
                "n_words": [(1_000_000 if hard else 90) // (i + 1) for i in range(n)],
                "share": [0.2 / (i + 1) for i in range(n)],
                "share_low": [np.nan if hard else 0.1 / (i + 1) for i in range(n)],
                "share_high": [np.nan if hard else 0.3 / (i + 1) for i in range(n)],
                "quoted_share": [1.0 / (i + 1) for i in range(n)],
            },
            {**SETTINGS, "conf": 0.95, "n_resamples": 1000},
        )

    def hedges(self, n=9, hard=False):
        kinds = ["attribution", "possibility", "appearance", "provisional", "approximation"]
        return schemas.HEDGES.table(
            {
                "document": ["a1"] * n,
                "document_number": [i % 2 for i in range(n)],
                "kind": [words(n, hard)[i] if hard else kinds[i % 5] for i in range(n)],
                "expression": ["may"] * n,
                "sentence": range(n),
                "start": [(97 * i) % 3000 for i in range(n)],
                "length": [5] * n,
                "text": ["may"] * n,
                "quoted": [i % 3 == 0 for i in range(n)],
            },
            {**SETTINGS, "document_starts": [0, 3300, 6600], "list": "hedges-en-1"},
        )

    def hedge_rates(self, n=5, hard=False):
        return schemas.HEDGE_RATES.table(
            {
                "kind": words(n, hard),
                "count": [(1_000_000 if hard else 9) // (i + 1) for i in range(n)],
                "n_sentences": [1] * n,
                "per_thousand": [30.0 / (i + 1) for i in range(n)],
                "per_thousand_low": [15.0 / (i + 1) for i in range(n)],
                "per_thousand_high": [70.0 / (i + 1) for i in range(n)],
                "most_frequent": ["may 3"] * n,
            },
            {**SETTINGS, "conf": 0.95, "list": "hedges-en-1"},
        )

    def occurrences(self, n=9, hard=False, per=9):
        labels = (
            words(n, hard)
            if hard
            else [["Putin", "Trump", "Russia", "Ukraine", "Iran", "US", "Kremlin", "Europe", "media"][i % 9] for i in range(n)]
        )
        rows = []
        for row, label in enumerate(labels):
            for token in sorted({(37 * row + 61 * i * (1 + row % 3)) % 541 for i in range(1 + (per * (row + 1)) % 13)}):
                rows.append((label, token))
        document = [token * 9 // 541 for _, token in rows]
        return schemas.OCCURRENCES.table(
            {
                "label": [label for label, _ in rows],
                "document": [documents(9)[d] for d in document],
                "document_number": document,
                "token": [token for _, token in rows],
                "position": [token / 541 for _, token in rows],
                "sentence": [0] * len(rows),
                "start": [0] * len(rows),
                "length": [5] * len(rows),
            },
            {**SETTINGS, "document_starts": [0, 56, 126, 188, 250, 300, 360, 420, 490, 541]},
        )

    def annotations(self, n=9, hard=False):
        """n sentences, three a paragraph; marks of every layer that overlap, nest, and cross sentences."""
        layers = [*LAYERS, "war words", "own two"] if hard else ["keyword", "actor", "place", "quotation", "hedge"]
        rows, begin = [], 0
        for number in range(n):
            text = f"{' '.join(words(12, hard))}, said {words(20)[number % 20]} in round {number + 1}."
            size = len(text.encode())
            rows.append(("sentence", str(number + 1), number, begin, size, text, 0))
            places = [(place, place + 1 + place % 3) for place in range(0, 11, 2)]
            pieces = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
            for turn, (first, last) in enumerate(places):
                start, end = (len(text[:edge].encode()) for edge in (pieces[first][0], pieces[last][1]))
                layer = layers[(number + turn) % len(layers)]
                rows.append((layer, "x", number, begin + start, end - start, text, turn % 2))
            if number % 4 == 1:
                rows.append(("quotation", "x", number, begin + 5, size + 20, text, 0))
            begin += size + 1
        names = ("layer", "label", "sentence", "start", "length", "text", "depth")
        columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
        more = {
            "document": documents(1) * len(rows),
            "document_number": [0] * len(rows),
            "note": [""] * len(rows),
            "last_sentence": [row[2] for row in rows],
            "paragraph": [row[2] // 3 for row in rows],
        }
        return schemas.ANNOTATIONS.table({**columns, **more}, {**SETTINGS, "layers": layers})

    def collocations(self, n=30, hard=False, node="Trump"):
        score = sorted((14 * w for w in wave(n)), reverse=True)
        return schemas.COLLOCATIONS.table(
            {
                "node": [node] * n,
                "collocate": words(n, hard),
                "pair_count": [2 + i % 9 for i in range(n)],
                "pair_count_left": [(2 + i % 9) * (i % 3) // 2 for i in range(n)],
                "node_count": [12] * n,
                "collocate_count": [5 + i % 30 for i in range(n)],
                "expected": [0.4 + i % 3 for i in range(n)],
                "score": score,
                "log_dice": score,
                "npmi": wave(n),
                "g2_signed": [4 * s for s in score],
                "pair_documents": [1 + i % 4 for i in range(n)],
                "one_document": [i % 4 == 0 for i in range(n)],
            },
            SETTINGS,
        )

    def collocation_network(self, n=24, hard=False):
        terms = words(n, hard)
        x, y = wave(n, 0.37), wave(n, 0.53)
        edges = sorted({(min(a, b), max(a, b)) for i in range(n) for a, b in ((i, (i * 5 + 3) % n), (i, (i + 1) % n)) if a != b})
        rows = [("node", terms[i], None, 2 + 30 // (i + 1), np.nan, x[i], y[i], np.nan, np.nan) for i in range(n)]
        rows += [("edge", terms[a], terms[b], 2 + (a + b) % 5, 7 + (a * b) % 6, x[a], y[a], x[b], y[b]) for a, b in edges]
        names = schemas.COLLOCATION_NETWORK.names
        return schemas.COLLOCATION_NETWORK.table({name: [row[i] for row in rows] for i, name in enumerate(names)}, SETTINGS)

    def actor_mentions(self, n=9, hard=False):
        names = words(n, hard)
        rows = []
        for row, name in enumerate(names):
            places = sorted({(37 * row + 61 * i * (1 + row % 3)) % 541 for i in range(1 + row % 7)})
            rows += [(token, name, ("name", "alias", "pronoun")[(row + i) % 3]) for i, token in enumerate(places)]
        rows.sort()
        columns = {
            "document": ["a"] * len(rows),
            "document_number": [0] * len(rows),
            "sentence": [token // 24 for token, _, _ in rows],
            "start": [6 * token for token, _, _ in rows],
            "length": [5] * len(rows),
            "text": [name for _, name, _ in rows],
            "actor": [name for _, name, _ in rows],
            "kind": [("place" if len(name) % 2 else "unknown") for _, name, _ in rows],
            "form": [name for _, name, _ in rows],
            "how": [how for _, _, how in rows],
            "position": [token / 541 for token, _, _ in rows],
        }
        return schemas.ACTOR_MENTIONS.table(columns, ACTOR_SETTINGS)

    def actors(self, n=9, hard=False):
        by_name, by_alias, by_pronoun = ([(20 * v) // (i + k) for i, v in enumerate(wave(n))] for k in (1, 2, 3))
        sentences = [min(int(a + b + c), 23) for a, b, c in zip(by_name, by_alias, by_pronoun, strict=True)]
        columns = {
            "actor": words(n, hard),
            "kind": ["place" if i % 3 == 1 else "unknown" for i in range(n)],
            "mentions": [a + b + c for a, b, c in zip(by_name, by_alias, by_pronoun, strict=True)],
            "by_name": by_name,
            "by_alias": by_alias,
            "by_pronoun": by_pronoun,
            "n_documents": [1] * n,
            "n_sentences": sentences,
            "sentence_share": [s / 23 for s in sentences],
            "sentence_low": [0.6 * s / 23 for s in sentences],
            "sentence_high": [min(1.0, 0.15 + s / 23) for s in sentences],
            "first_document": ["a"] * n,
            "first_sentence": [0] * n,
            "last_document": ["a"] * n,
            "last_sentence": [22] * n,
            "first_position": [0.0] * n,
            "last_position": [0.9] * n,
        }
        return schemas.ACTORS.table(columns, ACTOR_SETTINGS)

    def comentions(self, n=9, hard=False):
        names = words(n, hard)
        pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
        observed = [(3 * a + 5 * b) % 7 for a, b in pairs]
        columns = {
            "actor": [names[a] for a, _ in pairs],
            "other": [names[b] for _, b in pairs],
            "actor_sentences": [9 + a for a, _ in pairs],
            "other_sentences": [9 + b for _, b in pairs],
            "observed": observed,
            "expected": [2.2] * len(pairs),
            "expected_low": [0.0] * len(pairs),
            "expected_high": [5.0] * len(pairs),
            "expected_independent": [2.5] * len(pairs),
            "jaccard": [count / 20 for count in observed],
            "jaccard_low": [0.0] * len(pairs),
            "jaccard_high": [0.9] * len(pairs),
            "permutation_p": [-2.5 if count == 6 else -0.3 for count in observed],
            "permutation_q": [-1.9 if count == 6 else np.nan if count == 1 else -0.1 for count in observed],
        }
        return schemas.COMENTIONS.table(columns, {**ACTOR_SETTINGS, "n_permutations": 1999, "n_actors": n})

    def comention_network(self, n=12, hard=False):
        names = words(n, hard)
        x, y = wave(n, 0.37), wave(n, 0.53)
        edges = sorted({(min(a, b), max(a, b)) for i in range(n) for a, b in ((i, (i * 5 + 3) % n), (i, (i + 1) % n)) if a != b})
        nan = np.nan
        rows = [("actor", names[i], None, 2 + 30 // (i + 1), nan, nan, x[i], y[i], nan, nan) for i in range(n)]
        rows += [
            ("pair", names[a], names[b], 1 + (a + b) % 5, 2.0, -2.0 if (a + b) % 5 > 3 else -0.2, x[a], y[a], x[b], y[b])
            for a, b in edges
        ]
        columns = schemas.COMENTION_NETWORK.names
        return schemas.COMENTION_NETWORK.table({name: [row[i] for row in rows] for i, name in enumerate(columns)}, ACTOR_SETTINGS)

    def kwic(self, n=14, hard=False):
        left = [
            "In addition to matters concerning Ukraine, the discussion broadened to include Iran, a nation at the",
            "would not",
            "In a recent exchange, former US President Donald",
        ]
        right = [
            "noted that Putin expressed a strong sentiment during their discussion, indicating that Russia will have",
            ", had set a",
            "warned followers.",
        ]
        node = words(n, True) if hard else ["Trump", "Trump’s", "Donald Trump"]
        return schemas.KWIC.table(
            {
                "document": [documents(9)[i % 9] for i in range(n)],
                "token": range(n),
                "sentence": [i % 3 for i in range(n)],
                "left": [left[i % 3] for i in range(n)],
                "node": [node[i % len(node)] for i in range(n)],
                "right": [right[i % 3] for i in range(n)],
                "start": range(n),
                "length": [5] * n,
            },
            {**SETTINGS, "pattern": "Trump", "window": 7},
        )

    def extract_keywords(self, n=9, hard=False, per=8):
        terms = words(50, hard)
        rows = [(d, r, terms[(d * 3 + r * (1 + d % 2)) % 50]) for d in range(n) for r in range(per)]
        return schemas.EXTRACT_KEYWORDS.table(
            {
                "document": [documents(n)[d] for d, _, _ in rows],
                "document_number": [d for d, _, _ in rows],
                "term": [term for _, _, term in rows],
                "rank": [r + 1 for _, r, _ in rows],
                "count": [1 + (d + r) % 4 for d, r, _ in rows],
                "score": [3.2 / (r + 1) + 0.1 * (d % 3) for d, r, _ in rows],
            },
            {**SETTINGS, "method": "tf_idf"},
        )

    def profile(self, n=9, hard=False):
        a, b, c = wave(n), wave(n, 0.7), wave(n, 0.9)
        empty = [np.nan] * n
        return schemas.PROFILE.table(
            {
                "document": words(n, True) if hard else documents(n),
                "n_tokens": [int(40 + 50 * v) for v in a],
                "n_types": [int(30 + 30 * v) for v in a],
                "ttr": [0.6 + 0.3 * v for v in b],
                "mattr": empty if hard else [0.7 + 0.2 * v for v in b],
                "mtld": [60 + 90 * v for v in b],
                "hdd": empty if hard else [0.7 + 0.2 * v for v in b],
                "yule_k": [60 + 90 * v for v in b],
                "n_sentences": [2 + i % 2 for i in range(n)],
                "mean_sentence_length": [17 + 14 * v for v in c],
                "mean_word_length": [5 + v for v in c],
                "flesch_reading_ease": empty if hard else [15 + 30 * v for v in a],
                "flesch_kincaid_grade": [11 + 7 * v for v in a],
                "lix": [50 + 20 * v for v in a],
            },
            SETTINGS,
        )

    def diversity(self, n=9, hard=False):
        a, b = wave(n), wave(n, 0.7)
        return schemas.DIVERSITY.table(
            {
                "document": words(n, True) if hard else documents(n),
                "n_tokens": [int(400 + 5000 * v) for v in a],
                "n_types": [int(300 + 900 * v) for v in a],
                "ttr": [0.6 + 0.3 * v for v in b],
                "mattr": [np.nan if hard and i % 3 else 0.7 + 0.2 * v for i, v in enumerate(b)],
                "mtld": [60 + 90 * v for v in b],
                "hdd": [0.7 + 0.2 * v for v in b],
                "yule_k": [60 + 90 * v for v in b],
            },
            {**SETTINGS, "window": 50, "draws": 42, "threshold": 0.72, "missing": {}},
        )

    def readability(self, n=9, hard=False):
        a, c = wave(n), wave(n, 0.9)
        flesch = [np.nan if hard else 15 + 50 * v for v in a]
        return schemas.READABILITY.table(
            {
                "document": words(n, True) if hard else documents(n),
                "language": [None if hard else "en"] * n,
                "n_words": [int(400 + 5000 * v) for v in a],
                "n_sentences": [2 + i % 2 for i in range(n)],
                "mean_sentence_length": [17 + 14 * v for v in c],
                "mean_word_length": [5 + v for v in c],
                "mean_syllables": [1.4 + v for v in c],
                "flesch_reading_ease": flesch,
                "flesch_kincaid_grade": flesch,
                "lix": [50 + 20 * v for v in a],
                "rix": [5 + 2 * v for v in a],
            },
            {**SETTINGS, "missing": {"flesch_reading_ease": "made for the language English"} if hard else {}},
        )

    def topic_terms(self, n=5, hard=False, per=10):
        terms = words(n * per, hard)
        rows = [(t, r, terms[(t * per + r) % len(terms)]) for t in range(n) for r in range(per)]
        return schemas.TOPIC_TERMS.table(
            {
                "topic": [t for t, _, _ in rows],
                "name": [HARD[t % len(HARD)] if hard else "" for t, _, _ in rows],
                "rank": [r + 1 for _, r, _ in rows],
                "term": [term for _, _, term in rows],
                "probability": [0.11 / (1 + 0.3 * r) for _, r, _ in rows],
                "share": [((t * 7 + r * 3) % 10 + 1) / 10 for t, r, _ in rows],
                **{name: [1.0 / (1 + r) for _, r, _ in rows] for name in ("relevance", "frex", "lift", "c_tf_idf", "score")},
            },
            {**SETTINGS, "n_components": n, "model": "LDA"},
        )

    def document_topics(self, n=9, hard=False, topics=5):
        rows = [(d, t) for d in range(n) for t in range(topics)]
        weight = np.array([[1 + 9 * w for w in wave(topics, 0.2 + 0.07 * d)] for d in range(n)]).reshape(n, topics)
        names = words(n, True) if hard else documents(n)
        return schemas.DOCUMENT_TOPICS.table(
            {
                "document": [names[d] for d, _ in rows],
                "document_number": [d for d, _ in rows],
                "topic": [t for _, t in rows],
                "name": [HARD[t % len(HARD)] if hard else "" for _, t in rows],
                "share": [float(weight[d, t] ** 2 / (weight[d] ** 2).sum()) for d, t in rows],
                "n_tokens": [0 if d == 4 else 40 + d for d, _ in rows],
            },
            SETTINGS,
        )

    def topic_labels(self, n=5, hard=False):
        rows = [(t, r, words(n * 3, hard)[t * 3 + r]) for t in range(n) for r in range(3)]
        return schemas.TOPIC_LABELS.table(
            {
                "topic": [t for t, _, _ in rows],
                "name": [HARD[t % len(HARD)] if hard else "" for t, _, _ in rows],
                "rank": [r + 1 for _, r, _ in rows],
                "label": [f"{label} of the {label}" if r == 1 else label for _, r, label in rows],
                "n_words": [4 if r == 1 else 1 for _, r, _ in rows],
                "relevance": [1.3 / (1 + r) + 0.02 * t for t, r, _ in rows],
                "count": [40 - 9 * r for _, r, _ in rows],
                "n_documents": [9 - r for _, r, _ in rows],
                "topic_count": [20.5 / (1 + r) for _, r, _ in rows],
                "share": [((t * 7 + r * 3) % 10 + 1) / 10 for t, r, _ in rows],
            },
            SETTINGS,
        )

    def topic_passages(self, n=4, hard=False):
        rows = [(t, r) for t in range(n) for r in range(2)]
        texts = words(40, hard)
        return schemas.TOPIC_PASSAGES.table(
            {
                "topic": [t for t, _ in rows],
                "name": [HARD[t % len(HARD)] if hard else "" for t, _ in rows],
                "rank": [r + 1 for _, r in rows],
                "passage": [f"{HARD[0] if hard else 'a96abf4b85a87984'}/p{t:03d}" for t, _ in rows],
                "document": ["a96abf4b85a87984" for _ in rows],
                "share": [0.98 - 0.07 * r - 0.01 * t for t, r in rows],
                "n_tokens": [40 + t for t, _ in rows],
                "excerpt": [" ".join(texts[(t * 3 + r) % 7 :] * (1 + r)) if r else "Snow fell." for t, r in rows],
            },
            SETTINGS,
        )

    def _terms(self, n, hard):
        return [" ".join(words(n + 4, hard)[t : t + 5]) for t in range(n)]

    def topic_correlation(self, n=6, hard=False):
        terms = self._terms(n, hard)
        pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
        value = [1.6 * w - 0.8 for w in wave(len(pairs))]
        return schemas.TOPIC_CORRELATION.table(
            {
                "topic": [a for a, _ in pairs],
                "other_topic": [b for _, b in pairs],
                "top_terms": [terms[a] for a, _ in pairs],
                "other_top_terms": [terms[b] for _, b in pairs],
                "correlation": value,
                "correlation_low": [v - 0.15 for v in value],
                "correlation_high": [v + 0.15 for v in value],
                "n_both": range(len(pairs)),
                "expected_both": [12.5] * len(pairs),
                "co_occurrence": [v * 2 for v in value[::-1]],
            },
            {**SETTINGS, "unrelated": -0.2, "threshold": 0.1},
        )

    def effect(self, n=8, hard=False, groups=3):
        terms = self._terms(n, hard)
        rows = [(t, g) for t in range(n) for g in range(groups)]
        value = [0.2 * w - 0.1 for w in wave(len(rows))]
        return schemas.EFFECT.table(
            {
                "topic": [t for t, _ in rows],
                "name": [HARD[t % len(HARD)] if hard else "" for t, _ in rows],
                "top_terms": [terms[t] for t, _ in rows],
                "group": [HARD[g] if hard else ("Guardian", "Times", "Mail")[g] for _, g in rows],
                "n_documents": [120 + g for _, g in rows],
                "n_clusters": [120 + g for _, g in rows],
                "share": [0.1 + v for v in value],
                "share_low": [0.05 + v for v in value],
                "share_high": [0.15 + v for v in value],
                "rest_share": [0.1] * len(rows),
                "difference": value,
                "difference_low": [np.nan if i == 4 else v - 0.04 for i, v in enumerate(value)],
                "difference_high": [np.nan if i == 4 else v + 0.04 for i, v in enumerate(value)],
                "difference_p": [-60 * abs(v) for v in value],
                "difference_q": [-50 * abs(v) for v in value],
            },
            {**SETTINGS, "by": "source"},
        )

    def topics_over_time(self, n=5, hard=False, periods=30):
        terms = self._terms(n, hard)
        rows = [(t, p) for t in range(n) for p in range(periods)]
        share = [np.nan if p in (7, 8) else 0.05 + 0.1 * w for (t, p), w in zip(rows, wave(len(rows)), strict=True)]
        return schemas.TOPICS_OVER_TIME.table(
            {
                "topic": [t for t, _ in rows],
                "name": [HARD[t % len(HARD)] if hard else "" for t, _ in rows],
                "top_terms": [terms[t] for t, _ in rows],
                "period": [f"{2019 + p // 12}-{p % 12 + 1:02}" for _, p in rows],
                "period_from": [f"{2019 + p // 12}-{p % 12 + 1:02}-01" for _, p in rows],
                "period_to": [f"{2019 + p // 12}-{p % 12 + 1:02}-28" for _, p in rows],
                "share": share,
                "share_low": [np.nan if p == 12 else s * 0.7 for (_, p), s in zip(rows, share, strict=True)],
                "share_high": [np.nan if p == 12 else s * 1.4 for (_, p), s in zip(rows, share, strict=True)],
                "n_documents": [0 if p in (7, 8) else 20 + p % 9 for _, p in rows],
                "n_tokens": [0 if p in (7, 8) else 20000 + p for _, p in rows],
            },
            {**SETTINGS, "by": "month"},
        )

    def compare_topics(self, n=6, hard=False):
        other = n + 2 if n else 0
        terms = self._terms(max(n, other), hard)
        pairs = [(a, b) for a in range(n) for b in range(other)]
        return schemas.COMPARE_TOPICS.table(
            {
                "topic": [a for a, _ in pairs],
                "other_topic": [b for _, b in pairs],
                "top_terms": [terms[a] for a, _ in pairs],
                "other_top_terms": [terms[b] for _, b in pairs],
                "jaccard": [0.5 if a == b else 0.0 for a, b in pairs],
                "divergence": [
                    0.1 if b == (a + 1) % other else 0.5 + 0.5 * w for (a, b), w in zip(pairs, wave(len(pairs)), strict=True)
                ],
                "matched": [b == (a + 1) % other and a != 2 for a, b in pairs],
                "shared_mass": [1.0] * len(pairs),
                "other_shared_mass": [0.9] * len(pairs),
            },
            SETTINGS,
        )

    def stability(self, n=5, hard=False, level=0.55, kinds=("seeds",), chance=False):
        s = [min(1.0, level + 0.35 * (w - 0.5) - 0.1 * i) for i, _ in enumerate(kinds) for w in wave(n)]
        terms = [" ".join(words(10 * n, hard)[10 * i : 10 * i + 10]) for i in range(n)]
        more = {"baseline": 0.3, "baseline_min": 0.2, "baseline_max": 0.42} if chance else {}
        schema = schemas.STABILITY.with_columns(schemas.STABILITY_MORE) if chance else schemas.STABILITY
        return schema.table(
            {
                "topic": [*range(n)] * len(kinds),
                "over": [kind for kind in kinds for _ in range(n)],
                "top_terms": terms * len(kinds),
                "stability": s,
                "stability_low": [np.nan if hard and i == 0 else max(0.0, v - 0.05) for i, v in enumerate(s)],
                "stability_high": [np.nan if hard and i == 0 else min(1.0, v + 0.04) for i, v in enumerate(s)],
                "stability_min": [max(0.0, v - 0.15) for v in s],
                "stability_max": [min(1.0, v + 0.12) for v in s],
                "n_runs": [9] * len(s),
                **{name: [value] * len(s) for name, value in more.items()},
            },
            {**SETTINGS, "n_seeds": 10},
        )

    def coherence(self, n=5, hard=False):
        values = [0.6 * (w - 0.35) for w in wave(n)]
        gone = hard and n > 2  # a topic without a value, and one without an interval
        if gone:
            values[1] = float("-inf")
        return schemas.COHERENCE.table(
            {
                "topic": range(n),
                "top_terms": [" ".join(words(10 * n, hard)[10 * i : 10 * i + 10]) for i in range(n)],
                "coherence": values,
                "coherence_low": [float("nan") if gone and i < 3 else v - 0.06 for i, v in enumerate(values)],
                "coherence_high": [float("nan") if gone and i < 3 else v + 0.04 for i, v in enumerate(values)],
                "n_terms": [10] * n,
                "n_missing": [0] * n,
                "n_pairs": [45] * n,
                "n_never": [3] * n,
            },
            {**SETTINGS, "measure": "npmi", "window": 10, "n_resamples": 200, "smoothing": 1e-12},
        )

    def exclusivity(self, n=5, hard=False):
        return schemas.EXCLUSIVITY.table(
            {
                "topic": range(n),
                "top_terms": [" ".join(words(10 * n, hard)[10 * i : 10 * i + 10]) for i in range(n)],
                "exclusivity": [9.0 * w if hard else w for w in wave(n)],
                "n_terms": [10] * n,
            },
            {**SETTINGS, "measure": "frex" if hard else "share", "n": 10},
        )

    def topic_diversity(self, n=5, hard=False):
        return schemas.TOPIC_DIVERSITY.table(
            {
                "topic": range(n),
                "top_terms": [" ".join(words(10 * n, hard)[10 * i : 10 * i + 10]) for i in range(n)],
                "diversity": wave(n),
                "jaccard": [0.1] * n,
                "rbo": [0.1] * n,
                "nearest": [None] * n,
                "nearest_jaccard": [float("nan")] * n,
            },
            {**SETTINGS, "n": 10, "diversity": 0.5},
        )

    def choose_k(self, n=5, hard=False, level=0.5, seeds=5, known=True):
        rows = [(2 + 2 * i, seed) for i in range(n) for seed in range(seeds)]
        w = wave(len(rows))
        fit = [(300 - 9 * k + 5 * v) * (1000 if hard else 1) for (k, _), v in zip(rows, w, strict=True)]
        return schemas.CHOOSE_K.table(
            {
                "k": [k for k, _ in rows],
                "seed": [s for _, s in rows],
                "n_iter": [100] * len(rows),
                "converged": [True] * len(rows),
                "held_out_fit": [1.3 * v if known else np.nan for v in fit],
                "fit": fit,
                "coherence": [0.02 * k - 0.15 + 0.1 * v if known else np.nan for (k, _), v in zip(rows, w, strict=True)],
                "stability": [level - 0.02 * k + 0.1 * v for (k, _), v in zip(rows, w, strict=True)],
                "exclusivity": [0.5 + 0.01 * k + 0.05 * v for (k, _), v in zip(rows, w, strict=True)],
                "diversity": [0.8 - 0.02 * k + 0.05 * v for (k, _), v in zip(rows, w, strict=True)],
            },
            {**SETTINGS, "fit": "perplexity", **({} if known else {"missing": {"coherence": "no tokens given"}})},
        )

    def trends(self, n=4, hard=False, periods=30):
        labels = [f"{2018 + i // 12}-{1 + i % 12:02}" for i in range(periods)]
        if hard:
            labels = [f"{label} of a very long edition" for label in labels]
        rows = [(term, i) for term in words(n, hard) for i in range(periods)]
        tokens = [0 if i % 11 == 7 else 20_000 + 9_000 * (i % 5) for _, i in rows]
        rate = [
            np.nan if t == 0 else 1e6 * w * (0.001 if i < 12 else 0.003)
            for (_, i), t, w in zip(rows, tokens, wave(len(rows)), strict=True)
        ]
        few = [np.nan] * len(rows)
        return schemas.TRENDS.table(
            {
                "term": [term for term, _ in rows],
                "period": [labels[i] for _, i in rows],
                "period_from": [None if hard else f"{labels[i]}-01" for _, i in rows],
                "period_to": [None if hard else f"{labels[i]}-28" for _, i in rows],
                "count": [0 if t == 0 else int(r * t / 1e6) for r, t in zip(rate, tokens, strict=True)],
                "n_documents": [5] * len(rows),
                "period_tokens": tokens,
                "period_documents": [9] * len(rows),
                "per_million": rate,
                "token_low": [0.9 * r for r in rate],
                "token_high": [1.1 * r + 20 for r in rate],
                "document_low": few if hard else [0.6 * r for r in rate],
                "document_high": few if hard else [1.6 * r + 60 for r in rate],
                "band": [None if hard or t == 0 else "pooled" for t in tokens],
                "dispersion": few if hard else [2.5] * len(rows),
            },
            {**SETTINGS, "by": "month", "n_periods": periods, "conf": 0.95},
        )

    def change_points(self, n=4, hard=False):
        terms = words(n, hard)
        return schemas.CHANGE_POINTS.table(
            {
                "term": terms,
                "period": ["2019-01"] * n,
                "period_low": ["2018-11"] * n,
                "period_high": ["2019-03"] * n,
                "per_million_before": [500.0] * n,
                "per_million_after": [1500.0] * n,
                "log_ratio": [1.6] * n,
                "log_ratio_low": [1.1] * n,
                "log_ratio_high": [2.1] * n,
                "n_periods_before": [12] * n,
                "n_periods_after": [18] * n,
                "evidence": [40.0] * n,
                "dispersion": [2.5] * n,
            },
            SETTINGS,
        )

    def bursts(self, n=4, hard=False):
        terms = [term for term in words(n, hard) for _ in range(2)]
        return schemas.BURSTS.table(
            {
                "term": terms,
                "level": [1, 2] * n,
                "first_period": ["2019-02", "2019-03"] * n,
                "last_period": ["2019-06", "2019-04"] * n,
                "n_periods": [5, 2] * n,
                "n_documents": [20, 9] * n,
                "period_documents": [30, 10] * n,
                "burst_share": [0.6, 0.9] * n,
                "usual_share": [0.2, 0.2] * n,
                "weight": [12.0, 4.0] * n,
            },
            SETTINGS,
        )

    def shift(self, n=60, hard=False):
        size = [3.0 / (i + 1.5) * (0.6 + 0.4 * w) / 100 for i, w in enumerate(wave(n))]
        signed = [s if w < 0.6 else -s for s, w in zip(size, wave(n, 0.71), strict=True)]
        total = float(np.sum(size)) or 1.0
        return schemas.SHIFT.table(
            {
                "term": words(n, hard),
                "target_count": [(10_000_000 if hard else 1000) // (i + 1) for i in range(n)],
                "reference_count": [(999_999 if hard else 700) // (2 * i + 1) for i in range(n)],
                "target_per_million": [1e5 / (i + 1) for i in range(n)],
                "reference_per_million": [1e5 / (2 * i + 1) for i in range(n)],
                "target_documents": [9] * n,
                "reference_documents": [8] * n,
                "target_rank": [i + 1.0 for i in range(n)],
                "reference_rank": [n - i + 0.0 for i in range(n)],
                "direction": ["target" if s > 0 else "reference" for s in signed],
                "contribution": signed,
                "contribution_low": [np.nan if hard else s - 0.002 for s in signed],
                "contribution_high": [np.nan if hard else s + 0.002 for s in signed],
                "contribution_share": [s / total for s in size],
                "cumulative_share": np.cumsum(size) / total,
                "rank": range(1, n + 1),
            },
            {
                **SETTINGS,
                "measure": "jsd",
                "reference": "the rest",
                "n_target_tokens": 541_000_000 if hard else 541,
                "n_reference_tokens": 1234,
                "total": total,
                "towards_target": float(np.sum([s for s in signed if s > 0])),
                "towards_reference": float(np.sum([s for s in signed if s < 0])),
            },
        )

    def boilerplate(self, n=4, hard=False):
        names = [HARD[i % len(HARD)] if hard else "a96abf4b85a87984" for i in range(n)]
        kinds = ["app", "newsletter", "social_media", "rights"]
        cues = "Stay updated | " + " | ".join(HARD) if hard else "Stay updated | app"
        return schemas.BOILERPLATE.table(
            {
                "document": names,
                "sentence": [21 + i for i in range(n)],
                "start": [3568 + 90 * i for i in range(n)],
                "length": [80] * n,
                "text": [" ".join(HARD) if hard else "Stay updated with our app."] * n,
                "position": [0.1 + 0.8 * w for w in wave(n)],
                "unit": ["paragraph"] * n,
                "kind": [kinds[i % 4] for i in range(n)],
                "reason": ["promotes an app"] * n,
                "cues": [cues] * n,
                "n_sentences": [2] * n,
                "n_cue_sentences": [1] * n,
                "n_words": [50] * n,
                "word_share": [0.05] * n,
            },
            {**SETTINGS, "list": "boilerplate-1", "min_share": 0.5},
        )

    def method_keywords(self, n=14, hard=False):
        methods = ["specificity", "rake", "textrank", "singlerank", "positionrank", "yake"]
        ranks = [None if i % 5 == 4 else 1 + i * 37 % (1500 if hard else 200) for i in range(6 * n)]
        return schemas.METHOD_KEYWORDS.table(
            {
                "term": np.repeat(words(n, hard), 6),
                "method": methods * n,
                "rank": ranks,
                "rank_low": [None if i == 3 else 1 + i % 9 for i in range(6 * n)],
                "rank_high": [None if i == 3 else 100 + i % 99 for i in range(6 * n)],
                "phrase": [""] * 6 * n,
                "n_methods": [3] * 6 * n,
            },
            {**SETTINGS, "n": 10, "missing": {} if n else {"rake": "candidates end at function words; give stop_words=[…]"}},
        )

    def method_agreement(self, n=21, hard=False):
        methods = [*["specificity", "rake", "textrank", "singlerank", "positionrank", "yake"], *(words(n, hard) if hard else [])]
        names = [(one, other) for i, one in enumerate(methods) for other in methods[i:]][:n]
        return schemas.METHOD_AGREEMENT.table(
            {
                "method": [one for one, _ in names],
                "other": [other for _, other in names],
                "depth": [20] * n,
                "shared": [None if one == other else 7 for one, other in names],
                "rbo": wave(n),
                "rbo_low": [np.nan if i == 1 else max(w - 0.2, 0.0) for i, w in enumerate(wave(n))],
                "rbo_high": [np.nan if i == 1 else min(w + 0.3, 1.0) for i, w in enumerate(wave(n))],
                "rbo_chance": [0.15] * n,
                "tau": wave(n),
                "tau_low": [-0.5] * n,
                "tau_high": [0.9] * n,
            },
            {**SETTINGS, "n": 20, "missing": {} if n else {"rake": "candidates end at function words; give stop_words=[…]"}},
        )

    def compare_articles(self, n=48, hard=False):
        ratio = [8 * w - 4 for w in wave(n)]
        return schemas.COMPARE_ARTICLES.table(
            {
                "term": words(n, hard),
                "where": [("both", "first", "second")[i % 3] for i in range(n)],
                "first_count": [0 if i % 3 == 2 else 1 + i % 12 for i in range(n)],
                "second_count": [0 if i % 3 == 1 else 1 + i % (900 if hard else 7) for i in range(n)],
                "first_per_thousand": [9.0] * n,
                "second_per_thousand": [9.0] * n,
                "first_sentences": [1] * n,
                "second_sentences": [1] * n,
                "log_ratio": ratio,
                "log_ratio_low": [np.nan if i == 3 else x - 1.5 for i, x in enumerate(ratio)],
                "log_ratio_high": [np.nan if i == 3 else x + 1.5 for i, x in enumerate(ratio)],
                "verdict": [("cannot tell", "more in first", "more in second", "cannot tell", "alike")[i % 5] for i in range(n)],
            },
            {
                **SETTINGS,
                "names": ["Donaudampfschifffahrtsgesellschaftszeitung am Morgen" * 2, "صحيفة"] if hard else ["Gazette", "Herald"],
                "shared_when_shuffled": [6, 30],
                "missing": {} if n else {"where": "the second article has no words"},
            },
        )

    def aligned_sentences(self, n=6, hard=False):
        texts = [
            *(HARD if hard else []),
            "The coast guard said that",
            "the ferry",
            "had been pushed off its course by strong winds,",
        ]
        runs = [(pair, side, run) for pair in range(n) for side in ("first", "second") for run in range(2 + pair % 9)]
        return schemas.ALIGNED_SENTENCES.table(
            {
                "pair": [pair for pair, _, _ in runs],
                "similarity": [0.9 - 0.03 * pair for pair, _, _ in runs],
                "p": [0.01] * len(runs),
                "article": [side for _, side, _ in runs],
                "document": ["a96abf4b85a87984"] * len(runs),
                "sentence": [pair for pair, _, _ in runs],
                "start": [0] * len(runs),
                "length": [9] * len(runs),
                "text": [texts[(pair + 2 * run + len(side)) % len(texts)] for pair, side, run in runs],
                "kind": [("same", "own")[run % 2] for _, _, run in runs],
            },
            {**SETTINGS, "missing": {} if n else {"pair": "the first article has no words"}},
        )

    def words_needed(self, n=13, hard=False):
        needed = [1.5 + 5 * w for w in wave(n)]
        terms = ["", *words(max(n - 1, 0), hard)][:n]
        return schemas.WORDS_NEEDED.table(
            {
                "what": ["rate" if term else "sentence length" for term in terms],
                "term": terms,
                "count": [7] * n,
                "estimate": [1000 * w if hard else 12.4 for w in wave(n)],
                "low": [0.0] * n,
                "high": [1000.0 if hard else 20.0] * n,
                "half_width": [0.7] * n,
                "half_width_quarter": [1.4] * n,
                "half_width_half": [1.0] * n,
                "enough": [x < 2.7 for x in needed],
                "words_needed": [None if i == 3 else 3000 for i in range(n)],
                "words_needed_low": [None if i == 3 else 1000 for i in range(n)],
                "words_needed_high": [None if i in (3, 5) else 9000 for i in range(n)],
                "words_for_twice": [None if i == 0 else 1500 for i in range(n)],
                "log10_words_needed": [np.nan if i == 3 else x for i, x in enumerate(needed)],
                "log10_words_needed_low": [np.nan if i == 3 else x - 0.4 for i, x in enumerate(needed)],
                "log10_words_needed_high": [np.nan if i in (3, 5) else x + 0.5 for i, x in enumerate(needed)],
            },
            {
                **SETTINGS,
                "within": 0.25,
                "log10_n_tokens": 2.75,
                "missing": {} if n else {"words_needed": "the text has 1 sentence, too few to say how much they vary"},
            },
        )

    def shuffled_baseline(self, n=17, hard=False):
        kinds, terms = ["sentences", "words"], words(n, hard)
        low = [0.8 * w for w in wave(2 * n)]
        return schemas.SHUFFLED_BASELINE.table(
            {
                "what": ["dispersion"] * 2 * n,
                "by": np.repeat(kinds, n),
                "item": terms * 2,
                "count": [7] * 2 * n,
                "observed": wave(n, 0.71) * 2,
                "shuffled": [value + 0.1 for value in low],
                "shuffled_low": low,
                "shuffled_high": [value + 0.2 for value in low],
                "p": [round(w, 3) for w in wave(2 * n, 0.23)],
                "as_extreme": range(1, 2 * n + 1),
                "as_extreme_shuffled": [0.5] * 2 * n,
                "chance_share": [0.5] * 2 * n,
            },
            {
                **SETTINGS,
                "what": "dispersion",
                "found": dict.fromkeys(kinds, "3 of 17 have p ≤ 0.05, and 0.8 in a shuffled text"),
                "missing": {} if n else dict.fromkeys(kinds, "the text has 1 part; dispersion needs more of them"),
            },
        )

    def new_words(self, n=200, hard=False):
        types = [round((i + 1) ** 0.9) for i in range(n)]
        return schemas.NEW_WORDS.table(
            {
                "document": [HARD[0] if hard else "a96abf4b85a87984"] * n,
                "sentence": [i // 20 for i in range(n)],
                "start": [6 * i for i in range(n)],
                "length": [5] * n,
                "term": words(n, hard),
                "word": range(1, n + 1),
                "is_new": [True] * n,
                "types": types,
                "expected": [1.1 * t for t in types],
                "expected_low": [t * 1.05 for t in types],
                "expected_high": [t * 1.15 for t in types],
                "outer_low": [t * 1.0 for t in types],
                "outer_high": [t * 1.2 for t in types],
            },
            {**SETTINGS, "n_resamples": 499},
        )

    def sentence_similarity(self, n=12, hard=False):
        pairs = [(a, b) for b in range(n + 1) for a in range(b)] if n else []
        w = wave(len(pairs))
        return schemas.SENTENCE_SIMILARITY.table(
            {
                "document": [HARD[0] if hard else "a96abf4b85a87984"] * len(pairs),
                "sentence": [a for a, _ in pairs],
                "start": [90 * a for a, _ in pairs],
                "length": [80] * len(pairs),
                "other_sentence": [b for _, b in pairs],
                "other_start": [90 * b for _, b in pairs],
                "other_length": [80] * len(pairs),
                "similarity": [0.4 * v for v in w],
                "n_shared": [3] * len(pairs),
                "expected": [np.nan if hard else 0.05] * len(pairs),
                "shuffle_p": [np.nan if hard else -3 * v for v in w],
                "shuffle_q": [np.nan if hard else -1.5 * v for v in w],
            },
            {**SETTINGS, "by": "terms", "n_resamples": 999},
        )

    def text_segments(self, n=23, hard=False):
        w = wave(n)
        return schemas.TEXT_SEGMENTS.table(
            {
                "document": [HARD[0] if hard else "a96abf4b85a87984"] * n,
                "sentence": range(n),
                "start": [90 * i for i in range(n)],
                "length": [80] * n,
                "text": [" ".join(HARD) if hard else "Snow fell on the hills."] * n,
                "n_words": [20] * n,
                "paragraph": [i % 3 == 0 for i in range(n)],
                "segment": [1 + i // 7 for i in range(n)],
                "boundary": [i > 0 and i % 7 == 0 for i in range(n)],
                "similarity": [np.nan if i == 0 else 0.3 * v for i, v in enumerate(w)],
                "depth": [np.nan if i == 0 else 0.3 * v for i, v in enumerate(w)],
                "depth_p": [np.nan if i == 0 else -2 * v for i, v in enumerate(w)],
                "stability": [np.nan if i == 0 else v for i, v in enumerate(w)],
                "stability_near": [np.nan if i == 0 else v for i, v in enumerate(w)],
            },
            {**SETTINGS, "by": "terms", "block": 3, "smoothing": 1, "cutoff": "high", "n_resamples": 199},
        )

    def keyword_positions(self, n=8, hard=False):
        w = wave(n)
        labels = [*words(n - 1, hard), "all keywords"] if n > 1 else words(n, hard)
        return schemas.KEYWORD_POSITIONS.table(
            {
                "document": [HARD[0] if hard else "a96abf4b85a87984"] * n,
                "label": labels,
                "kind": ["all" if label == "all keywords" else "label" for label in labels],
                "n_occurrences": [12 - i % 9 for i in range(n)],
                "first_sentence": list(range(n)),
                "first_position": [0.3 * v for v in w],
                "mean_position": [0.3 * v + 0.7 * v * v for v in w],
                "expected": [0.5] * n,
                "expected_low": [0.2] * n,
                "expected_high": [0.8] * n,
                "order_p": [-3 * v for v in w],
                "order_q": [np.nan if label == "all keywords" else -2 * v for label, v in zip(labels, w, strict=True)],
                "first_quarter_share": [0.3] * n,
            },
            {**SETTINGS, "n_resamples": 999},
        )

    def moving_diversity(self, n=200, hard=False):
        w = wave(n)
        around = {"": 0.0, "_expected": 0.05, "_low": -0.05, "_high": 0.15, "_outer_low": -0.1, "_outer_high": 0.2}
        columns = {f"diversity{end}": [0.7 + 0.1 * v + move for v in w] for end, move in around.items()}
        columns |= {f"density{end}": [np.nan if hard else 0.5 + 0.1 * v + move for v in w] for end, move in around.items()}
        return schemas.MOVING_DIVERSITY.table(
            {
                "document": [HARD[0] if hard else "a96abf4b85a87984"] * n,
                "sentence": [i // 20 for i in range(n)],
                "start": [6 * i for i in range(n)],
                "length": [299] * n,
                "word": range(1, n + 1),
                **columns,
            },
            {**SETTINGS, "window": 50, "n_resamples": 499},
        )

    def sentence_lengths(self, n=23, hard=False):
        return schemas.SENTENCE_LENGTHS.table(
            {
                "document": [HARD[0] if hard else "a96abf4b85a87984"] * n,
                "sentence": range(n),
                "start": [90 * i for i in range(n)],
                "length": [80] * n,
                "text": [" ".join(HARD) if hard else "Snow fell on the hills."] * n,
                "paragraph": [i % 3 == 0 for i in range(n)],
                "n_words": [round(5 + (4000 if hard else 40) * v) for v in wave(n)],
            },
            {**SETTINGS, "n_resamples": 999},
        )


@pytest.fixture(scope="session")
def tables():
    return Tables()
