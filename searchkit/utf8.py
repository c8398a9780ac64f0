"""Text as bytes in UTF-8, and back, whatever the text holds.

A word that was cut out of damaged text, or the name of a file that is not valid
UTF-8, may hold lone surrogates, which strict UTF-8 refuses. Here they pass, each as
its three bytes, so every string has bytes and is made from them again. Bytes are
ordered as the characters are.
"""

from __future__ import annotations


def encode(text: str) -> bytes:
    r"""Return text as bytes.

    >>> encode("naïve"), encode("\ud83d")
    (b'na\xc3\xafve', b'\xed\xa0\xbd')
    """
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    r"""Return the text of bytes that :func:`encode` returned.

    Raises:
        UnicodeDecodeError: They are not UTF-8 in this sense.

    >>> decode(b"na\xc3\xafve")
    'naïve'
    """
    return data.decode("utf-8", "surrogatepass")
