"""Every example of the documentation runs, and prints what it says."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from searchkit import errors
from searchkit.cli import main
from searchkit.cli.status import MEANINGS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])

_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TIME = re.compile(r"\d+(?:\.\d+)? (?:µs|ms|s)\b")


@pytest.fixture
def beside_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a copy of the sample corpus, as the examples expect it."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "SEARCHKIT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")


def blocks(page: Path) -> list[tuple[str, str]]:
    return [(found.group(1), found.group(2)) for found in _BLOCK.finditer(page.read_text())]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a transcript and what each printed."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def run(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "searchkit"

    return CliRunner().invoke(main, arguments, prog_name="searchkit").output


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

    assert len(lines) < 130
    assert lines[0] == "# searchkit"
    assert [line[3:] for line in lines if line.startswith("## ")] == [
        "Install",
        "Three commands",
        "What it reads, and what not",
        "Search",
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
    [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md")],
    ids=lambda page: page.name,
)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "docs/command.md"])
def test_every_exit_status_is_told_with_its_meaning(page: str) -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", (ROOT / page).read_text(), re.MULTILINE)

    assert {int(status): meaning for status, meaning in rows} == MEANINGS
