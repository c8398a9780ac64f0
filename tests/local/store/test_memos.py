"""What is kept beside the articles, by the engine in a directory and by one without files."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

import searchkit
from searchkit.addresses import engine_at
from searchkit.engine import Memos
from searchkit.errors import (
    IndexDamagedError,
    IndexNotFoundError,
    IndexUnwritableError,
    TurnTakenError,
)
from searchkit.local.store.memos import MemoFolder
from tests.conftest import MakeCorpus
from tests.helpers.memory import keep


@pytest.fixture(params=["directory", "memory"])
def memos(request: pytest.FixtureRequest, tmp_path: Path) -> Memos:
    if request.param == "memory":
        return engine_at(keep(tmp_path.name, ())).memos
    searchkit.create(tmp_path / "index").close()
    return engine_at(tmp_path / "index").memos


def test_a_memo_is_read_as_it_was_put_there(memos: Memos) -> None:
    assert memos.read("tide") is None
    assert memos.names() == []

    assert memos.replace("tide", b"high", instead_of=None)
    assert memos.replace("moon", b"", instead_of=None)

    assert memos.read("tide") == b"high"
    assert memos.names() == ["moon", "tide"]


def test_a_memo_that_has_changed_is_not_replaced(memos: Memos) -> None:
    memos.replace("tide", b"high", instead_of=None)

    assert not memos.replace("tide", b"low", instead_of=None)
    assert not memos.replace("tide", b"low", instead_of=b"ebb")
    assert not memos.replace("moon", None, instead_of=b"full")
    assert memos.read("tide") == b"high"


def test_a_memo_that_is_removed_is_there_no_more(memos: Memos) -> None:
    memos.replace("tide", b"high", instead_of=None)

    assert memos.replace("tide", None, instead_of=b"high")
    assert memos.read("tide") is None
    assert memos.names() == []


def test_one_at_a_time_has_its_turn(memos: Memos) -> None:
    mail, feed = memos.turn("mail", wait=0), memos.turn("feed", wait=0)
    late = memos.turn("mail", wait=0.05)
    with mail, feed, pytest.raises(TurnTakenError) as caught, late:
        pass
    with memos.turn("mail", wait=0):
        pass

    assert caught.value.name == "mail"
    assert memos.names() == []


def test_the_error_of_a_turn_that_is_taken_says_what_to_do(tmp_path: Path) -> None:
    searchkit.create(tmp_path).close()
    memos = MemoFolder(tmp_path)

    mail, late = memos.turn("mail", wait=0), memos.turn("mail", wait=0)
    with mail, pytest.raises(TurnTakenError) as caught, late:
        pass

    assert str(caught.value) == (
        f"Another process is at the saved searches of the index in {tmp_path}. "
        "Try again when it has finished."
    )


def test_memos_outlast_an_update_a_rebuild_and_a_repair(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"a.txt": "The tide turned."})
    path = tmp_path / "index"
    searchkit.update(path, corpus)
    memos = engine_at(path).memos
    memos.replace("tide", b"high", instead_of=None)

    (corpus / "b.txt").write_text("The moon rose.")
    searchkit.update(path)
    searchkit.update(path, rebuild=True)
    newest = max(path.glob("manifest-*.json"))
    newest.write_bytes(newest.read_bytes()[:-3])
    searchkit.repair(path)
    searchkit.create(path).close()

    assert memos.read("tide") == b"high"
    assert searchkit.check(path, deep=True).faults == ()


def test_a_memo_that_cannot_be_read_is_damage(tmp_path: Path) -> None:
    searchkit.create(tmp_path).close()
    memos = MemoFolder(tmp_path)
    memos.replace("tide", b"high", instead_of=None)
    (tmp_path / "saved-searches/tide").unlink()
    (tmp_path / "saved-searches/tide").mkdir()

    with pytest.raises(IndexDamagedError) as caught:
        memos.read("tide")

    assert caught.value.reason == "saved-searches/tide cannot be read: Is a directory"


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    searchkit.create(tmp_path / "index").close()
    (tmp_path / "index/saved-searches").symlink_to(elsewhere)

    MemoFolder(tmp_path / "index").replace("tide", b"high", instead_of=None)

    assert list(elsewhere.iterdir()) == []


def test_a_memo_of_an_index_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError):
        MemoFolder(tmp_path / "gone").replace("tide", b"high", instead_of=None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    searchkit.create(tmp_path).close()
    tmp_path.chmod(0o500)

    with pytest.raises(IndexUnwritableError):
        MemoFolder(tmp_path).replace("tide", b"high", instead_of=None)


def count_up(index: str, times: int) -> None:
    memos = MemoFolder(Path(index))
    for _ in range(times):
        while True:
            before = memos.read("count")
            if memos.replace("count", b"%d" % (int(before or b"0") + 1), instead_of=before):
                break


def test_of_several_processes_none_undoes_what_another_did(tmp_path: Path) -> None:
    searchkit.create(tmp_path).close()
    context = multiprocessing.get_context("fork")
    counting = [context.Process(target=count_up, args=(str(tmp_path), 20)) for _ in range(3)]
    for process in counting:
        process.start()
    for process in counting:
        process.join()

    assert MemoFolder(tmp_path).read("count") == b"60"
