"""Tables about documents: what was read, what became of it."""

from newsstudy.schemas._schema import Column, Schema

LEDGER = Schema(
    "LEDGER",
    "What became of every file and document?",
    (
        Column("branch", "str", "", "which of the corpora that concat put together, such as '1' or '2.1'; empty for the whole"),
        Column("number", "int64", "", "number of the step within its branch, from 1; the lines of one step share it"),
        Column("unit", "str", "", "what was counted: 'file', 'document', 'paragraph' or 'sentence'"),
        Column("step", "str", "", "the verb that did it: read, where, sample, split, with_metadata, concat …"),
        Column("outcome", "str", "", "'made' adds units; then, per step and unit, all that there were = kept + merged + dropped"),
        Column("reason", "str", "", "why, in words; for a file that could not be read, the error's message"),
        Column("count", "int64", "units", "how many"),
        Column(
            "ids", "str", "", "ids or places (file#position) in canonical order, separated by spaces; empty for 'kept' and 'made'"
        ),
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
