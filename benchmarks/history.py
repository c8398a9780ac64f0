"""What earlier runs measured: one row a measure, so that a loss is seen.

A row is a line of JSON in ``history.jsonl``. Rows are only ever added.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.engines import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.results import CorpusRun, EngineRun, Results

FILE = "history.jsonl"

_ALIKE = 1.1  # a measure that is not as many times more or less says nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one run.

    Attributes:
        day: When the run began, as ``2018-03-14``.
        commit: What of searchkit was measured, as git calls it; empty if it is in no repository.
        corpus: What was measured on.
        articles: How many it has.
        measure: What was measured.
        value: How much that was: times what it was for tantivy, or seconds, or a share.
    """

    day: str
    commit: str
    corpus: str
    articles: int
    measure: str
    value: float

    @property
    def subject(self) -> tuple[str, int, str]:
        """What rows of other runs are compared by."""
        return self.corpus, self.articles, self.measure


def rows(results: Results) -> list[Row]:
    """Return the measures of a run that are worth comparing with those of another."""
    day, commit = results.machine.get("day", ""), results.machine.get("commit", "")
    return [
        Row(day, commit, run.corpus, run.articles, measure, round(value, 4))
        for run in results.runs
        for measure, value in _measures(run)
    ]


def _measures(run: CorpusRun) -> Iterator[tuple[str, float]]:
    ours, peer = run.engine(OURS[0]), run.engine("tantivy")
    if ours and peer:
        yield from _beside(ours, peer)
    for one in run.compared:
        if one.peer == "tantivy":
            yield f"{one.engine}, {one.kind}, {one.mode}", one.ratio.typical
    if ours and ours.build:
        yield "size of the index over that of the text", ours.size / run.size


def _beside(ours: EngineRun, peer: EngineRun) -> Iterator[tuple[str, float]]:
    for name, mine, theirs in (
        ("indexing", ours.build, peer.build),
        ("update", ours.update, peer.update),
        ("whole process", ours.cold, peer.cold),
    ):
        if mine and theirs:
            yield name, median(mine) / median(theirs)


def beside_earlier(results: Results, earlier: Sequence[Row]) -> list[tuple[float, Row]]:
    """Return what is unlike the last time it was measured: the value then, and the row now."""
    last = {row.subject: row.value for row in earlier}
    both = [(last[row.subject], row) for row in rows(results) if row.subject in last]
    return [(old, row) for old, row in both if max(old, row.value) >= _ALIKE * min(old, row.value)]


def read_history(folder: Path) -> list[Row]:
    """Return the rows of all runs that are kept in a folder, the first run first."""
    path = folder / FILE
    if not path.exists():
        return []
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def add_to_history(folder: Path, results: Results) -> None:
    """Add the rows of a run to those that are kept in a folder."""
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(row)) + "\n" for row in rows(results))
