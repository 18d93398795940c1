"""Sphinx reads Markdown through MyST; the pages also read well unbuilt."""

import pathlib
import re

_version = re.search(
    r'__version__ = "(.+)"', (pathlib.Path(__file__).parent.parent / "newsstudy" / "__init__.py").read_text("utf-8")
)

project = "newsstudy"
author = "The newsstudy developers"
copyright = "2026, The newsstudy developers"
release = _version.group(1) if _version else ""
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "pydata_sphinx_theme"
html_title = "newsstudy"
html_static_path: list[str] = []
nb_execution_mode = "off"  # the pages' code runs in the tests, the notebooks' in `make reproduce`
myst_heading_anchors = 3
myst_enable_extensions = ["dollarmath", "colon_fence"]
autodoc_typehints = "none"
suppress_warnings = ["myst.xref_missing"]
