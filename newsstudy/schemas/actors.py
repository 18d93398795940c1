"""Tables about who is in an article: mentions, actors, suggested aliases, pronouns, and who is named with whom."""

from newsstudy.schemas._schema import Column, Schema
from newsstudy.schemas.keywords import DOCUMENT

ACTOR = Column("actor", "str", "", "the actor: the name of the alias table, or the name as printed where none was listed")
KIND = Column(
    "kind", "str", "", "person, place … as the alias table says; 'unknown' where it says nothing: kinds are not guessed"
)
_PLACES = (
    Column("sentence", "int64", "0..", "sentence in the document"),
    Column("start", "int64", "bytes", "first byte in the document's text (UTF-8)"),
    Column("length", "int64", "bytes", "length in bytes"),
    Column("text", "str", "", "as printed"),
)

ACTOR_MENTIONS = Schema(
    "ACTOR_MENTIONS",
    "Where is each actor mentioned, and how?",
    (
        DOCUMENT,
        Column("document_number", "int64", "0..", "place of the document in the corpus"),
        *_PLACES,
        ACTOR,
        KIND,
        Column("form", "str", "", "the form of the alias table that was found, or the name; for a pronoun, what was listed"),
        Column(
            "how", "str", "", "'name' (the actor's own name), 'alias' (another form), 'pronoun' (an antecedent listed by hand)"
        ),
        Column("position", "float64", "0..1", "token / all tokens: place in the whole text"),
    ),
)

_WILSON = "Wilson 1927, doi:10.1080/01621459.1927.10502953"

ACTORS = Schema(
    "ACTORS",
    "Who is in the text, how often, and from where to where?",
    (
        ACTOR,
        KIND,
        Column("mentions", "int64", "mentions", "all mentions: by name, by alias and by pronoun"),
        Column("by_name", "int64", "mentions", "mentions by the actor's own name"),
        Column("by_alias", "int64", "mentions", "mentions by another form of the alias table"),
        Column("by_pronoun", "int64", "mentions", "mentions by a pronoun whose antecedent was listed by hand"),
        Column("n_documents", "int64", "documents", "documents with a mention"),
        Column("n_sentences", "int64", "sentences", "sentences with a mention"),
        Column("sentence_share", "float64", "0..1", "sentences with a mention / all sentences"),
        Column(
            "sentence_low", "float64", "0..1", "lower end of the 95 % interval, sentences taken for independent draws", _WILSON
        ),
        Column("sentence_high", "float64", "0..1", "upper end of the 95 % interval", _WILSON),
        Column("first_document", "str", "", "document of the first mention; missing where there is none"),
        Column("first_sentence", "Int64", "0..", "sentence of the first mention in that document"),
        Column("last_document", "str", "", "document of the last mention; missing where there is none"),
        Column("last_sentence", "Int64", "0..", "sentence of the last mention in that document"),
        Column("first_position", "float64", "0..1", "place of the first mention in the whole text"),
        Column("last_position", "float64", "0..1", "place of the last mention in the whole text"),
    ),
)

ALIASES = Schema(
    "ALIASES",
    "Which forms may mean an actor that is named otherwise elsewhere? Suggestions by rule; nothing is applied.",
    (
        ACTOR,
        Column("form", "str", "", "the form that may mean the actor"),
        Column("rule", "str", "", "'surname', 'part of the name', 'initials', 'head noun' or 'adjective of the place'"),
        Column("form_count", "int64", "times", "how often the form stands in the texts where it is no part of a longer name"),
        Column("actor_count", "int64", "mentions", "how often the actor is named"),
        Column("n_actors", "int64", "actors", "how many actors the form may mean by these rules; more than 1: look it up"),
        DOCUMENT,
        *_PLACES[:1],
        Column("example", "str", "", "the sentence in which the form first stands"),
    ),
)

PRONOUNS = Schema(
    "PRONOUNS",
    "Which pronouns stand where? To be filled in by hand: the column actor is empty.",
    (
        DOCUMENT,
        *_PLACES,
        Column("sentence_text", "str", "", "the sentence"),
        Column("actor", "str", "", "whom it means: empty, to be filled in by a reader"),
    ),
)

COMENTIONS = Schema(
    "COMENTIONS",
    "Who is named in the same sentence as whom, and is it more often than chance?",
    (
        Column("actor", "str", "", "one actor"),
        Column("other", "str", "", "the other actor"),
        Column("actor_sentences", "int64", "sentences", "sentences that mention the first"),
        Column("other_sentences", "int64", "sentences", "sentences that mention the other"),
        Column("observed", "int64", "sentences", "sentences that mention both"),
        Column(
            "expected",
            "float64",
            "sentences",
            "expected where the places of mentions stay and it is chance who stands at each, within a document; exact",
        ),
        Column("expected_low", "float64", "sentences", "lower end of the middle 95 % of the permutations"),
        Column("expected_high", "float64", "sentences", "upper end of the middle 95 % of the permutations"),
        Column("expected_independent", "float64", "sentences", "actor_sentences × other_sentences / all sentences, per document"),
        Column("jaccard", "float64", "0..1", "sentences with both / sentences with either"),
        Column(
            "jaccard_low", "float64", "0..1", "lower end of the 95 % interval, sentences taken for independent draws", _WILSON
        ),
        Column("jaccard_high", "float64", "0..1", "upper end of the 95 % interval", _WILSON),
        Column(
            "permutation_p",
            "float64",
            "log10 p",
            "share of permutations at least as far from expected, both ways, this order counted as one; missing below min_sentences",
            "Phipson & Smyth 2010, doi:10.2202/1544-6115.1585",
        ),
        Column("permutation_q", "float64", "log10 q", "false-discovery rate over all pairs", "Benjamini & Hochberg 1995"),
    ),
)

COMENTION_NETWORK = Schema(
    "COMENTION_NETWORK",
    "How do the actors hang together? Places for a drawing included.",
    (
        Column("role", "str", "", "'actor' or 'pair'"),
        Column("actor", "str", "", "the actor, or one of the pair"),
        Column("other", "str", "", "the other of the pair; missing for actors"),
        Column("sentences", "int64", "sentences", "actor: sentences that mention it; pair: sentences that mention both"),
        Column("expected", "float64", "sentences", "pair: as in COMENTIONS; missing for actors"),
        Column("permutation_q", "float64", "log10 q", "pair: as in COMENTIONS; missing for actors"),
        Column("x", "float64", "0..1", "place of the actor"),
        Column("y", "float64", "0..1", "place of the actor"),
        Column("other_x", "float64", "0..1", "place of the other; missing for actors"),
        Column("other_y", "float64", "0..1", "place of the other; missing for actors"),
    ),
)
