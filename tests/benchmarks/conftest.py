from __future__ import annotations

import random

import pytest

from benchmarks.corpus import Article
from benchmarks.measures import Latency, Ratio
from benchmarks.queries import Kind, Mode
from benchmarks.results import Compared, CorpusRun, EngineRun, Timed
from benchmarks.targets import START

LETTERS = random.Random(11)
WORDS = [
    "ebbing",
    "marram",
    "saltings",
    *("".join(LETTERS.choices("abcdeghilmnoprstu", k=LETTERS.randint(5, 9))) for _ in range(4000)),
]


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    """Two hundred articles whose words are the rarer the later in the list they stand."""
    chance = random.Random(7)

    def sentence() -> str:
        # Pareto's law makes some words common and most of them rare, as in real texts.
        ranks = (int(20 * chance.paretovariate(0.8) - 20) % len(WORDS) for _ in range(25))
        words = [WORDS[rank] for rank in list(ranks)[chance.randint(0, 20) :]]
        return " ".join(words).capitalize() + "."

    return [
        Article(
            id=str(number),
            title=sentence().removesuffix("."),
            text=" ".join(sentence() for _ in range(chance.randint(1, 30))),
            date=f"20{10 + number % 9}-0{1 + number % 9}-1{number % 10}" if number % 5 else None,
            source=chance.choice(("The Marram Post", "Tide", None)),
        )
        for number in range(200)
    ]


def measured(articles: int, *, seconds: float, query: float) -> CorpusRun:
    """A corpus on which searchkit takes what is given, and tantivy 10 s and 1 ms."""
    run = CorpusRun("tides", articles, size=articles * 1_000, synthetic=0)
    ours = EngineRun("searchkit", "1", [seconds], 400_000_000, size=articles * 800)
    ours.timed = [Timed(Kind.OR, Mode.BARE, Latency(3, query, query, query))]
    ours.cold, ours.update, ours.open = [0.25], [0.1], 0.001
    peer = EngineRun("tantivy", "2", [10.0], 300_000_000, size=articles * 1_000)
    peer.timed = [Timed(Kind.OR, Mode.BARE, Latency(3, 0.001, 0.001, 0.002))]
    run.engines = [ours, peer]
    run.compared = [
        Compared("searchkit", "tantivy", Kind.OR, Mode.BARE, 3, Ratio(query / 0.001, query / 0.001))
    ]
    run.baselines = {START: [0.2]}
    return run
