"""Places of words and the room around them, said as plainly as possible."""


def places(ids, n_terms):
    """For each term the list of the places where it stands."""
    return [[place for place, other in enumerate(ids) if other == term] for term in range(n_terms)]


def documents_of(offsets, n_tokens):
    """The document of each token."""
    found = []
    for document in range(len(offsets) - 1):
        found += [document] * (offsets[document + 1] - offsets[document])
    assert len(found) == n_tokens
    return found


def window(offsets, sentences, first, length, left, right):
    """(begin, first, behind, end, document) of one match; `sentences` is None where they do not matter."""
    document = documents_of(offsets, offsets[-1])
    behind = first + length

    def fits(token, beside):
        return document[token] == document[first] and (sentences is None or sentences[token] == sentences[beside])

    begin = first
    while first - begin < left and begin - 1 >= 0 and fits(begin - 1, first):
        begin -= 1
    end = behind
    while end - behind < right and end < offsets[-1] and fits(end, behind - 1):
        end += 1
    return [begin, first, behind, end, document[first]]


def beside(ids, offsets, sentences, first, length, place):
    """The term at a place beside a match; -1 where there is none."""
    edge = first if place < 0 else first + length - 1
    token, document = edge + place, documents_of(offsets, offsets[-1])
    if not 0 <= token < len(ids) or document[token] != document[first]:
        return -1
    return ids[token] if sentences is None or sentences[token] == sentences[edge] else -1
