"""What exploring costs among very many articles: folding, one more article, and quotations.

The articles are short and drawn word by word, as often as words are in a corpus, so that as few
of them are alike as among real ones; real ones enlarged by their own sentences are alike by dozens.
Some are printed twice, as an agency's report, and each has a quotation.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import date, timedelta
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

import searchkit
from benchmarks import corpus as corpora
from benchmarks.copies import updating
from benchmarks.measures import percentile
from benchmarks.timing import took
from searchkit.addresses import engine_at
from searchkit.exploring.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_READ = 4000  # articles that words are counted in
_WORDS = 60_000
_OUTLETS = 400
_TWICE = 0.18  # of the texts: three articles of ten are in clusters
_TITLE, _BEFORE, _QUOTED, _BEHIND = 6, 40, 13, 30  # words
_FOUND = 100_000  # articles that a search finds, about
_ASKED = 300  # quotations
_MOST = 201  # articles that may have one
_ROUNDS = 15


def draw(corpus: Path, folder: Path, *, articles: int, seed: int) -> None:
    """Write drawn articles as JSON lines.

    Args:
        corpus: A file of articles in JSON lines, whose words are drawn.
        folder: Where they go.
        articles: How many.
        seed: The same seed gives the same articles.
    """
    chance = random.Random(seed)
    texts = _texts(corpus, seed)
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with (folder / corpora.FILE).open("w", encoding="utf-8") as file:
        while written < articles:
            title, text = next(texts)
            day = date(2000, 1, 1) + timedelta(days=chance.randrange(9000))
            printed = [text, f"LONDON (Wire) - {text}"][: 1 + (chance.random() < _TWICE)]
            for one in printed[: articles - written]:
                outlet = f"Paper {chance.randrange(_OUTLETS)}"
                record = {"id": str(written), "title": title, "text": one}
                file.write(json.dumps({**record, "date": str(day), "source": outlet}) + "\n")
                written += 1


def _texts(corpus: Path, seed: int) -> Iterator[tuple[str, str]]:
    """Yield titles and texts without end."""
    counts: Counter[str] = Counter()
    for article in islice(corpora.read(corpus), _READ):
        counts.update(re.findall(r"[a-z]{2,14}", article.text.lower()))
    common = counts.most_common(_WORDS)
    words = np.array([word for word, _ in common], object)
    shares = np.array([count for _, count in common], float) / sum(n for _, n in common)
    drawn = np.random.default_rng(seed)
    ends = np.cumsum([_TITLE, _BEFORE, _QUOTED, 1])
    while True:
        for row in drawn.choice(words, size=(1000, ends[-1] + _BEHIND), p=shares):
            title, before, said, (who,), behind = map(list, np.split(row, ends))
            quoted = f"“{' '.join(said).capitalize()},” {who} said."
            text = f"{' '.join(before)}. {quoted} {' '.join(behind).capitalize()}."
            yield " ".join(title).capitalize(), text


def many_lines(folder: Path, address: Path, *, updates: int, seed: int) -> list[str]:
    """Return a table of what questions take, in Markdown.

    Args:
        folder: The articles.
        address: Their index, which is made where there is none.
        updates: How often one article is added, and all these removed again.
        seed: For what is asked about.
    """
    if not address.exists():
        searchkit.update(address, folder)
    with searchkit.open(address) as index:
        rows = [("articles", f"{len(index):,}")]
        counts = {
            one.text: one.count
            for letter in "abcdefghilmnoprstuw"
            for one in index.complete(letter, limit=20)
            if one.count
        }
        word = min(counts, key=lambda each: abs(counts[each] - _FOUND))
        rows.append(("clusters of copies, made once", _ms(lambda: index.search("", fold=True))))
        times: dict[bool, list[float]] = {False: [], True: []}
        for fold in (False, True) * _ROUNDS:
            times[fold].append(took(lambda: index.search(word, fold=fold, snippets=0)))  # noqa: B023 - asked at once
        found = index.search(word, fold=True, limit=0)
        rows.append(("articles that a word finds", f"{found.total:,}"))
        rows.append(("of these clusters and single articles", f"{found.groups:,}"))
        folded = median(times[True][1:]) - median(times[False][1:])
        rows.append(("finding them folded, beside not folded, p50", f"{folded:+.2f}"))
    asked = _looked_up(address, seed)
    rows.append(("articles that may have a quotation, p50", f"{median(asked):.2f}"))
    rows.append(("the same, p95", f"{percentile(asked, 0.95):.2f}"))
    table = [f"| {name} | {value} |" for name, value in rows]
    lines = ["| measure, ms of the processor | |", "|---|---:|", *table]
    return [*lines, "", *(updating(address, folder, updates) if updates else ())]


def _looked_up(address: Path, seed: int) -> list[float]:
    """Return how long it takes to look up the articles that may have quotations."""
    view = engine_at(address).view()
    references = random.Random(seed).sample(list(view.references()), min(_ASKED, view.n_articles))
    every = [each for one in references for each in quotations(view.article(one).prose)]
    kept = [quotation.kept() for quotation in every]
    return [took(lambda: view.quoting(shingles, limit=_MOST)) for shingles in kept]  # noqa: B023 - asked at once


def _ms(ask: Callable[[], object]) -> str:
    return f"{took(ask):.1f}"
