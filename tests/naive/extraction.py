"""The slow twins of RAKE and the word graphs: one document as a list of words and signs, dicts and loops."""

SIGNS = {".", ","}


def runs(words, stop, keep=None):
    """Longest runs of words that are neither stop words nor signs (and are kept)."""
    found, here = [], []
    for word in [*words, "."]:
        if word in SIGNS or word in stop or (keep is not None and word not in keep):
            if here:
                found.append(tuple(here))
            here = []
        else:
            here.append(word)
    return found


def rake(words, stop):
    frequency, degree = {}, {}
    candidates = runs(words, stop)
    for run in candidates:
        for word in run:
            frequency[word] = frequency.get(word, 0) + 1
            degree[word] = degree.get(word, 0) + len(run)
    return {" ".join(run): sum(degree[word] / frequency[word] for word in run) for run in candidates}


def places(words):
    """Places of the words; a run of signs takes up one place."""
    numbered, place = [], 0
    for at, word in enumerate(words):
        if word in SIGNS:
            if numbered and words[at - 1] not in SIGNS:
                place += 1
        else:
            numbered.append((place, word))
            place += 1
    return numbered


def ranked(words, stop, window, weighted, share=None, damping=0.85):
    spots = [(place, word) for place, word in places(words) if word not in stop]
    names = sorted({word for _, word in spots})
    weights = {name: {} for name in names}
    for i, (here, first) in enumerate(spots):
        for there, second in spots[i + 1 :]:
            if there - here < window and first != second:
                for a, b in ((first, second), (second, first)):
                    weights[a][b] = weights[a].get(b, 0) + 1 if weighted else 1
    own = share(spots, names) if share else dict.fromkeys(names, 1.0)
    scores = dict(own)
    for _ in range(300):
        scores = {
            v: (1 - damping) * own[v] + damping * sum(w / sum(weights[u].values()) * scores[u] for u, w in weights[v].items())
            for v in names
        }
    return scores


def summed(candidates, scores):
    return {" ".join(run): sum(scores[word] for word in run) for run in candidates}


def textrank(words, stop, window=2):
    scores = ranked(words, stop, window, weighted=False)
    # Scores that agree to nine digits are ties, which only the exact arithmetic of the kernel could tell apart.
    best = sorted(scores, key=lambda word: (-round(scores[word], 9), word))[: max(len(scores) // 3, 1)]
    return summed(runs(words, stop, set(best)), scores)


def singlerank(words, stop, window=10):
    return summed(runs(words, stop), ranked(words, stop, window, weighted=True))


def positionrank(words, stop, window=10):
    def early(spots, names):
        raw = {name: sum(1 / (1 + place) for place, word in spots if word == name) for name in names}
        return {name: value / sum(raw.values()) for name, value in raw.items()}

    return summed([run for run in runs(words, stop) if len(run) <= 3], ranked(words, stop, window, weighted=True, share=early))
