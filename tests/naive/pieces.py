"""From forms to terms with dicts and sorted(): `terms` gives for each form its list of (term, first byte, bytes)."""


def tokens(documents, terms):
    """(term, first byte, bytes) of every piece of every (form, first byte, bytes), document by document.

    A form that is one term (its size is None) takes all bytes of its word.
    """
    return [
        [
            (term, start + first, size if wide is None else wide)
            for form, start, size in document
            for term, first, wide in terms[form]
        ]
        for document in documents
    ]


def rows(documents, terms):
    """(term, count) of each document in ascending order, from its (form, count)."""
    found = []
    for document in documents:
        row = {}
        for form, count in document:
            for term, _, _ in terms[form]:
                row[term] = row.get(term, 0) + count
        found.append(sorted(row.items()))
    return found
