"""Answers that trickle in are given up when their time is over, whatever of them comes first."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle

import pytest

from searchkit.errors import ClusterUnreachableError
from searchkit.opensearch.client import Client
from searchkit.opensearch.cluster_addresses import read_address
from tests.helpers.answering_servers import saying, serving

pytest.importorskip("urllib3")

_OK = b"HTTP/1.1 200 OK\r\n"


@contextmanager
def trickling(begin: bytes, piece: bytes) -> Iterator[int]:
    """Answer with a beginning, and then with pieces for ever; give the port."""
    ended = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(1 << 16)
            connection.sendall(begin)
            for part in cycle(piece):
                connection.sendall(bytes([part]))
                if ended.wait(0.02):
                    return

    def accept() -> None:
        while not ended.is_set():
            with suppress(OSError):
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            thread.join()


def at(port: int) -> Client:
    return Client(read_address(f"opensearch://127.0.0.1:{port}/news"))


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"", b"HTTP/1.1 200 OK"),
        (_OK, b"name: value\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (_OK + b"transfer-encoding: chunked\r\n\r\n", b"0"),
        (_OK + b"transfer-encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (_OK + b"content-length: 1000000\r\n\r\n", b" "),
    ],
    ids=["status", "head", "interim answers", "length of a chunk", "chunks", "body"],
)
def test_an_answer_that_trickles_in_is_given_up(begin: bytes, piece: bytes) -> None:
    with trickling(begin, piece) as port:
        began = time.monotonic()
        with pytest.raises(ClusterUnreachableError, match="fell silent"):
            at(port).request("GET", "/x", seconds=0.2, again=False)

        assert time.monotonic() - began < 10  # and not for as long as it comes


def test_a_connection_serves_one_request_after_another() -> None:
    seen = set()

    def answer(handler: object) -> None:
        seen.add(handler.client_address)  # type: ignore[attr-defined]
        saying({})(handler)  # type: ignore[arg-type]

    with serving(answer) as port:
        client = at(port)
        for _ in range(3):
            client.get("/x")

    assert len(seen) == 1
