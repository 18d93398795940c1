"""What `newsstudy read` does: a report of one article from the shell, with the code that makes it again."""

from __future__ import annotations

import importlib
import json
import os
import pathlib
import re
import tempfile
from typing import Any

from newsstudy.errors import InputError, MissingFileError
from newsstudy.given import whole
from newsstudy.report._article import article_of
from newsstudy.study.runner import run

_FUNCTION = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)", re.ASCII)
NAME = "read_article.py"


def read(
    article: Any,
    out: Any,
    *,
    aliases: Any = None,
    antecedents: Any = None,
    other: Any = None,
    language: Any = None,
    segmenter: Any = None,
    seed: Any = 0,
) -> dict[str, Any]:
    """Write the report of an article into the folder `out`, together with the script that `newsstudy verify --rerun` runs.

    Parameters
    ----------
    article, other : path
        Files with one article each.
    out : path
        The folder of the results.
    aliases, antecedents : path, optional
        JSON files, as `ns.actors` takes what is in them.
    language : str, optional
        ISO 639 code; by default as the file says, else as the text looks.
    segmenter : str, optional
        "module:function" for languages written without spaces, such as "jieba:lcut".

    Returns
    -------
    dict
        The manifest of the study.

    Raises
    ------
    MissingFileError, InputError
        When a file is not there or is not what it should be.
    StudyError
        When the report could not be made.
    """
    known = {
        "aliases": _json(aliases, "--aliases"),
        "antecedents": _json(antecedents, "--antecedents"),
        "language": language,
    }
    seed = whole(seed, "read: seed", 0)
    function = _function(segmenter)
    # Read once here, so that what is wrong with the file is said in a line and not by a script that stops.
    article_of(article, other=other, segmenter=function, seed=seed, **known)
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / NAME
        script.write_text(_script(article, other, known, segmenter, seed), "utf-8", newline="\n")
        return run(script, out)


def _script(article: Any, other: Any, known: dict[str, Any], segmenter: Any, seed: int) -> str:
    options = {name: value for name, value in known.items() if value is not None}
    lines = [
        '"""The report of one article, as `newsstudy read` made it."""',
        "",
        "import newsstudy as ns",
        "",
        f'with ns.Study("results", seed={seed}) as study:',
        f"    article = study.read({os.fspath(article)!r})",
    ]
    if other is not None:
        lines.append(f"    other = study.read({os.fspath(other)!r})")
    given = [f"    {name}={value!r}," for name, value in options.items()]
    if other is not None:
        given.append("    other=other,")
    if segmenter is not None:
        module, function = segmenter.split(":")
        lines.insert(2, f"from {module} import {function} as segmenter\n")
        given.append("    segmenter=segmenter,")
    given.append("    seed=study.seed,")
    lines += [
        "    report = ns.article_report(",
        "        article,",
        *(f"    {line}" for line in given),
        "    )",
        "    report.save(study)",
        "",
    ]
    return "\n".join(lines)


def _json(path: Any, option: str) -> Any:
    if path is None:
        return None
    file = pathlib.Path(path)
    if not file.is_file():
        raise MissingFileError(f"{option}: there is no file {path}; name a JSON file")
    try:
        return json.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{option}: {path} is no JSON ({error}); see docs/article/actors.md for its form") from error


def _function(name: Any) -> Any:
    """The function that "module:function" names."""
    if name is None:
        return None
    match = _FUNCTION.fullmatch(name)
    if match is None:
        raise InputError(f"--segmenter: {name!r} is not of the form module:function, such as jieba:lcut")
    try:
        found = getattr(importlib.import_module(match[1]), match[2])
    except (ImportError, AttributeError) as error:
        raise InputError(
            f"--segmenter: {name!r} cannot be imported ({error}); install the package, or correct the name"
        ) from error
    if not callable(found):
        raise InputError(f"--segmenter: {name!r} is no function; it must give the words of a text")
    return found
