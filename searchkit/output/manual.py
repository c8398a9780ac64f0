"""The pages that `searchkit help` shows: those of `docs/`, which are installed with it."""

from __future__ import annotations

from pathlib import Path

import searchkit
from searchkit.records import NamedTuple


class Page(NamedTuple):
    """A page of the documentation: its file, and what it is about."""

    file: str
    about: str


PAGES = {
    "tutorial": Page("tutorial.md", "From an empty folder to an answer."),
    "query": Page("query-language.md", "The query language."),
    "ranking": Page("ranking.md", "How scores are made."),
    "saved-searches": Page("saved-searches.md", "Searches under names, and what is new."),
    "dates": Page("dates.md", "How dates are written."),
    "exploring": Page("exploring.md", "What else an archive can be asked."),
    "command": Page("command.md", "All options, formats and exit statuses."),
    "json": Page("json.md", "What the objects in JSON have."),
    "reading": Page("reading.md", "What is read, and how."),
    "folders": Page("folders.md", "How an index follows its folders."),
    "library": Page("library.md", "searchkit from Python."),
    "limits": Page("limits.md", "The limits on what is read."),
    "evaluation": Page("evaluation.md", "How answers are judged."),
    "serving": Page("serving.md", "The search page and the API."),
    "comparison": Page("comparison.md", "When to use something else."),
    "cluster": Page("cluster.md", "An index on an OpenSearch cluster."),
    "safety": Page("safety.md", "What an index survives."),
}
"""The pages, by what help calls them."""


def read_page(topic: str) -> str:
    """Return a page, in Markdown."""
    package = Path(searchkit.__file__).parent
    # In a wheel the pages lie in the package, in a clone beside it.
    folders = (package / "docs", package.parent / "docs")
    folder = next(folder for folder in folders if folder.is_dir())
    return (folder / PAGES[topic].file).read_text(encoding="utf-8")
