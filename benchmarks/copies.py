"""How well copies are folded: pairs that people judged, copies that are made, and what it costs.

Pairs of articles were judged to be copies (*copy*, *edited*), or something that looks like it:
*partial*, *template*, *event*, *other*. Copies are made of random articles in five ways, as
outlets do it with the report of an agency. All of it goes through an index.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import statistics
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np

import searchkit
from searchkit.addresses import engine_at
from searchkit.exploring import copy_finder
from searchkit.local.searching.snapshot import Snapshot
from searchkit.local.segment.copy_edges import heads_of
from searchkit.local.writing import copy_process, interning, inverting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from searchkit import Index

KINDS = ("agency", "shortened", "edited", "inserted", "own intro")
OF_A_KIND = 400
_LEAST_WORDS = 120
_LONG = 60  # words of articles whose pairs are counted
_SENTENCE = re.compile(r".+?(?:\.\s+|\n\s*|\Z)", re.DOTALL)


def labelled(index: Index, labels: Path, prefix: str) -> Iterator[str]:
    """Yield a row for each kind of pair: how many are folded of how many."""
    cluster_of = {
        copy.key: number
        for number, cluster in enumerate(index.copies(limit=1 << 40))
        for copy in cluster.articles
    }
    counts: Counter[tuple[str, bool]] = Counter()
    for row in labels.read_text(encoding="utf-8").splitlines()[1:]:
        one, other, label, *_ = row.split("\t")
        clusters = [cluster_of.get(prefix + name) for name in (one, other)]
        counts[label, clusters[0] is not None and clusters[0] == clusters[1]] += 1
    for label in sorted({label for label, _ in counts}):
        folded, apart = counts[label, True], counts[label, False]
        yield f"| {labels.name} | {label} | {folded} | {folded + apart} |"


def pairs(address: Path) -> tuple[int, int, int]:
    """Return how many pairs are copies, of articles of 60 words or more, and the days apart."""
    view = engine_at(address).view()
    assert isinstance(view, Snapshot)
    n_long = n = 0
    for segment in view.segments:
        edges, lengths = segment.arrays.copies, segment.arrays.lengths("text")
        assert edges is not None
        assert lengths is not None
        heads = heads_of(segment.arrays.column("fingerprint"), np.arange(segment.arrays.n_articles))
        place = {int(head): at for at, head in enumerate(heads)}
        for one, head in zip(edges.articles.tolist(), edges.fingerprints.tolist(), strict=True):
            n += 1
            n_long += min(lengths[one], lengths[place[head]]) >= _LONG
    days = 0
    with searchkit.open(address) as index:
        for cluster in index.copies(limit=1 << 40):
            dates = [one.date.start for one in cluster.articles if one.date]
            days = max(days, (max(dates) - min(dates)).days if dates else 0)
    return n, n_long, days


def records(articles: Path) -> list[dict[str, Any]]:
    """Return the articles of a file of JSON lines."""
    opened = gzip.open if articles.suffix == ".gz" else open
    with opened(articles, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def made(articles: Sequence[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Return articles and a copy of each, which names the way in which it was made."""
    chance = random.Random(seed)
    fit = [one for one in articles if len(one["text"].split()) >= _LEAST_WORDS]
    chosen = chance.sample(fit, min(OF_A_KIND * len(KINDS), len(fit) - 50))
    pool = [sentence for one in chance.sample(fit, 50) for sentence in sentences_of(one["text"])]
    found = []
    for number, one in enumerate(chosen):
        kind = KINDS[number % len(KINDS)]
        text = _copied(one["text"], kind, pool, chance)
        source = f"The {kind} Herald"
        copy = {**one, "id": f"copy-{one['id']}", "text": text, "source": source, "kind": kind}
        found += [one, {**copy, "title": f"{one['title']} | {source}"}]
    return found


def sentences_of(text: str) -> list[str]:
    r"""Return the sentences of a text, each with the white space behind it, and lines apart.

    Line ends are kept, since what is furniture of an outlet is a line of its own.

    >>> sentences_of("A caption\nOne, two. Three.\n")
    ['A caption\n', 'One, two. ', 'Three.\n']
    """
    return _SENTENCE.findall(text)


def _edited(sentence: str, chance: random.Random) -> str:
    """Return a sentence left out, cut to a half, or with its halves exchanged."""
    words = sentence.split()
    half = len(words) // 2
    changed = chance.choice([[], words[:half], words[half:] + words[:half]])
    return " ".join(changed) + sentence[len(sentence.rstrip()) :]


def _copied(text: str, kind: str, pool: Sequence[str], chance: random.Random) -> str:
    """Return a text as an outlet prints it that has it from elsewhere."""
    sentences = sentences_of(text)
    words = len(text.split())
    match kind:
        case "agency":
            return f"LONDON (Newswire) - {text}\n\nReporting by A. Marsh; editing by L. Pym"
        case "shortened":
            kept, least = [], chance.uniform(0.4, 0.7) * words
            for sentence in sentences:
                kept.append(sentence)
                if len("".join(kept).split()) >= least:
                    break
            return "".join(kept)
        case "edited":
            changed = [_edited(s, chance) if chance.random() < 0.12 else s for s in sentences]
            spare = " ".join(pool).split()

            def exchanged(word: re.Match[str]) -> str:
                return chance.choice(spare) if chance.random() < 0.03 else word[0]

            return re.sub(r"\S+", exchanged, "".join(changed))
        case "inserted":
            at = chance.randrange(1, len(sentences) + 1)
            other = " ".join(chance.sample(pool, 3)).split()[: words // 5]
            return "".join([*sentences[:at], f"{' '.join(other)}\n", *sentences[at:]])
        case _:
            intro = " ".join(chance.sample(pool, 2)).split()[: min(40, words // 5)]
            return "".join([f"{' '.join(intro)}\n", *sentences[1:]])


def recalled(index: Index, prefix: str, articles: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield a row for each way to make copies: the share that is folded with what it is of."""
    found: Counter[str] = Counter()
    for copy in articles[1::2]:
        clusters = index.copies(article=f"{prefix}{copy['id']}")
        keys = {one.key for cluster in clusters for one in cluster.articles}
        found[copy["kind"]] += f"{prefix}{copy['id'].removeprefix('copy-')}" in keys
    made_of = Counter(copy["kind"] for copy in articles[1::2])
    for kind in KINDS:
        yield f"| {kind} | {made_of[kind]} | {found[kind] / made_of[kind]:.3f} |"


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Take the time of the processor that looking for copies takes in this process."""
    spent: dict[str, float] = {}

    def clocked(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return function(*args, **named)
            finally:
                spent[name] = spent.get(name, 0) + time.thread_time() - began

        return called

    with ExitStack() as stack:
        for module, name in (
            (interning, "word_hashes"),
            (inverting, "run_sketches"),
            (copy_process, "find_copies"),
            (copy_finder, "are_copies"),
        ):
            function = clocked(name, getattr(module, name))
            stack.enter_context(patch.object(module, name, function))
        yield spent


def indexing(address: Path, folder: Path) -> Iterator[str]:
    """Index a folder with one process, and yield what looking for copies takes of that."""
    with timed() as spent:
        began = time.process_time()
        report = searchkit.rebuild(address, folder, jobs=1)
        whole = time.process_time() - began
    looking = sum(spent[name] for name in ("word_hashes", "run_sketches", "find_copies"))
    each = {name: 1e6 * seconds / report.added for name, seconds in spent.items()}
    view = engine_at(address).view()
    assert isinstance(view, Snapshot)
    size = sum(
        size
        for segment in view.segments
        for name, size in segment.arrays.sizes().items()
        if name.startswith(("hashes/sketches", "copies/"))
    )
    yield f"- {report.added:,} articles: {size / report.added:.1f} bytes an article"
    yield (
        f"- of {1e6 * whole / report.added:.0f} µs an article of the processor, "
        f"{1e6 * looking / report.added:.0f} µs for copies, +{looking / (whole - looking):.1%}: "
        + ", ".join(f"{name} {value:.1f}" for name, value in sorted(each.items()))
        + " (the last within the one before)"
    )


def updating(address: Path, folder: Path, rounds: int) -> Iterator[str]:
    """Add one article after another, and yield what looking for copies takes of that."""
    looking, whole = [], []
    sample = (folder / "one.json").resolve()
    for number in range(rounds):
        text = f"Number {number} tells of the tide. " * 3 + " ".join(
            f"word{number * 1000 + at}" for at in range(400)
        )
        sample.write_text(json.dumps({"title": f"One {number}", "text": text}))
        with timed() as spent:
            began = time.perf_counter()
            searchkit.update(address, folder)
            whole.append(time.perf_counter() - began)
        looking.append(sum(spent[name] for name in ("run_sketches", "find_copies")))
    sample.unlink()
    yield (
        f"- one more article: {1000 * statistics.median(looking):.2f} ms of the processor for "
        f"copies, in the median of {rounds}, of {1000 * statistics.median(whole):.0f} ms in all"
    )


def searching(address: Path, rounds: int, seed: int) -> Iterator[str]:
    """Yield how much longer folded searches take whose results have no clusters."""
    chance = random.Random(seed)
    with searchkit.open(address) as index:
        words = [word for hit in index.search("", limit=300) for word in hit.article.title.split()]
        queries = [" ".join(chance.sample(words, 2)) for _ in range(rounds)]
        slower, folded = [], 0
        for query in queries:
            times = []
            for fold in (False, True) * 4:
                began = time.thread_time()
                found = index.search(query, fold=fold, snippets=0)
                times.append(time.thread_time() - began)
            if found.groups == found.total:
                slower.append(min(times[3::2]) - min(times[2::2]))
            else:
                folded += 1
    yield (
        f"- a folded search without clusters among the hits: "
        f"{1000 * statistics.median(slower):+.3f} ms of the processor, "
        f"in the median of {len(slower)}; {folded} others had clusters"
    )


def copies_lines(
    labels: Path, news: Path, reuters: Path, work: Path, *, rounds: int, seed: int
) -> Iterator[str]:
    """Yield the lines of a section on copies.

    Args:
        labels: A folder with ``pairs.tsv``, of the first file, and ``pairs-reuters.tsv``.
        news: Articles in JSON lines.
        reuters: Reports of an agency in JSON lines.
        work: A folder for the indexes; those that are there are taken as they are.
        rounds: How many updates and searches are measured.
        seed: For what is drawn at random.
    """
    folders = {name: work / name for name in ("news", "reuters", "made")}
    for folder, file in zip(folders.values(), (news, reuters, None), strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        if file is not None:
            shutil.copy(file, folder)
    articles = made(records(news), seed)
    lines = "".join(json.dumps(article) + "\n" for article in articles)
    (folders["made"] / "made.jsonl").write_text(lines)
    yield from ("| pairs | judged | folded | of |", "|---|---|---:|---:|")
    costs = list(indexing(work / "news.idx", folders["news"]))
    for name in ("reuters", "made"):
        searchkit.rebuild(work / f"{name}.idx", folders[name])
    with searchkit.open(work / "news.idx") as index:
        yield from labelled(index, labels / "pairs.tsv", f"{news.name}#")
    with searchkit.open(work / "reuters.idx") as index:
        yield from labelled(index, labels / "pairs-reuters.tsv", f"{reuters.name}#")
    yield ""
    for name in ("news", "reuters"):
        n, n_long, days = pairs(work / f"{name}.idx")
        yield (
            f"- {name}: {n} pairs, {n_long} of them of articles of {_LONG} words or more; within a "
            f"cluster at most {days} days apart"
        )
    yield from ("", "| copies that are made | made | folded |", "|---|---:|---:|")
    with searchkit.open(work / "made.idx") as index:
        yield from recalled(index, "made.jsonl#", articles)
    yield ""
    yield from costs
    yield from updating(work / "news.idx", folders["news"], rounds)
    yield from searching(work / "reuters.idx", 8 * rounds, seed)
