"""Another program that reads an index in a directory, or writes to it: Whoosh by its own table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh import query
from whoosh.qparser import QueryParser

import searchkit
from searchkit.errors import (
    IndexForeignError,
    IndexReadOnlyError,
)
from searchkit.local.whoosh import ColumnarCodec
from searchkit.local.whoosh.fields import article_schema
from tests.conftest import KEYS, MakeCorpus


def says(message: str) -> str:
    return f"^{re.escape(message)}$"


def test_another_program_that_wrote_into_the_index_is_not_written_over(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    (copy / "_MAIN_77.toc").touch()
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
    expected = (
        f"Another program has written to the index in {copy}, or its newest manifest was lost: "
        "_MAIN_77.toc is newer than what searchkit committed. Nothing was overwritten. "
        "To continue from the last commit, check and repair the index."
    )

    with searchkit.open(copy) as index:
        assert index.search("recovers").total == 1
        with pytest.raises(IndexForeignError, match=says(expected)):
            index.update(corpus, replace_corpus=True)
    assert (copy / "_MAIN_77.toc").exists()
    assert searchkit.check(copy).faults == (
        "_MAIN_77.toc belongs to a commit whose manifest is missing",
    )


def test_whoosh_may_search_an_index_and_not_change_it(copy: Path) -> None:
    index = whoosh.index.open_dir(str(copy))
    expected = "Whoosh may read this index but not write to it. Update it with searchkit."
    attempts: list[Callable[[Any], object]] = [
        lambda writer: writer.add_document(key="a", text="The tide rises."),
        lambda writer: writer.update_document(key=KEYS["otters"], text="The tide rises."),
        lambda writer: writer.delete_by_term("key", KEYS["otters"]),
    ]

    for attempt in attempts:
        writer = index.writer(codec=ColumnarCodec())
        with pytest.raises(IndexReadOnlyError, match=says(expected)):
            attempt(writer)
        writer.cancel()
    assert searchkit.open(copy).search("recovers").total == 1


def test_what_whoosh_commits_and_cleans_up_costs_no_article(copy: Path) -> None:
    whoosh.index.open_dir(str(copy)).writer(codec=ColumnarCodec()).commit(optimize=True)
    whoosh.index.create_in(str(copy), article_schema())

    assert searchkit.open(copy).search("recovers").total == 1


def test_whoosh_opens_the_index_and_finds_the_same(copy: Path) -> None:
    index = whoosh.index.open_dir(str(copy))

    with index.searcher() as searcher:
        found = searcher.search(query.Term("text", "recover"))

        assert [hit["key"] for hit in found] == [KEYS["otters"]]
        assert found[0]["title"] == "Otters recovered on the Wend"


def test_whoosh_parses_an_acronym_as_it_stands_in_the_index() -> None:
    parsed = QueryParser("text", article_schema()).parse

    assert parsed("WHO") == query.Term("text", "WHO")
    assert parsed("U.S.") == query.Term("text", "US")
    assert parsed("who") == query.Term("text", "who")


def test_whoosh_parses_queries_as_the_index_was_analysed(copy: Path) -> None:
    index = whoosh.index.open_dir(str(copy))
    parsed = QueryParser("text", index.schema).parse("Recovers")

    with index.searcher() as searcher:
        assert [hit["key"] for hit in searcher.search(parsed)] == [KEYS["otters"]]
