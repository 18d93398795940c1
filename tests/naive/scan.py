"""What a scan leaves, from a list of (document, first byte, written form): numbers of forms, places, and cells that count."""


def forms_of(words):
    """The distinct forms in order of first appearance."""
    return list(dict.fromkeys(form for _, _, form in words))


def places(words):
    """(number of the form, first byte, bytes) of each word."""
    forms = forms_of(words)
    return [(forms.index(form), start, len(form)) for _, start, form in words]


def cells(words, n_documents):
    """For each document (number of the form, count), in the order in which its forms come up."""
    forms = forms_of(words)
    rows = [{} for _ in range(n_documents)]
    for document, _, form in words:
        number = forms.index(form)
        rows[document][number] = rows[document].get(number, 0) + 1
    return [list(row.items()) for row in rows]
