"""Change points: when the rate of a word rose or fell for good, with an interval for the date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from newsstudy import engine, measures, schemas
from newsstudy.kernels import special
from newsstudy.kernels.reduce import total_int

LN2 = 0.6931471805599453
TERMS_PER_BLOCK = 64


def change_points(
    table: pd.DataFrame, *, penalty: str | float = "mbic", min_periods: int = 2, conf: float = 0.95
) -> pd.DataFrame:
    """When did the rate of a word change, and how surely is the date known?

    Parameters
    ----------
    table : TRENDS table
        As `ns.trends` gives it. Periods without tokens are passed over.
    penalty : {"mbic", "bic"} or float
        The price of a change, see `measures.change_points`. With "mbic" series without a change are given one in less than a
        tenth of cases, also where words come in clusters.
    min_periods : int
        The shortest stretch of one rate; shorter peaks are bursts (`ns.bursts`).
    conf : float
        Level of the intervals.

    Returns
    -------
    DataFrame, schema CHANGE_POINTS
        A row for each change, in the order of terms and periods; none for a term without a change.

    Notes
    -----
    Counts are judged against the tokens of their period, and against the term's own dispersion: the largest of 1, the
    dispersion by documents (in the table) and that of neighbouring periods (`measures.neighbour_dispersion`). The interval of
    the log ratio takes the place of the change for known.

    Examples
    --------
    >>> import newsstudy as ns
    >>> texts = ["a b c d snow"] * 12 + ["a b snow snow snow"] * 12
    >>> rows = [{"text": text, "date": f"2021-{1 + i // 2:02}-03", "n": i} for i, text in enumerate(texts)]
    >>> found = ns.change_points(ns.trends(ns.corpus_from(rows).tokenize().count(), "snow"), penalty="bic")
    >>> found[["term", "period", "log_ratio"]].round(2).values.tolist()
    [['snow', '2021-07', 1.55]]
    """
    record = schemas.TRENDS.check(table)
    options: dict[str, Any] = {"penalty": penalty, "min_periods": min_periods, "conf": conf}
    measures.change_points(np.zeros((0, 1)), np.ones(1), **options)  # a wrong option is an error also for an empty table
    terms = _by_term(table)
    alike: dict[bytes, list[_Term]] = {}
    for term in terms:
        alike.setdefault(term.tokens.tobytes(), []).append(term)
    blocks = [group[a:b] for group in alike.values() for a, b in engine.blocks_of(len(group), TERMS_PER_BLOCK)]

    def one(block: list[_Term]) -> tuple[list[list[measures.ChangePoint]], list[float]]:
        counts, exposure = np.stack([term.counts for term in block]), block[0].tokens
        by_documents = np.array([term.dispersion for term in block])
        scale = np.fmax(np.fmax(by_documents, measures.neighbour_dispersion(counts, exposure)), 1.0)
        return measures.change_points(counts, exposure, dispersion=scale, **options), scale.tolist()

    found: dict[str, tuple[list[measures.ChangePoint], float]] = {}
    for block, (changes, scales) in zip(blocks, engine.map_blocks(one, blocks), strict=True):
        for term, own, scale in zip(block, changes, scales, strict=True):
            found[term.name] = own, scale
    z = float(special.normal_quantile((1.0 + conf) / 2.0))
    rows = [row for term in terms for row in _rows(term, *found[term.name], z)]
    columns = {name: [row[name] for row in rows] for name in schemas.CHANGE_POINTS.names}
    settings = {"trends": record["settings"], "penalty": penalty, "min_periods": int(min_periods), "conf": float(conf)}
    return schemas.CHANGE_POINTS.table(columns, settings)


@dataclass(frozen=True)
class _Term:
    """A term's periods with tokens."""

    name: str
    periods: list[str]
    counts: np.ndarray
    tokens: np.ndarray
    dispersion: float


def _by_term(table: pd.DataFrame) -> list[_Term]:
    """The terms in the order of their first rows; columns are taken out once, as pandas copies the settings with each part."""
    names, periods = table["term"].tolist(), table["period"].tolist()
    counts, tokens = table["count"].to_numpy(), table["period_tokens"].to_numpy()
    dispersion = table["dispersion"].to_numpy()
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if tokens[place] > 0:
            places.setdefault(str(name), []).append(place)
    return [
        _Term(name, [str(periods[i]) for i in rows], counts[rows], tokens[rows], float(dispersion[rows[0]]))
        for name, rows in places.items()
    ]


def _rows(term: _Term, changes: list[measures.ChangePoint], scale: float, z: float) -> list[dict[str, Any]]:
    """One row a change: rates of the stretch before and after, and their ratio."""
    bounds = [0, *(change.place for change in changes), len(term.counts)]
    x = [int(total_int(term.counts[a:b])) for a, b in pairwise(bounds)]
    n = [int(total_int(term.tokens[a:b])) for a, b in pairwise(bounds)]
    rows = []
    for i, change in enumerate(changes):
        ratio = float(measures.log_ratio(x[i + 1], x[i], n[i + 1] - x[i + 1], n[i] - x[i]))
        half = z * float(np.sqrt(scale * (1.0 / (x[i + 1] + 0.5) + 1.0 / (x[i] + 0.5)))) / LN2
        rows.append(
            {
                "term": term.name,
                "period": term.periods[change.place],
                "period_low": term.periods[change.low],
                "period_high": term.periods[change.high],
                "per_million_before": x[i] / n[i] * 1e6,
                "per_million_after": x[i + 1] / n[i + 1] * 1e6,
                "log_ratio": ratio,
                "log_ratio_low": ratio - half,
                "log_ratio_high": ratio + half,
                "n_periods_before": bounds[i + 1] - bounds[i],
                "n_periods_after": bounds[i + 2] - bounds[i + 1],
                "evidence": change.evidence,
                "dispersion": scale,
            }
        )
    return rows
