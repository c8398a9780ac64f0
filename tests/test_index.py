"""The index that people hold: its verbs, and from when to when it can be used."""

from __future__ import annotations

import pickle
import re
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import searchkit
from searchkit.article import UTF_8, ArticleDate, Origin, Origins, Span
from searchkit.errors import (
    ArgumentError,
    ArticleNotFoundError,
    IndexClosedError,
)
from searchkit.index import Index
from searchkit.query.completing import FIELDS
from searchkit.results import Completion, Suggestion
from tests.conftest import KEYS, MakeCorpus, keys


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


def test_sources_are_counted_with_their_first_and_last_date(local_index: Index) -> None:
    counted = [
        (count.source, count.articles, str(count.first), str(count.last))
        for count in local_index.sources()
    ]

    assert counted == [
        ("Harbour Gazette", 2, "2019-03-20", "2020-11-02"),
        ("Le Courrier de l’Été", 2, "2018", "2018-06-01T09:30:00+02:00"),
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


def test_a_closed_index_says_so(memorable: Path) -> None:
    index = searchkit.open(memorable)
    index.close()
    index.close()
    expected = f"The index in {memorable} is closed. Open it again to use it."
    uses: list[Callable[[], object]] = [
        lambda: index.search("tide"),
        lambda: index.article("moon.md"),
        lambda: index.marked("moon.md", "tide"),
        lambda: index.survey("tide"),
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
