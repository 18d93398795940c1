"""Kernels: arrays in, arrays out; plain loops in fixed IEEE arithmetic, compiled on first use.

The functions of `elementary`, `special` and `reduce` are reachable from here too; they load on first use, because numba
takes a third of a second to import. Kernels of one purpose (words, dispersion, topics ...) stand in files of their own
and are imported from there.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    **dict.fromkeys(("digamma", "erfc", "exp", "expm1", "lgamma", "log", "log10", "log1p", "log2"), "elementary"),
    **dict.fromkeys(
        (
            "betainc",
            "betainc_inverse",
            "betaincc",
            "betaincc_inverse",
            "gammainc",
            "gammainc_inverse",
            "gammaincc",
            "gammaincc_inverse",
            "log10_betainc",
            "log10_betaincc",
            "log10_gammainc",
            "log10_gammaincc",
            "log10_two_sided_normal",
            "normal_quantile",
        ),
        "special",
    ),
    **dict.fromkeys(("dot_float", "mean_float", "quantile_sorted", "total_float", "total_int", "variance_float"), "reduce"),
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'newsstudy.kernels' has no name {name!r}; dir() lists the public names")
    value = getattr(importlib.import_module(f"newsstudy.kernels.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
