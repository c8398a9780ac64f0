"""The file of saved searches: read as it was written, or one line on why not."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.saved_names import is_search_name, name_key
from searchkit.results.saved_searches import SavedSearch
from searchkit.saved.searches_file import SearchesFileError, from_file, new_id, to_file

TIDES = SavedSearch(
    name="tides",
    query='"spring tide" moon',
    source=("The Marram Post",),
    since="30d",
    until=None,
    undated=False,
    timezone="Europe/Berlin",
    saved=datetime(2026, 11, 30, 18, tzinfo=UTC),
    id="5f3a9c01d2b4e688",
)

texts = st.text(st.characters(exclude_categories=()), max_size=8)
searches = st.builds(
    SavedSearch,
    name=st.text("aBc-._9é", min_size=1, max_size=6).filter(is_search_name),
    query=texts,
    source=st.lists(texts, max_size=2).map(tuple),
    since=st.none() | texts,
    until=st.none() | texts,
    undated=st.booleans(),
    timezone=st.none() | texts,
    saved=st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)),
    id=st.builds(new_id),
)


def test_a_file_can_be_read_by_a_person() -> None:
    assert to_file([TIDES]).decode().splitlines() == [
        "{",
        '  "version": 1,',
        '  "searches": [',
        "    {",
        '      "name": "tides",',
        '      "query": "\\"spring tide\\" moon",',
        '      "source": [',
        '        "The Marram Post"',
        "      ],",
        '      "since": "30d",',
        '      "until": null,',
        '      "undated": false,',
        '      "timezone": "Europe/Berlin",',
        '      "saved": "2026-11-30T18:00:00+00:00",',
        '      "id": "5f3a9c01d2b4e688"',
        "    }",
        "  ]",
        "}",
    ]


@given(st.lists(searches, max_size=4, unique_by=lambda search: name_key(search.name)))
def test_searches_are_read_as_they_were_written(written: list[SavedSearch]) -> None:
    read = from_file(to_file(written))

    assert {key: one.as_dict() for key, one in read.items()} == {
        name_key(one.name): one.as_dict() for one in written
    }


def test_a_person_need_write_no_more_than_names_and_queries() -> None:
    written = b'{"version": 1, "searches": [{"name": "Moon", "query": "moon"}]}'

    (search,) = from_file(written).values()

    assert search.replace(saved=TIDES.saved) == TIDES.replace(
        name="Moon", query="moon", source=(), since=None, timezone=None
    )
    assert from_file(written)["moon"].id == search.id


def changed(**fields: object) -> bytes:
    content = json.loads(to_file([TIDES]))
    content["searches"][0] |= fields
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is not JSON at line 1, column 1: Expecting value"),
        (b'{"version": 1,\n  oops}', ("it is not JSON at line 2, column 3: "
         "Expecting property name enclosed in double quotes")),
        (b"\xff", "it is not JSON in UTF-8"),
        (b"[" * 100_000, "it is not JSON in UTF-8"),
        (b"[]", "it is not an object"),
        (b"{}", "it has no version"),
        (b'{"version": true}', "it has no version"),
        (b'{"version": 2}', "a newer searchkit wrote them (layout 2, and this one knows 1)"),
        (b'{"version": 1}', "it has no list of searches"),
        (b'{"version": 1, "searches": [], "x": 1}', "it has an unknown field x"),
        (b'{"version": 1, "searches": [3]}', "search 1 is not an object"),
        (changed(name="a b"), ('search 1 needs a name of letters, digits, "-", "_" '
         'and ".", with a letter or a digit at both ends, 50 characters at most')),
        (changed(sinse="30d"), "tides has an unknown field sinse"),
        (changed(query=3), "query of tides is 3, and not text"),
        (changed(source="Post"), 'source of tides is "Post", and not a list of texts'),
        (changed(source=[1]), "source of tides is [1], and not a list of texts"),
        (changed(since=30), "since of tides is 30, and not text or null"),
        (changed(undated=None), "undated of tides is null, and not true or false"),
        (changed(saved="soon"), 'saved of tides is "soon", and not a moment'),
        (changed(id="../x"), 'id of tides is "../x", and not 16 hexadecimal digits'),
        (b'{"version": 1, "searches": [{"name": "a"}]}', "a has no query"),
        (b'{"version": 1, "searches": [{"name": "a", "query": ""}, {"name": "A", "query": ""}]}',
         "there are two searches named A"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_searches_has_a_reason_of_one_line(content: bytes, reason: str) -> None:
    with pytest.raises(SearchesFileError) as caught:
        from_file(content)

    assert str(caught.value) == reason


@given(st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode()))
def test_no_file_raises_anything_else(content: bytes) -> None:
    with contextlib.suppress(SearchesFileError):
        from_file(content)
