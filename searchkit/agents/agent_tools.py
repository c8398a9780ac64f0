"""What an agent may ask of an index: six questions."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import Field

import searchkit
from searchkit.agents import tool_answers as answers
from searchkit.errors import ArgumentError
from searchkit.serving.served_index import ServedIndex

if TYPE_CHECKING:
    from searchkit.index import Index

SECONDS = 10.0
"""How long a question may take."""

_PRINTINGS = 50  # articles shown of a quotation

_SYNTAX = (
    'Words in any inflection; "a phrase"; a OR b; -not; +must; a NEAR/5 b; wild*; '
    'source:"the guardian"; date:2018-03; title:word. Empty: every article.'
)
_WHEN = "A date or a period: 2018, 2018-03, 2018-03-14, last week."

Query = Annotated[str, Field(description=_SYNTAX, max_length=2000)]
When = Annotated[str | None, Field(description=_WHEN, max_length=60)]
Sources = Annotated[
    list[str] | None,
    Field(description="Outlets, any of which will do, as `sources` names them.", max_length=50),
]
ArticleId = Annotated[str, Field(description="The id of a result.", max_length=1000)]


class AgentTools:
    """The questions, each a method whose signature and docstring agents are shown.

    The index is opened when it is first asked, so that what is wrong with it is told in an
    answer, and later commits are answered from.

    Args:
        address: Where the index is.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._served: ServedIndex | None = None
        self._opening = Lock()

    @property
    def index(self) -> Index:
        """The index, open, in its newest state."""
        with self._opening:
            if self._served is None:
                self._served = ServedIndex(searchkit.open(self._address))
        self._served.refresh()
        return self._served.index

    def close(self) -> None:
        """Let go of the index."""
        if self._served is not None:
            self._served.index.close()

    def search(
        self,
        query: Query,
        sources: Sources = None,
        since: When = None,
        until: When = None,
        sort: Literal["relevance", "newest", "oldest"] = "relevance",
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        offset: Annotated[int, Field(ge=0, le=10_000)] = 0,
    ) -> answers.Found:
        """Find articles, best first, with the passages that show why.

        Articles that have only some of the words come along, and say what they lack.
        """
        return answers.found(
            self.index.search(
                query, sort=sort, limit=limit, offset=offset, **_asked(sources, since, until)
            )
        )

    def fetch(
        self,
        id: ArticleId,  # noqa: A002 - what connectors call it
        offset: Annotated[int, Field(ge=0, description="The character to begin with.")] = 0,
        length: Annotated[int, Field(ge=200, le=100_000, description="Characters.")] = 20_000,
    ) -> answers.Document:
        """Read an article whole, or a part of a long one.

        metadata.next_offset says where the next part begins.
        """
        return answers.document(self.index.article(_key(id)), offset=offset, length=length)

    def timeline(
        self,
        query: Query = "",
        sources: Sources = None,
        since: When = None,
        until: When = None,
        by: Literal["auto", "day", "week", "month", "quarter", "year"] = "auto",
    ) -> answers.Timeline:
        """Count the articles that a query finds by time, those alone that have all words.

        Periods without an article are left out.
        """
        return answers.timeline(
            self.index.survey(query, by=by, sources=0, **_asked(sources, since, until))
        )

    def sources(
        self,
        query: Query = "",
        since: When = None,
        until: When = None,
        limit: Annotated[int, Field(ge=1, le=500)] = 20,
    ) -> answers.SourceList:
        """List the outlets that a query's articles are from, those with most first."""
        return answers.source_list(
            self.index.survey(query, sources=limit, **_asked(None, since, until))
        )

    def quotations(
        self,
        text: Annotated[
            str | None, Field(description="A quotation of 8 words or more.", max_length=5000)
        ] = None,
        id: Annotated[  # noqa: A002 - what connectors call it
            str | None, Field(description="An article whose quotations are meant.", max_length=1000)
        ] = None,
        about: Annotated[
            str | None, Field(description="A query; the quotations most shared.", max_length=2000)
        ] = None,
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> answers.QuotationList:
        """Find which articles printed a quotation, and when first.

        Give one of text, id and about. Who said it first is not known.
        """
        given = [value for value in (text, id, about) if value is not None]
        if len(given) != 1:
            raise ArgumentError("Give one of text, id and about.", name="text", value=text)
        article = None if id is None else _key(id)
        found = self.index.quotations(text, article=article, about=about, limit=limit)
        return answers.quotation_list(found, most=_PRINTINGS)

    def similar(
        self,
        id: ArticleId,  # noqa: A002 - what connectors call it
        since: When = None,
        until: When = None,
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> answers.SimilarList:
        """Find the articles that share the words which tell what an article is about."""
        # An answer has no room for the copies of a hit, so that each is a hit of its own.
        found = self.index.similar(_key(id), limit=limit, fold=False, since=since, until=until)
        return answers.similar_list(found)


def _asked(sources: list[str] | None, since: str | None, until: str | None) -> dict[str, Any]:
    """Return what a question takes beside the query."""
    given = {"source": sources, "since": since, "until": until}
    return {name: value for name, value in given.items() if value}


def _key(name: str) -> str:
    """Return the key of an article from its id, or from the address that it is cited by."""
    own = "searchkit:article/"
    return unquote(name.removeprefix(own)) if name.startswith(own) else name
