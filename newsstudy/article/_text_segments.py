"""Text segments: where a text turns from one matter to the next, how firmly, and how often chance would say so."""

from __future__ import annotations

from itertools import product as combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsstudy import schemas
from newsstudy.article._likeness import BY, checked_by, dots, words_of
from newsstudy.article._passages import paragraphs_of, sentences_of, tokens_record
from newsstudy.article._random_order import checked_resamples, extreme, orders
from newsstudy.errors import InputError
from newsstudy.given import whole
from newsstudy.kernels.elementary import log10
from newsstudy.kernels.reduce import mean_float, total_float, total_int, variance_float
from newsstudy.randomness import seed_of
from newsstudy.tokens import Tokens
from newsstudy.tokens._inputs import checked_tokens

Array = np.ndarray[Any, Any]
CUTOFFS = {"high": 0.5, "low": 1.0}  # boundaries are deeper than mean − this many standard deviations: Hearst's HC and LC
LEAST = 6  # sentences with words; a shorter text has no gap with three sentences on either side
GRID = tuple(combinations(BY, (2, 3, 4, 5), (0, 1), CUTOFFS))


class Setting(NamedTuple):
    """One way to cut: by what sentences are compared, sentences in a block, rounds of smoothing, cutoff."""

    by: str
    block: int
    smoothing: int
    cutoff: str


def text_segments(
    tokens: Tokens,
    *,
    by: str = "terms",
    block: int = 3,
    smoothing: int = 1,
    cutoff: str = "high",
    n_resamples: int = 199,
    rng: Any = 0,
) -> pd.DataFrame:
    """Where does a text turn from one matter to the next, and would other settings, or chance, say the same?

    TextTiling on our own counts: at each gap between two sentences the block before is compared with the block behind; a gap
    much less alike than the peaks on both sides is a boundary.

    Parameters
    ----------
    tokens : Tokens
        The words, in order. Function words need not be dropped, see `newsstudy.sentence_similarity`.
    by : "terms" or "characters"
        What sentences are compared by.
    block : int
        Sentences in a block.
    smoothing : int
        Rounds in which each similarity becomes the mean of itself and its neighbours.
    cutoff : "high" or "low"
        A boundary is deeper than the mean depth less a half ("high") or one ("low") standard deviation.
    n_resamples : int
        Random orders of the sentences, 99 to 100,000.
    rng : int or numpy.random.Generator
        The seed.

    Returns
    -------
    DataFrame, schema TEXT_SEGMENTS
        One row a sentence with words; `boundary` says whether a segment begins with it, `stability` in what share of 32 settings
        (both `by`, blocks of 2 to 5, with and without smoothing, both cutoffs) it does, `depth_p` how often the deepest gap of
        sentences in random order is as deep. The settings hold for each document what share of settings agree on a gap in
        random order, in the mean and at most. Texts of fewer than six sentences are not cut.

    References
    ----------
    Hearst 1997, TextTiling: Segmenting text into multi-paragraph subtopic passages, Computational Linguistics 23(1), 33-64.

    Examples
    --------
    >>> import newsstudy as ns
    >>> table = ns.text_segments(ns.sample_article().tokenize(), n_resamples=99)
    >>> table[table.boundary][["sentence", "segment"]].values.tolist()
    [[4, 2], [8, 3], [12, 4], [18, 5]]
    """
    corpus = checked_tokens(tokens, "text_segments")
    setting = Setting(checked_by(by), whole(block, "block", 1), whole(smoothing, "smoothing", 0), _checked_cutoff(cutoff))
    n_resamples, seed = checked_resamples(n_resamples, "text_segments"), seed_of(rng)
    spans, paragraphs = sentences_of(corpus, tokens.sentence_rule), paragraphs_of(corpus)
    texts = corpus.texts
    first = np.searchsorted(spans.document, np.arange(len(corpus) + 1))
    rows: list[pd.DataFrame] = []
    tests: dict[str, dict[str, float]] = {}
    short = 0
    for document, name in enumerate(corpus.ids):
        words = words_of(tokens, document, "terms")
        n = len(words.numbers)
        if not n:
            continue
        products = {kind: _padded(dots(found, found.form)[0]) for kind in BY for found in [words_of(tokens, document, kind)]}
        found = _cut(products, np.arange(n), setting)
        if n >= LEAST:
            content = texts[document].encode()
            drawn = [_cut(products, order, setting) for order in orders(seed, "text segments", content, n, n_resamples)]
            depth_p, tests[name] = _chance(found, drawn)
        else:
            depth_p, short = np.full(n, np.nan), short + 1
        own = first[document] + words.numbers
        begins = paragraphs.start[paragraphs.document == document]
        place = np.searchsorted(begins, spans.start[own], side="right")
        rows.append(
            pd.DataFrame(
                {
                    "document": [name] * n,
                    "sentence": words.numbers,
                    "start": spans.start[own],
                    "length": spans.length[own],
                    "text": [spans.text[row] for row in own.tolist()],
                    "n_words": np.bincount(words.sentence, minlength=n),
                    "paragraph": np.diff(place, prepend=-1) > 0,
                    "segment": 1 + np.cumsum(found["boundary"]),
                    "boundary": found["boundary"],
                    "similarity": found["similarity"],
                    "depth": found["depth"],
                    "depth_p": depth_p,
                    "stability": found["stability"],
                    "stability_near": found["stability_near"],
                }
            )
        )
    settings = {**tokens_record(tokens), **setting._asdict(), "n_resamples": n_resamples, "seed": seed, "tests": tests}
    if short:
        why = f"fewer than {LEAST} sentences in {short} of {len(corpus)} documents"
        settings["missing"] = dict.fromkeys(("similarity", "depth", "depth_p", "stability", "stability_near"), why)
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=schemas.TEXT_SEGMENTS.names)
    return schemas.TEXT_SEGMENTS.table(dict(table.items()), settings)


def _checked_cutoff(cutoff: Any) -> str:
    if not isinstance(cutoff, str) or cutoff not in CUTOFFS:
        raise InputError(f'cutoff must be "high" (fewer boundaries) or "low" (more); got {cutoff!r}')
    return cutoff


def _padded(product: Array) -> Array:
    """The products with a last row and column of zeros, for places before and behind the text."""
    n = len(product)
    padded = np.zeros((n + 1, n + 1))
    padded[:n, :n] = product
    return padded


def _cut(products: dict[str, Array], order: Array, setting: Setting) -> dict[str, Array]:
    """Similarity and depth at the gap before each sentence of this order, boundaries, and the share of settings that agree."""
    n = len(order)
    if n < LEAST:
        none = np.full(n, np.nan)
        return {"similarity": none, "depth": none, "boundary": np.zeros(n, bool), "stability": none, "stability_near": none}
    similar = {(by, block): _gaps(products[by], order, block) for by in BY for block in sorted({setting.block, 2, 3, 4, 5})}
    marks = [_boundaries(_depth(_smooth(similar[by, block], rounds)), block, cutoff) for by, block, rounds, cutoff in GRID]
    agree = total_int(np.array(marks), axis=0)
    near = np.array(marks)
    near[:, 1:] |= np.array(marks)[:, :-1]
    near[:, :-1] |= np.array(marks)[:, 1:]
    smoothed = _smooth(similar[setting.by, setting.block], setting.smoothing)
    depth = _depth(smoothed)
    found = {"similarity": smoothed, "depth": depth, "stability": agree / len(GRID)}
    found["stability_near"] = total_int(near, axis=0) / len(GRID)
    # The first sentence has no gap before it.
    missing = {name: np.concatenate([[np.nan], values]) for name, values in found.items()}
    return {**missing, "boundary": np.concatenate([[False], _boundaries(depth, setting.block, setting.cutoff)])}


def _gaps(product: Array, order: Array, block: int) -> Array:
    """The cosine of the block before and the block behind each gap, from the products of single sentences."""
    n = len(order)
    places = np.concatenate([order, [n]])  # n: nothing there
    gap, step = np.arange(1, n)[:, None], np.arange(block)[None, :]
    left = places[np.where(gap - 1 - step >= 0, gap - 1 - step, n)]
    right = places[np.where(gap + step < n, gap + step, n)]
    between, before, behind = (_block_sum(product, a, b) for a, b in ((left, right), (left, left), (right, right)))
    scale = np.sqrt(before) * np.sqrt(behind)
    found: Array = np.minimum(np.divide(between, scale, out=np.zeros(n - 1), where=scale > 0), 1.0)
    return found


def _block_sum(product: Array, rows: Array, columns: Array) -> Array:
    cells = product[rows[:, :, None], columns[:, None, :]].reshape(len(rows), -1)
    total: Array = total_float(cells, axis=1)
    return total


def _smooth(similarity: Array, rounds: int) -> Array:
    """Each value as the mean of itself and its neighbours; at the ends of those there are."""
    for _ in range(rounds):
        ends = np.concatenate([[0.0], similarity, [0.0]])
        n_parts = np.concatenate([[0], np.ones(len(similarity), np.int64), [0]])
        similarity = (ends[:-2] + ends[1:-1] + ends[2:]) / (n_parts[:-2] + n_parts[1:-1] + n_parts[2:])
    return similarity


def _depth(similarity: Array) -> Array:
    """How far each gap lies below the peaks to which the curve climbs from it on both sides, added up."""
    depth: Array = (_peak(similarity) - similarity) + (_peak(similarity[::-1])[::-1] - similarity)
    return depth


def _peak(similarity: Array) -> Array:
    """The value to which the curve climbs to the left of each gap without a fall."""
    place = np.arange(len(similarity))
    starts = np.concatenate([[True], similarity[1:] > similarity[:-1]])  # here, the way to the left goes down
    peaks: Array = similarity[np.maximum.accumulate(np.where(starts, place, 0))]
    return peaks


def _boundaries(depth: Array, block: int, cutoff: str) -> Array:
    """Gaps deeper than the cutoff and than all others within a block; of equal ones the first; no segment of one sentence."""
    least = float(mean_float(depth)) - CUTOFFS[cutoff] * float(np.sqrt(variance_float(depth)))
    found = (depth > least) & (depth > 0)
    for step in range(1, block):
        found[step:] &= depth[step:] > depth[:-step]
        found[:-step] &= depth[:-step] >= depth[step:]
    found[0] = found[-1] = False
    return found


def _chance(found: dict[str, Array], drawn: list[dict[str, Array]]) -> tuple[Array, dict[str, float]]:
    """log10 p of each depth against the deepest gap of random orders, and how much agreement between settings chance gives."""
    deepest = np.sort(np.array([one["depth"][1:].max() for one in drawn]), kind="stable")
    reached = len(drawn) - np.searchsorted(deepest, found["depth"][1:], side="left")
    p = log10((1 + reached) / (1.0 + len(drawn)))
    agreed = [float(mean_float(one["stability"][1:])) for one in drawn]
    test = {
        "n_boundaries": total_int(found["boundary"]),
        "boundaries_expected": float(mean_float(np.array([float(total_int(one["boundary"])) for one in drawn]))),
        "stability_expected": float(mean_float(np.array(agreed))),
        "stability_highest": extreme([float(one["stability"][1:].max()) for one in drawn], 0.95),
    }
    return np.concatenate([[np.nan], p]), test
