"""What an index remembers is asked through a protocol: here by an index that is a dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from searchkit.corpus import READING_VERSION
from searchkit.errors import CorpusNotFoundError, ManyRemovalsError, OtherCorpusError
from searchkit.results import CorpusFolder
from searchkit.syncing.folders import look_at
from searchkit.syncing.planning import unread
from searchkit.syncing.remembered import READ_AGAIN, Corpus, FilesRead, FileStamp, Remembered
from searchkit.syncing.target import Target, make_target, remembered_folders
from searchkit.syncing.update_options import UpdateOptions
from tests.conftest import MakeCorpus


class Articles:
    """The articles of an index: of each file how many, and of which outlet."""

    def __init__(self, files: dict[str, tuple[int, str]]) -> None:
        self.files = files

    def paths(self) -> set[str]:
        return set(self.files)

    def paths_of_sources(self, sources: Iterable[str]) -> set[str]:
        return {path for path, (_, source) in self.files.items() if source in set(sources)}

    def count_of(self, paths: Iterable[str]) -> int:
        return sum(self.files[path][0] for path in paths if path in self.files)


def remembered(
    folder: Path, articles: Articles, stamps: dict[str, FileStamp], *, aliases: object = ()
) -> Remembered:
    return Remembered(
        address="cluster://tides",
        indexed=articles,
        is_readable=True,
        is_finished=True,
        articles=articles.count_of(articles.paths()),
        corpus=Corpus((CorpusFolder(folder),), READING_VERSION, (aliases,)),  # type: ignore[arg-type]
        files=FilesRead(stamps),
    )


def target_of(known: Remembered, folder: Path, **options: bool) -> Target:
    named = look_at([folder], is_index=lambda _: False)
    return make_target(known, named, UpdateOptions(**options))  # type: ignore[arg-type]


def stamps_of(folder: Path) -> dict[str, FileStamp]:
    (named,) = look_at([folder], is_index=lambda _: False)
    return {file.path: unread(file)._replace(options="") for file in named.listing.files}


def test_an_index_that_is_as_its_corpus_has_reached_its_target(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({"a.txt": "One tide.", "b.txt": "Two tides."})
    articles = Articles({"a.txt": (1, ""), "b.txt": (1, "")})

    assert target_of(remembered(folder, articles, stamps_of(folder)), folder).is_reached


def test_files_that_look_different_are_read_and_those_that_are_no_more_are_gone(
    make_corpus: MakeCorpus,
) -> None:
    folder = make_corpus({"a.txt": "One tide.", "b.txt": "Two tides."})
    articles = Articles({"a.txt": (1, ""), "b.txt": (1, ""), "c.txt": (1, "")})
    stamps = {**stamps_of(folder), "b.txt": READ_AGAIN, "c.txt": READ_AGAIN}

    target = target_of(remembered(folder, articles, stamps), folder)

    assert [file.path for file in target.plan.read] == ["b.txt"]
    assert target.plan.gone == ("c.txt",)
    assert not target.is_reached


def test_most_articles_are_not_removed_unasked(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({"a.txt": "One tide."})
    articles = Articles({"a.txt": (1, ""), "gone.jsonl": (30, "")})
    known = remembered(folder, articles, stamps_of(folder) | {"gone.jsonl": READ_AGAIN})

    with pytest.raises(ManyRemovalsError, match=r"^30 of the 31 articles in the index in cluster:"):
        target_of(known, folder)
    assert target_of(known, folder, allow_removals=True).plan.gone == ("gone.jsonl",)


def test_another_folder_is_refused(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    folder = make_corpus({"a.txt": "One tide."})
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text("A moon.")
    known = remembered(folder, Articles({"a.txt": (1, "")}), stamps_of(folder))

    with pytest.raises(OtherCorpusError):
        target_of(known, other)


def test_files_on_another_machine_are_known_without_their_times(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    folder = make_corpus({"a.txt": "One tide.", "b.txt": "Two tides."})
    articles = Articles({"a.txt": (1, ""), "b.txt": (1, "")})
    stamps = {name: one._replace(mtime_ns=1) for name, one in stamps_of(folder).items()}
    here = remembered(tmp_path / "before", articles, stamps)
    there = here.replace(elsewhere="harbour")

    with pytest.raises(OtherCorpusError):
        target_of(here, folder)
    target = target_of(there, folder)

    assert [note.message for note in target.notes] == [
        f"The corpus was moved from {tmp_path / 'before'} on harbour to {folder}."
    ]
    assert target.corpus.folders == (CorpusFolder(folder),)
    assert [file.path for file in target.plan.read] == ["a.txt", "b.txt"]
    (folder / "a.txt").write_text("Another tide.")
    with pytest.raises(OtherCorpusError) as refused:
        target_of(there, folder)
    assert str(refused.value) == (
        f"The index in cluster://tides holds 2 articles from {tmp_path / 'before'} on harbour. "
        f"Indexing {folder} would remove them all."
    )


def test_folders_of_another_machine_are_named_with_it(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    folder = make_corpus({"a.txt": "One tide."})
    articles = Articles({"a.txt": (1, ""), "gone.jsonl": (30, "")})
    known = remembered(folder, articles, stamps_of(folder) | {"gone.jsonl": READ_AGAIN})

    with pytest.raises(ManyRemovalsError) as refused:
        target_of(known.replace(elsewhere="harbour"), folder)
    with pytest.raises(CorpusNotFoundError) as missing:
        remembered_folders(
            remembered(tmp_path / "gone", articles, {}).replace(elsewhere="harbour"),
            is_index=lambda _: False,
        )

    assert str(refused.value) == (
        "30 of the 31 articles in the index in cluster://tides are from harbour, and not in "
        f"{folder} here. Nothing was changed."
    )
    assert str(missing.value) == (
        f'There is no folder "{tmp_path / "gone"}", and the index in cluster://tides was made '
        "from it on harbour. Name the folder that holds the same articles on this machine."
    )


def test_files_of_outlets_whose_spellings_changed_are_read_again(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({"a.txt": "One tide.", "b.txt": "Two tides."})
    articles = Articles({"a.txt": (1, "tidings"), "b.txt": (1, "the quay")})
    known = remembered(folder, articles, stamps_of(folder), aliases=(("Tidings", "The Tide"),))

    target = target_of(known, folder)

    assert [file.path for file in target.plan.read] == []
    articles.files["a.txt"] = (1, "the tide")
    assert [file.path for file in target_of(known, folder).plan.read] == ["a.txt"]
