"""What every test may use: the sample article, the shared folder where present, slow twins, and quick, steady Hypothesis runs."""

import importlib.util
import pathlib

import pytest
from hypothesis import HealthCheck, settings

HERE = pathlib.Path(__file__).resolve().parent
settings.register_profile(
    "steady", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def shared():
    """The folder of corpora, formats and Unicode data that stands beside a development checkout."""
    folder = HERE.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder 'shared' with other people's corpora is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def article():
    import newsstudy as ns

    return ns.sample_article()


@pytest.fixture(scope="session")
def naive():
    """The slow twin of a kernel: naive("words") is tests/naive/words.py as a module."""

    def load(name):
        spec = importlib.util.spec_from_file_location(f"naive_{name}", HERE / "naive" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session")
def golden():
    """A vendored file of published numbers: golden("keyness") is tests/golden/keyness.json."""
    import json

    return lambda name: json.loads((HERE / "golden" / f"{name}.json").read_text("utf-8"))
