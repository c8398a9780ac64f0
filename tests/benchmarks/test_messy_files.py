"""What is counted of messy files."""

from __future__ import annotations

import json
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from benchmarks.messy_files import Figure, messy_parts
from benchmarks.messy_report import messy_page

pytest.importorskip("trafilatura")

FIRST = "The keepers of the barrier on the river had been warned of an extraordinary tide at noon."
SECOND = "They stood on the wall to see the water rise, and nobody had seen it so high before."
PAGE = f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
FILES = {
    "article-bodies/html/a.html": PAGE,
    "article-bodies/html/b": "<html><body></body></html>",
    "article-bodies/truth.json": json.dumps(
        {f"html/{name}": {"articleBody": f"{FIRST}\n{SECOND}"} for name in ("a.html", "b")}
    ),
    "page-dates/a.html": f'{PAGE}<time class="published">2021-03-14</time>',
    "page-dates/b.html": f'{PAGE}<meta property="article:published_time" content="2021-03-10">',
    "page-dates/c.net": PAGE,
    "page-dates/truth.json": json.dumps(
        {
            "a.html": {"date": "2021-03-14"},
            "b.html": {"date": "2021-03-11"},
            "c.net": {"date": float("nan")},
        }
    ),
}
FEED = f"""<rss version="2.0"><channel><title>Marram</title>
<item><title>One</title><description>{FIRST}</description><pubDate>Sun, 14 Mar 2021</pubDate></item>
<item><title>Two</title><description>{SECOND}</description></item></channel></rss>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with tarfile.open(tmp_path / "pages.tar.gz", "w:gz") as archive:
        for name, content in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, BytesIO(content.encode()))
    for name, text in {
        "feeds/a.rss": FEED,
        "markdown/2021-03-14-tide.md": f"# Tide\n\n{FIRST}",
        "markdown/b.md": f"{FIRST}\n\n{SECOND}",
        "markdown/c.html": PAGE,
        "encodings/windows-1252/a.txt": "Low tide.",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_each_kind_of_files_has_its_figures_and_what_is_not_right(folder: Path) -> None:
    texts, days, feeds, posts, encodings = messy_parts(folder)

    assert [(one.name, one.value) for one in texts.figures[:3]] == [
        ("F1", 0.5),
        ("precision", 0.5),
        ("recall", 0.5),
    ]
    assert texts.misses == ["html/b: precision 0.000, recall 0.000"]
    assert days.title == "The day of 3 pages, of which 1 get none"
    assert [one.value for one in days.figures] == [1, 1]
    assert days.misses == ["b.html: 2021-03-11, read 2021-03-10 (meta)"]
    assert [one.value for one in feeds.figures] == [2, 1]
    assert [one.value for one in posts.figures] == [2, 1, 1]
    assert posts.misses == ["b.md: no date", "b.md: first sentence"]
    assert (encodings.title, encodings.figures[0].value) == ("1 encodings", 1)


def test_a_target_is_met_at_least_or_at_most() -> None:
    assert Figure("F1", 0.97, 0.97).is_met
    assert not Figure("F1", 0.96, 0.97).is_met
    assert Figure("ms", 60, 60, less_is_better=True).is_met
    assert not Figure("ms", 61, 60, less_is_better=True).is_met


def test_the_page_has_each_figure_beside_its_target(folder: Path) -> None:
    page = messy_page("python -m benchmarks reading messy", {"Python": "3"}, [*messy_parts(folder)])

    assert "    python -m benchmarks reading messy\n\n- Python: 3\n" in page
    assert "| wrong | 1 | at most 12 | yes |\n\n- b.html: 2021-03-11" in page
    assert "| entries | 2 | at least 73 | **no** |" in page
