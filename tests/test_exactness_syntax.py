"""No file of newsstudy computes numbers by means that differ between machines: a net over the syntax trees.

The C library's and NumPy's logarithms, sums and sorts take other paths on other processors. The proof that results
agree are the identity tests; this test says early, with file and line, where somebody forgot.
"""

import ast
import pathlib

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "newsstudy"
ALLOWED = {"kernels/elementary.py", "kernels/reduce.py"}
DOOR = "kernels/_jit.py"

BY_ELEMENTARY = "use newsstudy.kernels.elementary"
BY_REDUCE = "use total_int, total_float and their like of newsstudy.kernels.reduce"
NUMPY_NAMES = {
    **dict.fromkeys((
        "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "logaddexp2", "power", "float_power", "pow", "cbrt",
        "hypot", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "asin", "acos", "atan", "atan2", "sinh", "cosh",
        "tanh", "arcsinh", "arccosh", "arctanh", "asinh", "acosh", "atanh", "sinc", "i0",
    ), BY_ELEMENTARY),
    **dict.fromkeys((
        "sum", "nansum", "prod", "nanprod", "dot", "vdot", "inner", "matmul", "vecdot", "matvec", "vecmat", "tensordot", "einsum",
        "einsum_path", "kron", "mean", "nanmean", "average", "median", "nanmedian", "std", "nanstd", "var", "nanvar", "quantile",
        "nanquantile", "percentile", "nanpercentile", "cov", "corrcoef", "convolve", "correlate", "trapezoid", "polyfit",
        "polyval", "interp",
    ), BY_REDUCE),
    **dict.fromkeys(("linalg", "fft", "polynomial", "emath"), "write the arithmetic out in a kernel"),
}  # fmt: skip
METHODS = {"sum", "mean", "std", "var", "dot", "median", "quantile", "prod", "cumprod", "sem", "cov", "corr"}
NUMPY_RANDOM = {"Generator", "RandomState", "BitGenerator", "Philox"}
# What IEEE or whole numbers fix, and what only asks.
MATH_NAMES = {
    "inf",
    "nan",
    "isnan",
    "isinf",
    "isfinite",
    "sqrt",
    "isqrt",
    "floor",
    "ceil",
    "gcd",
    "lcm",
    "comb",
    "perm",
    "factorial",
}
# An assignment is made by additions and comparisons alone.
HARMLESS = {"scipy.optimize.linear_sum_assignment"}
MODULES = {
    "cmath": BY_ELEMENTARY,
    "statistics": BY_REDUCE,
    "random": "use newsstudy.randomness",
    "scipy.stats": "use newsstudy.kernels.special",
    "scipy.special": "use newsstudy.kernels.special",
    "scipy.linalg": "write the arithmetic out in a kernel",
    "scipy.optimize": "write the arithmetic out in a kernel",
    "scipy.spatial": "write the arithmetic out in a kernel",
    "numpy.linalg": "write the arithmetic out in a kernel",
}
COMPILERS = {"njit", "jit", "vectorize", "guvectorize", "prange", "stencil", "cfunc", "fastmath"}
SORTS = {"argsort", "sort_values", "sort_index"}


class Net(ast.NodeVisitor):
    """Collects (line, what was found, what to use instead)."""

    def __init__(self, place=""):
        self.place = place
        self.found = []
        self.modules = {}  # local name -> dotted module

    def refuse(self, node, what, instead):
        self.found.append((node.lineno, what, instead))

    def check_module(self, node, name):
        for module, instead in MODULES.items():
            if name == module or name.startswith(module + "."):
                self.refuse(node, f"import of {module}", instead)

    def visit_Import(self, node):
        for alias in node.names:
            self.check_module(node, alias.name)
            self.modules[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]

    def visit_ImportFrom(self, node):
        if node.level:
            return
        for alias in node.names:
            full = f"{node.module}.{alias.name}"
            self.modules[alias.asname or alias.name] = full
            if full not in HARMLESS:
                self.check_module(node, full)
                self.check_dotted(node, full)

    def dotted(self, node):
        """The full name of np.random.Philox and its like, if it starts at an imported module."""
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id in self.modules:
            return ".".join([self.modules[node.id], *reversed(parts)])
        return ""

    def check_dotted(self, node, full):
        parts = full.split(".")
        if parts[0] == "numpy" and len(parts) > 1:
            if parts[1] in NUMPY_NAMES:
                self.refuse(node, f"np.{parts[1]}", NUMPY_NAMES[parts[1]])
            elif parts[1] in ("argpartition", "partition"):
                self.refuse(node, f"np.{parts[1]}", 'use np.argsort(..., kind="stable")')
            elif parts[1] == "random" and len(parts) > 2 and parts[2] not in NUMPY_RANDOM:
                self.refuse(node, f"np.random.{parts[2]}", "use newsstudy.randomness")
            elif parts[1] in ("add", "multiply", "logaddexp") and parts[-1] == "reduce":
                self.refuse(node, f"np.{parts[1]}.reduce", BY_REDUCE)
        elif parts[0] == "math" and len(parts) > 1 and parts[1] not in MATH_NAMES:
            self.refuse(node, full, BY_ELEMENTARY)
        elif parts[0] == "scipy" and isinstance(node, ast.Attribute) and full not in HARMLESS:
            self.check_module(node, full)
        elif parts[0] == "numba" and parts[-1] in COMPILERS and self.place != DOOR:
            self.refuse(node, f"numba.{parts[-1]}", "use `kernel` of newsstudy.kernels._jit")

    def visit_Attribute(self, node):
        full = self.dotted(node)
        if full:
            self.check_dotted(node, full)
        else:
            self.visit(node.value)

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Name):
            if function.id == "sum" and "sum" not in self.modules:
                self.refuse(node, "the builtin sum", BY_REDUCE + ", or a loop over integers")
            if function.id == "pow":
                self.refuse(node, "the builtin pow", BY_ELEMENTARY)
            if function.id in ("list", "tuple", "enumerate", "iter", "map", "zip", "array") and any(map(is_set, node.args)):
                self.refuse(node, "the order of a set", "use sorted(...)")
        if isinstance(function, ast.Attribute):
            full = self.dotted(function)
            known = full.split(".")[0] if full else ""
            if function.attr in METHODS and known != "numpy" and not full.startswith("newsstudy"):
                self.refuse(node, f"the method .{function.attr}()", BY_REDUCE)
            if function.attr in SORTS and not is_stable(node):
                self.refuse(node, f"{function.attr} without kind", 'add kind="stable"')
            # numba knows no kind="stable"; its sort of plain values is its own code, the same everywhere.
            if full == "numpy.sort" and not is_stable(node) and not self.place.startswith("kernels/"):
                self.refuse(node, "np.sort without kind", 'add kind="stable"')
            if function.attr == "join" and any(map(is_set, node.args)):
                self.refuse(node, "the order of a set", "use sorted(...)")
        if any(keyword.arg in ("fastmath", "parallel") and self.place != DOOR for keyword in node.keywords):
            self.refuse(node, "fastmath or parallel", "write IEEE arithmetic in one thread")
        self.generic_visit(node)

    def visit_BinOp(self, node):
        if isinstance(node.op, ast.MatMult):
            self.refuse(node, "the operator @", BY_REDUCE)
        if isinstance(node.op, ast.Pow) and not (is_whole(node.left) and is_whole(node.right)):
            self.refuse(node, "the operator **", "multiply, or " + BY_ELEMENTARY)
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if isinstance(node.op, (ast.MatMult, ast.Pow)):
            self.refuse(node, "the operator @= or **=", BY_REDUCE)
        self.generic_visit(node)

    def visit_For(self, node):
        self.check_iteration(node, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node):
        self.check_iteration(node.iter, node.iter)
        self.generic_visit(node)

    def visit_SetComp(self, node):  # a set made from a set: no order to lose
        for generator in node.generators:
            self.generic_visit(generator)
        self.visit(node.elt)

    def check_iteration(self, node, over):
        if is_set(over):
            self.refuse(node, "the order of a set", "use sorted(...)")


def is_set(node):
    if isinstance(node, (ast.Set, ast.SetComp)):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset")


def is_whole(node):
    return isinstance(node, ast.Constant) and type(node.value) is int


def is_stable(node):
    return any(
        keyword.arg == "kind" and getattr(keyword.value, "value", None) in ("stable", "mergesort") for keyword in node.keywords
    )


def findings(source, place=""):
    net = Net(place)
    net.visit(ast.parse(source))
    return net.found


def test_exactness__no_file_computes_by_means_that_differ_between_machines():
    problems = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if place not in ALLOWED:
            problems += [
                f"newsstudy/{place}:{line}: {what}: {instead}" for line, what, instead in findings(path.read_text("utf-8"), place)
            ]
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("place", sorted(ALLOWED))
def test_exactness__the_allowed_files_exist(place):
    assert (PACKAGE / place).is_file()


@pytest.mark.parametrize(
    "snippet",
    [
        "import numpy as np\nnp.exp(x)",
        "import numpy as np\nnp.log(x)",
        "import numpy as np\nnp.log2(x)",
        "import numpy as np\nnp.log10(x)",
        "import numpy as np\nnp.log1p(x)",
        "import numpy as np\nnp.expm1(x)",
        "import numpy as np\nnp.power(x, 2)",
        "import numpy as np\nnp.sum(x)",
        "import numpy as np\nnp.dot(x, y)",
        "import numpy as np\nnp.mean(x)",
        "import numpy as np\nnp.median(x)",
        "import numpy as np\nnp.std(x)",
        "import numpy as np\nnp.var(x)",
        "import numpy as np\nnp.quantile(x, 0.5)",
        "import numpy as np\nnp.percentile(x, 50)",
        "import numpy as np\nnp.einsum('ij->i', x)",
        "import numpy as np\nnp.matmul(x, y)",
        "import numpy as np\nnp.inner(x, y)",
        "import numpy as np\nnp.add.reduce(x)",
        "import numpy as np\napply(np.log, x)",
        "import numpy\nnumpy.exp(x)",
        "from numpy import exp",
        "from numpy import log as ln",
        "import numpy as np\nnp.linalg.svd(x)",
        "import numpy.linalg as la",
        "from numpy import linalg",
        "import numpy as np\nnp.random.default_rng(0)",
        "import numpy as np\nnp.random.normal()",
        "import numpy as np\nnp.argsort(x)",
        "import numpy as np\nnp.argsort(x, kind='quicksort')",
        "import numpy as np\nnp.sort(x)",
        "import numpy as np\nnp.argpartition(x, 3)",
        "x.argsort()",
        "(-x).argsort()",
        "frame.sort_values('a')",
        "x @ y",
        "x @= y",
        "x ** 2",
        "2 ** x",
        "2.0**-53",
        "x **= 2",
        "pow(x, 2)",
        "sum(x)",
        "sum(a for a in x)",
        "x.sum()",
        "x.mean(axis=0)",
        "x.std()",
        "x.var()",
        "x.dot(y)",
        "f(x)[0].sum()",
        "import math\nmath.exp(x)",
        "import math\nmath.fsum(x)",
        "from math import log",
        "def f():\n    import math\n    return math.log(x)",
        "import random",
        "from random import choice",
        "import statistics",
        "import scipy.stats",
        "from scipy import stats",
        "from scipy.stats import norm",
        "from scipy.optimize import minimize",
        "import scipy.special as sc",
        "from scipy.special import gammaln",
        "import scipy\nscipy.special.gammaln(x)",
        "import numba\n@numba.njit\ndef f(): pass",
        "from numba import njit",
        "from numba import prange",
        "compile(f, fastmath=True)",
        "for term in set(terms): pass",
        "[term for term in {a, b}]",
        "list(set(terms))",
        "' '.join({a, b})",
    ],
)
def test_exactness__each_bad_snippet_is_caught(snippet):
    assert findings(snippet)


@pytest.mark.parametrize(
    "snippet",
    [
        "import numpy as np\nnp.sqrt(x) + np.cumsum(x) + np.abs(x)",
        "import numpy as np\nnp.argsort(x, kind='stable')",
        "import numpy as np\nx.argsort(kind='stable')",
        "import numpy as np\nnp.random.Philox(key=k).random_raw(4)",
        "import numpy as np\nisinstance(rng, np.random.Generator)",
        "from newsstudy.kernels.elementary import log, exp\nlog(x)",
        "from newsstudy.kernels import elementary\nelementary.log(x)",
        "from newsstudy.kernels.reduce import total_int\ntotal_int(x)",
        "import math\nmath.isnan(x)",
        "2**63 - 10**6",
        "sorted(set(terms))",
        "{word for word in set(terms)}",
        "len({a, b})",
        "words.sort()",
        "from scipy.optimize import linear_sum_assignment\nlinear_sum_assignment(x)",
        "'sum of np.exp(x) ** 2'",
        "@decorator\ndef f(): pass",
    ],
)
def test_exactness__good_snippets_pass(snippet):
    assert not findings(snippet)
