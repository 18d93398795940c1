"""Dictionaries from files: YAML, LIWC, Yoshikoder, Lexicoder and WordStat, each error with file, line and what to do."""

from __future__ import annotations

import os
import pathlib
import re
import warnings
from typing import Any

from newsstudy.errors import InputError, MissingFileError, NewsstudyWarning, ReadError
from newsstudy.tokens._liwc import read_liwc
from newsstudy.tokens._yaml import read_yaml
from newsstudy.tokens._yoshikoder import read_yoshikoder
from newsstudy.tokens.dictionary import DEEPEST, Dictionary, Key

FORMATS = {
    ".yml": "yaml",
    ".yaml": "yaml",
    ".dic": "liwc",
    ".ykd": "yoshikoder",
    ".lcd": "lexicoder",
    ".lc3": "lexicoder",
    ".cat": "wordstat",
}
LARGEST = 16 * 2**20  # bytes; the largest dictionaries in use have less than two million


def read_dictionary(path: Any, *, format: str | None = None, encoding: str | None = None) -> Dictionary:
    """A dictionary from a file, as content analysis exchanges them.

    Parameters
    ----------
    path : str or path
        YAML in quanteda's layout (.yml, .yaml), LIWC (.dic), Yoshikoder (.ykd), Lexicoder (.lc3, and the XML of .lcd), WordStat
        (.cat).
    format : str, optional
        "yaml", "liwc", "yoshikoder", "lexicoder" or "wordstat", where the suffix does not say it.
    encoding : str, optional
        Of the formats that are plain text. By default UTF-8 (UTF-16 with its mark), and Windows-1252 where the file is not UTF-8.

    Returns
    -------
    Dictionary
        Patterns as written; `Tokens.lookup` folds them by the tokens' rule, capitals that the rule protects included. WordStat's
        words are lower-cased, since that program writes all of them in capitals.

    Raises
    ------
    MissingFileError, ReadError, InputError
        With file, line and what to do.

    Warns
    -----
    NewsstudyWarning
        If parts of a file cannot be used, such as LIWC's conditions.

    Examples
    --------
    >>> import newsstudy as ns, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "frames.lc3")
    ...     _ = path.write_text("+conflict\\nattack*\\ncease fire\\n+economy\\nprice*\\n", encoding="utf-8")
    ...     ns.read_dictionary(path).to_dict()
    {'conflict': ['attack*', 'cease fire'], 'economy': ['price*']}
    """
    file = _path(path)
    kind = _format(file, format)
    content = _content(file)
    name = file.name
    if kind == "yoshikoder" or (kind == "lexicoder" and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")):
        return _whole(read_yoshikoder(content, name), name)
    text = _text(content, name, encoding)
    notes: list[str] = []
    if kind == "yaml":
        root = read_yaml(text, name)
    elif kind == "liwc":
        root, notes = read_liwc(text, name)
    elif kind == "lexicoder":
        root = _lexicoder(text, name)
    else:
        root, notes = _wordstat(text, name)
    if notes:
        more = f" (and {len(notes) - 3} more lines)" if len(notes) > 3 else ""
        warnings.warn(f"{'; '.join(notes[:3])}{more}", NewsstudyWarning, stacklevel=2)
    return _whole(root, name)


def _whole(root: Key, name: str) -> Dictionary:
    made = Dictionary(root.plain())
    if not made.n_patterns:
        raise ReadError(f"{name}: the dictionary has no patterns; is it of the format that its suffix says? Else give format=")
    return made


def _path(path: Any) -> pathlib.Path:
    if not isinstance(path, str | os.PathLike) or (isinstance(path, str) and (not path or "\0" in path)):
        raise InputError(f"read_dictionary takes the path of a file; got {path!r}")
    return pathlib.Path(os.fsdecode(path))


def _format(file: pathlib.Path, given: Any) -> str:
    kinds = list(dict.fromkeys(FORMATS.values()))
    if given is None:
        given = FORMATS.get(file.suffix.lower())
        if given is None:
            raise InputError(f"{file.name}: the suffix does not say what kind of dictionary it is; give format=, one of {kinds}")
    if given not in kinds:
        raise InputError(f"there is no format of dictionaries called {given!r}; there are {kinds}")
    return str(given)


def _content(file: pathlib.Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (FileNotFoundError, UnicodeEncodeError) as error:
        raise MissingFileError(f"there is no file {str(file)!r}; look at the path") from error
    except OSError as error:
        raise ReadError(f"{file.name}: cannot be read: {error.strerror}; name a file that you may read") from error
    if len(content) > LARGEST:
        raise ReadError(f"{file.name}: larger than {LARGEST // 2**20} MB, which no dictionary is; is it the right file?")
    return content


def _text(content: bytes, name: str, encoding: Any) -> str:
    """The text, with \\n for every end of line."""
    if encoding is not None and (not isinstance(encoding, str) or "\0" in encoding):
        raise InputError(f"encoding is the name of one, such as 'utf-8' or 'latin-1'; got {encoding!r}")
    if encoding is None:
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except LookupError as error:
        raise InputError(f"{name}: Python knows no encoding {encoding!r}; for example 'utf-8' or 'latin-1'") from error
    except UnicodeError as error:
        if encoding != "utf-8-sig":
            raise ReadError(f"{name}: the file is not in {encoding}: {error}; say which encoding it is with encoding=") from error
        text = _windows(content, name)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ReadError(f"{name}, line {line}: a NUL byte, which no text file has; save the dictionary as plain text in UTF-8")
    return re.sub(r"\r\n?|[\u0085\u2028\u2029\v\f]", "\n", text)


def _windows(content: bytes, name: str) -> str:
    try:
        return content.decode("windows-1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ReadError(
            f"{name}, line {line}: neither UTF-8 nor Windows-1252; say which encoding it is with encoding="
        ) from error


def _lexicoder(text: str, name: str) -> Key:
    """Lexicoder 3: a line "+key", then its patterns, one a line."""
    root = Key()
    key: Key | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        line = " ".join(line.split())
        if line.startswith("+"):
            if not line[1:].strip():
                raise ReadError(f"{name}, line {number}: a + without a name; write the key's name behind it")
            key = root.child(line[1:].strip())
        elif line and key is None:
            raise ReadError(
                f"{name}, line {number}: {line[:60]!r} stands before the first key; begin with a line such as '+conflict'"
            )
        elif line and key is not None:
            key.patterns[line] = None
    return root


def _wordstat(text: str, name: str) -> tuple[Key, list[str]]:
    """WordStat: categories indented by tabs, and patterns that end in a weight such as (1); _ stands for a blank."""
    root = Key()
    notes: list[str] = []
    above: list[tuple[int, Key]] = [(-1, root)]
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip("\t"))
        while above[-1][0] >= depth:
            above.pop()
        found = re.fullmatch(r"(.*\S) \(\d+\)", line.strip())
        if found is None:
            if len(above) > DEEPEST:
                raise ReadError(f"{name}, line {number}: more than {DEEPEST} levels of categories; look at the tabs")
            above.append((depth, above[-1][1].child(line.strip())))
        elif len(above) == 1:
            raise ReadError(f"{name}, line {number}: {line.strip()[:60]!r} lies in no category; indent it with a tab below one")
        elif found[1].startswith("@"):
            notes.append(f"{name}, line {number}: the rule {found[1][:60]!r} is left out; only words and phrases are read")
        else:
            above[-1][1].patterns[" ".join(found[1].replace("_", " ").lower().split())] = None
    return root, notes
