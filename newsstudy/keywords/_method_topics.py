"""What a method section says of tables about topics: how the model was fitted, and what was asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Settings = Mapping[str, Any]

MODELS = {
    "LDA": "A topic model was fitted by latent Dirichlet allocation [blei2003]",
    "NMF": "A topic model was fitted by non-negative matrix factorisation [lee1999; cichocki2009]",
    "SeededLDA": "A topic model with seed words was fitted by latent Dirichlet allocation [blei2003; watanabe2020]",
}
COHERENCES = {
    "npmi": "by normalised pointwise mutual information of pairs [aletras2013; roder2015]",
    "uci": "by pointwise mutual information of pairs [newman2010; roder2015]",
    "c_v": "by C_V, the likeness of terms' vectors of normalised pointwise mutual information [roder2015]",
    "c_p": "by C_P, Fitelson's confirmation of each term by a term ranked before it [fitelson2003; roder2015]",
    "c_a": "by C_A, the likeness of terms' contexts [aletras2013; roder2015]",
    "u_mass": "by UMass, summed over pairs and with one added to their documents [mimno2011]",
    "u_mass_mean": "by UMass, the mean over pairs of smoothed log conditional probabilities [roder2015]",
    "u_mass_stm": "by UMass as the R package stm smooths it [roberts2014]",
}
VARIED = {
    "seeds": "under other seeds",
    "samples": "on samples of the documents, drawn with replacement",
    "orders": "on the documents in other orders",
}


def topics(settings: Settings) -> str:
    """How the model behind a table was fitted."""
    text = MODELS.get(settings.get("model", ""), "A topic model was fitted")
    stopped = {True: "until it had converged", False: "without converging"}.get(settings.get("converged", ""), "")
    n_iter = settings.get("n_iter")
    rounds = f"in {n_iter} sweeps" if n_iter else ""
    return " ".join(part for part in (text, rounds, stopped) if part) + "."


def _stability(settings: Settings) -> str:
    over = settings.get("over")
    kinds = [over] if isinstance(over, str) else over if isinstance(over, list) else []
    again = " and ".join(VARIED[kind] for kind in kinds if kind in VARIED) or "in other runs"
    return (
        f"{topics(settings)} It was fitted again {again}; the topics of the runs were matched to one another [greene2014], and "
        "the run that resembles the others most is the prototype [rieger2020]."
    )


def _choose_k(settings: Settings) -> str:
    return (
        f"{topics(settings)} Numbers of topics were compared by the completion of documents that were held out [wallach2009], "
        "stability [greene2014], exclusivity and diversity of the top terms."
    )


def _coherence(settings: Settings) -> str:
    how = COHERENCES.get(settings.get("measure", ""), "by the measure that the settings name")
    window = settings.get("window")
    unit = f"windows of {window} tokens" if isinstance(window, int) else "documents"
    counted = f"Whether the top terms of each topic stand together was measured {how}, in {unit} of a reference corpus."
    if settings.get("compatible") == "gensim":
        counted += " Windows were counted as gensim counts them, which loses words that a window holds twice."
    return counted


def _effect(settings: Settings) -> str:
    drawn = "clusters of documents" if settings.get("cluster") else "documents"
    method = " with shares drawn from each document's posterior (method of composition [roberts2014])"
    return (
        f"{topics(settings)} The mean share of each topic in each group was compared with its mean in all other documents; "
        f"intervals come from drawing {drawn} again{method if settings.get('draws') else ''}."
    )


def _over_time(settings: Settings) -> str:
    return (
        f"{topics(settings)} The mean share of each topic was taken by period; a period without documents is missing. Intervals "
        "come from drawing the period's documents again."
    )


def _correlation(settings: Settings) -> str:
    return (
        f"{topics(settings)} Topics were correlated over documents by centred log-ratios of their shares [aitchison1982], since "
        "shares that add up to 1 correlate negatively by construction."
    )


def _labels(settings: Settings) -> str:
    return f"{topics(settings)} Topics were labelled with the words and phrases of highest first-order relevance [mei2007]."


def _passages(settings: Settings) -> str:
    return f"{topics(settings)} Each passage was settled under the model, and those with the highest share of a topic are shown."


def _compared(settings: Settings) -> str:
    return (
        "The topics of two models were paired so that the sum of the Jensen-Shannon divergences [lin1991] of the pairs is least."
    )


TOPIC_SENTENCES = {
    "CHOOSE_K": _choose_k,
    "COHERENCE": _coherence,
    "COMPARE_TOPICS": _compared,
    "DOCUMENT_TOPICS": topics,
    "EFFECT": _effect,
    "EXCLUSIVITY": lambda settings: f"{topics(settings)} It was measured how far the top terms of each topic are its own.",
    "SEED_TERMS": lambda settings: (
        "Each seeded topic was given the terms that its patterns match, with extra weight in the topic's prior [watanabe2020]."
    ),
    "STABILITY": _stability,
    "TOPICS_OVER_TIME": _over_time,
    "TOPIC_CORRELATION": _correlation,
    "TOPIC_DIVERSITY": lambda settings: f"{topics(settings)} It was measured how different the top terms of the topics are.",
    "TOPIC_LABELS": _labels,
    "TOPIC_PASSAGES": _passages,
    "TOPIC_TERMS": topics,
}
