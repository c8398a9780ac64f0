"""The server, run: an address to listen at, and uvicorn."""

from __future__ import annotations

import re
import secrets
import socket
import sys
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from searchkit.errors import ArgumentError
from searchkit.records import Record
from searchkit.serving.guard import LOOPBACK

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from starlette.types import ASGIApp

_TOKEN_BYTES = 24
# Seconds after which a thread lets another have a turn. An answer takes dozens of turns, and
# beside a pattern that is compared with all words each would wait as long as that.
_SWITCH = 0.0005
_BACKLOG = 128  # connections that wait to be accepted
_HEAD = 10.0  # seconds for the head of a request: one that never ends would hold a connection
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750


class Place(Record):
    """Where a server listens, and who may ask there.

    Attributes:
        host: The address that it listens at.
        port: The port; 0: any that is free.
        hosts: The hosts that requests may name.
        token: What requests have to bring, or None.
    """

    host: str
    port: int
    hosts: tuple[str, ...]
    token: str | None = None

    def address(self, port: int) -> str:
        """Return the address that opens the page, with the token where one is needed."""
        is_everywhere = self.host in {"0.0.0.0", "::"}  # noqa: S104 - it is looked for
        host = self.hosts[-1] if is_everywhere else self.host
        shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
        query = "?" + urlencode({"token": self.token}) if self.token else ""
        return f"http://{shown}:{port}/{query}"


def place_of(
    host: str, port: int, *, allowed: Sequence[str] = (), token: str | None = None
) -> Place:
    """Return where to listen, and who may ask there.

    Beyond this machine a token is needed; one is made where none is given.

    Args:
        host: The address to listen at.
        port: The port; 0: any that is free.
        allowed: More hosts that requests may name.
        token: What requests have to bring.

    Raises:
        ArgumentError: Every address of the machine is listened at, and no name of it is given; or
            the token cannot stand in a header.
    """
    if token is not None and not _TOKEN.fullmatch(token):
        raise ArgumentError(
            "A token has letters, digits and -._~+/ alone. Leave it out, and one is made.",
            name="token",
            value=None,
        )
    named = f"[{host}]" if ":" in host and not host.startswith("[") else host
    is_local = _is_loopback(host)
    if not is_local and _is_everywhere(host) and not allowed:
        raise ArgumentError(
            f"{host} listens at every address of this machine. Say by which name it is asked: "
            "--allow-host NAME.",
            name="allowed",
            value=(),
        )
    hosts = (*LOOPBACK, *(() if _is_everywhere(host) else (named,)), *allowed)
    if not is_local and token is None:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
    return Place(host, port, tuple(dict.fromkeys(hosts)), token)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_everywhere(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def listen(place: Place) -> socket.socket:
    """Return a socket that listens at a place.

    Raises:
        ArgumentError: It cannot listen there.
    """
    host = place.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, asyncio sends what is written at once; else an answer waits 40 ms for its end.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, place.port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise ArgumentError(
            f"Cannot listen at {place.host}, port {place.port}: {error.strerror or error}. "
            "Name another: --port 0 takes any that is free.",
            name="port",
            value=place.port,
        ) from error
    return listening


class _Protocol(H11Protocol):
    """HTTP that waits only so long for the whole head of a request.

    uvicorn gives up on connections that are idle after an answer, but not on others.
    """

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_waiting()

    def _wait_for_head(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(_HEAD, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.conn.their_state is h11.IDLE:
            self.transport.close()


def make_server(app: ASGIApp) -> uvicorn.Server:
    """Return what serves an application once it is run."""
    config = uvicorn.Config(
        app,
        lifespan="on",
        log_level="error",  # what strangers send is no news
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        limit_concurrency=256,
        h11_max_incomplete_event_size=16_384,
        timeout_graceful_shutdown=5,
        ws="none",
        http=_Protocol,
        loop="asyncio",
    )
    return uvicorn.Server(config)


def serve(app: ASGIApp, place: Place, *, ready: Callable[[str], None]) -> None:
    """Serve an application until Ctrl-C.

    Args:
        app: What answers, behind a :class:`searchkit.serving.guard.Guard` of the place.
        place: Where to listen, and who may ask.
        ready: Called with the address that opens the page, once the port is ours.

    Raises:
        ArgumentError: It cannot listen there.
    """
    sys.setswitchinterval(_SWITCH)
    listening = listen(place)
    ready(place.address(listening.getsockname()[1]))
    make_server(app).run(sockets=[listening])
