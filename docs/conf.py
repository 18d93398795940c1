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
napoleon_use_ivar = True  # attributes as a list: a property would be described twice otherwise
napoleon_use_param = False  # the types are words for people ("array of shape (K, V)"), not names to link
napoleon_use_rtype = False
suppress_warnings = [
    "myst.xref_missing",  # links out of docs/; tests/test_docs.py checks that each leads to a file
    "ref.python",  # "shape" in "array of shape (K, V)" is no reference to Counts.shape
]


def skip_what_others_wrote(app, what, name, member, skip, options):
    """Leave out methods that come from matplotlib or scikit-learn; their own documentation describes them."""
    module = getattr(member, "__module__", None)
    return True if isinstance(module, str) and module.split(".")[0] in ("matplotlib", "sklearn") else None


def setup(app):
    """Sphinx calls this once."""
    app.connect("autodoc-skip-member", skip_what_others_wrote)
