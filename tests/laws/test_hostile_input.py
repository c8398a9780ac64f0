"""Laws of hostile input: whatever strangers put into texts, folders and files does no harm.

Of their texts nothing but text and our own colours reaches a terminal, a folder or an index of
theirs leads to no writing outside of the index directory, and nothing in an index is executed.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import pickle
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import whoosh.index
import zstandard
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from searchkit import output
from searchkit.article import Article, Span
from searchkit.cli import main
from searchkit.errors import IndexStateError, SearchkitError, UnreadableFileError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.store.manifests import seal, unseal
from searchkit.notes import Note, Remark
from searchkit.output import Style
from searchkit.output.style import Ink
from searchkit.results import (
    CheckReport,
    Completion,
    Hit,
    MarkedArticle,
    RepairReport,
    Results,
    Snippet,
    SourceCount,
    Stats,
    Suggestion,
    UpdateReport,
)
from tests.conftest import MEMORABLE, MakeCorpus
from tests.output.conftest import some_report, some_stats

HOSTILE = (
    "\x1b[2J", "\x1b]0;title\x07", "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "\x1b[31m", "\x1bP1;2q\x1b\\", "\x1bc", "\x9b2J", "\x9d0;t\x9c", "\x1b", "\r",
    "\b\b\b", "\x07", "\x0e", "\t", "\v", "\f", "\x85", "\u2028", "\u2029", "\u202e",
    "\u2066", "\u2069", "\0", "\x7f", "\udcff", "\n", "=cmd()", "+1", "-1", "@x", "＝1",
    '"', ",", ";", "tide", "潮汐", "e\u0301", "🌊", "  ", "**", "<b>",
)  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=8).map("".join)
COLOURS = re.compile("|".join(re.escape(ink.value) for ink in Ink if ink.value) + r"|\x1b\[0m")
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    return Article(
        key=draw(texts),
        title=draw(texts),
        text=text,
        path=draw(texts),
        source=draw(st.none() | texts),
        authors=tuple(draw(st.lists(texts, max_size=2))),
        url=draw(st.none() | texts),
        language=draw(st.none() | texts),
        furniture=(Span(0, len(text) // 2),),
    )


@st.composite
def results(draw: st.DrawFn) -> Results:
    article = draw(articles())
    quoted = Snippet(article.text, (Span(0, len(article.text)),) if article.text else ())
    hit = Hit(
        rank=1, score=1.5, article=article, snippets=(quoted,), title_spans=whole(article.title)
    )
    query = draw(texts)
    note = Note(draw(texts), span=Span(0, len(query)), suggestion=draw(texts))
    return Results(query=query, total=1, took=0.1, hits=(hit,), notes=(note,))


def whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),) if text else ()


@st.composite
def marked(draw: st.DrawFn) -> MarkedArticle:
    article = draw(articles())
    return MarkedArticle(article, draw(texts), whole(article.text), whole(article.title))


RECORDS: dict[str, tuple[Mapping[str, Any], st.SearchStrategy[Any]]] = {
    "results": (output.RESULTS_FORMATS, results()),
    "article": (output.ARTICLE_FORMATS, marked()),
    "sources": (
        output.SOURCES_FORMATS,
        st.lists(st.builds(SourceCount, st.none() | texts, st.just(3), st.none(), st.none())),
    ),
    "completions": (
        output.COMPLETIONS_FORMATS,
        st.lists(st.builds(Completion, texts, st.just("source"), st.just(3))),
    ),
    "suggestions": (
        output.SUGGESTIONS_FORMATS,
        st.lists(st.builds(Suggestion, texts, st.just(1), st.just(3))),
    ),
    "stats": (
        output.STATS_FORMATS,
        texts.map(
            lambda text: Stats(
                articles=1,
                dated=0,
                sources=0,
                languages={text: 1},
                terms=1,
                size=1,
                first=None,
                last=None,
                updated=datetime(2021, 3, 14, tzinfo=UTC),
                segments=1,
            )
        ),
    ),
    "report": (
        output.REPORT_FORMATS,
        texts.map(
            lambda text: UpdateReport(
                added=1,
                replaced=0,
                removed=0,
                unchanged=0,
                files=1,
                skipped={text: 1},
                missing={text: {text: 1}},
                problems=(UnreadableFileError(text, text),),
                remarks=(Remark(text, text),),
                doubtful={text: text},
                took=0.1,
            )
        ),
    ),
    "check": (
        output.CHECK_FORMATS,
        texts.map(
            lambda text: CheckReport(articles=1, segments=1, faults=(text,), deep=True, took=0.1)
        ),
    ),
    "repair": (
        output.REPAIR_FORMATS,
        texts.map(
            lambda text: RepairReport(
                kept=1, indexed=1, lost=(text,), faults=(text,), aside=(text,), took=0.1
            )
        ),
    ),
}


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=25)
@given(data=st.data(), colour=st.booleans(), width=st.integers(1, 120))
def test_text_holds_no_control_character_but_our_colours(
    name: str, data: st.DataObject, colour: bool, width: int
) -> None:
    formats, records = RECORDS[name]
    text = formats["text"](data.draw(records), Style(width=width, colour=colour))

    assert UNSAFE.search(COLOURS.sub("", text) if colour else text) is None
    assert text.encode().decode() == text


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=25)
@given(data=st.data())
def test_json_is_valid_and_each_text_of_it_one_printable_line(
    name: str, data: st.DataObject
) -> None:
    formats, records = RECORDS[name]
    record = data.draw(records)
    for form in formats.keys() & {"json", "jsonl"}:
        for line in formats[form](record, Style()).splitlines():
            assert isinstance(json.loads(line), dict)
            assert UNSAFE.search(line) is None
            assert line.encode().decode() == line


@given(found=results())
def test_csv_has_a_row_a_hit_and_no_cell_that_a_spreadsheet_runs(found: Results) -> None:
    text = output.RESULTS_FORMATS["csv"](found, Style())
    rows = list(csv.reader(io.StringIO(text)))

    assert [len(row) for row in rows] == [14, 14]
    assert UNSAFE.search(text.replace("\r\n", "\n")) is None
    assert [
        cell for cell in rows[1] if cell.lstrip()[:1] in {*"=+-@＝＋－＠"} and cell.strip()
    ] == []


@given(found=results(), width=st.integers(20, 120))
def test_a_hit_stays_where_it_is_put(found: Results, width: int) -> None:
    """Nothing that it says begins a line at the margin, where ranks and totals stand."""
    lines = output.RESULTS_FORMATS["text"](found, Style(width=width)).split("\n")
    at_margin = [line.split(" ")[0] for line in lines if line[:1] not in {"", " "}]

    assert at_margin == ["Note:", "1.", "1"]


def test_nothing_an_article_carries_reaches_the_terminal() -> None:
    evil = "\x1b[31mti\x1b[0mde\x07\x9b2J\u202eedit\u2066\x1b]0;owned\x07\udcff"
    article = Article(
        key=evil,
        title=evil,
        text=f"{evil}\n{evil}",
        path=evil,
        source=evil,
        authors=(evil,),
        url=evil,
        language=evil,
    )
    hit = Hit(rank=1, article=article, score=1.0, snippets=(Snippet(evil, (Span(5, 13),)),))
    note = Note(evil, Span(0, 5), evil)
    problem = UnreadableFileError(evil, evil)
    plain = Style(width=60)
    drawn = [
        output.RESULTS_FORMATS["text"](
            Results(query=evil, total=1, took=0.0, hits=(hit,), notes=(note,)), plain
        ),
        output.ARTICLE_FORMATS["text"](MarkedArticle(article, evil, (Span(5, 13),)), plain),
        output.SOURCES_FORMATS["text"]([SourceCount(evil, 1, None, None)], plain),
        output.STATS_FORMATS["text"](some_stats(languages={evil: 1}), plain),
        output.REPORT_FORMATS["text"](some_report(skipped={evil: 1}, problems=(problem,)), plain),
    ]

    assert set("".join(drawn)) & set("\x1b\x07\x9b\u202e\u2066\udcff") == set()
    assert all("tide2Jedit\ufffd" in text.replace("*", "") for text in drawn)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--\x1b[2J"],
        ["\x1b]0;title\x07"],
        ["search", "--\x1b[2J"],
        ["search", "--sort", "\x9b2J"],
        ["index", "--max-file-size", "\x1b[31m"],
        ["--index\u202e", "x"],
    ],
)
def test_what_was_typed_wrong_does_nothing_to_the_terminal(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments, color=True)

    assert result.exit_code == 2
    assert not {*"\x1b\x07\x9b\u202e"} & {*result.output}


PROSE = "The tide came in at noon, and the harbour master shut the gates."
SECRET = "The gates are opened by three knocks and a whistle."
odd_names = st.sampled_from(
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
odd_texts = st.sampled_from(
    ["../../outside/b.txt", "/outside", "\x1b]0;t\x07", "tide", "\0", "${PWD}"]
)
odd_records = st.fixed_dictionaries(
    {"text": st.just(PROSE)},
    optional=dict.fromkeys(("id", "path", "key", "file", "title", "source", "url"), odd_texts),
)


def everything_in(folder: Path) -> dict[str, tuple[object, ...]]:
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
    files=st.dictionaries(
        odd_names, st.lists(odd_records, min_size=1, max_size=3), min_size=1, max_size=3
    ),
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
    before = everything_in(folder)

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
        at = arguments.index("--") if "--" in arguments else len(arguments)
        with_index = [*arguments[:at], "--index", str(index), *arguments[at:]]
        result = CliRunner().invoke(main, with_index)
        assert result.exit_code in {0, 1}, (arguments, result.output)
        assert "\x1b" not in result.output

    assert len(keys) == sum(map(len, files.values()))
    assert list(secrets) == []
    assert everything_in(folder) == before


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
    before = everything_in(tmp_path)

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

    assert everything_in(tmp_path) == before
    assert os.path.lexists(victim) == (to_what == "a file")


class Trap:
    """What creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def as_stored(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def trapped_segment(path: Path, trap: bytes) -> None:
    """Put pickles where a segment has the stored fields of articles and the rest of its bytes."""
    file = ArrayFile(path.read_bytes(), name=path.name, directory=path.parent)
    arrays = {name: file.array(name).copy() for name in file}
    frame = as_stored(trap)
    starts = arrays["stored/starts"]
    starts[1:] = [len(frame) * (i + 1) for i in range(len(starts) - 1)]
    arrays["stored/frames"] = np.frombuffer(frame * (len(starts) - 1), np.uint8)
    with path.open("wb") as stream, ArrayFileWriter(stream) as writer:
        for name, array in arrays.items():
            writer.add(name, array)
        writer.add("pickle", np.frombuffer(trap, np.uint8))
        writer.finish({**file.description, "pickle": trap.decode("latin-1")})
    manifest = max(path.parent.glob("manifest-*.json"))
    content = unseal(manifest.read_bytes())
    content["segments"][0]["size"] = path.stat().st_size
    manifest.write_bytes(seal(content))


@pytest.mark.parametrize("whole", [True, False], ids=["trapped segment", "pickle for a segment"])
def test_pickles_in_an_index_are_never_run(
    copy: Path, make_corpus: MakeCorpus, tmp_path: Path, *, whole: bool
) -> None:
    sprung = tmp_path / "sprung"
    trap = pickle.dumps(Trap(sprung))
    corpus = make_corpus(MEMORABLE)
    (segment,) = copy.glob("MAIN_*.arrays")
    if whole:
        trapped_segment(segment, trap)
    else:
        segment.write_bytes(trap)
    for toc in copy.glob("*.toc"):
        toc.write_bytes(trap)
    for name in ("files.json", "MAIN_WRITELOCK", "manifest-000000.json", "MAIN_0.seg", "x.pickle"):
        (copy / name).write_bytes(trap)
    commands: list[list[str]] = [
        ["search", "tide"],
        ["search", ""],
        ["sources"],
        ["stats"],
        ["show", "moon.md"],
        ["check"],
        ["check", "--deep"],
        ["index", str(corpus), "--replace-corpus"],
        ["repair"],
        ["index", str(corpus), "--replace-corpus", "--rebuild"],
        ["search", "tide"],
    ]

    statuses = [
        CliRunner().invoke(main, [*command, "--index", str(copy)]).exit_code for command in commands
    ]

    assert not sprung.exists()
    assert set(statuses) <= {0, 1, 3}
    assert statuses[-2:] == [0, 0]
    assert (copy / "x.pickle").read_bytes() == trap


def test_the_trap_would_have_worked(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Trap(tmp_path / "sprung")))

    assert (tmp_path / "sprung").exists()


def test_a_manifest_cannot_name_a_file_elsewhere(copy: Path, tmp_path: Path) -> None:
    (segment,) = copy.glob("MAIN_*.arrays")
    elsewhere = tmp_path / segment.name
    shutil.move(segment, elsewhere)
    for manifest in copy.glob("manifest-*.json"):
        content = unseal(manifest.read_bytes())
        for entry in content["segments"]:
            entry["file"] = f"../{segment.name}"
        manifest.write_bytes(seal(content))
    (copy / "manifest-000000.json").unlink()

    with pytest.raises(IndexStateError):
        searchkit.open(copy)


def test_a_lock_that_says_odd_things_is_printed_without_control_characters(copy: Path) -> None:
    lock = whoosh.index.open_dir(str(copy)).lock("WRITELOCK")
    assert lock.acquire()
    odd = {"pid": 7, "host": "\x1b[31mhost\n", "since": "2021-03-14T09:30:00+00:00"}
    (copy / "MAIN_WRITELOCK").write_text(json.dumps(odd))

    result = CliRunner().invoke(main, ["repair", "--index", str(copy)])

    lock.release()
    assert result.exit_code == 4
    assert "process 7 on \\x1b[31mhost\\n since 2021-03-14 09:30:00 UTC" in result.stderr
