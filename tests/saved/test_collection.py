"""Searches saved, listed, forgotten and carried to another index."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import searchkit
from searchkit.addresses import engine_at
from searchkit.errors import (
    ArgumentError,
    DateError,
    QueryError,
    SavedSearchError,
    SavedSearchesDamagedError,
    SavedSearchExistsError,
)
from searchkit.index import Index
from tests.conftest import KEYS, MakeCorpus, in_corpus, keys


def test_a_search_is_saved_as_it_was_typed(own_index: Index) -> None:
    saved = own_index.save_search(
        "Tides", "spring tide", source="harbour gazette", since="30 years ago", timezone="UTC"
    )

    assert own_index.saved == (saved,)
    assert (saved.name, saved.query, saved.source, saved.since, saved.until) == (
        "Tides", "spring tide", ("harbour gazette",), "30 years ago", None
    )  # fmt: skip
    assert datetime.now(UTC) >= saved.saved


def test_days_and_moments_are_saved_as_text(own_index: Index) -> None:
    saved = own_index.save_search(
        "tides", since=date(2019, 3, 1), until=datetime(2019, 4, 1, 8, tzinfo=UTC)
    )

    assert (saved.since, saved.until) == ("2019-03-01", "2019-04-01T08:00:00+00:00")
    assert keys(own_index.search("@tides")) == keys(own_index.search("date:2019-03"))


def test_a_saved_search_finds_what_its_query_and_filters_find(own_index: Index) -> None:
    own_index.save_search("tides", "spring tide", since="2019", source=["harbour gazette"])

    found = own_index.search("@tides")
    typed = own_index.search("spring tide", since="2019", source="harbour gazette")

    assert [(hit.key, hit.score, hit.lacks, hit.snippets) for hit in found] == [
        (hit.key, hit.score, hit.lacks, hit.snippets) for hit in typed
    ]
    assert (found.total, found.more) == (typed.total, typed.more)


def test_a_saved_search_may_be_a_part_of_a_query_and_of_another(own_index: Index) -> None:
    own_index.save_search("tides", "tide")
    own_index.save_search("gazette", source="harbour gazette")
    own_index.save_search("both", "@tides @gazette")

    assert set(keys(own_index.search("@both"))) == in_corpus("flood")
    assert set(keys(own_index.search("@tides -@gazette"))) == in_corpus("moon")


def test_the_words_of_a_saved_search_are_marked(own_index: Index) -> None:
    own_index.save_search("tides", "tide")

    assert own_index.marked(KEYS["flood"], "@tides").spans


def test_a_search_of_a_name_that_is_taken_is_saved_only_where_that_is_asked(
    own_index: Index,
) -> None:
    own_index.save_search("tides", "tide")

    with pytest.raises(SavedSearchExistsError) as caught:
        own_index.save_search("TIDES", "moon")
    own_index.save_search("TIDES", "moon", replace=True)

    assert str(caught.value) == "There is a saved search tides already. Replace it."
    assert [(one.name, one.query) for one in own_index.saved] == [("TIDES", "moon")]


def test_a_search_that_is_forgotten_is_there_no_more(own_index: Index) -> None:
    own_index.save_search("tides", "tide")
    own_index.save_search("moon", "moon")

    assert own_index.forget_search("Tides").name == "tides"
    assert [one.name for one in own_index.saved] == ["moon"]
    with pytest.raises(SavedSearchError) as caught:
        own_index.forget_search("mon")
    assert str(caught.value) == "There is no saved search mon. Did you mean moon?"


def test_without_saved_searches_that_is_said(own_index: Index) -> None:
    with pytest.raises(SavedSearchError) as caught:
        own_index.forget_search("tides")

    assert str(caught.value) == "There is no saved search tides. No search is saved."


def test_a_search_that_another_one_names_is_not_forgotten(own_index: Index) -> None:
    own_index.save_search("tides", "tide")
    own_index.save_search("all", "@tides moon")

    with pytest.raises(SavedSearchError) as caught:
        own_index.forget_search("tides")

    assert str(caught.value) == "The saved search tides is named by all. Change that first."


def test_saved_searches_never_name_each_other_in_a_circle(own_index: Index) -> None:
    own_index.save_search("a", "tide @b")  # which names nothing yet
    own_index.save_search("c", "@a")

    with pytest.raises(SavedSearchError) as caught:
        own_index.save_search("b", "moon OR (wind -@c)")
    with pytest.raises(SavedSearchError) as of_itself:
        own_index.save_search("self", "@SELF")

    assert str(caught.value) == (
        "Saved searches name each other in a circle: @a names @b names @c names @a. "
        "Take one of these out."
    )
    assert str(of_itself.value) == (
        "Saved searches name each other in a circle: @self names @self. Take one of these out."
    )
    assert [one.name for one in own_index.saved] == ["a", "c"]


def test_few_saved_searches_may_name_one_another_in_a_row(own_index: Index) -> None:
    own_index.save_search("n0", "tide")
    for number in range(1, 32):
        own_index.save_search(f"n{number}", f"@n{number - 1}")

    with pytest.raises(SavedSearchError) as caught:
        own_index.save_search("n32", "@n31")

    assert str(caught.value) == "More than 32 saved searches name one another, from @n32 on."
    assert own_index.search("@n31").total == 2


def test_what_cannot_be_searched_is_not_saved(own_index: Index) -> None:
    for name, wrong in (
        ("a b", {}),
        ("tides", {"since": "2018-13"}),
        ("tides", {"timezone": "Mars"}),
        ("tides", {"wait": -1}),
    ):
        with pytest.raises(ArgumentError):
            own_index.save_search(name, "tide", **wrong)
    with pytest.raises(QueryError):
        own_index.save_search("tides", "tide AND", strict=True)

    assert own_index.saved == ()


def test_the_error_of_a_strict_reading_says_in_which_saved_search_it_is(own_index: Index) -> None:
    own_index.save_search("tides", "tide AND")

    with pytest.raises(QueryError) as caught:
        own_index.search("moon @tides", strict=True)

    assert str(caught.value) == ('In the saved search tides: Nothing follows AND. Try: "and"')
    assert (caught.value.query, caught.value.position) == ("tide AND", 5)


def test_searches_are_carried_to_another_index(own_index: Index, tmp_path: Path) -> None:
    own_index.save_search("tides", "tide", since="past 30 days")
    own_index.save_search("all", "@tides OR moon")
    with searchkit.open(tmp_path / "other", create=True) as other:
        other.save_search("moon", "moon")

        added = other.import_searches(own_index.export_searches())
        again = other.import_searches(own_index.export_searches())

        assert added == own_index.saved
        assert again == ()
        assert [one.name for one in other.saved] == ["all", "moon", "tides"]


def test_another_search_of_the_same_name_is_not_replaced_unasked(
    own_index: Index, tmp_path: Path
) -> None:
    own_index.save_search("tides", "tide")
    own_index.save_search("moon", "moon")
    with searchkit.open(tmp_path / "other", create=True) as other:
        other.save_search("tides", "ebb")

        with pytest.raises(SavedSearchExistsError) as caught:
            other.import_searches(own_index.export_searches())
        assert [one.query for one in other.saved] == ["ebb"]

        other.import_searches(own_index.export_searches(), replace=True)
        assert [one.query for one in other.saved] == ["moon", "tide"]

    assert caught.value.names == ("tides",)


def test_a_file_of_searches_that_cannot_be_read_changes_nothing(own_index: Index) -> None:
    with pytest.raises(ArgumentError) as caught:
        own_index.import_searches('{"version": 9}')
    with pytest.raises(SavedSearchError) as of_a_date:
        own_index.import_searches(
            '{"version": 1, "searches": [{"name": "a", "query": "", "since": "2018-13"}]}'
        )

    assert str(caught.value) == (
        "The file of saved searches cannot be read: a newer searchkit wrote them (layout 9, and "
        "this one knows 1). Nothing was changed."
    )
    assert str(of_a_date.value) == (
        "The saved search a cannot be used: since 2018-13: there is no month 13. "
        "Write a date such as 2018, 2018-03-14, yesterday or past 3 days."
    )
    assert isinstance(of_a_date.value.__cause__, ArgumentError | DateError)
    assert own_index.saved == ()


def test_damaged_searches_are_an_error_of_one_line_and_left_alone(own_index: Index) -> None:
    own_index.save_search("tides", "tide")
    memos = engine_at(own_index.address).memos
    damaged = (memos.read("searches.json") or b"")[:-5]
    memos.replace("searches.json", damaged, instead_of=memos.read("searches.json"))

    for use in (
        lambda: own_index.saved,
        lambda: own_index.search("@tides"),
        lambda: own_index.save_search("moon", "moon"),
        lambda: own_index.forget_search("tides"),
    ):
        with pytest.raises(SavedSearchesDamagedError) as caught:
            use()

    assert str(caught.value) == (
        f"The saved searches of the index in {own_index.address} cannot be read: in searches.json, "
        "it is not JSON at line 15, column 2: Expecting ',' delimiter. Nothing was changed."
    )
    assert memos.read("searches.json") == damaged
    assert own_index.search("tide").total == 2


def test_searches_are_kept_by_a_rebuild_and_a_repair(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    searchkit.update(tmp_path / "index", make_corpus({"a.txt": "The tide turned."}))
    with searchkit.open(tmp_path / "index") as index:
        saved = index.save_search("tides", "tide")

    searchkit.update(tmp_path / "index", rebuild=True)
    for segment in (tmp_path / "index").glob("*.toc"):
        segment.unlink()
    searchkit.repair(tmp_path / "index")

    with searchkit.open(tmp_path / "index") as index:
        assert index.saved == (saved,)
        assert index.search("@tides").total == 1


def test_a_check_says_what_is_wrong_with_saved_searches(copy: Path) -> None:
    with searchkit.open(copy) as index:
        saved = index.save_search("tides", "tide")
    assert searchkit.check(copy, deep=True).faults == ()
    folder = copy / "saved-searches"

    (folder / f"{saved.id}.saved.seen").write_bytes(b"searchkit seen 1\n")
    (folder / "searches.json").write_text('{"version": 1}')
    faults = searchkit.check(copy).faults

    assert faults == (
        (
            "the saved searches cannot be read: in searches.json, it has no list of searches; "
            "mend or remove the file"
        ),
        f"the bookmark {saved.id}.saved.seen is damaged, so what its search finds is new once more",
    )


def test_a_check_finds_searches_that_somebody_made_name_each_other(copy: Path) -> None:
    (copy / "saved-searches").mkdir()
    (copy / "saved-searches/searches.json").write_text(
        '{"version": 1, "searches": [{"name": "a", "query": "@b"}, {"name": "b", "query": "@a"}]}'
    )

    assert searchkit.check(copy).faults == (
        (
            "a saved search cannot be used: Saved searches name each other in a circle: "
            "@a names @b names @a. Take one of these out."
        ),
    )
    with searchkit.open(copy) as index, pytest.raises(SavedSearchError):
        index.search("@a")
