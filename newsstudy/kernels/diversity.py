"""How varied the words of a text are: counts of types in windows, factors and random draws, text by text."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.elementary import expm1_, log1p_


@kernel
def dense_ids_(ids: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, int]:
    """The ids of one text renumbered from 0 in order of first appearance, and how many there are.

    `number` is scratch: −1 everywhere, longer than the highest id; it is left as it was found.
    """
    out = np.empty(ids.size, np.int64)
    n_types = 0
    for i in range(ids.size):
        if number[ids[i]] < 0:
            number[ids[i]] = n_types
            n_types += 1
        out[i] = number[ids[i]]
    for i in range(ids.size):
        number[ids[i]] = -1
    return out, n_types


@kernel
def window_types_(ids: np.ndarray, n_types: int, window: int) -> int:
    """The number of types added up over all windows of `window` neighbouring tokens; ids from 0 to n_types − 1."""
    seen = np.zeros(n_types, np.int64)
    types, total = 0, 0
    for i in range(ids.size):
        if seen[ids[i]] == 0:
            types += 1
        seen[ids[i]] += 1
        if i >= window:
            gone = ids[i - window]
            seen[gone] -= 1
            if seen[gone] == 0:
                types -= 1
        if i >= window - 1:
            total += types
    return total


@kernel
def segment_types_(ids: np.ndarray, n_types: int, segment: int) -> int:
    """The number of types added up over complete segments of `segment` tokens; a shorter tail is left out."""
    last = np.full(n_types, -1, np.int64)
    total = 0
    for i in range(ids.size // segment * segment):
        if last[ids[i]] < i // segment:
            last[ids[i]] = i // segment
            total += 1
    return total


@kernel
def factors_(ids: np.ndarray, n_types: int, threshold: float, strict: bool, step: int) -> float:
    """How many times the type-token ratio falls to the threshold (strict: below it), the rest as a part of a factor.

    step 1 reads forwards, −1 backwards.
    """
    last = np.full(n_types, -1, np.int64)
    factors = 0.0
    run, types, tokens = 0, 0, 0
    for i in range(ids.size):
        word = ids[i] if step > 0 else ids[ids.size - 1 - i]
        tokens += 1
        if last[word] < run:
            last[word] = run
            types += 1
        ratio = types / tokens
        if ratio < threshold or (ratio == threshold and not strict):
            factors += 1.0
            run += 1
            types, tokens = 0, 0
    if tokens > 0:
        factors += (1.0 - types / tokens) / (1.0 - threshold)
    return factors


@kernel
def mtld_(ids: np.ndarray, n_types: int, threshold: float, strict: bool) -> float:
    """Mean of tokens per factor forwards and backwards; NaN where no word comes again, so that no factor can be counted."""
    forwards = factors_(ids, n_types, threshold, strict, 1)
    backwards = factors_(ids, n_types, threshold, strict, -1)
    if forwards == 0.0 or backwards == 0.0:
        return np.nan
    return (ids.size / forwards + ids.size / backwards) / 2.0


@kernel
def drawn_share_(frequency: int, n: int, draws: int) -> float:
    """The probability that a type of this frequency is among `draws` of n tokens drawn without putting back.

    1 − Π (1 − long/(n − j)) over the shorter of the two numbers, through log1p and expm1: a product near 1 keeps its digits.
    """
    short, long = min(frequency, draws), max(frequency, draws)
    log_missed = 0.0
    for j in range(short):
        if long >= n - j:
            return 1.0
        log_missed += log1p_(-long / (n - j))
    return -expm1_(log_missed)


@kernel
def hdd_(spectrum: np.ndarray, n: int, draws: int) -> float:
    """Expected type-token ratio of `draws` tokens; spectrum[i] is the number of types of frequency i."""
    if n < draws:
        return np.nan
    total = 0.0
    for frequency in range(spectrum.size - 1, 0, -1):
        if spectrum[frequency] > 0:
            total += spectrum[frequency] * drawn_share_(frequency, n, draws)
    return total / draws


@kernel
def spectrum_(ids: np.ndarray, n_types: int) -> np.ndarray:
    """How many types have each frequency: int64, index is the frequency."""
    counts = np.zeros(n_types, np.int64)
    highest = 0
    for i in range(ids.size):
        counts[ids[i]] += 1
        highest = max(highest, counts[ids[i]])
    out = np.zeros(highest + 1, np.int64)
    for i in range(n_types):
        out[counts[i]] += 1
    return out


@kernel
def diversity_table(ids: np.ndarray, offsets: np.ndarray, window: int, threshold: float, draws: int) -> np.ndarray:
    """float64[n_documents, 6]: types, types summed over windows, MTLD, HD-D, sum of squared frequencies, tokens; per document."""
    n_documents = offsets.size - 1
    out = np.full((n_documents, 6), np.nan)
    highest = 0
    for i in range(ids.size):
        highest = max(highest, ids[i])
    number = np.full(highest + 1, -1, np.int64)
    for document in range(n_documents):
        words, n_types = dense_ids_(ids[offsets[document] : offsets[document + 1]], number)
        n = words.size
        out[document, 0] = n_types
        out[document, 5] = n
        if n == 0:
            continue
        if n >= window:
            out[document, 1] = window_types_(words, n_types, window)
        out[document, 2] = mtld_(words, n_types, threshold, False)
        spectrum = spectrum_(words, n_types)
        out[document, 3] = hdd_(spectrum, n, draws)
        squares = 0
        for frequency in range(1, spectrum.size):
            squares += spectrum[frequency] * frequency * frequency
        out[document, 4] = squares
    return out
