from __future__ import annotations

from benchmarks.measures import Latency, Ratio
from benchmarks.queries import Kind
from benchmarks.report import markdown
from benchmarks.results import Agreement, Compared, CorpusRun, EngineRun, Mode, Results, Timed, Worn
from benchmarks.targets import START, Verdict, verdicts

OR, BARE = Kind.OR, Mode.BARE


def measured(articles: int, *, seconds: float, query: float) -> CorpusRun:
    """A corpus on which searchkit takes what is given, and tantivy 10 s and 1 ms."""
    run = CorpusRun(articles, size=articles * 1_000, synthetic=0)
    ours = EngineRun("searchkit", "1", [seconds], 400_000_000, size=articles * 800)
    ours.timed = [Timed(OR, BARE, Latency(3, query, query, query))]
    ours.cold, ours.update = [0.3], [0.1]
    peer = EngineRun("tantivy", "2", [10.0], 300_000_000, size=articles * 1_000)
    peer.timed = [Timed(OR, BARE, Latency(3, 0.001, 0.001, 0.002))]
    run.engines = [ours, peer]
    run.compared = [Compared("tantivy", OR, BARE, 3, Ratio(query / 0.001, query / 0.001))]
    run.baselines = {START: [0.2]}
    return run


def test_each_target_is_held_against_what_was_measured() -> None:
    found = verdicts([measured(1000, seconds=5.0, query=0.0005)])

    assert found == [
        Verdict("indexing throughput, times tantivy's", 1000, 1.2, 2.0, at_least=True),
        Verdict("size of the index over tantivy's", 1000, 0.9, 0.8),
        Verdict("query, or, bare, over tantivy's", 1000, 0.7, 0.5),
        Verdict("durable update, ms", 1000, 150, 100.0),
        Verdict("memory at indexing above the interpreter, MB", 1000, 600, 400.0),
        Verdict(f"whole process over {START}", 1000, 1.6, 0.3 / 0.2),
    ]
    assert all(verdict.met for verdict in found)


def test_growth_is_told_from_the_smallest_corpus_to_the_largest() -> None:
    runs = [
        measured(1000, seconds=5.0, query=0.0005),
        measured(4000, seconds=20.0, query=0.001),
    ]

    assert verdicts(runs)[-2:] == [
        Verdict("indexing time grows with this power of the text", 4000, 1.05, 1.0),
        Verdict("query, or, bare: mean grows with this power of the text", 4000, 0.95, 0.5),
    ]


def test_the_page_says_where_searchkit_loses() -> None:
    run = measured(1000, seconds=20.0, query=0.002)
    run.agreements = [Agreement("tantivy", "searchkit", OR, 3, 2, [("low OR tide", 12, 40)])]
    results = Results("python -m benchmarks run x", {"Python": "3"}, {"or": 3}, ["A."], [run])
    run.engines[0].segments = [1, 3]
    run.engines[0].worn = [Worn(OR, Ratio(1.4, 1.2), Ratio(1.6, 1.1))]
    page = markdown(results)

    assert page.partition("## Where searchkit loses\n\n")[2] == (
        "- 1,000 articles, time to index: 2 times tantivy's.\n"
        "- 1,000 articles, memory at indexing: 1.33 times tantivy's.\n"
        "- 1,000 articles, query, or, bare: 2 times tantivy's.\n"
    )
    assert "| tantivy | or | 3 | 2 | `low OR tide` 12, 40 |" in page
    assert "| searchkit | 1 | 100 | 100 | 1 → 3 | 1.4 (1.6) | – | – | – | – |" in page
    assert (
        "| query, or, first, after 1 updates, over before | 1,000 | at most 1.3 | 1.6 | **no** |"
        in page
    )
    assert "| indexing throughput, times tantivy's | 1,000 | at least 1.2 | 0.5 | **no** |" in page
    assert "what it would take: [TRIED.md](TRIED.md)." in page


def test_the_page_does_not_speak_of_missed_targets_where_none_is() -> None:
    run = measured(1000, seconds=5.0, query=0.0005)

    page = markdown(Results("python -m benchmarks run x", {"Python": "3"}, {"or": 3}, [], [run]))

    assert "TRIED.md" not in page
