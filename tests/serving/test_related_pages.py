"""The pages of copies and of a story."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp

import searchkit
from searchkit.serving.application import make_application
from searchkit.serving.guard import LOOPBACK
from tests.conftest import write_files
from tests.helpers.asking import ask

TEXT = (
    "The new battery ferry crosses the sound in nine minutes and saves the town a long drive "
    "round the bay, its captain said when it came in from the yard on a grey morning. It takes "
    "forty cars, and it is loaded with power at night, when that is cheap. Others will follow. "
)
OTHER = (
    "The battery ferry stood still for a day, since no power came to the quay of the sound, and "
    "its captain blamed the yard. Forty cars waited all morning on the bay. "
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ASGIApp]:
    folder = tmp_path_factory.mktemp("related")
    files = {
        f"{outlet}.md": f"---\ntitle: Ferry {outlet}\nsource: {outlet}\ndate: {day}\n---\n\n{text}"
        for outlet, day, text in (
            ("Gazette", "2019-06-04", TEXT * 3),
            ("<b>Post", "2019-06-05", TEXT * 3),
            ("Ledger", "2019-06-20", OTHER * 3),
        )
    }
    write_files(folder / "corpus", {name.replace("<b>", "b"): t for name, t in files.items()})
    searchkit.update(folder / "index", folder / "corpus")
    with searchkit.open(folder / "index") as index:
        yield make_application(index, hosts=LOOPBACK)


def test_texts_that_several_articles_have_are_listed_the_earliest_first(app: ASGIApp) -> None:
    page = ask(app, "/copies?q=ferry").text

    assert '<b>1</b> text <span class="quiet">in 2 articles</span>' in page
    assert page.index(">Gazette</a>") < page.index(">&lt;b&gt;Post</a>")
    assert '<a rel="up" href="/search?q=ferry">' in page
    assert '<a class="plain" href="/copies">' in ask(app, "/").text
    assert '<a href="/copies?q=ferry" rel="nofollow">' in ask(app, "/search?q=ferry").text
    assert "No article here has the text of another." in ask(app, "/copies?q=zebra").text


def test_a_story_is_listed_in_order_of_time(app: ASGIApp) -> None:
    page = ask(app, "/story?key=Gazette.md&q=ferry").text

    assert '<b>1</b> article <span class="quiet">belongs to the same story</span>' in page
    own = page.index('<b class="title" dir="auto" aria-current="true">Ferry Gazette</b>')
    other = page.index('href="/article?key=Ledger.md&amp;q=ferry">Ferry Ledger</a>')
    assert own < other
    assert (
        'href="/story?key=Gazette.md&amp;q=ferry"'
        in ask(app, "/article?key=Gazette.md&q=ferry").text
    )
