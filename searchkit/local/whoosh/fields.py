"""The schema as Whoosh knows it: what its table of contents says of an index.

searchkit searches the arrays of the segments and reads none of this. It is for
people who open the directory with Whoosh: the analyzer here is what Whoosh's
query parser uses, and analyses in the one language it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.columns import NumericColumn, RefBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

from searchkit import analysis
from searchkit.errors import IndexReadOnlyError
from searchkit.schema import DEFAULT_LANGUAGE, NAME_FIELDS, NO_OFFSET, UNDATED

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = ("date", "authors", "analysed", "furniture", "origins")
"""What is stored beside the fields that are searched."""


class _ReadOnly:
    """A field that Whoosh may search and not write to."""

    def index(self, *_value: object, **_options: object) -> NoReturn:
        """Refuse to make postings of a value."""
        raise IndexReadOnlyError


class Name(_ReadOnly, ID):
    """A field of one term."""


class Words(_ReadOnly, TEXT):
    """A field of words."""


class ArticleAnalyzer(Analyzer):
    """Whoosh's view of the analysis of one language.

    Acronyms find what they find in searchkit; a very common word finds only itself, and not
    the acronym that it may be, too.

    Attributes:
        language: ISO 639-1 code.
    """

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language

    def __call__(
        self, value: str, *, positions: bool = False, chars: bool = False, **_: object
    ) -> Iterator[WhooshToken]:
        """Yield Whoosh's tokens of ``value``; the same object over and over, as Whoosh asks."""
        out = WhooshToken(positions, chars, removestops=False)
        for number, token in enumerate(analysis.with_acronyms(value)):
            out.text = analysis.inflection(token.word, self.language)
            out.boost = 1.0
            out.stopped = False
            out.pos = number
            out.startchar, out.endchar = token.start, token.end
            yield out


def article_schema(language: str = DEFAULT_LANGUAGE) -> Schema:
    """Return the schema of an index.

    Args:
        language: The language that Whoosh parses queries in.
    """
    analyzer = ArticleAnalyzer(language)
    names = {
        name: Name(unique=name == "key", stored=True, sortable=RefBytesColumn())  # type: ignore[arg-type] # Whoosh takes columns too
        for name in NAME_FIELDS
    }
    return Schema(
        **names,
        title=Words(analyzer=analyzer, phrase=True, stored=True),
        text=Words(analyzer=analyzer, phrase=True, stored=True),
        author=KEYWORD(commas=True),
        url=ID(stored=True),
        date_from=COLUMN(NumericColumn("q", default=UNDATED)),
        date_to=COLUMN(NumericColumn("q", default=UNDATED)),
        date_offset=COLUMN(NumericColumn("h", default=NO_OFFSET)),
        **dict.fromkeys(_SHOWN, STORED()),
    )
