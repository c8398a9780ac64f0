"""Folders that a stranger made lead nowhere: only the index directory is ever written to."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from searchkit.cli import main
from searchkit.errors import SearchkitError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")

PROSE = "The tide came in at noon, and the harbour master shut the gates."
SECRET = "The gates are opened by three knocks and a whistle."

names = st.sampled_from(
    [
        "a",
        "a..a",
        "a..",
        "%2e%2e",
        "\\..\\a",
        "~",
        "$HOME",
        "a\nb",
        "a\x1b[2J",
        "-rf",
        "a;b",
        "`a`",
        "#",
    ]
)
texts = st.sampled_from(["../../outside/b.txt", "/outside", "\x1b]0;t\x07", "tide", "\0", "${PWD}"])
records = st.fixed_dictionaries(
    {"text": st.just(PROSE)},
    optional=dict.fromkeys(("id", "path", "key", "file", "title", "source", "url"), texts),
)


def state(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything in a folder but the index: names, kinds, contents, times of change."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        if "index" in path.relative_to(folder).parts:
            continue
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        found[str(path)] = (path.lstat().st_mode, path.lstat().st_mtime_ns, content)
    return found


@settings(max_examples=6, deadline=None)
@given(
    files=st.dictionaries(names, st.lists(records, min_size=1, max_size=3), min_size=1, max_size=3),
    links=st.dictionaries(
        st.sampled_from(["l.txt", "l.jsonl", "folder", "m.md"]),
        st.sampled_from(["../outside", "../outside/b.txt", "/etc/passwd", ".", "l.txt"]),
    ),
)
def test_no_corpus_makes_searchkit_write_outside_of_the_index(
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, list[dict[str, str]]],
    links: dict[str, str],
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    corpus, outside, index = folder / "corpus", folder / "outside", folder / "index"
    corpus.mkdir()
    outside.mkdir()
    (outside / "b.txt").write_text(SECRET)
    for name, found in files.items():
        content = "\n".join(map(json.dumps, found)).encode()
        (corpus / f"{name}.jsonl.gz").write_bytes(gzip.compress(content))
    for name, target in links.items():
        (corpus / name).symlink_to(target)
    before = state(folder)

    keys = []
    with searchkit.create(index) as opened:
        opened.update(corpus)
        keys = [hit.article.key for hit in opened.search("", limit=100)]
        secrets = opened.search("whistle")
    for arguments in (
        ["index", str(corpus)],
        ["index", str(corpus), "--rebuild", "--optimize"],
        ["search", "tide"],
        ["sources"],
        ["stats"],
        ["complete", "t"],
        ["check", "--deep"],
        ["repair"],
        *(["show", "--", key] for key in keys),
    ):
        place = arguments.index("--") if "--" in arguments else len(arguments)
        with_index = [*arguments[:place], "--index", str(index), *arguments[place:]]
        result = CliRunner().invoke(main, with_index)
        assert result.exit_code in {0, 1}, (arguments, result.output)
        assert "\x1b" not in result.output

    assert len(keys) == sum(map(len, files.values()))
    assert list(secrets) == []
    assert state(folder) == before


@pytest.mark.parametrize("command", ["update", "rebuild", "repair"])
@pytest.mark.parametrize("to_what", ["a file", "nothing"])
def test_links_in_an_index_are_not_written_through(
    tmp_path: Path, command: str, to_what: str
) -> None:
    corpus, index, victim = tmp_path / "corpus", tmp_path / "index", tmp_path / "victim"
    corpus.mkdir()
    (corpus / "a.txt").write_text(PROSE)
    with searchkit.create(index) as opened:
        opened.update(corpus)
    (corpus / "b.txt").write_text(f"{PROSE} Nobody was told.")
    if to_what == "a file":
        victim.write_text(SECRET)
    numbers = [f"{number:06}" for number in range(12)]
    for name in (
        "MAIN_WRITELOCK",
        "files.json.tmp",
        *(f"manifest-{number}.json.tmp" for number in numbers),
        *(f"_MAIN_{int(number)}.toc.tmp" for number in numbers),
    ):
        (index / name).unlink(missing_ok=True)
        (index / name).symlink_to(victim)
    before = state(tmp_path)

    try:
        if command == "repair":
            searchkit.repair(index)
        elif command == "rebuild":
            searchkit.rebuild(index, corpus)
        else:
            with searchkit.open(index) as opened:
                opened.update(corpus)
    except SearchkitError:
        pass  # it may refuse, as long as it leaves all else alone

    assert state(tmp_path) == before
    assert os.path.lexists(victim) == (to_what == "a file")
