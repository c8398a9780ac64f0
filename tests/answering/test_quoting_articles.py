"""Who printed a quotation, and when, in every engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import deadlines
from searchkit.answering import quoting_articles
from searchkit.errors import (
    ArgumentError,
    ArticleNotFoundError,
    IndexOutdatedError,
    SearchTimeoutError,
)
from searchkit.index import Index
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.results.printings import PrintedQuotation
from tests.conftest import ENGINES, KEYS
from tests.helpers.memory import keep
from tests.helpers.on_cluster import on_cluster

SAID = "nobody on this coast has seen the water stand so low in a hundred years"
OTHER = "we are going to build a wall that the sea will never climb again"
Articles = Mapping[str, tuple[str, str | None, str]]

Make = Callable[[Articles], Index]


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Make an index of articles, by key: date, outlet and text."""
    opened: list[Index] = []

    def made(articles: Articles) -> Index:
        for key, (dated, source, text) in articles.items():
            lines = ["---", f"title: {key}", *([f"date: {dated}"] if dated else [])]
            lines += [*([f"source: {source}"] if source else []), "---", "", text]
            (tmp_path / "corpus").mkdir(exist_ok=True)
            (tmp_path / "corpus" / f"{key}.md").write_text("\n".join(lines))
        address = str(tmp_path / "index")
        with searchkit.open(address, create=True) as index:
            index.update(tmp_path / "corpus")
            if request.param == "memory":
                address = keep(tmp_path.name, index)
        if request.param == "cluster":
            address = on_cluster(tmp_path / "index")
        opened.append(searchkit.open(address))
        return opened[-1]

    yield made
    for index in opened:
        index.close()


def rows(quotation: PrintedQuotation) -> list[tuple[str, str, bool, bool]]:
    """What is listed: key, date, whether it is first, whether it is furniture."""
    return [
        (one.key.removesuffix(".md"), str(one.date or ""), one.is_first, one.is_furniture)
        for one in quotation.printings
    ]


def test_the_earliest_day_comes_first_with_all_of_its_outlets(make: Make) -> None:
    index = make(
        {
            "late": ("2019-05-03", "The Week", f"The mayor said: “{SAID}.”"),
            "undated": ("", "The Week", f"The mayor said “{SAID}”."),
            "second": ("2019-05-01", "Tide Post", f"“{SAID.upper()},” she said."),
            "first": ("2019-05-01", "Marram Post", f'"N[obody] on … {SAID[10:]}", she said.'),
            "month": ("2019-06", "The Week", f"She had said «{SAID}»."),
            "none": ("2018-01-01", "The Week", f"She said that {SAID}."),
        }
    )

    (found,) = index.quotations(SAID)

    assert rows(found) == [
        ("first", "2019-05-01", True, False),
        ("second", "2019-05-01", True, False),
        ("late", "2019-05-03", False, False),
        ("month", "2019-06", False, False),
        ("undated", "", False, False),
    ]
    assert (found.text, found.outlets) == (SAID, 3)
    assert (found.first, found.last) == (date(2019, 5, 1), date(2019, 5, 3))


def test_nothing_is_first_where_an_article_that_is_known_to_the_month_may_be_earlier(
    make: Make,
) -> None:
    text = f"She said “{SAID}”."
    index = make(
        {
            "a": ("2019-05-10", "The Week", text),
            "b": ("2019-05-12", "Tide Post", text),
            "c": ("2019-05", "Marram Post", text),
        }
    )

    (found,) = index.quotations(SAID)

    assert rows(found) == [
        ("a", "2019-05-10", False, False),
        ("b", "2019-05-12", False, False),
        ("c", "2019-05", False, False),
    ]
    assert (found.first, found.last) == (None, date(2019, 5, 12))


def test_of_one_dated_article_nothing_is_first(make: Make) -> None:
    text = f"She said “{SAID}”."
    index = make({"a": ("2019-05-10", "The Week", text), "b": ("", "Tide Post", text)})

    (found,) = index.quotations(f"“{SAID}”")

    assert rows(found) == [("a", "2019-05-10", False, False), ("b", "", False, False)]
    assert (found.first, found.last) == (None, date(2019, 5, 10))


def test_what_an_outlet_repeats_with_the_words_before_is_furniture(make: Make) -> None:
    strip = "More of the coast in pictures: the mayor of the old harbour town said at noon that"
    text = f"A story of its own.\n\n{strip} “{SAID}”."
    index = make(
        {
            "gallery": ("2013-01-02", "The Week", text),
            "gallery-again": ("2015-10-20", "The Week", text),
            "told": ("2015-10-14", "Tide Post", f"The mayor said “{SAID}”."),
            "told-too": ("2015-10-15", "Marram Post", f"The mayor said “{SAID}”."),
        }
    )

    (found,) = index.quotations(SAID)

    assert rows(found) == [
        ("told", "2015-10-14", True, False),
        ("told-too", "2015-10-15", False, False),
        ("gallery", "2013-01-02", False, True),
        ("gallery-again", "2015-10-20", False, True),
    ]


def test_articles_with_the_same_text_are_one_with_copies(make: Make) -> None:
    filler = " ".join(
        f"The {n} boats that lay at quay {n + 1} went out with the ebb." for n in range(12)
    )
    text = f"It was calm that day. “{SAID},” the mayor told us. {filler}"
    index = make(
        {
            "a": ("2019-05-01", "The Week", text),
            "b": ("2019-05-01", "Tide Post", text),
            "c": ("2019-05-02", "Ebb Post", f"Another story: “{SAID}.” Nobody else was there."),
        }
    )
    (found,) = index.quotations(SAID)

    assert [row[0] for row in rows(found)] == ["a", "c"]
    assert [copy.source for copy in found.printings[0].copies] == ["Tide Post"]
    assert (found.articles, found.outlets) == (3, 3)


def test_the_words_around_are_shown_with_the_quotation_marked(make: Make) -> None:
    index = make({"a": ("", None, f"It was calm. “{SAID},” the mayor told us. We left.")})

    (found,) = index.quotations(SAID)
    (printing,) = found.printings

    assert printing.passage.text == f"“{SAID},” the mayor told us."
    assert [printing.passage.text[a:b] for a, b in printing.passage.spans] == [f"{SAID},"]
    assert [index.article("a.md").text[a:b] for a, b in printing.spans] == [f"{SAID},"]


def test_of_an_article_those_quotations_are_listed_that_others_have(make: Make) -> None:
    index = make(
        {
            "asked": ("2019-05-02", "The Week", f"“{SAID},” she said.\n\n“{OTHER}.”\n\n“Short.”"),
            "other": ("2019-05-01", "Tide Post", f"“{SAID.replace('coast', 'shore')}.”"),
        }
    )

    found = index.quotations(article="asked.md")

    assert [rows(one) for one in found] == [
        [("other", "2019-05-01", True, False), ("asked", "2019-05-02", False, False)]
    ]
    assert (found[0].text, found.considered) == (f"{SAID},", 2)


def test_about_a_query_those_are_listed_that_most_outlets_share(make: Make) -> None:
    index = make(
        {
            "a": ("2019-05-01", "The Week", f"The tide: “{SAID}.” And “{OTHER}.”"),
            "b": ("2019-05-02", "Tide Post", f"The tide: “{SAID}.” Nobody else spoke."),
            "c": ("2019-05-03", "Marram Post", f"The tide: “{SAID}.” Then: “{OTHER}.”"),
            "d": ("2019-05-04", "Ebb Post", f"No water here. “{OTHER}.”"),
        }
    )

    found = index.quotations(about="tide")

    assert [(one.outlets, [row[0] for row in rows(one)]) for one in found] == [
        (3, ["a", "b", "c"]),
        (2, ["a", "c"]),
    ]
    assert index.quotations(about="tide", limit=1)[:] == found[:1]
    assert [one.outlets for one in index.quotations(about="tide", since="2019-05-02")] == [2]


def test_the_quotations_in_a_text_are_meant_where_it_has_some(make: Make) -> None:
    index = make({"a": ("2019-05-01", "The Week", f"“{SAID}.” And “{OTHER}.”")})

    found = index.quotations(f"I read that “{SAID}” and also “{OTHER}”, and left.")

    assert [one.text for one in found] == [SAID, OTHER]


def test_a_note_says_so_where_more_articles_may_have_it_than_were_read(make: Make) -> None:
    index = make({name: ("2019-05-01", "The Week", f"“{SAID}.” {name}") for name in "abc"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quoting_articles, "MOST_READ", 2)
        found = index.quotations(SAID)

    assert [one.articles for one in found] == [2]
    (note,) = found.notes
    assert note.message == (
        "Of the articles that may have a quotation 2 were read; others may have it, too, "
        "and earlier."
    )


def test_a_quotation_that_nobody_printed_is_not_found(make: Make) -> None:
    index = make({"a": ("2019-05-01", "The Week", f"She said that {SAID}.")})

    found = index.quotations(SAID)

    assert (found[:], found.considered) == ((), 1)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"text": "the water … stands low"},
            "A quotation needs 8 words or more to be told from others, and this has 4. Give more",
        ),
        ({}, "Quotations are those of one of text, article and about. Name one of them."),
        (
            {"article": "a.md", "about": "tide"},
            "Quotations are those of one of text, article and about. Name one of them.",
        ),
        (
            {"article": "a.md", "since": "2019"},
            "since chooses among the articles of a query. Name one as about.",
        ),
        ({"text": 8}, "text is 8, an int. It must be text."),
        ({"about": "tide", "limit": -1}, "limit is -1. It must be 0 or more."),
    ],
)
def test_a_question_that_makes_no_sense_is_an_error(
    index: Index, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=f"^{re.escape(message)}"):
        index.quotations(**asked)


def test_an_article_that_is_not_there_is_an_error(index: Index) -> None:
    with pytest.raises(ArticleNotFoundError):
        index.quotations(article="nowhere.md")


def test_an_index_that_keeps_no_quotations_says_so(memorable: Path) -> None:
    with searchkit.open(memorable) as index, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ArraySegment, "hashes", lambda *_: None)
        expected = (
            f"The index in {memorable} was made by another version of searchkit: "
            "it keeps no quotations. Rebuild it."
        )

        with pytest.raises(IndexOutdatedError, match=f"^{re.escape(expected)}$"):
            index.quotations(article=KEYS["flood"])
        assert index.search("tide").total


def test_what_is_found_does_not_depend_on_how_articles_came_into_the_index(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    said = [SAID, SAID.replace("low", "lower"), f"{SAID[:50]} … {OTHER}", OTHER, f"well, {SAID}"]
    texts = {f"{n}.txt": f"Title {n}\n\n“{text}.”\n" for n, text in enumerate(said)}

    def found(index: Index) -> list[tuple[PrintedQuotation, ...]]:
        asked = [index.quotations(SAID), index.quotations(article="2.txt")]
        return [one[:] for one in (*asked, index.quotations(about="title"))]

    with searchkit.open(tmp_path / "steps", create=True) as index:
        for name, text in reversed(texts.items()):
            (corpus / name).write_text(text)
            index.update(corpus)
        for name in ("2.txt", "0.txt"):
            (corpus / name).unlink()
            index.update()
            (corpus / name).write_text(texts[name])
            index.update()
        in_steps = found(index)
    with searchkit.open(tmp_path / "once", create=True) as index:
        index.update(corpus)
        assert found(index) == in_steps
    assert [len(one.printings) for one in in_steps[0]] == [3]


def test_no_more_articles_are_read_once_time_is_up(make: Make) -> None:
    index = make({"a": ("2020-01-01", "Post", f'He said "{SAID}".')})

    with deadlines.within(0), pytest.raises(SearchTimeoutError):
        index.quotations(article="a.md")
