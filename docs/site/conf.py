"""How the documentation becomes a site: `make docs`.

Its pages are the Markdown files that are read in the repository as well, so the source folder is
the whole repository, and a link from file to file leads to the right place in both. What is in
this folder makes sense on the site alone. The site loads nothing from elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import searchkit

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "searchkit"
author = "The searchkit authors"
copyright = author  # noqa: A001
release = version = searchkit.__version__

root_doc = "docs/site/index"
include_patterns = ["docs/**", "*.md", "benchmarks/*.md", "corpus/README.md"]
exclude_patterns = ["README.md"]  # the start page has it

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]  # one example is front matter that is no YAML

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False
python_use_unqualified_type_names = True
# What Sphinx knows nothing of: the standard library, and types that have no page.
nitpick_ignore_regex = [("py:.*", ".*")]

html_theme = "furo"
html_title = "searchkit"
html_extra_path = ["_root", "../../llms.txt"]
html_copy_source = False
html_show_sphinx = False

_ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"(?<=\]\()(?!https?:|#)([^)#]+)")


def place_readme(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Begin the start page with the README, and lead links to the README there."""
    here = (_ROOT / docname).parent
    start = os.path.relpath(_ROOT / f"{root_doc}.md", here)
    readme = os.path.relpath(_ROOT / "README.md", here)
    source[0] = source[0].replace(f"({readme}", f"({start}")
    if docname == root_doc:
        top = os.path.relpath(_ROOT, here)
        source[0] = (
            _LINK.sub(rf"{top}/\1", (_ROOT / "README.md").read_text(encoding="utf-8")) + source[0]
        )


def place_markdown(app: Sphinx, problem: Exception | None) -> None:
    """Put the Markdown of each page beside it, where `llms.txt` leads."""
    if problem is None:
        for link in _LINK.findall((_ROOT / "llms.txt").read_text(encoding="utf-8")):
            shutil.copyfile(_ROOT / link, Path(app.outdir) / link)


def setup(app: Sphinx) -> None:
    """Hook the above into Sphinx."""
    app.connect("source-read", place_readme)
    app.connect("build-finished", place_markdown)
