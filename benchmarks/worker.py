"""The process of one engine.

``python -m benchmarks.worker ENGINE CORPUS INDEX`` reads one request a line
from standard input and answers each with one line, both JSON; `driving` is the
other side. With a query as a further argument it asks that alone, as a script
would, and prints what it found.

Times are taken here, so that they hold nothing of the way between processes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import FILE, parse
from benchmarks.engines import HasCommand, load
from benchmarks.queries import Mode, Query

if TYPE_CHECKING:
    from benchmarks.engines import Engine, Searcher

Request = dict[str, Any]


class Worker:
    """Answers requests with one engine, on one corpus and index."""

    def __init__(self, name: str, corpus: Path, index: Path) -> None:
        self._name = name
        self._corpus = corpus
        self._index = index
        self._engine: Engine | None = None
        self._searcher: Searcher | None = None

    @property
    def engine(self) -> Engine:
        """The engine, whose library is loaded when it is first needed."""
        if self._engine is None:
            self._engine = load(self._name)
        return self._engine

    @property
    def searcher(self) -> Searcher:
        """The index, open."""
        if self._searcher is None:
            self._searcher = self.engine.open(self._index, self._corpus)
        return self._searcher

    def load(self, _: Request) -> dict[str, object]:
        """Say what the engine is and can do."""
        engine = self.engine
        return {
            "version": engine.version,
            "remarks": list(engine.remarks),
            "kinds": sorted(engine.kinds),
            "modes": sorted(engine.modes),
            "shares": engine.shares,
            "updates": engine.updates,
        }

    def build(self, _: Request) -> dict[str, object]:
        """Build the index, down to the disk."""
        engine = self.engine
        warm(self._corpus / FILE)
        began = time.perf_counter()
        engine.build(self._corpus, self._index)
        sync(self._index)
        return {"seconds": time.perf_counter() - began}

    def open(self, _: Request) -> dict[str, object]:
        """Open the index, once the library has loaded what it loads when it is first needed."""
        engine = self.engine
        engine.open(self._index, self._corpus).close()
        began = time.perf_counter()
        self._searcher = engine.open(self._index, self._corpus)
        return {"seconds": time.perf_counter() - began}

    def search(self, request: Request) -> dict[str, object]:
        """Ask some queries, after one that is not counted."""
        queries = [Query.from_record(record) for record in request["queries"]]
        mode = Mode(request["mode"])
        self._timed(Query.from_record(request["warm"]), mode)
        return {"answers": [self._timed(query, mode) for query in queries]}

    def _timed(self, query: Query, mode: Mode) -> dict[str, object]:
        searcher = self.searcher
        began = time.perf_counter()
        try:
            answer = searcher.search(query, mode)
        except Exception as error:  # noqa: BLE001 - whatever a library raises becomes an answer
            return {"error": f"{type(error).__name__}: {error}"}
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "total": answer.total, "hits": len(answer.hits)}

    def replace(self, request: Request) -> dict[str, object]:
        """Add one article."""
        article, searcher = parse(request["article"]), self.searcher
        began = time.perf_counter()
        searcher.replace(article)
        return {"seconds": time.perf_counter() - began}

    def segments(self, _: Request) -> dict[str, object]:
        """Say how many segments the index has."""
        return {"segments": self.searcher.segments()}

    def command(self, request: Request) -> dict[str, object]:
        """Return the arguments for Python that run one query as a whole process."""
        engine, index = self.engine, self._index
        if isinstance(engine, HasCommand):
            return {"arguments": engine.command(index, Query.from_record(request["query"]))}
        paths = [str(self._corpus), str(index)]
        query = json.dumps(request["query"])
        return {"arguments": ["-m", "benchmarks.worker", self._name, *paths, query]}

    def close(self, _: Request) -> dict[str, object]:
        """Close the index."""
        self.searcher.close()
        return {}


def warm(path: Path) -> None:
    """Read a file once, so that it comes from memory for every engine."""
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


def sync(folder: Path) -> None:
    """Have all files of a folder written to the disk, for engines that do not do so themselves."""
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def serve(worker: Worker) -> None:
    """Answer requests until there are no more."""
    # What a library prints must not get in between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(worker, request.pop("do"))(request)
        except Exception as error:  # noqa: BLE001 - whatever a library raises becomes an answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def main() -> None:
    """Serve one engine, or ask it once."""
    name, corpus, index, *query = sys.argv[1:]
    worker = Worker(name, Path(corpus), Path(index))
    if not query:
        serve(worker)
        return
    asked = Query.from_record(json.loads(query[0]))
    mode = Mode.SNIPPETS if Mode.SNIPPETS in worker.engine.modes else Mode.BARE
    answer = worker.searcher.search(asked, mode)
    print(answer.total, *answer.hits, sep="\n")


if __name__ == "__main__":
    main()
