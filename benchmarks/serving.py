"""How fast `searchkit serve` answers, beside datasette over SQLite's FTS5 with the same articles.

Each server is a process of its own, asked over keep-alive connections by this one, for the whole
page that a browser gets, or for JSON. Processor time is that of the server, from `/proc`, and so
is memory.
"""

from __future__ import annotations

import http.client
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import searchkit
from benchmarks import corpus as corpora
from benchmarks.measures import percentile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PATTERNS = ("/.*/", "*a*", "e~2", "/.+/", "*e*", "a~2", "/[a-z]+/", "*o*")
"""Queries that are compared with very many words."""

SAID = (
    "`processor` is the time that the process of the server took for a request; `p50` and "
    "`p95` are of the clock, as the clients saw it. The clients are threads of one process "
    "on the same machine, and take their share of it: trust the processor and the ratios "
    "before the clock.\n\n"
    "A whole page has ten hits in order of relevance, each with its passages, copies "
    "folded, counts of outlets and a timeline, and is meant to take 12 ms of the processor "
    "at most. That of datasette has ten rows in the order of its table and how many there "
    "are, with nothing ranked or quoted, and so takes less."
)


@dataclass(frozen=True)
class Answered:
    """How requests were answered.

    Attributes:
        requests: How many.
        seconds: How long all of them took.
        processor: Seconds of the server's processor time.
        waits: How long each took, in seconds, ascending.
        refused: How many were told to come again.
    """

    requests: int
    seconds: float
    processor: float
    waits: Sequence[float]
    refused: int

    def row(self, name: str) -> str:
        """Return a row of a table in Markdown."""
        processor = 1000 * self.processor / max(1, self.requests)
        p50, p95 = (1000 * percentile(list(self.waits), share) for share in (0.5, 0.95))
        return (
            f"| {name} | {self.requests:,} | {processor:.1f} | {p50:.0f} | {p95:.0f} | "
            f"{self.requests / self.seconds:.0f} | {self.refused} |"
        )


HEAD = (
    "| | requests | processor, ms | p50, ms | p95, ms | requests a second | told to come again |\n"
    "|---|---|---|---|---|---|---|"
)


class Server:
    """A server that was started.

    Attributes:
        port: Where it listens.
        pid: Its process.
    """

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pid = pid

    @property
    def processor(self) -> float:
        """Seconds of processor time that it has taken."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Megabytes that it has in memory, without files that are mapped."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
        assert found
        return int(found[1]) / 1e3


@contextmanager
def served(command: Sequence[str], listening: re.Pattern[str]) -> Iterator[Server]:
    """Start a server that prints where it listens, and stop it."""
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stderr is not None
    reading = Thread(target=process.stderr.read, daemon=True)
    try:
        for line in process.stderr:
            if found := listening.search(line):
                break
        else:
            message = f"{command[0]} did not start"
            raise RuntimeError(message)
        reading.start()
        yield Server(int(found[1]), process.pid)
    finally:
        process.terminate()
        process.wait(30)
        reading.join(30)
        process.stderr.close()


def ask_all(
    server: Server, addresses: Sequence[str], *, clients: int, until: Event | None = None
) -> Answered:
    """Ask for addresses, each once, or again and again until something has happened."""
    waiting = iter(cycle(addresses) if until else addresses)
    lock, waits, refused = Lock(), list[float](), [0]

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        while not (until and until.is_set()):
            with lock:
                address = next(waiting, None)
            if address is None:
                break
            began = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            took = time.perf_counter() - began
            with lock:
                waits.append(took)
                refused[0] += answer.status == 503
            if answer.status == 503:
                time.sleep(0.1)
        connection.close()

    before, began = server.processor, time.perf_counter()
    threads = [Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return Answered(len(waits), took, server.processor - before, sorted(waits), refused[0])


def with_patterns(
    server: Server, addresses: Sequence[str], *, clients: int, page: Callable[[str], str]
) -> Answered:
    """Ask for addresses while two more clients ask for patterns all the time."""
    end = Event()
    slow = Thread(
        target=ask_all,
        args=(server, [page(pattern) for pattern in PATTERNS]),
        kwargs={"clients": 2, "until": end},
    )
    slow.start()
    time.sleep(1)
    answered = ask_all(server, addresses, clients=clients)
    end.set()
    slow.join()
    return answered


def page_of(query: str) -> str:
    """Return the address of the page of a query."""
    return "/search?" + urlencode({"q": query})


def json_of(query: str) -> str:
    """Return the address of the first hit of a query."""
    return "/api/v1/search?" + urlencode({"q": query, "limit": 1, "snippets": 1})


def datasette_page_of(query: str) -> str:
    """Return the address of datasette's page of a query."""
    pairs = {"_search": query, "_size": 10, "_col": "title", "_nofacet": 1}
    return "/articles/articles?" + urlencode(pairs)


def write_database(corpus: Path, path: Path) -> None:
    """Write articles as a database of SQLite, with titles and texts searched by FTS5."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, text TEXT, date TEXT, "
            "source TEXT)"
        )
        rows = ((a.id, a.title, a.text, a.date, a.source) for a in corpora.read(corpus))
        database.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)", rows)
        database.execute(
            "CREATE VIRTUAL TABLE articles_fts USING fts5(title, text, content=articles, "
            "tokenize='porter unicode61')"
        )
        database.execute("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
    database.close()


def serving_lines(
    corpus: Path,
    queries: Sequence[str],
    work: Path,
    *,
    index: Path | None,
    clients: int,
    requests: int,
    datasette: str | None,
) -> Iterator[str]:
    """Yield what was measured, in Markdown.

    Args:
        corpus: A file of JSON lines.
        queries: The queries.
        work: Where an index and a database are made.
        index: An index of the corpus, or None to make one.
        clients: How many ask at the same time.
        requests: After how many requests memory is looked at again.
        datasette: The command of datasette, or None to leave it out.
    """
    work.mkdir(parents=True, exist_ok=True)
    if index is None:
        index = work / "index"
        made = corpora.write(corpora.read(corpus), work / "corpus")
        searchkit.update(index, made.folder)
    pages = [page_of(query) for query in queries]
    yield from (SAID, "", HEAD)
    command = [sys.executable, "-m", "searchkit", "serve", "--index", str(index), "--port", "0"]
    with served(command, re.compile(r"http://127\.0\.0\.1:(\d+)/")) as server:
        ask_all(server, pages[: len(pages) // 4], clients=1)
        yield ask_all(server, pages, clients=1).row("whole page, 1 client")
        yield ask_all(server, pages * 2, clients=clients).row(f"whole page, {clients} clients")
        beside = with_patterns(server, pages * 2, clients=clients, page=page_of)
        yield beside.row(f"whole page, {clients} clients beside 2 that ask for patterns")
        if datasette is not None:
            yield from _of_datasette(corpus, queries, work, clients=clients, command=datasette)
        yield ""
        yield from _memory(server, queries, requests=requests)


def _of_datasette(
    corpus: Path, queries: Sequence[str], work: Path, *, clients: int, command: str
) -> Iterator[str]:
    database = work / "articles.db"
    write_database(corpus, database)
    pages = [datasette_page_of(query) for query in queries]
    line = [command, "serve", str(database), "--port", "8765", "--setting", "sql_time_limit_ms"]
    with served([*line, "5000"], re.compile(r"running on http://127\.0\.0\.1:(\d+)")) as server:
        ask_all(server, pages[: len(pages) // 4], clients=1)
        yield ask_all(server, pages, clients=1).row("datasette's page, 1 client")
        every = ask_all(server, pages, clients=clients)
        yield every.row(f"datasette's page, {clients} clients")


def _memory(server: Server, queries: Sequence[str], *, requests: int) -> Iterator[str]:
    """Yield how much memory a server has after more and more requests."""
    addresses = [json_of(query) for query in queries]
    yield "Memory of the server, without mapped files, after so many more requests for a hit:"
    yield ""
    yield "| requests | MB |\n|---|---|"
    done = 0
    for share in (0.01, 0.1, 0.25, 0.5, 0.75, 1.0):
        more = round(requests * share) - done
        ask_all(server, [addresses[n % len(addresses)] for n in range(more)], clients=4)
        done += more
        yield f"| {done:,} | {server.memory:.0f} |"
