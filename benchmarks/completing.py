"""How long it takes to complete what was begun, and to suggest how a word is spelt.

Words are drawn from an index by what completes pairs of letters, the frequent and
the rare; each is asked for by its first letters, and spelt wrong by one edit.
"""

from __future__ import annotations

import random
import string
import time
from typing import TYPE_CHECKING

import searchkit
from benchmarks.measures import percentile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from searchkit.index import Index
    from searchkit.results import Completion


def completing(path: Path, *, words: int, rounds: int, seed: int) -> list[str]:
    """Return lines that tell how long an index takes, once it is open.

    Args:
        path: The index directory.
        words: How many words to draw.
        rounds: How often to ask for each; the fastest counts.
        seed: The same words are drawn for the same seed.
    """
    chance = random.Random(seed)
    with searchkit.open(path) as index:
        drawn = chance.choices([one.text for one in words_of(index)], k=words)
        articles = index.stats().articles
    begun = [word[: chance.randint(1, max(len(word) - 1, 1))] for word in drawn]
    wrong = [misspelt(word, chance) for word in drawn]
    lines = [f"{articles:,} articles, {words:,} words"]
    with searchkit.open(path) as index:  # nothing is known of any word yet
        lines.append(_told("complete", index.complete, begun, rounds))
    with searchkit.open(path) as index:
        lines.append(_told("suggest", index.suggest, wrong, rounds))
    return lines


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with one letter missing, too many, wrong, or exchanged with the next."""
    at = chance.randrange(len(word))
    letter = chance.choice(string.ascii_lowercase)
    kinds = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    )
    return chance.choice(kinds)


def words_of(index: Index) -> Iterator[Completion]:
    """Yield words of an index: what completes pairs of letters."""
    for first in string.ascii_lowercase:
        for second in string.ascii_lowercase:
            yield from index.complete(first + second, kind="word", limit=100)


def _told(name: str, ask: Callable[[str], object], texts: list[str], rounds: int) -> str:
    by_round = []
    for _ in range(rounds):
        took = []
        for text in texts:
            began = time.perf_counter()
            ask(text)
            took.append((time.perf_counter() - began) * 1000)
        by_round.append(took)
    first = by_round[0][0]
    took = [min(times) for times in zip(*by_round, strict=True)]
    p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
    return f"{name:<8}  p50 {p50:.2f}  p95 {p95:.2f}  first {first:.2f}  max {max(took):.2f} ms"
