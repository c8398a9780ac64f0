"""Addresses of articles on the web, in a form in which equal ones are equal texts.

What two spellings of one address may differ in does not matter: the scheme, ``www.``, a
user name and password, the port that the scheme has anyway, a dot after the host, a
fragment, slashes at the end, upper and lower case, letters that are written as
``%`` and digits though they need not be, and a host with letters beyond ASCII that is
spelt in ASCII as ``xn--…`` (RFC 3986 and RFC 3490). No text makes reading it fail.
"""

from __future__ import annotations

import re
from unicodedata import normalize

# What may follow an address in one that lies below it: a subdomain, a port, a path, a query.
from searchkit.late_patterns import late_pattern

_BELOW = ("", ".", ":", "/", "?", "&")

_LONGEST = 1_000  # characters of a term

_SCHEME = late_pattern(r"(?:[a-z][a-z0-9+.-]*:)?//")
_ESCAPES = late_pattern(r"(?:%[0-9a-f]{2})+|%")
_REFUSED = late_pattern(r"[^ -~]|[][]")  # all that may keep a text from being parted as an address
_HOST = late_pattern(r"(\[[^]]*\]|[^:/?]*)(.*)", re.DOTALL)
_DEFAULT_PORTS = {"", "80", "443"}
_ASCII_SPELLING = "xn--"


def normal_url(url: str) -> str:
    """Return an address in its normal form.

    >>> normal_url("HTTPS://ada:secret@www.b%C3%BCcher.example:443/%7Etide/?day=2#top")
    'bücher.example/~tide/?day=2'
    >>> normal_url("xn--bcher-kva.example.")
    'bücher.example'
    """
    from urllib.parse import urlsplit  # late: few queries name an address

    text = _plain(_ESCAPES.sub(_needed, url.strip().lower()))
    if not _SCHEME.match(text):
        text = f"//{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit(_REFUSED.sub("", text))
    location = parts.netloc.rpartition("@")[2]
    host, port = _parted(location)
    query = parts.query.rstrip("/")
    path = parts.path.rstrip("/") if not query or parts.path == "/" else parts.path
    return f"{host}{port}{path}?{query}" if query else f"{host}{port}{path}"


def url_term(url: str) -> str:
    """Return the term of an address: what lies below it in the same order, from the host down.

    It is the normal form, but the parts of the host stand from the last to the first, so
    that a host comes before its subdomains and these before their pages.

    >>> url_term("https://www.News.example.org/2018/tide/#top"), url_term("example.org")
    ('org.example.news/2018/tide', 'org.example')
    """
    found = _HOST.match(normal_url(url))
    assert found is not None
    host, rest = found.groups()
    labels = host.split(".")
    is_number = all(map(str.isdecimal, labels))  # an IPv4 address, whose parts are in order
    return f"{host if is_number else '.'.join(reversed(labels))}{rest}"[:_LONGEST]


def is_below(url: str, address: str) -> bool:
    """Whether the term of an address is that of another or lies below it.

    >>> is_below("org.example.news/2018", "org.example"), is_below("org.examples", "org.example")
    (True, False)
    """
    return url.startswith(address) and (not address or url[len(address) :][:1] in _BELOW)


def _needed(escapes: re.Match[str]) -> str:
    """Return escaped bytes as the letters that they are; those that are none stay escaped."""
    if escapes[0] == "%":
        return "%25"
    text = bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8", "surrogateescape")
    return "".join(map(_character, text))


def _character(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"%{code - 0xDC00:02x}"
    is_letter = character.isalnum() or character in "-._~" or code > 0x9F
    return character if is_letter else "".join(f"%{byte:02x}" for byte in character.encode())


def _plain(text: str) -> str:
    return normalize("NFC", normalize("NFC", text).lower())


def _parted(location: str) -> tuple[str, str]:
    """Return a host in its normal form, and the port with its colon if that is not usual."""
    found = _HOST.match(location)
    assert found is not None
    host, port = found[1], found[2].removeprefix(":")
    if not host.startswith("["):
        labels = [label for label in _compatible(host).replace("。", ".").split(".") if label]
        while labels[:1] == ["www"] and len(labels) > 2:
            del labels[0]
        host = ".".join(map(_decoded, labels))
    return host, "" if port in _DEFAULT_PORTS else f":{port}"


def _decoded(label: str) -> str:
    """Return a part of a host with the letters that its spelling in ASCII means."""
    if not (label.startswith(_ASCII_SPELLING) and label.isascii()):
        return label
    try:
        decoded = label.removeprefix(_ASCII_SPELLING).encode().decode("punycode")
    except UnicodeError:
        return label
    is_one = not decoded.isascii() and decoded == _compatible(decoded)
    return decoded if is_one else label


def _compatible(host: str) -> str:
    return normalize("NFKC", normalize("NFKC", host).lower())
