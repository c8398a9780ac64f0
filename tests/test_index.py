from __future__ import annotations

import json
import pickle
import re
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

import searchkit
from searchkit.article import UTF_8, ArticleDate, Origin, Origins, Span
from searchkit.errors import (
    ArgumentError,
    ArticleNotFoundError,
    IndexClosedError,
    QueryError,
)
from searchkit.index import Index
from searchkit.local.searching.meanings.completion import FIELDS
from searchkit.notes import Note
from searchkit.results import Completion, Results, Suggestion
from tests.conftest import KEYS, MakeCorpus


def keys(results: Results) -> list[str]:
    return [hit.article.key for hit in results]


def in_corpus(*names: str) -> set[str]:
    return {KEYS[name] for name in names}


# -- words


def test_all_words_are_needed(index: Index) -> None:
    results = index.search("spring tide")

    assert set(keys(results)) == in_corpus("flood", "moon")
    assert (results.total, results.notes) == (2, ())


def test_the_article_with_the_words_in_its_headline_comes_first(index: Index) -> None:
    assert keys(index.search("spring tide"))[0] == KEYS["flood"]


def test_an_article_is_found_by_another_form_of_a_word_and_that_form_is_marked(
    index: Index,
) -> None:
    (hit,) = index.search("recovery")

    assert hit.article.key == KEYS["otters"]
    assert [hit.article.title[slice(*span)] for span in hit.title_spans] == ["recovered"]
    marked = [s.text[slice(*span)] for s in hit.snippets for span in s.spans]
    assert set(marked) == {"recovered"}


def test_signs_and_order_change_nothing_in_what_is_quoted(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    long = "It stood by the quay in the evening, and nobody who passed it said a thing of it. "
    quoted = ["The tide was low.", "The moon rose.", "The harpsichord was out of tune."]
    corpus = make_corpus(
        {
            "all.txt": "Evening\n\n" + "\n\n".join(one + " " + 9 * long for one in quoted),
            **{f"tide{n}.txt": f"Tide {n}\n\nThe tide fell again.\n" for n in range(20)},
            "moon.txt": "Moon\n\nThe moon rose over the tide.\n",
        }
    )
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)
        found = [
            {hit.article.key: hit.snippets for hit in index.search(query, snippets=2)}["all.txt"]
            for query in (
                "moon +tide harpsichord zebra",
                "tide moon harpsichord",
                "harpsichord moon",
            )
        ]

    assert [s.text.startswith(quoted[2]) for s in found[0]] == [False, True]
    assert [s.text.startswith(quoted[1]) for s in found[0]] == [True, False]
    assert found[1:] == [found[0]] * 2


def test_where_no_article_has_all_words_those_with_some_are_returned_and_a_note_says_so(
    index: Index,
) -> None:
    results = index.search('moon dough "spring tide"')

    assert set(keys(results)) == in_corpus("moon", "bread", "flood")
    assert results.notes == (
        Note('No article has all of: moon, dough, "spring tide". These have some.'),
    )


def test_words_that_no_article_has_are_named(index: Index) -> None:
    results = index.search("ostrich zeppelin tide")

    assert set(keys(results)) == in_corpus("moon", "flood")
    assert results.notes == (
        Note("No article has the word ostrich.", Span(0, 7)),
        Note("No article has the word zeppelin.", Span(8, 16)),
        Note("No article has all of: ostrich, zeppelin, tide. These have some."),
    )


@pytest.mark.parametrize(
    ("query", "note"),
    [
        (
            'source:"Harbor Gazette"',
            Note(
                "No article has the source Harbor Gazette. Did you mean Harbour Gazette?",
                Span(7, 23),
                '"Harbour Gazette"',
            ),
        ),
        ("lang:sv", Note("No article is in the language sv. The index has: en, fr.", Span(5, 7))),
        ("author:nobody", Note("No article is by nobody.", Span(7, 13))),
        ("url:example.org", Note("No article is at the address example.org.", Span(4, 15))),
        ("url:*", Note("No article has an address.", Span(4, 5))),
        ("key:none.md", Note("No article has the key none.md.", Span(4, 11))),
        ("-key:none.md", Note("No article has the key none.md.", Span(5, 12))),
        (
            "floood",
            Note("No article has the word floood. Did you mean floods?", Span(0, 6), "floods"),
        ),
        ("zx*", Note("No word in any article matches zx*.", Span(0, 3))),
        ("title:herring", Note("No title has the word herring.", Span(6, 13))),
    ],
)
def test_words_and_values_that_no_article_has_are_named(
    index: Index, query: str, note: Note
) -> None:
    assert index.search(query).notes == (note,)


@pytest.mark.parametrize("query", ["source:none", "source:*", "lang:*", "lang:none", "date:none"])
def test_nothing_is_said_of_values_that_stand_for_none_or_any(index: Index, query: str) -> None:
    assert index.search(query).notes == ()


def test_where_no_article_has_all_words_is_decided_on_the_whole_index(index: Index) -> None:
    everywhere = index.search("otters spring")
    there = index.search("otters spring source:quayside")
    where_it_is_not = index.search('otters spring source:"Quayside Weekly"')

    assert set(keys(everywhere)) == in_corpus("otters")
    assert (there.total, where_it_is_not.total) == (0, 0)


def test_strict_search_raises_what_otherwise_is_a_note(index: Index) -> None:
    with pytest.raises(QueryError, match=r"^Nothing follows AND\. Try: \"and\"$"):
        index.search("tide AND", strict=True)

    assert [note.message for note in index.search("tide AND").notes] == [
        "Nothing follows AND, so it was ignored."
    ]


def test_the_words_of_a_phrase_must_stand_side_by_side(index: Index) -> None:
    assert set(keys(index.search('"spring tide"'))) == in_corpus("flood", "moon")
    assert keys(index.search('"tide spring"')) == []


def test_only_a_phrase_that_stands_together_is_marked(index: Index) -> None:
    (hit,) = index.search('"side of the earth"')

    marked = [s.text[slice(*span)] for s in hit.snippets for span in s.spans]

    assert marked == ["side", "of", "the", "Earth"]


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


# -- filters, order, pages


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


def test_a_source_that_no_article_has_is_named_and_a_near_one_suggested(index: Index) -> None:
    results = index.search("tide", source="Harbor Gazete")

    assert results.notes == (
        Note(
            "No article has the source Harbor Gazete. Did you mean Harbour Gazette?",
            suggestion="Harbour Gazette",
        ),
    )


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


def test_no_more_passages_of_an_article_are_quoted_than_asked_for(tmp_path: Path) -> None:
    between = "Nobody looked at the clock that hung above the door of the old customs house. " * 9
    words = ("tide", "moon", "quay", "gull")
    (tmp_path / "a.txt").write_text(between.join(f"Here stands {word}. " for word in words))
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(tmp_path)
        found = [index.search(" ".join(words), snippets=n)[0].snippets for n in range(6)]

    assert [len(snippets) for snippets in found] == [0, 1, 2, 3, 4, 4]


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


# -- articles


def test_an_article_comes_back_as_it_was_read(index: Index) -> None:
    article = index.article(KEYS["otters"])

    assert article == searchkit.Article(
        key=KEYS["otters"],
        title="Otters recovered on the Wend",
        text="Otters have recovered on every mile of the Wend, a survey has found. In the "
        "spring of 1994 there were none. The river's naïve young trout are the losers.",
        path=KEYS["otters"],
        date=ArticleDate.of_day(date(2020, 11, 2)),
        source="Harbour Gazette",
        language="en",
        origins=Origins(
            title=Origin.FIRST_LINE,
            date=Origin.PATH,
            source=Origin.PATH,
            language=Origin.DETECTED,
            encoding=UTF_8,
        ),
    )


def test_a_key_that_no_article_has_is_an_error(index: Index) -> None:
    expected = f"No article tide.txt in {index.address}. Search for it to see its key."

    with pytest.raises(ArticleNotFoundError, match=f"^{re.escape(expected)}$"):
        index.article("tide.txt")
    with pytest.raises(ArticleNotFoundError, match=f"^{re.escape(expected)}$"):
        index.marked("tide.txt", "tide")


def test_an_article_can_be_had_with_its_matches_marked(index: Index) -> None:
    marked = index.marked(KEYS["moon"], "tides")

    assert [marked.article.text[slice(*span)] for span in marked.spans] == ["tide", "tide"]
    assert (marked.query, marked.title_spans) == ("tides", ())


def test_marks_in_a_title_are_told_apart(index: Index) -> None:
    assert index.marked(KEYS["bread"], "bread").title_spans == (Span(0, 5),)


# -- counts


def test_sources_are_counted_with_their_first_and_last_date(local_index: Index) -> None:
    told = [
        (count.source, count.articles, str(count.first), str(count.last))
        for count in local_index.sources()
    ]

    assert told == [
        ("Harbour Gazette", 2, "2019-03-20", "2020-11-02"),
        ("Le Courrier de l’Été", 2, "2018", "2018-06-01T07:30:00Z"),
        ("Quayside Weekly", 1, "2021-03", "2021-03"),
        (None, 1, "None", "None"),
    ]


def test_stats_count_the_index(local_index: Index) -> None:
    stats = local_index.stats()

    assert (stats.articles, stats.dated, stats.sources, stats.segments) == (6, 5, 3, 1)
    assert (str(stats.first), str(stats.last)) == ("2018", "2021-03")
    assert sum(stats.languages.values()) == 6
    assert stats.languages["fr"] == 1
    assert stats.size > 0
    assert stats.updated is not None


# -- life


def test_a_closed_index_says_so(memorable: Path) -> None:
    index = searchkit.open(memorable)
    index.close()
    index.close()
    expected = f"The index in {memorable} is closed. Open it again to use it."
    uses: list[Callable[[], object]] = [
        lambda: index.search("tide"),
        lambda: index.article("moon.md"),
        lambda: index.marked("moon.md", "tide"),
        index.sources,
        index.stats,
        index.refresh,
        lambda: index.update(memorable),
    ]

    for use in uses:
        with pytest.raises(IndexClosedError, match=f"^{re.escape(expected)}$"):
            use()


def test_an_open_index_answers_from_its_commit_until_it_is_refreshed(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
    with searchkit.open(tmp_path / "index", create=True) as writer:
        writer.update(corpus)
        with searchkit.open(tmp_path / "index") as reader:
            make_corpus({"b.txt": "The tide falls away from the old stones."})
            writer.update(corpus)

            assert writer.search("tide").total == 2
            assert reader.search("tide").total == 1
            assert reader.refresh()
            assert reader.search("tide").total == 2
            assert not reader.refresh()


def test_many_threads_may_search_one_index(index: Index) -> None:
    queries = ["spring tide", "recovery", "naïve", "moon dough", ""]
    expected = [keys(index.search(query)) for query in queries]
    wrong: list[str] = []

    def search_all() -> None:
        for _ in range(10):
            for query, right in zip(queries, expected, strict=True):
                if keys(index.search(query)) != right:
                    wrong.append(query)

    threads = [threading.Thread(target=search_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_an_index_without_articles_finds_nothing(tmp_path: Path) -> None:
    with searchkit.open(tmp_path / "index", create=True) as index:
        assert index.search("tide").total == 0
        assert index.search("").total == 0
        assert index.sources() == ()
        assert index.stats().articles == 0
        assert index.search("?!").total == 0


def test_a_word_is_marked_by_its_forms_in_the_language_of_the_article(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    # French makes "new" of "news", and English does not.
    corpus = make_corpus(
        {
            "en.md": "---\nlang: en\n---\nThe new quay was in the news.",
            "fr.md": "---\nlang: fr\n---\nLes news du quai.",
        }
    )
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(corpus)
        (hit,) = (hit for hit in index.search("news") if hit.article.key == "en.md")
        shown = index.marked("en.md", "news")

    assert [s.text[slice(*span)] for s in hit.snippets for span in s.spans] == ["news"]
    assert [shown.article.text[slice(*span)] for span in shown.spans] == ["news"]


# -- while typing


def test_what_was_begun_is_completed_by_fields_sources_and_words(local_index: Index) -> None:
    assert local_index.complete("SP") == (
        Completion("spring", "word", 5),
        Completion("spends", "word", 1),
    )
    assert local_index.complete("t", limit=2) == (
        Completion("text:", "field"),
        Completion("title:", "field"),
        Completion("the", "word", 22),
        Completion("tide", "word", 4),
    )
    assert local_index.complete("har") == (Completion("Harbour Gazette", "source", 2),)
    assert local_index.complete("") == (
        *(Completion(f"{name}:", "field") for name in FIELDS),
        *local_index.complete("source:"),
    )


@pytest.mark.parametrize("begun", ["source:q", 'SOURCE:"Quayside  w'])
def test_after_a_field_its_values_alone_complete_a_query(local_index: Index, begun: str) -> None:
    assert local_index.complete(begun) == (Completion("Quayside Weekly", "source", 1),)


def test_languages_complete_lang_and_words_complete_title(local_index: Index) -> None:
    assert local_index.complete("lang:f") == (Completion("fr", "language", 1),)
    assert local_index.complete("title:otter") == (Completion("otters", "word", 2),)
    assert local_index.complete("date:2") == ()


def test_one_kind_of_completion_may_be_asked_for(local_index: Index) -> None:
    assert local_index.complete("q", kind="source") == (Completion("Quayside Weekly", "source", 1),)
    assert local_index.complete("", kind="word") == ()


def test_a_word_spelt_wrong_suggests_words_of_the_articles(index: Index) -> None:
    assert index.suggest("tdie") == (Suggestion("tide", 1, 4),)
    assert index.suggest("Otter", limit=1) == (Suggestion("otters", 1, 2),)
    assert index.suggest("zeppelin") == ()


@pytest.mark.parametrize("method", ["complete", "suggest"])
def test_a_limit_below_none_is_an_error(index: Index, method: str) -> None:
    with pytest.raises(ArgumentError, match=r"^limit is -1\. It must be 0 or more\.$"):
        getattr(index, method)("tide", limit=-1)


def test_an_index_is_a_collection_of_articles_by_key(local_index: Index) -> None:
    read = list(local_index)

    assert len(local_index) == len(read) == 6
    assert [article.key for article in read] == list(local_index.keys())
    assert set(local_index.keys()) == set(KEYS.values())
    assert all(key in local_index for key in KEYS.values())
    assert "none.md" not in local_index
    assert 5 not in local_index
    assert [local_index.article(key) for key in local_index.keys()] == read  # noqa: SIM118 - no dict


def test_what_was_removed_is_not_iterated_over(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus({f"{n}.txt": f"Tide {n}\n\nThe tide came.\n" for n in range(5)})
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)
        (corpus / "2.txt").unlink()
        (corpus / "5.txt").write_text("Tide 5\n\nThe tide came.\n")
        index.update(corpus)

        assert list(index.keys()) == ["0.txt", "1.txt", "3.txt", "4.txt", "5.txt"]
        assert [article.title for article in index] == [f"Tide {n}" for n in (0, 1, 3, 4, 5)]


def test_iterating_over_a_closed_index_says_so(memorable: Path) -> None:
    index = searchkit.open(memorable)
    articles = iter(index)
    next(articles)
    index.close()

    with pytest.raises(IndexClosedError):
        next(articles)


def test_an_index_tells_where_it_is_and_how_much_it_holds(memorable: Path) -> None:
    index = searchkit.open(memorable)

    assert repr(index) == f"Index('{memorable}', 6 articles)"
    index.close()
    assert repr(index) == f"Index('{memorable}', closed)"


def test_an_index_cannot_be_pickled_and_says_what_to_do(index: Index) -> None:
    message = (
        "An Index cannot be pickled, because it has files open. Open it again where it is needed: "
        f"searchkit.open('{index.address}')"
    )

    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        pickle.dumps(index)


# -- names of files, and addresses


def test_a_file_is_found_by_its_name_however_the_accents_are_encoded(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    parted = normalize("NFD", "Été/ñandú.txt")
    corpus = make_corpus({parted: "Rhea\n\nThe rhea ran.\n"})
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)

        for name in ("Été/ñandú.txt", parted, normalize("NFD", "Été") + "/ñandú.txt"):
            assert index.article(name).title == "Rhea"
            assert keys(index.search(f"key:{name}")) == [parted]
        assert index.key_of("ñandú.txt") == parted
        assert index.search("key:Été/ñandu.txt").total == 0


def test_files_whose_names_differ_by_the_encoding_alone_stay_two(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    composed, parted = "café.txt", normalize("NFD", "café.txt")
    corpus = make_corpus({composed: "Heron\n\nIt ran.\n", parted: "Egret\n\nIt ran.\n"})
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)

        assert [index.article(name).title for name in (composed, parted)] == ["Heron", "Egret"]
        assert [index.search(f"key:{name}").total for name in (composed, parted)] == [1, 1]


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


def test_no_hit_repeats_its_headline_or_what_a_hit_above_it_shows(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    report = "The tide rose at noon. Nobody on the long quay was hurt."
    records = [
        {"id": "a", "title": "Tide over the wall", "text": f"TIDE OVER THE WALL\n\n{report}"},
        {"id": "b", "title": "High water", "text": f"{report}\n\nAt six, the tide fell."},
        {"id": "c", "title": "Flood", "text": report.replace("T", "t")},
    ]
    corpus = make_corpus({"news.jsonl": "".join(f"{json.dumps(each)}\n" for each in records)})
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(corpus)
        shown = [[snippet.text for snippet in hit.snippets] for hit in index.search("tide")]

    assert shown == [["The tide rose at noon."], ["At six, the tide fell."], []]


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
        assert keys(index.search(f"links {address}")) == ["linking.txt"]
        assert index.search(f"quay -{address}").total == 0
