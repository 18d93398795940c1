"""What `newsstudy run` tells the Study in the process it starts: where to write, and which code is running."""

from __future__ import annotations

import json
import os
import pathlib
import sys
import sysconfig
from dataclasses import dataclass
from typing import Any

from newsstudy.errors import StudyError
from newsstudy.study import files

VARIABLE = "NEWSSTUDY_RUN"


@dataclass(frozen=True)
class Session:
    """A run: the folder for results, the code's main file and its place, the arguments, and where it was started from."""

    out: str
    main: str
    source: str
    arguments: tuple[str, ...]
    run_from: str | None

    @classmethod
    def from_environment(cls) -> Session | None:
        """The run that this process belongs to; None for an interactive session."""
        content = os.environ.get(VARIABLE)
        return cls.from_json(content) if content else None

    @classmethod
    def from_json(cls, content: str) -> Session:
        """The run as `to_environment` wrote it."""
        try:
            value = json.loads(content)
            return cls(value["out"], value["main"], value["source"], tuple(value["arguments"]), value["run_from"])
        except (ValueError, KeyError, TypeError) as error:
            raise StudyError(f"{VARIABLE} in the environment was not set by 'newsstudy run'; unset it and start again") from error

    def to_environment(self) -> dict[str, str]:
        """The variable that hands this run to a new process."""
        value = {
            "arguments": list(self.arguments),
            "main": self.main,
            "out": self.out,
            "run_from": self.run_from,
            "source": self.source,
        }
        return {VARIABLE: json.dumps(value, sort_keys=True)}

    def claim(self, name: str) -> None:
        """Refuse a second Study: one run has one folder, so two would write over each other."""
        folder = pathlib.Path(self.out)
        if (folder / files.MANIFEST).exists() or (folder / files.UNFINISHED).exists():
            raise StudyError(
                f"Study({name!r}) is the second study in this run of {self.main}; a run writes one folder. "
                "Save everything in one Study, or split the code into two files and run each"
            )

    def keep_code(self) -> dict[str, Any]:
        """Copy the modules of the user's that were imported beside the main file; give all code files with digests."""
        folder = pathlib.Path(self.out) / files.CODE
        for name, path in _local_modules(pathlib.Path(self.source).parent):
            target = folder / name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                files.write(target, path.read_bytes())
        kept = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        digests = {path.relative_to(folder).as_posix(): files.sha256_of_file(path) for path in kept}
        return {"arguments": list(self.arguments), "files": digests, "main": self.main}


def _local_modules(beside: pathlib.Path) -> list[tuple[str, pathlib.Path]]:
    """Imported Python files under the folder of the main file, but for newsstudy's own and installed packages."""
    installed = [pathlib.Path(sysconfig.get_path(key)).resolve() for key in ("stdlib", "purelib", "platlib")]
    installed.append(pathlib.Path(sys.prefix).resolve())
    found: dict[str, pathlib.Path] = {}
    for name, module in sorted(sys.modules.items()):
        origin = getattr(module, "__file__", None)
        if not origin or name == "__main__" or name.partition(".")[0] == "newsstudy" or not origin.endswith(".py"):
            continue
        path = pathlib.Path(origin).resolve()
        if not path.is_relative_to(beside) or not path.is_file() or any(path.is_relative_to(place) for place in installed):
            continue
        relative = path.relative_to(beside)
        if not any(part.startswith(".") for part in relative.parts):
            found[relative.as_posix()] = path
    return sorted(found.items())
