"""An article as others cite it: as text, in Markdown, in BibTeX."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from searchkit.output.safe_text import line
from searchkit.records import NamedTuple
from searchkit.serving.marking import safe_link

if TYPE_CHECKING:
    from searchkit.article import Article

_SPECIAL = re.compile(r"[\\{}$&%#_^~]")
_WRITTEN = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")


class Citation(NamedTuple):
    """An article as others cite it, in three notations."""

    text: str
    markdown: str
    bibtex: str


def citation_of(article: Article) -> Citation:
    """Return how an article is cited."""
    title = line(article.title) or line(article.key)
    authors = [line(author) for author in article.authors]
    source = line(article.source or "")
    url = safe_link(article.url)
    date = str(article.date) if article.date else ""
    return Citation(
        _sentence([", ".join(authors), f"“{title}”", source, date], url),
        _sentence(
            [
                _plain(", ".join(authors)),
                f"[{_plain(title)}]({_target(url)})" if url else f"“{_plain(title)}”",
                f"*{_plain(source)}*" if source else "",
                date,
            ],
            None,
        ),
        _bibtex(title, authors, source, date, url),
    )


def _sentence(parts: list[str], url: str | None) -> str:
    said = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return f"{said} {url}" if url else said


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _target(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")


def _bibtex(title: str, authors: list[str], source: str, date: str, url: str | None) -> str:
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in authors),
        "title": f"{{{_tex(title)}}}",
        "journal": _tex(source),
        "date": date.partition("T")[0],
        "year": date[:4],
        "url": (url or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    return "\n".join([f"@article{{{_name(authors, source, title, date)},", *lines, "}"])


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], f"\\{found[0]}"), text)


def _name(authors: list[str], source: str, title: str, date: str) -> str:
    """Return what the entry is called: letters and digits of ASCII alone."""
    whose = authors[0].split()[-1] if authors and authors[0].split() else source
    words = f"{whose}{date[:4]}{''.join(title.split()[:2])}"
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", ascii_words) or "article"
