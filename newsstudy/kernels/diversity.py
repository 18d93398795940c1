"""How varied the words of a text are: counts of types in windows, runs and random draws, text by text."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.deviance import deviance_
from newsstudy.kernels.dispersion import add_
from newsstudy.kernels.elementary import expm1_, log1p_, log_

LN2 = 0.6931471805599453
CURVE = (35, 50)  # the sizes of the samples to which vocd-D is fitted, both included

# Columns of diversity_table, in order.
COLUMNS = (
    "n",
    "v",
    "once",
    "repeats",
    "surplus",
    "spread",
    "entropy",
    "windows",
    "segments",
    "mtld",
    "hdd",
    "mtld_wrap",
    "mtld_bid",
    "vocd_d",
)
MOMENTS = 7  # of these columns, the first ones come from the spectrum alone


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
def ends_(types: int, tokens: int, threshold: float, below: bool, shortest: int) -> bool:
    """Whether a run of so many types and tokens has fallen to the threshold (below: under it) and is long enough."""
    ratio = types / tokens
    return tokens >= shortest and (ratio < threshold or (ratio == threshold and not below))


@kernel
def factors_(ids: np.ndarray, n_types: int, threshold: float, below: bool, shortest: int, step: int) -> float:
    """How many runs end one after another, the rest of the text as a part of a run; step 1 reads forwards, −1 backwards."""
    last = np.full(n_types, -1, np.int64)
    factors = 0.0
    run, types, tokens = 0, 0, 0
    for i in range(ids.size):
        word = ids[i] if step > 0 else ids[ids.size - 1 - i]
        tokens += 1
        if last[word] < run:
            last[word] = run
            types += 1
        if ends_(types, tokens, threshold, below, shortest):
            factors += 1.0
            run += 1
            types, tokens = 0, 0
    if tokens > 0:
        factors += (1.0 - types / tokens) / (1.0 - threshold)
    return factors


@kernel
def mtld_(ids: np.ndarray, n_types: int, threshold: float, below: bool, shortest: int) -> float:
    """Mean of tokens per factor forwards and backwards; NaN where no word comes again, so that no factor can be counted."""
    forwards = factors_(ids, n_types, threshold, below, shortest, 1)
    backwards = factors_(ids, n_types, threshold, below, shortest, -1)
    if forwards == 0.0 or backwards == 0.0:
        return np.nan
    return (ids.size / forwards + ids.size / backwards) / 2.0


@kernel
def mean_run_(ids: np.ndarray, n_types: int, threshold: float, below: bool, shortest: int, step: int, wrap: bool) -> float:
    """Mean length of the runs that begin at each token. NaN where no run ends.

    With wrap a run goes on at the text's beginning as often as needed; else runs that the text's end cuts off are left out.
    """
    last = np.full(n_types, -1, np.int64)
    n = ids.size
    total, runs = 0, 0
    for start in range(n):
        types, tokens, place = 0, 0, start
        ended = False
        while not ended and (wrap or start + tokens < n):
            word = ids[place] if step > 0 else ids[n - 1 - place]
            tokens += 1
            place = place + 1 if place + 1 < n else 0
            if last[word] < start:
                last[word] = start
                types += 1
            ended = ends_(types, tokens, threshold, below, shortest)
        if ended:
            total += tokens
            runs += 1
    return total / runs if runs > 0 else np.nan


@kernel
def mtld_wrap_(ids: np.ndarray, n_types: int, threshold: float, below: bool, shortest: int) -> float:
    """Mean run from each token on, round the text's end; NaN where no word comes again."""
    if n_types == ids.size:
        return np.nan
    return mean_run_(ids, n_types, threshold, below, shortest, 1, True)


@kernel
def mtld_bid_(ids: np.ndarray, n_types: int, threshold: float, below: bool, shortest: int) -> float:
    """Mean run from each token on, forwards and backwards averaged; NaN where in one direction no run ends."""
    forwards = mean_run_(ids, n_types, threshold, below, shortest, 1, False)
    return (forwards + mean_run_(ids, n_types, threshold, below, shortest, -1, False)) / 2.0


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
def hdd_(frequencies: np.ndarray, types: np.ndarray, n: int, draws: int) -> float:
    """Expected type-token ratio of `draws` tokens; types[i] different words have frequencies[i]. NaN for a shorter text."""
    if n < draws:
        return np.nan
    total = 0.0
    for i in range(frequencies.size - 1, -1, -1):
        total += types[i] * drawn_share_(frequencies[i], n, draws)
    return total / draws


@kernel
def slope_(u: float, ratios: np.ndarray, low: int) -> float:
    """Half the fall of the squared error of the curve 2 / (1 + √(1 + 2 n u)) as u = 1/D grows; above 0 left of the best u."""
    total = 0.0
    for i in range(ratios.size):
        root = np.sqrt(1.0 + 2.0 * (low + i) * u)
        total += (2.0 / (1.0 + root) - ratios[i]) * (low + i) / (root * (1.0 + root) * (1.0 + root))
    return total


@kernel
def vocd_d_(frequencies: np.ndarray, types: np.ndarray, n: int, low: int, high: int) -> float:
    """D of the curve that lies nearest, by least squares, to the expected ratios of `low` to `high` drawn tokens.

    Infinity where no word comes again, NaN for a text shorter than `high`.
    """
    if n < high:
        return np.nan
    ratios = np.empty(high - low + 1, np.float64)
    for i in range(ratios.size):
        ratios[i] = hdd_(frequencies, types, n, low + i)
    if frequencies.size == 1 and frequencies[0] == 1:
        return np.inf
    left, right = 1e-12, 2e-12
    while slope_(right, ratios, low) > 0.0:
        left = right
        right = 2.0 * right
    while True:
        middle = left + (right - left) / 2.0
        if middle <= left or middle >= right:
            return 1.0 / right
        if slope_(middle, ratios, low) > 0.0:
            left = middle
        else:
            right = middle


@kernel
def fisher_alpha_(n: float, v: float) -> float:
    """α with v = α ln(1 + n/α): Newton's method in y = n/α from above, where (y − ln(1 + y)) − y (n − v)/n is convex.

    Infinity where no word comes again.
    """
    if v >= n:
        return np.inf
    repeated, varied = (n - v) / n, v / n
    y = 4.0 * repeated
    while y - log1p_(y) < repeated * y:
        y = 2.0 * y
    for _ in range(200):
        excess = varied * y - log1p_(y) if repeated > 0.5 else deviance_(1.0, 1.0 + y, -y) - repeated * y
        following = y - excess / (varied - 1.0 / (1.0 + y) if repeated > 0.5 else y / (1.0 + y) - repeated)
        if not following < y:
            break
        y = following
    return n / y


@kernel
def fisher_alpha(n: np.ndarray, v: np.ndarray) -> np.ndarray:
    """fisher_alpha_ of each row; NaN for a text without words."""
    out = np.full(n.size, np.nan)
    for i in range(n.size):
        if n[i] > 0.0:
            out[i] = fisher_alpha_(n[i], v[i])
    return out


@kernel
def spectrum_(ids: np.ndarray, n_types: int) -> tuple[np.ndarray, np.ndarray]:
    """The frequencies that occur, rising, and how many types have each: two int64 arrays."""
    counts = np.zeros(n_types, np.int64)
    highest = 0
    for i in range(ids.size):
        counts[ids[i]] += 1
        highest = max(highest, counts[ids[i]])
    dense = np.zeros(highest + 1, np.int64)
    for i in range(n_types):
        dense[counts[i]] += 1
    size = 0
    for frequency in range(1, highest + 1):
        size += dense[frequency] > 0
    frequencies, types = np.empty(size, np.int64), np.empty(size, np.int64)
    size = 0
    for frequency in range(1, highest + 1):
        if dense[frequency] > 0:
            frequencies[size], types[size] = frequency, dense[frequency]
            size += 1
    return frequencies, types


@kernel
def moments_(frequencies: np.ndarray, types: np.ndarray, row: np.ndarray) -> None:
    """The first MOMENTS columns of a text's row from its spectrum.

    repeats is Σ f² − n, surplus Σ f² − v, spread Σ (v f − n)²: sums whose differences would cancel are taken as whole numbers.
    """
    n, v, repeats, surplus = 0, 0, 0, 0
    for i in range(frequencies.size):
        n += frequencies[i] * types[i]
        v += types[i]
        repeats += types[i] * frequencies[i] * (frequencies[i] - 1)
        surplus += types[i] * (frequencies[i] * frequencies[i] - 1)
    spread, spread_rest = 0.0, 0.0
    entropy, entropy_rest = 0.0, 0.0
    for i in range(frequencies.size):
        apart = float(v * frequencies[i] - n)
        spread, spread_rest = add_(spread, spread_rest, types[i] * (apart * apart))
        share = frequencies[i] / n
        # ln of a share near 1 is known better from what is left over; only one word can have such a share.
        log_share = log1p_(-float(n - frequencies[i]) / n) if share > 0.5 else log_(share)
        entropy, entropy_rest = add_(entropy, entropy_rest, -(types[i] * (share * log_share)))
    row[0], row[1], row[3], row[4] = n, v, repeats, surplus
    row[2] = types[0] if frequencies[0] == 1 else 0
    row[5] = spread + spread_rest
    row[6] = (entropy + entropy_rest) / LN2


@kernel
def diversity_table(
    ids: np.ndarray, offsets: np.ndarray, window: int, segment: int, threshold: float, draws: int, moving: bool, curve: bool
) -> np.ndarray:
    """float64[n_documents, len(COLUMNS)]: what the measures of each text are made from.

    windows and segments are types added up; mtld ends a run at the threshold, the moving means below it after ten tokens, as
    in their authors' program. `moving` and `curve` ask for the slow columns (mtld_wrap, mtld_bid; vocd_d), else NaN.
    """
    n_documents = offsets.size - 1
    out = np.full((n_documents, 14), np.nan)
    highest = 0
    for i in range(ids.size):
        highest = max(highest, ids[i])
    number = np.full(highest + 1, -1, np.int64)
    for document in range(n_documents):
        words, n_types = dense_ids_(ids[offsets[document] : offsets[document + 1]], number)
        n, row = words.size, out[document]
        if n == 0:
            row[:6] = 0.0
            continue
        frequencies, types = spectrum_(words, n_types)
        moments_(frequencies, types, row)
        if n >= window:
            row[7] = window_types_(words, n_types, window)
        if n >= segment:
            row[8] = segment_types_(words, n_types, segment)
        row[9] = mtld_(words, n_types, threshold, False, 1)
        row[10] = hdd_(frequencies, types, n, draws)
        if moving:
            row[11] = mtld_wrap_(words, n_types, threshold, True, 10)
            row[12] = mtld_bid_(words, n_types, threshold, True, 10)
        if curve:
            row[13] = vocd_d_(frequencies, types, n, CURVE[0], CURVE[1])
    return out
