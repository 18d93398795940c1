"""The same table gives the same files under another time zone, locale, hash seed, CPU path and a hostile matplotlibrc."""

import json
import locale
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent

# Prints the digest of every file, and which of NumPy's CPU levels are in use.
CHILD = """
import hashlib, importlib.util, json, sys
from numpy._core._multiarray_umath import __cpu_features__ as features
spec = importlib.util.spec_from_file_location("tables", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from newsstudy import figures
digests = {}
for name in figures.__all__:
    if name in ("annotations", "choose_k", "collocation_network", "frequency", "keyness", "kwic", "occurrences", "topic_terms"):
        figure = getattr(figures, name)(getattr(module.Tables(), name)(hard=name != "keyness"))
        digests[name + ".svg"] = hashlib.sha256(figure.svg()).hexdigest()
        if name == "keyness":
            digests[name + ".pdf"] = hashlib.sha256(figure.pdf()).hexdigest()
            digests[name + ".png"] = hashlib.sha256(figure.png()).hexdigest()
import matplotlib
level3 = bool(features.get("X86_V3"))
print(json.dumps({"files": digests, "level3": level3, "size": matplotlib.rcParams["font.size"]}))
"""

HOSTILE = """
font.family: serif
font.size: 23
axes.grid: True
axes.formatter.use_locale: True
figure.autolayout: True
path.simplify: False
savefig.bbox: tight
savefig.dpi: 50
svg.hashsalt: elsewhere
svg.fonttype: none
pdf.fonttype: 3
pdf.compression: 9
text.hinting: force_autohint
text.antialiased: False
lines.antialiased: False
"""


def run(folder, **changes):
    environment = {**os.environ, **changes}
    command = [sys.executable, "-c", CHILD, str(HERE / "conftest.py")]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def other_locale():
    """One that writes numbers with a comma, where the machine has one; matplotlib stops at a locale that does not exist."""
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", "fr_FR.utf8"):
        try:
            locale.setlocale(locale.LC_NUMERIC, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_NUMERIC, "C")
        return name
    return "C"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return run(tmp_path_factory.mktemp("plain"), PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")


def test_identity__hash_seed_zone_locale_and_matplotlibrc_change_nothing(plain, tmp_path):
    (tmp_path / "matplotlibrc").write_text(HOSTILE, "utf-8")
    other = run(tmp_path, PYTHONHASHSEED="4711", TZ="Pacific/Chatham", LC_ALL=other_locale(), SOURCE_DATE_EPOCH="1")
    assert other["size"] == 23.0, "the hostile matplotlibrc was not read: this test tests nothing"
    assert other["files"] == plain["files"]


def test_identity__other_cpu_paths_of_numpy_change_nothing(plain, tmp_path):
    if not plain["level3"]:
        pytest.skip("this processor has no AVX2 (X86_V3) to switch off")
    other = run(tmp_path, NPY_DISABLE_CPU_FEATURES="X86_V4 X86_V3")
    assert not other["level3"], "X86_V3 is still on: this test tests nothing"
    assert other["files"] == plain["files"]
