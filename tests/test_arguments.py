from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import searchkit
from searchkit.errors import ArgumentError
from searchkit.index import Index


@pytest.mark.parametrize(
    ("method", "given", "name", "message"),
    [
        ("search", {"query": 5}, "query", "5, an int. It must be text, or a tree of {nodes}."),
        ("search", {"query": None}, "query", "None. It must be text, or a tree of {nodes}."),
        (
            "search",
            {"query": b"a"},
            "query",
            "b'a', a bytes. It must be text, or a tree of {nodes}.",
        ),
        ("search", {"limit": "10"}, "limit", "'10', a str. It must be a whole number, 0 or more."),
        ("search", {"limit": 2.5}, "limit", "2.5, a float. It must be a whole number, 0 or more."),
        ("search", {"limit": True}, "limit", "True, a bool. It must be a whole number, 0 or more."),
        ("search", {"limit": None}, "limit", "None. It must be a whole number, 0 or more."),
        ("search", {"offset": []}, "offset", "[], a list. It must be a whole number, 0 or more."),
        ("search", {"snippets": -2}, "snippets", "-2. It must be 0 or more."),
        ("search", {"source": 7}, "source", "7, an int. It must be text, or several."),
        ("search", {"source": ["a", 7]}, "source", "7, an int. It must be text, or several."),
        ("search", {"since": 2018}, "since", "2018, an int. It must be a date, or text."),
        ("search", {"until": ()}, "until", "(), a tuple. It must be a date, or text."),
        ("search", {"undated": "yes"}, "undated", "'yes', a str. It must be True or False."),
        ("search", {"strict": 1}, "strict", "1, an int. It must be True or False."),
        ("search", {"timezone": 2}, "timezone", "2, an int. It must be text."),
        ("search", {"sort": None}, "sort", "None. It must be text."),
        ("search", {"limits": 5}, "limits", "5, an int. It must be searchkit.query.Limits."),
        ("explain", {"article": 5}, "key", "5, an int. It must be text."),
        ("article", {"key": None}, "key", "None. It must be text."),
        ("marked", {"key": "moon.md", "query": 3}, "query", "3, an int. It must be text."),
        ("complete", {"prefix": 3}, "prefix", "3, an int. It must be text."),
        ("complete", {"prefix": "a", "limit": 1.0}, "limit", "1.0, a float. It must be {whole}."),
        ("suggest", {"word": None}, "word", "None. It must be text."),
    ],
)
def test_an_argument_of_another_kind_is_an_error_that_names_it(
    index: Index, method: str, given: dict[str, Any], name: str, message: str
) -> None:
    if method in {"search", "explain"}:
        given = {"query": "tide"} | given
    expected = message.format(nodes="searchkit.query.nodes", whole="a whole number, 0 or more")

    with pytest.raises(ArgumentError) as raised:
        getattr(index, method)(**given)

    assert str(raised.value) == f"{name} is {expected}"
    assert raised.value.name == name


def test_a_long_value_is_shown_in_part(index: Index) -> None:
    with pytest.raises(ArgumentError, match=r"^query is \[0, 1, .{53}…, a list\. It must be text"):
        index.search(list(range(1000)))  # type: ignore[arg-type]


def test_a_number_of_numpy_is_a_number(index: Index) -> None:
    assert len(index.search("tide", limit=np.int64(1))) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", ["open", "create"])
def test_a_path_is_text_or_a_path(verb: str, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"^path is 5, an int\. It must be a path\.$"):
        getattr(searchkit, verb)(5)

    assert len(searchkit.create(str(tmp_path / "a"))) == len(searchkit.create(tmp_path / "b")) == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"corpus": 5}, "corpus is 5, an int. It must be a path, or several."),
        ({"corpus": ["a", 5]}, "corpus is 5, an int. It must be a path."),
        ({"rebuild": "yes"}, "rebuild is 'yes', a str. It must be True or False."),
        ({"dry_run": 1}, "dry_run is 1, an int. It must be True or False."),
        ({"wait": "60"}, "wait is '60', a str. It must be a number of seconds, 0 or more."),
        ({"wait": True}, "wait is True, a bool. It must be a number of seconds, 0 or more."),
        ({"wait": -1.5}, "wait is -1.5. It must be 0 or more."),
        ({"wait": float("nan")}, "wait is nan. It must be 0 or more."),
        ({"limits": 5}, "limits is 5, an int. It must be searchkit.ReadingLimits."),
        ({"source": 5}, "source is 5, an int. It must be text."),
        ({"encoding": b"utf-8"}, "encoding is b'utf-8', a bytes. It must be text."),
        ({"jobs": 1.5}, "jobs is 1.5, a float. It must be a whole number."),
        ({"progress": 5}, "progress is 5, an int. It must be a function."),
        ({"stop": True}, "stop is True, a bool. It must be a function."),
    ],
)
def test_an_option_of_an_update_of_another_kind_is_an_error_that_names_it(
    tmp_path: Path, given: dict[str, Any], message: str
) -> None:
    at = tmp_path / "index"
    for update in (searchkit.create(at).update, partial(searchkit.update, at)):
        with pytest.raises(ArgumentError) as raised:
            update(**({"corpus": tmp_path} | given))

        assert str(raised.value) == message
        assert raised.value.name == next(iter(given))


@pytest.mark.parametrize(
    ("verb", "given", "message"),
    [
        ("open", {"create": 1}, "create is 1, an int. It must be True or False."),
        ("create", {"wait": None}, "wait is None. It must be a number of seconds, 0 or more."),
        ("check", {"deep": "yes"}, "deep is 'yes', a str. It must be True or False."),
        ("repair", {"wait": "a"}, "wait is 'a', a str. It must be a number of seconds, 0 or more."),
        ("repair", {"progress": 1}, "progress is 1, an int. It must be a function."),
    ],
)
def test_so_is_an_argument_of_what_makes_and_mends_an_index(
    memorable: Path, verb: str, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=f"^{re.escape(message)}$"):
        getattr(searchkit, verb)(memorable, **given)
