"""Association: which measures there are for a pair of words, and what each says of many pairs."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from newsstudy import measures
from newsstudy.engine import blocks_of, map_blocks
from newsstudy.errors import InputError
from newsstudy.schemas import Column

CELLS = ("o11", "o12", "o21", "o22")
BLOCK = 1 << 16  # pairs in a block
# These compare two corpora: the words near the node and all others. Their table has the corpora as columns, ours as rows.
_OF_TWO_CORPORA = ("newsstudy.measures.effect_size", "newsstudy.measures.conservative")
# A count; shares of segments; and what depends on all other terms that are given, so that it says nothing of a pair alone.
_NOT_OF_PAIRS = ("expected", "zeta", "zeta_craig", "log_odds_dirichlet", "log_odds_dirichlet_z", "scaled_f_score")
Asked = tuple[str, dict[str, Any]]  # a measure by name, and its options


def _takes_a_table(function: Any) -> bool:
    if not inspect.isfunction(function) or function.__name__ in _NOT_OF_PAIRS:
        return False
    taken = inspect.signature(function).parameters.values()
    return tuple(parameter.name for parameter in taken if parameter.kind is not parameter.KEYWORD_ONLY) == CELLS


def _gives_two(function: Any) -> bool:
    return str(inspect.signature(function).return_annotation).startswith("tuple")


TABLE_MEASURES = tuple(sorted(name for name in measures.__all__ if _takes_a_table(getattr(measures, name))))
MEASURES = tuple(name for name in TABLE_MEASURES if not _gives_two(getattr(measures, name)))


def asked(given: Any) -> list[Asked]:
    """Measures with their options, each once: a name, a list of names or of (name, options), or a dict of both."""
    entries = [given] if isinstance(given, str) else list(given.items()) if isinstance(given, Mapping) else given
    if isinstance(entries, bytes) or not isinstance(entries, Iterable):
        raise InputError(
            f"collocations: measures is a list of names, such as ['pmi', 'lrc'], or a dict of names and options; got {given!r}"
        )
    pairs: list[Asked] = []
    for entry in entries:
        name, options = entry if isinstance(entry, tuple) and len(entry) == 2 else (entry, None)
        options = {} if options is None else options
        if not isinstance(name, str) or name not in TABLE_MEASURES:
            raise InputError(f"collocations: measure {name!r} is not known; choose from {', '.join(TABLE_MEASURES)}")
        allowed = [key for key in inspect.signature(getattr(measures, name)).parameters if key not in (*CELLS, "signed")]
        if not isinstance(options, Mapping) or any(key not in allowed for key in options):
            raise InputError(f"collocations: options of {name!r} are {', '.join(allowed) or 'none'}; got {options!r}")
        if any(not isinstance(value, str | bool | int | float) for value in options.values()):
            raise InputError(f"collocations: options of {name!r} are texts or numbers; got {options!r}")
        if (name, dict(options)) not in pairs:
            pairs.append((name, dict(options)))
    return pairs


def column_name(pair: Asked) -> str:
    """The name of a measure's column: its options are in it, as in simple_maths_k_100."""
    return pair[0] + "".join(f"_{key}_{value}" for key, value in pair[1].items())


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


def score(measure: str, tables: Tables, n_tests: int, **options: Any) -> np.ndarray:
    """The measure of each table (float64); evidence is signed, so that words which avoid the node do not rank high.

    NaN where the table is none. `n_tests` is for bounds that take the number of pairs looked at into account. A measure that
    gives two numbers, the ends of an interval, gives two rows.
    """
    function = getattr(measures, measure)
    options = {**_options(function, n_tests), **options}
    turned = function.__module__ in _OF_TWO_CORPORA

    def one(block: tuple[int, int]) -> np.ndarray:
        o11, o12, o21, o22 = (cells[block[0] : block[1]] for cells in tables)
        sound = (o12 >= 0) & (o21 >= 0) & (o22 >= 0)
        cells = [np.where(sound, cell, 0) for cell in ((o11, o21, o12, o22) if turned else (o11, o12, o21, o22))]
        return np.where(sound, np.asarray(function(*cells, **options)), np.nan)

    none = np.zeros((2, 0) if _gives_two(function) else 0)
    return np.concatenate([none, *map_blocks(one, blocks_of(len(tables.o11), BLOCK))], axis=-1)


def small_is_strong(measure: str) -> bool:
    """Whether a low value means a close tie, as with the logarithm of a probability: found by asking the measure."""
    function = getattr(measures, measure)
    close, by_chance = (50, 50, 50, 9850), (1, 99, 99, 9801)
    options = _options(function, 1)
    return bool(function(*close, **options) < function(*by_chance, **options))


def _options(function: Any, n_tests: int) -> dict[str, Any]:
    taken = inspect.signature(function).parameters
    return {**({"signed": True} if "signed" in taken else {}), **({"n_tests": max(n_tests, 1)} if "n_tests" in taken else {})}


def further_columns(wanted: list[Asked], tables: Tables, n_tests: int) -> tuple[list[Column], dict[str, np.ndarray]]:
    """The columns of the measures asked for, and what stands in them; the log ratio comes with its interval."""
    columns: list[Column] = []
    values: dict[str, np.ndarray] = {}
    for name, options in wanted:
        about = " ".join((inspect.getdoc(getattr(measures, name)) or name).split("\n\n")[0].split())
        named, found = column_name((name, options)), score(name, tables, n_tests, **options)
        ends = [(f"{named}_low", found[0]), (f"{named}_high", found[1])] if found.ndim == 2 else [(named, found)]
        if name == "log_ratio":
            # One interval, not one for all pairs together: that is what lrc is for.
            low, high = score("log_ratio_interval", tables, 1, **options)
            ends += [(f"{named}_low", low), (f"{named}_high", high)]
        for end, numbers in ends:
            columns.append(Column(end, "float64", "", about, f"newsstudy.measures.{name}"))
            values[end] = numbers
    return columns, values
