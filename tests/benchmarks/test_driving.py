"""The processes of the engines, tried with the one engine that Python brings itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.corpus import line, write
from benchmarks.driving import EngineError, Process, interleave
from benchmarks.queries import Kind, Mode, Query
from benchmarks.running import Bench

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Article
    from benchmarks.results import CorpusRun

QUERIES = [
    Query(Kind.OR, ("ebbing",)),
    Query(Kind.AND, ("ebbing", "marram")),
    Query(Kind.PREFIX, ("sal",)),
]


def test_an_engine_builds_is_asked_and_finds_the_article_that_replaced_another(
    articles: list[Article], tmp_path: Path
) -> None:
    made = write(articles, tmp_path / "corpus")
    (tmp_path / "index").mkdir()
    texts = [set(re.findall(r"\w+", f"{a.title} {a.text}".lower())) for a in articles]
    with Process("fts5", made.folder, tmp_path / "index") as process:
        seconds, _ = process.build()
        before = interleave([process], QUERIES, Mode.BARE, rounds=2)["fts5"]
        changed = type(articles[0])("0", "Xylophones", "Xylophones.", None, None)
        for _ in range(2):
            process.ask("replace", article=line(changed))
        asked = [Query(Kind.OR, ("xylophone",))]
        after = interleave([process], asked, Mode.SNIPPETS, rounds=1)["fts5"]

    assert seconds > 0
    assert before.failures == {}
    assert [len(rounds) for rounds in before.times.values()] == [2, 2, 2]
    assert list(before.totals.values()) == [
        sum("ebbing" in words for words in texts),
        sum({"ebbing", "marram"} <= words for words in texts),
        sum(any(word.startswith("sal") for word in words) for words in texts),
    ]
    assert after.totals == {asked[0]: 1}


def test_what_an_engine_says_of_its_failure_is_told(tmp_path: Path) -> None:
    with (
        Process("fts5", tmp_path / "none", tmp_path) as process,
        pytest.raises(EngineError, match=r"FileNotFoundError: .*none"),
    ):
        process.ask("build")


def test_a_whole_run_measures_every_class_in_every_mode(
    articles: list[Article], tmp_path: Path
) -> None:
    made = write(articles, tmp_path / "corpus")
    bench = Bench("tides", made, ["fts5"], tmp_path)
    kept: list[tuple[int, ...]] = []

    def keep(so_far: CorpusRun) -> None:
        (engine,) = so_far.engines
        kept.append((len(engine.build), len(engine.timed), len(engine.update), len(engine.cold)))

    run = bench.run(
        QUERIES,
        rounds=1,
        builds=1,
        added=articles[:5],
        synthetic=0,
        cold_rounds=1,
        keep=keep,
    )
    (engine,) = run.engines

    assert sorted((str(timed.mode), timed.kind) for timed in engine.timed) == [
        (mode, kind)
        for mode in ("bare", "count", "first", "list", "snippets")
        for kind in (Kind.AND, Kind.OR, Kind.PREFIX)
    ]
    assert (len(engine.build), len(engine.update), len(engine.cold)) == (1, 4, 1)
    assert [worn.kind for worn in engine.worn] == [Kind.OR, Kind.AND, Kind.PREFIX]
    assert {path.name for path in tmp_path.iterdir()} == {"corpus", "fts5"}
    assert engine.failures == []
    assert kept == [
        (1, 0, 0, 0),
        *((1, timed, 0, 0) for timed in (2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)),
        (1, 15, 4, 0),
        (1, 15, 4, 1),
    ]
