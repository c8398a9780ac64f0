"""Where a server listens, and who may ask there; and the server as a process."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from searchkit.errors import ArgumentError
from searchkit.serving import running
from searchkit.serving.running import listen, make_server, place_of
from tests.conftest import unmeasured


def test_on_this_machine_no_token_is_needed() -> None:
    for host in ("127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.2"):
        assert place_of(host, 8000).token is None
    assert place_of("127.0.0.1", 8000, token="t").token == "t"


def test_beyond_this_machine_a_token_is_made() -> None:
    place = place_of("192.168.1.20", 8000)

    assert place.token is not None
    assert len(place.token) >= 32
    assert place.token != place_of("192.168.1.20", 8000).token
    assert "192.168.1.20" in place.hosts
    assert place.address(8000) == f"http://192.168.1.20:8000/?token={place.token}"
    assert place_of("::2", 1).hosts[-1] == "[::2]"
    assert place_of("::2", 1, token="t").address(1) == "http://[::2]:1/?token=t"


@pytest.mark.parametrize("token", ["", "two words", "a;b", "a\r\nb", "geheimß", '"a"'])
def test_a_token_that_cannot_stand_in_a_header_is_refused(token: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        place_of("192.168.1.20", 8000, token=token)

    assert str(raised.value) == (
        "A token has letters, digits and -._~+/ alone. Leave it out, and one is made."
    )


def test_a_request_whose_head_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_HEAD", 0.4)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for step in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{step}.complete"})
            return
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def scenario(*parts: bytes) -> bytes:
        with listen(place_of("127.0.0.1", 0)) as listening:
            return await given_up(listening, parts)

    async def given_up(listening: socket.socket, parts: Sequence[bytes]) -> bytes:
        server = make_server(answer)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.02)
        got = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        server.should_exit = True
        await serving
        return got

    whole = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert asyncio.run(scenario()) == b""
    assert asyncio.run(scenario(b"GET / HTTP/1.1\r\n", b"Host: ", b"local", b"host\r\n")) == b""
    assert asyncio.run(scenario(whole, b"GET")).startswith(b"HTTP/1.1 204")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_every_address_of_a_machine_needs_a_name(host: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        place_of(host, 8000)

    assert str(raised.value) == (
        f"{host} listens at every address of this machine. Say by which name it is asked: "
        "--allow-host NAME."
    )
    place = place_of(host, 8000, allowed=["search.example"], token="t")
    assert place.address(8000) == "http://search.example:8000/?token=t"
    assert host not in place.hosts


def test_a_port_that_is_taken_is_one_clear_line() -> None:
    with listen(place_of("127.0.0.1", 0)) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ArgumentError) as raised:
            listen(place_of("127.0.0.1", port))

    assert str(raised.value) == (
        f"Cannot listen at 127.0.0.1, port {port}: Address already in use. "
        "Name another: --port 0 takes any that is free."
    )


def test_a_server_answers_until_it_is_stopped(index_folder: Path) -> None:
    command = [sys.executable, "-m", "searchkit", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--index", str(index_folder)],
        stderr=subprocess.PIPE,
        text=True,
        env=unmeasured() | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    try:
        first = process.stderr.readline()
        found = re.fullmatch(r"Serving 11 articles at http://127\.0\.0\.1:(\d+)/\n", first)
        assert found, first
        assert process.stderr.readline() == "Ctrl-C stops it.\n"
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=30)
        for method, expected in (("GET", True), ("HEAD", False)):
            connection.request(method, "/search?q=tide")
            answered = connection.getresponse()
            assert answered.status == 200
            assert answered.getheader("server") is None
            assert bool(answered.read()) is expected
        connection.close()
    finally:
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(30) in {0, 130}
        process.stderr.close()
