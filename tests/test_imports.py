"""The house stands on its layers: imports go downwards only, and `import newsstudy` is light."""

import ast
import pathlib
import subprocess
import sys

import pytest

import newsstudy as ns

PACKAGE = pathlib.Path(ns.__file__).parent

# A part may import parts on lower floors, and itself. Strangers share a floor.
FLOORS = {
    "__main__": 9,
    "cli": 8,
    "report": 7,
    "study": 6,
    "article": 5,
    "figures": 5,
    "keywords": 5,
    "topics": 5,
    "tokens": 4,
    "corpus": 3,
    "text": 2,
    "measures": 2,
    "engine": 1,
    "kernels": 1,
    "schemas": 0,
    "randomness": 0,
    "errors": 0,
    "given": 0,
}
# (file, imported part): why it may.
EXCEPTIONS = {("corpus/_corpus.py", "tokens"): "Corpus.tokenize and Corpus.derive hand over to tokens when they are called"}
ERRORS_MAY_BE_IMPORTED_BY_ALL = "errors"


def imported_parts(path):
    """The parts of newsstudy that a file imports, with line numbers."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module] if node.module != "newsstudy" else [f"newsstudy.{alias.name}" for alias in node.names]
        for name in names:
            pieces = name.split(".")
            if pieces[0] == "newsstudy" and len(pieces) > 1:
                yield pieces[1], node.lineno


def package_files():
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def test_imports__go_downwards_only():
    wrong = []
    for path in package_files():
        relative = path.relative_to(PACKAGE).as_posix()
        part = relative.split("/")[0].removesuffix(".py")
        for other, line in imported_parts(path):
            if other in (part, ERRORS_MAY_BE_IMPORTED_BY_ALL) or (relative, other) in EXCEPTIONS:
                continue
            if other in FLOORS and FLOORS[other] >= FLOORS[part]:
                wrong.append(f"{relative}:{line} imports newsstudy.{other}")
    assert not wrong, "imports must go downwards:\n" + "\n".join(wrong)


def test_imports__every_part_has_its_floor():
    parts = {path.relative_to(PACKAGE).as_posix().split("/")[0].removesuffix(".py") for path in package_files()}
    assert parts == set(FLOORS)


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("matplotlib", "figures/"),
        ("nltk", "tokens/_nltk.py"),
        ("simplemma", "tokens/_simplemma.py"),
        ("yaml", "tokens/_yaml.py"),
        ("numba", "kernels/"),
        ("llvmlite", ("kernels/vectors.py", "kernels/lanes.py", "kernels/weighed.py")),
        ("dask", "engine/dask.py"),
        ("nbclient", "study/"),
    ],
)
def test_imports__outside_packages_stay_in_their_rooms(package, home):
    wrong = []
    for path in package_files():
        relative = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            if any(name.split(".")[0] == package for name in names) and not relative.startswith(home):
                wrong.append(f"{relative}:{node.lineno}")
    assert not wrong, f"only {home} may import {package}: {wrong}"


def test_imports__kernels_know_numba_through_the_door_and_the_vectors_only():
    # Numba has no name for many bytes or numbers at a time: kernels/vectors.py, lanes.py and weighed.py give LLVM's.
    files = {
        p.name
        for p in package_files()
        for line in p.read_text("utf-8").splitlines()
        if line.startswith(("import numba", "from numba", "from llvmlite", "import llvmlite"))
    }
    assert files == {"_jit.py", "lanes.py", "vectors.py", "weighed.py"}


def test_imports__only_the_kernel_door_calls_njit():
    files = [p.name for p in package_files() if "njit" in p.read_text("utf-8") or "numba.jit" in p.read_text("utf-8")]
    assert files == ["_jit.py"]


def test_imports__no_utils_no_pickle_no_print():
    for path in package_files():
        tree = ast.parse(path.read_text("utf-8"))
        assert path.stem not in {"utils", "util", "helpers", "misc"}, path
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not {a.name.split(".")[0] for a in node.names} & {"pickle", "joblib", "marshal", "shelve", "random"}, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                allowed = path.name == "cli.py" and node.func.id == "print"
                assert node.func.id not in {"print", "eval", "exec"} or allowed, f"{path}:{node.lineno}"


HEAVY = ("numba", "matplotlib", "pandas", "scipy", "pyarrow", "sklearn", "nltk", "dask", "numpy", "simplemma", "yaml")


def test_imports__importing_newsstudy_loads_nothing_heavy():
    code = f"import sys, newsstudy; dir(newsstudy); print([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_imports__importing_newsstudy_is_quick():
    code = "import time; t = time.perf_counter(); import newsstudy; print(time.perf_counter() - t)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(3)
    ]
    assert min(times) < 0.2, times


def test_imports__every_public_name_is_there_and_documented():
    for name in ns.__all__:
        if name == "__version__":
            continue
        thing = getattr(ns, name)
        assert (thing.__doc__ or "").strip(), f"newsstudy.{name} has no docstring"


def test_imports__no_function_bears_a_modules_name():
    modules = {
        "errors",
        "figures",
        "kernels",
        "measures",
        "schemas",
        "corpus",
        "tokens",
        "keywords",
        "topics",
        "study",
        "text",
        "engine",
    }
    import types

    for name in modules & set(ns.__all__):
        assert isinstance(getattr(ns, name), types.ModuleType), name


def test_imports__an_unknown_name_says_where_to_look():
    with pytest.raises(AttributeError, match=r"dir\(newsstudy\)"):
        ns.keynes  # noqa: B018
