"""What a disk may refuse: an error says so, and what was committed is as it was."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import searchkit
from searchkit.errors import IndexNotFoundError, IndexStateError, IndexUnwritableError
from searchkit.local.store.manifests import seal, unseal
from tests.conftest import KEYS, MakeCorpus, unmeasured

UPDATE = """
import os, resource, sys
import searchkit
manner, index, corpus = sys.argv[1:]
with searchkit.open(index) as opened:
    if manner == "nobody":
        import whoosh.filedb.filestore
        opened.update(corpus, replace_corpus=True, dry_run=True)  # imports what nobody may read
        os.setuid(65534)
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(manner), int(manner)))
    try:
        opened.update(corpus, replace_corpus=True)
    except searchkit.SearchkitError as error:
        sys.exit(f"{type(error).__name__}: {error}")
"""


def update(manner: str, index: Path, corpus: Path) -> str:
    """Update an index in a process of its own, and return its error."""
    command = [sys.executable, "-c", UPDATE, manner, str(index), str(corpus)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=unmeasured())
    return run.stderr.strip()


def content(index: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in index.iterdir() if path.name != "MAIN_WRITELOCK"
    }


@pytest.mark.parametrize("limit", [0, 10, 200, 1000, 4000, 9000])
def test_a_disk_that_is_full_costs_nothing_that_was_committed(
    copy: Path, make_corpus: MakeCorpus, limit: int
) -> None:
    corpus = make_corpus({"a.txt": " ".join(f"tide{n} was the highest" for n in range(2000))})
    before = content(copy)

    error = update(str(limit), copy, corpus)

    assert re.fullmatch(
        f"IndexUnwritableError: The index in {re.escape(str(copy))} cannot be written: "
        r"File too large.*\. What was committed before is unchanged\. "
        r"A file would exceed the size limit of this system: raise it and try again\.",
        error,
    )
    assert content(copy) == before
    assert searchkit.check(copy, deep=True).faults == ()
    with searchkit.open(copy) as index:
        index.update(corpus, replace_corpus=True)
        assert index.search("").total == 1


def test_without_room_for_the_model_of_languages_nothing_is_committed(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus({"a.txt": "Пором прийшов рано вранці, і на причалі було кілька людей."})
    before = content(copy)

    error = update("1000", copy, corpus)

    assert error.startswith(
        f"IndexUnwritableError: The index in {copy} cannot be written: File too large"
    )
    assert content(copy) == before


def test_a_full_disk_says_to_make_room(copy: Path) -> None:
    error = IndexUnwritableError(copy, error=OSError(28, "No space left on device"))

    assert str(error) == (
        f"The index in {copy} cannot be written: No space left on device. What was committed "
        "before is unchanged. Free some space on the disk and try again."
    )


def test_an_error_comes_from_another_process_as_it_was(copy: Path) -> None:
    error = IndexUnwritableError(copy, error=OSError(28, "No space left on device"))

    again = pickle.loads(pickle.dumps(error))

    assert (type(again), str(again), again.address) == (
        IndexUnwritableError,
        str(error),
        str(copy),
    )


needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody"
)


@needs_root
def test_who_may_not_write_an_index_is_told_so(make_corpus: MakeCorpus, memorable: Path) -> None:
    corpus = make_corpus({"a.txt": "The tide rises."})
    folder = Path("/tmp") / f"searchkit-{os.getpid()}"  # one that nobody may enter
    index = Path(shutil.copytree(memorable, folder / "index"))
    try:
        shutil.copytree(corpus, folder / "corpus")
        for path in (folder, folder / "corpus", *(folder / "corpus").iterdir()):
            path.chmod(0o755)
        index.chmod(0o555)
        before = content(index)

        error = update("nobody", index, folder / "corpus")

        assert error == (
            f"IndexUnwritableError: The index in {index} cannot be written: Permission denied "
            f"({index}/MAIN_WRITELOCK). What was committed before is unchanged. "
            "Run this as a user who can write to it, or name another directory."
        )
        assert content(index) == before
    finally:
        shutil.rmtree(folder)


def test_an_index_whose_directory_is_removed_says_so(copy: Path, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus({"a.txt": "The tide rises."})
    with searchkit.open(copy) as index:
        shutil.rmtree(copy)

        assert index.search("").total == len(KEYS)
        with pytest.raises(IndexNotFoundError):
            index.refresh()
        with pytest.raises(IndexNotFoundError):
            index.update(corpus, replace_corpus=True)
        with pytest.raises(IndexNotFoundError):
            index.check()
    assert not copy.exists()


def test_a_directory_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(IndexStateError):
        searchkit.open(tmp_path / "file" / "index", create=True)


@pytest.mark.parametrize("now", [-(10**9), 0, 10**9, 4 * 10**9])
def test_files_of_any_time_are_read_once_they_change(
    copy: Path, make_corpus: MakeCorpus, now: int
) -> None:
    corpus = make_corpus({"a.txt": "The tide rises."})
    os.utime(corpus / "a.txt", (now, now))
    with searchkit.open(copy) as index:
        index.update(corpus, replace_corpus=True)
        (corpus / "a.txt").write_text("The boat rises.")
        os.utime(corpus / "a.txt", (time.time() - now, time.time() - now))
        index.update(corpus, replace_corpus=True)

        assert (index.search("tide").total, index.search("boat").total) == (0, 1)


def test_a_clock_that_was_set_back_takes_no_commit_for_an_older_one(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    newest = max(copy.glob("manifest-*.json"))
    content = unseal(newest.read_bytes())
    newest.write_bytes(seal({**content, "updated": "2400-01-01T00:00:00+00:00"}))

    with searchkit.open(copy) as index:
        index.update(make_corpus({"a.txt": "The tide rises."}), replace_corpus=True)
        assert index.search("").total == 1
    assert searchkit.open(copy).search("").total == 1
