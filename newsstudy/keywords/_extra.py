"""More columns of a keyness table, by name: any published measure of the two-by-two table, dispersion, and a few of our own."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from newsstudy import measures as formulas
from newsstudy.errors import InputError
from newsstudy.kernels.dispersion import COLUMNS
from newsstudy.keywords._comparison import Cells, cells_of, dispersion, too_few
from newsstudy.keywords._resampling import Floats, Units, intervals, map_terms
from newsstudy.keywords._sides import Sides
from newsstudy.schemas import KEYNESS, KEYNESS_ONE_SAMPLE, Column

_TABLE, _SIZES, _RATE = ("o11", "o12", "o21", "o22"), ("f1", "f2", "n1", "n2"), ("count", "n", "rate")
_ON_DOCUMENTS = ("zeta", "zeta_craig")  # defined on numbers of documents, whatever the name
_DISPERSION = COLUMNS[1:]  # the first is the number of documents, which the table has
_OWN = {
    "welch_t": (
        Column(
            "welch_t",
            "float64",
            "log10 p",
            "Welch's t test of the rates per document, two-sided; missing below five documents on a side",
            "Welch 1947, doi:10.1093/biomet/34.1-2.28",
        ),
    ),
    "few_documents": (
        Column("few_documents", "bool", "", "fewer than 20 documents (clusters) of a side have the term: coverage not promised"),
    ),
    "document_interval": (
        Column("log_ratio_low_documents", "float64", "log2", "lower end of the interval that takes documents for independent"),
        Column("log_ratio_high_documents", "float64", "log2", "upper end of that interval"),
    ),
}


class Given(NamedTuple):
    """What extra columns are computed from."""

    sides: Sides
    documents: Units
    units: Units
    log_ratio: Floats
    rates: Floats | None
    few: np.ndarray
    n_resamples: int
    seed: int


class Piece(NamedTuple):
    """One measure that was asked for (its options in its name), its columns and values, and whether it speaks of documents."""

    name: str
    columns: tuple[Column, ...]
    values: Callable[[Given], Sequence[Any]]
    of_documents: bool = True


class Extra:
    """The extra columns of one table."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def described(self) -> tuple[Column, ...]:
        """The columns, for the schema."""
        return tuple(column for piece in self.pieces for column in piece.columns)

    def record(self) -> dict[str, Any]:
        """What was asked for, for the settings; nothing where nothing was."""
        return {"measures": [piece.name for piece in self.pieces]} if self.pieces else {}

    def columns(self, given: Given) -> tuple[dict[str, Any], dict[str, str]]:
        """The values by column, and why some are missing."""
        found: dict[str, Any] = {}
        missing: dict[str, str] = {}
        few = too_few(given.sides)
        for piece in self.pieces:
            names = [column.name for column in piece.columns]
            if piece.of_documents and few:
                found |= dict.fromkeys(names, np.full(len(given.sides.terms), np.nan))
                missing |= dict.fromkeys(names, few)
            else:
                found |= dict(zip(names, piece.values(given), strict=True))
        return found, missing


def wanted(measures: Any, *, one_sample: bool) -> Extra:
    """The columns that the argument `measures` of keyness asks for, or an error that names what cannot be had."""
    pieces = [_piece(name, options, one_sample) for name, options in _pairs(measures)]
    taken = set((KEYNESS_ONE_SAMPLE if one_sample else KEYNESS).names)
    for piece in pieces:
        for column in piece.columns:
            if column.name in taken:
                raise InputError(f"keyness: {column.name!r} is a column of the table already; leave it out of measures")
            taken.add(column.name)
    return Extra(pieces)


def _pairs(measures: Any) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(measures, str):
        measures = [measures]
    elif isinstance(measures, Mapping):
        measures = list(measures.items())
    elif not isinstance(measures, list | tuple):
        raise InputError(f"keyness: measures is a name, a list of names, or a dict of names and their options; got {measures!r}")
    pairs = []
    for entry in measures:
        name, options = entry if isinstance(entry, tuple) and len(entry) == 2 else (entry, None)
        options = {} if options is None else options
        if not isinstance(name, str) or not isinstance(options, Mapping):
            raise InputError(f"keyness: a measure is a name, or a name with a dict of options; got {entry!r}")
        for key, value in options.items():
            if not isinstance(key, str) or not isinstance(value, str | bool | int | float):
                raise InputError(f"keyness: options of {name!r} are names with texts or numbers; got {key!r}: {value!r}")
        pairs.append((name, dict(options)))
    return pairs


def _piece(name: str, options: dict[str, Any], one_sample: bool) -> Piece:
    if name in _OWN or name in _DISPERSION:
        if options:
            raise InputError(f"keyness: the measure {name!r} has no options; got {options}")
        return _own(name, one_sample) if name in _OWN else _spread(name, one_sample)
    base = name.removesuffix("_documents")
    function = getattr(formulas, base, None) if base in formulas.__all__ else None
    parameters = list(inspect.signature(function).parameters.values()) if callable(function) else []
    takes = tuple(parameter.name for parameter in parameters if parameter.kind is not parameter.KEYWORD_ONLY)
    if function is None or takes not in (_TABLE, _SIZES, _RATE):
        near = difflib.get_close_matches(name, known_names(one_sample=one_sample), n=3)
        hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "the docs list them under keyness and measures"
        raise InputError(f"keyness: there is no measure {name!r} of a two-by-two table; {hint}")
    if one_sample is not (takes == _RATE):
        which = "a list of rates has no counts" if one_sample else "it compares with known rates, as a ReferenceList has them"
        raise InputError(f"keyness: the measure {name!r} does not fit this reference: {which}")
    if one_sample and base != name:
        raise InputError(f"keyness: the measure {name!r} does not fit this reference: a list of rates has no documents")
    allowed = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    wrong = [key for key in options if key not in allowed]
    if wrong:
        raise InputError(f"keyness: the measure {name!r} has no option {wrong[0]!r}; it has: {', '.join(allowed) or 'none'}")
    return _formula(name, options, function, takes)


def known_names(*, one_sample: bool) -> list[str]:
    """The names that `measures` of keyness takes."""
    found = [*_OWN, *_DISPERSION]
    for name in formulas.__all__:
        function = getattr(formulas, name)
        if callable(function) and not isinstance(function, type):
            parameters = inspect.signature(function).parameters.values()
            takes = tuple(parameter.name for parameter in parameters if parameter.kind is not parameter.KEYWORD_ONLY)
            if takes in ((_RATE,) if one_sample else (_TABLE, _SIZES)):
                found.append(name)
    return found


def _formula(name: str, options: dict[str, Any], function: Any, takes: tuple[str, ...]) -> Piece:
    """A published formula on counts of tokens or documents; the column's name says its options, as in simple_maths_k_100."""
    of_documents = name.endswith("_documents") or name in _ON_DOCUMENTS
    named = name + "".join(f"_{key}_{value}" for key, value in options.items())
    paragraphs = re.split(r"\n\s*\n", inspect.getdoc(function) or name)
    meaning = " ".join(paragraphs[0].split()).rstrip(".")
    source = next((" ".join(p.split()).removeprefix("Source: ") for p in paragraphs if p.lstrip().startswith("Source:")), "")
    source = re.split(r"(?<=\.) |\.$", source)[0]
    ends = ("_low", "_high") if str(inspect.signature(function).return_annotation).startswith("tuple") else ("",)
    columns = tuple(Column(named + end, "float64", "", meaning, source) for end in ends)

    def values(given: Given) -> Sequence[Any]:
        if takes == _RATE:
            side = given.documents.target
            found = function(side.term_counts, side.n_tokens, given.rates, **options)
        else:
            f1, f2, rest1, rest2 = documents_of(given) if of_documents else cells_of(given.documents)
            found = function(f1, f2, *((rest1, rest2) if takes == _TABLE else (f1 + rest1, f2 + rest2)), **options)
        return found if len(ends) == 2 else (found,)

    return Piece(named, columns, values, of_documents)


def documents_of(given: Given) -> Cells:
    """o11, o12, o21, o22 of each term, in documents."""
    sides = given.sides
    d1, d2 = given.documents.target.term_documents, given.documents.reference.term_documents
    return d1, d2, sides.n_target - d1, sides.n_reference - d2


def _spread(name: str, one_sample: bool) -> Piece:
    """A measure of dispersion over the documents of each side."""
    meaning = " ".join((inspect.getdoc(getattr(formulas, name)) or name).split("\n\n")[0].split()).rstrip(".")
    sides = ("target",) if one_sample else ("target", "reference")
    columns = tuple(Column(f"{side}_{name}", "float64", "", f"over {side} documents: {meaning}") for side in sides)
    return Piece(name, columns, lambda given: [dispersion(getattr(given.documents, side), name) for side in sides])


def _own(name: str, one_sample: bool) -> Piece:
    if name == "few_documents":
        return Piece(name, _OWN[name], lambda given: (given.few,), of_documents=False)
    if name == "document_interval":
        return Piece(name, _OWN[name], _document_interval)
    if one_sample:
        raise InputError(f"keyness: the measure {name!r} does not fit this reference: a list of rates has no documents")
    return Piece(name, _OWN[name], _welch_t)


def _document_interval(given: Given) -> Sequence[Any]:
    weights = given.documents.weights(given.n_resamples, given.seed)
    return tuple(intervals(given.documents, weights, given.log_ratio, given.rates).values())


def _welch_t(given: Given) -> Sequence[Any]:
    sides = given.sides
    lengths = sides.document_lengths
    columns = map_terms(len(sides.terms), lambda cut: formulas.welch_t(*cut(sides.by_term), lengths, sides.is_target))
    return (columns,)
