"""Change points: when the rate of a word rose or fell for good, with an interval for the date."""

from __future__ import annotations

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
    rows = table.loc[table["period_tokens"] > 0]
    terms = [(str(term), group) for term, group in rows.groupby("term", sort=False)]
    alike: dict[bytes, list[int]] = {}
    for place, (_, group) in enumerate(terms):
        alike.setdefault(group["period_tokens"].to_numpy().tobytes(), []).append(place)
    # Nothing but the check of the options where there is no term.
    measures.change_points(np.zeros((0, 1)), np.ones(1), penalty=penalty, min_periods=min_periods, conf=conf)
    found: dict[int, list[measures.ChangePoint]] = {}
    scales: dict[int, float] = {}
    blocks = [group[a:b] for group in alike.values() for a, b in engine.blocks_of(len(group), TERMS_PER_BLOCK)]

    def one(places: list[int]) -> tuple[list[list[measures.ChangePoint]], np.ndarray]:
        counts = np.stack([terms[place][1]["count"].to_numpy() for place in places])
        exposure = terms[places[0]][1]["period_tokens"].to_numpy()
        by_documents = np.array([_first(terms[place][1]["dispersion"]) for place in places])
        by_periods = measures.neighbour_dispersion(counts, exposure)
        scale = np.fmax(np.fmax(by_documents, by_periods), 1.0)
        options: dict[str, Any] = {"penalty": penalty, "min_periods": min_periods, "conf": conf}
        return measures.change_points(counts, exposure, dispersion=scale, **options), scale

    for places, (changes, scale) in zip(blocks, engine.map_blocks(one, blocks), strict=True):
        found.update(zip(places, changes, strict=True))
        scales.update(zip(places, scale.tolist(), strict=True))
    z = float(special.normal_quantile((1.0 + conf) / 2.0))
    columns: dict[str, list[Any]] = {name: [] for name in schemas.CHANGE_POINTS.names}
    for place, (term, group) in enumerate(terms):
        for row in _rows(term, group, found[place], scales[place], z):
            for name, value in row.items():
                columns[name].append(value)
    settings = {"trends": record["settings"], "penalty": penalty, "min_periods": int(min_periods), "conf": float(conf)}
    return schemas.CHANGE_POINTS.table(columns, settings)


def _first(values: pd.Series) -> float:
    return float(values.iloc[0])


def _rows(term: str, group: pd.DataFrame, changes: list[measures.ChangePoint], scale: float, z: float) -> list[dict[str, Any]]:
    """One row a change: rates of the stretch before and after, and their ratio."""
    counts, tokens = group["count"].to_numpy(), group["period_tokens"].to_numpy()
    periods = group["period"].tolist()
    bounds = [0, *(change.place for change in changes), len(counts)]
    x = [int(total_int(counts[a:b])) for a, b in pairwise(bounds)]
    n = [int(total_int(tokens[a:b])) for a, b in pairwise(bounds)]
    rows = []
    for i, change in enumerate(changes):
        ratio = float(measures.log_ratio(x[i + 1], x[i], n[i + 1] - x[i + 1], n[i] - x[i]))
        half = z * float(np.sqrt(scale * (1.0 / (x[i + 1] + 0.5) + 1.0 / (x[i] + 0.5)))) / LN2
        rows.append(
            {
                "term": term,
                "period": periods[change.place],
                "period_low": periods[change.low],
                "period_high": periods[change.high],
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
