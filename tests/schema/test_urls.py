"""Addresses: which spellings are one, and laws that hold for any."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from searchkit.schema.urls import is_below, normal_url, url_term

letters = st.characters(categories=["Ll", "Lu", "Lo", "Nd"])
labels = st.text(letters, min_size=1, max_size=8) | st.sampled_from(
    ["example", "org", "www", "xn--", "xn--bcher-kva", "BÜCHER", "ﬁ"]
)
hosts = st.lists(labels, min_size=1, max_size=4).map(".".join) | st.sampled_from(
    ["[2001:DB8::1]", "192.0.2.1", "a。b."]
)
pieces = st.sampled_from([*"aZ09ü日/?&=%~-._!+,;:@[]#", "%41", "%2F", "%25", "%E9", "%C3%A9"])
tails = st.builds(
    "{}{}".format, st.sampled_from(["/", "?"]), st.lists(pieces, max_size=12).map("".join)
)
ports = st.sampled_from(["", ":80", ":443", ":8080"])
addresses = st.builds("{}{}{}".format, hosts, ports, tails | st.just(""))
users = st.sampled_from(["", "ada@", "ada:s3cr3t@", "ada:@s3cr3t@"])


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("https://www.Example.org/Tide/", "example.org/tide"),
        ("//example.org", "example.org"),
        ("example.org./tide#top", "example.org/tide"),
        ("http://example.org:80/?day=2", "example.org?day=2"),
        ("https://example.org:443", "example.org"),
        ("example.org:8080/tide", "example.org:8080/tide"),
        ("https://ada:secret@example.org/tide", "example.org/tide"),
        ("https://example.org/@ada", "example.org/@ada"),
        ("https://[2001:DB8::1]:8080/tide", "[2001:db8::1]:8080/tide"),
        ("https://example.org/%7Eada/%41", "example.org/~ada/a"),
        ("https://example.org/caf%C3%A9%2F%e9", "example.org/café%2f%e9"),
        ("https://example.org/100%", "example.org/100%25"),
        ("https://faß.example", "faß.example"),
        ("https://xn--fa-hia.example", "faß.example"),
        ("https://xn--.example", "xn--.example"),
        ("https://[broken/tide", "broken/tide"),
        ("https://example.org/?u=https://example.com", "example.org?u=https://example.com"),
        ("", ""),
    ],
)
def test_an_address_has_this_normal_form(url: str, normal: str) -> None:
    assert normal_url(url) == normal


def test_a_host_is_turned_round_and_a_number_is_not() -> None:
    urls = ["https://news.example.org:8080/a.b", "http://192.0.2.1/tide", "[2001:db8::1]"]

    assert [url_term(url) for url in urls] == [
        "org.example.news:8080/a.b",
        "192.0.2.1/tide",
        "[2001:db8::1]",
    ]


@given(addresses)
def test_a_normal_form_is_its_own(url: str) -> None:
    normal = normal_url(url)

    assert normal_url(normal) == normal


@given(st.sampled_from(["https://", "HTTP://", "//"]), users, addresses)
def test_neither_scheme_nor_user_is_a_part_of_a_term(scheme: str, user: str, url: str) -> None:
    assert url_term(f"{scheme}{user}{url}") == url_term(f"https://{url}")


@given(labels)
@example("bücher")
def test_both_spellings_of_a_host_have_one_term(label: str) -> None:
    plain = unicodedata.normalize("NFKC", label.lower())
    assume(not plain.isascii() and plain == unicodedata.normalize("NFKC", plain.lower()))
    in_ascii = f"xn--{plain.encode('punycode').decode()}"

    assert url_term(f"{in_ascii}.example/tide") == url_term(f"https://{label}.example/tide")


@given(st.text() | st.text(st.sampled_from("@:/?#[]%.。／℀xn-\ud800"), max_size=20))
def test_any_text_has_a_term(text: str) -> None:
    assert is_below(url_term(text), url_term(text))
    assert is_below(url_term(f"http://{text}"), "")
