"""Laws of the documentation: what its pages say of the library and the command is so.

Every example runs and prints what the page shows, every command, option, status and limit is
there as it is, and each row of the tables on queries, dates and reading is true.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

import searchkit
from searchkit import errors, ranking
from searchkit import query as query_package
from searchkit.cli import main
from searchkit.cli.status import MEANINGS
from searchkit.corpus.facts import field_names
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.errors import DateError
from searchkit.index import Index
from searchkit.local.writing.signatures import MOST_TERMS
from searchkit.output import FIELDS, USUAL
from searchkit.query import DEFAULT_LIMITS, Limits, Ranking, read_dates, to_text
from searchkit.query.nodes import Word, leaves, terms
from searchkit.results import plain
from tests.conftest import ENGINES, kept_in

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/guides/*.md")])

_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TIME = re.compile(r"\d+(?:\.\d+)? (?:µs|ms|s)\b")


@pytest.fixture
def beside_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with copies of the sample corpus and the pages, as the examples expect it."""
    for name in ("corpus", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "SEARCHKIT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")


def blocks(page: Path) -> list[tuple[str, str]]:
    return [(found.group(1), found.group(2)) for found in _BLOCK.finditer(page.read_text())]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a transcript, each with the lines that continue it, and what each printed."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        while printed.startswith((">\n", "> ")):
            line, _, printed = printed.partition("\n")
            command += f"\n{line[2:]}"
        yield command, printed


def run(command: str) -> str:
    program, *arguments = shlex.split(command)
    parts = shlex.shlex(command, posix=True, punctuation_chars=True)
    parts.whitespace_split = True
    if program == "searchkit" and not {"|", ">", ";"} & {*parts}:
        return CliRunner().invoke(main, arguments, prog_name="searchkit").output
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return ran.stdout


@pytest.mark.usefixtures("beside_the_corpus")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_print_what_it_says(page: Path) -> None:
    names: dict[str, object] = {}  # an example goes on from those before it
    for kind, block in blocks(page):
        if kind == "console":
            for command, printed in commands(block):
                assert _TIME.sub("N", run(command)) == _TIME.sub("N", printed), command
        else:
            test = doctest.DocTestParser().get_doctest(block, names, page.name, str(page), 0)
            runner = doctest.DocTestRunner(verbose=False)
            assert runner.run(test, clear_globs=False).failed == 0
            names = test.globs


def test_the_readme_is_short_and_tells_things_in_the_order_in_which_they_are_asked() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()

    assert len(lines) < 170
    assert lines[0] == "# searchkit"
    assert [line[3:] for line in lines if line.startswith("## ")] == [
        "Install",
        "Three commands",
        "What it reads, and what not",
        "In a browser",
        "Search",
        "Who printed it first",
        "Keep it up to date",
        "Python",
        "More",
    ]


def test_the_tree_of_errors_is_the_one_that_the_module_tells() -> None:
    tree = [line[4:] for line in (errors.__doc__ or "").splitlines() if line.startswith("    ")]

    assert "```text\n" + "\n".join(tree) + "\n```" in (ROOT / "docs" / "library.md").read_text()


def test_every_command_and_option_is_in_the_documentation() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    ctx = click.Context(main)
    commands = {name: main.get_command(ctx, name) for name in main.list_commands(ctx)}
    missing = [name for name in commands if not re.search(rf"searchkit {name}\b", text)]
    missing += [
        option
        for command in commands.values()
        if command
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and not re.search(rf"{option}\b", text)
    ]

    assert missing == []


@pytest.mark.parametrize(
    "page",
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")],
    ids=lambda page: page.name,
)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_has_its_place_on_the_site() -> None:
    start = (ROOT / "docs/site/index.md").read_text()
    listed = re.findall(r"^[\w./-]+$", start, re.MULTILINE)
    pages = {*ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")}
    pages -= {ROOT / "docs/site/index.md"}

    assert pages - {(ROOT / f"docs/site/{name}.md").resolve() for name in listed} == set()


def test_the_list_for_language_models_has_each_page_once_in_a_line() -> None:
    text = (ROOT / "llms.txt").read_text()
    head, *listed = re.split(r"^- ", text, flags=re.MULTILINE)
    lines = [re.fullmatch(r"\[.+\]\((.+)\): .+\.", line.split("\n")[0]) for line in listed]

    assert re.match(r"# searchkit\n\n> .+\n\n", head)
    assert all(lines)
    links = [line[1] for line in lines if line]
    assert len(set(links)) == len(links)
    more = {"ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"}
    assert set(links) == {str(page.relative_to(ROOT)) for page in PAGES} | more


@pytest.mark.parametrize("page", ["README.md", "docs/command.md"])
def test_every_exit_status_is_told_with_its_meaning(page: str) -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", (ROOT / page).read_text(), re.MULTILINE)

    assert {int(status): meaning for status, meaning in rows} == MEANINGS


def test_the_page_on_the_command_tells_the_layout_and_the_fields_of_a_hit() -> None:
    page = (ROOT / "docs" / "command.md").read_text()
    usual, more = (cells[1:] for cells in rows(page, r"\| `json`, `jsonl` \| `csv`"))
    of_json, (as_json, of_csv) = code(usual[0]), usual[1].split(", with ")

    assert f"the version of its layout, now {plain.VERSION}." in page
    assert tuple(of_json) == USUAL["json"]
    without = set(code(as_json))
    assert {*of_json} - without | {*code(of_csv)} == set(USUAL["csv"])
    assert [{*code(cell)} for cell in more] == [
        set(FIELDS[form]) - set(USUAL[form]) for form in ("json", "csv")
    ]


def test_the_page_on_ranking_has_the_numbers_of_the_formulas() -> None:
    page = (ROOT / "docs" / "ranking.md").read_text()
    of_fields = {
        name: (float(weight), float(b)) for name, weight, b in rows(page, r"field \| weight \| b")
    }

    assert of_fields == {name: (f.weight, f.b) for name, f in ranking.FIELD_WEIGHTS.items()}
    for told in (
        f"score(word) = {ranking.INFLECTIONS_SHARE} × s(inflections) + {ranking.STEM_SHARE} × s(",
        f"s   = idf × x / (x + {ranking.K1})",
        f"In the {ranking.BEST} best articles",
        f"score(pair) = {ranking.PAIRS} × idf × x / (x + {ranking.K1})",
        f"The {ranking.LIKE} best by the score so far",
        f"{MOST_TERMS} at most.",
        f"adds to the score of an article {ranking.FEEDBACK} × the best score",
        f"fewer than {ranking.FULL_SIGNATURE} terms",
        f"tf / (tf + {Ranking().k1} × (1 - {Ranking().b} + {Ranking().b} × length / mean length))",
    ):
        assert told in page


QUERY_PAGE = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")


def rows(page: str, head: str) -> Iterator[list[str]]:
    """The cells of all rows of the tables of a page with a head."""
    for table in re.findall(rf"^\| {head} \|\n\|[-|]+\|\n((?:\|.*\n)+)", page, re.MULTILINE):
        for row in table.splitlines():
            yield [cell.replace("\\|", "|") for cell in re.split(r" (?<!\\)\| ", row[2:-2])]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


FINDS = [
    (write, int(count))
    for cells in rows(QUERY_PAGE, r"write \| finds \| of 62")
    for write, count in zip(code(cells[0]), cells[2].split(", "), strict=True)
]
WITH_SAVED = [
    (write, int(count))
    for cells in rows(QUERY_PAGE, r"write \| means \| of 62")
    for write, count in zip(code(cells[0]), cells[2].split(", "), strict=True)
]
ALL_OR_SOME = [
    (write, int(total), int(more))
    for cells in rows(QUERY_PAGE, r"write \| is required \| all words \| only some")
    for write, total, more in zip(
        code(cells[0]), cells[2].split(", "), cells[3].split(", "), strict=True
    )
]
CAPITALS = [
    (code(cells[0]), code(cells[1])) for cells in rows(QUERY_PAGE, r"write \| its words \| why")
]
READINGS = list(rows(QUERY_PAGE, r"write \| is read as \| and the note says"))


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("sample") / "index"
    searchkit.update(directory, ROOT / "corpus")
    return directory


@pytest.fixture(scope="module", params=ENGINES)
def sample(request: pytest.FixtureRequest, directory: Path) -> Iterator[Index]:
    with searchkit.open(kept_in(request.param, directory)) as index:
        yield index


@pytest.fixture(scope="module")
def with_saved(sample: Index) -> Index:
    """The sample corpus, with the search that the page on queries has saved."""
    sample.save_search("tides", '"spring tide"', since="2019")
    return sample


@pytest.mark.parametrize(("write", "count"), FINDS)
def test_a_query_finds_as_many_articles_as_its_row_says(
    sample: Index, write: str, count: int
) -> None:
    assert sample.search(write, strict=True, limit=0, timezone="UTC").total == count


@pytest.mark.parametrize(("write", "count"), WITH_SAVED)
def test_a_query_with_a_saved_search_finds_as_many_articles_as_its_row_says(
    with_saved: Index, write: str, count: int
) -> None:
    assert with_saved.search(write, limit=0, timezone="UTC").total == count


@pytest.mark.parametrize(("write", "total", "more"), ALL_OR_SOME)
def test_a_query_finds_as_many_articles_with_all_words_and_with_some_as_its_row_says(
    sample: Index, write: str, total: int, more: int
) -> None:
    found = sample.search(write, limit=0, timezone="UTC")

    assert (found.total, found.more) == (total, more)


@pytest.mark.parametrize(("write", "read_as", "message"), READINGS)
def test_a_query_is_read_as_its_row_says(write: str, read_as: str, message: str) -> None:
    parsed = query_package.parse(code(write)[0], language="en")

    assert f"`{to_text(parsed.node)}`" == read_as
    assert [note.message for note in parsed.notes] == [message]


@pytest.mark.parametrize(("write", "words"), CAPITALS)
def test_the_words_of_a_query_in_capitals_are_those_of_its_row(
    write: list[str], words: list[str]
) -> None:
    trees = [query_package.parse(text, language="en").node for text in write]
    found = [term for tree in trees for leaf in leaves(tree) for term in terms(leaf)]

    assert [term.text for term in found if isinstance(term, Word)] == words


def test_the_limits_of_the_page_on_queries_are_those_of_the_code() -> None:
    limits = {
        code(name)[0]: float(re.sub(r"(?<=\d),|\s.*", "", value))
        for name, value in rows(QUERY_PAGE, r"limit \| is")
    }

    numbers = [name for name in Limits.__match_args__ if name != "time"]
    assert limits == {name: getattr(DEFAULT_LIMITS, name) for name in numbers}


def test_the_page_on_queries_names_the_version_of_the_language() -> None:
    assert QUERY_PAGE.startswith(f"# Query language {query_package.QUERY_LANGUAGE}\n")


def test_the_tables_of_the_page_on_queries_are_found() -> None:
    assert len(FINDS) > 50
    assert len(READINGS) > 15
    assert len(ALL_OR_SOME) > 5
    assert len(CAPITALS) > 5
    assert len(WITH_SAVED) > 5


READING_PAGE = (ROOT / "docs" / "reading.md").read_text()


def test_the_names_of_fields_are_those_that_are_looked_for_in_their_order() -> None:
    assert {what: tuple(code(names)) for what, names in rows(READING_PAGE, r"what \| names")} == {
        "text": field_names.TEXT_NAMES,
        "in place of a text": field_names.SUMMARY_NAMES,
        "title": field_names.TITLE_NAMES,
        "date": (*field_names.DATE_NAMES, *field_names.YEAR_NAMES),
        "source": field_names.SOURCE_NAMES,
        "authors": field_names.AUTHOR_NAMES,
        "address": field_names.URL_NAMES,
        "language": field_names.LANGUAGE_NAMES,
        "id": field_names.ID_NAMES,
    }


@pytest.mark.parametrize(("written", "read_as"), list(rows(READING_PAGE, r"written \| is")))
def test_each_date_of_the_page_on_reading_is_read_as_it_says(written: str, read_as: str) -> None:
    expected = code(read_as) or ["None"]
    found = [str(parse_date(text)) for text in code(written)]

    assert found == (expected if len(expected) > 1 else expected * len(found))


def test_the_page_on_reading_counts_the_names_as_the_message_does() -> None:
    assert re.findall(r"(\d+) other names", READING_PAGE) == [str(len(field_names.TEXT_NAMES) - 3)]


BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2018, 3, 14, 10, 30, tzinfo=BERLIN)
DATES_PAGE = (ROOT / "docs" / "dates.md").read_text()
DATE_ROWS = [
    (re.findall("`([^`]+)`", written), meant)
    for written, meant in re.findall(r"^\| (`.+?) \| (.+) \|$", DATES_PAGE, re.MULTILINE)
]


@pytest.mark.parametrize(("texts", "meant"), DATE_ROWS, ids=str)
def test_every_row_of_the_page_on_dates_is_true(texts: list[str], meant: str) -> None:
    spans = re.findall("`([^`]+)`", meant)
    expected = spans or [meant]

    assert [date_or_error(text) for text in texts] == expected * (
        len(texts) if len(expected) == 1 else 1
    )


def date_or_error(text: str) -> str:
    """What a date is, or the error that it is."""
    try:
        return str(read_dates(text, now=NOW, timezone=BERLIN))
    except DateError as error:
        return str(error)
