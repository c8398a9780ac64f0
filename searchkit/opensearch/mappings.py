"""What the indices of an index on a cluster are like: their mappings and settings.

A text is sent as one *unit* a token, with spaces between: the form, unless it is the term, the term
behind three bars, and behind four the stem, where it is not the term. No word has a bar, a space, a
backslash or an underscore in it. The cluster makes tokens of the parts at one position, all three
by one expression:

    tide tables    |||tide tables|||table||||tabl    tide |||tide   tables |||table ||||tabl

So a phrase may mix words, exact words and patterns; prefixes and the like run over bare
forms. With a single bar, `tide~` would match the term `|tide` by one insertion; three are out of
reach of two edits.

A score of the cluster is a number of occurrences: what a query weighs is worked out by a script,
from exact lengths, which are columns.
"""

from __future__ import annotations

from typing import Any

LAYOUT = 2
"""The number of how an index on a cluster is laid out.

1: records as JSON.
2: records compressed, in fields.
"""

TERM_MARK, STEM_MARK = "|||", "||||"
"""What stands before a term and a stem, among tokens."""

HOLE = "_"
"""What stands in a phrase for any word."""

OR = "\\"
"""What stands between tokens of which any will do, in a query."""

REPLICAS = "replicas"
"""What an index calls how many replicas it is to have, until it has them."""

WRITTEN_SOON = {"durability": "async"}
"""Of an index that nobody reads yet: what was sent is on its disk within seconds."""

WRITTEN_AT_ONCE = {"durability": "request"}
"""Of an index that was committed: what a cluster says it has taken is on its disks."""

_ANALYSIS = {
    "tokenizer": {
        "units": {
            "type": "char_group",
            "tokenize_on_chars": [" "],
            "max_token_length": 1_000_000,  # longer ones would be cut without a word
        }
    },
    "filter": {
        "parts": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": [r"^(?:([^|]+)(\|\|\|[^|]+)|(\|\|\|([^|]+)))(\|\|\|\|[^|]+)?$"],
        },
        "holes": {"type": "stop", "stopwords": [HOLE]},
        "alternatives": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": [r"([^\\]+)"],
        },
    },
    "analyzer": {
        "analysed": {"type": "custom", "tokenizer": "units", "filter": ["parts"]},
        "asked": {"type": "custom", "tokenizer": "units", "filter": ["holes", "alternatives"]},
        "units": {"type": "custom", "tokenizer": "units"},
    },
}

_TEXT = {
    "type": "text",
    "analyzer": "analysed",
    "search_analyzer": "asked",
    "similarity": "occurrences",
    "norms": False,
    "index_options": "positions",
}
_KEYWORD = {"type": "keyword"}
_COLUMN = {"type": "integer", "index": False}
_SECONDS = {"type": "long"}
_BYTES = {"type": "binary", "doc_values": True}

_ARTICLE = {
    "text": _TEXT,
    "title": _TEXT,
    "text_length": _COLUMN,
    "title_length": _COLUMN,
    "key": _KEYWORD,
    "path": _KEYWORD,
    "source": _KEYWORD,
    "language": _KEYWORD,
    "author": {
        "type": "text",
        "analyzer": "units",
        "norms": False,
        "position_increment_gap": 1000,
    },
    "authors": _KEYWORD,
    "url": _KEYWORD,
    "date_from": _SECONDS,
    "date_to": _SECONDS,
    "shown_from": _SECONDS,
    "shown_to": _SECONDS,
    "date_offset": {"type": "short"},
    "date_code": {"type": "long", "index": False},
    "shown_day": _COLUMN,
    "precision": {"type": "byte", "index": False},
    "fingerprint": {"type": "keyword", "index": False},
    "signature": _BYTES,
    "quotations": _KEYWORD,
    "sketch": {"type": "integer"},  # hashes
    "content": _KEYWORD,  # what edges call it by
    "copies": {"type": "keyword", "index": False},  # what its edges call the others by
    "record": _BYTES,
    "texts": {"type": "binary", "store": True},
    "recurring": {"type": "keyword", "index": False, "doc_values": False, "store": True},
}

_MEANING = {
    "form": _KEYWORD,
    "term": _KEYWORD,
    "stem": _KEYWORD,
    "language": _KEYWORD,
    "count": {"type": "integer", "index": False},
}


def articles_index(*, shards: int, replicas: int) -> dict[str, Any]:
    """Return what an index of articles is like.

    Args:
        shards: How many shards it has.
        replicas: How many replicas it is to have, when it has been written.
    """
    index = _index(shards=shards, replicas=0) | {
        "refresh_interval": "-1",  # what was written shows when it is committed
        "gc_deletes": "1h",  # for so long a writer that was replaced cannot write again
        "max_regex_length": 100_000,
        "translog": WRITTEN_SOON,
        "similarity": {
            "occurrences": {
                "type": "scripted",
                "script": {"source": "return query.boost * doc.freq;"},
            }
        },
        "analysis": _ANALYSIS,
    }
    # What was sent is kept only for as long as a copy may lag behind: the record is in fields.
    mappings = _noting(replicas) | {"dynamic": "strict", "_source": {"enabled": False}}
    return {"settings": {"index": index}, "mappings": mappings | {"properties": _ARTICLE}}


def words_index(*, replicas: int) -> dict[str, Any]:
    """Return what an index of words is like: what each form means in some language.

    Args:
        replicas: How many replicas it is to have, when it has been written.
    """
    index = _index(shards=1, replicas=0) | {
        "refresh_interval": "-1",
        "max_regex_length": 100_000,
        "translog": WRITTEN_SOON,
    }
    mappings = _noting(replicas) | {"dynamic": "strict", "properties": _MEANING}
    return {"settings": {"index": index}, "mappings": mappings}


def state_index(*, replicas: int) -> dict[str, Any]:
    """Return what the index of the state is like: its documents are got, and never searched."""
    mappings = {"dynamic": "false", "_meta": {"searchkit": "state"}, "properties": {}}
    return {"settings": {"index": _index(shards=1, replicas=replicas)}, "mappings": mappings}


def _noting(replicas: int) -> dict[str, Any]:
    """Return the mappings of an index that is to have replicas later."""
    return {"_meta": {REPLICAS: replicas}}


def _index(*, shards: int, replicas: int) -> dict[str, Any]:
    return {"number_of_shards": shards, "number_of_replicas": replicas}
