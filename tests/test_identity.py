"""Same input, same bytes: the sample study runs again in child processes, and every artefact is compared.

Beside each run of another CPU path stands a canary, which computes what the library
avoids; where it does not differ, the change did not happen.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import pytest

import newsstudy as ns

HERE = pathlib.Path(__file__).resolve().parent
STUDY = HERE / "identity" / "sample_study.py"
CANARY = HERE / "identity" / "canary.py"
MATPLOTLIBRC = (
    "savefig.dpi: 37\nfont.family: serif\nlines.linewidth: 9\naxes.facecolor: pink\nsvg.fonttype: none\npdf.compression: 9\n"
)
NO_DISPATCH = {"NPY_DISABLE_CPU_FEATURES": "X86_V4 X86_V3"}
NO_FMA = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2"}

ORDER = [4, 0, 8, 2, 6, 1, 7, 3, 5]
GENERIC, HASWELL = {"NUMBA_CPU_NAME": "generic"}, {"NUMBA_CPU_NAME": "haswell"}

# name: (environment, order of the input files, content of a matplotlibrc in the working directory). One run of the study takes
# a minute of processor time, so changes that cannot make up for one another are made together.
CHANGES = {
    "an old CPU: NumPy's dispatch off, kernels for a generic CPU, glibc without FMA; "
    "hash seed 0, Tokyo, C locale, 1 thread, files in another order": (
        {
            **{**NO_DISPATCH, **GENERIC, **NO_FMA, "NEWSSTUDY_THREADS": "1"},
            **{"PYTHONHASHSEED": "0", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0"},
        },
        ORDER,
        None,
    ),
    "kernels for Haswell; hash seed 1, New York, Turkish locale where installed, 7 threads, a hostile matplotlibrc": (
        {
            **{**HASWELL, "NEWSSTUDY_THREADS": "7"},
            **{"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        },
        None,
        MATPLOTLIBRC,
    ),
}


def run(script, *arguments, environment=None, cwd=None):
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSSTUDY_THREADS", "MPL", "PYTEST"))}
    done = subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        env={**plain, **(environment or {})},
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{script.name} failed with {environment}:\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def paragraphs(tmp_path_factory, article):
    """The article's paragraphs as nine text files."""
    folder = tmp_path_factory.mktemp("paragraphs")
    files = []
    for number, text in enumerate(article.split("paragraph").texts, 1):
        files.append(folder / f"p{number:02d}.txt")
        files[-1].write_text(text, "utf-8")
    return files


@pytest.fixture(scope="module")
def runs(tmp_path_factory, paragraphs):
    """Every change as a future of its results folder, two at a time; the unchanged run stands first."""

    def one(name):
        environment, order, matplotlibrc = CHANGES.get(name, ({}, None, None))
        folder = tmp_path_factory.mktemp("run")
        if matplotlibrc:
            (folder / "matplotlibrc").write_text(matplotlibrc, "utf-8")
        files = [paragraphs[i] for i in order] if order else paragraphs
        run(STUDY, folder / "results", *files, environment=environment, cwd=folder)
        return contents(folder / "results")

    pool = concurrent.futures.ThreadPoolExecutor(2)
    yield {name: pool.submit(one, name) for name in ("unchanged", *CHANGES)}
    pool.shutdown(cancel_futures=True)  # with `-k` not every run is waited for


def contents(folder):
    """Every compared file of a study by name: all but environment.json, which is never compared."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "environment.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_identity__the_study_makes_every_kind_of_artefact(runs):
    names = list(runs["unchanged"].result())
    assert "manifest.json" in names
    for kind, at_least in ((".csv", 25), (".parquet", 25), (".svg", 13), (".pdf", 13), (".png", 13)):
        assert len([name for name in names if name.endswith(kind)]) >= at_least, kind


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_identity__every_artefact_has_the_same_bytes_under(runs, change):
    expected, found = runs["unchanged"].result(), runs[change].result()
    assert sorted(found) == sorted(expected)
    different = [name for name in expected if found[name] != expected[name]]
    assert not different, f"{change}: {len(different)} of {len(expected)} artefacts differ: {different}"


@pytest.mark.slow
def test_identity__a_swapped_number_and_a_swapped_figure_do_not_pass(runs, tmp_path):
    for name, content in runs["unchanged"].result().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert ns.verify(tmp_path).ok
    table, figure = tmp_path / "keyness.csv", tmp_path / "keyness.svg"
    lines = table.read_text("utf-8").split("\n")
    cells = lines[1].split(",")
    cells[1] = str(int(cells[1]) + 1)
    table.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), "utf-8")
    figure.write_bytes((tmp_path / "keyness_part.svg").read_bytes())
    found = {row.name: row for row in ns.verify(tmp_path)}
    assert {name for name, row in found.items() if row.status != "SAME"} == {"keyness.csv", "keyness.svg"}
    assert found["keyness.csv"].status == found["keyness.svg"].status == "DIFFERENT"
    assert "edited by hand" in found["keyness.csv"].cause


@pytest.fixture(scope="module")
def plain_canary():
    return json.loads(run(CANARY))


def test_identity__the_canary_sees_that_numpys_dispatch_is_off(plain_canary):
    if not {"X86_V4", "X86_V3", "AVX512_SKX"} & set(plain_canary["numpy_features"]):
        pytest.skip("this CPU has no dispatch levels above the baseline to switch off")
    changed = json.loads(run(CANARY, environment=NO_DISPATCH))
    assert not {"X86_V4", "X86_V3"} & set(changed["numpy_features"])
    assert changed["np.exp"] != plain_canary["np.exp"]


def test_identity__the_canary_sees_that_glibc_has_no_fma(plain_canary):
    if sys.platform != "linux" or "FMA3" not in plain_canary["numpy_features"]:
        pytest.skip("no glibc with FMA variants here")
    changed = json.loads(run(CANARY, environment=NO_FMA))
    assert changed["math.exp"] != plain_canary["math.exp"]


@pytest.mark.parametrize("cpu", [GENERIC, HASWELL])
def test_identity__the_canary_sees_the_cpu_that_kernels_are_compiled_for(plain_canary, cpu):
    changed = json.loads(run(CANARY, environment=cpu))
    assert changed["numba_cpu"] == cpu["NUMBA_CPU_NAME"] != plain_canary["numba_cpu"]
