"""Sets of queries that were judged, and the articles that they are about.

A set is a folder with `queries.tsv` and `qrels.tsv`, as `docs/evaluation.md` describes them, and
with its articles in `docs.jsonl.gz`. Sets whose articles are elsewhere share one file. Known items
are made from that file: one article is right, and the query is made of its headline.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import corpus
from searchkit import analysis
from searchkit.evaluation import read_judgments, read_queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.corpus import Article
    from searchkit.evaluation.evaluations import Judgments, Queries

ARTICLES = "docs.jsonl.gz"
"""The file with the articles of a set."""

KNOWN_ITEMS = 400
"""How many headlines are asked for, and how many times some words of one."""

WORDS = 3
"""How many words of a headline, or all that are not very common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSet:
    """Queries over some articles, and which of these are right.

    Attributes:
        name: What tables call it.
        articles: The file with the articles.
        queries: The text of each query, by its id.
        judgments: The grades of articles, by the ids of queries and of articles.
        has_own_articles: Whether the set came with its articles.
        is_known_item: Whether it was made from headlines.
    """

    name: str
    articles: Path
    queries: Queries
    judgments: Judgments
    has_own_articles: bool = False
    is_known_item: bool = False


def read_set(folder: Path, shared: Path | None) -> JudgedSet:
    """Return the set in a folder.

    Args:
        folder: The folder.
        shared: The articles of sets that have none of their own.

    Raises:
        FileNotFoundError: The set has no articles, and none are shared.
    """
    own = folder / ARTICLES
    articles = own if own.exists() else shared
    if articles is None:
        raise FileNotFoundError(f"{own} is missing; --articles names the articles of such a set.")
    judgments = read_judgments(folder / "qrels.tsv")
    queries = read_queries(folder / "queries.tsv")
    judged = {name: text for name, text in queries.items() if name in judgments}
    return JudgedSet(
        name=folder.name,
        articles=articles,
        queries=judged,
        judgments=judgments,
        has_own_articles=articles == own,
    )


def known_items(path: Path, *, seed: int = 0) -> Iterator[JudgedSet]:
    """Yield two sets over the articles of a file: whole headlines, and some words of them.

    Args:
        path: The articles.
        seed: Another seed draws other headlines and other words.
    """
    chance = random.Random(seed)
    titled = [article for article in corpus.read(path) if telling(article)]
    chosen = chance.sample(titled, min(KNOWN_ITEMS, len(titled)))
    words = {one.id: telling(one) for one in chosen}
    some = {
        name: " ".join(chance.sample(found, min(WORDS, len(found))))
        for name, found in words.items()
    }
    right = {one.id: {one.id: 1} for one in chosen}
    for name, queries in (
        ("headlines", {one.id: one.title for one in chosen}),
        (f"{WORDS} words of a headline", some),
    ):
        yield JudgedSet(
            name=name, articles=path, queries=queries, judgments=right, is_known_item=True
        )


def telling(article: Article) -> list[str]:
    """Return the words of a headline that are not very common, each once."""
    common = analysis.stop_words("en")
    words = dict.fromkeys(analysis.words(article.title))
    return [word for word in words if analysis.fold(word) not in common]
