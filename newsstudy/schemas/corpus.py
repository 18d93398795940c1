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

FILES = Schema(
    "FILES",
    "Which files were read, by whom, and what did each give?",
    (
        Column("file", "str", "", "relative POSIX path; a member of an archive stands behind the archive's name"),
        Column("size", "Int64", "bytes", "length of the file; missing where it was not opened"),
        Column("sha256", "str", "", "digest of the file's bytes as 64 hex digits; missing where it was not opened"),
        Column("reader", "str", "", "name and version of the reader, such as 'csv/1'; missing where none was found"),
        Column("encoding", "str", "", "encoding of its text, and how that was found out; missing where the format settles it"),
        Column("outcome", "str", "", "'kept', 'merged' (the same file under another name) or 'dropped'"),
        Column("reason", "str", "", "why it was not kept, or what is wrong with one that was; empty where all is well"),
        Column("n_found", "int64", "documents", "documents that were found in it"),
        Column(
            "n_declared", "Int64", "documents", "documents that the file itself claims to hold; missing where it claims nothing"
        ),
        Column("n_kept", "int64", "documents", "documents that could be read"),
        Column("notes", "str", "", "what the reader says of the file as a whole, as 'name: words', several joined by '; '"),
    ),
)

COVERAGE = Schema(
    "COVERAGE",
    "Which days does each source cover, and where are its gaps?",
    (
        Column("source", "str", "", "the outlet; missing where it is not known"),
        Column("n_documents", "int64", "documents", "how many documents"),
        Column("n_without_date", "int64", "documents", "documents whose date is not known; they tell nothing of days"),
        Column("n_vague", "int64", "documents", "documents of which only a month or year is known; they tell nothing of days"),
        Column("date_from", "str", "ISO 8601", "first day with a document; missing where no day is known"),
        Column("date_to", "str", "ISO 8601", "last day with a document"),
        Column("n_days", "int64", "days", "days from the first to the last, both included"),
        Column("n_days_without", "int64", "days", "days among them without a document"),
        Column("n_longest_gap", "int64", "days", "most days without a document in a row"),
        Column(
            "gap_from",
            "str",
            "ISO 8601",
            "first day of the longest gap, of the earliest if there are several; missing without a gap",
        ),
        Column("gap_to", "str", "ISO 8601", "last day of that gap"),
    ),
)

CLEANING_STEPS = Schema(
    "CLEANING_STEPS",
    "Which steps of cleaning are there, and what does each do?",
    (
        Column("step", "str", "", "the name by which clean() knows it"),
        Column("version", "int64", "", "a change of what the step does is a new version"),
        Column("explanation", "str", "", "what it does, in one line"),
        Column("options", "str", "", "its options with their defaults; empty where it has none"),
        Column("looks_at_all", "bool", "", "whether it must see the whole corpus before it can clean a document"),
        Column("needs", "str", "", "a package beyond the core that it needs; empty where it needs none"),
    ),
)

EDITS = Schema(
    "EDITS",
    "What did cleaning change, and where in the raw texts?",
    (
        Column("document", "str", "", "the document's id"),
        Column("step", "str", "", "name and version of the step, with the options that were not left as they are"),
        Column("start", "int64", "bytes", "where the edit begins in the document's raw text, in bytes of UTF-8"),
        Column(
            "end",
            "int64",
            "bytes",
            "the byte after the last one; a later step that changed an earlier one's result covers all of it",
        ),
        Column("n_removed", "int64", "code points", "length of what the step took out"),
        Column("removed", "str", "", "what the step took out of the text that it was given"),
        Column("replacement", "str", "", "what the step put there; empty where it put nothing"),
    ),
)

DERIVED_CHECK = Schema(
    "DERIVED_CHECK",
    "Is the reader's text the one from which a derived corpus was made?",
    (
        Column("document", "str", "", "the document's id"),
        Column("status", "str", "", "SAME, DIFFERENT, MISSING (the reader does not have it) or NEW (only the reader has it)"),
        Column("cause", "str", "", "why, in words; empty for SAME without more to be said"),
    ),
)

DUPLICATES = Schema(
    "DUPLICATES",
    "Which documents are the same text printed more than once?",
    (
        Column("group", "str", "", "id of the group's earliest document (first day, then last day, then id; undated ones last)"),
        Column("document", "str", "", "the document's id"),
        Column("n_documents", "int64", "documents", "how many documents the group has"),
        Column(
            "jaccard",
            "float64",
            "0..1",
            "runs of n words that the document shares with the group's earliest one, of all that either has; 1 for that one itself, below the threshold where only others link the two",
            "Broder 1997, doi:10.1109/SEQUEN.1997.666900",
        ),
        Column("nearest", "str", "", "the document that it is most like, the earliest of several"),
        Column("nearest_jaccard", "float64", "0..1", "how much; never below the threshold"),
        Column(
            "days",
            "Int64",
            "days",
            "from the first day that the earliest document's date can mean to that of this one; missing where one is not known",
        ),
        Column("date", "str", "ISO 8601", "the document's date, as precise as known"),
        Column("source", "str", "", "the outlet; missing where it is not known"),
        Column("title", "str", "", "the document's title; missing where it is not known"),
    ),
)

DUPLICATE_PAIRS = Schema(
    "DUPLICATE_PAIRS",
    "Which two documents are nearly the same text?",
    (
        Column("document", "str", "", "id of the earlier one (first day, then last day, then id; undated ones last)"),
        Column("other", "str", "", "id of the later one"),
        Column(
            "jaccard",
            "float64",
            "0..1",
            "runs of n words that both have, of all that either has",
            "Broder 1997, doi:10.1109/SEQUEN.1997.666900",
        ),
        Column("n_shared", "int64", "runs of words", "distinct runs of n words that both have"),
        Column(
            "days", "Int64", "days", "from the first day of the earlier one to that of the other; missing where one is not known"
        ),
        Column("document_source", "str", "", "the earlier one's outlet; missing where it is not known"),
        Column("other_source", "str", "", "the other one's outlet"),
    ),
)
