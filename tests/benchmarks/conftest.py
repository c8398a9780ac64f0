from __future__ import annotations

import random

import pytest

from benchmarks.corpus import Article

WORDS = [
    f"{head}{tail}" for head in "abcdefghijklmnop" for tail in ("ank", "orrow", "ide", "eling")
]


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    """Two hundred articles whose words are the rarer the later in the list they stand."""
    chance = random.Random(7)

    def sentence() -> str:
        words = [
            WORDS[min(int(chance.expovariate(0.08)), len(WORDS) - 1)]
            for _ in range(chance.randint(5, 20))
        ]
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
