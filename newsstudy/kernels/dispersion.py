"""How evenly terms are spread over parts: all dispersion measures of many terms in one pass over a sparse matrix."""

import numpy as np

from newsstudy.kernels._jit import kernel
from newsstudy.kernels.deviance import determinant_, deviance_
from newsstudy.kernels.elementary import exp_, log1p_, log_
from newsstudy.kernels.sorting import argsort_

# Columns of the result, in order.
COLUMNS = (
    "n_parts",
    "dp",
    "dp_norm",
    "dp_egbert",
    "kld",
    "dkl",
    "da",
    "juilland_d",
    "carroll_d2",
    "rosengren_s",
    "dc",
    "lyne_d3",
)
LN2 = 0.6931471805599453
WIDE = 2**61  # up to here frequency × tokens, twice over, fits an int64


@kernel
def add_(total: float, rest: float, value: float) -> tuple[float, float]:
    """One step of Neumaier's compensated sum; the sum is total + rest in the end (doi:10.1002/zamm.19740540106)."""
    grown = total + value
    if abs(total) >= abs(value):
        rest += (total - grown) + value
    else:
        rest += (value - grown) + total
    return grown, rest


@kernel
def dispersion_table(indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """float64[n_terms, len(COLUMNS)] for counts in CSC form (a column is a term, a row a part of sizes[row] tokens).

    `sizes` are float64; whole numbers as a rule, and then DP is exact. Parts of size 0 are left out. A term that does
    not occur has n_parts 0 and NaN elsewhere.
    """
    n_terms = indptr.size - 1
    out = np.full((n_terms, 12), np.nan)
    k, tokens, rest, smallest, whole = 0, 0.0, 0.0, np.inf, True
    for part in range(sizes.size):
        if sizes[part] > 0.0:
            k += 1
            tokens, rest = add_(tokens, rest, sizes[part])
            smallest = min(smallest, sizes[part])
            whole = whole and np.floor(sizes[part]) == sizes[part]
    tokens += rest
    longest = 0
    for term in range(n_terms):
        longest = max(longest, indptr[term + 1] - indptr[term])
    counts = np.empty(longest, np.int64)
    spans = np.empty(longest, np.float64)
    rates = np.empty(longest, np.float64)
    order = np.empty(longest, np.int64)
    buffer = np.empty(longest, np.int64)
    for term in range(n_terms):
        n, frequency = 0, 0
        for place in range(indptr[term], indptr[term + 1]):
            if data[place] > 0:
                counts[n] = data[place]
                spans[n] = sizes[indices[place]]
                frequency += data[place]
                n += 1
        out[term, 0] = n
        if n > 0:
            _shares_(counts[:n], spans[:n], frequency, tokens, smallest, k, whole, out[term])
            _rates_(counts[:n], spans[:n], k, rates, order, buffer, out[term])
    return out


@kernel
def _shares_(
    counts: np.ndarray, spans: np.ndarray, frequency: int, tokens: float, smallest: float, k: int, whole: bool, row: np.ndarray
) -> None:
    """Measures that set the term's shares against the parts' shares: DP, KLD, Rosengren's S, Lyne's D3; and Zhang's DC.

    |v·N − s·f| are whole numbers, so DP is one division of exact sums. Parts without the term have |0 − s·f| and need no loop.
    """
    covered, covered_rest, smallest_hit = 0.0, 0.0, spans[0]
    exact_total, float_total, float_rest = 0, 0.0, 0.0
    exact = whole and frequency <= WIDE / tokens
    whole_tokens = int(tokens) if exact else 0
    divergence, divergence_rest = 0.0, 0.0
    chi, chi_rest = 0.0, 0.0
    roots, roots_rest = 0.0, 0.0
    plain, plain_rest = 0.0, 0.0
    for i in range(counts.size):
        v, s = counts[i], spans[i]
        covered, covered_rest = add_(covered, covered_rest, s)
        smallest_hit = min(smallest_hit, s)
        difference = determinant_(float(v), s, float(frequency), tokens)
        if exact:
            exact_total += abs(v * whole_tokens - int(s) * frequency)
        else:
            float_total, float_rest = add_(float_total, float_rest, abs(difference))
        expected = s * float(frequency) / tokens
        divergence, divergence_rest = add_(divergence, divergence_rest, deviance_(float(v), expected, difference / tokens))
        chi, chi_rest = add_(chi, chi_rest, (difference / tokens) * (difference / tokens) / expected)
        roots, roots_rest = add_(roots, roots_rest, np.sqrt(float(v) * s))
        plain, plain_rest = add_(plain, plain_rest, np.sqrt(float(v)))
    missed = max(tokens - (covered + covered_rest), 0.0)
    missed_expected = float(frequency) * missed / tokens
    numerator = float_total + float_rest + float(frequency) * missed
    if exact:
        numerator = float(exact_total + frequency * int(missed))
    row[1] = numerator / (2.0 * frequency) / tokens
    if tokens > smallest:
        row[2] = numerator / (2.0 * frequency) / (tokens - smallest)
    if tokens > smallest_hit:
        row[3] = 1.0 - numerator / (2.0 * frequency) / (tokens - smallest_hit)
    kld = (divergence + divergence_rest + missed_expected) / frequency
    row[4] = kld / LN2
    row[5] = exp_(-kld)
    root = roots + roots_rest
    row[9] = min(root * root / frequency / tokens, 1.0)
    root = plain + plain_rest
    row[10] = min(root * root / frequency / k, 1.0)
    row[11] = 1.0 - (chi + chi_rest + missed_expected) / (4.0 * frequency)


@kernel
def _rates_(
    counts: np.ndarray, spans: np.ndarray, k: int, rates: np.ndarray, order: np.ndarray, buffer: np.ndarray, row: np.ndarray
) -> None:
    """Measures of the relative rates v/s: DA, Juilland's D, Carroll's D2. With one part there is nothing to compare: NaN."""
    if k < 2:
        return
    n = counts.size
    highest = 0
    for i in range(n):
        rates[i] = counts[i] / spans[i]
        if rates[i] > rates[highest]:
            highest = i
    others, rest = 0.0, 0.0
    for i in range(n):
        if i != highest:
            others, rest = add_(others, rest, rates[i])
    others += rest
    total = others + rates[highest]
    row[6] = _da_(rates, order, buffer, n, k, total)
    row[7] = _juilland_d_(rates, n, k, total, highest, others)
    entropy, rest = 0.0, 0.0
    for i in range(n):
        share = rates[i] / total
        if i == highest and share > 0.5:  # ln of a share near 1 is known better from what is left over
            entropy, rest = add_(entropy, rest, -share * log1p_(-others / total))
        else:
            entropy, rest = add_(entropy, rest, -share * log_(share))
    row[8] = min((entropy + rest) / log_(float(k)), 1.0)


@kernel
def _da_(rates: np.ndarray, order: np.ndarray, buffer: np.ndarray, n: int, k: int, total: float) -> float:
    """1 − mean pairwise difference / (2 × mean), in k·log k: 2·Σ (rank − 1)·rate / ((k − 1)·Σ rate), highest rate first."""
    argsort_(rates, order, buffer, n)
    weighted, rest = 0.0, 0.0
    for i in range(n):
        weighted, rest = add_(weighted, rest, (n - 1 - i) * rates[order[i]])
    return min(2.0 * (weighted + rest) / total / (k - 1), 1.0)


@kernel
def _juilland_d_(rates: np.ndarray, n: int, k: int, total: float, highest: int, others: float) -> float:
    """1 − √x with x = CV²/(k − 1); near 0 as (1 − x)/(1 + √x), where 1 − x = k/(k − 1) · Σ r·(Σr − r)/(Σr)² does not cancel."""
    mean = total / k
    squares, rest = (k - n) * (mean * mean), 0.0
    for i in range(n):
        squares, rest = add_(squares, rest, (rates[i] - mean) * (rates[i] - mean))
    x = (squares + rest) / k / (mean * mean) / (k - 1)
    if x < 0.25:
        return float(1.0 - np.sqrt(x))
    mixed, rest = 0.0, 0.0
    for i in range(n):
        left_over = others if i == highest else total - rates[i]
        mixed, rest = add_(mixed, rest, rates[i] / total * (left_over / total))
    complement = (mixed + rest) * k / (k - 1)
    return float(complement / (1.0 + np.sqrt(max(1.0 - complement, 0.0))))
