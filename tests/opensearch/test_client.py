"""Requests to servers that answer anything; one of them speaks https with its own certificate."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from searchkit import deadlines
from searchkit.errors import ClusterRefusedError, ClusterUnreachableError, SearchTimeoutError
from searchkit.opensearch import client as client_module
from searchkit.opensearch.client import Client, ConflictError, NotFoundError
from searchkit.opensearch.cluster_addresses import ClusterAddress, Host, read_address
from tests.helpers.answering_servers import saying, serving

pytest.importorskip("urllib3")

NO_CREDENTIALS = (
    "it does not accept the credentials. Set SEARCHKIT_OPENSEARCH_USER and "
    "SEARCHKIT_OPENSEARCH_PASSWORD, or SEARCHKIT_OPENSEARCH_API_KEY"
)


def at(*ports: int) -> Client:
    hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
    return Client(read_address(f"opensearch://{hosts}/news"))


@pytest.fixture
def dead_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_an_answer_is_a_value_of_json() -> None:
    with serving(saying({"tide": "é"})) as port:
        assert at(port).get("/news/_doc/1") == {"tide": "é"}


def test_lone_surrogates_come_back_as_they_were_sent() -> None:
    name = "caf\udce9"

    assert client_module.loaded(client_module.dumped({"path": name}).encode()) == {"path": name}


@pytest.mark.parametrize("is_near", [True, False])
def test_what_goes_over_a_network_is_compressed(
    *, is_near: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str | None, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        found = handler.headers
        seen.append((found.get("content-encoding"), found.get("accept-encoding")))
        saying({})(handler)

    monkeypatch.setattr(ClusterAddress, "is_on_this_machine", is_near)
    with serving(answer) as port:
        at(port).post("/_search", {"query": "tide " * 1000})

    assert seen == [(None, "identity") if is_near else ("gzip", "gzip")]


def test_a_host_that_does_not_answer_is_left_for_another(dead_port: int) -> None:
    with serving(saying({"tide": 1})) as port:
        assert at(dead_port, port).get("/x") == {"tide": 1}


def test_a_question_with_a_deadline_waits_for_no_host_longer() -> None:
    asked = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> None:
        asked.wait(30)

    with serving(silent) as port:
        try:
            with pytest.raises(SearchTimeoutError), deadlines.within(0.1):
                at(port, port).get("/x")
        finally:
            asked.set()


def test_a_deadline_that_is_over_asks_no_host(dead_port: int) -> None:
    with pytest.raises(SearchTimeoutError), deadlines.within(0):
        at(dead_port).get("/x")


def test_where_no_host_answers_all_are_named(dead_port: int) -> None:
    with pytest.raises(ClusterUnreachableError) as error:
        at(dead_port).get("/x")

    assert str(error.value) == (
        f"The cluster of opensearch://127.0.0.1:{dead_port}/news cannot be reached: "
        f"127.0.0.1:{dead_port} does not answer. See whether it runs, and name all of its hosts."
    )


def test_what_may_have_been_taken_in_is_not_sent_again() -> None:
    seen = []

    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.path)
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True

    with serving(hang_up) as port:
        with pytest.raises(ClusterUnreachableError):
            at(port).request("POST", "/x", {}, again=False)
        assert seen == ["/x"]

        with pytest.raises(ClusterUnreachableError):
            at(port).request("POST", "/x", {})
        assert len(seen) == 3


def test_a_host_that_is_too_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_PAUSES", (0.01,))
    statuses = iter([429, 503, 200])

    def answer(handler: BaseHTTPRequestHandler) -> None:
        saying({"tide": 1}, next(statuses))(handler)

    with serving(answer) as port:
        assert at(port).get("/x") == {"tide": 1}


def test_what_failed_since_a_node_is_gone_is_sent_again_where_that_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client_module, "_PAUSES", (0.01,))
    gone = {"error": {"type": "node_disconnected_exception"}}
    answers = iter([(gone, 500), ({"tide": 1}, 200), (gone, 500), ({"error": "x"}, 500)])

    def answer(handler: BaseHTTPRequestHandler) -> None:
        saying(*next(answers))(handler)

    with serving(answer) as port:
        assert at(port).get("/x") == {"tide": 1}
        for again, reason in ((False, "one of its nodes has just been lost"), (True, "status 500")):
            with pytest.raises(ClusterRefusedError, match=reason):
                at(port).request("POST", "/x", again=again)


@pytest.mark.parametrize(
    ("status", "content", "reason"),
    [
        (
            401,
            {},
            NO_CREDENTIALS,
        ),
        (403, {}, "these credentials may not do that"),
        (
            403,
            {"error": {"type": "cluster_block_exception"}},
            "it takes nothing in, since its disks are nearly full. Make room on them",
        ),
        (
            429,
            {"error": {"type": "cluster_block_exception"}},
            "it takes nothing in, since its disks are nearly full. Make room on them",
        ),
        (
            400,
            {"error": {"type": "parsing_exception", "reason": "secret text"}},
            "it cannot do that (parsing_exception, status 400)",
        ),
        (
            503,
            {"error": {"type": "search_phase_execution_exception"}},
            "a part of the index is not there",
        ),
        (503, {"error": {"type": "cluster_block_exception"}}, "too few of its nodes are there"),
        (
            429,
            {"error": {"type": "search_phase_execution_exception"}},
            "it is too busy (search_phase_execution_exception)",
        ),
        (302, {}, "it leads to another address. Name that one"),
        (
            200,
            b"<html>secret</html>",
            "it answers something else than OpenSearch does (status 200)",
        ),
        (200, b"[" * 100_000, "it answers something else than OpenSearch does (status 200)"),
        (200, b"\xff", "it answers something else than OpenSearch does (status 200)"),
    ],
)
def test_what_a_cluster_refuses_is_one_line(
    status: int, content: object, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "_PATIENCE", 0)
    with serving(saying(content, status, location="http://example.org/")) as port:
        with pytest.raises(ClusterRefusedError) as error:
            at(port).get("/x")

        address = f"opensearch://127.0.0.1:{port}/news"
        assert str(error.value) == f"The cluster of {address} refuses: {reason}."


def test_what_is_not_there_and_what_is_there_already_are_told_apart() -> None:
    with serving(saying({}, 404)) as port, pytest.raises(NotFoundError):
        at(port).get("/x")
    with serving(saying({}, 409)) as port, pytest.raises(ConflictError):
        at(port).get("/x")


def test_what_an_answer_lacks_is_an_error_of_the_cluster() -> None:
    with serving(saying({"hits": {}})) as port:
        answer = at(port).get("/x")
        with pytest.raises(ClusterRefusedError) as error:
            answer["hits"]["total"]

    assert str(error.value) == (
        f"The cluster of opensearch://127.0.0.1:{port}/news refuses: "
        "it answers something else than OpenSearch does."
    )


def test_an_answer_that_is_far_too_long_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client_module, "_MOST_BYTES", 1 << 20)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", str(1 << 40))
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" " * (1 << 16))
        except OSError:
            handler.close_connection = True

    with serving(endless) as port, pytest.raises(ClusterRefusedError, match="too long to be one"):
        at(port).get("/x")


def test_an_answer_that_trickles_in_is_given_up() -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "1000000")
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b" ")
                time.sleep(0.02)
        except OSError:
            handler.close_connection = True

    with serving(trickle) as port, pytest.raises(ClusterUnreachableError, match="fell silent"):
        at(port).request("GET", "/x", seconds=0.2)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate of this machine that nobody trusts, and what a server shows it by."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    shown, key = folder / "cert.pem", folder / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made, "-out", shown, "-keyout", key], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, key)
    return shown, context


def encrypted(port: int) -> Client:
    host = Host("127.0.0.1", port, is_encrypted=True)
    return Client(ClusterAddress("opensearch://a/news", (host,), "news", is_exposed=False))


def test_credentials_go_to_a_server_whose_certificate_is_trusted(
    certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, context = certificate
    monkeypatch.setenv("SEARCHKIT_OPENSEARCH_CA", str(path))
    monkeypatch.setenv("SEARCHKIT_OPENSEARCH_API_KEY", "k")
    shown = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        shown.append(handler.headers["authorization"])
        saying({"tide": 1})(handler)

    with serving(answer, context=context) as port:
        assert encrypted(port).get("/x") == {"tide": 1}
    assert shown == ["ApiKey k"]


def test_a_server_whose_certificate_nobody_trusts_gets_nothing(
    certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_OPENSEARCH_API_KEY", "k")
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.path)
        saying({})(handler)

    with (
        serving(answer, context=certificate[1]) as port,
        pytest.raises(ClusterUnreachableError, match="has no certificate to be trusted"),
    ):
        encrypted(port).get("/x")
    assert seen == []
