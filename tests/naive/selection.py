"""Selecting tokens in obvious Python: the slow twins of newsstudy/kernels/selection.py."""


def kept(documents, stays):
    """The tokens that stay, document by document; holes (negative) always do. stays(place, term) says."""
    place, found = 0, []
    for ids in documents:
        found.append([term for at, term in enumerate(ids, place) if term < 0 or stays(at, term)])
        place += len(ids)
    return found


def cover(n_places, spans):
    """Which places lie in any of the spans (begin, end)."""
    return [any(begin <= place < end for begin, end in spans) for place in range(n_places)]


def documents_with(documents, n_terms):
    """In how many documents each term stands."""
    return [len([ids for ids in documents if term in ids]) for term in range(n_terms)]
