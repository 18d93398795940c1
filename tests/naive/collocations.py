"""Neighbours within a span, said as plainly as possible: for each node word, the set of tokens near any of its occurrences."""


def pairs(sentences, left, right):
    """{(node, neighbour): (count, count before the node)} for `sentences`, lists of terms with None for holes."""
    found = {}
    for sentence in sentences:
        for place, neighbour in enumerate(sentence):
            if neighbour is None:
                continue
            nodes = {}
            for other, node in enumerate(sentence):
                distance = other - place
                if node is None or distance == 0 or not -right <= distance <= left:
                    continue
                key = (abs(distance), 0 if distance > 0 else 1)
                nodes[node] = min(nodes.get(node, key), key)
            for node, (_, side) in nodes.items():
                count, before = found.get((node, neighbour), (0, 0))
                found[node, neighbour] = (count + 1, before + (side == 0))
    return found
