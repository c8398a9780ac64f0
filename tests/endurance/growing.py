"""A corpus that changes step by step, in a way that anybody can work out again.

The articles of a step follow from the seed and its number alone, so that whoever
finds an index can tell which step it holds, and whether it holds all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import searchkit
from searchkit.errors import IndexUnfinishedError
from searchkit.index import Index
from tests.helpers.changing_folders import write_files

_NAMES = 24  # files that come and go
_WORDS = 60  # words that tell articles apart
_LARGE = 3  # files so large that they are a segment apart from the others
_MARK = "mark.txt"  # holds the number of the step


def changes(step: int, *, seed: int) -> Mapping[str, str | None]:
    """The files that a step writes, None: removes."""
    random = Random(f"{seed} {step}")
    changed: dict[str, str | None] = {}
    for _ in range(random.randint(1, 6)):
        name = f"{random.randrange(_NAMES):02}.txt"
        gone = random.random() < 0.3
        changed[name] = None if gone else _text(random, name)
    if random.random() < 0.1:
        name = f"large{random.randrange(_LARGE)}.txt"
        changed[name] = _large_text(random, name)
    return {**changed, _MARK: f"Step\n\nThis is step {step} of seed {seed}.\n"}


def _text(random: Random, name: str) -> str:
    words = [f"kw{random.randrange(_WORDS)}" for _ in range(random.choice((5, 50, 500)))]
    return f"Article {name}\n\nThe tide rises. {' '.join(words)}\n"


def _large_text(random: Random, name: str) -> str:
    first = random.randrange(10**9)
    words = [f"kx{number}" for number in range(first, first + 9000)]
    return f"Article {name}\n\nThe tide rises. {' '.join(words)}\n"


_steps: dict[int, list[Mapping[str, str]]] = {}  # the files of each step, by seed


def files(step: int, *, seed: int) -> Mapping[str, str]:
    """All files of a step."""
    known = _steps.setdefault(seed, [_first_files(seed)])
    while len(known) <= step:
        whole = {**known[-1], **changes(len(known), seed=seed)}
        known.append({name: text for name, text in sorted(whole.items()) if text is not None})
    return known[step]


def _first_files(seed: int) -> Mapping[str, str]:
    random = Random(f"{seed} large")
    large = [f"large{number}.txt" for number in range(_LARGE)]
    return {
        **{name: _large_text(random, name) for name in large},
        _MARK: f"Step\n\nThis is step 0 of seed {seed}.\n",
    }


def write(folder: Path, step: int, *, seed: int) -> None:
    """Make a folder hold the files of a step and no others."""
    write_files(folder, files(step, seed=seed))


def step_of(index: Index, *, seed: int) -> int:
    """The step that an index holds, all of which is compared; -1: it holds nothing, or
    what a first update had read that has not ended.

    Raises:
        AssertionError: It is none, or not all of one.
    """
    try:
        index.stats()
    except IndexUnfinishedError:
        return -1
    found = {hit.article.key: hit.article for hit in index.search("", limit=1000, snippets=0)}
    if not found:
        return -1
    step = int(found[_MARK].text.split()[3])
    texts = {name: text.partition("\n\n")[2] for name, text in files(step, seed=seed).items()}
    assert {key: article.text.strip() for key, article in found.items()} == {
        name: text.strip() for name, text in texts.items()
    }
    random = Random(step)
    for word in (f"kw{random.randrange(_WORDS)}" for _ in range(5)):
        results = index.search(word, limit=1000, snippets=0)
        holding = {name for name, text in texts.items() if word in text.split()}
        assert {hit.article.key for hit in results} == holding, word
        assert results.total == len(holding)
    return step


def look(path: Path, *, seed: int) -> int:
    """Open an index, compare it with the step it holds, and check every byte of it.

    Raises:
        AssertionError: Something is not as it should be.
    """
    try:
        with searchkit.open(path) as index:
            step = step_of(index, seed=seed)
            assert index.notes == ()
        assert searchkit.check(path, deep=True).faults == ()
    except IndexUnfinishedError:
        return -1
    return step
