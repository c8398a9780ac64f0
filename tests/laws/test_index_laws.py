"""Laws of an index: it equals its corpus, however it was updated, stopped and continued.

An update that is stopped keeps what it has read, and the next one goes on from there; however
many commits it took, a search finds what looking at every word of every article does.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import searchkit
from searchkit.addresses import engine_at
from searchkit.article import Article
from searchkit.corpus.encoding import line_blocks
from searchkit.errors import IndexUnfinishedError, UpdateStoppedError
from searchkit.index import Index
from searchkit.local.store import Store
from searchkit.local.writing import batching
from searchkit.opensearch.engine import ClusterEngine
from searchkit.progress import Progress
from searchkit.syncing.remembered import FilesRead
from tests.conftest import MEMORABLE, MakeCorpus, write_files
from tests.helpers.on_cluster import CLUSTER, new_address
from tests.helpers.oracle import PlainArticle, search

OLD = 1_500_000_000_000_000_000  # nanoseconds since 1970: long ago

RECORDS = [{"id": f"r{n}", "text": f"Record {n} tells of the tide."} for n in range(40)]


def after(times: int) -> Callable[[], bool]:
    """Say yes when asked for the so-manieth time."""
    asked = itertools.count()
    return lambda: next(asked) >= times


def date_long_ago(folder: Path) -> None:
    """Date all files of a folder long ago, as a corpus that lies still."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(OLD, OLD))


def known_files(index: Index) -> FilesRead:
    """What an index remembers of the files of its corpus."""
    engine = engine_at(index.address)
    if isinstance(engine, ClusterEngine):
        return engine.store.files_read(engine.store.opened()) or FilesRead({})
    store = Store(Path(index.address))
    return store.files_read(store.manifest()) or FilesRead({})


def articles(index: Index) -> dict[str, Article]:
    return {hit.article.key: hit.article for hit in index.search("", limit=1000, snippets=0)}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the articles that are read, as they are read; blocks are one line each."""
    keys: list[str] = []
    original = batching.Batcher._take

    def take(self: batching.Batcher, article: Article, *rest: object) -> None:
        keys.append(article.key)
        original(self, article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(batching.Batcher, "_take", take)
    monkeypatch.setattr(line_blocks, "_BLOCK", 10)
    return keys


@pytest.fixture
def corpus(make_corpus: MakeCorpus) -> Path:
    folder = make_corpus({**MEMORABLE, "many.jsonl": "\n".join(map(json.dumps, RECORDS))})
    date_long_ago(folder)
    return folder


@pytest.fixture(params=["directory", *CLUSTER])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    address = tmp_path / "index" if request.param == "directory" else new_address()
    with searchkit.open(address, create=True) as opened:
        yield opened


def test_nothing_is_read_twice(index: Index, corpus: Path, read: list[str]) -> None:
    with pytest.raises(UpdateStoppedError) as stopped:
        index.update(corpus, stop=after(20))
    kept = len(read)

    report = index.update(corpus)

    assert str(stopped.value) == (
        f"Stopped; {kept} articles are kept, the next run goes on from there."
    )
    assert (stopped.value.kept, 5 < kept < 40) == (kept, True)
    assert sorted(read) == sorted(articles(index))
    assert (report.added, report.unchanged, report.replaced) == (46 - kept, kept, 0)


def test_a_first_update_that_was_stopped_is_not_answered_from(
    index: Index, corpus: Path, read: list[str]
) -> None:
    with pytest.raises(UpdateStoppedError):
        index.update(corpus, stop=after(20))
    path = index.address
    expected = (
        f"The index in {path} is not finished: building it was stopped, and {len(read)} articles "
        f"are kept. Finish it."
    )
    says = f"^{re.escape(expected)}$"

    with pytest.raises(IndexUnfinishedError, match=says):
        searchkit.open(path)
    with pytest.raises(IndexUnfinishedError, match=says):
        searchkit.check(path)
    for ask in (index.stats, index.sources, lambda: index.search("tide")):
        with pytest.raises(IndexUnfinishedError, match=says):
            ask()
    with searchkit.open(path, create=True) as opened:
        opened.update(corpus)
    assert searchkit.check(path, deep=True).faults == ()
    assert searchkit.open(path).search("tide").total == 42


def test_what_is_being_built_says_by_whom_and_since_when(index: Index, corpus: Path) -> None:
    errors: list[IndexUnfinishedError] = []

    def look(_: object) -> None:
        with pytest.raises(IndexUnfinishedError) as raised:
            searchkit.open(index.address)
        errors.append(raised.value)

    index.update(corpus, progress=look)

    first = errors[0]
    assert (first.pid, first.is_running, first.articles) == (os.getpid(), True, 0)
    assert first.since is not None
    assert str(first) == (
        f"The index in {index.address} is being built by process {os.getpid()} since "
        f"{first.since:%Y-%m-%d %H:%M:%S} UTC. Try again when it has finished."
    )
    assert searchkit.open(index.address).search("").total == 46


def test_an_update_that_is_stopped_removes_nothing_and_the_next_does(
    index: Index, corpus: Path, read: list[str]
) -> None:
    index.update(corpus)
    (corpus / "moon.md").write_text("A zeppelin crossed the bay at noon.")
    (corpus / "undated.txt").unlink()
    lines = [json.dumps({**r, "text": f"Anew. {r['text']}"}) for r in RECORDS[10:]]
    (corpus / "many.jsonl").write_text("\n".join(lines))
    date_long_ago(corpus)
    read.clear()

    with pytest.raises(UpdateStoppedError):
        index.update(corpus, stop=after(8))
    first = list(read)

    index.refresh()
    assert len(articles(index)) == 46
    assert 0 < index.search("anew").total == len(first) < 30
    report = index.update(corpus)
    assert sorted(read) == sorted({"moon.md", *(f"many.jsonl#r{n}" for n in range(10, 40))})
    assert (report.removed, index.search("anew").total) == (11, 30)
    assert len(articles(index)) == 35
    assert searchkit.check(index.address, deep=True).faults == ()


def test_what_is_gone_from_a_file_that_was_read_goes_when_all_is_read(
    index: Index, make_corpus: MakeCorpus, read: list[str]
) -> None:
    lines = [json.dumps(record) for record in RECORDS]
    corpus = make_corpus({"a.jsonl": "\n".join(lines), "b.jsonl": "\n".join(lines[:20])})
    date_long_ago(corpus)
    index.update(corpus)
    make_corpus({"a.jsonl": "\n".join(lines[:5]), "b.jsonl": "\n".join(lines)})
    read.clear()
    date_long_ago(corpus)

    with pytest.raises(UpdateStoppedError):
        index.update(corpus, stop=after(9), allow_removals=True)
    before = index.search("").total
    report = index.update(corpus, allow_removals=True)

    assert before == 60
    assert report.removed == 35
    assert len(articles(index)) == 45
    assert sorted(read) == sorted(articles(index))


def test_a_file_that_has_changed_since_is_read_anew(
    index: Index, corpus: Path, read: list[str]
) -> None:
    with pytest.raises(UpdateStoppedError):
        index.update(corpus, stop=after(30))
    lines = [json.dumps({**r, "text": f"Anew. {r['text']}"}) for r in RECORDS]
    (corpus / "many.jsonl").write_text("\n".join(lines))
    read.clear()

    index.update(corpus)

    assert {f"many.jsonl#r{n}" for n in range(40)} <= set(read)
    assert index.search("anew").total == 40
    assert len(articles(index)) == 46


def test_what_was_wrong_in_what_was_read_is_told_by_the_run_that_goes_on(
    index: Index, make_corpus: MakeCorpus, read: list[str]
) -> None:
    lines = [json.dumps(record) for record in RECORDS]
    corpus = make_corpus({"a.jsonl": "\n".join([*lines[:5], "{", *lines[5:], "["])})
    date_long_ago(corpus)

    with pytest.raises(UpdateStoppedError):
        index.update(corpus, stop=after(20))
    report = index.update(corpus)

    assert [str(problem).partition(" is ")[0] for problem in report.problems] == [
        "a.jsonl: line 6:",
        "a.jsonl: line 42:",
    ]
    assert len(read) == 40


def test_records_of_one_id_before_and_after_the_stop_keep_apart(
    index: Index, make_corpus: MakeCorpus, read: list[str]
) -> None:
    lines = [json.dumps({"id": f"r{n % 12}", "text": f"{n} tells of it."}) for n in range(16)]
    corpus = make_corpus({"a.jsonl": "\n".join(lines)})
    date_long_ago(corpus)

    with pytest.raises(UpdateStoppedError):
        index.update(corpus, stop=after(6))
    index.update(corpus)

    assert read
    found = {key: article.text.split()[0] for key, article in articles(index).items()}
    assert found == {
        **{f"a.jsonl#r{n}": str(n) for n in range(12)},
        **{f"a.jsonl#r{n - 12}~2": str(n) for n in range(12, 16)},
    }


def test_a_rebuild_where_there_is_no_index_is_a_first_update(
    tmp_path: Path, corpus: Path, read: list[str]
) -> None:
    path = tmp_path / "new"
    with pytest.raises(UpdateStoppedError, match=r"^Stopped; \d+ articles are kept"):
        searchkit.rebuild(path, corpus, stop=after(20))

    with searchkit.open(path, create=True) as index:
        index.update(corpus)
        assert sorted(read) == sorted(articles(index))


def test_a_dry_run_can_be_stopped(index: Index, corpus: Path) -> None:
    with pytest.raises(UpdateStoppedError, match=r"^Stopped; the index was not changed\.$"):
        index.update(corpus, dry_run=True, stop=lambda: True)


def test_several_processes_are_stopped_within_a_file_and_go_on_in_it(
    index: Index, make_corpus: MakeCorpus
) -> None:
    text = "The tide came in and went out again. " * 200
    lines = [json.dumps({"id": f"r{n}", "text": f"{n}. {text}"}) for n in range(1200)]
    corpus = make_corpus({"large.jsonl": "\n".join(lines)})  # 8.9 MB: nine blocks
    date_long_ago(corpus)
    steps: list[Progress] = []

    with pytest.raises(UpdateStoppedError) as stopped:
        index.update(corpus, progress=steps.append, stop=lambda: steps[-1].articles > 0)
    known = known_files(index)
    report = index.update(corpus)

    assert 0 < stopped.value.kept < 1200  # type: ignore[operator]
    assert (report.added, report.unchanged) == (1200 - report.unchanged, stopped.value.kept)
    assert 0 < len(known.parts["large.jsonl"].done or ()) < 9
    assert known.stamps["large.jsonl"].options is None
    assert len(index.search("tide", limit=2000, snippets=0)) == 1200


def test_an_update_that_is_stopped_at_once_has_read_nothing(index: Index, corpus: Path) -> None:
    expected = "Stopped; no article had been kept yet, the next run starts from the beginning."

    with pytest.raises(UpdateStoppedError, match=f"^{expected}$"):
        index.update(corpus, stop=lambda: True)
    assert index.update(corpus).added == 46


def test_merging_can_be_stopped_and_all_is_there(index: Index, corpus: Path) -> None:
    index.update(corpus)
    (corpus / "new.txt").write_text("An ostrich ran along the quay.")
    index.update(corpus)

    with pytest.raises(UpdateStoppedError, match=r"^Stopped; 47 articles are kept, "):
        index.update(corpus, optimize=True, stop=lambda: True)
    assert index.search("").total == 47
    index.update(corpus, optimize=True)
    assert index.stats().segments in {1, None}  # a cluster does not tell


files = st.dictionaries(
    st.sampled_from(["a.txt", "b.md", "c.jsonl", "d.jsonl", "e.json", "f/g.txt"]),
    st.lists(st.integers(0, 6), min_size=1, max_size=12),
    min_size=1,
)


def content(name: str, numbers: list[int]) -> str:
    """A file that has an article for each number, or one of all, by its format."""
    records = [{"id": str(n), "text": f"Number {n} of {at}."} for at, n in enumerate(numbers)]
    if name.endswith("jsonl"):
        return "\n".join(map(json.dumps, records))
    return json.dumps(records) if name.endswith("json") else f"All of {numbers}."


@settings(max_examples=25)
@example(before=None, now={"c.jsonl": [0, 0]}, stops=[1, 2])
@example(before=None, now={"c.jsonl": [0, 0, 0]}, stops=[1, 6])
@example(before={"c.jsonl": [0] * 6}, now={"c.jsonl": [0] * 6, "d.jsonl": [0]}, stops=[1, 5])
@example(before={"a.txt": [1]}, now={"c.jsonl": [0, 0, 0]}, stops=[1, 2])
@given(before=st.none() | files, now=files, stops=st.lists(st.integers(0, 30), max_size=3))
def test_however_often_it_is_stopped_the_index_is_that_of_one_run(
    before: dict[str, list[int]] | None, now: dict[str, list[int]], stops: list[int]
) -> None:
    with (
        tempfile.TemporaryDirectory() as temporary,
        pytest.MonkeyPatch.context() as patch,
        searchkit.open(f"{temporary}/stopped", create=True) as stopped,
        searchkit.open(f"{temporary}/whole", create=True) as whole,
    ):
        patch.setattr(line_blocks, "_BLOCK", 10)
        corpus = Path(temporary, "corpus")
        for state in (before, now):
            if state is None:
                continue
            for path in corpus.rglob("*.*"):
                path.unlink()
            write_files(corpus, {name: content(name, numbers) for name, numbers in state.items()})
            if state is before:
                stopped.update(corpus)
                whole.update(corpus)
        date_long_ago(corpus)
        for times in stops:
            with contextlib.suppress(UpdateStoppedError):
                stopped.update(corpus, stop=after(times), allow_removals=True)
        stopped.update(corpus, allow_removals=True)
        whole.update(corpus, allow_removals=True)

        assert articles(stopped) == articles(whole)
        assert searchkit.check(stopped.address, deep=True).faults == ()


WORDS = ["tide", "tides", "moon", "moons", "sea", "quay", "herring", "ropes", "lantern"]
query_words = st.sampled_from(WORDS)
titles = st.lists(query_words, min_size=1, max_size=4).map(" ".join)
prose = st.lists(query_words, min_size=1, max_size=30).map(" ".join)
typed_articles = st.tuples(titles, prose)
leaves = st.lists(query_words, min_size=1, max_size=3)
queries = st.lists(leaves, min_size=1, max_size=3, unique_by=tuple)


def as_file(title: str, text: str) -> str:
    return f"---\ntitle: {title}\nlang: en\n---\n{text}\n"


@settings(max_examples=40)
@given(
    committed=st.lists(st.lists(typed_articles, max_size=4), min_size=1, max_size=3),
    removed=st.sets(st.integers(0, 11), max_size=4),
    query=queries,
)
def test_however_a_corpus_was_committed_articles_and_scores_are_those_of_an_oracle(
    committed: list[list[tuple[str, str]]], removed: set[int], query: list[list[str]]
) -> None:
    plain: dict[str, PlainArticle] = {}
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name, "corpus")
        corpus.mkdir()
        (corpus / "keep.md").write_text(as_file("lantern", "ropes"))
        plain["keep.md"] = PlainArticle.of("keep.md", "lantern", "ropes", "en")
        with searchkit.open(Path(name, "index"), create=True) as index:
            for batch in committed:
                for title, text in batch:
                    key = f"{len(plain):02}.md"
                    (corpus / key).write_text(as_file(title, text))
                    plain[key] = PlainArticle.of(key, title, text, "en")
                index.update(corpus)
            for key in [f"{number:02}.md" for number in removed]:
                if plain.pop(key, None):
                    (corpus / key).unlink()
            index.update(corpus)
            typed = " ".join(f'"{" ".join(leaf)}"' for leaf in query)
            results = index.search(typed, limit=100, ranking="first")

    phrases = [PlainArticle.of("", "", " ".join(leaf), "en").text for leaf in query]
    expected = search(list(plain.values()), phrases)

    assert results.total + results.more == len(expected)
    assert {hit.article.key: hit.score for hit in results} == pytest.approx(expected, rel=1e-5)
    assert [hit.score for hit in results] == sorted(expected.values(), reverse=True) or [
        hit.score for hit in results
    ] == pytest.approx(sorted(expected.values(), reverse=True), rel=1e-5)
