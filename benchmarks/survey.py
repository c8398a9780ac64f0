"""How long it takes to count the articles of queries by time, outlet, language and author.

Queries are drawn from the index: every article, the commonest words, pairs of these, and words at
random. Time is that of the processor, the fastest of some rounds, in milliseconds; `first` is the
first survey of all, which works out what the columns hold.
"""

from __future__ import annotations

import json
import random
import shutil
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

import searchkit
from benchmarks import corpus as corpora
from benchmarks.completing import words_of
from benchmarks.measures import percentile
from benchmarks.timing import took

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmarks.corpus import Article
    from searchkit.index import Index

TARGETS = {37_554: 2.0, 800_000: 30.0}
"""Milliseconds that a survey of so many articles takes at most."""

SAID = (
    "Milliseconds of the processor for `Index.survey`, with 20 outlets and authors: each query the "
    "fastest of its rounds. Where there are more articles than in the corpus, beginnings of them "
    "are repeated. Authors are invented."
)
"""What the tables tell."""

_COMMON, _RANDOM = 40, 40  # words
_FEW_WRITE_MUCH = 0.7  # the less, the more articles those authors have who have most
_HEAD = ("queries", "articles found, median", "p50", "p95", "slowest")


def survey_lines(
    corpus: Path, sizes: Iterable[int], work: Path, *, words: int, rounds: int, seed: int
) -> Iterator[str]:
    """Yield a table in Markdown for each size of a corpus.

    Args:
        corpus: A file of JSON lines.
        sizes: How many articles; more than there are repeats them.
        work: Where indexes are made, and removed.
        words: Words of each text that are indexed where articles are repeated.
        rounds: How often each query is asked.
        seed: The same queries are drawn for the same seed.
    """
    for size in sizes:
        folder = work / f"survey-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        write_with_authors(repeated(corpus, size, words=words), folder / "corpus", seed)
        searchkit.update(folder / "index", folder / "corpus")
        with searchkit.open(folder / "index") as index:
            yield from _table(index, rounds=rounds, seed=seed)
        shutil.rmtree(folder)


def write_with_authors(articles: Iterable[Article], folder: Path, seed: int) -> None:
    """Write articles as JSON lines, each with an author; some authors write many of them."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    with (folder / corpora.FILE).open("w", encoding="ascii") as file:
        for article in articles:
            author = f"Author {_word(int(chance.paretovariate(_FEW_WRITE_MUCH)))}"
            record = json.loads(corpora.line(article)) | {"author": author}
            file.write(json.dumps(record) + "\n")


def _word(number: int) -> str:
    """Return a word for a number, since a name has letters."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def repeated(corpus: Path, size: int, *, words: int) -> Iterator[Article]:
    """Yield so many articles: those of a corpus, or beginnings of them again and again."""
    every = list(islice(corpora.read(corpus), size))
    for number, article in enumerate(islice(cycle(every), size)):
        text = article.text if len(every) == size else " ".join(article.text.split()[:words])
        yield corpora.Article(str(number), article.title, text, article.date, article.source)


def queries_of(index: Index, seed: int) -> dict[str, list[str]]:
    """Return queries, by what they are."""
    chance = random.Random(seed)
    counts = {one.text: one.count or 0 for one in words_of(index)}
    common = sorted(counts, key=lambda word: (-counts[word], word))[:_COMMON]
    pairs = [" ".join(pair) for pair in zip(common, [*common[1:], common[0]], strict=True)]
    return {
        "every article": [""],
        "common words": common,
        "pairs of these": pairs,
        "words at random": chance.sample(sorted(counts), min(_RANDOM, len(counts))),
    }


def _table(index: Index, *, rounds: int, seed: int) -> Iterator[str]:
    n = len(index)
    first = took(lambda: index.survey(""))
    target = f" (target: {TARGETS[n]:g})" if n in TARGETS else ""
    yield f"### {n:,} articles{target}"
    yield ""
    yield f"The first survey of all took {first:.1f} ms."
    yield ""
    yield f"| {' | '.join(_HEAD)} |"
    yield f"|{'---|' * len(_HEAD)}"
    for kind, queries in queries_of(index, seed).items():
        found = [index.survey(query).total for query in queries]
        times = [
            min(took(partial(index.survey, query)) for _ in range(rounds)) for query in queries
        ]
        cells = [f"{value:.2f}" for value in (percentile(times, 0.5), percentile(times, 0.95))]
        median = percentile([float(total) for total in found], 0.5)
        yield f"| {kind} | {median:,.0f} | {' | '.join(cells)} | {max(times):.2f} |"
    shares = [took(lambda: index.survey("", share=True)) for _ in range(rounds)]
    yield f"| every article, shares | {n:,} | {min(shares):.2f} | | |"
    yield ""
