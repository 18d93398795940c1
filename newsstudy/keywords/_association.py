"""Association: which measures there are for a pair of words, and what each says of many pairs."""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

import numpy as np

from newsstudy import measures
from newsstudy.engine import blocks_of, map_blocks
from newsstudy.schemas import Column

CELLS = ("o11", "o12", "o21", "o22")
BLOCK = 1 << 18  # pairs in a block
# These compare two corpora: the words near the node and all others. Their table has the corpora as columns, ours as rows.
_OF_TWO_CORPORA = ("newsstudy.measures.effect_size", "newsstudy.measures.conservative")
_NO_SCORE = ("expected",)  # a count, not a measure


def _is_measure(function: Any) -> bool:
    """Whether a function takes a two-by-two table and nothing else that it needs, and gives one number for it."""
    if not inspect.isfunction(function) or function.__name__ in _NO_SCORE:
        return False
    signature = inspect.signature(function)
    taken = list(signature.parameters.values())
    needed = tuple(parameter.name for parameter in taken if parameter.default is parameter.empty)
    return needed == CELLS and not str(signature.return_annotation).startswith("tuple")


MEASURES = tuple(sorted(name for name in measures.__all__ if _is_measure(getattr(measures, name))))


class Tables(NamedTuple):
    """Two-by-two tables of pairs. Rows: near the node, or not; columns: the collocate, or another word. All int64."""

    o11: np.ndarray
    o12: np.ndarray
    o21: np.ndarray
    o22: np.ndarray

    @classmethod
    def of(cls, pair: np.ndarray, rows: np.ndarray, columns: np.ndarray, n: int) -> Tables:
        """The tables with these first cells and sums; a cell below 0 says that the sums fit no table."""
        return cls(pair, rows - pair, columns - pair, n - rows - columns + pair)


def score(measure: str, tables: Tables, n_tests: int) -> np.ndarray:
    """The measure of each table (float64); evidence is signed, so that words which avoid the node do not rank high.

    NaN where the table is none. `n_tests` is for bounds that take the number of pairs looked at into account.
    """
    function = getattr(measures, measure)
    options = _options(function, n_tests)
    turned = function.__module__ in _OF_TWO_CORPORA

    def one(block: tuple[int, int]) -> np.ndarray:
        o11, o12, o21, o22 = (cells[block[0] : block[1]] for cells in tables)
        sound = (o12 >= 0) & (o21 >= 0) & (o22 >= 0)
        cells = [np.where(sound, cell, 0) for cell in ((o11, o21, o12, o22) if turned else (o11, o12, o21, o22))]
        return np.where(sound, function(*cells, **options), np.nan)

    return np.concatenate([np.zeros(0), *map_blocks(one, blocks_of(len(tables.o11), BLOCK))])


def interval(tables: Tables) -> tuple[np.ndarray, np.ndarray]:
    """Normal 95 % intervals of the log ratio: lower and upper ends, NaN where the table is none."""
    sound = (tables.o12 >= 0) & (tables.o21 >= 0) & (tables.o22 >= 0)
    low, high = measures.log_ratio_interval(
        *(np.where(sound, cell, 0) for cell in (tables.o11, tables.o21, tables.o12, tables.o22))
    )
    return np.where(sound, low, np.nan), np.where(sound, high, np.nan)


def small_is_strong(measure: str) -> bool:
    """Whether a low value means a close tie, as with the logarithm of a probability: found by asking the measure."""
    function = getattr(measures, measure)
    close, by_chance = (50, 50, 50, 9850), (1, 99, 99, 9801)
    options = _options(function, 1)
    return bool(function(*close, **options) < function(*by_chance, **options))


def _options(function: Any, n_tests: int) -> dict[str, Any]:
    taken = inspect.signature(function).parameters
    return {**({"signed": True} if "signed" in taken else {}), **({"n_tests": max(n_tests, 1)} if "n_tests" in taken else {})}


def further_columns(names: list[str], tables: Tables, n_tests: int) -> tuple[list[Column], dict[str, np.ndarray]]:
    """The columns of the measures asked for by name, and what stands in them; the log ratio comes with its interval."""
    columns: list[Column] = []
    values: dict[str, np.ndarray] = {}
    for name in names:
        about = inspect.getdoc(getattr(measures, name)) or ""
        columns.append(Column(name, "float64", "", about.split("\n\n")[0].replace("\n", " "), f"newsstudy.measures.{name}"))
        values[name] = score(name, tables, n_tests)
        if name == "log_ratio":
            ends = zip(("log_ratio_low", "log_ratio_high"), interval(tables), strict=True)
            for end, found in ends:
                columns.append(Column(end, "float64", "log2", "end of a normal 95 % interval", "Hardie 2014"))
                values[end] = found
    return columns, values
