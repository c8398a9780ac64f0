"""What a person asks of an index: words, phrases, filters, orders and pages."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

import searchkit
from searchkit.article import Span
from searchkit.errors import (
    ArgumentError,
    QueryError,
)
from searchkit.index import Index
from searchkit.notes import Note
from searchkit.query.rankings import RANKINGS
from tests.conftest import KEYS, MakeCorpus, in_corpus, keys


def test_articles_with_some_of_the_words_are_found_and_each_tells_what_it_lacks(
    index: Index,
) -> None:
    results = index.search("spring tide")

    assert [(hit.key, hit.lacks) for hit in results] == [
        (KEYS["flood"], ()),
        (KEYS["moon"], ()),
        (KEYS["otters"], ("tide",)),
    ]
    assert (results.total, results.more, results.notes) == (2, 1, ())


def test_all_words_are_needed_where_that_is_asked(index: Index) -> None:
    results = index.search("spring tide", all_words=True)

    assert set(keys(results)) == in_corpus("flood", "moon")
    assert (results.total, results.more, results.notes) == (2, 0, ())


def test_an_order_by_date_has_the_articles_with_all_words_unless_some_are_enough(
    index: Index,
) -> None:
    every = index.search("spring tide", sort="oldest")
    some = index.search("spring tide", sort="oldest", some_words=True)

    assert (keys(every), every.total, every.more) == ([KEYS["flood"], KEYS["moon"]], 2, 1)
    assert [(hit.key, hit.lacks) for hit in some] == [
        (KEYS["flood"], ()),
        (KEYS["otters"], ("tide",)),
        (KEYS["moon"], ()),
    ]
    assert (some.total, some.more) == (3, 0)


def test_a_word_that_is_typed_twice_counts_twice_and_is_named_once(index: Index) -> None:
    once, twice = index.search("moon tide"), index.search("moon moon tide tide")
    unknown = index.search("ostrich tide ostrich")

    assert [hit.score for hit in twice] == pytest.approx([2 * (hit.score or 0) for hit in once])
    assert [hit.lacks for hit in twice] == [hit.lacks for hit in once] == [(), ("moon",)]
    assert [note.message for note in unknown.notes] == [
        "No article has the word ostrich.",
        "No article has all of: ostrich, tide. These have some.",
    ]


def test_a_word_that_is_typed_twice_is_explained_once(local_index: Index) -> None:
    explanation = local_index.explain("moon tide moon", article=KEYS["flood"])

    assert [leaf.text for leaf in explanation.leaves] == ["moon", "tide"]
    assert (explanation.total, explanation.more) == (1, 1)
    assert explanation.article
    assert explanation.article.lacks == ("moon",)


def test_all_words_and_some_words_exclude_each_other(index: Index) -> None:
    with pytest.raises(ArgumentError, match=r"^all_words and some_words exclude each other\.$"):
        index.search("tide moon", all_words=True, some_words=True)


def test_the_article_with_the_words_in_its_headline_comes_first(index: Index) -> None:
    assert keys(index.search("spring tide"))[0] == KEYS["flood"]


def test_an_article_is_found_by_another_form_of_a_word_and_that_form_is_marked(
    index: Index,
) -> None:
    (hit,) = index.search("recovers")

    assert hit.article.key == KEYS["otters"]
    assert [hit.article.title[slice(*span)] for span in hit.title_spans] == ["recovered"]
    marked = [s.text[slice(*span)] for s in hit.snippets for span in s.spans]
    assert set(marked) == {"recovered"}


def test_words_that_no_article_has_are_named(index: Index) -> None:
    results = index.search("ostrich zeppelin tide")

    assert set(keys(results)) == in_corpus("moon", "flood")
    assert results.notes == (
        Note("No article has the word ostrich.", Span(0, 7)),
        Note("No article has the word zeppelin.", Span(8, 16)),
        Note("No article has all of: ostrich, zeppelin, tide. These have some."),
    )


def test_strict_search_raises_what_otherwise_is_a_note(index: Index) -> None:
    with pytest.raises(QueryError, match=r"^Nothing follows AND\. Try: \"and\"$"):
        index.search("tide AND", strict=True)

    assert [note.message for note in index.search("tide AND").notes] == [
        "Nothing follows AND, so it was ignored."
    ]


def test_the_words_of_a_phrase_must_stand_side_by_side(index: Index) -> None:
    assert set(keys(index.search('"spring tide"'))) == in_corpus("flood", "moon")
    assert keys(index.search('"tide spring"')) == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("naive", "otters"),
        ("naïve", "otters"),
        ("O'Brien", "flood"),
        ("o’brien", "flood"),
        ("AT&T", "budget"),
        ("R&D", "budget"),
        ("C++", "budget"),
        ("U.S.", "budget"),
        ("1000", "budget"),
        ("1,000", "budget"),
        ("marées", "marée"),
    ],
)
def test_names_and_numbers_are_found_as_people_write_them(
    index: Index, query: str, name: str
) -> None:
    assert keys(index.search(query)) == [KEYS[name]]


def test_a_stem_of_one_language_finds_nothing_in_another(index: Index) -> None:
    # The French stem of "nouvelles" is "nouvel", of "news" it is "new".
    assert keys(index.search("nouvelle")) == [KEYS["marée"]]
    assert keys(index.search("ports")) == [KEYS["marée"]]


def test_furniture_is_not_searched(index: Index) -> None:
    assert keys(index.search('"read article"')) == []


def test_an_empty_query_finds_every_article_newest_first(index: Index) -> None:
    assert keys(index.search("")) == [
        KEYS[name] for name in ("moon", "otters", "flood", "marée", "budget", "bread")
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Harbour Gazette", {"flood", "otters"}),
        ("HARBOUR  gazette", {"flood", "otters"}),
        ("le courrier de l'ete", {"budget", "marée"}),
        (["Quayside Weekly", "Harbour Gazette"], {"moon", "flood", "otters"}),
        ("none", {"bread"}),
    ],
)
def test_a_source_is_told_without_regard_to_case_and_accents(
    index: Index, source: str | list[str], expected: set[str]
) -> None:
    assert set(keys(index.search("", source=source))) == in_corpus(*expected)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2020", None, {"otters", "moon"}),
        (None, "2018", {"budget", "marée"}),
        ("2019-03-20", "2019-03-20", {"flood"}),
        ("2019-03-21", "2020-11-01", set()),
        # An article dated to a month or a year passes where its period overlaps.
        ("2021-03-31", None, {"moon"}),
        ("2021-03-01", "2021-03-01", {"moon"}),
        ("2018-12-31", "2018", {"budget"}),
        ("2018-06-01", "2018-06-01", {"budget", "marée"}),
        (date(2020, 11, 2), None, {"otters", "moon"}),
    ],
)
def test_dates_filter_by_whole_periods(
    index: Index, since: str | date | None, until: str | None, expected: set[str]
) -> None:
    found = set(keys(index.search("", since=since, until=until)))

    assert found == in_corpus(*expected)


def test_undated_articles_can_be_asked_for(index: Index) -> None:
    assert keys(index.search("", undated=True)) == [KEYS["bread"]]


def test_oldest_is_newest_reversed_but_for_undated_articles(index: Index) -> None:
    newest = keys(index.search("", sort="newest"))
    oldest = keys(index.search("", sort="oldest"))

    assert newest[-1] == oldest[-1] == KEYS["bread"]
    assert newest[:-1] == oldest[:-1][::-1]


def test_pages_put_together_are_the_whole(index: Index) -> None:
    whole = index.search("")
    pages = [index.search("", limit=2, offset=offset) for offset in (0, 2, 4, 6)]

    assert [hit for page in pages for hit in page] == list(whole)
    assert [hit.rank for hit in whole] == [1, 2, 3, 4, 5, 6]
    assert {page.total for page in pages} == {6}


def test_a_limit_of_zero_counts(index: Index) -> None:
    results = index.search("spring tide", limit=0)

    assert (results.total, list(results)) == (2, [])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"limit": -1}, "limit is -1. It must be 0 or more."),
        ({"offset": -5}, "offset is -5. It must be 0 or more."),
        ({"snippets": -1}, "snippets is -1. It must be 0 or more."),
        ({"sort": "best"}, "There is no sort best. Choose one of: relevance, newest, oldest."),
    ],
)
def test_what_an_argument_cannot_be_is_an_error(
    index: Index, arguments: dict[str, object], expected: str
) -> None:
    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$"):
        index.search("tide", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "https://gazette.example/2019/quay?x=1",
        "http://www.gazette.example/2019/quay?x=1",
        "gazette.example/2019/quay?x=1",
        "https://gazette.example/2019/quay",
    ],
)
def test_an_address_finds_the_articles_in_whose_text_it_stands(
    make_corpus: MakeCorpus, tmp_path: Path, address: str
) -> None:
    corpus = make_corpus(
        {
            "a.txt": "Links\n\nIt is at https://gazette.example/2019/quay?x=1 for all to read.\n",
            "b.txt": "Others\n\nIt is at https://gazette.example/2018/ and elsewhere.\n",
        }
    )
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)

        assert keys(index.search(address)) == ["a.txt"]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("pontificate", ["pontifi-\ncate"]),
        ("pontificated lantern", ["pontifi-\ncate", "lantern"]),
        ("politik", ["Poli\u00ad\ntik"]),
        ("well-known", ["well", "known"]),
        ("well known", ["well", "known"]),
        ("wellknown", ["well-\nknown"]),
        ("known wellknown", ["well-\nknown"]),
        ("=known", ["known"]),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_found_whole_and_in_parts(
    make_corpus: MakeCorpus, tmp_path: Path, query: str, marked: list[str]
) -> None:
    text = (
        "Scan of a column\n\nThe bishop began to pontifi-\ncate about the lantern, "
        "and the Poli\u00ad\ntik of the town was well-\nknown."
    )
    with searchkit.create(tmp_path / "index") as index:
        index.update(make_corpus({"scan.txt": text}))
        (hit,) = index.search(query)
        found = index.marked(hit.article.key, query)

        assert [found.article.text[slice(*span)] for span in found.spans] == marked


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("kbs", ["KBS"]),
        ("KBS의", ["KBS", "의"]),
        ("2019", ["2019"]),
        ("201*", ["2019"]),
        ("2019년 부두", ["2019", "년", "부두"]),
        ("قایق", ["قایق", "قایق"]),
        ("قایقها", ["قایق\u200cها"]),
        ("قایق\u200cهای", ["قایق\u200cهای"]),
        ('"قایق\u200cهای کهنه"', ["قایق\u200cهای", "کهنه"]),
    ],
)
def test_words_are_found_without_what_other_scripts_and_invisible_signs_join_to_them(
    make_corpus: MakeCorpus, tmp_path: Path, query: str, marked: list[str]
) -> None:
    korean = "KBS의 배는 2019년 부두 앞에 왔다."
    persian = "قایق\u200cهای کهنه و قایق\u200cها در بندر"
    records = [{"id": text, "title": "Log", "text": text} for text in (korean, persian)]
    corpus = make_corpus({"log.jsonl": "".join(f"{json.dumps(each)}\n" for each in records)})
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)
        (hit,) = index.search(query)
        found = index.marked(hit.article.key, query)

        assert [found.article.text[slice(*span)] for span in found.spans] == marked


def test_an_article_at_an_address_stands_before_those_that_name_it(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    address = "https://gazette.example/2019/quay"
    corpus = make_corpus(
        {
            "linking.txt": f"Links\n\nSee {address} and {address} and {address}.\n",
            "own.md": f"---\ntitle: Quay\nurl: {address}\n---\nThe quay was closed.\n",
        }
    )
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)

        assert keys(index.search(address)) == ["own.md", "linking.txt"]
        assert [hit.score for hit in index.search(address)] == [None, None]
        assert [hit.score for hit in index.search(f"quay OR {address}^2")] == [None, None]
        assert all(hit.score for hit in index.search(f"quay -{address}x"))
        assert keys(index.search(f"links {address}")) == ["own.md", "linking.txt"]
        assert keys(index.search(f"links {address}", all_words=True)) == ["linking.txt"]
        assert index.search(f"quay -{address}").total == 0


def test_an_explanation_counts_what_a_search_by_the_same_ranking_finds(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"a.txt": "Socialism won.", "b.txt": "A social evening."})
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(corpus)
        found = {
            name: (index.search("socialism", ranking=name).total, explained.total)
            for name in RANKINGS
            for explained in [index.explain("socialism", ranking=name)]
        }

    assert found == {"full": (1, 1), "first": (1, 1), "bm25": (2, 2)}
