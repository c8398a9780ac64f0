"""Asking an ASGI application, as a server would, without one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.types import ASGIApp, Message

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Answered:
    """What an application answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


async def asked(
    app: ASGIApp,
    address: str,
    headers: Headers = (),
    *,
    method: str = "GET",
    host: str | None = "localhost:8000",
    **parameters: object,
) -> Answered:
    """Ask for an address; parameters come behind the `?`."""
    path, _, query = address.partition("?")
    query = query or urlencode(parameters, doseq=True)
    given = list(headers.items() if isinstance(headers, Mapping) else headers)
    given += [("host", host)] if host is not None else []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in given],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    await app(scope, receive, send)
    (start, *rest) = sent
    got = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Answered(start["status"], got, b"".join(one.get("body", b"") for one in rest))


def ask(app: ASGIApp, address: str, headers: Headers = (), **more: Any) -> Answered:
    """Ask for an address, and wait for the answer."""
    return asyncio.run(asked(app, address, headers, **more))
