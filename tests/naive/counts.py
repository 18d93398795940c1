"""Counting and grouping in obvious Python: the slow twins of newsstudy/kernels/counts.py."""


def count_documents(documents):
    """[(column, count), …] of each document, columns ascending; negative ids are holes."""
    rows = []
    for ids in documents:
        tally = {}
        for term in ids:
            if term >= 0:
                tally[term] = tally.get(term, 0) + 1
        rows.append(sorted(tally.items()))
    return rows


def add_rows(rows, groups):
    """The rows of each group added up: groups is a list of lists of row numbers."""
    added = []
    for members in groups:
        tally = {}
        for row in members:
            for column, count in rows[row]:
                tally[column] = tally.get(column, 0) + count
        added.append(sorted(tally.items()))
    return added


def number_within(starts, marks):
    """Of each token of one document, the number of the last mark at or before it (0 before the first)."""
    return [max([place for place, mark in enumerate(marks) if mark <= start], default=0) for start in starts]
