"""Tables about documents: what was read, what became of it."""

from newsstudy.schemas._schema import Column, Schema

LEDGER = Schema(
    "LEDGER",
    "What became of every file and document?",
    (
        Column("unit", "str", "", "what was counted: 'file' or 'document'"),
        Column("step", "str", "", "the verb that did it: read, where, sample, split, clean, drop_duplicates …"),
        Column("outcome", "str", "", "'kept', 'merged', 'dropped' or 'made'; per step, read = kept + merged + dropped"),
        Column("reason", "str", "", "why, in words; for a file that could not be read, the error's message"),
        Column("count", "int64", "units", "how many"),
        Column("ids", "str", "", "the ids or paths, separated by spaces, in canonical order; empty for 'kept'"),
    ),
)

DESCRIPTION = Schema(
    "DESCRIPTION",
    "What is in the corpus, source by source?",
    (
        Column("source", "str", "", "the outlet; missing where it is not known"),
        Column("n_documents", "int64", "documents", "how many documents"),
        Column("n_characters", "int64", "code points", "length of all texts"),
        Column("n_paragraphs", "int64", "paragraphs", "lines of text that are not blank"),
        Column("date_from", "str", "ISO 8601", "first day that the dates can mean; missing where no date is known"),
        Column("date_to", "str", "ISO 8601", "last day that the dates can mean"),
        Column("n_without_date", "int64", "documents", "documents whose date is not known"),
    ),
)
