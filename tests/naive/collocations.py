"""Company of words, said as plainly as possible: lists of terms in, dicts of pairs out; None stands for a hole."""


def pairs(sentences, left, right):
    """{(node, neighbour): (count, count before the node)}: a token near several occurrences of the node counts once."""
    found = {}
    for sentence in sentences:
        spans = {}
        for place, node in enumerate(sentence):
            if node is not None:
                spans.setdefault(node, []).append((place, place))
        for node, occurrences in spans.items():
            near_(sentence, node, occurrences, left, right, found)
    return found


def pairs_of_spans(sentences, spans, left, right):
    """As `pairs`, for one node that is given as spans (sentence, first, last): its occurrences."""
    found = {}
    for number, sentence in enumerate(sentences):
        near_(sentence, "node", [(first, last) for where, first, last in spans if where == number], left, right, found)
    return found


def near_(sentence, node, occurrences, left, right, found):
    for place, neighbour in enumerate(sentence):
        if neighbour is None:
            continue
        nearest = []
        for first, last in occurrences:
            if place < first and first - place <= left:
                nearest.append((first - place, 0))
            if place > last and place - last <= right:
                nearest.append((place - last, 1))
        if nearest:
            count, before = found.get((node, neighbour), (0, 0))
            found[node, neighbour] = (count + 1, before + (min(nearest)[1] == 0))


def every_pair(sentences, left, right):
    """{(node, neighbour): (count, count before the node)}: each token of each window counts."""
    found = {}
    for sentence in sentences:
        for place, node in enumerate(sentence):
            for other in range(place - left, place + right + 1):
                if other == place or not 0 <= other < len(sentence) or node is None or sentence[other] is None:
                    continue
                count, before = found.get((node, sentence[other]), (0, 0))
                found[node, sentence[other]] = (count + 1, before + (other < place))
    return found


def shared_units(units):
    """{(node, other): (units that hold both, those in which the other first stands before the node)}."""
    found = {}
    for unit in units:
        terms = [term for term in dict.fromkeys(unit) if term is not None]
        for place, node in enumerate(terms):
            for other, term in enumerate(terms):
                if term != node:
                    count, before = found.get((node, term), (0, 0))
                    found[node, term] = (count + 1, before + (other < place))
    return found


def words_near(sentences, left, right):
    """{word: the words around each of its tokens, added up}."""
    found = {}
    for (node, _), (count, _) in every_pair(sentences, left, right).items():
        found[node] = found.get(node, 0) + count
    return found
