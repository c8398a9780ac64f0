"""Who may ask a server on this machine, and what every answer forbids."""

from __future__ import annotations

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from searchkit.index import Index
from searchkit.serving.application import make_application
from searchkit.serving.guard import LOOPBACK, Guard
from tests.helpers.asking import Answered, ask

TOKEN = "a-token-of-some-length"


@pytest.fixture(scope="module")
def locked(served_index: Index) -> ASGIApp:
    return make_application(served_index, hosts=[*LOOPBACK, "search.example"], token=TOKEN)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]", "[::1]:8000"]
)
def test_a_request_may_call_this_machine_by_its_names(app: ASGIApp, host: str) -> None:
    assert ask(app, "/api/v1/health", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "[::2]",
        "",
        "localhost:x",
        "::1",
    ],
)
def test_a_request_that_calls_this_server_otherwise_is_refused(app: ASGIApp, host: str) -> None:
    answered = ask(app, "/", host=host)

    assert answered.status == 421
    assert answered.text == "This server does not answer for that host.\n"


def test_a_request_names_one_host_exactly(app: ASGIApp) -> None:
    assert ask(app, "/", host=None).status == 421
    assert ask(app, "/", [("host", "evil.example")]).status == 421
    assert ask(app, "/", [("host", "localhost:8000")]).status == 421


def test_the_path_is_what_was_asked_for_whatever_the_host_says(app: ASGIApp) -> None:
    assert ask(app, "/api/v1/health", host="localhost/api/v1/stats?").status == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9000",
                                    "https://localhost:8000"])  # fmt: skip
def test_another_origin_is_refused(app: ASGIApp, origin: str) -> None:
    assert ask(app, "/api/v1/search", {"origin": origin}).status == 403
    assert ask(app, "/api/v1/search", {"origin": "http://localhost:8000"}).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_may_link_here_and_no_more(app: ASGIApp, site: str) -> None:
    link = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    frame = link | {"sec-fetch-dest": "iframe"}
    script = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}

    assert ask(app, "/", link).status == 200
    assert ask(app, "/", frame).status == 403
    assert ask(app, "/api/v1/stats", script).status == 403
    assert ask(app, "/api/v1/stats", {"sec-fetch-site": "same-origin"}).status == 200
    assert ask(app, "/api/v1/stats", {"sec-fetch-site": "none"}).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_is_answered_but_get(app: ASGIApp, method: str) -> None:
    answered = ask(app, "/", method=method)

    assert (answered.status, answered.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "address", ["/", "/search", "/nowhere", "/static/page.css", "/api/v1/search?x=1", "/help"]
)
def test_every_answer_forbids_what_a_page_has_no_use_for(app: ASGIApp, address: str) -> None:
    headers = ask(app, address).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_an_address_that_is_too_long_is_refused(app: ASGIApp) -> None:
    assert ask(app, "/search?q=" + "x" * 8_000).status == 414


def test_beyond_this_machine_a_token_is_asked_for(locked: ASGIApp) -> None:
    refused = ask(locked, "/search?q=tide", host="search.example")
    wrong = ask(locked, "/", {"authorization": "Bearer wrong"}, host="search.example")
    right = ask(locked, "/", {"authorization": f"Bearer {TOKEN}"}, host="search.example")

    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert wrong.status == 401
    assert right.status == 200


def test_a_token_in_the_address_becomes_a_cookie_and_leaves_the_address(locked: ASGIApp) -> None:
    answered = ask(locked, f"/search?q=spring+tide&token={TOKEN}&since=2018")
    cookie = answered.headers["set-cookie"]

    assert answered.status == 303
    assert answered.headers["location"] == "/search?q=spring+tide&since=2018"
    assert cookie == f"searchkit={TOKEN}; HttpOnly; SameSite=Strict; Path=/"
    assert ask(locked, "/", {"cookie": f"a=1; {cookie.split(';')[0]}"}).status == 200
    assert ask(locked, "/", {"cookie": "searchkit=wrong"}).status == 401


def test_over_tls_the_cookie_goes_that_way_alone(locked: ASGIApp) -> None:
    async def behind_a_proxy(scope: Scope, receive: Receive, send: Send) -> None:
        await locked({**scope, "scheme": "https"}, receive, send)

    cookie = ask(behind_a_proxy, f"/?token={TOKEN}").headers["set-cookie"]

    assert cookie == f"searchkit={TOKEN}; HttpOnly; SameSite=Strict; Path=/; Secure"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "///evil.example"])
def test_a_token_leads_to_no_other_server(locked: ASGIApp, path: str) -> None:
    location = ask(locked, f"{path}?token={TOKEN}").headers["location"]

    assert location.startswith("/")
    assert location[1:2] not in {"/", "\\"}


def test_what_goes_wrong_is_told_to_nobody_outside(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(_: Scope, __: Receive, ___: Send) -> None:
        raise RuntimeError("/srv/secret")

    answered: Answered = ask(Guard(broken, hosts=LOOPBACK), "/")

    assert answered.status == 500
    assert answered.text == "Something went wrong here. Try again.\n"
    assert "/srv/secret" in capsys.readouterr().err
