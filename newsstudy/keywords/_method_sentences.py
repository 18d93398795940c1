"""What a method section says of each table: the sentences of a schema, with its settings put in and its works cited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from newsstudy.keywords._method_actors import ACTOR_SENTENCES
from newsstudy.keywords._method_limits import LIMITS_SENTENCES
from newsstudy.keywords._method_structure import STRUCTURE_SENTENCES
from newsstudy.keywords._method_topics import TOPIC_SENTENCES
from newsstudy.keywords._method_voices import VOICE_SENTENCES

Settings = Mapping[str, Any]

# Works are cited as [key] or [key; key]; the bibliography gives them their names.
RULES = {
    "unicode-1": "words by Unicode Standard Annex 29 [unicode29] that have a letter or a digit, with full case folding",
    "news-en-1": (
        "words by Unicode Standard Annex 29 [unicode29] that have a letter or a digit, with full case folding, a possessive ’s "
        "split off, and a list of words in capitals (US, UN, NATO …) kept apart from their homographs"
    ),
    "sklearn": "words as scikit-learn's CountVectorizer cuts them",
}
EXTRACTION = {
    "specificity": "by lexical specificity, −log10 of the chance of a count at least as high [lafon1980]",
    "tf_idf": "by tf-idf, the count of a term weighed by the inverse of its document frequency [sparckjones1972]",
    "bm25": "by BM25 [robertson2009]",
    "rake": "by RAKE: phrases without a stop word or punctuation in them, scored by the degrees and frequencies of their "
    "words [rose2010]",
    "textrank": "by TextRank: words ranked in the graph of neighbouring words, the best of them joined where they stand side by "
    "side [mihalcea2004]",
    "singlerank": "by SingleRank: phrases scored by the ranks of their words in a graph weighed by co-occurrence [wan2008]",
    "positionrank": "by PositionRank: as SingleRank, with more weight on words that stand early [florescu2017]",
    "yake": "by YAKE, which scores how the words of a phrase are written, where they stand and beside what; the lower, the "
    "better [campos2020]",
}


def extraction(settings: Settings) -> str:
    """How keywords were chosen, and from what."""
    how = EXTRACTION.get(settings.get("method", ""), "by the method that the settings name")
    text = f"The keywords of each document were extracted {how}."
    if "stop_words" in settings:
        text += " No part-of-speech tagger was used: candidates are runs of words that no stop word and no punctuation parts."
    return text


def _keyness(settings: Settings) -> str:
    return (
        f"Each term was compared between the target and the reference by the ratio of its rates, the log ratio [hardie2014]"
        f"{_interval(settings)}, and by the conservative bound of that ratio, corrected for the number of terms [evert2022]"
        f"{_unless(settings, 'wilcoxon_p', '; by a rank-sum test on the rates per document [kilgarriff2001; paquot2009]')}. "
        "Signed G2 and BIC take tokens for independent and are given for comparison [dunning1993; wilson2013]."
    )


def _keyness_one_sample(settings: Settings) -> str:
    return (
        f"Each term's rate in the target was compared with a known rate by the log ratio [hardie2014]{_interval(settings)}, and "
        "by the conservative bound of an exact Poisson interval, corrected for the number of terms [evert2022; garwood1936]."
    )


def _interval(settings: Settings) -> str:
    clustered = settings.get("cluster")
    unit = f"clusters of documents that share their {_words(clustered)}" if clustered else "documents"
    made = f", with an interval from resampling {unit} [lijffijt2016], its percentiles stretched by Student's t [hesterberg2015]"
    return _unless(settings, "log_ratio_low", made)


def _unless(settings: Settings, column: str, text: str) -> str:
    """The text, unless the settings say why the column is missing."""
    missing = settings.get("missing")
    return "" if isinstance(missing, Mapping) and column in missing else text


def _collocations(settings: Settings) -> str:
    left, right = settings.get("span") or (0, 0)
    within = f"up to {left} tokens before and {right} behind, within a {settings.get('bounds', 'sentence')}"
    frame = {
        "adjacent": f"as pairs of tokens, {within}",
        "sentence": "as sentences that hold both words, textual co-occurrence [evert2008]",
        "document": "as documents that hold both words, textual co-occurrence [evert2008]",
    }.get(settings.get("cooccurrence", ""), f"as tokens {within}, each counted once, surface co-occurrence [evert2008]")
    own = " by the words' own frequencies" if settings.get("margins") == "words" else ""
    return f"Collocates of each node were counted {frame}, and compared with what independence would give{own}."


def _kwic(settings: Settings) -> str:
    n_matches, sample, n = settings.get("n_matches", 0), settings.get("sample"), settings.get("n")
    drawn = sample and sample < n_matches
    some = f"of {sample:,} of {n_matches:,} matches, drawn at random" if drawn else "of every match"
    first = f"; its first {n:,} lines are shown" if n and n < min(n_matches, sample or n_matches) else ""
    return f"A concordance (keyword in context) was made {some}{first}."


def _duplicates(settings: Settings) -> str:
    return (
        "Near-duplicates were found by the share of word n-grams that two documents have in common (resemblance [broder1997]); "
        "candidates came from MinHash signatures, and every pair was then compared exactly."
    )


def _trends(settings: Settings) -> str:
    return (
        "Rates over time are counts over all tokens of the period, which has no gap and is missing where it has no token. The "
        "interval over tokens is Wilson's [wilson1927]; the wider one over documents comes from drawing the period's documents "
        "again [lijffijt2016], or, where fewer than 20 of them have the term, from Wilson's interval for tokens divided by the "
        "term's dispersion over documents."
    )


def _change_points(settings: Settings) -> str:
    return (
        "Changes of the rate were found by optimal partitioning [jackson2005; killick2012] of counts with their exposure, the "
        "deviance divided by the term's dispersion"
        f"{', with the modified BIC as the penalty [zhang2007]' if settings.get('penalty') == 'mbic' else ''}. The interval for "
        "a date holds the places whose deviance is within the bound of the likelihood ratio for a place [yao1987; hansen2000]."
    )


def _shift(settings: Settings) -> str:
    of = {
        "jsd": "the Jensen-Shannon divergence [lin1991; pechenick2015]",
        "rank_turbulence": "rank-turbulence divergence [dodds2023]",
        "proportion": "the differences of shares",
        "entropy": "the difference of Shannon entropies [shannon1948]",
        "relative_entropy": "the Kullback-Leibler divergence [kullback1951]",
    }.get(settings.get("measure", ""), "a divergence")
    return f"A word shift [gallagher2021] divides {of} of the two vocabularies among the words."


def _readability(settings: Settings) -> str:
    return "Readability was computed from words, sentences and, where a language has a counter of them, syllables."


def said(text: str) -> Callable[[Settings], str]:
    """A sentence that no setting changes."""
    return lambda settings: text


SENTENCES: dict[str, Callable[[Settings], str]] = {
    "BURSTS": said("Bursts are runs of raised states of Kleinberg's automaton for batches of documents [kleinberg2003]."),
    "CALIBRATION": said(
        "Documents were dealt to two sides at random, so that nothing differs between them, and it was counted how often each "
        "method of keyness flags a term all the same [lijffijt2016]."
    ),
    "CHANGE_POINTS": _change_points,
    "CLEANING_STEPS": said("The table lists the steps of cleaning that the library knows."),
    "COLLOCATIONS": _collocations,
    "COLLOCATION_NETWORK": lambda settings: (
        f"{_collocations(settings)} The strongest pairs were drawn as a network with a force-directed layout."
    ),
    "COVERAGE": said("For each source the days with documents were counted, and the longest gaps noted."),
    "DERIVED_CHECK": said("A derived corpus was compared with texts, document by document, through digests."),
    "DESCRIPTION": said("The corpus was described by counting."),
    "DISPERSION": said("For each term it was measured how evenly it is spread over the parts of the corpus [gries2008]."),
    "DIVERSITY": said(
        "The variety of each document's vocabulary was measured; of these measures the type-token ratio depends on length "
        "[mccarthy2010]."
    ),
    "DUPLICATES": _duplicates,
    "DUPLICATE_PAIRS": _duplicates,
    "EDITS": said("The table lists every edit that the steps of cleaning made, with its place in the raw text."),
    "EXTRACT_KEYWORDS": extraction,
    "FILES": said("The table lists the files that were read, with digests of their content."),
    "FREQUENCY": said(
        "Terms were counted. The exponent of Zipf's law [zipf1949] was fitted by maximum likelihood over ranks "
        "[morenosanchez2016], never by a line through logarithms."
    ),
    "KEYNESS": _keyness,
    "KEYNESS_ONE_SAMPLE": _keyness_one_sample,
    "KWIC": _kwic,
    "LEDGER": said("The table accounts for everything that was read: what was kept, merged or dropped, and why."),
    "ANNOTATIONS": said("The sentences of the text, and the places in it that were marked, were put into one table."),
    "OCCURRENCES": said("The places of all matches in the texts were listed."),
    "PHRASES": said("Neighbouring words that belong together were found pass by pass [mikolov2013]."),
    "PROFILE": lambda settings: (
        f"{_readability(settings)} The variety of the vocabulary was measured on the same documents [mccarthy2010]."
    ),
    "READABILITY": _readability,
    "SHIFT": _shift,
    "TRENDS": _trends,
    **STRUCTURE_SENTENCES,
    **ACTOR_SENTENCES,
    **LIMITS_SENTENCES,
    **TOPIC_SENTENCES,
    **VOICE_SENTENCES,
}


def _words(value: Any) -> str:
    names = value if isinstance(value, list) else [value]
    return " and ".join(str(name).replace("_", " ") for name in names)
