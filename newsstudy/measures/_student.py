"""Student's t, as intervals of few or unequal influences need it."""

from __future__ import annotations

import numpy as np

from newsstudy.kernels import special
from newsstudy.measures._checks import Floats

LARGE = 4096.0  # more degrees of freedom are taken for so many: Student's t is normal to 0.03 % there


def student_t(freedom: Floats, conf: float = 0.95) -> Floats:
    """The two-sided quantile of Student's t, degrees of freedom rounded down to a tenth (from 100 on to whole numbers)."""
    capped = np.minimum(np.where(np.isnan(freedom), LARGE, freedom), LARGE)
    rounded = np.where(capped < 100.0, np.floor(capped * 10.0) / 10.0, np.floor(capped))
    different, places = np.unique(rounded, return_inverse=True)
    # P(|T| > t) is the beta tail at ν / (ν + t²) with parameters ν/2, ½.
    x = np.asarray(special.betainc_inverse(different / 2.0, 0.5, 1.0 - conf))
    rest = np.asarray(special.betaincc_inverse(0.5, different / 2.0, 1.0 - conf))
    quantiles: Floats = np.sqrt(different * rest / x)
    return quantiles[places]
