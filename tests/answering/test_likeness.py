"""Articles that are like one, the same for every engine."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

import searchkit
from searchkit.errors import ArgumentError, ArticleNotFoundError
from searchkit.index import Index
from tests.conftest import ENGINES, KEYS, MakeCorpus, in_memory, kept_in, keys

STORY = [
    ("a", "The ferry strike", "The ferry crews of Wend struck for wages on the quay."),
    ("b", "Ferry crews strike on", "The crews of the Wend ferry ask for wages. The quay is empty."),
    ("c", "Wages agreed", "The strike at the quay of Wend has ended; ferry crews have wages."),
    ("d", "Bread", "A loaf wants time, and so does dough."),
]


def corpus_of(make_corpus: MakeCorpus, more: dict[str, str] | None = None) -> Path:
    records = [
        {"id": key, "title": title, "text": text, "date": f"2019-03-{day:02}", "source": "Tern"}
        for day, (key, title, text) in enumerate(STORY, start=1)
    ]
    return make_corpus({"s.jsonl": "\n".join(map(json.dumps, records)), **(more or {})})


@pytest.fixture(params=ENGINES)
def story(request: pytest.FixtureRequest, make_corpus: MakeCorpus, tmp_path: Path) -> str:
    """The address of some articles of which three are of one story."""
    directory = tmp_path / "index"
    searchkit.update(directory, corpus_of(make_corpus))
    return kept_in(request.param, directory)


def test_articles_that_share_what_tells_most_are_found_without_the_article_itself(
    story: str,
) -> None:
    with searchkit.open(story) as index:
        found = index.similar("s.jsonl#a")

    assert sorted(keys(found)) == ["s.jsonl#b", "s.jsonl#c"]
    assert (found.total, found.more, found.query, found.notes) == (2, 0, "", ())
    assert found.article.key == "s.jsonl#a"
    scores = [hit.score or 0 for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_each_hit_names_the_words_that_it_shares_as_the_article_has_them(story: str) -> None:
    with searchkit.open(story) as index:
        found = index.similar("s.jsonl#a")
        words = [term.word for term in found.terms]

        for hit in found:
            assert set(hit.shared) == {"crews", "ferry", "quay", "strike", "wages", "wend"}
            assert list(hit.shared) == [word for word in words if word in hit.shared]
    assert all(term.articles == 3 for term in found.terms)
    assert sum(term.share for term in found.terms) == pytest.approx(1)


def test_pages_orders_and_filters_are_those_of_a_search(story: str) -> None:
    with searchkit.open(story) as index:
        oldest = index.similar("s.jsonl#b", sort="oldest")
        second = index.similar("s.jsonl#b", sort="oldest", limit=1, offset=1)
        later = index.similar("s.jsonl#b", since="2019-03-02", until="2019-03-31")
        counted = index.similar("s.jsonl#b", limit=0)
        none = index.similar("s.jsonl#b", source="none")

    assert keys(oldest) == ["s.jsonl#a", "s.jsonl#c"]
    assert [(hit.rank, hit.key, hit.score) for hit in second] == [(2, "s.jsonl#c", None)]
    assert (keys(later), later.total) == (["s.jsonl#c"], 1)
    assert (counted.hits, counted.total) == ((), 2)
    assert none.total == 0


def test_where_nothing_passes_the_filters_a_note_says_what_would_without_them(story: str) -> None:
    with searchkit.open(story) as index:
        found = index.similar("s.jsonl#a", since="2030")

    assert [note.message for note in found.notes] == [
        "Without the date filter there are 2 articles."
    ]


def test_an_outlet_that_no_article_has_is_noted(story: str) -> None:
    with searchkit.open(story) as index:
        found = index.similar("s.jsonl#a", source="Nobody")

    assert found.notes[0].message == "No article has the source Nobody."


def test_an_article_whose_words_are_in_no_other_is_like_nothing(story: str) -> None:
    with searchkit.open(story) as index:
        found = index.similar("s.jsonl#d")

    assert (found.total, found.terms) == (0, ())
    assert [note.message for note in found.notes] == [
        (
            "Nothing is like it: fewer than 3 of its words are in other articles, "
            "very common words aside."
        )
    ]


def test_articles_about_something_else_change_nothing_but_how_rare_words_are(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    directory = tmp_path / "index"
    searchkit.update(directory, corpus_of(make_corpus))
    with searchkit.open(directory) as index:
        before = index.similar("s.jsonl#a")
        index.update(corpus_of(make_corpus, {"x.txt": "Dough\n\nDough that has risen overnight."}))
        after = index.similar("s.jsonl#a")

    assert keys(after) == keys(before)
    assert [hit.shared for hit in after] == [hit.shared for hit in before]
    assert [term.articles for term in after.terms] == [term.articles for term in before.terms]
    assert all((b.score or 0) > (a.score or 0) for a, b in zip(before, after, strict=True))


def test_undated_articles_are_counted_where_dates_are_asked_for(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    undated = {"u.txt": "Ferry crews\n\nThe ferry crews of Wend want wages."}
    searchkit.update(tmp_path / "index", corpus_of(make_corpus, undated))
    with searchkit.open(tmp_path / "index") as index:
        found = index.similar("s.jsonl#a", since="2019")

    assert found.total == 2
    assert [(note.message, note.argument) for note in found.notes] == [
        ("1 more has no date.", "undated")
    ]


def test_the_article_must_be_there_and_arguments_right(index: Index) -> None:
    with pytest.raises(ArticleNotFoundError, match="No article nothing"):
        index.similar("nothing")
    with pytest.raises(ArgumentError, match="limit"):
        index.similar(KEYS["moon"], limit=-1)
    with pytest.raises(ArgumentError, match="There is no sort best"):
        index.similar(KEYS["moon"], sort="best")  # type: ignore[arg-type]


def test_what_is_alike_can_be_pickled(story: str) -> None:
    with searchkit.open(story) as index:
        found = index.similar("s.jsonl#a")

        assert pickle.loads(pickle.dumps(found)) == found
        assert repr(found) == "SimilarArticles('s.jsonl#a', 2 of 2)"


REPORT = (
    "The harbour board of Wend met on Friday and agreed to raise the fees of the ferry for the "
    "first time in nine years, since the old quay has to be rebuilt before the winter storms. The "
    "chair said that nobody liked it, that crews had been asked, and that no other way was left "
    "for a board without a reserve. Traders on the market square were told by letter, and most of "
    "them sent theirs back unread. The fees apply from May to September, to cars and to lorries."
)


ANSWER = (
    "Ferry crews have answered the harbour board. On the market square of Wend they read the "
    "letter aloud, fees and all, and asked why a quay that was old nine years ago had no reserve "
    "by now. Traders clapped. Lorries, said one of the crews, would go round by the bridge from "
    "May on, and the storms of September would find the board with a new quay and nobody on it. "
    "It was unread that the letter went back, with a drawing of a chair in the winter sea."
)


@pytest.fixture(params=["directory", "memory"])
def reprinted(request: pytest.FixtureRequest, make_corpus: MakeCorpus, tmp_path: Path) -> str:
    """The address of a report that two outlets have, and another that two others have."""
    texts = {"a": REPORT, "b": REPORT, "c": ANSWER}
    texts["d"] = texts["c"]
    records = [
        {"id": name, "title": "Fees", "text": text, "source": name, "date": f"2019-03-0{day}"}
        for day, (name, text) in enumerate(texts.items(), start=1)
    ]
    corpus = make_corpus({"s.jsonl": "\n".join(map(json.dumps, records))})
    directory = tmp_path / "index"
    searchkit.update(directory, corpus)
    return str(directory) if request.param == "directory" else in_memory(directory)


def test_copies_of_the_article_are_left_out_and_others_are_one_hit(reprinted: str) -> None:
    with searchkit.open(reprinted) as index:
        found = index.similar("s.jsonl#b")
        apart = index.similar("s.jsonl#b", fold=False)

    assert keys(found) == ["s.jsonl#c"]
    assert [[copy.key for copy in hit.copies] for hit in found] == [["s.jsonl#d"]]
    assert (found.total, found.groups) == (2, 1)
    assert (sorted(keys(apart)), apart.total, apart.groups) == (
        ["s.jsonl#c", "s.jsonl#d"],
        2,
        None,
    )
    assert all(hit.copies == () for hit in apart)


def test_a_story_has_each_text_once(reprinted: str) -> None:
    with searchkit.open(reprinted) as index:
        story, apart = index.story("s.jsonl#a"), index.story("s.jsonl#a", fold=False)

    assert (keys(story), story.total) == (["s.jsonl#c"], 1)
    assert (keys(apart), apart.total) == (["s.jsonl#c", "s.jsonl#d"], 2)
