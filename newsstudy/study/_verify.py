"""verify: is every table and figure still the one that the code makes, and if not, why?"""

from __future__ import annotations

import html
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from newsstudy.errors import InputError, MissingFileError, NewsstudyError
from newsstudy.study import causes, files, manifest, tables
from newsstudy.study.manifest import Artefact

SAME, DIFFERENT, MISSING, NEW = "SAME", "DIFFERENT", "MISSING", "NEW"


class Row(NamedTuple):
    """One artefact: its file, SAME, DIFFERENT, MISSING or NEW, and for the last three why."""

    name: str
    status: str
    cause: str


@dataclass(repr=False)
class Verification:
    """What verify found: iterate over it for the rows; `ok` says whether all is as it should be; printing shows all.

    Attributes
    ----------
    rows : list of Row
        (name, status, cause) per artefact.
    notes : list of str
        What else is to be known, such as whether the study can be rerun.
    failed : bool
        Whether something that was asked for could not be done, such as a rerun.
    """

    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    failed: bool = False

    @property
    def ok(self) -> bool:
        """True where every artefact is the SAME and everything that was asked for was done."""
        return not self.failed and all(row.status == SAME for row in self.rows)

    def __bool__(self) -> bool:
        return self.ok

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def summary(self) -> str:
        """One line: how many artefacts, how many of each status."""
        counts = [(status, len([row for row in self.rows if row.status == status])) for status in (SAME, DIFFERENT, MISSING, NEW)]
        return f"{len(self.rows)} artefacts: " + (", ".join(f"{n} {status}" for status, n in counts if n) or "nothing to compare")

    def __str__(self) -> str:
        lines = [f"{row.status:<9} {row.name}{'  (' + row.cause + ')' if row.cause else ''}" for row in self.rows]
        return "\n".join([*lines, self.summary(), *self.notes])

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in self.rows)
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in [self.summary(), *self.notes])
        return (
            f"<table><thead><tr><th>artefact</th><th>status</th><th>cause</th></tr></thead><tbody>{body}</tbody></table>{notes}"
        )


def verify(folder: Any, *, against: Any = None, rerun: bool = False, text: Any = None) -> Verification:
    """Check the files of a study against its manifest, against another study, or against what its code makes now.

    Parameters
    ----------
    folder : path
        A study's folder, or a folder of such folders.
    against : path or None
        Another study's folder, which is taken as the one that should be equalled.
    rerun : bool
        Run ``results/code/`` again in a fresh process and compare. This executes the code that stands in the folder: only
        for results of ``newsstudy run``, and only if you trust who made them.
    text : Corpus, path or list of paths, optional
        The texts that the reader has. They are checked too: document by document against derived corpora in the folder
        (which may also be the folder of one), else against the digest of what the study read.

    Returns
    -------
    Verification
        Rows (name, status, cause); status is SAME, DIFFERENT, MISSING or NEW, compared byte for byte. The cause is the
        first one found of input, setting, version, code, edited by hand, unexplained.

    Raises
    ------
    MissingFileError
        When there is no such folder.
    StudyError
        When the folder holds no finished study.

    Examples
    --------
    >>> import newsstudy as ns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with ns.Study(folder) as study:
    ...         study.save_table(ns.frequency(ns.sample_article().tokenize().count()), "frequency")
    ...     print(ns.verify(folder))
    SAME      frequency.csv
    SAME      frequency.parquet
    2 artefacts: 2 SAME
    not rerunnable: made interactively
    """
    place = files.folder(folder, "verify")
    against = None if against is None else files.folder(against, "verify, against")
    if rerun and against is not None:
        raise InputError("choose one of against= and rerun=: a rerun is compared with the folder itself")
    if text is not None:
        if against is not None or rerun:
            raise InputError("choose one of text=, against= and rerun=")
        return _with_text(place, text)
    below = _studies_below(place)
    if below:
        return _several(place, below, against, rerun)
    made = manifest.read(place)
    found = _intact(place, made)
    if against is not None:
        return compare(place, pathlib.Path(against))
    if rerun:
        return _rerun(place, made, found)
    return found


def _with_text(place: pathlib.Path, text: Any) -> Verification:
    """The files of a study, where the folder holds one, and the reader's texts."""
    from newsstudy.study import texts

    alone = texts.is_derived(place)
    found = Verification([], []) if alone else verify(place)
    rows, notes = texts.check(place, None if alone else manifest.read(place), text)
    found.rows += [Row(*row) for row in rows]
    found.notes += notes
    return found


def _studies_below(place: pathlib.Path) -> list[pathlib.Path]:
    if not place.is_dir() or (place / files.MANIFEST).exists() or (place / files.UNFINISHED).exists():
        return []
    return sorted(path.parent for path in place.glob(f"*/{files.MANIFEST}"))


def _several(place: pathlib.Path, below: list[pathlib.Path], against: Any, rerun: bool) -> Verification:
    joined = Verification([])
    for study in below:
        other = None if against is None else pathlib.Path(against) / study.name
        part = verify(study, against=other, rerun=rerun)
        joined.rows += [Row(f"{study.name}/{row.name}", row.status, row.cause) for row in part]
        joined.notes += [f"{study.name}: {note}" for note in part.notes]
        joined.failed |= part.failed
    if against is not None:
        for path in sorted(pathlib.Path(against).glob(f"*/{files.MANIFEST}")):
            if path.parent.name not in [study.name for study in below]:
                joined.rows.append(Row(path.parent.name, MISSING, f"there is no such study in {place}"))
    return joined


def _intact(place: pathlib.Path, made: dict[str, Any]) -> Verification:
    """The files of one study against its own manifest."""
    listed = list(manifest.artefacts(made))
    rows = [_own_row(place, artefact, listed) for artefact in listed]
    known = {artefact.file for artefact in listed} | set(files.OWN)
    rows += [Row(name, NEW, "it is not in the manifest") for name in _files_in(place) if name not in known]
    note = "not rerunnable: made interactively" if made["code"] is None else "rerunnable: its code was kept (--rerun)"
    return Verification(rows, [note])


def _own_row(place: pathlib.Path, artefact: Artefact, listed: list[Artefact]) -> Row:
    path = place / artefact.file
    if not path.is_file():
        return Row(artefact.file, MISSING, "the manifest lists it, the folder does not hold it")
    if files.sha256_of_file(path) != artefact.digest:
        return Row(artefact.file, DIFFERENT, f"edited by hand: {causes.edited_file(place, artefact, listed)}")
    if artefact.kind == "table" and artefact.file == f"{artefact.name}.csv":
        return _twin_row(place, artefact, listed)
    return Row(artefact.file, SAME, "")


def _twin_row(place: pathlib.Path, artefact: Artefact, listed: list[Artefact]) -> Row:
    """A CSV that agrees with the manifest must hold what its untouched Parquet holds, or the manifest was edited too."""
    twin = place / f"{artefact.name}.parquet"
    digests = [other.digest for other in listed if other.file == twin.name]
    if digests and twin.is_file() and files.sha256_of_file(twin) == digests[0]:
        content, was = (place / artefact.file).read_bytes(), tables.csv_bytes(tables.read_parquet(twin.read_bytes()))
        if content != was:
            where = tables.first_difference(content, was)
            return Row(artefact.file, DIFFERENT, f"edited by hand, and the manifest with it: {where} (in {twin.name})")
    return Row(artefact.file, SAME, "")


def _files_in(place: pathlib.Path) -> list[str]:
    """Visible files, sorted; what begins with a dot, caches, and studies and derived corpora further down are none of it."""
    found = sorted(path.relative_to(place) for path in place.rglob("*") if path.is_file())
    inner = [path.parent for path in found if path.name in (files.MANIFEST, files.DERIVED) and len(path.parts) > 1]
    outer = [path for path in found if not any(path.is_relative_to(folder) for folder in inner)]
    return [path.as_posix() for path in outer if not any(part.startswith(".") or part == "__pycache__" for part in path.parts)]


def compare(place: pathlib.Path, reference: pathlib.Path, *, stored: tuple[str, ...] | None = None) -> Verification:
    """The study in `place` against the one in `reference`, file by file, and their manifests.

    With `stored`, the reference keeps only files with these endings and for the others the digests in its manifest.
    """
    now, then = manifest.read(place), manifest.read(reference)
    here = {artefact.file: artefact for artefact in manifest.artefacts(now)}
    there = {artefact.file: artefact for artefact in manifest.artefacts(then)}
    pair = _Pair(place, reference, now, then, stored)
    rows = [pair.row(file, here.get(file), there.get(file)) for file in _in_order(here, there)]
    rows.append(pair.manifest_row())
    return Verification(rows)


def _in_order(here: dict[str, Artefact], there: dict[str, Artefact]) -> list[str]:
    kinds = {"table": 0, "figure": 1, "page": 2, "notebook": 3, "code": 4}
    return sorted({*here, *there}, key=lambda file: (kinds[(here.get(file) or there[file]).kind], file))


@dataclass(frozen=True)
class _Pair:
    """Two study folders with their manifests."""

    place: pathlib.Path
    reference: pathlib.Path
    now: dict[str, Any]
    then: dict[str, Any]
    stored: tuple[str, ...] | None

    def row(self, file: str, here: Artefact | None, there: Artefact | None) -> Row:
        if here is None or not (self.place / file).is_file():
            return Row(
                file,
                MISSING,
                "the study did not make it" if here is None else "the manifest lists it, the folder does not hold it",
            )
        if there is None:
            return Row(file, NEW, "there is nothing to compare it with")
        content = (self.place / file).read_bytes()
        expected = self._expected(file)
        for side, known, digest in (("", content, here.digest), (" in the study it is compared with", expected, there.digest)):
            if known is not None and files.sha256(known) != digest:
                return Row(file, DIFFERENT, f"edited by hand{side}: {self._where(content, expected, here)}")
        if expected is None and self._is_stored(file):
            return Row(file, DIFFERENT, "edited by hand in the study it is compared with: the file was removed there")
        if here.digest == there.digest:
            return Row(file, SAME, "")
        return Row(file, DIFFERENT, self._why(here, there, causes.what_differs(content, expected, here)))

    def _is_stored(self, file: str) -> bool:
        return self.stored is None or file.endswith(self.stored)

    def _expected(self, file: str) -> bytes | None:
        path = self.reference / file
        return path.read_bytes() if self._is_stored(file) and path.is_file() else None

    def _where(self, content: bytes, expected: bytes | None, here: Artefact) -> str:
        return (
            causes.what_differs(content, expected, here)
            or f"the {here.file.rpartition('.')[2].upper()} has other bytes than its manifest says"
        )

    def _why(self, here: Artefact, there: Artefact, what: str) -> str:
        cause = causes.first_cause(self.now, self.then, here, there)
        if cause == "unexplained":
            hint = self._surroundings()
            cause += f" by the manifests; the environments differ: {hint}" if hint else ""
        return f"{cause}; {what}" if what else cause

    def _surroundings(self) -> str:
        paths = [folder / files.ENVIRONMENT for folder in (self.place, self.reference)]
        if not all(path.is_file() for path in paths):
            return ""
        now, then = (files.read_json(path, "the environment") for path in paths)
        return causes.surroundings(now, then)

    def manifest_row(self) -> Row:
        if (self.place / files.MANIFEST).read_bytes() == (self.reference / files.MANIFEST).read_bytes():
            return Row(files.MANIFEST, SAME, "")
        nothing = Artefact(files.MANIFEST, "manifest", "manifest", "", {})
        cause = causes.first_cause(self.now, self.then, nothing, nothing)
        return Row(files.MANIFEST, DIFFERENT, "it lists other digests or settings" if cause == "unexplained" else cause)


def _rerun(place: pathlib.Path, made: dict[str, Any], found: Verification) -> Verification:
    """What the kept code makes now, against the folder."""
    from newsstudy.study import runner

    if made["code"] is None:
        found.failed = True
        return found
    edited = [row for row in found if row.name.startswith(f"{files.CODE}/") and row.status != SAME]
    try:
        with runner.rerun(place, made["code"]) as fresh:
            again = compare(fresh, place)
    except MissingFileError as error:
        return Verification(found.rows, [f"the rerun could not start: {error}"], failed=True)
    except NewsstudyError as error:
        return Verification(found.rows, [f"the rerun stopped: {error}"], failed=True)
    # A file edited in the folder is a fact that needs no guess, so it goes before what the rerun says.
    facts = {row.name: row for row in found if row.status != SAME}
    rows = [facts.pop(row.name, row) for row in again]
    return Verification(
        rows + list(facts.values()), [f"code/{made['code'].get('main')} was run again in a fresh process"], failed=bool(edited)
    )
