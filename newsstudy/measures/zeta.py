"""Which words turn up throughout one author's segments and not in another's? Zeta, on numbers of segments (or documents).

The table is one of document frequencies: O11 = segments of the target that have the term, O21 = those that lack it; O12 and
O22 the same for the reference. Segments of one length; with documents of unequal length long ones hold more of everything.
"""

from __future__ import annotations

from typing import Any

from newsstudy.measures._checks import divide, plain, table
from newsstudy.measures.association import delta_p_column


def zeta(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """The share of the target's segments that have the term less that of the reference's, from −1 to 1. NaN for an empty side.

    Source: Burrows 2007, doi:10.1093/llc/fqi067; in this form Du, Dudar & Schöch 2022, doi:10.48694/jcls.102. The same number:
    pydistinto "zeta_sd0". It is `delta_p_column` of document frequencies; Eder's zeta is their `difference_coefficient`.

    >>> zeta(18, 3, 2, 27).round(2)
    np.float64(0.8)
    """
    return delta_p_column(o11, o12, o21, o22)


def zeta_craig(o11: Any, o12: Any, o21: Any, o22: Any) -> Any:
    """The share of target segments with the term plus the share of reference segments without it: 1 + `zeta`, from 0 to 2.

    NaN for an empty side.

    Source: Craig & Kinney 2009, Shakespeare, Computers, and the Mystery of Authorship, doi:10.1017/CBO9780511605437. The same
    number: stylo "craig.zeta". Trap: scattertext divides by the number of terms instead of segments.

    >>> zeta_craig(18, 3, 2, 27).round(2)
    np.float64(1.8)
    """
    cells = table(o11, o12, o21, o22)
    with_term, without = divide(cells.o11, cells.c1), divide(cells.o22, cells.c2)
    return plain(with_term + without)
