"""The record of an article on a cluster, compressed: what is shown of it, and what is not searched.

A record is kept in two fields, as a directory keeps it in two frames
(:mod:`searchkit.local.segment.stored_json`): the head has what a list of hits shows, and is a
column; the long texts are stored apart, and asked for where passages are quoted. A cluster keeps
neither as JSON: it would have to read all that is sent of an article to keep a part of it, which
takes it longer than to index the words.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

import zstandard

from searchkit.local.segment import stored_json
from searchkit.local.segment.stored_fields import LEVEL
from searchkit.local.segment.stored_json import Encoded
from searchkit.schema import RECORDED_FACTS, RECURRING, facts_from_record, from_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.article import Article, Facts

HEAD, TEXTS = "record", "texts"
"""The fields of a document that a record is kept in."""

_LIMIT = 1 << 28  # bytes of a record: more is taken for damage


def new_compressor() -> zstandard.ZstdCompressor:
    """Return what compresses records; one thread may use it at a time."""
    return zstandard.ZstdCompressor(level=LEVEL)


def packed(record: Encoded, compressor: zstandard.ZstdCompressor) -> dict[str, str]:
    """Return the fields of a document that keep a record."""
    parts = zip((HEAD, TEXTS), record, strict=True)
    return {
        name: b64encode(compressor.compress(part)).decode("ascii") for name, part in parts if part
    }


def asked_for(*columns: str, has_texts: bool) -> dict[str, object]:
    """Return what a search asks of each article.

    Args:
        columns: Columns besides the head of the record.
        has_texts: Whether articles are read, and not only facts of them.
    """
    return {
        "_source": False,
        "docvalue_fields": [HEAD, *columns],
        "stored_fields": [TEXTS, RECURRING] if has_texts else [],
    }


def article_of(hit: Mapping[str, Any], *, is_as_read: bool = False) -> Article:
    """Return the article of a hit that has the texts.

    Args:
        hit: The hit.
        is_as_read: Whether what is furniture by evidence is left as text.

    Raises:
        KeyError, TypeError, ValueError: What the cluster keeps is no article.
    """
    fields = hit["fields"]
    encoded = Encoded(_unpacked(fields[HEAD]), _unpacked(fields.get(TEXTS)))
    (spans,) = [""] if is_as_read else fields.get(RECURRING, [""])
    return from_record(stored_json.decode(encoded), spans.encode("ascii"))


def facts_of(hit: Mapping[str, Any]) -> Facts | None:
    """Return what is known of the article of a hit besides the text; None: that takes the texts.

    Raises:
        KeyError, TypeError, ValueError: As above.
    """
    found = fields_of(hit, RECORDED_FACTS)
    return None if found is None else facts_from_record(found)


def fields_of(hit: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any] | None:
    """Return some fields of the record of a hit; None: one of them is as long as a text.

    Where the hit has the texts, there is always something.

    Raises:
        KeyError, TypeError, ValueError: As above.
    """
    fields = hit["fields"]
    head = _unpacked(fields[HEAD])
    found = stored_json.decode_fields(head, names)
    if found is None and TEXTS in fields:
        record = stored_json.decode(Encoded(head, _unpacked(fields[TEXTS])))
        found = {name: record[name] for name in names}
    return found


def size_of(hit: Mapping[str, Any]) -> int:
    """Return how many characters the record of a hit has, as it came."""
    fields = hit["fields"]
    return sum(len(fields[name][0]) for name in (HEAD, TEXTS) if name in fields)


def _unpacked(values: list[str] | None) -> bytes:
    """Return what is kept in a field.

    Raises:
        ValueError: It is not what was written there.
    """
    if values is None:
        return b""
    (text,) = values
    data = b64decode(text + "=" * (-len(text) % 4), validate=True)  # columns come without padding
    try:
        if not 0 <= zstandard.get_frame_parameters(data).content_size < _LIMIT:
            raise ValueError("a record has no size")
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
