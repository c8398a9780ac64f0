"""The server as an ASGI application: which address is answered by what.

Every question is put to the index in a thread, with a deadline. What depends on the commit alone
has an ETag of its generation, so that a browser that has it need not be answered again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from searchkit import __version__, deadlines
from searchkit.errors import (
    ArgumentError,
    ArticleNotFoundError,
    IndexStateError,
    SearchkitError,
    SearchTimeoutError,
)
from searchkit.output.as_feed import as_atom, as_rss
from searchkit.serving import exports, related_pages, web_pages
from searchkit.serving.api import PREFIX, ROUTES, SECONDS, error_as_json
from searchkit.serving.feeds_of_results import feed_of_results
from searchkit.serving.guard import Guard
from searchkit.serving.help_pages import SHOWN, help_page
from searchkit.serving.lanes import BusyError, Lanes, may_take_long
from searchkit.serving.openapi import description
from searchkit.serving.page_address import PARAMETERS, Asked, marks_of
from searchkit.serving.parameters import KEY, QUERY, Parameter, read
from searchkit.serving.served_index import ServedIndex
from searchkit.serving.templating import FOLDER, drawn, make_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from searchkit.index import Index
    from searchkit.serving.api import Route as ApiRoute

    Answer = Callable[[Request], Awaitable[Response]]

_FEED = 50  # entries
_STATUS_OF: tuple[tuple[type[Exception], int], ...] = (
    (ArticleNotFoundError, 404),
    (SearchTimeoutError, 503),
    (IndexStateError, 503),
    (BusyError, 503),
    (SearchkitError, 400),
)
_BUSY = "Too much is asked at the moment. Try again in a second."
_PART = Parameter("part", "The part of a long article.", "number", default=1, most=10_000)
_MARKS = Parameter("marks", "What is marked, spans of the text.", default="", most=500)
_TITLES = {400: "That cannot be asked", 404: "Not found", 503: "Not now"}
_ROBOTS = "User-agent: *\nDisallow: /\n"


def make_application(
    index: Index, *, hosts: Iterable[str], token: str | None = None, lanes: Lanes | None = None
) -> ASGIApp:
    """Return the application that serves an index.

    Args:
        index: The index, opened.
        hosts: The hosts that requests may name, without a port.
        token: What requests have to bring; None: nothing.
        lanes: The threads that answer; None: the usual ones.
    """
    return Guard(_Server(ServedIndex(index), lanes or Lanes()).app, hosts=hosts, token=token)


class _Server:
    """Answers requests from an index."""

    def __init__(self, served: ServedIndex, lanes: Lanes) -> None:
        self._served = served
        self._lanes = lanes
        self._templates = make_environment()

    @cached_property
    def app(self) -> Starlette:
        """The application, without the guard."""
        page = self._page
        return Starlette(
            routes=[
                Route("/", page(self._start)),
                Route("/search", page(self._results)),
                Route("/article", page(self._article)),
                Route("/story", page(self._story)),
                Route("/copies", page(self._copies)),
                Route("/sources", page(self._sources)),
                Route("/saved", page(self._saved)),
                Route("/help", page(self._help)),
                Route("/help/{topic}", page(self._help)),
                Route("/api", page(self._api_page)),
                Route("/export.{form}", page(self._export)),
                Route("/feed.{form}", page(self._feed)),
                Route("/opensearch.xml", page(self._opensearch)),
                Route("/robots.txt", page(self._robots)),
                Route("/favicon.ico", page(self._favicon)),
                Mount("/static", StaticFiles(directory=FOLDER / "static")),
                Route(f"{PREFIX}/openapi.json", self._api(self._openapi)),
                *(
                    Route(route.path, self._api(partial(self._answer, route=route)))
                    for route in ROUTES
                ),
                Route(f"{PREFIX}/{{rest:path}}", self._api(self._no_such_route)),
                Route("/{rest:path}", page(self._no_such_page)),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        yield
        self._lanes.close()

    # What goes around every answer.

    def _page(self, answer: Answer) -> Answer:
        """Return what answers with a page, and with a page that says what is wrong."""

        async def answered(request: Request) -> Response:
            try:
                return await self._fresh(request, answer)
            except (SearchkitError, BusyError) as error:
                status = _status_of(error)
                text = drawn(
                    self._templates,
                    "problem.html",
                    asked=_lenient(request),
                    title=_TITLES[status],
                    message=_said(error),
                    status=status,
                )
                return _refusal(text, "text/html; charset=utf-8", status)

        return answered

    def _api(self, answer: Answer) -> Answer:
        """Return what answers with JSON, errors too."""

        async def answered(request: Request) -> Response:
            try:
                return await self._fresh(request, answer)
            except (SearchkitError, BusyError) as error:
                kind = type(error).__name__.removesuffix("Error")
                name = error.name if isinstance(error, ArgumentError) else None
                text = error_as_json(kind, _said(error), name)
                return _refusal(text, "application/json", _status_of(error))

        return answered

    async def _fresh(self, request: Request, answer: Answer) -> Response:
        """Answer from the newest commit, or say that nothing has changed since it was asked."""
        if self._served.is_due:
            await run_in_threadpool(self._served.refresh)
        tag = self._tag(request)
        if tag and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=_cached(tag))
        async with self._lanes.turn_of(request.client.host if request.client else None):
            response = await answer(request)
        if response.status_code == 200:
            # What was cut short may be whole the next time.
            is_whole = not getattr(request.state, "is_cut", False)
            for name, value in _cached(tag if is_whole else None).items():
                response.headers.setdefault(name, value)
        return response

    def _tag(self, request: Request) -> str | None:
        """Return the ETag of an answer: the same commit and address have the same answer.

        What is relative, such as *last week*, is another the next day, somewhere every hour.
        Saved searches change without a commit: what depends on them has no ETag.
        """
        query = unquote_to_bytes(request.scope["query_string"])
        if request.scope["path"].endswith("/saved") or b"@" in query:
            return None
        hour = f"{datetime.now(UTC):%Y%m%d%H}"
        address = f"{__version__} {request.scope['path']}?".encode()
        digest = hashlib.sha256(address + request.scope["query_string"]).hexdigest()[:16]
        return f'W/"{self._served.index.generation}-{hour}-{digest}"'

    async def _ask(
        self,
        request: Request,
        work: Callable[[Index], Any],
        *,
        query: str = "",
        is_slow: bool = False,
    ) -> Any:
        """Return what some work makes of the index, in a thread and under a deadline."""
        index = self._served.index

        def answer() -> Any:
            with deadlines.within(SECONDS):
                answered = work(index)
                request.state.is_cut = deadlines.has_cut() or deadlines.is_over()
                return answered

        return await self._lanes.run(answer, is_slow=is_slow or may_take_long(query))

    def _html(self, template: str, /, **values: Any) -> Response:
        """Return a page; a value called ``status`` is that of the answer, too."""
        text = drawn(self._templates, template, **values)
        status = values.get("status", 200)
        return Response(text, status, media_type="text/html; charset=utf-8")

    # The API.

    async def _answer(self, request: Request, *, route: ApiRoute) -> Response:
        given = _given(request, route.parameters)
        query = given.get("q", "")
        text = await self._ask(
            request, lambda index: route.answer(index, given), query=query, is_slow=route.is_slow
        )
        return Response(text, media_type="application/json")

    async def _openapi(self, request: Request) -> Response:
        _given(request, ())
        return Response(json.dumps(description()), media_type="application/json")

    async def _no_such_route(self, _: Request) -> Response:
        names = ", ".join(route.name for route in ROUTES)
        text = error_as_json("NotFound", f"There is no such address. There are: {names}.")
        return _refusal(text, "application/json", 404)

    # The pages.

    async def _start(self, request: Request) -> Response:
        return await self._shown(request, "start.html", web_pages.start_page)

    async def _results(self, request: Request) -> Response:
        asked = _asked(request)
        work = partial(web_pages.results_page, asked=asked)
        return await self._shown(request, "results.html", work, query=asked.q)

    async def _article(self, request: Request) -> Response:
        asked = _asked(request)
        given = _given(request, (KEY, _PART, _MARKS), ignores_others=True)
        work = partial(
            web_pages.article_page,
            asked=asked,
            key=given["key"],
            part=given["part"],
            marks=marks_of(given["marks"]),
        )
        return await self._shown(request, "article.html", work, query=asked.q)

    async def _story(self, request: Request) -> Response:
        key = _given(request, (KEY,), ignores_others=True)["key"]
        work = partial(related_pages.story_page, asked=_asked(request), key=key)
        return await self._shown(request, "story.html", work)

    async def _copies(self, request: Request) -> Response:
        asked = _asked(request)
        work = partial(related_pages.copies_page, asked=asked)
        return await self._shown(request, "copies.html", work, query=asked.q)

    async def _sources(self, request: Request) -> Response:
        asked = _asked(request)
        work = partial(web_pages.sources_page, asked=asked)
        return await self._shown(request, "sources.html", work, query=asked.q)

    async def _saved(self, request: Request) -> Response:
        return await self._shown(request, "saved.html", web_pages.saved_page)

    async def _shown(
        self,
        request: Request,
        template: str,
        work: Callable[[Index], dict[str, Any]],
        *,
        query: str = "",
    ) -> Response:
        """Return the page that some work makes, drawn in a thread, too: hits are read late."""
        text = await self._ask(
            request, lambda index: drawn(self._templates, template, **work(index)), query=query
        )
        return Response(text, media_type="text/html; charset=utf-8")

    async def _help(self, request: Request) -> Response:
        topic = request.path_params.get("topic", SHOWN[0])
        if topic not in SHOWN:
            return await self._no_such_page(request)
        page = await run_in_threadpool(help_page, topic)
        return self._html(
            "help.html", asked=_lenient(request), page=page, topic=topic, topics=SHOWN
        )

    async def _api_page(self, request: Request) -> Response:
        return self._html("api.html", asked=_lenient(request), routes=ROUTES, prefix=PREFIX)

    async def _no_such_page(self, request: Request) -> Response:
        # The address is not repeated: it is a stranger's.
        return self._html(
            "problem.html",
            asked=_lenient(request),
            title=_TITLES[404],
            message="There is no such page here.",
            status=404,
        )

    # What programs follow.

    async def _feed(self, request: Request) -> Response:
        form = request.path_params["form"]
        writers = {"atom": as_atom, "rss": as_rss}
        if form not in writers:
            return await self._no_such_page(request)
        asked = _asked(request)
        newest = asked.replace(sort="newest")
        results = await self._ask(request, partial(_feed_of, asked=newest), query=asked.q)
        origin = f"{request.scope['scheme']}://{request.headers['host']}"
        address = asked.at(request.scope["path"])
        feed = feed_of_results(results, origin=origin, asked=newest, address=address)
        return Response(writers[form](feed), media_type=f"application/{form}+xml")

    async def _export(self, request: Request) -> Response:
        form = request.path_params["form"]
        if form not in exports.FORMATS:
            return await self._no_such_page(request)
        asked = _asked(request)
        media, write = exports.FORMATS[form]
        # The first part is asked for before anything is sent: an error has a status of its own.
        first = await self._ask(
            request, partial(exports.part, asked=asked, offset=0), query=asked.q
        )

        async def parts() -> AsyncIterator[str]:
            results = first
            while True:
                yield write(results)
                if request.method == "HEAD":  # its body goes nowhere
                    return
                offset = results.offset + exports.STEP
                if len(results) < exports.STEP or offset >= exports.MOST:
                    return
                work = partial(exports.part, asked=asked, offset=offset)
                results = await self._ask(request, work, is_slow=True)  # one export at a time

        name = f'attachment; filename="searchkit.{form}"'
        return StreamingResponse(parts(), media_type=media, headers={"content-disposition": name})

    async def _opensearch(self, request: Request) -> Response:
        origin = f"{request.scope['scheme']}://{request.headers['host']}"
        text = drawn(self._templates, "opensearch.xml", origin=origin)
        return Response(text, media_type="application/opensearchdescription+xml")

    async def _robots(self, _: Request) -> Response:
        return Response(_ROBOTS, media_type="text/plain; charset=utf-8")

    async def _favicon(self, _: Request) -> Response:
        return RedirectResponse("/static/icon.svg", 301)


def _feed_of(index: Index, *, asked: Asked) -> Any:
    return exports.part(index, asked, 0, limit=_FEED)


def _given(
    request: Request, parameters: Sequence[Parameter], *, ignores_others: bool = False
) -> dict[str, Any]:
    pairs = request.query_params.multi_items()
    return read(parameters, pairs, ignores_others=ignores_others)


def _asked(request: Request) -> Asked:
    return Asked.of(_given(request, PARAMETERS, ignores_others=True))


def _lenient(request: Request) -> Asked:
    """Return what is asked of a page that says what is wrong, as far as it can be asked."""
    try:
        return _asked(request)
    except ArgumentError:
        return Asked(q=request.query_params.get("q", "")[: QUERY.most])


def _status_of(error: Exception) -> int:
    return next(status for kind, status in _STATUS_OF if isinstance(error, kind))


def _said(error: Exception) -> str:
    return error.for_others() if isinstance(error, SearchkitError) else _BUSY


def _refusal(text: str, media_type: str, status: int) -> Response:
    headers = {"cache-control": "no-store"}
    if status == 503:
        headers["retry-after"] = "1"
    return Response(text, status, headers, media_type)


def _cached(tag: str | None) -> dict[str, str]:
    return {"etag": tag, "cache-control": "no-cache"} if tag else {"cache-control": "no-store"}
