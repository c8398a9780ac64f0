"""How much is read at most, what is said of the rest, and that the page about it is right."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

import searchkit
from searchkit.article import Article
from searchkit.cli import main
from searchkit.corpus import read, walk
from searchkit.errors import ArgumentError
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.output.phrasing import option_name
from searchkit.query import DEFAULT_LIMITS

PAGE = Path(__file__).parents[1] / "docs" / "limits.md"
PROSE = "The tide came in at noon, and the harbour master shut the gates."
NAMES = [field.name for field in fields(ReadingLimits)]


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)  # the same in every process


LOW = ReadingLimits(
    article_size=1000,
    title_length=50,
    file_size=5000,
    json_values=20,
    front_matter_size=100,
    inflation=2,
)
MANY_BOMBS = packed(b"\n" * (1 << 23)) * 3
BOMB = packed(b"\n" * (1 << 24) + b"\n")


def beyond(name: str, content: str | bytes, folder: Path) -> list[Article | str]:
    """What reading a file gives under low limits; errors as their whole messages."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [
        found if isinstance(found, Article) else str(found)
        for file in walk(folder).files
        for found in read(folder, file, limits=LOW)
    ]


LONG_TITLE = json.dumps({"title": "High water " * 5, "text": PROSE})
MANY_AUTHORS = json.dumps(
    {"authors": [f"A. B. {number:0180}" for number in range(10)], "text": PROSE}
)
ARTICLE = "more than 1,000 characters (limits.article_size)"
TITLE = "more than 50 characters (limits.title_length)"
FILE = "has more than 5,000 bytes (limits.file_size)"
VALUES = "may hold more than 20 values (limits.json_values)"
GROWTH = "unpacks to more than 2 times its size (limits.inflation)"
FIELDS = "100 characters of front matter (limits.front_matter_size)"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", "tide " * 300, f"a.txt: has an article of {ARTICLE}"),
        ("a.txt", "tide " * 3000, f"a.txt: has an article of {ARTICLE}"),
        ("a.md.gz", packed(b"tide " * 3000), f"a.md.gz: has an article of {ARTICLE}"),
        ("a.json", json.dumps({"text": "x" * 1001}), f"a.json: has an article of {ARTICLE}"),
        ("a.json", MANY_AUTHORS, f"a.json: has an article of {ARTICLE}"),
        (
            "a.jsonl",
            LONG_TITLE,
            f"a.jsonl: line 1: has a title of {TITLE}",
        ),
        ("a.json", " " * 5001, f"a.json: {FILE}"),
        ("a.json.gz", packed(b" " * 5001), f"a.json.gz: {FILE}"),
        ("a.jsonl", "\n" + " " * 5001, f"a.jsonl: line 2: {FILE}"),
        ("a.jsonl.gz", packed(b"\n" + b" " * 5001), f"a.jsonl.gz: line 2: {FILE}"),
        ("a.json", "[" + "{}," * 10 + "{}]", f"a.json: {VALUES}"),
        ("a.jsonl", '{"a":[' + "0," * 30 + "0]}", f"a.jsonl: line 1: {VALUES}"),
        ("a.jsonl.gz", BOMB, f"a.jsonl.gz: {GROWTH}"),
        ("a.jsonl.gz", MANY_BOMBS, f"a.jsonl.gz: {GROWTH}"),
    ],
)
def test_what_is_beyond_a_limit_is_told_with_the_limit_and_its_option(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    assert beyond(name, content, tmp_path) == [message]


def test_fields_beyond_a_limit_are_passed_over_and_the_text_is_read(tmp_path: Path) -> None:
    article, remark = beyond("a.md", f"---\ntitle: Tide\na: {'b' * 101}\n---\n{PROSE}", tmp_path)

    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Tide", PROSE)
    assert remark == f"a.md: ignored what is beyond {FIELDS}"


def test_a_record_beyond_a_limit_never_costs_the_others(tmp_path: Path) -> None:
    lines = [json.dumps({"text": PROSE}), LONG_TITLE, json.dumps({"text": PROSE})]

    found = beyond("a.jsonl", "\n".join(lines), tmp_path)

    assert [one.key if isinstance(one, Article) else None for one in found] == [
        "a.jsonl#1",
        None,
        "a.jsonl#3",
    ]


def test_what_is_just_within_the_limits_is_read(tmp_path: Path) -> None:
    record = {"title": "T" * 50, "text": "x" * 950}

    (found,) = beyond("a.json", json.dumps(record), tmp_path)

    assert isinstance(found, Article)
    assert (found.title, found.text) == (record["title"], record["text"])


def test_a_small_file_may_grow_by_more(tmp_path: Path) -> None:
    content = packed(b"\n" * 1_000_000 + json.dumps({"text": PROSE}).encode())

    (found,) = beyond("a.jsonl.gz", content, tmp_path)

    assert isinstance(found, Article)


@pytest.mark.parametrize("value", [0, -1, 1_000_000_001])
def test_a_limit_is_a_number_from_one_to_a_billion(value: int) -> None:
    with pytest.raises(ArgumentError) as caught:
        ReadingLimits(file_size=value)

    assert (
        str(caught.value) == f"limits.file_size is {value:,}. It must be from 1 to 1,000,000,000."
    )


def test_the_page_tells_every_limit_with_its_option_and_what_it_is_where_nothing_is_said() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(--[\w-]+)` \| ([\d,]+) \|", PAGE.read_text(), re.MULTILINE)

    assert rows == [
        (name, option_name(name), f"{getattr(DEFAULT_READING_LIMITS, name):,}") for name in NAMES
    ]


def test_the_page_on_queries_tells_every_limit_of_theirs() -> None:
    page = PAGE.with_name("query-language.md").read_text().partition("## Limits")[2]
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) ", page, re.MULTILINE)

    assert rows == [
        (name, f"{getattr(DEFAULT_LIMITS, name):,.0f}")
        for name in DEFAULT_LIMITS.__match_args__
        if name != "time"
    ]


def indexed_by_library(folder: Path, **limits: int) -> list[str]:
    with searchkit.create(folder / "index") as index:
        report = index.update(folder / "corpus", limits=ReadingLimits(**limits))
    return [str(problem) for problem in report.problems]


def rebuilt_by_library(folder: Path, **limits: int) -> list[str]:
    report = searchkit.rebuild(folder / "index", folder / "corpus", limits=ReadingLimits(**limits))
    return [str(problem) for problem in report.problems]


def indexed_by_command(folder: Path, **limits: int) -> list[str]:
    arguments = ["index", str(folder / "corpus"), "--index", str(folder / "index")]
    arguments += [word for name in limits for word in (option_name(name), str(limits[name]))]
    result = CliRunner().invoke(main, [*arguments, "--format", "json"])
    return [f"{one['path']}: {one['reason']}" for one in json.loads(result.stdout)["problems"]]


@pytest.mark.parametrize(
    "index", [indexed_by_library, rebuilt_by_library, indexed_by_command], ids=lambda f: f.__name__
)
def test_limits_are_set_for_an_update(tmp_path: Path, index: Callable[..., list[str]]) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(PROSE)

    assert index(tmp_path, article_size=50) == [
        "a.txt: has an article of more than 50 characters (limits.article_size)"
    ]
    assert index(tmp_path, article_size=100) == []


def test_the_command_names_the_option_of_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    command = ["index", str(tmp_path), "--index", str(tmp_path / "index"), "--dry-run"]

    too_long = CliRunner().invoke(main, [*command, "--max-article-size", "50"])
    nothing = CliRunner().invoke(main, [*command, "--max-article-size", "0"])

    assert too_long.stdout.splitlines()[1:] == [
        "Unreadable: 1 file",
        "  a.txt: has an article of more than 50 characters (--max-article-size)",
    ]
    assert nothing.stderr == "Error: --max-article-size is 0. It must be from 1 to 1,000,000,000.\n"


def test_the_numbers_of_the_command_may_be_short(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    command = ["index", str(tmp_path), "--index", str(tmp_path / "index"), "--dry-run"]

    good = [CliRunner().invoke(main, [*command, "--max-file-size", n]) for n in ("5k", "2M", "1G")]
    bad = CliRunner().invoke(main, [*command, "--max-file-size", "2 MB"])

    assert [result.exit_code for result in good] == [0, 0, 0]
    assert bad.exit_code == 2
    assert bad.stderr.splitlines()[-1] == (
        "Error: Invalid value for '--max-file-size': '2 MB' is not a number such as 5000, 50k, "
        "20M or 1G. See: main help index"
    )
