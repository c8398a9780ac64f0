from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit.errors import CorpusEmptyError, CorpusNotFoundError
from searchkit.index import Index
from searchkit.progress import Phase, Progress
from searchkit.results import UpdateReport
from tests.conftest import MEMORABLE, MakeCorpus

OLD = 1_500_000_000_000_000_000  # nanoseconds since 1970: long settled


def counts(report: UpdateReport) -> tuple[int, int, int, int]:
    return report.added, report.replaced, report.removed, report.unchanged


def settle(folder: Path) -> None:
    """Date all files of a folder long ago, as a corpus that lies still."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(OLD, OLD))


def everything(index: Index) -> dict[str, str]:
    return {hit.article.key: hit.article.text for hit in index.search("", limit=1000)}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with searchkit.open(tmp_path / "index", create=True) as opened:
        yield opened


@pytest.fixture
def corpus(make_corpus: MakeCorpus) -> Path:
    folder = make_corpus(MEMORABLE)
    settle(folder)
    return folder


def test_the_first_update_adds_every_article(index: Index, corpus: Path) -> None:
    assert counts(index.update(corpus)) == (6, 0, 0, 0)
    assert len(everything(index)) == 6


def test_an_update_with_nothing_to_do_does_nothing(index: Index, corpus: Path) -> None:
    index.update(corpus)
    before = sorted((p.name, p.stat().st_mtime_ns) for p in Path(index.address).iterdir())

    report = index.update(corpus)

    assert counts(report) == (0, 0, 0, 6)
    assert before == sorted((p.name, p.stat().st_mtime_ns) for p in Path(index.address).iterdir())


def test_a_changed_an_added_and_a_removed_file_are_in_and_out_after_one_update(
    index: Index, corpus: Path
) -> None:
    index.update(corpus)
    (corpus / "moon.md").write_text("A zeppelin crossed the bay at noon.")
    (corpus / "new.txt").write_text("An ostrich ran along the quay.")
    (corpus / "undated.txt").unlink()

    report = index.update(corpus)

    assert counts(report) == (1, 1, 1, 4)
    assert [hit.article.key for hit in index.search("zeppelin")] == ["moon.md"]
    assert [hit.article.key for hit in index.search("ostrich")] == ["new.txt"]
    assert index.search("dough").total == 0
    assert index.search("moon pulls", source="Quayside Weekly").total == 0


def test_only_the_records_that_changed_in_a_container_are_replaced(
    index: Index, make_corpus: MakeCorpus
) -> None:
    lines = ['{"id": "a", "text": "One tide."}', '{"id": "b", "text": "Two tides."}']
    corpus = make_corpus({"wire.jsonl": "\n".join(lines)})
    index.update(corpus)
    lines[1:] = ['{"id": "b", "text": "Two moons."}', '{"id": "c", "text": "Three."}']
    make_corpus({"wire.jsonl": "\n".join(lines)})

    assert counts(index.update(corpus)) == (1, 1, 0, 1)
    make_corpus({"wire.jsonl": lines[2]})
    assert counts(index.update(corpus)) == (0, 0, 2, 1)
    assert everything(index) == {"wire.jsonl#c": "Three."}


def test_touching_files_writes_nothing(index: Index, corpus: Path) -> None:
    index.update(corpus)
    generation = sorted(p.name for p in Path(index.address).glob("manifest-*"))
    for path in corpus.rglob("*.txt"):
        os.utime(path, ns=(OLD + 1, OLD + 1))

    assert counts(index.update(corpus)) == (0, 0, 0, 6)
    assert generation == sorted(p.name for p in Path(index.address).glob("manifest-*"))


def test_lost_records_cost_reading_and_nothing_else(index: Index, corpus: Path) -> None:
    index.update(corpus)
    (Path(index.address) / "files.json").unlink()
    (corpus / "undated.txt").unlink()

    assert counts(index.update(corpus)) == (0, 0, 1, 5)
    assert counts(index.update(corpus)) == (0, 0, 0, 5)


def test_a_change_within_the_same_moment_and_of_the_same_size_is_noticed(
    index: Index, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus({"a.txt": "One tide."})
    now = time.time_ns() // 10**9 * 10**9  # as file systems have it that keep seconds
    os.utime(corpus / "a.txt", ns=(now, now))
    index.update(corpus)
    make_corpus({"a.txt": "Two moon."})
    os.utime(corpus / "a.txt", ns=(now, now))

    assert counts(index.update(corpus)) == (0, 1, 0, 0)
    assert everything(index) == {"a.txt": "Two moon."}


def test_articles_of_a_file_that_can_no_longer_be_read_stay(
    index: Index, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus({"a.json": '{"text": "One tide."}', "b.txt": "Two tides."})
    index.update(corpus)
    make_corpus({"a.json": '{"text": "One ti'})

    report = index.update(corpus)

    assert counts(report) == (0, 0, 0, 2)
    assert [problem.path for problem in report.problems] == ["a.json"]
    assert everything(index) == {"a.json": "One tide.", "b.txt": "Two tides."}
    (corpus / "a.json").unlink()
    assert counts(index.update(corpus)) == (0, 0, 1, 1)


def test_a_dry_run_says_what_an_update_would_do_and_writes_nothing(
    index: Index, corpus: Path
) -> None:
    dry = index.update(corpus, dry_run=True)

    assert dry.dry_run
    assert everything(index) == {}
    assert counts(dry) == counts(index.update(corpus))
    (corpus / "moon.md").write_text("A zeppelin crossed the bay at noon.")
    (corpus / "undated.txt").unlink()
    dry = index.update(corpus, dry_run=True)
    assert len(everything(index)) == 6
    assert counts(dry) == counts(index.update(corpus)) == (0, 1, 1, 4)


def test_a_rebuild_writes_every_article_anew(index: Index, corpus: Path) -> None:
    index.update(corpus)
    before = everything(index)

    assert counts(index.update(corpus, rebuild=True)) == (6, 0, 0, 0)
    assert everything(index) == before


def test_progress_is_told_in_bytes_up_to_all_of_them(index: Index, corpus: Path) -> None:
    seen: list[Progress] = []

    index.update(corpus, progress=seen.append)

    size = sum(path.stat().st_size for path in corpus.rglob("*") if path.is_file())
    steps = [(step.articles, step.done) for step in seen if step.phase == "reading"]
    assert steps[-1] == (6, size)
    assert steps == sorted(steps)
    assert {step.total for step in seen if step.phase == "reading"} == {size}
    ended = seen.index(Progress(phase=Phase.READING, articles=6, done=size, total=size))
    assert {*seen[ended + 1 :]} == {Progress(phase=Phase.WRITING, articles=6)}


def test_an_update_that_is_interrupted_leaves_the_index_as_it_was(
    index: Index, corpus: Path
) -> None:
    index.update(corpus)
    before = everything(index)
    for number in range(3):
        (corpus / f"new{number}.txt").write_text("An ostrich ran along the quay.")

    def interrupt(progress: Progress) -> None:
        del progress
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.update(corpus, progress=interrupt)
    assert everything(index) == before
    assert counts(index.update(corpus)) == (3, 0, 0, 6)


def test_what_was_passed_over_is_counted(index: Index, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus({"a.txt": "One tide.", "b.png": "?", "c.png": "?", "d": "?"})

    report = index.update(corpus)

    assert dict(report.skipped) == {".png": 2, "no suffix": 1}
    assert report.files == 1


def test_no_such_folder_is_an_error(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "nowhere"
    expected = f'There is no folder "{path}". Name the folder that holds the articles.'

    with pytest.raises(CorpusNotFoundError, match=f"^{re.escape(expected)}$"):
        index.update(path)


def test_a_file_is_no_corpus(index: Index, make_corpus: MakeCorpus) -> None:
    path = make_corpus({"a.txt": "One tide."}) / "a.txt"
    expected = f"{path} is not a folder. Name the folder that holds the articles."

    with pytest.raises(CorpusNotFoundError, match=f"^{re.escape(expected)}$"):
        index.update(path)


def test_an_empty_folder_empties_no_index(index: Index, corpus: Path, tmp_path: Path) -> None:
    index.update(corpus)
    empty = tmp_path / "empty"
    empty.mkdir()
    way_out = (
        "Nothing was indexed. Articles are files of text, Markdown, JSON or CSV, pages, feeds, "
        "mail, PDF and the like, or archives of these."
    )

    with pytest.raises(
        CorpusEmptyError, match=f"^{re.escape(f'No articles in {empty}. {way_out}')}$"
    ):
        index.update(empty)
    (empty / "a.png").touch()
    expected = f"No articles in {empty} (skipped: 1 .png). {way_out}"
    with pytest.raises(CorpusEmptyError, match=f"^{re.escape(expected)}$"):
        index.update(empty)
    assert len(everything(index)) == 6


def test_an_article_of_fifty_megabytes_is_indexed(index: Index, make_corpus: MakeCorpus) -> None:
    filler = "Ropes and lanterns hung above the herring barrels all winter. " * 850_000
    corpus = make_corpus({"long.txt": f"{filler}\n\nAt the very end stood a zeppelin.\n"})

    index.update(corpus)
    (hit,) = index.search("zeppelin")

    assert hit.snippets[0].text == "At the very end stood a zeppelin."


def test_an_index_can_be_merged_into_one_segment(index: Index, corpus: Path) -> None:
    index.update(corpus)
    (corpus / "new.txt").write_text("An ostrich ran along the quay.")
    (corpus / "undated.txt").unlink()
    index.update(corpus)
    before = everything(index)

    report = index.update(corpus, optimize=True)

    assert counts(report) == (0, 0, 0, 6)
    assert index.stats().segments == 1
    assert everything(index) == before
