"""reproduce: run every notebook of the project and compare what comes out with what was published."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from newsstudy.errors import MissingFileError, NewsstudyError
from newsstudy.study import files, manifest, notebook_form, notebooks, runner
from newsstudy.study._verify import DIFFERENT, MISSING, NEW, SAME, Row, Verification, compare

EXPECTED = "expected"  # the folder beside the notebooks that holds what was published
STORED = (".csv", ".svg")  # kept as files, so that a change can be read; of the others the manifest keeps the digest
AT_ONCE = 2


def reproduce(folder: Any = "notebooks", out: Any = "results", *, update: bool = False) -> Verification:
    """Run every notebook in `folder` and compare its results with `folder`/expected, byte for byte.

    A notebook ``01_the_article.ipynb`` makes one `Study`; its files go to ``out/01_the_article/``, together with the notebook as
    it ran. Compared are that notebook with the published one, and every table and figure and the manifest with
    ``expected/01_the_article/``.

    Parameters
    ----------
    folder : path
        Where the notebooks are.
    out : path
        Where the results go.
    update : bool
        Publish: write the notebooks with their outputs, and what is expected, from this run.

    Returns
    -------
    Verification
        Rows such as ``01_the_article/keyness.csv``, in order of notebook, kind and name.

    Raises
    ------
    MissingFileError
        When there are no notebooks.
    """
    place, target = pathlib.Path(folder), pathlib.Path(out)
    found = sorted(place.glob("*.ipynb")) if place.is_dir() else []
    if not found:
        raise MissingFileError(
            f"there are no notebooks in {place}; run this in a checkout of newsstudy (or of your project), "
            "or name their folder with --notebooks"
        )
    with notebooks.progress_bar(found) as on_cell, ThreadPoolExecutor(AT_ONCE) as pool:
        failures = list(pool.map(lambda notebook: _run(notebook, target / notebook.stem, on_cell), found))
    joined = Verification([])
    for notebook, failure in zip(found, failures, strict=True):
        if update and not failure:
            _publish(notebook, target / notebook.stem)
        rows = _failed_rows(notebook, failure) if failure else _rows(notebook, target / notebook.stem)
        joined.rows += [Row(f"{notebook.stem}/{row.name}", row.status, row.cause) for row in rows]
    joined.rows += _without_notebook(place, {notebook.stem for notebook in found})
    joined.notes += _advice(joined, update)
    return joined


def _run(notebook: pathlib.Path, out: pathlib.Path, on_cell: Callable[[], None] | None) -> str:
    """Run one notebook; an empty text, or why it failed."""
    try:
        runner.run(notebook, out, on_cell=on_cell)
    except NewsstudyError as error:
        return str(error)
    return ""


def _expected(notebook: pathlib.Path) -> pathlib.Path:
    return notebook.parent / EXPECTED / notebook.stem


def _rows(notebook: pathlib.Path, results: pathlib.Path) -> list[Row]:
    """One notebook's results against what is expected of it."""
    expected = _expected(notebook)
    if not (expected / files.MANIFEST).is_file():
        listed = [artefact.file for artefact in manifest.artefacts(manifest.read(results))]
        rows = [Row(file, NEW, "nothing is published yet") for file in [*listed, files.MANIFEST]]
    else:
        rows = list(compare(results, expected, stored=STORED)) + _unlisted(expected)
    return [_notebook_row(notebook, results) if row.name == notebook.name else row for row in rows]


def _notebook_row(notebook: pathlib.Path, results: pathlib.Path) -> Row:
    ran, published = (results / notebook.name).read_bytes(), notebook.read_bytes()
    if ran == published:
        return Row(notebook.name, SAME, "")
    return Row(
        notebook.name,
        DIFFERENT,
        f"the published notebook is not what its code makes: {notebook_form.first_difference(ran, published)}",
    )


def _unlisted(expected: pathlib.Path) -> list[Row]:
    known = {artefact.file for artefact in manifest.artefacts(manifest.read(expected))} | {files.MANIFEST}
    stray = sorted(path.name for path in expected.iterdir() if path.name not in known and not path.name.startswith("."))
    return [Row(name, MISSING, f"it stands in {EXPECTED}, and no manifest lists it") for name in stray]


def _failed_rows(notebook: pathlib.Path, failure: str) -> list[Row]:
    rows = [Row(notebook.name, DIFFERENT, f"it failed: {failure}")]
    if (_expected(notebook) / files.MANIFEST).is_file():
        listed = manifest.artefacts(manifest.read(_expected(notebook)))
        rows += [
            Row(artefact.file, MISSING, "its notebook failed")
            for artefact in listed
            if artefact.kind in ("table", "figure", "page")
        ]
    return rows


def _without_notebook(place: pathlib.Path, stems: set[str]) -> list[Row]:
    published = sorted(path.parent.name for path in (place / EXPECTED).glob(f"*/{files.MANIFEST}"))
    return [
        Row(name, MISSING, f"{EXPECTED}/{name} is published, and no notebook {name}.ipynb makes it")
        for name in published
        if name not in stems
    ]


def _publish(notebook: pathlib.Path, results: pathlib.Path) -> None:
    """Make this run's results the published ones."""
    expected = _expected(notebook)
    expected.mkdir(parents=True, exist_ok=True)
    listed = [artefact.file for artefact in manifest.artefacts(manifest.read(results))]
    stored = [file for file in listed if file.endswith(STORED)]
    for path in expected.iterdir():
        if path.is_file() and path.name not in stored and path.suffix in (*STORED, ".json"):
            path.unlink()
    for file in [*stored, files.MANIFEST]:
        files.write(expected / file, (results / file).read_bytes())
    files.write(notebook, (results / notebook.name).read_bytes())


def _advice(found: Verification, update: bool) -> list[str]:
    if found.ok or update:
        return ["published: the notebooks and what is expected were written from this run"] if update else []
    return ["If the change is meant, publish it with: newsstudy reproduce --update"]
