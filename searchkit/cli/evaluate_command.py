"""`evaluate`: how well an index answers queries that people judged."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import ranking_option
from searchkit.cli.printer import Printer, printing
from searchkit.cli.progressing import progressing
from searchkit.cli.status import interruptible, load
from searchkit.cli.targets import opened_index
from searchkit.query.rankings import Ranking, make_ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchkit.progress import Progress
    from searchkit.query.rankings import RankingName

_FILE = click.Path(path_type=Path)


@command("Measure how well queries that were judged are answered.")
@click.argument("corpus", type=click.Path(readable=False, path_type=Path), nargs=-1)
@click.option(
    "--queries", type=_FILE, required=True, metavar="FILE", help="The queries, each with an id."
)
@click.option(
    "--judgments",
    type=_FILE,
    required=True,
    metavar="FILE",
    help="Which articles are right for each query, with grades.",
)
@click.option(
    "--as-typed",
    is_flag=True,
    help="Read each query by the query language, and not as plain words.",
)
@click.option(
    "--as-is",
    is_flag=True,
    help="Read the texts of CORPUS as they are stored, as published baselines do.",
)
@ranking_option
@click.option(
    "--k1",
    type=float,
    metavar="NUMBER",
    help="How slowly repeats stop counting in --ranking bm25, above 0.  [default: 1.5]",
)
@click.option(
    "--b",
    type=float,
    metavar="NUMBER",
    help="How much long articles are marked down in --ranking bm25, 0 to 1.  [default: 0.6]",
)
@click.option(
    "--compare",
    "before",
    type=_FILE,
    metavar="FILE",
    help="Compare with this evaluation, which --format json printed.",
)
@click.option(
    "--index",
    "address",
    type=click.Path(readable=False),
    metavar="DIR",
    help="The index to ask; with CORPUS, it is brought up to date first. "
    "[default: one of CORPUS, removed at the end]",
)
@printing(output.EVALUATION_FORMATS)
def evaluate(
    corpus: tuple[Path, ...],
    queries: Path,
    judgments: Path,
    as_typed: bool,
    as_is: bool,
    ranking: RankingName,
    k1: float | None,
    b: float | None,
    before: Path | None,
    address: str | None,
    printer: Printer,
) -> None:
    """Ask queries that were judged, and measure how early the right articles of CORPUS come.

    A line of --queries is an id, a tab and the query; one of --judgments is the id of a
    query, a tab, an article, a tab and its grade: 0 if it is of no use, and more if it is.
    Files as TREC has them are read, too. An article is named by its key, or by what
    follows the # in it. "searchkit help evaluation" says what is measured.

    \b
    searchkit evaluate articles --queries q.tsv --judgments j.tsv
    searchkit evaluate articles --queries q.tsv --judgments j.tsv --format json > before.json
    searchkit evaluate articles --queries q.tsv --judgments j.tsv --compare before.json
    """
    if not corpus and address is None:
        raise click.UsageError("Name CORPUS, the folder of articles, or an index with --index.")
    if as_is and not corpus:
        raise click.UsageError("--as-is says how CORPUS is read. Name CORPUS, too.")
    chosen = _ranking(ranking, k1=k1, b=b)
    load("searchkit.evaluation")
    from searchkit import evaluation

    asked = evaluation.read_queries(queries)
    judged = evaluation.read_judgments(judgments)
    earlier = evaluation.read_evaluation(before) if before else None
    with (
        interruptible(),
        progressing(printer) as progress,
        _index_of(corpus, address, progress, as_is=as_is) as built,
        opened_index(built, printer) as opened,
    ):
        found = evaluation.evaluate(
            opened, asked, judged, as_typed=as_typed, progress=progress, ranking=chosen
        )
    printer.note(found.notes)
    if earlier:
        found = found.replace(comparison=evaluation.compare(earlier, found))
    printer.print(output.EVALUATION_FORMATS, found)


def _ranking(name: RankingName, **settings: float | None) -> Ranking:
    """Return the ranking that was asked for, with what was set of it."""
    given = {setting: value for setting, value in settings.items() if value is not None}
    if given and name != "bm25":
        raise click.UsageError(f"--{next(iter(given))} is for --ranking bm25 alone.")
    return make_ranking(Ranking(name).replace(**given))


@contextlib.contextmanager
def _index_of(
    corpus: tuple[Path, ...],
    address: str | None,
    progress: Callable[[Progress], None] | None,
    *,
    as_is: bool,
) -> Iterator[str]:
    """Give the address of an index of a corpus, removed at the end unless it was named.

    Args:
        corpus: The folders; none: the index is asked as it is.
        address: The index that was named, or None.
        progress: What draws progress.
        as_is: Whether its texts are read as they are stored.
    """
    from tempfile import TemporaryDirectory  # late: only help needs no index

    with contextlib.ExitStack() as stack:
        if address is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="searchkit-"))
            address = str(Path(folder, "index"))
        if corpus:
            load("searchkit.local.writing.updating")
            searchkit.update(address, corpus, as_is=as_is, progress=progress)
        yield address
