"""Folders that are watched: what comes to be in them comes to be in the index."""

from __future__ import annotations

import builtins
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit.errors import (
    ArgumentError,
    CorpusNotFoundError,
    FolderUnwatchableError,
    IndexLockedError,
    WatchingMissingError,
)
from searchkit.local.store import Store
from searchkit.watching import Batch, watch_folders
from tests.conftest import MakeCorpus

pytest.importorskip("watchfiles")

PATIENCE = 60.0  # seconds, on a machine that has much else to do


class Watched:
    """A folder that is watched in a thread of its own."""

    def __init__(self, index: Path, corpus: Path) -> None:
        self.index, self.corpus = index, corpus
        self.batches: list[Batch] = []
        self.raised: list[BaseException] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self.until(lambda: self.batches)

    def _run(self) -> None:
        try:
            for batch in watch_folders(
                self.index, self.corpus, quiet=0.1, stop=self._stopping.is_set
            ):
                self.batches.append(batch)
        except BaseException as error:  # noqa: BLE001 - it is looked at
            self.raised.append(error)

    def until(self, happened: Callable[[], object]) -> None:
        """Wait until something has happened."""
        deadline = time.monotonic() + PATIENCE
        while not happened() and time.monotonic() < deadline and not self.raised:
            time.sleep(0.02)
        assert happened(), (self.batches, self.raised)

    def held(self) -> set[str]:
        with searchkit.open(self.index) as opened:
            return set(opened.keys())

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def watched(make_corpus: MakeCorpus, tmp_path: Path) -> Iterator[Watched]:
    corpus = make_corpus({"a.txt": "The tide turned.", "b.txt": "The moon rose."})
    watching = Watched(tmp_path / "index", corpus)
    yield watching
    watching.stop()


def test_what_comes_changes_and_goes_is_in_the_index_soon(watched: Watched) -> None:
    assert watched.held() == {"a.txt", "b.txt"}

    deep = watched.corpus / "of/a/day"
    deep.mkdir(parents=True)
    (deep / "c.txt").write_text("The wind fell.")
    watched.until(lambda: watched.held() == {"a.txt", "b.txt", "of/a/day/c.txt"})
    (watched.corpus / "a.txt").unlink()
    watched.until(lambda: watched.held() == {"b.txt", "of/a/day/c.txt"})

    assert all(batch.error is None for batch in watched.batches)


def test_a_file_that_is_half_written_is_read_when_the_rest_has_come(watched: Watched) -> None:
    whole = json.dumps({"text": "A spring tide.", "title": "Spring"})
    file = watched.corpus / "c.json"
    with file.open("w") as half:
        half.write(whole[:12])
        half.flush()
        watched.until(lambda: any(b.report and b.report.problems for b in watched.batches))
        half.write(whole[12:])

    watched.until(lambda: "c.json" in watched.held())


def test_a_folder_that_is_gone_for_a_while_is_watched_again(watched: Watched) -> None:
    away = watched.corpus.with_name("away")
    watched.corpus.rename(away)
    watched.until(lambda: any(batch.error for batch in watched.batches))
    shutil.copytree(away, watched.corpus)  # another folder of the same name
    (watched.corpus / "c.txt").write_text("The wind fell.")
    watched.until(lambda: "c.txt" in watched.held())
    (watched.corpus / "d.txt").write_text("The wind rose.")
    watched.until(lambda: "d.txt" in watched.held())

    errors = [batch.error for batch in watched.batches if batch.error]
    assert [type(error) for error in errors] == [CorpusNotFoundError]


def test_an_index_that_another_process_writes_is_updated_later(watched: Watched) -> None:
    with Store(watched.index).writing():
        (watched.corpus / "c.txt").write_text("The wind fell.")
        watched.until(lambda: any(batch.error for batch in watched.batches))
    watched.until(lambda: "c.txt" in watched.held())

    assert [type(b.error) for b in watched.batches if b.error] == [IndexLockedError]


def test_an_index_among_the_articles_is_not_watched(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus({"a.txt": "The tide turned."})
    watching = Watched(corpus / "index", corpus)
    (corpus / "b.txt").write_text("The moon rose.")
    watching.until(lambda: "b.txt" in watching.held())
    watching.until(lambda: len(watching.batches) == 2)
    watching.stop()

    assert [batch.report.added for batch in watching.batches if batch.report] == [1, 1]


def test_the_first_update_fails_as_any_other(tmp_path: Path) -> None:
    with pytest.raises(CorpusNotFoundError):
        next(watch_folders(tmp_path / "index", tmp_path / "nothing"))
    with pytest.raises(ArgumentError):
        next(watch_folders(tmp_path / "index", tmp_path, quiet=-1))


def test_what_is_stopped_before_it_begins_ends(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus({"a.txt": "The tide turned."})

    assert list(watch_folders(tmp_path / "index", corpus, stop=lambda: True)) == []


def test_without_its_library_an_error_names_the_extra(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name.partition(".")[0] == "watchfiles":
            raise ModuleNotFoundError(name=name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(WatchingMissingError) as caught:
        next(watch_folders(tmp_path / "index", make_corpus({"a.txt": "The tide turned."})))

    assert str(caught.value) == "Watching folders needs: pip install 'searchkit[watch]'"


def test_the_error_of_a_folder_that_cannot_be_watched_says_what_to_do() -> None:
    error = FolderUnwatchableError([Path("corpus")], reason="OS file watch limit reached.")

    assert str(error) == (
        "corpus cannot be watched: OS file watch limit reached. Index the folder from time to time "
        "instead, or set WATCHFILES_FORCE_POLLING=1, so that changes are looked for."
    )
