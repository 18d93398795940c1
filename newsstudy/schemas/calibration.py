"""The table that says how often a method finds what is not there."""

from newsstudy.schemas._schema import Column, Schema

CALIBRATION = Schema(
    "CALIBRATION",
    "How often does each method of keyness flag a term where the two sides are drawn from one corpus at random?",
    (
        Column("method", "str", "", "the statistic: a column of KEYNESS or a measure; log_ratio_low stands for the interval"),
        Column("independent", "str", "", "what the method takes for independent: 'tokens', 'documents' or 'clusters'"),
        Column("level", "float64", "0..1", "nominal level: the share of terms that should be flagged"),
        Column("n_splits", "int64", "splits", "random splits of the corpus"),
        Column("n_terms", "int64", "terms", "terms looked at in each split"),
        Column("flagged_share", "float64", "0..1", "share of terms flagged at the nominal level, mean over the splits"),
        Column("flagged_low", "float64", "0..1", "lower end of the 95 % interval of that mean, by Student's t over the splits"),
        Column("flagged_high", "float64", "0..1", "upper end"),
        Column("corrected", "str", "", "the correction for the number of terms; empty where the method has none"),
        Column(
            "any_share",
            "float64",
            "0..1",
            "share of splits with any term flagged after that correction; a valid method stays near the level or below",
        ),
    ),
)
