"""More articles than there are: a corpus enlarged by recombination.

A synthetic article takes its length, date and source from one real article,
drawn at random, and its sentences from others: runs of a few sentences from
each of three, in turn, and from further ones until the length is reached. So
lengths are distributed as in the corpus, sentences are real and words that
belong together stand together, while no article repeats another.

Recombination alone would bring no new words, and real vocabularies never stop
growing. So the growth of the vocabulary is fitted to the corpus by Heaps' law,
``words = k * tokens ** beta``, and each synthetic article gets as many coined
words as the law asks for, made of the beginning of one word and the end of
another. As many other words are replaced by words coined before, the more
often a word was used the likelier (Simon, "On a class of skew distribution
functions", 1955, doi:10.1093/biomet/42.3-4.425), so that coined words have
frequencies like others.

The same articles and seed give the same corpus. Only the pool that is drawn
from is held in memory.
"""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.corpus import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

POOL = 50_000
"""How many articles synthetic ones are made of, at most: the first of the corpus."""

PARENTS = 3
"""How many articles the sentences of one come from, while they last."""

RUN = (2, 5)
"""Fewest and most sentences taken in a row."""

REMEMBERED = 200_000
"""How many uses of coined words are kept to draw from; older ones give way."""

_COINABLE = re.compile(r"\b[A-Za-z]{5,}\b")


@dataclass(frozen=True, slots=True)
class Heaps:
    """Heaps' law, fitted: a corpus of ``n`` tokens has ``k * n ** beta`` words."""

    k: float
    beta: float

    def words(self, tokens: float) -> float:
        """Return how many different words that many tokens hold."""
        words: float = self.k * tokens**self.beta
        return words


def fit(pool: Sequence[Article]) -> tuple[Heaps, int]:
    """Return the growth of the vocabulary of some articles, and how many tokens they have.

    The curve goes through the middle and the end of the pool; where the pool is too small
    for that, it is flat.
    """
    seen: set[str] = set()
    points: list[tuple[int, int]] = []
    tokens = 0
    for number, article in enumerate(pool, start=1):
        words = article.text.lower().split()
        tokens += len(words)
        seen.update(words)
        if tokens and number in {(len(pool) + 1) // 2, len(pool)}:
            points.append((tokens, len(seen)))
    if not points:
        return Heaps(0.0, 0.0), 0
    (n1, v1), (n2, v2) = points[0], points[-1]
    if not n1 < n2:
        return Heaps(float(v2), 0.0), tokens
    beta = math.log(v2 / v1) / math.log(n2 / n1)
    return Heaps(v2 / n2**beta, beta), tokens


def enlarge(articles: Iterable[Article], *, to: int, seed: int = 0) -> Iterator[Article]:
    """Yield articles, and then synthetic ones made of them until there are ``to``.

    Args:
        articles: Real articles; they are yielded as they come, the first ``to`` of them.
        to: How many articles to yield.
        seed: Another seed gives other synthetic articles.
    """
    pool: list[Article] = []
    count = 0
    for article in islice(articles, to):
        yield article
        count += 1
        if len(pool) < POOL:
            pool.append(article)
    if count < to:
        yield from synthetic(pool, numbers=range(count + 1, to + 1), seed=seed)


def synthetic(pool: Sequence[Article], *, numbers: Iterable[int], seed: int) -> Iterator[Article]:
    """Yield one synthetic article for each number, which becomes a part of its id."""
    law, tokens = fit(pool)
    chance = random.Random(seed)
    coinage = Coinage(pool, chance)
    for number in numbers:
        template = chance.choice(pool)
        text = ". ".join(_sentences(pool, len(template.text), chance))
        length = text.count(" ") + 1
        due = law.words(tokens + length) - law.words(tokens)
        tokens += length
        yield Article(
            id=f"synthetic-{number}",
            title=_title(chance.choice(pool).title, chance.choice(pool).title),
            text=coinage.into(text, due),
            date=template.date,
            source=template.source,
        )


class Coinage:
    """Words that the corpus does not have, put in the place of some that it has."""

    def __init__(self, pool: Sequence[Article], chance: random.Random) -> None:
        self._chance = chance
        sample = chance.sample(pool, min(len(pool), 200))
        found: list[str] = [w for article in sample for w in _COINABLE.findall(article.text)]
        self._material = found or ["coined", "words"]
        self._used: list[str] = []

    def into(self, text: str, due: float) -> str:
        """Return a text with about ``due`` new words in it, and as many coined before."""
        count = int(due) + (self._chance.random() < due % 1)
        starts = sorted(self._chance.choices(range(len(text) or 1), k=2 * count))
        pieces: list[str] = []
        end = replaced = 0
        for start in starts:
            place = _COINABLE.search(text, max(start, end))
            if place:
                pieces += (text[end : place.start()], self._word(new=replaced % 2 == 0))
                end = place.end()
                replaced += 1
        return "".join((*pieces, text[end:]))

    def _word(self, *, new: bool) -> str:
        if new or not self._used:
            head, tail = self._chance.choice(self._material), self._chance.choice(self._material)
            word = head[: self._chance.randint(2, 5)] + tail[-self._chance.randint(2, 5) :].lower()
        else:
            word = self._chance.choice(self._used)
        if len(self._used) < REMEMBERED:
            self._used.append(word)
        else:
            self._used[self._chance.randrange(REMEMBERED)] = word
        return word


def _sentences(pool: Sequence[Article], length: int, chance: random.Random) -> Iterator[str]:
    """Yield sentences of articles of the pool, about ``length`` characters together."""
    waiting: list[list[str]] = []
    while length > 0:
        while len(waiting) < PARENTS:
            # Cut at ". " alone: this runs a million times, and needs no better sentences.
            waiting.append(chance.choice(pool).text.split(". "))
        parent = chance.choice(waiting)
        run = chance.randint(*RUN)
        for sentence in parent[:run]:
            yield sentence.removesuffix(".")
            # Never 0, so that articles without text cannot keep this going for ever.
            length -= len(sentence) + 2
        del parent[:run]
        if not parent:
            waiting.remove(parent)


def _title(one: str, other: str) -> str:
    """Return a headline with the first half of one and the second half of another."""
    first, second = one.split(), other.split()
    return " ".join(first[: (len(first) + 1) // 2] + second[len(second) // 2 :])
