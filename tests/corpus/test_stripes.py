from __future__ import annotations

import gzip
import json
from pathlib import Path

from searchkit.article import Article
from searchkit.corpus import Stripe, can_be_shared, read, walk

RECORDS = [
    json.dumps({"text": f"Record {number}. " + "The tide went out. " * 1000})
    for number in range(300)
]  # 5.7 MB: six blocks
LINES = "\n".join([*RECORDS[:200], "{", "", *RECORDS[200:]])


def found(folder: Path, stripe: Stripe) -> list[Article | str]:
    (file,) = walk(folder).files
    outcomes = read(folder, file, stripe=stripe)
    return [o if isinstance(o, Article) else str(o) for o in outcomes]


def test_stripes_together_are_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES)
    whole = found(tmp_path, Stripe(0, 1))

    for count in (2, 3, 7):
        parts = [found(tmp_path, Stripe(number, count)) for number in range(count)]

        assert sorted(map(repr, whole)) == sorted(repr(o) for part in parts for o in part)
        assert max(map(len, parts)) < len(whole)
    assert len(whole) == 301


def test_a_broken_file_is_named_in_every_stripe(tmp_path: Path) -> None:
    packed = gzip.compress(LINES.encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    problem = "a.jsonl.gz: is a truncated gzip file"

    assert [found(tmp_path, Stripe(number, 3))[-1] for number in range(3)] == [problem] * 3


def test_how_far_the_reading_has_come_is_given_in_bytes_of_the_stored_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))
    (file,) = walk(tmp_path).files
    passed: list[tuple[int, int]] = []
    for _ in read(tmp_path, file, stripe=Stripe(1, 3), passed=lambda *block: passed.append(block)):
        pass

    assert [block for block, _ in passed] == list(range(6))
    assert passed == sorted(passed, key=lambda block: block[1])
    assert passed[-1][1] == file.size


def test_blocks_that_were_read_before_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES)
    whole = found(tmp_path, Stripe(0, 1))
    done = frozenset({0, 3, 4})

    first = [o for block in sorted(done) for o in found(tmp_path, Stripe(block, 6))]
    rest = [o for number in range(2) for o in found(tmp_path, Stripe(number, 2, done))]

    assert sorted(map(repr, [*first, *rest])) == sorted(map(repr, whole))


def test_only_a_file_that_is_read_in_blocks_can_be_shared(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.NDJSON", "c.jsonl.gz", "d.json", "g.csv", "h.mbox", "e.txt", "f.md"):
        (tmp_path / name).touch()

    shared = [file.path for file in walk(tmp_path).files if can_be_shared(file)]

    assert shared == ["a.jsonl", "b.NDJSON", "c.jsonl.gz", "g.csv", "h.mbox"]
