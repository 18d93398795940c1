"""Captions: under each figure stand its numbers, its settings and the table that it was drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from newsstudy.figures._labels import MISSING, clean
from newsstudy.given import is_whole

_DIGEST = re.compile(r"[0-9a-f]{32,}")
_FIRST = ("n_documents", "n_tokens", "n_terms")
# Told elsewhere in the figure, or of use to a machine only; the record and the file's metadata have them.
_UNSAID = {
    "missing",
    "document_starts",
    "found",
    "names",
    "shared_when_shuffled",
    "log10_n_tokens",
    "labels",
    "layers",
    "made_from",
    "newsstudy",
    "run_means",
    "rbo_p",
    "n_iter",
    "converged",
    "doc_topic_prior",
    "strongest",
    "tests",
    "topic_word_prior",
    # said in words by the figures of actors
    "aliases",
    "antecedents",
    "capitals",
    "document_ids",
    "document_sentences",
    "listed",
    "sentence_positions",
    "undecided",
    "unlisted",
}
# Measures as their authors write them.
MEASURES = {
    "log_dice": "logDice",
    "npmi": "NPMI",
    "pmi": "PMI",
    "g2": "G²",
    "g2_signed": "signed G²",
    "chi2": "χ²",
    "log_ratio": "log ratio",
    "lrc": "LRC",
    "t_score": "t score",
    "z_score": "z score",
    "uci": "C_UCI",
    "c_v": "C_V",
    "c_p": "C_P",
    "c_a": "C_A",
    "u_mass": "UMass (sum)",
    "u_mass_mean": "UMass (mean)",
    "u_mass_stm": "UMass (as in stm)",
}
_LONGEST = 150  # characters of one setting's value


def caption(
    record: Mapping[str, Any], *, reading: str = "", shown: str = "", texts: Iterable[str] = (), uses: Iterable[str] = ()
) -> str:
    """The caption: how to read the figure, what of the table is shown, n and settings, and the table's digest.

    `texts` are the labels of the figure: where one holds a stand-in for a missing glyph, the caption says so.
    `uses` are the columns drawn: where the settings say why one of them is missing, so does the caption.
    """
    settings = flat(record["settings"])
    sentences = [reading, shown, _numbers(settings), _settings(settings), _missing(settings, set(uses))]
    if any(MISSING in text for text in texts):
        sentences.append(f"{MISSING} stands for a character that the font DejaVu Sans does not have; the table has it.")
    sentences.append(_table(record))
    return " ".join(clean(sentence) for sentence in sentences if sentence)


def _table(record: Mapping[str, Any]) -> str:
    """Which table was drawn, and in what it is another than the one that was made."""
    short = record["digest"][:12]
    if not record["schema"]:
        return f"A table {record['changes']}; sha256 {short}."
    edited = f" (edited since it was made: {record['changes']})" if record["edited"] else ""
    return f"Table {record['schema']}, sha256 {short}{edited}."


def flat(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with those of the table that a table was made from (a mapping with a rule) on the same level."""
    level: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping) and "rule" in value:
            level = {**flat(value), **level}
        else:
            level[name] = value
    return level


def reference(settings: Mapping[str, Any]) -> str:
    """What was compared with: the name of a list of rates, or the words of the settings."""
    value = settings.get("reference", "")
    return clean(value.get("name", "") if isinstance(value, Mapping) else value)


def _numbers(settings: Mapping[str, Any]) -> str:
    """n_tokens 541, n_documents 9 → "n: 9 documents, 541 tokens."; what readers look for first comes first."""
    names = [name for name, value in settings.items() if _is_number(name, value) and value != 0]
    names = [*(name for name in _FIRST if name in names), *sorted(name for name in names if name not in _FIRST)]
    parts = [_counted(settings[name], name[2:].replace("_", " ")) for name in names]
    return f"n: {', '.join(parts)}." if parts else ""


def _counted(value: float, things: str) -> str:
    return f"1 {things.removesuffix('s')}" if value == 1 else f"{number(value)} {things}"


def _is_number(name: str, value: Any) -> bool:
    return name.startswith("n_") and name not in _UNSAID and isinstance(value, int | float) and not isinstance(value, bool)


def _is_digest(value: Any) -> bool:
    """The digests of corpus and vocabulary: in the record and the file's metadata; a reader of the page has no use for them."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _settings(settings: Mapping[str, Any]) -> str:
    parts = []
    for name, value in sorted(settings.items()):
        if name in _UNSAID or value is None or value == "" or _is_number(name, value) or _is_digest(value):
            continue
        if text := _plain(value):
            parts.append(f"{name.replace('_', ' ')} {text}")
    return f"Settings: {'; '.join(parts)}." if parts else ""


def _missing(settings: Mapping[str, Any], uses: set[str]) -> str:
    missing = settings.get("missing")
    if not isinstance(missing, Mapping) or not missing:
        return ""
    reasons: dict[str, list[str]] = {}
    for column, reason in missing.items():
        if column in uses:
            reasons.setdefault(str(reason), []).append(str(column).replace("_", " "))
    return " ".join(f"Not given: {', '.join(columns)} ({reason.rstrip('.')})." for reason, columns in reasons.items())


def _plain(value: Any) -> str:
    """A setting as a reader would write it: digests cut to 12 digits, lists and mappings cut after a few entries."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str) and value in MEASURES:
        return MEASURES[value]
    if isinstance(value, Mapping) and "name" in value:
        text = str(value["name"])
    elif isinstance(value, Mapping):
        text = ", ".join(_pair(key, entry) for key, entry in value.items() if entry is not None and not _is_digest(entry))
    elif isinstance(value, list | tuple):
        text = ", ".join(_plain(entry) for entry in value)
    else:
        text = _DIGEST.sub(lambda found: found.group()[:12], str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _pair(key: str, value: Any) -> str:
    """An entry of a mapping: {"Iran": ["Iran"]} says no more than Iran."""
    if isinstance(value, list | tuple):
        return key if list(value) == [key] else f"{key} ({_plain(value)})"
    return f"{key} {_plain(value)}"


def number(value: float) -> str:
    """1234567 → 1,234,567; 0.25 → 0.25; four digits where there are more."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")


def entry(figure: str, record: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """What a Figure remembers of one panel: the figure's name, the table's record and the options of the drawing."""
    given = {name: int(value) if is_whole(value) else value for name, value in options.items() if value is not None}
    return {"figure": figure, **record, "options": given}


def of(shown: int, total: int, things: str) -> str:
    """ "30 of 285 terms shown." where something is left out, else nothing."""
    return f"{number(shown)} of {number(total)} {things} shown." if shown < total else ""
