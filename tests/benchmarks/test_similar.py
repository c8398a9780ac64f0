from __future__ import annotations

import json
from pathlib import Path

import pytest

import searchkit
from benchmarks.similar import Judged, precision, read_judged, similar

LABELS = "id\tsimilar ids\na\tb c\nd\t\n"
MORE = "id\tother\tsimilar\na\td\t0\nd\te\t1\nx\ty\t1\n"

STORY = "The ferry crews of Wend struck for wages on the quay"


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    (tmp_path / "similar.tsv").write_text(LABELS)
    (tmp_path / "more.tsv").write_text(MORE)
    return read_judged(tmp_path / "similar.tsv", tmp_path / "more.tsv")


def test_more_pairs_are_added_to_the_articles_that_are_asked_about(judged: Judged) -> None:
    assert judged.alike == {"a": {"b", "c"}, "d": {"e"}}
    assert judged.others == {"a": {"d"}, "d": frozenset()}


def test_what_nobody_judged_counts_as_unlike_and_is_told(judged: Judged) -> None:
    found = {"a": ["b", "d", "z", "y", "x", "c"], "d": ["e"]}

    assert precision(judged, found.__getitem__).alike == 2 / 10
    assert precision(judged, found.__getitem__).judged == 3 / 10


def test_words_and_signatures_are_measured_side_by_side(judged: Judged, tmp_path: Path) -> None:
    words = STORY.split()
    # In another order they are no copies, which would be folded.
    alike = {"b": " ".join(words[::-1]), "c": " ".join(words[1::2] + words[::2])}
    texts = {"a": STORY, **alike, "d": "A loaf wants time", "e": "A loaf is bread"}
    records = [{"id": name, "title": name, "text": f"{text}. " * 9} for name, text in texts.items()]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.json").write_text(json.dumps(records))
    searchkit.update(tmp_path / "index", tmp_path / "corpus")

    with searchkit.open(tmp_path / "index") as index:
        lines = similar(index, judged, judged, articles=3, seed=0)

    assert lines[0] == "2 articles of 5; the first 5 of each."
    assert lines[4:6] == [
        "| 32 words, weighted | 0.200 | 0.200 | 0.200 |",
        "| signatures | 0.300 | 0.400 | 0.300 |",
    ]
    assert lines[7] == "Ten hits for each of 3 articles drawn at random, p50 and p95, ms:"
    assert [line.split(" | ")[0] for line in lines[-2:]] == ["| first", "| again"]


def test_the_pairs_in_the_repository_are_judged_one_way_or_the_other() -> None:
    path = Path(__file__).parents[2] / "benchmarks" / "similar.tsv"
    rows = [line.split("\t") for line in path.read_text().splitlines()[1:]]

    assert {verdict for _, _, verdict in rows} == {"0", "1"}
    assert len({(name, other) for name, other, _ in rows}) == len(rows)
