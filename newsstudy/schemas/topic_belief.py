"""Tables that say whether to believe a topic model: do its topics come back, and how many should there be?"""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.topics import TOPIC

STABILITY = Schema(
    "STABILITY",
    "Does the same topic come back under other seeds, from other documents, in another order?",
    (
        TOPIC,
        Column("over", "str", "", "what changed from run to run: seeds, samples (of documents) or orders (of documents)"),
        Column("top_terms", "str", "", "the topic's highest terms in the prototype run, separated by spaces"),
        Column(
            "stability",
            "float64",
            "0..1",
            "mean similarity to the matched topic of the other runs; 1 = always the same. Settings name the measure",
        ),
        Column("stability_low", "float64", "0..1", "lower end of the mean's 95 % interval over bootstrap samples of the runs"),
        Column("stability_high", "float64", "0..1", "upper end of that interval"),
        Column("stability_min", "float64", "0..1", "lowest similarity over the runs"),
        Column("stability_max", "float64", "0..1", "highest similarity over the runs"),
        Column("n_runs", "int64", "runs", "runs compared, the prototype not counted"),
    ),
    version=2,
)

SHUFFLED = "tokens dealt anew"
STABILITY_MORE = (
    Column(
        "baseline",
        "float64",
        "0..1",
        "mean stability of the topics found in the same tokens dealt anew among the documents",
        SHUFFLED,
    ),
    Column("baseline_min", "float64", "0..1", "the least stable of those topics", SHUFFLED),
    Column(
        "baseline_max",
        "float64",
        "0..1",
        "the most stable of those topics: a topic below it is no firmer than chance",
        SHUFFLED,
    ),
)

CHOOSE_K = Schema(
    "CHOOSE_K",
    "How do fit, stability and distinctness change with the number of topics? One row a fit.",
    (
        Column("k", "int64", "topics", "number of topics"),
        Column("seed", "int64", "", "the fit's seed"),
        Column("n_iter", "int64", "sweeps", "sweeps until it stopped"),
        Column("converged", "bool", "", "whether it stopped by its tolerance, before the last sweep that was allowed"),
        Column(
            "held_out_fit",
            "float64",
            "perplexity",
            "of documents that were held out, each half under the shares that the other gives; lower is better",
            "Wallach, Murray, Salakhutdinov and Mimno 2009",
        ),
        Column("fit", "float64", "", "training perplexity (LDA) or objective (NMF); lower is better; settings name it"),
        Column("coherence", "float64", "", "mean coherence of the topics; settings name the measure"),
        Column("stability", "float64", "0..1", "mean similarity of this fit's topics to their matches under the other seeds"),
        Column("exclusivity", "float64", "0..1", "mean share of a topic in its own top terms"),
        Column("diversity", "float64", "0..1", "different terms among all top terms"),
    ),
    version=2,
)
