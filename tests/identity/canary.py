"""Say what this process computes with, and what the functions that the library avoids give here."""

import hashlib
import json
import math

import numba
import numpy as np
from numba.core.registry import cpu_target
from numpy._core._multiarray_umath import __cpu_features__

x = np.linspace(-20.0, 20.0, 200_001)
report = {
    "np.exp": hashlib.sha256(np.exp(x).tobytes()).hexdigest(),
    "math.exp": hashlib.sha256(np.array([math.exp(v) for v in x]).tobytes()).hexdigest(),
    "numpy_features": sorted(name for name, there in __cpu_features__.items() if there),
    "numba_cpu": cpu_target.target_context.codegen().magic_tuple()[1],
    "numba": numba.__version__,
}
print(json.dumps(report))
