from __future__ import annotations

import random

import pytest

from benchmarks.corpus import Article

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
