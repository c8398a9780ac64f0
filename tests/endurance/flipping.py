"""Bytes of an index changed, cut off and added: the right answer, or an error that says so."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import searchkit
from searchkit.errors import IndexStateError
from searchkit.index import Index
from searchkit.query.nodes import Near, Wildcard, Word
from tests.endurance import growing

Answers = list[Any]

_QUESTIONS: list[Callable[[Index], Any]] = [
    lambda index: found(index, ""),
    lambda index: found(index, "kw7"),
    lambda index: found(index, "tides kw3"),
    lambda index: found(index, '"tide rises"'),
    lambda index: found(index, "step"),
    lambda index: found(index, Wildcard("kw1*")),
    lambda index: found(index, Near(Word("kw5"), Word("kw9"), 20)),
    lambda index: found(index, "kw11", undated=True, sort="newest"),
    lambda index: index.article("mark.txt"),
    lambda index: index.marked("03.txt", "kw1 tide").spans,
    lambda index: index.sources(),
    lambda index: index.stats().terms,
]


def found(index: Index, query: Any, **options: Any) -> Any:
    """What a search shows."""
    results = index.search(query, limit=40, **options)
    return results.total, [
        (hit.rank, round(hit.score or 0, 5), hit.article, hit.snippets, hit.title_spans)
        for hit in results
    ]


def answers(index: Index) -> Answers:
    """What an index answers to each question; an error of ours is an answer too."""
    told = []
    for ask in _QUESTIONS:
        try:
            told.append(ask(index))
        except IndexStateError as error:
            told.append(error)
        except searchkit.SearchkitError as error:
            told.append(type(error))
    return told


def build(folder: Path, *, seed: int = 1) -> Path:
    """An index of several commits and segments, with deleted articles."""
    index, corpus = folder / "index", folder / "corpus"
    with searchkit.open(index, create=True) as opened:
        for step in (20, 21, 22):
            growing.write(corpus, step, seed=seed)
            opened.update(corpus)
    return index


def flip(folder: Path, *, cases: int, seed: int = 1) -> Counter[str]:
    """Damage one file after another, everywhere, and compare the answers.

    Args:
        folder: An empty folder.
        cases: How many times.
        seed: What is damaged follows from it.

    Returns:
        How often each outcome was met.

    Raises:
        AssertionError: An answer was wrong.
        Exception: Any other that was met on the way is a fault too.
    """
    index = build(folder, seed=seed)
    newest = max(index.glob("manifest-*.json"))
    with searchkit.open(index) as opened:
        right = answers(opened)
    before = folder / "before"
    shutil.copytree(index, before)
    (before / newest.name).unlink()
    with searchkit.open(before) as opened:
        earlier = answers(opened)
    seen: Counter[str] = Counter()
    for file, data, what in _damaged(index, cases, Random(seed)):
        copy = folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in index.iterdir():
            if path.name != file:
                os.link(path, copy / path.name)
        (copy / file).write_bytes(data)
        try:
            outcome = _outcome(copy, right, earlier)
        except Exception as error:
            raise AssertionError(f"{file}: {what}") from error
        seen[outcome] += 1
    return seen


def _outcome(copy: Path, right: Answers, earlier: Answers) -> str:
    """Ask a damaged index everything, and check and repair it."""
    try:
        opened = searchkit.open(copy)
    except IndexStateError:
        told = None
    else:
        with opened:
            told = answers(opened)
            expected = earlier if opened.notes else right
            errors = 0
            for answer, wanted in zip(told, expected, strict=True):
                if isinstance(answer, IndexStateError):
                    errors += 1
                else:
                    assert answer == wanted
            fell_back = bool(opened.notes)
    faults = searchkit.check(copy, deep=True).faults
    if faults:
        _repair(copy, right, earlier)
    if told is None:
        return "an error on opening"
    if errors or fell_back:
        assert faults
    if fell_back:
        return "the commit before"
    return "an error where it was needed" if errors else "the right answers"


def _repair(copy: Path, right: Answers, earlier: Answers) -> None:
    """Repair a damaged index: what it keeps are articles of it, as they were."""
    known = {article.key: {article} for _, _, article, *_ in right[0][1]}
    for _, _, article, *_ in earlier[0][1]:
        known.setdefault(article.key, set()).add(article)
    report = searchkit.repair(copy)
    with searchkit.open(copy) as opened:
        assert opened.notes == ()
        kept = [hit.article for hit in opened.search("", limit=1000)]
    assert len(kept) == report.kept
    assert all(article in known[article.key] for article in kept)
    assert report.lost or len(kept) >= min(right[0][0], earlier[0][0])
    assert searchkit.check(copy, deep=True).faults == ()


def _damaged(index: Path, cases: int, random: Random) -> Iterator[tuple[str, bytes, str]]:
    """Yield files with something wrong, in all their regions alike."""
    paths = sorted(path for path in index.iterdir() if path.stat().st_size)
    paths += 2 * [path for path in paths if path.suffix == ".arrays"]  # where most of it is
    for case in range(cases):
        path = paths[case % len(paths)]
        data = bytearray(path.read_bytes())
        region = len(data) * (case // len(paths) % 97) // 97
        at = min(region + random.randrange(max(len(data) // 97, 1)), len(data) - 1)
        match random.randrange(6):
            case 0 | 1:
                data[at] ^= 1 << random.randrange(8)
                what = f"a bit of byte {at} flipped"
            case 2:
                data[at] = random.randrange(256)
                what = f"byte {at} changed"
            case 3:
                length = random.choice((4, 64, 4096))
                data[at : at + length] = bytes(len(data[at : at + length]))
                what = f"{length} zeros at {at}"
            case 4:
                del data[at:]
                what = f"cut off at {at}"
            case _:
                data[at:at] = random.randbytes(random.choice((1, 8, 4096)))
                what = f"bytes put in at {at}"
        yield path.name, bytes(data), what
