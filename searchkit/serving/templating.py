"""The templates of the pages, and what they may call."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from searchkit import __version__
from searchkit.article import Precision
from searchkit.output.safe_text import line
from searchkit.serving.marking import marked, safe_link

if TYPE_CHECKING:
    from markupsafe import Markup

    from searchkit.article import ArticleDate, Span

FOLDER = Path(__file__).parent
"""Where the templates and the files of `/static` are."""


def make_environment() -> Environment:
    """Return what draws the pages. Texts are escaped; a name that is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "line": line,
        "number": lambda value: f"{value:,}",
        "day": day,
        "datetime": machine_date,
        "marked": _marked,
        "link": safe_link,
    }
    made.globals |= {"version": __version__}
    return made


def _marked(text: str, spans: tuple[Span, ...] = ()) -> Markup:
    return marked(text, spans)


def day(found: ArticleDate | date | None) -> str:
    """Return a date as people write it, as exactly as it is known.

    >>> from searchkit.article import ArticleDate
    >>> day(ArticleDate.of_month(2021, 3)), day(date(2021, 3, 14)), day(None)
    ('Mar 2021', '14 Mar 2021', 'undated')
    """
    if found is None:
        return "undated"
    if isinstance(found, date):
        return f"{found.day} {found:%b %Y}"
    match found.precision:
        case Precision.YEAR:
            return str(found.start.year)
        case Precision.MONTH:
            return f"{found.start:%b %Y}"
    return f"{found.start.day} {found.start:%b %Y}"


def machine_date(found: ArticleDate) -> str:
    """Return a date as the attribute `datetime` of HTML has it."""
    return str(found)


def drawn(environment: Environment, template: str, **values: Any) -> str:
    """Return a page."""
    return environment.get_template(template).render(**values)
