"""Where a server listens, and who may ask there; and the server as a process."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from searchkit.errors import ArgumentError
from searchkit.serving.running import listen, place_of
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
