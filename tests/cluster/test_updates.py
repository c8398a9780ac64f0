"""How an index on a cluster follows its corpus: updates, rebuilds, several writers, other cases."""

from __future__ import annotations

import json
import os
import shutil
import threading
import urllib.request
from pathlib import Path

import pytest

import searchkit
from searchkit.addresses import engine_at
from searchkit.errors import (
    ArgumentError,
    ClusterRefusedError,
    CorpusNotFoundError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    ManyRemovalsError,
    NotAnIndexError,
    OtherCorpusError,
    UpdateStoppedError,
)
from searchkit.opensearch import bulks, cluster_state
from searchkit.opensearch.cluster_state import ClusterStore
from searchkit.opensearch.engine import ClusterEngine
from searchkit.syncing.remembered import FilesRead
from searchkit.syncing.update_options import UpdateOptions
from tests.cluster.corpora import lines, records
from tests.helpers.on_cluster import HOSTS, new_address

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(HOSTS is None, reason="no cluster runs for the tests: make test-cluster"),
]


@pytest.fixture
def address() -> str:
    return new_address()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("tide", "moon", "bread"):
        (folder / f"{name}.txt").write_text(f"About the {name}\n\nThe {name} came, twice.\n")
        os.utime(folder / f"{name}.txt", (1e9, 1e9))  # long enough ago to be taken for known
    return folder


def store_at(address: str) -> ClusterStore:
    return ClusterEngine(address).store


def keys_at(address: str | Path) -> list[str]:
    with searchkit.open(address) as index:
        return sorted(index.keys())


def test_there_is_no_index_before_one_is_built(address: str) -> None:
    with pytest.raises(IndexNotFoundError) as error:
        searchkit.open(address)

    assert str(error.value) == f"No index in {address}. Build one."


def test_what_changes_is_written_and_nothing_else(
    address: str, corpus: Path, tmp_path: Path
) -> None:
    reports = []
    for place in (tmp_path / "index", address):
        found = [searchkit.update(place, corpus)]
        found.append(searchkit.update(place))
        (corpus / "tide.txt").write_text("About the tide\n\nIt went.\n")
        (corpus / "ice.txt").write_text("About ice\n\nIce floats.\n")
        (corpus / "moon.txt").rename(corpus / "luna.txt")
        found.append(searchkit.update(place))
        (corpus / "luna.txt").rename(corpus / "moon.txt")
        (corpus / "ice.txt").unlink()
        (corpus / "tide.txt").write_text("About the tide\n\nThe tide came, twice.\n")
        found.append(searchkit.update(place))
        reports.append([(r.added, r.replaced, r.removed, r.unchanged, r.files) for r in found])

    assert reports[1] == reports[0]
    assert keys_at(address) == keys_at(tmp_path / "index")
    with searchkit.open(address) as index:
        assert index.search("went").total == 0
        assert index.search("tide").total == 1


def test_where_nothing_has_changed_nobody_asks_for_the_lease(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus)
    with store_at(address).writing():
        report = searchkit.update(address)

    assert report.unchanged == 3


def test_two_do_not_write_at_once(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus)
    (corpus / "ice.txt").write_text("Ice\n\nIce floats.\n")

    with store_at(address).writing(), pytest.raises(IndexLockedError) as error:
        searchkit.update(address)

    assert str(error.value).startswith(f"The index in {address} is being written by process ")
    assert searchkit.update(address).added == 1


def test_a_writer_that_fell_silent_is_replaced_and_refused(
    address: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_state, "LEASE", 0.5)
    searchkit.update(address, corpus)
    store = store_at(address)
    silent = cluster_state.Lease(store)
    assert silent.renew()
    commit = store.opened()
    (corpus / "ice.txt").write_text("Ice\n\nIce floats.\n")

    report = searchkit.update(address, wait=10)

    assert report.added == 1
    assert not silent.renew()
    with pytest.raises(IndexLockedError):
        silent.commit(commit.manifest, commit.generation, commit.statistics, FilesRead({}))
    assert len(keys_at(address)) == 4


def test_of_many_that_want_to_write_one_does(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus)
    (corpus / "ice.txt").write_text("Ice\n\nIce floats.\n")
    done: list[object] = []

    def write() -> None:
        try:
            done.append(searchkit.update(address).added)
        except IndexLockedError as error:
            done.append(type(error))

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert done.count(1) == 1
    assert set(done) <= {0, 1, IndexLockedError}
    assert len(keys_at(address)) == 4


def test_an_update_that_is_stopped_keeps_what_it_has_read(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, record in enumerate(records()):
        (folder / f"{number:03}.jsonl").write_text(lines([record]), encoding="utf-8")
    asked = iter(range(1000))

    with pytest.raises(UpdateStoppedError):
        searchkit.update(address, folder, stop=lambda: next(asked) > 40)
    report = searchkit.update(address, folder)
    local = searchkit.update(tmp_path / "index", folder)

    assert report.added + report.unchanged == local.added == 65
    assert report.added < 65
    assert keys_at(address) == keys_at(tmp_path / "index")


def test_a_rebuild_shows_as_a_whole(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus)
    totals = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            with searchkit.open(address) as index:
                totals.add(index.search("came", snippets=0).total)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        (corpus / "ice.txt").write_text("Ice\n\nIce came.\n")
        searchkit.update(address, corpus, rebuild=True)
    finally:
        ended.set()
        reader.join()

    assert totals <= {3, 4}
    assert len(keys_at(address)) == 4


def test_a_search_under_way_goes_on_after_a_rebuild(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus)
    with searchkit.open(address) as index:
        searchkit.update(address, corpus, rebuild=True)
        assert index.search("came").total == 3
        assert index.refresh()
        assert index.search("came").total == 3


def test_other_programs_find_the_articles_under_the_name(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus)
    name = address.rpartition("/")[2]
    host = str(HOSTS).partition(",")[0]

    with urllib.request.urlopen(f"http://{host}/{name}/_count") as answer:
        assert json.load(answer)["count"] == 3


def test_an_index_of_another_program_is_left_alone(address: str, corpus: Path) -> None:
    name = address.rpartition("/")[2]
    host = str(HOSTS).partition(",")[0]
    request = urllib.request.Request(f"http://{host}/{name}", method="PUT")
    urllib.request.urlopen(request).close()

    with pytest.raises(NotAnIndexError) as error:
        searchkit.update(address, corpus)

    assert str(error.value) == (
        f"{address} is not an index: the cluster has an index of another program. "
        "Name an empty directory or a new one."
    )


def test_most_of_the_articles_are_not_removed_by_mistake(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Tide {number}\n\nThe tide came.\n")
    searchkit.update(address, folder)
    for number in range(20):
        (folder / f"{number}.txt").unlink()

    with pytest.raises(ManyRemovalsError):
        searchkit.update(address)

    assert len(keys_at(address)) == 30
    assert searchkit.update(address, allow_removals=True).removed == 20
    assert len(keys_at(address)) == 10


def test_files_that_are_recorded_are_known_on_another_machine_whatever_their_times(
    address: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "harbour")
    searchkit.update(address, corpus)
    monkeypatch.setattr("platform.node", lambda: "quay")
    assert searchkit.update(address).unchanged == 3
    copy = Path(shutil.copytree(corpus, tmp_path / "copy", copy_function=shutil.copyfile))

    report = searchkit.update(address, copy)

    assert (report.added, report.replaced, report.removed, report.unchanged) == (0, 0, 0, 3)
    assert [note.message for note in report.notes] == [
        f"The corpus was moved from {corpus} on harbour to {copy}."
    ]
    with pytest.raises(OtherCorpusError):  # here times count
        searchkit.update(address, shutil.copytree(copy, tmp_path / "x", copy_function=shutil.copy))
    assert searchkit.update(address).notes == ()


def test_errors_about_the_corpus_name_the_machine_that_has_it(
    address: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "harbour")
    searchkit.update(address, corpus)
    searchkit.transfer(address, other_address := new_address())
    monkeypatch.setattr("platform.node", lambda: "quay")
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Ice\n\nIce floats.\n")

    with pytest.raises(OtherCorpusError) as refused:
        searchkit.update(other_address, other)
    corpus.rename(tmp_path / "elsewhere")
    with pytest.raises(CorpusNotFoundError) as missing:
        searchkit.update(address)

    assert str(refused.value) == (
        f"The index in {other_address} holds 3 articles from {corpus} on harbour. "
        f"Indexing {other} would remove them all."
    )
    assert str(missing.value) == (
        f'There is no folder "{corpus}", and the index in {address} was made from it on harbour. '
        "Name the folder that holds the same articles on this machine."
    )
    assert refused.value.host == missing.value.host == "harbour"


def test_nothing_is_left_where_nothing_could_be_read(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.json").write_text("{")
    report = searchkit.update(address, folder)

    assert len(report.problems) == 1
    with pytest.raises(IndexNotFoundError):
        searchkit.open(address)
    name = address.rpartition("/")[2]
    with urllib.request.urlopen(f"http://{str(HOSTS).partition(',')[0]}/{name}*") as answer:
        assert json.load(answer) == {}


def test_an_index_of_another_layout_is_refused_until_it_is_rebuilt(
    address: str, corpus: Path
) -> None:
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(cluster_state, "LAYOUT", 1)
        searchkit.update(address, corpus)
    with pytest.raises(IndexOutdatedError) as error:
        searchkit.open(address)
    searchkit.update(address, corpus, rebuild=True)

    assert str(error.value) == (
        f"The index in {address} was made by another version of searchkit: "
        "it is laid out otherwise. Rebuild it."
    )
    assert len(keys_at(address)) == 3


def test_an_index_of_another_version_is_refused_and_built_again(
    address: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searchkit.update(address, corpus)
    with monkeypatch.context() as later:
        later.setattr("searchkit.local.store.manifests.SCHEMA_VERSION", 999)
        with pytest.raises(IndexOutdatedError, match="Rebuild it"):
            searchkit.open(address)
        assert searchkit.update(address, corpus, rebuild=True).added == 3
        assert len(keys_at(address)) == 3


def test_a_bulk_that_is_refused_as_a_whole_says_why(address: str) -> None:
    asked = {"filter_path": bulks._TOLD}

    with pytest.raises(ClusterRefusedError, match="cannot do that \\(illegal_argument_exception, "):
        store_at(address).client.request("POST", "/x/_bulk", "{}\n", parameters=asked)


def test_shards_and_copies_are_as_asked(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus, shards=3, replicas=0)
    with searchkit.open(address) as index:
        stats = index.stats()
        assert (stats.shards, stats.replicas, stats.health) == (3, 0, "green")
        assert index.search("came").total == 3
    searchkit.update(address, corpus, rebuild=True)
    with searchkit.open(address) as index:
        assert index.stats().shards == 3


def test_a_directory_has_no_shards(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(ArgumentError) as error:
        searchkit.update(tmp_path / "index", corpus, shards=2)

    assert str(error.value) == (
        "An index in a directory has no shards and no replicas. Leave them out."
    )


def test_a_copy_without_a_place_is_a_fault(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus, replicas=0)
    assert searchkit.check(address, deep=True).faults == ()
    searchkit.update(address, corpus, rebuild=True, replicas=1)

    faults = searchkit.check(address).faults

    assert len(faults) == 2
    assert all("has no place: its replicas need more nodes" in fault for fault in faults)


def test_memos_are_replaced_only_where_they_are_what_was_read(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus)
    memos = engine_at(address).memos

    assert memos.replace("a", b"1", instead_of=None)
    assert not memos.replace("a", b"2", instead_of=None)
    assert memos.replace("a", b"2", instead_of=b"1")
    assert (memos.read("a"), memos.read("b"), memos.names()) == (b"2", None, ["a"])
    searchkit.update(address, corpus, rebuild=True)
    assert memos.read("a") == b"2"
    assert memos.replace("a", None, instead_of=b"2")
    assert memos.names() == []


def test_what_a_committed_index_takes_is_on_its_disks_at_once(address: str, corpus: Path) -> None:
    for is_again in (False, True):
        searchkit.update(address, corpus, rebuild=is_again)

        store = store_at(address)
        found = store.client.get(f"/{store.name}.*/_settings?flat_settings=true")
        durabilities = {
            name: index["settings"].get("index.translog.durability", "request")
            for name, index in found.items()
        }
        assert set(durabilities.values()) == {"request"}, durabilities
        assert len(durabilities) >= 3


def test_an_index_is_merged_where_that_is_asked(address: str, corpus: Path) -> None:
    searchkit.update(address, corpus, optimize=True)

    assert searchkit.update(address, optimize=True).unchanged == 3
    assert len(keys_at(address)) == 3


def test_a_dry_run_writes_nothing(address: str, corpus: Path) -> None:
    report = searchkit.update(address, corpus, dry_run=True)

    assert report.added == 3
    with pytest.raises(IndexNotFoundError):
        searchkit.open(address)


def test_an_empty_index_can_be_made(address: str, corpus: Path) -> None:
    with searchkit.create(address) as index:
        assert len(index) == 0
        assert index.search("tide").total == 0
    assert engine_at(address).update([corpus], UpdateOptions(), create=False).added == 3
