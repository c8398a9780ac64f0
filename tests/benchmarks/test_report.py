from __future__ import annotations

from benchmarks.measures import Ratio
from benchmarks.queries import Kind, Mode
from benchmarks.report import markdown
from benchmarks.results import Agreement, Compared, Results, Worn
from benchmarks.targets import START, Verdict, verdicts
from tests.benchmarks.conftest import measured

OR, BARE = Kind.OR, Mode.BARE


def test_each_target_is_held_against_what_was_measured() -> None:
    found = verdicts([measured(1000, seconds=5.0, query=0.0005)])

    assert found == [
        Verdict("indexing throughput, times tantivy's", "tides", 1000, 0.9, 2.0, at_least=True),
        Verdict("size of the index over tantivy's", "tides", 1000, 0.9, 0.8),
        Verdict("query, or, bare, over tantivy's", "tides", 1000, 1.0, 0.5),
        Verdict("opening an index, ms", "tides", 1000, 2, 1.0),
        Verdict("durable update, ms", "tides", 1000, 150, 100.0),
        Verdict("memory at indexing above the interpreter, MB", "tides", 1000, 600, 400.0),
        Verdict(f"whole process over {START}", "tides", 1000, 1.3, 0.25 / 0.2),
    ]
    assert all(verdict.met for verdict in found)


def test_growth_is_told_from_the_smallest_corpus_to_the_largest() -> None:
    runs = [
        measured(1000, seconds=5.0, query=0.0005),
        measured(4000, seconds=20.0, query=0.001),
    ]

    assert verdicts(runs)[-2:] == [
        Verdict("indexing time grows with this power of the text", "tides", 4000, 1.05, 1.0),
        Verdict(
            "query, or, bare: mean grows with this power of the text", "tides", 4000, 0.95, 0.5
        ),
    ]


def test_the_page_says_where_searchkit_loses() -> None:
    run = measured(1000, seconds=20.0, query=0.002)
    run.agreements = [Agreement("tantivy", "searchkit", OR, 3, 2, [("low OR tide", 12, 40)])]
    results = Results("python -m benchmarks run x", {"Python": "3"}, {"or": 3}, ["A."], [run])
    run.engines[0].segments = [1, 3]
    run.engines[0].worn = [Worn(OR, Ratio(1.4, 1.2), Ratio(1.6, 1.1))]
    page = markdown(results)

    assert page.partition("## Where searchkit loses\n\n")[2] == (
        "- tides, 1,000 articles, time to index: 2 times tantivy's.\n"
        "- tides, 1,000 articles, memory at indexing: 1.33 times tantivy's.\n"
        "- tides, 1,000 articles, query, or, bare: 2 times tantivy's.\n"
    )
    assert "| tantivy | or | 3 | 2 | `low OR tide` 12, 40 |" in page
    assert "| searchkit | 1 | 100 | 100 | 1 → 3 | 1.4 (1.6) | – | – | – | – |" in page
    assert (
        "| query, or, first, after 1 updates, over before | tides | 1,000 | at most 1.3 | 1.6 "
        "| **no** |" in page
    )
    assert (
        "| indexing throughput, times tantivy's | tides | 1,000 | at least 0.9 | 0.5 | **no** |"
        in page
    )
    assert "what it would take: [TRIED.md](TRIED.md)." in page


def test_the_page_does_not_speak_of_missed_targets_where_none_is() -> None:
    run = measured(1000, seconds=5.0, query=0.0005)

    page = markdown(Results("python -m benchmarks run x", {"Python": "3"}, {"or": 3}, [], [run]))

    assert "TRIED.md" not in page


def test_more_is_asked_of_a_large_corpus_than_of_a_small_one() -> None:
    small, large = (measured(n, seconds=5.0, query=0.0008) for n in (1000, 100_000))

    (asked,) = (v for v in verdicts([small]) if v.target.startswith("query"))
    (more,) = (v for v in verdicts([large]) if v.target.startswith("query"))

    assert ((asked.bound, asked.met), (more.bound, more.met)) == ((1.0, True), (0.7, False))


def test_each_engine_of_searchkit_has_its_ratios_and_the_first_alone_its_losses() -> None:
    run = measured(1000, seconds=5.0, query=0.0005)
    run.compared += [Compared("searchkit-typed", "tantivy", OR, BARE, 3, Ratio(4.0, 5.0))]

    page = markdown(Results("python -m benchmarks run x", {"Python": "3"}, {"or": 3}, [], [run]))

    assert "| searchkit over tantivy, bare | 0.5 (0.5) | – | – | – | – |" in page
    assert "| searchkit-typed over tantivy, bare | 4 (5) | – | – | – | – |" in page
    assert "query, or, bare: 4 times" not in page
