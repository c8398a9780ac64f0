"""Which domain is of which outlet, as articles tell that have both an address and an outlet.

Some articles from `usmagazine.com` declare that they are of `Us Weekly`. So those that declare
nothing, and have the domain for an outlet, are of it, too. A domain with articles of several
outlets is of none of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from searchkit.schema import NO_SOURCE
from searchkit.schema.outlet_identity import outlet_identity

if TYPE_CHECKING:
    from collections.abc import Iterable

Told = tuple[str, str]
"""The term of an article's address, and of its outlet."""

_FEWEST = 3  # articles that tell of a domain
_SHARE = 0.9  # of them that tell the same


def domains(told: Iterable[tuple[Told, int]]) -> dict[str, str]:
    """Return the identities of domains, each with that of its outlet.

    Args:
        told: What articles tell, and how many tell it.

    >>> domains([(("com.usmagazine/a", "us weekly"), 3), (("com.cnn/b", "cnn"), 9)])
    {'usmagazine': 'usweekly'}
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (address, term), count in told:
        domain = outlet_identity(_host(address)) if address else ""
        name = outlet_identity(term)
        if domain and term != NO_SOURCE and name != domain:
            counts[domain][name] += count
    found = {}
    for domain in sorted(counts):
        (name, most), *_ = sorted(counts[domain].items(), key=lambda item: (-item[1], item[0]))
        if most >= _FEWEST and most >= _SHARE * counts[domain].total():
            found[domain] = name
    # An outlet that is itself a domain of another is known by that one's name.
    return {domain: found.get(name, name) for domain, name in found.items()}


def _host(address: str) -> str:
    """Return the host of the term of an address, without its port.

    >>> _host("org.example.news:8080/2018/tide")
    'news.example.org'
    """
    host = address.partition("/")[0].partition("?")[0].partition(":")[0]
    return ".".join(reversed(host.split(".")))
