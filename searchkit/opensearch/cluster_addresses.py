"""`opensearch://a:9200,b:9200/news` -> hosts and the name of an index.

Connections are encrypted, but for hosts of this machine. `opensearch+http://` has them plain
everywhere, for a network that nobody else can listen to.
"""

from __future__ import annotations

import re

from searchkit.errors import ArgumentError
from searchkit.records import NamedTuple

SCHEMES = ("opensearch", "opensearch+http")
DEFAULT_PORT = 9200
_PARTS = re.compile(r"(?P<scheme>[a-z+]+)://(?P<hosts>[^/?#]*)/(?P<name>[^/?#]*)/?")
_HOST = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(?P<port>\d{1,5}))?", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[::1\]", re.IGNORECASE)


class Host(NamedTuple):
    """A host of a cluster.

    Attributes:
        name: Its name or number, an IPv6 number in brackets.
        port: Where it listens.
        is_encrypted: Whether it is spoken to by https.
    """

    name: str
    port: int
    is_encrypted: bool


class ClusterAddress(NamedTuple):
    """Where an index is.

    Attributes:
        text: The address as it was typed.
        hosts: The hosts to ask, one or more.
        name: The name of the index on the cluster.
        is_exposed: Whether others on the way can read what is said.
    """

    text: str
    hosts: tuple[Host, ...]
    name: str
    is_exposed: bool

    @property
    def is_on_this_machine(self) -> bool:
        """Whether all hosts are, so that nothing goes over a network."""
        return all(_LOOPBACK.fullmatch(host.name) for host in self.hosts)


def read_address(text: str) -> ClusterAddress:
    """Return what an address says.

    Raises:
        ArgumentError: It is no address of an index on a cluster, or it has a user name in it.

    >>> read_address("opensearch://one,two:9201/news").hosts[1]
    Host(name='two', port=9201, is_encrypted=True)
    """
    if "@" in text:  # what stands before it is not shown
        raise ArgumentError(
            "An address has no user and no password. Leave them out, and set "
            "SEARCHKIT_OPENSEARCH_USER and SEARCHKIT_OPENSEARCH_PASSWORD.",
            name="path",
            value=None,
        )
    found = _PARTS.fullmatch(text)
    if found is None or found["scheme"] not in SCHEMES:
        raise _wrong(text, "it is not like opensearch://host:9200/news")
    if not _NAME.fullmatch(found["name"]):
        raise _wrong(text, "the name of an index is of small letters, digits, and . _ - inside")
    is_plain = found["scheme"] == "opensearch+http"
    hosts = tuple(_host(one, text, is_plain=is_plain) for one in found["hosts"].split(","))
    address = ClusterAddress(text, hosts, found["name"], is_exposed=False)
    return address._replace(is_exposed=is_plain and not address.is_on_this_machine)


def _host(text: str, address: str, *, is_plain: bool) -> Host:
    found = _HOST.fullmatch(text)
    port = int(found["port"] or DEFAULT_PORT) if found else 0
    if found is None or not 0 < port < 1 << 16:
        raise _wrong(address, f"{text or 'nothing'} is no host and port")
    return Host(found["host"], port, not is_plain and not _LOOPBACK.fullmatch(found["host"]))


def _wrong(text: str, why: str) -> ArgumentError:
    return ArgumentError(f"{text} is no address of an index: {why}.", name="path", value=text)
