"""Tables about how words are spread and how texts are built: dispersion, diversity, readability, profile."""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.keywords import DOCUMENT, TERM

DISPERSION = Schema(
    "DISPERSION",
    "How evenly is each term spread over the parts (documents)?",
    (
        TERM,
        Column("count", "int64", "tokens", "occurrences"),
        Column("n_parts", "int64", "parts", "parts in which the term occurs (range)", "Keniston 1920"),
        Column("range_share", "float64", "0..1", "n_parts / all parts"),
        Column("dp", "float64", "0..1", "deviation of proportions, 0 = even", "Gries 2008, doi:10.1075/ijcl.13.4.02gri"),
        Column(
            "dp_norm", "float64", "0..1", "DP / (1 − smallest part's share)", "Lijffijt & Gries 2012, doi:10.1075/ijcl.17.1.08lij"
        ),
        Column("dkl", "float64", "0..1", "2^−KLD of the term's shares from the parts' sizes, 1 = even", "Gries 2024"),
        Column(
            "da",
            "float64",
            "0..1",
            "1 − mean pairwise difference of rates / (2 × mean rate), 1 = even",
            "Burch, Egbert & Biber 2017",
        ),
        Column("juilland_d", "float64", "0..1", "1 − CV / √(parts − 1), 1 = even", "Juilland & Chang-Rodríguez 1964"),
        Column("carroll_d2", "float64", "0..1", "entropy of rates / log(parts), 1 = even", "Carroll 1970"),
        Column("rosengren_s", "float64", "0..1", "(Σ√(count × share))² / count, 1 = even", "Rosengren 1971"),
    ),
)

_SV = "Savický & Hlaváčová 2002, doi:10.1076/jqul.9.3.215.14124"
DISPERSION_MORE = (
    Column(
        "dp_egbert",
        "float64",
        "0..1",
        "1 − DP / (1 − smallest part with the term), 1 = even",
        "Egbert, Burch & Biber 2020, doi:10.1075/ijcl.18010.egb",
    ),
    Column("kld", "float64", "bits", "divergence of the term's shares from the parts' sizes, 0 = even", "Gries 2020"),
    Column("kld_norm", "float64", "0..1", "1 − e^−KLD, 0 = even", "Gries 2021: 20, doi:10.32714/ricl.09.02.02"),
    Column("dkl_o2p", "float64", "0..1", "1 / (1 + KLD), 1 = even", "Gries 2024: 90, doi:10.1075/scl.115"),
    Column("dkl_base_e", "float64", "0..1", "e^−KLD, 1 = even", "Gries 2024: 90, doi:10.1075/scl.115"),
    Column(
        "dc", "float64", "0..1", "((Σ√count) / parts)² / (count / parts), 1 = even; for parts of equal size", "Zhang et al. 2004"
    ),
    Column("lyne_d3", "float64", "≤ 1", "1 − χ² / (4 count), 1 = even", "Lyne 1985"),
    Column("juilland_u", "float64", "tokens", "Juilland's D × count", "Juilland & Chang-Rodríguez 1964"),
    Column("carroll_um", "float64", "tokens", "count × D2 + (1 − D2) count / parts", "Carroll 1970"),
    Column("rosengren_kf", "float64", "tokens", "Rosengren's S × count", "Rosengren 1971"),
    Column("engwall_fm", "float64", "tokens", "count × range_share", "Engwall 1974"),
    Column("arf", "float64", "tokens", "average reduced frequency, 1 (one cluster) to count (even)", _SV),
    Column("awt", "float64", "tokens", "average waiting time from a random token", _SV),
    Column("ald", "float64", "log10", "average logarithmic distance", _SV),
    Column("f_awt", "float64", "tokens", "the count that an even term of this waiting time would have", _SV),
    Column("f_ald", "float64", "tokens", "the count that an even term of this logarithmic distance would have", _SV),
)

_DIVERSITY = (
    Column("n_tokens", "int64", "tokens", "words in the document"),
    Column("n_types", "int64", "types", "different words"),
    Column("ttr", "float64", "0..1", "types / tokens; falls with length"),
    Column(
        "mattr",
        "float64",
        "0..1",
        "mean type-token ratio of a moving window; missing where the text is shorter",
        "Covington & McFall 2010",
    ),
    Column("mtld", "float64", "tokens", "mean length of runs that keep a type-token ratio of 0.72", "McCarthy & Jarvis 2010"),
    Column(
        "hdd",
        "float64",
        "0..1",
        "expected type-token ratio of 42 words drawn at random; missing below 42 words",
        "McCarthy & Jarvis 2007",
    ),
    Column("yule_k", "float64", "", "10⁴ (Σ i² V_i − N) / N²", "Yule 1944"),
)
_READABILITY = (
    Column("n_sentences", "int64", "sentences", "sentences"),
    Column("mean_sentence_length", "float64", "words", "words per sentence"),
    Column("mean_word_length", "float64", "letters", "letters and digits per word"),
    Column("flesch_reading_ease", "float64", "points", "higher is easier; English only, else missing", "Flesch 1948"),
    Column(
        "flesch_kincaid_grade",
        "float64",
        "US school years",
        "higher is harder; English only, else missing",
        "Kincaid et al. 1975",
    ),
    Column(
        "lix",
        "float64",
        "points",
        "words per sentence + share of words over six letters × 100; any alphabetic script",
        "Björnsson 1968",
    ),
)

DIVERSITY = Schema("DIVERSITY", "How varied is the vocabulary of each document?", (DOCUMENT, *_DIVERSITY))
DIVERSITY_MORE = (
    Column("guiraud", "float64", "", "types / √tokens", "Guiraud 1954"),
    Column("cttr", "float64", "", "types / √(2 tokens)", "Carroll 1964"),
    Column("herdan_c", "float64", "0..1", "log types / log tokens", "Herdan 1960"),
    Column("summer_s", "float64", "", "ln ln types / ln ln tokens", "Somers 1966"),
    Column("summer_s_log10", "float64", "", "the same with log10", "Somers 1966"),
    Column("dugast_u", "float64", "", "(ln tokens)² / (ln tokens − ln types)", "Dugast 1978"),
    Column("dugast_u_log10", "float64", "", "the same with log10", "Dugast 1978"),
    Column("maas", "float64", "", "a² = (ln tokens − ln types) / (ln tokens)²; lower is more varied", "Maas 1972"),
    Column("maas_log10", "float64", "", "the same with log10", "Maas 1972"),
    Column("yule_i", "float64", "", "types² / (Σ f² − types)", "Yule 1944"),
    Column("yule_index_of_diversity", "float64", "", "tokens² / (Σ f² − tokens)", "Williams 1970"),
    Column("simpson_d", "float64", "0..1", "probability that two tokens are the same word", "Simpson 1949, doi:10.1038/163688a0"),
    Column("herdan_vm", "float64", "", "√(Σ f² / tokens² − 1 / types)", "Herdan 1955, doi:10.1007/BF01587632"),
    Column("honore", "float64", "", "100 ln tokens / (1 − words that occur once / types)", "Honoré 1979"),
    Column("brunet", "float64", "", "tokens to the power of types^−0.172; lower is more varied", "Brunet 1978"),
    Column("fisher_alpha", "float64", "", "α with types = α ln(1 + tokens / α)", "Fisher et al. 1943, doi:10.2307/1411"),
    Column("entropy", "float64", "bits", "Shannon entropy of the words' frequencies", "Shannon 1948"),
    Column(
        "msttr",
        "float64",
        "0..1",
        "mean type-token ratio of neighbouring segments; missing where the text is shorter",
        "Johnson 1944",
    ),
    Column("mtld_wrap", "float64", "tokens", "mean run from each token on, round the text's end", "Vidal & Jarvis 2020"),
    Column("mtld_bid", "float64", "tokens", "mean run from each token on, both directions averaged", "Kyle et al. 2021"),
    Column("vocd_d", "float64", "", "D of the curve through the expected ratios of 35 to 50 words", "Malvern et al. 2004"),
)
_WIENER = "Bamberger & Vanecek 1984"
READABILITY = Schema(
    "READABILITY",
    "How hard is each document to read?",
    (
        DOCUMENT,
        Column("language", "str", "", "the document's language, whose rules and formulas were used; missing where not known"),
        Column("n_words", "int64", "words", "words"),
        *_READABILITY[:3],
        Column("mean_syllables", "float64", "syllables", "syllables per word; missing for a language without rules for them"),
        *_READABILITY[3:],
        Column("rix", "float64", "words", "words over six letters per sentence; any alphabetic script", "Anderson 1983"),
    ),
)
READABILITY_MORE = (
    Column("gunning_fog", "float64", "US school years", "English only; higher is harder", "Gunning 1952"),
    Column("smog", "float64", "US school years", "English only; higher is harder", "McLaughlin 1969"),
    Column("automated_readability", "float64", "US school years", "English only; higher is harder", "Smith & Senter 1967"),
    Column(
        "coleman_liau",
        "float64",
        "US school years",
        "English only; higher is harder",
        "Coleman & Liau 1975, doi:10.1037/h0076540",
    ),
    Column("flesch_amstad", "float64", "points", "German only; higher is easier", "Amstad 1978"),
    *(
        Column(f"wiener_sachtextformel_{number}", "float64", "school years", "German only; higher is harder", _WIENER)
        for number in (1, 2, 3, 4)
    ),
    Column("kandel_moles", "float64", "points", "French only; higher is easier", "Kandel & Moles 1958"),
    Column("fernandez_huerta", "float64", "points", "Spanish only; higher is easier", "Fernández Huerta 1959"),
    Column("szigriszt_pazos", "float64", "points", "Spanish only; higher is easier; the INFLESZ scale", "Szigriszt Pazos 1993"),
    Column("gulpease", "float64", "points", "Italian only; higher is easier", "Lucisano & Piemontese 1988"),
)
PROFILE = Schema(
    "PROFILE", "How is each document built: length, sentences, variety, reading level?", (DOCUMENT, *_DIVERSITY, *_READABILITY)
)
