"""Print docs/measures/*.md from the docstrings of newsstudy.measures: a page per family, so that page and code cannot differ.

Run it after a docstring was changed: python tools/make_measure_pages.py
"""

import importlib
import inspect
import pathlib
import re
import textwrap

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "docs" / "measures"
FAMILIES = {
    "two_by_two": "Evidence on two-by-two tables",
    "effect_size": "Effect sizes on two-by-two tables",
    "conservative": "Intervals and conservative bounds",
    "exact_tests": "Exact tests",
    "log_odds": "Odds ratios, plain and with a prior",
    "scaled_f": "The scaled F-score",
    "zeta": "Zeta",
    "one_sample": "Against a list of known rates",
    "association": "Association of word pairs",
    "information": "Mutual information of word pairs",
    "ranks": "Rank-sum tests over documents",
    "means": "Means over documents",
    "multiplicity": "Many tests",
    "weighting": "Inverse document frequency",
    "dispersion": "Dispersion",
    "adjusted_frequency": "Adjusted frequencies",
    "diversity": "Lexical diversity",
    "log_diversity": "Lexical diversity with logarithms",
    "running_diversity": "Lexical diversity along a text",
    "readability": "Readability: English, and any alphabet",
    "other_readability": "Readability: German, French, Spanish, Italian",
    "comparison": "Two vocabularies: divergences and word shifts",
    "turbulence": "Two ranked vocabularies: rank turbulence",
    "gaps": "Gaps and clusters",
    "bursts": "Bursts",
    "changes": "Change points",
    "zipf": "Zipf's law",
    "coherence": "Coherence of topics",
}


def functions(module):
    """The public functions that the module itself defines, in the order of its text."""
    found = [
        value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and value.__doc__
        and ">>>" in value.__doc__
    ]
    return sorted(found, key=lambda function: function.__code__.co_firstlineno)


def signature(function):
    """The call as a reader writes it: names and defaults, no types."""
    parts, starred = [], False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        parts.append(parameter.name + default)
    return f"{function.__name__}({', '.join(parts)})"


def markdown(docstring):
    """NumPy-style docstring to Markdown: section titles bold, examples in a fence, continuation lines joined by the reader."""
    lines, out, in_code = inspect.cleandoc(docstring).split("\n"), [], False
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        if line.startswith(">>> ") and not in_code:
            out.append("```python")
            in_code = True
        if in_code and not line:
            out.append("```")
            in_code = False
        if re.fullmatch(r"-{3,}", line):
            continue
        if re.fullmatch(r"-{3,}", following):
            out.append(f"**{line}**")
            out.append("")
        elif not in_code and line.startswith("    "):
            out.append("  " + line.strip())
        elif not in_code and re.fullmatch(r"[\w, ]+ : .+", line):
            out.append("- " + line)
        else:
            out.append(line)
    if in_code:
        out.append("```")
    return "\n".join(out)


def page(name):
    """The whole page of one family."""
    module = importlib.import_module(f"newsstudy.measures.{name}")
    parts = [f"# {FAMILIES[name]}", inspect.cleandoc(module.__doc__)]
    names = textwrap.wrap(", ".join(function.__name__ for function in functions(module)), 110)
    imports = ["```python", ">>> from newsstudy.measures import (", *(f"...     {line}" for line in names), "... )", "```"]
    parts.append(f"The functions of `newsstudy.measures`, from `newsstudy/measures/{name}.py`:")
    parts.append("\n".join(imports))
    for function in functions(module):
        parts.append(f"## `{signature(function)}`")
        parts.append(markdown(function.__doc__))
    return "\n\n".join(parts) + "\n"


def index():
    """The page that lists the families and their measures."""
    rows = []
    for name, title in FAMILIES.items():
        module = importlib.import_module(f"newsstudy.measures.{name}")
        names = ", ".join(f"`{function.__name__}`" for function in functions(module))
        rows.append(f"| [{title}]({name}.md) | {names} |")
    head = inspect.cleandoc(importlib.import_module("newsstudy.measures").__doc__)
    intro = inspect.cleandoc("""
        These pages are printed from the docstrings by `tools/make_measure_pages.py`. Numbers that others published are
        checked in `tests/measures/test_golden*.py`, which also list the cases that are left out, each with its reason; fifty
        digits of mpmath in `tests/measures/test_precision*.py`. Many a name stands for several numbers in the literature: each
        variant has a name of its own here, and [Whose number is it?](tools.md) says which call gives the number of AntConc,
        CQPweb, UCS, quanteda …
    """)
    tree = "\n".join(["```{toctree}", ":hidden:", "", "tools", *FAMILIES, "```"])
    return "\n\n".join(["# Measures", head, intro, "| family | measures |\n|---|---|\n" + "\n".join(rows), tree]) + "\n"


def pages():
    """File name to content, of all pages."""
    return {"README.md": index(), **{f"{name}.md": page(name) for name in FAMILIES}}


def main():
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
