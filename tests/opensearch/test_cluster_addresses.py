from __future__ import annotations

import pytest

from searchkit.errors import ArgumentError
from searchkit.opensearch.cluster_addresses import Host, read_address


def test_an_address_names_hosts_and_an_index() -> None:
    address = read_address("opensearch://a.example,b.example:9201/news")

    assert address.hosts == (
        Host("a.example", 9200, is_encrypted=True),
        Host("b.example", 9201, is_encrypted=True),
    )
    assert address.name == "news"
    assert not address.is_exposed


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_this_machine_is_spoken_to_without_encryption(host: str) -> None:
    address = read_address(f"opensearch://{host}:9200/news")

    assert address.hosts == (Host(host, 9200, is_encrypted=False),)
    assert not address.is_exposed


def test_an_address_is_on_this_machine_where_all_hosts_are() -> None:
    assert read_address("opensearch://localhost,127.0.0.1:9201/news").is_on_this_machine
    assert not read_address("opensearch://localhost,one:9201/news").is_on_this_machine


def test_other_machines_are_spoken_to_without_encryption_only_where_that_is_asked() -> None:
    address = read_address("opensearch+http://a.example:9200/news")

    assert address.hosts == (Host("a.example", 9200, is_encrypted=False),)
    assert address.is_exposed


def test_a_host_that_only_begins_like_this_machine_is_another_one() -> None:
    assert read_address("opensearch://localhost.example/news").hosts[0].is_encrypted


@pytest.mark.parametrize("text", ["opensearch://ada:secret@a/news", "opensearch://secret@a/news"])
def test_a_user_in_an_address_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        read_address(text)

    assert str(refused.value) == (
        "An address has no user and no password. Leave them out, and set "
        "SEARCHKIT_OPENSEARCH_USER and SEARCHKIT_OPENSEARCH_PASSWORD."
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("opensearch://a", "it is not like opensearch://host:9200/news"),
        ("opensearch://a/news/x", "it is not like opensearch://host:9200/news"),
        ("opensearch://a/news?x=1", "it is not like opensearch://host:9200/news"),
        (
            "opensearch://a/News",
            "the name of an index is of small letters, digits, and . _ - inside",
        ),
        ("opensearch://a/", "the name of an index is of small letters, digits, and . _ - inside"),
        ("opensearch://a,,b/news", "nothing is no host and port"),
        ("opensearch://a:0/news", "a:0 is no host and port"),
        ("opensearch://a:99999/news", "a:99999 is no host and port"),
    ],
)
def test_what_is_no_address_is_refused(text: str, why: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        read_address(text)

    assert str(refused.value) == f"{text} is no address of an index: {why}."
