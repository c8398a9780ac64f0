"""Who may ask, and what every answer forbids.

A server on this machine is within reach of every page that its user visits. So a request is
answered only if it names this server as its host, which keeps out pages of other names that lead
here (DNS rebinding), and if it comes from this server's own pages, from the address bar or
a link, or from a program. Beyond this machine it also takes a token.

All is decided on the path and the headers of the ASGI scope, never on an address that was put
together of them. Nothing is changed by any request, so there is nothing to forge.
"""

from __future__ import annotations

import hmac
import sys
import traceback
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""The hosts that mean this machine."""

COOKIE = "searchkit"
"""The name of the cookie that holds the token."""

_LONGEST = 8_000  # bytes of what is behind the `?`

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Refusal(Record):
    """Why a request is not answered.

    Attributes:
        status: The status of the answer.
        reason: A sentence.
        headers: Headers of the answer.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()


class Guard:
    """Answers what may be asked, and refuses the rest.

    Args:
        app: What answers.
        hosts: The hosts that requests may name, without a port.
        token: What they have to bring; None: nothing.
        methods: The methods that are answered; none of them may change anything.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str],
        token: str | None = None,
        methods: Sequence[str] = ("GET", "HEAD"),
    ) -> None:
        self._app = app
        self._methods = methods
        self._hosts = frozenset(host.lower() for host in hosts)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        has_begun = False

        async def guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                kept = [pair for pair in message["headers"] if pair[0] != b"server"]
                message = {**message, "headers": [*kept, *_HEADERS]}
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(refusal, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception:  # noqa: BLE001 - nothing of what went wrong is for the one who asks
            traceback.print_exc(file=sys.stderr)
            if not has_begun:
                await _refuse(Refusal(500, "Something went wrong here. Try again."), guarded)

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Return why a request is not answered, or None."""
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
        hosts = headers.get("host", [])
        if len(hosts) != 1 or _host(hosts[0]) not in self._hosts:
            return Refusal(421, "This server does not answer for that host.")
        if scope["method"] not in self._methods:
            allowed = ", ".join(self._methods)
            return Refusal(405, f"Only {allowed} are answered.", (("allow", allowed),))
        origin = headers.get("origin", [])
        if origin and origin != [f"{scope['scheme']}://{hosts[0]}"]:
            return Refusal(403, "Other pages may not ask this server.")
        if _is_from_elsewhere(headers):
            return Refusal(403, "Other pages may only link to this server.")
        if len(scope["query_string"]) > _LONGEST:
            return Refusal(414, "The address is too long.")
        return None if self._token is None else self._without_token(scope, headers)

    def _without_token(self, scope: Scope, headers: dict[str, list[str]]) -> Refusal | None:
        """Return what to do with a request that does not show the token as a cookie or header."""
        given = [value.removeprefix("Bearer ") for value in headers.get("authorization", [])]
        if any(map(self._is_token, given + _cookies(headers.get("cookie", [])))):
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if any(name == "token" and self._is_token(value) for name, value in asked):
            rest = urlencode([(name, value) for name, value in asked if name != "token"])
            # A path that begins with two slashes would lead to another server.
            path = "/" + quote(scope["path"].lstrip("/\\"))
            secure = "; Secure" if scope["scheme"] == "https" else ""
            cookie = f"{COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/{secure}"
            target = f"{path}?{rest}" if rest else path
            return Refusal(303, "", (("location", target), ("set-cookie", cookie)))
        return Refusal(
            401,
            "This server asks for the token that it printed when it was started.",
            (("www-authenticate", "Bearer"),),
        )

    def _is_token(self, value: str) -> bool:
        assert self._token is not None
        return hmac.compare_digest(value.encode("utf-8", "replace"), self._token.encode())


def _host(named: str) -> str:
    """Return the host of a `Host` header without its port; one in brackets keeps them.

    >>> [_host(named) for named in ("LOCALHOST:8000", "[::1]:8000", "127.0.0.1", "a:b:c")]
    ['localhost', '[::1]', '127.0.0.1', 'a:b:c']
    """
    host, _, port = named.rpartition(":")
    has_port = bool(host) and port.isdigit() and (":" not in host or host.endswith("]"))
    return (host if has_port else named).lower()


def _is_from_elsewhere(headers: dict[str, list[str]]) -> bool:
    """Whether a browser says that another page asks, other than by a link that was followed."""
    site = headers.get("sec-fetch-site", ["none"])
    if site in (["none"], ["same-origin"]):
        return False
    is_link = headers.get("sec-fetch-mode") == ["navigate"]
    return not (is_link and headers.get("sec-fetch-dest") == ["document"])


def _cookies(sent: Iterable[str]) -> list[str]:
    found = []
    for text in sent:
        cookies = SimpleCookie()
        try:
            cookies.load(text)
        except CookieError:
            continue
        if COOKIE in cookies:
            found.append(cookies[COOKIE].value)
    return found


async def _refuse(refusal: Refusal, send: Send) -> None:
    body = f"{refusal.reason}\n".encode() if refusal.reason else b""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *((name.encode(), value.encode("latin-1")) for name, value in refusal.headers),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
