"""Study: keeps what an analysis read and made in one folder, with a manifest from which anyone can check it."""

from __future__ import annotations

import datetime
import pathlib
import warnings
import weakref
from types import TracebackType
from typing import TYPE_CHECKING, Any

from newsstudy.errors import InputError, NewsstudyWarning, StudyError
from newsstudy.given import whole
from newsstudy.study import files, inputs, manifest, tables
from newsstudy.study.session import Session

if TYPE_CHECKING:
    import pandas as pd

FIGURE_FORMS, PAGE_FORMS = ("svg", "pdf", "png"), ("html", "pdf")


class Study:
    """A folder of tables and figures with the proof of how they were made.

    Everything that is saved goes into `folder`; `close` (or the end of a `with` block) writes `manifest.json`, from which
    `verify` tells whether a file is still the one that the code made. Where an exception leaves the `with` block, no
    manifest is written. Under ``newsstudy run`` and ``newsstudy reproduce`` the folder is the one named there.

    Parameters
    ----------
    folder : path
        Where the results go; made if need be. Files of an earlier study in it are replaced, other files are left alone.
    seed : int
        At least 0. Recorded in the manifest; pass ``study.seed`` on as ``rng=`` or ``random_state=``.

    Raises
    ------
    InputError
        For a seed or folder that is none.
    StudyError
        When one run makes two studies.

    Examples
    --------
    >>> import newsstudy as ns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with ns.Study(folder, seed=7) as study:
    ...         corpus = study.read(ns.sample_article())
    ...         study.save_table(ns.frequency(corpus.tokenize().count()), "frequency")
    ...     print(ns.verify(folder).ok)
    True
    """

    def __init__(self, folder: Any, *, seed: Any = 0) -> None:
        if not isinstance(folder, str | pathlib.PurePath) or not str(folder).strip() or "\0" in str(folder):
            raise InputError(f"a Study needs the path of a folder; got {folder!r}")
        self.seed = whole(seed, "seed", 0)
        self._name = str(folder)  # as the user wrote it: shown, where the real folder may be a temporary one
        self._session = Session.from_environment()
        self.folder = pathlib.Path(self._session.out if self._session else folder)
        self._started = datetime.datetime.now(datetime.UTC)
        self._inputs: list[dict[str, Any]] = []
        self._made: dict[str, dict[str, Any]] = {"tables": {}, "figures": {}, "pages": {}}
        self._saved: dict[str, str] = {}
        self._surroundings: dict[str, Any] = {}  # what tables say of the run that made them, such as seconds
        self._owned: dict[str, str] | None = None
        self._closed = False
        self._watch: Any = None
        if self._session:
            self._session.claim(self._name)
            self._begin()

    def read(self, paths: Any, **options: Any) -> Any:
        """Read documents with `ns.read_corpus(paths, **options)`, or take a Corpus, and record digests of what was read.

        A derived corpus (`Corpus.derive`), or the folder where one was saved, is taken in place of the texts.

        Returns
        -------
        Corpus or Derived
        """
        self._check_open()
        corpus, entry = inputs.read(paths, options)
        self._inputs.append(entry)
        return corpus

    def save_table(self, table: pd.DataFrame, name: str, *, excel_safe: bool = False, method: bool = False) -> None:
        """Write `name`.csv (the data exactly) and `name`.parquet, and with `excel_safe` also `name`.excel.csv.

        With `method`, the table's method paragraph (`ns.table_method`) stands beside it as `name`.method.md, and the works
        that it cites as `name`.method.bib.

        CSV: UTF-8, line feeds, floats that read back to the same bits, missing cells empty, empty texts "". In the Excel
        file, texts that a spreadsheet would run as a formula begin with an apostrophe.

        Raises
        ------
        InputError
            For a name that is no plain file name, a second table of that name, or cells other than text, numbers, true/false.
        """
        from newsstudy.schemas import record

        self._check_new(name, "tables")
        arrow = tables.to_arrow(table, name)
        entry = files.plain_json(record(table), f"the record of table {name!r}")
        contents = {f"{name}.csv": tables.csv_bytes(arrow), f"{name}.parquet": tables.parquet_bytes(arrow, self._about(entry))}
        if excel_safe:
            contents[f"{name}.excel.csv"] = tables.csv_bytes(arrow, excel_safe=True)
        if method:
            contents |= _method_files(table, name)
        self._save("tables", name, contents, entry)
        if "newsstudy_environment" in table.attrs:
            self._surroundings[name] = files.plain_json(
                table.attrs["newsstudy_environment"], f"the environment of table {name!r}"
            )

    def save_figure(self, figure: Any, name: str) -> None:
        """Write `name`.svg, `name`.pdf and `name`.png of a Figure from `ns.figures`.

        Raises
        ------
        InputError
            For a name that is no plain file name, a second figure of that name, or an object that is no such Figure.
        """
        self._check_new(name, "figures")
        if not all(callable(getattr(figure, form, None)) for form in FIGURE_FORMS) or not hasattr(figure, "record"):
            raise InputError(f"save_figure needs a Figure that ns.figures made for {name!r}; got {type(figure).__name__}")
        entry = files.plain_json(figure.record, f"the record of figure {name!r}")
        contents = {f"{name}.{form}": getattr(figure, form)() for form in FIGURE_FORMS}
        self._save("figures", name, contents, entry if isinstance(entry, dict) else {"tables": entry})

    def save_page(self, page: Any, name: str) -> None:
        """Write `name`.html and `name`.pdf of a page for readers, such as the report that `ns.article_report` makes.

        Raises
        ------
        InputError
            For a name that is no plain file name, a second page of that name, or an object that is no such page.
        """
        self._check_new(name, "pages")
        if not all(callable(getattr(page, form, None)) for form in PAGE_FORMS) or not hasattr(page, "record"):
            raise InputError(f"save_page needs a page that ns.article_report made for {name!r}; got {type(page).__name__}")
        entry = files.plain_json(page.record, f"the record of page {name!r}")
        self._save("pages", name, {f"{name}.{form}": getattr(page, form)() for form in PAGE_FORMS}, entry)

    def close(self) -> None:
        """Write manifest.json and environment.json; afterwards nothing can be saved. A second call does nothing."""
        if self._closed:
            return
        self._begin()
        self._check_unchanged()
        code = self._session.keep_code() if self._session else None
        self._remove_stale(set(self._saved) | {f"{files.CODE}/{file}" for file in (code or {}).get("files", {})})
        run_from = self._session.run_from if self._session else None
        surroundings = manifest.environment(self._started, run_from, self._surroundings)
        files.write(self.folder / files.ENVIRONMENT, files.to_json(surroundings))
        content = {
            "code": code,
            "figures": self._made["figures"],
            "format": manifest.FORMAT,
            "inputs": self._inputs,
            "lock": manifest.lock_digest(),
            "notebooks": {},
            "pages": self._made["pages"],
            "seed": self.seed,
            "tables": self._made["tables"],
            "versions": manifest.versions(),
        }
        files.write(self.folder / files.MANIFEST, files.to_json(content))
        (self.folder / files.UNFINISHED).unlink()
        self._closed = True
        self._watch.detach()

    def __enter__(self) -> Study:
        self._check_open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self.close()
        else:
            self._closed = True  # no manifest: what was saved before the exception is no finished study
            if self._watch is not None:
                self._watch.detach()

    def __repr__(self) -> str:
        made = f"{len(self._made['tables'])} tables, {len(self._made['figures'])} figures"
        return f"Study({self._name!r}, seed={self.seed}): {made}, {'closed' if self._closed else 'open'}"

    # -- the rest is about one question: which files in the folder are ours?

    def _about(self, record: dict[str, Any]) -> dict[str, Any]:
        """What stands inside a Parquet file: the table's record, and what it was made from and with."""
        read = [entry["corpus"] for entry in self._inputs]
        return {**record, "inputs": read, "lock": manifest.lock_digest(), "seed": self.seed, "versions": manifest.versions()}

    def _check_open(self) -> None:
        if self._closed:
            raise StudyError(f"the study {self._name!r} is closed; open a new Study to read or save more")

    def _check_new(self, name: Any, section: str) -> None:
        self._check_open()
        files.checked_name(name)
        if name.lower() in {known.lower() for known in self._made[section]}:
            raise InputError(
                f"the study {self._name!r} has a {section[:-1]} {name!r} already (capitals do not count); choose another name"
            )

    def _begin(self) -> None:
        """Take the folder: remember which files an earlier study left, and mark the folder as unfinished."""
        if self._owned is not None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StudyError(
                f"the folder {self._name!r} cannot be made: {error.strerror or error}; choose another folder"
            ) from error
        self._owned = owned_files(self.folder)
        self._mark()
        (self.folder / files.MANIFEST).unlink(missing_ok=True)
        self._watch = weakref.finalize(self, _report_unclosed, self._name, self._saved)

    def _mark(self) -> None:
        content = {"earlier": self._owned, "format": manifest.FORMAT, "saved": self._saved}
        files.write(self.folder / files.UNFINISHED, files.to_json(content))

    def _save(self, section: str, name: str, contents: dict[str, bytes], record: dict[str, Any]) -> None:
        self._begin()
        for file in contents:
            if file not in (self._owned or {}) and (self.folder / file).exists():
                raise StudyError(
                    f"{file} stands in {self._name!r} already and was not made by a study; move it away or choose another name"
                )
        digests = {file: files.sha256(content) for file, content in contents.items()}
        self._saved.update(digests)
        self._mark()  # before the files: after an interruption every file of ours is known as ours
        for file, content in contents.items():
            files.write(self.folder / file, content)
        self._made[section][name] = {"files": digests, "record": record}

    def _check_unchanged(self) -> None:
        for file, digest in self._saved.items():
            path = self.folder / file
            if not path.is_file() or files.sha256_of_file(path) != digest:
                raise StudyError(f"{file} in {self._name!r} was changed or removed after it was saved; run the analysis again")

    def _remove_stale(self, kept: set[str]) -> None:
        """Remove what an earlier study left and this one did not make, unless someone has changed it since."""
        for file, digest in (self._owned or {}).items():
            path = self.folder / file
            if file not in kept and path.is_file() and files.sha256_of_file(path) == digest:
                path.unlink()


def owned_files(folder: pathlib.Path) -> dict[str, str]:
    """The files in `folder` that an earlier study made, finished or not, with their digests."""
    if (folder / files.UNFINISHED).is_file():
        content = files.read_json(folder / files.UNFINISHED, "the list of saved files")
        lists = [content.get("earlier"), content.get("saved")]
        pairs = [pair for part in lists if isinstance(part, dict) for pair in part.items()]
        return {files.checked_path(file): str(digest) for file, digest in pairs}
    if (folder / files.MANIFEST).is_file():
        return {artefact.file: artefact.digest for artefact in manifest.artefacts(manifest.read(folder))}
    return {}


def _method_files(table: pd.DataFrame, name: str) -> dict[str, bytes]:
    from newsstudy.keywords import table_method

    method = table_method(table)
    return {f"{name}.method.md": method.text.encode("utf-8"), f"{name}.method.bib": method.bibtex.encode("utf-8")}


def _report_unclosed(name: str, saved: dict[str, str]) -> None:
    if saved:
        warnings.warn(
            f"the study {name!r} was never closed: its {len(saved)} files have no manifest and cannot be verified. "
            "Use 'with ns.Study(...) as study:' or call study.close() at the end",
            NewsstudyWarning,
            stacklevel=2,
        )
