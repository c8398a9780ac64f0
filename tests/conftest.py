"""A small set of articles that the suite is told with, and ways to index them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

import searchkit
from searchkit.index import Index
from searchkit.results import Results
from tests.helpers.on_cluster import CLUSTER, on_cluster

# Machines differ in speed, and no test is about time.
settings.register_profile("searchkit", deadline=None)
settings.load_profile("searchkit")

# A shell has what it runs in the background ignore Ctrl-C, and so would every command that a
# test starts and interrupts. What has a handler here has the usual behaviour there.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that takes a change of the ranking over into its golden file."""
    parser.addoption(
        "--rewrite-golden", action="store_true", help="Write tests/golden_ranking.txt."
    )


ENGINES = ["directory", "memory", *CLUSTER]
"""The engines that are searched by the same tests: a cluster where one runs for them."""

MakeCorpus = Callable[[Mapping[str, str | bytes]], Path]


def set_machine_zone(name: str) -> None:
    """Make a zone that of this process; skip the test where the system does not know it.

    The C library reads the system's own files; where these are missing it takes every name for
    UTC, and the package `tzdata`, which Python reads then, is of no use to it.
    """
    if not any((Path(folder) / name).is_file() for folder in zoneinfo.TZPATH):
        pytest.skip(f"the system has no time zone data for {name}")
    os.environ["TZ"] = name
    time.tzset()


@pytest.fixture
def machine_zone_as_before() -> Iterator[None]:
    """Give this process its own time zone back after the test."""
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


MEMORABLE: dict[str, str] = {
    "Harbour Gazette/2019-03-20-spring-tide.txt": (
        "Spring tide floods the fish market\n\n"
        "The spring tide came over the quay on Wednesday night and stood a foot deep among the "
        "stalls. Nobody was hurt.\n\n"
        "Read article\n\n"
        "“We moved the ice first,” said Mary O’Brien, who has sold herring there since 1987. "
        "The tables had warned her a year ahead.\n"
    ),
    "Harbour Gazette/2020-11-02-otters.txt": (
        "Otters recovered on the Wend\n\n"
        "Otters have recovered on every mile of the Wend, a survey has found. In the spring of "
        "1994 there were none. The river's naïve young trout are the losers.\n"
    ),
    "moon.md": (
        "---\ntitle: What the moon does to the sea\ndate: 2021-03\nsource: Quayside Weekly\n"
        "author: Ada Marsh\n---\n\n"
        "The moon pulls the near side of the Earth more than the far side. Twice a day the tide "
        "answers. Spring comes into it only by name: a spring tide has nothing to do with the "
        "season.\n"
    ),
    "undated.txt": (
        "Bread wants time\n\n"
        "A loaf that has risen overnight keeps longer than one that was hurried. The baker "
        "sleeps; the dough does not.\n"
    ),
    "wire.jsonl": "\n".join(
        json.dumps(record)
        for record in (
            {
                "id": "rd",
                "title": "R&D budget falls to 1,000 crowns",
                "text": "The U.S. firm AT&T spends more on R&D in an hour. Its C++ is old.",
                "date": "2018",
                "source": "Le Courrier de l’Été",
            },
            {
                "id": "maree",
                "title": "La marée monte",
                "text": "Les marées de printemps montent plus haut que les autres. "
                "Les nouvelles du port sont bonnes et les marins dorment dans les bateaux.",
                "date": "2018-06-01T09:30:00+02:00",
                "source": "Le Courrier de l’Été",
                "language": "fr",
            },
        )
    )
    + "\n",
}
"""Files of the memorable corpus: two outlets by folder, one by front matter, one in French,
one article undated and without a source, dates of every precision, a line of furniture."""

KEYS = {
    "flood": "Harbour Gazette/2019-03-20-spring-tide.txt",
    "otters": "Harbour Gazette/2020-11-02-otters.txt",
    "moon": "moon.md",
    "bread": "undated.txt",
    "budget": "wire.jsonl#rd",
    "marée": "wire.jsonl#maree",
}


def unmeasured() -> dict[str, str]:
    """The environment for a process whose coverage is not measured.

    To measure it, modules are imported and files written that the test is about.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files, by path relative to the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(scope="session", autouse=True)
def state_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A place for what the command keeps for its user, who is not the one who tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def make_corpus(tmp_path: Path) -> MakeCorpus:
    """Make a folder of files beside the index."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        write_files(folder, files)
        return folder

    return make


@pytest.fixture(scope="session")
def memorable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the memorable corpus; nobody may write it."""
    folder = tmp_path_factory.mktemp("memorable")
    write_files(folder / "corpus", MEMORABLE)
    with searchkit.open(folder / "index", create=True) as index:
        index.update(folder / "corpus")
    return folder / "index"


@pytest.fixture
def copy(memorable: Path, tmp_path: Path) -> Path:
    """A copy of the memorable index that a test may spoil."""
    return Path(shutil.copytree(memorable, tmp_path / "index"))


@pytest.fixture(scope="session", params=ENGINES)
def address(request: pytest.FixtureRequest, memorable: Path) -> str:
    """The address of the memorable articles, in each of the engines that are searched."""
    return kept_in(request.param, memorable)


def kept_in(engine: str, directory: Path) -> str:
    """Return the address at which the articles of an index are kept in an engine, too."""
    match engine:
        case "memory":
            return in_memory(directory)
        case "cluster":
            return on_cluster(directory)
        case _:
            return str(directory)


def in_memory(directory: Path) -> str:
    """Return the address at which the articles of an index are searched one by one."""
    from tests.helpers.memory import keep

    with searchkit.open(directory) as opened:
        return keep(directory.parent.name, opened)


@pytest.fixture
def local_index(memorable: Path) -> Iterator[Index]:
    """The memorable articles, open, for what is said of an index in a directory alone."""
    with searchkit.open(memorable) as opened:
        yield opened


@pytest.fixture
def index(address: str) -> Iterator[Index]:
    """The memorable articles, open in each of the engines that are searched."""
    with searchkit.open(address) as opened:
        yield opened


def keys(results: Results) -> list[str]:
    """The keys of the articles that were found, in their order."""
    return [hit.article.key for hit in results]


def in_corpus(*names: str) -> set[str]:
    """The keys of memorable articles by their short names."""
    return {KEYS[name] for name in names}
