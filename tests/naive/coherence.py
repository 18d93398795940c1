"""Coherence and left to right in obvious Python: windows as sets, formulas pair by pair, every dealing of topics tried."""

import itertools
import math

EPSILON = 1e-12


def windows(texts, size):
    """Every window as a set of terms; a text shorter than the window is one."""
    return [set(text[first : first + size]) for text in texts for first in range(max(len(text) - size + 1, 1))]


def forgetful_windows(texts, size):
    """gensim's: when a token leaves, its term is struck out even where another copy is still in the window."""
    found = []
    for text in texts:
        there = set(text[:size])
        found.append(set(there))
        for first in range(1, len(text) - size + 1):
            there.discard(text[first - 1])
            there.add(text[first + size - 1])
            found.append(set(there))
    return found


def counts(found, terms):
    """(singles, together) over a list of sets."""
    together = [[sum(a in one and b in one for one in found) for b in terms] for a in terms]
    return [together[i][i] for i in range(len(terms))], together


def contexts(text, reach, a, b):
    """Pairs of places of a and b at most `reach` tokens apart."""
    return sum(
        text[i] == a and text[j] == b and abs(i - j) <= reach for i in range(len(text)) for j in range(len(text)) if i != j
    )


def pmi(a, b, both, n):
    return math.log((both / n + EPSILON) / (a / n * (b / n)))


def npmi(a, b, both, n):
    if both == n:
        return 1.0
    return pmi(a, b, both, n) / -math.log(both / n + EPSILON)


def score(measure, singles, together, n):
    """One topic's coherence by one measure; every term stands somewhere."""
    k = len(singles)
    before = [(i, j) for i in range(k) for j in range(i)]
    apart = [(i, j) for i in range(k) for j in range(k) if i != j]
    if measure == "u_mass":
        return sum(math.log((together[i][j] + 1) / singles[j]) for i, j in before)
    if measure == "u_mass_stm":
        return sum(math.log((together[i][j] + 0.01) / (singles[j] + 0.01)) for i, j in before)
    if measure == "u_mass_mean":
        return mean([math.log((together[i][j] / n + EPSILON) / (singles[j] / n)) for i, j in before])
    if measure == "uci":
        return mean([pmi(singles[i], singles[j], together[i][j], n) for i, j in apart])
    if measure == "npmi":
        return mean([npmi(singles[i], singles[j], together[i][j], n) for i, j in apart])
    if measure == "c_p":
        return mean([fitelson(singles[i], singles[j], together[i][j], n) for i, j in before])
    vectors = [[npmi(singles[i], singles[j], singles[i] if i == j else together[i][j], n) for j in range(k)] for i in range(k)]
    if measure == "c_a":
        return mean([cosine(vectors[i], vectors[j]) for i, j in apart])
    whole = [sum(vector[j] for vector in vectors) for j in range(k)]
    return mean([cosine(vector, whole) for vector in vectors])


def fitelson(a, b, both, n):
    given = both / b
    otherwise = (a - both) / (n - b) if b < n else 0.0
    return (given - otherwise) / (given + otherwise) if given + otherwise else 0.0


def cosine(first, second):
    lengths = math.sqrt(sum(x * x for x in first)) * math.sqrt(sum(x * x for x in second))
    return sum(x * y for x, y in zip(first, second, strict=True)) / lengths if lengths else 0.0


def mean(values):
    return sum(values) / len(values)


def rank_biased_overlap(first, second, p):
    """The sum to many places of two lists that go on agreeing at the rate of their last place; equal lengths."""
    k = len(first)
    agreements = [len(set(first[:d]) & set(second[:d])) / d for d in range(1, k + 1)]
    endless = [*agreements, *[agreements[-1]] * 2000]
    return (1 - p) * sum(agreement * p**d for d, agreement in enumerate(endless))


def document_probability(tokens, prior, topics):
    """The probability of tokens in their order, summed over every way to deal topics to them; topics (n_topics, n_terms)."""
    total = 0.0
    for dealt in itertools.product(range(len(prior)), repeat=len(tokens)):
        chance, counts_ = 1.0, list(prior)
        for n, (topic, term) in enumerate(zip(dealt, tokens, strict=True)):
            chance *= counts_[topic] / (sum(prior) + n) * topics[topic][term]
            counts_[topic] += 1
        total += chance
    return total
