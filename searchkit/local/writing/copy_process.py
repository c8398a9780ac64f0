"""Copies found by a process of its own, beside the one that writes the segment meanwhile.

Finding them is reading texts and comparing words, which keeps one core busy, and what is found is
not needed before the fields are written. The process reads the runs itself; over its connection
it is handed what else it needs, and sends the edges. Where it fails they are found here.
"""

from __future__ import annotations

import gc
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from searchkit.local.writing.copy_finding import NewArticles, find_copies
from searchkit.local.writing.runs import stored_records
from searchkit.records import NamedTuple
from searchkit.spawning import spawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from searchkit.exploring.sketches import Sketches
    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.copy_edges import CopyEdges
    from searchkit.local.store import OpenSegment
    from searchkit.local.writing.runs import SavedRun

    Index: TypeAlias = Callable[[], Sequence[OpenSegment]]
    Search: TypeAlias = Callable[[NewArticles], Callable[[], CopyEdges]]


class _Task(NamedTuple):
    """What the process is handed.

    Attributes:
        n_articles: How many articles are written.
        sketches: Their sketches.
        columns: Their columns that are compared, by name.
        runs: The runs that have what is stored of them.
        there: Opens the segments of the index.
    """

    n_articles: int
    sketches: Sketches
    columns: Mapping[str, Column]
    runs: Sequence[SavedRun]
    there: Index

    def edges(self) -> CopyEdges:
        """Return the edges of the articles."""
        record = stored_records([run.open() for run in self.runs])
        new = NewArticles(self.n_articles, self.sketches, self.columns, record)
        return find_copies(new, self.there())


def search_here(index: Index) -> Search:
    """Return what finds copies when they are asked for."""
    return lambda new: partial(find_copies, new, index())


@contextmanager
def search_beside(runs: Sequence[SavedRun], index: Index) -> Iterator[Search]:
    """Start a process that finds copies, and see to it that it ends.

    Args:
        runs: The runs that have the articles that are written; each has a file.
        index: Opens the segments of the index; it can be pickled.

    Yields:
        What is given these articles, and returns what waits for their edges.
    """
    spawned = spawn(__name__, "work", is_quiet=True)
    try:

        def search(new: NewArticles) -> Callable[[], CopyEdges]:
            task = _Task(new.n_articles, new.sketches, new.columns, runs, index)
            try:
                spawned.connection.send(task)
            except ConnectionError:
                return task.edges
            return partial(_received, spawned.connection, task)

        yield search
    finally:
        spawned.end()


def _received(connection: Connection, task: _Task) -> CopyEdges:
    """Return what the process has found."""
    try:
        edges: CopyEdges = connection.recv()
    except (EOFError, ConnectionError):
        return task.edges()
    return edges


def work(handle: int) -> None:
    """Find copies for the process at the other end of a connection.

    Args:
        handle: The file descriptor of this end.
    """
    gc.disable()  # nothing here refers to itself
    with closing(Connection(handle)) as connection:
        task: _Task = connection.recv()
        connection.send(task.edges())
