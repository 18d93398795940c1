"""How documents are named beside a figure: by the part of their id that tells them apart."""

from __future__ import annotations

from collections.abc import Sequence

from newsstudy.figures import _labels


def short_names(ids: Sequence[str]) -> list[str]:
    """Parts of one document by their part only (p003), other documents by their id.

    >>> short_names(["a96a/p001", "a96a/p002"])
    ['p001', 'p002']
    """
    parents = {name.rpartition("/")[0] for name in ids}
    if len(parents) == 1:
        return [_labels.clean(name.rpartition("/")[2]) for name in ids]
    return [_labels.clean(name) for name in ids]
