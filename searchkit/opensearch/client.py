"""Requests to a cluster, and its answers: the only module that talks to one.

A request goes to one host after another until one answers. Where none does, that is an error after
seconds, not minutes. What a host may have taken in before it fell silent is sent again only if
that changes nothing. Whatever comes back is bounded: an answer that is too long or too slow, is no
JSON or leads elsewhere is an error; addresses in messages are those that were typed, and neither
credentials nor what was sent are ever in one.
"""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from functools import cached_property
from itertools import cycle, islice
from threading import Lock
from typing import TYPE_CHECKING, Any

from searchkit import deadlines
from searchkit.errors import ClusterRefusedError, ClusterUnreachableError
from searchkit.opensearch.credentials import authorities, authorization
from searchkit.opensearch.patient_connections import pool_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import urllib3

    from searchkit.opensearch.cluster_addresses import ClusterAddress, Host

_CONNECT = 3  # seconds
ANSWER = 15
"""Seconds within which an answer has to be there."""

_HASTY = 6  # seconds within which it should be there, where another host can be asked
_LEAST = 0.05  # seconds for an answer, however near the deadline of a question is
_MOST_BYTES = 1 << 28  # of an answer
_STEP = 1 << 20  # bytes read at a time
_BUSY = (429, 503)
_PATIENCE = 15  # seconds for which a cluster may be too busy
_PAUSES = (0.1, 0.2, 0.5, 1, 2, 4)
BLOCKED = "cluster_block_exception"
"""What a cluster calls that it takes nothing in."""

_AT_ONCE = 4  # connections to a host that are kept
_COMPRESSED = 1 << 11  # bytes from which on a request is compressed

# JSON in UTF-8 has no lone surrogates, which the names of files may: they travel as these.
_SURROGATES = re.compile("[\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CARRIED = re.compile("[\U0010d800-\U0010dfff]")
_SHIFT = 0x100000


class NotFoundError(Exception):
    """There is no such document or index."""


class ConflictError(Exception):
    """Another writer was here before."""


class _MissingError(ClusterRefusedError, LookupError):
    """An answer lacks something, so the cluster is none, or one of another kind."""


class Client:
    """Talks to a cluster; threads may share it.

    Args:
        address: Where it is.
    """

    def __init__(self, address: ClusterAddress) -> None:
        self.address = address
        self._first = 0
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Client], tuple[ClusterAddress]]:
        return Client, (self.address,)

    def get(self, path: str, **parameters: object) -> Any:
        """Return what is there.

        Raises:
            NotFoundError: Nothing is.
            ClusterUnreachableError, ClusterRefusedError: It cannot be known.
        """
        return self.request("GET", path, parameters=parameters)

    def post(self, path: str, content: object = None, **parameters: object) -> Any:
        """Ask something that changes nothing, and so may be asked again."""
        return self.request("POST", path, content, parameters=parameters)

    def post_lines(
        self, path: str, lines: Iterable[object], *, seconds: float = ANSWER, **parameters: object
    ) -> Any:
        """Send values line by line, as bulks and several searches at once are sent.

        They may be sent again.
        """
        body = "".join(f"{dumped(line)}\n" for line in lines)
        return self.request("POST", path, body, parameters=parameters, seconds=seconds)

    def request(
        self,
        method: str,
        path: str,
        content: object = None,
        *,
        parameters: Mapping[str, object] | None = None,
        again: bool = True,
        seconds: float = ANSWER,
    ) -> Any:
        """Send a request and return the answer.

        Args:
            method: The method.
            path: The path on the cluster.
            content: Lines of JSON as text or in UTF-8, or a value of JSON; None: nothing.
            parameters: What stands in the address.
            again: Whether it may be sent a second time, if it is not known what became of it.
            seconds: How long the answer may take.

        Raises:
            NotFoundError, ConflictError: That is what the cluster says.
            ClusterUnreachableError: No host answers.
            ClusterRefusedError: The cluster refuses, or what it answers cannot be used.
            SearchTimeoutError: The question has a deadline, and that is over.
        """
        body, headers = _body(content, compresses=not self.address.is_on_this_machine)
        query = "&".join(
            f"{name}={_parameter(value)}" for name, value in (parameters or {}).items()
        )
        target = f"{path}?{query}" if query else path
        deadlines.check()
        deadline = deadlines.current()
        patience: float = _PATIENCE
        if deadline is not None:
            patience = min(patience, deadline.left)
            seconds = min(seconds, max(deadline.left, _LEAST))
        end = time.monotonic() + patience
        for pause in cycle_pauses():
            status, answer = self._asked(
                method, target, body, headers, again=again, seconds=seconds
            )
            passes = status in _BUSY or (again and _is_node_gone(status, answer))
            if not passes or time.monotonic() + pause > end:
                return self._understood(status, answer)
            time.sleep(pause)
        raise AssertionError

    def _asked(
        self,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        again: bool,
        seconds: float,
    ) -> tuple[int, bytes]:
        """Return the status and the answer of the first host that gives one."""
        import urllib3  # late: a local search needs none of it

        reasons: list[str] = []
        order = list(self._order())
        for left, (at, host) in zip(range(len(order) - 1, -1, -1), order, strict=True):
            # One that hangs is not waited for as long as there is another to ask.
            is_other = left and again and len(self.address.hosts) > 1 and seconds <= ANSWER
            patience = min(_HASTY, seconds) if is_other else seconds
            try:
                found = self._of_host(host, method, target, body, headers, seconds=patience)
            except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
                reasons.append(f"{host.name}:{host.port} does not answer")
            except urllib3.exceptions.SSLError:
                reasons.append(f"{host.name}:{host.port} has no certificate to be trusted")
            except (urllib3.exceptions.HTTPError, OSError, TimeoutError):
                deadlines.check()
                reasons.append(f"{host.name}:{host.port} fell silent")
                if not again:
                    break
            else:
                self._first = at
                return found
        raise ClusterUnreachableError(self.address.text, reason="; ".join(dict.fromkeys(reasons)))

    def _order(self) -> Iterable[tuple[int, Host]]:
        """Yield the hosts with their places, beginning with the one that answered last."""
        hosts = self.address.hosts
        numbered = list(enumerate(hosts)) * (2 if len(hosts) == 1 else 1)
        return islice(cycle(numbered), self._first, self._first + len(numbered))

    def _of_host(
        self,
        host: Host,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        seconds: float,
    ) -> tuple[int, bytes]:
        import urllib3

        end = time.monotonic() + seconds
        response = self._pools[host].urlopen(
            method,
            target,
            body=body,
            headers={**self._headers, **headers},
            retries=False,
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=_CONNECT, read=seconds),
        )
        try:
            parts = []
            size = 0
            while part := response.read1(_STEP, decode_content=True):
                size += len(part)
                if size > _MOST_BYTES:
                    raise ClusterRefusedError(
                        self.address.text, reason="its answer is too long to be one"
                    )
                if time.monotonic() > end:
                    raise TimeoutError
                parts.append(part)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return response.status, b"".join(parts)

    @cached_property
    def _headers(self) -> dict[str, str]:
        headers = {"accept": "application/json"}
        if not self.address.is_on_this_machine:  # there, compressing takes longer than sending
            headers["accept-encoding"] = "gzip"
        if (shown := authorization()) is not None:
            headers["authorization"] = shown
        return headers

    @cached_property
    def _pools(self) -> dict[Host, urllib3.HTTPConnectionPool]:
        plain, encrypted = pool_types()
        pools: dict[Host, urllib3.HTTPConnectionPool] = {}
        for host in self.address.hosts:
            if host.is_encrypted:
                pools[host] = encrypted(
                    host.name,
                    host.port,
                    maxsize=_AT_ONCE,
                    cert_reqs="CERT_REQUIRED",
                    ca_certs=authorities(),
                )
            else:
                pools[host] = plain(host.name, host.port, maxsize=_AT_ONCE)
        return pools

    def _understood(self, status: int, answer: bytes) -> Any:
        """Return what an answer says, or raise what it means."""
        try:
            content = loaded(answer, self._answer_type)
        except (ValueError, RecursionError):
            content = None
        if status in {200, 201} and isinstance(content, dict):
            return content
        if status == 404:
            raise NotFoundError
        if status == 409:
            raise ConflictError
        raise ClusterRefusedError(self.address.text, reason=_reason(status, content), status=status)

    @cached_property
    def _answer_type(self) -> type[dict[str, Any]]:
        """The type of objects in answers: what is not there in one is an error of the cluster."""
        address = self.address.text

        class Answer(dict[str, Any]):
            def __missing__(self, name: str) -> Any:
                raise _MissingError(address, reason=NOT_UNDERSTOOD)

        return Answer

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            pools = self.__dict__.pop("_pools", {})
            for pool in pools.values():
                pool.close()


def cycle_pauses() -> Iterable[float]:
    """Yield how long to wait for a cluster that is too busy, in seconds, for ever."""
    yield from _PAUSES
    while True:
        yield _PAUSES[-1]


def dumped(value: object) -> str:
    """Return a value as JSON."""
    text = _ENCODER.encode(value)
    return text if text.isascii() else _SURROGATES.sub(lambda m: chr(ord(m[0]) + _SHIFT), text)


def loaded(data: bytes, type_of_object: type[dict[str, Any]] = dict) -> Any:
    """Return the value of JSON that a cluster sent.

    Args:
        data: The JSON.
        type_of_object: What its objects become.

    Raises:
        ValueError: It is none.
    """
    text = data.decode()
    if not text.isascii():
        text = _CARRIED.sub(lambda m: chr(ord(m[0]) - _SHIFT), text)
    return json.loads(text, object_pairs_hook=type_of_object)


def _body(content: object, *, compresses: bool) -> tuple[bytes | None, dict[str, str]]:
    """Return what is sent, and the headers that say what it is."""
    if content is None:
        return None, {}
    if isinstance(content, str | bytes):
        body = content.encode() if isinstance(content, str) else content
        kind = "application/x-ndjson"
    else:
        body, kind = dumped(content).encode(), "application/json"
    headers = {"content-type": kind}
    if compresses and len(body) >= _COMPRESSED:
        import gzip  # late: small requests are sent as they are

        body = gzip.compress(body, 1)
        headers["content-encoding"] = "gzip"
    return body, headers


def _parameter(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_CREDENTIALS = (
    "it does not accept the credentials. Set SEARCHKIT_OPENSEARCH_USER and "
    "SEARCHKIT_OPENSEARCH_PASSWORD, or SEARCHKIT_OPENSEARCH_API_KEY"
)
FULL = "it takes nothing in, since its disks are nearly full. Make room on them"
"""Why nothing can be written to a cluster of which the disks are full."""

INCOMPLETE = "a part of the index is not there"
"""Why a cluster cannot answer for a whole index."""

_TOO_FEW = "too few of its nodes are there"
_NODE_GONE = {
    "connect_transport_exception",
    "node_closed_exception",
    "node_disconnected_exception",
    "node_not_connected_exception",
    "receive_timeout_transport_exception",
    "send_request_transport_exception",
    "transport_exception",
}
_LACKING: Mapping[str, str] = {
    "no_shard_available_action_exception": INCOMPLETE,
    "search_phase_execution_exception": INCOMPLETE,
    "unavailable_shards_exception": INCOMPLETE,
    BLOCKED: _TOO_FEW,
    "cluster_manager_not_discovered_exception": _TOO_FEW,
}
"""What a cluster lacks for the time being, by what it calls the error."""

NOT_UNDERSTOOD = "it answers something else than OpenSearch does"
"""Why an answer cannot be used."""


def _is_node_gone(status: int, answer: bytes) -> bool:
    """Whether a node could not reach another one, as where that has just been lost."""
    if status != 500:
        return False
    with suppress(ValueError, RecursionError):
        return _kind_of(loaded(answer)) in _NODE_GONE
    return False


def _kind_of(content: object) -> str:
    """Return what a cluster calls an error; empty: it says nothing of that."""
    with suppress(AttributeError, TypeError, LookupError):
        return str(content["error"]["type"])[:80]  # type: ignore[index]
    return ""


def _reason(status: int, content: object) -> str:
    """Return in words why a cluster did not do what was asked; never what was sent."""
    if status == 401:
        return _CREDENTIALS
    kind = _kind_of(content)
    if status == 403:
        return FULL if kind == BLOCKED else "these credentials may not do that"
    if 300 <= status < 400:
        return "it leads to another address. Name that one"
    if status == 429 and kind == BLOCKED:
        return FULL
    if status == 503 and kind in _LACKING:
        return _LACKING[kind]
    if status == 500 and kind in _NODE_GONE:
        return "one of its nodes has just been lost"
    if status in _BUSY:
        return f"it is too busy ({kind or status})"
    if content is None:
        return f"{NOT_UNDERSTOOD} (status {status})"
    return f"it cannot do that ({kind or 'no reason given'}, status {status})"
