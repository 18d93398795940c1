"""The newsstudy command: parse, call, print, exit code; no analysis here."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any, NoReturn

import newsstudy
from newsstudy.errors import InputError, MissingFileError, NewsstudyError

GOOD, BAD, USAGE, INTERRUPTED = 0, 1, 2, 130


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line with the next move."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"newsstudy: {message}; see: {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something differs or failed, 2 when the command was not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    own, extra = (words[: words.index("--")], words[words.index("--") + 1 :]) if "--" in words else (words, [])
    chosen = _parser().parse_args(own)
    chosen.extra = extra
    if extra and chosen.command != "run":
        return _complain(f"only 'run' passes arguments on after '--'; leave out: {' '.join(extra)}", USAGE)
    try:
        code: int = chosen.function(chosen)
        sys.stdout.flush()
    except (InputError, MissingFileError) as error:
        return _complain(str(error), USAGE)
    except NewsstudyError as error:
        return _complain(str(error), BAD)
    except KeyboardInterrupt:
        return _complain("stopped", INTERRUPTED)
    except BrokenPipeError:
        # The reader (such as `head`) has left; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD
    return code


def _parser() -> _Parser:
    parser = _Parser(prog="newsstudy", description="Reproducible text analysis of news.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"newsstudy {newsstudy.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    command = _command(commands, "reproduce", _reproduce, "run every notebook and compare with the published results")
    command.add_argument("--notebooks", metavar="DIR", default="notebooks", help="the folder of notebooks (default: notebooks)")
    command.add_argument("-o", "--out", metavar="DIR", default="results", help="the folder for results (default: results)")
    command.add_argument(
        "--update", action="store_true", help="publish this run: write notebooks with outputs, and what is expected"
    )

    command = _command(commands, "run", _run, "run a script or notebook and keep its code beside its results")
    command.add_argument("main", metavar="analysis.py|notebook.ipynb")
    command.add_argument("-o", "--out", metavar="DIR", default="results", help="the folder for results (default: results)")
    command.epilog = "Arguments after '--' go to the script."

    command = _command(commands, "verify", _verify, "check every table and figure of a study")
    command.add_argument("folder", metavar="FOLDER")
    command.add_argument("--against", metavar="OTHER", help="compare with the study in another folder")
    command.add_argument("--rerun", action="store_true", help="run the kept code again and compare (only if you trust it)")
    command.add_argument("--text", metavar="PATH", nargs="+", help="the texts that you have: check them too, one by one")

    command = _command(commands, "trace", _trace, "say how a table or figure came to be")
    command.add_argument("folder", metavar="FOLDER")
    command.add_argument("name", metavar="NAME")

    command = _command(commands, "read", _read, "write a report about one article: figures, tables, HTML and PDF")
    command.add_argument("article", metavar="ARTICLE", help="a file with one article")
    command.add_argument("-o", "--out", metavar="DIR", default="results", help="the folder for results (default: results)")
    command.add_argument(
        "--aliases", metavar="FILE", help='actors and their names, as JSON: {"Putin": ["Vladimir Putin", "Putin"]}'
    )
    command.add_argument("--antecedents", metavar="FILE", help="what pronouns stand for, listed by hand, as JSON")
    command.add_argument("--other", metavar="FILE", help="a second article to compare with")
    command.add_argument("--language", metavar="CODE", help="such as en or de (default: as the text looks)")
    command.add_argument("--segmenter", metavar="MODULE:FUNCTION", help="what cuts text without spaces into words")
    command.add_argument("--seed", metavar="N", type=int, default=0, help="seed of all draws (default: 0)")

    command = _command(commands, "describe", _describe, "read articles and say what is in them, and what was lost")
    command.add_argument("paths", metavar="PATH", nargs="+", help="files, folders, globs, archives, or a saved corpus")
    command.add_argument("--json", action="store_true", help="the whole report as JSON")
    command.add_argument("--format", metavar="NAME", help="the format of all files (default: found for each)")
    return parser


def _command(commands: Any, name: str, function: Any, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
    )
    command.set_defaults(function=function)
    return command


def _complain(text: str, code: int) -> int:
    print(f"newsstudy: {_printable(text)}", file=sys.stderr)
    return code


def _printable(text: str) -> str:
    """Text for a terminal: control and direction characters of a file's name or text are shown, not obeyed."""
    safe = "".join(f"\\u{ord(c):04x}" if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return safe.encode(encoding, "backslashreplace").decode(encoding)


def _verdict(found: Any) -> int:
    print(_printable(str(found)))
    return GOOD if found.ok else BAD


def _reproduce(chosen: argparse.Namespace) -> int:
    from newsstudy.study._reproduce import reproduce

    return _verdict(reproduce(chosen.notebooks, chosen.out, update=chosen.update))


def _run(chosen: argparse.Namespace) -> int:
    from newsstudy.study.notebooks import progress_bar
    from newsstudy.study.runner import run

    with progress_bar([pathlib.Path(chosen.main)]) as on_cell:
        made = run(chosen.main, chosen.out, chosen.extra, on_cell=on_cell)
    parts = (f"{len(made[section])} {section}" for section in ("tables", "figures", "notebooks") if made[section])
    print(
        _printable(f"{chosen.out}: {', '.join(parts) or 'an empty study'}. Check it with: newsstudy verify {chosen.out} --rerun")
    )
    return GOOD


def _read(chosen: argparse.Namespace) -> int:
    from newsstudy.report.read import read

    names = ("aliases", "antecedents", "other", "language", "segmenter", "seed")
    made = read(chosen.article, chosen.out, **{name: getattr(chosen, name) for name in names})
    parts = f"{len(made['figures'])} figures, {len(made['tables'])} tables"
    print(_printable(f"{chosen.out}: report.html and report.pdf, {parts}. Check it with: newsstudy verify {chosen.out} --rerun"))
    return GOOD


def _verify(chosen: argparse.Namespace) -> int:
    from newsstudy.study import verify

    return _verdict(verify(chosen.folder, against=chosen.against, rerun=chosen.rerun, text=chosen.text))


def _trace(chosen: argparse.Namespace) -> int:
    from newsstudy.study._trace import trace

    print(_printable(trace(chosen.folder, chosen.name)))
    return GOOD


def _describe(chosen: argparse.Namespace) -> int:
    import warnings

    from newsstudy.errors import NewsstudyWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NewsstudyWarning)  # all of it stands in the report
        saved = len(chosen.paths) == 1 and (pathlib.Path(chosen.paths[0]) / "corpus.json").is_file()
        corpus = newsstudy.open_corpus(chosen.paths[0]) if saved else newsstudy.read_corpus(chosen.paths, format=chosen.format)
        report = corpus.report
        # In ASCII, so that the terminal obeys nothing and JSON stays JSON.
        shown = json.dumps(report.to_dict(), sort_keys=True, indent=1) if chosen.json else _printable(str(report))
    print(shown)
    return GOOD
