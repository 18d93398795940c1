"""What a method section says of tables about the limits of one article: shuffled text, several methods, a second article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Settings = Mapping[str, Any]
SHUFFLED = {
    "dispersion": "Of each term it was asked how evenly it is spread over the parts of the text (DPnorm [gries2008])",
    "collocations": "Of each pair of frequent terms it was counted how often they stand near each other in a sentence",
    "topics": "Topic models were fitted by latent Dirichlet allocation [blei2003], and their fit was measured by perplexity",
}


def _shuffled(settings: Settings) -> str:
    asked = SHUFFLED.get(settings.get("what", ""), "The text was measured")
    return (
        f"{asked}, and the same was asked of {settings.get('n_shuffles', 'many')} shuffled forms of the text. P-values count the "
        "text among them [phipson2010]; how many terms or pairs have so low a p is set beside how many have it in a shuffled "
        "text [tusher2001]."
    )


def _side_by_side(settings: Settings) -> str:
    return (
        "Keywords were extracted by several methods and read word by word, a word standing where the best phrase with it stands; "
        "phrases were made without a part-of-speech tagger. The same was done with texts drawn from the sentences with "
        "replacement."
    )


def _agreement(settings: Settings) -> str:
    return (
        f"{_side_by_side(settings)} Lists were compared by rank-biased overlap with persistence 0.9 [webber2010] and by "
        "Kendall's tau-b [kendall1945]."
    )


def _needed(settings: Settings) -> str:
    return (
        f"Standard errors of rates came from the deviations of single {settings.get('unit', 'sentence')}s, as for a ratio "
        "[cochran1977], and were carried to other lengths by the law of the square root, which subsamples checked [politis1994]."
    )


def _compared(settings: Settings) -> str:
    return (
        "The words of two articles were compared by the ratio of their rates [hardie2014], with an interval from drawing "
        "sentences again [lijffijt2016]; the number of shared words was set beside that of texts dealt from the shuffled "
        "sentences of both."
    )


def _aligned(settings: Settings) -> str:
    return (
        "Sentences of two articles were paired where each is the other's most alike, by the cosine of their words weighed by "
        "rarity, and their words were aligned in order; p-values come from shuffling the second article's words [phipson2010]."
    )


LIMITS_SENTENCES = {
    "ALIGNED_SENTENCES": _aligned,
    "COMPARE_ARTICLES": _compared,
    "METHOD_AGREEMENT": _agreement,
    "METHOD_KEYWORDS": _side_by_side,
    "SHUFFLED_BASELINE": _shuffled,
    "WORDS_NEEDED": _needed,
}
