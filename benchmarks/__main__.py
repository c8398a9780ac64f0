"""The command: ``python -m benchmarks run CORPUS`` and ``python -m benchmarks enlarge``."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

import searchkit
from benchmarks import corpus as corpora
from benchmarks.completing import completing
from benchmarks.copies import copies_lines
from benchmarks.driving import EngineError
from benchmarks.encodings import encodings
from benchmarks.engines import ENGINES, OURS, UPDATES
from benchmarks.furniture import furniture, read_judged
from benchmarks.history import add_to_history, read_history
from benchmarks.judged_sets import known_items, read_set
from benchmarks.languages import languages
from benchmarks.large import SAID as LARGE_SAID
from benchmarks.large import large_lines
from benchmarks.machine import commit, facts
from benchmarks.many_articles import draw, many_lines
from benchmarks.messy_files import messy_parts
from benchmarks.messy_report import messy_page
from benchmarks.newsletters import newsletters
from benchmarks.on_cluster import CLUSTER_SAID, cluster_lines
from benchmarks.parsing import parsing
from benchmarks.queries import SAMPLE, Kind, Query, Sampler, choose
from benchmarks.quotations import quotations
from benchmarks.quotations import read_judged as read_quoted
from benchmarks.reading import reading
from benchmarks.relevance import ROWS, Built, Measured, judge
from benchmarks.relevance_report import relevance_page
from benchmarks.report import markdown
from benchmarks.results import CorpusRun, Results
from benchmarks.running import Bench, say
from benchmarks.sections import EXPLORING, measured_by, write_section
from benchmarks.serving import serving_lines
from benchmarks.similar import read_judged as read_alike
from benchmarks.similar import similar
from benchmarks.survey import SAID, survey_lines
from benchmarks.synthesis import enlarge
from benchmarks.targets import SLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.corpus import Article
    from benchmarks.history import Row


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of the run: so many articles, with these engines."""

    articles: int
    engines: tuple[str, ...]


def parts(
    sizes: list[int], engines: list[str], *, slow_limit: int, others_limit: int
) -> list[Part]:
    """Return what to run, the smallest corpus first.

    Args:
        sizes: Numbers of articles.
        engines: All engines that take part, the one to compare first.
        slow_limit: How many articles the slow engine gets at most.
        others_limit: How many articles engines get at most that are neither searchkit nor tantivy.

    >>> parts([9000], ["searchkit", "fts5", "whoosh"], slow_limit=3000, others_limit=9000)[0]
    Part(articles=3000, engines=('searchkit', 'whoosh'))
    """
    fast = tuple(name for name in engines if name != SLOW)
    large = tuple(name for name in engines if name in (*OURS, "tantivy"))
    found = [
        Part(n, large if n > others_limit else tuple(engines) if n <= slow_limit else fast)
        for n in sizes
    ]
    if SLOW in engines and all(n > slow_limit for n in sizes):
        found.append(Part(slow_limit, tuple(dict.fromkeys((engines[0], SLOW)))))
    return sorted(part for part in found if part.engines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of a run; each is explained by its help."""

    corpus: Path
    articles: tuple[int, ...]
    also: tuple[tuple[Path, int], ...]
    engines: tuple[str, ...]
    queries: tuple[Path, ...]
    of_each: int
    rounds: int
    builds: int
    whoosh_articles: int
    others_articles: int
    seed: int
    work: Path
    out: Path | None


@click.group()
def main() -> None:
    """Measure searchkit beside other engines on one corpus."""


PATH = click.Path(path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def out_option(page: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option that says in which folder a page of results goes."""
    return click.option(
        "--out",
        type=PATH,
        default=Path("benchmarks"),
        show_default=True,
        help=f"Where {page} goes.",
    )


def write_page(
    out: Path, file: str, title: str, machine: Mapping[str, str], lines: Sequence[str], *, said: str
) -> None:
    """Write a page of results, and print what is new in it.

    Args:
        out: The folder of the page.
        file: The name of the file.
        title: The title of the page.
        machine: Where it was measured.
        lines: The results.
        said: What a reader has to know of them.
    """
    out.mkdir(parents=True, exist_ok=True)
    head = [f"# {title}", "", said, "", *measured_by(shown(sys.argv[1:]), machine)]
    (out / file).write_text("\n".join([*head, "", *lines, ""]), encoding="utf-8")
    click.echo("\n".join(lines))


def explored(out: Path, title: str, machine: Mapping[str, str], lines: Sequence[str]) -> None:
    """Write one section of the page on exploring, and print what is new in it."""
    head = measured_by(shown(sys.argv[1:]), machine)
    out.mkdir(parents=True, exist_ok=True)
    write_section(out / EXPLORING, title, [*head, "", *lines])
    click.echo("\n".join(lines))


@main.command("enlarge")
@click.argument("corpus", type=FILE)
@click.argument("folder", type=PATH)
@click.option("--articles", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def enlarge_command(corpus: Path, folder: Path, articles: int, seed: int) -> None:
    """Write CORPUS, enlarged by synthetic articles, into FOLDER."""
    made = corpora.write(enlarge(corpora.read(corpus), to=articles, seed=seed), folder)
    click.echo(f"{made.articles:,} articles, {made.size / 1e6:,.1f} MB of text in {folder}")


@main.command("complete")
@click.argument("index", type=PATH)
@click.option("--words", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def complete_command(index: Path, words: int, rounds: int, seed: int) -> None:
    """Measure how INDEX completes what was begun, and suggests how words are spelt."""
    for line in completing(index, words=words, rounds=rounds, seed=seed):
        click.echo(line)


@main.command("encodings")
@click.argument("folder", type=FOLDER)
def encodings_command(folder: Path) -> None:
    """Count the files read right of those in FOLDER, whose folders are named after encodings."""
    for line in encodings(folder):
        click.echo(line)


@main.command("languages")
@click.argument("folder", type=FOLDER)
@click.option("--english", type=FILE, help="A corpus of articles that all are in English.")
def languages_command(folder: Path, english: Path | None) -> None:
    """Measure how often the language of a text is detected, on the translations in FOLDER."""
    articles = (article.text for article in corpora.read(english)) if english else ()
    for line in languages(folder, articles):
        click.echo(line)


@main.command("newsletters")
@click.argument("corpus", type=FILE)
@click.option("--letters", type=click.IntRange(1), default=30, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def newsletters_command(corpus: Path, letters: int, seed: int) -> None:
    """Measure how much is read of newsletters of three layouts, made of the articles of CORPUS."""
    for line in newsletters(corpora.read(corpus), letters=letters, seed=seed):
        click.echo(line)


@main.command("parse")
@click.option("--length", type=click.IntRange(1), default=10_000, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=7, show_default=True)
def parse_command(length: int, rounds: int) -> None:
    """Measure how long queries of one thing many times take to read."""
    for line in parsing(length=length, rounds=rounds):
        click.echo(line)


@main.command("read")
@click.argument("corpus", type=FILE)
@click.option("--sample", type=click.IntRange(0), default=0, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def read_command(corpus: Path, sample: int, seed: int) -> None:
    """Measure what is taken for furniture and for a source in CORPUS, and show a sample."""
    for line in reading(corpora.read(corpus), sample=sample, seed=seed):
        click.echo(line)


@main.command("furniture")
@click.argument("folder", type=FOLDER)
@click.option("--queries", type=FILE, required=True, help="An id, a tab and a query a line.")
@click.option(
    "--judged", type=FILE, default=Path("benchmarks/furniture.tsv"), help="Lines that were judged."
)
def furniture_command(folder: Path, queries: Path, judged: Path) -> None:
    """Measure what is furniture by evidence in FOLDER, and how often 40 queries quote it."""
    asked = [line.split("\t")[1] for line in queries.read_text().splitlines()[:40]]
    with TemporaryDirectory() as work:
        searchkit.update(work, folder)
        with searchkit.open(work) as index:
            for line in furniture(index, read_judged(judged), asked):
                click.echo(line)


@main.command("quotations")
@click.argument("labels", type=FOLDER)
@click.argument("news", type=FILE)
@click.option("--index", type=PATH, help="An index of NEWS that is there, or is made and kept.")
@click.option("--asked", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@out_option(EXPLORING)
def quotations_command(
    labels: Path, news: Path, index: Path | None, asked: int, seed: int, out: Path
) -> None:
    """Measure how well and how fast the articles are found that have the same quotation.

    LABELS is a folder with quotes*.tsv; NEWS is a file of articles in JSON lines.
    """
    machine = facts()
    judged = [pair for file in sorted(labels.glob("quotes*.tsv")) for pair in read_quoted(file)]
    with index_of(news, index) as kept:
        lines = quotations(str(kept), judged, asked=asked, seed=seed)
    explored(out, "Quotations", machine, lines)


@contextmanager
def index_of(news: Path, kept: Path | None) -> Iterator[Path]:
    """Give an index of a file of articles.

    Args:
        news: The file.
        kept: Where the index is, or is made and kept; None: it is made for this alone.
    """
    with TemporaryDirectory() as work:
        index = kept or Path(work) / "index"
        if not index.exists():
            folder = Path(work) / "news"
            folder.mkdir()
            shutil.copy(news, folder)
            searchkit.update(index, folder)
        yield index


@main.command("copies")
@click.argument("labels", type=FOLDER)
@click.argument("news", type=FILE)
@click.argument("reuters", type=FILE)
@click.option("--rounds", type=click.IntRange(1), default=25, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--work", type=PATH, default=Path("build/copies"), show_default=True)
@out_option(EXPLORING)
def copies_command(
    labels: Path, news: Path, reuters: Path, rounds: int, seed: int, work: Path, out: Path
) -> None:
    """Measure which copies are folded, and what that costs.

    LABELS is a folder with pairs.tsv and pairs-reuters.tsv; NEWS and REUTERS are files of
    articles in JSON lines.
    """
    machine = facts()
    lines = list(copies_lines(labels, news, reuters, work, rounds=rounds, seed=seed))
    explored(out, "Copies", machine, lines)


@main.command("draw")
@click.argument("corpus", type=FILE)
@click.argument("folder", type=PATH)
@click.option("--articles", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
def draw_command(corpus: Path, folder: Path, articles: int, seed: int) -> None:
    """Write short articles into FOLDER whose words are drawn as often as CORPUS has them."""
    draw(corpus, folder, articles=articles, seed=seed)


@main.command("many")
@click.argument("folder", type=FOLDER)
@click.argument("index", type=PATH)
@click.option("--updates", type=click.IntRange(0), default=25, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@out_option(EXPLORING)
def many_command(folder: Path, index: Path, updates: int, seed: int, out: Path) -> None:
    """Measure exploring in INDEX, which has the drawn articles of FOLDER, or make it first."""
    machine = facts()
    lines = many_lines(folder, index, updates=updates, seed=seed)
    with searchkit.open(index) as opened:
        title = f"{len(opened):,} short articles"
    explored(out, title, machine, lines)


@main.command("similar")
@click.argument("labels", type=FOLDER)
@click.argument("news", type=FILE)
@click.option(
    "--judged",
    type=FILE,
    default=Path("benchmarks/similar.tsv"),
    show_default=True,
    help="More pairs that were judged.",
)
@click.option("--index", type=PATH, help="An index of NEWS that is there, or is made and kept.")
@click.option("--articles", type=click.IntRange(1), default=300, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@out_option(EXPLORING)
def similar_command(
    labels: Path, news: Path, judged: Path, index: Path | None, articles: int, seed: int, out: Path
) -> None:
    """Measure how many of the articles that are found to be like one are.

    LABELS is a folder with similar.tsv; NEWS is a file of articles in JSON lines.
    """
    machine = facts()
    labelled = read_alike(labels / "similar.tsv", None)
    all_judged = read_alike(labels / "similar.tsv", judged)
    with index_of(news, index) as kept, searchkit.open(kept) as opened:
        lines = similar(opened, all_judged, labelled, articles=articles, seed=seed)
    explored(out, "Articles like one", machine, lines)


@main.command("reading")
@click.argument("folder", type=FOLDER)
@out_option("READING.md")
def reading_command(folder: Path, out: Path) -> None:
    """Measure how much is read of the pages, feeds, posts and encodings in FOLDER."""
    page = messy_page(shown(sys.argv[1:]), facts(), list(messy_parts(folder)))
    out.mkdir(parents=True, exist_ok=True)
    (out / "READING.md").write_text(page, encoding="utf-8")
    click.echo(page)


@main.command("relevance")
@click.argument("sets", type=FOLDER, nargs=-1, required=True)
@click.option("--articles", type=FILE, help="The articles of sets that have no docs.jsonl.gz.")
@click.option("--seed", type=int, default=0, show_default=True, help="For the headlines drawn.")
@click.option("--work", type=PATH, default=Path("build/relevance"), show_default=True)
@click.option("--out", type=PATH, help="Where RELEVANCE.md goes.  [default: WORK]")
def relevance_command(
    sets: tuple[Path, ...], articles: Path | None, seed: int, work: Path, out: Path | None
) -> None:
    """Measure how early the right articles of SETS come: folders of judged queries.

    A set has queries.tsv, qrels.tsv and docs.jsonl.gz. Headlines of --articles are asked for, too.
    """
    machine = facts()
    judged = [read_set(folder, articles) for folder in sets]
    if articles:
        judged += known_items(articles, seed=seed)
    judged.sort(key=lambda one: str(one.articles) != str(articles))  # those of one file together
    built: dict[Path, Built] = {}
    found: list[Measured] = []
    for made, measured in judge(judged, ROWS, work):
        built[measured[0].judged.articles] = made
        found += measured
    folder = out or work
    folder.mkdir(parents=True, exist_ok=True)
    page = relevance_page(shown(sys.argv[1:]), machine, built, found)
    (folder / "RELEVANCE.md").write_text(page, encoding="utf-8")
    click.echo(page)


@main.command("survey")
@click.argument("corpus", type=FILE)
@click.option(
    "--articles",
    type=click.IntRange(2),
    multiple=True,
    default=(37_554, 800_000),
    show_default=True,
    help="How many; more than there are repeats them, shortened.",
)
@click.option("--words", type=click.IntRange(1), default=12, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=7, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--work", type=PATH, default=Path("build/survey"), show_default=True)
@out_option(EXPLORING)
def survey_command(
    corpus: Path,
    articles: tuple[int, ...],
    words: int,
    rounds: int,
    seed: int,
    work: Path,
    out: Path,
) -> None:
    """Measure how long it takes to count the articles of queries of CORPUS by time and outlet."""
    machine = facts()
    lines = list(survey_lines(corpus, articles, work, words=words, rounds=rounds, seed=seed))
    explored(out, "Surveys", machine, [SAID, "", *lines])


@main.command("large")
@click.argument("corpus", type=FILE)
@click.argument("work", type=PATH)
@click.option("--articles", type=click.IntRange(4), default=1_000_000, show_default=True)
@click.option("--of-each", type=click.IntRange(1), default=40, show_default=True)
@click.option("--updates", type=click.IntRange(0), default=20, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=7, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
@out_option("LARGE.md")
def large_command(corpus: Path, work: Path, out: Path, **options: int) -> None:
    """Measure an index of short articles whose words are drawn as often as CORPUS has them.

    WORK is a folder for the articles and their index, which are made if they are not there.
    """
    machine = facts()
    lines = list(large_lines(corpus, work, **options))
    write_page(out, "LARGE.md", "A large archive, measured", machine, lines, said=LARGE_SAID)


@main.command("cluster")
@click.argument("corpus", type=FILE)
@click.argument("hosts")
@click.option("--articles", type=click.IntRange(2), default=37_554, show_default=True)
@click.option("--of-each", type=click.IntRange(1), default=25, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
@click.option("--shards", type=click.IntRange(1), default=1, show_default=True)
@click.option("--replicas", type=click.IntRange(0), default=0, show_default=True)
@click.option("--work", type=PATH, default=Path("build/cluster"), show_default=True)
@out_option("CLUSTER.md")
def cluster_command(corpus: Path, hosts: str, work: Path, out: Path, **options: int) -> None:
    """Measure an index of CORPUS on the cluster at HOSTS beside plain OpenSearch."""
    machine = facts()
    lines = list(cluster_lines(corpus, hosts, work, **options))
    title = "An index on a cluster, measured"
    write_page(out, "CLUSTER.md", title, machine, lines, said=CLUSTER_SAID)


@main.command("serve")
@click.argument("corpus", type=FILE)
@click.option("--queries", type=FILE, required=True, help="Queries, one a line.")
@click.option("--index", type=PATH, help="An index of CORPUS.  [default: one is made]")
@click.option("--of", "n_queries", type=click.IntRange(4), default=200, show_default=True)
@click.option("--clients", type=click.IntRange(1), default=16, show_default=True)
@click.option("--requests", type=click.IntRange(100), default=100_000, show_default=True)
@click.option("--datasette", help="The command of datasette.  [default: it is left out]")
@click.option("--work", type=PATH, default=Path("build/serving"), show_default=True)
@out_option("SERVING.md")
def serve_command(
    corpus: Path,
    queries: Path,
    index: Path | None,
    n_queries: int,
    clients: int,
    requests: int,
    datasette: str | None,
    work: Path,
    out: Path,
) -> None:
    """Measure how fast CORPUS is served, beside datasette over FTS5."""
    machine = facts()
    asked = queries.read_text(encoding="utf-8").splitlines()[:n_queries]
    lines = []
    for line in serving_lines(
        corpus,
        asked,
        work,
        index=index,
        clients=clients,
        requests=requests,
        datasette=datasette,
    ):
        click.echo(line)
        lines.append(line)
    said = ["# Serving, measured", "", *measured_by(shown(sys.argv[1:]), machine), "", *lines]
    (out / "SERVING.md").write_text("\n".join([*said, ""]), encoding="utf-8")


@main.command("run")
@click.argument("corpus", type=FILE)
@click.option(
    "--articles",
    type=click.IntRange(2),
    multiple=True,
    help="How many; more than there are adds synthetic ones. May be repeated.  [default: all]",
)
@click.option(
    "--also",
    type=(FILE, click.IntRange(2)),
    multiple=True,
    metavar="CORPUS ARTICLES",
    help="Another corpus, and how many articles. May be repeated.",
)
@click.option("--engine", "engines", type=click.Choice(list(ENGINES)), multiple=True)
@click.option("--queries", type=FILE, multiple=True, help="Files of queries, one a line.")
@click.option(
    "--of-each",
    type=click.IntRange(1),
    default=40,
    show_default=True,
    help="Queries of each class, from the files and from the corpus each.",
)
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True)
@click.option("--builds", type=click.IntRange(1), default=1, show_default=True)
@click.option(
    "--whoosh-articles",
    type=click.IntRange(2),
    default=3000,
    show_default=True,
    help="How many articles stock Whoosh gets at most.",
)
@click.option(
    "--others-articles",
    type=click.IntRange(2),
    default=100_000,
    show_default=True,
    help="How many articles engines get at most that are neither searchkit nor tantivy.",
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--work", type=PATH, default=Path("build/benchmarks"), show_default=True)
@click.option("--out", type=PATH, help="Where RESULTS.md and results.json go.  [default: WORK]")
def run_command(**options: Any) -> None:
    """Build and query CORPUS, a file of JSON lines (.gz too), with every engine."""
    try:
        click.echo(run(Options(**options)))
    except EngineError as error:
        raise click.ClickException(
            f"{error}. What the engines need is in the group bench; --engine chooses among them."
        ) from error


def run(options: Options) -> str:
    """Measure all that was asked for, write it down, and return the page."""
    folder = options.out or options.work
    names = [name for name in ENGINES if not options.engines or name in options.engines]
    runs: list[CorpusRun] = []
    remarks: list[str] = []
    machine = facts() | {"commit": commit()}
    earlier = read_history(folder)
    counts: Counter[Kind] = Counter()

    def results(measured: CorpusRun | None, said: Sequence[str]) -> Results:
        all_runs = [*runs, *([measured] if measured else [])]
        versions = {run.engine: run.version for part in all_runs for run in part.engines}
        return Results(
            command=shown(sys.argv[1:]),
            machine=machine | versions,
            queries={kind: counts[kind] for kind in Kind},
            remarks=list(dict.fromkeys([*remarks, *said])),
            runs=all_runs,
        )

    def keep(measured: CorpusRun, said: Sequence[str]) -> None:
        """Write down what there is, since a run that takes long may be stopped."""
        written_down(results(measured, said), earlier, folder)

    for path, sizes in [(options.corpus, options.articles), *((p, (n,)) for p, n in options.also)]:
        real = sum(1 for _ in corpora.read(path))
        if real < 2:
            raise click.ClickException(f"{path} has fewer than two articles.")
        planned = parts(
            sorted(set(sizes or (real,))),
            [name for name in names if name != SLOW or path == options.corpus],
            slow_limit=options.whoosh_articles,
            others_limit=options.others_articles,
        )
        asked = questions(path, options, head=min(SAMPLE, *(part.articles for part in planned)))
        counts.update(query.kind for query in asked)
        more = enlarge(corpora.read(path), to=real + UPDATES + 1, seed=options.seed + 1)
        added = list(islice(more, real, None))
        for part in planned:
            measured, said = measure(path, part, options, asked, added, real=real, keep=keep)
            runs.append(measured)
            remarks += said
    add_to_history(folder, results(None, ()))
    return written_down(results(None, ()), earlier, folder)


def written_down(results: Results, earlier: Sequence[Row], folder: Path) -> str:
    """Write results as a page and as JSON, and return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    page = markdown(results, earlier)
    (folder / "RESULTS.md").write_text(page, encoding="utf-8")
    (folder / "results.json").write_text(json.dumps(asdict(results), indent=1), encoding="utf-8")
    return page


def measure(
    path: Path,
    part: Part,
    options: Options,
    asked: list[Query],
    added: list[Article],
    *,
    real: int,
    keep: Callable[[CorpusRun, Sequence[str]], None],
) -> tuple[CorpusRun, list[str]]:
    """Write the corpus of one part of the run, measure on it, and remove what was built."""
    folder = options.work / f"{part.articles}-articles"
    shutil.rmtree(folder, ignore_errors=True)
    made = enlarge(corpora.read(path), to=part.articles, seed=options.seed)
    written = corpora.write(made, folder / "corpus")
    say(f"{written.articles:,} articles, {written.size / 1e6:,.1f} MB of text")
    corpora.settle(written)
    bench = Bench(path.name.partition(".")[0], written, part.engines, folder)
    measured = bench.run(
        asked,
        rounds=options.rounds,
        builds=options.builds,
        added=added,
        synthetic=max(part.articles - real, 0),
        keep=lambda measured: keep(measured, bench.remarks),
    )
    shutil.rmtree(folder)
    return measured, bench.remarks


def shown(arguments: list[str]) -> str:
    """Return the command with names in the place of absolute paths, which help nobody else.

    >>> shown(["run", "/data/news.jsonl.gz", "--rounds=3"])
    'python -m benchmarks run news.jsonl.gz --rounds=3'
    """
    names = [Path(text).name if text.startswith("/") else text for text in arguments]
    return shlex.join(["python", "-m", "benchmarks", *names])


def questions(path: Path, options: Options, *, head: int) -> list[Query]:
    """Return the queries to ask: of each class, as many from the files as from the corpus.

    Args:
        path: The corpus.
        options: Where queries come from, and how many.
        head: How many of the first articles are looked at for words to ask for; what they
            hold, every part of the run holds.
    """
    lines = [
        line for file in options.queries for line in file.read_text(encoding="utf-8").splitlines()
    ]
    sampler = Sampler(list(islice(corpora.read(path), head)), seed=options.seed)
    sampled = [query for kind in Kind for query in sampler.sample(kind, options.of_each)]
    chosen = choose(lines, limit=options.of_each, seed=options.seed)
    return list(dict.fromkeys([*chosen, *sampled]))


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
