"""Write tests/golden/extraction.json: keyword scores that papers print and other programs give, for ns.extract_keywords.

Numbers of YAKE, rake-nltk and rank_bm25 are computed here (pip install yake==0.7.3 rake-nltk==1.0.6 rank-bm25==0.2.2 into an
environment of its own; newsstudy is not needed); those of the papers are copied with the digits printed there.
"""

import json
import pathlib
import re

import yake
from rake_nltk import Metric, Rake
from rank_bm25 import BM25Okapi

OUT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "extraction.json"

# Written for this test, without hyphens, digits and contractions, so that every program cuts it into the same words.
TEXT = (
    "The harbour of Port Ellison was flooded on Monday. Mayor Ada Quill said that the harbour wall had failed twice. "
    "The Harbour Board, which owns the wall, denied the claim of the mayor. Engineers of the Harbour Board will inspect the "
    "harbour wall on Tuesday. Storm Greta reached the coast before dawn. The coast guard closed the road to Port Ellison, "
    "and the schools of Port Ellison stayed shut. The NWS expects more rain. Mayor Quill asked the NWS for hourly warnings. "
    "A new storm is expected by the weekend."
)
LISTED = "a an and asked before by expected for had has he in is it its more new of on or said that the to was which will"
STOP_WORDS = sorted([*LISTED.split(), "ada"])
DOCUMENTS = ["Hello there good man!", "It is quite windy in London", "How is the weather today?"]

# The abstract of Kryvyi's "Compatibility of systems of linear constraints over the set of natural numbers" as the papers cut
# it: what stands between two stop words or signs, in order.
CANDIDATES = (
    "compatibility; systems; linear constraints; set; natural numbers; criteria; compatibility; system; "
    "linear diophantine equations; strict inequations; nonstrict inequations; upper bounds; components; minimal set; solutions; "
    "algorithms; minimal generating sets; solutions; systems; criteria; corresponding algorithms; constructing; "
    "minimal supporting set; solving; systems; systems"
)
ROSE = {
    "candidates": CANDIDATES.split("; "),
    "words": {
        "degree": {"algorithms": 3, "diophantine": 3, "inequations": 4, "linear": 5, "minimal": 8, "set": 6, "sets": 3},
        "frequency": {"algorithms": 2, "diophantine": 1, "inequations": 2, "linear": 2, "minimal": 3, "set": 3, "sets": 1},
    },
    "scores": {
        "minimal generating sets": 8.7,
        "linear diophantine equations": 8.5,
        "minimal supporting set": 7.7,
        "minimal set": 4.7,
        "linear constraints": 4.5,
        "natural numbers": 4.0,
        "strict inequations": 4.0,
        "nonstrict inequations": 4.0,
        "upper bounds": 4.0,
        "corresponding algorithms": 3.5,
        "set": 2.0,
        "algorithms": 1.5,
    },
    "tolerance": 0.05,
    "cites": "Rose, Engel, Cramer & Cowley 2010, figures 1.2 to 1.6, doi:10.1002/9780470689646.ch1",
}
# The nouns and adjectives of the same abstract, "_" for any other word or sign, as Mihalcea and Tarau filter them.
TAGGED = (
    "compatibility _ systems _ linear constraints _ _ set _ natural numbers _ criteria _ compatibility _ _ system _ linear "
    "diophantine equations _ strict inequations _ _ nonstrict inequations _ _ _ upper bounds _ components _ _ minimal set _ "
    "solutions _ algorithms _ construction _ minimal generating sets _ solutions _ _ types _ systems _ _ _ _ criteria _ _ "
    "corresponding algorithms _ _ _ minimal supporting set _ solutions _ _ _ _ _ _ _ types systems _ systems _ mixed types _"
)
MIHALCEA = {
    "tagged": TAGGED,
    "scores": {"inequations": 1.45, "linear": 1.29, "diophantine": 1.28, "upper": 0.99, "bounds": 0.99, "strict": 0.77},
    "tolerance": 0.025,
    "notes": "Printed with a stopping threshold of 0.0001. The printed 'numbers (1.46)' cannot be had: in the text 'natural "
    "numbers' has no other neighbour, so both score 1; 1.46 is what the formula gives for 'inequations'.",
    "cites": "Mihalcea & Tarau 2004, figure 2, https://aclanthology.org/W04-3252",
}


def yake_scores(max_words: int, window: int) -> dict[str, float]:
    """YAKE's candidates without its last step, the removal of near-duplicates."""
    extractor = yake.KeywordExtractor(
        lan="en", n=max_words, dedup_lim=1.0, window_size=window, top=10**6, stopwords=set(STOP_WORDS)
    )
    return dict(extractor.extract_keywords(TEXT))


def rake_scores(metric: Metric) -> dict[str, float]:
    """rake-nltk with its words and sentences cut by a regular expression, which needs no download."""
    extractor = Rake(
        stopwords=set(STOP_WORDS),
        punctuations=set(".,"),
        ranking_metric=metric,
        include_repeated_phrases=True,
        word_tokenizer=lambda text: re.findall(r"\w+|[.,]", text),
        sentence_tokenizer=lambda text: re.split(r"(?<=[.])\s", text),
    )
    extractor.extract_keywords_from_text(TEXT)
    return {phrase: score for score, phrase in extractor.get_ranked_phrases_with_scores()}


def main() -> None:
    bm25 = BM25Okapi([document.split(" ") for document in DOCUMENTS])
    metrics = {
        "degree/frequency": Metric.DEGREE_TO_FREQUENCY_RATIO,
        "degree": Metric.WORD_DEGREE,
        "frequency": Metric.WORD_FREQUENCY,
    }
    content = {
        "text": TEXT,
        "stop_words": STOP_WORDS,
        "rose": ROSE,
        "mihalcea": MIHALCEA,
        "yake": {
            "cases": [{"max_words": n, "window": w, "scores": yake_scores(n, w)} for n, w in ((1, 1), (3, 1), (3, 2), (4, 3))],
            "cites": "yake 0.7.3 (LIAAD/yake), dedup_lim=1",
        },
        "rake_nltk": {"scores": {name: rake_scores(metric) for name, metric in metrics.items()}, "cites": "rake-nltk 1.0.6"},
        "rank_bm25": {
            "documents": DOCUMENTS,
            "query": ["windy", "London"],
            "scores": [float(score) for score in bm25.get_scores(["windy", "London"])],
            "cites": "rank_bm25 0.2.2; its README prints 0.93729472",
        },
    }
    OUT.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
