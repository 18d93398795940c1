"""What a cleaning step is: a name, a version, one line of explanation, and a function from a text to its edits."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsstudy.corpus.cleaning.edit_map import Edit
from newsstudy.errors import InputError
from newsstudy.given import is_whole, whole

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
LONGEST_EXPLANATION = 200
Pair = tuple[str | None, str]  # source and text of a document
Edits = Callable[..., Iterable[Edit]]


@dataclass(frozen=True)
class Step:
    """One step of cleaning; `newsstudy.cleaning_step` makes one, `newsstudy.cleaning_steps` lists those that there are.

    Attributes
    ----------
    name : str
    version : int
        A change of what a step does is a new version.
    explanation : str
        What it does, in one line.
    options : dict
        Every option with its value.
    """

    name: str
    version: int
    explanation: str
    edits_of: Edits = field(repr=False, compare=False)
    options: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict, repr=False)
    survey: Callable[..., Any] | None = field(default=None, repr=False, compare=False)
    check: Callable[..., None] | None = field(default=None, repr=False, compare=False)
    needs: str = ""

    @property
    def label(self) -> str:
        """The name as results bear it: "unwrap_lines-1", "boilerplate-1(min_documents=9)"."""
        chosen = [f"{name}={value!r}" for name, value in sorted(self.options.items()) if value != self.defaults.get(name)]
        return f"{self.name}-{self.version}" + (f"({', '.join(chosen)})" if chosen else "")

    @property
    def looks_at_all(self) -> bool:
        """Whether it must see the whole corpus before it can clean a document."""
        return self.survey is not None

    def surveyed(self, documents: Iterable[Pair]) -> Any:
        """What the step must know of all documents."""
        return None if self.survey is None else self.survey(documents, **self.options)

    def edits(self, source: str | None, text: str, known: Any = None) -> Iterable[Edit]:
        """The edits of one text, in code points: (start, stop, what stands there afterwards), ascending, not overlapping."""
        return self.edits_of(text, **self.options) if self.survey is None else self.edits_of(source, text, known, **self.options)

    def with_options(self, options: Mapping[str, Any]) -> Step:
        """The step with other values of its options; an error names one that it does not have."""
        strange = sorted(set(options) - set(self.defaults))
        if strange:
            known = ", ".join(f"{name}={value!r}" for name, value in self.defaults.items()) or "none"
            raise InputError(f"the cleaning step {self.name!r} has no option {strange[0]!r}; its options are: {known}")
        chosen = {**self.options, **{name: int(value) if is_whole(value) else value for name, value in options.items()}}
        for name, value in chosen.items():
            if not isinstance(value, bool | int | float | str | None):
                raise InputError(f"{self.name}: {name} must be a number, a text, True, False or None; got {value!r}")
        if self.check is not None:
            self.check(**chosen)
        return Step(
            self.name, self.version, self.explanation, self.edits_of, chosen, self.defaults, self.survey, self.check, self.needs
        )


def own_step(function: Any, name: Any, version: Any, explanation: Any, options: Mapping[str, Any]) -> Step:
    """A step of the user's: any function from a text to edits."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InputError(f"a cleaning step needs name=, of small letters, digits and '_', such as 'drop_tickers'; got {name!r}")
    version = whole(version, f"the version of {name!r}", 1)
    shown = explanation if explanation is not None else (inspect.getdoc(function) or "").strip().split("\n")[0]
    if not isinstance(shown, str) or not shown.strip() or "\n" in shown or len(shown) > LONGEST_EXPLANATION:
        raise InputError(
            f"the cleaning step {name!r} needs explanation=, one line of at most {LONGEST_EXPLANATION} characters that says "
            "what it does"
        )
    defaults = {}
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        if parameter.default is not parameter.empty:
            defaults[parameter.name] = parameter.default
    return Step(name, version, shown, function, defaults, defaults).with_options(options)
