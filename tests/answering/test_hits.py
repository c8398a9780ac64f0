"""The articles that were found, quoted: which passages, and what is marked in them."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import searchkit
from searchkit.index import Index
from tests.conftest import MakeCorpus


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


def test_only_a_phrase_that_stands_together_is_marked(index: Index) -> None:
    (hit,) = index.search('"side of the earth"')

    marked = [s.text[slice(*span)] for s in hit.snippets for span in s.spans]

    assert marked == ["side", "of", "the", "Earth"]


def test_no_more_passages_of_an_article_are_quoted_than_asked_for(tmp_path: Path) -> None:
    between = "Nobody looked at the clock that hung above the door of the old customs house. " * 9
    words = ("tide", "moon", "quay", "gull")
    (tmp_path / "a.txt").write_text(between.join(f"Here stands {word}. " for word in words))
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(tmp_path)
        found = [index.search(" ".join(words), snippets=n)[0].snippets for n in range(6)]

    assert [len(snippets) for snippets in found] == [0, 1, 2, 3, 4, 4]


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


def test_an_acronym_that_adds_to_a_score_is_marked_and_the_common_word_is_not(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    text = "Those who give less. Funding of the WHO was cut."
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(make_corpus({"a.json": f'{{"title": "Less", "text": "{text}"}}'}))
        snippet = index.search("who funding")[0].snippets[0]
        marked = index.marked("a.json", "who funding")

    assert [snippet.text[start:end] for start, end in snippet.spans] == ["Funding", "WHO"]
    assert [text[start:end] for start, end in marked.spans] == ["Funding", "WHO"]


def test_a_hit_reads_its_copies_when_they_are_asked_for(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    text = " ".join(f"The tide turned {n} boats of the harbour at noon." for n in range(40))
    corpus = make_corpus({f"{name}.txt": f"Tide\n\n{text}\n" for name in ("a", "b", "c")})
    with searchkit.create(tmp_path / "index") as index:
        index.update(corpus)
        found = [index.search("tide", fold=True, snippets=n) for n in (0, 3, 3)]

    assert [[hit.key for hit in results] for results in found] == [["a.txt"]] * 3
    copies = [[copy.key for copy in results[0].copies] for results in found]
    assert copies == [["b.txt", "c.txt"]] * 3
    assert pickle.loads(pickle.dumps(found[0][0])) == found[0][0]
    assert found[1][0] == found[2][0]
