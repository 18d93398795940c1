"""table_method: the method paragraph of any table, written from the record that the table carries, with its citations."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

import newsstudy
from newsstudy import measures, schemas
from newsstudy.errors import InputError
from newsstudy.keywords._bibliography import bibtex, cited_in, works
from newsstudy.keywords._method_sentences import RULES, SENTENCES
from newsstudy.schemas import Schema

_CITED = re.compile(r" ?\[([a-z0-9]+(?:; [a-z0-9]+)*)\]")
_SEE = re.compile(r"Sources?: (?:see|as) `(\w+)`")
_DIGEST = re.compile(r"[0-9a-f]{32,64}")
# Settings that the sentences have said already, or that only a machine reads.
SAID = {
    *("rule", "steps", "n_documents", "n_tokens", "n_terms", "vocabulary", "corpus", "counts", "table", "components"),
    *("measure", "missing", "seed", "newsstudy", "document_starts", "run_means", "converged", "n_iter", "model", "sentence_rule"),
}
NAMES = {
    **{"log_dice": "logDice", "npmi": "NPMI", "pmi": "PMI", "g2": "G2", "t_score": "t score", "z_score": "z score"},
    **{"rake": "RAKE", "yake": "YAKE", "bm25": "BM25", "tf_idf": "tf-idf"},
}


@dataclass(frozen=True)
class TableMethod:
    """The method paragraph of a table.

    Attributes
    ----------
    text : str
        Markdown that also reads as plain text: paragraphs and, at the end, the references.
    keys : tuple of str
        The works cited, as keys of `bibtex`.
    bibtex : str
        Their BibTeX entries.
    edited : bool
        Whether the table was changed since it was made; the text says in what.
    """

    text: str
    keys: tuple[str, ...]
    bibtex: str
    edited: bool

    def __str__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        blocks = []
        for block in self.text.split("\n\n"):
            lines = block.split("\n")
            if all(line.startswith("- ") for line in lines):
                items = "".join(f"<li>{_marked(line[2:])}</li>" for line in lines)
                blocks.append(f"<ul>{items}</ul>")
            else:
                blocks.append(f"<p>{_marked(block)}</p>")
        return "".join(blocks)


def table_method(table: pd.DataFrame) -> TableMethod:
    """How was this table made, in words that can stand in a paper?

    The paragraph is written from the record that every table of newsstudy carries: the rule of words and the steps since,
    sizes, the measures with the works that define them, all other settings, the seed, the version, and the digest by which a
    reader can tell the table. A table that was edited since it was made says so, and in what.

    Parameters
    ----------
    table : DataFrame
        Any table that newsstudy made.

    Returns
    -------
    TableMethod
        `.text` (Markdown), `.bibtex`, `.keys`, `.edited`; shown as HTML in a notebook.

    Raises
    ------
    InputError
        For something that is no such table, or one that has lost its record, as it does in a merge or a CSV file.

    Examples
    --------
    >>> import newsstudy as ns
    >>> method = ns.table_method(ns.extract_keywords(ns.sample_article().tokenize(), method="rake"))
    >>> "by RAKE" in method.text, "(Rose et al. 2010)" in method.text
    (True, True)
    >>> print(method.bibtex[:21])
    @incollection{rose201
    """
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"table_method needs a table that newsstudy made; got {type(table).__name__}")
    record = schemas.record(table)
    if not record["schema"]:
        raise InputError(
            f"table_method: this table has no record of how it was made ({record['changes']}). Call table_method on the table "
            "as the function gave it, before it is merged or written"
        )
    settings = _flat(record["settings"])
    schema = next((known for known in schemas.ALL if known.name == record["schema"]), None)
    keys: list[str] = []
    paragraphs = [
        _opening(record, settings, schema),
        _data(settings),
        _measures(settings, schema, list(table.columns)),
        _rest(settings),
        _proof(record, settings),
    ]
    # A pattern or a condition of the user's may hold line breaks, which would end the paragraph.
    body = "\n\n".join(" ".join(_with_names(paragraph, keys).split()) for paragraph in paragraphs if paragraph)
    listed = "\n".join(f"- {works()[key].text}." for key in sorted(keys))
    text = f"{body}\n\nReferences\n\n{listed}\n" if keys else f"{body}\n"
    return TableMethod(text, tuple(sorted(keys)), bibtex(keys) if keys else "", record["edited"])


# ---------------------------------------------------------------- paragraphs


def _opening(record: Mapping[str, Any], settings: Mapping[str, Any], schema: Schema | None) -> str:
    name = record["schema"]
    sentence = SENTENCES[name](settings) if name in SENTENCES else ""
    question = f"The table {name} answers the question: {schema.question}" if schema is not None else f"The table {name}."
    return " ".join(part for part in (question, sentence) if part)


def _data(settings: Mapping[str, Any]) -> str:
    """The words and the numbers behind the table."""
    sentences = []
    if rule := settings.get("rule"):
        meaning = f": {RULES[rule]}" if rule in RULES else ""
        sentences.append(f"Terms were cut by the rule {rule}{meaning}.")
    if settings.get("steps"):
        sentences.append(f"Steps after that: {', '.join(map(str, settings['steps']))}.")
    if settings.get("sentence_rule"):
        sentences.append(f"Sentences end by the rule {settings['sentence_rule']}.")
    sizes = [("n_documents", "documents"), ("n_tokens", "tokens"), ("n_terms", "different terms")]
    counted = [f"{_number(settings[name])} {words}" for name, words in sizes if isinstance(settings.get(name), int)]
    if counted:
        sentences.append(f"There were {_listed(counted)}.")
    return " ".join(sentences)


def _measures(settings: Mapping[str, Any], schema: Schema | None, there: list[str]) -> str:
    """The measures asked for by name, and the columns that have a source."""
    sentences = []
    measure = settings.get("measure")
    if isinstance(measure, str):
        sentences.append(f"The score is {NAMES.get(measure, measure.replace('_', ' '))}{_cite(sources_of(measure))}.")
    missing = settings.get("missing")
    gone = set(missing) if isinstance(missing, Mapping) else set()
    columns = () if schema is None else (*schema.columns, *schemas.ON_REQUEST.get(schema.name, ()))
    for column in columns:
        if column.source and column.name in there and column.name not in gone:
            sources = cited_in(column.source)
            said = _cite(sources) if sources else f" ({column.source})"
            sentences.append(f"{column.name}: {column.meaning.rstrip('.')}{said}.")
    return " ".join(sentences)


def _rest(settings: Mapping[str, Any]) -> str:
    """All other settings, and what is missing with its reason."""
    parts = [f"{name.replace('_', ' ')} {text}" for name, value in sorted(settings.items()) if (text := _plain(name, value))]
    sentences = [f"Settings: {'; '.join(parts)}."] if parts else []
    missing = settings.get("missing")
    if isinstance(missing, Mapping):
        reasons: dict[str, list[str]] = {}
        for column, reason in missing.items():
            reasons.setdefault(str(reason), []).append(str(column))
        sentences += [f"Not given: {', '.join(columns)} ({reason.rstrip('.')})." for reason, columns in reasons.items()]
    return " ".join(sentences)


def _proof(record: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """Seed, version, and the digest by which the table can be told."""
    version = settings.get("newsstudy", newsstudy.__version__)
    seed = f"the seed was {settings['seed']}; " if settings.get("seed") is not None else ""
    digest = record["made"] if record["edited"] else record["digest"]
    text = (
        f"Computed with newsstudy {version} ({seed}definition of the table: version {record['version']}). "
        f"The table as it was made has the sha256 {digest}."
    )
    if record["edited"]:
        text += (
            f" **The table was edited since it was made: {record['changes']}.** All numbers of documents, tokens and terms "
            f"above are those of the table as it was made; as it is now it has the sha256 {record['digest']}."
        )
    return text


# ---------------------------------------------------------------- how it is done


def sources_of(measure: str) -> list[str]:
    """The works that define a function of `newsstudy.measures`, in the order of its docstring."""
    for _ in range(3):  # a docstring may send the reader to a sister
        text = " ".join((getattr(getattr(measures, measure, None), "__doc__", None) or "").split())
        start = text.find("Source")
        if start < 0:
            return []
        keys = cited_in(re.split(r" Traps?: | The same ", text[start:])[0])
        sister = _SEE.match(text[start:])
        if keys or sister is None:
            return keys
        measure = sister[1]
    return []


def _cite(keys: list[str]) -> str:
    return f" [{'; '.join(keys)}]" if keys else ""


def _with_names(paragraph: str, keys: list[str]) -> str:
    """[rose2010] becomes (Rose et al. 2010); the keys are gathered."""

    def named(found: re.Match[str]) -> str:
        cited = found[1].split("; ")
        if not set(cited) <= set(works()):
            return found[0]
        keys.extend(key for key in cited if key not in keys)
        return f" ({'; '.join(works()[key].label for key in cited)})"

    return _CITED.sub(named, paragraph)


def _flat(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with those of the table behind (a mapping with a rule) and of a model's parameters on one level."""
    level: dict[str, Any] = {}
    for name, value in settings.items():
        if name == "parameters" and isinstance(value, Mapping):
            level = {**value, **level}
        elif isinstance(value, Mapping) and "rule" in value and "name" not in value:
            level = {**_flat(value), **level}
        else:
            level[name] = value
    return level


def _plain(name: str, value: Any) -> str:
    """A setting as a reader would write it; nothing for what is said elsewhere, is not set, or only a machine reads."""
    if name in SAID or value is None or value in ("", [], {}) or _is_digest(value):
        return ""
    if isinstance(value, Mapping) and "name" in value:
        return str(value["name"])
    if isinstance(value, Mapping):
        pairs = [f"{key} {_plain('', entry)}" for key, entry in value.items() if _plain("", entry)]
        return ", ".join(pairs)
    if isinstance(value, list | tuple):
        shown = ", ".join(_plain("", entry) or "none" for entry in value[:12])
        return shown if len(value) <= 12 else f"{shown} … ({len(value)} values)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _number(value) if isinstance(value, int | float) else NAMES.get(value, str(value))


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _marked(text: str) -> str:
    """Plain text as HTML: escaped, bold kept, links to works live."""
    safe = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(text))
    return re.sub(r"(https?://[^\s&<]+[^\s&<.,;])", r'<a href="\1">\1</a>', safe)
