"""What goes out of the house: wheel, sdist, lock, versions, and nothing in the repository that belongs to one machine."""

import hashlib
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from email.parser import BytesParser

import pytest

import newsstudy as ns

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock.txt").read_text("utf-8")
ARTICLE_SHA256 = "a96abf4b85a87984d3216b0da8db414c14f5b4c21b86327214dc55e3e6af967b"
INFO = f"newsstudy-{ns.__version__}.dist-info"


def plain(name):
    """A distribution's name in its one normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


# ------------------------------------------------------------------------------------------------------------ wheel and sdist


def build(source, target):
    """Run the build backend without isolation and without network, as `python -m build --no-isolation` would."""
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(target)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (sdist,) = target.glob("*.whl"), target.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Wheel and sdist of this checkout."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling, which builds wheel and sdist, is not installed")
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(built):
    with zipfile.ZipFile(built[0]) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel__is_the_package_file_by_file_and_nothing_else(wheel):
    here = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "newsstudy").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name: content for name, content in wheel.items() if not name.startswith(f"{INFO}/")}
    assert sorted(packed) == sorted(here)
    assert [name for name in here if packed[name] != here[name]] == []
    kinds = {pathlib.PurePosixPath(name).suffix for name in packed}
    assert kinds == {".py", ".typed", ".txt", ".md", ".json", ".csv", ".npy", ".bib"}


@pytest.mark.parametrize(
    "name",
    [
        "newsstudy/py.typed",
        "newsstudy/data/sample-article.txt",
        "newsstudy/data/NOTICE.md",
        "newsstudy/data/general-english-2021.csv",
        "newsstudy/data/function-words-en-1.json",
        "newsstudy/text/data/records.npy",
        "newsstudy/text/data/LICENSE.unicode.txt",
        f"{INFO}/licenses/LICENSE",
        f"{INFO}/licenses/newsstudy/data/NOTICE.md",
        f"{INFO}/licenses/newsstudy/text/data/LICENSE.unicode.txt",
        f"{INFO}/entry_points.txt",
    ],
)
def test_wheel__holds(wheel, name):
    assert name in wheel


def test_wheel__metadata_says_what_pyproject_says(wheel):
    metadata = BytesParser().parsebytes(wheel[f"{INFO}/METADATA"])
    assert metadata["Version"] == PROJECT["project"]["version"]
    assert metadata["License-Expression"] == PROJECT["project"]["license"]
    assert metadata["Requires-Python"] == ">=3.11"
    required = {re.split(r"[<>=;\[ ]", line)[0] for line in metadata.get_all("Requires-Dist") if "extra ==" not in line}
    assert {plain(name) for name in required} == {plain(name) for name in runtime_names()}
    assert b"newsstudy = newsstudy.cli:main" in wheel[f"{INFO}/entry_points.txt"]


def test_sdist__builds_the_same_wheel_whatever_times_and_permissions_its_files_have(built, tmp_path):
    wheel, sdist = built
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    for path in source.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            os.utime(path, (1_000_000_000, 1_000_000_000))
    wheel_again, sdist_again = build(source, tmp_path / "dist")
    assert wheel_again.read_bytes() == wheel.read_bytes()
    with tarfile.open(sdist) as first, tarfile.open(sdist_again) as second:
        assert first.getnames() == second.getnames()


def test_build__gives_the_same_bytes_twice(built, tmp_path):
    for first, second in zip(built, build(ROOT, tmp_path / "dist"), strict=True):
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()


def test_sdist__holds_what_is_needed_to_test_and_to_reproduce(built):
    with tarfile.open(built[1]) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    needed = ["README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "Makefile", "conftest.py", "pyproject.toml"]
    needed += ["requirements.lock.txt", "tools/setup.py", "tests/conftest.py", "docs/index.md", "benchmarks/run.py"]
    needed += ["notebooks/01_the_article.ipynb", "newsstudy/data/sample-article.txt"]
    assert [name for name in needed if name not in names] == []
    caches = ("__pycache__", ".venv", ".git/", ".hypothesis", "_cache", ".ipynb_checkpoints", "docs/_build", "notebooks/results")
    assert [name for name in names if any(cache in name for cache in caches)] == []


@pytest.mark.slow
def test_wheel__works_in_an_environment_that_has_nothing_but_its_dependencies(built, tmp_path):
    if importlib.util.find_spec("pip") is None:
        pytest.skip("pip is not installed here")
    folder = tmp_path / "env"
    venv.EnvBuilder(symlinks=os.name != "nt").create(folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = shutil.which("python", path=str(scripts))
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", str(built[0])]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = next(path for path in folder.rglob("site-packages") if path.is_dir())
    (site / "dependencies.pth").write_text(str(pathlib.Path(importlib.util.find_spec("numpy").origin).parent.parent), "utf-8")

    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*words):
        done = subprocess.run(words, cwd=tmp_path, env=alone, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    command = shutil.which("newsstudy", path=str(scripts))
    assert run(command, "--version") == f"newsstudy {ns.__version__}\n"
    shutil.copy(ROOT / "newsstudy" / "data" / "sample-article.txt", tmp_path / "article.txt")
    assert "documents: 1 read = 1 kept" in run(command, "describe", "article.txt")
    code = "import newsstudy as ns; a = ns.sample_article(); print(ns.__file__); print(len(a.split('sentence')))"
    home, sentences = run(python, "-c", code).splitlines()
    assert pathlib.Path(home).is_relative_to(folder)
    assert sentences == "23"


# --------------------------------------------------------------------------------------------------- versions, lock, the sample


def test_version__is_the_same_everywhere():
    citation = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE).group(1)
    newest = re.search(r"^## (\S+) \((\S+)\)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    released = re.search(r"^date-released: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE).group(1)
    assert ns.__version__ == PROJECT["project"]["version"] == citation == newest.group(1)
    assert released == newest.group(2)


def runtime_names():
    return [re.split(r"[<>=\[ ]", requirement)[0] for requirement in PROJECT["project"]["dependencies"]]


def locked():
    return {plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)}


def test_lock__names_no_address():
    assert "://" not in LOCK
    assert re.findall(r"^\s*(?:-i|-f|--index-url|--extra-index-url|--find-links).*", LOCK, re.MULTILINE) == []


def test_lock__pins_every_runtime_dependency_and_the_build_backend():
    wanted = {plain(name) for name in [*runtime_names(), "hatchling", "editables"]}
    assert wanted - locked() == set()


def test_lock__has_a_hash_for_every_pin():
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    assert [block for block in blocks if "==" not in block.split("\n")[0] or "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(("hook", "package"), [("ruff-pre-commit", "ruff"), ("mirrors-mypy", "mypy")])
def test_hook__is_the_locked_version(hook, package):
    path = ROOT / ".pre-commit-config.yaml"
    if not path.exists():
        pytest.skip("an sdist holds no configuration of hooks")
    hooked = re.search(rf"/{hook}\n +rev: v(\S+)", path.read_text("utf-8")).group(1)
    assert hooked == re.search(rf"^{package}==(\S+)", LOCK, re.MULTILINE).group(1)


def test_sample_article__is_shipped_unchanged():
    content = (ROOT / "newsstudy" / "data" / "sample-article.txt").read_bytes()
    assert len(content) == 3944
    assert hashlib.sha256(content).hexdigest() == ARTICLE_SHA256


# ----------------------------------------------------------------------------------------------------------- the repository


@pytest.fixture(scope="module")
def tracked():
    """Path to content of every file that git tracks."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout (an unpacked sdist, say)")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if done.returncode != 0:
        pytest.skip(f"git refuses to read this checkout: {done.stderr.decode(errors='replace').strip()}")
    paths = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def holding(tracked, pattern):
    """Which tracked files hold the pattern, and what they hold."""
    return {name: found.group().decode() for name, content in tracked.items() if (found := re.search(pattern, content))}


def test_repository__names_no_package_index(tracked):
    # Put together from pieces, so that this file does not hold what it looks for.
    hosts = [rb"py" + rb"pi\.org", rb"python" + rb"hosted", rb"py" + rb"pi/simple"]
    assert holding(tracked, b"|".join(hosts)) == {}


def test_repository__holds_no_path_of_a_machine(tracked):
    tops = [re.escape(f"/{top}/".encode()) for top in ("wor" + "k", "roo" + "t")]
    places = [rb"(?<![\w.~-])(?:" + b"|".join(tops) + rb")[\w.]"]
    for place in (ROOT, pathlib.Path.home()):
        if len(place.parts) > 2:  # "/src" or "/root" alone could be anybody's
            places.append(re.escape(str(place).encode()) + rb"\b")
    assert holding(tracked, b"|".join(places)) == {}


def test_repository__holds_no_large_file_and_no_cache(tracked):
    # Published notebooks hold their figures as SVG, so that they can be read where they stand.
    most = {".ipynb": 5_000_000}
    large = {name: len(content) for name, content in tracked.items()}
    assert {name: n for name, n in large.items() if n > most.get(pathlib.Path(name).suffix, 2_000_000)} == {}
    unwanted = re.compile(r"(^|/)(__pycache__|\.venv|\.ipynb_checkpoints|node_modules)/|\.(pyc|pkl|nbi|nbc|whl)$")
    assert [name for name in tracked if unwanted.search(name)] == []
