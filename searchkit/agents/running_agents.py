"""The tools, served: over the standard streams, or over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.agents.mcp_server import PATH, make_server, over_http
from searchkit.serving.running import Place, serve

if TYPE_CHECKING:
    from collections.abc import Callable


def serve_streams(address: str) -> None:
    """Serve the tools of an index over standard input and output, until that ends.

    Args:
        address: Where the index is.
    """
    server, tools = make_server(address)
    try:
        server.run("stdio")
    finally:
        tools.close()


def serve_http(address: str, place: Place, *, ready: Callable[[str], None]) -> None:
    """Serve the tools of an index over HTTP, until Ctrl-C.

    Args:
        address: Where the index is.
        place: Where to listen, and who may ask.
        ready: Called with where the tools are, once the port is ours.

    Raises:
        ArgumentError: It cannot listen there.
    """
    server, tools = make_server(address)
    bare = place.replace(token=None)

    def listening(page: str) -> None:
        ready(page.rstrip("/") + PATH)

    try:
        serve(over_http(server, place), bare, ready=listening)
    finally:
        tools.close()
